"""Ratios and differences of two rates or percentages on tables. Native in, native out.

What holds for all of them stands in :mod:`cypplan.calc.columns`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import narwhals as nw

from cypplan.calc.columns import as_frame_error
from cypplan.calc.estimates import levels, percent_unit, rate_unit
from cypplan.calc.gaps import difference
from cypplan.calc.intervals import newcombe, per, percent_limits, rate_limits
from cypplan.calc.opening import level_names, opened
from cypplan.calc.ratios import quotient, quotient_limits
from cypplan.calc.reasons import checked

if TYPE_CHECKING:
    from cypplan.calc.estimates import Confidence
    from cypplan.calc.opening import Opened
    from cypplan.units import Unit

__all__ = ["with_proportion_differences", "with_rate_differences", "with_rate_ratios"]

_Frame = TypeVar("_Frame")


def with_rate_ratios(
    frame: _Frame,
    *,
    count: str,
    population: str,
    other_count: str,
    other_population: str,
    confidence: Confidence = 0.95,
    into: str = "rate_ratio",
) -> _Frame:
    """Add how many times as high our rate is as the other, with log-normal limits.

    Each row has what :func:`cypplan.calc.rate_ratio` gives for its numbers, limits to 1e-12. Where the other
    count is 0 there is no ratio; where ours is 0 the ratio is 0 and has no limits; the reason says so. Names
    of columns, ``confidence``, ``into`` and errors as for :func:`with_rates`.

    Examples
    --------
    >>> import polars as pl
    >>> table = pl.DataFrame({"x": [380, 0], "n": [115_165, 900], "y": [311, 2], "m": [109_400, 1_100]})
    >>> table = with_rate_ratios(table, count="x", population="n", other_count="y", other_population="m")
    >>> table["rate_ratio"].round(2).to_list(), table["rate_ratio_reason"].to_list()
    ([1.16, 0.0], [None, 'no limits, since there are no events'])
    """
    named, new = _names(into, confidence)
    columns = [count, population, other_count, other_population]
    table = opened(frame, numbers=columns, new=new)
    c = table.c
    x, n, y, m, reason = _four(table, *columns, part=False)
    reason = c.where(y == 0, "no events in the other, so no ratio", reason)
    if named:
        reason = c.where((x == 0) & (y > 0), "no limits, since there are no events", reason)
    (value,) = c.let(quotient(c, x, n, y, m))
    results = {into: value}
    for level, lower, upper in named:
        results[lower], results[upper] = quotient_limits(c, x, y, value, level)
    return table.closed(**results, **{f"{into}_reason": reason})


def with_rate_differences(
    frame: _Frame,
    *,
    count: str,
    population: str,
    other_count: str,
    other_population: str,
    unit: Unit | str = "per_10_000_children",
    confidence: Confidence = 0.95,
    into: str = "rate_difference",
) -> _Frame:
    """Add our rate minus the other, with limits joined from those of both.

    Each row has what :func:`cypplan.calc.rate_difference` gives for its numbers, bit for bit. Names of
    columns, ``unit``, ``confidence``, ``into`` and errors as for :func:`with_rates`.

    Examples
    --------
    >>> import polars as pl
    >>> table = pl.DataFrame({"x": [380], "n": [115_165], "y": [311], "m": [109_400]})
    >>> table = with_rate_differences(
    ...     table, count="x", population="n", other_count="y", other_population="m", into="more"
    ... )
    >>> table.select("more", "more_lower", "more_upper").row(0)
    (4.56..., -0.08..., 9.21...)
    """
    with as_frame_error():
        _, k = rate_unit(unit)
    named, new = _names(into, confidence)
    columns = [count, population, other_count, other_population]
    table = opened(frame, numbers=columns, new=new)
    c = table.c
    x, n, y, m, reason = _four(table, *columns, part=False)
    ours, theirs = c.let(per(x, n, k), per(y, m, k))
    results: dict[str, nw.Expr] = {into: difference(c, ours, theirs)}
    for level, lower, upper in named:
        mine, other = rate_limits(c, x, n, k, level), rate_limits(c, y, m, k, level)
        results[lower], results[upper] = newcombe(c, (ours, *c.let(*mine)), (theirs, *c.let(*other)))
    return table.closed(**results, **{f"{into}_reason": reason})


def with_proportion_differences(
    frame: _Frame,
    *,
    count: str,
    total: str,
    other_count: str,
    other_total: str,
    unit: Unit | str = "percent_of_children",
    confidence: Confidence = 0.95,
    into: str = "difference",
) -> _Frame:
    """Add our percentage minus the other in percentage points, with Newcombe's limits.

    Each row has what :func:`cypplan.calc.proportion_difference` gives for its numbers, bit for bit. Names of
    columns, ``unit``, ``confidence``, ``into`` and errors as for :func:`with_proportions`.

    Examples
    --------
    >>> import polars as pl
    >>> table = pl.DataFrame({"x": [56], "n": [70], "y": [48], "m": [80]})
    >>> table = with_proportion_differences(table, count="x", total="n", other_count="y", other_total="m")
    >>> table.select("difference", "difference_lower", "difference_upper").row(0)
    (20.0, 5.24..., 33.38...)
    """
    with as_frame_error():
        percent_unit(unit)
    named, new = _names(into, confidence)
    columns = [count, total, other_count, other_total]
    table = opened(frame, numbers=columns, new=new)
    c = table.c
    x, n, y, m, reason = _four(table, *columns, part=True)
    ours, theirs = c.let(per(x, n, 100), per(y, m, 100))
    results: dict[str, nw.Expr] = {into: difference(c, ours, theirs)}
    for level, lower, upper in named:
        mine, other = percent_limits(c, x, n, level), percent_limits(c, y, m, level)
        results[lower], results[upper] = newcombe(c, (ours, *c.let(*mine)), (theirs, *c.let(*other)))
    return table.closed(**results, **{f"{into}_reason": reason})


def _names(into: str, confidence: Confidence) -> tuple[list[tuple[float, str, str]], list[str]]:
    named = level_names(into, levels(confidence))
    return named, [into, *(name for _, *both in named for name in both), f"{into}_reason"]


def _four(table: Opened, *columns: str, part: bool) -> Any:  # noqa: ANN401 (five expressions)
    """Return both counts and denominators and the reason; all counts are missing where there is one."""
    c, (count, size, other_count, other_size) = table.c, columns
    x, n, ours = checked(table, count, size, part=part)
    y, m, theirs = checked(table, other_count, other_size, part=part, of="other: ")
    (reason,) = c.let(c.where(ours.is_null(), theirs, ours))
    none = reason.is_null()
    return *c.let(nw.when(none).then(x), n, nw.when(none).then(y), m), reason
