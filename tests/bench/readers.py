"""Reading a wide file of Explore Education Statistics, beside the engine's own reading of the same file.

Both collect what they read, and both write it to Parquet, as one who reads more than fits into memory does.
For each row of thirteen columns ours then hold two observations of eighteen columns.
"""

from __future__ import annotations

import functools
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

import polars as pl

from .timing import Result, peak_of, turns

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROWS: Final = 200_000
_CHUNK: Final = 100_000
_MARKS: Final = ("c", "z", "x", "low")


def ees_file(path: Path, rows: int) -> None:
    """Write a file of so many rows: 150 authorities, 14 years, a filter, a count and a percentage."""
    at = pl.int_range(_CHUNK, eager=True)
    with path.open("wb") as file:
        for part in range(max(1, rows // _CHUNK)):
            n = at + part * _CHUNK
            mark = pl.Series(_MARKS)[(n % 4).cast(pl.UInt32)]
            year = 2011 + n // 150 % 14
            chunk = pl.select(
                time_period=pl.format("{}{}", year, (year + 1) % 100),
                time_identifier=pl.lit("Academic year"),
                geographic_level=pl.lit("Local authority"),
                country_code=pl.lit("E92000001"),
                country_name=pl.lit("England"),
                region_code=pl.lit("E12000002"),
                region_name=pl.lit("North West"),
                old_la_code=(n % 150 + 200).cast(pl.String),
                new_la_code=pl.format("E06000{}", (n % 150).cast(pl.String).str.zfill(3)),
                la_name=pl.format("Authority {}", n % 150),
                characteristic=pl.Series(["Total", "Boys", "Girls"])[(n // 2100 % 3).cast(pl.UInt32)],
                pupil_count=pl.when(n % 19 == 0).then(mark).otherwise((n * 7919 % 900).cast(pl.String)),
                pupil_percent=pl.when(n % 23 == 0)
                .then(mark)
                .otherwise((n * 104_729 % 1000 / 10).cast(pl.String)),
            )
            chunk.write_csv(file, include_header=part == 0)


def beside_scan_csv(rows: int = ROWS) -> Iterator[Result]:
    """Seconds for a file, written out and collected, and the memory that it takes."""
    from cypplan.observations.readers import read_any

    with tempfile.TemporaryDirectory(prefix="cypplan-bench-") as folder:
        path, out = Path(folder) / "figures.csv", Path(folder) / "out.parquet"
        ees_file(path, rows)
        what = f"EES file, {rows:,} rows, {path.stat().st_size >> 20:,} MB"
        ways: dict[str, Callable[[pl.LazyFrame], object]] = {
            "collected": lambda frame: frame.collect(engine="streaming").height,
            "to Parquet": lambda frame: frame.sink_parquet(out),
        }
        for name, way in ways.items():
            ours, theirs = turns(
                functools.partial(lambda way: way(read_any(path).observations), way),
                functools.partial(lambda way: way(pl.scan_csv(path)), way),
                runs=7 if rows <= ROWS else 2,
            )
            yield Result(f"{what}, {name}", ours, theirs, "s", f"scan_csv, {name}")
        prelude = "import polars as pl\nfrom cypplan.observations.readers import read_any"
        taken = peak_of(prelude, f"read_any({str(path)!r}).observations.sink_parquet({str(out)!r})")
        other = peak_of(prelude, f"pl.scan_csv({str(path)!r}).sink_parquet({str(out)!r})")
        yield Result(f"{what}, memory", taken, other, "MB", "scan_csv to Parquet")
