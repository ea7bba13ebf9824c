"""What was revised from one table of observations to another."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING, Any, Final

import attrs
import narwhals as nw

from cypplan.observations.frames import opened, rows_of
from cypplan.observations.releases import taken_release

if TYPE_CHECKING:
    from cypplan.calc.carrier import Table

__all__ = ["Change", "Revision", "revisions"]

_KEY: Final = ("indicator", "area", "period", "group")
_SAID: Final = ("value", "mark", "release")
_NOISE: Final = 1e-9


class Change(enum.StrEnum):
    """What became of a figure."""

    REVISED = "revised"
    ADDED = "added"
    GONE = "gone"


@attrs.frozen(kw_only=True)
class Revision:
    """One figure in two tables."""

    indicator: str
    area: str
    period: str
    group: str
    change: Change
    old: float | None
    new: float | None
    old_mark: str | None = None
    new_mark: str | None = None
    old_release: str | None = None
    new_release: str | None = None


def revisions(old: Table, new: Table) -> tuple[Revision, ...]:
    """Return the figures that differ between two tables of one kind, in order of their keys.

    Of several releases in one table the last is taken. A value that became a mark, or the reverse, is a
    revision.

    Raises
    ------
    FrameError
        If one of them is no table or lacks a column.
    """
    sides = [_side(opened(table), name) for table, name in ((old, "old"), (new, "new"))]
    both = sides[0].join(sides[1], on=list(_KEY), how="full", suffix="_r")
    keys = {
        name: nw.when(nw.col(name).is_null()).then(nw.col(f"{name}_r")).otherwise(nw.col(name))
        for name in _KEY
    }
    found = both.with_columns(**keys).filter(_differs())
    rows = sorted(rows_of(found), key=lambda row: tuple(row[name] for name in _KEY))
    return tuple(_revision(row) for row in rows)


def _side(frame: nw.LazyFrame[Any], name: str) -> nw.LazyFrame[Any]:
    last = taken_release(frame, _KEY).filter(~nw.col("area").is_null() & ~nw.col("period").is_null())
    said = {f"{column}_{name}": nw.col(column) for column in _SAID}
    return last.select(*_KEY, **said, **{f"in_{name}": nw.lit(1)})


def _differs() -> nw.Expr:
    old, new = nw.col("value_old"), nw.col("value_new")
    size = nw.when(old.abs() > 1).then(old.abs()).otherwise(nw.lit(1.0))
    other = nw.when((old - new).abs() > _NOISE * size).then(nw.lit(1)).otherwise(nw.lit(0)) == 1
    marks = [
        nw.when(~nw.col(name).is_null()).then(nw.col(name)).otherwise(nw.lit(""))
        for name in ("mark_old", "mark_new")
    ]
    one_side = nw.col("in_old").is_null() | nw.col("in_new").is_null()
    return one_side | other | (old.is_null() != new.is_null()) | (marks[0] != marks[1])


def _revision(row: dict[str, Any]) -> Revision:
    change = (
        Change.ADDED if row["in_old"] is None else Change.GONE if row["in_new"] is None else Change.REVISED
    )
    return Revision(
        **{name: row[name] for name in _KEY},
        change=change,
        old=row["value_old"],
        new=row["value_new"],
        old_mark=row["mark_old"],
        new_mark=row["mark_new"],
        old_release=row["release_old"],
        new_release=row["release_new"],
    )
