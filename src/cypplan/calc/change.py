"""Change between two named periods, and the direction of travel.

A change "on last year" is one between figures a year apart; a change between any other two periods names
both. Figures of unlike or overlapping periods, or from both sides of a break of series, have no change.
"""

from __future__ import annotations

import enum
import math
from typing import TYPE_CHECKING, Final

import attrs

from cypplan.calc.carrier import NUMBERS
from cypplan.calc.comparison import direction_of
from cypplan.calc.gaps import gap
from cypplan.calc.series import YEAR, fault_between, months_between, period_of
from cypplan.calc.trajectory import NOISE
from cypplan.errors import NotComparableError, ValueFault
from cypplan.indicators import Direction

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cypplan.calc.carrier import Carrier, Cell
    from cypplan.calc.estimates import Estimate, Interval
    from cypplan.indicators import SeriesBreak
    from cypplan.periods import Period
    from cypplan.units import Quantity, Unit

__all__ = [
    "TRAVEL_JUDGED",
    "TRAVEL_PLAIN",
    "Change",
    "Travel",
    "change_between",
    "change_on_last_year",
    "heading",
    "nearing",
    "relative_change",
    "travel",
]


class Travel(enum.StrEnum):
    """Direction of travel: which way the figures move, worded by which way is better."""

    IMPROVING = "improving"
    WORSENING = "worsening"
    STEADY = "steady"
    RISING = "rising"
    FALLING = "falling"


TRAVEL_JUDGED: Final = {-1.0: Travel.WORSENING, 0.0: Travel.STEADY, 1.0: Travel.IMPROVING}
"""Words for a heading times the direction's sign."""
TRAVEL_PLAIN: Final = {-1.0: Travel.FALLING, 0.0: Travel.STEADY, 1.0: Travel.RISING}
"""Words for a heading of an indicator without a better way."""


def relative_change(c: Carrier, before: Cell, after: Cell) -> Cell:
    """Return (after - before) / ``|before|``, as a share; missing from 0, from which nothing is relative."""
    return c.ratio(after - before, c.distance(before, 0.0))


def heading(c: Carrier, before: Cell, after: Cell, tolerance: Cell) -> Cell:
    """Return 1 for a rise by more than the tolerance, -1 for such a fall, 0 for less, float noise apart."""
    least = tolerance + NOISE * (c.distance(before, 0.0) + c.distance(after, 0.0))
    step = after - before
    steady = c.where((step <= least) & (step >= -least), 0.0, c.missing)
    return c.where(step > least, 1.0, c.where(step < -least, -1.0, steady))


def nearing(c: Carrier, before: Cell, after: Cell, target: Cell, tolerance: Cell) -> Cell:
    """Return 1 where the distance to a target has shrunk by more than tolerance, -1 where grown, else 0."""
    least = tolerance + NOISE * (c.distance(before, 0.0) + c.distance(after, 0.0))
    step = c.distance(before, target) - c.distance(after, target)
    steady = c.where((step <= least) & (step >= -least), 0.0, c.missing)
    return c.where(step > least, 1.0, c.where(step < -least, -1.0, steady))


def travel(
    before: float,
    after: float,
    *,
    direction: Direction | str | None = None,
    tolerance: float = 0.0,
    target: float | None = None,
) -> Travel:
    """Return the direction of travel between two figures in one unit.

    Parameters
    ----------
    before, after
        The figures.
    direction
        Which way is better. Without one, or where neither way is, the words are rising and falling; towards
        a target it is the distance to it that counts, or rising and falling where no target is given.
    tolerance
        In the figures' unit: a change of no more than this is steady.
    target
        The value to come near to, for the direction "towards-target".

    Raises
    ------
    ValueFault
        If a figure, the target or the tolerance is no finite number, or the tolerance negative.

    Examples
    --------
    >>> travel(12.0, 10.0, direction="lower").value, travel(12.0, 11.5, direction="lower", tolerance=1).value
    ('improving', 'steady')
    """
    judged = direction_of(direction)
    for name, value in {"before": before, "after": after, "target": target, "tolerance": tolerance}.items():
        if value is not None and not math.isfinite(value):
            message = f"{name} {value} is no finite number; without it there is no direction of travel"
            raise ValueFault(message)
    if tolerance < 0:
        message = f"tolerance {tolerance} is below 0; give the size of a change that still counts as steady"
        raise ValueFault(message)
    if judged is Direction.TOWARDS and target is not None:
        return TRAVEL_JUDGED[nearing(NUMBERS, before, after, target, tolerance)]
    step = heading(NUMBERS, before, after, tolerance)
    return TRAVEL_JUDGED[step * judged.sign] if judged and judged.sign else TRAVEL_PLAIN[step]


@attrs.frozen(kw_only=True)
class Change:
    """A change between two periods of one series: after minus before."""

    value: float
    unit: Unit
    relative: float | None
    """As a share of the earlier figure, -0.25 for a quarter less; None from zero."""
    earlier: Period
    later: Period
    before: float
    after: float
    travel: Travel
    tolerance: float
    direction: Direction | None
    intervals: tuple[Interval, ...] = ()
    """Newcombe's limits, where both figures were estimates; they take the two periods as independent."""

    @property
    def months(self) -> int:
        """Whole months between the ends of the two periods."""
        return months_between(self.earlier, self.later)

    @property
    def on_last_year(self) -> bool:
        """Whether the two are a year apart, so that it is the change on last year."""
        return self.months == YEAR

    def __str__(self) -> str:
        sign = "+" if self.value > 0 else ""
        text = f"{sign}{self.unit.format(self.value)} from {self.earlier} to {self.later}"
        limits = [f"{i.confidence * 100:g}% CI {i.lower:,.1f} to {i.upper:,.1f}" for i in self.intervals]
        return f"{text} ({'; '.join(limits)}), {self.travel}" if limits else f"{text}, {self.travel}"


def change_between(
    before: Estimate | Quantity,
    after: Estimate | Quantity,
    *,
    periods: tuple[Period | str, Period | str],
    direction: Direction | str | None = None,
    tolerance: float = 0.0,
    target: float | None = None,
    breaks: Sequence[SeriesBreak] = (),
) -> Change:
    """Return the change between two named periods, absolute and relative, and the direction of travel.

    Parameters
    ----------
    before, after
        The two figures; the earlier one is converted to the unit of the later.
    periods
        The period of each.
    direction, tolerance, target
        As for :func:`travel`; tolerance and target are in the unit of the later figure.
    breaks
        Breaks of the series, as its indicator has them.

    Raises
    ------
    NotComparableError
        If the periods are unlike, overlap (rolling averages), stand in the wrong order or have a break of
        series between them, or the figures are of unlike units.
    PeriodError
        If a text names no period.
    ValueFault
        As :func:`travel`.

    Examples
    --------
    >>> from cypplan.units import Quantity
    >>> moved = change_between(
    ...     Quantity(40, "percent_of_pupils"),
    ...     Quantity(50, "percent_of_pupils"),
    ...     periods=("2014/15 academic", "2017/18 academic"),
    ...     direction="higher",
    ... )
    >>> print(moved)
    +10 percentage points from 2014/15 academic to 2017/18 academic, improving
    >>> moved.relative, moved.on_last_year
    (0.25, False)
    """
    earlier, later = (period_of(one) for one in periods)
    fault = fault_between(earlier, later, breaks)
    if fault:
        message = f"no change from {earlier} to {later}: {fault}; compare figures of one series"
        raise NotComparableError(message)
    judged = direction_of(direction)
    difference = gap(after, before)
    before = before.to(after.unit)
    was, now = float(before.value), float(after.value)
    share = relative_change(NUMBERS, was, now)
    return Change(
        value=difference.value,
        unit=difference.unit,
        relative=None if math.isnan(share) else share,
        earlier=earlier,
        later=later,
        before=was,
        after=now,
        travel=travel(was, now, direction=judged, tolerance=tolerance, target=target),
        tolerance=tolerance,
        direction=judged,
        intervals=difference.intervals,
    )


def change_on_last_year(
    before: Estimate | Quantity,
    after: Estimate | Quantity,
    *,
    periods: tuple[Period | str, Period | str],
    direction: Direction | str | None = None,
    tolerance: float = 0.0,
    target: float | None = None,
    breaks: Sequence[SeriesBreak] = (),
) -> Change:
    """Return the change on last year: as :func:`change_between`, refused unless they are a year apart.

    Two consecutive years are, and so are two dates or a quarter and the same quarter of the year before.

    Raises
    ------
    NotComparableError
        Also if the two are not a year apart, with how far apart they are.

    Examples
    --------
    >>> from cypplan.units import Quantity
    >>> figures = Quantity(40, "percent_of_pupils"), Quantity(38, "percent_of_pupils")
    >>> print(change_on_last_year(*figures, periods=("2016/17", "2017/18")))
    -2 percentage points from 2016/17 financial to 2017/18 financial, falling
    """
    result = change_between(
        before,
        after,
        periods=periods,
        direction=direction,
        tolerance=tolerance,
        target=target,
        breaks=breaks,
    )
    if not result.on_last_year:
        message = (
            f"{result.earlier} and {result.later} are {result.months} months apart, so this is not the "
            "change on last year; name both periods with change_between()"
        )
        raise NotComparableError(message)
    return result
