"""Make ``indicators.csv``: every measure of LAIT, with what is known of it, and the curated ones."""

from __future__ import annotations

import re
from typing import Any, Final

import attrs
import polars as pl

from cypplan.periods import Period
from cypplan.units import Unit, UnitForm
from cypplan_england.build.inputs import BuildError, read_table, read_toml
from cypplan_england.build.lait import SOURCE
from cypplan_england.build.periods import lait_kind

__all__ = ["COLUMNS", "Facts", "build_catalogue", "facts_of", "slug"]

COLUMNS: Final = (
    "id", "title", "form", "unit", "direction", "period_kind", "population", "numerator", "denominator",
    "decimals", "source", "topic", "complement_of", "breaks", "events_repeat", "note", "lait",
)  # fmt: skip
_FORMS: Final = {
    UnitForm.COUNT: "count",
    UnitForm.PERCENT: "level",
    UnitForm.POINTS: "gap",
    UnitForm.RATE: "rate",
    UnitForm.SCORE: "score",
    UnitForm.MONEY: "score",
    UnitForm.DURATION: "score",
    UnitForm.RATIO: "score",
}
_DIRECTIONS: Final = {"High": "higher", "Low": "lower", "-": "none", None: "none"}
_WORDS: Final = {"%": " percent ", "&": " and ", "<": " under ", "+": " plus "}
_MOST_DECIMALS: Final = 6
"""Figures with more decimals were not rounded by the publisher: their decimals are unknown."""

Entry = dict[str, Any]


def slug(short: str) -> str:
    """Return the id of a measure by its short name: "LACDental%" is "lait-lacdental-percent"."""
    for sign, word in _WORDS.items():
        short = short.replace(sign, word)
    return "lait-" + "-".join(re.findall(r"[a-z0-9]+", short.lower()))


def _decimals(figures: pl.DataFrame) -> dict[str, int]:
    used = pl.col("clean").str.extract(r"\.(\d+)").str.len_chars().fill_null(0)
    return dict(
        figures.filter(pl.col("clean").is_not_null()).group_by("Short Desc").agg(used.max()).iter_rows()
    )


def _published_decimals(declared: str | None, used: int | None) -> str:
    if used is not None and declared is not None:
        return str(min(int(declared), used))
    return "" if used is None or used > _MOST_DECIMALS else str(used)


@attrs.frozen
class _Reviewed:
    """What was decided by hand: the unit of each axis, and what single measures have otherwise."""

    axes: dict[str, str]
    measures: dict[str, Entry]

    @classmethod
    def read(cls) -> _Reviewed:
        measures = {row["short"]: row for row in read_table("measures.csv").iter_rows(named=True)}
        return cls(dict(read_table("units.csv").select("y_axis", "unit").iter_rows()), measures)


def _measure(row: Entry, labels: list[str], used: int | None, reviewed: _Reviewed) -> Entry:
    short, axis = row["Measure_short"], row["y_axis_name"]
    own = reviewed.measures.get(short, {})
    unit = own.get("unit") or reviewed.axes.get(axis)
    if unit is None:
        message = f'units.csv: no unit for the axis "{axis}" of the measure "{short}"; add a row'
        raise BuildError(message)
    return {
        "id": slug(short),
        "title": " ".join(row["Measure"].split()),
        "form": own.get("form") or _FORMS[Unit.parse(unit).form],
        "unit": unit,
        "direction": _DIRECTIONS[row["Polarity"]],
        "period_kind": lait_kind(row["Year_Type"], labels).value,
        "decimals": _published_decimals(row["dps"], used),
        "source": SOURCE,
        "topic": (row["Topic"] or "").replace("\\", " and "),
        "events_repeat": own.get("events_repeat") == "yes",
        "lait": short,
    }


def _breaks(breaks: list[dict[str, str]]) -> str:
    return "|".join(f"{Period.parse(b['first']).key}: {b['reason']}" for b in breaks)


def _curate(measures: dict[str, Entry], curated: dict[str, Entry]) -> list[Entry]:
    """Lay the curated entries over the measures they name; entries without a measure are added."""
    over = {entry["lait"]: ident for ident, entry in curated.items() if "lait" in entry}
    unknown = sorted(set(over) - set(measures))
    if unknown:
        message = f"curated.toml: LAIT has no measure {', '.join(unknown)}; correct the short name"
        raise BuildError(message)
    made: list[Entry] = []
    for short, measure in measures.items():
        ident = over.get(short)
        made.append(measure | ({**curated[ident], "id": ident} if ident else {}))
    made += [{**entry, "id": ident} for ident, entry in curated.items() if "lait" not in entry]
    for entry in made:
        entry["form"] = entry.get("form") or _FORMS[Unit.parse(entry["unit"]).form]
        entry["breaks"] = _breaks(entry.get("breaks", []))
        entry["events_repeat"] = "yes" if entry.get("events_repeat") else ""
    return made


def _distinct(entries: list[Entry]) -> None:
    seen: dict[str, str] = {}
    for entry in entries:
        ident, short = entry["id"], entry.get("lait", "")
        if ident in seen:
            message = (
                f'two measures, "{seen[ident]}" and "{short}", have the id "{ident}"; '
                "give one of them an id in curated.toml"
            )
            raise BuildError(message)
        seen[ident] = short


def build_catalogue(dictionary: pl.DataFrame, figures: pl.DataFrame) -> list[dict[str, str]]:
    """Return the rows of ``indicators.csv`` in order of id."""
    labels = dict(figures.group_by("Short Desc").agg(pl.col("Years").unique().sort()).iter_rows())
    used, reviewed = _decimals(figures), _Reviewed.read()
    measures = {
        row["Measure_short"]: _measure(
            row, labels.get(row["Measure_short"], []), used.get(row["Measure_short"]), reviewed
        )
        for row in dictionary.iter_rows(named=True)
    }
    entries = _curate(measures, read_toml("curated.toml"))
    _distinct(entries)
    rows = [{column: str(entry.get(column, "")) for column in COLUMNS} for entry in entries]
    return sorted(rows, key=lambda row: row["id"])


@attrs.frozen
class Facts:
    """What the figures are treated by: the catalogue's rows, put together once."""

    ids: dict[str, str]
    """Indicator of each short name of LAIT."""
    decimals: dict[str, int]
    counts: frozenset[str]
    """Indicators that are counts."""
    rates: frozenset[str]
    """Indicators that are rates or percentages: those of England lie within its regions'."""


def facts_of(catalogue: list[dict[str, str]]) -> Facts:
    """Put together what the figures are treated by."""
    return Facts(
        ids={row["lait"]: row["id"] for row in catalogue if row["lait"]},
        decimals={row["id"]: int(row["decimals"]) for row in catalogue if row["decimals"]},
        counts=frozenset(row["id"] for row in catalogue if row["form"] == "count"),
        rates=frozenset(row["id"] for row in catalogue if row["form"] in {"rate", "level"}),
    )
