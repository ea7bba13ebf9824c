"""Ratios and differences of two rates or percentages, made of their counts.

Sources: the logarithm of a ratio of two rates is about normal, with variance 1/x + 1/y: Rothman, Greenland
and Lash (2008), Modern Epidemiology, chapter 14. Differences: Newcombe (1998), Interval estimation for the
difference between independent proportions, Statistics in Medicine 17, method 10; with Byar's limits instead
of Wilson's the same way joins two rates (Zou and Donner 2008, Statistics in Medicine 27).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cypplan.calc.carrier import NUMBERS
from cypplan.calc.estimates import Estimate, checked_count, checked_size, levels, limits, proportion, rate
from cypplan.calc.gaps import Gap, gap
from cypplan.calc.intervals import normal_quantile
from cypplan.errors import ValueFault
from cypplan.units import Unit

if TYPE_CHECKING:
    from cypplan.calc.carrier import Carrier, Cell
    from cypplan.calc.estimates import Confidence
    from cypplan.indicators import Direction

__all__ = ["proportion_difference", "quotient", "quotient_limits", "rate_difference", "rate_ratio"]


def quotient(c: Carrier, x: Cell, n: Cell, y: Cell, m: Cell) -> Cell:
    """Return (x/n) / (y/m); missing where y is zero."""
    return c.ratio(x * m, y * n)


def quotient_limits(c: Carrier, x: Cell, y: Cell, value: Cell, confidence: float) -> tuple[Cell, Cell]:
    """Return the limits of a ratio of two rates with x and y events; missing where either is zero."""
    z = normal_quantile(confidence)
    half = z * c.sqrt(c.ratio(1.0, x) + c.ratio(1.0, y))
    middle, half = c.let(c.log(value), half)
    return c.exp(middle - half), c.exp(middle + half)


def rate_ratio(
    count: float,
    population: float,
    other_count: float,
    other_population: float,
    *,
    confidence: Confidence = 0.95,
) -> Estimate:
    """Return how many times as high our rate is as the other, with log-normal limits.

    Parameters
    ----------
    count, population
        Our events and people.
    other_count, other_population
        Those we compare with; people who are in both would make the limits wrong.
    confidence
        One level of confidence, several in a tuple, or ``None`` for no limits.

    Raises
    ------
    ValueFault
        If a number cannot be right; if the other count is 0, for then there is no ratio; if limits are asked
        for and our count is 0, for then they do not exist.

    Examples
    --------
    >>> print(rate_ratio(380, 115_165, 311, 109_400))
    1.16 (95% CI 1.00 to 1.35)
    """
    x, n = checked_count("count", count), checked_size("population", population)
    y = checked_count("other_count", other_count)
    m = checked_size("other_population", other_population)
    if y == 0:
        message = "other_count 0 gives no ratio: nothing is a multiple of no events; use rate_difference()"
        raise ValueFault(message)
    if x == 0 and levels(confidence):
        message = (
            "count 0 gives a ratio of 0 without limits; ask for confidence=None, or use rate_difference()"
        )
        raise ValueFault(message)
    value = quotient(NUMBERS, x, n, y, m)
    return Estimate(
        value=value,
        unit=Unit.parse("ratio"),
        intervals=limits(confidence, lambda level: quotient_limits(NUMBERS, x, y, value, level)),
        method=None if confidence is None else "log-normal",
    )


def rate_difference(
    count: float,
    population: float,
    other_count: float,
    other_population: float,
    *,
    unit: Unit | str = "per_10_000_children",
    confidence: Confidence = 0.95,
    direction: Direction | str | None = None,
) -> Gap:
    """Return our rate minus the other, with limits joined from those of both (Byar's, exact below 10).

    Parameters and errors as for :func:`cypplan.calc.rate`, and :func:`cypplan.calc.gap` for the direction.

    Examples
    --------
    >>> print(rate_difference(380, 115_165, 311, 109_400, direction="lower"))
    +4.6 per 10,000 (95% CI -0.1 to 9.2), adverse
    """
    ours = rate(count, population, unit=unit, confidence=confidence)
    theirs = rate(other_count, other_population, unit=unit, confidence=confidence)
    return gap(ours, theirs, direction=direction)


def proportion_difference(
    count: float,
    total: float,
    other_count: float,
    other_total: float,
    *,
    unit: Unit | str = "percent_of_children",
    confidence: Confidence = 0.95,
    direction: Direction | str | None = None,
) -> Gap:
    """Return our percentage minus the other in percentage points, with Newcombe's limits.

    Parameters and errors as for :func:`cypplan.calc.proportion`, and :func:`cypplan.calc.gap` for the
    direction.

    Examples
    --------
    >>> print(proportion_difference(56, 70, 48, 80))
    +20 percentage points (95% CI 5.2 to 33.4)
    """
    ours = proportion(count, total, unit=unit, confidence=confidence)
    theirs = proportion(other_count, other_total, unit=unit, confidence=confidence)
    return gap(ours, theirs, direction=direction)
