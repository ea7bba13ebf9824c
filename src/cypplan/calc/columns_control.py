"""Control charts on tables, for engines that have window functions over ordered rows."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final, TypeVar

import narwhals as nw

from cypplan.calc.carrier import Table
from cypplan.calc.control_rules import (
    FEWEST_POINTS,
    FEWEST_RANGES,
    NO_VALUE,
    NO_VARIATION,
    RUN,
    TOO_FEW,
    TOO_SCATTERED,
    assurance_of,
    beyond,
    checked_direction,
    is_large,
    limits_of,
    outside,
    rule_of,
    sense_of,
    variation_of,
)
from cypplan.calc.expressions import Columns
from cypplan.errors import FrameError, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cypplan.indicators import Direction

__all__ = ["with_control_limits"]

_Frame = TypeVar("_Frame")

_TWICE: Final = "a period comes twice"
_UNPLACED: Final = "no period"


def with_control_limits(
    frame: _Frame,
    *,
    value: str,
    order_by: str,
    by: str | Sequence[str] = (),
    breaks: str | None = None,
    direction: Direction | str | None = None,
    target: float | str | None = None,
    into: str = "control",
) -> _Frame:
    """Add centre, limits and variation of control charts (XmR), one chart for each group of rows.

    Formula, rules and the treatment of missing figures as in :func:`~cypplan.calc.control.control_chart`. A
    missing figure interrupts a run only where it has a row, so give every period one.

    Parameters
    ----------
    frame
        Any table whose engine has window functions over ordered rows: Polars eager or lazy, pandas, DuckDB,
        PySpark. PyArrow and Dask have none.
    value
        Name of the column of figures.
    order_by
        Name of the column that orders a group in time, as dates or whole numbers.
    by
        Names of the columns that tell the charts apart, as indicator and area.
    breaks
        Name of a column that is true in the first row after a break in the series: the chart starts anew.
    direction
        Which way is better, for all charts; without it a special cause is high or low.
    target
        A number, or the name of a column of numbers. Needs a direction.
    into
        Name of the new column with the variation in words. Beside it ``<into>_centre``, ``<into>_lower``,
        ``<into>_upper``, ``<into>_rule`` (the first rule that applies), ``<into>_assurance`` (where there
        is a target, by the limits of the row) and ``<into>_reason``.

    Raises
    ------
    FrameError
        If a column is missing, a new one would overwrite one that is there, or the engine cannot.
    ValueFault
        If the direction is none, or there is a target without one.

    Examples
    --------
    >>> import polars as pl
    >>> monthly = pl.DataFrame({"month": range(12), "plans": [30, 32, 31, 29, 30, 33, 31, 30, 32, 28, 31, 45]})
    >>> chart = with_control_limits(monthly, value="plans", order_by="month", direction="lower")
    >>> chart.select("month", "control", "control_rule").row(-1)
    (11, 'special cause, concerning', 'outside the limits')
    """
    sense = checked_direction(direction, target)
    keys = [by] if isinstance(by, str) else list(by)
    suffixes = ["", "_centre", "_lower", "_upper", "_rule", "_reason", *(["_assurance"] * (target is not None))]
    needed = [value, order_by, *keys, *(one for one in (breaks, target) if isinstance(one, str))]
    table, names = _opened(frame, needed, [f"{into}{suffix}" for suffix in suffixes])
    charts = _Charts(table, names, order_by, keys)
    charts.place(value, breaks)
    charts.draw()
    c = charts.columns
    signs = charts.signs()
    sense_column, noise = sense_of(c, signs), charts.noise
    said = charts.reason.is_null()
    text = nw.lit(None, dtype=nw.String)
    results = {
        into: nw.when(said).then(variation_of(c, sense_column, sense)),
        f"{into}_centre": charts.centre,
        f"{into}_lower": charts.lower,
        f"{into}_upper": charts.upper,
        f"{into}_rule": nw.when(said).then(rule_of(c, signs, text)),
        f"{into}_reason": charts.reason,
    }
    if target is not None and sense is not None:
        aim = nw.col(target).cast(nw.Float64) if isinstance(target, str) else nw.lit(float(target))
        words = assurance_of(c, charts.lower, charts.upper, aim, noise, sense)
        known = (charts.upper >= charts.lower) & aim.is_finite()
        results[f"{into}_assurance"] = c.where(known, words, text)
    return c.add_to(table, **results).to_native()


def _opened(frame: Table, needed: Sequence[str], new: Sequence[str]) -> tuple[Table, list[str]]:
    table = nw.from_native(frame)
    kind = table.implementation
    if kind.is_pyarrow() or kind.is_dask():
        name = "PyArrow" if kind.is_pyarrow() else "Dask"
        message = (
            f"{name} has no window functions over ordered rows, which control charts need; hand the table to "
            "an engine that has them, for example polars.from_arrow(table) or table.to_pandas()"
            if kind.is_pyarrow()
            else f"{name} has no window functions over ordered rows, which control charts need; hand the table "
            "to an engine that has them, for example pandas with frame.compute()"
        )
        raise FrameError(message)
    names = table.collect_schema().names()
    for name in needed:
        if name not in names:
            message = (
                f'the table has no column "{name}".{did_you_mean(name, names)} It has: {", ".join(names)}'
            )
            raise FrameError(message)
    clash = [name for name in new if name in names]
    if clash:
        message = f'the table already has a column "{clash[0]}"; choose another name with into='
        raise FrameError(message)
    return table, names


class _Charts:
    """The steps of a chart as staged columns: charts are groups, stretches lie between breaks, pieces between gaps."""

    def __init__(self, table: Table, names: Sequence[str], order: str, keys: Sequence[str]) -> None:
        self.columns = Columns(names)
        self.order = order
        self.keys = list(keys)
        self.table = table
