"""From a plan to a document: its head, its outcomes with their measures, its bodies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cypplan.plans.words import MeasureKind
from cypplan.reports.details import baseline_fact
from cypplan.reports.tree import Block, Document, Fact, Facts, Item, Items, Paragraph, Quote, Section
from cypplan.reports.words import day, due_words, plural, target_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cypplan.plans.contents import Review
    from cypplan.plans.model import Action, Body, Measure, Outcome, Plan, Statement

__all__ = ["plan_document"]


def plan_document(plan: Plan) -> Document:
    """Return a plan as a document."""
    names = {body.id: body.name for body in plan.bodies}
    blocks: list[Block] = [Facts(tuple(_head(plan)))]
    blocks += [_outcome(plan, outcome, names) for outcome in plan.outcomes]
    known = {outcome.id for outcome in plan.outcomes}
    rest = [measure for measure in plan.measures if measure.outcome not in known]
    if rest:
        measures = tuple(_measure(measure, names) for measure in rest)
        blocks.append(Section(title="Measures without an outcome", anchor="outcome-none", blocks=measures))
    loose = [priority for priority in plan.priorities if priority.outcome not in known]
    if loose:
        items = Items(tuple(Item(title=priority.title) for priority in loose))
        blocks.append(Section(title="Priorities", anchor="priorities", blocks=(items,)))
    if plan.bodies:
        bodies = tuple(_body(body, names) for body in plan.bodies)
        blocks.append(Section(title="Bodies", anchor="bodies", blocks=bodies))
    return Document(title=plan.title, subtitle=str(plan.partnership or ""), blocks=tuple(blocks))


def _head(plan: Plan) -> Iterator[Fact]:
    yield Fact(term="Plan", text=plan.id)
    yield Fact(term="Authority", text=plan.authority)
    period = plan.period
    if period.stated:
        yield Fact(term="Period", text=period.stated)
    if period.start and period.end:
        basis = f" ({period.basis})" if period.basis else ""
        yield Fact(term="From, to", text=f"{day(period.start)} to {day(period.end)}{basis}")
    if plan.age_range:
        yield Fact(term="Ages", text=str(plan.age_range))
    texts = (("Vision", plan.vision), ("Ambition", plan.ambition))
    yield from (Fact(term=term, text=str(text)) for term, text in texts if text)
    lists = (("Values", plan.values), ("Principles", plan.principles), ("Partners", plan.partners))
    for term, values in lists:
        if values:
            yield Fact(term=term, text="; ".join(map(str, values)), detail=True)
    if plan.document is not None:
        yield Fact(term="Document", text=str(plan.document))
        if plan.document.licence:
            yield Fact(term="Licence", text=plan.document.licence)
    size = f"{plural(len(plan.outcomes), 'outcome')}, {plural(len(plan.measures), 'measure')}"
    yield Fact(term="Size", text=f"{size}, {plural(len(plan.actions), 'action')}")


def _outcome(plan: Plan, outcome: Outcome, names: dict[str, str]) -> Section:
    title = f"{outcome.number}. {outcome.title}" if outcome.number else outcome.title
    blocks: list[Block] = []
    priorities = [priority.title for priority in plan.priorities if priority.outcome == outcome.id]
    lists = (
        ("Led by", [names.get(lead, lead) for lead in outcome.leads]),
        ("Priorities", priorities),
    )
    facts = tuple(Fact(term=term, text="; ".join(texts)) for term, texts in lists if texts)
    if facts:
        blocks.append(Facts(facts))
    measures = [measure for measure in plan.measures if measure.outcome == outcome.id]
    blocks += [_measure(measure, names) for measure in measures]
    borrowed = [measure for measure in plan.measures if outcome.id in measure.borrowed_by]
    if borrowed:
        items = tuple(Item(title=measure.title, anchor=f"measure-{measure.id}") for measure in borrowed)
        blocks.append(Section(title="Measures of another outcome", blocks=(Items(items),)))
    if not measures and not borrowed:
        blocks.append(Paragraph("The plan states no measure of it."))
    focus = tuple(Item(title=point.text) for point in outcome.areas_of_focus)
    if focus:
        blocks.append(Section(title="Areas of focus", blocks=(Items(focus),), detail=True))
    success = tuple(Item(title=point.text) for point in outcome.success)
    if success:
        blocks.append(Section(title="What success will look like", blocks=(Items(success),), detail=True))
    actions = tuple(_action(action, names) for action in outcome.actions)
    if actions:
        blocks.append(Section(title="Actions", blocks=(Items(actions),), detail=True))
    return Section(title=title, anchor=f"outcome-{outcome.id}", blocks=tuple(blocks))


def _action(action: Action, names: dict[str, str]) -> Item:
    parts = [", ".join(names.get(lead, lead) for lead in action.leads), action.timescale or ""]
    return Item(title=action.text, text="; ".join(filter(None, parts)))


def _measure(measure: Measure, names: dict[str, str]) -> Section:
    facts = []
    if measure.kind is MeasureKind.IMPLIED:
        facts.append(Fact(term="Kind", text="implied: read out of an action or a promise"))
    if measure.unit is not None:
        facts.append(Fact(term="Unit", text=measure.unit.label))
    if measure.indicator is not None:
        link = measure.indicator
        facts.append(Fact(term="Indicator", text=f"{link.id} ({link.comparability})"))
        if link.reason:
            facts.append(Fact(term="Because", text=link.reason, detail=True))
    facts.append(baseline_fact(measure.baseline, measure.unit))
    facts += _targets(measure)
    leads = dict.fromkeys(names.get(lead, lead) for one in measure.statements for lead in one.leads)
    if leads:
        facts.append(Fact(term="Led by", text="; ".join(leads)))
    if measure.note:
        facts.append(Fact(term="Note", text=measure.note, detail=True))
    quotes = tuple(Quote(one.text, _place(one)) for one in measure.statements)
    return Section(title=measure.title, anchor=f"measure-{measure.id}", blocks=(Facts(tuple(facts)), *quotes))


def _targets(measure: Measure) -> list[Fact]:
    lines: dict[str, None] = {}
    for target in measure.targets:
        due = due_words(target)
        words = target_words(target, measure)
        lines[f"{words}, {due}" if due else words] = None
    return [Fact(term="Target", text=line) for line in lines] or [
        Fact(term="Target", text="the plan states none")
    ]


def _place(statement: Statement) -> str:
    return str(statement.cite) if statement.cite else ""


def _review(review: Review) -> str:
    known = " ".join(filter(None, (review.what, review.cadence and str(review.cadence))))
    return known or review.stated or ""


def _body(body: Body, names: dict[str, str]) -> Section:
    lists: Sequence[tuple[str, Sequence[str]]] = (
        ("Role", [body.role] if body.role else []),
        ("Under", [names.get(parent, parent) for parent in body.parents]),
        ("Chair", [body.chair] if body.chair else []),
        ("Members", [point.text for point in body.members]),
        ("Reviews", [_review(review) for review in body.reviews]),
        ("Answers for", [point.text for point in body.answers_for]),
    )
    facts = tuple(Fact(term=term, text="; ".join(texts)) for term, texts in lists if texts)
    blocks: tuple[Block, ...] = (Facts(facts),) if facts else (Paragraph("The plan only names it."),)
    return Section(title=body.name, blocks=blocks)
