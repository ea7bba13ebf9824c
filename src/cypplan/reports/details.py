"""A measure in full: the words of the plan, and each of its verdicts with all it rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cypplan.assess.words import Judged
from cypplan.comparators import ComparatorKind
from cypplan.reports.charts import chart_blocks
from cypplan.reports.details_beside import (
    age_facts,
    answers_fact,
    comments_section,
    findings_block,
    source_fact,
)
from cypplan.reports.overview import asked, children_words, decimals_of, measure_title
from cypplan.reports.tree import Block, Charts, Fact, Facts, Quote, Section, Tone
from cypplan.reports.words import (
    MEANINGS,
    SYMBOLS,
    TONES,
    TRAVELS,
    baseline_words,
    figure,
    value_words,
    verdict_due,
    within,
)
from cypplan.units import UnitForm

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cypplan.assess.scorecard import Scorecard
    from cypplan.assess.verdicts import Comparison, Verdict
    from cypplan.plans.model import Baseline
    from cypplan.reports.briefing import Briefing
    from cypplan.units import Unit

__all__ = ["baseline_fact", "measure_section"]


_NAMES: Final = {
    ComparatorKind.COUNTRY: "England",
    ComparatorKind.REGION: "Region",
    ComparatorKind.NEIGHBOURS: "Neighbours",
}
_JUDGED: Final = {
    Judged.FINAL: "on the figure of the due period, and no other",
    Judged.STANDING: "on the latest figure",
    Judged.UNDER_WAY: "the due period has not ended: by progress, on the latest figure",
}


def measure_section(verdicts: Sequence[Verdict], briefing: Briefing) -> Section:
    """Return the section of one measure from its verdicts, with what stands beside them."""
    first = verdicts[0]
    measure = first.measure
    blocks: list[Block] = [Quote(one.text, str(one.cite or "")) for one in measure.statements]
    blocks.append(Facts((*_measure_facts(first), answers_fact(briefing.card.plan, verdicts))))
    if len(verdicts) == 1:
        blocks += _verdict_blocks(first, briefing)
        blocks += _said(measure.id, briefing)
    else:
        blocks += _said(measure.id, briefing)
        blocks += [
            Section(
                title=_label(verdict),
                blocks=(*_verdict_blocks(verdict, briefing), *_said(verdict.id, briefing)),
            )
            for verdict in verdicts
        ]
    findings = briefing.findings_on(measure.id)
    if findings:
        blocks.append(Section(title="Findings of the check", blocks=(findings_block(findings),)))
    return Section(
        title=measure_title(first), anchor=f"measure-{measure.id}", blocks=tuple(blocks), detail=True
    )


def _said(name: str, briefing: Briefing) -> Iterator[Section]:
    """Yield what the authority says of a measure or a verdict, if it says anything."""
    comments = briefing.comments.get(name, ())
    if comments:
        yield comments_section(comments)


def _verdict_blocks(verdict: Verdict, briefing: Briefing) -> Iterator[Block]:
    yield Facts(tuple(_verdict_facts(verdict, briefing.card)))
    charted = briefing.charts.get(verdict.id)
    if charted is not None:
        yield Charts(tuple(chart_blocks(charted)))


def baseline_fact(baseline: Baseline | None, unit: Unit | None) -> Fact:
    """Return the baseline of a measure as a fact, or that there is none."""
    if baseline is None:
        return Fact(term="Baseline", text="the plan states none")
    value = baseline_words(baseline, unit) or "announced, and not given"
    parts = [value if baseline.period is None else f"{value} {within(baseline.period)}"]
    if baseline.period_basis is not None and baseline.period_basis == "inferred":
        parts.append("period inferred")
    if baseline.provisional:
        parts.append("provisional")
    return Fact(term="Baseline", text=", ".join(parts))


def _label(verdict: Verdict) -> str:
    due = verdict_due(verdict)
    wanted = asked(verdict) or "no target"
    return f"Target: {wanted}, {due}" if due else f"Target: {wanted}"


def _measure_facts(verdict: Verdict) -> Iterator[Fact]:
    measure, indicator = verdict.measure, verdict.indicator
    unit = measure.unit or (indicator.unit if indicator else None)
    if unit is not None:
        yield Fact(term="Unit", text=unit.label)
    if verdict.direction is not None:
        yield Fact(term="Better", text=verdict.direction.value)
    if measure.indicator is not None:
        text = f"{measure.indicator.id} ({measure.indicator.comparability})"
        yield Fact(term="Indicator", text=f"{indicator.title}, {text}" if indicator else text)
    yield baseline_fact(measure.baseline, unit)


def _verdict_facts(verdict: Verdict, card: Scorecard) -> Iterator[Fact]:
    meaning = "" if verdict.reasons else f" ({MEANINGS[verdict.status]})"
    yield Fact(
        term="Status",
        text=f"{verdict.status}{meaning}",
        symbol=SYMBOLS[verdict.status],
        tone=TONES[verdict.rag],
    )
    if verdict.rag is not None:
        text = f"{verdict.rag}, by the rule {verdict.rule}: {_clause(verdict)}"
        yield Fact(term="Colour", text=text, tone=TONES[verdict.rag])
    for reason in verdict.reasons:
        yield Fact(term="Reason", text=f"{reason.reason}: {reason.sentence}", tone=Tone.GREY)
    yield Fact(term="Target", text=asked(verdict) or "none")
    due = verdict_due(verdict)
    if due:
        yield Fact(term="Due", text=due)
    yield Fact(term="Judged", text=_JUDGED[verdict.judged])
    yield from _figure_facts(verdict)
    source = source_fact(verdict, card.sources)
    if source is not None:
        yield source
    yield from age_facts(verdict, card.as_of)
    yield from _distance_facts(verdict)
    for compared in verdict.comparisons:
        yield Fact(term=_NAMES.get(compared.kind, compared.kind.value), text=_compared(compared, verdict))
    yield from _travel_facts(verdict)
    yield from _evidence_facts(verdict)
    if verdict.qualifiers:
        yield Fact(term="Read with care", text="; ".join(one.value for one in verdict.qualifiers))
    for sentence in verdict.basis:
        yield Fact(term="Basis", text=sentence)


def _clause(verdict: Verdict) -> str:
    """Return what the rule says of the verdict's colour; the whole rule where it has no such clause."""
    clauses = (clause for clause in verdict.rule.words.split("; ") if clause.startswith(f"{verdict.rag}: "))
    found = next(clauses, None)
    return found.partition(": ")[2] if found else verdict.rule.words


def _figure_facts(verdict: Verdict) -> Iterator[Fact]:
    seen = verdict.observation
    if seen is None:
        return
    shown = value_words(seen, decimals=decimals_of(verdict), long=True)
    parts = [f"{shown} {within(seen.period)}"]
    if seen.count is not None and seen.denominator is not None:
        parts.append(f"{seen.count:,g} of {seen.denominator:,g}")
    elif seen.count is not None:
        parts.append(f"count {seen.count:,g}")
    if verdict.judged_on is not None and verdict.judged_on != seen.value:
        parts.append(f"judged on {figure(verdict.judged_on, seen.unit)}")
    if seen.mark and seen.value is not None:
        parts.append(seen.mark)
    parts += [one.replace("-", " ") for one in seen.qualifiers]
    yield Fact(term="Figure", text="; ".join(parts))


def _distance_facts(verdict: Verdict) -> Iterator[Fact]:
    unit = verdict.indicator.unit if verdict.indicator else None
    if verdict.distance is not None and unit is not None:
        side = "on the right side of the target" if verdict.distance >= 0 else "short of the target"
        shown = figure(abs(verdict.distance), unit.difference, decimals=1)
        parts = [] if unit.form is UnitForm.COUNT and verdict.evidence else [f"{shown} {side}"]
        yield Fact(term="Distance", text="; ".join(filter(None, [*parts, children_words(verdict)])))
    if verdict.progress is not None:
        pace = f"; {verdict.pace * 100:,.0f}% of the pace needed" if verdict.pace is not None else ""
        yield Fact(term="Progress", text=f"{verdict.progress * 100:,.0f}% of the way{pace}")
    if verdict.expected is not None and unit is not None:
        yield Fact(term="Expected by now", text=figure(verdict.expected, unit, decimals=1))
    if verdict.required_per_year is not None and unit is not None:
        shown = figure(verdict.required_per_year, unit.difference, decimals=1)
        yield Fact(term="Required each year", text=shown)


def _compared(compared: Comparison, verdict: Verdict) -> str:
    who = compared.name
    if compared.kind is ComparatorKind.NEIGHBOURS:
        how = [f"{compared.aggregate} of {compared.n} of {compared.of}"] if compared.n is not None else []
        how += [f"set {compared.version}"] if compared.version else []
        who = f"{who} ({', '.join(how)})" if how else who
    if compared.value is None or compared.gap is None or verdict.indicator is None:
        return f"{who}: {compared.reason or 'no figure'}"
    decimals = 1 if compared.kind is ComparatorKind.NEIGHBOURS else decimals_of(verdict)
    theirs = figure(compared.value, verdict.indicator.unit, decimals=decimals)
    return f"{who} {theirs}: gap {compared.gap}"


def _travel_facts(verdict: Verdict) -> Iterator[Fact]:
    trend = verdict.trend
    if trend is None or verdict.indicator is None:
        return
    unit = verdict.indicator.unit
    previous = figure(trend.previous_value, unit, decimals=decimals_of(verdict))
    before = f"{previous} {within(trend.previous)}"
    if trend.travel is None:
        yield Fact(term="Travel", text=f"not comparable with {before}: {trend.reason or 'no reason given'}")
        return
    change = figure(trend.change, unit.difference, decimals=1)
    sign = "+" if trend.change > 0 else ""
    yield Fact(
        term="Travel", text=f"{trend.travel}, from {before} ({sign}{change})", symbol=TRAVELS[trend.travel]
    )


def _evidence_facts(verdict: Verdict) -> Iterator[Fact]:
    evidence = verdict.evidence
    if evidence is None:
        return
    words = {True: "within chance", False: "beyond chance", None: "nothing to compare with"}
    interval = f"{evidence.confidence * 100:g}% interval {evidence.lower:,.1f} to {evidence.upper:,.1f}"
    yield Fact(term="Evidence", text=f"{words[evidence.within_chance]}; {interval}, {evidence.method}")
