"""Fingertips: downloads of the Office for Health Improvement and Disparities."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import attrs
import polars as pl

from cypplan.observations.readers.common import constants_of, needed
from cypplan.observations.readers.marks import CONVENTIONS
from cypplan.observations.readers.observing import Figure, Layout, judge
from cypplan.observations.readers.places import Places
from cypplan.observations.readers.protocol import Head, Recognition, Request, recognised
from cypplan.observations.readers.reading import Note, Part, assumed, understood
from cypplan.observations.readers.times import Stretch, label
from cypplan.observations.readers.whole import once
from cypplan.observations.table import Mark

if TYPE_CHECKING:
    from cypplan.observations.readers.opening import OpenTable

__all__ = ["FingertipsReader"]

_REQUIRED: Final = (
    "indicator_id", "area_code", "time_period", "value", "sex", "age",
    ("lower_ci_95.0_limit", "lower_ci_limit", "lower_ci_95_limit"),
    ("upper_ci_95.0_limit", "upper_ci_limit", "upper_ci_95_limit"),
    "count", "denominator",
)  # fmt: skip
_TELLING: Final = (
    "indicator_id",
    "indicator_name",
    "area_code",
    "parent_code",
    "value_note",
    "time_period_sortable",
    "value",
)
_EVERYBODY: Final = {"sex": ("persons", "not applicable", ""), "age": ("all ages", "not applicable", "")}
_SUPPRESSED: Final = ("suppress", "disclos", "small number")


@attrs.frozen
class _Groups:
    """Names the group: sex, age and category where they do not mean everybody."""

    columns: tuple[str, ...]

    def __call__(self, *texts: str | None) -> tuple[str]:
        said: list[str] = []
        given = dict(zip(self.columns, ((text or "").strip() for text in texts), strict=True))
        for name in ("sex", "age"):
            text = given.get(name, "")
            if text.casefold() not in _EVERYBODY[name]:
                said.append(f"{name}: {text}")
        if category := given.get("category"):
            said.append(f"{given.get('category_type') or 'category'}: {category}")
        return ("; ".join(said) or "all",)


def _time(text: str, length: str = "", kind: str | None = None) -> Stretch:
    """Return the period; its length in years tells "2008-10" from a month."""
    years = re.fullmatch(r"(\d+)y", length.strip())
    if years and int(years[1]) > 1:
        return label(text, "span")
    plain = re.fullmatch(r"(\d{4}) ?(Q[1-4]|[A-Z][a-z]{2,8})", text.strip())
    if plain and not plain[2].startswith("Q"):  # "2020 Nov"
        text = f"{plain[2]} {plain[1]}"
    return label(text, kind)


class FingertipsReader:
    """Reads the download of one indicator or of many."""

    name: str = "fingertips"
    title: str = "Fingertips (Office for Health Improvement and Disparities)"

    def recognises(self, head: Head) -> Recognition:
        """Know the download by its columns."""
        return recognised(head, _REQUIRED, _TELLING)

    def read(self, table: OpenTable, request: Request) -> Part:
        """Read the values with counts and 95 % limits.

        England comes twice in these files, and counts once.
        """
        columns = {
            key: name for key in ("sex", "age", "category_type", "category") if (name := table.column(key))
        }
        note = table.column("value_note")
        time = (needed(table, "time_period"), *filter(None, [table.column("time_period_range")]))
        indicator = needed(table, "indicator_id")
        figure = Figure(
            value=needed(table, "value"),
            count=table.column("count"),
            denominator=table.column("denominator"),
            lower=table.column("lower_ci_95.0_limit", "lower_ci_limit", "lower_ci_95_limit"),
            upper=table.column("upper_ci_95.0_limit", "upper_ci_limit", "upper_ci_95_limit"),
        )
        layout = Layout(
            figures=(figure,),
            places=Places(request.areas),
            convention=CONVENTIONS["none"],
            area=(needed(table, "area_code"),),
            period=time,
            times=_time,
            period_kind=request.period_kind if len(time) > 1 else None,
            group=tuple(columns.values()),
            groups=_Groups(tuple(columns)),
            indicator=indicator,
            indicator_prefix="fingertips-",
            blank=_reason(note) if note else None,
            note=note,
            faults=table.faults(),
            constants=constants_of(table, request),
        )
        return Part(
            judged=once(judge(table.frame, layout)),
            notes=_notes(table, indicator, note, request),
            rows=table.frame,
            sheet=table.sheet,
        )


def _reason(note: str) -> pl.Expr:
    """Return why a cell is empty, by the note beside it."""
    text = pl.col(note).str.to_lowercase()
    suppressed = pl.any_horizontal(text.str.contains(word, literal=True) for word in _SUPPRESSED)
    return pl.when(suppressed).then(pl.lit(Mark.SUPPRESSED.value)).otherwise(pl.lit(Mark.NOT_AVAILABLE.value))


def _notes(table: OpenTable, indicator: str, note: str | None, request: Request) -> tuple[Note, ...]:
    sample = table.sample()
    ids = sample.get_column(indicator).drop_nulls().unique().sort().to_list()
    said = [understood(f"indicators: {', '.join(ids[:12])}{' and more' if len(ids) > 12 else ''}")]  # noqa: PLR2004
    said.append(understood("groups: sex, age and category, where they do not mean everybody"))
    if note:
        said.append(understood("an empty value is suppressed where its note says so, else not available"))
    if not request.period_kind:
        said.append(
            assumed(
                'a split year such as "2014/15" is a financial year; give the period kind "academic" if not'
            )
        )
    return tuple(said)
