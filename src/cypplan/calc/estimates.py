"""Single estimates as small values that print, convert and compare."""

from __future__ import annotations

import functools
import math
from decimal import Decimal
from numbers import Real
from typing import TYPE_CHECKING, Final, TypeAlias

import attrs

from cypplan.calc.carrier import NUMBERS
from cypplan.calc.intervals import EXACT_BELOW, normal_quantile, per, percent_limits, rate_limits
from cypplan.errors import ValueFault
from cypplan.showing import Shown
from cypplan.units import Quantity, Unit, UnitForm

if TYPE_CHECKING:
    from collections.abc import Callable

    from pint.facets.plain import PlainQuantity

__all__ = [
    "TOO_LARGE",
    "TOO_SMALL",
    "Confidence",
    "Estimate",
    "Interval",
    "checked_count",
    "checked_size",
    "finite",
    "levels",
    "limits",
    "percent_unit",
    "proportion",
    "rate",
    "rate_unit",
    "shown_limits",
]

Confidence: TypeAlias = float | tuple[float, ...] | None
"""One level of confidence between 0 and 1, several, or ``None`` for no limits at all."""

TOO_LARGE: Final = 2e19
"""No count reaches this (nor does a whole number of 64 bits); beyond it limits would drown in rounding."""
TOO_SMALL: Final = 1e-100
"""A denominator below this is none; rates would leave the range of floats."""
_PLAIN: Final = (int, float)


@attrs.frozen(slots=False)  # made in half the time of a slotted one
class Interval:
    """Limits at one level of confidence."""

    lower: float
    upper: float
    confidence: float

    def __contains__(self, value: float) -> bool:
        """Return whether a value lies between the limits, both included."""
        return self.lower <= value <= self.upper


@attrs.frozen(kw_only=True, slots=False)  # as above
class Estimate(Shown):
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
        decimals = _decimals(self.unit)
        text = self.unit.format(self.value, decimals)
        return text + shown_limits(self.intervals, decimals)

    def __float__(self) -> float:
        return float(self.value)


def _decimals(unit: Unit) -> int:
    return 2 if unit.form is UnitForm.RATIO else 1


def shown_limits(intervals: tuple[Interval, ...], decimals: int = 1) -> str:
    """Return limits in words, in brackets after a blank; nothing where there are none."""
    parts = [
        f"{i.confidence * 100:g}% CI {i.lower:,.{decimals}f} to {i.upper:,.{decimals}f}" for i in intervals
    ]
    return f" ({'; '.join(parts)})" if parts else ""


def levels(confidence: Confidence) -> tuple[float, ...]:
    """Return the levels of confidence as a tuple.

    Raises
    ------
    ValueFault
        If one does not lie between 0 and 1, or stands there twice.
    """
    return _levels(tuple(confidence) if isinstance(confidence, list) else confidence)


@functools.cache
def _levels(confidence: Confidence) -> tuple[float, ...]:
    if confidence is None:
        return ()
    several = confidence if isinstance(confidence, tuple) else (confidence,)
    for level in several:
        normal_quantile(level)
    if len(set(several)) < len(several):
        message = f"confidence {several} names a level twice; name each once"
        raise ValueFault(message)
    return several


def limits(confidence: Confidence, formula: Callable[[float], tuple[float, float]]) -> tuple[Interval, ...]:
    """Return the limits that a formula gives at each level of confidence."""
    return tuple([Interval(*formula(level), level) for level in levels(confidence)])


def finite(name: str, value: float) -> float:
    """Return a number as a float, of whatever kind it is.

    Raises
    ------
    ValueFault
        If it is no number, not finite, or too large for the formulas.
    """
    if type(value) is not float:
        if isinstance(value, bool) or not isinstance(value, Real | Decimal):
            message = f"{name} {value!r} is no number; a figure that is missing has no rate, mean or gap"
            raise ValueFault(message)
        value = float(value) if abs(value) < TOO_LARGE else math.inf
    if not -TOO_LARGE < value < TOO_LARGE:
        message = f"{name} {value} is not a finite number below {TOO_LARGE:g}"
        raise ValueFault(message)
    return value


def checked_count(name: str, count: float, *, whole: bool = True) -> float:
    """Return a count as a float.

    Raises
    ------
    ValueFault
        If it is below 0, or ``whole`` and broken below 10.
    """
    x = float(count) if type(count) in _PLAIN and 0 <= count < TOO_LARGE else finite(name, count)
    if x < 0:
        message = f"{name} {count} is below 0; nothing happens less often than never"
        raise ValueFault(message)
    if whole and x < EXACT_BELOW and x != int(x):
        message = f"{name} {count} is not whole; limits of counts below {EXACT_BELOW} need whole numbers"
        raise ValueFault(message)
    return x


def checked_size(name: str, size: float) -> float:
    """Return a denominator as a float.

    Raises
    ------
    ValueFault
        If it is not above 0.
    """
    n = float(size) if type(size) in _PLAIN and 0 < size < TOO_LARGE else finite(name, size)
    if n < TOO_SMALL:
        message = f"{name} {size} is not above 0; a rate needs somebody to be a rate of"
        raise ValueFault(message)
    return n


def rate_unit(unit: Unit | str) -> tuple[Unit, int]:
    """Return a unit of rates and its scale.

    Raises
    ------
    UnitError
        If it is no unit.
    ValueFault
        If it is no rate.
    """
    unit = Unit.parse(unit) if isinstance(unit, str) else unit
    if unit.form is not UnitForm.RATE or unit.scale is None:
        message = (
            f'"{unit}" is no rate; write "per_10_000_children" or so; percentages have functions of their own'
        )
        raise ValueFault(message)
    return unit, unit.scale


def percent_unit(unit: Unit | str) -> Unit:
    """Return a unit of percentages.

    Raises
    ------
    UnitError
        If it is no unit.
    ValueFault
        If it is no percentage.
    """
    unit = Unit.parse(unit) if isinstance(unit, str) else unit
    if unit.form is not UnitForm.PERCENT:
        message = (
            f'"{unit}" is no percentage; write "percent_of_pupils" or so; rates have functions of their own'
        )
        raise ValueFault(message)
    return unit


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
    unit, k = rate_unit(unit)
    x, n = checked_count("count", count), checked_size("population", population)
    return Estimate(
        value=per(x, n, k),
        unit=unit,
        intervals=limits(confidence, lambda level: rate_limits(NUMBERS, x, n, k, level)),
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
    unit = percent_unit(unit)
    x, n = checked_count("count", count), checked_size("total", total)
    if x > n:
        message = f"count {count} is more than the total {total}; a part cannot be more than the whole"
        raise ValueFault(message)
    return Estimate(
        value=min(per(x, n, 100), 100.0),
        unit=unit,
        intervals=limits(confidence, lambda level: percent_limits(NUMBERS, x, n, level)),
        method=None if confidence is None else "Wilson",
        count=count,
        denominator=total,
    )
