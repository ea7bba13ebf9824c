"""The carrier of tables: formulas become expressions over columns, of any engine that narwhals knows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs
import narwhals as nw

from cypplan.calc.carrier import LARGEST_EXPONENT

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from cypplan.calc.carrier import Cell, Table

__all__ = ["Columns"]


@attrs.define
class Columns:
    """Expressions over the columns of a table; steps that were named with ``let`` wait in ``stages``."""

    taken: Collection[str]
    """Names of columns of the table, which no temporary column may bear."""
    stages: list[dict[str, nw.Expr]] = attrs.field(factory=list[Any], init=False)

    @property
    def missing(self) -> nw.Expr:
        """A missing number."""
        return nw.lit(None, dtype=nw.Float64)

    def let(self, *steps: nw.Expr) -> tuple[nw.Expr, ...]:
        """Name steps as temporary columns and return these."""
        names = [self._fresh(f"{len(self.stages)}_{at}") for at in range(len(steps))]
        self.stages.append(dict(zip(names, steps, strict=True)))
        return tuple(nw.col(name) for name in names)

    def _fresh(self, tail: str) -> str:
        name = f"_cypplan_{tail}"
        while name in self.taken:
            name += "_"
        return name

    def where(self, condition: nw.Expr, then: Cell, otherwise: Cell) -> nw.Expr:
        """Return ``then`` where the condition holds, ``otherwise`` where it does not or is missing."""
        return nw.when(condition).then(_expression(then)).otherwise(_expression(otherwise))

    def sqrt(self, x: nw.Expr) -> nw.Expr:
        """Return the square root; missing below zero."""
        return nw.when(x >= 0).then(self.root(x))

    def root(self, x: nw.Expr) -> nw.Expr:
        """Return the square root of what cannot lie below zero, or is missing."""
        # DuckDB refuses, and pandas warns of, the root of a negative number, even of one that a mask hides
        return x.abs().sqrt()

    def exp(self, x: nw.Expr) -> nw.Expr:
        """Return e to the power x; missing where no float is so large."""
        usable = x < LARGEST_EXPONENT
        return nw.when(usable).then(nw.when(usable).then(x).otherwise(nw.lit(0.0)).exp())

    def log(self, x: nw.Expr) -> nw.Expr:
        """Return the natural logarithm; missing at zero and below."""
        return nw.when(x > 0).then(nw.when(x > 0).then(x).otherwise(nw.lit(1.0)).log())

    def ratio(self, a: nw.Expr, b: nw.Expr) -> nw.Expr:
        """Return a / b; missing where b is zero or missing."""
        return nw.when(b != 0).then(a / b)

    def lookup(self, x: nw.Expr, table: Mapping[int, float], otherwise: nw.Expr) -> nw.Expr:
        """Return the entry of a table for a whole number, ``otherwise`` where it has none."""
        for key, entry in table.items():
            otherwise = nw.when(x == key).then(nw.lit(entry)).otherwise(otherwise)
        return otherwise

    def least(self, a: nw.Expr, b: nw.Expr) -> nw.Expr:
        """Return the lesser of two; missing where either is."""
        return nw.when(a <= b).then(a).otherwise(nw.when(b < a).then(b))

    def floor(self, x: nw.Expr) -> nw.Expr:
        """Return the greatest whole number that is not above x."""
        return x.floor()

    def distance(self, a: nw.Expr, b: nw.Expr) -> nw.Expr:
        """Return ``|a - b|``."""
        return (a - b).abs()

    def add_to(self, frame: Table, **results: nw.Expr) -> Table:
        """Add named results to a narwhals frame; the waiting steps leave no column behind."""
        if isinstance(frame, nw.DataFrame) and frame.implementation.is_polars():
            # as one query Polars computes a step once that occurs in several results, and frees what is done
            return self._added(frame.lazy(), results).collect()
        return self._added(frame, results)

    def staged(self, frame: Table) -> Table:
        """Add the waiting steps to a narwhals frame as the temporary columns that they are."""
        for stage in self.stages:
            frame = frame.with_columns(**stage)
        return frame

    def _added(self, frame: Table, results: Mapping[str, nw.Expr]) -> Table:
        frame = self.staged(frame).with_columns(**results)
        return frame.drop([name for stage in self.stages for name in stage])


def _expression(value: Cell) -> Cell:
    return nw.lit(value) if isinstance(value, str | bool | int | float) else value
