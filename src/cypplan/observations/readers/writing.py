"""Writing tables so that nothing in them acts: a spreadsheet program runs cells that look like formulas."""

from __future__ import annotations

from typing import Final

import polars as pl

__all__ = ["without_formulas"]

_STARTS: Final = r"^[=+\-@\t\r]"


def without_formulas(frame: pl.DataFrame) -> pl.DataFrame:
    """Return a table in which texts that begin as a formula does have an apostrophe before them."""
    texts = [name for name, dtype in frame.schema.items() if dtype == pl.String]
    acts = [pl.col(name).str.contains(_STARTS) for name in texts]
    return frame.with_columns(
        pl.when(test).then(pl.lit("'") + pl.col(name)).otherwise(name).alias(name)
        for name, test in zip(texts, acts, strict=True)
    )
