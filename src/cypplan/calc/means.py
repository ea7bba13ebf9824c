"""Means with Student's limits, from the values themselves or from a published summary.

Source: Student (1908), The probable error of a mean, Biometrika 6: mean ± t·s/√n with n - 1 degrees of
freedom.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from cypplan.calc.carrier import NUMBERS
from cypplan.calc.estimates import Estimate, finite, limits
from cypplan.calc.student import t_quantile
from cypplan.errors import ValueFault
from cypplan.units import Unit

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cypplan.calc.carrier import Carrier, Cell
    from cypplan.calc.estimates import Confidence

__all__ = ["mean", "mean_from_summary", "student_limits"]

METHOD = "Student t"


def student_limits(c: Carrier, average: Cell, spread: Cell, n: Cell, confidence: float) -> tuple[Cell, Cell]:
    """Return the limits of a mean of n values with a standard deviation; missing for fewer than two."""
    (n,) = c.let(c.where(n >= 2, n, c.missing))  # noqa: PLR2004 (one value has no spread)
    (half,) = c.let(t_quantile(c, n - 1, confidence) * c.ratio(spread, c.root(n)))
    return average - half, average + half


def mean(values: Iterable[float], *, unit: Unit | str = "score", confidence: Confidence = 0.95) -> Estimate:
    """Return the mean of some values with Student's limits.

    Parameters
    ----------
    values
        Two numbers or more; one is enough where no limits are asked for. A value that is missing is refused:
        leave it out where the mean of the others is meant.
    unit
        Unit of the values and of their mean.
    confidence
        One level of confidence, several in a tuple, or ``None`` for no limits.

    Raises
    ------
    ValueFault
        If a value is no finite number, or there are too few.
    UnitError
        If the unit is unknown.

    Examples
    --------
    >>> print(mean([12.0, 15.5, 13.0, 17.5]))
    14.5 (95% CI 10.5 to 18.5)
    """
    numbers = [finite(f"values[{at}]", value) for at, value in enumerate(values)]
    n = len(numbers)
    if not n:
        message = "values is empty; a mean needs one value or more, and its limits two"
        raise ValueFault(message)
    average = math.fsum(numbers) / n
    squares = math.fsum((number - average) * (number - average) for number in numbers)
    return _estimate(average, math.sqrt(squares / (n - 1)) if n > 1 else 0.0, n, unit, confidence)


def mean_from_summary(
    average: float,
    *,
    sd: float,
    n: float,
    unit: Unit | str = "score",
    confidence: Confidence = 0.95,
) -> Estimate:
    """Return a published mean with Student's limits, from its standard deviation and number of values.

    Parameters
    ----------
    average
        The mean.
    sd
        Standard deviation of the values (with n - 1), 0 or more, in the same unit.
    n
        Number of values: whole, and 2 or more where limits are asked for.
    unit, confidence
        As for :func:`mean`.

    Raises
    ------
    ValueFault
        If a number is not finite, the standard deviation is below 0, or n is not whole or too small.
    UnitError
        If the unit is unknown.

    Examples
    --------
    >>> print(mean_from_summary(46.2, sd=18.5, n=1_904, confidence=(0.95, 0.998)))
    46.2 (95% CI 45.4 to 47.0; 99.8% CI 44.9 to 47.5)
    """
    size, spread = finite("n", n), finite("sd", sd)
    if size < 1 or size != int(size):
        message = f"n {n} is not a number of values; it must be whole and 1 or more"
        raise ValueFault(message)
    if spread < 0:
        message = f"sd {sd} is below 0; a standard deviation is 0 or more"
        raise ValueFault(message)
    return _estimate(finite("average", average), spread, size, unit, confidence)


def _estimate(average: float, spread: float, n: float, unit: Unit | str, confidence: Confidence) -> Estimate:
    if confidence is not None and n < 2:  # noqa: PLR2004 (one value has no spread)
        message = "n 1 is too few for limits: one value has no spread; ask for confidence=None"
        raise ValueFault(message)
    return Estimate(
        value=average,
        unit=Unit.parse(unit) if isinstance(unit, str) else unit,
        intervals=limits(confidence, lambda level: student_limits(NUMBERS, average, spread, n, level)),
        method=None if confidence is None else METHOD,
        denominator=n,
    )
