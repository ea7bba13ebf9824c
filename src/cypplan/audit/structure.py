"""Rules on what a plan should have, and how its parts hang together."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, TypeAlias

from cypplan.audit.findings import Fact, Family, Severity, Side
from cypplan.audit.grouping import each_or_most
from cypplan.audit.rules import Found, family
from cypplan.audit.subject import PLAN, action_fact, measure_fact
from cypplan.audit.texts import alike, ends_in, length_in, plain, years_in
from cypplan.errors import did_you_mean
from cypplan.plans.words import Found as ContentFound
from cypplan.plans.words import MeasureKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cypplan.audit.subject import Subject
    from cypplan.citations import Citation
    from cypplan.plans.contents import Variant
    from cypplan.plans.model import Outcome

__all__ = ["RULES"]

_UNJUDGED: Final = "It is not judged: nothing tells whether it is reached."
_Printed: TypeAlias = "list[tuple[str, Citation | None]]"
_SAME: Final = 0.6
"""How alike two texts must be to be two versions of one."""


def _outcome_fact(outcome: Outcome) -> Fact:
    return Fact(f"outcomes.{outcome.id}", outcome.cite)


def _no_measures(subject: Subject) -> Iterator[Found]:
    if not subject.plan.measures:
        yield Found(fact=PLAN, message="the plan has no measure", verdict="There is nothing to judge.")


def _outcome_without_measure(subject: Subject) -> Iterator[Found]:
    if not subject.plan.measures:
        return
    served = {name for one in subject.plan.measures for name in (one.outcome, *one.borrowed_by)}
    lacking = [
        Found(
            fact=_outcome_fact(outcome),
            message=f'no measure tells whether "{outcome.title}" is reached',
            verdict=_UNJUDGED,
        )
        for outcome in subject.plan.outcomes
        if outcome.id not in served
    ]
    yield from each_or_most(lacking, len(subject.plan.outcomes), "outcomes have no measure")


def _measure_without_outcome(subject: Subject) -> Iterator[Found]:
    if not subject.plan.outcomes:
        return
    lacking = [
        Found(
            fact=measure_fact(measure),
            message=f'"{measure.title}" stands under no outcome',
            verdict="It is judged, and counts for no outcome.",
        )
        for measure in subject.plan.measures
        if measure.outcome is None
    ]
    yield from each_or_most(lacking, len(subject.plan.measures), "measures stand under no outcome")


def _measure_without_action(subject: Subject) -> Iterator[Found]:
    if not subject.plan.actions:
        return
    formal = [one for one in subject.plan.measures if one.kind is MeasureKind.FORMAL]
    lacking = [
        Found(
            fact=measure_fact(measure),
            message=f'no action is said to move "{measure.title}"',
            verdict="The verdict stands; whose work it judges is not said.",
        )
        for measure in formal
        if not measure.actions
    ]
    yield from each_or_most(lacking, len(formal), "measures are tied to no action")


def _action_without_measure(subject: Subject) -> Iterator[Found]:
    if not subject.plan.measures:
        return
    served = {name for one in subject.plan.measures for name in one.actions}
    lacking = [
        Found(
            fact=action_fact(outcome, action),
            message="no measure tells whether the action has worked",
            sides=(Side(f'"{action.text}"', action.cite),),
            verdict=_UNJUDGED,
        )
        for outcome in subject.plan.outcomes
        for action in outcome.actions
        if action.id not in served and not action.success
    ]
    yield from each_or_most(lacking, len(subject.plan.actions), "actions have no measure")


def _measure_without_lead(subject: Subject) -> Iterator[Found]:
    led = {outcome.id for outcome in subject.plan.outcomes if outcome.leads}
    lacking = [
        Found(
            fact=measure_fact(measure),
            message=f'nobody is named who answers for "{measure.title}"',
            verdict="The verdict stands; nobody is asked for it.",
        )
        for measure in subject.plan.measures
        if measure.outcome not in led
        and not any(one.leads for one in measure.statements)
        and not any(subject.plan.action(name).leads for name in measure.actions)
    ]
    yield from each_or_most(lacking, len(subject.plan.measures), "measures have no lead")


def _measure_without_source(subject: Subject) -> Iterator[Found]:
    counted = [one for one in subject.plan.measures if one.unit is not None]
    lacking = [
        Found(
            fact=measure_fact(measure),
            message=f'where the figures of "{measure.title}" come from is not said',
            verdict="Only figures of one's own can judge it, and they may be counted otherwise.",
        )
        for measure in counted
        if measure.source is None and subject.indicator(measure.indicator) is None
    ]
    yield from each_or_most(lacking, len(counted), "measures name no source of their figures")


def _no_period(subject: Subject) -> Iterator[Found]:
    period = subject.plan.period
    if period.stated is None and period.start is None and period.end is None:
        message = "the plan says of no time"
        verdict = "Targets without a date are judged as standing; nothing can be due at the plan's end."
        yield Found(fact=PLAN, message=message, verdict=verdict)
    elif period.end is None:
        fact = Fact("period", period.cite)
        message = f'the plan has no end that is a date: "{period.stated or period.start}"'
        yield Found(fact=fact, message=message, verdict="What is due at its end cannot be judged.")


def _contradictory_period(subject: Subject) -> Iterator[Found]:
    period = subject.plan.period
    title = Side(f'"{subject.plan.title}"', subject.plan.cite)
    stated = Side(f'"{period.stated}"', period.cite)
    years = years_in(subject.plan.title), years_in(period.stated or "")
    fact = Fact("period", period.cite)
    verdict = "Which targets lie within the plan depends on which of the two is right."
    if years[0] and years[1] and max(years[0]) != max(years[1]):
        message = f'the title says "{subject.plan.title}", the period is "{period.stated}"'
        yield Found(fact=fact, message=message, sides=(title, stated), verdict=verdict)
    for one in _other_years(subject):
        message = (
            f'the period is "{period.stated or subject.plan.title}", and printed as "{one.text}" as well'
        )
        other = Side(f'"{one.text}"', one.cite)
        yield Found(fact=fact, message=message, sides=(stated, other), verdict=verdict)
    lengths = _lengths(subject)
    if lengths:
        message = f"the plan lasts {' and '.join(dict.fromkeys(text for text, _ in lengths))}"
        sides = tuple(Side(f'"{text}"', cite) for text, cite in lengths)
        yield Found(fact=fact, message=message, sides=sides, verdict=verdict)
    if period.start and period.end and period.end < period.start:
        message = f"the plan ends on {period.end}, before it begins on {period.start}"
        yield Found(fact=fact, message=message, sides=(stated,), verdict=verdict)


def _other_years(subject: Subject) -> list[Variant]:
    """Return the prints of the plan's period that name other years than the period itself."""
    period = subject.plan.period
    ours = ends_in(period.stated or "") or frozenset(day.year for day in (period.start, period.end) if day)
    told = [one for one in subject.plan.variants if one.of.startswith("period") and ours]
    return [one for one in told if _goes_beyond(ends_in(one.text), ours)]


def _goes_beyond(years: frozenset[int], ours: frozenset[int]) -> bool:
    """Whether years are not those of a period: two that are its ends, or one within it, are."""
    if len(years) > 1:
        return (min(years), max(years)) != (min(ours), max(ours))
    return any(not min(ours) <= year <= max(ours) for year in years)


def _lengths(subject: Subject) -> _Printed:
    """Return the prints of the plan's period that say how many years it lasts, if they do not agree."""
    printed = [(subject.plan.period.stated or "", subject.plan.period.cite)]
    printed += [(one.text, one.cite) for one in subject.plan.variants if one.of.startswith("period")]
    told = [(text, cite) for text, cite in printed if length_in(text)]
    return told if len({length_in(text) for text, _ in told}) > 1 else []


def _declared_absent(subject: Subject) -> Iterator[Found]:
    for number, one in enumerate(subject.plan.declared):
        if one.found is ContentFound.PRESENT:
            continue
        fact = Fact(f"declared[{number}]", one.cite)
        verdict = "What stands there cannot be judged or checked."
        message = f'"{one.text}" is announced, and {_WHERE[one.found]}'
        light = one.found not in {ContentFound.ABSENT, ContentFound.DEFERRED} or _AGREED.search(one.text)
        severity = Severity.NOTE if light else None
        sides = (Side(f'"{one.text}"', one.cite),)
        yield Found(fact=fact, message=message, sides=sides, verdict=verdict, severity=severity)


_AGREED: Final = re.compile(r"\b(?:will|shall|to|must) be (?:\w+ )?agreed\b", re.IGNORECASE)
"""What is to be agreed with somebody is work to come, and no part of the plan that is missing."""
_WHERE: Final = {
    ContentFound.ABSENT: "is not there",
    ContentFound.DEFERRED: "is to be written later",
    ContentFound.ELSEWHERE: "stands in another document",
    ContentFound.LOST: "is a picture that the text has lost",
}


def _two_versions(subject: Subject) -> Iterator[Found]:
    told = {text for text, _ in _lengths(subject)} | {one.text for one in _other_years(subject)}
    for one in subject.plan.variants:
        if one.of.startswith("period") and one.text in told:
            continue  # the period contradicts itself, which is another rule's finding
        sides = (Side(f'"{_text_at(subject, one.of)}"'), Side(f'"{one.text}"', one.cite))
        fact = Fact(one.of, one.cite)
        message = _second_print(subject, one)
        verdict = "Both versions stand; what is judged does not depend on it." if not _moves(one.of) else (
            "What is judged follows the first version."
        )  # fmt: skip
        yield Found(fact=fact, message=message, sides=sides, verdict=verdict)


def _second_print(subject: Subject, variant: Variant) -> str:
    """Say how a second version differs: in another order, if the first is a list that has the same text."""
    first = _at(subject, variant.of)
    if not isinstance(first, tuple):
        return f'printed a second time as "{variant.text}"'
    if plain(variant.text) in {plain(str(one)) for one in first}:
        return f'the list is printed a second time in another order, with "{variant.text}" in another place'
    return f'the list is printed a second time, with "{variant.text}"'


def _moves(path: str) -> bool:
    return path.startswith(("period", "measures"))


def _text_at(subject: Subject, path: str) -> str:
    """Return the first version of a text: what stands at a path of the plan, or the path itself."""
    here = _at(subject, path)
    if isinstance(here, tuple):
        return "; ".join(str(one) for one in here) or path
    return str(here) if here is not None and here is not subject.plan else path


def _at(subject: Subject, path: str) -> object:
    """Return what stands at a path of the plan, ``None`` where nothing does."""
    here: object = subject.plan
    for step in path.split("."):
        if isinstance(here, tuple):
            here = next((one for one in here if getattr(one, "id", None) == step), None)
        else:
            here = getattr(here, step, None)
    return here


def _two_lists(subject: Subject) -> Iterator[Found]:
    for outcome in subject.plan.outcomes:
        listed = [one for one in subject.plan.priorities if one.outcome == outcome.id]
        focus = [(point.text, point.cite) for point in outcome.areas_of_focus]
        if not listed or not focus:
            continue
        titles = [(one.title, one.cite) for one in listed]
        for text, cite in _only_in(titles, focus):
            near = max(focus, key=lambda other: alike(text, other[0]))
            found = alike(text, near[0]) >= _SAME
            message = f'"{text}" is {"printed otherwise" if found else "missing"} in the outcome\'s own list'
            sides = (
                (Side(f'"{text}"', cite), Side(f'"{near[0]}"', near[1]))
                if found
                else (Side(f'"{text}"', cite),)
            )
            verdict = "Which of the two lists is the plan's is not said."
            yield Found(fact=_outcome_fact(outcome), message=message, sides=sides, verdict=verdict)
        for text, cite in _only_in(focus, titles):
            if max(alike(text, other) for other, _ in titles) < _SAME:
                message = f'"{text}" is missing in the list of priorities'
                verdict = "Which of the two lists is the plan's is not said."
                side = Side(f'"{text}"', cite)
                yield Found(fact=_outcome_fact(outcome), message=message, sides=(side,), verdict=verdict)


def _only_in(some: _Printed, others: _Printed) -> _Printed:
    known = {plain(text) for text, _ in others}
    return [(text, cite) for text, cite in some if plain(text) not in known]


def _unknown_indicator(subject: Subject) -> Iterator[Found]:
    if not subject.indicators:
        return  # without a catalogue every id would be unknown
    links = [(measure_fact(one, "indicator"), one.indicator) for one in subject.plan.measures]
    links += [(Fact(f"statistics.{one.id}", one.cite), one.indicator) for one in subject.plan.statistics]
    for fact, link in links:
        if link is not None and link.id not in subject.indicators:
            hint = (
                did_you_mean(link.id, list(subject.indicators)) or " Find it with: cypplan indicators WORD."
            )
            yield Found(
                fact=fact,
                message=f'there is no indicator "{link.id}".{hint}',
                sides=(Side(f'indicator.id: "{link.id}"', source="the plan file"),),
                verdict="No published figure is found for it, so nothing is judged on one.",
            )


RULES: Final = family(
    Family.STRUCTURE,
    ("S01", "The plan has no measure", Severity.WARNING, _no_measures),
    ("S02", "An outcome has no measure", Severity.WARNING, _outcome_without_measure),
    ("S03", "A measure stands under no outcome", Severity.NOTE, _measure_without_outcome),
    ("S04", "A measure has no action", Severity.NOTE, _measure_without_action),
    ("S05", "An action has no measure", Severity.NOTE, _action_without_measure),
    ("S06", "A measure has no lead", Severity.NOTE, _measure_without_lead),
    ("S07", "A measure has no source", Severity.NOTE, _measure_without_source),
    ("S08", "The plan has no period, or no end", Severity.WARNING, _no_period),
    ("S09", "The plan's period contradicts itself", Severity.ERROR, _contradictory_period),
    ("S10", "Announced content is not there", Severity.WARNING, _declared_absent),
    ("S11", "One text is printed in two versions", Severity.NOTE, _two_versions),
    ("S12", "Two lists of one thing differ", Severity.NOTE, _two_lists),
    ("S16", "An indicator is not in the catalogue", Severity.WARNING, _unknown_indicator),
)
