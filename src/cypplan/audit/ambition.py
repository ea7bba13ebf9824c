"""Rules on targets against published figures: met already, passed by others already."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Final

from cypplan.audit.dates import published_from
from cypplan.audit.figures import Figure, factor_between
from cypplan.audit.findings import Family, Severity, Side
from cypplan.audit.published import official_side
from cypplan.audit.rules import Found, Need, family
from cypplan.audit.subject import baseline_of
from cypplan.indicators import aligned
from cypplan.plans.targets import Bound, ValueTarget
from cypplan.plans.words import Comparability

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cypplan.audit.figures import Figures
    from cypplan.audit.subject import Demand, Subject
    from cypplan.indicators import Indicator

__all__ = ["RULES"]

_FLOORS: Final = {Bound.AT_LEAST: 1, Bound.ABOVE: 1, Bound.AT_MOST: -1, Bound.BELOW: -1}


def _start(subject: Subject, figures: Figures, demand: Demand, known: Indicator) -> Figure | None:
    """Return the figure from which a target starts: of the baseline's period, or the last before the plan."""
    base = demand.measure.baseline
    if base and base.period and known.period_kind:
        period = aligned(base.period, known.period_kind)
        found = figures.at(known.id, period) if period else None
        if found is not None:
            return found
    day = subject.plan.period.start or published_from(subject.plan)
    known_then = [one for one in figures.series(known.id) if day is not None and one.end < day]
    return known_then[-1] if known_then else None


def _aims(subject: Subject) -> Iterator[tuple[Demand, Indicator, Fraction, int, Figure]]:
    """Yield every target of one value with its indicator, its value there, its sense, and where it starts."""
    figures = subject.published
    for demand in subject.demands():
        target, known = demand.target, subject.indicator(demand.measure.indicator)
        if known is None or not isinstance(target, ValueTarget):
            continue
        sense = _FLOORS.get(target.bound, 0) if target.bound else subject.direction_of(demand.measure)
        factor = factor_between(demand.unit, known.unit)
        start = _start(subject, figures, demand, known)
        if sense and factor is not None and start is not None:
            yield demand, known, Fraction(target.value) * factor, sense, start


def _severity(demand: Demand) -> Severity | None:
    link = demand.measure.indicator
    return Severity.NOTE if link and link.comparability is Comparability.PROXY else None


def _met_already(subject: Subject) -> Iterator[Found]:
    area = subject.name_of(subject.plan.authority)
    for demand, known, value, sense, start in _aims(subject):
        base = baseline_of(demand.measure)
        factor = factor_between(base.unit, known.unit) if base else None
        if (
            base
            and base.comparable
            and factor is not None
            and sense * (Fraction(base.printed.value) * factor - value) >= 0
        ):
            continue  # the plan's own baseline says so already
        if sense * (start.value - value) >= 0:
            published = start.words(known.unit)
            yield Found(
                fact=demand.fact,
                message=f"{demand.words} is to be reached, and {published} was published for {start.period}",
                sides=(demand.side, official_side(start, known, area)),
                verdict='The scorecard says "already met at the start".',
                severity=_severity(demand),
            )


def _country_beyond(subject: Subject) -> Iterator[Found]:
    figures = subject.published
    country = figures.company.country
    if country is None:
        return
    name = subject.name_of(country)
    for demand, known, value, sense, start in _aims(subject):
        theirs = next((one for one in figures.series(known.id, country) if one.period == start.period), None)
        if theirs is None or not _comparable(known) or not _passed(sense, value, start.value, theirs.value):
            continue
        words = theirs.words(known.unit)
        yield Found(
            fact=demand.fact,
            message=f"{demand.words} is the target, and {name} stood at {words} in {theirs.period}",
            sides=(demand.side, official_side(theirs, known, name)),
            verdict="A target that is met still leaves the authority behind the country.",
            severity=_severity(demand),
        )


def _neighbours_beyond(subject: Subject) -> Iterator[Found]:
    figures = subject.published
    for demand, known, value, sense, start in _aims(subject):
        near = figures.neighbours_at(known.id, start.period)
        if near is None or not _comparable(known) or not _passed(sense, value, start.value, near[0]):
            continue
        words = known.unit.format(float(near[0]), 1 if known.decimals is None else max(known.decimals, 1))
        says = f"mean of {near[1]} statistical neighbours: {words} for {start.period}"
        yield Found(
            fact=demand.fact,
            message=f"{demand.words} is the target, and the neighbours stood at {words} in {start.period}",
            sides=(demand.side, Side(says, source=start.source or None)),
            verdict="A target that is met still leaves the authority behind its neighbours.",
            severity=_severity(demand),
        )


def _passed(sense: int, value: Fraction, ours: Fraction, theirs: Fraction) -> bool:
    """Whether others stood beyond a target that we had not reached."""
    return sense * (ours - value) < 0 < sense * (theirs - value)


def _comparable(known: Indicator) -> bool:
    """Whether figures of two areas can be set beside each other: a count depends on how large they are."""
    return known.unit.scale is not None or known.unit.form.value == "score"


RULES: Final = family(
    Family.FIGURES,
    ("F07", "The target was met before it began", Severity.WARNING, _met_already),
    ("F08", "The country is beyond the target already", Severity.NOTE, _country_beyond),
    ("F09", "The neighbours are beyond the target already", Severity.NOTE, _neighbours_beyond),
    needs=[Need.FIGURES],
)
