"""Change and direction of travel on tables: native in, native out."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final, TypeAlias, TypeVar

import narwhals as nw

from cypplan.calc.change import TRAVEL_JUDGED, TRAVEL_PLAIN, heading, nearing, relative_change
from cypplan.calc.series import BREAK, break_reason, fault_between, period_of
from cypplan.calc.workbench import Bench, Polarity, date_number, key_faults, said, worded
from cypplan.errors import FrameError, NotComparableError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cypplan.calc.expressions import Columns
    from cypplan.indicators import Direction, SeriesBreak
    from cypplan.periods import Period

__all__ = ["Breaks", "break_faults", "changes_by", "flat_breaks", "marked", "with_change"]

_Frame = TypeVar("_Frame")
_NO_BEFORE: Final = "no earlier figure"
_NO_AFTER: Final = "no later figure"
_NO_TOLERANCE: Final = "no tolerance"
_TWICE: Final = "two figures for one period"
_MARK: Final = "series-break"

Breaks: TypeAlias = "Sequence[SeriesBreak] | Mapping[str, Sequence[SeriesBreak]]"
"""Breaks of one series, or of several by the id of their indicator."""


def with_change(
    frame: _Frame,
    *,
    before: str,
    after: str,
    direction: Direction | str | None = None,
    direction_column: str | None = None,
    tolerance: float | str = 0.0,
    target: float | str | None = None,
    into: str = "change",
) -> _Frame:
    """Add change, relative change and direction of travel between two columns of figures.

    As :func:`~cypplan.calc.change.travel`. Which periods the two columns speak of is the caller's to know;
    :func:`changes_by` looks after that.

    Parameters
    ----------
    frame
        Any table that narwhals knows.
    before, after
        Names of the columns of figures, in one unit.
    direction, direction_column
        Which way is better: for all rows, or the name of a column that holds it for each.
    tolerance
        Largest change that is still steady: a number, or the name of a column.
    target
        What the direction "towards-target" comes near to: a number, or the name of a column.
    into
        Name of the new column; beside it ``<into>_relative`` (a share, missing from zero), ``<into>_travel``
        and ``<into>_reason``.

    Raises
    ------
    FrameError
        If a column is missing, holds no numbers, or a new one would overwrite one that is there; if the
        direction is none, or the tolerance negative.

    Examples
    --------
    >>> import polars as pl
    >>> table = pl.DataFrame({"was": [40.0, 40.0, None], "now": [50.0, 40.2, 41.0]})
    >>> moved = with_change(table, before="was", after="now", direction="higher", tolerance=0.5)
    >>> moved["change_travel"].to_list(), moved["change_reason"].to_list()
    (['improving', 'steady', None], [None, None, 'no earlier figure'])
    """
    polarity = Polarity.given(direction, direction_column)
    _check_plain(tolerance, target)
    own = [one for one in (tolerance, target) if isinstance(one, str)]
    bench = Bench(frame, numbers=[before, after, *own], others=polarity.needed, new=_new(into))
    was, now = nw.col(bench.number(before)), nw.col(bench.number(after))
    least, aim = (_cell(bench, one) for one in (tolerance, target))
    faults = {_NO_BEFORE: was.is_null(), _NO_AFTER: now.is_null()}
    faults[_NO_TOLERANCE] = least.is_null() | (least < 0)
    c = bench.carrier()
    results = _change(c, was, now, polarity.sign, polarity.towards, (least, aim), faults, into)
    result: _Frame = bench.done(results, c)
    return result


def changes_by(  # noqa: PLR0913 (the columns and choices that the method needs)
    frame: _Frame,
    *,
    by: str | Sequence[str],
    value: str,
    start: str,
    end: str,
    periods: tuple[Period | str, Period | str],
    direction: Direction | str | None = None,
    direction_column: str | None = None,
    tolerance: float = 0.0,
    target: float | None = None,
    breaks: Breaks = (),
    series: str | None = None,
    marks: str | None = None,
    into: str = "change",
) -> _Frame:
    """Return the change of each group between two named periods, one row a group.

    Parameters
    ----------
    frame
        Any table that narwhals knows, with one row for each group and period.
    by
        Names of the columns that make a group, such as indicator and area.
    value, start, end
        Names of the columns with the figures and with the first and last day of their periods.
    periods
        The earlier and the later period.
    direction, direction_column, tolerance, target
        As for :func:`with_change`; a column of directions holds one for a group.
    breaks, series
        Breaks of the series: those of one indicator, or those of several by id, with the name of the column
        (one of ``by``) that holds the id.
    marks
        Name of a column of text in which "series-break" marks the first figure of a new series.
    into
        Name of the new column; beside it ``<into>_before``, ``<into>_after``, ``<into>_relative``,
        ``<into>_travel`` and ``<into>_reason``.

    Raises
    ------
    NotComparableError
        If the two periods are unlike, overlap or stand in the wrong order.
    FrameError
        As :func:`with_change`; also if there are several series of breaks without their column.

    Examples
    --------
    >>> import datetime as dt
    >>> import polars as pl
    >>> table = pl.DataFrame(
    ...     {
    ...         "area": ["Halton", "Halton", "York"],
    ...         "start": [dt.date(2016, 4, 1), dt.date(2017, 4, 1), dt.date(2017, 4, 1)],
    ...         "end": [dt.date(2017, 3, 31), dt.date(2018, 3, 31), dt.date(2018, 3, 31)],
    ...         "rate": [40.0, 30.0, 20.0],
    ...     }
    ... )
    >>> moved = changes_by(
    ...     table,
    ...     by=["area"],
    ...     value="rate",
    ...     start="start",
    ...     end="end",
    ...     periods=("2016/17", "2017/18"),
    ...     direction="lower",
    ... ).sort("area")
    >>> moved["change_relative"].to_list(), moved["change_travel"].to_list(), moved["change_reason"].to_list()
    ([-0.25, None], ['improving', None], [None, 'no earlier figure'])
    """
    earlier, later = (period_of(one) for one in periods)
    fault = fault_between(earlier, later)
    if fault:
        message = f"no change from {earlier} to {later}: {fault}; name two periods of one kind, in order"
        raise NotComparableError(message)
    polarity = Polarity.given(direction, direction_column)
    _check_plain(tolerance, target)
    others = [start, end, *polarity.needed, *([] if marks is None else [marks])]
    new = [*_new(into), f"{into}_before", f"{into}_after"]
    bench = Bench(frame, numbers=[value], others=others, new=new, by=by, folds=True)
    number = nw.col(bench.number(value))
    first, last = nw.col(bench.date(start).number), nw.col(bench.date(end).number)
    staged = []
    for one in (earlier, later):
        here = (first == date_number(one.start)) & (last == date_number(one.end))
        staged += [nw.when(here).then(number), nw.when(here & ~number.is_null()).then(nw.lit(1.0))]
    between = (last > date_number(earlier.end)) & (last <= date_number(later.end))
    staged += [polarity.sign, nw.when(polarity.towards).then(nw.lit(1.0)), marked(marks, between)]
    was, times, now, again, *rest = bench.stage(*staged)
    sums = [nw.col(was).max(), nw.col(times).sum(), nw.col(now).max(), nw.col(again).sum()]
    folded = bench.fold(*sums, *(nw.col(one).max() for one in rest))
    was, times, now, again, sign, towards, mark = (nw.col(one) for one in folded)
    faults = (
        key_faults(bench.by) | break_faults(breaks, series, bench.by, earlier, later) | {BREAK: mark == 1.0}
    )
    faults |= {_TWICE: (times > 1) | (again > 1), _NO_BEFORE: was.is_null(), _NO_AFTER: now.is_null()}
    c = bench.carrier()
    aim = nw.lit(target, dtype=nw.Float64)
    results = _change(c, was, now, sign, towards == 1.0, (nw.lit(tolerance), aim), faults, into)
    result: _Frame = bench.done(results | {f"{into}_before": was, f"{into}_after": now}, c)
    return result


def break_faults(
    breaks: Breaks, series: str | None, by: Sequence[str], earlier: Period, later: Period
) -> dict[str, nw.Expr]:
    """Return a reason for each break between two periods, with the rows that it concerns."""
    faults: dict[str, nw.Expr] = {}
    for key, one in flat_breaks(breaks, series, by):
        if earlier.end < one.first.end <= later.end:
            here = nw.lit(value=True) if key is None else nw.col(series or "") == key
            reason = break_reason(one)
            faults[reason] = faults[reason] | here if reason in faults else here
    return faults


def flat_breaks(
    breaks: Breaks, series: str | None, by: Sequence[str]
) -> list[tuple[str | None, SeriesBreak]]:
    """Return every break with the id of its series, or None where there is but one series."""
    if not isinstance(breaks, Mapping):
        return [(None, one) for one in breaks]
    if series is None or series not in by:
        message = (
            f"breaks of several series need the column of their ids; give series=, one of {', '.join(by)}"
        )
        raise FrameError(message)
    return [(key, one) for key, several in breaks.items() for one in several]


def marked(marks: str | None, where: nw.Expr) -> nw.Expr:
    """Return 1 where a column of marks says that a new series begins, missing elsewhere."""
    if marks is None:
        return nw.lit(None, dtype=nw.Float64)
    broken = nw.col(marks).cast(nw.String).str.contains(_MARK, literal=True)
    return nw.when(where & broken).then(nw.lit(1.0))


def _new(into: str) -> list[str]:
    return [into, f"{into}_relative", f"{into}_travel", f"{into}_reason"]


def _check_plain(tolerance: float | str, target: float | str | None) -> None:
    if not isinstance(tolerance, str) and not 0 <= tolerance < math.inf:
        message = f"tolerance {tolerance} is no size of a change; give 0 or more"
        raise FrameError(message)
    if isinstance(target, float) and not math.isfinite(target):
        message = f"target {target} is no finite number; give one, or None"
        raise FrameError(message)


def _cell(bench: Bench, given: float | str | None) -> nw.Expr:
    return nw.col(bench.number(given)) if isinstance(given, str) else nw.lit(given, dtype=nw.Float64)


def _change(
    c: Columns,
    was: nw.Expr,
    now: nw.Expr,
    sign: nw.Expr,
    towards: nw.Expr,
    sizes: tuple[nw.Expr, nw.Expr],
    faults: dict[str, nw.Expr],
    into: str,
) -> dict[str, nw.Expr]:
    """Return the columns of a change, all missing where there is a reason."""
    least, aim = sizes
    (reason,) = c.let(said(faults))
    was, now = c.let(*(nw.when(reason.is_null()).then(one) for one in (was, now)))
    step, near = c.let(heading(c, was, now, least), nearing(c, was, now, aim, least))
    judged = nw.when(sign == 0).then(worded(step, TRAVEL_PLAIN)).otherwise(worded(step * sign, TRAVEL_JUDGED))
    travel = nw.when(towards & ~near.is_null()).then(worded(near, TRAVEL_JUDGED)).otherwise(judged)
    return {
        into: now - was,
        f"{into}_relative": relative_change(c, was, now),
        f"{into}_travel": travel,
        f"{into}_reason": reason,
    }
