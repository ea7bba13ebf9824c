"""A measure as a plan states it: what it measures, where it stood, what is to be reached, in which words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from cypplan.plans.targets import ComparatorTarget, ValueTarget
from cypplan.plans.words import Basis, MeasureKind
from cypplan.reports.details import baseline_fact
from cypplan.reports.plan_words import Names, amount, detail, joined, marked, noted, place
from cypplan.reports.tree import Block, Fact, Facts, Quote, Section
from cypplan.reports.words import due_words, target_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cypplan.citations import Citation
    from cypplan.plans.model import Measure, Statement
    from cypplan.plans.targets import Target

__all__ = ["measure_section"]


def measure_section(measure: Measure, names: Names) -> Section:
    """Return the section of a measure."""
    blocks: list[Block] = [Facts(tuple(_facts(measure, names)))]
    for statement in measure.statements:
        blocks.append(Quote(statement.text, place(statement.cite), _line(statement.cite)))
        blocks.append(Facts(tuple(_said(statement, names))))
    return Section(title=measure.title, anchor=f"measure-{measure.id}", blocks=tuple(blocks))


def _facts(measure: Measure, names: Names) -> Iterator[Fact]:
    yield from detail("Id", measure.id)
    if measure.kind is MeasureKind.IMPLIED:
        yield Fact(term="Kind", text="implied: read out of an action or a promise")
    yield from detail("Part of", measure.heading)
    yield from _unit(measure)
    if measure.direction is not None:
        basis = f" ({measure.direction_basis})" if measure.direction_basis else ""
        yield Fact(term="Better", text=f"{measure.direction}{basis}")
    elif measure.direction_basis is not None:
        yield from detail("Better", f"not said ({measure.direction_basis})")
    yield from detail("Which way is better", measure.direction_note)
    if measure.indicator is not None:
        link = measure.indicator
        yield Fact(term="Indicator", text=f"{link.id} ({link.comparability})")
        yield from detail("Because", link.reason)
    yield from detail("A share of", measure.of and names.measures.get(measure.of, measure.of))
    yield from detail("Of whom", joined(measure.population, measure.age_band, *measure.groups))
    yield from _baseline(measure)
    yield from _targets(measure)
    leads = dict.fromkeys(lead for one in measure.statements for lead in one.leads)
    if leads:
        yield Fact(term="Led by", text=names.led_by(leads))
    actions = "; ".join(names.actions.get(action, action) for action in measure.actions)
    yield from detail("Measures", actions)
    borrowers = "; ".join(names.outcomes.get(one, one) for one in measure.borrowed_by)
    yield from detail("Borrowed by", borrowers)
    yield from detail("Source", measure.source)
    yield from noted(measure.note)


def _unit(measure: Measure) -> Iterator[Fact]:
    if measure.unit is not None:
        yield Fact(term="Unit", text=measure.unit.label)
    yield from detail("Unit as printed", measure.printed_unit)
    if measure.suspected_unit is not None:
        yield Fact(term="Unit in doubt", text=f"may be meant as {measure.suspected_unit.label}")


def _baseline(measure: Measure) -> Iterator[Fact]:
    baseline = measure.baseline
    fact = baseline_fact(baseline, measure.unit)
    if baseline is None:
        yield fact
        return
    yield attrs.evolve(fact, place=place(baseline.cite))
    if not baseline.comparable:
        yield Fact(term="Comparable", text="no: later figures cannot be set beside the baseline")
    if baseline.value is None:
        yield from detail("Baseline printed", baseline.qualifier)
    yield from noted(baseline.note)


def _targets(measure: Measure) -> Iterator[Fact]:
    lines = dict.fromkeys((_target(target, measure), target.note) for target in measure.targets)
    for line, note in lines:
        yield Fact(term="Target", text=line)
        yield from noted(note)
    if not lines:
        yield Fact(term="Target", text="the plan states none")


def _target(target: Target, measure: Measure) -> str:
    due = due_words(target)
    words = ", ".join(filter(None, [target_words(target, measure), due]))
    asides = [target.id]
    if target.period_basis is Basis.INFERRED:
        asides.append("period inferred")
    if isinstance(target, ComparatorTarget):
        if target.relation_basis is Basis.INFERRED:
            asides.append("relation inferred")
    elif isinstance(target, ValueTarget) and target.tolerance is not None:
        asides.append(f"tolerance {amount(target.tolerance, None)}")
    told = joined(*asides)
    return f"{words} ({told})" if told else words


def _line(cite: Citation | None) -> str:
    return f"line {cite.line}" if cite and cite.line else ""


def _said(statement: Statement, names: Names) -> Iterator[Fact]:
    """Yield what is said beside the words of a statement; all of it detail."""
    told = joined(
        str(statement.kind).replace("-", " "),
        marked("word of change", statement.change),
        marked("timescale", statement.timescale),
        marked("looked at", statement.review and str(statement.review)),
        marked("led by", names.led_by(statement.leads)),
    )
    yield from detail("Said in", told)
    yield from noted(statement.note)
