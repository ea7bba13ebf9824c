"""Sheets as an accessible spreadsheet, made by gptables: cover, contents, notes, one table on each sheet.

Every text is written as a text: nothing in it becomes a formula, a link or a reference to a note.
"""

from __future__ import annotations

import io
import re
import warnings
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import attrs

from cypplan.errors import ExtraMissingError
from cypplan.reports.shorthand import MEANINGS, NOT_APPLICABLE, explained
from cypplan.reports.tree import tidy

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from gptables import GPTable, GPWorkbook

__all__ = ["Book", "Number", "Sheet", "SheetColumn", "workbook"]

LONGEST: Final = 32_767
"""Characters that a cell can hold."""
_HEADING: Final = 200
_CUT: Final = " ... (cut: the cell is full)"
_ACTS: Final = ("=", "+", "-", "@", "\t", "\r")
"""Beginnings that a spreadsheet takes for those of a formula."""
_LINK: Final = re.compile(r"\[.+\]\(.+\)")
_REFERENCE: Final = re.compile(r"[$]{2}")
_WORDS: Final = re.compile(r"[a-zA-Z0-9]")
_OPTIONS: Final = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_WIDEST: Final = 60


@attrs.frozen
class Number:
    """A number, and how it is shown; the cell holds all of it."""

    value: float
    decimals: int | None = None
    signed: bool = False
    percent: bool = False

    @property
    def format(self) -> str | None:
        """How the cell shows it, ``None`` for as it is."""
        if self.decimals is None:
            return None
        shown = "#,##0" + ("." + "0" * self.decimals if self.decimals else "") + ("%" if self.percent else "")
        return f"+{shown};-{shown};{shown}" if self.signed else shown


Value: TypeAlias = "str | Number | int | float | None"
"""What a cell may hold; ``None`` is shown as not applicable."""


@attrs.frozen
class SheetColumn:
    """A column: its heading, how many characters wide, and the note that it refers to."""

    title: str
    width: int = 14
    note: str | None = None


@attrs.frozen(kw_only=True)
class Sheet:
    """A sheet with its table."""

    label: str
    """On its tab: letters, digits and blanks."""
    title: str
    columns: tuple[SheetColumn, ...]
    rows: tuple[tuple[Value, ...], ...]
    about: str = ""
    """A sentence under the title."""


@attrs.frozen(kw_only=True)
class Book:
    """A whole spreadsheet."""

    title: str
    intro: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    notes: Mapping[str, str]
    """Texts of notes, by the name that columns call them by; only those that some column calls for."""
    sheets: tuple[Sheet, ...]
    made: dt.datetime | None = None
    """Written into the file as its date; the same book gives the same bytes where it is set."""


def workbook(book: Book) -> bytes:
    """Return a spreadsheet as the bytes of an .xlsx file.

    Raises
    ------
    ExtraMissingError
        If gptables is not installed.
    """
    gptables = _gptables()
    import pandas as pd  # noqa: PLC0415 (comes with gptables)

    cover = gptables.Cover(
        title=_inner(book.title),
        intro=[_safe(text) for text in book.intro] or None,
        about=[_safe(text) for text in (*book.about, *_marks_on_cover(book.sheets))] or None,
    )
    called = {column.note for sheet in book.sheets for column in sheet.columns if column.note}
    notes = [(name, _inner(text)) for name, text in book.notes.items() if name in called]
    made = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # what gptables asks of pandas is its own affair
        warnings.simplefilter("ignore", FutureWarning)
        written: GPWorkbook = gptables.produce_workbook(
            made,
            {sheet.label: _table(sheet, number) for number, sheet in enumerate(book.sheets, 1)},
            cover=cover,
            notes_table=pd.DataFrame(notes, columns=["reference", "Note text"], dtype=object),
            auto_width=False,
            workbook_options=_OPTIONS,
        )
    _widths(written, book.sheets)
    created = {} if book.made is None else {"created": book.made}
    written.set_properties({"title": _cut(tidy(book.title), 255), **created})
    written.close()
    return made.getvalue()


def _gptables() -> Any:  # noqa: ANN401 (a module)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ResourceWarning)  # its theme is read and the file not closed
            import gptables  # noqa: PLC0415 (an extra, which brings pandas: a second to load)
    except ImportError as error:
        raise ExtraMissingError("writing a spreadsheet", "xlsx", "gptables") from error
    return gptables


def _marks_on_cover(sheets: Iterable[Sheet]) -> Iterator[str]:
    marks = explained(mark for sheet in sheets for mark in _marks_in(sheet))
    if marks:
        yield f"Marks in brackets stand in place of a figure, or beside it: {marks}."


def _marks_in(sheet: Sheet) -> Iterator[str]:
    for row in sheet.rows:
        for value in row:
            if value is None:
                yield NOT_APPLICABLE
            elif isinstance(value, str) and value.startswith("["):
                yield from (mark for mark in value.split() if mark in MEANINGS)


def _table(sheet: Sheet, number: int) -> GPTable:
    import pandas as pd  # noqa: PLC0415 (comes with gptables)
    from gptables import GPTable  # noqa: PLC0415 (an extra, which is there: see above)

    titles = list(_headings(sheet.columns))
    cells = {
        title: [_cell(row[at]) for row in sheet.rows] or [NOT_APPLICABLE] for at, title in enumerate(titles)
    }
    marks = explained(_marks_in(sheet)) or (explained([NOT_APPLICABLE]) if not sheet.rows else "")
    about = [_safe(sheet.about)] if sheet.about else []
    return GPTable(
        table=pd.DataFrame(cells, dtype=object),
        table_name=f"table_{number}",
        title=_safe(sheet.title),
        subtitles=about,
        instructions="This worksheet contains one table. Notes are on the worksheet Notes.",
        legend=[f"Marks: {marks}."] if marks else [],
        table_notes={at: f"$${column.note}$$" for at, column in enumerate(sheet.columns) if column.note},
        index_columns={},
        additional_formatting=list(_formats(sheet)),
    )


def _headings(columns: Sequence[SheetColumn]) -> Iterator[str]:
    """Yield headings that are all different and not too long, as a table of a spreadsheet needs them."""
    seen: set[str] = set()
    for column in columns:
        title = _cut(tidy(column.title), _HEADING).replace("$$", "$ $") or "Column"
        more = 1
        while (unique := title if more == 1 else f"{title} ({more})").casefold() in seen:
            more += 1
        seen.add(unique.casefold())
        yield unique


def _cell(value: Value) -> object:
    if value is None:
        return NOT_APPLICABLE
    if isinstance(value, Number):
        return value.value
    return _inner(value) if isinstance(value, str) else value


def _formats(sheet: Sheet) -> Iterator[dict[str, Any]]:
    """Yield how single cells are shown: numbers, and texts that must stay texts when they are edited."""
    for down, row in enumerate(sheet.rows, 1):
        for across, value in enumerate(row):
            form: dict[str, object] = {}
            if isinstance(value, Number) and value.format is not None:
                form = {"num_format": value.format}
            elif isinstance(value, str) and value.startswith(_ACTS):
                form = {"quote_prefix": True}
            if form:
                yield {"cell": {"format": form, "cells": (down, across)}}


def _inner(text: str) -> object:
    """Return the text of a cell so that gptables writes it as it is."""
    from gptables.core.gptable import FormatList  # noqa: PLC0415 (an extra, which is there)

    made = _safe(text) or NOT_APPLICABLE
    if isinstance(made, list):
        return FormatList(made)
    return made if _WORDS.search(made) else FormatList([{}, made])


def _safe(text: str) -> Any:  # noqa: ANN401 (gptables takes texts, and lists of formats and texts)
    """Return a text, or its pieces where gptables would read a link or a reference to a note in it."""
    shown = _cut(tidy(text), LONGEST)
    if _REFERENCE.search(shown):  # two signs in one piece would be a reference
        return [part for piece in re.split(r"(?<=[$])(?=[$])", shown) for part in ({}, piece)]
    return [{}, shown] if _LINK.search(shown) else shown


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - len(_CUT)] + _CUT


def _widths(written: GPWorkbook, sheets: Iterable[Sheet]) -> None:
    for label, widths in (
        ("Contents", (30, 90)),
        ("Notes", (14, 90)),
        *((sheet.label, tuple(min(column.width, _WIDEST) for column in sheet.columns)) for sheet in sheets),
    ):
        worksheet = written.get_worksheet_by_name(label)
        if worksheet is not None:
            for at, width in enumerate(widths):
                worksheet.set_column(at, at, width)
