"""What a plan states in figures beside its measures: statistics, achievements, villages, tables."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Final

from cypplan.comparators import ComparatorKind
from cypplan.plans.words import Basis, Standing, StatisticForm, StatisticRole
from cypplan.reports.plan_tables import table_section
from cypplan.reports.plan_words import (
    Names,
    amount,
    entries_section,
    joined,
    link_words,
    marked,
    place,
    quoted,
    shared_place,
    short_place,
    tag,
)
from cypplan.reports.tree import Block, Entries, Entry, Paragraph, Section
from cypplan.reports.words import period_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from cypplan.plans.contents import Achievement, Claim, Statistic, Village
    from cypplan.plans.model import Plan

__all__ = ["figure_sections"]

_ROLES: Final[Mapping[StatisticRole, str]] = {
    StatisticRole.CONTEXT: "context",
    StatisticRole.ACHIEVEMENT: "an achievement",
    StatisticRole.CONSULTATION: "an answer to a survey",
    StatisticRole.ILLUSTRATION: "an illustration, no figure of the area",
}
_FORMS: Final[Mapping[StatisticForm, str]] = {
    StatisticForm.LEVEL: "",
    StatisticForm.CHANGE: "a change",
    StatisticForm.RELATIVE_CHANGE: "a change in per cent of where it began",
    StatisticForm.RANK: "a rank",
}
_STANDS: Final[Mapping[Standing, str]] = {
    Standing.BETTER: "better than",
    Standing.WORSE: "worse than",
    Standing.HIGHER: "higher than",
    Standing.LOWER: "lower than",
    Standing.SAME: "the same as",
}
_OTHERS: Final[Mapping[ComparatorKind, str]] = {
    ComparatorKind.COUNTRY: "England",
    ComparatorKind.REGION: "the region",
    ComparatorKind.NEIGHBOURS: "statistical neighbours",
    ComparatorKind.AREA: "another area",
    ComparatorKind.GROUP: "another group",
    ComparatorKind.EXTERNAL: "an external value",
}


def figure_sections(plan: Plan, names: Names) -> Iterator[Section]:
    """Yield the sections of stated figures, achievements, villages and tables, as far as there are any."""
    if plan.statistics:
        blocks = tuple(_statistics(plan.statistics, names))
        yield Section(title="Stated figures", anchor="statistics", blocks=blocks, detail=True)
    yield from _achievements(plan.achievements)
    if plan.villages:
        blocks = tuple(map(_village, plan.villages))
        yield Section(title="Villages", anchor="villages", blocks=blocks, detail=True)
    if plan.tables:
        blocks = tuple(map(table_section, plan.tables))
        yield Section(title="Tables", anchor="tables", blocks=blocks, detail=True)


def _statistics(statistics: Iterable[Statistic], names: Names) -> Iterator[Block]:
    """Yield a section for each heading of the document, with its sentences and the figures in each."""
    groups: dict[str, list[Statistic]] = {}
    for one in statistics:
        groups.setdefault(shared_place(one.cite), []).append(one)
    for where, ones in groups.items():
        sources = {one.source for one in ones}
        shared = sources.pop() if len(sources) == 1 and len(ones) > 1 else None
        head = (Paragraph(f"Source: {shared}"),) if shared else ()
        entries = Entries(entries=tuple(_sentences(ones, names, shared)))
        yield Section(title=where or "Without a place", blocks=(*head, entries))


def _sentences(statistics: Iterable[Statistic], names: Names, source: str | None) -> Iterator[Entry]:
    for (text, where), run in itertools.groupby(statistics, lambda one: (one.text, short_place(one.cite))):
        figures = tuple(_statistic(one, names, source) for one in run)
        yield Entry(text=quoted(text), place=where, entries=figures)


def _statistic(one: Statistic, names: Names, source: str | None) -> Entry:
    also = joined(
        one.label,
        marked("printed", quoted(one.printed)),
        marked("printed unit", one.printed_unit),
        f"{amount(one.share, None)}%" if one.share is not None else "",
        _form(one),
        *_whole(one),
        *_population(one),
        marked("a figure of the measure", one.measure and names.measures.get(one.measure, one.measure)),
        marked("indicator", link_words(one.indicator)),
        *map(_claim, one.claims),
        marked("source", one.source if one.source != source else None),
        "" if one.role is StatisticRole.CONTEXT else _ROLES[one.role],
    )
    return Entry(text=_figure(one), also=also, place=one.id, note=one.note or "")


def _figure(one: Statistic) -> str:
    """Return a figure as printed; what is said in its place where there is none."""
    if one.value is not None:
        return " ".join(filter(None, [one.qualifier, amount(one.value, one.unit)]))
    known = joined(one.qualifier, one.unit and one.unit.label)
    return f"no figure ({known})" if known else "no figure"


def _form(one: Statistic) -> str:
    """Return what a figure is, where it is no plain level."""
    return joined(
        _FORMS[one.form],
        one.sense and str(one.sense),
        f"out of {amount(one.out_of, None)}" if one.out_of is not None else "",
        "provisional" if one.provisional else "",
    )


def _whole(one: Statistic) -> Iterator[str]:
    """Yield what a figure is a part of, or what it is made from."""
    yield marked("part of", one.of)
    yield marked("split by", one.split)
    yield marked("counts", one.numerator)
    yield marked("out of", one.denominator)


def _population(one: Statistic) -> Iterator[str]:
    """Yield of when, where and whom a figure is."""
    if one.period:
        inferred = " (period inferred)" if one.period_basis is Basis.INFERRED else ""
        yield f"{period_words(one.period)}{inferred}"
    yield marked("time", quoted(one.since))
    yield marked("area", one.area)
    yield marked("geography", one.geography)
    yield marked("population", one.population)
    yield marked("ages", one.age_band)
    yield marked("group", one.group)


def _claim(claim: Claim) -> str:
    other = claim.area or _OTHERS[claim.comparator]
    value = f" ({amount(claim.value, None)})" if claim.value is not None else ""
    note = f" (our note: {claim.note})" if claim.note else ""
    return f"said to be {_STANDS[claim.stands]} {other}{value}{note}"


def _achievements(achievements: Iterable[Achievement]) -> Iterator[Section]:
    entries: list[Entry] = []
    for promise, run in itertools.groupby(achievements, lambda one: one.promise or ""):
        made = tuple(map(_achievement, run))
        entries += [Entry(text=promise, entries=made)] if promise else made
    yield from entries_section("What was done under the plan before", entries, "achievements")


def _achievement(one: Achievement) -> Entry:
    met = {True: "target met", False: "target not met", None: ""}[one.target_met]
    return Entry(
        text=one.text,
        also=joined(met, marked("figures", "; ".join(one.statistics))),
        place=tag(one.id, place(one.cite)),
        note=one.note or "",
    )


def _village(village: Village) -> Section:
    period = f", {period_words(village.period)}" if village.period else ""
    figures = tuple(
        Entry(
            text=one.text if one.value is None else f"{amount(one.value, None)}: {one.text}",
            place=place(one.cite),
        )
        for one in village.figures
    )
    what = Entry(
        text=f"{village.children} children{period}; its figures are illustrations",
        place=place(village.cite),
        note=village.note or "",
        entries=figures,
    )
    return Section(title=village.title, blocks=(Entries(entries=(what,)),))
