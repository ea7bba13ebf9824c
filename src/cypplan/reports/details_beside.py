"""What stands beside a verdict: who answers for it, the age of its figure, comments, findings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cypplan.assess.summary import age_of
from cypplan.audit.findings import Severity
from cypplan.periods import PeriodKind
from cypplan.reports.plan_words import Names
from cypplan.reports.tree import Entries, Entry, Fact, Item, Items, Section, Symbol, Tone
from cypplan.reports.words import day, period_words, plural

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Sequence

    from cypplan.assess.commentary import Comment
    from cypplan.assess.verdicts import Verdict
    from cypplan.audit.findings import Finding
    from cypplan.observations.sets import Source
    from cypplan.plans.model import Plan

__all__ = ["age_facts", "answers_fact", "comments_section", "findings_block", "source_fact"]

SEVERITIES: Final = {
    Severity.ERROR: Symbol("✗", "x"),
    Severity.WARNING: Symbol("!", "!"),
    Severity.NOTE: Symbol("–", "-"),
}


def answers_fact(plan: Plan, verdicts: Sequence[Verdict]) -> Fact:
    """Return who answers for a measure: those its statements name, else those its outcome names."""
    measure = verdicts[0].measure
    names = Names.of(plan)
    leads = dict.fromkeys(lead for one in measure.statements for lead in one.leads)
    if leads:
        text = names.led_by(leads)
    else:
        outcome = next((one for one in plan.outcomes if one.id == measure.outcome), None)
        text = (
            f"{names.led_by(outcome.leads)} (for the outcome)"
            if outcome and outcome.leads
            else "the plan names nobody"
        )
    cadences = dict.fromkeys(one.review.value for one in measure.statements if one.review is not None)
    return Fact(term="Answers for it", text=f"{text}; reviewed {', '.join(cadences)}" if cadences else text)


def source_fact(verdict: Verdict, sources: Sequence[Source]) -> Fact | None:
    """Return where a figure comes from: publication, release, day."""
    seen = verdict.observation
    if seen is None or seen.source is None:
        return None
    known = next((one for one in sources if one.id == seen.source), None)
    parts = [f"{known.title} ({known.id})" if known else seen.source]
    if seen.release:
        parts.append(f"release {seen.release}")
    if seen.published is not None:
        parts.append(f"published {day(seen.published)}")
    return Fact(term="Source", text=", ".join(parts))


def age_facts(verdict: Verdict, as_of: dt.date) -> Iterator[Fact]:
    """Yield how old a figure is, and when the next of its series can be expected."""
    age = age_of(verdict, as_of)
    if age is None:
        return
    yield Fact(term="Age", text=f"{plural(age.months, 'month')} since its period ended")
    if age.following is None:
        return
    text = period_words(age.following)
    if age.expected is None:
        ends = "" if age.following.kind is PeriodKind.DAY else f", which ends on {day(age.following.end)}"
        text += f"{ends}; how long its publication takes is not known"
    else:
        verb = "was to be expected" if age.expected <= as_of else "to be expected"
        text += f", {verb} about {day(age.expected)}, if it takes as long as this one took"
    yield Fact(term="Next figure", text=text)


def comments_section(comments: Sequence[Comment]) -> Section:
    """Return what the authority says and decided."""
    entries = tuple(
        Entry(
            text=one.text,
            place=f"{day(one.date)}, {one.by}" if one.by else day(one.date),
            also=f"Decision: {one.decision}" if one.decision else "",
        )
        for one in comments
    )
    return Section(title="Comments of the authority", blocks=(Entries(entries=entries),))


def findings_block(findings: Sequence[Finding], *, named: bool = False) -> Items:
    """Return findings as a list, the gravest first; ``named`` says on which fact each is."""
    return Items(
        tuple(
            Item(
                title=f"{one.severity.value} {one.code}" + (f" on {one.fact.path}" if named else ""),
                text=one.message,
                explanation=one.verdict,
                symbol=SEVERITIES[one.severity],
                tone=Tone.PLAIN,
            )
            for one in findings
        )
    )
