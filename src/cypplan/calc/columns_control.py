"""Control charts on tables, for engines that have window functions over ordered rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeVar

import narwhals as nw

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
from cypplan.calc.opening import opened
from cypplan.calc.reasons import NO_REASON
from cypplan.errors import FrameError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from narwhals.dtypes import DType

    from cypplan.calc.carrier import Table
    from cypplan.calc.opening import Opened
    from cypplan.indicators import Direction

__all__ = ["with_control_limits"]

_Frame = TypeVar("_Frame")

_TWICE: Final = "a period comes twice"
_UNPLACED: Final = "no period"
_UNABLE: Final = {
    "pyarrow": ("PyArrow", "hand the table to an engine that has them, as with polars.from_arrow(table)"),
    "dask": ("Dask", "hand the table to an engine that has them, as with frame.compute() to pandas"),
}


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
    >>> monthly = pl.DataFrame(
    ...     {"month": range(12), "plans": [30, 32, 31, 29, 30, 33, 31, 30, 32, 28, 31, 45]}
    ... )
    >>> chart = with_control_limits(monthly, value="plans", order_by="month", direction="lower")
    >>> chart.select("month", "control", "control_rule").row(-1)
    (11, 'special cause, concerning', 'outside the limits')
    """
    sense = checked_direction(direction, target)
    keys = [by] if isinstance(by, str) else list(by)
    suffixes = [
        "",
        "_centre",
        "_lower",
        "_upper",
        "_rule",
        "_reason",
        *(["_assurance"] * (target is not None)),
    ]
    aims = [target] if isinstance(target, str) else []
    others = [order_by, *keys, *([breaks] if breaks else [])]
    new = [f"{into}{suffix}" for suffix in suffixes]
    table = _able(opened(frame, numbers=[value, *aims], others=others, new=new))
    board = _Board(table, order_by, keys)
    _place(board, value, breaks)
    _draw(board)
    signs = _signs(board)
    c = Columns(board.taken)
    said = board["reason"].is_null()
    results = {
        into: nw.when(said).then(variation_of(c, sense_of(c, signs), sense)),
        f"{into}_centre": board["centre"],
        f"{into}_lower": board["lower"],
        f"{into}_upper": board["upper"],
        f"{into}_rule": nw.when(said).then(rule_of(c, signs, NO_REASON)),
        f"{into}_reason": board["reason"],
    }
    if target is not None and sense is not None:
        aim = nw.col(target).cast(nw.Float64) if isinstance(target, str) else nw.lit(float(target))
        words = assurance_of(c, board["lower"], board["upper"], aim, board["noise"], sense)
        known = (board["upper"] >= board["lower"]) & aim.is_finite()
        results[f"{into}_assurance"] = c.where(known, words, NO_REASON)
    return table.handed(board.finished(results))


def _able(table: Opened) -> Opened:
    kind = table.frame.implementation
    if kind.is_pyarrow() or kind.is_dask():
        name, way = _UNABLE["pyarrow" if kind.is_pyarrow() else "dask"]
        message = f"{name} has no window functions over ordered rows, which control charts need; {way}"
        raise FrameError(message)
    return table


class _Board:
    """A table with the steps of its charts in temporary columns, which are taken away at the end."""

    def __init__(self, table: Opened, order: str, keys: Sequence[str]) -> None:
        self.table: Table = table.frame
        self.order: str = order
        self.schema: Mapping[str, DType] = table.schema
        self.taken: list[str] = list(table.schema)
        self.steps: dict[str, str] = {}
        self.keys: list[str] = list(keys)

    def put(self, **steps: nw.Expr) -> None:
        """Add steps as columns, which the next steps can use."""
        for step in steps:
            name = f"_cypplan_{step}"
            while name in self.taken:
                name += "_"
            self.taken.append(name)
            self.steps[step] = name
        self.table = self.table.with_columns(**{self.steps[step]: made for step, made in steps.items()})

    def __getitem__(self, step: str) -> nw.Expr:
        return nw.col(self.steps[step])

    def over(self, made: nw.Expr, *within: str) -> nw.Expr:
        """Return an aggregate over the rows of a chart that share the given steps."""
        return made.over(*self.keys, *(self.steps[step] for step in within))

    def along(self, made: nw.Expr, *within: str) -> nw.Expr:
        """Return what is made of rows in the order of time, within a chart and the given steps."""
        return made.over(*self.keys, *(self.steps[step] for step in within), order_by=self.order)

    def finished(self, results: dict[str, nw.Expr]) -> Table:
        return self.table.with_columns(**results).drop(list(self.steps.values()))


_PIECE: Final = ("stretch", "piece")


def _place(board: _Board, value: str, breaks: str | None) -> None:
    """Find charts, stretches between breaks and pieces between missing figures, and the moving ranges."""
    figure, placed = nw.col(value).cast(nw.Float64), ~nw.col(board.order).is_null()
    board.put(all=nw.lit(1), value=nw.when(placed & figure.is_finite()).then(figure))
    board.keys.append(board.steps["all"])  # a table without keys is one chart
    anew = placed & _truth(board, breaks) if breaks else nw.lit(False)  # noqa: FBT003 (a value of a column)
    board.put(
        starts=nw.when(anew).then(1).otherwise(0),
        hole=nw.when(board["value"].is_null()).then(1).otherwise(0),
        beside=nw.when(placed).then(board["all"].sum().over(*board.keys, board.order)),
    )
    board.put(stretch=board.along(board["starts"].cum_sum()), doubled=board.over(board["beside"].max()))
    board.put(piece=board.along(board["hole"].cum_sum(), "stretch"))
    before = board.along(board["value"].shift(1), *_PIECE)
    board.put(before=before, range=(board["value"] - before).abs())


def _truth(board: _Board, name: str) -> nw.Expr:
    """Return where a column is true, or 1; a column that holds nothing never is, whatever its type."""
    dtype, table = board.schema[name], board.table
    if isinstance(table, nw.DataFrame) and table[name].null_count() == len(table):
        return nw.lit(False)  # noqa: FBT003 (a value of the column)
    if dtype.is_numeric():
        return nw.col(name) == 1
    if isinstance(dtype, nw.Boolean | nw.Object):  # pandas has objects where some are missing
        return nw.col(name) == nw.lit(True)  # noqa: FBT003 (a value of the column)
    if dtype == nw.Unknown:
        return nw.col(name).cast(nw.Boolean)
    message = f'column "{name}" is of type {dtype}; breaks= names one that is true where a series breaks'
    raise FrameError(message)


def _draw(board: _Board) -> None:
    """Compute centre and limits of each stretch, or the reason why there are none."""
    c = Columns(board.taken)
    board.put(
        points=board.over(board["value"].count(), "stretch"),
        ranges=board.over(board["range"].count(), "stretch"),
        mean=board.over(board["value"].mean(), "stretch"),
        first=board.over(board["range"].mean(), "stretch"),
    )
    board.put(kept=c.where(is_large(board["range"], board["first"]), c.missing, board["range"]))
    board.put(moving=board.over(board["kept"].mean(), "stretch"))
    reason = c.where((board["moving"] <= 0) & (board["first"] > 0), NO_VARIATION, NO_REASON)
    reason = c.where(board["ranges"] < FEWEST_RANGES, TOO_SCATTERED, reason)
    reason = c.where(board["points"] < FEWEST_POINTS, TOO_FEW, reason)
    board.put(hindrance=c.where(board["doubled"] > 1, _TWICE, reason))
    drawn = board["hindrance"].is_null()
    board.put(centre=nw.when(drawn).then(board["mean"]), moved=nw.when(drawn).then(board["moving"]))
    lower, upper, noise = limits_of(c, board["centre"], board["moved"])
    reason = c.where(board["value"].is_null(), NO_VALUE, board["hindrance"])
    reason = c.where(nw.col(board.order).is_null(), _UNPLACED, reason)
    board.put(lower=lower, upper=upper, noise=noise, reason=reason)


def _signs(board: _Board) -> list[nw.Expr]:
    """Return, for each rule in order, the sign that it gives each row."""
    c = Columns(board.taken)
    value, before, centre, noise = (board[step] for step in ("value", "before", "centre", "noise"))
    board.put(
        out=outside(c, value, board["lower"], board["upper"], noise),
        rise=outside(c, value, before, before, noise),
        side=outside(c, value, centre, centre, noise),
        near=nw.when(~value.is_null()).then(beyond(c, value, centre, board["upper"], noise)),
    )
    # every step below needs the one above it; fewer steps make shallower queries
    near = board["near"]
    board.put(
        rise_last=board.along(board["rise"].shift(1), *_PIECE),
        side_last=board.along(board["side"].shift(1), *_PIECE),
        near_1=board.along(near.shift(1), *_PIECE),
        near_2=board.along(near.shift(2), *_PIECE),
    )
    board.put(
        rise_new=nw.when(board["rise"] == board["rise_last"]).then(0).otherwise(1),
        side_new=nw.when(board["side"] == board["side_last"]).then(0).otherwise(1),
        pair=_pair(near, board["near_1"], board["near_2"]),
    )
    board.put(
        rise_id=board.along(board["rise_new"].cum_sum(), *_PIECE),
        side_id=board.along(board["side_new"].cum_sum(), *_PIECE),
        pair_1=board.along(board["pair"].shift(-1), *_PIECE),
        pair_2=board.along(board["pair"].shift(-2), *_PIECE),
    )
    rises = board.over(board["all"].sum(), *_PIECE, "rise_id")
    sides = board.over(board["all"].sum(), *_PIECE, "side_id")
    board.put(
        rise_run=nw.when(rises >= RUN - 1).then(board["rise"]).otherwise(0.0),
        side_run=nw.when(sides >= RUN).then(board["side"]).otherwise(0.0),
    )
    # the point that a trend starts from is one of it, unless another trend ends there
    board.put(next_rise=board.along(board["rise_run"].shift(-1), *_PIECE))
    trend = nw.when((board["rise_run"] > 0) | (board["rise_run"] < 0)).then(board["rise_run"])
    beside = (near == board["pair"]) | (near == board["pair_1"]) | (near == board["pair_2"])
    two_of_three = nw.when(beside).then(near).otherwise(0.0)
    return [board["out"], trend.otherwise(board["next_rise"]), two_of_three, board["side_run"]]


def _pair(*three: nw.Expr) -> nw.Expr:
    """Return the sign of the outer third in which two of three points lie, 0 where one is missing."""
    # of -1, 0 and 1 the first form is 1 for 1 only, the second for -1 only; missing stays missing
    high, low = (sum((one * (one + side) / 2 for one in three), start=nw.lit(0.0)) for side in (1, -1))
    return nw.when(high > 1).then(1.0).otherwise(nw.when(low > 1).then(-1.0).otherwise(0.0))
