"""Reorganised areas: what can be rolled up across a reorganisation, and where a series breaks by one."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

import narwhals as nw

from cypplan.observations.frames import opened
from cypplan.observations.helpers import given_back
from cypplan.observations.table import Mark

if TYPE_CHECKING:
    from cypplan.areas import Areas
    from cypplan.calc.carrier import Table

__all__ = ["unions", "with_area_breaks"]

_YEAR: Final = dt.timedelta(days=364)


def unions(areas: Areas) -> dict[str, tuple[str, ...]]:
    """Return the areas whose counts are those of others together: what :func:`rolled_up` can make.

    A county that became two unitaries is these two together; a new authority is those it took in, where each
    went into it whole. Of an area that was divided among several, nothing is known.
    """
    found: dict[str, tuple[str, ...]] = {}
    for area in areas:
        for others, back in ((area.predecessors, "successors"), (area.successors, "predecessors")):
            known = [areas[code] for code in others if code in areas]
            whole = len(known) == len(others) > 1
            if whole and all(getattr(other, back) == (area.code,) for other in known):
                found[area.code] = tuple(sorted(others))
    return found


def with_area_breaks(observations: Table, *, areas: Areas) -> Table:
    """Return the observations with a series break at the first figure of an area that took others' place."""
    frame = opened(observations)
    starts = {area.code: area.start for area in areas if area.start is not None and area.predecessors}
    first: nw.Expr = nw.lit(None, dtype=nw.Date)
    last: nw.Expr = nw.lit(None, dtype=nw.Date)
    for code, start in starts.items():
        here = nw.col("area") == nw.lit(code)
        first = nw.when(here).then(nw.lit(start)).otherwise(first)
        last = nw.when(here).then(nw.lit(start + _YEAR)).otherwise(last)
    begins, ends, kind = nw.col("period_start"), nw.col("period_end"), nw.col("period_kind")
    broken = (begins <= first) & (ends >= first)
    broken = broken | ((kind == nw.lit("day")) & (ends >= first) & (ends <= last))
    before = nw.col("qualifiers")
    mark = Mark.SERIES_BREAK.value
    said = (
        nw.when(before.is_null())
        .then(nw.lit(mark))
        .otherwise(nw.concat_str([before, nw.lit(mark)], separator=" "))
    )
    return given_back(
        frame.with_columns(qualifiers=nw.when(broken).then(said).otherwise(before)), observations
    )
