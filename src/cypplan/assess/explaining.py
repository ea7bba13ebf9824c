"""From a row of results to a verdict with its sentences."""

from __future__ import annotations

import datetime as dt
import math
from typing import TYPE_CHECKING, Any, Final

import attrs

from cypplan.assess.compiling import direction_of
from cypplan.assess.query import NEIGHBOURS_AS
from cypplan.assess.verdicts import Comparison, Evidence, Explanation, Observation, Trend, Verdict
from cypplan.assess.words import Judged, Qualifier, Reason, Status
from cypplan.calc.change import travel
from cypplan.calc.gaps import Gap, favour_of
from cypplan.calc.intervals import EXACT_BELOW
from cypplan.calc.trajectory import NOISE
from cypplan.comparators import Aggregate, ComparatorKind
from cypplan.observations.table import Mark
from cypplan.periods import Period
from cypplan.plans.targets import ChangeTarget, MaintainTarget, ValueTarget
from cypplan.units import UnitForm

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from cypplan.assess.cases import Case, Goal
    from cypplan.assess.query import Company
    from cypplan.assess.rules import RagRule
    from cypplan.units import Unit

    Row = Mapping[str, Any]

__all__ = ["Context", "verdict_of"]

_COUNTS: Final = frozenset({UnitForm.COUNT, UnitForm.FREQUENCY})
_SENTENCES: Final = {
    Reason.NO_OBSERVATION: "no figure for {period} in the observations",
    Reason.NOT_COLLECTED: "not collected anywhere for {period}",
    Reason.NOT_AVAILABLE: "published without a value for {period}",
    Reason.NOT_APPLICABLE: "published as not applicable for {period}",
    Reason.ROUNDS_TO_ZERO: "published for {period} only as something that rounds to zero",
    Reason.SUPPRESSED: "the figure for {period} is suppressed, since it speaks of few children",
    Reason.NO_COMPARATOR: "the figure to compare with is not there for {period}",
    Reason.TOO_FEW_NEIGHBOURS: "only {n} of {of} neighbours have a figure for {period}; those"
    " suppressed are usually the low ones",
    Reason.NO_INTERVAL: "chance is the tolerance of this target, and no count is known for {period}",
    Reason.NOT_YET_DUE: "due in {due}, which has not ended, and no baseline is stated to measure progress"
    " from",
    Reason.NO_TIME: "the figure of {period} is no later than the baseline, or the baseline has no period",
    Reason.NOT_COMPARABLE: "the definition changed between the baseline and {period}",
}


@attrs.frozen(kw_only=True)
class Context:
    """What all verdicts of one scorecard share."""

    as_of: dt.date
    rule: RagRule
    confidence: float
    company: Company
    names: Mapping[str, str]
    aggregate: Aggregate
    version: str | None


def verdict_of(case: Case, row: Row, context: Context) -> Verdict:
    """Return the verdict of one case from its row of results."""
    reason = _reason(case, row)
    explained = () if reason is None else (_explained(reason, case, row, context),)
    observation = _observation(case, row, context)
    distance = _finite(row["distance"]) if reason is None else None
    evidence = _evidence(case, row, context)
    chance = evidence.within_chance if evidence and reason is None else None
    status, rag = context.rule.judged(Status(row["status"]), distance=distance, within_chance=chance)
    return Verdict(
        id=case.id,
        measure=case.measure,
        target=case.target,
        statements=case.statements,
        indicator=case.indicator,
        direction=direction_of(case),
        status=status,
        rag=rag,
        rule=context.rule,
        reasons=explained,
        qualifiers=tuple(dict.fromkeys(_qualifiers(case, row, observation))),
        judged=case.judged,
        due=case.due,
        observation=observation,
        inputs=() if observation is None else (observation,),
        goal=_goal_words(case, row, context),
        judged_on=row["judged_on"],
        distance=distance,
        progress=row["progress"] if reason is None else None,
        expected=row["expected"] if reason is None and case.judged is Judged.UNDER_WAY else None,
        pace=row["pace"] if reason is None and case.judged is Judged.UNDER_WAY else None,
        required_per_year=row["required"] if reason is None else None,
        comparisons=tuple(_comparisons(case, row, context)),
        trend=_trend(case, row),
        evidence=evidence,
        basis=tuple(_basis(case, observation, context)),
    )


def _reason(case: Case, row: Row) -> Reason | None:
    reason = Reason(row["reason"]) if row["reason"] is not None else None
    if reason is Reason.NO_OBSERVATION and case.measure.indicator is None and row["latest_end"] is None:
        return Reason.NO_FIGURES
    return reason


def _explained(reason: Reason, case: Case, row: Row, context: Context) -> Explanation:
    return Explanation(reason=reason, sentence=_sentence(reason, case, row, context))


def _finite(value: float | None) -> float | None:
    return value if value is not None and math.isfinite(value) else None


def _sentence(reason: Reason, case: Case, row: Row, context: Context) -> str:
    if case.reason is not None:
        return case.detail or ""
    if reason is Reason.NO_FIGURES:
        return f'no published indicator measures it; give figures of your own as indicator "{_own_id(case)}"'
    period = row["period"] or (case.due.key if case.due else f"any period that ended by {context.as_of}")
    text = _SENTENCES[reason]
    if reason is Reason.NOT_YET_DUE and case.goal.comparator is not None:
        text = "due in {due}, which has not ended, and no line leads to the figure of a comparator"
    of = len(context.company.neighbours)
    return text.format(period=period, due=case.due, n=row["neighbours_n"] or 0, of=of)


def _own_id(case: Case) -> str:
    return case.indicator.id if case.indicator else case.measure.id


def _date(value: object) -> dt.date | None:
    if isinstance(value, dt.datetime):
        return value.date()
    return value if isinstance(value, dt.date) else None


def _observation(case: Case, row: Row, context: Context) -> Observation | None:
    if (
        row["period"] is None
        or case.indicator is None
        or case.reason in {Reason.NOT_COMPARABLE, Reason.NO_FIGURES}
    ):
        return None
    derivation = row["derivation"]
    if case.indicator.derivation is not None and row["value"] is not None:
        shown = case.indicator.unit.format(100 - row["value"])
        derivation = f"100% minus {case.indicator.published_id}, published as {shown}"
    return Observation(
        indicator=case.indicator.published_id,
        area=context.company.area,
        period=Period.parse(row["period"]),
        value=row["value"],
        unit=case.indicator.unit,
        # what stands behind a figure that is withheld is withheld as well
        count=None if row["value"] is None else row["count"],
        denominator=None if row["value"] is None else row["denominator"],
        mark=row["mark"],
        qualifiers=tuple((row["qualifiers"] or "").split()),
        source=row["source"],
        release=row["release"],
        published=_date(row["published"]),
        derivation=derivation,
    )


def _qualifiers(case: Case, row: Row, observation: Observation | None) -> Iterator[Qualifier]:
    yield from case.qualifiers
    # what is to be maintained is where it shall be from the start
    kept = isinstance(case.target, MaintainTarget)
    if case.reason is None and row["base_meets"] == 1 and not kept:
        yield Qualifier.MET_AT_START
    if case.reason is None and row["overshot"] == 1:
        yield Qualifier.OVERSHOT
    marks = observation.qualifiers if observation else ()
    if Mark.PROVISIONAL in marks:
        yield Qualifier.PROVISIONAL
    if Mark.ROUNDED_5 in marks or Mark.ROUNDED_10 in marks:
        yield Qualifier.ROUNDED
    if case.indicator is not None and case.indicator.events_repeat and row["lower"] is not None:
        yield Qualifier.EPISODES


def _goal_words(case: Case, row: Row, context: Context) -> str:
    """Return what meets the target, in words: the edge as it was resolved."""
    if case.target is None or case.reason is not None or case.indicator is None:
        return ""
    unit, goal = case.indicator.unit, case.goal
    aim, low, high = row["aim_at"], _finite(row["low_edge"]), _finite(row["high_edge"])
    named = _edge_name(case, context)
    if low is not None and high is not None and low < high and not (goal.towards or named):
        return f"{unit.format(low, None)} to {unit.format(high, None)}"
    source = f" ({named})" if named else ""
    if aim is None:
        return named
    edge = unit.format(aim, 1 if goal.comparator else None)
    if goal.margin and not goal.sense:
        return f"within {_margin_words(goal, unit)} of {unit.format(aim, 1)}{source}"
    if goal.towards or (goal.by_interval and not goal.sense):
        width = round(goal.high - aim, 9) if goal.towards else 0
        give = f", give or take {unit.difference.format(width, None)}" if width else ""
        return f"{edge}{source}{', within chance' if goal.by_interval else give}"
    above = low is not None
    words = ("above " if above else "below ") if goal.strict else ("at least " if above else "at most ")
    chance = ", or within chance of it" if goal.by_interval else ""
    return f"{words}{edge}{source}{chance}"


def _margin_words(goal: Goal, unit: Unit) -> str:
    """Return the size of a margin, which stands beside whose figure it is a margin to."""
    size = abs(goal.margin)
    return f"{size:g}%" if goal.margin_relative else unit.difference.format(size, None)


def _edge_name(case: Case, context: Context) -> str:
    """Return whose figure the edge is, where it is none of the plan's own, and the distance from that."""
    goal, unit = case.goal, case.indicator.unit if case.indicator else None
    whose = _whose(case, context)
    if not whose or not goal.margin or not goal.sense or unit is None:
        return whose
    return f"{_margin_words(goal, unit)} {'above' if goal.margin > 0 else 'below'} {whose}"


def _whose(case: Case, context: Context) -> str:
    goal, company = case.goal, context.company
    match goal.comparator:
        case ComparatorKind.COUNTRY:
            return context.names.get(company.country or "", "country")
        case ComparatorKind.REGION:
            return context.names.get(company.region or "", "region")
        case ComparatorKind.NEIGHBOURS:
            return f"neighbours' {goal.aggregate or context.aggregate}"
        case _:
            return "the year before" if goal.previous else ""


def _comparisons(case: Case, row: Row, context: Context) -> Iterator[Comparison]:
    if case.indicator is None or row["value"] is None or case.reason is Reason.NOT_COMPARABLE:
        return
    if case.indicator.unit.form in _COUNTS:
        return  # counts of areas of different size say nothing of each other
    company = context.company
    for kind, code in ((ComparatorKind.COUNTRY, company.country), (ComparatorKind.REGION, company.region)):
        if code is not None:
            value = row[kind.value]
            name = context.names.get(code, code)
            reason = Reason.NO_COMPARATOR if value is None else None
            yield Comparison(kind=kind, name=name, value=value, gap=_gap(case, row, value), reason=reason)
    of, n = len(company.neighbours), row["neighbours_n"] or 0
    if of:
        few = 2 * n < of
        value = None if few else row[NEIGHBOURS_AS[context.aggregate]]
        yield Comparison(
            kind=ComparatorKind.NEIGHBOURS,
            name="statistical neighbours",
            value=value,
            gap=_gap(case, row, value),
            n=n,
            of=of,
            version=context.version,
            aggregate=context.aggregate,
            reason=Reason.TOO_FEW_NEIGHBOURS if few else None,
        )


def _gap(case: Case, row: Row, theirs: float | None) -> Gap | None:
    if theirs is None or case.indicator is None:
        return None
    unit = case.indicator.unit
    difference = row["value"] - theirs
    return Gap(value=difference, unit=unit.difference, favour=favour_of(difference, direction_of(case)))


def _trend(case: Case, row: Row) -> Trend | None:
    if row["previous"] is None or row["value"] is None or case.indicator is None:
        return None
    previous, now = Period.parse(row["previous_period"]), Period.parse(row["period"])
    change = row["value"] - row["previous"]
    broken = case.indicator.break_between(previous, now)
    if broken is not None:
        return Trend(
            previous=previous,
            previous_value=row["previous"],
            change=change,
            travel=None,
            reason=broken.reason,
        )
    heading = travel(row["previous"], row["value"], direction=direction_of(case), target=row["aim_at"])
    return Trend(previous=previous, previous_value=row["previous"], change=change, travel=heading)


def _evidence(case: Case, row: Row, context: Context) -> Evidence | None:
    if row["lower"] is None or row["upper"] is None or case.indicator is None or case.reason is not None:
        return None
    form = case.indicator.unit.form
    count = row["value"] if form is UnitForm.COUNT else row["count"]
    byar = "exact Poisson" if count is not None and count < EXACT_BELOW else "Byar"
    return Evidence(
        lower=row["lower"],
        upper=row["upper"],
        confidence=context.confidence,
        method="Wilson" if form is UnitForm.PERCENT else byar,
        within_chance=None if row["within_chance"] is None else row["within_chance"] == 1,
        children=_children(case, row),
    )


def _children(case: Case, row: Row) -> int | None:
    """Return the distance in whole children: how many short (negative), or to spare."""
    distance, unit = _finite(row["distance"]), case.indicator.unit if case.indicator else None
    either_side = case.goal.towards or (case.goal.by_interval and not case.goal.sense)
    if distance is None or unit is None or either_side:
        return None
    if unit.form is not UnitForm.COUNT:
        if row["denominator"] is None or unit.scale is None:
            return None
        distance *= row["denominator"] / unit.scale
    # whole children: short of the target by a part of one is short by one
    return math.floor(distance + NOISE * max(1.0, abs(distance)))


def _basis(case: Case, observation: Observation | None, context: Context) -> Iterator[str]:
    """Yield how the target was read, where that is not plain."""
    link = case.measure.indicator
    if case.measure.is_proxy and link is not None:
        yield f"judged on the proxy {link.id}: {link.reason or 'not quite what the plan measures'}"
    if Qualifier.BOUND_READ in case.qualifiers:
        yield "the plan states a bare value; its bound was read from the direction"
    if isinstance(case.target, ValueTarget | ChangeTarget) and case.target.qualifier is not None:
        yield f'the plan says "{case.target.qualifier}"; judged on the number itself, without a tolerance'
    if Qualifier.DUE_INFERRED in case.qualifiers:
        yield f"an ongoing target, judged on the period of the plan's end ({case.due})"
    if Qualifier.AT_REVIEW in case.qualifiers:
        yield f"an ongoing target: {case.due}, in which the plan ends, had not ended by {context.as_of}"
    period = case.target.period if case.target else None
    if period is not None and case.due is not None and period != case.due:
        yield f"the figure of {case.due} answers for {period}"
    if observation is not None and observation.derivation is not None:
        yield f"derived: {observation.derivation}"
