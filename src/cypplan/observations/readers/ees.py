"""Explore Education Statistics.

Wide files of the Department for Education, with or without their .meta.csv.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import attrs
import polars as pl

from cypplan.errors import SchemaError
from cypplan.observations.readers.common import constants_of, needed, source_of
from cypplan.observations.readers.ees_columns import LEVELS, Columns, read_meta, sort_columns
from cypplan.observations.readers.marks import CONVENTIONS, Convention, convention_of
from cypplan.observations.readers.observing import Figure, Layout, judge
from cypplan.observations.readers.places import Places
from cypplan.observations.readers.protocol import NO, Head, Recognition, Request, recognised
from cypplan.observations.readers.reading import Note, Part, assumed, not_read, understood
from cypplan.observations.readers.times import ees_time

if TYPE_CHECKING:
    from cypplan.observations.readers.opening import OpenTable

__all__ = ["EesReader", "Groups", "era"]

_REQUIRED: Final = ("time_period", "time_identifier", "geographic_level")
_TELLING: Final = (*_REQUIRED, "country_code", "region_code", "new_la_code", "old_la_code", "la_name")
_TOTALS: Final = ("total", "all", "")
_NEW_MARKS: Final = frozenset({"z", "c", "k", "low", "u"})
_OLD_MARKS: Final = frozenset({".", ".."})
_LAST_OLD_YEAR: Final = 2019


@attrs.frozen
class _Area:
    """Finds the area of a row by its geographic level: the level's columns come first to last."""

    columns: tuple[str, ...]
    choices: dict[str, tuple[str, ...]]
    places: Places

    def find(self, level: str | None, *texts: str | None) -> tuple[str | None, str | None]:
        """Return the code of the area, or ``None`` and what is wrong."""
        names = self.choices.get((level or "").strip().casefold())
        if names is None:
            return None, f'the geographic level "{(level or "").strip()[:40]}" has no area of its own here'
        named = dict(zip(self.columns, texts, strict=True))
        return self.places.find(*(named[name] for name in names))


@attrs.frozen
class Groups:
    """Names the group of a row: the filters that do not stand for everybody, or "all"."""

    filters: tuple[str, ...]
    totals: dict[str, str] = attrs.field(factory=dict)

    def __call__(self, *texts: str | None) -> tuple[str]:
        """Return the group for the texts of the filters."""
        said: list[str] = []
        for name, text in zip(self.filters, texts, strict=True):
            plain = (text or "").strip()
            if plain.casefold() not in _TOTALS and plain != self.totals.get(name):
                said.append(f"{name}: {plain}")
        return ("; ".join(said) or "all",)


class EesReader:
    """Reads any file in the layout of Explore Education Statistics."""

    name: str = "ees"
    title: str = "Explore Education Statistics (Department for Education)"

    def recognises(self, head: Head) -> Recognition:
        """Know the layout by its columns of time and level, in any order and case."""
        if {"date", "area_code"} <= head.keys:
            return NO
        return recognised(head, _REQUIRED, _TELLING)

    def read(self, table: OpenTable, request: Request) -> Part:
        """Read every column of figures; each filter that is no total is part of the group."""
        layout, notes = self.layout(table, request)
        return Part(judged=judge(table.frame, layout), notes=notes, rows=table.frame, sheet=table.sheet)

    def layout(self, table: OpenTable, request: Request) -> tuple[Layout, tuple[Note, ...]]:
        """Return where time, place, filters and figures stand, and notes on how that was found."""
        convention, on_marks = era(table, request)
        columns = self._columns(table, request, convention)
        level = needed(table, "geographic_level")
        choices = _choices(table)
        place_columns = tuple(dict.fromkeys(name for names in choices.values() for name in names))
        source = source_of(table, request)
        layout = Layout(
            figures=tuple(Figure(value=name, indicator=f"{source}.{name}") for name in columns.figures),
            places=_Area(place_columns, choices, Places(request.areas)),
            convention=convention,
            area=(level, *place_columns),
            period=(needed(table, "time_period"), needed(table, "time_identifier")),
            times=ees_time,
            period_kind=request.period_kind,
            group=columns.filters,
            groups=Groups(columns.filters, columns.totals),
            faults=table.faults(),
            constants=constants_of(table, request),
        )
        return layout, (*_notes(columns), *on_marks, *_time_notes(table, request))

    @staticmethod
    def _columns(table: OpenTable, request: Request, convention: Convention) -> Columns:
        beside = request.beside or table.path.with_name(f"{table.path.stem}.meta.csv")
        meta = read_meta(beside) if request.beside or beside.is_file() else None
        found = sort_columns(table.path, table.columns, table.sample(), convention, meta)
        if not found.figures:
            raise SchemaError(
                str(table.path), "has no column of figures beside those of time, place and filters"
            )
        return found


def _choices(table: OpenTable) -> dict[str, tuple[str, ...]]:
    made = {
        level: tuple(name for key in keys if (name := table.column(key))) for level, keys in LEVELS.items()
    }
    return {level: columns for level, columns in made.items() if columns}


def era(table: OpenTable, request: Request) -> tuple[Convention, tuple[Note, ...]]:
    """Return the convention of marks of a file in this layout: the present one, or the one before it.

    ``x`` was *suppressed* until about 2018/19 and is *not available* since. A file shows its era by its
    other marks, and where it has none by its latest year; what the other convention alone knows is then
    rejected.
    """
    if request.marks:
        return convention_of(request.marks), (
            understood(f'marks: the convention "{request.marks}", as asked for'),
        )
    sample = table.sample()
    texts = {
        text.strip().casefold()
        for column in sample.get_columns()
        for text in column.unique().drop_nulls().to_list()
        if len(text) <= len("low") + 2
    }
    usual = CONVENTIONS["ees"].with_marks(request.noted)
    new, old = texts & _NEW_MARKS, texts & _OLD_MARKS
    if new or "x" not in texts | old or "x" in request.noted:
        return usual, ()
    time = table.column("time_period")
    years = (
        sample.get_column(time).str.extract(r"^\s*(\d{4})").cast(pl.Int64).drop_nulls()
        if time
        else pl.Series([])
    )
    latest = int(str(years.max())) if len(years) else None
    if old or (latest is not None and latest < _LAST_OLD_YEAR):
        return CONVENTIONS["dfe-before-ees"].with_marks(request.noted), (
            assumed(
                'marks: "x" is read as suppressed, as in tables to about 2018/19; '
                'give marks "ees" if it is not'
            ),
        )
    return usual, (
        assumed('marks: "x" is read as not available; give marks "dfe-before-ees" if it means suppressed'),
    )


def _notes(columns: Columns) -> list[Note]:
    how = "by the .meta.csv" if columns.by_meta else "by content, for want of a .meta.csv"
    notes = [understood(f"figures ({how}): {', '.join(columns.figures)}")]
    if columns.filters:
        notes.append(understood(f"groups ({how}): {', '.join(columns.filters)}"))
    if columns.empty:
        notes.append(not_read(f"columns that are empty or not described: {', '.join(columns.empty)}"))
    if columns.doubtful:
        notes.append(
            assumed(
                f"figures although some cells are neither numbers nor marks: {', '.join(columns.doubtful)}"
            )
        )
    return notes


def _time_notes(table: OpenTable, request: Request) -> list[Note]:
    time = table.column("time_identifier")
    identifiers = table.sample().get_column(time).drop_nulls().unique().sort().to_list() if time else []
    notes = [understood(f"time identifiers: {', '.join(identifiers)}")] if identifiers else []
    if any(one.strip().casefold() == "reporting year" for one in identifiers) and not request.period_kind:
        notes.append(
            assumed(
                "a reporting year is the financial year that ends in it; "
                'give the period kind "day" for 31 March'
            )
        )
    return notes
