"""Sums over the groups of a table: one row a group, in the order of its keys, of the caller's kind."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import narwhals as nw

from cypplan.calc.expressions import Columns
from cypplan.calc.opening import opened
from cypplan.errors import FrameError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from cypplan.calc.carrier import Table
    from cypplan.calc.opening import Opened

__all__ = ["Grouping", "worst"]


def worst(faults: Mapping[str, nw.Expr]) -> nw.Expr:
    """Return for each row the number of its fault, from 1 on, the first that holds; 0 where none does."""
    code: nw.Expr = nw.lit(0.0)
    for number, condition in reversed([*enumerate(faults.values(), 1)]):
        code = nw.when(condition).then(nw.lit(float(number))).otherwise(code)
    return code


class Grouping:
    """A caller's table on its way to one row a group.

    ``c`` is the carrier for steps on rows; :meth:`summed` gives the carrier for formulas on the sums.
    """

    __slots__ = ("_back", "_by", "_keys", "_new", "_opened", "c", "frame")

    def __init__(
        self,
        frame: Table,
        *,
        by: str | Sequence[str],
        numbers: Iterable[str],
        others: Iterable[str] = (),
        new: Sequence[str],
    ) -> None:
        """Open a table as :func:`~cypplan.calc.opening.opened` does, with its errors.

        Only the keys stay beside the new columns, so that only they may not bear a new name.
        """
        self._by: list[str] = [by] if isinstance(by, str) else list(by)
        if len(set(self._by)) < len(self._by):
            message = f"by names a column twice: {', '.join(self._by)}; name each once"
            raise FrameError(message)
        self._new: list[str] = list(new)
        self._opened: Opened = opened(
            frame, numbers=numbers, others=[*self._by, *others], new=new, kept=self._by
        )
        self.c: Columns = self._opened.c
        self.frame: Any = self._opened.frame
        self._back: bool = isinstance(self.frame, nw.DataFrame) and self.frame.implementation.is_polars()
        if self._back:  # as one query
            self.frame = self.frame.lazy()
        # a column that holds nothing has no type, and not every engine can group by such a one
        empty = [name for name in self._by if self._opened.schema[name] == nw.Unknown]
        if empty:
            self.frame = self.frame.with_columns(nw.col(name).cast(nw.String) for name in empty)
        self._keys: list[str] = self._by

    def number(self, name: str) -> nw.Expr:
        """Return a column as floats, NaN as missing."""
        cells = self._opened.number(name)
        return cells if self._opened.whole(name) else nw.when(~cells.is_nan()).then(cells)

    def summed(self, *aggregates: nw.Expr) -> Columns:
        """Group, and return the carrier for formulas on the sums.

        An aggregate keeps the name of its column.
        """
        frame = self.c.staged(self.frame)
        if not self._keys:
            self._keys = [_free("_cypplan_all", frame.collect_schema().names())]
            frame = frame.with_columns(nw.lit(1).alias(self._keys[0]))
        self.frame = frame.group_by(*self._keys).agg(*aggregates)
        return Columns([*self.frame.collect_schema().names(), *self._new])

    def closed(self, c: Columns, **results: nw.Expr) -> Any:  # noqa: ANN401 (the caller's kind)
        """Return keys and results, one row a group, in the order of the keys, those that are missing last."""
        frame = c.staged(self.frame).with_columns(**results)
        if self._by:
            frame = frame.sort(*self._by, nulls_last=True)
        frame = frame.select(*self._by, *results)
        return self._opened.handed(frame.collect() if self._back else frame)


def _free(name: str, taken: Sequence[str]) -> str:
    while name in taken:
        name += "_"
    return name
