"""Rules on what a plan says and then does not follow up: aspirations, narrative measures, actions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cypplan.audit.findings import Fact, Family, Severity, Side
from cypplan.audit.grouping import each_or_most
from cypplan.audit.rules import Found, family
from cypplan.audit.subject import action_fact, measure_fact, point_facts
from cypplan.plans.words import StatementKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cypplan.audit.subject import Subject
    from cypplan.plans.model import Action, Measure, Outcome, Plan
    from cypplan.plans.points import Point

__all__ = ["RULES"]


def _hopes(plan: Plan) -> Iterator[tuple[str, Fact, Point]]:
    """Yield vision, ambition and aspirations: what each is, its fact, itself."""
    for name, one in (("vision", plan.vision), ("ambition", plan.ambition)):
        if one is not None:
            yield name, Fact(name, one.cite), one
    yield from (("aspiration", fact, one) for fact, one in point_facts("aspirations", plan.aspirations))


def _unmeasured_hope(subject: Subject) -> Iterator[Found]:
    if not subject.plan.measures:
        return
    for name, fact, one in _hopes(subject.plan):
        if not one.measures:
            yield Found(
                fact=fact,
                message=f"no measure of the plan is tied to this {name}",
                sides=(Side(f'"{one.text}"', one.cite),),
                verdict="It is not judged: nothing tells whether it comes true.",
            )


def _narrative_alone(subject: Subject) -> Iterator[Found]:
    measures = subject.plan.measures
    if not any(_has_row(measure) for measure in measures):
        return  # the plan has no action plan
    told = [one for one in measures if one.statements]
    lacking = [
        Found(
            fact=measure_fact(measure),
            message=f'"{measure.title}" has no row in the action plan',
            sides=tuple(Side(f'"{one.text}"', one.cite) for one in measure.statements),
            verdict="It is judged; who does what for it, and by when, is not said.",
        )
        for measure in told
        if not _has_row(measure)
    ]
    yield from each_or_most(lacking, len(told), "measures have no row in the action plan")


def _has_row(measure: Measure) -> bool:
    return any(one.kind is StatementKind.ACTION_PLAN for one in measure.statements)


def _nobody_or_never(subject: Subject) -> Iterator[Found]:
    """Yield actions that nobody leads, then those that are due at no time."""
    actions = [(outcome, one) for outcome in subject.plan.outcomes for one in outcome.actions]
    leaderless = [one for one in actions if not (one[0].leads or one[1].leads or one[1].leads_stated)]
    dateless = [one for one in actions if not _is_dated(subject, one[1])]
    who, when = "who leads it is not said", "by when it is done is not said"
    yield from each_or_most(
        [_lacks(*one, who, "Nobody can be asked for it.") for one in leaderless],
        len(actions),
        "actions have no lead",
    )
    yield from each_or_most(
        [_lacks(*one, when, "Nobody can say that it is late.") for one in dateless],
        len(actions),
        "actions have no date",
    )


def _is_dated(subject: Subject, action: Action) -> bool:
    """Whether an action has a time, of its own or in the row of a measure that follows it."""
    rows = (
        one for measure in subject.plan.measures if action.id in measure.actions for one in measure.statements
    )
    return bool(action.timescale or action.period) or any(
        one.timescale for one in rows if one.kind is StatementKind.ACTION_PLAN
    )


def _lacks(outcome: Outcome, action: Action, what: str, verdict: str) -> Found:
    side = Side(f'"{action.text}"', action.cite)
    return Found(fact=action_fact(outcome, action), message=what, sides=(side,), verdict=verdict)


RULES: Final = family(
    Family.STRUCTURE,
    ("S13", "An aspiration is measured by nothing in the plan", Severity.NOTE, _unmeasured_hope),
    ("S14", "A measure has no row in the action plan", Severity.NOTE, _narrative_alone),
    ("S15", "An action has no lead or no date", Severity.NOTE, _nobody_or_never),
)
