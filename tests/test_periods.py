"""Periods: what their dates may be, how they are ordered, and what comes before and after them."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from strategies import DATES, PERIODS, SINGLE_KINDS, SINGLE_PERIODS

from cypplan.errors import PeriodError
from cypplan.periods import Period, PeriodKind

if TYPE_CHECKING:
    from collections.abc import Callable


def _financial(first: int, last: int) -> Period:
    return Period.span(Period.financial(first), Period.financial(last))


def _day(year: int, month: int, day: int) -> Period:
    return Period.day(dt.date(year, month, day))


@pytest.mark.parametrize(
    ("kind", "start", "end", "unit"),
    [
        ("financial", dt.date(2014, 1, 1), dt.date(2014, 12, 31), None),
        ("calendar", dt.date(2014, 1, 1), dt.date(2015, 12, 31), None),
        ("calendar", dt.date(2014, 1, 1), dt.date(2014, 12, 30), None),
        ("quarter", dt.date(2014, 2, 1), dt.date(2014, 4, 30), None),
        ("day", dt.date(2014, 2, 1), dt.date(2014, 2, 2), None),
        ("month", dt.date(2014, 2, 1), dt.date(2014, 2, 28), "month"),
        ("span", dt.date(2014, 1, 1), dt.date(2016, 12, 31), None),
        ("span", dt.date(2014, 4, 1), dt.date(2014, 6, 30), None),
        ("span", dt.date(2014, 4, 1), dt.date(2014, 4, 1), None),
        ("span", dt.date(2014, 4, 2), dt.date(2014, 4, 1), None),
        ("span", dt.date(2014, 1, 1), dt.date(2016, 12, 31), "month"),
        ("span", dt.date(2014, 1, 1), dt.date(2014, 12, 31), "calendar"),
        ("span", dt.date(2016, 1, 1), dt.date(2014, 12, 31), "calendar"),
        ("span", dt.date(2014, 1, 1), dt.date(2016, 12, 31), "financial"),
        ("week", dt.date(2014, 1, 1), dt.date(2014, 1, 7), None),
        ("day", "2014-01-01", "2014-01-01", None),
    ],
)
def test_dates_must_fit_the_kind(
    kind: PeriodKind, start: dt.date, end: dt.date, unit: PeriodKind | None
) -> None:
    """No period can be built whose dates contradict its kind."""
    with pytest.raises(PeriodError):
        Period(kind, start, end, unit)


@pytest.mark.parametrize(
    "build",
    [
        lambda: Period.quarter(2014, 0),
        lambda: Period.quarter(2014, 5),
        lambda: Period.month(2014, 13),
        lambda: Period.financial(9999),
        lambda: Period.calendar(0),
        lambda: Period.calendar(10**30),
        lambda: Period.calendar(9999).next(),
        lambda: Period.calendar(1).previous(),
        lambda: Period.day(dt.date(9999, 2, 28)).next(),
        lambda: Period.span(Period.calendar(2014), Period.financial(2016)),
        lambda: Period.span(Period.calendar(2016), Period.calendar(2014)),
        lambda: Period.span(Period.month(2014, 1), Period.month(2014, 2)),
        lambda: Period.containing(dt.date(2014, 1, 1), "span"),
        lambda: Period.containing(dt.date(1, 1, 1), "financial"),
    ],
)
def test_constructors_refuse(build: Callable[[], Period]) -> None:
    """A constructor's bad value raises the library's own error."""
    with pytest.raises(PeriodError):
        build()


def test_constructors_by_the_end_year() -> None:
    """The year in which a split year ends names the same period as the year in which it starts."""
    assert Period.financial_ending(2015) == Period.financial(2014)
    assert Period.academic_ending(2015) == Period.academic(2014)


def test_days_after_a_year() -> None:
    """Snapshots are annual, and the last day of February stays the last."""
    assert _day(2018, 3, 31).next() == _day(2019, 3, 31)
    assert _day(2019, 2, 28).next() == _day(2020, 2, 29)
    assert _day(2020, 2, 29).next() == _day(2021, 2, 28)
    assert _day(2020, 2, 28).next() == _day(2021, 2, 28)
    assert _day(2021, 2, 28).previous() == _day(2020, 2, 29)


def test_spans_roll_by_one_year() -> None:
    """The span after a pooled figure is the rolling one, and the two overlap."""
    after = _financial(2020, 2022).next()
    assert after == _financial(2021, 2023)
    assert after.overlaps(_financial(2020, 2022))


def test_dates_with_a_name_have_that_name() -> None:
    """Two days that bound a named period are that period, in text too; others are a span."""
    assert Period.between(dt.date(2024, 9, 1), dt.date(2025, 8, 31)) == Period.academic(2024)
    assert Period.between(dt.date(2024, 4, 1), dt.date(2024, 6, 30)) == Period.quarter(2024, 2)
    assert Period.between(dt.date(2020, 4, 1), dt.date(2023, 3, 31)) == _financial(2020, 2022)
    assert Period.parse("2024-01-01 to 2024-12-31") == Period.calendar(2024)
    autumn = Period.parse("2024-09-01 to 2024-12-31")
    assert (autumn.kind, autumn.unit, autumn.key) == ("span", None, "2024-09-01 to 2024-12-31")
    assert autumn.next() == Period.between(dt.date(2025, 9, 1), dt.date(2025, 12, 31))
    half = Period.between(dt.date(2023, 9, 1), dt.date(2024, 2, 29))
    assert half.next().end == dt.date(2025, 2, 28)
    with pytest.raises(PeriodError, match="ends before it starts"):
        Period.parse("2024-12-31 to 2024-09-01")
    with pytest.raises(PeriodError, match="there is no day"):
        Period.parse("2024-02-30 to 2024-09-01")


def test_follows_only_within_a_kind() -> None:
    """A financial year follows the financial year before it, no other kind, and nothing follows the last."""
    assert Period.financial(2015).follows(Period.financial(2014))
    assert not Period.financial(2016).follows(Period.financial(2014))
    assert not Period.academic(2015).follows(Period.financial(2014))
    assert not Period.calendar(2015).follows(Period.calendar(9999))


@pytest.mark.parametrize(
    ("period", "months", "is_year"),
    [
        (Period.calendar(2014), 12, True),
        (Period.financial(1999), 12, True),
        (Period.academic(2013), 12, True),
        (Period.quarter(2014, 2), 3, False),
        (Period.month(2011, 12), 1, False),
        (_day(2014, 3, 31), 0, False),
        (Period.span(Period.calendar(2014), Period.calendar(2016)), 36, False),
        (_financial(2020, 2022), 36, False),
        (Period.span(Period.academic(2013), Period.academic(2015)), 36, False),
        (Period.between(dt.date(2024, 9, 1), dt.date(2024, 12, 31)), 4, False),
        (Period.between(dt.date(2024, 4, 6), dt.date(2025, 4, 5)), 12, False),
        (Period.between(dt.date(2024, 7, 1), dt.date(2025, 6, 30)), 12, False),
        (Period.between(dt.date(2024, 1, 29), dt.date(2024, 2, 4)), 0, False),
        (Period.between(dt.date(2024, 1, 1), dt.date(2024, 2, 5)), 0, False),
    ],
)
def test_length_in_months(period: Period, months: int, is_year: bool) -> None:  # noqa: FBT001
    """Every period counts its whole months, a day none, and only a single year is a year."""
    assert (period.months, period.is_year) == (months, is_year)


def test_month_clock() -> None:
    """Differences of the month clock are whole months, whatever the kinds of period."""
    assert Period.financial(2014).end_month - Period.calendar(2014).end_month == 3
    assert _day(2014, 3, 31).end_month == Period.month(2014, 3).end_month == 2014 * 12 + 3


def test_ended_by_includes_the_last_day() -> None:
    """A period has ended on its last day, and a snapshot on its own day."""
    assert Period.financial(2014).ended_by(dt.date(2015, 3, 31))
    assert not Period.financial(2014).ended_by(dt.date(2015, 3, 30))
    assert _day(2014, 3, 31).ended_by(dt.date(2014, 3, 31))


def test_order_with_other_things_is_refused() -> None:
    """A period is not ordered against a text."""
    with pytest.raises(TypeError):
        assert Period.calendar(2014) < "2015"
    assert Period.calendar(2014) != "2014"


@given(PERIODS)
@example(_day(2020, 2, 29))
@example(_day(2019, 2, 28))
def test_next_and_previous_are_inverse(period: Period) -> None:
    """Going on and back leads to the start, save from 28 February of a leap year as documented."""
    odd = period.kind is PeriodKind.DAY and (period.start.month, period.start.day) == (2, 28)
    if not (odd and period.start.year % 4 == 0 and (period.start.year % 100 or period.start.year % 400 == 0)):
        assert period.next().previous() == period
        assert period.previous().next() == period
    assert period.previous() < period < period.next()
    assert period.next().follows(period)
    assert period.next().months == period.months


@given(SINGLE_PERIODS)
def test_neighbours_touch(period: Period) -> None:
    """Two consecutive periods that are no snapshots leave no day between them and share none."""
    if period.kind is not PeriodKind.DAY:
        assert period.end + dt.timedelta(days=1) == period.next().start
        assert not period.overlaps(period.next())


@given(PERIODS, PERIODS, PERIODS)
def test_order_is_total(a: Period, b: Period, c: Period) -> None:
    """Any two periods are in order or equal, transitively, and the later end comes later."""
    assert [a < b, a == b, a > b].count(True) == 1
    assert (a <= b) == (not b < a)
    first, second, third = sorted([a, b, c])
    assert first <= third
    assert first.end <= second.end <= third.end


@given(DATES, st.sampled_from(SINGLE_KINDS))
def test_containing_contains(date: dt.date, kind: PeriodKind) -> None:
    """The period found for a date is of the kind asked for and holds the date."""
    period = Period.containing(date, kind)
    assert period.kind is kind
    assert period.contains(date)
    assert not period.next().contains(date)


@given(st.integers(1, 9998))
def test_years_last_twelve_months_and_kinds_differ(year: int) -> None:
    """A year of any kind lasts twelve months, and two kinds are never equal nor share a hash key."""
    kinds = [Period.calendar(year), Period.financial(year), Period.academic(year)]
    assert {p.months for p in kinds} == {12}
    assert len({*kinds}) == len({p.key for p in kinds}) == 3
    assert kinds == sorted(kinds)


@given(PERIODS, PERIODS)
def test_kinds_are_never_equal(a: Period, b: Period) -> None:
    """Equal periods have one kind, one unit and one hash; unlike kinds differ."""
    if (a.kind, a.unit) != (b.kind, b.unit):
        assert a != b
    assert (a == b) == (a.key == b.key)
    assert a == Period(a.kind, a.start, a.end, a.unit)
    assert hash(a) == hash(Period(a.kind, a.start, a.end, a.unit))


@given(PERIODS, PERIODS)
def test_overlap_is_symmetric(a: Period, b: Period) -> None:
    """Overlap does not depend on the side, and follows from sharing an end day."""
    assert a.overlaps(b) == b.overlaps(a)
    if a.contains(b.end):
        assert a.overlaps(b)
