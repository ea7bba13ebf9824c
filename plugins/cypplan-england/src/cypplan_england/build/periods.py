"""Read the period labels of LAIT and of DfE files, which depend on the type of year beside them."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Final

from cypplan.periods import Period, PeriodKind

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["dfe_period", "lait_kind", "lait_period", "march"]

_LABEL: Final = re.compile(r"(?P<label>[\d/-]+)(?: \((?P<note>[A-Za-z]+)\))?")
_NOTES: Final = {None: "", "prov": "provisional", "Rev": "revised", "Final": "", "OT": ""}
"""What a note in brackets makes of the figures; OT is outturn."""


def march(year: int) -> Period:
    """Return the snapshot of 31 March."""
    return Period.day(dt.date(year, 3, 31))


def _september(year: int) -> Period:
    return Period.day(dt.date(year, 9, 30))


def _january(year: int) -> Period:
    return Period.month(year, 1)


_ENDING: Final[dict[str, tuple[Callable[[int], Period], PeriodKind]]] = {
    "Financial Year": (Period.financial_ending, PeriodKind.FINANCIAL),
    "Academic Year": (Period.academic_ending, PeriodKind.ACADEMIC),
    "Calendar Year": (Period.calendar, PeriodKind.CALENDAR),
    "Annual": (march, PeriodKind.DAY),
    "Annual (end of Sept)": (_september, PeriodKind.DAY),
    "Annual - January": (_january, PeriodKind.MONTH),
}


def _full(start: int, short: int) -> int:
    """Complete a two-digit year that follows ``start``."""
    year = start - start % 100 + short
    return year if year > start else year + 100


def lait_kind(year_type: str, labels: list[str]) -> PeriodKind:
    """Return the kind of period of a measure: that of its year type, or span where its labels are spans."""
    kinds = {read[0].kind for read in (lait_period(year_type, label) for label in labels) if read}
    return kinds.pop() if len(kinds) == 1 else _ENDING[year_type][1]


def lait_period(year_type: str, label: str) -> tuple[Period, str] | None:
    """Return the period of a LAIT label and the qualifier that it carries, or ``None`` where it is none.

    "2016" is the year that *ends* in 2016; "2016-17" is one year, save for calendar years, where "2014-16"
    is three; "2013/14-15/16" is three financial years.
    """
    found = _LABEL.fullmatch(label)
    if not found or found["note"] not in _NOTES or year_type not in _ENDING:
        return None
    qualifier, text = _NOTES[found["note"]], found["label"]
    ending, kind = _ENDING[year_type]
    if re.fullmatch(r"(19|20)\d\d", text):
        return ending(int(text)), qualifier
    if two := re.fullmatch(r"((?:19|20)\d\d)[/-](\d\d)", text):
        start, end = int(two[1]), _full(int(two[1]), int(two[2]))
        if kind is PeriodKind.CALENDAR:
            return Period.span(Period.calendar(start), Period.calendar(end)), qualifier
        return (ending(end), qualifier) if end == start + 1 else None
    if four := re.fullmatch(r"((?:19|20)\d\d)/(\d\d)-(\d\d)/(\d\d)", text):
        start = int(four[1])
        return Period.span(ending(_full(start, int(four[2]))), ending(_full(start, int(four[4])))), qualifier
    return None


def dfe_period(text: str, kind: str) -> Period | None:
    """Return the period of a DfE ``time_period`` ("2025", "202425"); ``kind`` says what its year means.

    ``day`` is 31 March and ``mid-year`` 30 June of the year.
    """
    if packed := re.fullmatch(r"(\d{4})(\d\d)", text):
        end = _full(int(packed[1]), int(packed[2]))
    elif re.fullmatch(r"(19|20)\d\d", text):
        end = int(text)
    else:
        return None
    if kind == "mid-year":
        return Period.day(dt.date(end, 6, 30))
    makers = {"financial": Period.financial_ending, "academic": Period.academic_ending, "day": march}
    return makers[kind](end)
