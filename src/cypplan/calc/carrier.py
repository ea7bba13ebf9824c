"""Carriers: what a formula is computed on. The same formula runs on numbers and on columns of a table.

A formula takes a carrier first and uses plain arithmetic (``+ - * /``, comparisons, ``&`` and ``|``) and the
carrier's few methods. The rules that make both agree:

- a step used twice goes through ``let``: the identity on numbers, a temporary column on tables;
- conditions are positive, and where a condition is missing, ``where`` takes ``otherwise``;
- no ``**``, no division but ``ratio``; a result that cannot be formed is missing, never infinite.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

import attrs

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    import narwhals as nw

__all__ = ["NUMBERS", "Columns", "Numbers"]


class Numbers:
    """Plain floats; missing is NaN, which fails every comparison as a missing cell does."""

    missing: Final = math.nan

    def let(self, *steps: float) -> tuple[float, ...]:
        """Return the steps as they are."""
        return steps

    def where(self, condition: bool, then: Any, otherwise: Any) -> Any:  # noqa: ANN401, FBT001 (a number or a word)
        """Return ``then`` where the condition holds, else ``otherwise``."""
        return then if condition else otherwise

    def sqrt(self, x: float) -> float:
        """Return the square root; missing below zero."""
        return math.sqrt(x) if x >= 0 else math.nan

    def ratio(self, a: float, b: float) -> float:
        """Return a / b; missing where b is zero or missing."""
        return a / b if b != 0 else math.nan

    def lookup(self, x: float, table: Mapping[int, float], otherwise: float) -> float:
        """Return the entry of a table for a whole number, ``otherwise`` where it has none."""
        return table.get(x, otherwise)  # pyright: ignore[reportArgumentType, reportCallIssue] (3.0 is the key 3)

    def least(self, a: float, b: float) -> float:
        """Return the lesser of two; missing where either is."""
        return a if a <= b else b if b < a else math.nan

    def distance(self, a: float, b: float) -> float:
        """Return |a - b|."""
        return abs(a - b)


NUMBERS: Final = Numbers()


@attrs.define
class Columns:
    """Expressions over the columns of a table; steps that were named with ``let`` wait in ``stages``."""

    taken: Collection[str]
    """Names of columns of the table, which no temporary column may bear."""
    stages: list[dict[str, nw.Expr]] = attrs.field(factory=list[Any], init=False)

    @property
    def missing(self) -> nw.Expr:
        """A missing number."""
        import narwhals as nw  # noqa: PLC0415 (numbers are used without tables)

        return nw.lit(None, dtype=nw.Float64)

    def let(self, *steps: nw.Expr) -> tuple[nw.Expr, ...]:
        """Name steps as temporary columns and return these."""
        import narwhals as nw  # noqa: PLC0415 (as above)

        names = [self._fresh(f"{len(self.stages)}_{at}") for at in range(len(steps))]
        self.stages.append(dict(zip(names, steps, strict=True)))
        return tuple(nw.col(name) for name in names)

    def _fresh(self, tail: str) -> str:
        name = f"_cypplan_{tail}"
        while name in self.taken:
            name += "_"
        return name

    def where(self, condition: nw.Expr, then: Any, otherwise: Any) -> nw.Expr:  # noqa: ANN401 (expression or literal)
        """Return ``then`` where the condition holds, ``otherwise`` where it does not or is missing."""
        import narwhals as nw  # noqa: PLC0415 (as above)

        return nw.when(condition).then(_expression(then)).otherwise(_expression(otherwise))

    def sqrt(self, x: nw.Expr) -> nw.Expr:
        """Return the square root; missing below zero."""
        import narwhals as nw  # noqa: PLC0415 (as above)

        return nw.when(x >= 0).then(x.sqrt())

    def ratio(self, a: nw.Expr, b: nw.Expr) -> nw.Expr:
        """Return a / b; missing where b is zero or missing."""
        import narwhals as nw  # noqa: PLC0415 (as above)

        return nw.when(b != 0).then(a / b)

    def lookup(self, x: nw.Expr, table: Mapping[int, float], otherwise: nw.Expr) -> nw.Expr:
        """Return the entry of a table for a whole number, ``otherwise`` where it has none."""
        import narwhals as nw  # noqa: PLC0415 (as above)

        for key, entry in table.items():
            otherwise = nw.when(x == key).then(nw.lit(entry)).otherwise(otherwise)
        return otherwise

    def least(self, a: nw.Expr, b: nw.Expr) -> nw.Expr:
        """Return the lesser of two; missing where either is."""
        import narwhals as nw  # noqa: PLC0415 (as above)

        return nw.when(a <= b).then(a).otherwise(nw.when(b < a).then(b))

    def distance(self, a: nw.Expr, b: nw.Expr) -> nw.Expr:
        """Return |a - b|."""
        return (a - b).abs()

    def add_to(self, frame: Any, **results: nw.Expr) -> Any:  # noqa: ANN401 (eager or lazy, the same comes back)
        """Add named results to a narwhals frame, by way of the waiting steps, which leave no column behind."""
        for stage in self.stages:
            frame = frame.with_columns(**stage)
        frame = frame.with_columns(**results)
        return frame.drop([name for stage in self.stages for name in stage])


def _expression(value: Any) -> Any:  # noqa: ANN401 (as where)
    import narwhals as nw  # noqa: PLC0415 (as above)

    return nw.lit(value) if isinstance(value, str | bool | int | float) else value
