"""Nomis: extracts of official labour market and population statistics, in the columns of its own service."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import attrs
import polars as pl

from cypplan.observations.readers.common import constants_of, convention_for, needed
from cypplan.observations.readers.observing import Figure, Layout, judge
from cypplan.observations.readers.places import Places
from cypplan.observations.readers.protocol import Head, Recognition, Request, recognised
from cypplan.observations.readers.reading import Part, understood
from cypplan.observations.readers.times import Stretch, label
from cypplan.observations.table import Mark

if TYPE_CHECKING:
    from cypplan.observations.readers.opening import OpenTable

__all__ = ["NomisReader"]

_REQUIRED: Final = ("obs_value", ("geography_code", "geography"), ("date", "date_name", "time"))
_TELLING: Final = (
    "obs_value",
    "geography_code",
    "geography_name",
    "date",
    "date_name",
    "measures_name",
    "obs_status",
)
_PLAIN: Final = ("geography", "date", "time", "measures", "obs", "record", "urn", "freq")
_STATUS: Final = {
    "a": None,
    "f": "e",
    "q": "x",
    "c": "c",
    "m": "x",
    "l": "x",
    "s": "c",
    "p": "p",
    "r": "r",
    "e": "e",
    "u": "u",
    "b": "b",
}
"""What the status of an observation means, in the letters of government spreadsheets; A is a normal value."""
_EVERYBODY: Final = ("total", "all", "persons", "all persons", "all ages", "value")


@attrs.frozen
class _Groups:
    """Names the group: the dimensions of the extract that do not mean everybody."""

    columns: tuple[str, ...]

    def __call__(self, *texts: str | None) -> tuple[str]:
        said: list[str] = []
        for name, text in zip(self.columns, texts, strict=True):
            plain = (text or "").strip()
            if plain and plain.casefold() not in _EVERYBODY:
                said.append(f"{name.casefold().removesuffix('_name')}: {plain}")
        return ("; ".join(said) or "all",)


def _time(text: str, kind: str | None = None) -> Stretch:
    """Return the period: a year, a month, or "Apr 2023-Mar 2024" as Nomis writes a rolling year."""
    first, dash, last = text.partition("-")
    if dash and first[:3].isalpha() and last[:3].isalpha():
        start, end = label(first.strip()), label(last.strip())
        return label(f"{start.start}/{end.end}")
    return label(text, kind)


class NomisReader:
    """Reads the CSV that the service of Nomis gives for a query."""

    name: str = "nomis"
    title: str = "Nomis (Office for National Statistics)"

    def recognises(self, head: Head) -> Recognition:
        """Know the extract by its column of values and those of place and date."""
        return recognised(head, _REQUIRED, _TELLING)

    def read(self, table: OpenTable, request: Request) -> Part:
        """Read the values; the dataset is the indicator, the measure and other dimensions are the group."""
        keys = {name: name.casefold() for name in table.columns}
        dimensions = tuple(
            name for name, key in keys.items() if key.endswith("_name") and not key.startswith(_PLAIN)
        )
        measure = table.column("measures_name", "measures")
        status = table.column("obs_status")
        source = constants_of(table, request)["source"]
        layout = Layout(
            figures=(Figure(value=needed(table, "obs_value"), indicator=str(source)),),
            places=Places(request.areas),
            convention=convention_for(request, "gss"),
            area=(
                needed(table, "geography_code", "geography"),
                *filter(None, [table.column("geography_name")]),
            ),
            period=(needed(table, "date_name", "date", "time"),),
            times=_time,
            period_kind=request.period_kind,
            group=(*dimensions, *([measure] if measure else [])),
            groups=_Groups((*dimensions, *([measure] if measure else []))),
            marks=_letters(status) if status else None,
            blank=pl.lit(Mark.NOT_AVAILABLE.value),
            faults=(*table.faults(), *(_unknown(status) if status else ())),
            constants=constants_of(table, request),
        )
        notes = (understood(f"groups: {', '.join(layout.group) or 'everybody'}"),)
        return Part(judged=judge(table.frame, layout), notes=notes, rows=table.frame, sheet=table.sheet)


def _letters(status: str) -> pl.Expr:
    letters = {key: f"[{mark}]" for key, mark in _STATUS.items() if mark}
    return pl.col(status).str.strip_chars().str.to_lowercase().replace_strict(
        letters, default=None, return_dtype=pl.String
    )  # fmt: skip


def _unknown(status: str) -> tuple[tuple[str, pl.Expr], ...]:
    text = pl.col(status).str.strip_chars().str.to_lowercase()
    return (
        (
            "the status of the value is not known",
            ((text != "") & ~text.is_in(list(_STATUS))).fill_null(value=False),
        ),
    )
