"""What charts show, worked out: nothing is left to compute for whoever draws them.

Where a figure is missing, the reason stands in its place; where it is suppressed, nothing that it could be
worked out from (its count, its base, its limits) is handed on.
"""

from __future__ import annotations

import math
import statistics
from typing import TYPE_CHECKING, Final

import attrs

from cypplan.assess.compiling import compile_plan
from cypplan.assess.history import histories
from cypplan.assess.query import OWN
from cypplan.assess.variation import Control, Funnel, control_of, funnel_of
from cypplan.assess.words import Reason
from cypplan.comparators import Aggregate, ComparatorKind
from cypplan.errors import ValueFault
from cypplan.plugins import Registry, default_registry
from cypplan.units import UnitForm

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import TypeAlias

    from cypplan.assess.cases import Case
    from cypplan.assess.history import History, HistoryPoint, Series
    from cypplan.assess.scorecard import Scorecard
    from cypplan.assess.verdicts import Verdict
    from cypplan.periods import Period

    ChartData: TypeAlias = "Trajectory | Gaps | Neighbours | Funnel | Control | Village"

__all__ = [
    "Anchor",
    "ChartPoint",
    "Charted",
    "GapLine",
    "Gaps",
    "Line",
    "Neighbours",
    "Place",
    "Trajectory",
    "Village",
    "charts_of",
]

_NO_VALUE: Final = "not-available"
_RANKED: Final = frozenset({OWN, ComparatorKind.NEIGHBOURS.value})
_COUNTS: Final = frozenset({UnitForm.COUNT, UnitForm.FREQUENCY})
_CHILDREN: Final = frozenset({
    "children", "young_people", "infants", "pupils", "students", "offenders", "care_leavers",
    "children_in_need", "children_no_longer_in_need", "children_looked_after",
    "children_starting_care", "children_leaving_care", "children_on_plans",
})  # fmt: skip
"""Bases that a village of a hundred children can stand for."""


@attrs.frozen(kw_only=True)
class ChartPoint:
    """A figure of a period, or why there is none."""

    period: Period
    value: float | None
    lower: float | None = None
    upper: float | None = None
    why: str | None = None
    """The mark that stands in place of a value."""
    piece: int = 0
    """Which unbroken piece of its series it belongs to: none runs across a hole or a change of definition."""


@attrs.frozen(kw_only=True)
class Line:
    """The figures of one area."""

    role: str
    name: str
    points: tuple[ChartPoint, ...]


@attrs.frozen
class Anchor:
    """An end of the straight line from baseline to target."""

    month: int
    """Counted from the year 0, as :attr:`~cypplan.periods.Period.end_month` does."""
    value: float


@attrs.frozen(kw_only=True)
class Trajectory:
    """Our figures on the way from the baseline to the target."""

    own: Line
    country: Line | None
    baseline: Anchor | None
    aim: Anchor | None
    """The edge that progress is measured to, in the month in which it is due."""
    expected: tuple[Anchor, Anchor] | None
    """The straight line that the rule holds our figures against."""
    low: float | None
    """The target's lower edge, ``None`` where it is open on that side or not a number of the plan's own."""
    high: float | None


@attrs.frozen(kw_only=True)
class GapLine:
    """Ours minus theirs through time; a point's ``why`` says which side had no figure."""

    kind: ComparatorKind
    name: str
    points: tuple[ChartPoint, ...]


@attrs.frozen(kw_only=True)
class Gaps:
    """The gaps to everybody we are compared with."""

    lines: tuple[GapLine, ...]


@attrs.frozen(kw_only=True)
class Place:
    """An area beside the others."""

    name: str
    role: str
    """One of own, country, region and neighbours."""
    value: float | None
    why: str | None = None


@attrs.frozen(kw_only=True)
class Neighbours:
    """Everybody's figure of one period, the highest first, those without a figure last."""

    period: Period
    places: tuple[Place, ...]
    rank: int | None
    """Ours among ours and the neighbours' figures, counted from the highest; equal ones share a rank."""
    ranked: int
    """How many those are."""
    version: str | None
    """Of the set of neighbours."""


@attrs.frozen(kw_only=True)
class Village:
    """A percentage of children, as so many of a hundred."""

    period: Period
    value: float
    children: int
    noun: str


@attrs.frozen(kw_only=True)
class Charted:
    """The charts of one verdict."""

    verdict: Verdict
    charts: tuple[ChartData, ...]


def charts_of(
    card: Scorecard, observations: object = None, *, registry: Registry | None = None
) -> Mapping[str, Charted]:
    """Return the charts of every verdict that has a figure, by the id of the verdict.

    The trajectory belongs to a target; the others speak of the indicator, and come with its measure's first
    verdict.

    Parameters
    ----------
    card
        The scorecard.
    observations
        The table that the scorecard was made from; ``None`` takes the published figures.
    registry
        As for the scorecard.

    Raises
    ------
    FrameError
        If the observations are no table or lack a column.
    ValueFault
        If they are not those that the scorecard was made from.
    """
    registry = registry or default_registry()
    series = histories(card, observations, registry=registry)
    cases = {case.id: case for case in compile_plan(card.plan, registry.indicators, card.as_of)}
    charted: dict[str, Charted] = {}
    measures: set[str] = set()
    for verdict in card:
        if verdict.indicator is None or verdict.observation is None or verdict.indicator.id not in series:
            continue
        history = series[verdict.indicator.id]
        _refuse_others(verdict, history)
        charts: list[ChartData] = [_trajectory(history, cases.get(verdict.id))]
        if verdict.measure.id not in measures:
            measures.add(verdict.measure.id)
            charts += _of_indicator(card, verdict, history, cases.get(verdict.id))
        charted[verdict.id] = Charted(verdict=verdict, charts=tuple(charts))
    return charted


def _refuse_others(verdict: Verdict, history: History) -> None:
    """Refuse figures that the verdict does not rest on: a chart must never show others than it judges."""
    seen = verdict.observation
    there = history.own.at(seen.period) if seen else None
    if seen is not None and (there is None or there.value != seen.value):
        message = (
            f"{verdict.id}: judged on {seen.value} in {seen.period}, and the observations have "
            f"{there.value if there else 'nothing'}; give the table that the scorecard was made from"
        )
        raise ValueFault(message)


def _of_indicator(
    card: Scorecard, verdict: Verdict, history: History, case: Case | None
) -> Iterator[ChartData]:
    seen = verdict.observation
    if seen is None:
        return
    reasons = {one.reason for one in verdict.reasons}
    if history.indicator.unit.form not in _COUNTS and Reason.NOT_COMPARABLE not in reasons:
        gaps = Gaps(lines=tuple(_gap_lines(history, card.aggregate)))
        if any(point.value is not None for line in gaps.lines for point in line.points):
            yield gaps
        yield _neighbours(history, seen.period, card.neighbours)
        funnel = funnel_of(history, seen.period, verdict.direction)
        if funnel is not None:
            yield funnel
    control = control_of(history, verdict.direction, _one_sided(case))
    if control is not None:
        yield control
    base = history.indicator.unit.base
    if history.indicator.unit.form is UnitForm.PERCENT and base in _CHILDREN and seen.value is not None:
        yield Village(
            period=seen.period, value=seen.value, children=round(seen.value), noun=base.replace("_", " ")
        )


def _one_sided(case: Case | None) -> float | None:
    """Return the edge of a target that is met on the better side of it, and only there."""
    if case is None or case.reason is not None or case.goal.towards:
        return None
    sides = [edge for edge in (case.goal.low, case.goal.high) if math.isfinite(edge)]
    return sides[0] if len(sides) == 1 else None


def _line(series: Series, history: History) -> Line:
    points: list[ChartPoint] = []
    piece = 0
    before: ChartPoint | None = None
    for point in series.points:
        whole = before is not None and before.value is not None and point.period.follows(before.period)
        if not whole or (before and history.indicator.break_between(before.period, point.period)):
            piece += 1
        before = _point(point, piece)
        points.append(before)
    return Line(role=series.role, name=series.name, points=tuple(points))


def _point(point: HistoryPoint, piece: int) -> ChartPoint:
    mark = point.observation.mark
    if point.value is None or mark is not None:
        return ChartPoint(period=point.period, value=None, why=mark or _NO_VALUE, piece=piece)
    return ChartPoint(
        period=point.period, value=point.value, lower=point.lower, upper=point.upper, piece=piece
    )


def _trajectory(history: History, case: Case | None) -> Trajectory:
    country = next(iter(history.of(ComparatorKind.COUNTRY)), None)
    known = case if case is not None and case.reason is None else None
    goal = known.goal if known else None
    baseline = None
    if case is not None and case.base is not None and case.base_month is not None:
        baseline = Anchor(case.base_month, case.base)
    aim = None
    if known is not None and known.due is not None and known.goal.aim is not None:
        aim = Anchor(known.due.end_month, known.goal.aim)
    runs = baseline is not None and aim is not None and baseline.month < aim.month
    return Trajectory(
        own=_line(history.own, history),
        country=_line(country, history) if country and history.indicator.unit.form not in _COUNTS else None,
        baseline=baseline,
        aim=aim,
        expected=(baseline, aim) if runs and baseline and aim and baseline.value != aim.value else None,
        low=goal.low if goal and math.isfinite(goal.low) else None,
        high=goal.high if goal and math.isfinite(goal.high) else None,
    )


def _gap_lines(history: History, aggregate: Aggregate) -> Iterator[GapLine]:
    own = _line(history.own, history)
    for kind in (ComparatorKind.COUNTRY, ComparatorKind.REGION):
        for series in history.of(kind):
            theirs = {point.period: _point(point, 0).value for point in series.points}
            yield GapLine(kind=kind, name=series.name, points=_gaps(own, theirs))
    near = history.of(ComparatorKind.NEIGHBOURS)
    if near:
        together = {point.period: _together(near, point.period, aggregate) for point in own.points}
        kind = ComparatorKind.NEIGHBOURS
        yield GapLine(kind=kind, name=f"neighbours' {aggregate}", points=_gaps(own, together))


def _together(near: tuple[Series, ...], period: Period, aggregate: Aggregate) -> float | None:
    """Return the neighbours' figure; none where fewer than half of them have one, as verdicts have it."""
    found = [point.value for one in near if (point := one.at(period)) and point.value is not None]
    if 2 * len(found) < len(near) or not found:
        return None
    return statistics.median(found) if aggregate is Aggregate.MEDIAN else statistics.fmean(found)


def _gaps(own: Line, theirs: Mapping[Period, float | None]) -> tuple[ChartPoint, ...]:
    points: list[ChartPoint] = []
    holes = 0
    for point in own.points:
        other = theirs.get(point.period)
        holes += other is None
        gap = None if point.value is None or other is None else point.value - other
        why = point.why or ("no figure to compare with" if gap is None else None)
        # ours have been broken up already; a hole of theirs breaks what is left once more
        piece = point.piece + holes * len(own.points)
        points.append(ChartPoint(period=point.period, value=gap, why=why, piece=piece))
    return tuple(points)


def _neighbours(history: History, period: Period, version: str | None) -> Neighbours:
    places = []
    for series in (history.own, *history.others):
        found = series.at(period)
        point = _point(found, 0) if found else None
        places.append(
            Place(
                name=series.name,
                role=series.role,
                value=point.value if point else None,
                why=(point.why if point else "no figure") if point is None or point.value is None else None,
            )
        )
    places.sort(key=lambda place: (place.value is None, -(place.value or 0.0), place.name))
    ours = next(place.value for place in places if place.role == OWN)
    near = [one.value for one in places if one.role in _RANKED and one.value is not None]
    return Neighbours(
        period=period,
        places=tuple(places),
        rank=None if ours is None else 1 + sum(value > ours for value in near),
        ranked=len(near),
        version=version,
    )
