"""Formulas on tables: the only table code of the calculations. Native in, native out.

Every function takes a table of any kind that narwhals knows, eager or lazy, and gives back the same kind
with new columns. The input is never changed and its other columns stay.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import narwhals as nw

from cypplan.calc.expressions import Columns
from cypplan.calc.intervals import EXACT_BELOW, byar, wilson
from cypplan.errors import FrameError, did_you_mean
from cypplan.units import Unit, UnitForm

if TYPE_CHECKING:
    from cypplan.calc.carrier import Table

__all__ = ["with_proportions", "with_rates"]

_Frame = TypeVar("_Frame")


def with_rates(
    frame: _Frame,
    *,
    count: str,
    population: str,
    unit: Unit | str = "per_10_000_children",
    confidence: float | None = 0.95,
    into: str = "rate",
) -> _Frame:
    """Add rates, their limits and, where there is none, the reason.

    Parameters
    ----------
    frame
        Any table that narwhals knows.
    count, population
        Names of the columns with the number of events and of people.
    unit
        Unit of the rates.
    confidence
        Confidence of the limits (Byar's, exact Poisson for counts below 10); ``None`` for none.
    into
        Name of the new column; the limits are named after it, ``<into>_lower`` and ``<into>_upper``, and the
        reason ``<into>_reason``.

    Raises
    ------
    FrameError
        If a column is missing, or a new one would overwrite one that is there.

    Examples
    --------
    >>> import polars as pl
    >>> table = pl.DataFrame({"plans": [368, None], "children": [115_285, 115_285]})
    >>> rates = with_rates(table, count="plans", population="children", confidence=None)
    >>> rates["rate"].round(2).to_list(), rates["rate_reason"].to_list()
    ([31.92, None], [None, 'no count'])
    """
    unit = Unit.parse(unit) if isinstance(unit, str) else unit
    if unit.form is not UnitForm.RATE or unit.scale is None:
        message = f'"{unit}" is no rate; use with_proportions() for percentages'
        raise FrameError(message)
    table, names = _opened(frame, [count, population], into, limits=confidence is not None)
    c = Columns(names)
    x, n, reason = _inputs(c, count, population)
    results = {into: unit.scale * c.ratio(x, n)}
    if confidence is not None:
        lower, upper = byar(c, x, confidence)
        results[f"{into}_lower"] = unit.scale * c.ratio(lower, n)
        results[f"{into}_upper"] = unit.scale * c.ratio(upper, n)
    return c.add_to(table, **results, **{f"{into}_reason": reason}).to_native()


def with_proportions(
    frame: _Frame,
    *,
    count: str,
    total: str,
    confidence: float | None = 0.95,
    into: str = "percent",
) -> _Frame:
    """Add percentages, Wilson's limits and, where there is none, the reason.

    Parameters and errors as :func:`with_rates`; a count above its total has the reason "count above total".

    Examples
    --------
    >>> import polars as pl
    >>> table = pl.DataFrame({"again": [112, 5], "started": [493, 4]})
    >>> shares = with_proportions(table, count="again", total="started")
    >>> shares["percent"].round(1).to_list(), shares["percent_reason"].to_list()
    ([22.7, None], [None, 'count above total'])
    """
    table, names = _opened(frame, [count, total], into, limits=confidence is not None)
    c = Columns(names)
    x, n, reason = _inputs(c, count, total, part=True)
    results = {into: 100 * c.ratio(x, n)}
    if confidence is not None:
        lower, upper = wilson(c, x, n, confidence)
        results[f"{into}_lower"] = 100 * lower
        results[f"{into}_upper"] = 100 * upper
    return c.add_to(table, **results, **{f"{into}_reason": reason}).to_native()


def _opened(frame: Table, needed: list[str], into: str, *, limits: bool) -> tuple[Table, list[str]]:

    table = nw.from_native(frame)
    names = table.collect_schema().names()
    for name in needed:
        if name not in names:
            message = (
                f'the table has no column "{name}".{did_you_mean(name, names)} It has: {", ".join(names)}'
            )
            raise FrameError(message)
    new = [into, f"{into}_reason", *([f"{into}_lower", f"{into}_upper"] if limits else [])]
    clash = [name for name in new if name in names]
    if clash:
        message = f'the table already has a column "{clash[0]}"; choose another name with into='
        raise FrameError(message)
    return table, names


def _inputs(c: Columns, count: str, total: str, *, part: bool = False) -> tuple[nw.Expr, nw.Expr, nw.Expr]:
    """Return count and denominator where a result can be formed, and the reason where it cannot."""
    x, n = c.let(nw.col(count).cast(nw.Float64), nw.col(total).cast(nw.Float64))
    whole = (x >= EXACT_BELOW) | (x == x.round(0))
    fits = (x <= n) if part else (x >= 0)
    usable = x.is_finite() & (x >= 0) & n.is_finite() & (n > 0) & whole & fits
    text = nw.lit(None, dtype=nw.String)
    reason = c.where(n > 0, text, "denominator not above 0")
    reason = c.where(x.is_finite() & n.is_finite(), reason, "not a finite number")
    if part:
        reason = c.where(x > n, "count above total", reason)
    reason = c.where(whole | x.is_null(), reason, f"count below {EXACT_BELOW} is not whole")
    reason = c.where(x < 0, "count below 0", reason)
    reason = c.where(n.is_null() | n.is_nan(), "no denominator", reason)
    reason = c.where(x.is_null() | x.is_nan(), "no count", reason)
    reason = c.where(usable, text, reason)
    left, right, said = c.let(nw.when(usable).then(x), nw.when(usable).then(n), reason)
    return left, right, said
