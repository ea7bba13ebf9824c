"""The Local Authority Interactive Tool: one long table, and the dictionary that says what its years mean."""

from __future__ import annotations

import csv
import datetime as dt
import re
from typing import TYPE_CHECKING, Final

import attrs
import polars as pl

from cypplan.errors import PeriodError, ReadError, SchemaError
from cypplan.observations.readers.common import constants_of, convention_for, needed
from cypplan.observations.readers.observing import Figure, Layout, judge
from cypplan.observations.readers.places import Places
from cypplan.observations.readers.protocol import Head, Recognition, Request, column_key, recognised
from cypplan.observations.readers.reading import Note, Part, not_read, understood
from cypplan.observations.readers.times import Stretch, stretch_of
from cypplan.observations.readers.whole import not_collected_anywhere, once
from cypplan.periods import Period, PeriodKind

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from cypplan.observations.readers.opening import OpenTable

__all__ = ["LaitReader", "lait_period", "lait_time", "read_dictionary"]

_REQUIRED: Final = ("short_desc", "years", "la_and_regions", "values", "la_number")
_DICTIONARY: Final = ("measure_short", "year_type")
_LABEL: Final = re.compile(r"(?P<label>[\d/-]+)(?: \((?P<note>[A-Za-z]+)\))?", re.ASCII)
_NOTES: Final = {None: None, "prov": "provisional", "rev": "revised", "final": None, "ot": None}
"""What a note in brackets makes of the figures; OT is outturn."""
_SERIAL_ZERO: Final = dt.date(1899, 12, 30)
"""Day 0 of the spreadsheet serials in the dictionary's dates."""
_LAST_SERIAL: Final = 2_958_465


def _march(year: int) -> Period:
    return Period.day(dt.date(year, 3, 31))


def _september(year: int) -> Period:
    return Period.day(dt.date(year, 9, 30))


def _january(year: int) -> Period:
    return Period.month(year, 1)


YEAR_TYPES: Final[dict[str, tuple[Callable[[int], Period], PeriodKind]]] = {
    "Financial Year": (Period.financial_ending, PeriodKind.FINANCIAL),
    "Academic Year": (Period.academic_ending, PeriodKind.ACADEMIC),
    "Calendar Year": (Period.calendar, PeriodKind.CALENDAR),
    "Annual": (_march, PeriodKind.DAY),
    "Annual (end of Sept)": (_september, PeriodKind.DAY),
    "Annual - January": (_january, PeriodKind.MONTH),
}
"""What a year of each type in the dictionary is, by the year in which it ends, and of which kind."""


def _full(start: int, short: int) -> int:
    """Complete a two-digit year that follows ``start``."""
    year = start - start % 100 + short
    return year if year > start else year + 100


def lait_period(year_type: str, label: str) -> tuple[Period, str | None] | None:
    """Return the period of a label and the qualifier that it carries, or ``None`` where it is none.

    "2016" is the year that *ends* in 2016; "2016-17" is one year, save for calendar years, where "2014-16"
    is three; "2013/14-15/16" is three financial years.

    >>> lait_period("Financial Year", "2025 (prov)")
    (Period.parse('2024/25 financial'), 'provisional')
    """
    found = _LABEL.fullmatch(label)
    note = found["note"].casefold() if found and found["note"] else None
    if not found or note not in _NOTES or year_type not in YEAR_TYPES:
        return None
    qualifier, text = _NOTES[note], found["label"]
    ending, kind = YEAR_TYPES[year_type]
    if re.fullmatch(r"(19|20)\d\d", text, re.ASCII):
        return ending(int(text)), qualifier
    if two := re.fullmatch(r"((?:19|20)\d\d)[/-](\d\d)", text, re.ASCII):
        start, end = int(two[1]), _full(int(two[1]), int(two[2]))
        if kind is PeriodKind.CALENDAR:
            return Period.span(Period.calendar(start), Period.calendar(end)), qualifier
        return (ending(end), qualifier) if end == start + 1 else None
    if four := re.fullmatch(r"((?:19|20)\d\d)/(\d\d)-(\d\d)/(\d\d)", text, re.ASCII):
        start = int(four[1])
        first, last = ending(_full(start, int(four[2]))), ending(_full(start, int(four[4])))
        return (Period.span(first, last), qualifier) if first.is_year and first < last else None
    return None


def lait_time(text: str, year_type: str = "", kind: str | None = None) -> Stretch:
    """Return the period of a label by the type of year that the dictionary gives.

    :class:`PeriodError` else.
    """
    del kind
    if not year_type:
        raise PeriodError("the measure is not in the dictionary, which says what its years are")
    read = lait_period(year_type, text)
    if read is None:
        raise PeriodError(f'"{text}" is no period of the type "{year_type}"')
    return stretch_of(*read)


@attrs.frozen
class _Numbers:
    """Finds an area by its number, which comes as "301" or "301.0"; names alone are not enough here."""

    places: Places

    def find(self, *texts: str | None) -> tuple[str | None, str | None]:
        """Return the code of the area with this number; the name is for the message."""
        number, name = texts
        plain = re.sub(r"\.0+\Z", "", (number or "").strip())
        code, fault = self.places.find(plain or None)
        return (code, None) if code else (None, f"{fault} ({name})")


class LaitReader:
    """Reads the table of figures; the dictionary must lie beside it or be named."""

    name: str = "lait"
    title: str = "Local Authority Interactive Tool (Department for Education)"

    def recognises(self, head: Head) -> Recognition:
        """Know the table by its columns."""
        return recognised(head, _REQUIRED, _REQUIRED)

    def read(self, table: OpenTable, request: Request) -> Part:
        """Read it; "-" in every area of a year is *not collected*, in some it is *not available*."""
        if not request.areas:
            raise ReadError(
                str(table.path), "gives areas by numbers of three digits; pass areas to look them up in"
            )
        path = request.beside or _beside(table)
        entries = read_dictionary(path)
        short = needed(table, "short_desc")
        types = {name: entry["year_type"] for name, entry in entries.items()}
        dates = {
            name: date for name, entry in entries.items() if (date := _date(entry.get("last_update", "")))
        }
        frame = table.frame.with_columns(_year_type=_mapped(short, types), _published=_mapped(short, dates))
        names = request.mapping.names.get(self.name) if request.mapping else None
        constants = constants_of(table, request)
        if request.published is None:
            del constants["published"]
        layout = Layout(
            figures=(Figure(value=needed(table, "values")),),
            places=_Numbers(Places(request.areas, strict=True)),
            convention=convention_for(request, "lait"),
            area=(needed(table, "la_number"), needed(table, "la_and_regions")),
            period=(needed(table, "years"), "_year_type"),
            times=lait_time,
            indicator=short,
            names=names,
            faults=(
                *table.faults(),
                (
                    "the measure is not in the dictionary",
                    ~pl.col(short).is_in(list(types)).fill_null(value=False),
                ),
            ),
            constants=constants,
            columns={} if "published" in constants else {"published": "_published"},
        )
        judged = not_collected_anywhere(once(judge(frame, layout)))
        return Part(
            judged=judged, notes=_notes(table, path, short, types), rows=table.frame, sheet=table.sheet
        )


def _mapped(column: str, words: dict[str, str]) -> pl.Expr:
    if not words:
        return pl.lit(None, dtype=pl.String)
    return pl.col(column).replace_strict(words, default=None, return_dtype=pl.String)


def _date(serial: str) -> str | None:
    if not serial.isdecimal() or int(serial) > _LAST_SERIAL:
        return None
    return (_SERIAL_ZERO + dt.timedelta(days=int(serial))).isoformat()


def _beside(table: OpenTable) -> Path:
    """Return the dictionary in the folder of the table, known by its content."""
    for path in sorted(table.path.parent.glob("*.csv")):
        if path != table.path and path.is_file() and set(_DICTIONARY) <= _header(path):
            return path
    raise ReadError(
        str(table.path),
        "the dictionary of the tool is needed, which says what kind of year each measure has; "
        "put the CSV with the columns Measure_short and Year_Type beside it, or name it",
    )


def _header(path: Path) -> set[str]:
    try:
        with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
            return {column_key(name) for name in next(csv.reader(file), [])}
    except (OSError, csv.Error):
        return set()


def read_dictionary(path: Path) -> dict[str, dict[str, str]]:
    """Return the entries of the tool's dictionary by short name; of one listed twice the first, filled up."""
    entries: dict[str, dict[str, str]] = {}
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.DictReader(file)
            keys = {column_key(name): name for name in rows.fieldnames or ()}
            if lacking := [name for name in _DICTIONARY if name not in keys]:
                raise SchemaError(
                    str(path), f"lacks the column {', '.join(lacking)} of the tool's dictionary"
                )
            for row in rows:
                entry = {key: (row.get(name) or "").strip() for key, name in keys.items()}
                entry = {key: "" if text == "NA" else text for key, text in entry.items()}
                kept = entries.setdefault(row[keys["measure_short"]] or "", entry)
                kept |= {key: text for key, text in entry.items() if not kept[key]}
    except (OSError, UnicodeError, csv.Error) as error:
        raise ReadError(str(path), f"cannot be read as the tool's dictionary: {error}") from None
    return entries


def _notes(table: OpenTable, path: Path, short: str, types: dict[str, str]) -> tuple[Note, ...]:
    said = [understood(f"what years mean, by the dictionary {path.name} with {len(types)} measures")]
    unknown = sorted({kind for kind in types.values() if kind and kind not in YEAR_TYPES})
    if unknown:
        said.append(not_read(f"measures with years of the type {', '.join(unknown)}"))
    if region := table.column("region"):
        said.append(not_read(f"the columns {region} and, beside {short}, the wording of the measure"))
    return tuple(said)
