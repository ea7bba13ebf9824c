"""Single rates and proportions as small values that print, convert and compare."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import attrs

from cypplan.calc.carrier import NUMBERS
from cypplan.calc.intervals import EXACT_BELOW, byar, wilson
from cypplan.errors import ValueFault
from cypplan.units import Quantity, Unit, UnitForm

if TYPE_CHECKING:
    from pint.facets.plain import PlainQuantity

__all__ = ["Estimate", "proportion", "rate"]


@attrs.frozen(kw_only=True)
class Estimate:
    """A rate or proportion with its interval, and the count and denominator that it was made of."""

    value: float
    unit: Unit
    lower: float | None = None
    upper: float | None = None
    confidence: float | None = None
    method: str | None = None
    """How the interval was made: "Byar", "exact Poisson" or "Wilson"."""
    count: float | None = None
    denominator: float | None = None

    def to(self, unit: Unit | str) -> Estimate:
        """Return the estimate in another unit of the same base, by an integer ratio."""
        unit = Unit.parse(unit) if isinstance(unit, str) else unit
        values = [
            None if value is None else Quantity(value, self.unit).to(unit).value
            for value in (self.value, self.lower, self.upper)
        ]
        value, lower, upper = values
        return attrs.evolve(self, value=value, lower=lower, upper=upper, unit=unit)

    def quantity(self) -> PlainQuantity[float]:
        """Return value and unit as a pint quantity."""
        return Quantity(self.value, self.unit).quantity()

    def __str__(self) -> str:
        text = self.unit.format(self.value)
        if self.lower is None or self.upper is None or self.confidence is None:
            return text
        percent = f"{self.confidence * 100:g}"
        return f"{text} ({percent}% CI {self.lower:,.1f} to {self.upper:,.1f})"

    def __float__(self) -> float:
        return float(self.value)


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
    confidence: float | None = 0.95,
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
        Confidence of the limits, between 0 and 1; ``None`` for none.

    Raises
    ------
    ValueFault
        If the count is negative, or broken below 10, or the population is not above 0.
    UnitError
        If the unit is not a rate.

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
    estimate = Estimate(value=k * x / n, unit=unit, count=count, denominator=population)
    if confidence is None:
        return estimate
    lower, upper = byar(NUMBERS, x, confidence)
    method = "exact Poisson" if x < EXACT_BELOW else "Byar"
    return attrs.evolve(
        estimate, lower=k * lower / n, upper=k * upper / n, confidence=confidence, method=method
    )


def proportion(
    count: float,
    total: float,
    *,
    unit: Unit | str = "percent_of_children",
    confidence: float | None = 0.95,
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
        Confidence of the limits, between 0 and 1; ``None`` for none.

    Raises
    ------
    ValueFault
        If the count is negative or above the total, or the total is not above 0, or the unit no percentage.

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
    estimate = Estimate(value=100 * x / n, unit=unit, count=count, denominator=total)
    if confidence is None:
        return estimate
    lower, upper = wilson(NUMBERS, x, n, confidence)
    return attrs.evolve(
        estimate, lower=100 * lower, upper=100 * upper, confidence=confidence, method="Wilson"
    )
