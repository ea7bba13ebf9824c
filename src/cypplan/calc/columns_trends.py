"""Recent trends on tables, of every engine: native in, native out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeVar

import attrs
import narwhals as nw

from cypplan.calc.columns_change import flat_breaks, marked
from cypplan.calc.comparison import Standing
from cypplan.calc.series import BREAK, OVERLAP, UNLIKE, YEAR, break_reason
from cypplan.calc.trends import (
    COURSES,
    FLAT,
    NOT_ANNUAL,
    NOT_CONSECUTIVE,
    POINTS,
    TOO_FEW_POINTS,
    Course,
    course_number,
    trend_of_proportions,
    trend_of_rates,
)
from cypplan.calc.workbench import Bench, Polarity, date_number, key_faults, said, worded
from cypplan.errors import FrameError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cypplan.calc.columns_change import Breaks
    from cypplan.indicators import Direction

__all__ = ["trends_by"]

_Frame = TypeVar("_Frame")
_TWICE: Final = "two figures for one period"
_STANDINGS: Final = {-1.0: Standing.WORSE, 1.0: Standing.BETTER}
_FAR: Final = 2.0**21
"""More than the number of any date."""


def trends_by(  # noqa: PLR0913 (the columns and choices that the method needs)
    frame: _Frame,
    *,
    by: str | Sequence[str],
    start: str,
    end: str,
    value: str | None = None,
    lower: str | None = None,
    upper: str | None = None,
    count: str | None = None,
    total: str | None = None,
    direction: Direction | str | None = None,
    direction_column: str | None = None,
    breaks: Breaks = (),
    series: str | None = None,
    marks: str | None = None,
    into: str = "trend",
) -> _Frame:
    """Return the recent trend of each group, one row a group.

    As :func:`~cypplan.calc.trends.rate_trend`, from the columns ``value``, ``lower`` and ``upper`` (limits at
    95 %), or :func:`~cypplan.calc.trends.proportion_trend`, from ``count`` and ``total``. A row without a
    usable figure is no point: where it lies among the last five, they are not consecutive.

    Parameters
    ----------
    frame
        Any table that narwhals knows, with one row for each group and period.
    by
        Names of the columns that make a group, such as indicator and area.
    start, end
        Names of the columns with the first and last day of the periods.
    value, lower, upper
        Names of the columns with figures and their limits at 95 %.
    count, total
        Names of the columns with counts and totals, instead of figures and limits.
    direction, direction_column
        Which way is better: for all groups, or the name of a column that holds one for each group.
    breaks, series, marks
        As for :func:`~cypplan.calc.columns_change.changes_by`.
    into
        Name of the new column, with "increasing", "decreasing", "no significant change" or "cannot say".
        Beside it ``<into>_standing`` (better or worse, where there is a trend and a direction),
        ``<into>_slope`` (a year), ``<into>_chi_squared``, ``<into>_first`` and ``<into>_last`` (last days of
        the first and the last period that it was read from) and ``<into>_reason``.

    Raises
    ------
    FrameError
        If a column is missing, holds no numbers or dates, or a new one would overwrite one that is there; if
        neither figures with limits nor counts with totals are given, or both; if the direction is none.

    Examples
    --------
    >>> import datetime as dt
    >>> import polars as pl
    >>> table = pl.DataFrame(
    ...     {
    ...         "area": ["Halton"] * 5,
    ...         "start": [dt.date(2012 + t, 4, 1) for t in range(5)],
    ...         "end": [dt.date(2013 + t, 3, 31) for t in range(5)],
    ...         "again": [300, 270, 240, 210, 180],
    ...         "all": [1000] * 5,
    ...     }
    ... )
    >>> told = trends_by(
    ...     table, by=["area"], start="start", end="end", count="again", total="all", direction="lower"
    ... )
    >>> told["trend"].to_list(), told["trend_standing"].to_list()
    (['decreasing'], ['better'])
    """
    figures = _figures(value, lower, upper, count, total)
    polarity = Polarity.given(direction, direction_column)
    tails = ["", "_standing", "_slope", "_chi_squared", "_first", "_last", "_reason"]
    others = [start, end, *polarity.needed, *([] if marks is None else [marks])]
    bench = Bench(
        frame, numbers=figures, others=others, new=[f"{into}{tail}" for tail in tails], by=by, folds=True
    )
    points = _Points.placed(bench, figures, start, end)
    wide = points.widened(bench, polarity, marks)
    faults = (
        key_faults(bench.by)
        | _unfit(wide)
        | _broken(wide, breaks, series, bench.by)
        | {BREAK: wide.mark == 1.0}
    )
    (fault,) = bench.stage(said(faults))
    c = bench.carrier()
    cells = [[nw.when(nw.col(fault).is_null()).then(one) for one in column] for column in wide.figures]
    cells = [list(c.let(*column)) for column in cells]
    formula = trend_of_rates if len(cells) == len(("value", "lower", "upper")) else trend_of_proportions
    slope, chi_squared, kept = c.let(*formula(c, *cells))
    (number,) = c.let(course_number(c, chi_squared, kept))
    reason = nw.when(nw.col(fault).is_null() & number.is_null()).then(nw.lit(FLAT)).otherwise(nw.col(fault))
    course = (
        nw.when(number.is_null()).then(nw.lit(Course.CANNOT_SAY.value)).otherwise(worded(number, COURSES))
    )
    shown = {f"{into}_slope": slope, f"{into}_chi_squared": chi_squared}
    results = {into: course, f"{into}_standing": worded(number * wide.sign, _STANDINGS)}
    results |= {name: nw.when(~number.is_null()).then(one) for name, one in shown.items()}
    results |= {f"{into}_first": wide.first, f"{into}_last": wide.last, f"{into}_reason": reason}
    result: _Frame = bench.done(results, c)
    return result


def _figures(*given: str | None) -> list[str]:
    value, lower, upper, count, total = given
    several = [one for one in (value, lower, upper) if one is not None]
    pair = [one for one in (count, total) if one is not None]
    if (len(several), len(pair)) not in {(3, 0), (0, 2)}:
        message = (
            "give value=, lower= and upper= for figures with limits, or count= and total= for proportions"
        )
        raise FrameError(message)
    return several or pair


@attrs.frozen(kw_only=True)
class _Wide:
    """One row a group: five points side by side."""

    many: nw.Expr
    twice: nw.Expr
    sign: nw.Expr
    mark: nw.Expr
    first: nw.Expr
    last: nw.Expr
    figures: list[list[nw.Expr]]
    starts: list[nw.Expr]
    ends: list[nw.Expr]
    months: list[nw.Expr]
    kinds: list[nw.Expr]


@attrs.frozen(kw_only=True)
class _Points:
    """The points of all groups as rows, each with its place from the end of its group, 0 for the latest."""

    place: str
    many: str
    twice: str
    figures: list[str]
    start: str
    end: str
    months: str
    kind: str
    day: str

    @classmethod
    def placed(cls, bench: Bench, figures: list[str], start: str, end: str) -> _Points:
        """Stage what the rows are, and their places."""
        cells = _usable(bench, figures)
        first, last = bench.date(start), bench.date(end)
        begin, finish = nw.col(first.number), nw.col(last.number)
        whole = nw.col(last.months) - nw.col(first.months) + 1.0
        # years of one kind end in one month; quarters do not, and are refused as not annual
        length = nw.when(begin == finish).then(0.0).otherwise(whole)
        (size,) = bench.stage(length)
        of_year = nw.when(nw.col(size) >= YEAR).then(nw.col(last.month)).otherwise(0.0)
        there = nw.lit(value=True)
        for one in cells:
            there = there & ~nw.col(one).is_null()
        kind, key = bench.stage(100.0 * nw.col(size) + of_year, nw.when(there).then(finish * _FAR + begin))
        counted = bench.counted(bench.keys(), key)
        place, twice = bench.stage(
            nw.col(counted.n) - nw.col(counted.level), nw.col(counted.level) - nw.col(counted.below)
        )
        return cls(
            place=place,
            many=key,
            twice=twice,
            figures=cells,
            start=first.number,
            end=last.number,
            months=last.months,
            kind=kind,
            day=last.day,
        )

    def widened(self, bench: Bench, polarity: Polarity, marks: str | None) -> _Wide:
        """Fold every group into one row: the greatest of one cell is that cell."""
        columns = [*self.figures, self.start, self.end, self.months, self.kind]
        place = nw.col(self.place)
        slots = [
            nw.when(place == float(POINTS - 1 - at)).then(nw.col(name))
            for name in columns
            for at in range(POINTS)
        ]
        ends = [nw.when(place == at).then(nw.col(self.day)) for at in (float(POINTS - 1), 0.0)]
        later = marked(marks, place < float(POINTS - 1))
        staged = bench.stage(polarity.sign, later, *ends, *slots)
        whole = [nw.col(self.many).count(), nw.col(self.twice).max()]
        folded = bench.fold(*whole, *(nw.col(one).max() for one in staged))
        many, twice, sign, mark, first, last, *cells = (nw.col(one) for one in folded)
        rows = [cells[at : at + POINTS] for at in range(0, len(cells), POINTS)]
        *figures, starts, finishes, months, kinds = rows
        return _Wide(
            many=many,
            twice=twice,
            sign=sign,
            mark=mark,
            first=first,
            last=last,
            figures=figures,
            starts=starts,
            ends=finishes,
            months=months,
            kinds=kinds,
        )


def _usable(bench: Bench, figures: list[str]) -> list[str]:
    """Return the figures of a row, all missing unless all can be used."""
    if len(figures) == len(("count", "total")):
        x, n, _ = bench.checked(*figures, part=True)
        return [x, n]
    value, lower, upper = (nw.col(bench.number(one)) for one in figures)
    fits = ~value.is_null() & (lower <= upper)
    return list(bench.stage(*(nw.when(fits).then(one) for one in (value, lower, upper))))


def _unfit(wide: _Wide) -> dict[str, nw.Expr]:
    """Return the reasons for which five points are no series of years."""
    unlike = overlap = apart = nw.lit(value=False)
    for at in range(1, POINTS):
        unlike = unlike | (wide.kinds[at] != wide.kinds[0])
        overlap = overlap | (wide.starts[at] <= wide.ends[at - 1])
        apart = apart | (wide.months[at] - wide.months[at - 1] != float(YEAR))
    size = wide.kinds[0]
    annual = (size < 100.0) | ((size > 100.0 * YEAR) & (size < 100.0 * (YEAR + 1)))  # noqa: PLR2004 (days, years)
    return {
        _TWICE: wide.twice > 1,
        TOO_FEW_POINTS: wide.many < POINTS,
        UNLIKE: unlike,
        OVERLAP: overlap,
        NOT_ANNUAL: ~annual,
        NOT_CONSECUTIVE: apart,
    }


def _broken(wide: _Wide, breaks: Breaks, series: str | None, by: Sequence[str]) -> dict[str, nw.Expr]:
    """Return a reason for each break that lies among the five points of some group."""
    faults: dict[str, nw.Expr] = {}
    for key, one in flat_breaks(breaks, series, by):
        at = date_number(one.first.end)
        inside = (wide.ends[0] < at) & (wide.ends[-1] >= at)
        if key is not None:
            inside = inside & (nw.col(series or "") == key)
        reason = break_reason(one)
        faults[reason] = faults[reason] | inside if reason in faults else inside
    return faults
