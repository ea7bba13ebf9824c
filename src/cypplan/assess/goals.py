"""What meets a target: from its kind, its bound and the direction to an interval."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import TYPE_CHECKING, Final

import attrs

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
    from decimal import Decimal

    from cypplan.assess.cases import Case
    from cypplan.indicators import Indicator
    from cypplan.plans.targets import Target
    from cypplan.units import Unit

__all__ = ["GoalFault", "goal_of", "in_unit_of_figures", "sense_of"]

_WORDS: Final = {
    "increase": 1,
    "increased": 1,
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
}
"""Printed words of change, and which way they send the figure."""

_BETTER: Final = frozenset({"improve", "improved", "improvement"})
"""Printed words that send the figure the better way, whichever that is."""

_CLOSER: Final = frozenset({"narrow", "narrowed", "narrowing", "close", "closed"})
"""Printed words that send a gap towards zero."""


class GoalFault(Exception):
    """A target that gives no interval, with the reason."""

    def __init__(self, reason: Reason, detail: str) -> None:
        """Keep reason and sentence."""
        self.reason = reason
        self.detail = detail
        super().__init__(reason, detail)


def sense_of(change: str | None, *, better: int = 0, closer: int = -1) -> int:
    """Return +1 or -1 for a printed word of change, 0 where it says neither.

    ``better`` is the sign of the direction, which "improvement" means; ``closer`` the way towards zero from
    where the measure stands, which "narrow" means.
    """
    senses = {**_WORDS, **dict.fromkeys(_BETTER, better), **dict.fromkeys(_CLOSER, closer)}
    return next((senses[word] for word in (change or "").casefold().split() if word in senses), 0)


def goal_of(  # noqa: PLR0911 (one return for each kind of target)
    target: Target, case: Case
) -> tuple[Goal, tuple[Qualifier, ...]]:
    """Return what meets a target, and how it had to be read; raise :class:`GoalFault` where nothing can."""
    match target:
        case ValueTarget():
            return _value(target, case)
        case AllTarget():
            return _all(case), ()
        case RangeTarget():
            return _range(target, case), ()
        case ChangeTarget():
            return _change(target, case), ()
        case DirectionTarget(sense=sense):
            base = _base(case, "a change without a size is judged from a baseline")
            return _side(base, sense.sign, strict=True), ()
        case GapTarget(closed_by=share):
            base = _base(case, "the closing of a gap is judged from a baseline")
            return _side(base * (1 - Fraction(share) / 100), -1 if base > 0 else 1), ()
        case ComparatorTarget():
            return _comparator(target, case), ()
        case _:
            raise GoalFault(Reason.NARRATIVE, "nothing in the target is a number")


def _side(exact: Fraction, sense: int, *, strict: bool = False) -> Goal:
    """Return the goal to be at or above an edge, or at or below it."""
    edge = float(exact)
    if sense > 0:
        return Goal(low=edge, aim=edge, strict=strict)
    return Goal(high=edge, aim=edge, strict=strict)


def in_unit_of_figures(
    value: Decimal, unit: Unit | None, indicator: Indicator | None, what: str = "target"
) -> Fraction:
    """Return a value of the plan, exactly, in the unit of the figures; a fault where no ratio joins them."""
    theirs = indicator.unit if indicator else None
    if unit is None or theirs is None or unit == theirs:
        return Fraction(value)
    try:
        return Fraction(value) * unit.factor_to(theirs)
    except UnitError as error:
        detail = f"the {what} is in {unit}, the figures are in {theirs}"
        raise GoalFault(Reason.NOT_COMPARABLE, detail) from error


def _base(case: Case, why: str) -> Fraction:
    baseline = case.measure.baseline
    if baseline is None or baseline.value is None:
        raise GoalFault(Reason.NO_BASELINE, f"{why}, and the plan states none")
    return in_unit_of_figures(baseline.value, case.measure.unit, case.indicator, "baseline")


def _all(case: Case) -> Goal:
    unit = case.measure.unit
    if unit is None or unit.form is not UnitForm.PERCENT:
        raise GoalFault(Reason.NARRATIVE, f'"all" is a percentage, and the unit is {unit}')
    return Goal(low=100.0, aim=100.0)


def _change(target: ChangeTarget, case: Case) -> Goal:
    base = _base(case, "a change is judged from a baseline")
    if target.relative:
        size = base * Fraction(target.by) / 100
    else:
        size = in_unit_of_figures(target.by, case.measure.unit, case.indicator)
    return _side(base + target.sense.sign * size, target.sense.sign)


def _range(target: RangeTarget, case: Case) -> Goal:
    """Return the goal to be within a range; progress is measured to the end nearer to the baseline."""
    unit = case.measure.unit
    low, high = (float(in_unit_of_figures(end, unit, case.indicator)) for end in (target.low, target.high))
    if case.base is None or low <= case.base <= high:
        return Goal(low=low, high=high)
    return Goal(low=low, high=high, aim=low if case.base < low else high)


def _value(target: ValueTarget, case: Case) -> tuple[Goal, tuple[Qualifier, ...]]:
    value = in_unit_of_figures(target.value, target.unit or case.measure.unit, case.indicator)
    _refuse_contradiction(float(value), case)
    match target.bound:
        case Bound.AT_LEAST | Bound.ABOVE:
            return _side(value, 1, strict=target.bound is Bound.ABOVE), ()
        case Bound.AT_MOST | Bound.BELOW:
            return _side(value, -1, strict=target.bound is Bound.BELOW), ()
        case Bound.EXACTLY:
            return _reached(value, target, case), ()
        case None:
            return _bare(value, target, case)


def _reached(value: Fraction, target: ValueTarget, case: Case) -> Goal:
    """Return the goal to reach a value, not to pass it."""
    unit = target.unit or case.measure.unit
    width = in_unit_of_figures(target.tolerance, unit, case.indicator) if target.tolerance else 0
    return Goal(low=float(value - width), high=float(value + width), aim=float(value), towards=True)


def _bare(value: Fraction, target: ValueTarget, case: Case) -> tuple[Goal, tuple[Qualifier, ...]]:
    direction = _direction(case)
    if direction is Direction.TOWARDS:
        return attrs.evolve(_reached(value, target, case), by_interval=target.tolerance is None), ()
    if direction is None or not direction.sign:
        detail = f"the target is the bare value {target.value}, and neither way is said to be better"
        raise GoalFault(Reason.NEUTRAL, detail)
    return _side(value, direction.sign), (Qualifier.BOUND_READ,)


def _direction(case: Case) -> Direction | None:
    return case.measure.direction or (case.indicator.direction if case.indicator else None)


def _refuse_contradiction(value: float, case: Case) -> None:
    """Refuse a target on the side of the baseline that its own sentence speaks against."""
    if case.base is None or not math.isfinite(value):
        return
    direction = _direction(case)
    better, closer = direction.sign if direction else 0, 1 if case.base < 0 else -1
    senses = ((one.change, sense_of(one.change, better=better, closer=closer)) for one in case.statements)
    word, sense = next((found for found in senses if found[1]), (None, 0))
    if sense * (value - case.base) < 0:
        detail = f'the plan says "{word}", but from {case.base:g} to {value:g}'
        raise GoalFault(Reason.CONTRADICTORY, detail)


def _comparator(target: ComparatorTarget, case: Case) -> Goal:
    direction = _direction(case)
    sense = direction.sign if direction else 0
    if target.relation is not Relation.IN_LINE and not sense:
        raise GoalFault(Reason.NEUTRAL, "as good as somebody else, and neither way is said to be better")
    if target.comparator in {ComparatorKind.GROUP, ComparatorKind.EXTERNAL, ComparatorKind.AREA}:
        detail = f"no figures of a comparator of kind {target.comparator} are at hand"
        raise GoalFault(Reason.NO_COMPARATOR, detail)
    return Goal(
        comparator=target.comparator,
        aggregate=target.aggregate,
        strict=target.relation is Relation.BETTER,
        by_interval=target.relation in {Relation.IN_LINE, Relation.NOT_WORSE},
        sense=0 if target.relation is Relation.IN_LINE else sense,
    )
