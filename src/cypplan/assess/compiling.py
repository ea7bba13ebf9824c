"""From a plan to cases: every target's kind, bound and due date resolved as far as the plan itself goes."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Final

import attrs

from cypplan.assess.cases import Case
from cypplan.assess.goals import GoalFault, goal_of, in_unit_of_figures, yearly_goal
from cypplan.assess.words import Judged, Qualifier, Reason
from cypplan.indicators import Direction, Form, Indicator, aligned
from cypplan.periods import Period
from cypplan.plans.targets import (
    MilestoneTarget,
    QualitativeTarget,
    SufficiencyTarget,
    ToBeSetTarget,
    YearOnYearTarget,
)
from cypplan.plans.words import Comparability
from cypplan.units import UnitForm

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Mapping

    from cypplan.plans.model import Measure, Plan, Statement
    from cypplan.plans.targets import Target

__all__ = ["compile_plan"]

_FORMS: Final = {
    UnitForm.COUNT: Form.COUNT,
    UnitForm.FREQUENCY: Form.COUNT,
    UnitForm.RATE: Form.RATE,
    UnitForm.PERCENT: Form.LEVEL,
    UnitForm.POINTS: Form.GAP,
}

_UNJUDGED: Final = {
    MilestoneTarget: "a milestone: it is reported, not measured",
    QualitativeTarget: "said in words only; nothing in it is a number",
    SufficiencyTarget: "enough of something, without a number",
}


def compile_plan(plan: Plan, indicators: Mapping[str, Indicator], as_of: dt.date) -> tuple[Case, ...]:
    """Return the cases of a plan, in the order of its measures and targets.

    A demand that two statements make alike is one case; statements that disagree are several.
    """
    compiler = _Compiler(plan, indicators, as_of)
    return tuple(case for measure in plan.measures for case in compiler.cases(measure))


@attrs.frozen
class _Compiler:
    plan: Plan
    indicators: Mapping[str, Indicator]
    as_of: dt.date

    def cases(self, measure: Measure) -> Iterator[Case]:
        cases = self._merged(
            [case for pair in self._demands(measure) for case in self._compiled(measure, *pair)]
        )
        if not cases:
            reason = "the plan states this measure without a target"
            cases = [self._case(measure, None, measure.statements, reason=Reason.NO_TARGET, detail=reason)]
        alone = len(cases) == 1
        taken = {case.id for case in cases if not case.id}
        named = {case.id for case in cases}
        for number, case in enumerate(cases, start=1):
            names = (name for name in _labels(case.id, number) if name == case.id or name not in named)
            label = next(name for name in names if name not in taken)
            taken.add(label)
            yield attrs.evolve(case, id=measure.id if alone else f"{measure.id}/{label}")

    def _demands(self, measure: Measure) -> Iterator[tuple[Target, Statement]]:
        for statement in measure.statements:
            for target in statement.targets:
                yield target, statement

    def _merged(self, cases: list[Case]) -> list[Case]:
        """Join cases that demand the same: equal goals, and equal due periods or one without any."""
        kept: list[Case] = []
        for case in cases:
            for at, other in enumerate(kept):
                if _same_demand(case, other):
                    first, second = (case, other) if _says_more(case, other) else (other, case)
                    statements = (*other.statements, *case.statements)
                    name = first.id or second.id
                    kept[at] = attrs.evolve(first, id=name, statements=tuple(dict.fromkeys(statements)))
                    break
            else:
                kept.append(case)
        return kept

    def _compiled(self, measure: Measure, target: Target, statement: Statement) -> Iterator[Case]:
        """Yield the cases of one target: one, or for a target year on year one for each year."""
        case = self._case(measure, target, (statement,))
        reason, detail = self._hindrance(measure, target)
        if reason is not None:
            yield attrs.evolve(case, reason=reason, detail=detail)
        elif isinstance(target, YearOnYearTarget):
            yield from self._years(case, target)
        else:
            yield self._dated(case, target)

    def _case(
        self,
        measure: Measure,
        target: Target | None,
        statements: tuple[Statement, ...],
        reason: Reason | None = None,
        detail: str | None = None,
    ) -> Case:
        baseline = measure.baseline
        indicator = self._indicator(measure)
        period = baseline.period if baseline else None
        kind = indicator.period_kind if indicator else None
        dated = (aligned(period, kind) or period) if period and kind else period
        return Case(
            id=(target.id or "") if target else "",
            measure=measure,
            target=target,
            statements=statements,
            indicator=indicator,
            base=_base_value(measure, indicator),
            base_month=dated.end_month if dated else None,
            reason=reason,
            detail=detail,
            qualifiers=(Qualifier.PROXY,) if measure.is_proxy else (),
        )

    def _indicator(self, measure: Measure) -> Indicator | None:
        """Return the national indicator of a measure under the measure's direction, or one of its own."""
        link = measure.indicator
        if link is not None and link.id in self.indicators:
            national = self.indicators[link.id]
            return attrs.evolve(national, direction=measure.direction or national.direction)
        if measure.unit is None or link is not None:
            return None
        return Indicator(
            id=f"{self.plan.id}.{measure.id}",
            title=measure.title,
            form=_FORMS.get(measure.unit.form, Form.SCORE),
            unit=measure.unit,
            direction=measure.direction,
        )

    def _hindrance(  # noqa: PLR0911 (one return for each hindrance)
        self, measure: Measure, target: Target
    ) -> tuple[Reason | None, str | None]:
        """Return why a target can never be judged, as far as the plan alone tells."""
        link = measure.indicator
        if isinstance(target, ToBeSetTarget):
            return Reason.TO_BE_SET, "the plan says that the target will be set"
        for kind, detail in _UNJUDGED.items():
            if isinstance(target, kind):
                return Reason.NARRATIVE, detail
        start = self.plan.period.start
        if target.period is not None and start is not None and target.period.end < start:
            detail = f"due in {target.period}, which ended before the plan began on {start}"
            return Reason.DUE_BEFORE_PLAN, detail
        if link is not None and link.comparability is Comparability.NOT_COMPARABLE:
            return (
                Reason.NOT_COMPARABLE,
                f"{link.id} is published, but: {link.reason or 'it measures something else'}",
            )
        if link is not None and link.id not in self.indicators:
            detail = f'no plugin supplies the indicator "{link.id}"; install the package that does'
            return Reason.NO_FIGURES, detail
        if measure.unit is None:
            return Reason.NARRATIVE, "the plan names no quantity"
        return None, None

    def _dated(self, case: Case, target: Target) -> Case:
        """Resolve goal and due period of a target that is judged once."""
        try:
            goal, qualifiers = goal_of(target, case)
        except GoalFault as fault:
            return attrs.evolve(case, reason=fault.reason, detail=fault.detail)
        case = attrs.evolve(case, goal=goal, qualifiers=(*case.qualifiers, *qualifiers))
        if target.period is not None:
            return self._due(case, target.period)
        if not target.ongoing or self.plan.period.end is None:
            return attrs.evolve(case, judged=Judged.STANDING)
        case = self._due(case, Period.day(self.plan.period.end))
        if case.judged is Judged.UNDER_WAY:
            return attrs.evolve(
                case, judged=Judged.STANDING, qualifiers=(*case.qualifiers, Qualifier.AT_REVIEW)
            )
        return attrs.evolve(case, qualifiers=(*case.qualifiers, Qualifier.DUE_INFERRED))

    def _due(self, case: Case, period: Period) -> Case:
        kind = case.indicator.period_kind if case.indicator else None
        due = aligned(period, kind) if kind else period
        if due is None:
            detail = f"the target is for {period}, the figures are for {kind} periods"
            return attrs.evolve(case, reason=Reason.NOT_COMPARABLE, detail=detail)
        ended = due.ended_by(self.as_of)
        return attrs.evolve(case, due=due, judged=Judged.FINAL if ended else Judged.UNDER_WAY)

    def _years(self, case: Case, target: YearOnYearTarget) -> Iterator[Case]:
        """Yield one case for each year from the first that follows ``after`` to its end, or the plan's."""
        start = target.after or (case.measure.baseline.period if case.measure.baseline else None)
        kind = case.indicator.period_kind if case.indicator else None
        first = aligned(start, kind) if start and kind else start
        end = min(filter(None, (self.plan.period.end, target.period and target.period.end)), default=None)
        if start is None or end is None:
            detail = "the plan does not say from which year, or to which, the figures shall change"
            yield attrs.evolve(case, reason=Reason.NO_BASELINE, detail=detail)
            return
        if first is None:
            detail = f"the figures shall change from {start}, and they are for {kind} periods"
            yield attrs.evolve(case, reason=Reason.NOT_COMPARABLE, detail=detail)
            return
        try:
            goal = yearly_goal(target, case)
        except GoalFault as fault:
            yield attrs.evolve(case, reason=fault.reason, detail=fault.detail)
            return
        period = first.next()
        if period.end > end:
            detail = f"{period}, the first that follows, ends after the plan or the target does on {end}"
            yield attrs.evolve(case, goal=goal, due=period, reason=Reason.NOT_YET_DUE, detail=detail)
        while period.end <= end:
            name = f"{case.id or 'year-on-year'}-{period.key.split()[0].replace('/', '-')}"
            reason, detail = self._year_hindrance(case, period)
            judged = Judged.FINAL if period.ended_by(self.as_of) else Judged.UNDER_WAY
            yield attrs.evolve(
                case, id=name, goal=goal, due=period, judged=judged, reason=reason, detail=detail
            )
            period = period.next()

    def _year_hindrance(self, case: Case, period: Period) -> tuple[Reason | None, str | None]:
        """Return why a year cannot be held against the one before."""
        start = self.plan.period.start
        if start is not None and period.end < start:
            return Reason.DUE_BEFORE_PLAN, f"{period} ended before the plan began on {start}"
        if not period.ended_by(self.as_of):
            return Reason.NOT_YET_DUE, f"{period} has not ended by {self.as_of}"
        broken = case.indicator.break_between(period.previous(), period) if case.indicator else None
        if broken is not None:
            return Reason.NOT_COMPARABLE, f"the series breaks in {broken.first}: {broken.reason}"
        return None, None


def _same_demand(one: Case, other: Case) -> bool:
    if one.reason or other.reason:
        same = one.reason is other.reason and one.due == other.due
        return same and _demand(one.target) == _demand(other.target)
    return one.goal == other.goal and (one.due == other.due or one.due is None or other.due is None)


def _labels(name: str, number: int) -> Iterator[str]:
    """Yield names for a case: its own or its number, and longer ones for when those are taken."""
    first = name or str(number)
    yield first
    yield from (f"{first}-{more}" for more in itertools.count(2))


def _base_value(measure: Measure, indicator: Indicator | None) -> float | None:
    """Return the baseline in the unit of the figures; ``None`` where there is none in such a unit."""
    if measure.baseline is None or measure.baseline.value is None:
        return None
    try:
        return float(in_unit_of_figures(measure.baseline.value, measure.unit, indicator))
    except GoalFault:
        return None


def _demand(target: Target | None) -> Target | None:
    """Return a target without what only says how it was noted down."""
    return target and attrs.evolve(target, id=None, ongoing=False, period_basis=None, note=None)


def _says_more(one: Case, other: Case) -> bool:
    return one.due is not None and other.due is None


def direction_of(case: Case) -> Direction | None:
    """Return the direction under which a case is judged: the measure's, else its indicator's."""
    return case.measure.direction or (case.indicator.direction if case.indicator else None)
