"""Rules on claims ("better than the national average") against published figures of both sides."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from typing import TYPE_CHECKING, Final, TypeAlias

import attrs

from cypplan.audit.dates import written_on
from cypplan.audit.figures import Figure, factor_between
from cypplan.audit.findings import Fact, Family, Severity, Side
from cypplan.audit.numbers import Printed, words_of
from cypplan.audit.published import official_side
from cypplan.audit.rules import Found, Need, family
from cypplan.comparators import ComparatorKind
from cypplan.indicators import aligned
from cypplan.plans.words import Comparability, Standing, StatisticForm, StatisticRole

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cypplan.audit.figures import Figures
    from cypplan.audit.subject import Subject
    from cypplan.indicators import Indicator
    from cypplan.plans.contents import Claim, IndicatorLink, Statistic

__all__ = ["RULES"]

_SIGNS: Final = {Standing.HIGHER: 1, Standing.LOWER: -1}
_LATEST: Final = 2
"""How many of the latest published periods may bear out a claim that names none."""
_RECENT: Final = dt.timedelta(days=3 * 366)
"""How long before the plan a period may have ended for its figures to say something of the plan's time."""
_Pair: TypeAlias = "tuple[Figure, Figure]"


@attrs.frozen
class _Claimed:
    """A claim, the statistic that makes it, and the national indicator that tells whether it is so."""

    statistic: Statistic
    claim: Claim
    link: IndicatorLink
    indicator: Indicator

    @property
    def fact(self) -> Fact:
        return Fact(f"statistics.{self.statistic.id}", self.statistic.cite)

    @property
    def side(self) -> Side:
        """The claim as a side of a contradiction: with its figure, or in its own words."""
        one = self.statistic
        if one.value is None:
            return Side(f'"{one.text}"', one.cite)
        printed = f"{one.qualifier} " if one.qualifier else ""
        when = f"for {one.period}" if one.period else "without a period"
        words = f"{printed}{words_of(one.value, one.unit)} {when}"
        what = one.label or f'"{one.text}"'
        return Side(f"{what}: {words}", one.cite)

    @property
    def severity(self) -> Severity | None:
        """A note where the national indicator is only near to what the plan speaks of."""
        return Severity.NOTE if self.link.comparability is Comparability.PROXY else None

    def other(self, subject: Subject) -> str:
        """With whom the plan compares itself, in a word."""
        return subject.name_of(self.claim.area) if self.claim.area else self.claim.comparator.value


def _claims(subject: Subject) -> Iterator[_Claimed]:
    """Yield every claim on a level that a national indicator can bear out."""
    links = {measure.id: measure.indicator for measure in subject.plan.measures}
    for one in subject.plan.statistics:
        link = one.indicator or links.get(one.measure or "")
        known = subject.indicator(link)
        if link is None or known is None or known.period_kind is None:
            continue
        if one.form is StatisticForm.LEVEL and one.role is not StatisticRole.ILLUSTRATION:
            yield from (_Claimed(one, claim, link, known) for claim in one.claims)


def _theirs(figures: Figures, claimed: _Claimed, ours: Figure) -> Figure | None:
    """Return the other side's figure of the period of ours."""
    known, claim = claimed.indicator, claimed.claim
    if claim.comparator is ComparatorKind.NEIGHBOURS:
        return _mean(figures, known, ours)
    area = claim.area or figures.company.area_of(claim.comparator)
    found = (one for one in (figures.series(known.id, area) if area else ()) if one.period == ours.period)
    return next(found, None)


def _mean(figures: Figures, known: Indicator, ours: Figure) -> Figure | None:
    """Return the mean of the neighbours as a figure."""
    near = figures.neighbours_at(known.id, ours.period)
    if near is None:
        return None
    return Figure(
        indicator=known.id, period=ours.period, end=ours.end, value=near[0], decimals=known.decimals,
        quotient=None, source=f"mean of {near[1]} statistical neighbours",
    )  # fmt: skip


def _pairs(subject: Subject, claimed: _Claimed) -> list[_Pair]:
    """Return both sides' figures: of the claim's period, or of the latest before the plan was written."""
    figures, known, one = subject.published, claimed.indicator, claimed.statistic
    ours = figures.series(known.id, one.area)
    if one.period is not None:
        period = aligned(one.period, known.period_kind) if known.period_kind else None
        ours = tuple(figure for figure in ours if period is not None and figure.period == period.key)
    else:
        day = written_on(subject)
        ours = tuple(figure for figure in ours if day is not None and day - _RECENT < figure.end <= day)
    pairs = [(figure, theirs) for figure in ours if (theirs := _theirs(figures, claimed, figure)) is not None]
    return pairs[-_LATEST:]


def _sign(subject: Subject, claimed: _Claimed) -> int | None:
    """Return the sign that "ours minus theirs" has by a claim, 0 for the same, ``None`` where it has none."""
    stands, known = claimed.claim.stands, claimed.indicator
    if stands is Standing.SAME:
        return 0
    if stands in _SIGNS:
        return _SIGNS[stands]
    better = known.direction.sign if known.direction else 0
    for measure in subject.plan.measures:
        if measure.id == claimed.statistic.measure:
            better = subject.direction_of(measure) or better
    return (better if stands is Standing.BETTER else -better) or None


def _is_borne_out(sign: int, pair: _Pair) -> bool:
    ours, theirs = pair
    return sign * (ours.value - theirs.value) > 0 if sign else ours.shown == theirs.shown


def _not_borne_out(subject: Subject) -> Iterator[Found]:
    for claimed in _claims(subject):
        sign, pairs = _sign(subject, claimed), _pairs(subject, claimed)
        if sign is None or not pairs or any(_is_borne_out(sign, pair) for pair in pairs):
            continue
        area, other = (
            subject.name_of(claimed.statistic.area or subject.plan.authority),
            claimed.other(subject),
        )
        says = f"{claimed.claim.stands} than" if sign else "the same as"
        sides = [
            official_side(figure, claimed.indicator, name)
            for pair in pairs
            for figure, name in zip(pair, (area, other), strict=True)
        ]
        yield Found(
            fact=claimed.fact,
            message=f"{says} the {other} is claimed, and the published figures say otherwise",
            sides=(claimed.side, *sides),
            verdict="The scorecard's comparison shows the published figures.",
            severity=claimed.severity,
        )


def _others_figure(subject: Subject) -> Iterator[Found]:
    for claimed in _claims(subject):
        one, known = claimed.statistic, claimed.indicator
        factor = factor_between(one.unit, known.unit)
        if claimed.claim.value is None or one.period is None or factor is None:
            continue
        found = (theirs for _, theirs in _pairs(subject, claimed))
        for theirs in found:
            if not theirs.agrees(Printed(claimed.claim.value), Fraction(factor)):
                other, printed = claimed.other(subject), words_of(claimed.claim.value, one.unit)
                sides = (Side(f"{other}: {printed}", one.cite), official_side(theirs, known, other))
                yield Found(
                    fact=claimed.fact,
                    message=f"{printed} is stated for the {other}, published is {theirs.words(known.unit)}",
                    sides=sides,
                    verdict="The scorecard's comparison shows the published figures.",
                    severity=claimed.severity,
                )


RULES: Final = family(
    Family.FIGURES,
    ("F10", "Published figures do not bear out a claim", Severity.WARNING, _not_borne_out),
    ("F11", "A comparator's figure differs from the published one", Severity.WARNING, _others_figure),
    needs=[Need.FIGURES],
)
