"""Periods as files write them."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cypplan.errors import PeriodError
from cypplan.observations.readers.lait import lait_time
from cypplan.observations.readers.times import ees_time, interval, label

MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]


@pytest.mark.parametrize(
    ("period", "identifier", "key", "first", "last"),
    [
        ("202425", "Academic year", "2024/25 academic", "2024-09-01", "2025-08-31"),
        ("202425", "academic year", "2024/25 academic", "2024-09-01", "2025-08-31"),
        ("201920", "Financial year", "2019/20 financial", "2019-04-01", "2020-03-31"),
        ("2025", "Calendar year", "2025", "2025-01-01", "2025-12-31"),
        ("2025", "Reporting year", "2024/25 financial", "2024-04-01", "2025-03-31"),
        ("201920", "Tax year", "2019-04-06 to 2020-04-05", "2019-04-06", "2020-04-05"),
        ("201920", "Tax year Q4", "2020-01-06 to 2020-04-05", "2020-01-06", "2020-04-05"),
        ("201920", "Financial year Q1", "2019 Q2", "2019-04-01", "2019-06-30"),
        ("201920", "Financial year Q1-Q2", "2019-04-01 to 2019-09-30", "2019-04-01", "2019-09-30"),
        ("2019", "Calendar year Q3", "2019 Q3", "2019-07-01", "2019-09-30"),
        ("201920", "Academic year Q1", "2019-09-01 to 2019-11-30", "2019-09-01", "2019-11-30"),
        ("201920", "Autumn term", "2019-09-01 to 2019-12-31", "2019-09-01", "2019-12-31"),
        ("201920", "Spring Term", "2020 Q1", "2020-01-01", "2020-03-31"),
        ("201920", "Summer term", "2020-04-01 to 2020-08-31", "2020-04-01", "2020-08-31"),
        ("201920", "Autumn and spring term", "2019-09-01 to 2020-03-31", "2019-09-01", "2020-03-31"),
        ("201920", "Six half terms", "2019/20 academic", "2019-09-01", "2020-08-31"),
        ("201920", "Part 2 (October to March)", "2019-10-01 to 2020-03-31", "2019-10-01", "2020-03-31"),
        ("2020", "Week 53", "2020-12-28 to 2021-01-03", "2020-12-28", "2021-01-03"),
        ("2025", "Up until 31st March", "2025-03-31", "2025-03-31", "2025-03-31"),
        *(("2019", name, None, f"2019-{at:02d}-01", None) for at, name in enumerate(MONTHS, 1)),
    ],
)
def test_every_time_identifier(
    period: str, identifier: str, key: str | None, first: str, last: str | None
) -> None:
    """Protects: each time identifier of Explore Education Statistics becomes its dates."""
    read = ees_time(period, identifier)
    assert read.start == dt.date.fromisoformat(first)
    assert key is None or read.key == key
    assert last is None or read.end == dt.date.fromisoformat(last)


@pytest.mark.parametrize(
    ("period", "identifier"),
    [
        ("201925", "Academic year"),
        ("2019", "Academic year"),
        ("201920", "Calendar year"),
        ("2019", "Fortnight 3"),
        ("2021", "Week 53"),
        ("000001", "Tax year"),
        ("201920", "Tax year Q3-Q1"),
        ("", "Academic year"),
    ],
)
def test_contradictions_are_no_period(period: str, identifier: str) -> None:
    """Protects: a period that does not fit its identifier is refused, not bent."""
    with pytest.raises(PeriodError):
        ees_time(period, identifier)


def test_reporting_year_may_be_a_day() -> None:
    """Protects: what a reporting year is, the caller can say, since the file does not."""
    assert ees_time("2025", "Reporting year", "day").key == "2025-03-31"
    assert ees_time("2024", "Reporting year", "mid-year").key == "2024-06-30"


@pytest.mark.parametrize(
    ("text", "key", "kind"),
    [
        ("2024-09-01/P1Y", "2024/25 academic", "academic"),
        ("2024-04-01/P1Y", "2024/25 financial", "financial"),
        ("2024-01-01/P1Y", "2024", "calendar"),
        ("2024-01-01T00:00:00/P1Y", "2024", "calendar"),
        ("2022-04-01/P3Y", "2022/23 to 2024/25 financial", "span"),
        ("2024-04-01/P3M", "2024 Q2", "quarter"),
        ("2024-04-01/P1M", "2024-04", "month"),
        ("2024-03-31/P1D", "2024-03-31", "day"),
        ("2024-07-01/P1Y", "2024-07-01 to 2025-06-30", "span"),
        ("2023-04-01/2024-03-31", "2023/24 financial", "financial"),
        ("2024-07-01 to 2024-12-31", "2024-07-01 to 2024-12-31", "span"),
        ("31/03/2024", "2024-03-31", "day"),
        ("2024-03-31 00:00:00", "2024-03-31", "day"),
    ],
)
def test_intervals_and_dates(text: str, key: str, kind: str) -> None:
    """Protects: intervals get the name of the period that they are.

    Dates of spreadsheets lose their hour.
    """
    read = label(text)
    assert (read.key, read.kind) == (key, kind)


@pytest.mark.parametrize(
    "text", ["2024-02-30/P1Y", "2024-09-01/P", "9999-12-01/P1Y", "2024-01-31/P1M", "2025-01-01/2024-01-01"]
)
def test_impossible_intervals(text: str) -> None:
    """Protects: an interval that the calendar does not have is refused."""
    with pytest.raises(PeriodError):
        interval(text)


@pytest.mark.parametrize(
    ("label_text", "year_type", "key"),
    [
        ("2016", "Financial Year", "2015/16 financial"),
        ("2016", "Academic Year", "2015/16 academic"),
        ("2016", "Calendar Year", "2016"),
        ("2016", "Annual", "2016-03-31"),
        ("2016", "Annual (end of Sept)", "2016-09-30"),
        ("2016", "Annual - January", "2016-01"),
        ("2014-16", "Calendar Year", "2014 to 2016"),
        ("2016-17 (OT)", "Financial Year", "2016/17 financial"),
        ("2020/21-22/23", "Financial Year", "2020/21 to 2022/23 financial"),
        ("2025 (prov)", "Financial Year", "2024/25 financial"),
    ],
)
def test_labels_of_lait(label_text: str, year_type: str, key: str) -> None:
    """Protects: what "2016" means in LAIT, the type of year in its dictionary decides."""
    assert lait_time(label_text, year_type).key == key


@pytest.mark.parametrize(
    ("text", "year_type"),
    [("0", "Academic Year"), ("2016-19", "Financial Year"), ("2016", ""), ("2016", "Lunar")],
)
def test_no_label_of_lait(text: str, year_type: str) -> None:
    """Protects: a label that is no period, or a measure without a type of year, is refused."""
    with pytest.raises(PeriodError):
        lait_time(text, year_type)


@given(
    st.text(max_size=20),
    st.one_of(st.text(max_size=20), st.sampled_from(["Tax year", "Week 1", "Reporting year"])),
)
def test_any_label_is_read_or_refused(text: str, other: str) -> None:
    """Protects: no text of a period breaks reading; only our own error comes out."""
    for call in (
        lambda: ees_time(text, other),
        lambda: label(text),
        lambda: lait_time(text, "Annual"),
        lambda: interval(text),
    ):
        try:
            read = call()
        except PeriodError:
            continue
        assert read.start <= read.end


@given(
    st.from_regex(r"\A[0-9]{4,6}\Z"),
    st.sampled_from(["Tax year", "Tax year Q2", "Week 1", "Reporting year", "Autumn term", "May"]),
)
def test_any_year_is_read_or_refused(text: str, identifier: str) -> None:
    """Protects: years at the ends of the calendar are refused as periods.

    Not with an error of the calendar.
    """
    for kind in (None, "day", "mid-year", "financial"):
        try:
            ees_time(text, identifier, kind)
        except PeriodError:
            continue
