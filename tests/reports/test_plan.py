"""The report of a plan: everything that the plan says is in it, in every format, and reads well."""

from __future__ import annotations

import datetime as dt
import html
import json
import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import attrs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from plan_strategies import plans, tables

import cypplan
from cypplan.citations import Citation
from cypplan.plans import (
    Body,
    Plan,
    StatedTable,
    Statistic,
    TableCell,
    TableReading,
    TableRow,
    Variant,
)
from cypplan.plans.shapes import fields_of
from cypplan.plans.writing import write_table
from cypplan.reports import render
from cypplan.reports.tree import tidy
from cypplan.units import Unit

if TYPE_CHECKING:
    from collections.abc import Iterator

CHESHIRE = "cheshire-west-cypp-2020"
SMALL = Plan(id="a-2030", title="A plan", authority="E06000007")
ONE_THING = st.sampled_from([field.name for field in fields_of(Plan) if not field.required]).flatmap(
    lambda field: plans(frozenset({field}))
)
"""Plans that say one thing only: small, so that each thing is drawn often."""
LARGE = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))  # plans are large


def _texts(value: object) -> Iterator[str]:
    """Yield every text of a plan, ids and the headings of its citations among them."""
    if isinstance(value, Citation):
        yield from (*value.heading, *filter(None, [value.position, value.document]))
        if value.line is not None:
            yield f"line {value.line}"
    elif type(value) is str:
        yield value
    elif isinstance(value, tuple):
        for one in value:
            yield from _texts(one)
    elif attrs.has(type(value)) and type(value).__module__.startswith(("cypplan.plans", "cypplan.citations")):
        for field in attrs.fields(type(value)):
            yield from _texts(getattr(value, field.name))


def _bare(text: str) -> str:
    """A text without white space and without backslashes, which escape in Markdown."""
    return re.sub(r"[\s\\]+", "", text)


@pytest.mark.parametrize("form", ["text", "md", "html"])
@given(plan=plans() | ONE_THING)
@LARGE
def test_every_text_of_a_plan_is_shown(form: str, plan: Plan) -> None:
    """Whatever a plan says in words is said by its report: nothing is lost on the way to a reader."""
    shown = render(plan, form)
    bare = _bare(html.unescape(re.sub(r"<[^>]*>", " ", shown)) if form == "html" else shown)
    assert not [text for text in _texts(plan) if _bare(tidy(text)) not in bare]


def _plain(data: Any) -> Any:
    """The data of a plan file as JSON has them: figures as numbers, dates as texts."""
    match data:
        case dict():
            return {key: _plain(value) for key, value in data.items()}
        case list():
            return [_plain(one) for one in data]
        case Decimal():
            return float(data)
        case dt.date():
            return data.isoformat()
        case _:
            return data


@given(plan=plans())
@LARGE
def test_json_is_the_plan_file(plan: Plan) -> None:
    """The JSON of a plan has every key and value of its plan file."""
    assert json.loads(render(plan, "json")) == _plain(write_table(plan))


@given(table=tables("t"))
@LARGE
def test_any_table_fits_or_is_a_list(table: StatedTable) -> None:
    """A table that is too wide for eighty columns is shown as a list; no line runs over them."""
    shown = render(attrs.evolve(SMALL, tables=(table,)), "text")
    assert all(len(line) <= 80 for line in shown.splitlines())
    bare = _bare(shown)
    assert all(_bare(tidy(name)) in bare for name in table.columns)


@pytest.fixture(scope="module")
def cheshire() -> str:
    """A plan with a table of several readings, as text."""
    return render(cypplan.plan(CHESHIRE), "text")


def test_a_table_shows_what_its_totals_decide(cheshire: str) -> None:
    """Cells that the totals settle are filled, those that they leave open have a question mark."""
    lines = cheshire.splitlines()
    assert "C of E Voluntary Aided                      15         1            16" in lines
    assert "PRU’s                                        ?         ?             2" in lines
    ways = "The print leaves 50,000,000 ways to read this table; with 2 of them all its"
    assert ways in lines
    assert "  - Nursery 20, Total 20: ruled out by the totals" in lines


def _table(*rows: tuple[str, dict[str, int], bool]) -> StatedTable:
    """A table of rows with one reading each, or, where the values are lists, several."""
    made = tuple(
        TableRow(label=label, total=total, readings=tuple(_reading(name, n) for name, n in values.items()))
        for label, values, total in rows
    )
    return StatedTable(id="t", title="T", columns=("Boys", "Girls"), rows=made)


def _reading(name: str, number: int) -> TableReading:
    return TableReading(cells=(TableCell(column=name, value=Decimal(number)),))


@pytest.mark.parametrize(
    ("total", "words"),
    [
        ({"Boys": 5}, "The print leaves 2 ways to read this table; with one of them all its totals hold"),
        ({"Boys": 6}, "The print leaves 2 ways to read this table; with none of them all its totals hold"),
    ],
)
def test_a_table_says_what_its_totals_leave(total: dict[str, int], words: str) -> None:
    """One reading that is left is shown as such; where none is left that is said, and all stay open."""
    table = _table(("A", {"Boys": 5, "Girls": 5}, False), ("All", total, True))
    shown = " ".join(render(attrs.evolve(SMALL, tables=(table,)), "text").split())
    assert words in shown
    assert ("ruled out" in shown) is ("with one" in words)


def test_bodies_stand_under_their_parents(cheshire: str) -> None:
    """The tree of bodies shows who is under whom, by indentation."""
    lines = cheshire.partition("\nBodies\n")[2].splitlines()
    names = ["West Cheshire Children’s Trust", "Children’s Trust Executive", "Children’s Trust Strategic"]
    depths = [next(line for line in lines if line.lstrip().startswith(f"- {name}")) for name in names]
    assert [len(line) - len(line.lstrip()) for line in depths] == [2, 4, 6]


def test_bodies_that_lead_in_a_circle_are_shown_once() -> None:
    """Bodies whose parents lead back to themselves are neither lost nor repeated without end."""
    bodies = (
        Body(id="a", name="Alpha", parents=("b",)),
        Body(id="b", name="Beta", parents=("a",)),
        Body(id="c", name="Gamma", parents=("a", "b")),
    )
    tree = render(attrs.evolve(SMALL, bodies=bodies), "text", verbose=False)
    for name in ("- Alpha", "- Beta", "- Gamma"):
        assert tree.count(name) == 1
    assert "Gamma (also under: Beta)" in tree


def test_the_short_form_has_outcomes_and_bodies_only() -> None:
    """Long lists, places and notes wait for those who ask for them."""
    plan = cypplan.plan(CHESHIRE)
    short, full = render(plan, "text", verbose=False), render(plan, "text")
    assert len(short.splitlines()) * 4 < len(full.splitlines())
    for word in ("Our note", "Stated figures", "Commitments", "bullet 1"):
        assert word in full
        assert word not in short
    for outcome in plan.outcomes:
        assert " ".join(outcome.title.split())[:60] in " ".join(short.split())


@pytest.mark.parametrize("form", ["text", "md", "html"])
def test_notes_are_marked_as_ours(form: str) -> None:
    """What the plan file says in its own words cannot be taken for the plan's."""
    statistic = Statistic(id="s", text="Five in ten", note="from a survey")
    plan = attrs.evolve(SMALL, note="not the plan's words", statistics=(statistic,))
    shown = re.sub(r"<[^>]*>|[*:]", "", html.unescape(render(plan, form)))
    assert len(re.findall(r"Our note\s*(?:not the plan|from a survey)", shown)) == 2


def test_versions_of_a_text_stand_together() -> None:
    """A second version is shown with the first, wherever in the plan that stands."""
    places = {
        "title": "A plan",
        "bodies.b.name": "Board",
        "bodies[0].members[0]": "Chairs",
        "nowhere.x": None,
    }
    body = Body(id="b", name="Board", members=("Chairs",))
    variants = tuple(Variant(of=path, text="Another") for path in places)
    shown = render(attrs.evolve(SMALL, bodies=(body,), variants=variants), "text")
    for path, first in places.items():
        taken = f'\n  taken as: "{first}"' if first else ""
        assert f'- {path}{taken}\n  - "Another"' in shown


def test_figures_keep_their_decimals() -> None:
    """A figure is shown as precisely as it was printed."""
    statistic = Statistic(
        id="s", text="58.10 per cent", value=Decimal("58.10"), unit=Unit.parse("percent_of_pupils")
    )
    assert "- 58.10% of pupils [s]" in render(attrs.evolve(SMALL, statistics=(statistic,)), "text")
