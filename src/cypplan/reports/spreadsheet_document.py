"""From any document to a spreadsheet: each table on a sheet, texts on sheets by their kind."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import attrs

from cypplan.reports.spreadsheet import Book, Sheet, SheetColumn
from cypplan.reports.tree import Charts, Entries, Facts, Items, Paragraph, Quote, Section, Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cypplan.reports.spreadsheet import Value
    from cypplan.reports.tree import Block, Cell, Document, Entry

__all__ = ["document_book"]

_WHOLE: Final = re.compile(r"\d{1,3}(,\d{3})*|\d{1,15}")
_NOTES: Final = {"texts": "Texts of plans are as published, on one line."}
_BETWEEN: Final = " > "
_KINDS: Final = {
    "Facts": (("Part", 36), ("Term", 24), ("Text", 60), ("Place in the document", 44)),
    "Lists": (("Part", 36), ("Title", 44), ("Text", 60), ("Explanation", 60)),
    "Texts": (
        ("Part", 36), ("Level", 8), ("Text", 60), ("Also", 44), ("Place in the document", 44),
        ("Our note", 44),
    ),
    "Quotations": (("Part", 36), ("Words", 60), ("Place in the document", 44)),
    "Remarks": (("Part", 36), ("Text", 60)),
}  # fmt: skip


@attrs.frozen
class _Found:
    """The tables and texts of a document, each with the headings above it."""

    tables: list[tuple[str, Table, str]] = attrs.field(factory=list)
    texts: dict[str, list[tuple[Value, ...]]] = attrs.field(factory=lambda: {kind: [] for kind in _KINDS})


def document_book(document: Document) -> Book:
    """Return a document as a book of sheets."""
    found = _Found()
    _gather(document.blocks, (), found)
    labels = {number: f"Table {number}" for number in range(1, len(found.tables) + 1)}
    tables = [_sheet(labels[number], *one) for number, one in enumerate(found.tables, 1)]
    texts = [
        Sheet(label=kind, title=f"{document.title}: {kind.lower()}", columns=_columns(kind), rows=tuple(rows))
        for kind, rows in found.texts.items()
        if rows
    ]
    sheets = (*texts, *tables)
    if not sheets:
        nothing = (("", document.title),)
        sheets = (Sheet(label="Remarks", title=document.title, columns=_columns("Remarks"), rows=nothing),)
    intro = (document.subtitle,) if document.subtitle else ()
    return Book(title=document.title, intro=intro, notes=_NOTES, sheets=tuple(sheets))


def _columns(kind: str) -> tuple[SheetColumn, ...]:
    noted = {"Text", "Words", "Title"}
    first = next(title for title, _ in _KINDS[kind] if title in noted)
    return tuple(
        SheetColumn(title, wide, "texts" if title == first else None) for title, wide in _KINDS[kind]
    )


def _gather(blocks: Iterable[Block], above: tuple[str, ...], found: _Found) -> None:
    part = _BETWEEN.join(above)
    texts = found.texts
    for block in blocks:
        match block:
            case Section(title=title, blocks=inner):
                _gather(inner, (*above, title), found)
            case Table():
                found.tables.append((part, block, ""))
            case Charts(charts=charts):
                found.tables.extend((part, chart.table, chart.text) for chart in charts)
            case Facts(facts=facts):
                texts["Facts"] += [(part, one.term, one.text, one.place or None) for one in facts]
            case Items(items=items):
                texts["Lists"] += [
                    (part, one.title, one.text or None, one.explanation or None) for one in items
                ]
            case Entries(entries=entries, place=place):
                texts["Texts"] += _entries(entries, part, place, 1)
            case Quote(text=text, place=place):
                texts["Quotations"].append((part, text, place or None))
            case Paragraph(text=text):
                texts["Remarks"].append((part, text))


def _entries(entries: Iterable[Entry], part: str, place: str, level: int) -> Iterator[tuple[Value, ...]]:
    for one in entries:
        where = one.place or place
        yield (part, level, one.text, one.also or None, where or None, one.note or None)
        yield from _entries(one.entries, part, place, level + 1)


def _sheet(label: str, part: str, table: Table, about: str) -> Sheet:
    columns = (
        SheetColumn(table.head or "Row", 36, "texts"),
        *(SheetColumn(column.title, max(14, min(40, 2 * column.width))) for column in table.columns),
    )
    rows = tuple(
        (
            _words(row.head),
            *(
                _counted(cell) if column.numeric else _words(cell)
                for cell, column in zip(row.cells, table.columns, strict=True)
            ),
        )
        for row in table.rows
    )
    above = f"{part}: " if part and part != table.caption else ""
    return Sheet(label=label, title=f"{above}{table.caption}", columns=columns, rows=rows, about=about)


def _words(cell: Cell) -> Value:
    if not cell.text:
        return cell.under or None
    return f"{cell.text} ({cell.under})" if cell.under else cell.text


def _counted(cell: Cell) -> Value:
    """Return a whole number as a number, anything else as it is."""
    if cell.under or not _WHOLE.fullmatch(cell.text):
        return _words(cell)
    return int(cell.text.replace(",", ""))
