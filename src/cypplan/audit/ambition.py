"""Rules on targets and claims against published figures: met already, passed by others, not borne out."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Final

from cypplan.audit.dates import published_from
from cypplan.audit.figures import Figure, factor_between
from cypplan.audit.findings import Family, Severity, Side
from cypplan.audit.numbers import Printed, words_of
from cypplan.audit.published import official_side
from cypplan.audit.rules import Found, Need, family
from cypplan.audit.subject import baseline_of
from cypplan.comparators import ComparatorKind
from cypplan.indicators import aligned
from cypplan.plans.targets import Bound, ValueTarget
from cypplan.plans.words import Comparability, Standing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cypplan.audit.figures import Figures
    from cypplan.audit.stated import Stated
    from cypplan.audit.subject import Demand, Subject
    from cypplan.indicators import Indicator
    from cypplan.plans.contents import Claim

__all__ = ["RULES"]

_FLOORS: Final = {Bound.AT_LEAST: 1, Bound.ABOVE: 1, Bound.AT_MOST: -1, Bound.BELOW: -1}
_SIGNS: Final = {Standing.HIGHER: 1, Standing.LOWER: -1}


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
        if base and factor is not None and sense * (Fraction(base.printed.value) * factor - value) >= 0:
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


def _sign(subject: Subject, claim: Claim, known: Indicator, stated: Stated) -> int | None:
    """Return the sign that "ours minus theirs" has by a claim, 0 for the same, ``None`` where it has none."""
    if claim.stands is Standing.SAME:
        return 0
    if claim.stands in _SIGNS:
        return _SIGNS[claim.stands]
    better = known.direction.sign if known.direction else 0
    for measure in subject.plan.measures:
        if stated.fact.within(f"measures.{measure.id}"):
            better = subject.direction_of(measure) or better
    return (better if claim.stands is Standing.BETTER else -better) or None


def _claims(subject: Subject) -> Iterator[tuple[Stated, Claim, Indicator, Figure | None, Figure | None]]:
    """Yield every claim on a figure that is published, with ours and theirs of its period."""
    figures = subject.published
    for stated in subject.stated():
        known = subject.indicator(stated.link)
        if known is None or stated.period is None or known.period_kind is None:
            continue
        period = aligned(stated.period, known.period_kind)
        for claim in stated.claims if period else ():
            area = claim.area or figures.company.area_of(claim.comparator)
            theirs = figures.at(known.id, period, area) if area and period else None
            if claim.comparator is ComparatorKind.NEIGHBOURS and period:
                theirs = _mean(figures, known, period.key)
            ours = figures.at(known.id, period, stated.area) if period else None
            yield stated, claim, known, ours, theirs


def _mean(figures: Figures, known: Indicator, period: str) -> Figure | None:
    """Return the mean of the neighbours as a figure."""
    near = figures.neighbours_at(known.id, period)
    ours = next((one for one in figures.series(known.id) if one.period == period), None)
    if near is None or ours is None:
        return None
    return Figure(
        indicator=known.id, period=period, end=ours.end, value=near[0], decimals=known.decimals,
        quotient=None, source=f"mean of {near[1]} statistical neighbours",
    )  # fmt: skip


def _not_borne_out(subject: Subject) -> Iterator[Found]:
    area = subject.name_of(subject.plan.authority)
    for stated, claim, known, ours, theirs in _claims(subject):
        sign = _sign(subject, claim, known, stated)
        if ours is None or theirs is None or sign is None:
            continue
        gap = ours.value - theirs.value
        if (sign and sign * gap <= 0) or (not sign and ours.shown != theirs.shown):
            other = subject.name_of(claim.area or "") if claim.area else claim.comparator.value
            claimed = f"{claim.stands} than" if sign else "the same as"
            yield Found(
                fact=stated.fact,
                message=f"{claimed} the {other} is claimed, and the published figures say otherwise",
                sides=(stated.side, official_side(ours, known, area), official_side(theirs, known, other)),
                verdict="The scorecard's comparison shows the published figures.",
            )


def _others_figure(subject: Subject) -> Iterator[Found]:
    for stated, claim, known, _, theirs in _claims(subject):
        factor = factor_between(stated.unit, known.unit)
        if claim.value is None or theirs is None or factor is None:
            continue
        if not theirs.agrees(Printed(claim.value), factor):
            other = subject.name_of(claim.area or "") if claim.area else claim.comparator.value
            printed = words_of(claim.value, stated.unit)
            yield Found(
                fact=stated.fact,
                message=f"{printed} is stated for the {other}, published is {theirs.words(known.unit)}",
                sides=(Side(f"{other}: {printed}", stated.fact.cite), official_side(theirs, known, other)),
                verdict="The scorecard's comparison shows the published figures.",
            )


RULES: Final = family(
    Family.FIGURES,
    ("F07", "The target was met before it began", Severity.WARNING, _met_already),
    ("F08", "The country is beyond the target already", Severity.NOTE, _country_beyond),
    ("F09", "The neighbours are beyond the target already", Severity.NOTE, _neighbours_beyond),
    ("F10", "Published figures do not bear out a claim", Severity.WARNING, _not_borne_out),
    ("F11", "A comparator's figure differs from the published one", Severity.WARNING, _others_figure),
    needs=[Need.FIGURES],
)
