"""What a careful analyst writes without this library, for the same columns of output."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
from scipy import stats

if TYPE_CHECKING:
    from collections.abc import Mapping

Z = 1.959963984540054
LOW = [0.0, *(float(stats.chi2.ppf(0.025, 2 * x) / 2) for x in range(1, 10))]
HIGH = [float(stats.chi2.ppf(0.975, 2 * x + 2) / 2) for x in range(10)]
SCALE = 10_000


def _reason(x: pl.Expr, n: pl.Expr, *, part: bool) -> pl.Expr:
    reason = (
        pl.when(x.is_null())
        .then(pl.lit("no count"))
        .when(n.is_null())
        .then(pl.lit("no denominator"))
        .when(x < 0)
        .then(pl.lit("count below 0"))
    )
    reason = reason.when(n <= 0).then(pl.lit("denominator not above 0"))
    return reason.when(x > n).then(pl.lit("count above total")) if part else reason


def polars_rates(table: pl.DataFrame) -> pl.DataFrame:
    """Rates per 10,000 with Byar's and exact limits and reasons, in Polars, for whole numbers."""
    good = pl.col("count").ge(0) & pl.col("population").gt(0)
    x = pl.when(good).then(pl.col("count")).cast(pl.Float64)
    k = SCALE / pl.col("population")
    x1 = x + 1
    u = 1 - 1 / (9 * x) - Z / (3 * x.sqrt())
    v = 1 - 1 / (9 * x1) + Z / (3 * x1.sqrt())
    at = pl.col("count").clip(0, 9).fill_null(0)
    few = x < 10
    lower = pl.when(few).then(pl.lit(pl.Series(LOW)).gather(at)).otherwise(x * u * u * u)
    upper = pl.when(few).then(pl.lit(pl.Series(HIGH)).gather(at)).otherwise(x1 * v * v * v)
    # lazily, so that Polars computes once what stands twice
    return (
        table.lazy()
        .with_columns(
            rate=x * k,
            rate_lower=lower * k,
            rate_upper=upper * k,
            rate_reason=_reason(pl.col("count"), pl.col("population"), part=False),
        )
        .collect()
    )


def polars_proportions(table: pl.DataFrame) -> pl.DataFrame:
    """Percentages with Wilson's limits and reasons, in Polars, for whole numbers."""
    count, total = pl.col("count"), pl.col("population")
    x = pl.when((count >= 0) & (total > 0) & (count <= total)).then(count).cast(pl.Float64)
    n = total.cast(pl.Float64)
    middle, half, scale = 2 * x + Z * Z, Z * (Z * Z + 4 * x * (1 - x / n)).sqrt(), 2 * (n + Z * Z)
    return (
        table.lazy()
        .with_columns(
            percent=100 * x / n,
            percent_lower=100 * pl.when(x == 0).then(0.0).otherwise((middle - half) / scale),
            percent_upper=100 * pl.when(x == n).then(1.0).otherwise((middle + half) / scale),
            percent_reason=_reason(count, total, part=True),
        )
        .collect()
    )


def numpy_rates(x: np.ndarray, n: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Rates and limits of arrays without anything missing: the bare formula, no reasons."""
    k = SCALE / n
    with np.errstate(divide="ignore"):
        u = 1 - 1 / (9 * x) - Z / (3 * np.sqrt(x))
    x1 = x + 1
    v = 1 - 1 / (9 * x1) + Z / (3 * np.sqrt(x1))
    few = x < 10
    at = np.where(few, x, 0).astype(np.int64)
    with np.errstate(invalid="ignore"):
        lower = np.where(few, np.array(LOW)[at], x * u * u * u)
    upper = np.where(few, np.array(HIGH)[at], x1 * v * v * v)
    return x * k, lower * k, upper * k


def python_rate(x: float, n: float) -> tuple[float, float, float]:
    """Rate and limits of one pair of numbers: the bare expression."""
    k = SCALE / n
    if x < 10:
        return x * k, LOW[int(x)] * k, HIGH[int(x)] * k
    u = 1 - 1 / (9 * x) - Z / (3 * math.sqrt(x))
    x1 = x + 1
    v = 1 - 1 / (9 * x1) + Z / (3 * math.sqrt(x1))
    return x * k, x * u * u * u * k, x1 * v * v * v * k


def row_rate(row: Mapping[str, float]) -> tuple[float, float, float]:
    """Return the same for a row of pandas, as ``apply`` calls it."""
    return python_rate(row["count"], row["population"])
