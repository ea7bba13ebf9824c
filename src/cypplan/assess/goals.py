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
    MaintainTarget,
    RangeTarget,
    RankTarget,
    Relation,
    ValueTarget,
)
from cypplan.units import UnitForm

if TYPE_CHECKING:
    from decimal import Decimal

    from cypplan.assess.cases import Case
    from cypplan.indicators import Indicator
    from cypplan.plans.targets import Target, YearOnYearTarget
    from cypplan.units import Unit

__all__ = ["GoalFault", "goal_of", "in_unit_of_figures", "sense_of", "yearly_goal"]

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

_ALL_NEEDED: Final = (
    "a rank needs the figures of all areas that are ranked; a scorecard reads those of the area, its country,"
    " its region and its neighbours"
)


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
            return _change(target, case), _approximate(target)
        case DirectionTarget(sense=sense):
            base = _base(case, "a change without a size is judged from a baseline")
            return _side(base, sense.sign, strict=True), ()
        case GapTarget(closed_by=share):
            base = _base(case, "the closing of a gap is judged from a baseline")
            return _side(base * (1 - Fraction(share) / 100), -1 if base > 0 else 1), ()
        case MaintainTarget():
            return _maintained(case), ()
        case ComparatorTarget():
            return _comparator(target, case), ()
        case RankTarget():
            raise GoalFault(Reason.NO_COMPARATOR, _ALL_NEEDED)
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
    ends = [
        base + target.sense.sign * _size(by, target, base, case)
        for by in (target.by, target.most)
        if by is not None
    ]
    direction = _direction(case)
    if target.most is None or (direction is not None and direction.sign):
        # of two sizes the smaller is what is asked for: who goes further has done no worse
        return _side(ends[0], target.sense.sign)
    low, high = sorted(float(end) for end in ends)
    return _between(low, high, case)


def _size(by: Decimal, target: ChangeTarget, base: Fraction, case: Case) -> Fraction:
    if target.relative:
        return base * Fraction(by) / 100
    return in_unit_of_figures(by, case.measure.unit, case.indicator)


def _approximate(target: ValueTarget | ChangeTarget) -> tuple[Qualifier, ...]:
    """Say that a target is printed with "about": no tolerance is made up for it."""
    return () if target.qualifier is None else (Qualifier.APPROXIMATE,)


def _maintained(case: Case) -> Goal:
    """Return the goal to be no worse than the baseline; where neither way is better, nobody can say."""
    base = _base(case, "what is to be maintained is the baseline")
    direction = _direction(case)
    if direction is Direction.TOWARDS:
        edge = float(base)
        return Goal(low=edge, high=edge, aim=edge, towards=True, by_interval=True)
    if direction is None or not direction.sign:
        raise GoalFault(Reason.NEUTRAL, "no worse than the baseline, and neither way is said to be better")
    return _side(base, direction.sign)


def yearly_goal(target: YearOnYearTarget, case: Case) -> Goal:
    """Return the goal of each year: beyond the figure of the year before, by a size where one is said."""
    sense = target.sense.sign
    if target.by is None:
        return Goal(strict=True, previous=True, sense=sense)
    margin = sense * _margin(target.by, case, relative=target.relative)
    return Goal(previous=True, sense=sense, margin=margin, margin_relative=target.relative)


def _margin(size: Decimal, case: Case, *, relative: bool) -> float:
    return float(size if relative else in_unit_of_figures(size, case.measure.unit, case.indicator))


def _range(target: RangeTarget, case: Case) -> Goal:
    unit = case.measure.unit
    low, high = (float(in_unit_of_figures(end, unit, case.indicator)) for end in (target.low, target.high))
    return _between(low, high, case)


def _between(low: float, high: float, case: Case) -> Goal:
    """Return the goal to be within a range; progress is measured to the end nearer to the baseline."""
    if case.base is None or low <= case.base <= high:
        return Goal(low=low, high=high)
    return Goal(low=low, high=high, aim=low if case.base < low else high)


def _value(target: ValueTarget, case: Case) -> tuple[Goal, tuple[Qualifier, ...]]:
    value = in_unit_of_figures(target.value, target.unit or case.measure.unit, case.indicator)
    _refuse_contradiction(float(value), case)
    about = _approximate(target)
    match target.bound:
        case Bound.AT_LEAST | Bound.ABOVE:
            return _side(value, 1, strict=target.bound is Bound.ABOVE), about
        case Bound.AT_MOST | Bound.BELOW:
            return _side(value, -1, strict=target.bound is Bound.BELOW), about
        case Bound.EXACTLY:
            return _reached(value, target, case), about
        case None:
            goal, read = _bare(value, target, case)
            return goal, (*read, *about)


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
    goal = Goal(
        comparator=target.comparator,
        aggregate=target.aggregate,
        strict=target.relation is Relation.BETTER,
        by_interval=target.relation in {Relation.IN_LINE, Relation.NOT_WORSE},
        sense=0 if target.relation is Relation.IN_LINE else sense,
    )
    if target.margin is None:
        return goal
    # "2 points better" is met at 2 points; a stated margin stands in place of chance
    margin = _margin(target.margin, case, relative=target.margin_relative)
    sign = {Relation.IN_LINE: 1, Relation.NOT_WORSE: -sense}.get(target.relation, sense)
    relative = target.margin_relative
    return attrs.evolve(goal, strict=False, by_interval=False, margin=sign * margin, margin_relative=relative)
