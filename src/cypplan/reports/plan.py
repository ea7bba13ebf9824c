"""From a plan to a document: all that its plan file says, the parts that are read most before the others.

A short form has the head, the outcomes with their measures, and the bodies; everything else is detail.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cypplan.reports.plan_bodies import bodies_sections
from cypplan.reports.plan_figures import figure_sections
from cypplan.reports.plan_outcomes import outcome_section, outcomes_rest
from cypplan.reports.plan_texts import text_sections
from cypplan.reports.plan_words import (
    Names,
    detail,
    entries_section,
    joined,
    marked,
    noted,
    place,
    points_section,
    review_entry,
)
from cypplan.reports.tree import Block, Document, Entry, Fact, Facts, Section
from cypplan.reports.words import day, plural

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cypplan.plans.model import Plan
    from cypplan.plans.points import Point

__all__ = ["plan_document"]


def plan_document(plan: Plan) -> Document:
    """Return a plan as a document."""
    names = Names.of(plan)
    blocks: list[Block] = [Facts(tuple(_head(plan)))]
    blocks += _aims(plan, names)
    blocks += [outcome_section(plan, outcome, names) for outcome in plan.outcomes]
    blocks += outcomes_rest(plan, names)
    blocks += bodies_sections(plan, names)
    blocks += figure_sections(plan, names)
    blocks += text_sections(plan, names)
    blocks += _document(plan)
    return Document(title=plan.title, subtitle=str(plan.partnership or ""), blocks=tuple(blocks))


def _head(plan: Plan) -> Iterator[Fact]:
    yield Fact(term="Plan", text=plan.id)
    yield Fact(term="Authority", text=plan.authority)
    yield from _point("Partnership", plan.partnership, is_detail=True)
    if plan.edition:
        yield Fact(term="Edition", text=plan.edition)
    if plan.supersedes:
        yield Fact(term="In place of", text=plan.supersedes)
    yield from _period(plan)
    yield from _point("Ages", plan.age_range)
    yield from _point("Vision", plan.vision)
    yield from _point("Ambition", plan.ambition)
    if plan.document is not None:
        yield Fact(term="Document", text=str(plan.document))
        if plan.document.licence:
            yield Fact(term="Licence", text=plan.document.licence)
    size = f"{plural(len(plan.outcomes), 'outcome')}, {plural(len(plan.measures), 'measure')}"
    yield Fact(term="Size", text=f"{size}, {plural(len(plan.actions), 'action')}")
    yield from detail("Title stands at", place(plan.cite))
    yield from noted(plan.note)


def _point(term: str, point: Point | None, *, is_detail: bool = False) -> Iterator[Fact]:
    if point is not None:
        where = ": ".join(filter(None, [point.id, place(point.cite)]))
        text = f"{point.heading}: {point.text}" if point.heading else point.text
        yield Fact(term=term, text=text, place=where, detail=is_detail)
        yield from detail("Measured by", "; ".join(point.measures))
        yield from noted(point.note)


def _period(plan: Plan) -> Iterator[Fact]:
    period = plan.period
    if period.stated:
        yield Fact(term="Period", text=period.stated, place=place(period.cite))
    basis = f" ({period.basis})" if period.basis else ""
    if period.start and period.end:
        yield Fact(term="From, to", text=f"{day(period.start)} to {day(period.end)}{basis}")
    elif period.start:
        yield Fact(term="From", text=f"{day(period.start)}{basis}")
    elif period.end:
        yield Fact(term="To", text=f"{day(period.end)}{basis}")
    if not period.stated:
        yield from detail("Period stands at", place(period.cite))
    yield from noted(period.note)


def _aims(plan: Plan, names: Names) -> Iterator[Section]:
    """Yield what a plan says of itself as a whole."""
    lists = (
        ("Values", plan.values),
        ("Behaviours", plan.behaviours),
        ("Principles", plan.principles),
        ("Aspirations", plan.aspirations),
        ("Enablers", plan.enablers),
        ("Commitments", plan.commitments),
    )
    blocks: list[Section] = []
    for title, points in lists:
        blocks += points_section(title, points, names)
    partners = (
        Entry(
            text=one.name,
            also=joined(one.role, marked("Among the bodies as", names.leads.get(one.body or ""))),
            place=place(one.cite),
            note=one.note or "",
        )
        for one in plan.partners
    )
    blocks += entries_section("Partners", partners)
    blocks += entries_section("How often the plan is looked at", map(review_entry, plan.reviews))
    if blocks:
        yield Section(title="Aims and ways of working", anchor="aims", blocks=tuple(blocks), detail=True)


def _document(plan: Plan) -> Iterator[Section]:
    if plan.document is None:
        return
    source = plan.document
    known = (
        ("Id", source.id),
        ("Title", source.title),
        ("Publisher", source.publisher),
        ("Published", source.published),
        ("Address", source.url),
        ("Licence", source.licence),
        ("Text file", source.file),
        ("Our note", source.note),
    )
    facts = tuple(Fact(term=term, text=text) for term, text in known if text)
    yield Section(title="The document", anchor="document", blocks=(Facts(facts),), detail=True)
