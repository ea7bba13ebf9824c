"""What the figures themselves show: rounded counts, and values of England that cannot be true."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl

if TYPE_CHECKING:
    from cypplan_england.build.areas import AreaIndex
    from cypplan_england.build.catalogue import Facts
    from cypplan_england.build.inputs import Ledger

__all__ = ["mark_rounding", "withhold_implausible"]

_ENGLAND: Final = "E92000001"
_ENOUGH: Final = 30
"""Fewer authorities with values could all be multiples of 5 by chance."""
_FEW_REGIONS: Final = 5


def _with(qualifier: str) -> pl.Expr:
    return pl.concat_str([pl.col("qualifiers"), pl.lit(qualifier)], separator=" ", ignore_nulls=True)


def mark_rounding(rows: pl.DataFrame, facts: Facts, areas: AreaIndex, ledger: Ledger) -> pl.DataFrame:
    """Mark counts of LAIT as rounded where all of a period are multiples of 5, or of 10 above authorities."""
    authority = pl.col("area").is_in(list(areas.authorities))
    count = pl.col("indicator").is_in(list(facts.counts)) & pl.col("value").is_not_null()
    group = ["indicator", "period", authority]
    n = pl.col("value").is_not_null().sum().over(group)
    varied = pl.col("value").max().over(group) > 0
    five = (pl.col("value").fill_null(0) % 5 == 0).all().over(group) & varied
    ten = (pl.col("value").fill_null(0) % 10 == 0).all().over(group) & varied
    above = count & ~authority & (n >= _FEW_REGIONS)
    by_ten = above & ten
    by_five = (count & authority & (n >= _ENOUGH) & five) | (above & five & ~ten)
    ledger.counts["LAIT counts marked rounded-5"] = rows.filter(by_five).height
    ledger.counts["LAIT counts marked rounded-10"] = rows.filter(by_ten).height
    return rows.with_columns(
        qualifiers=pl.when(by_ten)
        .then(_with("rounded-10"))
        .when(by_five)
        .then(_with("rounded-5"))
        .otherwise("qualifiers")
    )


def withhold_implausible(rows: pl.DataFrame, facts: Facts, areas: AreaIndex, ledger: Ledger) -> pl.DataFrame:
    """Take away a rate or percentage of England that lies outside the range of its regions.

    An average cannot lie there; a sum of the regions' rates does. The derivation keeps the published value.
    """
    regional = rows.filter(pl.col("area").is_in(list(areas.regions)))
    spread = regional.group_by("indicator", "period").agg(
        low=pl.col("value").min(), high=pl.col("value").max(), n=pl.col("value").count()
    )
    joined = rows.join(spread, on=["indicator", "period"], how="left", maintain_order="left")
    room = pl.lit(10.0) ** -pl.col("indicator").replace_strict(
        facts.decimals, default=6, return_dtype=pl.Int64
    ).cast(pl.Float64)
    outside = (pl.col("value") > pl.col("high") + room) | (pl.col("value") < pl.col("low") - room)
    bad = (
        pl.col("indicator").is_in(list(facts.rates))
        & (pl.col("area") == _ENGLAND)
        & (pl.col("n") >= _FEW_REGIONS)
        & outside
    ).fill_null(value=False)
    for row in joined.filter(bad).sort("indicator", "period").iter_rows(named=True):
        ledger.withheld.append((row["indicator"], row["period"], row["value"], row["low"], row["high"]))
    words = pl.format(
        "published value {} withheld: it lies outside the range of the regions, {} to {}",
        "value",
        "low",
        "high",
    )
    return joined.with_columns(
        value=pl.when(~bad).then("value"),
        mark=pl.when(bad).then(pl.lit("not-available")).otherwise("mark"),
        derivation=pl.when(bad).then(words).otherwise("derivation"),
        count=pl.when(~bad).then("count"),
        denominator=pl.when(~bad).then("denominator"),
    ).drop("low", "high", "n")
