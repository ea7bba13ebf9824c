"""Rates and percentages on Spark in every case that they know, and faults."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from cypplan.calc import with_proportions, with_rates
from cypplan.errors import FrameError

if TYPE_CHECKING:
    from collections.abc import Callable

    from pyspark.sql import DataFrame, SparkSession

pytestmark = pytest.mark.spark

# every reason and every branch of the limits: none, few, broken, many, too many, no denominator
COUNTS = [None, 0.0, 3.0, 9.0, 9.5, 10.0, 11.5, 380.0, 1e6, -1.0, math.nan, math.inf, 5.0, 5.0, 5.0, 7.0]
TOTALS = [10.0, 10.0, 10.0, 9.0, 10.0, 100.0, 100.0, 115_165.0, 1e7, 10.0, 10.0, 10.0, 0.0, None, -3.0, 4.0]


def _both(spark: SparkSession, columns: dict[str, list[Any]], schema: str) -> tuple[DataFrame, pl.DataFrame]:
    rows = list(zip(*columns.values(), strict=True))
    types = {"double": pl.Float64, "bigint": pl.Int64, "string": pl.String, "boolean": pl.Boolean}
    names = dict(part.split() for part in schema.split(", "))
    table = pl.DataFrame(columns, schema={name: types[kind] for name, kind in names.items()})
    return spark.createDataFrame(rows, schema=schema), table


def _rows(made: DataFrame | pl.DataFrame, key: str) -> list[dict[str, Any]]:
    rows = made.to_dicts() if isinstance(made, pl.DataFrame) else [row.asDict() for row in made.collect()]
    return sorted(rows, key=lambda row: str(row[key]))


def _assert_same(spark_made: DataFrame, polars_made: pl.DataFrame, key: str) -> None:
    one, other = _rows(spark_made, key), _rows(polars_made, key)
    assert len(one) == len(other) > 0
    for left, right in zip(one, other, strict=True):
        assert list(left) == list(right)
        for name, value in right.items():
            if isinstance(value, float) and math.isfinite(value):
                assert left[name] == pytest.approx(value, rel=1e-12), (name, right)
            else:
                assert left[name] == value or value != value, (name, right)  # noqa: PLR0124 (NaN)


@pytest.mark.parametrize("confidence", [0.95, (0.95, 0.998), None])
@pytest.mark.parametrize(
    "added",
    [
        lambda table, confidence: with_rates(table, count="x", population="n", confidence=confidence),
        lambda table, confidence: with_proportions(table, count="x", total="n", confidence=confidence),
    ],
    ids=["rates", "proportions"],
)
def test_rates_and_proportions(spark: SparkSession, added: Callable[..., Any], confidence: Any) -> None:
    """Values, limits and reasons agree to 1e-12; the Spark table stays one and stays lazy."""
    columns = {"row": list(range(len(COUNTS))), "x": COUNTS, "n": TOTALS}
    table, same = _both(spark, columns, "row bigint, x double, n double")
    made = added(table, confidence)
    assert type(made) is type(table)
    _assert_same(made, added(same, confidence), "row")


def test_faults_are_named_before_spark_computes(spark: SparkSession) -> None:
    """A missing column, a clash in any case of letters and a column of texts fail where they are named."""
    table = spark.createDataFrame([(1, 2, "a")], schema="plans bigint, Rate bigint, word string")
    with pytest.raises(FrameError, match=r'no column "plan".* Did you mean "plans"'):
        with_rates(table, count="plan", population="plans")
    with pytest.raises(FrameError, match='already has a column "Rate"'):
        with_rates(table, count="plans", population="plans")
    with pytest.raises(FrameError, match='"word" is of type String'):
        with_rates(table, count="word", population="plans", into="r")
