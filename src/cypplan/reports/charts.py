"""Trajectory and gaps as charts of the document; the others stand in :mod:`cypplan.reports.charts_beside`.

A chart is its sentence, the key to its signs, its table of figures, and the layers that are drawn.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cypplan.assess.charts import Gaps, Neighbours, Trajectory, Village
from cypplan.assess.variation import Control, Funnel
from cypplan.comparators import ComparatorKind
from cypplan.reports.charts_beside import control_chart, funnel_chart, neighbours_chart, village_chart
from cypplan.reports.charts_rows import band_of, holes_of, points_of, sign_of, signed, signs_said, ticks_of
from cypplan.reports.overview import asked, decimals_of, measure_title
from cypplan.reports.tree import Cell, Chart, Column, Row, Table
from cypplan.reports.words import NOTHING, figure, period_words, verdict_due, within

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cypplan.assess.charts import ChartData, Charted, ChartPoint
    from cypplan.assess.verdicts import Verdict
    from cypplan.reports.charts_rows import Rows
    from cypplan.units import Unit

__all__ = ["chart_blocks"]

_LAYERS = {
    ComparatorKind.COUNTRY: ("country", "triangles, dotted: {}"),
    ComparatorKind.REGION: ("region", "squares, dashed: {}"),
    ComparatorKind.NEIGHBOURS: ("neighbours", "circles, solid: {}"),
}


def chart_blocks(charted: Charted) -> Iterator[Chart]:
    """Yield the charts of a verdict."""
    for one in charted.charts:
        yield _chart(one, charted.verdict)


def _chart(one: ChartData, verdict: Verdict) -> Chart:
    title = measure_title(verdict) + (" (proxy)" if verdict.is_proxy else "")
    match one:
        case Trajectory():
            return _trajectory(one, verdict, title)
        case Gaps():
            return _gaps(one, verdict, title)
        case Neighbours():
            return neighbours_chart(one, verdict, title)
        case Funnel():
            return funnel_chart(one, verdict, title)
        case Control():
            return control_chart(one, verdict, title)
        case Village():
            return village_chart(one, verdict, title)


def _trajectory(one: Trajectory, verdict: Verdict, title: str) -> Chart:
    points = one.own.points
    due = verdict_due(verdict)
    wanted = asked(verdict)
    if wanted:
        title += f", target {wanted}" + (f", {due}" if due else "")
    periods = [point.period for point in points] + ([verdict.due] if verdict.due else [])
    months = [period.end_month for period in periods] + ([one.baseline.month] if one.baseline else [])
    anchors: Rows = [
        {"x": anchor.month, "y": anchor.value, "what": what}
        for anchor, what in ((one.baseline, "baseline"), (one.aim, "target"))
        if anchor
    ]
    edges: Rows = [
        {"from": min(months), "to": max(months), "y": edge}
        for edge in (one.low, one.high)
        if edge is not None
    ]
    return Chart(
        kind="trajectory",
        title=f"{title}: through time",
        short="Through time",
        text=_way_words(one, verdict),
        key=_way_key(one),
        table=_way_table(one, verdict, f"{title}: through time"),
        about=verdict.id,
        data={
            "points": points_of(points),
            "band": band_of(points),
            "country": points_of(one.country.points) if one.country else [],
            "line": [{"x": end.month, "y": end.value} for end in one.expected or ()],
            "anchors": anchors,
            "edges": edges,
            "holes": holes_of(points),
            "ticks": ticks_of(periods),
        },
    )


def _shown(value: float, verdict: Verdict) -> str:
    return figure(value, _unit(verdict), decimals=decimals_of(verdict))


def _unit(verdict: Verdict) -> Unit | None:
    return verdict.indicator.unit if verdict.indicator else None


def _way_words(one: Trajectory, verdict: Verdict) -> str:
    """Return what a trajectory shows, in a sentence or two."""
    valued = [point for point in one.own.points if point.value is not None]
    words = [f"{one.own.name}: {_from_to(valued, verdict)}."]
    if one.baseline is not None:
        words.append(f"The plan's baseline is {figure(one.baseline.value, _unit(verdict))}.")
    if verdict.target is not None and verdict.goal:
        due = verdict_due(verdict)
        words.append(f"The target is {verdict.goal}{f', {due}' if due else ''}: {verdict.status}.")
    if one.country is not None and one.country.points:
        last = one.country.points[-1]
        if last.value is not None:
            words.append(f"{one.country.name}: {_shown(last.value, verdict)} {within(last.period)}.")
    missing = [point for point in one.own.points if point.value is None]
    if missing:
        named = ", ".join(f"{period_words(point.period)} ({_why(point)})" for point in missing)
        words.append(f"No figure for {named}.")
    return " ".join(words)


def _from_to(valued: list[ChartPoint], verdict: Verdict) -> str:
    if not valued:
        return "no figure has a value"
    ends = [valued[0], valued[-1]] if len(valued) > 1 else valued
    named = [f"{_shown(point.value or 0.0, verdict)} {within(point.period)}" for point in ends]
    return " and ".join(named)


def _why(point: ChartPoint) -> str:
    return (point.why or "no figure").replace("-", " ")


def _way_key(one: Trajectory) -> str:
    words = [f"Circles, solid line: {one.own.name}"]
    if any(point.lower is not None for point in one.own.points):
        words[0] += "; the band is its 95% interval, where counts are published"
    if one.country is not None:
        words.append(f"Triangles, dotted line: {one.country.name}")
    if one.baseline is not None:
        words.append("Square: baseline")
    if one.aim is not None:
        words.append("Diamond: target" + (", the dashed line leads to it" if one.expected else ""))
    if one.low is not None or one.high is not None:
        words.append("Level line: what meets the target begins there")
    return f"{'. '.join(words)}. {signs_said(point.why for point in one.own.points if point.value is None)}"


def _way_table(one: Trajectory, verdict: Verdict, title: str) -> Table:
    theirs = {point.period: point.value for point in one.country.points} if one.country else {}
    bands = any(point.lower is not None for point in one.own.points)
    columns = [Column(one.own.name, 14, numeric=True)]
    columns += [Column("95% interval", 16, numeric=True)] if bands else []
    columns += [Column(one.country.name, 12, numeric=True)] if one.country else []
    rows = []
    for point in one.own.points:
        cells = [_valued(point, verdict)]
        if bands:
            known = point.lower is not None and point.upper is not None
            cells.append(Cell(f"{point.lower:,.1f} to {point.upper:,.1f}" if known else NOTHING))
        if one.country:
            value = theirs.get(point.period)
            cells.append(Cell(NOTHING if value is None else _shown(value, verdict)))
        rows.append(Row(Cell(period_words(point.period)), tuple(cells)))
    blanks = tuple(Cell("") for _ in columns[1:])
    for name, anchor in (("Baseline", one.baseline), ("Target", one.aim)):
        if anchor is not None:
            rows.append(Row(Cell(name), (Cell(figure(anchor.value, _unit(verdict))), *blanks)))
    caption = f"{title}, the figures"
    return Table(caption=caption, head="Period", columns=tuple(columns), rows=tuple(rows), stacked=False)


def _valued(point: ChartPoint, verdict: Verdict) -> Cell:
    if point.value is None:
        return Cell(f"{sign_of(point.why)} {_why(point)}")
    return Cell(_shown(point.value, verdict))


def _gaps(one: Gaps, verdict: Verdict, title: str) -> Chart:
    title += ": the gap through time"
    points = [point for line in one.lines for point in line.points]
    data: dict[str, Rows] = {_LAYERS[line.kind][0]: points_of(line.points) for line in one.lines}
    # a hole of ours is in all lines; one of theirs is seen in theirs alone, and named in the table
    own = one.lines[0].points if one.lines else ()
    holes = [
        point for at, point in enumerate(own) if all(line.points[at].value is None for line in one.lines)
    ]
    key = [_LAYERS[line.kind][1].format(line.name) for line in one.lines]
    told = ". ".join(f"{words[:1].upper()}{words[1:]}" for words in key)
    data |= {"zero": [{"y": 0.0}], "holes": holes_of(holes), "ticks": ticks_of([p.period for p in points])}
    return Chart(
        kind="gaps",
        title=title,
        short="The gap through time",
        text=_gap_words(one, verdict),
        key=f"{told}. Level line: no gap. {signs_said(point.why for point in holes)}",
        table=_gap_table(one, title),
        about=verdict.id,
        data=data,
    )


def _gap_words(one: Gaps, verdict: Verdict) -> str:
    better = f"; better is {verdict.direction.value}" if verdict.direction else ""
    words = [f"Ours minus theirs{better}."]
    for line in one.lines:
        known = [(point.period, point.value) for point in line.points if point.value is not None]
        for period, gap in known[-1:]:
            words.append(f"To {line.name}: {signed(gap)} {within(period)}.")
    return " ".join(words)


def _gap_table(one: Gaps, title: str) -> Table:
    columns = tuple(Column(line.name, 14, numeric=True) for line in one.lines)
    rows = [
        Row(Cell(period_words(points[0].period)), tuple(_gap_cell(point) for point in points))
        for points in zip(*(line.points for line in one.lines), strict=True)
    ]
    caption = f"{title}, the figures"
    return Table(caption=caption, head="Period", columns=columns, rows=tuple(rows), stacked=False)


def _gap_cell(point: ChartPoint) -> Cell:
    return Cell(_why(point)) if point.value is None else Cell(signed(point.value))
