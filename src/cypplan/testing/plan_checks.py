"""The checks of one plan. Each yields what it holds against it, and nothing where it is kept."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Final

import attrs

from cypplan.areas import AreaKind
from cypplan.audit import RuleSet, Severity, check, rules_of
from cypplan.errors import CypplanError, did_you_mean
from cypplan.indicators import Direction
from cypplan.plans import (
    Basis,
    Comparability,
    ComparatorTarget,
    GapTarget,
    MaintainTarget,
    Plan,
    RankTarget,
    Relation,
    StatisticForm,
    ValueTarget,
    dumps,
    loads,
)
from cypplan.testing.facts import parts, quotations
from cypplan.testing.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from cypplan.indicators import Indicator
    from cypplan.plans import IndicatorLink
    from cypplan.plugins import Registry

__all__ = ["PLAN_CHECKS"]

_OURS: Final = "report this as a fault of cypplan"
_ID: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def ids(plan: Plan, registry: Registry) -> Iterator[Problem]:
    """Ids are small letters, digits and hyphens, and the authority is one that the register knows."""
    for path, part in parts(plan):
        name: object = getattr(part, "id", None)
        if isinstance(name, str) and not _ID.fullmatch(name):
            yield Problem(path, f'"{name}" is no id', 'write it as "placement-stability"')
    if plan.supersedes == plan.id:
        yield Problem("supersedes", "a plan cannot supersede itself", "name the plan before it")
    areas = registry.areas
    if len(areas) and plan.authority not in areas:
        yield Problem("authority", f'no area has the code "{plan.authority}"', "write a GSS code")
    elif len(areas) and areas[plan.authority].kind is not AreaKind.AUTHORITY:
        found = areas[plan.authority]
        yield Problem("authority", f"{found.name} is a {found.kind}, no authority", "write that of one")


def citations(plan: Plan, registry: Registry) -> Iterator[Problem]:
    """Everything that quotes the document says where it stands, in a document that is named."""
    del registry
    for path, words, cite in quotations(plan):
        if cite is None:
            shown = words if len(words) <= 40 else f"{words[:40]}…"  # noqa: PLR2004 (a line)
            yield Problem(path, f'"{shown}" has no citation', 'add cite = "Heading > bullet 3 @120"')
    if plan.document is None and any(cite for _, _, cite in quotations(plan)):
        yield Problem("document", "places are cited, and no document is named", "add the table [document]")


def units(plan: Plan, registry: Registry) -> Iterator[Problem]:
    """Figures have a unit, ranks aside; a measure that is the national indicator has the unit of that."""
    for measure in plan.measures:
        indicator = _indicator(registry, measure.indicator)
        if measure.unit is None or indicator is None or not _is_same(measure.indicator):
            continue
        if measure.unit.dimension != indicator.unit.dimension:
            what = f'is "{measure.unit}", and the indicator {indicator.id} is "{indicator.unit}"'
            do = 'give it that unit, or say comparability = "proxy" with the reason'
            yield Problem(f"measures.{measure.id}.unit", what, do)
    for one in plan.statistics:
        unitless = one.unit is None and one.printed_unit is None and one.form is not StatisticForm.RANK
        if one.value is not None and unitless:
            yield Problem(f"statistics.{one.id}", "is a figure without a unit", "add unit")


def periods(plan: Plan, registry: Registry) -> Iterator[Problem]:
    """Periods run forwards, the plan's own and from baseline to target; dates not printed say so."""
    del registry
    own = plan.period
    if own.start and own.end and own.end < own.start:
        yield Problem("period", f"runs from {own.start} to {own.end}", "exchange start and end")
    if (own.start or own.end) and own.stated is None and own.basis is not Basis.INFERRED:
        do = 'add stated = "…" with the printed words, or basis = "inferred"'
        yield Problem("period", "has dates that no printed words give", do)
    for measure in plan.measures:
        base = measure.baseline.period if measure.baseline else None
        for target in measure.targets:
            if base and target.period and target.period.end < base.end:
                what = f"is due in {target.period}, before its baseline of {base}"
                yield Problem(f"measures.{measure.id}.targets", what, "correct the one that was read wrong")


def directions(plan: Plan, registry: Registry) -> Iterator[Problem]:
    """Every measure that is judged says which way is better, or is tied to an indicator that does."""
    for measure in plan.measures:
        indicator = _indicator(registry, measure.indicator)
        known = indicator.direction if indicator else None
        where = f"measures.{measure.id}.direction"
        if measure.direction is None and known in {None, Direction.NONE}:
            if any(_needs_direction(target) for target in measure.targets):
                which = f", and its indicator {indicator.id} has none either" if indicator else ""
                do = 'add direction = "higher" or "lower", as the plan means it'
                yield Problem(where, f"is missing{which}; a target depends on it", do)
        elif (
            known
            and known.sign
            and measure.direction not in {None, known}
            and _is_same(measure.indicator)
            and not (measure.direction_note or measure.note)
        ):
            what = f'is "{measure.direction}", and its indicator says "{known}"'
            yield Problem(where, what, "correct it, or give the reason in direction_note")


def targets(plan: Plan, registry: Registry) -> Iterator[Problem]:
    """Indicators and areas that are named exist, and a scorecard has a verdict for every target."""
    for path, link in _links(plan):
        if registry.indicators and link.id not in registry.indicators:
            hint = did_you_mean(link.id, registry.indicators)
            do = "find it with the command cypplan indicators WORD"
            yield Problem(path, f'there is no indicator "{link.id}"', f"{do}.{hint}")
        if link.comparability is not Comparability.SAME and not link.reason:
            yield Problem(path, f"is {link.comparability} and does not say why", 'add reason = "…"')
    for measure in plan.measures:
        for target in measure.targets:
            area = target.area if isinstance(target, ComparatorTarget) else None
            if area and len(registry.areas) and area not in registry.areas:
                where = f"measures.{measure.id}.targets"
                yield Problem(where, f'no area has the code "{area}"', "write a GSS code")
    yield from _unjudged(plan, registry)


def _unjudged(plan: Plan, registry: Registry) -> Iterator[Problem]:
    from cypplan.assess import scorecard  # noqa: PLC0415 (only where figures are at hand)

    if not registry.observation_sets or plan.authority not in registry.areas:
        return
    try:
        card = scorecard(plan, registry=registry)
    except CypplanError as error:
        yield Problem("plan", f"cannot be judged: {error}", "correct what the message names")
        return
    judged = Counter(verdict.measure.id for verdict in card.verdicts)
    for measure in plan.measures:
        if measure.targets and not judged[measure.id]:
            yield Problem(f"measures.{measure.id}", "has targets and no verdict", _OURS)


def bodies(plan: Plan, registry: Registry) -> Iterator[Problem]:
    """No body stands above itself, and no two have one name."""
    del registry
    parents = {body.id: body.parents for body in plan.bodies}
    for body in plan.bodies:
        above, open_ = set[str](), list(body.parents)
        while open_:
            name = open_.pop()
            if name not in above:
                above.add(name)
                open_ += parents.get(name, ())
        if body.id in above:
            yield Problem(f"bodies.{body.id}.parents", "stands above itself", "remove one of the parents")
    names = Counter(body.name.casefold() for body in plan.bodies)
    for body in plan.bodies:
        if names[body.name.casefold()] > 1:
            yield Problem(f"bodies.{body.id}.name", f'"{body.name}" is there twice', "make one body of them")


def round_trip(plan: Plan, registry: Registry) -> Iterator[Problem]:
    """A plan that is written to a file and read again is the same plan."""
    del registry
    again = loads(dumps(plan))
    for field in attrs.fields(Plan):
        if getattr(again, field.name) != getattr(plan, field.name):
            yield Problem(field.name, "is another after writing and reading", _OURS)


def findings(plan: Plan, registry: Registry) -> Iterator[Problem]:
    """Errors and warnings of the check that need nothing but the plan are acknowledged in its file.

    Rules that look at published figures or at other plans are left to ``cypplan check``: what they say
    changes with the figures, and no release of figures shall break the tests of a plugin.
    """
    rules = RuleSet(tuple(rule for rule in rules_of(registry) if not rule.needs))
    found = check(plan, rules=rules, registry=registry, others=())
    for one in found.open:
        if one.severity is not Severity.NOTE:
            entry = f'code = "{one.code}", fact = "{one.fact}"'
            do = f"correct it, or add [[acknowledged]] with {entry} and the reason"
            yield Problem(one.code, f"{one.severity} on {one.fact}: {one.message}", do)
    for idle in found.unused:
        yield Problem("acknowledged", f"{idle} is acknowledged, and nothing finds it", "remove that entry")


def _indicator(registry: Registry, link: IndicatorLink | None) -> Indicator | None:
    return registry.indicators.get(link.id) if link else None


def _is_same(link: IndicatorLink | None) -> bool:
    return link is not None and link.comparability is Comparability.SAME


def _needs_direction(target: object) -> bool:
    """Whether nobody can judge a target who does not know which way is better."""
    if isinstance(target, ValueTarget):
        return target.bound is None
    if isinstance(target, ComparatorTarget):
        return target.relation is not Relation.IN_LINE
    return isinstance(target, GapTarget | MaintainTarget | RankTarget)


def _links(plan: Plan) -> Iterator[tuple[str, IndicatorLink]]:
    for measure in plan.measures:
        if measure.indicator:
            yield f"measures.{measure.id}.indicator", measure.indicator
    for one in plan.statistics:
        if one.indicator:
            yield f"statistics.{one.id}.indicator", one.indicator


PLAN_CHECKS: Final[dict[str, Callable[[Plan, Registry], Iterator[Problem]]]] = {
    made.__name__: made
    for made in (ids, citations, units, periods, directions, targets, bodies, round_trip, findings)
}
"""Name to check, in the order in which they run."""
