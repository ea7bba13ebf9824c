"""The review cycle: which days a cadence gives, to whom, with which measures."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

import cypplan
from cypplan.assess.calendar import DueKind, review_calendar
from cypplan.errors import ValueFault
from cypplan.periods import Period
from cypplan.plans import (
    Basis,
    Body,
    BodyKind,
    Cadence,
    Measure,
    Plan,
    PlanPeriod,
    Review,
    Statement,
    StatementKind,
    ValueTarget,
)
from cypplan.units import Unit

YEAR = (dt.date(2020, 4, 1), dt.date(2021, 3, 31))


def plan_of(cadence: Cadence, start: dt.date | None = YEAR[0], meets: Review | None = None) -> Plan:
    """Return a plan with one board that reviews so often."""
    board = Body(id="board", name="Board", reviews=(Review(cadence=cadence, what="progress"),), meets=meets)
    return Plan(id="p", title="P", authority="E06000007", period=PlanPeriod(start=start), bodies=(board,))


def days_of(plan: Plan, kind: DueKind = DueKind.REVIEW) -> list[str]:
    """Return the days of a financial year on which something of a kind is due."""
    return [str(one.day) for one in review_calendar(plan, *YEAR) if one.kind is kind]


@pytest.mark.parametrize(
    ("cadence", "start", "days"),
    [
        (Cadence.QUARTERLY, YEAR[0], ["2020-06-30", "2020-09-30", "2020-12-31", "2021-03-31"]),
        (Cadence.TWICE_YEARLY, YEAR[0], ["2020-09-30", "2021-03-31"]),
        (Cadence.TWICE_YEARLY, dt.date(2014, 1, 1), ["2020-06-30", "2020-12-31"]),
        (Cadence.ANNUAL, YEAR[0], ["2021-03-31"]),
        (Cadence.ANNUAL, dt.date(2019, 9, 1), ["2020-08-31"]),
        (Cadence.ANNUAL, None, ["2021-03-31"]),
        (Cadence.TERMLY, YEAR[0], ["2020-07-31", "2020-12-31", "2021-03-31"]),
    ],
)
def test_days_follow_the_plans_own_year(cadence: Cadence, start: dt.date | None, days: list[str]) -> None:
    """Mid-year and year-end are those of the plan's year, not of the calendar's."""
    assert days_of(plan_of(cadence, start)) == days


def test_months_and_weeks_are_counted_whole() -> None:
    """A month's review is on its last day, also in a leap year; weeks are Fridays, none twice."""
    monthly = days_of(plan_of(Cadence.MONTHLY))
    assert len(monthly) == 12
    assert "2021-02-28" in monthly
    fridays = [dt.date.fromisoformat(text) for text in days_of(plan_of(Cadence.WEEKLY))]
    assert {day.isoweekday() for day in fridays} == {5}
    assert {(b - a).days for a, b in pairwise(fridays)} == {7}
    assert len(fridays) == 52


def test_a_review_at_each_meeting_happens_as_often_as_the_body_meets() -> None:
    """A review at each meeting is as often as the meetings, and has no day where nobody says how often."""
    unknown = review_calendar(plan_of(Cadence.EACH_MEETING), *YEAR)
    assert [one.day for one in unknown] == [None]
    known = plan_of(Cadence.EACH_MEETING, meets=Review(cadence=Cadence.QUARTERLY))
    reviews = [one for one in review_calendar(known, *YEAR) if one.what == "progress"]
    assert len(reviews) == 4
    assert {one.cadence for one in reviews} == {Cadence.EACH_MEETING}


def measure(name: str, lead: str, period: str | None = None) -> Measure:
    """Return a measure that somebody leads, with a dated target where a period is given."""
    targets = (ValueTarget(value=70, period=Period.parse(period)),) if period else ()
    said = Statement(
        text=name, kind=StatementKind.NARRATIVE, leads=(lead,), review=Cadence.ANNUAL, targets=targets
    )
    return Measure(id=name, title=name, unit=Unit.parse("children"), statements=(said,))


def test_who_gets_what() -> None:
    """A board that oversees gets every measure, a team its own; a target is due when its period ends."""
    review = (Review(cadence=Cadence.ANNUAL),)
    bodies = (
        Body(id="board", name="Board", kind=BodyKind.GOVERNANCE, reviews=review),
        Body(id="team", name="Team", kind=BodyKind.TEAM, reviews=review),
    )
    measures = (measure("a", "team", "2020/21"), measure("b", "board"))
    plan = Plan(id="p", title="P", authority="E06000007", bodies=bodies, measures=measures)
    due = review_calendar(plan, *YEAR)
    assert {one.to: one.measures for one in due if one.kind is DueKind.REVIEW} == {
        ("board",): ("a", "b"),
        ("team",): ("a",),
    }
    (target,) = (one for one in due if one.kind is DueKind.TARGET)
    assert (target.day, target.to, target.measures) == (dt.date(2021, 3, 31), ("team",), ("a",))
    assert target.basis is Basis.STATED
    assert {one.to: one.measures for one in due if one.kind is DueKind.FIGURES} == {
        ("board",): ("b",),
        ("team",): ("a",),
    }


@given(st.dates(dt.date(2000, 1, 1), dt.date(2050, 1, 1)), st.integers(0, 800), st.integers(0, 800))
def test_two_spans_make_the_whole(start: dt.date, first: int, second: int) -> None:
    """Cutting a time in two neither loses an entry nor doubles one."""
    plan = plan_of(Cadence.MONTHLY)
    middle, end = start + dt.timedelta(first), start + dt.timedelta(first + second + 1)
    halves = (
        *review_calendar(plan, start, middle),
        *review_calendar(plan, middle + dt.timedelta(1), end),
    )
    assert halves == review_calendar(plan, start, end)


def test_real_plans_in_order_of_days() -> None:
    """The calendar of a published plan is in order, undated entries last, every name known."""
    plan = cypplan.plan("warrington-care-2018")
    due = review_calendar(plan, *YEAR)
    days = [one.day for one in due]
    dated = [day for day in days if day]
    assert dated == sorted(dated) == days[: len(dated)]
    assert all(plan.lead(name) for one in due for name in one.to)
    assert all(plan.measure(name) for one in due for name in one.measures)


@pytest.mark.parametrize("end", [dt.date(2020, 3, 31), dt.date(2220, 1, 1)])
def test_an_impossible_time_is_refused(end: dt.date) -> None:
    """A time that ends before it begins, or never, is an error and not an empty or endless list."""
    with pytest.raises(ValueFault, match="write an end"):
        review_calendar(plan_of(Cadence.MONTHLY), YEAR[0], end)
