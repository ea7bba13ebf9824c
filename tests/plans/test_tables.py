"""Readings of a table that its totals allow: against every combination tried one by one, and at the edges."""

from __future__ import annotations

import itertools
from decimal import Decimal

import attrs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from plan_strategies import tables

from cypplan.plans import StatedTable, TableCell, TableReading, TableRow
from cypplan.plans.tables import consistent_readings, readings_of

COLUMNS = ("Boys", "Girls", "All")


def _reading(**values: int) -> TableReading:
    return TableReading(cells=tuple(TableCell(column=name, value=Decimal(n)) for name, n in values.items()))


def _table(*rows: TableRow, total_column: str | None = "All") -> StatedTable:
    return StatedTable(id="t", title="T", columns=COLUMNS, total_column=total_column, rows=rows)


def _row(*readings: TableReading, total: bool = False) -> TableRow:
    return TableRow(label="R", readings=readings, total=total)


def _sums(reading: TableReading, columns: tuple[str, ...]) -> dict[str, Decimal]:
    return {
        name: sum((cell.value for cell in reading.cells if cell.column == name), Decimal(0))
        for name in columns
        if any(cell.column == name for cell in reading.cells)
    }


def _holds(table: StatedTable, placement: tuple[TableReading, ...]) -> bool:
    """Whether all totals of a table hold under one reading of it, said as plainly as can be."""
    rows = [_sums(reading, table.columns) for reading in placement]
    for cells in rows:
        if table.total_column in cells:
            rest = sum((n for name, n in cells.items() if name != table.total_column), Decimal(0))
            if rest != cells[table.total_column]:
                return False
    parts = [cells for cells, row in zip(rows, table.rows, strict=True) if not row.total]
    return all(
        total == sum((cells.get(name, Decimal(0)) for cells in parts), Decimal(0))
        for cells, row in zip(rows, table.rows, strict=True)
        if row.total
        for name, total in cells.items()
    )


def _by_hand(table: StatedTable) -> list[tuple[TableReading, ...]]:
    every = itertools.product(*(readings_of(row) for row in table.rows))
    return [placement for placement in every if _holds(table, placement)]


_FEW = st.integers(-2, 3)
_READINGS = st.builds(
    lambda values: _reading(**values), st.dictionaries(st.sampled_from(COLUMNS), _FEW, max_size=3)
)
_ROWS = st.builds(
    lambda readings, total: _row(*readings, total=total),
    st.lists(_READINGS, min_size=1, max_size=3),
    st.sampled_from([False, False, True]),
)


@given(st.lists(_ROWS, max_size=4), st.sampled_from([None, "All"]))
def test_as_many_as_trying_all_of_them(rows: list[TableRow], total_column: str | None) -> None:
    """Turning back early loses no reading and lets none through; negative numbers are no exception."""
    table = _table(*rows, total_column=total_column)
    found = consistent_readings(table)
    assert found.complete
    assert sorted(map(str, found.placements)) == sorted(map(str, _by_hand(table)))


@given(tables("t", most_rows=3))
@settings(suppress_health_check=list(HealthCheck), deadline=None)
def test_any_table_that_a_plan_states(table: StatedTable) -> None:
    """Columns that stand twice, empty rows and odd numbers break nothing."""
    found = consistent_readings(table)
    assert sorted(map(str, found.placements)) == sorted(map(str, _by_hand(table)))


def test_rows_that_are_sure_are_their_own_reading() -> None:
    """A table without doubt has one reading, if its totals hold, and none if they do not."""
    sure = TableRow(label="R", cells=_reading(Boys=1, Girls=2, All=3).cells)
    assert consistent_readings(_table(sure)).placements == ((TableReading(cells=sure.cells),),)
    wrong = attrs.evolve(sure, cells=_reading(Boys=1, Girls=2, All=4).cells)
    found = consistent_readings(_table(sure, wrong))
    assert (found.combinations, found.placements, found.complete) == (1, (), True)


def test_a_table_without_rows() -> None:
    """Nothing can be read in one way: as nothing."""
    found = consistent_readings(_table())
    assert (found.combinations, found.placements) == (1, ((),))


def test_total_that_is_not_printed_asks_for_nothing() -> None:
    """Without totals every way is left."""
    open_ = _row(_reading(Boys=1), _reading(Girls=1))
    found = consistent_readings(_table(open_, open_, total_column=None))
    assert (found.combinations, len(found.placements)) == (4, 4)


def test_readings_of_a_row_that_are_left() -> None:
    """What the totals leave of a row is each of its readings that some placement has, once."""
    open_ = _row(_reading(Boys=1), _reading(Girls=1))
    found = consistent_readings(_table(open_, open_, _row(_reading(Boys=1, Girls=1), total=True)))
    assert len(found.placements) == 2
    assert found.of_row(0) == open_.readings
    assert found.of_row(2) == (_reading(Boys=1, Girls=1),)


@pytest.mark.parametrize("most", [1, 100])
def test_too_many_ways_are_said_to_be_too_many(most: int) -> None:
    """A table of a million ways is given up after so many steps, and says so."""
    open_ = _row(_reading(Boys=1), _reading(Girls=1))
    found = consistent_readings(_table(*[open_] * 20), most=most)
    assert found.combinations == 2**20
    assert not found.complete
    assert len(found.placements) <= most + 1


def test_totals_spare_most_of_the_ways() -> None:
    """Where totals rule out nearly all of a million ways, the others are found without trying each."""
    open_ = _row(_reading(Boys=1), _reading(Girls=1))
    found = consistent_readings(_table(*[open_] * 20, _row(_reading(Boys=20), total=True)), most=100)
    assert found.complete
    assert len(found.placements) == 1
