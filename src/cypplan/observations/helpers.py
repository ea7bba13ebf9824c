"""Helpers of the observation table, on any engine: filter, join, roll up counts.

Native in, native out: each takes a table of the caller's kind and gives one back, with the columns of the
contract.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import narwhals as nw

from cypplan.errors import FrameError, NotComparableError
from cypplan.observations.frames import like, opened, rows_of
from cypplan.observations.table import COLUMNS, Mark
from cypplan.periods import Period
from cypplan.units import UnitForm

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Iterable, Mapping

    from cypplan.calc.carrier import Table
    from cypplan.indicators import Indicator

__all__ = ["given_back", "joined", "rolled_up", "selected"]

_NAMES: Final = tuple(column.name for column in COLUMNS)
_COUNTS: Final = frozenset({UnitForm.COUNT, UnitForm.FREQUENCY})


def given_back(frame: nw.LazyFrame[Any], observations: Table) -> Table:
    """Return a lazy table of narwhals as the kind of table that the observations are."""
    if isinstance(observations, nw.LazyFrame):
        return frame
    given = nw.from_native(observations)
    if isinstance(given, nw.LazyFrame):
        return frame.to_native()
    made = frame.collect(given.implementation)
    return made if isinstance(observations, nw.DataFrame) else made.to_native()


def selected(
    observations: Table,
    *,
    indicators: Collection[str] | None = None,
    areas: Collection[str] | None = None,
    groups: Collection[str] | None = None,
    period: Period | str | None = None,
    since: dt.date | None = None,
    until: dt.date | None = None,
) -> Table:
    """Return the observations of some indicators, areas, groups and periods; ``None`` stands for all.

    ``period`` is one period, or its text; ``since`` and ``until`` keep periods that lie between two days.
    """
    lists = {"indicator": indicators, "area": areas, "group": groups}
    frame = opened(observations)
    for name, wanted in lists.items():
        if wanted is not None:
            frame = frame.filter(nw.col(name).is_in(sorted(wanted))) if wanted else frame.head(0)
    if period is not None:
        known = period if isinstance(period, Period) else Period.parse(period)
        frame = frame.filter(nw.col("period") == nw.lit(known.key))
    if since is not None:
        frame = frame.filter(nw.col("period_start") >= nw.lit(since))
    if until is not None:
        frame = frame.filter(nw.col("period_end") <= nw.lit(until))
    return given_back(frame, observations)


def joined(tables: Iterable[Table]) -> Table:
    """Return the observations of several tables of one kind as one; columns that one lacks are missing there.

    Raises
    ------
    FrameError
        If there is no table, or they are of different kinds.
    """
    given = list(tables)
    frames = [opened(one) for one in given]
    if len({frame.implementation for frame in frames}) != 1:
        kinds = ", ".join(sorted({str(frame.implementation) for frame in frames})) or "no table"
        raise FrameError(f"{kinds}: give tables of one kind")
    return given_back(nw.concat(frames, how="vertical"), given[0])


def rolled_up(
    observations: Table,
    *,
    into: Mapping[str, Collection[str]],
    indicators: Mapping[str, Indicator],
) -> Table:
    """Return counts of areas that are made of others: a county of its districts, two unitaries of before.

    Where a part has no value, or is not there, the sum has none either, and a mark says why. The derivation
    says what the sum is made of.

    Parameters
    ----------
    observations
        Counts; one release of each, see :func:`~cypplan.observations.releases.latest`.
    into
        The code of each area to be made, with those of its parts.
    indicators
        The indicators, as ``cypplan.registry().indicators``.

    Raises
    ------
    NotComparableError
        If an indicator is a percentage, a rate or anything but a count: these do not add up.
    """
    frame = opened(observations)
    parts = [(whole, part) for whole, codes in into.items() for part in sorted(codes)]
    frame = frame.filter(nw.col("area").is_in(sorted({part for _, part in parts})))
    _refuse_levels([row["indicator"] for row in rows_of(frame.select("indicator").unique())], indicators)
    columns = {"area": [part for _, part in parts], "whole": [whole for whole, _ in parts]}
    wanted = {"whole": list(into), "wanted": [len(set(codes)) for codes in into.values()]}
    keyed = frame.join(like(frame, columns, dict.fromkeys(columns, "String")), on="area", how="inner")
    by = [
        "indicator",
        "whole",
        "period",
        "period_kind",
        "period_start",
        "period_end",
        "group",
        "source",
        "release",
    ]
    keyed = keyed.with_columns(_secret=_one(nw.col("mark") == nw.lit(Mark.SUPPRESSED.value)))
    keyed = keyed.with_columns(_has=_one(~nw.col("value").is_null()))
    made = keyed.group_by(*by).agg(
        nw.col("value", "_has").sum(), nw.col("published").max(), nw.col("_secret").max()
    )
    made = made.join(like(frame, wanted, {"whole": "String", "wanted": "Int64"}), on="whole", how="inner")
    return given_back(_sums(made, into), observations)


def _one(condition: nw.Expr) -> nw.Expr:
    return nw.when(condition).then(nw.lit(1)).otherwise(nw.lit(0))


def _sums(made: nw.LazyFrame[Any], into: Mapping[str, Collection[str]]) -> nw.LazyFrame[Any]:
    """Return sums as observations; missing where a part is, and why."""
    whole = nw.col("_has") == nw.col("wanted")
    why = nw.when(nw.col("_secret") == 1).then(nw.lit(Mark.SUPPRESSED.value))
    text: nw.Expr = nw.lit(None, dtype=nw.String)
    for code, codes in into.items():
        words = nw.lit(f"sum of {', '.join(sorted(codes))}")
        text = nw.when(nw.col("whole") == nw.lit(code)).then(words).otherwise(text)
    missing = {name: nw.lit(None, dtype=nw.Float64) for name in ("count", "denominator", "lower", "upper")}
    result = made.with_columns(
        value=nw.when(whole).then(nw.col("value")),
        mark=nw.when(~whole).then(why.otherwise(nw.lit(Mark.NOT_AVAILABLE.value))),
        area=nw.col("whole"),
        derivation=text,
        qualifiers=nw.lit(None, dtype=nw.String),
        **missing,
    )
    return result.select(*_NAMES)


def _refuse_levels(ids: Iterable[str], indicators: Mapping[str, Indicator]) -> None:
    for name in sorted(ids):
        known = indicators.get(name)
        if known is None or known.unit.form not in _COUNTS:
            what = f"in {known.unit}" if known else "of no known unit"
            message = (
                f"{name}: figures {what} do not add up over areas; "
                "roll up the counts and the populations, and make the rate of these"
            )
            raise NotComparableError(message)
