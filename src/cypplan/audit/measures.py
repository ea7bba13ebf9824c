"""Rules on measures against each other: targets, periods and definitions that one plan states differently."""

from __future__ import annotations

import itertools
import re
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from cypplan.audit.findings import Family, Severity, Side
from cypplan.audit.numbers import agrees
from cypplan.audit.rules import Found, family
from cypplan.audit.subject import action_fact, baseline_of, ends_of, measure_fact, point_facts
from cypplan.audit.texts import agewords, overlap, plain, stems
from cypplan.errors import UnitError
from cypplan.plans.words import StatementKind, StatisticForm, StatisticRole

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cypplan.audit.findings import Fact
    from cypplan.audit.stated import Stated
    from cypplan.audit.subject import Demand, Subject
    from cypplan.plans.contents import Statistic
    from cypplan.plans.model import Measure
    from cypplan.plans.points import Point

__all__ = ["RULES"]

_BOTH: Final = "Both targets are judged, and one may be met while the other is not."
_KEPT_APART: Final = {StatementKind.ACTION_PLAN}
_UNIVERSAL: Final = re.compile(
    r"(?:(?:we|this|it|that|will|want|aim|to|ensure|make|sure|means?|see|the|plan) )*"
    r"(?:every(?:one|body)\b|(?:all|every|each)(?: [\w'’-]+){0,3}? (?:child\w*|young|people|person|pupils?|"
    r"learners?|students?|infants?|bab(?:y|ies)|families|family|parents?|carers?|mothers?|leavers?|schools?))",
    re.IGNORECASE,
)
"""A promise to everybody at the beginning of a sentence: "We will ensure that every child …"."""


def _numbered(subject: Subject, measure: Measure) -> Iterator[tuple[Demand, Demand]]:
    """Yield each pair of targets that name numbers and stand in two statements of one measure."""
    named = [one for one in subject.demands(measure) if ends_of(one.target) is not None]
    for one, other in itertools.combinations(named, 2):
        if one.at != other.at:
            yield one, other


def _same_due(one: Demand, other: Demand) -> bool:
    """Whether two targets may be due at one time: in equal periods, or where one of them has none."""
    first, second = one.target.period, other.target.period
    return first is None or second is None or first == second


def _same_number(one: Demand, other: Demand) -> bool:
    if one.unit == other.unit or one.unit is None or other.unit is None:
        return ends_of(one.target) == ends_of(other.target)
    try:
        factor = other.unit.factor_to(one.unit)
    except UnitError:
        return False
    ends, others = ends_of(one.target) or (), ends_of(other.target) or ()
    return [Fraction(end) for end in ends] == [Fraction(end) * factor for end in others]


def _between_parts(one: Demand, other: Demand) -> bool:
    """Whether one stands in the action plan and the other does not."""
    return (one.statement.kind in _KEPT_APART) != (other.statement.kind in _KEPT_APART)


def _disagreeing(subject: Subject, *, parts: bool) -> Iterator[Found]:
    """Yield pairs of targets that name two numbers, between the parts of a plan or within one of them."""
    for measure in subject.plan.measures:
        in_both = _in_both_parts(subject, measure)
        for one, other in _numbered(subject, measure):
            if (
                _between_parts(one, other) is not parts
                or _same_number(one, other)
                or not _same_due(one, other)
            ):
                continue
            agreed = {ends_of(one.target), ends_of(other.target)} <= in_both
            apart = agewords(one.statement.text) != agewords(other.statement.text)
            if agreed if parts else apart:
                continue  # both parts state both numbers; or the two speak of different children
            message = f"{one.words} {one.due} and {other.words} {other.due} for one measure"
            yield Found(fact=other.fact, message=message, sides=(one.side, other.side), verdict=_BOTH)


def _in_both_parts(subject: Subject, measure: Measure) -> set[object]:
    """Return the numbers that the action plan states and another part of the plan as well."""
    found: dict[bool, set[object]] = {True: set(), False: set()}
    for one in subject.prints(measure):
        found[one.statement.kind in _KEPT_APART].add(ends_of(one.target))
    return found[True] & found[False]


def _two_targets(subject: Subject) -> Iterator[Found]:
    yield from _disagreeing(subject, parts=False)


def _narrative_and_action_plan(subject: Subject) -> Iterator[Found]:
    yield from _disagreeing(subject, parts=True)


def _two_periods(subject: Subject) -> Iterator[Found]:
    for measure in subject.plan.measures:
        for one, other in _numbered(subject, measure):
            due, later = one.target.period, other.target.period
            if due is not None and later is not None and due != later and _same_number(one, other):
                message = f"{one.words} is due in {due} in one place and in {later} in another"
                yield Found(fact=other.fact, message=message, sides=(one.side, other.side), verdict=_BOTH)


def _definition(subject: Subject) -> Iterator[Found]:
    for measure in subject.plan.measures:
        told = [(one, agewords(one.text)) for one in measure.statements]
        for (one, first), (other, second) in itertools.combinations(told, 2):
            if first == second:
                continue
            differing = ", ".join(sorted(first ^ second))
            sides = tuple(Side(f'"{text.text}"', text.cite) for text in (one, other))
            message = f"one sentence names an age, grade or level that the other does not: {differing}"
            verdict = "One figure is judged, whichever of the two definitions it follows."
            at = measure.statements.index(other)
            fact = measure_fact(measure, f"statements[{at}]", other.cite)
            yield Found(fact=fact, message=message, sides=sides, verdict=verdict)
            break


def _cohort(measure: Measure) -> tuple[object, ...]:
    words = (plain(text or "") for text in (measure.population, measure.age_band))
    return *words, tuple(sorted(plain(group) for group in measure.groups)), measure.of


def _one_indicator(subject: Subject) -> Iterator[Found]:
    linked = [one for one in subject.plan.measures if subject.indicator(one.indicator)]
    for one, other in itertools.combinations(linked, 2):
        if one.indicator is None or other.indicator is None or one.indicator.id != other.indicator.id:
            continue
        if _cohort(one) != _cohort(other):
            continue
        for what, ours, theirs in _differing(subject, one, other):
            yield Found(
                fact=measure_fact(other),
                message=f'{what} differ from those of "{one.title}", and both are {one.indicator.id}',
                sides=(ours, theirs),
                verdict="One published figure answers for both measures, and the verdicts may differ.",
            )


def _differing(subject: Subject, one: Measure, other: Measure) -> Iterator[tuple[str, Side, Side]]:
    ours, theirs = baseline_of(one), baseline_of(other)
    if ours and theirs and ours.period == theirs.period and not _same_figure(ours, theirs):
        yield "baselines", ours.side, theirs.side
    for mine in subject.demands(one):
        for yours in subject.demands(other):
            if ends_of(mine.target) is None or ends_of(yours.target) is None:
                continue
            if mine.target.period == yours.target.period and not _same_number(mine, yours):
                yield "targets", mine.side, yours.side
                return


def _same_figure(one: Stated, other: Stated) -> bool:
    """Whether two printed figures can be one, to the decimals of the coarser; units that differ are left."""
    if one.unit != other.unit or not (one.printed.is_plain and other.printed.is_plain):
        return True
    return agrees(one.printed.value, other.printed.value) or agrees(other.printed.value, one.printed.value)


def _two_outcomes(subject: Subject) -> Iterator[Found]:
    titles = {outcome.id: outcome.title for outcome in subject.plan.outcomes}
    for measure in subject.plan.measures:
        if measure.borrowed_by:
            names = [titles.get(name, name) for name in (measure.outcome or "", *measure.borrowed_by)]
            sides = tuple(Side(f'"{one.text}"', one.cite) for one in measure.statements)
            message = f"printed under {len(names)} outcomes: {'; '.join(names)}"
            verdict = "It is judged once, and counts for each of them."
            yield Found(fact=measure_fact(measure), message=message, sides=sides, verdict=verdict)


def _two_in_one(subject: Subject) -> Iterator[Found]:
    seen: dict[tuple[str, object], Measure] = {}
    for measure in subject.plan.measures:
        for statement in measure.statements:
            other = seen.setdefault((statement.text, statement.cite), measure)
            if other is not measure and statement.targets:
                message = f'one sentence sets a target of this and of "{other.title}"'
                side = Side(f'"{statement.text}"', statement.cite)
                verdict = "Two verdicts come of one sentence, and it is kept only if both are good."
                yield Found(fact=measure_fact(measure), message=message, sides=(side,), verdict=verdict)
                break


def _activity_apart(subject: Subject) -> Iterator[Found]:
    for measure in subject.plan.measures:
        said = stems(" ".join([measure.title, *(one.text for one in measure.statements)]))
        for name in measure.actions:
            action = subject.plan.action(name)
            done = stems(action.text)
            if overlap(said, done) > 0 or not said or not done:
                continue
            sides = (
                Side(f'"{action.text}"', action.cite),
                Side(f'"{measure.title}"', measure_fact(measure).cite),
            )
            verdict = "The target may be met or missed whatever becomes of the activity."
            message = f'measures the activity "{action.id}", with which it has no word in common'
            yield Found(fact=measure_fact(measure), message=message, sides=sides, verdict=verdict)


def _levels(statistics: Iterable[Statistic]) -> list[Statistic]:
    return [
        one
        for one in statistics
        if one.value is not None
        and one.form is StatisticForm.LEVEL
        and one.role not in {StatisticRole.ILLUSTRATION, StatisticRole.CONSULTATION}
    ]


def _names_same(one: Statistic, other: Statistic) -> bool:
    """Whether two figures are of one thing: tied to one measure or indicator, or called alike."""
    cohort = [
        (s.area, plain(s.population or ""), plain(s.age_band or ""), plain(s.group or ""))
        for s in (one, other)
    ]
    if cohort[0] != cohort[1] or one.unit != other.unit or one.period != other.period:
        return False
    if one.measure or other.measure:
        return one.measure == other.measure
    if one.indicator and other.indicator:
        return one.indicator.id == other.indicator.id
    return bool(one.label and other.label) and plain(one.label or "") == plain(other.label or "")


def _statistics(subject: Subject) -> Iterator[Found]:
    stated = {one.fact.path: one for one in subject.stated()}
    for one, other in itertools.combinations(_levels(subject.plan.statistics), 2):
        first, second = (stated[f"statistics.{s.id}"] for s in (one, other))
        if one.period is None or not _names_same(one, other) or _same_figure(first, second):
            continue
        message = f"{second.words} {second.when}, and {first.words} elsewhere"
        verdict = "Neither can serve as a baseline before it is known which is right."
        yield Found(fact=second.fact, message=message, sides=(first.side, second.side), verdict=verdict)


def _statistic_and_baseline(subject: Subject) -> Iterator[Found]:
    stated = {one.fact.path: one for one in subject.stated()}
    for one in _levels(subject.plan.statistics):
        measure = next((m for m in subject.plan.measures if m.id == one.measure), None)
        base, figure = baseline_of(measure) if measure else None, stated[f"statistics.{one.id}"]
        if base is None or base.period is None or figure.period is None or one.area is not None:
            continue
        meeting = base.period.overlaps(figure.period)
        if meeting and not _same_figure(base, figure):
            message = f"{figure.words} {figure.when}, and the baseline is {base.words} {base.when}"
            verdict = "Progress is counted from the baseline, which the plan itself puts in doubt."
            yield Found(fact=figure.fact, message=message, sides=(base.side, figure.side), verdict=verdict)


def _promises(subject: Subject) -> Iterator[Found]:
    measured = {plain(one.text) for measure in subject.plan.measures for one in measure.statements}
    served = {name for measure in subject.plan.measures for name in measure.actions}
    promised = [
        (action_fact(outcome, action), action.text, action.id in served)
        for outcome in subject.plan.outcomes
        for action in outcome.actions
    ]
    promised += [(fact, one.text, bool(one.measures)) for fact, one in _promised_points(subject)]
    for fact, text, followed in promised:
        if _UNIVERSAL.match(text) and not followed and plain(text) not in measured:
            yield Found(
                fact=fact,
                message="promised to everybody, and no measure tells whether everybody has it",
                sides=(Side(f'"{text}"', fact.cite),),
                verdict="It is not judged at all.",
            )


def _promised_points(subject: Subject) -> Iterator[tuple[Fact, Point]]:
    """Yield what a plan wants to achieve, what success looks like, and what it commits itself to."""
    for outcome in subject.plan.outcomes:
        yield from point_facts(f"outcomes.{outcome.id}.achieve", outcome.achieve)
        yield from point_facts(f"outcomes.{outcome.id}.success", outcome.success)
    yield from point_facts("commitments", subject.plan.commitments)


RULES: Final = family(
    Family.PLAN,
    ("M01", "One measure has two targets", Severity.ERROR, _two_targets),
    ("M02", "One target is due in two periods", Severity.ERROR, _two_periods),
    ("M03", "Narrative and action plan set different targets", Severity.ERROR, _narrative_and_action_plan),
    ("M04", "Two measures of one indicator disagree", Severity.WARNING, _one_indicator),
    ("M05", "One measure stands under several outcomes", Severity.NOTE, _two_outcomes),
    ("M06", "One sentence sets targets of two measures", Severity.NOTE, _two_in_one),
    ("M07", "A measure stands under an activity that it does not measure", Severity.NOTE, _activity_apart),
    ("M08", "The definition varies between the sentences of a measure", Severity.WARNING, _definition),
    ("M09", "Two statistics disagree", Severity.ERROR, _statistics),
    ("M10", "A statistic disagrees with a baseline", Severity.WARNING, _statistic_and_baseline),
    ("M11", "Everybody is promised something that no measure follows", Severity.NOTE, _promises),
)
