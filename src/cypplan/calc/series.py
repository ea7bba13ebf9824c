"""Which periods of a series may be compared, and why others may not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cypplan.periods import Period, PeriodKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cypplan.indicators import SeriesBreak

__all__ = [
    "BREAK",
    "OUT_OF_ORDER",
    "OVERLAP",
    "UNLIKE",
    "YEAR",
    "alike",
    "break_reason",
    "fault_between",
    "is_annual",
    "months_between",
    "period_of",
]

YEAR: Final = 12
"""Months."""
UNLIKE: Final = "periods of unlike kinds"
OVERLAP: Final = "periods overlap"
OUT_OF_ORDER: Final = "periods not in order"
BREAK: Final = "series break"


def period_of(period: Period | str) -> Period:
    """Return a period, read from its text where it is one; PeriodError where the text names none."""
    return period if isinstance(period, Period) else Period.parse(period)


def alike(one: Period, other: Period) -> bool:
    """Return whether two periods are of one kind and length: two academic years, two dates, two quarters."""
    return (one.kind, one.unit, one.months) == (other.kind, other.unit, other.months)


def is_annual(period: Period) -> bool:
    """Return whether a period is a year, or a date as of which something is counted once a year."""
    return period.is_year or period.kind is PeriodKind.DAY


def months_between(earlier: Period, later: Period) -> int:
    """Return the whole months from the end of one period to the end of the other."""
    return later.end_month - earlier.end_month


def break_reason(one: SeriesBreak) -> str:
    """Return a break of series in words."""
    return f"{BREAK} at {one.first}: {one.reason}"


def fault_between(earlier: Period, later: Period, breaks: Sequence[SeriesBreak] = ()) -> str | None:
    """Return why figures of two periods must not be compared, or ``None`` where they may.

    Unlike kinds of period, periods that share days (rolling averages), the later first, a break between.
    """
    if not alike(earlier, later):
        return UNLIKE
    if earlier.overlaps(later):
        return OVERLAP
    if later < earlier:
        return OUT_OF_ORDER
    between = next((one for one in breaks if earlier.end < one.first.end <= later.end), None)
    return break_reason(between) if between else None
