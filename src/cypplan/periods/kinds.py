"""The kinds of period, and the dates that bound a period of each kind."""

from __future__ import annotations

import contextlib
import datetime as dt
import enum
from typing import Final

from cypplan.errors import PeriodError

__all__ = [
    "FIRST_MONTH",
    "MONTHS",
    "PeriodKind",
    "around",
    "date_of",
    "kind_of",
    "month_end",
    "named",
    "plain_date",
    "unclear_month",
]


class PeriodKind(enum.StrEnum):
    """What sort of period it is."""

    CALENDAR = "calendar"
    FINANCIAL = "financial"
    ACADEMIC = "academic"
    QUARTER = "quarter"
    MONTH = "month"
    DAY = "day"
    SPAN = "span"


FIRST_MONTH: Final = {PeriodKind.CALENDAR: 1, PeriodKind.FINANCIAL: 4, PeriodKind.ACADEMIC: 9}
"""The month in which a year of each kind starts; its keys are the kinds of year."""
MONTHS: Final = {**dict.fromkeys(FIRST_MONTH, 12), PeriodKind.QUARTER: 3, PeriodKind.MONTH: 1}
"""How many months a period of each kind lasts, where that is always the same."""
_ONE_DAY: Final = dt.timedelta(days=1)


def kind_of(kind: PeriodKind | str) -> PeriodKind:
    """Return the kind of that name; PeriodError with the known kinds where there is none."""
    try:
        return PeriodKind(kind)
    except ValueError:
        raise PeriodError(f'"{kind}" is not a kind of period; there is: {", ".join(PeriodKind)}') from None


def plain_date(date: dt.date) -> dt.date:
    """Return a bare date: a time of day would make equal days unequal."""
    try:
        return dt.date(date.year, date.month, date.day)
    except AttributeError:
        raise PeriodError(f"{date!r} is not a date; pass a datetime.date") from None


def date_of(year: int, month: int, day: int = 1) -> dt.date:
    """Return a date; PeriodError, with the numbers, where the calendar has no such day."""
    try:
        return dt.date(year, month, day)
    except (OverflowError, TypeError, ValueError) as fault:
        raise PeriodError(f"there is no day {day!r} of month {month!r} of year {year!r} ({fault})") from None


def around(date: dt.date, kind: PeriodKind) -> tuple[dt.date, dt.date]:
    """Return the first and the last day of the period of ``kind``, no span, in which ``date`` falls."""
    if kind is PeriodKind.DAY:
        return date, date
    clock = date.year * 12 + date.month - 1
    first = clock - (date.month - FIRST_MONTH.get(kind, 1)) % MONTHS[kind]
    last = first + MONTHS[kind] - 1
    return date_of(first // 12, first % 12 + 1), month_end(last // 12, last % 12 + 1)


def named(first: dt.date, last: dt.date) -> tuple[PeriodKind, PeriodKind | None] | None:
    """Return the kind of the period with these dates, and of the years it pools; None for no named one."""
    if first == last:
        return PeriodKind.DAY, None
    with contextlib.suppress(PeriodError):  # a year that would go beyond the calendar is not these dates
        for kind in (PeriodKind.MONTH, PeriodKind.QUARTER, *FIRST_MONTH):
            if (first.day, (first.month - FIRST_MONTH.get(kind, 1)) % MONTHS[kind]) != (1, 0):
                continue
            if around(first, kind)[1] == last:
                return kind, None
            if kind in FIRST_MONTH and around(last, kind)[1] == last:
                return PeriodKind.SPAN, kind
    return None


def month_end(year: int, month: int) -> dt.date:
    """Return the last day of a month."""
    return date_of(year, 12, 31) if month == 12 else date_of(year, month + 1) - _ONE_DAY  # noqa: PLR2004


def unclear_month(year: int, end: int) -> bool:
    """Whether "2011-12" or "2008-10" may also mean years: more than 20 on ("2014-13") is a slip, no span."""
    return 1 <= (end - year) % 100 <= 20  # noqa: PLR2004
