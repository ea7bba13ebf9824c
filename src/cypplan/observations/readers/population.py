"""Mid-year population estimates of the Office for National Statistics.

The CSV of children, and the workbook.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Final

import attrs

from cypplan.errors import PeriodError
from cypplan.observations.readers.common import constants_of, convention_for, needed
from cypplan.observations.readers.ees import EesReader
from cypplan.observations.readers.observing import Figure, Layout, judge
from cypplan.observations.readers.places import Places
from cypplan.observations.readers.protocol import NO, YES, Head, Recognition, Request, column_key
from cypplan.observations.readers.reading import Part, understood
from cypplan.observations.readers.times import Stretch, stretch_of
from cypplan.periods import Period

if TYPE_CHECKING:
    from cypplan.observations.readers.opening import OpenTable

__all__ = ["PopulationReader", "mid_year"]

_SHEET: Final = ("code", "name", "geography")
_MID: Final = re.compile(r"mid[-_ ]?((?:19|20)\d\d)", re.IGNORECASE)
_AGE: Final = re.compile(r"(?:age_?)?(\d{1,3})(?:\+|_?and_?over)?", re.IGNORECASE)
_MONTH: Final = 6
_LAST: Final = 30


def mid_year(text: str) -> Stretch:
    """Return 30 June of a year, at which mid-year estimates stand."""
    if not (found := _MID.search(text)):
        raise PeriodError(f'"{text}" names no mid-year such as "mid-2023"')
    return stretch_of(Period.day(dt.date(int(found[1]), _MONTH, _LAST)))


@attrs.frozen
class _Same:
    """Gives one period for every row."""

    period: Stretch

    def __call__(self, *texts: str) -> Stretch:
        del texts
        return self.period


class PopulationReader:
    """Reads estimates by age and area.

    Other sheets of the workbook (migration, density, median age) are left.
    """

    name: str = "ons-population"
    title: str = "mid-year population estimates (Office for National Statistics)"

    def recognises(self, head: Head) -> Recognition:
        """Know the CSV by its columns, and a sheet by its columns and its title."""
        if {"time_period", "geographic_level", "age_group", "population_estimate"} <= head.keys:
            return YES
        if not set(_SHEET) <= head.keys:
            return NO
        title = head.title.casefold()
        estimates = "population estimates" in title or "single year of age" in title
        if estimates and ("all_ages" in head.keys and _MID.search(head.title)):
            return YES
        return YES if estimates and any(_MID.fullmatch(name) for name in head.columns) else NO

    def read(self, table: OpenTable, request: Request) -> Part:
        """Read every age, or every year, as a figure: the number of people at 30 June."""
        if table.column("population_estimate") and table.column("time_period"):
            return self._csv(table, request)
        years = [name for name in table.columns if _MID.fullmatch(name)]
        layouts = self._by_year(table, request, years) if years else self._by_age(table, request)
        said = (
            f"mid-years: {', '.join(years)}"
            if years
            else f"ages: {len(layouts.figures)} columns, {table.title}"
        )
        return Part(
            judged=judge(table.frame, layouts), notes=(understood(said),), rows=table.frame, sheet=table.sheet
        )

    @staticmethod
    def _csv(table: OpenTable, request: Request) -> Part:
        part = EesReader().read(table, attrs.evolve(request, period_kind=request.period_kind or "mid-year"))
        return attrs.evolve(part, notes=(*part.notes, understood("each year is the estimate at 30 June")))

    def _by_age(self, table: OpenTable, request: Request) -> Layout:
        ages = [
            name
            for name in table.columns
            if column_key(name) == "all_ages" or _AGE.fullmatch(column_key(name))
        ]
        sex = _sex(table.title, table.sheet or "")
        figures = tuple(Figure(value=name, indicator="population", group=_group(sex, name)) for name in ages)
        return self._layout(table, request, figures, mid_year(table.title))

    def _by_year(self, table: OpenTable, request: Request, years: list[str]) -> Layout:
        figures = tuple(Figure(value=name, indicator="population", period_kind=name) for name in years)
        return attrs.evolve(self._layout(table, request, figures, None), times=_by_column)

    @staticmethod
    def _layout(
        table: OpenTable, request: Request, figures: tuple[Figure, ...], period: Stretch | None
    ) -> Layout:
        code = needed(table, "code")
        return Layout(
            figures=figures,
            places=Places(request.areas),
            convention=convention_for(request, "own"),
            area=(code,),
            period=(code,),
            times=_Same(period) if period else _by_column,
            faults=table.faults(),
            constants=constants_of(table, request),
        )


def _by_column(text: str, column: str = "") -> Stretch:
    """Return the mid-year that a column's heading names; it comes as the kind of its figures' period."""
    del text
    return mid_year(column)


def _sex(*texts: str) -> str | None:
    words = " ".join(texts).casefold()
    if "females" in words and "males" not in words.replace("females", ""):
        return "Female"
    return "Male" if "males" in words.replace("females", "") and "females" not in words else None


def _group(sex: str | None, age: str) -> str:
    said = [f"sex: {sex}"] if sex else []
    if column_key(age) != "all_ages":
        said.append(f"age: {age}")
    return "; ".join(said) or "all"
