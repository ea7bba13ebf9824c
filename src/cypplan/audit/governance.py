"""Rules on bodies and words: who answers for what, to whom, how often; and how things are called."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Final

from cypplan.audit.findings import Fact, Family, Severity, Side
from cypplan.audit.grouping import each_or_most
from cypplan.audit.rules import Found, family
from cypplan.audit.subject import PLAN
from cypplan.audit.texts import plain
from cypplan.plans.words import BodyKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cypplan.audit.subject import Subject
    from cypplan.citations import Citation
    from cypplan.plans.model import Body

__all__ = ["RULES"]

_UNSEEN: Final = "The verdicts stand; when they are looked at is not said."
_ARTICLE: Final = re.compile(r"^(?:the|our|a) ", re.IGNORECASE)
_ABBREVIATION: Final = re.compile(r"\b(?:[A-Z]{2,}(?:[a-z]?|s)|[A-Z]+[a-z]*[A-Z]{2,}[a-z]*)\b")
_INITIALS: Final = re.compile(r"(?:[Tt]he )?[a-z]?[A-Z&]{2,6}s?")
_COMMON_NOUN: Final = re.compile(r"(?:[Tt]he|[Oo]ur|a) [a-z]")
_EVERYDAY: Final = frozenset(
    """UK EU NHS GCSE GCSEs MP PC TV CV IT HIV BME GP GPs COVID UN AM PM
    OFSTED DFE PDF FAQ BBC ID USA""".split()  # noqa: SIM905 (as words of a text)
)
_HEADLINE: Final = 0.6
_SHORTEST: Final = 4
_SHARED: Final = 2
"""How many words two names must share for one more word to be all that tells them apart."""
_OF_PLANS: Final = frozenset(
    """strategic key overarching overall high level our of the and success outcome outcomes priority
    priorities aspiration aspirations ambition vision aim aims objective objectives goal goals enabler
    enablers principle principles commitment commitments area areas focus action actions measure
    measures indicator indicators target targets baseline plan""".split()  # noqa: SIM905 (a text)
)
"""Words of which plans make the names of their own parts."""


def _body_fact(body: Body) -> Fact:
    return Fact(f"bodies.{body.id}", body.cite)


def _governing(subject: Subject) -> list[Body]:
    """Return bodies that decide or oversee; where no body says what it is, those with a place in the line."""
    bodies = subject.plan.bodies
    if any(body.kind is not None for body in bodies):
        return [body for body in bodies if body.kind is BodyKind.GOVERNANCE]
    above = {name for body in bodies for name in body.parents}
    return [body for body in bodies if body.parents or body.id in above or body.reviews or body.answers_for]


def _without_cadence(subject: Subject) -> Iterator[Found]:
    bodies = _governing(subject)
    lacking = [
        Found(
            fact=_body_fact(body),
            message=f'how often "{body.name}" meets or reviews is not said',
            sides=(Side(f'"{body.name}"', body.cite),),
            verdict=_UNSEEN,
        )
        for body in bodies
        if body.meets is None and not body.reviews
    ]
    yield from each_or_most(lacking, len(bodies), "bodies are not said to meet or review at any interval")


def _without_duty(subject: Subject) -> Iterator[Found]:
    leading = _leads(subject)
    bodies = _governing(subject)
    lacking = [
        Found(
            fact=_body_fact(body),
            message=f'what "{body.name}" answers for is not said',
            sides=(Side(f'"{body.name}"', body.cite),),
            verdict="The verdicts stand; it cannot be asked for any of them.",
        )
        for body in bodies
        if not body.answers_for and not body.reviews and body.id not in leading
    ]
    yield from each_or_most(lacking, len(bodies), "bodies have nothing to answer for")


def _leads(subject: Subject) -> set[str]:
    plan = subject.plan
    found = {lead for outcome in plan.outcomes for lead in outcome.leads}
    found |= {lead for action in plan.actions for lead in action.leads}
    return found | {lead for measure in plan.measures for one in measure.statements for lead in one.leads}


def _circular(subject: Subject) -> Iterator[Found]:
    parents = {body.id: body.parents for body in subject.plan.bodies}
    told: set[frozenset[str]] = set()
    for body in subject.plan.bodies:
        ring = _ring(body.id, parents)
        if ring and frozenset(ring) not in told:
            told.add(frozenset(ring))
            names = [subject.plan.body(name) for name in ring]
            message = f"each is above the other: {' → '.join(one.name for one in (*names, names[0]))}"
            sides = tuple(Side(f'"{one.name}"', one.cite) for one in names)
            verdict = "Nobody stands at the end of the line that answers for the plan."
            yield Found(fact=_body_fact(body), message=message, sides=sides, verdict=verdict)


def _ring(start: str, parents: dict[str, tuple[str, ...]]) -> list[str] | None:
    """Return a way that leads from a body over its parents back to it, ``None`` where there is none."""
    ways = [[start]]
    seen = set()
    while ways:
        way = ways.pop()
        for parent in parents.get(way[-1], ()):
            if parent == start:
                return way
            if parent not in seen:
                seen.add(parent)
                ways.append([*way, parent])
    return None


def _several_parents(subject: Subject) -> Iterator[Found]:
    for body in subject.plan.bodies:
        if len(body.parents) > 1:
            names = [subject.plan.body(name) for name in body.parents]
            message = f'"{body.name}" stands under {len(names)}: {"; ".join(one.name for one in names)}'
            verdict = "To whom it answers is not said, or said twice."
            sides = tuple(Side(f'"{one.name}"', one.cite) for one in names)
            yield Found(fact=_body_fact(body), message=message, sides=sides, verdict=verdict)


def _core(name: str) -> str:
    """Return a name without article and possessive, so that only another name differs from it."""
    return plain(re.sub(r"[’']s\b", "", _ARTICLE.sub("", name)))


def _short_for(alias: str, name: str) -> bool:
    """Whether one is the beginning or end of the other, initials, or a common noun ("the council")."""
    if _INITIALS.fullmatch(alias) or _COMMON_NOUN.match(alias):
        return True
    short, long = sorted((_core(alias), _core(name)), key=len)
    return f" {long}".endswith(f" {short}") or f"{long} ".startswith(f"{short} ")


def _names(subject: Subject) -> Iterator[Found]:
    for body in subject.plan.bodies:
        other = [alias for alias in body.aliases if not _short_for(alias, body.name)]
        if other:
            named = "; ".join(f'"{name}"' for name in (body.name, *other))
            message = f"called by {len(other) + 1} names: {named}"
            sides = (Side(named, body.cite),)
            verdict = "The verdicts stand; whether one body is meant is read into the text."
            yield Found(fact=_body_fact(body), message=message, sides=sides, verdict=verdict)


def _one_name(subject: Subject) -> Iterator[Found]:
    for one, other in itertools.combinations(subject.plan.bodies, 2):
        shared = {_core(name) for name in (one.name, *one.aliases)}
        shared &= {_core(name) for name in (other.name, *other.aliases)}
        if shared:
            message = f'two bodies are called "{other.name if _core(other.name) in shared else min(shared)}"'
            sides = (Side(f'"{one.name}"', one.cite), Side(f'"{other.name}"', other.cite))
            verdict = "Which of the two leads or answers cannot be told by its name."
            yield Found(fact=_body_fact(other), message=message, sides=sides, verdict=verdict)


def _near_names(subject: Subject) -> Iterator[Found]:
    standing = [body for body in subject.plan.bodies if body.kind is not BodyKind.TEAM]
    for one, other in itertools.combinations(standing, 2):
        pair = next(
            (
                (mine, yours)
                for mine in (one.name, *one.aliases)
                for yours in (other.name, *other.aliases)
                if one.kind == other.kind and _one_word_apart(_core(mine), _core(yours))
            ),
            None,
        )
        if pair is not None:
            message = f'"{pair[0]}" and "{pair[1]}" are two bodies, and one word tells them apart'
            sides = (Side(f'"{one.name}"', one.cite), Side(f'"{other.name}"', other.cite))
            verdict = "A reader who slips by one word asks the wrong body."
            yield Found(fact=_body_fact(other), message=message, sides=sides, verdict=verdict)


def _one_word_apart(one: str, other: str) -> bool:
    """Whether two names share two words at least, in order, and one word is exchanged, added or left out."""
    first, second = ([word.removesuffix("s") for word in name.split()] for name in (one, other))
    if first == second or abs(len(first) - len(second)) > 1:
        return False
    same = sum(
        size for *_, size in SequenceMatcher(None, first, second, autojunk=False).get_matching_blocks()
    )
    return same >= _SHARED and same == max(len(first), len(second)) - 1


def _texts(subject: Subject) -> Iterator[tuple[str, Citation | None]]:
    """Yield the sentences of a plan that its readers have to understand."""
    plan = subject.plan
    for measure in plan.measures:
        yield from ((one.text, one.cite) for one in measure.statements)
    for outcome in plan.outcomes:
        yield outcome.title, outcome.cite
        for point in (*outcome.areas_of_focus, *outcome.achieve, *outcome.success):
            yield point.text, point.cite
        yield from ((action.text, action.cite) for action in outcome.actions)
    for priority in plan.priorities:
        yield priority.title, priority.cite
        yield from ((point.text, point.cite) for point in priority.areas_of_focus)
    for point in (*plan.aspirations, *plan.commitments, *plan.principles, *plan.values, *plan.enablers):
        yield point.text, point.cite


def _explained(subject: Subject) -> set[str]:
    """Return abbreviations that the plan explains: in its glossary, in brackets, in names of bodies."""
    plan = subject.plan
    known = {term.short for term in plan.glossary if term.short and term.meaning}
    known |= {found for term in plan.glossary for found in _ABBREVIATION.findall(term.term) if term.meaning}
    sentences = [text for text, _ in _texts(subject)]
    sentences += [one.text for one in (*plan.statistics, *plan.achievements)]
    sentences += [point.text for point in (plan.vision, plan.ambition, plan.age_range) if point]
    for text in sentences:
        known |= {
            found for inner in re.findall(r"\(([^()]*)\)", text) for found in _ABBREVIATION.findall(inner)
        }
    for body in plan.bodies:
        known |= {found for name in (body.name, *body.aliases) for found in _ABBREVIATION.findall(name)}
    return {_single(one) for one in known}


def _single(abbreviation: str) -> str:
    return abbreviation.removesuffix("s").upper()


def _undefined(subject: Subject) -> Iterator[Found]:
    known = _explained(subject) | {_single(one) for one in _EVERYDAY}
    words = {word for text, _ in _texts(subject) for word in re.findall(r"\b[a-z]+\b", text)}
    used: dict[str, tuple[str, Side]] = {}
    for text, cite in _texts(subject):
        if _is_headline(text):
            continue
        for found in _ABBREVIATION.findall(text):
            # a word that is printed small elsewhere is only emphasised: "ALL priorities"
            if _single(found) not in known and found.lower() not in words:
                used.setdefault(_single(found), (found, Side(f'"{text}"', cite)))
    for key, (name, side) in used.items():
        message = f'"{name}" is used, and nothing that the file holds explains it'
        verdict = "Who or what is counted is open where the abbreviation is."
        fact = Fact(f"glossary.{key.lower()}", side.cite)
        yield Found(fact=fact, message=message, sides=(side,), verdict=verdict)


def _is_headline(text: str) -> bool:
    """Whether a text is printed in capitals, so that its words are no abbreviations."""
    letters = [one for one in text if one.isalpha()]
    return bool(letters) and sum(one.isupper() for one in letters) / len(letters) > _HEADLINE


def _unused(subject: Subject) -> Iterator[Found]:
    plan = subject.plan
    texts = [text for text, _ in _texts(subject)]
    texts += [one.text for one in (*plan.statistics, *plan.achievements, *plan.voices)]
    texts += [
        text for body in plan.bodies for text in (body.name, body.role or "", *map(str, body.answers_for))
    ]
    texts += [str(point) for point in (plan.vision, plan.ambition, plan.title, plan.age_range) if point]
    texts += [term.meaning for term in plan.glossary if term.meaning]
    counted = Counter(word for text in texts for word in set(plain(text).split()))
    running = " ".join(f" {plain(text)} " for text in texts)
    for term in plan.glossary:
        names = [plain(re.sub(r"\(.*?\)", "", term.term)), plain(term.short or "")]
        names += [plain(inner) for inner in re.findall(r"\((.*?)\)", term.term)]
        names = [name for name in names if name]
        if names and all(set(name.split()) <= _OF_PLANS for name in names):
            continue  # it names a part of the plan, which need not say so of itself
        if term.meaning is None or any(name in counted or f" {name} " in running for name in names):
            continue
        if any(len(name) >= _SHORTEST and f" {name.removesuffix('s')}" in running for name in names):
            continue
        message = f'"{term.term}" is explained, and nothing that the file holds uses it'
        verdict = "Nothing is judged by it."
        fact = Fact(f"glossary.{(term.short or term.term).lower().replace(' ', '-')}", term.cite)
        side = Side(f'"{term.term}": {term.meaning}', term.cite)
        yield Found(fact=fact, message=message, sides=(side,), verdict=verdict)


def _nobody_reviews(subject: Subject) -> Iterator[Found]:
    plan = subject.plan
    looked_at = plan.reviews or any(body.reviews for body in plan.bodies)
    looked_at = looked_at or any(one.review for measure in plan.measures for one in measure.statements)
    if not looked_at and not any(action.review for action in plan.actions):
        message = "who looks at the plan's progress, and how often, is not said"
        yield Found(fact=PLAN, message=message, verdict=_UNSEEN)


RULES: Final = family(
    Family.GOVERNANCE,
    ("G01", "A body has no cadence", Severity.NOTE, _without_cadence),
    ("G02", "A body has nothing to answer for", Severity.NOTE, _without_duty),
    ("G03", "Bodies stand above each other in a circle", Severity.ERROR, _circular),
    ("G04", "A body stands under several", Severity.WARNING, _several_parents),
    ("G05", "One body has several names", Severity.NOTE, _names),
    ("G06", "Two bodies share a name", Severity.WARNING, _one_name),
    ("G07", "An abbreviation is used and not explained", Severity.NOTE, _undefined),
    ("G08", "A term is explained and not used", Severity.NOTE, _unused),
    ("G09", "Nobody is said to review the plan", Severity.NOTE, _nobody_reviews),
    ("G10", "One word tells two bodies apart", Severity.NOTE, _near_names),
)
