"""From a scorecard to a document: head, summary, the outcomes with their verdicts, sources, legend."""

from __future__ import annotations

import itertools
import operator
from typing import TYPE_CHECKING, Final

from cypplan.assess.guarding import refuse_secret
from cypplan.assess.words import Status
from cypplan.reports.briefing import Briefing
from cypplan.reports.details import measure_section
from cypplan.reports.details_beside import findings_block
from cypplan.reports.overview import overview
from cypplan.reports.scorecard_summary import summary_section
from cypplan.reports.tree import Block, Document, Fact, Facts, Item, Items, Paragraph, Section
from cypplan.reports.words import MEANINGS, SYMBOLS, day

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cypplan.assess.scorecard import Scorecard
    from cypplan.assess.verdicts import Verdict

__all__ = ["scorecard_document"]

OPEN_LICENCE: Final = "Open Government Licence v3.0"
ATTRIBUTION: Final = "Contains public sector information licensed under the Open Government Licence v3.0."


def scorecard_document(thing: Scorecard | Briefing) -> Document:
    """Return a scorecard as a document, with what stands beside it where a briefing is given."""
    briefing = thing if isinstance(thing, Briefing) else Briefing(card=thing)
    card = briefing.card
    refuse_secret(card)
    return Document(
        title=card.plan.title,
        subtitle=f"Scorecard, {card.area}, as of {day(card.as_of)}",
        blocks=(
            _head(card),
            summary_section(briefing),
            *_outcomes(briefing),
            *_other_findings(briefing),
            _sources(card),
            _legend(card),
        ),
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
    if card.release is not None:
        facts.append(Fact(term="Release", text=f"{card.release}, where a source has one of that name"))
    if card.disclosure is not None:
        text = f"unpublished figures: {card.disclosure.words}"
        facts.append(Fact(term="Disclosure control", text=text))
    facts.append(Fact(term="Rule", text=str(card.rule)))
    facts.append(Fact(term="In words", text=card.rule.words, detail=True))
    return Facts(tuple(facts))


def _outcomes(briefing: Briefing) -> Iterator[Section]:
    """Yield a section for each outcome, in the order of the plan, and one for measures that have none."""
    card = briefing.card
    for outcome in card.plan.outcomes:
        verdicts = [verdict for verdict in card if verdict.measure.outcome == outcome.id]
        title = f"{outcome.number}. {outcome.title}" if outcome.number else outcome.title
        yield _outcome(title, f"outcome-{outcome.id}", verdicts, briefing)
    known = {outcome.id for outcome in card.plan.outcomes}
    rest = [verdict for verdict in card if verdict.measure.outcome not in known]
    if rest:
        yield _outcome("Measures without an outcome", "outcome-none", rest, briefing)


def _outcome(title: str, anchor: str, verdicts: Sequence[Verdict], briefing: Briefing) -> Section:
    if not verdicts:
        return Section(title=title, anchor=anchor, blocks=(Paragraph("The plan states no measure of it."),))
    measures = itertools.groupby(verdicts, key=operator.attrgetter("measure.id"))
    details = tuple(measure_section(tuple(group), briefing) for _, group in measures)
    return Section(title=title, anchor=anchor, blocks=(*overview(title, verdicts), *details))


def _other_findings(briefing: Briefing) -> Iterator[Section]:
    """Yield what the check found on other parts of the plan than its measures."""
    if briefing.findings is None:
        return
    rest = [one for one in briefing.findings.open if one.fact.kind != "measures"]
    if rest:
        yield Section(
            title="Findings of the check on other parts of the plan",
            anchor="findings",
            blocks=(findings_block(rest, named=True),),
            detail=True,
        )


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
