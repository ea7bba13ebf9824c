"""Rules on a target against itself: its word of change, its baseline, its direction, what is missing."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Final

import attrs

from cypplan.audit.findings import Family, Severity, Side
from cypplan.audit.grouping import each_or_most
from cypplan.audit.numbers import decimals_of, half_step, words_of
from cypplan.audit.rules import Found, family
from cypplan.audit.subject import baseline_of, ends_of, measure_fact
from cypplan.audit.texts import KEEPING, sense_of
from cypplan.errors import UnitError
from cypplan.indicators import Direction
from cypplan.plans.targets import (
    Bound,
    ChangeTarget,
    DirectionTarget,
    GapTarget,
    MaintainTarget,
    RangeTarget,
    ToBeSetTarget,
    ValueTarget,
    YearOnYearTarget,
)
from cypplan.plans.words import MeasureKind
from cypplan.units import UnitForm

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cypplan.audit.stated import Stated
    from cypplan.audit.subject import Demand, Subject

__all__ = ["RULES"]

_FLOORS: Final = {Bound.AT_LEAST: 1, Bound.ABOVE: 1, Bound.AT_MOST: -1, Bound.BELOW: -1}
_CONTRADICTORY: Final = "The scorecard cannot say how it stands: the target is contradictory."
_FROM_A_BASE: Final = (ChangeTarget, DirectionTarget, GapTarget, MaintainTarget)
_LACKS: Final = {
    True: "the plan states no baseline",
    False: "the plan's later figures cannot be set beside its baseline",
}
_ASKED: Final = {
    ChangeTarget.kind: "a change by so much",
    DirectionTarget.kind: "more or less than before",
    GapTarget.kind: "a gap to be closed",
    MaintainTarget.kind: "no worse than before",
}


def _word_sense(demand: Demand, subject: Subject, base: Stated | None) -> int:
    """Return which way the printed word sends the figure."""
    closer = 1 if base is not None and base.printed.value < 0 else -1
    return sense_of(demand.statement.change, better=subject.direction_of(demand.measure), closer=closer)


def _in_unit_of(base: Stated, demand: Demand) -> tuple[Fraction, Fraction] | None:
    """Return the ends of a target in the unit of the baseline, ``None`` where no ratio joins them."""
    ends = ends_of(demand.target)
    if ends is None:
        return None
    factor = Fraction(1)
    if demand.unit is not None and base.unit is not None and demand.unit != base.unit:
        try:
            factor = demand.unit.factor_to(base.unit)
        except UnitError:
            return None
    return Fraction(ends[0]) * factor, Fraction(ends[1]) * factor


def _backwards(sense: int, base: Stated, ends: tuple[Fraction, Fraction]) -> bool:
    """Return whether all of a target lies against the sense, wherever the baseline may lie."""
    if sense > 0:
        return base.printed.span.all_above(ends[1])
    return sense < 0 and base.printed.span.all_below(ends[0])


def _from_to(base: Stated, demand: Demand) -> str:
    return f"from {base.words} to {demand.words}"


def _against_word(subject: Subject) -> Iterator[Found]:
    seen = set()
    for demand in subject.prints():
        base = baseline_of(demand.measure)
        sense = _word_sense(demand, subject, base)
        word = (demand.statement.change or "").casefold()
        key = (demand.measure.id, demand.target.kind, ends_of(demand.target), word)
        if not sense or key in seen:
            continue
        seen.add(key)
        says = Side(f'"{demand.statement.change}"', demand.statement.cite)
        if isinstance(demand.target, ChangeTarget | DirectionTarget | YearOnYearTarget):
            if demand.target.sense.sign != sense:
                message = f'printed "{word}", but the target is {demand.target.sense.value} of the figure'
                yield Found(
                    fact=demand.fact, message=message, sides=(says, demand.side), verdict=_CONTRADICTORY
                )
            continue
        ends = _in_unit_of(base, demand) if base is not None else None
        if base is not None and ends is not None and _backwards(sense, base, ends):
            moves = Side(_from_to(base, demand), base.fact.cite)
            message = f'printed "{word}", but {_from_to(base, demand)}'
            yield _doubted(
                base, Found(fact=demand.fact, message=message, sides=(says, moves), verdict=_CONTRADICTORY)
            )


def _worse(subject: Subject) -> Iterator[Found]:
    for demand in subject.demands():
        base = baseline_of(demand.measure)
        better = subject.direction_of(demand.measure)
        word = _word_sense(demand, subject, base)
        if not better:
            continue
        if isinstance(demand.target, ChangeTarget | DirectionTarget | YearOnYearTarget):
            if not word and demand.target.sense.sign != better:
                message = f"{demand.target.sense.value} is asked for, and {_way(better)} is better"
                yield Found(fact=demand.fact, message=message, sides=(demand.side,), verdict=_CONTRADICTORY)
            continue
        ends = _in_unit_of(base, demand) if base is not None else None
        if base is None or ends is None or KEEPING.search(demand.statement.text):
            continue
        if not (word and _backwards(word, base, ends)) and _backwards(better, base, ends):
            message = f"{demand.words} is worse than the baseline of {base.words}: {_way(better)} is better"
            verdict = "The target is met at the start, and stays met while the measure gets worse."
            found = Found(fact=demand.fact, message=message, sides=(demand.side, base.side), verdict=verdict)
            yield _doubted(base, found)


def _doubted(base: Stated, found: Found) -> Found:
    """Return a finding on a baseline; only a note where the plan's later figures cannot be set beside it."""
    if base.comparable:
        return found
    return attrs.evolve(
        found,
        message=f"{found.message}; the plan's later figures cannot be set beside that baseline",
        verdict="Progress from it is not judged: the baseline is not comparable.",
        severity=Severity.NOTE,
    )


def _way(sign: int) -> str:
    return "higher" if sign > 0 else "lower"


def _no_change(subject: Subject) -> Iterator[Found]:
    for demand in subject.demands():
        base = baseline_of(demand.measure)
        ends = _in_unit_of(base, demand) if base is not None else None
        if base is None or ends is None or not base.printed.is_plain or ends[0] != ends[1]:
            continue
        if not base.comparable:
            continue  # whether the target is a change from it cannot be told
        counted = base.unit is not None and base.unit.form in {UnitForm.COUNT, UnitForm.FREQUENCY}
        step = Fraction(0) if counted else half_step(decimals_of(base.printed.value))
        asks = demand.statement.change or subject.direction_of(demand.measure)
        # somebody who aims at the baseline may want to keep it; a finer number is meant as a change
        kept = KEEPING.search(demand.statement.text) or demand.measure.direction is Direction.TOWARDS
        if not asks or kept or abs(ends[0] - Fraction(base.printed.value)) > step:
            continue
        same = ends[0] == Fraction(base.printed.value)
        how = "is the baseline itself" if same else f"is within the rounding of the baseline of {base.words}"
        verdict = "No progress towards it can be told: baseline and target are one figure."
        message = f"{demand.words} {how}"
        yield Found(fact=demand.fact, message=message, sides=(demand.side, base.side), verdict=verdict)


def _against_bound(subject: Subject) -> Iterator[Found]:
    for demand in subject.demands():
        bound = demand.target.bound if isinstance(demand.target, ValueTarget) else None
        floor = _FLOORS.get(bound, 0) if bound else 0
        better = subject.direction_of(demand.measure)
        if floor and better and floor != better and bound is not None:
            kind = "a floor" if floor > 0 else "a ceiling"
            message = (
                f'"{bound.value.replace("-", " ")} {demand.words}" is {kind}, and {_way(better)} is better'
            )
            verdict = "The better the measure gets, the less the target is met."
            yield Found(fact=demand.fact, message=message, sides=(demand.side,), verdict=verdict)


def _no_base_to_change_from(subject: Subject) -> Iterator[Found]:
    asked = [one for one in subject.demands() if isinstance(one.target, _FROM_A_BASE)]
    lacking = [
        Found(
            fact=one.fact,
            message=f"asks for {_ASKED[one.target.kind]}, and {_LACKS[baseline_of(one.measure) is None]}",
            sides=(one.side,),
            verdict="The scorecard cannot say how it stands: no baseline.",
        )
        for one in asked
        if (base := baseline_of(one.measure)) is None or not base.comparable
    ]
    yield from each_or_most(
        lacking, len(asked), "targets ask for a change from a baseline that is not stated"
    )


def _no_baseline(subject: Subject) -> Iterator[Found]:
    asked: dict[str, Demand] = {}
    for demand in subject.demands():
        if isinstance(demand.target, ValueTarget | RangeTarget):
            asked.setdefault(demand.measure.id, demand)
    lacking = [
        Found(
            fact=measure_fact(one.measure, cite=one.statement.cite),
            message=f"{one.words} is to be reached, and where the measure stood is not said",
            verdict="Met or not met can be said; progress, pace and what is expected cannot.",
        )
        for one in asked.values()
        if baseline_of(one.measure) is None
    ]
    yield from each_or_most(lacking, len(asked), "measures with a target have no baseline")


def _no_target(subject: Subject) -> Iterator[Found]:
    formal = [one for one in subject.plan.measures if one.kind is MeasureKind.FORMAL]
    lacking = [
        Found(
            fact=measure_fact(measure),
            message=f'"{measure.title}" is measured, and nothing says what shall be reached',
            verdict="The scorecard cannot say how it stands: no target.",
        )
        for measure in formal
        if not measure.targets
    ]
    yield from each_or_most(lacking, len(formal), "measures have no target")


def _to_be_set(subject: Subject) -> Iterator[Found]:
    for demand in subject.demands():
        if isinstance(demand.target, ToBeSetTarget):
            yield Found(
                fact=demand.fact,
                message="the target is announced and not set",
                sides=(demand.side,),
                verdict="The scorecard cannot say how it stands: target to be set.",
            )


def _value_and_change(subject: Subject) -> Iterator[Found]:
    for demand in subject.demands():
        base, ends = baseline_of(demand.measure), ends_of(demand.target)
        change = next((one for one in demand.statement.targets if isinstance(one, ChangeTarget)), None)
        if base is None or ends is None or ends[0] != ends[1] or change is None or not base.printed.is_plain:
            continue
        start = Fraction(base.printed.value)
        if change.qualifier or change.most is not None:
            continue  # "about 10%" and "5 to 10%" give no one value
        size = start * Fraction(change.by) / 100 if change.relative else Fraction(change.by)
        reached = start + change.sense.sign * size
        # both numbers of the change were rounded when they were printed
        loose = half_step(decimals_of(base.printed.value)) + half_step(decimals_of(ends[0]))
        loose += start * half_step(decimals_of(change.by)) / 100 if change.relative else 0
        if abs(Fraction(ends[0]) - reached) <= loose:
            continue
        by = f"{change.by}%" if change.relative else words_of(change.by, demand.unit)
        told = f"{change.sense.value} by {by} from {base.words} gives {float(reached):.4g}"
        yield Found(
            fact=demand.fact,
            severity=None if base.comparable else Severity.NOTE,
            message=f"{told}, and the target is {demand.words}",
            sides=(Side(told, base.fact.cite), demand.side),
            verdict="Two targets are judged, and one may be met while the other is not.",
        )


RULES: Final = family(
    Family.TARGET,
    ("T01", "The word of change goes against baseline and target", Severity.ERROR, _against_word),
    ("T02", "The target is worse than the baseline", Severity.WARNING, _worse),
    ("T03", "The target is no change from the baseline", Severity.WARNING, _no_change),
    ("T04", "The bound goes against the direction", Severity.WARNING, _against_bound),
    ("T09", "A change is asked for, and no baseline is stated", Severity.WARNING, _no_base_to_change_from),
    ("T10", "A target has no baseline", Severity.NOTE, _no_baseline),
    ("T11", "A measure has no target", Severity.WARNING, _no_target),
    ("T12", "The target is announced and not set", Severity.WARNING, _to_be_set),
    ("T16", "Value and change of one statement disagree", Severity.ERROR, _value_and_change),
)
