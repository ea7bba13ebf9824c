"""Rules on the dates of a target: against its baseline, against the plan, against publication."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Final

from cypplan.audit.findings import Family, Severity, Side
from cypplan.audit.grouping import each_or_most
from cypplan.audit.rules import Found, family
from cypplan.audit.subject import baseline_of, ends_of
from cypplan.audit.texts import ends_in
from cypplan.errors import PeriodError
from cypplan.periods import Period

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cypplan.audit.stated import Stated
    from cypplan.audit.subject import Demand, Subject
    from cypplan.plans.model import Plan

__all__ = ["RULES", "published_from", "written_on"]

_SHORT: Final = 92
"""Days of a quarter: the figure of such a time is quoted when it is over."""
_DATE: Final = re.compile(r"(?:(?:\d{1,2} )?[A-Z][a-z]+ )?20\d\d")


def published_from(plan: Plan) -> dt.date | None:
    """Return the first day on which a plan can have been published, ``None`` where that is not known."""
    found = _DATE.search((plan.document.published or "") if plan.document else "")
    if found is None:
        return None
    try:
        return Period.parse(found[0]).start
    except PeriodError:  # words around a year, such as "Autumn 2019"
        return Period.calendar(int(found[0][-4:])).start


def written_on(subject: Subject) -> dt.date | None:
    """Return a day about which a plan was written, the latest that its dates and figures show.

    Its start, its publication, the first of the years of its period or title, or its latest figure.
    """
    plan = subject.plan
    years = ends_in(plan.period.stated or "") or ends_in(plan.title)
    days = [published_from(plan), plan.period.start, dt.date(min(years), 1, 1) if years else None]
    days += [one.period.end for one in subject.stated() if one.period and _was_over(one, subject)]
    return max((day for day in days if day is not None), default=None)


def _plan_side(subject: Subject) -> Side:
    period = subject.plan.period
    return Side(f"the plan runs from {period.start} to {period.end or 'no stated end'}", period.cite)


def _before_baseline(subject: Subject) -> Iterator[Found]:
    for demand in subject.demands():
        base = baseline_of(demand.measure)
        due = demand.target.period
        if base is None or base.period is None or due is None or due.end > base.period.end:
            continue
        yield Found(
            fact=demand.fact,
            message=f"due in {due}, which does not end after the baseline's period, {base.period}",
            sides=(demand.side, base.side),
            verdict="No progress can be told: no time lies between baseline and target.",
        )


def _gone(demand: Demand, day: dt.date | None) -> bool:
    return day is not None and demand.target.period is not None and demand.target.period.end < day


def _before_plan(subject: Subject) -> Iterator[Found]:
    start = subject.plan.period.start
    for demand in subject.demands():
        if _gone(demand, start):
            yield Found(
                fact=demand.fact,
                message=f"due in {demand.target.period}, which ended before the plan began on {start}",
                sides=(demand.side, _plan_side(subject)),
                verdict="The scorecard cannot say how it stands: due before the plan.",
            )


def _after_plan(subject: Subject) -> Iterator[Found]:
    end = subject.plan.period.end
    for demand in subject.demands():
        due = demand.target.period
        if end is not None and due is not None and due.start > end:
            yield Found(
                fact=demand.fact,
                message=f"due in {due}, and the plan ends on {end}",
                sides=(demand.side, _plan_side(subject)),
                verdict="At the end of the plan only progress can be judged, not the target.",
            )


def _before_publication(subject: Subject) -> Iterator[Found]:
    for demand in subject.demands():
        told = _shows_publication(subject, demand)
        if told is not None and not _gone(demand, subject.plan.period.start):
            yield Found(
                fact=demand.fact,
                message=f"due in {demand.target.period}, which had ended when the plan was published",
                sides=(demand.side, told),
                verdict="The result was settled before the plan could change it.",
            )


def _shows_publication(subject: Subject, demand: Demand) -> Side | None:
    """Return what shows that a target's period had ended at publication: its date, or a figure since."""
    document, due = subject.plan.document, demand.target.period
    if due is None:
        return None
    if document is not None and _gone(demand, published_from(subject.plan)):
        return Side(f"published {document.published}", source=document.title)
    base = baseline_of(demand.measure)
    if base is not None and base.period is not None and due.end <= base.period.end:
        return None  # the target is due no later than its own baseline, which is another rule's finding
    known = (one for one in subject.stated() if one.period is not None and _was_over(one, subject))
    latest = max(known, key=lambda one: one.period.end if one.period else due.end, default=None)
    if latest is None or latest.period is None or latest.period.end < due.end:
        return None
    return latest.side


def _was_over(stated: Stated, subject: Subject) -> bool:
    """Whether a figure shows that its period had ended at publication.

    A provisional figure does not, nor one of a long time that ran on when the plan began: it may be quoted
    while the time runs.
    """
    period, start = stated.period, subject.plan.period.start
    if period is None or stated.provisional or period.end > subject.as_of:
        return False
    return stated.is_baseline or start is None or (period.end - period.start).days <= _SHORT


def _baseline_without_period(subject: Subject) -> Iterator[Found]:
    bases = [base for measure in subject.plan.measures if (base := baseline_of(measure)) is not None]
    lacking = [
        Found(
            fact=base.fact,
            message=f"{base.words} has no period",
            sides=(base.side,),
            verdict="Progress cannot be told, and the figure cannot be held against published ones.",
        )
        for base in bases
        if base.period is None
    ]
    yield from each_or_most(lacking, len(bases), "baselines have no period")


def _no_date(subject: Subject) -> Iterator[Found]:
    numbers: dict[tuple[str, object], list[Demand]] = {}
    for demand in subject.prints():
        ends = ends_of(demand.target)
        if ends is not None:
            numbers.setdefault((demand.measure.id, ends), []).append(demand)
    lacking = [
        Found(
            fact=several[0].fact,
            message=f"{several[0].words} is to be reached at no stated time",
            sides=(several[0].side,),
            verdict="It is judged as standing: on the latest figure, whenever one looks.",
        )
        for several in numbers.values()
        if not any(one.target.period or one.target.ongoing or one.statement.timescale for one in several)
    ]
    yield from each_or_most(lacking, len(numbers), "targets have no date")


RULES: Final = family(
    Family.TARGET,
    ("T05", "The target is due no later than its baseline", Severity.ERROR, _before_baseline),
    ("T06", "The target is due before the plan begins", Severity.ERROR, _before_plan),
    ("T07", "The target is due after the plan has ended", Severity.WARNING, _after_plan),
    ("T08", "The target's period had ended at publication", Severity.WARNING, _before_publication),
    ("T13", "A baseline has no period", Severity.NOTE, _baseline_without_period),
    ("T14", "A target has no date", Severity.NOTE, _no_date),
)
