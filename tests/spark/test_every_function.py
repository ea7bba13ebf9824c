"""Every table function runs on Spark and gives what it gives on Polars."""

from __future__ import annotations

import datetime as dt
import inspect
import math
import random
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from cypplan import calc

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

pytestmark = pytest.mark.spark

# the key of a result's rows, and what the function is asked
CALLS: dict[str, tuple[list[str], dict[str, Any]]] = {
    "changes_by": (
        ["area"],
        {
            "by": "area",
            "value": "value",
            "start": "start",
            "end": "end",
            "periods": ("2018/19 financial", "2019/20 financial"),
        },
    ),
    "directly_standardised_by": (
        ["area"],
        {"by": "area", "count": "count", "population": "total", "weight": "weight"},
    ),
    "indirectly_standardised_by": (
        ["area"],
        {
            "by": "area",
            "count": "count",
            "population": "total",
            "reference_count": "other_count",
            "reference_population": "other_total",
        },
    ),
    "inequality_indices_by": (
        ["area"],
        {"by": "area", "rank": "year", "value": "value", "population": "total", "standard_error": "spread"},
    ),
    "means_by": (["area"], {"by": "area", "value": "value"}),
    "trends_by": (
        ["area"],
        {
            "by": "area",
            "start": "start",
            "end": "end",
            "count": "count",
            "total": "total",
        },
    ),
    "with_bands": (["key"], {"value": "value", "area": "area", "by": "year"}),
    "with_change": (["key"], {"before": "value", "after": "other", "direction": "higher"}),
    "with_control_limits": (
        ["key"],
        {"value": "value", "order_by": "year", "by": "area"},
    ),
    "with_funnel": (
        ["key"],
        {
            "count": "count",
            "total": "total",
            "unit": "percent_of_children",
            "by": "year",
        },
    ),
    "with_gaps": (["key"], {"ours": "value", "theirs": "other"}),
    "with_narrowing": (["key"], {"now": "value", "then": "other"}),
    "with_proportion_differences": (
        ["key"],
        {"count": "count", "total": "total", "other_count": "other_count", "other_total": "other_total"},
    ),
    "with_proportions": (["key"], {"count": "count", "total": "total", "confidence": (0.95, 0.998)}),
    "with_ranks": (["key"], {"value": "value", "area": "area", "by": "year"}),
    "with_rate_differences": (
        ["key"],
        {
            "count": "count",
            "population": "total",
            "other_count": "other_count",
            "other_population": "other_total",
        },
    ),
    "with_rate_ratios": (
        ["key"],
        {
            "count": "count",
            "population": "total",
            "other_count": "other_count",
            "other_population": "other_total",
        },
    ),
    "with_rates": (["key"], {"count": "count", "population": "total"}),
    "with_significance": (
        ["key"],
        {"lower": "lower", "upper": "upper", "benchmark": 40.0},
    ),
}
SCHEMA = (
    "key string, area string, year bigint, start date, end date, value double, other double, lower double, "
    "upper double, spread double, count double, total double, other_count double, other_total double, "
    "weight double"
)


def _rows() -> list[tuple[Any, ...]]:
    draw = random.Random(9)  # noqa: S311 (figures for a test)
    rows = []
    for area in range(9):
        for year in range(2009, 2022):
            value = None if draw.random() < 0.05 else draw.uniform(20.0, 60.0)
            wide = draw.uniform(1.0, 9.0)
            rows.append((
                f"{area}-{year}", f"E{area}", year, dt.date(year, 4, 1), dt.date(year + 1, 3, 31),
                value, draw.uniform(20.0, 60.0), None if value is None else value - wide,
                None if value is None else value + wide, wide / 2, float(draw.randint(0, 60)),
                float(draw.choice([0, 70, 200, 1000])), float(draw.randint(0, 60)),
                float(draw.choice([80, 300])), float(draw.randint(1, 9)),
            ))  # fmt: skip
    return rows


@pytest.fixture(scope="module")
def tables(spark: SparkSession) -> tuple[DataFrame, pl.DataFrame]:
    """The same figures as a Spark table and as a Polars one."""
    types = {"string": pl.String, "bigint": pl.Int64, "date": pl.Date, "double": pl.Float64}
    names = dict(part.split() for part in SCHEMA.split(", "))
    schema = {name: types[kind] for name, kind in names.items()}
    return spark.createDataFrame(_rows(), schema=SCHEMA).cache(), pl.DataFrame(
        _rows(), schema=schema, orient="row"
    )


def _same(one: Any, other: Any) -> bool:
    if isinstance(other, float) and math.isfinite(other):
        return isinstance(one, int | float) and math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-9)
    return one == other


def test_no_function_is_left_out() -> None:
    """A new table function is tried on Spark too: it is listed here."""
    assert {name for name in calc.__all__ if name.startswith("with_") or name.endswith("_by")} == set(CALLS)


@pytest.mark.parametrize("name", sorted(CALLS))
def test_function(tables: tuple[DataFrame, pl.DataFrame], name: str) -> None:
    """The Spark result is a Spark table with the columns, figures, words and reasons of the Polars one."""
    key, asked = CALLS[name]
    native, same = tables
    if "direction" in inspect.signature(getattr(calc, name)).parameters:
        asked = {"direction": "lower", **asked}
    made = getattr(calc, name)(native, **asked)
    expected = getattr(calc, name)(same, **asked)
    assert type(made) is type(native)
    assert made.columns == expected.columns
    found = {tuple(row[one] for one in key): row.asDict() for row in made.collect()}
    assert len(found) == expected.height
    for row in expected.iter_rows(named=True):
        mine = found[tuple(row[one] for one in key)]
        wrong = {
            column: (mine[column], cell) for column, cell in row.items() if not _same(mine[column], cell)
        }
        assert not wrong, (key, wrong)
