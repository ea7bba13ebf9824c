"""Read figures with counts from files in the layout of Explore Education Statistics, and near relatives."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import attrs
import polars as pl

from cypplan_england.build.periods import dfe_period

if TYPE_CHECKING:
    from cypplan_england.build.areas import AreaIndex
    from cypplan_england.build.inputs import Inputs, Ledger

__all__ = ["MARKS", "Series", "load", "observations", "series_of"]

MARKS: Final = {
    "z": "not-applicable",
    "x": "not-available",
    ":": "not-available",
    "u": "not-available",
    "c": "suppressed",
    "k": "rounds-to-zero",
    "low": "rounds-to-zero",
    "~": "rounds-to-zero",
}
"""What stands in a cell in place of a number. ``u`` is of low reliability: no number is given."""
_LEVEL_FILE_REGION: Final = "region"
_SCALES: Final = {"share": 100.0, "rate": 10_000.0, "made-rate": 10_000.0}


@attrs.frozen(kw_only=True)
class Series:
    """One series: which rows and columns of which file make the figures of one indicator."""

    indicator: str
    file: str
    source: str
    kind: str
    period: str
    value: str | None = None
    count: str | None = None
    denominator: str | None = None
    where: dict[str, str] = attrs.field(factory=dict)
    total_where: dict[str, str] | None = None
    what: str = ""
    zero_is_missing: bool = False
    """Whether a period in which every area has 0 is one without figures."""
    only_before_lait: bool = False
    """Whether LAIT's value goes first wherever it has one: the file is of an older release."""

    @property
    def scale(self) -> float:
        """What count over denominator is multiplied by; 0 where the series is a plain number."""
        return _SCALES.get(self.kind, 0.0)


def series_of(tables: dict[str, list[dict[str, Any]]]) -> list[Series]:
    """Read the entries of ``series.toml``."""
    return [Series(**entry) for entry in tables["series"]]


def _located(frame: pl.DataFrame, areas: AreaIndex, names: dict[str, str]) -> pl.DataFrame:
    """Add the column ``area``: the code in force of the country, region or authority of each row."""
    if "geographic_level" in frame.columns:
        level = pl.col("geographic_level")
        authority = pl.col("old_la_code").replace_strict(
            areas.by_number, default=None, return_dtype=pl.String
        )
        again = pl.col("new_la_code").replace_strict(areas.by_code, default=None, return_dtype=pl.String)
        place = (
            pl.when(level == "National").then(pl.col("country_code"))
            .when(level == "Regional").then(pl.col("region_code"))
            .otherwise(authority.fill_null(again))
        )  # fmt: skip
    else:
        code = pl.col("la_code_9")
        region = (
            pl.col(_LEVEL_FILE_REGION)
            .str.to_lowercase()
            .replace_strict(names, default=None, return_dtype=pl.String)
        )
        known = code.replace_strict(areas.by_code, default=None, return_dtype=pl.String)
        place = pl.when(code == "ALL").then(region).otherwise(known)
    known_codes = list(areas.by_code)
    return frame.with_columns(area=pl.when(place.is_in(known_codes)).then(place))


def _dated(frame: pl.DataFrame, kind: str) -> pl.DataFrame:
    time = "time_period" if "time_period" in frame.columns else "cohort_19_in"
    texts = frame.get_column(time).drop_nulls().unique().sort().to_list()
    read = [(text, period) for text in texts if (period := dfe_period(text, kind))]
    rows = [(text, p.key, p.kind.value, p.start, p.end) for text, p in read]
    schema = {time: pl.String, "period": pl.String, "period_kind": pl.String}
    dates = {"period_start": pl.Date, "period_end": pl.Date}
    table = pl.DataFrame(rows, schema=schema | dates, orient="row")
    return frame.join(table, on=time, how="left", maintain_order="left").with_columns(time=pl.col(time))


def _number(column: str) -> pl.Expr:
    return pl.col(column).cast(pl.Float64, strict=False)


def _select(frame: pl.DataFrame, series: Series) -> pl.DataFrame:
    """Return the rows of the series with the texts of value, count and denominator side by side."""
    rows = frame.filter(*[pl.col(c) == v for c, v in series.where.items()])
    texts = {"value_text": series.value, "count_text": series.count, "denominator_text": series.denominator}
    rows = rows.with_columns(
        **{
            name: pl.col(column) if column else pl.lit(None, dtype=pl.String)
            for name, column in texts.items()
        }
    )
    if series.total_where is None or series.count is None:
        return rows
    totals = frame.filter(*[pl.col(c) == v for c, v in series.total_where.items()])
    totals = totals.select("area", "period", pl.col(series.count).alias("denominator_text")).unique(
        ["area", "period"]
    )
    return rows.drop("denominator_text").join(
        totals, on=["area", "period"], how="left", maintain_order="left"
    )


def _reject(rows: pl.DataFrame, series: Series, main: str, ledger: Ledger) -> pl.DataFrame:
    place = [c for c in ("time", "la_name", "region_name", "region") if c in rows.columns]
    known = pl.col(main).str.to_lowercase().is_in([*MARKS])
    unread = pl.col(main).is_not_null() & _number(main).is_null() & ~known
    reasons = (
        ("area is not in the code list", pl.col("area").is_null(), place[-1]),
        ("no period", pl.col("period").is_null(), "time"),
        ("neither a number nor a known mark", unread, main),
        ("same key as a row before", ~pl.struct("area", "period").is_first_distinct(), main),
    )
    for reason, condition, column in reasons:
        ledger.reject(series.file, rows.filter(condition), where=place, reason=reason, value=column)
        rows = rows.filter(~condition)
    return rows


def _exact(rows: pl.DataFrame, areas: AreaIndex) -> pl.DataFrame:
    """Say which counts were rounded: those of regions and England where all of a period are multiples of 10.

    Count and denominator are looked at apart: a population can be exact where the count is rounded.
    """
    above = ~pl.col("area").is_in(list(areas.authorities))
    tens = [(pl.col(c).fill_null(0) % 10 == 0).all().over(above, "period") for c in ("count", "denominator")]
    present = [pl.col(c).is_not_null().any().over(above, "period") for c in ("count", "denominator")]
    return rows.with_columns(rounded=above & ((tens[0] & present[0]) | (tens[1] & present[1])))


def observations(
    frame: pl.DataFrame, series: Series, areas: AreaIndex, names: dict[str, str], ledger: Ledger
) -> pl.DataFrame:
    """Return the figures of one series, with count and denominator only where both are exact.

    ``rounded`` says that the figure itself, or the count it will be computed from, was rounded to 10.
    """
    main = "value_text" if series.value else "count_text"
    rows = _select(_dated(_located(frame, areas, names), series.period), series)
    ledger.counts[f"{series.file} ({series.indicator}): rows"] = rows.height
    rows = _reject(rows, series, main, ledger)
    ledger.counts[f"{series.file} ({series.indicator}): observations"] = rows.height
    sign = pl.col(main).str.to_lowercase()
    rows = rows.with_columns(
        indicator=pl.lit(series.indicator),
        value=_number("value_text"),
        count=_number("count_text"),
        denominator=_number("denominator_text"),
        mark=pl.when(_number(main).is_null()).then(
            sign.replace_strict(MARKS, default="not-available", return_dtype=pl.String)
        ),
        qualifiers=pl.when(sign == "u").then(pl.lit("low-reliability")),
        decimals=pl.col("value_text").str.extract(r"\.(\d+)$").str.len_chars().fill_null(0).max(),
        source=pl.lit(series.source),
    )
    if series.zero_is_missing:
        rows = _without_false_zeros(rows, ledger)
    basis = rows if series.kind != "count" else rows.with_columns(count=pl.col("value"))
    rows = _exact(basis, areas)
    return rows.select(
        "indicator", "area", "period", "period_kind", "period_start", "period_end", "value", "count",
        "denominator", "mark", "qualifiers", "source", "rounded", "decimals",
        older=pl.lit(series.only_before_lait),
    )  # fmt: skip


def _without_false_zeros(rows: pl.DataFrame, ledger: Ledger) -> pl.DataFrame:
    """Take a period in which every area has 0 for one that is not available yet."""
    false = (pl.col("value") == 0).all().over("period")
    ledger.counts["zeros taken for not available"] += rows.filter(false).height
    return rows.with_columns(
        value=pl.when(~false).then("value"),
        count=pl.when(~false).then("count"),
        denominator=pl.when(~false).then("denominator"),
        mark=pl.when(false).then(pl.lit("not-available")).otherwise("mark"),
    )


def load(inputs: Inputs, series: list[Series]) -> dict[str, pl.DataFrame]:
    """Read each file once; raise :class:`BuildError` where one lacks a column that a series needs."""
    needed: dict[str, dict[str, None]] = {}
    for entry in series:
        columns = (entry.value, entry.count, entry.denominator, *entry.where, *(entry.total_where or {}))
        needed.setdefault(entry.file, {}).update(dict.fromkeys(filter(None, columns)))
    return {name: inputs.csv(name, *columns) for name, columns in sorted(needed.items())}
