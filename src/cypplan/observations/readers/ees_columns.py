"""Which column of an Explore Education Statistics file is what.

Known by name, by its .meta.csv, or by content.
"""

from __future__ import annotations

import csv
import re
from typing import TYPE_CHECKING, Final

import attrs

from cypplan.errors import ReadError, SchemaError
from cypplan.observations.readers.protocol import column_key

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import polars as pl

    from cypplan.observations.readers.marks import Convention

__all__ = ["LEVELS", "Columns", "read_meta", "sort_columns"]

LEVELS: Final = {
    "national": ("country_code",),
    "regional": ("region_code", "region_name"),
    "local authority": ("new_la_code", "old_la_code", "la_name"),
    "local authority district": ("lad_code", "lad_name"),
    "parliamentary constituency": ("pcon_code",),
    "ward": ("ward_code",),
    "english devolved area": ("english_devolved_area_code",),
    "mayoral combined authority": ("mayoral_combined_authority_code", "mca_code"),
    "local enterprise partnership": ("local_enterprise_partnership_code", "lep_code"),
}
"""The columns of which the first that names an area is the area of a row, by its geographic level."""
_OTHER_PLACES: Final = re.compile(
    r"(?:country|region)_(?:code|name)|(?:old|new)_la_code|la_(?:name|code)|rsc_region_lead_name"
    r"|(?:lad|pcon|ward|mca|lep|lsip|rsc_region_lead|sponsor|provider|institution|trust|opportunity_area"
    r"|planning_area|english_devolved_area|mayoral_combined_authority|local_enterprise_partnership"
    r"|local_skills_improvement_plan_area|police_force_area|academy_trust|multi_academy_trust)"
    r"_(?:code|name|id|lead|lead_name|ukprn)|school_(?:urn|laestab|name|estab|postcode)"
)
_TIME: Final = ("time_period", "time_identifier", "geographic_level")
_GROUPS: Final = re.compile(
    "age|age_group|year_group|nc_?year|national_curriculum_year|urn|laestab|ukprn|week|week_number|month|quintile|decile"
)
"""Columns that hold groups even where these are written as numbers."""
_WORDS: Final = re.compile("[a-z]{3}", re.IGNORECASE)
_META: Final = ("col_name", "col_type")


@attrs.frozen
class Columns:
    """The columns of a file by what they are."""

    figures: tuple[str, ...]
    filters: tuple[str, ...]
    totals: dict[str, str] = attrs.field(factory=dict)
    """The value of a filter that stands for everybody, where the .meta.csv names one."""
    empty: tuple[str, ...] = ()
    by_meta: bool = False
    doubtful: tuple[str, ...] = ()
    """Columns taken for figures although some of their cells are neither numbers nor known marks."""


def read_meta(path: Path) -> list[dict[str, str]]:
    """Return the rows of a .meta.csv; raise :class:`SchemaError` where it is none."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = [
                {column_key(k or ""): v or "" for k, v in row.items() if isinstance(v, str)}
                for row in csv.DictReader(file)
            ]
    except (OSError, UnicodeError, csv.Error) as error:
        raise ReadError(str(path), f"cannot be read as the description of a file: {error}") from None
    if rows and (lacking := [name for name in _META if name not in rows[0]]):
        raise SchemaError(str(path), f"lacks the column {', '.join(lacking)}; a .meta.csv has them")
    return rows


def sort_columns(
    path: Path,
    columns: Sequence[str],
    sample: pl.DataFrame,
    convention: Convention,
    meta: list[dict[str, str]] | None,
) -> Columns:
    """Say of each column whether it is time or place, a filter, or holds figures."""
    keys = {name: column_key(name) for name in columns}
    rest = [
        name for name, key in keys.items() if name and key not in _TIME and not _OTHER_PLACES.fullmatch(key)
    ]
    return _described(path, rest, meta) if meta else _by_content(rest, sample, convention)


def _described(path: Path, rest: list[str], meta: list[dict[str, str]]) -> Columns:
    spelt = {column_key(name): name for name in rest}
    types = {column_key(row["col_name"]): row["col_type"].strip().casefold() for row in meta}
    groupings = {column_key(row.get("filter_grouping_column", "")) for row in meta} - {""}
    absent = [row["col_name"] for row in meta if column_key(row["col_name"]) not in spelt]
    if absent:
        raise SchemaError(
            str(path), f"lacks the column {', '.join(absent)}, which its .meta.csv describes; "
            "the two are not of one release: remove the .meta.csv or take the right one"
        )  # fmt: skip
    figures = tuple(spelt[key] for key, kind in types.items() if kind == "indicator")
    grouped = [spelt[key] for key in groupings if key in spelt and key not in types]
    filters = [spelt[key] for key, kind in types.items() if kind == "filter"]
    left = [name for key, name in spelt.items() if key not in types and key not in groupings]
    totals = {
        spelt[column_key(row["col_name"])]: row["filter_default"].strip()
        for row in meta
        if row.get("filter_default", "").strip()
    }
    return Columns(figures, tuple(dict.fromkeys([*grouped, *filters])), totals, tuple(left), by_meta=True)


def _by_content(rest: list[str], sample: pl.DataFrame, convention: Convention) -> Columns:
    figures: list[str] = []
    filters: list[str] = []
    empty: list[str] = []
    doubtful: list[str] = []
    for name in rest:
        texts = [text.strip() for text in sample.get_column(name).unique().drop_nulls().to_list()]
        texts = [text for text in texts if text]
        unread = [text for text in texts if not convention.read(text).known]
        if not texts:
            empty.append(name)
        elif (
            _GROUPS.fullmatch(column_key(name))
            or any(_WORDS.search(text) for text in unread)
            or len(unread) == len(texts)
        ):
            filters.append(name)
        else:
            figures.append(name)
            if unread:
                doubtful.append(name)
    return Columns(tuple(figures), tuple(filters), empty=tuple(empty), doubtful=tuple(doubtful))
