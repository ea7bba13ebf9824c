"""Outcomes of a plan: who leads them, what they aim at, their measures and actions; and its priorities."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from cypplan.reports.plan_measures import measure_section
from cypplan.reports.plan_words import (
    Names,
    detail,
    joined,
    marked,
    noted,
    place,
    points_section,
    shared_place,
    short_place,
    tag,
)
from cypplan.reports.tree import Block, Entries, Entry, Fact, Facts, Item, Items, Paragraph, Section
from cypplan.reports.words import period_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cypplan.plans.model import Action, Outcome, Plan, Priority

__all__ = ["outcome_section", "outcomes_rest"]


def outcome_section(plan: Plan, outcome: Outcome, names: Names) -> Section:
    """Return the section of an outcome."""
    title = f"{outcome.number}. {outcome.title}" if outcome.number else outcome.title
    blocks: list[Block] = [Facts(tuple(_head(outcome, names)))]
    own = [priority for priority in plan.priorities if priority.outcome == outcome.id]
    if own:
        blocks.append(Section(title="Priorities", blocks=(Entries(entries=_priorities(own, names)),)))
    measures = [measure for measure in plan.measures if measure.outcome == outcome.id]
    blocks += [measure_section(measure, names) for measure in measures]
    borrowed = [measure for measure in plan.measures if outcome.id in measure.borrowed_by]
    if borrowed:
        items = tuple(Item(title=measure.title, anchor=f"measure-{measure.id}") for measure in borrowed)
        blocks.append(Section(title="Measures of another outcome", blocks=(Items(items),)))
    if not measures and not borrowed:
        blocks.append(Paragraph("The plan states no measure of it."))
    blocks += points_section("Areas of focus", outcome.areas_of_focus, names)
    blocks += points_section("What it is to achieve", outcome.achieve, names)
    blocks += points_section("What success will look like", outcome.success, names)
    blocks += _actions(outcome.actions, names)
    return Section(title=title, anchor=f"outcome-{outcome.id}", blocks=tuple(blocks))


def outcomes_rest(plan: Plan, names: Names) -> Iterator[Section]:
    """Yield what of a plan's measures and priorities belongs to none of its outcomes."""
    known = {outcome.id for outcome in plan.outcomes}
    measures = tuple(measure_section(one, names) for one in plan.measures if one.outcome not in known)
    if measures:
        yield Section(title="Measures without an outcome", anchor="outcome-none", blocks=measures)
    loose = [priority for priority in plan.priorities if priority.outcome not in known]
    if loose:
        blocks = (Entries(entries=_priorities(loose, names)),)
        yield Section(title="Priorities", anchor="priorities", blocks=blocks)


def _head(outcome: Outcome, names: Names) -> Iterator[Fact]:
    if outcome.overarching:
        yield Fact(term="Overarching", text="stands over the other outcomes, outside their numbering")
    if outcome.short:
        yield Fact(term="In short", text=outcome.short)
    if outcome.leads:
        yield Fact(term="Led by", text=names.led_by(outcome.leads))
    yield from detail("Id", outcome.id)
    yield from detail("Covers", "; ".join(outcome.covers))
    yield from detail("Stands at", place(outcome.cite))
    yield from noted(outcome.note)


def _priorities(priorities: Sequence[Priority], names: Names) -> tuple[Entry, ...]:
    return tuple(
        Entry(
            text=f"{one.number}. {one.title}" if one.number else one.title,
            also=marked("Measured by", "; ".join(names.measures.get(name, name) for name in one.measures)),
            place=tag(one.id, place(one.cite)),
            note=one.note or "",
            entries=tuple(
                Entry(
                    text=f"{point.heading}: {point.text}" if point.heading else point.text,
                    also=marked("Measured by", "; ".join(point.measures)),
                    place=tag(point.id, place(point.cite)),
                    note=point.note or "",
                )
                for point in one.areas_of_focus
            ),
        )
        for one in priorities
    )


def _actions(actions: Sequence[Action], names: Names) -> Iterator[Section]:
    """Yield the actions of an outcome, under the headings that they have; their place is said once."""
    lists: list[Entries] = []
    for where, run in itertools.groupby(actions, lambda action: shared_place(action.cite)):
        entries: list[Entry] = []
        for heading, ones in itertools.groupby(run, lambda action: action.heading or ""):
            made = tuple(_action(one, names) for one in ones)
            entries += [Entry(text=heading, entries=made)] if heading else made
        lists.append(Entries(entries=tuple(entries), place=where))
    if lists:
        yield Section(title="Actions", blocks=tuple(lists), detail=True)


def _action(action: Action, names: Names) -> Entry:
    return Entry(
        text=action.text,
        also=joined(
            marked("Led by", names.led_by(action.leads)),
            marked("Lead as printed", action.leads_stated),
            marked("Timescale", action.timescale),
            marked("Period", action.period and period_words(action.period)),
            marked("Looked at", action.review and str(action.review)),
        ),
        place=tag(action.id, short_place(action.cite)),
        note=action.note or "",
        entries=tuple(
            Entry(
                text=f"Success measure: {point.text}",
                also=joined(point.heading, marked("Measured by", "; ".join(point.measures))),
                place=tag(point.id, place(point.cite)),
                note=point.note or "",
            )
            for point in action.success
        ),
    )
