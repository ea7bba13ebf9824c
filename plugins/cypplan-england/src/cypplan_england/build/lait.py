"""Read the Local Authority Interactive Tool: its dictionary and its figures."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

import polars as pl

from cypplan_england.build.periods import lait_period

if TYPE_CHECKING:
    from cypplan_england.build.areas import AreaIndex
    from cypplan_england.build.inputs import Inputs, Ledger

__all__ = ["FILE", "SOURCE", "observations", "read_dictionary", "read_figures"]

FILE: Final = "lait_bds_long_0.parquet"
SOURCE: Final = "dfe-lait"
_SERIAL_ZERO: Final = dt.date(1899, 12, 30)
"""Day 0 of the spreadsheet serials in the dictionary's dates."""
_PLACE: Final = ("Short Desc", "LA and Regions", "Years")
_COLUMNS: Final = (
    "Topic", "Measure", "Measure_short", "Polarity", "y_axis_name", "dps", "Year_Type", "Last Update",
)  # fmt: skip


def read_dictionary(inputs: Inputs, ledger: Ledger) -> pl.DataFrame:
    """Return one row a measure: of a measure listed twice the first, filled from the others."""
    listed = inputs.csv("lait_data_dictionary.csv", *_COLUMNS).select(_COLUMNS)
    cleaned = listed.with_columns(pl.all().replace("NA", None))
    # "Measure_short" joins exactly: the name in the figures has the same inner blanks
    once = cleaned.group_by("Measure_short", maintain_order=True).agg(pl.all().drop_nulls().first())
    ledger.counts["lait_data_dictionary.csv: rows"] = listed.height
    ledger.counts["lait_data_dictionary.csv: measures"] = once.height
    return once.with_columns(published=pl.col("Last Update").map_elements(_date, return_dtype=pl.Date))


def _date(serial: str) -> dt.date | None:
    return _SERIAL_ZERO + dt.timedelta(days=int(serial)) if serial.isdigit() else None


def read_figures(inputs: Inputs) -> pl.DataFrame:
    """Return the figures with the area's number as text and the values freed of float noise.

    15 significant digits are what a double carries for certain: "4.4000000000000004" is 4.4.
    """
    raw = pl.read_parquet(inputs.path(FILE)).with_columns(
        number=pl.col("LA Number").cast(pl.Int64).cast(pl.String),
        Values=pl.col("Values").str.strip_chars(),
    )
    texts = raw.get_column("Values").drop_nulls().unique().to_list()
    clean = pl.DataFrame(
        {"Values": texts, "clean": [_clean(text) for text in texts]},
        schema={"Values": pl.String, "clean": pl.String},
    )
    return raw.join(clean, on="Values", how="left", maintain_order="left")


def _clean(text: str) -> str | None:
    try:
        return f"{float(text):.15g}"
    except ValueError:
        return None


def _periods(figures: pl.DataFrame) -> pl.DataFrame:
    pairs = figures.select("Year_Type", "Years").unique().drop_nulls()
    rows: list[tuple[object, ...]] = []
    for year_type, label in pairs.iter_rows():
        if read := lait_period(year_type, label):
            period, qualifier = read
            rows.append(
                (year_type, label, period.key, period.kind.value, period.start, period.end, qualifier or None)
            )
    schema = {"Year_Type": pl.String, "Years": pl.String, "period": pl.String, "period_kind": pl.String}
    dates = {"period_start": pl.Date, "period_end": pl.Date, "qualifiers": pl.String}
    return pl.DataFrame(rows, schema=schema | dates, orient="row")


def _reject(figures: pl.DataFrame, ledger: Ledger) -> pl.DataFrame:
    """Drop the rows that can be no observation, each with its reason."""
    reasons = {
        "measure is not in the dictionary": (pl.col("indicator").is_null(), "Short Desc"),
        "area is not in the code list": (pl.col("area").is_null(), "LA and Regions"),
        "no period": (pl.col("period").is_null(), "Years"),
        "not a number": (pl.col("clean").is_null() & (pl.col("Values").fill_null("") != "-"), "Values"),
    }
    for reason, (condition, column) in reasons.items():
        ledger.reject(FILE, figures.filter(condition), where=_PLACE, reason=reason, value=column)
        figures = figures.filter(~condition)
    twice = ~pl.struct("indicator", "area", "period").is_first_distinct()
    reason = "same key as a row before"
    ledger.reject(FILE, figures.filter(twice), where=_PLACE, reason=reason, value="Values")
    return figures.filter(~twice)


def observations(
    figures: pl.DataFrame, dictionary: pl.DataFrame, ids: dict[str, str], areas: AreaIndex, ledger: Ledger
) -> pl.DataFrame:
    """Return the figures as observations; ``ids`` gives the indicator of each short name."""
    measures = dictionary.select(pl.col("Measure_short").alias("Short Desc"), "Year_Type", "published")
    joined = figures.join(measures, on="Short Desc", how="left")
    joined = joined.join(_periods(joined), on=["Year_Type", "Years"], how="left")
    joined = joined.with_columns(
        indicator=pl.col("Short Desc").replace_strict(ids, default=None, return_dtype=pl.String),
        area=pl.col("number").replace_strict(areas.by_number, default=None, return_dtype=pl.String),
    )
    kept = _reject(joined, ledger)
    missing = pl.col("Values") == "-"
    nowhere = missing.all().over("indicator", "period")
    ledger.counts[f"{FILE}: rows"] = figures.height
    ledger.counts[f"{FILE}: observations"] = kept.height
    return kept.with_columns(
        value=pl.col("clean").cast(pl.Float64),
        mark=pl.when(nowhere).then(pl.lit("not-collected")).when(missing).then(pl.lit("not-available")),
        source=pl.lit(SOURCE),
    )
