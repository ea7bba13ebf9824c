"""More rows than fit into memory: Parquet to Parquet, streamed, with the peak of memory measured."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from .tables import counts
from .timing import Result

if TYPE_CHECKING:
    from collections.abc import Iterator

CHUNK = 1_000_000

_SCRIPT = """
import json, resource, sys, time
source, target = sys.argv[1:]
from cypplan.calc import with_rates
start = time.perf_counter()
{work}
taken = time.perf_counter() - start
print(json.dumps([taken, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024]))
"""
_WORK = {
    "Polars lazily": """
import polars as pl
with_rates(pl.scan_parquet(source), count="count", population="population").sink_parquet(target)
""",
    "DuckDB": """
import duckdb
link = duckdb.connect(config={"memory_limit": "700MB", "preserve_insertion_order": False})
with_rates(link.read_parquet(source), count="count", population="population").write_parquet(target)
""",
}


def streamed(rows: int) -> Iterator[Result]:
    """Rates with limits of so many rows on each engine that streams, in a process of its own."""
    with tempfile.TemporaryDirectory(prefix="cypplan-bench-") as folder:
        source = Path(folder) / "figures"
        source.mkdir()
        chunk = counts(CHUNK)
        for part in range(rows // CHUNK):
            # every file differs, so that no engine can keep one for all
            chunk.with_columns(pl.col("area") + part).write_parquet(source / f"{part:05d}.parquet")
        for name, work in _WORK.items():
            target = Path(folder) / "rates.parquet"
            command = [sys.executable, "-c", _SCRIPT.format(work=work), f"{source}/*.parquet", str(target)]
            done = subprocess.run(command, check=True, capture_output=True, encoding="utf-8")
            taken, peak = json.loads(done.stdout.split("\n")[-2])
            written = pl.scan_parquet(target).select(pl.len()).collect().item()
            assert written == rows, f"{name} wrote {written:,} of {rows:,} rows"
            size = target.stat().st_size / (1 << 20)
            target.unlink()
            yield Result(f"{name}, {rows:,} rows, peak memory", peak, 1024.0, "MB", "one gigabyte")
            yield Result(
                f"{name}, {rows:,} rows, a row ({size:,.0f} MB written)", 1e9 * taken / rows, None, "ns"
            )
