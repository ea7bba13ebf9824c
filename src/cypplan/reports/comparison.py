"""Plans side by side, editions as a difference, and what would flip: as documents and as plain data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from cypplan.assess.comparing import Equivalence
from cypplan.assess.editions import Change
from cypplan.reports.overview import asked, decimals_of
from cypplan.reports.tree import Block, Cell, Column, Document, Item, Items, Paragraph, Row, Section, Table
from cypplan.reports.words import (
    NOTHING,
    SYMBOLS,
    TONES,
    baseline_words,
    period_words,
    plural,
    value_words,
    verdict_due,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cypplan.assess.comparing import Coverage, PlanComparison, Shared, Side
    from cypplan.assess.editions import EditionDiff, MeasureChange
    from cypplan.assess.verdicts import Verdict
    from cypplan.assess.whatif import WhatIf
    from cypplan.plans.frames import Frame

__all__ = [
    "comparison_data",
    "comparison_document",
    "editions_data",
    "editions_document",
    "whatif_data",
    "whatif_document",
]

_HOW: Final = {
    Equivalence.EQUIVALENT: "Every plan measures the indicator itself.",
    Equivalence.PROXY: "At least one plan measures something near to it; the reason stands beside it.",
    Equivalence.NOT_COMPARABLE: "Named by several plans, and known not to be the same; not for comparing.",
}


def comparison_document(found: PlanComparison) -> Document:
    """Return plans side by side: outcomes, frames, shared indicators."""
    blocks: list[Block] = [_outcomes(found)]
    blocks += [_frame(found, frame) for frame in found.frames]
    for equivalence in Equivalence:
        shared = [one for one in found.shared if one.equivalence is equivalence]
        if shared:
            blocks.append(_shared(equivalence, shared))
    if not found.shared:
        blocks.append(Paragraph("The plans share no indicator."))
    return Document(
        title="Plans compared",
        subtitle="; ".join(f"{plan.title} ({plan.id})" for plan in found.plans),
        blocks=tuple(blocks),
    )


def _outcomes(found: PlanComparison) -> Section:
    width = max(16, 60 // len(found.plans))
    columns = tuple(Column(plan.id, width) for plan in found.plans)
    longest = max(len(plan.outcomes) for plan in found.plans)
    rows = tuple(
        Row(
            Cell(str(at + 1)),
            tuple(
                Cell(plan.outcomes[at].title if at < len(plan.outcomes) else NOTHING) for plan in found.plans
            ),
        )
        for at in range(longest)
    )
    caption = "Outcomes, each plan in its own order"
    table = Table(caption=caption, head="Place", columns=columns, rows=rows)
    return Section(title="Outcomes side by side", anchor="outcomes", blocks=(table,))


def _frame(found: PlanComparison, frame: Frame) -> Section:
    width = max(16, 48 // len(found.plans))
    columns = tuple(Column(plan.id, width) for plan in found.plans)
    rows = tuple(
        Row(Cell(outcome.title), tuple(_covered(one) for one in covered))
        for outcome, covered in found.coverage(frame)
    )
    table = Table(caption=frame.title, head="Outcome of the frame", columns=columns, rows=rows)
    note = Paragraph(
        f"Source of the frame: {frame.source}. Which outcome of a plan covers what is our reading."
    )
    return Section(title=f"Coverage: {frame.title}", anchor=f"frame-{frame.id}", blocks=(table, note))


def _covered(one: Coverage) -> Cell:
    if not one.outcomes:
        return Cell("not covered")
    words = f"{plural(one.measures, 'measure')}, {one.with_figures} with figures"
    return Cell("; ".join(outcome.short or outcome.title for outcome in one.outcomes), words)


def _shared(equivalence: Equivalence, shared: list[Shared]) -> Section:
    columns = (
        Column("Measure", 20),
        Column("Baseline", 11),
        Column("Target", 15),
        Column("Figure", 11),
        Column("Status", 11),
    )
    blocks: list[Block] = [Paragraph(_HOW[equivalence])]
    blocks += [_indicator(one, columns) for one in shared]
    title = f"Shared indicators: {equivalence}"
    return Section(title=title, anchor=f"shared-{equivalence.name.lower()}", blocks=tuple(blocks))


def _indicator(one: Shared, columns: tuple[Column, ...]) -> Section:
    title = f"{one.indicator.title} ({one.id})" if one.indicator else one.id
    rows = tuple(row for side in one.sides for row in _rows(side))
    blocks: list[Block] = [Table(caption=title, head="Plan", columns=columns, rows=rows)]
    reasons = tuple(
        Item(title=f"{side.plan}, {side.measure.title}", text=f"{side.comparability}: {side.reason}")
        for side in one.sides
        if side.reason
    )
    if reasons:
        blocks.append(Items(reasons))
    return Section(title=title, blocks=tuple(blocks))


def _rows(side: Side) -> Iterator[Row]:
    baseline = side.measure.baseline
    since = period_words(baseline.period) if baseline and baseline.period else ""
    for verdict in side.verdicts:
        unit = side.measure.unit or (verdict.indicator.unit if verdict.indicator else None)
        yield Row(
            Cell(side.plan),
            (
                Cell(side.measure.title),
                Cell(baseline_words(baseline, unit) or NOTHING, since),
                Cell(asked(verdict) or NOTHING, verdict_due(verdict)),
                _figure(verdict),
                _status(verdict),
            ),
        )


def _figure(verdict: Verdict) -> Cell:
    seen = verdict.observation
    if seen is None:
        return Cell(NOTHING)
    return Cell(value_words(seen, decimals=decimals_of(verdict)), period_words(seen.period))


def _status(verdict: Verdict) -> Cell:
    why = ", ".join(reason.reason.value for reason in verdict.reasons)
    return Cell(
        verdict.status.value,
        verdict.rag.value if verdict.rag else why,
        symbol=SYMBOLS[verdict.status],
        tone=TONES[verdict.rag],
    )


def comparison_data(found: PlanComparison) -> dict[str, Any]:
    """Return plans side by side as plain data; verdicts by the id under which the scorecards have them."""
    return {
        "plans": [{"id": plan.id, "title": plan.title, "authority": plan.authority} for plan in found.plans],
        "shared": [
            {
                "indicator": one.id,
                "equivalence": one.equivalence.value,
                "sides": [
                    {
                        "plan": side.plan,
                        "measure": side.measure.id,
                        "comparability": side.comparability.value,
                        "reason": side.reason,
                        "baseline": side.measure.baseline.value if side.measure.baseline else None,
                        "verdicts": [
                            {
                                "id": verdict.id,
                                "status": verdict.status.value,
                                "goal": verdict.goal,
                                "value": verdict.observation.value if verdict.observation else None,
                                "period": verdict.observation.period.key if verdict.observation else None,
                            }
                            for verdict in side.verdicts
                        ],
                    }
                    for side in one.sides
                ],
            }
            for one in found.shared
        ],
        "frames": [_frame_data(found, frame) for frame in found.frames],
    }


def _frame_data(found: PlanComparison, frame: Frame) -> dict[str, Any]:
    return {
        "id": frame.id,
        "title": frame.title,
        "outcomes": [
            {
                "id": outcome.id,
                "title": outcome.title,
                "plans": {
                    one.plan: {
                        "outcomes": [covered.id for covered in one.outcomes],
                        "measures": one.measures,
                        "with_figures": one.with_figures,
                    }
                    for one in row
                },
            }
            for outcome, row in found.coverage(frame)
        ],
    }


def editions_document(found: EditionDiff) -> Document:
    """Return what changed from one edition of a plan to the next."""
    blocks: list[Block] = []
    outcomes = tuple(
        Item(title=one.new.title if one.new else one.old.title if one.old else "", text=one.change.value)
        for one in found.outcomes
        if one.change is not Change.SAME
    )
    if outcomes:
        blocks.append(Section(title="Outcomes", anchor="outcomes", blocks=(Items(outcomes),)))
    for change in Change:
        ones = found.of(change)
        if ones and change is not Change.SAME:
            items = Items(tuple(_changed(one) for one in ones))
            title = f"Measures {change}" if change is not Change.NEW else "New measures"
            blocks.append(Section(title=title, anchor=f"measures-{change}", blocks=(items,)))
    same = len(found.of(Change.SAME))
    blocks.append(Paragraph(f"{plural(same, 'measure')} the same in both."))
    return Document(
        title="Two editions compared",
        subtitle=f"from {found.old.title} ({found.old.id}) to {found.new.title} ({found.new.id})",
        blocks=tuple(blocks),
    )


def _changed(one: MeasureChange) -> Item:
    return Item(title=one.title, text="; ".join(one.sentences))


def editions_data(found: EditionDiff) -> dict[str, Any]:
    """Return what changed from one edition to the next as plain data."""
    return {
        "old": found.old.id,
        "new": found.new.id,
        "outcomes": [
            {"old": one.old and one.old.id, "new": one.new and one.new.id, "change": one.change.value}
            for one in found.outcomes
        ],
        "measures": [
            {
                "old": one.old and one.old.id,
                "new": one.new and one.new.id,
                "changes": [change.value for change in one.changes],
                "sentences": list(one.sentences),
            }
            for one in found.measures
        ],
    }


def whatif_document(found: WhatIf) -> Document:
    """Return which verdicts flip under another choice."""
    change = ", ".join(f"{name} {value}" for name, value in found.change.items()) or "nothing"
    columns = (Column("Now", 24), Column("Then", 24))
    rows = tuple(
        Row(Cell(flip.before.measure.title, flip.id), (_status(flip.before), _status(flip.after)))
        for flip in found.flips
    )
    count = f"{plural(len(rows), 'verdict')} of {len(found.base)} would be another one."
    blocks: list[Block] = [Paragraph(f"Changed: {change}. {count}")]
    if rows:
        caption = "Verdicts that would be others"
        blocks.append(Table(caption=caption, head="Measure", columns=columns, rows=rows))
    title = f"What if: {found.base.plan.title}"
    return Document(
        title=title, subtitle=f"{found.base.rule}, as of {found.base.as_of}", blocks=tuple(blocks)
    )


def whatif_data(found: WhatIf) -> dict[str, Any]:
    """Return which verdicts flip as plain data."""
    return {
        "plan": found.base.plan.id,
        "as_of": found.base.as_of,
        "change": dict(found.change),
        "flips": [
            {
                "id": flip.id,
                "before": {"status": flip.before.status.value, "rag": flip.before.rag},
                "after": {"status": flip.after.status.value, "rag": flip.after.rag},
            }
            for flip in found.flips
        ],
    }
