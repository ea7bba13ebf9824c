"""Rates and percentages on tables: the same as on numbers, on every engine, whatever the columns hold."""

from __future__ import annotations

import math
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import duckdb
import narwhals as nw
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from engines import ENGINES, EngineKind, schema_of
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cypplan.calc import proportion, rate, with_proportions, with_rates
from cypplan.errors import FrameError, UnitError, ValueFault

if TYPE_CHECKING:
    from collections.abc import Callable

LEVELS = (0.95, 0.998)
_ANY_COUNT = st.one_of(
    st.none(),
    st.integers(min_value=-3, max_value=30).map(float),
    st.integers(min_value=0, max_value=10**15).map(float),
    st.floats(),
    st.sampled_from(
        [0.0, -0.0, 0.5, 9.5, 9.999999999, 10.0, 10.5, 2e19, 1e300, math.nan, math.inf, -math.inf]
    ),
)
rows = st.lists(st.tuples(_ANY_COUNT, _ANY_COUNT), max_size=40)


def _by_numbers(function: Callable[..., Any], count: float | None, size: float | None) -> list[float | None]:
    try:
        found = function(count, size, confidence=LEVELS)
    except ValueFault:
        return [None] * 5
    return [found.value, *(limit for i in found.intervals for limit in (i.lower, i.upper))]


def _by_table(
    function: Callable[..., Any], engine: EngineKind, cells: list[tuple[Any, Any]], size: str
) -> Any:
    columns = {
        "at": list(range(len(cells))),
        "x": [x for x, _ in cells],
        "n": [n for _, n in cells],
    }
    native = engine.make(columns, {"at": "Int64", "x": "Float64", "n": "Float64"})
    return engine.back(function(native, count="x", confidence=LEVELS, into="r", **{size: "n"}))


@pytest.mark.parametrize("kind", ENGINES, ids=str)
@settings(max_examples=8, suppress_health_check=[HealthCheck.too_slow])
@given(cells=rows)
def test_rates_are_those_of_single_numbers(kind: EngineKind, cells: list[tuple[Any, Any]]) -> None:
    """The table and the numbers are one formula: bit for bit, and missing where a number is refused."""
    names = ["r", "r_lower_95", "r_upper_95", "r_lower_99_8", "r_upper_99_8"]
    found = sorted(_by_table(with_rates, kind, cells, "population"), key=lambda row: row["at"])
    for (x, n), row in zip(cells, found, strict=True):
        expected = _by_numbers(rate, x, n)
        assert [row[name] for name in names] == expected
        assert (row["r_reason"] is None) is (expected[0] is not None)


@pytest.mark.parametrize("kind", ENGINES, ids=str)
@settings(max_examples=8, suppress_health_check=[HealthCheck.too_slow])
@given(cells=rows)
def test_percentages_are_those_of_single_numbers(kind: EngineKind, cells: list[tuple[Any, Any]]) -> None:
    """As for rates."""
    names = ["r", "r_lower_95", "r_upper_95", "r_lower_99_8", "r_upper_99_8"]
    found = sorted(_by_table(with_proportions, kind, cells, "total"), key=lambda row: row["at"])
    for (x, n), row in zip(cells, found, strict=True):
        expected = _by_numbers(proportion, x, n)
        assert [row[name] for name in names] == expected
        assert (row["r_reason"] is None) is (expected[0] is not None)


CASES: dict[str, tuple[float | None, float | None]] = {
    "fine": (12.0, 100.0),
    "no count": (None, 100.0),
    "no denominator": (5.0, None),
    "count below 0": (-1.0, 100.0),
    "count below 10 is not whole": (2.5, 100.0),
    "not a finite number, or too large": (math.inf, 100.0),
    "denominator not above 0": (5.0, 0.0),
}


def test_every_fault_has_its_reason(engine: EngineKind) -> None:
    """A row without a result says why, and good rows beside it stay good."""
    native = engine.make({"x": [x for x, _ in CASES.values()], "n": [n for _, n in CASES.values()]}, {
        "x": "Float64", "n": "Float64",
    })  # fmt: skip
    found = engine.back(with_rates(native, count="x", population="n"))
    assert [row["rate_reason"] for row in found] == [None, *list(CASES)[1:]]
    assert [row["rate"] for row in found] == [1200.0, None, None, None, None, None, None]


def test_whole_numbers_have_the_same_reasons(engine: EngineKind) -> None:
    """Columns of whole numbers take a shorter way through the checks, to the same end."""
    native = engine.make({"x": [12, None, 5, -1, 5, 7], "n": [100, 100, None, 100, 0, 6]}, {
        "x": "Int64", "n": "Int64",
    })  # fmt: skip
    found = engine.back(with_proportions(native, count="x", total="n"))
    assert [row["percent_reason"] for row in found] == [
        None, "no count", "no denominator", "count below 0", "denominator not above 0", "count above total",
    ]  # fmt: skip
    assert [row["percent"] for row in found] == [12.0, None, None, None, None, None]


def test_nothing_else_changes(engine: EngineKind) -> None:
    """Foreign columns, the order of rows and the caller's own table stay as they are; the kind too."""
    columns = {
        "la": ["b", "a", None, "c"],
        "x": [3, 20, None, 0],
        "n": [10, 50, 9, 4],
        "on": [True, None, False, True],
    }
    native = engine.make(columns, schema_of(columns))
    before = engine.back(native)
    after = with_rates(native, count="x", population="n")
    assert type(after) is engine.type
    assert [{name: row[name] for name in columns} for row in engine.back(after)] == before
    assert list(engine.back(after)[0]) == [*columns, "rate", "rate_lower", "rate_upper", "rate_reason"]
    assert engine.back(native) == before


def test_a_lazy_table_is_not_collected() -> None:
    """What is lazy stays so: no row is read before the caller asks."""

    def never(_: pl.DataFrame) -> pl.DataFrame:
        raise AssertionError

    frame = pl.LazyFrame({"x": [1], "n": [2]}).map_batches(never, schema={"x": pl.Int64, "n": pl.Int64})
    assert isinstance(with_rates(frame, count="x", population="n"), pl.LazyFrame)


def test_parts_make_the_whole(engine: EngineKind) -> None:
    """Dividing a table and putting the results together is the same as computing it at once."""
    columns: dict[str, list[Any]] = {"x": [3, 20, None, 0, 11], "n": [10, 50, 9, 4, 0]}
    schema = {"x": "Int64", "n": "Int64"}
    whole = engine.back(with_rates(engine.make(columns, schema), count="x", population="n"))
    parts = []
    for part in (slice(0, 2), slice(2, 5)):
        native = engine.make({name: cells[part] for name, cells in columns.items()}, schema)
        parts += engine.back(with_rates(native, count="x", population="n"))
    assert parts == whole


@pytest.mark.parametrize("cells", [[], [None], [None, None]], ids=["empty", "one", "all-missing"])
def test_tables_without_numbers(engine: EngineKind, cells: list[None]) -> None:
    """An empty table and one with nothing in it have an answer on every engine."""
    native = engine.make({"x": cells, "n": cells}, {"x": "Float64", "n": "Float64"})
    found = engine.back(with_proportions(native, count="x", total="n"))
    assert [row["percent_reason"] for row in found] == ["no count"] * len(cells)
    assert [row["percent"] for row in found] == cells


TYPED: dict[str, Callable[[], Any]] = {
    "polars-decimal": lambda: pl.DataFrame({"x": [Decimal(12), None], "n": [Decimal("100.0")] * 2}),
    "polars-null": lambda: pl.DataFrame({"x": [None, None], "n": [100, 100]}),
    "polars-lazy-null": lambda: pl.LazyFrame({"x": [None, None], "n": [100, 100]}),
    "polars-small": lambda: pl.DataFrame(
        {"x": [12, None], "n": [100, 100]}, schema={"x": pl.UInt8, "n": pl.Float32}
    ),
    "pandas-object": lambda: pd.DataFrame(
        {"x": pd.Series([Decimal(12), None], dtype=object), "n": [100, 100]}
    ),
    "pandas-none": lambda: pd.DataFrame({"x": pd.Series([None, None], dtype=object), "n": [100, 100]}),
    "pandas-int": lambda: pd.DataFrame({"x": pd.Series([12, None], dtype="Int64"), "n": [100, 100]}),
    "pandas-float": lambda: pd.DataFrame({"x": pd.Series([12, None], dtype="Float64"), "n": [100, 100]}),
    "pandas-index": lambda: pd.DataFrame({"x": [12.0, math.nan], "n": [100, 100]}, index=["q", "q"]),
    "arrow-decimal": lambda: pa.table({"x": pa.array([Decimal("12.0"), None]), "n": [100, 100]}),
    "arrow-null": lambda: pa.table({"x": pa.nulls(2), "n": [100, 100]}),
    "duckdb-decimal": lambda: duckdb.connect().sql(
        "SELECT * FROM (VALUES (12.0::DECIMAL(9, 2), 100), (NULL, 100)) AS t(x, n)"
    ),
    "duckdb-null": lambda: duckdb.connect().sql("SELECT NULL AS x, 100 AS n FROM range(2)"),
    "duckdb-huge": lambda: duckdb.connect().sql(
        "SELECT * FROM (VALUES (12::HUGEINT, 100::UTINYINT), (NULL, 100)) AS t(x, n)"
    ),
}


@pytest.mark.parametrize("name", TYPED)
def test_every_type_of_number_is_taken(name: str) -> None:
    """Decimals, small and huge whole numbers and columns without a type are all numbers."""
    native = TYPED[name]()
    made = with_rates(native, count="x", population="n")
    assert type(made) is type(native)
    found = nw.from_native(made).lazy().collect().to_polars()["rate"].to_list()
    nothing = "nul" in name or "none" in name
    assert [None if cell is None or math.isnan(cell) else cell for cell in found] == [
        None if nothing else 1200.0,
        None,
    ]


def test_pandas_keeps_its_index() -> None:
    """An index of the caller's, doubles included, survives."""
    native = TYPED["pandas-index"]()
    assert list(with_rates(native, count="x", population="n").index) == ["q", "q"]


def test_a_table_of_narwhals_comes_back_as_such() -> None:
    """Who works with narwhals need not wrap again."""
    made = with_rates(nw.from_native(pl.DataFrame({"x": [1], "n": [2]})), count="x", population="n")
    assert isinstance(made, nw.DataFrame)


def test_text_is_no_number(engine: EngineKind) -> None:
    """A suppressed cell makes a column text; the message says so before anything is computed."""
    native = engine.make({"x": ["12", "c"], "n": [100, 100]}, {"x": "String", "n": "Int64"})
    with pytest.raises(FrameError, match=r'column "x" is of type .*turn it into numbers first'):
        with_rates(native, count="x", population="n")


def test_mixed_cells_are_no_numbers() -> None:
    """One bad cell of a pandas column of objects is named as a fault of its column."""
    with pytest.raises(FrameError, match='column "x"'):
        with_rates(pd.DataFrame({"x": [1, "c"], "n": [2, 2]}), count="x", population="n")


def test_a_missing_column_is_named(engine: EngineKind) -> None:
    """The message gives the nearest name there is."""
    native = engine.make({"children": [1], "plans": [2]}, {"children": "Int64", "plans": "Int64"})
    with pytest.raises(FrameError, match=r'no column "plan"\. Did you mean "plans"'):
        with_rates(native, count="plan", population="children")


@pytest.mark.parametrize("taken", ["rate", "rate_lower", "rate_upper", "rate_reason"])
def test_a_column_of_the_callers_is_never_overwritten(engine: EngineKind, taken: str) -> None:
    """A new name that is taken is refused and named."""
    columns = {"x": [1], "n": [2], taken: [3]}
    with pytest.raises(FrameError, match=f'already has a column "{taken}"'):
        with_rates(engine.make(columns, schema_of(columns)), count="x", population="n")


def test_columns_named_like_our_temporary_ones_survive(engine: EngineKind) -> None:
    """Temporary columns take names that nobody has."""
    columns = {"x": [12], "n": [100], "_cypplan_0_0": [7], "_cypplan_1_0": [8]}
    found = engine.back(
        with_rates(engine.make(columns, schema_of(columns)), count="x", population="n", into="_cypplan_2_0")
    )
    assert (found[0]["_cypplan_0_0"], found[0]["_cypplan_1_0"], found[0]["_cypplan_2_0"]) == (7, 8, 1200.0)


def test_sql_does_not_tell_capitals() -> None:
    """For DuckDB "Rate" and "rate" are one column, so the one that is there counts as taken."""
    with pytest.raises(FrameError, match='already has a column "Rate"'):
        with_rates(duckdb.connect().sql('SELECT 1 AS x, 2 AS n, 3 AS "Rate"'), count="x", population="n")


def test_levels_name_their_columns(engine: EngineKind) -> None:
    """One level has plain names, several have their own, none has no limits."""
    native = engine.make({"x": [12], "n": [100]}, {"x": "Int64", "n": "Int64"})

    def names(confidence: Any) -> list[str]:
        return list(engine.back(with_rates(native, count="x", population="n", confidence=confidence))[0])[2:]

    assert names(None) == ["rate", "rate_reason"]
    assert names((0.95,)) == ["rate", "rate_lower", "rate_upper", "rate_reason"]
    assert names((0.95, 0.998)) == [
        "rate", "rate_lower_95", "rate_upper_95", "rate_lower_99_8", "rate_upper_99_8", "rate_reason",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("unit", "error"), [("percent_of_pupils", FrameError), ("per_10_000_kittens", UnitError)]
)
def test_rates_need_a_unit_of_rates(unit: str, error: type[Exception]) -> None:
    """A unit that is no rate is refused."""
    with pytest.raises(error, match=unit):
        with_rates(pl.DataFrame({"x": [1], "n": [2]}), count="x", population="n", unit=unit)


def test_percentages_need_a_unit_of_percentages() -> None:
    """A unit that is no percentage is refused."""
    with pytest.raises(FrameError, match="is no percentage"):
        with_proportions(pl.DataFrame({"x": [1], "n": [2]}), count="x", total="n", unit="per_10_000_children")


def test_what_is_no_table_is_refused() -> None:
    """A list of rows is not one of the kinds."""
    with pytest.raises(FrameError, match="list is no table"):
        with_rates([{"x": 1, "n": 2}], count="x", population="n")
