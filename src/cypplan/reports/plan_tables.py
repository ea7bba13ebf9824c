"""A table of a plan: its cells, and where the print leaves several readings, those that its totals allow."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cypplan.plans.tables import consistent_readings, readings_of
from cypplan.reports.plan_words import (
    amount,
    detail,
    joined,
    marked,
    noted,
    place,
    quoted,
    shared_place,
    short_place,
)
from cypplan.reports.tree import Block, Cell, Column, Entries, Entry, Facts, Paragraph, Row, Section, Table
from cypplan.reports.words import period_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cypplan.plans.contents import StatedTable, TableReading, TableRow
    from cypplan.plans.tables import ConsistentReadings
    from cypplan.reports.tree import Fact

__all__ = ["table_section"]

_WIDEST: Final = 80
"""Columns that a table may take; a wider one is shown as a list."""
_OPEN: Final = "?"
"""Stands in a cell on which its readings differ."""


def table_section(table: StatedTable) -> Section:
    """Return the section of a table."""
    found = consistent_readings(table)
    blocks: list[Block] = []
    grid = _grid(table, found)
    if _fits(grid):
        blocks.append(grid)
    if found.combinations > 1:
        blocks.append(Paragraph(_verdict(found)))
    shared = {shared_place(row.cite) for row in table.rows}
    where = shared.pop() if len(shared) == 1 else ""
    rows = tuple(_row(at, row, found, where) for at, row in enumerate(table.rows))
    blocks.append(Entries(entries=rows, place=where))
    blocks.append(Facts(tuple(_facts(table))))
    return Section(title=table.title, anchor=f"table-{table.id}", blocks=tuple(blocks))


def _facts(table: StatedTable) -> Iterator[Fact]:
    yield from detail("Id", table.id)
    yield from detail("Columns", "; ".join(table.columns))
    yield from detail("Sum of the others", table.total_column)
    yield from detail("Unit", table.unit and table.unit.label)
    yield from detail("Period", table.period and period_words(table.period))
    yield from detail("Source", table.source)
    yield from detail("Stands at", place(table.cite))
    yield from noted(table.note)


def _verdict(found: ConsistentReadings) -> str:
    """Return what the totals leave of the readings, in a sentence."""
    ways = f"The print leaves {found.combinations:,} ways to read this table"
    kept = len(found.placements)
    if not found.complete:
        return f"{ways}, too many to look at all of them beside its totals."
    if not kept:
        return f"{ways}; with none of them all its totals hold."
    if kept == 1:
        return f"{ways}; with one of them all its totals hold, which is the one shown."
    differ = f'A "{_OPEN}" stands where they differ.'
    return f"{ways}; with {kept:,} of them all its totals hold. {differ}"


def _left(at: int, row: TableRow, found: ConsistentReadings) -> tuple[TableReading, ...]:
    """Return the readings of a row that are still open."""
    decided = found.complete and found.placements
    return found.of_row(at) if decided else readings_of(row)


def _grid(table: StatedTable, found: ConsistentReadings) -> Table:
    rows: list[Row] = []
    for at, row in enumerate(table.rows):
        left = _left(at, row, found)
        cells = tuple(Cell(_cell(name, left)) for name in table.columns)
        rows.append(Row(Cell(row.label), cells))
    columns = [
        Column(name, max(len(Cell(name).text), *(len(row.cells[at].text) for row in rows)), numeric=True)
        if rows
        else Column(name)
        for at, name in enumerate(table.columns)
    ]
    return Table(caption=table.title, head="Row", columns=tuple(columns), rows=tuple(rows), stacked=False)


def _fits(grid: Table) -> bool:
    """Whether a table has rows and columns, and is not too wide for a terminal."""
    if not grid.rows or not grid.columns:
        return False
    heads = max(len(row.head.text) for row in grid.rows) + 2
    return heads + sum(column.width + 1 for column in grid.columns) <= _WIDEST


def _cell(name: str, readings: Sequence[TableReading]) -> str:
    said = {
        "; ".join(amount(cell.value, None) for cell in one.cells if cell.column == name) for one in readings
    }
    return said.pop() if len(said) == 1 else _OPEN


def _row(at: int, row: TableRow, found: ConsistentReadings, where: str) -> Entry:
    left = _left(at, row, found)
    decided = found.complete and found.placements
    readings = tuple(
        Entry(
            text=_cells(one) if one in left else f"{_cells(one)}: ruled out by the totals",
            note=one.note or "",
        )
        for one in row.readings
    )
    also = joined(
        "the row of totals" if row.total else "",
        marked("printed", quoted(row.printed)),
        "" if row.readings else _cells(readings_of(row)[0]),
        f"{len(left)} of {len(row.readings)} readings are left" if row.readings and decided else "",
    )
    return Entry(
        text=row.label,
        also=also,
        place=short_place(row.cite) if where else place(row.cite),
        note=row.note or "",
        entries=readings,
    )


def _cells(reading: TableReading) -> str:
    return ", ".join(f"{cell.column} {amount(cell.value, None)}" for cell in reading.cells)
