"""A plain tidy table: the observation format itself, or one row a figure with indicator, area.

Period and value.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl

from cypplan.observations.readers.common import constants_of, convention_for, needed
from cypplan.observations.readers.observing import Figure, Layout, judge
from cypplan.observations.readers.places import Places
from cypplan.observations.readers.protocol import Head, Recognition, Request, recognised
from cypplan.observations.readers.reading import Part, understood
from cypplan.observations.table import MISSING_MARKS

if TYPE_CHECKING:
    from cypplan.observations.readers.opening import OpenTable

__all__ = ["TidyReader"]

_AREA: Final = ("area", "area_code", "gss_code", "area_name", "authority", "local_authority")
_REQUIRED: Final = ("indicator", _AREA, "period", "value")
_TELLING: Final = ("indicator", "area", "period", "value")
_NUMBERS: Final = ("count", "denominator", "lower", "upper")
_GIVEN: Final = ("source", "release", "published", "derivation")


class TidyReader:
    """Reads a table with the columns indicator, area, period and value, and any others of the contract."""

    name: str = "tidy"
    title: str = "a tidy table, one row a figure"

    def recognises(self, head: Head) -> Recognition:
        """Know it by the columns of the observation table that it must have."""
        return recognised(head, _REQUIRED, _TELLING)

    def read(self, table: OpenTable, request: Request) -> Part:
        """Read it; cells may hold marks, and a column of marks may say why there is no value."""
        given = {name: column for name in _GIVEN if (column := table.column(name))}
        time = (needed(table, "period"), *filter(None, [table.column("period_kind")]))
        group = table.column("group")
        mark = table.column("mark")
        convention = convention_for(request, "own")
        qualifiers = table.column("qualifiers")
        constants = {name: value for name, value in constants_of(table, request).items() if name not in given}
        layout = Layout(
            figures=(
                Figure(
                    value=needed(table, "value"),
                    count=table.column("count"),
                    denominator=table.column("denominator"),
                    lower=table.column("lower"),
                    upper=table.column("upper"),
                ),
            ),
            places=Places(request.areas),
            convention=convention,
            area=(needed(table, *_AREA),),
            period=time,
            period_kind=request.period_kind if len(time) == 1 else None,
            group=(group,) if group else (),
            groups=_group,
            indicator=needed(table, "indicator"),
            blank=_mark(mark) if mark else None,
            more_qualifiers=qualifiers,
            faults=(*table.faults(), *(_mark_faults(mark) if mark else ())),
            constants=constants,
            columns=given,
        )
        known = [name for name in (*_NUMBERS, *_GIVEN, "group", "mark", "qualifiers") if table.column(name)]
        notes = [understood(f"columns beside those required: {', '.join(known)}")] if known else []
        return Part(
            judged=judge(table.frame, layout), notes=tuple(notes), rows=table.frame, sheet=table.sheet
        )


def _group(text: str | None) -> tuple[str]:
    return ((text or "").strip() or "all",)


def _mark(column: str) -> pl.Expr:
    word = pl.col(column).str.strip_chars().str.to_lowercase()
    return (
        pl.when(word.is_in([str(mark) for mark in MISSING_MARKS]))
        .then(word)
        .otherwise(pl.lit("not-available"))
    )


def _mark_faults(column: str) -> tuple[tuple[str, pl.Expr], ...]:
    word = pl.col(column).str.strip_chars().str.to_lowercase()
    known = ", ".join(sorted(MISSING_MARKS))
    wrong = (word != "") & ~word.is_in([str(mark) for mark in MISSING_MARKS])
    return ((f'the column "mark" holds no mark; it is one of {known}', wrong.fill_null(value=False)),)
