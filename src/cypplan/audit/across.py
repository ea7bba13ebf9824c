"""Rules across the plans of one authority: what one renames, sets otherwise, or never measures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cypplan.audit.findings import Fact, Family, Severity, Side
from cypplan.audit.rules import Found, Need, family
from cypplan.audit.subject import Subject, ends_of, measure_fact
from cypplan.audit.texts import alike, overlap, plain, stems

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cypplan.audit.subject import Demand
    from cypplan.plans.model import Measure, Outcome, Plan
    from cypplan.plans.points import Point

__all__ = ["RULES"]

_LIKE: Final = 0.5
"""How alike two titles must be, word by word, to be two names of one outcome."""
_ABOUT: Final = 0.5
"""Which share of its words an aspiration must share with a measure to be measured by it."""


def _other_side(text: str, plan: Plan, cite: object = None) -> Side:
    place = f"{plan.id}: {cite}" if cite else plan.id
    return Side(text, source=place)


def _named(outcome: Outcome) -> str:
    return f'{outcome.number}. "{outcome.title}"' if outcome.number else f'"{outcome.title}"'


def _nearest(outcome: Outcome, plan: Plan) -> Outcome | None:
    """Return the outcome of another plan that is most like one, ``None`` where none is."""
    likest = max(plan.outcomes, key=lambda one: _likeness(outcome, one), default=None)
    return likest if likest is not None and _likeness(outcome, likest) >= _LIKE else None


def _likeness(one: Outcome, other: Outcome) -> float:
    """Return how alike two titles are; that of the words that say something counts as much as their order."""
    shared = overlap(stems(one.title), stems(other.title)) if len(stems(one.title)) > 1 else 0.0
    return max(alike(one.title, other.title), shared)


def _renamed(subject: Subject) -> Iterator[Found]:
    for other in subject.others:
        for outcome in subject.plan.outcomes:
            near = _nearest(outcome, other)
            if near is not None and plain(near.title) != plain(outcome.title):
                yield _outcomes_differ(outcome, near, other, "is called otherwise")


def _renumbered(subject: Subject) -> Iterator[Found]:
    for other in subject.others:
        for outcome in subject.plan.outcomes:
            near = _nearest(outcome, other)
            same = near is not None and outcome.number is not None and near.number is not None
            if near is not None and same and near.number != outcome.number:
                yield _outcomes_differ(outcome, near, other, "has another number")


def _outcomes_differ(outcome: Outcome, near: Outcome, other: Plan, how: str) -> Found:
    return Found(
        fact=Fact(f"outcomes.{outcome.id}", outcome.cite),
        message=f"{_named(outcome)} {how} in {other.id}: {_named(near)}",
        sides=(Side(_named(outcome), outcome.cite), _other_side(_named(near), other, near.cite)),
        verdict="Verdicts of the two plans are set beside each other only if somebody ties the outcomes.",
    )


def _linked(plan: Plan) -> dict[str, list[Measure]]:
    found: dict[str, list[Measure]] = {}
    for measure in plan.measures:
        if measure.indicator is not None:
            found.setdefault(measure.indicator.id, []).append(measure)
    return found


def _different_targets(subject: Subject) -> Iterator[Found]:
    for other in subject.others:
        theirs = _linked(other)
        beside = Subject(plan=other, as_of=subject.as_of)
        for measure in subject.plan.measures:
            for near in theirs.get(measure.indicator.id, ()) if measure.indicator else ():
                if near.unit != measure.unit:
                    continue
                ours, others = _numbers(subject, measure), _numbers(beside, near)
                pairs = ((one, two) for one in ours for two in others if _clash(one, two))
                found = next(pairs, None)
                if found is not None:
                    yield _targets_differ(measure, found, other)


def _numbers(subject: Subject, measure: Measure) -> list[Demand]:
    return [one for one in subject.demands(measure) if ends_of(one.target) is not None]


def _clash(one: Demand, other: Demand) -> bool:
    """Whether two targets name two numbers for one time, or for no stated time."""
    due, theirs = one.target.period, other.target.period
    return (due is None or theirs is None or due == theirs) and ends_of(one.target) != ends_of(other.target)


def _targets_differ(measure: Measure, found: tuple[Demand, Demand], other: Plan) -> Found:
    ours, theirs = found
    return Found(
        fact=measure_fact(measure),
        message=f"{ours.words} {ours.due}, and {theirs.words} {theirs.due} in {other.id}",
        sides=(ours.side, _other_side(f'"{theirs.statement.text}"', other, theirs.statement.cite)),
        verdict="One figure is judged twice, and may be on track in one plan and behind in the other.",
    )


def _unmeasured_aspiration(subject: Subject) -> Iterator[Found]:
    for at, point in enumerate(subject.plan.aspirations):
        here = bool(point.measures) or any(_measures(one, point) for one in subject.plan.measures)
        unmeasured = [one for one in subject.others if not any(_measures(m, point) for m in one.measures)]
        if not unmeasured:
            continue
        names = " or ".join(one.id for one in unmeasured)
        where = f"here, and not in {names}" if here else f"neither here nor in {names}"
        nowhere = len(unmeasured) == len(subject.others) and not here
        yield Found(
            fact=Fact(f"aspirations.{point.id}" if point.id else f"aspirations[{at}]", point.cite),
            message=f'"{point.text}" is measured {where}',
            sides=(Side(f'"{point.text}"', point.cite),),
            verdict=_NOT_JUDGED if nowhere else "Only one of the plans says whether it comes true.",
            severity=Severity.WARNING if nowhere else None,
        )


_NOT_JUDGED: Final = "It is not judged: nothing tells whether it comes true."


def _measures(measure: Measure, point: Point) -> bool:
    """Whether a measure speaks of what an aspiration does, those it counts left out."""
    counted = [measure.population or "", measure.unit.noun if measure.unit else ""]
    about = stems(point.text, without=counted)
    said = stems(" ".join([measure.title, *(one.text for one in measure.statements)]), without=counted)
    return overlap(about, said) >= _ABOUT


RULES: Final = family(
    Family.ACROSS,
    ("X01", "An outcome is called otherwise in another plan", Severity.NOTE, _renamed),
    ("X02", "An outcome has another number in another plan", Severity.NOTE, _renumbered),
    ("X03", "One indicator has different targets in two plans", Severity.WARNING, _different_targets),
    ("X04", "An aspiration is not measured in another plan", Severity.NOTE, _unmeasured_aspiration),
    needs=[Need.OTHERS],
)
