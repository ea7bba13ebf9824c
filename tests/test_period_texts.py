"""Texts of periods: what each printed form means, what is refused, and that none is read two ways."""

from __future__ import annotations

import datetime as dt
import pickle
import subprocess
import sys

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from strategies import PERIODS

from cypplan.errors import PeriodError
from cypplan.periods import Period, PeriodKind, PeriodLabel, read_label


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


def test_patterns_are_compiled_when_they_are_needed() -> None:
    """Importing periods compiles no pattern, and reading a year compiles none for months in words."""
    code = (
        "from cypplan.periods import Period, text; assert text._compiled.cache_info().currsize == 0;"
        "Period.parse('2014/15 financial'); assert text._compiled.cache_info().currsize == 3"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_reading_again_is_remembered_by_type() -> None:
    """A text read before is not taken for another: kind and identifier count, and a failure stays one."""
    assert Period.parse("2012/13") == Period.parse("2012/13", kind="financial")
    assert Period.parse("2012/13", kind="academic") == Period.academic(2012)
    assert Period.parse("201213", identifier="Academic year") == Period.academic(2012)
    for _ in range(2):
        with pytest.raises(PeriodError):
            Period.parse("201213")


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
