"""Single estimates as small values that print, convert and compare."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, TypeAlias

import attrs

from cypplan.calc.carrier import NUMBERS
from cypplan.calc.intervals import EXACT_BELOW, byar, normal_quantile, wilson
from cypplan.errors import ValueFault
from cypplan.units import Quantity, Unit, UnitForm

if TYPE_CHECKING:
    from collections.abc import Callable

    from pint.facets.plain import PlainQuantity

__all__ = ["Confidence", "Estimate", "Interval", "levels", "proportion", "rate"]

Confidence: TypeAlias = float | tuple[float, ...] | None
"""One level of confidence between 0 and 1, several, or ``None`` for no limits at all."""


@attrs.frozen
class Interval:
    """Limits at one level of confidence."""

    lower: float
    upper: float
    confidence: float

    def __contains__(self, value: float) -> bool:
        """Return whether a value lies between the limits, both included."""
        return self.lower <= value <= self.upper


@attrs.frozen(kw_only=True)
class Estimate:
    """A figure with its limits, and the count and denominator that it was made of."""

    value: float
    unit: Unit
    intervals: tuple[Interval, ...] = ()
    method: str | None = None
    """How the limits were made: "Byar", "exact Poisson", "Wilson", ..."""
    count: float | None = None
    denominator: float | None = None

    @property
    def lower(self) -> float | None:
        """Lower limit at the first level of confidence that was asked for."""
        return self.intervals[0].lower if self.intervals else None

    @property
    def upper(self) -> float | None:
        """Upper limit at the first level of confidence that was asked for."""
        return self.intervals[0].upper if self.intervals else None

    @property
    def confidence(self) -> float | None:
        """The first level of confidence that was asked for."""
        return self.intervals[0].confidence if self.intervals else None

    def to(self, unit: Unit | str) -> Estimate:
        """Return the estimate in another unit of the same base, by an integer ratio."""
        unit = Unit.parse(unit) if isinstance(unit, str) else unit

        def moved(value: float) -> float:
            return float(Quantity(value, self.unit).to(unit).value)

        intervals = tuple(Interval(moved(i.lower), moved(i.upper), i.confidence) for i in self.intervals)
        return attrs.evolve(self, value=moved(self.value), intervals=intervals, unit=unit)

    def quantity(self) -> PlainQuantity[float]:
        """Return value and unit as a pint quantity."""
        return Quantity(self.value, self.unit).quantity()

    def __str__(self) -> str:
        limits = [f"{i.confidence * 100:g}% CI {i.lower:,.1f} to {i.upper:,.1f}" for i in self.intervals]
        text = self.unit.format(self.value)
        return f"{text} ({'; '.join(limits)})" if limits else text

    def __float__(self) -> float:
        return float(self.value)


def levels(confidence: Confidence) -> tuple[float, ...]:
    """Return the levels of confidence as a tuple; raise :class:`ValueFault` where one is none."""
    several = () if confidence is None else confidence if isinstance(confidence, tuple) else (confidence,)
    for level in several:
        normal_quantile(level)
    return several


def limits(confidence: Confidence, formula: Callable[[float], tuple[float, float]]) -> tuple[Interval, ...]:
    """Return the limits that a formula gives at each level of confidence."""
    return tuple(Interval(*formula(level), level) for level in levels(confidence))


def _checked(count: float, denominator: float, *, what: str) -> tuple[float, float]:
    if not math.isfinite(count) or count < 0:
        message = f"count {count} is not a number of {what}; it must be 0 or more"
        raise ValueFault(message)
    if count < EXACT_BELOW and count != int(count):
        message = f"count {count} is not whole; limits of counts below {EXACT_BELOW} need whole numbers"
        raise ValueFault(message)
    if not math.isfinite(denominator) or denominator <= 0:
        message = f"denominator {denominator} is not above 0; a rate needs somebody to be a rate of"
        raise ValueFault(message)
    return float(count), float(denominator)


def rate(
    count: float,
    population: float,
    *,
    unit: Unit | str = "per_10_000_children",
    confidence: Confidence = 0.95,
) -> Estimate:
    """Return a rate with the limits of its count: Byar's, exact Poisson for counts below 10.

    Parameters
    ----------
    count
        Number of events or people, 0 or more.
    population
        Number of people of the unit's base, above 0.
    unit
        Unit of the result: a rate per 1,000, 10,000 or 100,000 of a base.
    confidence
        One level of confidence, several in a tuple, or ``None`` for no limits.

    Raises
    ------
    ValueFault
        If the count is negative, or broken below 10, or the population is not above 0.
    UnitError
        If the unit is unknown.

    Examples
    --------
    >>> print(rate(380, 115_165))
    33.0 per 10,000 (95% CI 29.8 to 36.5)
    """
    unit = Unit.parse(unit) if isinstance(unit, str) else unit
    x, n = _checked(count, population, what="events")
    if unit.form is not UnitForm.RATE or unit.scale is None:
        message = f'"{unit}" is no rate; write "per_10_000_children" or so; proportion() is for percentages'
        raise ValueFault(message)
    k = unit.scale

    def limits_of(level: float) -> tuple[float, float]:
        lower, upper = byar(NUMBERS, x, level)
        return k * lower / n, k * upper / n

    return Estimate(
        value=k * x / n,
        unit=unit,
        intervals=limits(confidence, limits_of),
        method=None if confidence is None else "exact Poisson" if x < EXACT_BELOW else "Byar",
        count=count,
        denominator=population,
    )


def proportion(
    count: float,
    total: float,
    *,
    unit: Unit | str = "percent_of_children",
    confidence: Confidence = 0.95,
) -> Estimate:
    """Return a percentage with Wilson's limits.

    Parameters
    ----------
    count
        Number of those who have the property, from 0 to ``total``.
    total
        Number of all, above 0.
    unit
        Unit of the result: a percentage of a base.
    confidence
        One level of confidence, several in a tuple, or ``None`` for no limits.

    Raises
    ------
    ValueFault
        If the count is negative or above the total, or the total is not above 0, or the unit no percentage.
    UnitError
        If the unit is unknown.

    Examples
    --------
    >>> print(proportion(112, 493, unit="percent_of_plans_started"))
    22.7% (95% CI 19.2 to 26.6)
    """
    unit = Unit.parse(unit) if isinstance(unit, str) else unit
    x, n = _checked(count, total, what="people")
    if x > n:
        message = f"count {count} is more than the total {total}; a part cannot be more than the whole"
        raise ValueFault(message)
    if unit.form is not UnitForm.PERCENT:
        message = f'"{unit}" is no percentage; write "percent_of_pupils" or the like, or use rate()'
        raise ValueFault(message)

    def limits_of(level: float) -> tuple[float, float]:
        lower, upper = wilson(NUMBERS, x, n, level)
        return 100 * lower, 100 * upper

    return Estimate(
        value=100 * x / n,
        unit=unit,
        intervals=limits(confidence, limits_of),
        method=None if confidence is None else "Wilson",
        count=count,
        denominator=total,
    )
