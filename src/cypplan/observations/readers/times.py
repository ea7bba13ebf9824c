"""Periods as files write them: labels, the identifiers of Explore Education Statistics, and intervals.

A term, a week or half a year, which has no name of its own, is written as its two dates,
"2024-09-01 to 2024-12-31", and is of the kind "span".
"""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Final

import attrs

from cypplan.errors import PeriodError
from cypplan.periods import Period, read_label

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Stretch", "ees_time", "interval", "label", "stretch_of"]

_ONE_DAY: Final = dt.timedelta(days=1)
_YEAR: Final = 12
_YEARS: Final = {"academic year": 9, "calendar year": 1, "financial year": 4, "reporting year": 4}
_TERMS: Final = {
    "autumn term": (0, 4),
    "spring term": (4, 3),
    "summer term": (7, 5),
    "autumn and spring term": (0, 7),
    "autumn and spring terms": (0, 7),
    "five half terms": (0, 9),
    "six half terms": (0, 12),
    "part 1 (april to september)": (0, 6),
    "part 2 (october to march)": (6, 6),
}
"""First month after the start of the year, and months. Terms by whole months: school calendars differ."""
_MONTHS: Final = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_QUARTERS: Final = re.compile(r"(?P<year>.+ year) q(?P<first>[1-4])(?:(?: ?- ?| to )q(?P<last>[1-4]))?")
_INTERVAL: Final = re.compile(r"(\d{4}-\d\d-\d\d)(?:T00:00:00(?:\.0+)?Z?)?/(.+)")
_DURATION: Final = re.compile(r"P(\d{1,3})([YMWD])")


@attrs.frozen
class Stretch:
    """A period as a row of the observation table holds it."""

    key: str
    kind: str
    start: dt.date
    end: dt.date
    qualifier: str | None = None


def stretch_of(period: Period, qualifier: str | None = None) -> Stretch:
    """Return a period as a stretch."""
    return Stretch(period.key, period.kind.value, period.start, period.end, qualifier)


def label(text: str, kind: str | None = None) -> Stretch:
    """Return the period of a printed label; raise :class:`PeriodError` for what is none or unclear.

    Dates that a spreadsheet shows with a time of day are dates.
    """
    plain = text.strip()
    if "/P" in plain or _INTERVAL.fullmatch(plain):
        return interval(plain)
    plain = re.sub(r"(\d{4}-\d\d-\d\d)[ T]00:00:00(?:\.0+)?", r"\1", plain)
    plain = re.sub(r"(\d{4}) ?- ?(\d{2})\b(?=\Z)", r"\1-\2", plain)
    if british := re.fullmatch(r"(\d\d?)/(\d\d?)/(\d{4})", plain):
        plain = _date(british[3], british[2], british[1]).isoformat()
    read = read_label(plain, kind=kind or None)
    said = read.qualifier if read.qualifier in {"provisional", "revised"} else None
    return stretch_of(read.period, said)


def _date(year: str, month: str, day: str) -> dt.date:
    try:
        return dt.date(int(year), int(month), int(day))
    except ValueError:
        raise PeriodError(f'"{day}/{month}/{year}" is no date; write day, month and year') from None


def ees_time(period: str, identifier: str, kind: str | None = None) -> Stretch:
    """Return the period of a ``time_period`` with its ``time_identifier``, of whatever sort.

    ``kind`` replaces what "Reporting year" leaves open: "day" is 31 March, "mid-year" 30 June.
    """
    words = " ".join(identifier.casefold().split())
    text = re.sub(r"(?a)\A(\d{4})[/-]?(\d\d)\Z", r"\1\2", period.strip())
    text = re.sub(r"(?a)\A(\d{4})[/-]?(\d{2})(\d{2})\Z", r"\1\3", text)
    if words == "reporting year" and kind is not None:
        return _reporting(text, kind)
    if words in _YEARS:
        return stretch_of(Period.parse(text, identifier=identifier))
    for matches in (_month, _quarters, _term, _week, _tax, _snapshot):
        if (found := matches(text, words)) is not None:
            return found
    known = ", ".join([*_YEARS, *_TERMS, "week 1 ...", "january ...", "calendar year q1 ..."])
    raise PeriodError(f'"{identifier}" is no known time identifier; there is: {known}')


def _reporting(text: str, kind: str) -> Stretch:
    year = _ending(text)
    makers: dict[str, Callable[[int], Period]] = {
        "financial": Period.financial_ending,
        "academic": Period.academic_ending,
        "calendar": Period.calendar,
        "day": lambda end: Period.day(dt.date(end, 3, 31)),
        "mid-year": lambda end: Period.day(dt.date(end, 6, 30)),
    }
    if kind not in makers:
        raise PeriodError(f'"{kind}" is no kind of reporting year; there is: {", ".join(makers)}')
    return stretch_of(makers[kind](year))


def _ending(text: str) -> int:
    """Return the year in which "2025" or "202425" ends."""
    return _calendar(text) if len(text) == 4 else _first_year(text) + 1  # noqa: PLR2004


def _first_year(text: str) -> int:
    """Return the year in which "201415" starts."""
    split = re.fullmatch(r"((?!0000|999)\d{4})(\d\d)", text, re.ASCII)
    if not split or (int(split[1]) + 1) % 100 != int(split[2]):
        raise PeriodError(f'"{text}" is no year of two halves such as "201415"')
    return int(split[1])


def _calendar(text: str) -> int:
    if not re.fullmatch(r"(?!0000|999)\d{4}", text, re.ASCII):
        raise PeriodError(f'"{text}" is no calendar year such as "2014"')
    return int(text)


def _month(text: str, words: str) -> Stretch | None:
    return stretch_of(Period.month(_calendar(text), _MONTHS.index(words) + 1)) if words in _MONTHS else None


def _quarters(text: str, words: str) -> Stretch | None:
    found = _QUARTERS.fullmatch(words)
    if not found:
        return None
    first, last = int(found["first"]), int(found["last"] or found["first"])
    if last < first:
        raise PeriodError(f'"{words}" ends before it starts')
    if found["year"] == "tax year":
        return _tax_months(_first_year(text), 3 * (first - 1), 3 * last)
    if found["year"] not in _YEARS:
        return None
    year = _calendar(text) if found["year"] == "calendar year" else _first_year(text)
    return months(year, _YEARS[found["year"]] + 3 * (first - 1), 3 * (last - first + 1))


def _term(text: str, words: str) -> Stretch | None:
    if words not in _TERMS:
        return None
    start, count = _TERMS[words]
    if words.startswith("part"):
        return months(_first_year(text), 4 + start, count)
    return months(_first_year(text), 9 + start, count)


def _week(text: str, words: str) -> Stretch | None:
    found = re.fullmatch(r"week (\d{1,2})", words, re.ASCII)
    if not found:
        return None
    try:
        first = dt.date.fromisocalendar(_calendar(text), int(found[1]), 1)
    except ValueError:
        raise PeriodError(f'there is no week {found[1]} of "{text}"') from None
    return between(first, first + dt.timedelta(days=6))


def _tax(text: str, words: str) -> Stretch | None:
    return _tax_months(_first_year(text), 0, _YEAR) if words == "tax year" else None


def _tax_months(year: int, first: int, last: int) -> Stretch:
    """Return months of a tax year, which starts on 6 April."""
    start, after = (dt.date(year + (3 + m) // 12, (3 + m) % 12 + 1, 6) for m in (first, last))
    return between(start, after - _ONE_DAY)


def _snapshot(text: str, words: str) -> Stretch | None:
    if words != "up until 31st march":
        return None
    return stretch_of(Period.day(dt.date(_ending(text), 3, 31)))


def months(year: int, month: int, count: int) -> Stretch:
    """Return ``count`` whole months from a month on, counted from January of the year."""
    start = year * _YEAR + month - 1
    try:
        first = dt.date(start // _YEAR, start % _YEAR + 1, 1)
        after = start + count
        last = dt.date(after // _YEAR, after % _YEAR + 1, 1) - _ONE_DAY
    except ValueError:
        raise PeriodError(f"{count} months from month {month} of {year} lie outside the calendar") from None
    return between(first, last)


def between(first: dt.date, last: dt.date) -> Stretch:
    """Return the period from one day to another, by its name where it has one."""
    return stretch_of(Period.between(first, last))


def interval(text: str) -> Stretch:
    """Return the period of an ISO interval: "2024-09-01/P1Y", or a day, a slash and the last day."""
    found = _INTERVAL.fullmatch(text.strip())
    if not found:
        raise PeriodError(f'"{text[:80]}" is no interval such as "2024-09-01/P1Y"')
    try:
        first = dt.date.fromisoformat(found[1])
        if duration := _DURATION.fullmatch(found[2]):
            return between(first, _after(first, int(duration[1]), duration[2]) - _ONE_DAY)
        return between(first, dt.date.fromisoformat(found[2][:10]))
    except (ValueError, OverflowError) as fault:
        raise PeriodError(f'"{text[:80]}" is no interval such as "2024-09-01/P1Y": {fault}') from None


def _after(first: dt.date, count: int, unit: str) -> dt.date:
    if unit in "WD":
        return first + dt.timedelta(days=count * (7 if unit == "W" else 1))
    clock = first.year * _YEAR + first.month - 1 + count * (_YEAR if unit == "Y" else 1)
    return dt.date(clock // _YEAR, clock % _YEAR + 1, first.day)
