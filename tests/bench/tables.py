"""Columns of rates and percentages beside Polars, NumPy, plain Python and pandas by hand."""

from __future__ import annotations

import random
import time
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
from polars.testing import assert_frame_equal

import cypplan
from cypplan.calc import with_proportions, with_rates

from . import by_hand
from .timing import Result, peak_of, turns

if TYPE_CHECKING:
    from collections.abc import Iterator

MILLION = 1_000_000


def counts(rows: int, *, holes: bool = True) -> pl.DataFrame:
    """Whole counts and populations, a tenth of the counts below 10, some cells missing or zero."""
    draw = np.random.default_rng(1)
    population = draw.integers(1_000, 200_000, rows)
    count = np.where(draw.random(rows) < 0.1, draw.integers(0, 10, rows), draw.integers(10, 1_000, rows))
    table = pl.DataFrame({"area": np.arange(rows) % 153, "count": count, "population": population})
    if not holes:
        return table
    at = pl.int_range(pl.len())
    return table.with_columns(
        count=pl.when(at % 50 != 7).then(pl.col("count")),
        population=pl.when(at % 90 != 11).then(pl.col("population")).otherwise(0),
    )


def beside_polars() -> Iterator[Result]:
    """The same output by hand in Polars; both are compared before they are timed."""
    table = counts(MILLION)
    pairs = {
        "rates with limits and reasons": (
            lambda: with_rates(table, count="count", population="population"),
            lambda: by_hand.polars_rates(table),
        ),
        "percentages with limits and reasons": (
            lambda: with_proportions(table, count="count", total="population"),
            lambda: by_hand.polars_proportions(table),
        ),
    }
    for what, (ours, theirs) in pairs.items():
        assert_frame_equal(ours(), theirs(), rel_tol=1e-9)
        mine, other = turns(ours, theirs)
        yield Result(f"{what}, 10^6 rows", 1e3 * mine, 1e3 * other, "ms", "Polars by hand, same output")


def beside_numpy() -> Iterator[Result]:
    """The bare formula on arrays, which knows no missing value and no reason."""
    table = counts(MILLION, holes=False)
    x, n = (table[name].cast(pl.Float64).to_numpy() for name in ("count", "population"))
    ours = with_rates(table, count="count", population="population")
    for name, array in zip(("rate", "rate_lower", "rate_upper"), by_hand.numpy_rates(x, n), strict=True):
        np.testing.assert_allclose(ours[name].to_numpy(), array, rtol=1e-9)
    mine, other = turns(
        lambda: with_rates(table, count="count", population="population"), lambda: by_hand.numpy_rates(x, n)
    )
    yield Result("rates with limits, 10^6 rows", 1e3 * mine, 1e3 * other, "ms", "bare NumPy formula")


def beside_python() -> Iterator[Result]:
    """One number: a value that prints and explains itself, beside three bare floats."""
    calls = 2_000
    draw = random.Random(1)  # noqa: S311 (figures for a benchmark)
    pairs = [(draw.randint(0, 500), draw.randint(1_000, 200_000)) for _ in range(calls)]
    mine, other = turns(
        lambda: [cypplan.rate(x, n) for x, n in pairs], lambda: [by_hand.python_rate(x, n) for x, n in pairs]
    )
    yield Result("one rate", 1e6 * mine / calls, 1e6 * other / calls, "us", "bare Python expression")


def beside_pandas() -> Iterator[Result]:
    """Columns instead of a function applied row by row."""
    table = counts(100_000, holes=False).to_pandas()
    mine, other = turns(
        lambda: with_rates(table, count="count", population="population"),
        lambda: table.apply(by_hand.row_rate, axis=1, result_type="expand"),
        runs=2,
    )
    yield Result("rates with limits on pandas, 10^5 rows", 1e3 * mine, 1e3 * other, "ms", "apply row by row")
    rows = 100_000
    large = counts(MILLION, holes=False)
    ours, _ = turns(lambda: with_rates(large, count="count", population="population"), list)
    yield Result(
        "rates with limits on Polars, a row", 1e6 * ours / MILLION, 1e6 * other / rows, "us", "the same"
    )


def growth() -> Iterator[Result]:
    """Time for each row while the table grows: it should not rise."""
    first = None
    for power in (4, 5, 6, 7):
        rows = 10**power
        table = counts(rows)
        best = min(_once(table) for _ in range(4 if power == 7 else 7))
        each = 1e9 * best / rows
        first = each if first is None else first
        yield Result(f"rates with limits, 10^{power} rows, a row", each, first, "ns", "a row of 10^4 rows")


def _once(table: pl.DataFrame) -> float:
    start = time.perf_counter()
    with_rates(table, count="count", population="population")
    return time.perf_counter() - start


def memory() -> Iterator[Result]:
    """Greatest memory that adding rates takes on top of the table, each in a process of its own."""
    if not Path("/proc/self/clear_refs").exists():
        return
    prelude = f"""
from cypplan.calc import with_rates
from tests.bench.by_hand import polars_rates
from tests.bench.tables import counts
table = counts({4 * MILLION})
with_rates(table.head(1000), count="count", population="population"), polars_rates(table.head(1000))
"""
    ours = peak_of(prelude, 'with_rates(table, count="count", population="population")')
    theirs = peak_of(prelude, "polars_rates(table)")
    yield Result("memory for rates, 4 x 10^6 rows", ours, theirs, "MB", "Polars by hand")
