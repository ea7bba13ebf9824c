"""The plan file of Worcestershire against the text of the published document, where that is at hand."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from plan_citations import misquotations, tidy, uncited, unprinted_headings

from cypplan.plans import MeasureKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cypplan.plans import Plan, Statistic

EARLIER_PLAN, RATIONALE, MEASURED = (62, 134), "Why is this important?", "How will success be measured?"
NO_FIGURES = re.compile(
    r"\b(?:19|20)\d\d(?:\s?[/–-]\s?\d{2,4})?\b"  # years
    r"|\b\d+st (?=April)|\bper 10,000"
    r"|\bkey stage \d|\blevel \d|\byear \d|\b5 A\*"
    r"|\bunder (?:the age of )?\d+|\baged \d+ to \d+|\b\d+ to \d+ year|\b\d+ years?\b|\b\d+ year olds?"
    r"|\bpost-16|\b16/17",
    re.IGNORECASE,
)
"""Digits that are no figures: years, bases of rates, key stages, grades and ages."""


def _numbers(text: str) -> set[str]:
    """The figures of a text, thousands without their comma."""
    bare = NO_FIGURES.sub(" ", text)
    return {found.replace(",", "") for found in re.findall(r"\d[\d,]*(?:\.\d+)?", bare)}


def _holds(one: Statistic) -> bool:
    """Whether the text of a statistic has its value: in digits, or in the words that are kept beside it."""
    if one.value is None:
        return True
    if one.printed is not None:
        return one.printed in one.text
    return f"{one.value:f}" in _numbers(one.text)


def test_every_quotation_stands_where_it_is_cited(plan: Plan, lines: list[str]) -> None:
    """Every text, title, name, term and meaning is found at the line that the plan file gives."""
    assert misquotations(plan, lines) == []


def test_every_heading_of_a_citation_is_printed(plan: Plan, lines: list[str]) -> None:
    """The path of headings of every citation is made of headings of the document."""
    assert unprinted_headings(plan, lines) == []


def test_nothing_comes_without_a_citation(plan: Plan) -> None:
    """Every quoted text names its line."""
    assert uncited(plan) == []


def _scattered(plan: Plan) -> Iterator[str]:
    """Yield quotations that have no citation of their own."""
    for body in plan.bodies:
        yield from (*body.aliases, *filter(None, [body.chair, body.status]))
    yield from (text for one in plan.people for text in (one.name, one.post, one.role) if text)
    yield from (one.role for one in plan.partners if one.role)
    yield from (one.promise for one in plan.achievements if one.promise)
    yield from (text for one in plan.voices for text in (one.by, one.occasion) if text)
    for one in plan.statistics:
        yield from filter(None, [one.qualifier, one.printed_unit, one.printed, one.since, one.source])
        yield from filter(None, [one.geography, one.age_band])
    for measure in plan.measures:
        yield from filter(None, [measure.printed_unit, measure.age_band, *measure.groups])
        yield from (text for said in measure.statements for text in (said.change, said.timescale) if text)


def test_quotations_without_a_line_are_in_the_document(plan: Plan, lines: list[str]) -> None:
    """Aliases, chairs, posts, qualifiers, groups and words of change are the document's own."""
    whole = " ".join(filter(None, map(tidy, lines)))
    assert [text for text in _scattered(plan) if text not in whole] == []


def test_statements_hold_their_word_of_change(plan: Plan) -> None:
    """The printed word of change and the timescale stand in the very sentence."""
    for measure in plan.measures:
        for said in measure.statements:
            assert (said.change or "") in said.text, measure.id
            assert (said.timescale or "") in said.text, measure.id


def test_statistics_hold_their_figure(plan: Plan) -> None:
    """The sentence of every statistic has its figure, in digits or in words, and its qualifier."""
    assert [one.id for one in plan.statistics if not _holds(one)] == []
    qualified = [one for one in plan.statistics if one.qualifier]
    assert [one.id for one in qualified if (one.qualifier or "") not in one.text] == []


def test_no_figure_is_passed_over(plan: Plan, lines: list[str]) -> None:
    """Every number printed in the review of the former plan and in a reason is the value of a statistic."""
    values: dict[int, set[str]] = {}
    for one in plan.statistics:
        assert one.cite is not None
        assert one.cite.line is not None
        numbers = {f"{number:f}" for number in (one.value, one.out_of) if number is not None}
        values.setdefault(one.cite.line, set()).update(numbers)
    missing = {
        number: sorted(left)
        for number, line in _with_figures(lines)
        if (left := _numbers(line) - values.get(number, set()))
    }
    assert missing == {557: ["1", "6"]}, "1 in 6 is given as 17 per cent"


def _with_figures(lines: list[str]) -> Iterator[tuple[int, str]]:
    first, last = EARLIER_PLAN
    for number, heading, text in _bullets(lines):
        if first <= number <= last or heading == RATIONALE:
            yield number, text


def _bullets(lines: list[str]) -> Iterator[tuple[int, str, str]]:
    """Yield line, heading and text of every bullet."""
    heading = ""
    for number, line in enumerate(lines, start=1):
        if line.startswith("- "):
            yield number, heading, tidy(line)
        elif line.strip():
            heading = tidy(line)


def test_every_bullet_of_the_former_plan_is_an_achievement(plan: Plan, lines: list[str]) -> None:
    """All 28 bullets under "We achieved..." are there, whole."""
    first, last = EARLIER_PLAN
    printed = [tidy(line) for line in lines[first - 1 : last] if line.startswith("- ")]
    assert [tidy(one.text) for one in plan.achievements] == printed


def test_every_measure_that_is_listed_is_formal(plan: Plan, lines: list[str]) -> None:
    """The bullets under "How will success be measured?", and nothing else, are the formal statements."""
    printed = [number for number, heading, _ in _bullets(lines) if heading == MEASURED]
    formal = [said for one in plan.measures if one.kind is MeasureKind.FORMAL for said in one.statements]
    assert sorted(said.cite.line or 0 for said in formal if said.cite) == printed
