"""Releases: the same figure from two releases is two observations, of which one is taken.

Taken is the one published last; where no date is known or the dates are the same, the one of the last
release in the order of their names, in which "2024/25" comes before "2025/26" and "release 9" before
"release 10". Only what has source and release the same as well is a true double, and stays one.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Any, Final

import narwhals as nw

from cypplan.errors import LookupFailed
from cypplan.observations.frames import opened, rows_of
from cypplan.observations.table import KEY

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cypplan.calc.carrier import Table

__all__ = ["latest", "release_order", "taken_release"]

_ORIGIN: Final = ("source", "release", "published")
_FIGURE: Final = tuple(name for name in KEY if name not in _ORIGIN)
_PIECES: Final = re.compile(r"\d+|\D+")
_ORDER: Final = "_cypplan_order"
_FROM: Final = "_cypplan_from"


def release_order(release: str | None) -> tuple[tuple[int, int, str], ...]:
    """Return what releases are ordered by: numbers as numbers, words as words.

    >>> sorted(["release 10", "2025 revised", "release 9", "2025"], key=release_order)
    ['2025', '2025 revised', 'release 9', 'release 10']
    """
    pieces = _PIECES.findall((release or "").casefold())
    return tuple((0, int(piece), "") if piece.isdecimal() else (1, 0, piece) for piece in pieces)


def _origins(frame: nw.LazyFrame[Any]) -> list[dict[str, Any]]:
    """Return the sources, releases and dates of a table, the earliest first."""
    rows = rows_of(frame.select(*_ORIGIN).unique())
    for row in rows:
        day = row["published"]
        row["published"] = day.date() if isinstance(day, dt.datetime) else day
    early = dt.date.min
    return sorted(
        rows,
        key=lambda row: (row["published"] or early, release_order(row["release"]), row["source"] or ""),
    )


def taken_release(
    figures: nw.LazyFrame[Any], by: Sequence[str], *, release: str | None = None, must_be: bool = False
) -> nw.LazyFrame[Any]:
    """Return one figure for each key: of the last release, or of a named one.

    A named release stands for its source: of sources that have no release of that name, the last is taken.

    Parameters
    ----------
    figures
        The figures, with their source, release and date of publication.
    by
        The columns of the key.
    release
        The name of a release.
    must_be
        Whether a name that no source has is an error.

    Raises
    ------
    LookupFailed
        If there is no release of that name.
    """
    origins = _origins(figures)
    if release is not None:
        named = {row["source"] for row in origins if row["release"] == release}
        if not named and must_be and origins:
            what = "release among the figures"
            raise LookupFailed(what, release, sorted({row["release"] for row in origins if row["release"]}))
        kept = [row for row in origins if row["release"] == release or row["source"] not in named]
    else:
        kept = origins
    if len(kept) == len(origins) and len({(row["source"], row["release"]) for row in origins}) < 2:  # noqa: PLR2004
        return figures
    ranked = figures.with_columns(**{_ORDER: _place(kept, _ORIGIN), _FROM: _place(kept, _ORIGIN[:2])})
    ranked = ranked.filter(nw.col(_ORDER) >= 0)
    last = ranked.group_by(*by).agg(nw.col(_ORDER).max())
    # with the last goes every other figure of its source and release: a double, which is not for us to settle
    origin = ranked.select(*by, _ORDER, _FROM).unique()
    wanted = last.join(origin, on=[*by, _ORDER], how="inner").drop(_ORDER)
    return ranked.drop(_ORDER).join(wanted, on=[*by, _FROM], how="inner").drop(_FROM)


def _place(origins: Sequence[dict[str, Any]], names: Sequence[str]) -> nw.Expr:
    """Return the place among the origins of the last that has a figure's source, release and so on."""
    place: nw.Expr = nw.lit(-1, dtype=nw.Int64)
    for at, row in enumerate(origins):
        same = nw.lit(value=True)
        for name in names:
            column = nw.col(name)
            same = same & (column.is_null() if row[name] is None else column == nw.lit(row[name]))
        place = nw.when(same).then(nw.lit(at, dtype=nw.Int64)).otherwise(place)
    return place


def latest(observations: Table, *, release: str | None = None, known_at: dt.date | None = None) -> Table:
    """Return the observations with one figure for each indicator, area, period and group.

    Parameters
    ----------
    observations
        A table of any engine; it comes back as the same kind, with the columns of the contract.
    release
        The name of a release that is taken in place of the last; sources without it give their last.
    known_at
        Only figures published by this day.

    Raises
    ------
    LookupFailed
        If there is no release of that name.
    """
    frame = opened(observations)
    if known_at is not None:
        frame = frame.filter(nw.col("published") <= nw.lit(known_at))
    found = taken_release(frame, _FIGURE, release=release, must_be=True)
    given = nw.from_native(observations)
    if isinstance(observations, nw.LazyFrame):
        return found
    if isinstance(given, nw.LazyFrame):
        return found.to_native()
    made = found.collect(given.implementation)
    return made if isinstance(observations, nw.DataFrame) else made.to_native()
