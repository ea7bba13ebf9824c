"""The walk over the citations of a plan: it finds what is not printed, and forgives differences of form."""

from __future__ import annotations

import attrs
import pytest
from plan_citations import misquotations, tidy, uncited, unprinted_headings

from cypplan.citations import Citation
from cypplan.plans import Action, Body, Outcome, Plan, Point

LINES = [
    "## OUR PRIORITIES",
    "",
    "- to **improve** the health of children –",
    "",
    "and of   young people;",
    "* Number\\* of plans | 12",
    "Last line of the page",
]


def _plan(text: str, line: int | None, heading: str = "Our priorities") -> Plan:
    point = Point(text=text, cite=Citation((heading,), "bullet 1", line))
    return Plan(id="a-plan", title="A plan", authority="E06000007", cite=Citation(line=1), values=(point,))


def _wrong(plan: Plan) -> list[str]:
    """Return what is misquoted, the title of the plan aside."""
    return [one for one in misquotations(plan, LINES) if not one.startswith("plan.title")]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("to improve the health of children — and of young people", 3),
        ("to improve the health of children - and of young people", 1),
        ("to improve the health of children - and of young people", 5),
        ("improve … young people", 3),
        ("Number* of plans 12", 6),
    ],
)
def test_what_is_printed_is_found(text: str, line: int) -> None:
    """Line breaks, Markdown, tables, dashes, words left out, and two lines more or less are no fault."""
    assert _wrong(_plan(text, line)) == []


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("to improve the health of children - and of young persons", 3),
        ("To improve the health of children", 3),
        ("young people … improve", 3),
        ("Last line of the page", 4),
        ("to improve the health of children", 6),
        ("to improve", 99),
    ],
)
def test_what_is_printed_otherwise_or_elsewhere_is_named(text: str, line: int) -> None:
    """Another word, a capital, the wrong order, a line too far off: each is found, with path and line."""
    (found,) = _wrong(_plan(text, line))
    assert found == f'plan.values[0].text: not at or near line {line}: "{text}"'


def test_titles_and_names_may_differ_in_capitals() -> None:
    """Headings are set in capitals, so that a title or a name is compared without them."""
    plan = Plan(id="a-plan", title="Our Priorities", authority="E06000007", cite=Citation(line=1))
    assert misquotations(plan, LINES) == []
    assert len(misquotations(attrs.evolve(plan, title="Our aims"), LINES)) == 1


def test_the_walk_reaches_what_lies_deep() -> None:
    """An action of an outcome and a point of a body are looked at, and named by their ids."""
    action = Action(id="act", text="not printed", cite=Citation(line=3))
    body = Body(id="board", name="Last line", cite=Citation(line=7), answers_for=("no cite",))
    outcome = Outcome(id="health", title="Health", cite=Citation(line=3), actions=(action,))
    plan = attrs.evolve(_plan("to improve", 3), bodies=(body,), outcomes=(outcome,))
    assert _wrong(plan) == ['plan.outcomes[health].actions[act].text: not at or near line 3: "not printed"']
    assert uncited(plan) == ['plan.bodies[board].answers_for[0].text: "no cite"']


def test_headings() -> None:
    """A heading that is nowhere printed is named; capitals and signs of Markdown make no difference."""
    assert unprinted_headings(_plan("to improve", 3), LINES) == []
    (found,) = unprinted_headings(_plan("to improve", 3, "Our aims"), LINES)
    assert found == 'plan.values[0].cite: no such heading: "Our aims"'
    assert unprinted_headings(_plan("to improve", 3, "of the page"), LINES) == []
    assert len(unprinted_headings(_plan("to improve", 3, "of plans"), LINES)) == 1, (
        "neither begins nor ends a line"
    )


def test_tidy_keeps_what_is_said() -> None:
    """Quotation marks, apostrophes and figures stay as they are printed."""
    assert tidy("  •  the “child’s” 5 A\\*-C – 12%") == "the “child’s” 5 A*-C - 12%"
