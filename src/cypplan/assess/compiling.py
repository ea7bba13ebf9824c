"""From a plan to cases: every target's kind, bound and due date resolved as far as the plan itself goes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import attrs

from cypplan.assess.cases import Case, Goal
from cypplan.assess.goals import GoalFault, goal_of
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
        for number, case in enumerate(cases, start=1):
            label = case.id or str(number)
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
        value = baseline.value if baseline else None
        period = baseline.period if baseline else None
        kind = indicator.period_kind if indicator else None
        dated = (aligned(period, kind) or period) if period and kind else period
        return Case(
            id=(target.id or "") if target else "",
            measure=measure,
            target=target,
            statements=statements,
            indicator=indicator,
            base=None if value is None else float(value),
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
        """Yield one case for each year from the first that follows ``after`` to the plan's end."""
        start = target.after or (case.measure.baseline.period if case.measure.baseline else None)
        kind = case.indicator.period_kind if case.indicator else None
        first = aligned(start, kind) if start and kind else start
        end = self.plan.period.end
        if first is None or end is None or not (kind is None or first.kind is kind):
            detail = "the plan does not say from which year, or to which, the figures shall change"
            yield attrs.evolve(case, reason=Reason.NO_BASELINE, detail=detail)
            return
        goal = Goal(strict=True, previous=True, sense=target.sense.sign)
        period = first.next()
        while period.start <= end and period.end <= max(end, first.end):
            name = f"{case.id or 'year-on-year'}-{period.key.split()[0].replace('/', '-')}"
            judged = Judged.FINAL if period.ended_by(self.as_of) else Judged.UNDER_WAY
            pending = None if judged is Judged.FINAL else Reason.NOT_YET_DUE
            yield attrs.evolve(
                case,
                id=name,
                goal=goal,
                due=period,
                judged=judged,
                reason=pending,
                detail=pending and f"{period} has not ended by {self.as_of}",
            )
            period = period.next()


def _same_demand(one: Case, other: Case) -> bool:
    if one.reason or other.reason:
        return one.reason is other.reason and _demand(one.target) == _demand(other.target)
    return one.goal == other.goal and (one.due == other.due or one.due is None or other.due is None)


def _demand(target: Target | None) -> Target | None:
    """Return a target without what only says how it was noted down."""
    return target and attrs.evolve(target, id=None, ongoing=False, period_basis=None, note=None)


def _says_more(one: Case, other: Case) -> bool:
    return one.due is not None and other.due is None


def direction_of(case: Case) -> Direction | None:
    """Return the direction under which a case is judged: the measure's, else its indicator's."""
    return case.measure.direction or (case.indicator.direction if case.indicator else None)
