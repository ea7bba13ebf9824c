"""How table functions take a caller's table and give it back: columns found, types checked, names free.

Everything that can be said from the names and types of the columns is said here, before anything is computed,
so that a lazy table fails where it is named and not where it is collected.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import attrs
import narwhals as nw

from cypplan.calc.expressions import Columns
from cypplan.errors import FrameError, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from narwhals.dtypes import DType

    from cypplan.calc.carrier import Table

__all__ = ["Opened", "level_names", "opened", "taken"]

_PANDAS: Final = 3
"""First release of pandas that can be used."""
_NO_NUMBERS: Final = (nw.String, nw.Boolean, nw.Date, nw.Datetime, nw.Duration, nw.Categorical, nw.Enum)


@attrs.frozen
class Opened:
    """A caller's table, ready to have columns added."""

    frame: Table
    """The table as narwhals has it."""
    schema: Mapping[str, DType]
    """Its columns and their types."""
    c: Columns
    """The carrier for formulas over it."""
    wrapped: bool
    """Whether the caller gave a table of narwhals itself, and gets one back."""

    def number(self, name: str) -> nw.Expr:
        """Return a column as floats; what is missing stays so."""
        column = nw.col(name)
        return column if self.schema[name] == nw.Float64 else column.cast(nw.Float64)

    def whole(self, name: str) -> bool:
        """Return whether a column holds whole numbers by its type, and so neither NaN nor infinity."""
        return self.schema[name].is_integer()

    def closed(self, **results: nw.Expr) -> Any:  # noqa: ANN401 (the very kind that the caller gave)
        """Add the results and return the caller's kind of table."""
        return self.handed(self.c.add_to(self.frame, **results))

    def handed(self, frame: Table) -> Any:  # noqa: ANN401 (as above)
        """Return a table of narwhals as the caller's kind of table."""
        return frame if self.wrapped else frame.to_native()


def taken(frame: Table) -> Table:
    """Return a caller's table as narwhals has it.

    Raises
    ------
    FrameError
        If it is no table, or one of pandas before 3, which makes the word "None" of a missing text.
    """
    try:
        table = nw.from_native(frame)
    except TypeError as error:
        kind = type(frame).__name__
        message = f"{kind} is no table; give one of pandas, Polars, PyArrow, DuckDB or another narwhals knows"
        raise FrameError(message) from error
    if table.implementation.is_pandas():
        version = str(table.implementation.to_native_namespace().__version__)
        if int(version.partition(".")[0]) < _PANDAS:
            message = (
                f'pandas {version} makes the word "None" of a missing text; '
                f"install pandas {_PANDAS} or newer, or give the table as Polars or PyArrow"
            )
            raise FrameError(message)
    return table


def opened(
    frame: Table,
    *,
    numbers: Iterable[str],
    others: Iterable[str] = (),
    new: Sequence[str] = (),
    kept: Collection[str] | None = None,
) -> Opened:
    """Take a caller's table.

    Parameters
    ----------
    frame
        Any table that narwhals knows.
    numbers, others
        Columns that must be there; those of numbers must hold numbers, or nothing at all.
    new
        Names of the columns to be added.
    kept
        Columns that stay beside the new ones, where not all do.

    Raises
    ------
    FrameError
        If it is no table, a column is missing or holds no numbers, or a new name is taken.
    """
    table = taken(frame)
    schema = dict(table.collect_schema())
    numbers = list(numbers)
    for name in (*numbers, *others):
        _must_be_there(name, schema)
    for name in new:
        _must_be_free(name, schema if kept is None else kept, sql=_is_sql(table))
    for name in numbers:
        _must_be_numbers(table, name, schema[name])
    wrapped = isinstance(frame, nw.DataFrame | nw.LazyFrame)
    return Opened(table, schema, Columns([*schema, *new]), wrapped)


def _is_sql(table: Table) -> bool:
    return isinstance(table, nw.LazyFrame) and not (
        table.implementation.is_polars() or table.implementation.is_dask()
    )


def _must_be_there(name: str, schema: Mapping[str, DType]) -> None:
    if name not in schema:
        hint = did_you_mean(str(name), schema)
        message = f'the table has no column "{name}".{hint} It has: {", ".join(map(str, schema))}'
        raise FrameError(message)


def _must_be_free(name: str, present: Iterable[str], *, sql: bool) -> None:
    # SQL does not tell "Rate" from "rate"
    taken = [old for old in present if old == name or (sql and old.casefold() == name.casefold())]
    if taken:
        message = f'the table already has a column "{taken[0]}"; choose another name with into='
        raise FrameError(message)


def _must_be_numbers(table: Table, name: str, dtype: DType) -> None:
    """Refuse a column that holds something else than numbers; one that holds nothing is welcome."""
    if not isinstance(dtype, _NO_NUMBERS) and dtype != nw.Object:
        return
    if isinstance(table, nw.DataFrame):
        column = table[name]
        if column.null_count() == len(column):
            return
        if dtype == nw.Object:  # pandas: Decimals, or a mixture
            try:
                column.cast(nw.Float64)
            except (TypeError, ValueError):
                pass
            else:
                return
    message = (
        f'column "{name}" is of type {dtype}, not of numbers; turn it into numbers first, with nothing '
        "(null) where a cell says that a value is suppressed or not available"
    )
    raise FrameError(message)


def level_names(into: str, confidence: Sequence[float]) -> list[tuple[float, str, str]]:
    """Return each level of confidence with the names of the columns of its limits.

    One level has ``<into>_lower`` and ``<into>_upper``; several have ``<into>_lower_95``,
    ``<into>_lower_99_8`` and so on.
    """
    if len(confidence) == 1:
        return [(confidence[0], f"{into}_lower", f"{into}_upper")]
    tails = [f"{round(level * 100, 9):.12g}".replace(".", "_") for level in confidence]
    return [
        (level, f"{into}_lower_{tail}", f"{into}_upper_{tail}")
        for level, tail in zip(confidence, tails, strict=True)
    ]
