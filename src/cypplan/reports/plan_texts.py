"""What else a plan says: voices, ladders, terms, other strategies, what it announces, what it says twice."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Final

import attrs

from cypplan.plans.words import Found, StrategyRelation
from cypplan.reports.plan_words import (
    Names,
    entries_section,
    joined,
    marked,
    place,
    quoted,
    shared_place,
    short_place,
    tag,
)
from cypplan.reports.tree import Block, Entries, Entry, Section
from cypplan.reports.words import period_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from cypplan.plans.contents import Declared, Ladder, Strategy, Term, Variant, Voice
    from cypplan.plans.model import Plan

__all__ = ["text_sections"]

_RELATIONS: Final[Mapping[StrategyRelation, str]] = {
    StrategyRelation.ABOVE: "Above this plan",
    StrategyRelation.BENEATH: "Beneath this plan",
    StrategyRelation.BESIDE: "Beside this plan",
    StrategyRelation.EARLIER: "The plan before",
    StrategyRelation.LAW: "Law and guidance",
    StrategyRelation.NAMED: "Named",
}
_FOUND: Final[Mapping[Found, str]] = {
    Found.PRESENT: "There",
    Found.ABSENT: "Not there",
    Found.DEFERRED: "To come later",
    Found.ELSEWHERE: "In another document",
    Found.LOST: "In the document, not in its text",
}


def text_sections(plan: Plan, names: Names) -> Iterator[Section]:
    """Yield the sections of all that is said in words only, as far as there is any."""
    if plan.voices:
        blocks = tuple(_voices(plan.voices))
        yield Section(title="What people said", anchor="voices", blocks=blocks, detail=True)
    if plan.ladders:
        blocks = tuple(map(_ladder, plan.ladders))
        yield Section(title="Ladders of participation", anchor="ladders", blocks=blocks, detail=True)
    yield from entries_section("Terms", map(_term, plan.glossary), "terms")
    if plan.strategies:
        blocks = tuple(_strategies(plan.strategies, names))
        yield Section(title="Other plans and strategies", anchor="strategies", blocks=blocks, detail=True)
    if plan.declared:
        blocks = tuple(_declared(plan.declared))
        yield Section(title="What the document announces", anchor="declared", blocks=blocks, detail=True)
    yield from entries_section("Printed twice, and not alike", _variants(plan), "variants")
    acknowledged = (Entry(text=f"{one.code} on {one.fact}", also=one.reason) for one in plan.acknowledged)
    yield from entries_section("Findings known and left as published", acknowledged, "acknowledged")


def _voices(voices: Iterable[Voice]) -> Iterator[Block]:
    """Yield a list for each occasion, speaker and topic."""

    def said(voice: Voice) -> tuple[str, ...]:
        period = period_words(voice.period) if voice.period else ""
        return (voice.by or "", voice.occasion or "", voice.topic or "", period, shared_place(voice.cite))

    for (*who, where), run in itertools.groupby(voices, said):
        entries = tuple(map(_voice, run))
        title = joined(*who)
        if title:
            entries = (Entry(text=title, entries=entries),)
        yield Entries(entries=entries, place=where)


def _voice(voice: Voice) -> Entry:
    rank = f"{voice.rank}. " if voice.rank is not None else ""
    return Entry(
        text=f"{rank}{quoted(voice.text)}",
        also=marked("Figures", "; ".join(voice.statistics)),
        place=short_place(voice.cite),
        note=voice.note or "",
    )


def _ladder(ladder: Ladder) -> Section:
    where = shared_place(ladder.cite)
    rungs = tuple(
        Entry(
            text=f"{rung.name}: {rung.meaning}" if rung.meaning else rung.name,
            place=short_place(rung.cite) if shared_place(rung.cite) == where else place(rung.cite),
        )
        for rung in ladder.rungs
    )
    what = Entry(text="Its top rung first", place=place(ladder.cite), note=ladder.note or "", entries=rungs)
    return Section(title=ladder.title, blocks=(Entries(entries=(what,)),))


def _term(term: Term) -> Entry:
    name = f"{term.term} ({term.short})" if term.short else term.term
    return Entry(
        text=f"{name}: {term.meaning}" if term.meaning else f"{name}: without a meaning",
        place=place(term.cite),
        note=term.note or "",
    )


def _strategies(strategies: Iterable[Strategy], names: Names) -> Iterator[Section]:
    groups: dict[StrategyRelation, list[Entry]] = {}
    for one in strategies:
        entry = Entry(
            text=one.name,
            also=joined(quoted(one.text), marked("led by", names.led_by(one.leads))),
            place=tag(one.id, place(one.cite)),
            note=one.note or "",
        )
        groups.setdefault(one.relation, []).append(entry)
    for relation, title in _RELATIONS.items():
        yield from entries_section(title, groups.get(relation, ()))


def _declared(declared: Iterable[Declared]) -> Iterator[Section]:
    groups: dict[Found, list[Entry]] = {}
    for one in declared:
        entry = Entry(
            text=quoted(one.text),
            also=marked("at", place(one.at)),
            place=place(one.cite),
            note=one.note or "",
        )
        groups.setdefault(one.found, []).append(entry)
    for found, title in _FOUND.items():
        yield from entries_section(title, groups.get(found, ()))


def _variants(plan: Plan) -> Iterator[Entry]:
    groups: dict[str, list[Variant]] = {}
    for one in plan.variants:
        groups.setdefault(one.of, []).append(one)
    for path, ones in groups.items():
        versions = tuple(
            Entry(text=quoted(one.text), place=place(one.cite), note=one.note or "") for one in ones
        )
        first = _text_of(plan, path)
        yield Entry(text=path, also=marked("taken as", quoted(first)), entries=versions)


def _text_of(plan: Plan, path: str) -> str | None:
    """Return the text of the plan at a path of names, ids and places in lists; ``None`` where it has none."""
    found: object = plan
    for step in path.replace("[", ".").replace("]", "").split("."):
        if isinstance(found, tuple):
            same = (one for one in found if getattr(one, "id", None) == step)
            at = int(step) if step.isdecimal() and int(step) < len(found) else None
            found = next(same, None) if at is None else found[at]
        else:
            found = getattr(found, step, None) if attrs.has(type(found)) else None
    return str(found) if isinstance(found, str) or hasattr(found, "text") else None
