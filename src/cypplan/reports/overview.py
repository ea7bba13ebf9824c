"""An outcome at a glance: a table of what was judged, a line for each target of which nothing can be said."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Final

import attrs

from cypplan.assess.words import Qualifier, Status
from cypplan.calc.gaps import Favour
from cypplan.comparators import ComparatorKind
from cypplan.plans.words import MeasureKind
from cypplan.reports.tree import Block, Cell, Column, Item, Items, Row, Section, Table, Tone
from cypplan.reports.words import (
    NOTHING,
    SYMBOLS,
    TONES,
    TRAVELS,
    baseline_words,
    figure,
    people,
    period_words,
    short_period,
    target_words,
    value_words,
    verdict_due,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cypplan.assess.verdicts import Evidence, Verdict

__all__ = ["asked", "children_words", "decimals_of", "measure_title", "overview"]

_COLUMNS: Final = (
    Column("Baseline", 13),
    Column("Target", 15, priority=0),
    Column("Figure", 13, priority=0),
    Column("Status", 12, priority=0),
    Column("England", 10),
    Column("Neighbours", 10),
    Column("Region", 10, priority=2),
    Column("Distance", 14, priority=2),
    Column("Travel", 12, priority=2),
    Column("Chance", 14, priority=3),
    Column("Read with care", 24, priority=3),
)
_BESIDE_STATUS: Final = {
    Qualifier.PROXY: "proxy",
    Qualifier.AT_REVIEW: "at a review",
    Qualifier.PROVISIONAL: "provisional",
    Qualifier.OVERSHOT: "overshot",
}
_BESIDE: Final = {
    Qualifier.PROXY: "proxy",
    Qualifier.MET_AT_START: "met at the start",
    Qualifier.BOUND_READ: "bound read",
    Qualifier.APPROXIMATE: "approximate",
    Qualifier.DUE_INFERRED: "due date inferred",
    Qualifier.AT_REVIEW: "at a review",
    Qualifier.EPISODES: "children count more than once",
    Qualifier.ROUNDED: "rounded",
}


def overview(title: str, verdicts: Sequence[Verdict]) -> tuple[Block, ...]:
    """Return the blocks that show the verdicts of one outcome at a glance."""
    judged = tuple(_row(verdict) for verdict in verdicts if verdict.status is not Status.CANNOT_SAY)
    unsaid = _merged([_item(verdict) for verdict in verdicts if verdict.status is Status.CANNOT_SAY])
    blocks: list[Block] = []
    if judged:
        table = Table(
            caption=f"{title}: targets that could be judged", head="Measure", columns=_COLUMNS, rows=judged
        )
        blocks.append(table)
    if unsaid:
        blocks.append(Section(title="Cannot say", blocks=(Items(unsaid),), tone=Tone.GREY))
    return tuple(blocks)


def measure_title(verdict: Verdict) -> str:
    """Return the title of a measure, with what marks it off."""
    measure = verdict.measure
    return f"{measure.title} (implied)" if measure.kind is MeasureKind.IMPLIED else measure.title


def asked(verdict: Verdict) -> str:
    """Return what the target asks for: the edge that was found, or the plan's own words."""
    if verdict.goal:
        return verdict.goal
    return target_words(verdict.target, verdict.measure) if verdict.target else ""


def decimals_of(verdict: Verdict) -> int | None:
    """Return to how many decimals the figures of a verdict are published."""
    return verdict.indicator.decimals if verdict.indicator else None


def children_words(verdict: Verdict) -> str:
    """Return the distance to the target in children or cases; empty where it is not known."""
    evidence = verdict.evidence
    if evidence is None or evidence.children is None or verdict.indicator is None:
        return ""
    shown = people(abs(evidence.children), verdict.indicator.unit)
    return f"short by {shown}" if evidence.children < 0 else f"{shown} to spare"


def _row(verdict: Verdict) -> Row:
    measure, unit = verdict.measure, verdict.indicator.unit if verdict.indicator else None
    baseline = measure.baseline
    due = verdict_due(verdict)
    since = (
        period_words(baseline.period) if baseline and baseline.value is not None and baseline.period else ""
    )
    cells = (
        _dated(baseline_words(baseline, measure.unit or unit) or NOTHING, since),
        _dated(asked(verdict) or NOTHING, due),
        _figure(verdict),
        _status(verdict),
        _gap(verdict, ComparatorKind.COUNTRY),
        _gap(verdict, ComparatorKind.NEIGHBOURS),
        _gap(verdict, ComparatorKind.REGION),
        _distance(verdict),
        _travel(verdict),
        _chance(verdict.evidence),
        Cell("; ".join(_BESIDE.get(one, one.value) for one in verdict.qualifiers)),
    )
    return Row(Cell(measure_title(verdict), anchor=f"measure-{measure.id}"), cells)


def _figure(verdict: Verdict) -> Cell:
    observation = verdict.observation
    if observation is None:
        return Cell(NOTHING)
    return _dated(value_words(observation, decimals=decimals_of(verdict)), period_words(observation.period))


def _dated(words: str, period: str) -> Cell:
    return Cell(words, period, short_period(period))


def _status(verdict: Verdict) -> Cell:
    beside = [verdict.rag.value] if verdict.rag else []
    beside += [word for one, word in _BESIDE_STATUS.items() if one in verdict.qualifiers]
    return Cell(
        verdict.status.value, ", ".join(beside), symbol=SYMBOLS[verdict.status], tone=TONES[verdict.rag]
    )


def _gap(verdict: Verdict, kind: ComparatorKind) -> Cell:
    compared = verdict.compared_with(kind)
    if compared is None:
        return Cell(NOTHING)
    if compared.gap is None:
        return Cell(NOTHING, compared.reason.value if compared.reason else "")
    meaning = "not judged" if compared.gap.favour is Favour.NONE else compared.gap.favour.value
    few = compared.n is not None and compared.n != compared.of
    return Cell(
        f"{compared.gap.value:+,.1f}",
        f"{meaning} ({compared.n}\u00a0of\u00a0{compared.of})" if few else meaning,
    )


def _distance(verdict: Verdict) -> Cell:
    if verdict.distance is None or verdict.indicator is None:
        return Cell(NOTHING)
    return Cell(f"{verdict.distance:+,.1f}", children_words(verdict))


def _travel(verdict: Verdict) -> Cell:
    trend = verdict.trend
    if trend is None or verdict.indicator is None:
        return Cell(NOTHING)
    previous = figure(trend.previous_value, verdict.indicator.unit, decimals=decimals_of(verdict))
    if trend.travel is None:
        return Cell("not comparable", f"before: {previous}")
    return Cell(trend.travel.value, f"from {previous}", symbol=TRAVELS[trend.travel])


def _chance(evidence: Evidence | None) -> Cell:
    if evidence is None:
        return Cell(NOTHING)
    words = {True: "within chance", False: "beyond chance", None: NOTHING}[evidence.within_chance]
    return Cell(words, f"{evidence.lower:,.1f} to {evidence.upper:,.1f}")


def _item(verdict: Verdict) -> Item:
    """Return the line of a target of which nothing can be said: why, and what is known all the same."""
    text = ", ".join(reason.reason.value for reason in verdict.reasons)
    if verdict.observation is not None:
        shown = value_words(verdict.observation, decimals=decimals_of(verdict))
        proxy = ", proxy" if verdict.is_proxy else ""
        text += f"; figure {shown} ({period_words(verdict.observation.period)}{proxy})"
    explanation = " ".join(_sentence(reason.sentence) for reason in verdict.reasons)
    wanted = asked(verdict)
    if verdict.target is not None and wanted:
        due = verdict_due(verdict)
        explanation += f" Target: {wanted}" + (f", {due}." if due else ".")
    return Item(
        title=measure_title(verdict),
        text=text,
        explanation=explanation,
        symbol=SYMBOLS[verdict.status],
        tone=Tone.GREY,
        anchor=f"measure-{verdict.measure.id}",
    )


def _merged(items: Sequence[Item]) -> tuple[Item, ...]:
    """Join lines that would read the same: targets of one measure that fail for one reason."""
    merged: list[Item] = []
    for _, group in itertools.groupby(items, key=lambda item: (item.anchor, item.text)):
        same = list(group)
        text = f"{same[0].text} ({len(same)} targets)" if len(same) > 1 else same[0].text
        explanation = " ".join(item.explanation for item in same)
        merged.append(attrs.evolve(same[0], text=text, explanation=explanation))
    return tuple(merged)


def _sentence(words: str) -> str:
    """Return a reason as a sentence that others may follow."""
    shown = words[:1].upper() + words[1:]
    return shown if shown.endswith((".", "!", "?")) else f"{shown}."
