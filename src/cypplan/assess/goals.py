"""What meets a target: from its kind, its bound and the direction to an interval."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from cypplan.assess.cases import Goal
from cypplan.assess.words import Qualifier, Reason
from cypplan.comparators import ComparatorKind
from cypplan.errors import UnitError
from cypplan.indicators import Direction
from cypplan.plans.targets import (
    AllTarget,
    Bound,
    ChangeTarget,
    ComparatorTarget,
    DirectionTarget,
    GapTarget,
    RangeTarget,
    Relation,
    ValueTarget,
)
from cypplan.units import UnitForm

if TYPE_CHECKING:
    from cypplan.assess.cases import Case
    from cypplan.plans.targets import Target

__all__ = ["GoalFault", "goal_of", "sense_of"]

_WORDS: Final = {
    "increase": 1,
    "increased": 1,
    "improve": 1,
    "improvement": 1,
    "more": 1,
    "rise": 1,
    "raise": 1,
    "higher": 1,
    "grow": 1,
    "decrease": -1,
    "decreased": -1,
    "reduce": -1,
    "reduced": -1,
    "reduction": -1,
    "fewer": -1,
    "less": -1,
    "lower": -1,
    "fall": -1,
    "narrow": -1,
}
"""Printed words of change, and which way they send the figure."""


class GoalFault(Exception):
    """A target that gives no interval, with the reason."""

    def __init__(self, reason: Reason, detail: str) -> None:
        """Keep reason and sentence."""
        self.reason = reason
        self.detail = detail
        super().__init__(reason, detail)


def sense_of(change: str | None) -> int:
    """Return +1 or -1 for a printed word of change, 0 where it says neither."""
    return next((_WORDS[word] for word in (change or "").casefold().split() if word in _WORDS), 0)


def goal_of(  # noqa: PLR0911 (one return for each kind of target)
    target: Target, case: Case
) -> tuple[Goal, tuple[Qualifier, ...]]:
    """Return what meets a target, and how it had to be read; raise :class:`GoalFault` where nothing can."""
    match target:
        case ValueTarget():
            return _value(target, case)
        case AllTarget():
            return _all(case), ()
        case RangeTarget(low=low, high=high):
            return Goal(low=float(low), high=float(high)), ()
        case ChangeTarget():
            return _change(target, case), ()
        case DirectionTarget(sense=sense):
            base = _base(case, "a change without a size is judged from a baseline")
            return _side(base, sense.sign, strict=True), ()
        case GapTarget(closed_by=share):
            base = _base(case, "the closing of a gap is judged from a baseline")
            edge = base * (1 - float(share) / 100)
            return _side(edge, -1 if base > 0 else 1), ()
        case ComparatorTarget():
            return _comparator(target, case), ()
        case _:
            raise GoalFault(Reason.NARRATIVE, "nothing in the target is a number")


def _side(edge: float, sense: int, *, strict: bool = False) -> Goal:
    """Return the goal to be at or above an edge, or at or below it."""
    if sense > 0:
        return Goal(low=edge, aim=edge, strict=strict)
    return Goal(high=edge, aim=edge, strict=strict)


def _base(case: Case, why: str) -> float:
    if case.base is None:
        raise GoalFault(Reason.NO_BASELINE, f"{why}, and the plan states none")
    return case.base


def _all(case: Case) -> Goal:
    unit = case.measure.unit
    if unit is None or unit.form is not UnitForm.PERCENT:
        raise GoalFault(Reason.NARRATIVE, f'"all" is a percentage, and the unit is {unit}')
    return Goal(low=100.0, aim=100.0)


def _change(target: ChangeTarget, case: Case) -> Goal:
    base = _base(case, "a change is judged from a baseline")
    size = base * float(target.by) / 100 if target.relative else float(target.by)
    return _side(base + target.sense.sign * size, target.sense.sign)


def _value(target: ValueTarget, case: Case) -> tuple[Goal, tuple[Qualifier, ...]]:
    value = _in_unit_of_figures(target, case)
    _refuse_contradiction(value, case)
    match target.bound:
        case Bound.AT_LEAST | Bound.ABOVE:
            return _side(value, 1, strict=target.bound is Bound.ABOVE), ()
        case Bound.AT_MOST | Bound.BELOW:
            return _side(value, -1, strict=target.bound is Bound.BELOW), ()
        case Bound.EXACTLY:
            return Goal(low=value, high=value, aim=value), ()
        case None:
            return _bare(value, target, case)


def _bare(value: float, target: ValueTarget, case: Case) -> tuple[Goal, tuple[Qualifier, ...]]:
    direction = case.measure.direction or (case.indicator.direction if case.indicator else None)
    if direction is Direction.TOWARDS:
        width = float(target.tolerance or 0)
        goal = Goal(
            low=value - width,
            high=value + width,
            aim=value,
            towards=True,
            by_interval=target.tolerance is None,
        )
        return goal, ()
    if direction is None or not direction.sign:
        detail = f"the target is the bare value {target.value}, and neither way is said to be better"
        raise GoalFault(Reason.NEUTRAL, detail)
    return _side(value, direction.sign), (Qualifier.BOUND_READ,)


def _in_unit_of_figures(target: ValueTarget, case: Case) -> float:
    ours = target.unit or case.measure.unit
    theirs = case.indicator.unit if case.indicator else None
    if ours is None or theirs is None or ours == theirs:
        return float(target.value)
    try:
        return (
            float(ours.factor_to(theirs) * target.value.as_integer_ratio()[0])
            / target.value.as_integer_ratio()[1]
        )
    except UnitError as error:
        raise GoalFault(
            Reason.NOT_COMPARABLE, f"the target is in {ours}, the figures are in {theirs}"
        ) from error


def _refuse_contradiction(value: float, case: Case) -> None:
    """Refuse a target on the side of the baseline that its own sentence speaks against."""
    word = next((s.change for s in case.statements if sense_of(s.change)), None)
    if case.base is None or not word or not math.isfinite(value):
        return
    if sense_of(word) * (value - case.base) < 0:
        detail = f'the plan says "{word}", but from {case.base:g} to {value:g}'
        raise GoalFault(Reason.CONTRADICTORY, detail)


def _comparator(target: ComparatorTarget, case: Case) -> Goal:
    direction = case.measure.direction or (case.indicator.direction if case.indicator else None)
    sense = direction.sign if direction else 0
    if target.relation is not Relation.IN_LINE and not sense:
        raise GoalFault(Reason.NEUTRAL, "as good as somebody else, and neither way is said to be better")
    if target.comparator in {ComparatorKind.GROUP, ComparatorKind.EXTERNAL, ComparatorKind.AREA}:
        detail = f"no figures of a comparator of kind {target.comparator} are at hand"
        raise GoalFault(Reason.NO_COMPARATOR, detail)
    return Goal(
        comparator=target.comparator,
        strict=target.relation is Relation.BETTER,
        by_interval=target.relation in {Relation.IN_LINE, Relation.NOT_WORSE},
        sense=0 if target.relation is Relation.IN_LINE else sense,
    )
