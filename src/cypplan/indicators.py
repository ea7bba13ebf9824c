"""Indicators: quantities defined once, which many plans measure and many areas publish."""

from __future__ import annotations

import enum
import re
from typing import TYPE_CHECKING, Final

import attrs

from cypplan.errors import ValueFault
from cypplan.periods import Period, PeriodKind
from cypplan.units import Unit, UnitForm

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = [
    "ALL_GROUPS",
    "Complement",
    "Direction",
    "Form",
    "Indicator",
    "SeriesBreak",
    "aligned",
]

ALL_GROUPS: Final = "all"
"""The group of an observation that speaks of everybody."""

_ID: Final = re.compile(r"[a-z0-9]+(?:[-._][a-z0-9]+)*")


class Direction(enum.StrEnum):
    """Which way is better. LAIT, Fingertips and LG Inform call it *polarity*."""

    HIGHER = "higher"
    LOWER = "lower"
    TOWARDS = "towards-target"
    """Better the nearer to the target, from either side."""
    NONE = "none"
    """Neither way is better: a fact about need or volume."""

    @property
    def sign(self) -> int:
        """+1 where higher is better, -1 where lower is, 0 where the direction gives no sense."""
        return {"higher": 1, "lower": -1}.get(self.value, 0)


class Form(enum.StrEnum):
    """What kind of quantity an indicator is."""

    LEVEL = "level"
    """A share of a population: a percentage."""
    RATE = "rate"
    """Events or people per so many of a population."""
    COUNT = "count"
    GAP = "gap"
    """The difference between two groups of one area."""
    SCORE = "score"
    """A mean of points, an amount of money or a duration."""
    DISTRIBUTION = "distribution"
    MILESTONE = "milestone"
    EXTERNAL = "external-set"
    """A set of indicators that another document defines."""


def _check_id(_: object, attribute: attrs.Attribute[str], value: str) -> None:
    if not _ID.fullmatch(value):
        message = (
            f'{attribute.name}: "{value}" is not an id; use small letters, digits and single hyphens, '
            'as in "cla-same-placement-2-years"'
        )
        raise ValueFault(message)


@attrs.frozen
class Complement:
    """A derivation: 100 % minus another indicator, as attendance is from absence."""

    of: str
    """Id of the indicator that is published."""


@attrs.frozen
class SeriesBreak:
    """A change of definition: figures before and from ``first`` must not be compared."""

    first: Period
    """First period of the new series."""
    reason: str


@attrs.frozen(kw_only=True)
class Indicator:
    """A quantity defined once: what is counted, among whom, in which unit, and which way is better.

    ``period_kind`` is the kind of period one figure speaks of; ``day`` means a stock counted on a date
    each year. ``direction`` is ``None`` where nobody has said; ``Direction.NONE`` where it was said that
    neither way is better.
    """

    id: str = attrs.field(validator=_check_id)
    title: str
    form: Form
    unit: Unit
    direction: Direction | None = None
    period_kind: PeriodKind | None = None
    population: str | None = None
    numerator: str | None = None
    denominator: str | None = None
    decimals: int | None = None
    """Decimals to which the source publishes it; ``None`` where unknown."""
    source: str | None = None
    """Id of the source that publishes it."""
    topic: str | None = None
    derivation: Complement | None = None
    breaks: tuple[SeriesBreak, ...] = ()
    events_repeat: bool = False
    """Whether one child can count more than once, so that intervals are too narrow."""
    note: str | None = None

    def __attrs_post_init__(self) -> None:
        """Hold the two rules that tie form and unit together."""
        if self.unit.is_difference and self.form is not Form.GAP:
            message = (
                f'{self.id}: unit "{self.unit}" is a difference; only an indicator of form "gap" can have it'
            )
            raise ValueFault(message)
        if self.derivation is not None and self.unit.form is not UnitForm.PERCENT:
            message = f'{self.id}: a complement needs a percentage, not "{self.unit}"'
            raise ValueFault(message)

    @property
    def published_id(self) -> str:
        """Id under which figures are published: its own, or that of the indicator it is derived from."""
        return self.derivation.of if self.derivation else self.id

    def break_between(self, earlier: Period, later: Period) -> SeriesBreak | None:
        """Return the break of series that lies between two periods, or ``None``."""
        return next((b for b in self.breaks if earlier.end < b.first.end <= later.end), None)


def aligned(period: Period, kind: PeriodKind) -> Period | None:
    """Return the period of ``kind`` that answers for ``period``, or ``None`` where none does.

    A stock (``day``) answers for a year by its count at the year's end; a year answers for a date or a
    part of a year that falls in it. Two unlike kinds of year never answer for each other.

    Examples
    --------
    >>> str(aligned(Period.parse("2014/15"), PeriodKind.DAY))
    '2015-03-31'
    >>> str(aligned(Period.parse("31 March 2015"), PeriodKind.FINANCIAL))
    '2014/15 financial'
    >>> aligned(Period.parse("2014/15"), PeriodKind.ACADEMIC) is None
    True
    """
    if period.kind is kind:
        return period
    if kind is PeriodKind.SPAN or period.kind is PeriodKind.SPAN:
        return None
    if kind is PeriodKind.DAY:
        return Period.day(period.end)
    candidate = Period.containing(period.end, kind)
    return candidate if candidate.start <= period.start and not period.is_year else None


def by_id(indicators: Sequence[Indicator]) -> dict[str, Indicator]:
    """Index indicators by id; two of one id are a fault that names both titles."""
    index: dict[str, Indicator] = {}
    for indicator in indicators:
        other = index.setdefault(indicator.id, indicator)
        if other is not indicator and other != indicator:
            message = f'two indicators have the id "{indicator.id}": "{other.title}" and "{indicator.title}"'
            raise ValueFault(message)
    return index
