"""Periods: what their texts mean, how they are ordered, and that a text is never read two ways."""

from __future__ import annotations

import datetime as dt
import pickle
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cypplan.errors import PeriodError
from cypplan.periods import Period, PeriodKind, PeriodLabel, read_label

if TYPE_CHECKING:
    from collections.abc import Callable

YEAR_KINDS = (PeriodKind.CALENDAR, PeriodKind.FINANCIAL, PeriodKind.ACADEMIC)
# Wide enough for every two-digit trap, two years inside the ends of the calendar so that each has neighbours.
DATES = st.dates(dt.date(3, 1, 1), dt.date(9997, 12, 31)) | st.dates(
    dt.date(1990, 1, 1), dt.date(2040, 12, 31)
)
SINGLE = st.builds(
    Period.containing, DATES, st.sampled_from([k for k in PeriodKind if k is not PeriodKind.SPAN])
)


@st.composite
def _spans(draw: st.DrawFn) -> Period:
    kind = draw(st.sampled_from(YEAR_KINDS))
    first, last = sorted(
        draw(st.lists(DATES.map(lambda d: Period.containing(d, kind)), min_size=2, max_size=2, unique=True))
    )
    return Period.span(first, last)


PERIODS = SINGLE | _spans()


def _years(first: int, last: int) -> Period:
    return Period.span(Period.calendar(first), Period.calendar(last))


def _financial(first: int, last: int) -> Period:
    return Period.span(Period.financial(first), Period.financial(last))


def _academic(first: int, last: int) -> Period:
    return Period.span(Period.academic(first), Period.academic(last))


def _day(year: int, month: int, day: int) -> Period:
    return Period.day(dt.date(year, month, day))


READ = [
    ("2012/13", Period.financial(2012)),
    ("2017/18", Period.financial(2017)),
    ("2013/2014", Period.financial(2013)),
    ("13/14", Period.financial(2013)),
    ("99/00", Period.financial(1999)),
    ("1999/00", Period.financial(1999)),
    ("2099/00", Period.financial(2099)),
    ("2013-14", Period.financial(2013)),
    ("2013\u201314", Period.financial(2013)),
    ("2013 \u2014 14", Period.financial(2013)),
    ("2013/14 financial", Period.financial(2013)),
    ("2013/14 (academic year)", Period.academic(2013)),
    ("2013/14 academic", Period.academic(2013)),
    ("2014/15 academic year", Period.academic(2014)),
    ("  2014/15   ACADEMIC\tYear ", Period.academic(2014)),
    ("13/14 (academic year)", Period.academic(2013)),
    ("2011-12 academic", Period.academic(2011)),
    ("2014", Period.calendar(2014)),
    ("2014 calendar year", Period.calendar(2014)),
    ("2025 (reporting year)", Period.financial(2024)),
    ("March 2014", Period.month(2014, 3)),
    ("Mar 2014", Period.month(2014, 3)),
    ("sept-2014", Period.month(2014, 9)),
    ("2018-03", Period.month(2018, 3)),
    ("2011-12 month", Period.month(2011, 12)),
    ("31 March 2018", _day(2018, 3, 31)),
    ("31st march 2018", _day(2018, 3, 31)),
    ("1-Apr-19", _day(2019, 4, 1)),
    ("2018-03-31", _day(2018, 3, 31)),
    ("2014 Q2", Period.quarter(2014, 2)),
    ("Q2 2014", Period.quarter(2014, 2)),
    ("2014q2", Period.quarter(2014, 2)),
    ("Q1 2014/15", Period.quarter(2014, 2)),
    ("2014/15 Q1", Period.quarter(2014, 2)),
    ("2014/15 Q3", Period.quarter(2014, 4)),
    ("2014/15 Q4", Period.quarter(2015, 1)),
    ("2014-16", _years(2014, 2016)),
    ("1998-00", _years(1998, 2000)),
    ("2014-34", _years(2014, 2034)),
    ("2014-2016", _years(2014, 2016)),
    ("2014 to 2016", _years(2014, 2016)),
    ("2013 to 2014", _years(2013, 2014)),
    ("2020/21-22/23", _financial(2020, 2022)),
    ("2098/99-00/01", _financial(2098, 2100)),
    ("2020/21 to 2022/23", _financial(2020, 2022)),
    ("2020-21 to 2022-23", _financial(2020, 2022)),
    ("2013/14 to 2015/16 academic", _academic(2013, 2015)),
    ("2025 (prov)", Period.calendar(2025)),
    ("2018 (Rev)", Period.calendar(2018)),
    ("2020 (Final)", Period.calendar(2020)),
    ("2016-17 (OT)", Period.financial(2016)),
    ("2016/17 (academic year) (prov)", Period.academic(2016)),
]

KEYS = [
    (Period.calendar(2014), "2014"),
    (Period.financial(2014), "2014/15 financial"),
    (Period.academic(2013), "2013/14 academic"),
    (Period.financial(1999), "1999/00 financial"),
    (Period.quarter(2014, 2), "2014 Q2"),
    (Period.month(2014, 3), "2014-03"),
    (Period.month(2011, 12), "2011-12 month"),
    (_day(2014, 3, 31), "2014-03-31"),
    (_years(2014, 2016), "2014 to 2016"),
    (_financial(2020, 2022), "2020/21 to 2022/23 financial"),
    (_academic(2013, 2015), "2013/14 to 2015/16 academic"),
]


@pytest.mark.parametrize(("text", "period"), READ)
def test_text_is_read(text: str, period: Period) -> None:
    """Each printed form stands for one period."""
    assert Period.parse(text) == period


@pytest.mark.parametrize(("period", "key"), KEYS)
def test_canonical_text(period: Period, key: str) -> None:
    """The canonical text of each kind is fixed, for other programs store it."""
    assert period.key == str(period) == key
    assert repr(period) == f"Period.parse({key!r})"


@pytest.mark.parametrize(
    ("text", "kind", "period"),
    [
        ("2012/13", "academic", Period.academic(2012)),
        ("2012/13", PeriodKind.FINANCIAL, Period.financial(2012)),
        ("2013-14", "academic", Period.academic(2013)),
        ("2011-12", "month", Period.month(2011, 12)),
        ("2011-12", "financial", Period.financial(2011)),
        ("2008-10", "span", _years(2008, 2010)),
        ("2008 - 10", "month", Period.month(2008, 10)),
        ("2013-2014", "academic", Period.academic(2013)),
        ("2013-2014", "span", _years(2013, 2014)),
        ("2020/21 to 2022/23", "academic", _academic(2020, 2022)),
        ("2020/21 to 2022/23 academic", "span", _academic(2020, 2022)),
        ("2014 to 2016", "calendar", _years(2014, 2016)),
        ("Q1 2014/15", "quarter", Period.quarter(2014, 2)),
    ],
)
def test_kind_settles_what_is_ambiguous(text: str, kind: str, period: Period) -> None:
    """A kind passed beside a text chooses among its readings."""
    assert Period.parse(text, kind=kind) == period


@pytest.mark.parametrize(
    ("text", "identifier", "period"),
    [
        ("201213", "Academic year", Period.academic(2012)),
        ("201213", "Financial year", Period.financial(2012)),
        ("199900", "financial  YEAR", Period.financial(1999)),
        ("2025", "Calendar year", Period.calendar(2025)),
        ("2025", "Reporting year", Period.financial_ending(2025)),
        ("2012/13", "Academic year", Period.academic(2012)),
    ],
)
def test_time_identifier(text: str, identifier: str, period: Period) -> None:
    """The two columns of the Explore Education Statistics format are read together."""
    assert Period.parse(text, identifier=identifier) == period


def test_dates_numbers_and_periods_are_taken() -> None:
    """What a table column holds in place of text is read by its meaning."""
    assert Period.parse(2014) == Period.calendar(2014)  # pyright: ignore[reportArgumentType]
    assert Period.parse(Period.academic(2014)) == Period.academic(2014)  # pyright: ignore[reportArgumentType]
    assert Period.parse(dt.date(2018, 3, 31)) == _day(2018, 3, 31)
    assert Period.parse(dt.datetime(2018, 3, 31, 9, 30, tzinfo=dt.UTC)) == _day(2018, 3, 31)
    assert Period.day(dt.datetime(2018, 3, 31, 9, 30, tzinfo=dt.UTC)) == _day(2018, 3, 31)


@pytest.mark.parametrize(
    ("text", "qualifier"),
    [
        ("2025 (prov)", "provisional"),
        ("2025 (Provisional)", "provisional"),
        ("2025 prov.", None),
        ("2018 (Rev)", "revised"),
        ("2018 revised", "revised"),
        ("2020 (Final)", "final"),
        ("2016-17 (OT)", "outturn"),
        ("2016/17 outturn", "outturn"),
        ("2016/17", None),
    ],
)
def test_qualifier_is_kept(text: str, qualifier: str | None) -> None:
    """A label's qualifier comes in one spelling, and only where it is written in a known way."""
    if text.endswith("."):
        with pytest.raises(PeriodError, match="2025 prov"):
            read_label(text)
        return
    label = read_label(text)
    assert label == PeriodLabel(label.period, qualifier)


@pytest.mark.parametrize(
    ("text", "options", "words"),
    [
        ("2014-15x", {}, ['"2014-15x" is not a period; write "2014/15" (financial), "2014/15 academic"']),
        ("", {}, ['"" is not a period; write']),
        ("2014/16", {}, ['"2014/16"', "does not join two years that follow each other", '"2014 to 2016"']),
        ("12/2013", {}, ['"12/2013"']),
        ("31 February 2018", {}, ['"31 February 2018"', '"2014-03-31"']),
        ("2018-02-31", {}, ['"2018-02-31"']),
        ("201213", {}, ['"201213"', 'identifier="Academic year"', '"2014/15 academic"']),
        ("201214", {"identifier": "Academic year"}, ['"201214"', "follow each other"]),
        ("201213", {"identifier": "Week 1"}, ['"Week 1"', "academic year", "reporting year"]),
        ("201213", {"identifier": "Calendar year"}, ['"201213" means "2012/13 financial"', "calendar"]),
        ("2014", {"kind": "academic"}, ['"2014"', '"2013/14 academic"', "Period.academic_ending"]),
        ("2014", {"kind": "financial"}, ['"2014"', '"2013/14 financial"', "Period.financial_ending"]),
        ("2025", {"identifier": "Financial year"}, ['"2025"', '"2024/25 financial"']),
        ("2013/14 academic", {"kind": "financial"}, ['"2013/14 academic"', "financial"]),
        ("March 2014", {"kind": "day"}, ['"March 2014" means "2014-03"', "day"]),
        ("Q1 2014/15", {"kind": "academic"}, ['means "2014 Q2"', "academic"]),
        ("2011-12", {}, ['"2011-12" is ambiguous', '"2011-12 month"', '"2011/12 financial"']),
        ("2008-10", {}, ['"2008-10 month"', '"2008 to 2010"']),
        ("2013-2014", {}, ['"2013/14 financial"', '"2013 to 2014"']),
        ("2004-12", {}, ['"2004-12 month"', '"2004 to 2012"']),
        ("2014-13", {}, ['"2014-13"']),
        ("2014-35", {}, ['"2014-35"']),
        ("2016-2014", {}, ['"2016-2014"', "in order"]),
        ("2014 to 2014", {}, ['"2014 to 2014"', "in order"]),
        ("2014 Q5", {}, ['"2014 Q5"']),
        ("Smarch 2014", {}, ['"Smarch 2014"']),
        (
            "2025 (guess)",
            {},
            ['"2025 (guess)"', '"guess"', "prov, provisional, rev, revised, final, ot, outturn"],
        ),
        ("2025 (prov) (rev)", {}, ['"2025 (prov) (rev)"', "one of"]),
        ("2014", {"kind": "fortnight"}, ['"fortnight"', "calendar, financial, academic"]),
        ("0000", {}, ['"0000"']),
        ("\u0662\u0660\u0661\u0664", {}, ["is not a period"]),
        ("2014" + " (prov)" * 9, {}, ["is not a period"]),
    ],
)
def test_refusal_says_what_and_what_to_do(text: str, options: dict[str, str], words: list[str]) -> None:
    """A text that is no period, or more than one, is named in the error with the forms that work."""
    with pytest.raises(PeriodError) as caught:
        Period.parse(text, **options)
    for word in words:
        assert word in str(caught.value)


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


def test_follows_only_within_a_kind() -> None:
    """A financial year follows the financial year before it, no other kind, and nothing follows the last."""
    assert Period.financial(2015).follows(Period.financial(2014))
    assert not Period.financial(2016).follows(Period.financial(2014))
    assert not Period.academic(2015).follows(Period.financial(2014))
    assert not Period.calendar(2015).follows(Period.calendar(9999))


def test_measures_of_time() -> None:
    """Months and the month clock count whole months; a day has none."""
    assert [p.months for p, _ in KEYS] == [12, 12, 12, 12, 3, 1, 1, 0, 36, 36, 36]
    assert Period.financial(2014).end_month - Period.calendar(2014).end_month == 3
    assert _day(2014, 3, 31).end_month == Period.month(2014, 3).end_month == 2014 * 12 + 3
    assert [p.is_year for p, _ in KEYS] == [True] * 4 + [False] * 7


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
@example(Period.calendar(1))
@example(Period.calendar(9999))
@example(Period.month(9999, 10))
@example(Period.month(2000, 1))
@example(Period.month(2010, 11))
@example(Period.academic(9998))
@example(_years(1, 9999))
def test_key_round_trip(period: Period) -> None:
    """The canonical text of every period is read back to an equal one, with its kind given or not."""
    assert Period.parse(period.key) == period
    assert Period.parse(period.key, kind=period.kind) == period
    assert Period.parse(period.key.upper()) == period
    assert pickle.loads(pickle.dumps(period)) == period  # noqa: S301 (our own bytes)


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


@given(SINGLE)
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


@given(DATES, st.sampled_from([k for k in PeriodKind if k is not PeriodKind.SPAN]))
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


TEXTS = (
    st.text() | st.text("0123456789/-() qtoacdemifnlyr", max_size=24) | st.from_regex(r"\d{2,4}[-/ ]\d{2,6}")
)


@given(
    TEXTS,
    st.none() | st.sampled_from(PeriodKind),
    st.sampled_from([None, "Academic year", "Reporting year", "x"]),
)
@example("0000-01", None, None)
@example("9999/00", None, None)
@example("9999-00", None, None)
@example("0000", None, "Reporting year")
@example("0001", None, "Reporting year")
def test_any_text_is_a_period_or_a_period_error(
    text: str, kind: PeriodKind | None, identifier: str | None
) -> None:
    """Whatever a cell holds, reading it gives a period of the kind asked for or the library's own error."""
    try:
        period = Period.parse(text, kind=kind, identifier=identifier)
    except PeriodError as error:
        assert text[:80] in str(error)  # noqa: PT017 (either outcome is right)
    else:
        assert kind is None or kind in {period.kind, period.unit}
