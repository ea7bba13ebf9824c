"""Charts as inline SVG: each kind was compiled from its Altair specification, and is filled here.

The picture holds no figure that the table behind it lacks, no tooltip, no script. Colours are those of the
page's style sheet, so that a dark page has a dark chart; where there is no style sheet they fall back to the
palette.
"""

from __future__ import annotations

import functools
import json
import re
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

from cypplan.errors import ExtraMissingError, LookupFailed
from cypplan.reports.village import village_picture

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cypplan.reports.tree import Chart

__all__ = ["KINDS", "picture"]

KINDS: Final = ("trajectory", "gaps", "neighbours", "funnel", "control")
"""The kinds of chart that Vega draws."""

_VARIABLES: Final[Mapping[str, str]] = {
    "#12436D": "--chart-own",
    "#F46A25": "--chart-country",
    "#801650": "--chart-target",
    "#A285D1": "--chart-region",
    "#28A197": "--chart-near",
    "#3D3D3D": "--chart-ink",
    "#BFBFBF": "--chart-grid",
}
_COLOUR: Final = re.compile(r'(?<= )(fill|stroke)="(#[0-9A-Fa-f]{6})"')
_SPOKEN: Final = re.compile(r' (?:aria-[a-z]+|role|class|pointer-events|xmlns:xlink|version)="[^"]*"')
_SIZE: Final = "13px"


def picture(chart: Chart, name: str) -> str:
    """Return a chart as an SVG element, spoken of by the element whose id is ``name``.

    Raises
    ------
    ExtraMissingError
        If a package that draws is not installed.
    LookupFailed
        If there is no such kind of chart.
    """
    if chart.kind == "village":
        (row,) = chart.data["village"]
        return village_picture(int(row["children"] or 0), name)
    try:
        import vl_convert  # noqa: PLC0415 (an extra, loaded where something is drawn)
    except ImportError as error:
        raise ExtraMissingError("drawing charts", "html", "vl_convert") from error
    return _finished(vl_convert.vega_to_svg(_filled(chart)), name)


@functools.cache
def _drawings() -> Mapping[str, Any]:
    """Return every kind of chart as Vega draws it, its datasets empty: see :mod:`cypplan.reports.specs`."""
    text = files("cypplan.reports").joinpath("templates", "drawings.json").read_text(encoding="utf-8")
    return json.loads(text)


def _filled(chart: Chart) -> dict[str, Any]:
    """Return the compiled drawing with the figures of one chart, fields without a value left out."""
    drawings = _drawings()
    if chart.kind not in KINDS:
        what = "kind of chart"
        raise LookupFailed(what, chart.kind, [*KINDS, "village"])
    vega = drawings[chart.kind]
    names = [source["name"] for source in vega["data"]]
    data = [{"name": name, "values": [_present(row) for row in chart.data.get(name, ())]} for name in names]
    return {**vega, "data": data}


def _present(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if value is not None}


def _finished(svg: str, name: str) -> str:
    """Return a drawing ready for a page: sizes of words, colours of the style sheet, one spoken name."""
    opening, rest = svg.split(">", 1)
    (box,) = re.findall(r'viewBox="[-0-9. ]+"', opening)
    body = _SPOKEN.sub("", rest).replace('font-size="0px"', f'font-size="{_SIZE}"')
    body = _COLOUR.sub(_variable, body)
    return f'<svg xmlns="http://www.w3.org/2000/svg" {box} role="img" aria-labelledby="{name}">{body}'


def _variable(found: re.Match[str]) -> str:
    variable = _VARIABLES.get(found[2].upper())
    return f'{found[1]}="var({variable}, {found[2]})"' if variable else found[0]
