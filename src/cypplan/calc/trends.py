"""Recent trend: whether the last five annual figures rise or fall by more than chance.

Source: the recent-trend method that the Office for Health Improvement and Disparities describes for
Fingertips. Rates and scores: a straight line weighted by the inverse of each figure's variance, which is read
off its 95 % limits, and the chi-squared test of its slope. Proportions: the test for trend of Cochran (1954),
Biometrics 10, and Armitage (1955), Biometrics 11. A trend is claimed only at 99.8 % and where the slope keeps
its sign whichever single point is left out.
"""

from __future__ import annotations

import enum
import math
from itertools import pairwise
from typing import TYPE_CHECKING, Final, TypeAlias

import attrs

from cypplan.calc.carrier import NUMBERS
from cypplan.calc.comparison import Standing, direction_of
from cypplan.calc.series import (
    OVERLAP,
    UNLIKE,
    YEAR,
    alike,
    break_reason,
    is_annual,
    months_between,
    period_of,
)
from cypplan.errors import ValueFault
from cypplan.units import UnitForm

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from cypplan.calc.carrier import Carrier, Cell
    from cypplan.calc.estimates import Estimate
    from cypplan.indicators import Direction, SeriesBreak
    from cypplan.periods import Period

__all__ = [
    "COURSES",
    "CRITICAL",
    "FLAT",
    "NOT_ANNUAL",
    "NOT_CONSECUTIVE",
    "POINTS",
    "TOO_FEW_POINTS",
    "Course",
    "RecentTrend",
    "course_number",
    "proportion_trend",
    "rate_trend",
    "recent_trend",
    "trend_of_proportions",
    "trend_of_rates",
]

POINTS: Final = 5
"""How many points a recent trend is read from."""
CRITICAL: Final = 9.5495
"""Quantile of chi-squared with one degree of freedom at 99.8 %."""
TOO_FEW_POINTS: Final = "too few points"
NOT_ANNUAL: Final = "not annual points"
NOT_CONSECUTIVE: Final = "points not consecutive"
FLAT: Final = "limits without width"
_WIDTH: Final = 3.92
_LEVEL: Final = 0.95
_AT: Final = (-2.0, -1.0, 0.0, 1.0, 2.0)
_ALL: Final = tuple(range(POINTS))

Five: TypeAlias = "Sequence[Cell]"
"""Cells of five points, the earliest first."""


class Course(enum.StrEnum):
    """What can be said of the last five figures."""

    INCREASING = "increasing"
    DECREASING = "decreasing"
    NO_CHANGE = "no significant change"
    CANNOT_SAY = "cannot say"


COURSES: Final = {-1.0: Course.DECREASING, 0.0: Course.NO_CHANGE, 1.0: Course.INCREASING}


def _sum(cells: Sequence[Cell]) -> Cell:
    total, *rest = cells
    for cell in rest:
        total = total + cell
    return total


def _line(c: Carrier, w: Five, wd: Five, at: Sequence[int]) -> tuple[Cell, Cell, Cell]:
    """Return numerator and denominator of a weighted slope over some of the points, and their weight.

    ``wd`` holds the figures times their weights.
    """
    s, sd = _sum([w[i] for i in at]), _sum([wd[i] for i in at])
    st, std = _sum([_AT[i] * w[i] for i in at]), _sum([_AT[i] * wd[i] for i in at])
    stt = _sum([_AT[i] * _AT[i] * w[i] for i in at])
    s, st = c.let(s, st)
    return s * std - st * sd, s * stt - st * st, s


def _keeps(c: Carrier, w: Five, wd: Five, full: Cell) -> Cell:
    """Return 1 or -1 where the slope and all five slopes with one point left out have that sign, else 0."""
    slopes = [_line(c, w, wd, [i for i in _ALL if i != left_out])[0] for left_out in _ALL]
    ups, downs = full > 0, full < 0
    for slope in c.let(*slopes):
        ups, downs = ups & (slope > 0), downs & (slope < 0)
    flat = c.where(full * 0 == 0, 0.0, c.missing)
    return c.where(ups, 1.0, c.where(downs, -1.0, flat))


def trend_of_rates(c: Carrier, values: Five, lowers: Five, uppers: Five) -> tuple[Cell, Cell, Cell]:
    """Return the yearly slope, chi-squared and the sign that the slope keeps (0 where it does not).

    Weights are 1 / ((upper - lower) / 3.92)², chi-squared is b² / var(b) with var(b) = 1 / Σw(t - t̄)². All is
    counted from the middle point, and weights are relative to its own, so that no step grows out of bounds.
    Missing where limits have no width.
    """
    spans = c.let(*(upper - lower for lower, upper in zip(lowers, uppers, strict=True)))
    shares = c.let(*(c.where(one > 0, c.ratio(spans[2], one), c.missing) for one in spans))
    w = c.let(*(one * one for one in shares))
    wd = c.let(*(share * (one - values[2]) for share, one in zip(w, values, strict=True)))
    top, bottom, s = c.let(*_line(c, w, wd, _ALL))
    (slope,) = c.let(c.ratio(top, bottom))
    (scaled,) = c.let(c.ratio(slope * _WIDTH, spans[2]))
    return slope, scaled * scaled * c.ratio(bottom, s), _keeps(c, w, wd, top)


def trend_of_proportions(c: Carrier, counts: Five, totals: Five) -> tuple[Cell, Cell, Cell]:
    """Return the yearly slope of the share, chi-squared of Cochran and Armitage and the sign that it keeps.

    χ² = N(NΣrt - RΣnt)² / (R(N - R)(NΣnt² - (Σnt)²)); 0 where all shares are 0 or all are 1. The slope is
    that of a line through the shares weighted by their totals.
    """
    top, spread, n = c.let(*_line(c, totals, counts, _ALL))
    (r,) = c.let(_sum(counts))
    slope, variance = c.let(c.ratio(top, spread), r * (n - r))
    chi_squared = c.where(variance == 0, 0.0, n * c.ratio(top, variance) * slope)
    return slope, chi_squared, _keeps(c, totals, counts, top)


def course_number(c: Carrier, chi_squared: Cell, kept: Cell) -> Cell:
    """Return -1, 0 or 1: the sign that the slope keeps, where chi-squared is above the critical value."""
    small = c.where(chi_squared <= CRITICAL, 0.0, c.missing)
    return c.where(chi_squared > CRITICAL, kept, small)


@attrs.frozen(kw_only=True)
class RecentTrend:
    """What the last five annual figures say, or why they say nothing."""

    course: Course
    standing: Standing | None = None
    """Better or worse, where there is a trend and the direction judges it."""
    reason: str | None = None
    """Why it cannot be said."""
    slope: float | None = None
    """Change a year along the fitted line: in the figures' unit, or in the share (0.01 is a point)."""
    chi_squared: float | None = None
    periods: tuple[Period, ...] = ()
    """The five periods that it was read from."""

    def __str__(self) -> str:
        if self.reason is not None:
            return f"{self.course}: {self.reason}"
        return self.course if self.standing is None else f"{self.course} and getting {self.standing}"


def _refused(periods: Sequence[Period], breaks: Sequence[SeriesBreak]) -> str | None:
    """Return why no trend can be read from the last of these periods."""
    if len(periods) < POINTS:
        return TOO_FEW_POINTS
    first, last = periods[0], periods[-1]
    if not all(alike(first, one) for one in periods):
        return UNLIKE
    if any(one.overlaps(after) for one, after in pairwise(periods)):
        return OVERLAP
    if not is_annual(first):
        return NOT_ANNUAL
    if any(months_between(one, after) != YEAR for one, after in pairwise(periods)):
        return NOT_CONSECUTIVE
    inside = next((one for one in breaks if first.end < one.first.end <= last.end), None)
    return break_reason(inside) if inside else None


def _told(
    periods: Sequence[Period], found: tuple[float, float, float], direction: Direction | None
) -> RecentTrend:
    slope, chi_squared, kept = found
    number = course_number(NUMBERS, chi_squared, kept)
    if math.isnan(number):
        return RecentTrend(course=Course.CANNOT_SAY, reason=FLAT, periods=tuple(periods))
    sense = number * (direction.sign if direction else 0)
    return RecentTrend(
        course=COURSES[number],
        standing=Standing.BETTER if sense > 0 else Standing.WORSE if sense < 0 else None,
        slope=slope,
        chi_squared=chi_squared,
        periods=tuple(periods),
    )


def _trend(
    points: Mapping[Period | str, tuple[float, ...]],
    formula: Callable[..., tuple[float, float, float]],
    direction: Direction | str | None,
    breaks: Sequence[SeriesBreak],
) -> RecentTrend:
    judged = direction_of(direction)
    dated = {period_of(period): tuple(map(float, cells)) for period, cells in points.items()}
    if len(dated) < len(points):
        message = f"one period twice among {', '.join(map(str, points))}; give each period one figure"
        raise ValueFault(message)
    periods = sorted(dated)[-POINTS:]
    refused = _refused(periods, breaks)
    if refused is not None:
        return RecentTrend(course=Course.CANNOT_SAY, reason=refused, periods=tuple(periods))
    cells = zip(*(dated[period] for period in periods), strict=True)
    return _told(periods, formula(NUMBERS, *cells), judged)


def rate_trend(
    points: Mapping[Period | str, tuple[float, float, float]],
    *,
    direction: Direction | str | None = None,
    breaks: Sequence[SeriesBreak] = (),
) -> RecentTrend:
    """Return the recent trend of rates or scores from (value, lower, upper), the limits at 95 %.

    The last five periods must be consecutive years, or dates a year apart, of one kind, without a break of
    series among them; otherwise the trend cannot be said, with the reason. Leave a period without a figure
    out. The increase or decrease is claimed where chi-squared is above 9.5495 and the slope keeps its sign in
    all five fits with one point left out.

    Parameters
    ----------
    points
        Value and limits of each period.
    direction
        Which way is better; without it a trend is neither better nor worse.
    breaks
        Breaks of the series, as its indicator has them.

    Raises
    ------
    ValueFault
        If a figure or limit is not finite, the limits are in the wrong order, or a period comes twice.
    PeriodError
        If a text names no period.

    Examples
    --------
    >>> rates = {f"{2010 + t}": (30 + 4 * t, 28 + 4 * t, 32 + 4 * t) for t in range(5)}
    >>> print(rate_trend(rates, direction="lower"))
    increasing and getting worse
    """
    for period, (value, lower, upper) in points.items():
        if not (math.isfinite(value) and -math.inf < lower <= upper < math.inf):
            message = f"{period}: {value} ({lower} to {upper}) is no figure with limits; leave the period out"
            raise ValueFault(message)
    return _trend(points, trend_of_rates, direction, breaks)


def proportion_trend(
    points: Mapping[Period | str, tuple[float, float]],
    *,
    direction: Direction | str | None = None,
    breaks: Sequence[SeriesBreak] = (),
) -> RecentTrend:
    """Return the recent trend of proportions from (count, total), by the test of Cochran and Armitage.

    Conditions, parameters and errors as :func:`rate_trend`; a count must lie between 0 and its total, and a
    total above 0.

    Examples
    --------
    >>> shares = {f"{2010 + t}/{11 + t}": (300 - 30 * t, 1000) for t in range(5)}
    >>> print(proportion_trend(shares, direction="lower"))
    decreasing and getting better
    >>> print(proportion_trend({"2016/17": (30, 100), "2017/18": (25, 100)}))
    cannot say: too few points
    """
    for period, (count, total) in points.items():
        if not (0 <= count <= total and 0 < total < math.inf):
            message = f"{period}: {count} of {total} is no proportion; leave the period out"
            raise ValueFault(message)
    return _trend(points, trend_of_proportions, direction, breaks)


def recent_trend(
    figures: Mapping[Period | str, Estimate],
    *,
    direction: Direction | str | None = None,
    breaks: Sequence[SeriesBreak] = (),
) -> RecentTrend:
    """Return the recent trend of estimates, by the test that fits them.

    Percentages that know their count and denominator take :func:`proportion_trend`, all others
    :func:`rate_trend`, for which they need limits at 95 %. Parameters and errors as there.

    Raises
    ------
    ValueFault
        Also if the estimates are of several units, or one has no limits at 95 % where they are needed.

    Examples
    --------
    >>> from cypplan.calc import rate
    >>> print(recent_trend({f"{2010 + t}": rate(300 + 40 * t, 100_000) for t in range(5)}))
    increasing
    """
    units = {one.unit for one in figures.values()}
    if len(units) > 1:
        message = f"figures in {' and '.join(sorted(map(str, units)))} are not one series; convert with to()"
        raise ValueFault(message)
    known = all(one.count is not None and one.denominator is not None for one in figures.values())
    if known and all(unit.form is UnitForm.PERCENT for unit in units):
        pairs = {at: (one.count or 0.0, one.denominator or 0.0) for at, one in figures.items()}
        return proportion_trend(pairs, direction=direction, breaks=breaks)
    points = {at: (one.value, *_limits(at, one)) for at, one in figures.items()}
    return rate_trend(points, direction=direction, breaks=breaks)


def _limits(period: Period | str, one: Estimate) -> tuple[float, float]:
    for interval in one.intervals:
        if interval.confidence == _LEVEL:
            return interval.lower, interval.upper
    message = f"{period}: {one} has no limits at 95 %, which the trend takes its weights from"
    raise ValueFault(message)
