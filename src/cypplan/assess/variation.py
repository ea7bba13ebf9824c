"""Charts of what chance does: the funnel of neighbours, and the control chart of a series."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Final

import attrs

from cypplan.calc.control import ControlChart, control_chart
from cypplan.calc.funnel import FunnelPlace, pooled_funnel
from cypplan.comparators import ComparatorKind
from cypplan.periods import Period, PeriodKind
from cypplan.units import UnitForm

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cypplan.assess.history import History, HistoryPoint, Series
    from cypplan.calc.estimates import Interval
    from cypplan.indicators import Direction

__all__ = ["Control", "Funnel", "FunnelArea", "control_of", "funnel_of"]

FEWEST_AREAS: Final = 6
"""Under so many areas a funnel says nothing."""
_STEPS: Final = 24


@attrs.frozen(kw_only=True)
class FunnelArea:
    """An area in a funnel."""

    name: str
    own: bool
    denominator: float
    value: float
    place: FunnelPlace


@attrs.frozen(kw_only=True)
class Funnel:
    """Ours and the neighbours' figures by the size of their base, with limits round that of all together."""

    period: Period
    mean: float
    """All counts over all bases, in the unit."""
    areas: tuple[FunnelArea, ...]
    """Ours is the first."""
    left_out: tuple[str, ...]
    """Neighbours of which no count is known."""
    limits: tuple[tuple[float, tuple[Interval, ...]], ...]
    """For sizes from the smallest to the largest, the limits at each level."""

    @property
    def own(self) -> FunnelArea:
        """Ours."""
        return self.areas[0]


@attrs.frozen(kw_only=True)
class Control:
    """A series with the limits within which it has always varied."""

    name: str
    """Of the area."""
    chart: ControlChart
    periods: tuple[Period, ...]
    whys: tuple[str | None, ...]
    """For each period the mark that stands in place of a figure, if one does."""


def funnel_of(history: History, latest: Period, direction: Direction | None) -> Funnel | None:
    """Return the funnel of the judged period, or of the last before it whose counts are known, if any are."""
    if history.indicator.unit.form not in {UnitForm.PERCENT, UnitForm.RATE}:
        return None
    near = history.of(ComparatorKind.NEIGHBOURS)
    for point in reversed(history.own.points):
        if point.period.end <= latest.end and _usable(point, history):
            counted = [(one.name, there) for one in near if (there := _counted(one, point.period, history))]
            if len(counted) + 1 >= FEWEST_AREAS:
                names = {name for name, _ in counted}
                left_out = tuple(one.name for one in near if one.name not in names)
                return _funnel(history, [(history.own.name, point), *counted], left_out, direction)
    return None


def _counted(series: Series, period: Period, history: History) -> HistoryPoint | None:
    point = series.at(period)
    return point if point is not None and _usable(point, history) else None


def _usable(point: HistoryPoint, history: History) -> bool:
    """Whether count and base of a published figure are known, and a part is no more than its whole."""
    seen = point.observation
    if point.value is None or seen.count is None or seen.denominator is None or seen.denominator <= 0:
        return False
    return seen.count >= 0 and (
        history.indicator.unit.form is not UnitForm.PERCENT or seen.count <= seen.denominator
    )


def _funnel(
    history: History,
    found: Sequence[tuple[str, HistoryPoint]],
    left_out: tuple[str, ...],
    direction: Direction | None,
) -> Funnel:
    unit = history.indicator.unit
    pairs = [(p.observation.count or 0.0, p.observation.denominator or 0.0) for _, p in found]
    funnel = pooled_funnel(pairs, unit=unit)
    scale = unit.scale or 1
    areas = tuple(
        FunnelArea(
            name=name,
            own=at == 0,
            denominator=n,
            value=scale * count / n,
            place=funnel.place(count, n, direction=direction),
        )
        for at, ((name, _), (count, n)) in enumerate(zip(found, pairs, strict=True))
    )
    small, large = 0.9 * min(n for _, n in pairs), 1.05 * max(n for _, n in pairs)
    sizes = [small * (large / small) ** (step / _STEPS) for step in range(_STEPS + 1)]
    return Funnel(
        period=found[0][1].period,
        mean=funnel.mean,
        areas=areas,
        left_out=left_out,
        limits=tuple((size, funnel.limits(size)) for size in sizes),
    )


def control_of(history: History, direction: Direction | None, target: float | None) -> Control | None:
    """Return the control chart of our own series; ``None`` where its points are too few for limits."""
    points = history.own.points
    periods = tuple(point.period for point in points)
    if not points or any(period.kind is PeriodKind.SPAN for period in periods):
        return None  # spans overlap: neighbouring points share most of what they count
    breaks = [
        at
        for at, (before, now) in enumerate(itertools.pairwise(periods), start=1)
        if history.indicator.break_between(before, now)
    ]
    chart = control_chart(
        [point.value for point in points],
        periods=periods,
        breaks=breaks,
        direction=direction,
        target=target if direction is not None and direction.sign else None,
        unit=history.indicator.unit,
    )
    if chart.limits is None:
        return None
    whys = tuple(point.observation.mark for point in points)
    return Control(name=history.own.name, chart=chart, periods=periods, whys=whys)
