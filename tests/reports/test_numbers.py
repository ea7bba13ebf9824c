"""One number, one place: every surface shows the same figure, as the verdict has it."""

from __future__ import annotations

import html
import json
import re
from typing import TYPE_CHECKING

import pytest

from cypplan import reports
from cypplan.reports.charts import chart_blocks
from cypplan.reports.details import measure_section
from cypplan.reports.overview import decimals_of
from cypplan.reports.tree import Charts, Facts, Section, tidy
from cypplan.reports.words import value_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cypplan.assess import Verdict
    from cypplan.reports.briefing import Briefing
    from cypplan.reports.tree import Block

PEOPLE = ("text", "md", "html")


@pytest.fixture(scope="module")
def shown(briefed: Briefing) -> dict[str, str]:
    """Every format of one briefing, as words on one line."""
    words = {form: reports.render(briefed, form, width=200) for form in PEOPLE}
    words["html"] = html.unescape(re.sub(r"<[^>]*>", " ", words["html"]))
    words["md"] = re.sub(r"\\([\\`*_\[\]<>|~&])", r"\1", words["md"]).replace("**", "").replace("|", " ")
    return {form: " ".join(text.split()) for form, text in words.items()}


@pytest.fixture(scope="module")
def data(briefed: Briefing) -> dict[str, object]:
    """The same as data."""
    return json.loads(reports.render(briefed, "json"))


def facts_of(block: Block) -> Iterator[tuple[str, str]]:
    """Yield every term with its text."""
    if isinstance(block, Section):
        for inner in block.blocks:
            yield from facts_of(inner)
    elif isinstance(block, Facts):
        yield from ((fact.term, fact.text) for fact in block.facts)


def seen_of(briefed: Briefing) -> list[Verdict]:
    """Return the verdicts that have a figure with a value."""
    return [one for one in briefed.card if one.observation is not None and one.observation.value is not None]


def test_every_surface_has_the_same_figures(
    briefed: Briefing, shown: dict[str, str], data: dict[str, object]
) -> None:
    """Figure, target, gaps, distance and interval of a verdict read alike in all that people read."""
    verdicts = {one["id"]: one for one in data["verdicts"]}
    for verdict in seen_of(briefed):
        row = verdicts[verdict.id]
        assert row["observation"]["value"] == verdict.observation.value
        assert [one["gap"] and one["gap"]["value"] for one in row["comparisons"]] == [
            one.gap and one.gap.value for one in verdict.comparisons
        ]
        section = measure_section((verdict,), briefed)
        for term, text in facts_of(section):
            assert all(tidy(text) in words for words in shown.values()), (verdict.id, term, text)


def test_every_chart_has_the_figures_of_its_verdict(briefed: Briefing, data: dict[str, object]) -> None:
    """In the judged period a chart's point, its table's row and the data are the verdict's own figure."""
    charts = {(one["verdict"], one["kind"]): one for one in data["charts"]}
    found = 0
    for verdict in seen_of(briefed):
        words = value_words(verdict.observation, decimals=decimals_of(verdict))
        for block in chart_blocks(briefed.charts[verdict.id]):
            drawn = charts[verdict.id, block.kind]["data"]
            assert drawn == json.loads(json.dumps(block.data))
            if block.kind == "trajectory":
                period = str(verdict.observation.period)
                assert [p["y"] for p in drawn["points"] if p["period"] == period] == [
                    verdict.observation.value
                ]
                assert words in {cell.text for one in block.table.rows for cell in one.cells}
                found += 1
            if block.kind == "neighbours":
                own = [place["y"] for place in drawn["places"] if place["role"] == "own"]
                assert own == [verdict.observation.value]
                others = {place["y"] for place in drawn["places"] if place["role"] == "country"}
                assert others <= {one.value for one in verdict.comparisons}
    assert found > 5


def test_what_is_drawn_is_in_the_table_behind_it(briefed: Briefing) -> None:
    """A picture has no series without a table: as many rows as points and holes."""
    for charted in briefed.charts.values():
        section = Charts(tuple(chart_blocks(charted)))
        for block in section.charts:
            if block.kind in {"trajectory", "control"}:
                rows = [row for row in block.table.rows if row.head.text not in {"Baseline", "Target"}]
                assert len(rows) == len(block.data["points"]) + len(block.data["holes"])
            if block.kind == "neighbours":
                assert len(block.table.rows) == len(block.data["places"]) + len(block.data["holes"])
            if block.kind == "funnel":
                assert len(block.table.rows) == len(block.data["areas"]) + len(block.data["own"])
