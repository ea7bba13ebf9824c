"""The drawings as Altair has them: one specification for each kind of chart, with layers and no data.

They are compiled when cypplan is built, by ``python -m cypplan.reports.specs``, into a file of the package:
what draws a page needs neither Altair nor the seconds that it takes. Each layer reads one dataset by its
name; :mod:`cypplan.reports.drawing` fills them. Labels are drawn without a size and get it afterwards: to
measure a text costs as much as to draw the rest of a chart.
"""

from __future__ import annotations

import json
import sys
from importlib import metadata
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import altair as alt
import vl_convert

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import TypeAlias

    _Layers: TypeAlias = "alt.LayerChart | alt.FacetChart"

__all__ = ["LAYERS", "SPECS", "drawings", "specification", "version"]

WIDTH: Final = 360
HEIGHT: Final = 230
_LEFT, _RIGHT, _TOP, _BOTTOM = 46, 14, 12, 28
_INNER: Final = WIDTH - _LEFT - _RIGHT
_DEPTH: Final = HEIGHT - _TOP - _BOTTOM

# the palette of the Government Analysis Function, and its greys
OWN, OTHER, TARGET, REGION, NEAR, INK, FAINT = (
    "#12436D", "#F46A25", "#801650", "#A285D1", "#28A197", "#3D3D3D", "#BFBFBF",
)  # fmt: skip

LAYERS: Final[Mapping[str, tuple[str, ...]]] = {
    "trajectory": ("points", "band", "country", "line", "anchors", "edges", "holes", "ticks"),
    "gaps": ("country", "region", "neighbours", "zero", "holes", "ticks"),
    "neighbours": ("places", "holes", "mean", "names"),
    "funnel": ("limits", "mean", "areas", "own", "ticks"),
    "control": ("points", "special", "limits", "target", "holes", "ticks"),
}
"""The datasets of each kind of chart."""


def _data(name: str) -> alt.Chart:
    return alt.Chart(alt.NamedData(name))


def _x(field: str = "x") -> alt.X:
    return alt.X(f"{field}:Q", axis=None, scale=alt.Scale(zero=False, nice=False, padding=12))


def _y(field: str = "y", *, zero: bool = False) -> alt.Y:
    axis = alt.Axis(title=None, tickCount=5, domain=False, ticks=False, labelPadding=6, labelOverlap=False)
    return alt.Y(f"{field}:Q", axis=axis, scale=alt.Scale(zero=zero, nice=True, padding=8))


def _ticks() -> _Layers:
    """Return the labels of the axis of time, and their small marks."""
    base = _data("ticks").encode(x=_x())
    marks = base.mark_tick(color=INK, thickness=1, size=5, orient="vertical").encode(y=alt.value(_DEPTH + 2))
    words = base.mark_text(fontSize=0, color=INK, baseline="alphabetic").encode(
        text="label:N", y=alt.value(_DEPTH + 19)
    )
    return marks + words


def _holes() -> alt.Chart:
    """Return the signs that stand where a figure is missing, each saying why."""
    base = _data("holes").encode(x=_x())
    return base.mark_text(fontSize=0, color=INK, baseline="alphabetic").encode(
        text="sign:N", y=alt.value(_DEPTH - 4)
    )


def _series(name: str, colour: str, shape: str, dash: list[int]) -> _Layers:
    """Return a series as a line through its pieces, with a sign at every point."""
    base = _data(name).encode(x=_x(), y=_y())
    line = base.mark_line(color=colour, strokeWidth=1.5, strokeDash=dash).encode(detail="piece:N")
    return line + base.mark_point(color=colour, fill=colour, shape=shape, size=28, opacity=1)


def _trajectory() -> _Layers:
    limits = _data("band").encode(x=_x(), y=_y("lower"), y2="upper")
    edge = _data("edges").mark_rule(color=TARGET, strokeWidth=1.5).encode(x=_x("from"), x2="to", y=_y())
    line = _data("line").mark_line(color=TARGET, strokeDash=[5, 4], strokeWidth=1.5).encode(x=_x(), y=_y())
    anchors = _data("anchors").mark_point(color=TARGET, fill=TARGET, size=80, opacity=1)
    shape = alt.Shape("what:N", scale=alt.Scale(domain=["baseline", "target"], range=["square", "diamond"]))
    return alt.layer(
        limits.mark_area(color=OWN, opacity=0.18).encode(detail="piece:N"),
        limits.mark_rule(color=OWN, opacity=0.5, strokeWidth=1),
        edge,
        line,
        _series("country", OTHER, "triangle-up", [2, 3]),
        _series("points", OWN, "circle", [1, 0]),
        anchors.encode(x=_x(), y=_y(), shape=shape.legend(None)),
        _holes(),
        _ticks(),
    )


def _gaps() -> _Layers:
    zero = _data("zero").mark_rule(color=INK, strokeWidth=1.5).encode(y=_y())
    return alt.layer(
        zero,
        _series("country", OTHER, "triangle-up", [2, 3]),
        _series("region", REGION, "square", [5, 3]),
        _series("neighbours", NEAR, "circle", [1, 0]),
        _holes(),
        _ticks(),
    )


def _neighbours() -> _Layers:
    row = alt.Y("row:Q", axis=None, scale=alt.Scale(zero=False, nice=False, reverse=True, padding=10))
    axis = alt.Axis(
        title=None,
        tickCount=5,
        domain=False,
        ticks=False,
        labelPadding=15,
        labelOverlap=False,
        labelFlush=False,
    )
    value = alt.X("y:Q", axis=axis, scale=alt.Scale(zero=False, nice=True, padding=8))
    kinds = ["own", "country", "region", "neighbours"]
    colour = alt.Color("role:N", scale=alt.Scale(domain=kinds, range=[OWN, OTHER, REGION, NEAR]), legend=None)
    shapes = ["diamond", "triangle-up", "square", "circle"]
    shape = alt.Shape("role:N", scale=alt.Scale(domain=kinds, range=shapes), legend=None)
    size = alt.Size("role:N", scale=alt.Scale(domain=kinds, range=[150, 60, 50, 45]), legend=None)
    places = _data("places").encode(x=value, y=row)
    names = _data("names").encode(y=row)
    holes = _data("holes").encode(y=row)
    return alt.layer(
        _data("mean").mark_rule(color=OWN, strokeDash=[2, 2]).encode(x=value),
        places.mark_point(filled=True, opacity=1).encode(color=colour, shape=shape, size=size),
        names.mark_text(fontSize=0, align="right", baseline="alphabetic", dy=4, color=INK).encode(
            x=alt.value(-8), text="name:N"
        ),
        holes.mark_text(fontSize=0, align="left", baseline="alphabetic", dy=4, color=INK).encode(
            x=alt.value(4), text="sign:N"
        ),
    )


def _funnel() -> _Layers:
    limits = _data("limits").encode(x=_x(), detail="side:N")
    areas = _data("areas").encode(x=_x(), y=_y())
    own = _data("own").encode(x=_x(), y=_y())
    return alt.layer(
        _data("mean").mark_rule(color=INK, strokeWidth=1).encode(y=_y()),
        limits.mark_line(color=INK, strokeWidth=1.2, strokeDash=[5, 3]).encode(y=_y("near")),
        limits.mark_line(color=INK, strokeWidth=1.2).encode(y=_y("far")),
        areas.mark_point(color=NEAR, fill=NEAR, size=40, opacity=1),
        own.mark_point(color=OWN, fill=OWN, size=130, shape="diamond", opacity=1),
        _ticks(),
    )


def _control() -> _Layers:
    limits = _data("limits").encode(x=_x(), detail="piece:N")
    target = _data("target").mark_rule(color=TARGET, strokeWidth=1.5, strokeDash=[2, 3]).encode(y=_y())
    special = _data("special").encode(x=_x(), y=_y())
    return alt.layer(
        limits.mark_line(color=INK, strokeWidth=1).encode(y=_y("centre")),
        limits.mark_line(color=INK, strokeWidth=1, strokeDash=[5, 3]).encode(y=_y("lower")),
        limits.mark_line(color=INK, strokeWidth=1, strokeDash=[5, 3]).encode(y=_y("upper")),
        target,
        _series("points", OWN, "circle", [1, 0]),
        special.mark_point(color=OTHER, fill=OTHER, size=110, shape="diamond", opacity=1),
        _holes(),
        _ticks(),
    )


SPECS: Final[Mapping[str, Callable[[], _Layers]]] = {
    "trajectory": _trajectory,
    "gaps": _gaps,
    "neighbours": _neighbours,
    "funnel": _funnel,
    "control": _control,
}


def specification(kind: str) -> dict[str, Any]:
    """Return the Vega-Lite specification of a kind of chart, its datasets empty."""
    left = 150 if kind == "neighbours" else _LEFT
    chart = SPECS[kind]().properties(
        width=WIDTH - left - _RIGHT,
        height=_DEPTH,
        autosize=alt.AutoSizeParams(type="none"),
        padding={"left": left, "right": _RIGHT, "top": _TOP, "bottom": _BOTTOM},
        datasets={name: [] for name in LAYERS[kind]},
    )
    styled = chart.configure(aria=False, background="transparent").configure_view(stroke=None)
    return styled.configure_axis(labelFontSize=0, gridColor=FAINT, labelColor=INK).to_dict(validate=False)


def _lean(vega: dict[str, Any]) -> dict[str, Any]:
    """Return a compiled drawing whose layers read the datasets themselves.

    The compiler puts a filter of missing values before every layer, which costs half the time of drawing;
    no dataset of ours has any.
    """
    source = {one["name"]: one.get("source", one["name"]) for one in vega["data"]}

    def root(name: str) -> str:
        while source[name] != name:
            name = source[name]
        return name

    def renamed(part: Any) -> Any:  # noqa: ANN401 (whatever JSON holds)
        if isinstance(part, list):
            return [renamed(one) for one in part]
        if not isinstance(part, dict):
            return part
        named = str(part.get("data"))
        return {
            key: root(named) if key == "data" and named in source else renamed(one)
            for key, one in part.items()
        }

    for part in ("marks", "scales"):
        vega[part] = renamed(vega[part])
    for scale in vega["scales"]:
        fields = scale["domain"].get("fields", []) if isinstance(scale["domain"], dict) else []
        fields[:] = [one for at, one in enumerate(fields) if one not in fields[:at]]
    return {**vega, "data": [{"name": one["name"]} for one in vega["data"] if "values" in one]}


def version() -> str:
    """Return what the drawings are compiled by."""
    names = ("altair", "vl-convert-python")
    return ", ".join(f"{name} {metadata.version(name)}" for name in names)


def drawings() -> dict[str, Any]:
    """Return every kind of chart as Vega draws it, and what it was compiled by."""
    made = {kind: _lean(vl_convert.vegalite_to_vega(specification(kind))) for kind in SPECS}
    return {"compiled by": version(), **made}


if __name__ == "__main__":
    target = Path(str(files("cypplan.reports"))) / "templates" / "drawings.json"
    target.write_text(json.dumps(drawings(), indent=1, sort_keys=True) + "\n", encoding="utf-8")
    sys.stdout.write(f"{target}\n")
