"""The bodies of a plan as a tree, each in full, and the people whom it names."""

from __future__ import annotations

from typing import TYPE_CHECKING

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
    tag,
)
from cypplan.reports.tree import Block, Entries, Entry, Fact, Facts, Section

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cypplan.plans.model import Body, Plan

__all__ = ["bodies_sections"]


def bodies_sections(plan: Plan, names: Names) -> Iterator[Section]:
    """Yield the tree of bodies with a section for each, and the people."""
    if plan.bodies:
        tree = Entries(entries=_Tree(plan, names).entries())
        each = tuple(_body(body, names) for body in plan.bodies)
        full = Section(title="Each body", blocks=each, detail=True)
        yield Section(title="Bodies", anchor="bodies", blocks=(tree, full))
    people = (
        Entry(
            text=", ".join(filter(None, [person.name, person.post])),
            also=joined(person.role, marked("Sits on", names.led_by(person.bodies))),
            place=tag(person.id, place(person.cite)),
            note=person.note or "",
        )
        for person in plan.people
    )
    yield from entries_section("People", people, "people")


class _Tree:
    """Bodies under those that they belong or report to; each stands once, under the first of its parents."""

    def __init__(self, plan: Plan, names: Names) -> None:
        """Take the bodies of a plan."""
        self.bodies = plan.bodies
        self.names = names
        self.known = {body.id for body in plan.bodies}
        self.shown: set[str] = set()

    def entries(self) -> tuple[Entry, ...]:
        """Return those that have no parent, then those whose parents lead back to themselves."""
        top = [body for body in self.bodies if not self.known.intersection(body.parents)]
        entries = [self.entry(body) for body in top]
        entries += [self.entry(body) for body in self.bodies if body.id not in self.shown]
        return tuple(entry for entry in entries if entry)

    def entry(self, body: Body, above: str | None = None) -> Entry:
        """Return a body with those beneath it that stand nowhere yet."""
        self.shown.add(body.id)
        beneath = [one for one in self.bodies if self._first(one) == body.id]
        entries = tuple(self.entry(one, body.id) for one in beneath if one.id not in self.shown)
        others = [parent for parent in body.parents if parent != above]
        word = "Also under" if above else "Under"
        also = joined(
            body.kind and str(body.kind),
            marked("chair", body.chair),
            marked(word.lower(), self.names.led_by(others)),
        )
        return Entry(text=f"{body.name} ({also})" if also else body.name, entries=entries)

    def _first(self, body: Body) -> str | None:
        return next((parent for parent in body.parents if parent in self.known), None)


def _body(body: Body, names: Names) -> Section:
    blocks: list[Block] = [Facts(tuple(_facts(body, names)))]
    blocks += points_section("Members", body.members, names)
    meets = (review_entry(body.meets),) if body.meets else ()
    blocks += entries_section("Meets", meets)
    blocks += entries_section("Reviews", map(review_entry, body.reviews))
    blocks += points_section("Answers for", body.answers_for, names)
    return Section(title=body.name, blocks=tuple(blocks), anchor=f"body-{body.id}")


def _facts(body: Body, names: Names) -> Iterator[Fact]:
    yield from detail("Id", body.id)
    yield from detail("Kind", body.kind and str(body.kind))
    yield from detail("Status", body.status)
    yield from detail("Also called", "; ".join(body.aliases))
    yield from detail("Role", body.role)
    yield from detail("Under", names.led_by(body.parents))
    yield from detail("Chair", body.chair)
    yield from detail("Stands at", place(body.cite))
    yield from noted(body.note)
