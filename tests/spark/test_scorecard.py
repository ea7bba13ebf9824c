"""A scorecard on Spark says what it says on Polars."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
import pytest

import cypplan

if TYPE_CHECKING:
    from pathlib import Path

    from pyspark.sql import DataFrame, SparkSession

pytestmark = pytest.mark.spark

INDICATORS = 4


@pytest.fixture(scope="module")
def figures(spark: SparkSession, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, DataFrame]:
    """Published figures of a few indicators that the plan measures, as a file and as a Spark table of it."""
    plan = cypplan.plan("warrington-care-2018")
    wanted = sorted({m.indicator.id for m in plan.measures if m.indicator is not None})
    there = cypplan.published().filter(pl.col("indicator").is_in(wanted))
    some = (
        there.select("indicator").unique().sort("indicator").head(INDICATORS).collect()["indicator"].to_list()
    )
    assert len(some) == INDICATORS
    path = tmp_path_factory.mktemp("figures") / "figures.parquet"
    there.filter(pl.col("indicator").is_in(some)).collect().write_parquet(path)
    return path, spark.read.parquet(str(path))


@pytest.mark.parametrize("as_of", ["2019-06-30", "2021-03-31"])
def test_scorecard_is_the_same(figures: tuple[Path, DataFrame], as_of: str) -> None:
    """Every verdict with its inputs, comparators, reasons and sources, before and after the target is due."""
    path, table = figures
    plan = cypplan.plan("warrington-care-2018")
    one = cypplan.scorecard(plan, table, as_of=as_of)
    other = cypplan.scorecard(plan, pl.scan_parquet(path), as_of=as_of)
    assert one.to_dict() == other.to_dict()
    assert any(verdict.observation is not None for verdict in one)


def test_scorecard_comes_back_as_a_spark_table(figures: tuple[Path, DataFrame]) -> None:
    """The caller gets the verdicts in his own kind of table, with the rows of the Polars one."""
    path, table = figures
    plan = cypplan.plan("warrington-care-2018")
    made = cypplan.scorecard(plan, table, as_of="2021-03-31").to_frame()
    assert type(made) is type(table)
    same = cypplan.scorecard(plan, pl.read_parquet(path), as_of="2021-03-31").to_frame()
    assert [row.asDict() for row in made.collect()] == same.to_dicts()
