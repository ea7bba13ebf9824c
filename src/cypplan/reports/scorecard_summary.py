"""What a board reads first: counts by target and by measure, why nothing can be said, what has changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cypplan.assess.summary import greens_getting_worse, measure_counts, reds_within_chance
from cypplan.assess.words import Rag, Status
from cypplan.reports.overview import asked, children_words, decimals_of, measure_title
from cypplan.reports.tree import Block, Cell, Column, Item, Items, Paragraph, Row, Section, Table
from cypplan.reports.words import (
    SYMBOLS,
    TONES,
    day,
    figure,
    period_words,
    plural,
    value_words,
    verdict_due,
    within,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from cypplan.assess.changes import Change, Changes
    from cypplan.assess.scorecard import Scorecard
    from cypplan.assess.verdicts import Verdict
    from cypplan.reports.briefing import Briefing

__all__ = ["summary_section"]

_COUNTED = (Column("Own figures", 11, numeric=True), Column("Proxies", 9, numeric=True))


def summary_section(briefing: Briefing) -> Section:
    """Return the summary of a scorecard."""
    card = briefing.card
    blocks: list[Block] = [*_counts(card), _proxies()]
    if briefing.changes is not None:
        blocks.append(_since(briefing.changes))
    blocks += [_reds(card), _greens(card)]
    return Section(title="Summary", anchor="summary", blocks=tuple(blocks), closing=True)


def _counts(card: Scorecard) -> Iterator[Table]:
    measures = sum(1 for _ in {verdict.measure.id for verdict in card})
    yield _by_status(
        f"Targets by status ({len(card)} in all)", card.counts(proxies=False), card.counts(proxies=True)
    )
    yield _by_status(
        f"Measures by status ({measures} in all), each by the gravest of its targets",
        measure_counts(card, proxies=False),
        measure_counts(card, proxies=True),
    )
    why = card.reasons()
    if why:
        rows = tuple(Row(Cell(reason.value), (Cell(str(n)),)) for reason, n in why.items())
        counted = (Column("Targets", 11, numeric=True),)
        caption = "Why nothing can be said"
        yield Table(caption=caption, head="Reason", columns=counted, rows=rows, stacked=False)


def _by_status(caption: str, own: Mapping[Status, int], proxy: Mapping[Status, int]) -> Table:
    rows = tuple(
        Row(Cell(status.value, symbol=SYMBOLS[status]), (Cell(str(own[status])), Cell(str(proxy[status]))))
        for status in Status
        if own[status] or proxy[status]
    )
    return Table(caption=caption, head="Status", columns=_COUNTED, rows=rows, stacked=False)


def _proxies() -> Paragraph:
    return Paragraph(
        "A proxy is a published figure near to what the plan measures, not the same; "
        "its targets are counted apart."
    )


def _reds(card: Scorecard) -> Section:
    found = reds_within_chance(card)
    none = "No target is red that chance alone could explain"
    if any(verdict.rag is Rag.RED and verdict.evidence is None for verdict in card):
        none += ", as far as counts are published"
    blocks = _listed(found, f"{none}.", _chance)
    return Section(title="Red, and within chance", anchor="red-within-chance", blocks=blocks)


def _chance(verdict: Verdict) -> str:
    evidence = verdict.evidence
    if evidence is None:
        return ""
    interval = f"{evidence.confidence * 100:g}% interval {evidence.lower:,.1f} to {evidence.upper:,.1f}"
    return "; ".join(
        filter(None, [_figure(verdict), f"target {asked(verdict)}", interval, children_words(verdict)])
    )


def _greens(card: Scorecard) -> Section:
    found = greens_getting_worse(card)
    blocks = _listed(found, "No green target's figure is worse than that of the period before.", _worsening)
    return Section(title="Green, and getting worse", anchor="green-getting-worse", blocks=blocks)


def _worsening(verdict: Verdict) -> str:
    trend = verdict.trend
    if trend is None or verdict.indicator is None or trend.travel is None:
        return ""
    before = figure(trend.previous_value, verdict.indicator.unit, decimals=decimals_of(verdict))
    return f"{_figure(verdict)}, from {before} {within(trend.previous)}; target {asked(verdict)}"


def _figure(verdict: Verdict) -> str:
    seen = verdict.observation
    if seen is None:
        return "no figure"
    return f"{value_words(seen, decimals=decimals_of(verdict))} {within(seen.period)}"


def _listed(found: Iterable[Verdict], none: str, said: Callable[[Verdict], str]) -> tuple[Block, ...]:
    items = tuple(
        Item(
            title=measure_title(verdict) + (" (proxy)" if verdict.is_proxy else ""),
            text=said(verdict),
            symbol=SYMBOLS[verdict.status],
            anchor=f"measure-{verdict.measure.id}",
        )
        for verdict in found
    )
    return (Items(items),) if items else (Paragraph(none),)


def _since(changes: Changes) -> Section:
    blocks: list[Block] = []
    if changes.flips:
        blocks.append(Items(tuple(_flip(one) for one in changes.flips)))
    else:
        blocks.append(Paragraph("No target has another status or colour."))
    parts = [
        f"{plural(len(changes.figures), 'target')} the same on another figure",
        f"{changes.same} unchanged",
    ]
    if changes.appeared:
        parts.append(f"{len(changes.appeared)} new")
    if changes.gone:
        parts.append(f"{len(changes.gone)} no longer there ({', '.join(changes.gone)})")
    blocks.append(Paragraph(f"Besides: {', '.join(parts)}."))
    if changes.other_rule:
        blocks.append(
            Paragraph(
                f"The earlier scorecard used the rule {changes.other_rule}; some changes may be its doing."
            )
        )
    return Section(title=f"Changed since {day(changes.since)}", anchor="changes", blocks=tuple(blocks))


def _flip(change: Change) -> Item:
    verdict, before = change.verdict, change.before
    earlier = before.status.value + (f" ({before.rag})" if before.rag else "")
    now = verdict.status.value + (f" ({verdict.rag})" if verdict.rag else "")
    unit = verdict.indicator.unit if verdict.indicator else None
    was = "no figure"
    if before.value is not None and before.period is not None:
        was = f"{figure(before.value, unit, decimals=decimals_of(verdict))} in {period_words(before.period)}"
    due = verdict_due(verdict)
    wanted = asked(verdict)
    goal = f"; target {wanted}{f', {due}' if due else ''}" if wanted else ""
    return Item(
        title=measure_title(verdict) + (" (proxy)" if verdict.is_proxy else ""),
        text=f"{earlier} before, now {now}",
        explanation=f"{was} before, now {_figure(verdict)}{goal}.",
        symbol=SYMBOLS[verdict.status],
        tone=TONES[verdict.rag],
        anchor=f"measure-{verdict.measure.id}",
    )
