"""The check: a plan against itself, against other plans of its authority and against published figures."""

from __future__ import annotations

import contextlib
import datetime as dt
from typing import TYPE_CHECKING

import attrs

from cypplan.audit.figures import gather
from cypplan.audit.findings import Finding, Findings, NotRun
from cypplan.audit.rules import Need, Rule, RuleSet
from cypplan.audit.standard import STANDARD
from cypplan.audit.subject import Subject
from cypplan.errors import CypplanError, ValueFault
from cypplan.plugins import Registry, default_registry

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cypplan.audit.figures import Figures
    from cypplan.audit.rules import Found
    from cypplan.plans.contents import Acknowledgement
    from cypplan.plans.model import Plan

__all__ = ["check", "rules_of"]


def check(
    plan: Plan,
    *,
    observations: object = None,
    others: Iterable[Plan] | None = None,
    as_of: dt.date | str | None = None,
    rules: RuleSet | None = None,
    registry: Registry | None = None,
) -> Findings:
    """Return what a plan's own words, other plans and published figures hold against it.

    Parameters
    ----------
    plan
        The plan.
    observations
        A table in the observation format, of any engine. ``None`` takes the published figures of the
        installed packages; where there are none, the rules that need them are named as not run.
    others
        Other plans of the same authority. ``None`` takes those of the registry.
    as_of
        Only figures of periods that had ended by this day are used. Today where it is not given.
    rules
        The rules to run; by default those of the library and of the installed plugins.
    registry
        Where indicators, areas, neighbours, plans and rules come from; by default everything installed.

    Raises
    ------
    FrameError
        If the observations are no table, or lack a column.

    Notes
    -----
    One query gathers all figures that the rules need. A plan file acknowledges a finding as published with
    ``[[acknowledged]]``: the code, the path of the fact, and why; the finding then stays, marked so.

    Examples
    --------
    >>> import cypplan
    >>> found = check(cypplan.plan("worcestershire-cypp-2014"), as_of="2026-01-01")
    >>> found.on("measures.excess-weight-year-6")[0].message
    'printed "reduction", but from 31.9% to 33%'
    """
    registry = registry or default_registry()
    day = _day(as_of)
    chosen = rules if rules is not None else rules_of(registry)
    wanted = frozenset(need for rule in chosen for need in rule.needs)
    subject = Subject(
        plan=plan,
        others=_others(plan, registry, others) if Need.OTHERS in wanted else (),
        indicators=registry.indicators,
        names={area.code: area.name for area in registry.areas},
        as_of=day,
    )
    if Need.FIGURES in wanted:
        subject = attrs.evolve(subject, figures=_figures(subject, registry, observations))
    items, not_run = _run(subject, chosen)
    items, unused = _acknowledged(items, plan.acknowledged, {rule.code for rule in chosen})
    return Findings(
        plan=plan.id,
        items=tuple(sorted(items, key=lambda one: one.severity.rank)),
        rules=tuple(rule.code for rule in chosen),
        not_run=tuple(not_run),
        unused=tuple(unused),
    )


def rules_of(registry: Registry) -> RuleSet:
    """Return the rules of the library and those that plugins add; its own codes stay its own."""
    known = {rule.code for rule in STANDARD}
    added = [rule for rule in _of_plugins(registry) if rule.code not in known]
    return STANDARD.with_rules(*added)


def _of_plugins(registry: Registry) -> Iterator[Rule]:
    return (rule for rule in registry.audit_rules.values() if isinstance(rule, Rule))


def _day(as_of: dt.date | str | None) -> dt.date:
    if as_of is None:
        return dt.date.today()  # noqa: DTZ011 (the caller's own day is meant)
    if isinstance(as_of, dt.datetime):
        return as_of.date()
    if isinstance(as_of, dt.date):
        return as_of
    try:
        return dt.date.fromisoformat(as_of)
    except (TypeError, ValueError):
        message = f'as_of: "{as_of}" is not a date; write it as 2021-03-31'
        raise ValueFault(message) from None


def _others(plan: Plan, registry: Registry, given: Iterable[Plan] | None) -> tuple[Plan, ...]:
    """Return the other plans of an authority; one that cannot be read is a failure of its own plugin."""
    if given is not None:
        return tuple(one for one in given if one.id != plan.id)
    found = []
    for entry in registry.plans.values():
        with contextlib.suppress(CypplanError, OSError):
            if entry.id != plan.id and entry.head().authority == plan.authority:
                found.append(entry.load())
    return tuple(found)


def _figures(subject: Subject, registry: Registry, observations: object) -> Figures | None:
    if observations is None:
        sets = registry.observation_sets
        if not sets:
            return None
        observations = next(iter(sets.values())).scan()
    return gather(observations, subject.plan, subject.stated(), registry, subject.as_of)


def _run(subject: Subject, rules: RuleSet) -> tuple[list[Finding], list[NotRun]]:
    items: list[Finding] = []
    not_run: list[NotRun] = []
    for rule in rules:
        missing = _missing(rule, subject)
        if missing is not None:
            not_run.append(NotRun(rule.code, f"needs {missing}, and there are none"))
            continue
        try:
            for found in rule.find(subject):  # what a rule had found before it broke off counts
                items.append(_finding(rule, found, subject.plan))  # noqa: PERF401 (a list would lose it)
        except Exception as error:
            if any(rule is own for own in STANDARD):
                raise
            # a rule of somebody else's that breaks must not take the others with it
            not_run.append(NotRun(rule.code, f"broke off: {type(error).__name__}: {error}"))
    return items, not_run


def _missing(rule: Rule, subject: Subject) -> str | None:
    if Need.FIGURES in rule.needs and subject.figures is None:
        return Need.FIGURES.value
    return Need.OTHERS.value if Need.OTHERS in rule.needs and not subject.others else None


def _finding(rule: Rule, found: Found, plan: Plan) -> Finding:
    return Finding(
        code=rule.code,
        title=rule.title,
        family=rule.family,
        severity=found.severity or rule.severity,
        plan=plan.id,
        fact=found.fact,
        message=found.message,
        sides=found.sides,
        verdict=found.verdict,
    )


def _answers(one: Acknowledgement, finding: Finding) -> bool:
    return one.code == finding.code and (one.fact == "*" or finding.fact.within(one.fact))


def _acknowledged(
    items: list[Finding], known: tuple[Acknowledgement, ...], run: set[str]
) -> tuple[list[Finding], list[str]]:
    """Mark findings that the plan file acknowledges; return them, and what was acknowledged for nothing."""
    marked = []
    for finding in items:
        answer = next((one for one in known if _answers(one, finding)), None)
        if answer is not None:
            finding = attrs.evolve(finding, acknowledged=True, reason=answer.reason)  # noqa: PLW2901
        marked.append(finding)
    idle = (one for one in known if one.code in run and not any(_answers(one, item) for item in items))
    return marked, [f"{one.code} on {one.fact}" for one in idle]
