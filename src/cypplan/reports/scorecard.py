"""From a scorecard to a document: head, summary, the outcomes with their verdicts, sources, legend."""

from __future__ import annotations

import itertools
import operator
from typing import TYPE_CHECKING, Final

from cypplan.assess.words import Status
from cypplan.reports.details import measure_section
from cypplan.reports.overview import overview
from cypplan.reports.tree import (
    Block,
    Cell,
    Column,
    Document,
    Fact,
    Facts,
    Item,
    Items,
    Paragraph,
    Row,
    Section,
    Table,
)
from cypplan.reports.words import MEANINGS, SYMBOLS, day

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cypplan.assess.scorecard import Scorecard
    from cypplan.assess.verdicts import Verdict

__all__ = ["scorecard_document"]

OPEN_LICENCE: Final = "Open Government Licence v3.0"
ATTRIBUTION: Final = "Contains public sector information licensed under the Open Government Licence v3.0."


def scorecard_document(card: Scorecard) -> Document:
    """Return a scorecard as a document."""
    return Document(
        title=card.plan.title,
        subtitle=f"Scorecard, {card.area}, as of {day(card.as_of)}",
        blocks=(_head(card), _summary(card), *_outcomes(card), _sources(card), _legend(card)),
    )


def _head(card: Scorecard) -> Facts:
    plan = card.plan
    facts = [
        Fact(term="Authority", text=card.area),
        Fact(term="Plan", text=f"{plan.id}, {plan.period.stated}" if plan.period.stated else plan.id),
        Fact(term="As of", text=f"{day(card.as_of)}: only periods that had ended by then"),
    ]
    if card.known_at is not None:
        facts.append(
            Fact(term="Known at", text=f"{day(card.known_at)}: only figures that had been published by then")
        )
    if card.neighbours is not None:
        neighbours = f"statistical neighbours {card.neighbours}, their {card.aggregate}"
        facts.append(Fact(term="Neighbours", text=neighbours))
    facts.append(Fact(term="Rule", text=str(card.rule)))
    facts.append(Fact(term="In words", text=card.rule.words, detail=True))
    return Facts(tuple(facts))


def _summary(card: Scorecard) -> Section:
    own, proxy = card.counts(proxies=False), card.counts(proxies=True)
    columns = (Column("Own figures", 11, numeric=True), Column("Proxies", 9, numeric=True))
    rows = tuple(
        Row(Cell(status.value, symbol=SYMBOLS[status]), (Cell(str(own[status])), Cell(str(proxy[status]))))
        for status in Status
        if own[status] or proxy[status]
    )
    blocks: list[Block] = [
        Table(
            caption=f"Targets by status ({len(card)} in all)",
            head="Status",
            columns=columns,
            rows=rows,
            stacked=False,
        )
    ]
    # a tally of what stands below, as the table above is of statuses
    why = card.reasons()
    if why:
        rows = tuple(Row(Cell(reason.value), (Cell(str(n)),)) for reason, n in why.items())
        counted = (Column("Targets", 11, numeric=True),)
        caption = "Why nothing can be said"
        blocks.append(Table(caption=caption, head="Reason", columns=counted, rows=rows, stacked=False))
    blocks.append(
        Paragraph(
            "A proxy is a published figure near to what the plan measures, not the same; "
            "its targets are counted apart."
        )
    )
    return Section(title="Summary", anchor="summary", blocks=tuple(blocks), closing=True)


def _outcomes(card: Scorecard) -> Iterator[Section]:
    """Yield a section for each outcome, in the order of the plan, and one for measures that have none."""
    for outcome in card.plan.outcomes:
        verdicts = [verdict for verdict in card if verdict.measure.outcome == outcome.id]
        title = f"{outcome.number}. {outcome.title}" if outcome.number else outcome.title
        yield _outcome(title, f"outcome-{outcome.id}", verdicts)
    known = {outcome.id for outcome in card.plan.outcomes}
    rest = [verdict for verdict in card if verdict.measure.outcome not in known]
    if rest:
        yield _outcome("Measures without an outcome", "outcome-none", rest)


def _outcome(title: str, anchor: str, verdicts: Sequence[Verdict]) -> Section:
    if not verdicts:
        return Section(title=title, anchor=anchor, blocks=(Paragraph("The plan states no measure of it."),))
    measures = itertools.groupby(verdicts, key=operator.attrgetter("measure.id"))
    details = tuple(measure_section(tuple(group)) for _, group in measures)
    return Section(title=title, anchor=anchor, blocks=(*overview(title, verdicts), *details))


def _sources(card: Scorecard) -> Section:
    items = []
    for source in card.sources:
        when = f", published {day(source.published)}" if source.published else ""
        text = f"{source.publisher}, release {source.release}{when}; {source.licence}"
        items.append(Item(title=source.title, text=text, explanation=source.url or ""))
    blocks: list[Block] = [Items(tuple(items))] if items else []
    if not items:
        blocks.append(Paragraph("No published figures were used, or their sources are not known here."))
    document = card.plan.document
    if document is not None:
        licence = f"; {document.licence}" if document.licence else ""
        blocks.append(Paragraph(f"Plan: {document}{licence}"))
    licences = {source.licence for source in card.sources} | {document.licence if document else None}
    if OPEN_LICENCE in licences:
        blocks.append(Paragraph(ATTRIBUTION))
    return Section(title="Sources", anchor="sources", blocks=tuple(blocks))


def _legend(card: Scorecard) -> Section:
    statuses = tuple(
        Fact(term=status.value, text=_meaning(card, status), symbol=SYMBOLS[status])
        for status in Status
        if status is not Status.NEARLY_MET or card.rule.tolerance is not None
    )
    return Section(
        title="How to read this",
        anchor="legend",
        blocks=(
            Facts(statuses),
            Paragraph(
                "Gap: ours minus theirs in the same period, in percentage points for percentages; "
                "favourable or adverse by which way is better for children. Counts of areas of different "
                "size are not compared."
            ),
            Paragraph(
                "Short by: how many more children, or cases, would have had to be on the right side of the "
                "target. Within chance: the target lies inside the interval of the figure, so that chance "
                "alone may explain the distance. Thirty measures at 95% give a false alarm or two."
            ),
        ),
        detail=True,
    )


def _meaning(card: Scorecard, status: Status) -> str:
    colour = card.rule.rag(status)
    return f"{MEANINGS[status]} ({colour})" if colour else MEANINGS[status]
