"""Slope and relative index of inequality: how much a figure differs along the whole social scale.

Groups of a population are put in order from the most to the least disadvantaged, each at the middle of
its share of the cumulative population. The straight line through their values, weighted by these shares,
gives both indices: the slope index is its rise from the one end of the scale to the other, the relative
index is the ratio of its two ends.

Sources: Preston, Haines and Pamuk (1981) for the slope index; Mackenbach and Kunst (1997), Social Science &
Medicine 44, for both; Fieller (1954), JRSS B 16, for limits of a ratio.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

import attrs

from cypplan.calc.carrier import NUMBERS
from cypplan.calc.estimates import Confidence, Estimate, Interval, levels, limits
from cypplan.calc.intervals import normal_quantile
from cypplan.errors import NotComparableError, ValueFault
from cypplan.units import Unit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cypplan.calc.carrier import Carrier, Cell

__all__ = ["FEWEST_GROUPS", "Inequality", "inequality_indices"]

FEWEST_GROUPS: Final = 3
"""A line through two groups is their gap."""
REACHES_ZERO: Final = "the line reaches zero"
_SIMULATION: Final = "weighted least squares on mid-ranks, normal simulation"
_CLOSED: Final = "weighted least squares on mid-ranks, normal limits, Fieller's for the ratio"


def leverage(c: Carrier, before: Cell, own: Cell, total: Cell) -> tuple[Cell, Cell, Cell]:
    """Return share, share x (mid-rank - 1/2) and share x (mid-rank - 1/2)² of a group.

    ``before`` is the population of the groups that are more disadvantaged. The mean of the mid-ranks is
    always 1/2.
    """
    share, middle = c.let(c.ratio(own, total), c.ratio(before + own / 2, total) - 0.5)
    return share, share * middle, share * middle * middle


def line(c: Carrier, mean: Cell, moment: Cell, spread: Cell) -> tuple[Cell, Cell, Cell]:
    """Return the slope and the ends of the line: at the most and at the least disadvantaged.

    ``mean``, ``moment`` and ``spread`` are the sums over the groups of share x value, of
    share x (mid-rank - 1/2) x value and of share x (mid-rank - 1/2)².
    """
    (slope,) = c.let(c.ratio(moment, spread))
    return slope, mean - slope / 2, mean + slope / 2


def relative(c: Carrier, low_end: Cell, high_end: Cell) -> Cell:
    """Return the ratio of the ends, least to most disadvantaged; missing where the line reaches zero."""
    return c.where((low_end > 0) & (high_end > 0), c.ratio(high_end, low_end), c.missing)


def variances(
    c: Carrier, shares: Cell, both: Cell, weights: Cell, spread: Cell
) -> tuple[Cell, Cell, Cell, Cell]:
    """Return the variances of slope, low end and high end, and the covariance of the ends.

    ``shares``, ``both`` and ``weights`` are the sums over the groups of squared error x share², x share x
    weight, and x weight², where weight is share x (mid-rank - 1/2).
    """
    slope, cross = c.let(c.ratio(weights, spread * spread), c.ratio(both, spread))
    (quarter,) = c.let(slope / 4)
    return slope, shares - cross + quarter, shares + cross + quarter, shares - quarter


def slope_limits(c: Carrier, slope: Cell, variance: Cell, z: float) -> tuple[Cell, Cell]:
    """Return the limits of the slope, a sum of normal values and so normal itself."""
    (half,) = c.let(z * c.sqrt(variance))
    return slope - half, slope + half


def ratio_limits(
    c: Carrier, low: Cell, high: Cell, low_variance: Cell, high_variance: Cell, covariance: Cell, z: float
) -> tuple[Cell, Cell]:
    """Return Fieller's limits of high / low: all r for which high - r x low is not far from zero.

    Missing where low is itself not clearly above zero; a limit below zero is zero.
    """
    zz = z * z
    a, b, e = c.let(
        low * low - zz * low_variance, low * high - zz * covariance, high * high - zz * high_variance
    )
    (root,) = c.let(c.where((a > 0) & (low > 0), c.sqrt(b * b - a * e), c.missing))
    lower, upper = c.let(c.ratio(b - root, a), c.ratio(b + root, a))
    return c.where(lower > 0, lower, c.where(upper >= 0, 0.0, c.missing)), upper


@attrs.frozen(kw_only=True)
class Inequality:
    """Slope and relative index of inequality, with how they were made."""

    slope: float
    """Slope index: the line at the least disadvantaged minus the line at the most disadvantaged."""
    relative: float | None
    """Relative index: their ratio, above 1 where the figure is higher among the better off; ``None`` with a
    reason where the line reaches zero."""
    ends: tuple[float, float]
    """The line at the most and at the least disadvantaged."""
    slope_intervals: tuple[Interval, ...] = ()
    relative_intervals: tuple[Interval, ...] = ()
    groups: int
    unit: Unit | None = None
    method: str
    replications: int | None = None
    seed: int | None = None
    reason: str | None = None
    """Why there is no relative index, or none with limits."""

    def __str__(self) -> str:
        unit = self.unit.difference if self.unit else None

        def shown(value: float) -> str:
            return unit.format(value) if unit else f"{value:,.1f}"

        text = f"slope index {shown(self.slope)}{_limits_text(self.slope_intervals, 1)}, relative index "
        text += f"cannot say: {self.reason}" if self.relative is None else f"{self.relative:.2f}"
        text += _limits_text(self.relative_intervals, 2)
        if self.replications is not None:
            text += f"; {self.replications:,} simulations from seed {self.seed}"
        return text


def _limits_text(intervals: Sequence[Interval], decimals: int) -> str:
    parts = [
        f"{i.confidence * 100:g}% CI {i.lower:,.{decimals}f} to {i.upper:,.{decimals}f}" for i in intervals
    ]
    return f" ({'; '.join(parts)})" if parts else ""


def inequality_indices(
    values: Sequence[float | Estimate],
    populations: Sequence[float] | None = None,
    *,
    errors: Sequence[float] | None = None,
    unit: Unit | str | None = None,
    confidence: Confidence = 0.95,
    replications: int | None = 10_000,
    seed: int = 1,
) -> Inequality:
    """Return slope and relative index of inequality, with limits by simulation.

    Each replication draws every group's value from a normal distribution round it with its standard error,
    and draws the line anew; the limits are quantiles of what came out. The same seed gives the same limits.

    Parameters
    ----------
    values
        One figure a group, from the most to the least disadvantaged: numbers, or estimates of one unit.
    populations
        How many people each group has. Estimates bring their denominators.
    errors
        The standard error of each value, 0 where it is known exactly. Estimates bring theirs, the width of
        their first interval over 2z.
    unit
        In which unit the result prints; that of the estimates.
    confidence
        One level, several in a tuple, or ``None`` for no limits. Without errors there are none.
    replications
        How often to simulate, 1,000 or more; ``None`` for the limits that the simulation tends to, as
        :func:`~cypplan.calc.columns_inequality.inequality_indices_by` has them.
    seed
        Where the simulation starts; it uses no other random number than its own.

    Returns
    -------
    Inequality
        Positive slope and a ratio above 1: the figure is higher among the better off.

    Raises
    ------
    ValueFault
        If there are fewer than three groups, a figure is missing or not finite, a population not above 0,
        an error below 0, the sequences differ in length, or the estimates have no denominators.
    NotComparableError
        If the estimates are of different units.

    Examples
    --------
    >>> found = inequality_indices(
    ...     [62, 64, 68, 71, 75], [410, 395, 402, 388, 405], errors=[2.4, 2.4, 2.3, 2.3, 2.2]
    ... )
    >>> print(found)
    slope index 16.6 (95% CI 9.3 to 23.8), relative index 1.28 (95% CI 1.15 to 1.43); 10,000 simulations
    from seed 1
    """
    unit = Unit.parse(unit) if isinstance(unit, str) else unit
    figures, people, spreads, unit = _read(values, populations, errors, unit)
    shares, weights, spread = _weights(people)
    slope, low, high = line(NUMBERS, _sum(shares, figures), _sum(weights, figures), spread)
    ratio = relative(NUMBERS, low, high)
    plain = Inequality(
        slope=slope,
        relative=None if math.isnan(ratio) else ratio,
        ends=(low, high),
        groups=len(figures),
        unit=unit,
        method=_CLOSED if replications is None else _SIMULATION,
        reason=REACHES_ZERO if math.isnan(ratio) else None,
    )
    if spreads is None or not levels(confidence):
        return plain
    if replications is None:
        return _with_closed_limits(plain, shares, weights, spread, spreads, confidence)
    ends = [(a - w / spread / 2, a + w / spread / 2) for a, w in zip(shares, weights, strict=True)]
    groups = [(*end, value, error) for end, value, error in zip(ends, figures, spreads, strict=True)]
    return _with_simulated_limits(plain, groups, confidence, replications, seed)


def _weights(people: Sequence[float]) -> tuple[list[float], list[float], float]:
    total, before = math.fsum(people), 0.0
    parts: list[tuple[float, float, float]] = []
    for own in people:
        parts.append(leverage(NUMBERS, before, own, total))
        before += own
    shares, weights, spreads = zip(*parts, strict=True)
    return list(shares), list(weights), math.fsum(spreads)


def _sum(*factors: Sequence[float]) -> float:
    return math.fsum(math.prod(each) for each in zip(*factors, strict=True))


def _with_closed_limits(
    plain: Inequality,
    shares: list[float],
    weights: list[float],
    spread: float,
    spreads: list[float],
    confidence: Confidence,
) -> Inequality:
    """Return the limits that the simulation tends to: a sum of normal values is normal."""
    squares = [error * error for error in spreads]
    sums = (_sum(squares, shares, shares), _sum(squares, shares, weights), _sum(squares, weights, weights))
    variance, low, high, both = variances(NUMBERS, *sums, spread)

    def slope(level: float) -> tuple[float, float]:
        return slope_limits(NUMBERS, plain.slope, variance, normal_quantile(level))

    def ratio(level: float) -> tuple[float, float]:
        return ratio_limits(NUMBERS, *plain.ends, low, high, both, normal_quantile(level))

    return _finished(plain, limits(confidence, slope), limits(confidence, ratio))


def _with_simulated_limits(
    plain: Inequality,
    groups: list[tuple[float, float, float, float]],
    confidence: Confidence,
    replications: int,
    seed: int,
) -> Inequality:
    """Draw the line anew many times; a group is its weights in both ends, its value and its error."""
    if replications < 1000:  # noqa: PLR2004 (said in the message)
        message = f"replications {replications}: limits need 1000 or more to settle; the default is 10000"
        raise ValueFault(message)
    from random import Random  # noqa: PLC0415 (slow to load, and needed only here)

    draw = Random(seed).gauss  # noqa: S311 (a simulation that can be repeated)
    slopes: list[float] = []
    ratios: list[float] = []
    for _ in range(replications):
        low = high = 0.0
        for a, b, value, error in groups:
            drawn = draw(value, error)
            low += a * drawn
            high += b * drawn
        slopes.append(high - low)
        # in order of size: no better-off end is 0, no worse-off end is beyond every ratio
        ratios.append(math.inf if low <= 0 else max(high, 0.0) / low)
    slopes.sort()
    ratios.sort()
    finished = _finished(
        plain,
        limits(confidence, lambda level: _middle(slopes, level)),
        limits(confidence, lambda level: _middle(ratios, level)),
    )
    return attrs.evolve(finished, replications=replications, seed=seed)


def _middle(ordered: list[float], level: float) -> tuple[float, float]:
    """Return the quantiles (type 7) that leave out the same share at both ends."""
    found: list[float] = []
    for share in ((1 - level) / 2, (1 + level) / 2):
        place = share * (len(ordered) - 1)
        at = min(int(place), len(ordered) - 2)
        low, high = ordered[at], ordered[at + 1]
        found.append(low if low == high else low + (place - at) * (high - low))
    return found[0], found[1]


def _finished(plain: Inequality, slopes: tuple[Interval, ...], ratios: tuple[Interval, ...]) -> Inequality:
    """Return the indices with limits; the ratio has those that are finite."""
    shown = tuple(i for i in ratios if math.isfinite(i.lower) and math.isfinite(i.upper))
    shown = () if plain.relative is None else shown
    reason = None if len(shown) == len(ratios) else REACHES_ZERO
    return attrs.evolve(plain, slope_intervals=slopes, relative_intervals=shown, reason=reason)


def _read(
    values: Sequence[float | Estimate],
    populations: Sequence[float] | None,
    errors: Sequence[float] | None,
    unit: Unit | None,
) -> tuple[list[float], list[float], list[float] | None, Unit | None]:
    """Return values, populations, standard errors and the unit, checked."""
    estimates = [value for value in values if isinstance(value, Estimate)]
    if estimates:
        if len(estimates) < len(values):
            message = "values: estimates and plain numbers side by side; give one or the other"
            raise ValueFault(message)
        unit = unit or estimates[0].unit
        estimates = [_converted(one, unit) for one in estimates]
        populations = populations or [_denominator(one, at) for at, one in enumerate(estimates)]
        errors = errors or _errors_of(estimates)
    if populations is None:
        message = "populations are missing; give how many people each group has"
        raise ValueFault(message)
    many = len(values)
    if many < FEWEST_GROUPS:
        message = f"{many} groups make no line; give {FEWEST_GROUPS} or more, or use gap() for two"
        raise ValueFault(message)
    for name, given in (("populations", populations), ("errors", errors)):
        if given is not None and len(given) != many:
            message = f"{name}: {len(given)} for {many} values; give one for each group"
            raise ValueFault(message)
    figures = [_number("values", at, float(value), -math.inf) for at, value in enumerate(estimates or values)]
    people = [_number("populations", at, float(one), 0.0) for at, one in enumerate(populations)]
    if errors is None:
        return figures, people, None, unit
    return (
        figures,
        people,
        [_number("errors", at, float(one), -1e-300) for at, one in enumerate(errors)],
        unit,
    )


def _number(name: str, at: int, value: float, above: float) -> float:
    if math.isfinite(value) and value > above:
        return value
    wanted = {"values": "a finite number", "populations": "above 0", "errors": "0 or more"}[name]
    message = (
        f"{name}[{at}] is {value}; it must be {wanted}, or leave the whole index out: without one group "
    )
    raise ValueFault(message + "nobody knows where the others stand")


def _converted(estimate: Estimate, unit: Unit) -> Estimate:
    try:
        return estimate.to(unit)
    except ValueFault as error:
        message = f"no line through {estimate} and figures in {unit}: {error}"
        raise NotComparableError(message) from error


def _denominator(estimate: Estimate, at: int) -> float:
    if estimate.denominator is None:
        message = f"values[{at}], {estimate}, has no denominator; give populations"
        raise ValueFault(message)
    return estimate.denominator


def _errors_of(estimates: Sequence[Estimate]) -> list[float] | None:
    firsts = [one.intervals[0] for one in estimates if one.intervals]
    if len(firsts) < len(estimates):
        return None
    return [(i.upper - i.lower) / (2 * normal_quantile(i.confidence)) for i in firsts]
