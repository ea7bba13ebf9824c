"""Observations and our own small tables in every kind of table that callers have."""

from __future__ import annotations

import datetime as dt
import math
import pickle
from typing import Any

import duckdb
import narwhals as nw
import pandas as pd
import polars as pl
import pytest
from engines import ENGINES, EngineKind, schema_of
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cypplan.errors import FrameError
from cypplan.observations import COLUMNS
from cypplan.observations.frames import Engine, like, native_like, opened, rows_of

DAY = dt.date(2014, 4, 1)
FIGURES: dict[str, list[Any]] = {
    "indicator": ["cla-rate", "cla-rate", "cla-rate"],
    "area": ["E06000007", "E06000007", "E92000001"],
    "period": ["2014/15 financial", "2015/16 financial", "2014/15 financial"],
    "period_kind": ["financial"] * 3,
    "period_start": [DAY, dt.date(2015, 4, 1), DAY],
    "period_end": [dt.date(2015, 3, 31), dt.date(2016, 3, 31), dt.date(2015, 3, 31)],
    "value": [31.9, None, 60.0],
}
MARKED = {**FIGURES, "mark": [None, "suppressed", None], "count": [368.0, None, None]}
ALL_TYPES: dict[str, list[Any]] = {
    "text": ["it's; -- \"quoted\" 'text'", None, "ünïcode £ – 👧🏽 \\ \n line", ""],
    "number": [0.1, None, -1e300, 5e-324],
    "whole": [2**53, None, -(2**53), 0],
    "day": [DAY, None, dt.date(1900, 2, 28), dt.date(2199, 12, 31)],
    "truth": [True, None, False, True],
}
TYPES = {"text": "String", "number": "Float64", "whole": "Int64", "day": "Date", "truth": "Boolean"}


def _key(row: dict[str, Any]) -> tuple[str, str]:
    return row["area"], row["period"]


def _rows(columns: dict[str, list[Any]]) -> list[dict[str, Any]]:
    return [dict(zip(columns, cells, strict=True)) for cells in zip(*columns.values(), strict=True)]


def _opened(engine: EngineKind, columns: dict[str, list[Any]], schema: dict[str, str] | None = None) -> Any:
    native = engine.make(columns, schema or schema_of(columns))
    return sorted(rows_of(opened(native)), key=_key)


def test_opened_has_the_contract_and_no_more(engine: EngineKind) -> None:
    """Opened, a table has every column of the contract in its order, and the caller's own are left out."""
    native = engine.make({"mine": [1, 2, 3], **FIGURES}, schema_of({"mine": [1], **FIGURES}))
    frame = opened(native)
    assert frame.collect_schema().names() == [column.name for column in COLUMNS]
    rows = sorted(rows_of(frame), key=_key)
    want = sorted(_rows(FIGURES), key=_key)
    assert [{name: _day(row[name]) for name in FIGURES} for row in rows] == want


def _day(cell: Any) -> Any:
    return cell.date() if isinstance(cell, dt.datetime) else cell


def test_absent_columns_are_missing_throughout(engine: EngineKind) -> None:
    """An optional column that is not there is missing in every row, and the group is everybody."""
    absent = {column.name for column in COLUMNS if column.optional} - {"group"}
    for row in _opened(engine, FIGURES):
        assert {row[name] for name in absent} == {None}
        assert row["group"] == "all"


def test_missing_group_is_everybody(engine: EngineKind) -> None:
    """A row whose group is missing speaks of everybody, like one in a table without groups."""
    rows = _opened(engine, {**FIGURES, "group": [None, "boys", None]})
    assert [row["group"] for row in rows] == ["all", "boys", "all"]


def test_missing_cells_stay_missing(engine: EngineKind) -> None:
    """A missing figure or mark is None on every kind of table: never a text, never zero."""
    rows = _opened(engine, MARKED)
    assert [row["mark"] for row in rows] == [None, "suppressed", None]
    assert [row["value"] for row in rows] == [31.9, None, 60.0]
    assert [row["count"] for row in rows] == [368.0, None, None]


@pytest.mark.parametrize("cell", [math.nan, math.inf, -math.inf])
def test_what_is_not_finite_is_missing(engine: EngineKind, cell: float) -> None:
    """NaN and infinity are missing from the door on, whatever the kind of table takes them for."""
    rows = _opened(engine, {**FIGURES, "value": [cell, 5.0, cell], "lower": [cell, 1.0, None]})
    assert [row["value"] for row in rows] == [None, 5.0, None]
    assert [row["lower"] for row in rows] == [None, 1.0, None]


def test_column_of_nothing(engine: EngineKind) -> None:
    """Columns in which no cell is filled are read, whatever type the table gives them."""
    nothing = [None] * 3
    columns = {**FIGURES, "value": nothing, "mark": nothing, "published": nothing, "upper": nothing}
    schema = {
        **schema_of(FIGURES),
        "value": "Float64",
        "mark": "String",
        "published": "Date",
        "upper": "Float64",
    }
    for row in _opened(engine, columns, schema):
        assert [row[name] for name in ("value", "mark", "published", "upper")] == [None] * 4


def test_whole_numbers_are_figures(engine: EngineKind) -> None:
    """A column of whole numbers is as good as one of fractions, gaps included."""
    rows = _opened(engine, {**FIGURES, "value": [32, None, 60], "count": [368, 5, None]})
    assert [row["value"] for row in rows] == [32.0, None, 60.0]
    assert [row["count"] for row in rows] == [368.0, 5.0, None]


def test_only_the_rows_asked_for(engine: EngineKind) -> None:
    """Rows can be kept by the values of columns, before anything else is done."""
    frame = opened(engine.make(FIGURES, schema_of(FIGURES)), keep={"area": ["E92000001"]})
    assert [row["value"] for row in rows_of(frame)] == [60.0]


def test_table_without_rows(engine: EngineKind) -> None:
    """A table without rows is a table."""
    assert rows_of(opened(engine.make({name: [] for name in FIGURES}, schema_of(FIGURES)))) == []


def test_missing_required_column(engine: EngineKind) -> None:
    """A table that lacks a column is refused at the door, with the caller's column that is nearest."""
    columns = {("vlaue" if name == "value" else name): cells for name, cells in FIGURES.items()}
    with pytest.raises(FrameError, match='lack the column value; Did you mean "vlaue"'):
        opened(engine.make(columns, schema_of(columns)))


@pytest.mark.parametrize("wrong", [None, 5, "figures.csv", [{"value": 1}], {"value": [1]}])
def test_what_is_no_table(wrong: Any) -> None:
    """What is no table is refused with its type and with what would do."""
    with pytest.raises(FrameError, match=rf"{type(wrong).__name__} is no table; give one of pandas"):
        opened(wrong)


def test_series_is_no_table() -> None:
    """A single column is refused like anything else that is no table."""
    with pytest.raises(FrameError, match="Series is no table"):
        opened(pl.Series("value", [1.0]))


def test_callers_table_is_unchanged(engine: EngineKind) -> None:
    """Opening, and putting our tables beside it, leaves the caller's table as it was."""
    native = engine.make(MARKED, schema_of(MARKED))
    before = sorted(engine.back(native), key=_key)
    columns = list(nw.from_native(native).lazy().collect_schema().items())
    frame = opened(native)
    rows_of(frame)
    rows_of(like(frame, ALL_TYPES, TYPES))
    assert sorted(engine.back(native), key=_key) == before
    assert list(nw.from_native(native).lazy().collect_schema().items()) == columns


def test_pandas_index_and_attributes_are_left_alone() -> None:
    """A pandas table keeps its index, whatever it is, and its rows are not taken apart by it."""
    table = pd.DataFrame(FIGURES, index=[7, 7, 3])
    frame = opened(table)
    assert sorted(row["value"] or 0 for row in rows_of(frame)) == [0, 31.9, 60.0]
    assert list(table.index) == [7, 7, 3]
    assert list(table.columns) == list(FIGURES)


def test_our_table_is_of_the_callers_kind(engine: EngineKind) -> None:
    """Every cell of ours survives in the caller's kind of table: types, gaps and awkward texts."""
    native = engine.make(FIGURES, schema_of(FIGURES))
    made = native_like(Engine(native), ALL_TYPES, TYPES)
    assert type(made) is type(native)
    want = sorted(_rows(ALL_TYPES), key=repr)
    assert sorted(engine.back(made), key=repr) == want
    schema = nw.from_native(made).lazy().collect_schema()
    assert schema["number"] == nw.Float64
    assert schema["whole"] == nw.Int64
    assert schema["truth"] == nw.Boolean
    assert schema["text"] == nw.String


def test_our_table_in_order_where_the_kind_keeps_it(engine: EngineKind) -> None:
    """Rows and columns come in their order on the kinds of table that have one."""
    made = like(nw.from_native(engine.make(FIGURES, schema_of(FIGURES))).lazy(), ALL_TYPES, TYPES)
    assert made.collect_schema().names() == list(ALL_TYPES)
    if engine.keeps_order:
        assert [row["text"] for row in rows_of(made)] == ALL_TYPES["text"]


def test_our_table_of_missing_cells_only(engine: EngineKind) -> None:
    """A column without any value keeps its type and stays missing."""
    frame = opened(engine.make(FIGURES, schema_of(FIGURES)))
    made = rows_of(like(frame, {name: [None, None] for name in TYPES}, TYPES))
    assert made == [dict.fromkeys(TYPES)] * 2


def test_our_table_of_big_whole_numbers(engine: EngineKind) -> None:
    """Whole numbers beyond what a fraction can hold arrive unchanged, too."""
    native = engine.make(FIGURES, schema_of(FIGURES))
    columns = {"n": [2**53 + 1, -(2**63), 2**63 - 1]}
    made = native_like(Engine(native), columns, {"n": "Int64"})
    assert sorted(row["n"] for row in engine.back(made)) == sorted(columns["n"])


def test_our_table_without_rows(engine: EngineKind) -> None:
    """A plan without measures gives a table without rows, with its columns."""
    frame = opened(engine.make(FIGURES, schema_of(FIGURES)))
    made = like(frame, {name: [] for name in TYPES}, TYPES)
    assert rows_of(made) == []
    assert made.collect_schema().names() == list(TYPES)


def test_our_table_joins_the_callers(engine: EngineKind) -> None:
    """What we put beside the caller's figures can be joined to them, and repeatedly."""
    frame = opened(engine.make(FIGURES, schema_of(FIGURES)))
    for name in ("one", "two"):
        ours = like(frame, {"area": ["E06000007"], "who": [name]}, {"area": "String", "who": "String"})
        joined = rows_of(frame.join(ours, on="area").select("who", "period"))
        assert sorted((row["who"], row["period"]) for row in joined) == [
            (name, "2014/15 financial"),
            (name, "2015/16 financial"),
        ]


def test_two_tables_of_ours_stay_apart(engine: EngineKind) -> None:
    """A second table of ours does not show through the first before it is collected."""
    frame = opened(engine.make(FIGURES, schema_of(FIGURES)))
    first = like(frame, {"x": ["first"]}, {"x": "String"})
    second = like(frame, {"x": ["second"]}, {"x": "String"})
    assert (rows_of(first), rows_of(second)) == ([{"x": "first"}], [{"x": "second"}])


def test_nothing_is_left_in_the_callers_database() -> None:
    """The caller's DuckDB connection has no view or table of ours afterwards."""
    connection = duckdb.connect()
    frame = nw.from_native(connection.sql("SELECT 1 AS a")).lazy()
    rows_of(like(frame, {"x": ["'; DROP TABLE t; --"]}, {"x": "String"}))
    views = connection.sql("SELECT view_name FROM duckdb_views() WHERE NOT internal").fetchall()
    assert views + connection.sql("SELECT table_name FROM duckdb_tables()").fetchall() == []


TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)


@given(st.lists(TEXTS | st.none(), max_size=4))
@example(["'; DROP TABLE t; --", "''", '"', "\\", "$$", "?", "%s", "{}"])
def test_any_text_survives_the_way_through_sql(texts: list[str | None]) -> None:
    """Texts are written into a query for DuckDB, and none of them ends it or changes it."""
    frame = nw.from_native(duckdb.connect().sql("SELECT 1 AS a")).lazy()
    made = rows_of(like(frame, {"x": texts, "n": list(range(len(texts)))}, {"x": "String", "n": "Int64"}))
    assert [row["x"] for row in sorted(made, key=lambda row: row["n"])] == texts


@pytest.mark.parametrize("kind", ENGINES, ids=str)
@given(data=st.data())
@settings(max_examples=20)  # for each kind of table
def test_any_number_survives(kind: EngineKind, data: st.DataObject) -> None:
    """Numbers arrive bit for bit."""
    cells = data.draw(
        st.lists(
            st.tuples(
                st.floats(allow_nan=False, allow_infinity=False) | st.none(),
                st.integers(-(2**53), 2**53) | st.none(),
            ),
            min_size=1,
            max_size=3,
        )
    )
    native = kind.make({"a": [1.0]}, {"a": "Float64"})
    columns = {"f": [f for f, _ in cells], "i": [i for _, i in cells]}
    made = native_like(Engine(native), columns, {"f": "Float64", "i": "Int64"})
    assert sorted(map(repr, kind.back(made))) == sorted(map(repr, _rows(columns)))


def test_engine_keeps_no_rows() -> None:
    """To remember a kind of table is not to keep the table: its rows can be freed."""
    table = pl.DataFrame(FIGURES)
    kept = Engine(table)
    assert kept.frame.collect().shape[0] == 0
    assert not kept.lazy
    assert Engine(table.lazy()).lazy


def test_unknown_kind_says_what_to_do() -> None:
    """A kind of table beside which no plan can be put yet is named, with the way out."""

    class Frame:
        implementation = nw.Implementation.DASK

    with pytest.raises(
        FrameError, match=r"no way yet .*dask.*collect it first, for example to Polars"
    ) as caught:
        like(Frame(), {"x": [1]}, {"x": "Int64"})  # pyright: ignore[reportArgumentType]
    assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)  # noqa: S301 (our own bytes)
