"""Steps that need a whole table and not only a batch of it.

Rows that come twice, figures missing everywhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl

from cypplan.observations.readers.observing import FAULT, Judged
from cypplan.observations.table import Mark

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["KEY", "not_collected_anywhere", "once"]

KEY: Final = ("indicator", "area", "period", "group")
_SAME: Final = ("value", "count", "denominator", "lower", "upper", "mark")


def once(judged: Judged, key: Sequence[str] = KEY) -> Judged:
    """Reject every line whose key another line had before.

    The reason says whether its figure is another one.
    """
    good = pl.col(FAULT).is_null()
    keys = pl.struct(*key)
    first = keys.is_first_distinct()
    same = pl.struct(*key, *_SAME).is_duplicated()
    reason = (
        pl.when(same)
        .then(pl.lit("same figure as in a row before"))
        .otherwise(pl.lit("same key as a row before, with another figure"))
    )
    kept = judged.observations.with_columns(pl.when(~first).then(reason).alias(FAULT))
    lines = pl.concat([kept, judged.rejections])
    return Judged(
        lines=lines,
        observations=kept.filter(good),
        rejections=pl.concat([kept.filter(~good), judged.rejections]),
    )


def not_collected_anywhere(judged: Judged) -> Judged:
    """Mark as not collected what is not available for a single area in a period."""
    key = ["indicator", "period"]
    missing = pl.col("mark").eq_missing(Mark.NOT_AVAILABLE.value)
    nowhere = judged.observations.group_by(key).agg(missing.all().alias("_nowhere"))

    def marked(frame: pl.LazyFrame) -> pl.LazyFrame:
        mark = pl.when(pl.col("_nowhere") & pl.col(FAULT).is_null()).then(pl.lit(Mark.NOT_COLLECTED.value))
        joined = frame.join(nowhere, on=key, how="left", maintain_order="left")
        return joined.with_columns(mark=mark.otherwise("mark")).drop("_nowhere")

    return Judged(
        lines=marked(judged.lines), observations=marked(judged.observations), rejections=judged.rejections
    )
