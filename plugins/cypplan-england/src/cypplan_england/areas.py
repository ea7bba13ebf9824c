"""The areas of England, read from ``areas.csv``."""

from __future__ import annotations

import datetime as dt
from functools import cache

from cypplan.areas import Area, AreaKind
from cypplan_england.files import many, rows

__all__ = ["areas"]


def _date(cell: str) -> dt.date | None:
    return dt.date.fromisoformat(cell) if cell else None


def _area(row: dict[str, str]) -> Area:
    return Area(
        code=row["code"],
        name=row["name"],
        kind=AreaKind(row["kind"]),
        dfe_code=row["dfe_code"] or None,
        region=row["region"] or None,
        former_codes=many(row["former_codes"]),
        other_names=many(row["other_names"]),
        start=_date(row["start"]),
        end=_date(row["end"]),
        predecessors=many(row["predecessors"]),
        successors=many(row["successors"]),
    )


@cache
def areas() -> tuple[Area, ...]:
    """Return upper-tier authorities, live and abolished, the regions, Inner and Outer London, and England."""
    return tuple(map(_area, rows("areas.csv")))
