"""Small tables of our own in the caller's engine, so that they can be joined to the caller's figures."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import narwhals as nw

from cypplan.calc.opening import taken
from cypplan.errors import FrameError
from cypplan.observations.table import COLUMNS, check_columns

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from cypplan.calc.carrier import Table

__all__ = ["Engine", "gathered", "like", "native_like", "opened", "rows_of"]

_TYPES = {"text": "String", "number": "Float64", "date": "Date"}
_SQL = {"String": "VARCHAR", "Float64": "DOUBLE", "Int64": "BIGINT", "Date": "DATE", "Boolean": "BOOLEAN"}


def opened(observations: Table, *, keep: Mapping[str, Sequence[str]] | None = None) -> nw.LazyFrame[Any]:
    """Return the observations of any engine lazily, with every column of the contract and no other.

    Optional columns that are not there are missing throughout; a missing group is "all". NaN is missing.
    ``keep`` names values of columns: only rows that have them are kept, before anything is done to a row.

    Raises
    ------
    FrameError
        If it is no table, lacks a column that the contract requires, or holds text where numbers belong.
    """
    # the name of an index may be that of a column, and would make it ambiguous
    frame = nw.maybe_reset_index(taken(observations)).lazy()
    schema = frame.collect_schema()
    names = schema.names()
    check_columns(names)
    _refuse_text(frame, [c.name for c in COLUMNS if c.type == "number" and schema.get(c.name) == nw.String])
    for name, values in (keep or {}).items():
        # only words can be looked up on every engine; a column that is one already is left to be pushed down
        words = nw.col(name) if schema[name] == nw.String else nw.col(name).cast(nw.String)
        frame = frame.filter(words.is_in(values)) if values else frame.head(0)
    selected = []
    for column in COLUMNS:
        dtype = getattr(nw, _TYPES[column.type])
        if column.name not in names:
            blank = nw.lit("all") if column.name == "group" else nw.lit(None, dtype=dtype)
            selected.append(blank.alias(column.name))
            continue
        one = nw.col(column.name)
        if column.type == "date" and frame.implementation.is_polars() and schema[column.name] == nw.String:
            one = one.str.to_date("%Y-%m-%d")  # what other engines do when they cast
        one = one.cast(dtype)
        if column.type == "number":
            one = nw.when(one.is_finite()).then(one)
        elif column.name == "group":
            one = nw.when(~one.is_null()).then(one).otherwise(nw.lit("all"))
        selected.append(one.alias(column.name))
    return frame.select(selected)


def _refuse_text(frame: nw.LazyFrame[Any], names: Sequence[str]) -> None:
    """Refuse columns of text where numbers belong, save empty ones, which many a file has as text."""
    if not names:
        return
    empty = frame.select(nw.col(*names).is_null().all()).collect().rows()[0]
    for name, is_empty in zip(names, empty, strict=True):
        if not is_empty:
            message = (
                f'the column "{name}" of the observations holds text; make it numbers, with empty '
                'cells where there is none, and say why in the column "mark"'
            )
            raise FrameError(message)


def gathered(frame: nw.LazyFrame[Any]) -> nw.DataFrame[Any]:
    """Collect a small table; of the several kinds of missing that pandas has, only one is left.

    Truth values of its nullable types and of Arrow's do not go together.
    """
    few = frame.collect()
    if not few.implementation.is_pandas():
        return few
    native, schema = few.to_native(), few.schema
    texts = {name: native[name].astype(object) for name, dtype in schema.items() if dtype == nw.String}
    plain = {name: text.where(text.notna(), None) for name, text in texts.items()}
    numbers = {name: native[name].astype("float64") for name, dtype in schema.items() if dtype.is_float()}
    return nw.from_native(native.assign(**plain, **numbers), eager_only=True)


def like(
    frame: nw.LazyFrame[Any], data: Mapping[str, Sequence[Any]], types: Mapping[str, str]
) -> nw.LazyFrame[Any]:
    """Return a lazy table of the given columns in the engine of ``frame``.

    ``types`` names each column's type: "String", "Float64", "Int64", "Date" or "Boolean".
    """
    kind = frame.implementation
    if kind.is_pandas():
        return nw.from_native(_pandas(data, types, kind)).lazy()
    if kind.is_polars() or kind.is_pandas_like() or kind.is_pyarrow():
        schema = {name: getattr(nw, dtype) for name, dtype in types.items()}
        return nw.from_dict(dict(data), schema=schema, backend=kind).lazy()
    if kind.is_duckdb():
        return nw.from_native(_duckdb(frame.to_native(), data, types)).lazy()
    if kind.is_pyspark():
        return nw.from_native(_spark(frame.to_native(), data, types)).lazy()
    message = f"no way yet to put a plan beside a table of {kind}; collect it first, for example to Polars"
    raise FrameError(message)


class Engine:
    """Remembers of which kind a table of the caller's was, without keeping more of it than that needs."""

    __slots__ = ("frame", "lazy")

    def __init__(self, native: Table) -> None:
        """Take the caller's table."""
        given = nw.from_native(native)
        self.lazy: bool = isinstance(given, nw.LazyFrame)
        self.frame: nw.LazyFrame[Any] = given.head(0).lazy()


def native_like(engine: Engine, data: Mapping[str, Sequence[Any]], types: Mapping[str, str]) -> Table:
    """Return a table of the given columns of the very kind that the caller's table is."""
    made = like(engine.frame, data, types)
    return made.to_native() if engine.lazy else made.collect().to_native()


def _pandas(data: Mapping[str, Sequence[Any]], types: Mapping[str, str], kind: Any) -> Table:  # noqa: ANN401 (narwhals' own alias is private)
    import pandas as pd  # noqa: PLC0415 (the caller has it, since the table is one of its own)

    if not next(iter(data.values())):  # a column without cells would become one of fractions
        return _pandas({name: [None] for name in types}, types, kind).head(0)
    # NumPy has no missing whole number or truth value, and would make 0 and False of them
    nullable = {"Int64": "Int64", "Boolean": "boolean"}
    plain = {name: dtype for name, dtype in types.items() if dtype not in nullable or None not in data[name]}
    schema = {name: getattr(nw, dtype) for name, dtype in plain.items()}
    table = nw.from_dict({name: list(data[name]) for name in plain}, schema=schema, backend=kind).to_native()
    rest = {
        name: pd.array(list(data[name]), dtype=nullable[types[name]]) for name in types if name not in plain
    }
    return table.assign(**rest)[list(types)]


def _duckdb(relation: Table, data: Mapping[str, Sequence[Any]], types: Mapping[str, str]) -> Table:
    # a relation of another connection could not be joined, so the rows are written into a query of this one
    typed = ", ".join(f'CAST("{name}" AS {_SQL[dtype]}) AS "{name}"' for name, dtype in types.items())
    names = ", ".join(f'"{name}"' for name in types)
    rows = list(zip(*(data[name] for name in types), strict=True)) or [tuple(None for _ in types)]
    values = ", ".join("(" + ", ".join(_literal(cell) for cell in row) + ")" for row in rows)
    nothing = "" if next(iter(data.values())) else " WHERE FALSE"
    return relation.query("_cypplan_input", f"SELECT {typed} FROM (VALUES {values}) AS t({names}){nothing}")  # noqa: S608


def rows_of(frame: nw.LazyFrame[Any]) -> list[dict[str, Any]]:
    """Collect a small table as rows, in which everything missing is ``None`` whatever the engine calls it."""
    return [
        {name: None if _is_missing(cell) else cell for name, cell in row.items()}
        for row in frame.collect().iter_rows(named=True)
    ]


def _is_missing(cell: object) -> bool:
    if cell is None:
        return True
    try:
        return not bool(cell == cell)  # noqa: PLR0124 (NaN and NaT are not equal to themselves)
    except TypeError:  # the truth of pandas.NA is not defined
        return True


def _literal(cell: object) -> str:
    match cell:
        case None:
            return "NULL"
        case bool():
            return str(cell).upper()
        case int():
            return str(cell)
        case float():
            return f"CAST('{cell}' AS DOUBLE)"
        case dt.date():
            return f"DATE '{cell.isoformat()}'"
        case _:
            return "'" + str(cell).replace("'", "''") + "'"


def _spark(frame: Table, data: Mapping[str, Sequence[Any]], types: Mapping[str, str]) -> Table:
    spark = {"String": "string", "Float64": "double", "Int64": "bigint", "Date": "date", "Boolean": "boolean"}
    schema = ", ".join(f"`{name}` {spark[dtype]}" for name, dtype in types.items())
    rows = list(zip(*(data[name] for name in types), strict=True))
    return frame.sparkSession.createDataFrame(rows, schema=schema)
