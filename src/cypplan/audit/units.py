"""Rules on units: what a number can be in its unit, gaps in per cent, and the national indicator's unit."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from cypplan.audit.findings import Family, Severity, Side
from cypplan.audit.grouping import each_or_most
from cypplan.audit.numbers import words_of
from cypplan.audit.rules import Found, family
from cypplan.audit.subject import baseline_of, ends_of, measure_fact
from cypplan.indicators import aligned
from cypplan.plans.targets import AllTarget, ChangeTarget, ComparatorTarget, GapTarget, YearOnYearTarget
from cypplan.units import UnitForm

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from cypplan.audit.findings import Fact
    from cypplan.audit.subject import Subject
    from cypplan.indicators import Indicator
    from cypplan.plans.model import Measure
    from cypplan.plans.targets import Target
    from cypplan.units import Unit

__all__ = ["RULES"]

_PERCENT: Final = re.compile(r"\d\s*(?:%|per ?cent\b)", re.IGNORECASE)
_POINTS: Final = re.compile(r"percentage[- ]points?|\bppts?\b|\bpoints?\b", re.IGNORECASE)
_GAP: Final = re.compile(r"\bgaps?\b|\bdifference between\b|\bdiffering\b", re.IGNORECASE)
_PERSONS: Final = {UnitForm.COUNT}
_PERIOD_KINDS_DIFFER: Final = (
    "No published figure answers for that period, so that it is never judged on one."
)


def _numbers(subject: Subject) -> Iterator[tuple[Fact, Decimal, Unit, Side]]:
    """Yield every number of baselines, statistics and targets with its unit."""
    for one in subject.stated():
        if one.unit is not None:
            yield one.fact, one.printed.value, one.unit, one.side
    for demand in subject.demands():
        for end in dict.fromkeys(ends_of(demand.target) or ()):
            if demand.unit is not None:
                yield demand.fact, end, demand.unit, demand.side


def _why_impossible(value: Decimal, unit: Unit) -> str | None:
    match unit.form:
        case UnitForm.PERCENT if not 0 <= value <= 100:  # noqa: PLR2004 (per cent)
            return "a percentage of a whole lies between 0 and 100"
        case UnitForm.POINTS if abs(value) > 100:  # noqa: PLR2004 (as above)
            return "two percentages are never more than 100 points apart"
        case UnitForm.RATE | UnitForm.COUNT | UnitForm.FREQUENCY | UnitForm.DURATION if value < 0:
            return "it cannot be less than nothing"
        case UnitForm.RATE if value > (unit.scale or 0):
            return f"there are more than {unit.scale:,} in {unit.scale:,}"
        case UnitForm.COUNT if value != value.to_integral_value():
            return "a count is whole"
        case _:
            return None


def _impossible(subject: Subject) -> Iterator[Found]:
    for fact, value, unit, side in _numbers(subject):
        why = _why_impossible(value, unit)
        if why is not None:
            verdict = "What is judged on it is wrong, whichever way."
            yield Found(fact=fact, message=f"{words_of(value, unit)}: {why}", sides=(side,), verdict=verdict)


def _gap_in_percent(subject: Subject) -> Iterator[Found]:
    for measure in subject.plan.measures:
        texts = [
            one for one in measure.statements if _PERCENT.search(one.text) and not _POINTS.search(one.text)
        ]
        if measure.unit is None or not texts:
            continue
        side = Side(f'"{texts[0].text}"', texts[0].cite)
        fact = measure_fact(measure, cite=texts[0].cite)
        if measure.unit.is_difference:
            message = 'a gap between percentages is printed in "%", where percentage points are meant'
            verdict = (
                "It is judged in percentage points; read as a share of the other figure it would differ."
            )
            yield Found(fact=fact, message=message, sides=(side,), verdict=verdict)
        elif measure.unit.form is UnitForm.PERCENT and _GAP.search(texts[0].text):
            message = f'the sentence speaks of a gap, and the unit is "{measure.unit.label}"'
            verdict = "It is judged as a level; a gap is in percentage points."
            yield Found(fact=fact, message=message, sides=(side,), verdict=verdict)


def _one_sided_gap(subject: Subject) -> Iterator[Found]:
    for measure in subject.plan.measures:
        closing = any(isinstance(target, GapTarget) for target in measure.targets)
        difference = measure.unit is not None and measure.unit.is_difference
        if not (closing or difference or _GAP.search(measure.title)) or len(measure.groups) > 1:
            continue
        named = (
            f'only one side is named: "{measure.groups[0]}"' if measure.groups else "neither side is named"
        )
        yield Found(
            fact=measure_fact(measure),
            message=f"a gap of which {named}",
            sides=tuple(Side(f'"{one.text}"', one.cite) for one in measure.statements[:1]),
            verdict="A gap to one's peers and a gap to all children are two figures; either may be judged.",
        )


def _size_of(target: Target) -> tuple[Decimal, str] | None:
    """Return the size that a target asks for, and what it is of; ``None`` where it asks for no size."""
    match target:
        case ChangeTarget(by=size, relative=relative):
            of = "the baseline"
        case YearOnYearTarget(by=size, relative=relative):
            of = "the year before"
        case ComparatorTarget(margin=size, margin_relative=relative):
            of = "the comparator's figure"
        case _:
            return None
    return None if size is None else (size, f"of {of}" if relative else "as percentage points")


def _change_in_percent(subject: Subject) -> Iterator[Found]:
    for demand in subject.demands():
        sized, unit = _size_of(demand.target), demand.measure.unit
        if sized is None or unit is None:
            continue
        size, read = sized
        text, by = demand.statement.text, re.escape(f"{size:f}")
        most = r"(?:\s*(?:-|–|to|and)\s*[\d.]+)?"  # "5-10%" is in per cent from its first number on
        printed = re.search(rf"(?<![\d.]){by}{most}\s*(?:%|per ?cent\b)", text, re.IGNORECASE)
        if unit.form not in {UnitForm.PERCENT, UnitForm.POINTS} or not printed or _POINTS.search(text):
            continue
        yield Found(
            fact=demand.fact,
            message=f'{size}% of a percentage is read {read}; "percentage points" is not printed',
            sides=(demand.side,),
            verdict="The two readings set different targets; the one that the file states is judged.",
        )


def _promise_without_quantity(subject: Subject) -> Iterator[Found]:
    promised = [one for one in subject.demands() if isinstance(one.target, AllTarget)]
    lacking = [
        Found(
            fact=one.fact,
            message="everybody is promised something, and no percentage says how many have it",
            sides=(one.side,),
            verdict="The scorecard cannot say how it stands: narrative only.",
        )
        for one in promised
        if one.measure.unit is None or one.measure.unit.form is not UnitForm.PERCENT
    ]
    yield from each_or_most(
        lacking, len(promised), "promises to everybody have no percentage that follows them"
    )


def _linked(subject: Subject) -> Iterator[tuple[Measure, Indicator, Side]]:
    for measure in subject.plan.measures:
        known = subject.indicator(measure.indicator)
        if known is not None:
            words = f"{known.title}: {known.unit.label}, {known.period_kind or 'any'} periods"
            words += f", direction {known.direction}" if known.direction else ""
            yield measure, known, Side(words, source=f"national indicator {known.id}")


def _unlike_unit(subject: Subject) -> Iterator[Found]:
    for measure, known, side in _linked(subject):
        unit = measure.unit
        if unit is None or unit == known.unit or measure.suspected_unit is not None:
            continue
        if unit.dimension == known.unit.dimension:
            message = f"counted {unit.label}, the national indicator {known.unit.label}"
            verdict = "Figures are converted before they are judged."
        else:
            message = f"in {unit.label}, the national indicator in {known.unit.label}: no ratio joins the two"
            verdict = "The scorecard cannot say how it stands: not comparable."
        yield Found(
            fact=measure_fact(measure), message=message, verdict=verdict,
            sides=(Side(f'"{measure.title}": {unit.label}', measure_fact(measure).cite), side),
        )  # fmt: skip


def _doubtful_unit(subject: Subject) -> Iterator[Found]:
    for measure in subject.plan.measures:
        if measure.unit is None or measure.suspected_unit is None:
            continue
        base = baseline_of(measure)
        fact = measure_fact(measure)
        message = f"printed {measure.unit.label}, which is likely to mean {measure.suspected_unit.label}"
        sides = (base.side,) if base else (Side(f'"{measure.title}"', fact.cite),)
        verdict = "It is judged as printed, and a target in the wrong unit is met or missed by chance."
        yield Found(fact=fact, message=message, sides=sides, verdict=verdict)


def _unlike_direction(subject: Subject) -> Iterator[Found]:
    for measure, known, side in _linked(subject):
        if measure.direction is None or known.direction is None or measure.direction is known.direction:
            continue
        basis = f" ({measure.direction_basis})" if measure.direction_basis else ""
        yield Found(
            fact=measure_fact(measure),
            message=f"direction {measure.direction}{basis}, the national indicator's is {known.direction}",
            sides=(Side(f'"{measure.title}": {measure.direction}', measure_fact(measure).cite), side),
            verdict="It is judged by the plan's own direction.",
        )


def _unlike_period(subject: Subject) -> Iterator[Found]:
    for measure, known, side in _linked(subject):
        base = baseline_of(measure)
        periods = [(base.fact, base.period, base.side)] if base else []
        periods += [(one.fact, one.target.period, one.side) for one in subject.demands(measure)]
        for fact, period, own in periods:
            if known.period_kind and period and aligned(period, known.period_kind) is None:
                message = f"{period} is no {known.period_kind} period, as the national indicator's are"
                yield Found(fact=fact, message=message, sides=(own, side), verdict=_PERIOD_KINDS_DIFFER)


RULES: Final = family(
    Family.TARGET,
    ("T15", "A number is impossible in its unit", Severity.ERROR, _impossible),
    ("T17", "A gap is printed in per cent", Severity.NOTE, _gap_in_percent),
    ("T18", "A change in per cent of a percentage", Severity.WARNING, _change_in_percent),
    (
        "T19",
        "Everybody is promised something that nothing counts",
        Severity.WARNING,
        _promise_without_quantity,
    ),
    ("T20", "The unit is unlike the national indicator's", Severity.WARNING, _unlike_unit),
    ("T21", "The printed unit is likely to be a mistake", Severity.WARNING, _doubtful_unit),
    ("T22", "The direction is unlike the national indicator's", Severity.NOTE, _unlike_direction),
    ("T23", "The period is unlike the national indicator's", Severity.WARNING, _unlike_period),
    ("T25", "A gap does not name both its sides", Severity.NOTE, _one_sided_gap),
)
