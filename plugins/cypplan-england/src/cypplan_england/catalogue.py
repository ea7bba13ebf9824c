"""The catalogue of national indicators, read from ``indicators.csv``."""

from __future__ import annotations

from functools import cache

from cypplan.indicators import Complement, Direction, Form, Indicator, SeriesBreak
from cypplan.periods import Period, PeriodKind
from cypplan.units import Unit
from cypplan_england.files import many, rows

__all__ = ["indicators", "lait_names"]


@cache
def _break(text: str) -> SeriesBreak:
    first, _, reason = text.partition(": ")
    return SeriesBreak(Period.parse(first), reason)


def _indicator(row: dict[str, str]) -> Indicator:
    return Indicator(
        id=row["id"],
        title=row["title"],
        form=Form(row["form"]),
        unit=Unit.parse(row["unit"]),
        direction=Direction(row["direction"]) if row["direction"] else None,
        period_kind=PeriodKind(row["period_kind"]) if row["period_kind"] else None,
        population=row["population"] or None,
        numerator=row["numerator"] or None,
        denominator=row["denominator"] or None,
        decimals=int(row["decimals"]) if row["decimals"] else None,
        source=row["source"] or None,
        topic=row["topic"] or None,
        derivation=Complement(row["complement_of"]) if row["complement_of"] else None,
        breaks=tuple(map(_break, many(row["breaks"]))),
        events_repeat=row["events_repeat"] == "yes",
        note=row["note"] or None,
    )


@cache
def indicators() -> tuple[Indicator, ...]:
    """Return every measure of the Local Authority Interactive Tool and the curated indicators, by id."""
    return tuple(map(_indicator, rows("indicators.csv")))


@cache
def lait_names() -> dict[str, str]:
    """Return the id of each indicator by the short name of its measure in the interactive tool."""
    return {row["lait"]: row["id"] for row in rows("indicators.csv") if row["lait"]}
