"""Which readings of a table its own totals allow, where the print leaves more than one."""

from __future__ import annotations

import itertools
import math
from decimal import Decimal
from typing import TYPE_CHECKING, Final, TypeAlias

import attrs

from cypplan.plans.contents import TableReading

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from cypplan.plans.contents import StatedTable, TableRow

__all__ = ["ConsistentReadings", "consistent_readings", "readings_of"]

Placement: TypeAlias = tuple[TableReading, ...]
"""A reading for each row of a table, in the order of its rows."""

_NOTHING: Final = Decimal(0)
_MOST: Final = 50_000
"""Readings of rows that are tried before the search is given up; a second of work at most."""


@attrs.frozen(kw_only=True)
class ConsistentReadings:
    """What the totals of a table leave of its possible readings."""

    combinations: int
    """How many ways there are to read the whole table, whatever its totals say."""
    placements: tuple[Placement, ...]
    """Those for which every printed total of a row and of a column holds: a reading for each row."""
    complete: bool = True
    """Whether all ways were looked at; else there may be more of them than these."""

    def of_row(self, number: int) -> tuple[TableReading, ...]:
        """Return the readings of a row, counted from 0, that some placement has: each once, in order."""
        return tuple(dict.fromkeys(placement[number] for placement in self.placements))


def readings_of(row: TableRow) -> tuple[TableReading, ...]:
    """Return the readings of a row; of one whose cells are sure, the one there is."""
    return row.readings or (TableReading(cells=row.cells),)


def consistent_readings(table: StatedTable, *, most: int = _MOST) -> ConsistentReadings:
    """Return the ways to read a table for which all its totals hold.

    Empty cells count as nothing. A total that is not printed asks for nothing: without a row of totals and
    a column of totals every way is left. No way at all is left where the printed numbers contradict each
    other.

    Parameters
    ----------
    table
        A table as stated; its rows may have several readings.
    most
        How many readings of rows are tried before the search is given up, which the result says.

    Examples
    --------
    >>> from cypplan.plans import StatedTable, TableCell, TableReading, TableRow
    >>> def reading(column):
    ...     return TableReading(cells=(TableCell(column=column, value=Decimal(5)),))
    >>> pupils = TableRow(label="Pupils", readings=(reading("Boys"), reading("Girls")))
    >>> total = TableRow(label="All", cells=reading("Girls").cells, total=True)
    >>> table = StatedTable(id="t", title="T", columns=("Boys", "Girls"), rows=(pupils, total))
    >>> found = consistent_readings(table)
    >>> found.combinations, [cell.column for one in found.of_row(0) for cell in one.cells]
    (2, ['Girls'])
    """
    combinations = math.prod(len(readings_of(row)) for row in table.rows)
    search = _Search(table)
    tried = list(itertools.islice(search.placements(), most + 1))
    kept = tuple(placement for placement in tried if placement is not None)
    return ConsistentReadings(combinations=combinations, placements=kept, complete=len(tried) <= most)


class _Search:
    """Depth first through the rows, turning back where the rows to come cannot make up a column's total."""

    def __init__(self, table: StatedTable) -> None:
        """Keep, of each row, the readings whose own total holds."""
        at = range(len(table.rows))
        self.columns = table.columns
        self.choices = [
            [one for one in readings_of(row) if _adds_up(one, table.total_column)] for row in table.rows
        ]
        self.parts = [number for number in at if not table.rows[number].total]
        self.sums = [number for number in at if table.rows[number].total]
        self.to_come = self._to_come()

    def placements(self) -> Iterator[Placement | None]:
        """Yield each placement for which all totals hold, and ``None`` for each step that led to none."""
        for totals in itertools.product(*(self.choices[number] for number in self.sums)):
            asked = [_by_column(one) for one in totals]
            for parts in self._fill(asked):
                yield None if parts is None else self._in_order(parts, totals)

    def _to_come(self) -> list[dict[str, tuple[Decimal, Decimal]]]:
        """Return the least and the most that the parts from each one on add to each column."""
        bounds = [dict.fromkeys(self.columns, (_NOTHING, _NOTHING))]
        for number in reversed(self.parts):
            added = [_by_column(one) for one in self.choices[number]] or [{}]
            sets = {name: [one.get(name, _NOTHING) for one in added] for name in self.columns}
            bounds.append(
                {
                    name: (least + min(sets[name]), most + max(sets[name]))
                    for name, (least, most) in bounds[-1].items()
                }
            )
        return bounds[::-1]

    def _fill(self, asked: Sequence[Mapping[str, Decimal]]) -> Iterator[Placement | None]:
        """Yield what can stand in the parts, in their order, so that the columns make the totals asked."""
        open_: list[tuple[Placement, Sequence[Mapping[str, Decimal]]]] = [((), asked)]
        while open_:
            taken, left = open_.pop()
            if not self._can_end(left, len(taken)):
                yield None
            elif len(taken) == len(self.parts):
                yield taken
            else:
                yield None
                open_ += [
                    ((*taken, one), [_less(need, one) for need in left])
                    for one in reversed(self.choices[self.parts[len(taken)]])
                ]

    def _can_end(self, left: Sequence[Mapping[str, Decimal]], done: int) -> bool:
        bounds = self.to_come[done]
        return all(
            bounds[name][0] <= value <= bounds[name][1]
            for need in left
            for name, value in need.items()
            if name in bounds
        )

    def _in_order(self, parts: Placement, totals: Placement) -> Placement:
        placed = dict(zip([*self.parts, *self.sums], [*parts, *totals], strict=True))
        return tuple(placed[number] for number in sorted(placed))


def _adds_up(reading: TableReading, total_column: str | None) -> bool:
    """Whether the total of a row holds, or is not printed."""
    cells = _by_column(reading)
    total = cells.pop(total_column, None) if total_column else None
    return total is None or total == sum(cells.values(), _NOTHING)


def _by_column(reading: TableReading) -> dict[str, Decimal]:
    sums: dict[str, Decimal] = {}
    for cell in reading.cells:
        sums[cell.column] = sums.get(cell.column, _NOTHING) + cell.value
    return sums


def _less(need: Mapping[str, Decimal], reading: TableReading) -> dict[str, Decimal]:
    cells = _by_column(reading)
    return {name: value - cells.get(name, _NOTHING) for name, value in need.items()}
