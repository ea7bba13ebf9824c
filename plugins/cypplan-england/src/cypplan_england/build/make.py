"""The whole way from downloads to data files."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Final

import attrs
import polars as pl

from cypplan_england.build import areas as areas_room
from cypplan_england.build import catalogue as catalogue_room
from cypplan_england.build import ees, lait, neighbours, qualify, write
from cypplan_england.build.inputs import BuildError, read_toml
from cypplan_england.build.merge import KEY, counted, made_rates, merge

if TYPE_CHECKING:
    from pathlib import Path

    from cypplan_england.build.inputs import Inputs, Ledger

__all__ = ["OUTPUTS", "Made", "make", "save"]

OUTPUTS: Final = ("areas.csv", "neighbours.csv", "indicators.csv", "figures.parquet")
_POPULATION: Final = "population-0-17"


@attrs.frozen
class Made:
    """Everything that is written."""

    areas: list[dict[str, str]]
    neighbours: list[dict[str, str]]
    catalogue: list[dict[str, str]]
    figures: pl.DataFrame


def _others(inputs: Inputs, area_rows: list[dict[str, str]], ledger: Ledger) -> pl.DataFrame:
    """Return the figures of all files with counts."""
    index = areas_room.index_of(area_rows)
    names = {"all": "E92000001"} | {
        name.lower(): row["code"]
        for row in area_rows
        if row["kind"] == "region"
        for name in (row["name"], *filter(None, row["other_names"].split("|")))
    }
    series = ees.series_of(read_toml("series.toml"))
    files = ees.load(inputs, series)
    read = {s.indicator: ees.observations(files[s.file], s, index, names, ledger) for s in series}
    parts = [
        made_rates(read[s.indicator], s, read[_POPULATION])
        if s.kind == "made-rate"
        else counted(read[s.indicator], s, ledger)
        for s in series
    ]
    derivation = [pl.lit(None, dtype=pl.String).alias("derivation")]
    parts = [part if "derivation" in part.columns else part.with_columns(derivation) for part in parts]
    return pl.concat(parts, how="diagonal_relaxed")


def _sourced(rows: pl.DataFrame, sources: Path) -> pl.DataFrame:
    """Add the release of each source, and its date where the source has one and the row has none."""
    with sources.open("rb") as file:
        table = tomllib.load(file)
    unknown = sorted(set(rows.get_column("source").unique()) - set(table))
    if unknown:
        message = (
            f"sources.toml: no source {', '.join(unknown)}; add it with title, publisher, release and licence"
        )
        raise BuildError(message)
    releases = {ident: entry["release"] for ident, entry in table.items()}
    dates = {ident: entry.get("published") for ident, entry in table.items()}
    return rows.with_columns(
        release=pl.col("source").replace_strict(releases, return_dtype=pl.String),
        published=pl.col("published").fill_null(
            pl.col("source").replace_strict(list(dates), list(dates.values()), return_dtype=pl.Date)
        ),
        group=pl.lit("all"),
    )


def make(inputs: Inputs, sources: Path, ledger: Ledger) -> Made:
    """Read everything and return what is to be written; nothing is written here."""
    dictionary = lait.read_dictionary(inputs, ledger)
    figures = lait.read_figures(inputs)
    area_rows = areas_room.build_areas(inputs, areas_room.lait_names(figures))
    index = areas_room.index_of(area_rows)
    catalogue = catalogue_room.build_catalogue(dictionary, figures)
    facts = catalogue_room.facts_of(catalogue)
    published = lait.observations(figures, dictionary, facts.ids, index, ledger)
    published = qualify.mark_rounding(published, facts, index, ledger)
    merged = merge(published, _others(inputs, area_rows, ledger), facts, index, ledger)
    merged = qualify.withhold_implausible(merged, facts, index, ledger)
    table = write.figures_table(_sourced(merged, sources))
    if twice := table.select(KEY).is_duplicated().sum():
        message = (
            f"{twice} figures have the key of another one; a file holds rows that the script takes for one"
        )
        raise BuildError(message)
    ledger.counts["observations out"] = table.height
    return Made(area_rows, neighbours.build_neighbours(inputs, index, ledger), catalogue, table)


def save(made: Made, folder: Path) -> None:
    """Write the data files into ``folder``, each atomically."""
    folder.mkdir(parents=True, exist_ok=True)
    write.write_rows(folder / "areas.csv", areas_room.COLUMNS, made.areas)
    write.write_rows(folder / "neighbours.csv", neighbours.COLUMNS, made.neighbours)
    write.write_rows(folder / "indicators.csv", catalogue_room.COLUMNS, made.catalogue)
    write.write_figures(folder / "figures.parquet", made.figures)
