"""Put the figures of all sources together: one row for each indicator, area and period."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl

from cypplan.calc.columns import with_rates

if TYPE_CHECKING:
    from cypplan_england.build.areas import AreaIndex
    from cypplan_england.build.catalogue import Facts
    from cypplan_england.build.ees import Series
    from cypplan_england.build.inputs import Ledger

__all__ = ["KEY", "counted", "made_rates", "merge"]

KEY: Final = ["indicator", "area", "period"]
_PERIOD: Final = ["period_kind", "period_start", "period_end"]
_EPS: Final = 1e-9


def _half(decimals: pl.Expr) -> pl.Expr:
    """Half a unit of the last decimal: as far as a rounded figure may lie from the true one."""
    return 0.5 * (pl.lit(10.0) ** -decimals.cast(pl.Float64)) + _EPS


def counted(rows: pl.DataFrame, series: Series, ledger: Ledger) -> pl.DataFrame:
    """Keep count and denominator only where they are exact and reproduce the published value."""
    if not series.scale:
        return rows.with_columns(
            qualifiers=pl.when(pl.col("rounded") & pl.col("value").is_not_null())
            .then(pl.lit("rounded-10")).otherwise("qualifiers"),
            count=pl.lit(None, dtype=pl.Float64),
        )  # fmt: skip
    both = pl.col("count").is_not_null() & (pl.col("denominator") > 0) & ~pl.col("rounded")
    quotient = series.scale * pl.col("count") / pl.col("denominator")
    fits = ((quotient - pl.col("value")).abs() <= _half(pl.col("decimals"))).fill_null(value=False)
    fits = fits & (pl.col("count") <= pl.col("denominator"))
    name = f"{series.indicator}: published value is not the quotient of its counts"
    ledger.counts[name] += rows.filter(both & pl.col("value").is_not_null() & ~fits).height
    return rows.with_columns(
        count=pl.when(both & fits).then("count"), denominator=pl.when(both & fits).then("denominator")
    )


def made_rates(rows: pl.DataFrame, series: Series, population: pl.DataFrame) -> pl.DataFrame:
    """Compute rates per 10,000 children from counts, with the mid-year estimate of the year before the end.

    For a year that ends on 31 March that is the estimate inside it; for a snapshot on 31 March it is the
    estimate on which the published rate rests.
    """
    base = population.select("area", year=pl.col("period_end").dt.year() + 1, denominator="value")
    joined = rows.drop("denominator").with_columns(year=pl.col("period_end").dt.year())
    joined = joined.join(base, on=["area", "year"], how="left", maintain_order="left")
    joined = with_rates(joined, count="count", population="denominator", confidence=None, into="rate")
    value = pl.col("rate")
    words = pl.format(
        "rate per 10,000: count of " + series.what + " / ONS mid-{} children aged 0 to 17", pl.col("year") - 1
    )
    return joined.with_columns(
        value=value,
        mark=pl.when(value.is_null()).then(pl.col("mark").fill_null("not-available")),
        derivation=pl.when(value.is_not_null()).then(words),
        qualifiers=pl.when(pl.col("rounded") & value.is_not_null())
        .then(pl.lit("rounded-10")).otherwise("qualifiers"),
        count=pl.when(~pl.col("rounded") & value.is_not_null()).then("count"),
        denominator=pl.when(~pl.col("rounded") & value.is_not_null()).then("denominator"),
    ).drop("year", "rate", "rate_reason")  # fmt: skip


def _disagreements(both: pl.DataFrame, decimals: dict[str, int], ledger: Ledger) -> None:
    least = pl.min_horizontal(
        "decimals", pl.col("indicator").replace_strict(decimals, default=9, return_dtype=pl.Int64)
    )
    apart = both.filter((pl.col("value") - pl.col("value_lait")).abs() > _half(least))
    for row in apart.sort(KEY).iter_rows(named=True):
        ledger.disagreements.append(
            (row["indicator"], row["area"], row["period"], str(row["value_lait"]), str(row["value"]))
        )


def _take_counts(both: pl.DataFrame, decimals: dict[str, int], ledger: Ledger) -> pl.DataFrame:
    """For a rate that LAIT publishes keep its value, and add count and population where they reproduce it."""
    dec = pl.col("indicator").replace_strict(decimals, default=0, return_dtype=pl.Int64)
    fits = ((pl.col("value") - pl.col("value_lait")).abs() <= _half(dec)) & pl.col("count").is_not_null()
    for (indicator,), part in both.filter(pl.col("count").is_not_null()).group_by("indicator"):
        good = part.filter(fits).height
        ledger.counts[f"{indicator}: LAIT value reproduced by count and population"] += good
        ledger.counts[f"{indicator}: LAIT value not reproduced (revised population)"] += part.height - good
    return both.filter(fits).select(*KEY, "count", "denominator")


def merge(
    lait: pl.DataFrame, others: pl.DataFrame, facts: Facts, areas: AreaIndex, ledger: Ledger
) -> pl.DataFrame:
    """Return one row a key: the file with counts where it has them, LAIT otherwise.

    A computed rate never takes the place of a published one; a missing value never that of a value.
    """
    joined = others.join(
        lait.select(*KEY, value_lait="value", mark_lait="mark"), on=KEY, how="left", maintain_order="left"
    )
    both = joined.filter(pl.col("value").is_not_null() & pl.col("value_lait").is_not_null())
    made = pl.col("derivation").is_not_null()
    _disagreements(both.filter(~made), facts.decimals, ledger)
    added = _take_counts(both.filter(made), facts.decimals, ledger)
    plain = pl.col("indicator").is_in(list(facts.counts)) & pl.col("area").is_in(list(areas.authorities))
    stays = (
        pl.when(pl.col("value_lait").is_null() & pl.col("value").is_not_null()).then(pl.lit(value=True))
        .when(pl.col("value_lait").is_not_null() & pl.col("value").is_null()).then(pl.lit(value=False))
        .when(pl.col("value").is_null()).then(
            pl.col("mark_lait").is_null() | (pl.col("mark") != "not-available")
        )
        .otherwise(~made & ~pl.col("older") & (pl.col("count").is_not_null() | plain))
    )  # fmt: skip
    kept = joined.filter(stays).drop("value_lait", "mark_lait")
    rest = lait.join(kept, on=KEY, how="anti").join(added, on=KEY, how="left", maintain_order="left")
    ledger.counts["rates computed from counts"] = kept.filter(made).height
    ledger.counts["LAIT rows replaced by a row of a file with counts"] = lait.height - rest.height
    ledger.counts["rows of files with counts that LAIT does not have"] = joined.filter(
        pl.col("value_lait").is_null() & pl.col("mark_lait").is_null()
    ).height
    ledger.counts["rows of files with counts set aside for LAIT's"] = joined.height - kept.height
    return pl.concat([rest, kept], how="diagonal_relaxed")
