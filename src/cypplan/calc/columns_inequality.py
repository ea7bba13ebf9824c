"""Indices of inequality on tables: one row of indices for each group of rows, on every engine."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeVar

import narwhals as nw

from cypplan.calc.estimates import Confidence, levels
from cypplan.calc.expressions import Columns
from cypplan.calc.inequality import (
    FEWEST_GROUPS,
    REACHES_ZERO,
    leverage,
    line,
    ratio_limits,
    relative,
    slope_limits,
    variances,
)
from cypplan.calc.intervals import normal_quantile
from cypplan.calc.opening import level_names, opened
from cypplan.calc.reasons import NO_REASON
from cypplan.errors import FrameError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cypplan.calc.carrier import Table
    from cypplan.calc.opening import Opened

__all__ = ["inequality_indices_by"]

_Frame = TypeVar("_Frame")

_P: Final = "_cypplan_"
_FAULTS: Final = {
    "keyless": "a key is missing",
    "rankless": "a group has no rank",
    "twice": "a rank comes twice",
    "valueless": "a group has no value",
    "peopleless": "a group has no population above 0",
    "errorless": "a group has no error",
}


def inequality_indices_by(
    frame: _Frame,
    *,
    by: str | Sequence[str],
    rank: str,
    value: str,
    population: str,
    standard_error: str | None = None,
    confidence: Confidence = 0.95,
    into: str = "inequality",
) -> _Frame:
    """Return slope and relative index of inequality, one row for each combination of keys.

    The line as in :func:`~cypplan.calc.inequality.inequality_indices`. Engines cannot simulate alike, so
    that the limits are those that the simulation tends to: normal for the slope, Fieller's for the ratio.

    Parameters
    ----------
    frame
        Any table that narwhals knows, with one row for each group of the population, say each tenth by
        deprivation.
    by
        Names of the columns that tell one index from another, as indicator, area and period.
    rank
        Name of the column that puts the groups in order, the most disadvantaged having the least.
    value, population
        Names of the columns with figures and numbers of people.
    standard_error
        Name of the column with the standard errors of the values; without it there are no limits.
    confidence
        One level, several in a tuple, or ``None`` for no limits.
    into
        What the new columns start with: ``<into>_slope`` and ``<into>_relative``, with limits as
        ``<into>_slope_lower``, then ``<into>_groups``, how many groups the line goes through, and
        ``<into>_reason``, why an index or its limits are missing.

    Returns
    -------
    The same kind of table: the keys and the new columns, in the order of the keys where the engine has one.

    Raises
    ------
    FrameError
        If a column is missing, or a new one would bear the name of a key.

    Examples
    --------
    >>> import polars as pl
    >>> fifths = pl.DataFrame(
    ...     {
    ...         "area": ["E06000007"] * 5,
    ...         "fifth": [1, 2, 3, 4, 5],
    ...         "percent": [62, 64, 68, 71, 75],
    ...         "children": [410, 395, 402, 388, 405],
    ...     }
    ... )
    >>> indices = inequality_indices_by(
    ...     fifths, by="area", rank="fifth", value="percent", population="children"
    ... )
    >>> indices.select("area", pl.col("inequality_slope").round(1)).row(0)
    ('E06000007', 16.6)
    """
    several = levels(confidence) if standard_error is not None else ()
    keys = [by] if isinstance(by, str) else list(by)
    needed = [rank, value, population, *([standard_error] if standard_error else [])]
    table = opened(frame, numbers=needed[1:], others=[*keys, rank])
    new = _names(into, several)
    clash = [name for name in keys if name in new or name.startswith(_P)]
    if clash:
        message = f'the key "{clash[0]}" bears the name of one of ours; rename it, or choose another into='
        raise FrameError(message)
    groups = _ranked(_cells(table, keys, needed), keys)
    made = _indices(_sums(groups, keys), keys, several, into).select(*keys, *new)
    return table.handed(made.sort(*keys) if keys else made)


def _limit_names(into: str, index: str, several: tuple[float, ...]) -> list[tuple[float, str, str]]:
    return level_names(f"{into}_{index}", several) if several else []


def _names(into: str, several: tuple[float, ...]) -> list[str]:
    names: list[str] = []
    for index in ("slope", "relative"):
        names.append(f"{into}_{index}")
        for _, lower, upper in _limit_names(into, index, several):
            names += [lower, upper]
    return [*names, f"{into}_groups", f"{into}_reason"]


def _cells(table: Opened, keys: Sequence[str], needed: Sequence[str]) -> Table:
    """Return the keys beside what one group brings, everything that cannot be used missing."""
    rank, value, population, *error = needed
    figure, people = table.number(value), table.number(population)
    spread = table.number(error[0]) if error else nw.lit(0.0)
    keyless = [nw.when(nw.col(key).is_null()).then(1).otherwise(0) for key in keys]
    # a column that holds nothing has no type, and not every engine can join by such a one
    texts = [nw.col(key).cast(nw.String) if table.schema[key] == nw.Unknown else nw.col(key) for key in keys]
    return table.frame.select(
        *texts,
        nw.lit(1).alias(f"{_P}all"),
        nw.col(rank).alias(f"{_P}rank"),
        nw.when(figure.is_finite()).then(figure).alias(f"{_P}value"),
        nw.when(people.is_finite() & (people > 0)).then(people).alias(f"{_P}own"),
        nw.when(spread.is_finite() & (spread >= 0)).then(spread).alias(f"{_P}error"),
        sum(keyless, start=nw.lit(0)).alias(f"{_P}keyless"),
    )


def _ranked(cells: Table, keys: Sequence[str]) -> Table:
    """Add how many people are more disadvantaged, and how many there are, by looking at all pairs of groups.

    Not every engine has a cumulative sum in each group.
    """
    on = [*keys, f"{_P}all"]
    other, people = nw.col(f"{_P}other"), nw.col(f"{_P}people")
    others = cells.select(
        *on, nw.col(f"{_P}rank").alias(f"{_P}other"), nw.col(f"{_P}own").alias(f"{_P}people")
    )
    pairs = cells.join(others, on=on, how="left").with_columns(
        nw.when(other < nw.col(f"{_P}rank")).then(people).otherwise(0.0).alias(f"{_P}before"),
        nw.when(other == nw.col(f"{_P}rank")).then(1).otherwise(0).alias(f"{_P}same"),
    )
    sums = [nw.col(f"{_P}{name}").sum() for name in ("before", "people", "same")]
    tops = [nw.col(f"{_P}{name}").max() for name in ("value", "own", "error", "keyless")]
    return pairs.group_by(*on, f"{_P}rank").agg(*sums, *tops)


def _sums(groups: Table, keys: Sequence[str]) -> Table:
    """Return one row for each combination of keys: sums over the groups, and how many lack what."""

    def col(name: str) -> nw.Expr:
        return nw.col(f"{_P}{name}")

    c = Columns([*keys, *groups.collect_schema().names()])
    share, weight, spread = leverage(c, col("before"), col("own"), col("people"))
    (square,) = c.let(col("error") * col("error"))
    lacks = {"rankless": "rank", "valueless": "value", "peopleless": "own", "errorless": "error"}
    staged = c.add_to(
        groups,
        **{
            f"{_P}mean": share * col("value"),
            f"{_P}moment": weight * col("value"),
            f"{_P}spread": spread,
            f"{_P}shares": square * share * share,
            f"{_P}both": square * share * weight,
            f"{_P}weights": square * weight * weight,
            f"{_P}twice": nw.when(col("same") > 1).then(1).otherwise(0),
            **{f"{_P}{name}": nw.when(col(of).is_null()).then(1).otherwise(0) for name, of in lacks.items()},
        },
    )
    parts = ("mean", "moment", "spread", "shares", "both", "weights", *_FAULTS, "all")
    return staged.group_by(*keys, f"{_P}all").agg(
        *[
            (col("same").count() if part == "all" else col(part).sum()).alias(f"{_P}sum_{part}")
            for part in parts
        ]
    )


def _indices(sums: Table, keys: Sequence[str], several: tuple[float, ...], into: str) -> Table:
    """Add the indices and the reasons to the sums."""

    def col(name: str) -> nw.Expr:
        return nw.col(f"{_P}sum_{name}")

    c = Columns([*keys, *sums.collect_schema().names()])
    fault = c.where(col("all") < FEWEST_GROUPS, f"fewer than {FEWEST_GROUPS} groups", NO_REASON)
    for name, words in reversed(_FAULTS.items()):
        fault = c.where(col(name) > 0, words, fault)
    (fault,) = c.let(fault)
    mean, moment, spread = (nw.when(fault.is_null()).then(col(name)) for name in ("mean", "moment", "spread"))
    slope, low, high = c.let(*line(c, mean, moment, spread))
    (ratio,) = c.let(relative(c, low, high))
    found = {f"{into}_slope": slope, f"{into}_relative": ratio}
    parts = c.let(*variances(c, col("shares"), col("both"), col("weights"), spread))
    shown = ratio
    for level, lower, upper in _limit_names(into, "slope", several):
        found[lower], found[upper] = slope_limits(c, slope, parts[0], normal_quantile(level))
    for level, lower, upper in _limit_names(into, "relative", several):
        edges = ratio_limits(c, low, high, parts[1], parts[2], parts[3], normal_quantile(level))
        found[lower], found[upper] = c.let(*(nw.when(~ratio.is_null()).then(edge) for edge in edges))
        shown = shown + found[lower]
    found[f"{into}_groups"] = col("all")
    found[f"{into}_reason"] = c.where(fault.is_null() & shown.is_null(), REACHES_ZERO, fault)
    return c.add_to(sums, **found)
