"""What the parts of a plan's report share: names for ids, places, figures as printed, lists of texts."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Final

import attrs

from cypplan.reports.tree import Block, Entries, Entry, Fact, Section
from cypplan.reports.words import figure

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from decimal import Decimal

    from cypplan.citations import Citation
    from cypplan.plans.contents import IndicatorLink, Review
    from cypplan.plans.model import Plan
    from cypplan.plans.points import Point
    from cypplan.units import Unit

__all__ = [
    "OUR_NOTE",
    "Names",
    "amount",
    "detail",
    "entries_section",
    "joined",
    "link_words",
    "marked",
    "noted",
    "place",
    "points_section",
    "quoted",
    "review_entry",
    "shared_place",
    "short_place",
    "tag",
]

OUR_NOTE: Final = "Our note"
"""Term of what a plan file says in its own words, and not in those of the plan."""


@attrs.frozen
class Names:
    """What the ids of a plan stand for, in words; an id that is not known stands for itself."""

    leads: Mapping[str, str]
    outcomes: Mapping[str, str]
    measures: Mapping[str, str]
    actions: Mapping[str, str]

    @classmethod
    def of(cls, plan: Plan) -> Names:
        """Return the names of a plan."""
        return cls(
            leads={one.id: one.name for one in (*plan.bodies, *plan.people)},
            outcomes={outcome.id: outcome.title for outcome in plan.outcomes},
            measures={measure.id: measure.title for measure in plan.measures},
            actions={action.id: action.text for action in plan.actions},
        )

    def led_by(self, leads: Iterable[str]) -> str:
        """Return the names of bodies and people."""
        return "; ".join(self.leads.get(lead, lead) for lead in leads)


def joined(*parts: str | None) -> str:
    """Return the parts that say something, with semicolons between them."""
    return "; ".join(part for part in parts if part)


def marked(term: str, text: str | None) -> str:
    """Return a text behind the word for what it is; empty where there is none."""
    return f"{term}: {text}" if text else ""


def quoted(text: str | None) -> str:
    """Return a text of the plan in quotation marks; empty where there is none."""
    return f'"{text}"' if text else ""


def place(cite: Citation | None) -> str:
    """Return the place of a citation in full."""
    return str(cite) if cite else ""


def shared_place(cite: Citation | None) -> str:
    """Return the headings of a citation, which those of one list have in common."""
    if cite is None:
        return ""
    path = " > ".join(cite.heading)
    return f"{cite.document}: {path}" if cite.document else path


def short_place(cite: Citation | None) -> str:
    """Return what of a citation its headings leave open: position and line."""
    if cite is None:
        return ""
    return ", ".join(filter(None, [cite.position, f"line {cite.line}" if cite.line else None]))


def tag(name: str | None, where: str) -> str:
    """Return an id with a place."""
    return ": ".join(filter(None, [name, where]))


def detail(term: str, text: str | None, cite: Citation | None = None) -> Iterator[Fact]:
    """Yield a fact that a short form leaves out, or none where nothing is said."""
    if text:
        yield Fact(term=term, text=text, place=place(cite), detail=True)


def noted(note: str | None) -> Iterator[Fact]:
    """Yield a note of the plan file as a fact, or none."""
    yield from detail(OUR_NOTE, note)


def amount(value: Decimal, unit: Unit | None) -> str:
    """Return a figure with the decimals that are printed, and what it is of."""
    exponent = value.as_tuple().exponent
    if unit is None:
        return f"{value:,f}"
    return figure(
        float(value), unit, long=True, decimals=max(0, -exponent if isinstance(exponent, int) else 0)
    )


def link_words(link: IndicatorLink | None) -> str:
    """Return how something is tied to a national indicator."""
    if link is None:
        return ""
    reason = f": {link.reason}" if link.reason else ""
    return f"{link.id} ({link.comparability}{reason})"


def review_entry(review: Review) -> Entry:
    """Return how often something is looked at as an entry of a list."""
    known = ": ".join(filter(None, [review.cadence and str(review.cadence), review.what]))
    printed = quoted(review.stated)
    return Entry(
        text=known or printed or "as often as the plan leaves open",
        also=printed if known else "",
        place=place(review.cite),
        note=review.note or "",
    )


def points_section(title: str, points: Sequence[Point], names: Names) -> Iterator[Section]:
    """Yield a section of texts, under the headings that they have in the plan; none where there are none."""
    if points:
        yield Section(title=title, blocks=tuple(_point_lists(points, names)), detail=True)


def _point_lists(points: Sequence[Point], names: Names) -> Iterator[Block]:
    """Yield a list for each run of texts from one place, so that the place is said once."""

    def above(point: Point) -> tuple[str, str]:
        return point.heading or "", shared_place(point.cite)

    for (heading, where), run in itertools.groupby(points, above):
        entries = tuple(_point(point, names) for point in run)
        if heading:
            entries = (Entry(text=heading, entries=entries),)
        yield Entries(entries=entries, place=where)


def _point(point: Point, names: Names) -> Entry:
    measures = "; ".join(names.measures.get(one, one) for one in point.measures)
    return Entry(
        text=point.text,
        also=marked("Measured by", measures),
        place=tag(point.id, short_place(point.cite)),
        note=point.note or "",
    )


def entries_section(
    title: str, entries: Iterable[Entry], anchor: str | None = None, *, where: str = ""
) -> Iterator[Section]:
    """Yield a section that is one list, which a short form leaves out; none where the list is empty."""
    made = tuple(entries)
    if made:
        yield Section(title=title, anchor=anchor, blocks=(Entries(entries=made, place=where),), detail=True)
