"""Significance: where an interval lies against a benchmark value.

Source: the comparison with a benchmark that the Office for Health Improvement and Disparities describes
for Fingertips: a figure differs from the benchmark where its confidence interval does not hold it; in the
form with two levels, at 95 % and at 99.8 %.
"""

from __future__ import annotations

import enum
from itertools import pairwise
from typing import TYPE_CHECKING, Final

import attrs

from cypplan.calc.carrier import NUMBERS
from cypplan.calc.estimates import Estimate, Interval
from cypplan.errors import NotComparableError, ValueFault
from cypplan.indicators import Direction
from cypplan.units import Quantity

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from cypplan.calc.carrier import Carrier, Cell

__all__ = [
    "JUDGED",
    "PLAIN",
    "Significance",
    "Standing",
    "direction_of",
    "side",
    "significance",
    "standing_of",
]


class Standing(enum.StrEnum):
    """How a figure compares with its benchmark, chance allowed for."""

    BETTER = "better"
    WORSE = "worse"
    SIMILAR = "similar"
    HIGHER = "higher"
    """Above the benchmark, of an indicator of which neither way is better."""
    LOWER = "lower"


PLAIN: Final[Mapping[float, Standing]] = {-1: Standing.LOWER, 0: Standing.SIMILAR, 1: Standing.HIGHER}
"""Words for the side on which an interval lies."""
JUDGED: Final[Mapping[float, Standing]] = {-1: Standing.WORSE, 0: Standing.SIMILAR, 1: Standing.BETTER}
"""Words for that side times the direction's sign."""


def side(c: Carrier, lower: Cell, upper: Cell, benchmark: Cell) -> Cell:
    """Return -1 for an interval below the benchmark, 1 above, 0 where it holds it; missing where any is.

    A limit that equals the benchmark holds it.
    """
    held = c.where((lower <= benchmark) & (upper >= benchmark), 0.0, c.missing)
    return c.where(upper < benchmark, -1.0, c.where(lower > benchmark, 1.0, held))


def direction_of(direction: Direction | str | None) -> Direction | None:
    """Return the direction of that name; ValueFault where there is none."""
    if direction is None or direction in set(Direction):
        return None if direction is None else Direction(direction)
    message = f'"{direction}" is no direction; write one of {", ".join(Direction)}'
    raise ValueFault(message)


def standing_of(place: int, direction: Direction | None) -> Standing:
    """Return the word for a side (-1, 0, 1): better or worse where the direction says so."""
    sign = direction.sign if direction else 0
    return JUDGED[place * sign] if sign else PLAIN[place]


@attrs.frozen(kw_only=True)
class Significance:
    """A figure's standing against a benchmark, and at which level of confidence."""

    standing: Standing
    level: float | None
    """The highest of the given levels at which the interval leaves the benchmark out; None where similar."""
    benchmark: float
    intervals: tuple[Interval, ...]
    direction: Direction | None = None

    def __str__(self) -> str:
        return self.standing if self.level is None else f"{self.standing} ({self.level * 100:g}%)"


def significance(
    figure: Estimate | Interval | Sequence[Interval],
    benchmark: Estimate | Quantity | float,
    *,
    direction: Direction | str | None = None,
) -> Significance:
    """Return whether a figure is better, worse or similar to a benchmark value.

    Lower where the upper limit is below the benchmark, higher where the lower limit is above it, otherwise
    similar. The benchmark is taken as a fixed value: its own interval is not used.

    Parameters
    ----------
    figure
        An estimate with limits, or limits alone, at one level of confidence or several.
    benchmark
        The value to compare with. A plain number is in the unit of the figure; an estimate or a quantity is
        converted to it, or to what the limits are taken to be in where they come without unit.
    direction
        Which way is better. Without one, or where neither way is, the standing is higher, lower or similar.

    Raises
    ------
    ValueFault
        If there are no limits, or limits that are not finite, in the wrong order, or not nested.
    NotComparableError
        If figure and benchmark are not of one base.

    Examples
    --------
    >>> from cypplan.calc import rate
    >>> ours = rate(380, 115_165, confidence=(0.95, 0.998))
    >>> print(significance(ours, 29.5, direction="lower"))
    worse (95%)
    >>> print(significance(ours, 33.0, direction="lower"))
    similar
    """
    judged = direction_of(direction)
    intervals = _ordered(figure)
    value = _benchmark(figure, benchmark)
    sides = [int(side(NUMBERS, i.lower, i.upper, value)) for i in intervals]
    outside = [i.confidence for i, one in zip(intervals, sides, strict=True) if one]
    return Significance(
        standing=standing_of(sides[0], judged),
        level=max(outside, default=None),
        benchmark=value,
        intervals=intervals,
        direction=judged,
    )


def _ordered(figure: Estimate | Interval | Sequence[Interval]) -> tuple[Interval, ...]:
    """Return the intervals from the narrowest to the widest."""
    given = (figure,) if isinstance(figure, Interval) else figure
    intervals = given.intervals if isinstance(given, Estimate) else tuple(given)
    if not intervals:
        message = f"{figure} has no limits to compare; make it with confidence=0.95, or give an Interval"
        raise ValueFault(message)
    for one in intervals:
        if not -float("inf") < one.lower <= one.upper < float("inf"):
            message = (
                f"limits {one.lower} to {one.upper} are no interval; give finite limits, the lower first"
            )
            raise ValueFault(message)
    ordered = sorted(intervals, key=lambda one: one.confidence)
    for inner, outer in pairwise(ordered):
        if outer.lower > inner.lower or outer.upper < inner.upper:
            message = (
                f"limits at {outer.confidence:g} ({outer.lower} to {outer.upper}) do not hold those at "
                f"{inner.confidence:g} ({inner.lower} to {inner.upper}); give limits of one method"
            )
            raise ValueFault(message)
    return tuple(ordered)


def _benchmark(figure: object, benchmark: Estimate | Quantity | float) -> float:
    if isinstance(benchmark, Estimate | Quantity) and isinstance(figure, Estimate):
        try:
            benchmark = benchmark.to(figure.unit)
        except ValueFault as error:
            message = f"{figure} cannot be compared with {benchmark}: {error}"
            raise NotComparableError(message) from error
    value = float(benchmark.value if isinstance(benchmark, Estimate | Quantity) else benchmark)
    if not -float("inf") < value < float("inf"):
        message = f"benchmark {value} is no finite number; without a benchmark there is no comparison"
        raise ValueFault(message)
    return value
