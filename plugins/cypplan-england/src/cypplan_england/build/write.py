"""Write the data files: each whole or not at all, and the same bytes for the same content."""

from __future__ import annotations

import csv
import io
import os
from typing import TYPE_CHECKING, Final

import polars as pl

from cypplan.observations.table import COLUMNS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

__all__ = ["figures_table", "write_figures", "write_rows"]

_TYPES: Final = {"text": pl.String, "number": pl.Float64, "date": pl.Date}
_ROWS_IN_GROUP: Final = 32_768
"""About twenty indicators: a filter by indicator reads one or two groups."""


def _atomically(path: Path, write: Callable[[Path], object]) -> None:
    partial = path.with_name(path.name + ".part")
    try:
        write(partial)
        os.replace(partial, path)  # noqa: PTH105 (as plain as Path.replace, and named in the docs as atomic)
    finally:
        partial.unlink(missing_ok=True)


def write_rows(path: Path, columns: Sequence[str], rows: Sequence[dict[str, str]]) -> None:
    """Write a CSV with Unix line ends."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    _atomically(path, lambda part: part.write_text(text.getvalue(), encoding="utf-8", newline=""))


def figures_table(rows: pl.DataFrame) -> pl.DataFrame:
    """Return the rows in the columns, types and order of the observation table."""
    absent = [pl.lit(None).alias(c.name) for c in COLUMNS if c.name not in rows.columns]
    typed = [pl.col(c.name).cast(_TYPES[c.type]) for c in COLUMNS]
    return rows.with_columns(absent).select(typed).sort("indicator", "area", "period_end", "period")


def write_figures(path: Path, table: pl.DataFrame) -> None:
    """Write the observation table, packed tightly."""
    _atomically(
        path,
        lambda part: table.write_parquet(
            part, compression="zstd", compression_level=19, row_group_size=_ROWS_IN_GROUP
        ),
    )
