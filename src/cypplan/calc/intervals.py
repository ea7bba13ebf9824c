"""Confidence limits of counts and proportions.

Sources: Breslow and Day (1987), Statistical Methods in Cancer Research II, for Byar's approximation;
Garwood (1936), Biometrika 28, for the exact limits of a Poisson count; Wilson (1927), JASA 22, and
Newcombe (1998), Statistics in Medicine 17, for proportions and their differences.
"""

from __future__ import annotations

import functools
import math
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from cypplan.errors import ValueFault

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from cypplan.calc.carrier import Carrier, Cell

__all__ = [
    "EXACT_BELOW",
    "byar",
    "exact_poisson",
    "newcombe",
    "normal_quantile",
    "per",
    "percent_limits",
    "rate_limits",
    "wilson",
]

EXACT_BELOW: Final = 10
"""Counts below this take exact Poisson limits, as the public-health profession does."""


@functools.cache
def normal_quantile(confidence: float) -> float:
    """Return z = Φ⁻¹((1 + confidence) / 2), 1.96 for 95 %.

    Raises
    ------
    ValueFault
        If the confidence does not lie between 0 and 1.
    """
    if isinstance(confidence, bool) or not isinstance(confidence, int | float):
        message = f"confidence {confidence!r} is no number; write 0.95 for 95 %"
        raise ValueFault(message)
    if not 0 < confidence < 1:
        message = f"confidence {confidence} does not lie between 0 and 1; write 0.95 for 95 %"
        raise ValueFault(message)
    from statistics import NormalDist  # noqa: PLC0415 (slow to load, and needed only here)

    return NormalDist().inv_cdf((1 + confidence) / 2)


def _poisson_tail(count: int, mean: float) -> float:
    """Return P(X ≤ count) of a Poisson variable."""
    term = total = math.exp(-mean)
    for k in range(1, count + 1):
        term *= mean / k
        total += term
    return total


def _root(count: int, probability: float) -> float:
    """Return the mean at which P(X ≤ count) is ``probability``, by bisection to the last bit."""
    low, high = 0.0, 100.0
    while True:
        middle = (low + high) / 2
        if middle in {low, high}:
            return middle
        low, high = (middle, high) if _poisson_tail(count, middle) > probability else (low, middle)


@functools.cache
def exact_poisson(confidence: float) -> tuple[Mapping[int, float], Mapping[int, float]]:
    """Return the exact lower and upper limits of the counts 0 to 9.

    Garwood: the mean at which so few, or so many, events would be seen in half of ``1 - confidence`` of
    all cases. A count of 0 has the lower limit 0.
    """
    normal_quantile(confidence)  # refuses what is no confidence
    tail = (1 - confidence) / 2
    lower = {count: _root(count - 1, 1 - tail) if count else 0.0 for count in range(EXACT_BELOW)}
    upper = {count: _root(count, tail) for count in range(EXACT_BELOW)}
    return MappingProxyType(lower), MappingProxyType(upper)


def byar(c: Carrier, x: Cell, confidence: float) -> tuple[Cell, Cell]:
    """Return the limits of a count of independent events: Byar's approximation, exact below 10.

    The upper limit is that of a count without bound: the rate made of it may exceed one event for each
    person, and is not cut there. ``x`` must be 0 or more, and whole below 10, or missing; the caller gives
    a reason where it is not.
    """
    z = normal_quantile(confidence)
    below, above = exact_poisson(confidence)
    x1 = x + 1
    u, v = c.let(
        1 - c.ratio(1.0, 9 * x) - c.ratio(z, 3 * c.root(x)),
        1 - 1 / (9 * x1) + z / (3 * c.root(x1)),  # x1 is 1 or more
    )
    return c.lookup(x, below, x * u * u * u), c.lookup(x, above, x1 * v * v * v)


def per(x: Cell, n: Cell, k: Cell) -> Cell:
    """Return k·x/n, multiplied first: 65 of 10,000 is 650 per 100,000, not 649.9999.

    ``n`` must be above 0 wherever ``x`` is there; on tables, where it is not, the result is missing.
    """
    return k * x / n


def rate_limits(c: Carrier, x: Cell, n: Cell, k: Cell, confidence: float) -> tuple[Cell, Cell]:
    """Return the limits of a rate of x events to each k of n: those of the count, over n."""
    lower, upper = byar(c, x, confidence)
    return per(lower, n, k), per(upper, n, k)


def wilson(c: Carrier, x: Cell, n: Cell, confidence: float) -> tuple[Cell, Cell]:
    """Return the limits of a proportion x of n, between 0 and 1: Wilson's score without correction.

    ``n`` must be above 0, and ``x`` between 0 and ``n`` or missing; the caller gives a reason where not.
    """
    z = normal_quantile(confidence)
    zz = z * z
    (half,) = c.let(z * c.root(zz + 4 * x * (1 - x / n)))
    # written out twice: a temporary column costs more than these steps
    middle, scale = 2 * x + zz, 2 * (n + zz)
    # at x = 0 the lower limit comes out as exactly 0; the upper one at x = n carries the noise of a sum
    return (middle - half) / scale, c.where(x == n, 1.0, (middle + half) / scale)


def percent_limits(c: Carrier, x: Cell, n: Cell, confidence: float) -> tuple[Cell, Cell]:
    """Return Wilson's limits in percent."""
    lower, upper = wilson(c, x, n, confidence)
    return 100 * lower, 100 * upper


def newcombe(c: Carrier, ours: Sequence[Cell], theirs: Sequence[Cell]) -> tuple[Cell, Cell]:
    """Return the limits of ours - theirs, each given as (value, lower, upper): Newcombe's hybrid score."""
    p, p_low, p_high = ours
    q, q_low, q_high = theirs
    down, up = c.let(
        c.sqrt((p - p_low) * (p - p_low) + (q_high - q) * (q_high - q)),
        c.sqrt((p_high - p) * (p_high - p) + (q - q_low) * (q - q_low)),
    )
    return p - q - down, p - q + up
