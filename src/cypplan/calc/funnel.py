"""Funnel limits: how far a figure may lie from the mean of all areas by chance, by the size of the area.

Source: Spiegelhalter (2005), Statistics in Medicine 24, for the funnel plot and its limits at 95 % and
99.8 %; the limits have the form that public-health intelligence in England uses: Wilson's score for
proportions and Byar's approximation for Poisson counts, each round what the area would have at the mean.
In small areas this form lies above the tails of the distribution itself, on both sides.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

import attrs

from cypplan.calc.carrier import NUMBERS
from cypplan.calc.comparison import Standing, direction_of, side, standing_of
from cypplan.calc.estimates import Confidence, Interval, levels
from cypplan.calc.intervals import normal_quantile, wilson
from cypplan.errors import ValueFault
from cypplan.units import Unit, UnitForm

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from cypplan.calc.carrier import Carrier, Cell
    from cypplan.indicators import Direction

__all__ = [
    "LEVELS",
    "Funnel",
    "FunnelPlace",
    "expected_limits",
    "funnel_limits",
    "funnel_place",
    "funnel_unit",
    "pooled_funnel",
]

LEVELS: Final = (0.95, 0.998)
"""The two levels at which funnels are drawn."""


def expected_limits(c: Carrier, expected: Cell, confidence: float) -> tuple[Cell, Cell]:
    """Return Byar's limits round an expected number of events, which need not be whole; never below 0."""
    z = normal_quantile(confidence)
    more = expected + 1
    third = c.ratio(1.0, 9 * expected)
    u, v = c.let(
        1 - third - c.ratio(z, 3 * c.sqrt(expected)),
        1 - c.ratio(1.0, 9 * more) + c.ratio(z, 3 * c.sqrt(more)),
    )
    lower = c.where(u > 0, expected * u * u * u, 0.0)  # below a fifth of an event or so u is negative
    upper = more * v * v * v
    return c.where(expected >= 0, lower, c.missing), c.where(expected >= 0, upper, c.missing)


def funnel_limits(c: Carrier, mean: Cell, n: Cell, confidence: float, unit: Unit) -> tuple[Cell, Cell]:
    """Return the limits for an area with denominator ``n``; mean and limits as shares, 0.05 for 5 %."""
    if unit.form is UnitForm.PERCENT:
        return wilson(c, mean * n, n, confidence)
    lower, upper = expected_limits(c, mean * n, confidence)
    return c.ratio(lower, n), c.ratio(upper, n)


def funnel_place(c: Carrier, value: Cell, limits: Sequence[tuple[Cell, Cell]]) -> Cell:
    """Return how many pairs of limits a value lies above, or below as a negative number; 0 is inside.

    The pairs are nested, the narrowest first. A value on a limit is inside it.
    """
    total: Cell = 0.0
    for lower, upper in limits:
        total = total - side(c, lower, upper, value)  # limits below the value: the value is above
    return total


def funnel_unit(unit: Unit | str) -> tuple[Unit, int]:
    """Return the unit of a funnel and its scale; ValueFault where it is no rate or percentage."""
    unit = Unit.parse(unit) if isinstance(unit, str) else unit
    if unit.form not in {UnitForm.RATE, UnitForm.PERCENT} or unit.scale is None:
        message = f'"{unit}" has no funnel; write a rate or a percentage, as "per_10_000_children"'
        raise ValueFault(message)
    return unit, unit.scale


@attrs.frozen(kw_only=True)
class FunnelPlace:
    """Where an area lies in a funnel."""

    side: int
    """-1 below the limits, 0 inside, 1 above."""
    level: float | None
    """The highest level whose limits it lies outside of; None inside all."""
    standing: Standing

    def __str__(self) -> str:
        if self.level is None:
            return "inside"
        return f"{'above' if self.side > 0 else 'below'} {self.level * 100:g}%"


@attrs.frozen(kw_only=True)
class Funnel:
    """Limits round the pooled mean of all areas."""

    mean: float
    """All events over all denominators, in the unit."""
    unit: Unit
    confidence: tuple[float, ...] = LEVELS

    def limits(self, denominator: float) -> tuple[Interval, ...]:
        """Return the limits for an area of this size, in the unit; ValueFault unless it is above 0."""
        if not 0 < denominator < math.inf:
            message = f"denominator {denominator} is not above 0; an area without people has no limits"
            raise ValueFault(message)
        unit, k = funnel_unit(self.unit)
        mean = self.mean / k
        pairs = [funnel_limits(NUMBERS, mean, float(denominator), level, unit) for level in self.confidence]
        return tuple(
            Interval(k * low, k * high, level)
            for (low, high), level in zip(pairs, self.confidence, strict=True)
        )

    def place(
        self, count: float, denominator: float, *, direction: Direction | str | None = None
    ) -> FunnelPlace:
        """Return where an area lies; with a direction also whether that is better or worse.

        Raises
        ------
        ValueFault
            If the count is negative, or above the denominator of a percentage, or that is not above 0.
        """
        limits = [(i.lower, i.upper) for i in self.limits(denominator)]
        unit, k = funnel_unit(self.unit)
        _check_pair(count, denominator, unit)
        outside = int(funnel_place(NUMBERS, k * count / denominator, limits))
        which = (outside > 0) - (outside < 0)
        return FunnelPlace(
            side=which,
            level=self.confidence[abs(outside) - 1] if outside else None,
            standing=standing_of(which, direction_of(direction)),
        )

    def __str__(self) -> str:
        return f"funnel round {self.unit.format(self.mean)}"


def pooled_funnel(
    figures: Iterable[tuple[float, float]], *, unit: Unit | str, confidence: Confidence = LEVELS
) -> Funnel:
    """Return the funnel of many areas, each given as (count, denominator).

    Its centre is the pooled mean: all counts over all denominators, times the unit's scale.

    Parameters
    ----------
    figures
        Count and denominator of each area.
    unit
        A percentage (Wilson's limits) or a rate (Poisson).
    confidence
        Levels of the limits, between 0 and 1.

    Raises
    ------
    ValueFault
        If there are no figures, or a count or denominator cannot be one, or no level of confidence is given.

    Examples
    --------
    >>> drawn = pooled_funnel([(12, 100), (30, 200), (20, 200)], unit="percent_of_children")
    >>> print(drawn)
    funnel round 12.4%
    >>> [f"{i.lower:.1f} to {i.upper:.1f}" for i in drawn.limits(100)]
    ['7.3 to 20.3', '5.4 to 25.9']
    >>> print(drawn.place(22, 100))
    above 95%
    """
    unit, k = funnel_unit(unit)
    pairs = list(figures)
    for count, denominator in pairs:
        if not 0 < denominator < math.inf:
            message = f"denominator {denominator} is not above 0; leave areas without people out"
            raise ValueFault(message)
        _check_pair(count, denominator, unit)
    chosen = tuple(sorted(levels(confidence)))
    if not pairs or not chosen:
        message = f"{len(pairs)} figures at {len(chosen)} levels make no funnel; give at least one of each"
        raise ValueFault(message)
    mean = k * math.fsum(count for count, _ in pairs) / math.fsum(n for _, n in pairs)
    return Funnel(mean=mean, unit=unit, confidence=chosen)


def _check_pair(count: float, denominator: float, unit: Unit) -> None:
    if not 0 <= count < math.inf:
        message = f"count {count} is not a number of events; it must be 0 or more"
        raise ValueFault(message)
    if unit.form is UnitForm.PERCENT and count > denominator:
        message = f"count {count} is more than the total {denominator}; a part cannot be more than the whole"
        raise ValueFault(message)
