"""Quantiles of Student's t, exact for small samples and by interpolation beyond.

Sources: Student (1908), Biometrika 6; Abramowitz and Stegun (1964), Handbook of Mathematical Functions,
26.7.3 and 26.7.4, for the probability between -t and t as a finite sum; Hill (1970), Algorithm 396,
Communications of the ACM 13, and Abramowitz and Stegun 26.7.5 for the quantile as a series in 1/v that
starts at the normal one.
"""

from __future__ import annotations

import functools
import math
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from cypplan.calc.intervals import normal_quantile

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cypplan.calc.carrier import Carrier, Cell

__all__ = ["t_quantile"]

_EXACT_BELOW: Final = 10
_FAR: Final = 1e300
_NODES: Final = (10, 11, 13, 16, 21, 31, 60, 150)
"""Degrees of freedom between which the quantile is interpolated; in 1/v they lie as Chebyshev nodes do."""


def _between(t: float, freedom: int) -> float:
    """Return the probability between -t and t: a finite sum in the angle whose tangent is t/√v."""
    angle = math.atan(t / math.sqrt(freedom))
    square = math.cos(angle) * math.cos(angle)
    odd = freedom % 2
    term = total = math.cos(angle) if odd else 1.0
    for step in range(2 + odd, freedom - 1, 2):
        term *= square * (step - 1) / step
        total += term
    if not odd:
        return math.sin(angle) * total
    return 2 / math.pi * (angle + (math.sin(angle) * total if freedom > 1 else 0.0))


@functools.cache
def _exact(freedom: int, confidence: float) -> float:
    """Return the quantile by bisection to the last bit."""
    low = high = normal_quantile(confidence)
    while _between(high, freedom) < confidence and high < _FAR:
        low, high = high, 2 * high
    while True:
        middle = (low + high) / 2
        if middle in {low, high}:
            return middle
        low, high = (middle, high) if _between(middle, freedom) < confidence else (low, middle)


@functools.cache
def _small(confidence: float) -> Mapping[int, float]:
    return MappingProxyType({freedom: _exact(freedom, confidence) for freedom in range(1, _EXACT_BELOW)})


@functools.cache
def _series(confidence: float) -> tuple[tuple[float, float], ...]:
    """Return nodes and divided differences of the polynomial in 1/v through exact quantiles, last first.

    The quantile is a smooth function of 1/v, whose value at 0 is the normal quantile; Newton's form.
    """
    nodes = [0.0, *(1 / freedom for freedom in reversed(_NODES))]
    steps = [normal_quantile(confidence), *(_exact(freedom, confidence) for freedom in reversed(_NODES))]
    for order in range(1, len(nodes)):
        for at in range(len(nodes) - 1, order - 1, -1):
            steps[at] = (steps[at] - steps[at - 1]) / (nodes[at] - nodes[at - order])
    return tuple(zip(reversed(nodes), reversed(steps), strict=True))


def t_quantile(c: Carrier, freedom: Cell, confidence: float) -> Cell:
    """Return the t that a variable of so many degrees of freedom stays within with this probability.

    ``freedom`` is whole and 1 or more, or missing. Within 1e-9 of the true value for confidences from 0.8 to
    0.999.
    """
    (share,) = c.let(c.ratio(1.0, freedom))
    (_, value), *rest = _series(confidence)
    for node, step in rest:
        value = value * (share - node) + step
    return c.lookup(freedom, _small(confidence), value)
