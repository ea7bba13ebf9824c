"""Kinds of table that callers have: how to make one for a test, and how to look into it."""

from __future__ import annotations

import datetime as dt
import math
from typing import TYPE_CHECKING, Any

import attrs
import duckdb
import narwhals as nw
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    Columns = Mapping[str, Sequence[Any]]
    Schema = Mapping[str, str]

__all__ = ["ENGINES", "EngineKind", "schema_of"]

_POLARS = {
    "String": pl.String, "Float64": pl.Float64, "Int64": pl.Int64, "Date": pl.Date, "Boolean": pl.Boolean,
}  # fmt: skip
_ARROW = {
    "String": pa.string(), "Float64": pa.float64(), "Int64": pa.int64(), "Date": pa.date32(),
    "Boolean": pa.bool_(),
}  # fmt: skip
# NumPy has no missing whole number, truth value or day: what pandas makes of them when it reads a file.
_NUMPY = {
    "String": "object", "Float64": "float64", "Int64": "Int64", "Date": "datetime64[ns]",
    "Boolean": "boolean",
}  # fmt: skip


@attrs.frozen
class EngineKind:
    """One kind of table. ``make`` builds one; ``back`` gives its rows, in which missing is ``None``."""

    name: str
    type: type
    """Of the native table."""
    lazy: bool
    keeps_order: bool
    make: Callable[[Columns, Schema], Any]
    """Columns and the type of each ("String", "Float64", "Int64", "Date", "Boolean") to a native table."""

    def back(self, native: Any) -> list[dict[str, Any]]:
        """Return the rows of a native table: days as dates, everything missing as ``None``."""
        assert isinstance(native, self.type), f"{type(native)} is no table of {self.name}"
        rows = nw.from_native(native).lazy().collect().iter_rows(named=True)
        return [{name: _plain(cell) for name, cell in row.items()} for row in rows]

    def __str__(self) -> str:
        return self.name


def _plain(cell: object) -> object:
    if cell is None or cell is pd.NA or cell is pd.NaT or (isinstance(cell, float) and math.isnan(cell)):
        return None
    if isinstance(cell, np.generic):
        return cell.item()
    return cell.date() if isinstance(cell, dt.datetime) else cell


def schema_of(columns: Columns) -> dict[str, str]:
    """Return the type of each column, read off its first value that is there; text where none is."""
    kinds = {str: "String", float: "Float64", int: "Int64", dt.date: "Date", bool: "Boolean"}
    firsts = {name: next((one for one in cells if one is not None), "") for name, cells in columns.items()}
    return {name: kinds[type(first)] for name, first in firsts.items()}


def _polars(columns: Columns, schema: Schema) -> pl.DataFrame:
    return pl.DataFrame(dict(columns), schema={name: _POLARS[schema[name]] for name in columns})


def _polars_lazy(columns: Columns, schema: Schema) -> pl.LazyFrame:
    return _polars(columns, schema).lazy()


def _arrow(columns: Columns, schema: Schema) -> pa.Table:
    return pa.table({name: pa.array(list(cells), _ARROW[schema[name]]) for name, cells in columns.items()})


def _pandas(columns: Columns, schema: Schema) -> pd.DataFrame:
    return pd.DataFrame({
        name: pd.Series(list(cells), dtype=_NUMPY[schema[name]]) for name, cells in columns.items()
    })  # fmt: skip


def _pandas_arrow(columns: Columns, schema: Schema) -> pd.DataFrame:
    return _arrow(columns, schema).to_pandas(types_mapper=pd.ArrowDtype)


def _duckdb(columns: Columns, schema: Schema) -> duckdb.DuckDBPyRelation:
    return duckdb.connect().from_arrow(_arrow(columns, schema))


ENGINES = (
    EngineKind("polars", pl.DataFrame, lazy=False, keeps_order=True, make=_polars),
    EngineKind("polars-lazy", pl.LazyFrame, lazy=True, keeps_order=True, make=_polars_lazy),
    EngineKind("pandas", pd.DataFrame, lazy=False, keeps_order=True, make=_pandas),
    EngineKind("pandas-arrow", pd.DataFrame, lazy=False, keeps_order=True, make=_pandas_arrow),
    EngineKind("pyarrow", pa.Table, lazy=False, keeps_order=True, make=_arrow),
    EngineKind("duckdb", duckdb.DuckDBPyRelation, lazy=True, keeps_order=False, make=_duckdb),
)
"""Every kind on which table code is tested."""
