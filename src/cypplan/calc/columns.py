"""Rates and percentages on tables. Native in, native out.

Every function takes a table of any kind that narwhals knows, eager or lazy, and gives back the same kind
with new columns. The input is never changed; its other columns and the order of its rows stay.
"""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, TypeVar

from cypplan.calc.estimates import levels, percent_unit, rate_unit
from cypplan.calc.intervals import per, percent_limits, rate_limits
from cypplan.calc.opening import level_names, opened
from cypplan.calc.reasons import checked
from cypplan.errors import FrameError, UnitError, ValueFault

if TYPE_CHECKING:
    from collections.abc import Generator

    from cypplan.calc.estimates import Confidence
    from cypplan.units import Unit

__all__ = ["as_frame_error", "with_proportions", "with_rates"]

_Frame = TypeVar("_Frame")


@contextlib.contextmanager
def as_frame_error() -> Generator[None]:
    """Turn what is wrong with a unit that exists into a :class:`FrameError`."""
    try:
        yield
    except UnitError:
        raise
    except ValueFault as error:
        raise FrameError(str(error)) from error


def with_rates(
    frame: _Frame,
    *,
    count: str,
    population: str,
    unit: Unit | str = "per_10_000_children",
    confidence: Confidence = 0.95,
    into: str = "rate",
) -> _Frame:
    """Add rates, their limits and, where there is none, the reason.

    Each row has what :func:`cypplan.calc.rate` gives for its numbers, bit for bit.

    Parameters
    ----------
    frame
        Any table that narwhals knows.
    count, population
        Names of the columns with the number of events and of people.
    unit
        Unit of the rates.
    confidence
        Confidence of the limits (Byar's, exact Poisson for counts below 10): one level, several in a tuple,
        or ``None`` for none.
    into
        Name of the new column. The limits are named after it, ``<into>_lower`` and ``<into>_upper``, with the
        level where there are several (``<into>_lower_95``, ``<into>_lower_99_8``), and so is the reason,
        ``<into>_reason``.

    Raises
    ------
    FrameError
        If a column is missing or holds no numbers, a new one would overwrite one that is there, or the unit
        is no rate.
    ValueFault
        If a confidence does not lie between 0 and 1.

    Examples
    --------
    >>> import polars as pl
    >>> table = pl.DataFrame({"plans": [368, None], "children": [115_285, 115_285]})
    >>> rates = with_rates(table, count="plans", population="children", confidence=None)
    >>> rates["rate"].round(2).to_list(), rates["rate_reason"].to_list()
    ([31.92, None], [None, 'no count'])
    """
    with as_frame_error():
        _, k = rate_unit(unit)
    named = level_names(into, levels(confidence))
    new = [into, *(name for _, *both in named for name in both), f"{into}_reason"]
    table = opened(frame, numbers=[count, population], new=new)
    x, n, reason = checked(table, count, population)
    results = {into: per(x, n, k)}
    for level, lower, upper in named:
        results[lower], results[upper] = rate_limits(table.c, x, n, k, level)
    return table.closed(**results, **{f"{into}_reason": reason})


def with_proportions(
    frame: _Frame,
    *,
    count: str,
    total: str,
    unit: Unit | str = "percent_of_children",
    confidence: Confidence = 0.95,
    into: str = "percent",
) -> _Frame:
    """Add percentages, Wilson's limits and, where there is none, the reason.

    Each row has what :func:`cypplan.calc.proportion` gives for its numbers, bit for bit. Parameters and
    errors as :func:`with_rates`, but that ``unit`` is a percentage; a count above its total has the reason
    "count above total".

    Examples
    --------
    >>> import polars as pl
    >>> table = pl.DataFrame({"again": [112, 5], "started": [493, 4]})
    >>> shares = with_proportions(table, count="again", total="started", unit="percent_of_plans_started")
    >>> shares["percent"].round(1).to_list(), shares["percent_reason"].to_list()
    ([22.7, None], [None, 'count above total'])
    """
    with as_frame_error():
        percent_unit(unit)
    named = level_names(into, levels(confidence))
    new = [into, *(name for _, *both in named for name in both), f"{into}_reason"]
    table = opened(frame, numbers=[count, total], new=new)
    x, n, reason = checked(table, count, total, part=True)
    results = {into: table.c.least(per(x, n, 100), 100.0)}  # pyright: ignore[reportArgumentType] (a literal)
    for level, lower, upper in named:
        results[lower], results[upper] = percent_limits(table.c, x, n, level)
    return table.closed(**results, **{f"{into}_reason": reason})
