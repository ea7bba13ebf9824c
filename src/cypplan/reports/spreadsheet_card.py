"""From a scorecard to a spreadsheet: figures as numbers, and marks in brackets where there is none."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

from cypplan.assess.guarding import refuse_secret
from cypplan.assess.summary import measure_counts
from cypplan.assess.words import Reason, Status
from cypplan.reports.briefing import Briefing
from cypplan.reports.overview import asked, decimals_of, measure_title
from cypplan.reports.scorecard import ATTRIBUTION, OPEN_LICENCE
from cypplan.reports.shorthand import NOT_AVAILABLE, shorthand
from cypplan.reports.spreadsheet import Book, Number, Sheet, SheetColumn
from cypplan.reports.spreadsheet_beside import beside_sheets
from cypplan.reports.words import day, period_words, plural, verdict_due

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cypplan.assess.scorecard import Scorecard
    from cypplan.assess.verdicts import Comparison, Verdict
    from cypplan.reports.spreadsheet import Value

__all__ = ["card_book"]

_NOTES: Final = {
    "proxy": "A proxy is a published figure near to what the plan measures, not the same. Targets judged "
    "on proxies are counted apart.",
    "figure": "The figure that the target is judged on: that of the due period, and no other, once that has "
    "ended; before, the latest. The unit stands in the column Unit.",
    "target": "What meets the target, in words; where the plan's words give no number, those words.",
    "marks": "What qualifies the figure: provisional, revised, rounded and the like.",
    "gap": "Ours minus theirs in the same period: in percentage points for percentages. Favourable or "
    "adverse by which way is better for children. Counts of areas of different size are not compared.",
    "distance": "How far on the right side of the target; negative is short of it. In children or cases: "
    "how many more would have had to be on the right side.",
    "progress": "Share of the way from the baseline to the target. Expected is what the straight line "
    "between them gives for the period of the figure.",
    "chance": "Within chance: the target lies inside the interval of the figure, so that chance alone may "
    "explain the distance. Thirty measures at 95% give a false alarm or two.",
    "reason": "Why nothing can be said of a target.",
}


def card_book(thing: Scorecard | Briefing) -> Book:
    """Return a scorecard as a book of sheets, with what stands beside it where a briefing is given.

    Raises
    ------
    DisclosureError
        If unpublished figures went into it without disclosure control.
    """
    briefing = thing if isinstance(thing, Briefing) else Briefing(card=thing)
    card = briefing.card
    refuse_secret(card)
    return Book(
        title=f"{card.plan.title}: scorecard, {card.area}",
        intro=tuple(_intro(card)),
        about=tuple(_about(card)),
        notes=_NOTES,
        sheets=(*_sheets(card), *beside_sheets(briefing)),
        made=dt.datetime.combine(card.as_of, dt.time()),
    )


def _intro(card: Scorecard) -> Iterator[str]:
    stated = f", {card.plan.period.stated}" if card.plan.period.stated else ""
    yield f"Plan: {card.plan.id}{stated}. Authority: {card.area}."
    yield f"As of {day(card.as_of)}: only periods that had ended by then."
    if card.known_at is not None:
        yield f"Known at {day(card.known_at)}: only figures that had been published by then."
    if card.release is not None:
        yield f"Release: {card.release}, where a source has one of that name."
    if card.disclosure is not None:
        yield f"Disclosure control of unpublished figures: {card.disclosure.words}"
    if card.neighbours is not None:
        yield f"Neighbours: statistical neighbours {card.neighbours}, their {card.aggregate}."
    yield f"Rule: {card.rule}. {card.rule.words}"


def _about(card: Scorecard) -> Iterator[str]:
    yield f"{plural(len(card), 'target')}; one row of the worksheet Targets for each."
    document = card.plan.document
    if document is not None:
        yield f"Plan: {document}" + (f"; {document.licence}" if document.licence else "")
    if OPEN_LICENCE in {source.licence for source in card.sources} | {document and document.licence}:
        yield ATTRIBUTION


def _sheets(card: Scorecard) -> Iterator[Sheet]:
    yield _summary(card)
    if card.reasons():
        rows = tuple((reason.value, number) for reason, number in card.reasons().items())
        columns = (SheetColumn("Reason", 36, "reason"), SheetColumn("Targets", 10))
        yield Sheet(label="Why not", title="Why nothing can be said", columns=columns, rows=rows)
    yield _targets(card)
    yield _progress(card)
    if any(verdict.comparisons for verdict in card):
        yield _comparisons(card)
    if card.reasons():
        yield _reasons(card)
    yield _statements(card)
    if card.sources:
        yield _sources(card)


def _summary(card: Scorecard) -> Sheet:
    own, proxy = card.counts(proxies=False), card.counts(proxies=True)
    by_measure, by_proxy = measure_counts(card, proxies=False), measure_counts(card, proxies=True)
    rows = tuple(
        (status.value, own[status], proxy[status], by_measure[status], by_proxy[status])
        for status in Status
        if own[status] or proxy[status] or by_measure[status] or by_proxy[status]
    )
    return Sheet(
        label="Summary",
        title="Targets and measures by status",
        about="A measure counts with the gravest of its targets.",
        columns=(
            SheetColumn("Status", 24),
            SheetColumn("Targets, own figures", 12),
            SheetColumn("Targets, proxies", 12, "proxy"),
            SheetColumn("Measures, own figures", 12),
            SheetColumn("Measures, proxies", 12, "proxy"),
        ),
        rows=rows,
    )


def _targets(card: Scorecard) -> Sheet:
    outcomes = {outcome.id: outcome.title for outcome in card.plan.outcomes}
    return Sheet(
        label="Targets",
        title=f"Targets and figures, {card.area}, as of {day(card.as_of)}",
        columns=(
            SheetColumn("Outcome", 28),
            SheetColumn("Measure", 44),
            SheetColumn("Target id", 26),
            SheetColumn("Unit", 18),
            SheetColumn("Baseline", 10),
            SheetColumn("Baseline period", 16),
            SheetColumn("Target", 22, "target"),
            SheetColumn("Due", 16),
            SheetColumn("Figure", 10, "figure"),
            SheetColumn("Figure period", 16),
            SheetColumn("Marks", 10, "marks"),
            SheetColumn("Status", 20),
            SheetColumn("Colour", 10),
            SheetColumn("Figure of", 12, "proxy"),
            SheetColumn("Read with care", 32),
            SheetColumn("Source", 18),
            SheetColumn("Release", 18),
        ),
        rows=tuple(_target(verdict, outcomes) for verdict in card),
    )


def _target(verdict: Verdict, outcomes: dict[str, str]) -> tuple[Value, ...]:
    measure, seen, indicator = verdict.measure, verdict.observation, verdict.indicator
    unit = measure.unit or (indicator.unit if indicator else None)
    baseline = measure.baseline
    known = baseline is not None and baseline.value is not None
    return (
        outcomes.get(measure.outcome or ""),
        measure_title(verdict),
        verdict.id,
        unit.label if unit else None,
        Number(float(baseline.value)) if baseline and baseline.value is not None else None,
        period_words(baseline.period) if known and baseline and baseline.period else None,
        asked(verdict) or None,
        verdict_due(verdict) or None,
        figure_cell(verdict),
        period_words(seen.period) if seen else None,
        _marks(verdict),
        verdict.status.value,
        verdict.rag.value if verdict.rag else None,
        "proxy" if verdict.is_proxy else "own",
        "; ".join(one.value for one in verdict.qualifiers) or None,
        seen.source if seen else None,
        seen.release if seen else None,
    )


def figure_cell(verdict: Verdict) -> Value:
    """Return the figure of a verdict as a number, or the mark that stands in its place."""
    seen = verdict.observation
    if seen is None:
        return NOT_AVAILABLE
    if seen.value is None:
        return shorthand(seen.mark) if seen.mark else NOT_AVAILABLE
    return Number(seen.value, decimals_of(verdict))


def _marks(verdict: Verdict) -> Value:
    seen = verdict.observation
    if seen is None:
        return None
    beside = [seen.mark] if seen.mark and seen.value is not None else []
    return " ".join(map(shorthand, [*beside, *seen.qualifiers])) or "none"


def _progress(card: Scorecard) -> Sheet:
    return Sheet(
        label="Progress",
        title="Distance to the target, progress, chance and direction of travel",
        columns=(
            SheetColumn("Target id", 26),
            SheetColumn("Measure", 44),
            SheetColumn("Judged", 14),
            SheetColumn("Judged on", 12),
            SheetColumn("Distance", 12, "distance"),
            SheetColumn("Children or cases", 12, "distance"),
            SheetColumn("Progress", 12, "progress"),
            SheetColumn("Expected by now", 12, "progress"),
            SheetColumn("Required each year", 12),
            SheetColumn("Lower limit", 12),
            SheetColumn("Upper limit", 12),
            SheetColumn("Confidence", 12),
            SheetColumn("Interval by", 16),
            SheetColumn("Chance", 16, "chance"),
            SheetColumn("Figure before", 12),
            SheetColumn("Period before", 16),
            SheetColumn("Change", 12),
            SheetColumn("Direction of travel", 16),
        ),
        rows=tuple(_progressed(verdict) for verdict in card),
    )


def _progressed(verdict: Verdict) -> tuple[Value, ...]:
    evidence, trend = verdict.evidence, verdict.trend
    chance = {True: "within chance", False: "beyond chance", None: None}
    travel = trend and (trend.travel.value if trend.travel else "not comparable")
    return (
        verdict.id,
        measure_title(verdict),
        verdict.judged.value,
        _number(verdict.judged_on),
        _number(verdict.distance, 1, signed=True),
        evidence.children if evidence else None,
        None if verdict.progress is None else Number(verdict.progress, 0, percent=True),
        _number(verdict.expected, 1),
        _number(verdict.required_per_year, 1, signed=True),
        _number(evidence.lower if evidence else None, 1),
        _number(evidence.upper if evidence else None, 1),
        Number(evidence.confidence, 1, percent=True) if evidence else None,
        evidence.method if evidence else None,
        chance[evidence.within_chance] if evidence else None,
        _number(trend.previous_value if trend else None, decimals_of(verdict)),
        period_words(trend.previous) if trend else None,
        _number(trend.change if trend and trend.travel else None, 1, signed=True),
        travel,
    )


def _number(value: float | None, decimals: int | None = None, *, signed: bool = False) -> Value:
    return None if value is None else Number(value, decimals, signed=signed)


def _comparisons(card: Scorecard) -> Sheet:
    return Sheet(
        label="Comparisons",
        title="Our figures beside others of the same period",
        columns=(
            SheetColumn("Target id", 26),
            SheetColumn("Measure", 44),
            SheetColumn("Figure period", 16),
            SheetColumn("Our figure", 10),
            SheetColumn("Compared with", 16),
            SheetColumn("Name", 32),
            SheetColumn("Their figure", 12),
            SheetColumn("Gap", 10, "gap"),
            SheetColumn("Gap is", 14, "gap"),
            SheetColumn("Neighbours with a figure", 14),
            SheetColumn("Neighbours", 12),
            SheetColumn("Why there is no gap", 28),
        ),
        rows=tuple(_compared(verdict, one) for verdict in card for one in verdict.comparisons),
    )


def _compared(verdict: Verdict, one: Comparison) -> tuple[Value, ...]:
    seen, gap = verdict.observation, one.gap
    hidden = one.reason is Reason.SUPPRESSED
    missing = shorthand("suppressed") if hidden else NOT_AVAILABLE
    return (
        verdict.id,
        measure_title(verdict),
        period_words(seen.period) if seen else None,
        figure_cell(verdict),
        one.kind.value,
        f"{one.name} ({one.aggregate}, set {one.version})" if one.version else one.name,
        missing if one.value is None else Number(one.value, decimals_of(verdict)),
        Number(gap.value, 1, signed=True) if gap else None,
        gap.favour.value if gap else None,
        one.n,
        one.of,
        one.reason.value if one.reason else None,
    )


def _reasons(card: Scorecard) -> Sheet:
    return Sheet(
        label="Reasons",
        title="Targets of which nothing can be said, and why",
        columns=(
            SheetColumn("Target id", 26),
            SheetColumn("Measure", 44),
            SheetColumn("Reason", 24, "reason"),
            SheetColumn("In a sentence", 60),
        ),
        rows=tuple(
            (verdict.id, measure_title(verdict), one.reason.value, one.sentence)
            for verdict in card
            for one in verdict.reasons
        ),
    )


def _statements(card: Scorecard) -> Sheet:
    measures = {verdict.measure.id: verdict.measure for verdict in card}
    return Sheet(
        label="Statements",
        title="What the plan says of each measure, word for word",
        columns=(
            SheetColumn("Measure id", 26),
            SheetColumn("Measure", 44),
            SheetColumn("Statement", 60),
            SheetColumn("Kind", 14),
            SheetColumn("Place in the document", 44),
        ),
        rows=tuple(
            (measure.id, measure.title, one.text, one.kind.value, str(one.cite) if one.cite else None)
            for measure in measures.values()
            for one in measure.statements
        ),
    )


def _sources(card: Scorecard) -> Sheet:
    return Sheet(
        label="Sources",
        title="Where the figures come from",
        columns=(
            SheetColumn("Source", 18),
            SheetColumn("Title", 44),
            SheetColumn("Publisher", 28),
            SheetColumn("Release", 24),
            SheetColumn("Published", 14),
            SheetColumn("Licence", 28),
            SheetColumn("Address", 44),
        ),
        rows=tuple(
            (
                one.id,
                one.title,
                one.publisher,
                one.release,
                one.published.isoformat() if one.published else None,
                one.licence,
                one.url,
            )
            for one in card.sources
        ),
    )
