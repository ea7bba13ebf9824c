"""The care strategy of 2018: the plan file against the text of the document, where that is at hand."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import attrs
import pytest
from plan_citations import document_lines, misquotations, tidy, uncited, unprinted_headings

import cypplan_warrington
from cypplan import plans
from cypplan.citations import Citation

if TYPE_CHECKING:
    from cypplan.plans import Plan

NUMBER = re.compile(r"£?\d(?:[\d,.]*\d)?%?")
SAID_ELSEWHERE = {49, 61, 415, 480, *range(129, 150), *range(167, 174)}
"""Lines whose numbers are no figures: footnotes, whose words are the sources of figures; a law's year; the
age of 18; the period, which is cited where the title page prints it."""
REASONS = {197, 198, 199}
"""Bullets that are not reproduced: what the priorities are based on."""
OURS = {"id", "note"}
"""What a plan file adds to the words of its document."""
ROW = re.compile(r"[^\t]*\t[^\t]+\t[^\t]+\t[^\t]+\t[^\t]+")


@pytest.fixture(scope="module")
def plan() -> Plan:
    """The plan, read without faults."""
    files = cypplan_warrington.cypplan_plans()
    return plans.load(next(file for file in files if file.stem == "warrington-care-2018"))


@pytest.fixture(scope="module")
def lines(plan: Plan) -> list[str]:
    """The lines of the document, where the folder with the texts is at hand."""
    return document_lines(plan)


def _quoted_at(plan: Plan) -> dict[int, str]:
    """All texts of the plan file, without its ids and notes, by the line that they cite."""
    found: dict[int, str] = {}
    todo: list[object] = [plan]
    while todo:
        item = todo.pop()
        if isinstance(item, tuple):
            todo += item
        elif attrs.has(type(item)):
            parts = {field.name: getattr(item, field.name) for field in attrs.fields(type(item))}
            todo += parts.values()
            cite = parts.get("cite")
            if isinstance(cite, Citation) and cite.line:
                texts = [each for name, each in parts.items() if name not in OURS and isinstance(each, str)]
                found[cite.line] = " ".join([found.get(cite.line, ""), *texts])
    return found


def _bullets_below(lines: list[str], heading: str) -> list[list[str]]:
    """The bullets under every heading of that name, a list for each."""
    lists: list[list[str]] = []
    for at, line in enumerate(lines):
        if line == heading:
            lists.append([])
            for below in lines[at + 1 :]:
                if below and not below.startswith("- "):
                    break
                lists[-1] += [tidy(below)] if below else []
    return lists


def test_every_quotation_stands_at_its_line(plan: Plan, lines: list[str]) -> None:
    """Whatever the plan file quotes is word for word in the document, at the line that it cites."""
    assert not misquotations(plan, lines)
    assert not uncited(plan)
    assert not unprinted_headings(plan, lines)


def test_every_figure_of_the_document_is_in_the_plan(plan: Plan, lines: list[str]) -> None:
    """No number is left out: each stands in a text that the plan quotes from its line or the one before."""
    quoted = _quoted_at(plan)
    missing = [
        (number, figure)
        for number, line in enumerate(lines, 1)
        if number not in SAID_ELSEWHERE and not line.startswith("Section")
        for figure in NUMBER.findall(re.sub(r"^\d\. ", "", line))
        if figure not in " ".join(quoted.get(near, "") for near in (number - 2, number - 1, number))
    ]
    assert missing == [(37, "2013")], "the first strategy's year, which line 18 gives, too"


def test_every_bullet_of_the_document_is_in_the_plan(plan: Plan, lines: list[str]) -> None:
    """No item of a list is left out, whether it has a bullet or a number."""
    quoted = _quoted_at(plan)
    items = {at for at, line in enumerate(lines, 1) if re.match(r"- |\d\. ", line)}
    assert len(items) == 159, "154 in lists, and 5 rows of the action plan that begin with a number"
    assert items - set(quoted) == REASONS


def test_areas_of_focus_and_success_are_the_lists(plan: Plan, lines: list[str]) -> None:
    """The bullets under "What we will do" and "What difference will we make?" are there, all and in order."""
    focus = [[point.text for point in outcome.areas_of_focus] for outcome in plan.outcomes]
    assert focus == _bullets_below(lines, "What we will do:")
    success = [[point.text for point in outcome.success] for outcome in plan.outcomes]
    assert success == _bullets_below(lines, "What difference will we make?")


def test_action_plan_row_by_row(plan: Plan, lines: list[str]) -> None:
    """Activity, leads, timescale and success measures of each row are its cells as printed."""
    rows = [line.split("\t") for line in lines if ROW.fullmatch(line) and "Activity" not in line]
    assert len(rows) == len(plan.actions)
    for action, (_, activity, leads, timescale, success) in zip(plan.actions, rows, strict=True):
        assert action.text == activity
        assert (action.leads_stated or plan.lead(action.leads[0]).name) == leads
        assert all(plan.lead(name).name in leads for name in action.leads)
        assert action.timescale == timescale
        assert " ".join(point.text for point in action.success) == success


def test_outcomes_of_the_rows(plan: Plan, lines: list[str]) -> None:
    """A row stands under the outcome whose title is printed before it."""
    title = ""
    for outcome in plan.outcomes:
        for action in outcome.actions:
            assert action.cite is not None
            assert action.cite.line is not None
            title = lines[action.cite.line - 1].split("\t")[0] or title
            assert title.removeprefix(f"{outcome.number}. ") == outcome.title, action.id


def test_words_beside_the_figures_are_printed(plan: Plan, lines: list[str]) -> None:
    """Qualifiers, sources, roles of partners and printed units are words of the document."""
    whole = tidy(" ".join(lines))
    words = [
        *((one.id, one.source) for one in plan.statistics),
        *((one.id, one.qualifier) for one in plan.statistics),
        *((one.id, one.printed_unit) for one in plan.statistics),
        *((one.id, one.printed) for one in plan.statistics),
        *((one.id, one.since) for one in plan.statistics),
        *((one.id, one.geography) for one in plan.statistics),
        *((one.name, one.role) for one in plan.partners),
        *((one.id, one.chair) for one in plan.bodies),
        *((one.term, one.short) for one in plan.glossary),
        *((one.topic or "", one.topic) for one in plan.voices),
        *((point.text, point.heading) for point in plan.commitments),
        *((one.id, statement.change) for one in plan.measures for statement in one.statements),
    ]
    assert not [(name, word) for name, word in words if word and tidy(word) not in whole]
