"""Charts: drawn for a page, told and tabled everywhere else; nothing in them that the tables lack."""

from __future__ import annotations

import json
import re
import sys
from importlib.resources import files
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import attrs
import pytest
from assess.building import COUNTRY, NEAR, WORLD, baseline, measure, plan, row, table, value
from reports.conftest import HOSTILE

from cypplan import reports
from cypplan.assess import scorecard
from cypplan.errors import ExtraMissingError, LookupFailed
from cypplan.reports import drawing
from cypplan.reports.briefing import Briefing, brief
from cypplan.reports.charts import chart_blocks
from cypplan.reports.charts_rows import signed
from cypplan.reports.tree import tidy
from cypplan.reports.village import village_picture

if TYPE_CHECKING:
    from cypplan.reports.tree import Chart

SVG = "{http://www.w3.org/2000/svg}"
WITHHELD = "7319"


def blocks_of(briefed: Briefing) -> list[Chart]:
    """Return all charts of a briefing."""
    return [block for charted in briefed.charts.values() for block in chart_blocks(charted)]


def made_up() -> Briefing:
    """Return a briefing on figures of which ours of one year is withheld, and a neighbour's of another."""
    rows = [row("share", 50 + at, f"20{15 + at}/{16 + at}") for at in range(4)]
    rows.append(row("share", None, mark="suppressed", count=7, denominator=7319))
    rows += [row("share", 40 + at, "2018/19", area=area) for at, area in enumerate((COUNTRY, *NEAR[1:]))]
    rows.append(row("share", None, "2018/19", area=NEAR[0], mark="suppressed", count=3, denominator=7319))
    figures = table(rows)
    made = measure("share", value(70, "2020/21"), base=baseline(50), name="m")
    card = scorecard(plan(made), figures, as_of="2020-12-31", registry=WORLD)
    return brief(card, figures, registry=WORLD)


def test_every_kind_is_drawn(briefed: Briefing) -> None:
    """Each picture is a whole SVG with a spoken name, colours of the style sheet and letters of a size."""
    kinds = {block.kind: block for block in blocks_of(briefed)}
    assert set(kinds) >= {"trajectory", "gaps", "neighbours", "funnel", "village"}
    for block in kinds.values():
        svg = drawing.picture(block, "spoken")
        root = ET.fromstring(svg)  # noqa: S314 (our own drawing)
        assert (root.get("role"), root.get("aria-labelledby")) == ("img", "spoken")
        assert not [one for one in root.iter() if one is not root and one.get("role")]
        assert not root.findall(f".//{SVG}script") + root.findall(f".//{SVG}title")
        assert 'font-size="0' not in svg
        colours = re.findall(r'(?:fill|stroke)="([^"]+)"', svg)
        assert all(
            colour.startswith("var(--chart-") for colour in colours if colour not in {"none", "transparent"}
        )


def test_as_many_points_as_figures(briefed: Briefing) -> None:
    """The circles of a trajectory are its figures, one each."""
    for block in blocks_of(briefed)[:4]:
        svg = drawing.picture(block, "n")
        if block.kind == "trajectory":
            rows = [one for one in block.table.rows if one.head.text not in {"Baseline", "Target"}]
            valued = [one for one in rows if not one.cells[0].text.startswith("[")]
            assert len(block.data["points"]) == len(valued)
            assert svg.count('fill="var(--chart-own, #12436D)"') >= len(valued)


def test_a_withheld_figure_is_nowhere() -> None:
    """Neither the page nor its pictures, nor data, text or Markdown have what a withheld figure rests on."""
    briefed = made_up()
    for form in ("text", "md", "html", "json"):
        shown = reports.render(briefed, form)
        assert WITHHELD not in shown.replace(",", ""), form
        assert "suppressed" in shown, form
    way = blocks_of(briefed)[0]
    assert [hole["sign"] for hole in way.data["holes"]] == ["[c]"]
    assert "[c]" in drawing.picture(way, "n")
    assert all(set(one) <= {"x", "sign", "period"} for one in way.data["holes"])


def test_every_form_tells_every_chart(briefed: Briefing) -> None:
    """Where there is no picture there is its sentence, and everywhere the figures behind it."""
    text, md = (" ".join(reports.render(briefed, form).split()) for form in ("text", "md"))
    page = reports.render(briefed, "html")
    data = json.loads(reports.render(briefed, "json"))["charts"]
    blocks = blocks_of(briefed)
    assert len(data) == len(blocks) == page.count('<figure class="chart')
    for block, one in zip(blocks, data, strict=True):
        assert one["text"] == block.text
        assert block.short in page
        for shown in (text, md.replace("\\", "")):
            assert block.table.caption.split(":")[-1] in shown
            assert " ".join(block.text.split()[:4]) in shown


def test_hostile_names_stay_names_in_a_picture() -> None:
    """Mark-up, formulas, turned writing and very long names of areas and measures are text, or are cut."""
    way, *_, beside = [one for one in blocks_of(made_up()) if one.kind in {"trajectory", "neighbours"}]
    evil = HOSTILE + "=cmd|' /C calc'!A0 👧🏽" + "x" * 10_000
    rows = [{**one, "name": tidy(evil)} for one in beside.data["names"]]
    svg = drawing.picture(attrs.evolve(beside, data={**beside.data, "names": rows}), "n")
    root = ET.fromstring(svg)  # noqa: S314 (our own drawing)
    assert not [one for one in root.iter() if "script" in one.tag]
    assert any("<script>" in (one.text or "") for one in root.iter(f"{SVG}text"))
    assert "\u202e" not in svg
    ET.fromstring(drawing.picture(way, "n"))  # noqa: S314 (as above)


def test_a_village_has_a_hundred_children() -> None:
    """As many filled as are counted, the others outlines; none and all are villages, too."""
    for children in (0, 1, 64, 100):
        filled, outlined = re.findall(r' d="([^"]*)"', village_picture(children, "n"))
        assert (filled.count("M"), outlined.count("M")) == (2 * children, 2 * (100 - children))


def test_no_gap_has_no_sign() -> None:
    """What rounds to nothing is neither above nor below."""
    assert [signed(one) for one in (-0.04, 0.0, 0.04, 0.06, -1234.5)] == [
        "0.0",
        "0.0",
        "0.0",
        "+0.1",
        "-1,234.5",
    ]


def test_a_missing_drawer_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without vl-convert a page with charts names the extra; one without charts is made."""
    briefed = made_up()
    monkeypatch.setitem(sys.modules, "vl_convert", None)
    with pytest.raises(ExtraMissingError, match=r"cypplan\[html\]"):
        reports.render(briefed, "html")
    assert "<figure" in reports.render(briefed.card, "html")


def test_the_drawings_are_those_that_altair_makes() -> None:
    """What is compiled into the package is what the specifications say, with every layer of theirs."""
    from cypplan.reports import specs

    kept = json.loads(files("cypplan.reports").joinpath("templates/drawings.json").read_text("utf-8"))
    assert set(kept) == {"compiled by", *drawing.KINDS} == {"compiled by", *specs.SPECS}
    for kind, layers in specs.LAYERS.items():
        assert {one["name"] for one in kept[kind]["data"]} == set(layers)
    if kept["compiled by"] == specs.version():  # another release may compile otherwise
        assert kept == json.loads(json.dumps(specs.drawings()))


def test_every_dataset_of_a_chart_is_drawn(briefed: Briefing) -> None:
    """A chart fills the layers of its kind, all of them and no others."""
    from cypplan.reports import specs

    for block in [*blocks_of(briefed), *blocks_of(made_up())]:
        if block.kind != "village":
            assert set(block.data) <= set(specs.LAYERS[block.kind]), block.kind


def test_an_unknown_kind_is_named() -> None:
    """A chart of a kind that nobody draws says which kinds there are."""
    block = attrs.evolve(blocks_of(made_up())[0], kind="funel")
    with pytest.raises(LookupFailed, match='Did you mean "funnel"'):
        drawing.picture(block, "n")
