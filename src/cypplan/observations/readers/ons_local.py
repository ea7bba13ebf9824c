"""Local statistics of the Office for National Statistics.

One row a figure, ISO intervals and a status column.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl

from cypplan.observations.readers.common import constants_of, convention_for, needed
from cypplan.observations.readers.observing import Figure, Layout, judge
from cypplan.observations.readers.places import Places
from cypplan.observations.readers.protocol import NO, Head, Recognition, Request, recognised
from cypplan.observations.readers.reading import Note, Part, assumed, understood

if TYPE_CHECKING:
    from cypplan.observations.readers.opening import OpenTable

__all__ = ["OnsLocalReader"]

_AREA: Final = ("area_code", "areacd", "geography_code", "geocode", "gss_code")
_NAME: Final = ("area_name", "areanm", "geography_name")
_PERIOD: Final = ("period", "date", "time_period", "timeperiod", "xdomain_nm")
_VALUE: Final = ("value", "observation")
_STATUS: Final = ("status", "value_status", "observation_status", "obs_status", "data_marking", "data_marker")
_INDICATOR: Final = ("indicator_id", "indicator_slug", "indicator", "indicator_name", "measure", "slug")
_LOWER: Final = ("lower_95", "lower_ci_95", "lci", "lower_confidence_limit", "lower_ci", "95%_lower", "lower")
_UPPER: Final = ("upper_95", "upper_ci_95", "uci", "upper_confidence_limit", "upper_ci", "95%_upper", "upper")
_TELLING: Final = ("area_code", "period", "value", "status", "indicator")


class OnsLocalReader:
    """Reads tables in which a cell without a value says why in a column of its own."""

    name: str = "ons-local"
    title: str = "local statistics (Office for National Statistics)"

    def recognises(self, head: Head) -> Recognition:
        """Know it by code, period, value and status.

        With an interval or a status that tells it from a tidy table.
        """
        if "mark" in head.keys or "period_start" in head.keys or "obs_value" in head.keys:
            return NO
        known = recognised(head, (_AREA, _PERIOD, _VALUE, _STATUS), _TELLING)
        if known.fits or not known.lacks or "time_identifier" in head.keys:
            return known
        return NO if {"area_code", "value"} - head.keys else self._by_intervals(head, known)

    @staticmethod
    def _by_intervals(head: Head, known: Recognition) -> Recognition:
        """Take a table without a status for one that lacks it only where its periods are intervals."""
        intervals = any(cell and "/P" in cell for row in head.rows[:5] for cell in row)
        return known if intervals else NO

    def read(self, table: OpenTable, request: Request) -> Part:
        """Read the values; ``x`` or ``c`` in the status stands in place of one, ``p`` or ``r`` beside it."""
        indicator, status = table.column(*_INDICATOR), needed(table, *_STATUS)
        area = (needed(table, *_AREA), *filter(None, [table.column(*_NAME)]))
        source = constants_of(table, request)["source"]
        layout = Layout(
            figures=(
                Figure(
                    value=needed(table, *_VALUE),
                    indicator=None if indicator else str(source),
                    lower=table.column(*_LOWER),
                    upper=table.column(*_UPPER),
                    count=table.column("numerator", "count"),
                    denominator=table.column("denominator"),
                ),
            ),
            places=Places(request.areas),
            convention=convention_for(request, "gss"),
            area=area,
            period=(needed(table, *_PERIOD),),
            period_kind=request.period_kind,
            indicator=indicator,
            marks=_brackets(status),
            faults=table.faults(),
            constants=constants_of(table, request),
        )
        notes: list[Note] = [understood(f'marks: by the column "{status}"')]
        if not indicator:
            notes.append(assumed(f'all figures are of one indicator, called "{source}" after the file'))
        return Part(
            judged=judge(table.frame, layout), notes=tuple(notes), rows=table.frame, sheet=table.sheet
        )


def _brackets(status: str) -> pl.Expr:
    """Return the status in brackets, each letter by itself; words such as "normal" say nothing."""
    text = pl.col(status).str.strip_chars().str.to_lowercase()
    text = pl.when(~text.is_in(["", "normal", "a", "final", "ok"])).then(text)
    already = text.str.starts_with("[")
    return pl.when(already).then(text).otherwise(pl.format("[{}]", text.str.replace_all(r"[\s,;]+", "][")))
