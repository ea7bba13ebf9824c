"""Charts that lay a figure beside others: neighbours, funnel, what always varies, a hundred children."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cypplan.calc.comparison import Standing
from cypplan.calc.control import Variation
from cypplan.reports.charts_rows import sign_of, signs_said, ticks_of
from cypplan.reports.overview import decimals_of
from cypplan.reports.tree import Cell, Chart, Column, Row, Table, tidy
from cypplan.reports.words import figure, period_words, within

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cypplan.assess.charts import Neighbours, Place, Village
    from cypplan.assess.variation import Control, Funnel
    from cypplan.assess.verdicts import Verdict
    from cypplan.calc.control import ControlPoint
    from cypplan.periods import Period
    from cypplan.reports.charts_rows import Rows
    from cypplan.units import Unit

__all__ = ["control_chart", "funnel_chart", "neighbours_chart", "village_chart"]

_LONGEST = 22
"""Letters of an area's name that the picture has room for; the table has it whole."""


def _unit(verdict: Verdict) -> Unit | None:
    return verdict.indicator.unit if verdict.indicator else None


def _shown(value: float, verdict: Verdict) -> str:
    return figure(value, _unit(verdict), decimals=decimals_of(verdict))


def neighbours_chart(one: Neighbours, verdict: Verdict, title: str) -> Chart:
    """Return everybody's figure of one period, ours marked."""
    title += f": beside the others, {period_words(one.period)}"
    rows = list(enumerate(one.places))
    near = [place for place in one.places if place.role == "own" and place.value is not None]
    return Chart(
        kind="neighbours",
        title=title,
        short=f"Beside the others, {period_words(one.period)}",
        text=_standing(one, verdict),
        key="Large diamond, dotted line: ours. Triangle: the country. Square: the region. Circles: "
        f"statistical neighbours{f' (set {one.version})' if one.version else ''}. "
        + signs_said(place.why for place in one.places if place.value is None),
        table=Table(
            caption=f"{title}, the figures",
            head="Area",
            columns=(Column("Figure", 20, numeric=True),),
            rows=tuple(Row(Cell(place.name), (_placed(place, verdict),)) for place in one.places),
            stacked=False,
        ),
        about=verdict.id,
        data={
            "places": [
                {"row": at, "y": place.value, "role": place.role, "name": place.name}
                for at, place in rows
                if place.value is not None
            ],
            "holes": [
                {"row": at, "sign": sign_of(place.why), "name": place.name}
                for at, place in rows
                if place.value is None
            ],
            "names": [{"row": at, "name": _short(place.name)} for at, place in rows],
            "mean": [{"y": place.value} for place in near],
        },
    )


def _short(name: str) -> str:
    name = tidy(name)
    return name if len(name) <= _LONGEST else f"{name[: _LONGEST - 1].rstrip()}…"


def _placed(place: Place, verdict: Verdict) -> Cell:
    if place.value is None:
        return Cell(f"{sign_of(place.why)} {(place.why or 'no figure').replace('-', ' ')}")
    return Cell(_shown(place.value, verdict))


def _standing(one: Neighbours, verdict: Verdict) -> str:
    own = next(place for place in one.places if place.role == "own")
    if own.value is None:
        return f"{own.name} has no figure {within(one.period)}: {(own.why or '').replace('-', ' ')}."
    words = (
        f"{own.name}: {_shown(own.value, verdict)}, number {one.rank} of {one.ranked} with the neighbours, "
    )
    words += "counted from the highest figure."
    for place in one.places:
        if place.role in {"country", "region"} and place.value is not None:
            words += f" {place.name}: {_shown(place.value, verdict)}."
    return words


def funnel_chart(one: Funnel, verdict: Verdict, title: str) -> Chart:
    """Return ours and the neighbours' figures by the size of their base, between the limits of chance."""
    title += f": what chance could do, {period_words(one.period)}"
    sides: Rows = []
    for size, (near, far) in one.limits:
        sides.append({"x": size, "near": near.lower, "far": far.lower, "side": "lower"})
        sides.append({"x": size, "near": near.upper, "far": far.upper, "side": "upper"})
    own = one.own
    judged = "" if own.place.standing is Standing.SIMILAR else f" ({own.place.standing})"
    where = "within both limits" if not own.place.side else f"outside the limits: {own.place}{judged}"
    text = (
        f"{own.name}: {figure(own.value, _unit(verdict), decimals=1)} of {own.denominator:,g}, {where}, "
        f"round {figure(one.mean, _unit(verdict), decimals=1)}, that of all {len(one.areas)} areas together."
    )
    if one.left_out:
        text += f" Left out, as their counts are not known: {', '.join(one.left_out)}."
    areas: Rows = [{"x": a.denominator, "y": a.value, "name": a.name} for a in one.areas]
    return Chart(
        kind="funnel",
        title=title,
        short=f"What chance could do, {period_words(one.period)}",
        text=text,
        key="Diamond: ours. Circles: statistical neighbours, the larger their base the further right. Dashed "
        "lines: 95% limits; solid lines: 99.8% limits; level line: all areas together.",
        table=_funnel_table(one, verdict, title),
        about=verdict.id,
        data={
            "limits": sides,
            "mean": [{"y": one.mean}],
            "areas": areas[1:],
            "own": areas[:1],
            "ticks": _size_ticks([size for size, _ in one.limits]),
        },
    )


def _funnel_table(one: Funnel, verdict: Verdict, title: str) -> Table:
    columns = (Column("Figure", 20, numeric=True), Column("Base", 9, numeric=True), Column("Place", 12))
    rows = tuple(
        Row(
            Cell(area.name),
            (
                Cell(figure(area.value, _unit(verdict), decimals=1)),
                Cell(f"{area.denominator:,g}"),
                Cell(str(area.place)),
            ),
        )
        for area in one.areas
    )
    return Table(caption=f"{title}, the figures", head="Area", columns=columns, rows=rows, stacked=False)


def _size_ticks(sizes: Sequence[float]) -> Rows:
    """Return labels at round sizes between the smallest and the largest."""
    width = sizes[-1] - sizes[0]
    step = next(s for power in range(12) for s in (10**power, 2 * 10**power, 5 * 10**power) if width / s <= 4)  # noqa: PLR2004 (room for four labels)
    first = -(-sizes[0] // step) * step
    found = [first + step * at for at in range(5) if first + step * at <= sizes[-1]]
    return [{"x": size, "label": f"{size:,.0f}"} for size in found]


def control_chart(one: Control, verdict: Verdict, title: str) -> Chart:
    """Return our series between the limits within which it has always varied."""
    title += ": what always varies"
    rows = list(zip(one.periods, one.chart.points, one.whys, strict=True))
    target = one.chart.target
    level = " Dotted level line: the target." if target is not None else ""
    return Chart(
        kind="control",
        title=title,
        short="What always varies",
        text=f"{one.name}: {one.chart}.",
        key="Circles: ours. Large diamonds: more than what always varies. Solid level line: the mean; "
        f"dashed: the limits.{level} {signs_said(why for _, point, why in rows if point.value is None)}",
        table=_control_table(one, verdict, title),
        about=verdict.id,
        data={
            **_control_layers(one.periods, one.chart.points),
            "target": [] if target is None else [{"y": target}],
            "holes": [
                {"x": period.end_month, "sign": sign_of(why), "period": str(period)}
                for period, point, why in rows
                if point.value is None
            ],
            "ticks": ticks_of(one.periods),
        },
    )


def _control_layers(periods: Sequence[Period], points: Sequence[ControlPoint]) -> dict[str, Rows]:
    """Return the series, what is special in it, and its limits, broken where the series is."""
    layers: dict[str, Rows] = {"points": [], "special": [], "limits": []}
    piece = stretch = 0
    for period, before, point in zip(periods, [None, *points[:-1]], points, strict=True):
        anew = before is None or before.limits is not point.limits
        stretch += anew
        piece += anew or (before is not None and before.value is None)
        at = period.end_month
        if point.limits is not None:
            edges = {"lower": point.limits.lower, "upper": point.limits.upper, "centre": point.limits.centre}
            layers["limits"].append({"x": at, "piece": str(stretch), **edges})
        if point.value is None:
            continue
        layers["points"].append({"x": at, "y": point.value, "piece": str(piece), "period": str(period)})
        if point.variation not in {None, Variation.COMMON}:
            layers["special"].append({"x": at, "y": point.value, "period": str(period)})
    return layers


def _control_table(one: Control, verdict: Verdict, title: str) -> Table:
    columns = (Column("Figure", 20, numeric=True), Column("Shows", 30))
    rows = []
    for period, point, why in zip(one.periods, one.chart.points, one.whys, strict=True):
        shown = f"{sign_of(why)} {(why or 'no figure').replace('-', ' ')}"
        if point.value is not None:
            shown = _shown(point.value, verdict)
        meaning = [point.variation.value if point.variation else point.reason or "", *point.rules]
        rows.append(Row(Cell(period_words(period)), (Cell(shown), Cell("; ".join(meaning)))))
    caption = f"{title}, the figures"
    return Table(caption=caption, head="Period", columns=columns, rows=tuple(rows), stacked=False)


def village_chart(one: Village, verdict: Verdict, title: str) -> Chart:
    """Return a percentage as so many of a hundred children."""
    shown = _shown(one.value, verdict)
    title += f": in a village of 100 {one.noun}, {period_words(one.period)}"
    text = f"{one.children} of every 100 {one.noun} ({shown} {within(one.period)})."
    rows = (
        Row(Cell(f"Of 100 {one.noun}"), (Cell(str(one.children)),)),
        Row(Cell("The percentage itself"), (Cell(shown),)),
    )
    columns = (Column("Figure", 12, numeric=True),)
    return Chart(
        kind="village",
        title=title,
        short=f"In a village of 100 {one.noun}, {period_words(one.period)}",
        text=text,
        key="Filled figures are counted, outlines are not.",
        table=Table(caption=f"{title}, the figures", head="What", columns=columns, rows=rows, stacked=False),
        about=verdict.id,
        data={"village": [{"children": one.children, "value": one.value, "noun": one.noun}]},
    )
