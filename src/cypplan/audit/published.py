"""Rules on stated figures against published ones: of their period, of another, of another indicator."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from typing import TYPE_CHECKING, Final

import attrs

from cypplan.audit.dates import published_from
from cypplan.audit.figures import factor_between, kindred
from cypplan.audit.findings import Family, Severity, Side
from cypplan.audit.rules import Found, Need, family
from cypplan.audit.subject import baseline_of
from cypplan.audit.texts import meaning_of, plain
from cypplan.indicators import aligned
from cypplan.plans.words import Comparability
from cypplan.units import Unit, UnitForm

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cypplan.audit.figures import Figure, Figures
    from cypplan.audit.stated import Stated
    from cypplan.audit.subject import Subject
    from cypplan.indicators import Indicator
    from cypplan.plans.model import Plan

__all__ = ["RULES", "official_side"]

_EXACT: Final = 3
"""Digits that a number must have for its being another period's figure to be more than chance."""
_PERIODS: Final = 3
"""Periods that must be published before a figure can be called that of no year."""
_SCALES: Final = (1_000, 10_000, 100_000)
_BEYOND: Final = Fraction(3, 2)
"""How far above every published figure a rate must lie to be thought of another scale."""


@attrs.frozen
class _Compared:
    """A stated figure that is not the official one of its period, with what the series says of it."""

    stated: Stated
    indicator: Indicator
    factor: Fraction
    official: Figure
    series: tuple[Figure, ...]
    same_as: tuple[Figure, ...]
    """Figures of other periods that it agrees with."""

    @property
    def severity(self) -> Severity | None:
        """A note where the national indicator is only near to what the plan counts."""
        link = self.stated.link
        proxy = link is not None and link.comparability is Comparability.PROXY
        return Severity.NOTE if proxy or self.stated.provisional else None


def official_side(figure: Figure, indicator: Indicator, area: str) -> Side:
    """Return a published figure as a side of a contradiction."""
    words = figure.words(indicator.unit)
    return Side(f"{area}, {indicator.title}: {words} for {figure.period}", source=figure.source or None)


def _differing(subject: Subject, figures: Figures) -> Iterator[_Compared]:
    """Yield each stated figure for whose period another is published; one printed twice comes once."""
    seen: set[tuple[object, ...]] = set()
    for stated in subject.stated():
        known = subject.indicator(stated.link)
        if known is None or stated.period is None or known.period_kind is None:
            continue
        period, factor = aligned(stated.period, known.period_kind), factor_between(stated.unit, known.unit)
        series = figures.series(known.id, stated.area)
        official = next((one for one in series if period and one.period == period.key), None)
        if (
            official is None
            or factor is None
            or stated.printed.is_rough
            or _other_scale(subject, figures, stated)
        ):
            continue
        if any(one.agrees(stated.printed, factor) for one in series if one.period == official.period):
            continue
        key = (known.id, official.period, stated.area, stated.printed.value)
        if key in seen:
            continue
        seen.add(key)
        same = (
            tuple(one for one in series if one.agrees(stated.printed, factor))
            if stated.printed.is_plain
            else ()
        )
        yield _Compared(stated, known, factor, official, series, same)


def _significant(stated: Stated) -> bool:
    digits = "".join(one for one in f"{stated.printed.value:f}" if one.isdigit()).lstrip("0")
    return len(digits) >= _EXACT


def _readable_until(plan: Plan) -> dt.date | None:
    """Return until when a period must have ended for the plan to know its figure: a year's grace."""
    known = published_from(plan) or plan.period.start
    return None if known is None else known + dt.timedelta(days=366)


def _known_then(subject: Subject, compared: _Compared) -> tuple[Figure, ...]:
    until = _readable_until(subject.plan)
    return tuple(one for one in compared.same_as if until is None or one.end <= until)


def _mistaken_for(figures: Figures, compared: _Compared) -> tuple[Indicator, Figure] | None:
    """Return another indicator, with a like title, whose figure of that period the stated one is."""
    stated = compared.stated
    for other in figures.siblings(compared.indicator) if _significant(stated) else ():
        for figure in figures.series(other.id, stated.area):
            if figure.period == compared.official.period and figure.agrees(stated.printed, compared.factor):
                return other, figure
    return None


def _kind_of(subject: Subject, figures: Figures, compared: _Compared) -> str:
    """Return which of the four rules a difference belongs to, so that it is found once."""
    if _mistaken_for(figures, compared):
        return "another indicator"
    if _known_then(subject, compared) and _significant(compared.stated):
        return "another period"
    plain = compared.stated.printed.is_plain
    if plain and len(compared.series) >= _PERIODS and not compared.same_as:
        return "no period"
    return "differs"


def _of_kind(subject: Subject, kind: str) -> Iterator[_Compared]:
    figures = subject.published
    for compared in _differing(subject, figures):
        if _kind_of(subject, figures, compared) == kind:
            yield compared


def _found(subject: Subject, compared: _Compared, message: str, *more: Side) -> Found:
    stated = compared.stated
    area = subject.name_of(stated.area or subject.plan.authority)
    what = "Progress is counted from this baseline" if stated.is_baseline else "No verdict rests on it"
    return Found(
        fact=stated.fact,
        message=f"{message}{_proxy(compared)}",
        sides=(stated.side, official_side(compared.official, compared.indicator, area), *more),
        verdict=f"{what}; the figures that it is judged on are the published ones.",
        severity=compared.severity,
    )


def _proxy(compared: _Compared) -> str:
    return " (a near indicator, which may explain it)" if compared.severity else ""


def _official_words(compared: _Compared, figure: Figure) -> str:
    return f"{figure.words(compared.indicator.unit)} for {figure.period}"


def _beside(one: _Compared) -> str:
    published = _official_words(one, one.official)
    return f"{one.stated.words} is stated {one.stated.when}, published is {published}"


def _differs(subject: Subject) -> Iterator[Found]:
    for one in _of_kind(subject, "differs"):
        message = _beside(one)
        yield _found(subject, one, message)


def _another_period(subject: Subject) -> Iterator[Found]:
    area = subject.name_of(subject.plan.authority)
    for one in _of_kind(subject, "another period"):
        match = _known_then(subject, one)[0]
        message = (
            f"{one.stated.words} is stated {one.stated.when}, and is the published figure for {match.period}"
        )
        message += f"; published for the stated period is {_official_words(one, one.official)}"
        yield _found(subject, one, message, official_side(match, one.indicator, area))


def _no_period(subject: Subject) -> Iterator[Found]:
    for one in _of_kind(subject, "no period"):
        message = _beside(one)
        message += f"; it is the figure of none of the {len(one.series)} published periods"
        yield _found(subject, one, message)


def _another_indicator(subject: Subject) -> Iterator[Found]:
    figures = subject.published
    for one in _of_kind(subject, "another indicator"):
        other, figure = _mistaken_for(figures, one) or (one.indicator, one.official)
        message = (
            f'{one.stated.words} is called "{one.indicator.title}", and is the figure of "{other.title}"'
        )
        area = subject.name_of(one.stated.area or subject.plan.authority)
        yield _found(subject, one, message, official_side(figure, other, area))
    yield from _misnamed(subject, figures)


def _misnamed(subject: Subject, figures: Figures) -> Iterator[Found]:
    """Yield figures whose name means one indicator officially, while the figure is that of another."""
    for stated in subject.stated():
        known, meant = subject.indicator(stated.link), meaning_of(stated.what)
        factor = factor_between(stated.unit, known.unit) if known else None
        if known is None or factor is None or meant is None or meant in plain(known.title):
            continue
        named = next((one for one in figures.siblings(known) if meant in plain(one.title)), None)
        match = next(
            (one for one in figures.series(known.id, stated.area) if one.agrees(stated.printed, factor)), None
        )
        if named is None or match is None or not _significant(stated):
            continue
        beside = [one for one in figures.series(named.id, stated.area) if one.period == match.period]
        if any(one.agrees(stated.printed, factor) for one in beside):
            continue
        area = subject.name_of(stated.area or subject.plan.authority)
        theirs = tuple(official_side(one, named, area) for one in beside)
        yield Found(
            fact=stated.fact,
            message=f'{stated.words} is called "{stated.what}", and is the figure of "{known.title}"',
            sides=(stated.side, official_side(match, known, area), *theirs),
            verdict="Set beside figures of the name that it bears, it misleads.",
        )


def _betrayed(subject: Subject) -> Iterator[Found]:
    until = _readable_until(subject.plan)
    for stated in subject.stated():
        known = subject.indicator(stated.link)
        factor = factor_between(stated.unit, known.unit) if known else None
        if known is None or factor is None or stated.period or not stated.printed.is_plain:
            continue
        series = subject.published.series(known.id, stated.area)
        then = [one for one in series if until is None or one.end <= until]
        same = [one for one in then if one.agrees(stated.printed, factor)]
        if len(same) == 1 and _significant(stated):
            area = subject.name_of(stated.area or subject.plan.authority)
            yield Found(
                fact=stated.fact,
                message=f"{stated.words} has no period, and is the published figure for {same[0].period}",
                sides=(stated.side, official_side(same[0], known, area)),
                verdict="With that period progress could be told.",
            )


def _other_scale(subject: Subject, figures: Figures, stated: Stated) -> tuple[int, Indicator] | None:
    """Return the scale at which a rate would be plausible, where it is not so as printed."""
    measure = next((m for m in subject.plan.measures if stated.fact.within(f"measures.{m.id}")), None)
    unit = stated.unit
    if (
        measure is None
        or unit is None
        or unit.form is not UnitForm.RATE
        or measure.suspected_unit is not None
    ):
        return None
    known = [one for one in kindred(measure, subject.indicators) if one.id in figures.ranges]
    if not known:
        return None
    top = max(known, key=lambda one: figures.ranges[one.id][1])
    low, high = min(figures.ranges[one.id][0] for one in known), figures.ranges[top.id][1]
    value = Fraction(stated.printed.value)
    if low / _BEYOND <= value / unit.per_one <= high * _BEYOND:
        return None
    fitting = [scale for scale in _SCALES if scale != unit.scale and low <= value / scale <= high]
    return (fitting[-1] if value / unit.per_one > high else fitting[0], top) if fitting else None


def _implausible(subject: Subject) -> Iterator[Found]:
    figures = subject.published
    for measure in subject.plan.measures:
        base = baseline_of(measure)
        found = _other_scale(subject, figures, base) if base else None
        if base is None or found is None or base.unit is None:
            continue
        scale, top = found
        highest = figures.ranges[top.id][1] * base.unit.per_one
        unit = Unit(base.unit.form, base.unit.base, scale)
        edge = "above" if Fraction(base.printed.value) > highest else "below"
        message = f"{base.words} is {edge} every published rate of its kind; it is plausible {unit.label}"
        most = f"{top.title}: at most {base.unit.format(float(highest), 1)} in any authority"
        verdict = "It is judged as printed; read at the other scale, the distance to the target is another."
        sides = (base.side, Side(most, source=f"published figures, {top.id}"))
        yield Found(fact=base.fact, message=message, sides=sides, verdict=verdict)


RULES: Final = family(
    Family.FIGURES,
    ("F01", "A figure differs from the published one of its period", Severity.WARNING, _differs),
    ("F02", "A figure is the published one of another period", Severity.WARNING, _another_period),
    ("F03", "A figure is the published one of no period", Severity.WARNING, _no_period),
    ("F04", "A figure is the published one of another indicator", Severity.WARNING, _another_indicator),
    ("F05", "A figure without a period betrays it", Severity.NOTE, _betrayed),
    ("F06", "A rate is plausible only at another scale", Severity.WARNING, _implausible),
    needs=[Need.FIGURES],
)
