"""The review cycle of a plan: what is due when, to whom, with which measures.

A plan says "quarterly" and seldom on which day. The days here follow a convention, and every entry that
rests on it says so: periods of the plan's own year (which begins where the plan begins, else in April), each
ending on the last day of a month; school terms end in December, March and July; weeks on Fridays.
"""

from __future__ import annotations

import calendar as months
import datetime as dt
import enum
from typing import TYPE_CHECKING, Final

import attrs

from cypplan.errors import ValueFault
from cypplan.plans.words import Basis, BodyKind, Cadence

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cypplan.citations import Citation
    from cypplan.plans.contents import Review
    from cypplan.plans.model import Body, Measure, Plan, Statement

__all__ = ["Due", "DueKind", "review_calendar"]

_STEP: Final = {Cadence.MONTHLY: 1, Cadence.QUARTERLY: 3, Cadence.TWICE_YEARLY: 6, Cadence.ANNUAL: 12}
_TERM_ENDS: Final = (3, 7, 12)
_APRIL: Final = 4
_FRIDAY: Final = 4
_LONGEST: Final = 366 * 50


class DueKind(enum.StrEnum):
    """What is due."""

    REVIEW = "review"
    """A body looks at something."""
    FIGURES = "figures"
    """A measure's figures are looked at by those who lead it."""
    TARGET = "target"
    """The period of a target ends."""


@attrs.frozen(kw_only=True)
class Due:
    """One thing that is due on a day, or at occasions whose days nobody has published."""

    kind: DueKind
    day: dt.date | None
    """``None`` where no day follows: "at each meeting" of a body that does not say how often it meets."""
    what: str
    to: tuple[str, ...]
    """Ids of the bodies or people that it is due to; empty where the plan names nobody."""
    measures: tuple[str, ...] = ()
    """Ids of the measures that it is about."""
    cadence: Cadence | None = None
    stated: str | None = None
    """The printed words."""
    basis: Basis
    """Stated where the plan gives the day itself, inferred where the convention does."""
    cite: Citation | None = None


@attrs.frozen
class _Span:
    start: dt.date
    end: dt.date
    first_month: int

    def days(self, cadence: Cadence) -> Iterator[dt.date]:
        """Yield the days of a cadence between start and end, both included."""
        if cadence is Cadence.WEEKLY:
            day = self.start + dt.timedelta(days=(_FRIDAY - self.start.weekday()) % 7)
            while day <= self.end:
                yield day
                day += dt.timedelta(days=7)
            return
        for year in range(self.start.year, self.end.year + 1):
            for month in range(1, 13):
                day = dt.date(year, month, months.monthrange(year, month)[1])
                if self._closes(cadence, month) and self.start <= day <= self.end:
                    yield day

    def _closes(self, cadence: Cadence, month: int) -> bool:
        if cadence is Cadence.TERMLY:
            return month in _TERM_ENDS
        return (month - self.first_month + 1) % _STEP[cadence] == 0


def review_calendar(plan: Plan, start: dt.date, end: dt.date) -> tuple[Due, ...]:
    """Return what a plan makes due from ``start`` to ``end``, both included, in order of days.

    Reviews of bodies and of the plan, figures whose statements say how often they are looked at, and targets
    whose period ends. Entries without a day come last, once each.

    Raises
    ------
    ValueFault
        If ``end`` is before ``start``, or more than fifty years after it.

    Examples
    --------
    >>> import datetime as dt
    >>> import cypplan
    >>> plan = cypplan.plan("warrington-care-2018")
    >>> due = review_calendar(plan, dt.date(2020, 4, 1), dt.date(2020, 6, 30))
    >>> [str(one.day) for one in due if "corporate-parenting-forum" in one.to and one.kind == "review"]
    ['2020-06-30']
    """
    if not 0 <= (end - start).days <= _LONGEST:
        message = f"a calendar from {start} to {end}: write an end that is not before the start, and near it"
        raise ValueFault(message)
    first_month = plan.period.start.month if plan.period.start else _APRIL
    span = _Span(start, end, first_month)
    found = [*_reviews(plan, span), *_figures(plan, span), *_targets(plan, span)]
    return tuple(sorted(found, key=lambda one: (one.day is None, one.day or end, one.kind, one.what, one.to)))


def _reviews(plan: Plan, span: _Span) -> Iterator[Due]:
    every = tuple(measure.id for measure in plan.measures)
    for review in plan.reviews:
        yield from _of_review(review, (), every, review.cadence, span)
    for body in plan.bodies:
        mine = tuple(measure.id for measure in plan.measures if body.id in _leads(measure))
        oversees = body.kind is BodyKind.GOVERNANCE or not mine
        for review in body.reviews:
            cadence = _effective(review, body)
            yield from _of_review(review, (body.id,), every if oversees else mine, cadence, span)
        if body.meets is not None:
            yield from _of_review(body.meets, (body.id,), (), body.meets.cadence, span, what="meeting")


def _effective(review: Review, body: Body) -> Cadence | None:
    """Return how often a review happens; one at each meeting happens as often as the body meets."""
    if review.cadence is Cadence.EACH_MEETING:
        return body.meets.cadence if body.meets else None
    return review.cadence


def _of_review(
    review: Review,
    to: tuple[str, ...],
    measures: tuple[str, ...],
    cadence: Cadence | None,
    span: _Span,
    what: str = "review",
) -> Iterator[Due]:
    dated = cadence is not None and cadence is not Cadence.EACH_MEETING
    for day in span.days(cadence) if dated and cadence is not None else (None,):
        yield Due(
            kind=DueKind.REVIEW,
            day=day,
            what=review.what or what,
            to=to,
            measures=measures,
            cadence=review.cadence,
            stated=review.stated,
            basis=Basis.INFERRED,
            cite=review.cite,
        )


def _figures(plan: Plan, span: _Span) -> Iterator[Due]:
    together: dict[tuple[Cadence, tuple[str, ...]], dict[str, Statement]] = {}
    for measure in plan.measures:
        for statement in measure.statements:
            if statement.review is not None:
                together.setdefault((statement.review, statement.leads), {}).setdefault(measure.id, statement)
    for (cadence, leads), measures in together.items():
        first = next(iter(measures.values()))
        for day in span.days(cadence) if cadence is not Cadence.EACH_MEETING else (None,):
            yield Due(
                kind=DueKind.FIGURES,
                day=day,
                what="figures of measures",
                to=leads,
                measures=tuple(measures),
                cadence=cadence,
                stated=first.timescale,
                basis=Basis.INFERRED,
                cite=first.cite,
            )


def _targets(plan: Plan, span: _Span) -> Iterator[Due]:
    ends: dict[dt.date, dict[str, None]] = {}
    for measure in plan.measures:
        for target in measure.targets:
            if target.period is not None and span.start <= target.period.end <= span.end:
                ends.setdefault(target.period.end, {})[measure.id] = None
    for day, measures in ends.items():
        leads = dict.fromkeys(lead for name in measures for lead in _leads(plan.measure(name)))
        yield Due(
            kind=DueKind.TARGET,
            day=day,
            what="targets due",
            to=tuple(leads),
            measures=tuple(measures),
            basis=Basis.STATED,
        )


def _leads(measure: Measure) -> Iterable[str]:
    return dict.fromkeys(lead for statement in measure.statements for lead in statement.leads)
