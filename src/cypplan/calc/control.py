"""Control charts of single values (XmR): is a change more than what always varies, and is a target in reach.

Sources: Shewhart (1931), Economic Control of Quality of Manufactured Product; Wheeler (1993), Understanding
Variation, for the constants 2.66 and 3.267; NHS England's *Making data count* for the rules and for the
words improving, concerning and hit and miss.
"""

from __future__ import annotations

import itertools
import math
from typing import TYPE_CHECKING

import attrs

from cypplan.calc.carrier import NUMBERS
from cypplan.calc.control_rules import (
    FEWEST_POINTS,
    FEWEST_RANGES,
    NO_VALUE,
    NO_VARIATION,
    TOO_FEW,
    TOO_SCATTERED,
    Assurance,
    ControlRule,
    Variation,
    assurance_of,
    checked_direction,
    is_large,
    limits_of,
    sense_of,
    signs_of,
    variation_of,
)
from cypplan.errors import ValueFault
from cypplan.periods import Period, PeriodKind
from cypplan.units import Unit

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from cypplan.indicators import Direction

__all__ = [
    "FEWEST_POINTS",
    "Assurance",
    "ControlChart",
    "ControlLimits",
    "ControlPoint",
    "ControlRule",
    "Variation",
    "control_chart",
]


@attrs.frozen(kw_only=True)
class ControlLimits:
    """Centre and limits of one stretch of a series, from its start or a break to the next."""

    centre: float
    """The mean of the points."""
    lower: float
    upper: float
    moving_range: float
    """Mean moving range after the large ones were dropped."""
    dropped: int
    """How many moving ranges were dropped as too large."""
    points: int
    """How many points with a value the limits were made of."""


@attrs.frozen(kw_only=True)
class ControlPoint:
    """One point of a control chart and what it shows."""

    period: object
    value: float | None
    limits: ControlLimits | None
    rules: tuple[ControlRule, ...] = ()
    """Every rule that applies, in order; the first gave the variation."""
    variation: Variation | None = None
    """``None`` where ``reason`` says why there is none."""
    reason: str | None = None


@attrs.frozen(kw_only=True)
class ControlChart:
    """A series with its limits, what each point shows, and the assurance of a target."""

    points: tuple[ControlPoint, ...] = attrs.field(repr=False)
    direction: Direction | None = None
    target: float | None = None
    unit: Unit | None = None
    assurance: Assurance | None = None
    """By the limits of the latest point; ``None`` without a target or without limits."""
    method: str = "XmR, centre ± 2.66 x mean moving range"

    @property
    def latest(self) -> ControlPoint | None:
        """The last point that has a value."""
        return next((point for point in reversed(self.points) if point.value is not None), None)

    @property
    def limits(self) -> ControlLimits | None:
        """Centre and limits as they are now, those of the latest point."""
        return self.latest.limits if self.latest else None

    @property
    def variation(self) -> Variation | None:
        """What the latest point shows."""
        return self.latest.variation if self.latest else None

    @property
    def reason(self) -> str | None:
        """Why nothing can be said of the latest point."""
        return self.latest.reason if self.latest else TOO_FEW

    def __str__(self) -> str:
        point, limits = self.latest, self.limits
        if point is None or limits is None or point.variation is None:
            return f"cannot say: {self.reason}"
        shown = [self._shown(value) for value in (limits.centre, limits.lower, limits.upper)]
        text = f"mean {shown[0]} (limits {shown[1]} to {shown[2]}, {limits.points} points): {point.variation}"
        if point.rules:
            text += f" ({point.rules[0]})"
        if self.assurance is not None and self.target is not None:
            text += f"; target {self._shown(self.target)}: {self.assurance}"
        return text

    def _shown(self, value: float) -> str:
        return self.unit.format(value) if self.unit else f"{value:,.1f}"


def control_chart(
    values: Sequence[float | None],
    *,
    periods: Sequence[object] | None = None,
    breaks: Collection[int] = (),
    direction: Direction | str | None = None,
    target: float | None = None,
    unit: Unit | str | None = None,
) -> ControlChart:
    """Return the control chart (XmR) of a series.

    The centre is the mean, the limits are centre ± 2.66 x mean moving range; moving ranges of 3.267 times
    their mean or more are dropped once and the limits computed again. Rules, in order, the first deciding:
    outside the limits; seven points of which each is higher (or each lower) than the one before, equal
    neighbours ending a trend; two of three points beyond two thirds of the way to the same limit; seven on
    one side of the centre, a point on the centre ending the run.

    Parameters
    ----------
    values
        The figures in the order of time. A missing one (``None`` or NaN) shows nothing itself, gives no
        moving range and ends every run, since nobody knows what it would have been.
    periods
        What the points are of, in the same order. Where these are :class:`~cypplan.periods.Period`, a gap
        between two (snapshot dates and spans apart) is taken as a missing figure.
    breaks
        Positions of the first figures after a break in the series (the first of all is 0): the chart
        starts anew there, with limits of its own.
    direction
        Which way is better; without it a special cause is high or low.
    target
        In the unit of the values; to reach it is to meet it. Needs a direction.
    unit
        In which unit the chart prints.

    Returns
    -------
    ControlChart
        Where a stretch has fewer than 12 points, or fewer than 6 pairs of neighbours, its points have the
        reason and nothing else.

    Raises
    ------
    ValueFault
        If a figure is infinite, a break lies outside the series, the periods are not as many as the
        values or not in order, or there is a target without direction.

    Examples
    --------
    >>> chart = control_chart([30, 32, 31, 29, 30, 33, 31, 30, 32, 28, 31, 45], direction="lower", target=36)
    >>> print(chart)
    mean 31.8 (limits 26.2 to 37.4, 12 points): special cause, concerning (outside the limits);
    target 36.0: hit and miss
    """
    sense = checked_direction(direction, target)
    figures = [_figure(value, at) for at, value in enumerate(values)]
    labels: Sequence[object] = range(len(figures)) if periods is None else periods
    gaps = _gaps(labels, len(figures))
    starts = sorted({0, *(_checked_break(at, len(figures)) for at in breaks)})
    points: list[ControlPoint] = []
    for first, end in itertools.pairwise([*starts, len(figures)]):
        points += _stretch(labels[first:end], figures[first:end], {at - first for at in gaps}, sense)
    chart = ControlChart(
        points=tuple(points),
        direction=sense,
        target=target,
        unit=Unit.parse(unit) if isinstance(unit, str) else unit,
    )
    if target is None or sense is None or (limits := chart.limits) is None:
        return chart
    noise = limits_of(NUMBERS, limits.centre, limits.moving_range)[2]
    words = assurance_of(NUMBERS, limits.lower, limits.upper, target, noise, sense)
    return attrs.evolve(chart, assurance=Assurance(words))


def _figure(value: float | None, at: int) -> float | None:
    if value is None or math.isnan(value):
        return None
    if math.isinf(value):
        message = f"values[{at}] is {value}; a figure is finite, or None where it is missing"
        raise ValueFault(message)
    return float(value)


def _checked_break(at: int, many: int) -> int:
    if not 0 <= at < many:
        message = f"breaks: {at} is no position in a series of {many} points; the first is 0"
        raise ValueFault(message)
    return at


def _gaps(labels: Sequence[object], many: int) -> set[int]:
    """Return the positions before which periods are left out."""
    if len(labels) != many:
        message = f"periods: {len(labels)} for {many} values; give one for each"
        raise ValueFault(message)
    gaps: set[int] = set()
    for at, (before, now) in enumerate(itertools.pairwise(labels), start=1):
        if not (isinstance(before, Period) and isinstance(now, Period)):
            continue
        if now.start <= before.end:
            message = f'periods: "{now}" comes after "{before}"; give them in the order of time, none twice'
            raise ValueFault(message)
        if now.kind not in {PeriodKind.DAY, PeriodKind.SPAN} and not now.follows(before):
            gaps.add(at)
    return gaps


def _stretch(
    labels: Sequence[object], figures: list[float | None], gaps: set[int], direction: Direction | None
) -> Iterator[ControlPoint]:
    """Yield the points of one stretch, its rules applied within pieces that nothing interrupts."""
    pieces = list(_pieces(figures, gaps))
    limits, reason = _limits(pieces)
    found: dict[int, tuple[float, ...]] = {}
    if limits is not None:
        for first, piece in pieces:
            signs = zip(*signs_of(piece, limits.centre, limits.moving_range), strict=True)
            found.update(enumerate(signs, start=first))
    for at, (label, value) in enumerate(zip(labels, figures, strict=True)):
        if value is None or limits is None:
            why = NO_VALUE if value is None else reason
            yield ControlPoint(period=label, value=value, limits=limits, reason=why)
            continue
        signs = found[at]
        yield ControlPoint(
            period=label,
            value=value,
            limits=limits,
            rules=tuple(rule for rule, sign in zip(ControlRule, signs, strict=True) if sign),
            variation=Variation(variation_of(NUMBERS, sense_of(NUMBERS, signs), direction)),
        )


def _pieces(figures: list[float | None], gaps: set[int]) -> Iterator[tuple[int, list[float]]]:
    """Yield position and values of each piece between missing figures."""
    first, piece = 0, list[float]()
    for at, value in enumerate([*figures, None]):
        if piece and (value is None or at in gaps):
            yield first, piece
            piece = []
        if value is not None:
            first = at if not piece else first
            piece.append(value)


def _limits(pieces: list[tuple[int, list[float]]]) -> tuple[ControlLimits | None, str | None]:
    values = [value for _, piece in pieces for value in piece]
    ranges = [abs(b - a) for _, piece in pieces for a, b in itertools.pairwise(piece)]
    if len(values) < FEWEST_POINTS:
        return None, TOO_FEW
    if len(ranges) < FEWEST_RANGES:
        return None, TOO_SCATTERED
    mean = math.fsum(ranges) / len(ranges)
    kept = [one for one in ranges if not is_large(one, mean)]
    moving_range = math.fsum(kept) / len(kept)
    if moving_range == 0 and mean > 0:
        return None, NO_VARIATION
    centre = math.fsum(values) / len(values)
    lower, upper, _ = limits_of(NUMBERS, centre, moving_range)
    return ControlLimits(
        centre=centre,
        lower=lower,
        upper=upper,
        moving_range=moving_range,
        dropped=len(ranges) - len(kept),
        points=len(values),
    ), None
