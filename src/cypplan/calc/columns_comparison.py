"""Comparison with a benchmark, and funnels, on tables: native in, native out."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final, TypeVar

import narwhals as nw

from cypplan.calc.comparison import JUDGED, PLAIN, side
from cypplan.calc.estimates import Confidence, levels
from cypplan.calc.funnel import LEVELS, funnel_limits, funnel_place, funnel_unit
from cypplan.calc.opening import level_names
from cypplan.calc.workbench import Bench, Polarity, key_faults, said, worded
from cypplan.errors import FrameError, ValueFault
from cypplan.units import UnitForm

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cypplan.indicators import Direction
    from cypplan.units import Unit

__all__ = ["with_funnel", "with_significance"]

_Frame = TypeVar("_Frame")
_NO_LIMITS: Final = "no interval"
_NO_BENCHMARK: Final = "no benchmark"
_TURNED: Final = "limits in the wrong order"
_NOT_NESTED: Final = "limits of two levels do not hold each other"


def with_significance(
    frame: _Frame,
    *,
    lower: str | Sequence[str],
    upper: str | Sequence[str],
    benchmark: str | float,
    direction: Direction | str | None = None,
    direction_column: str | None = None,
    confidence: float | tuple[float, ...] = 0.95,
    into: str = "significance",
) -> _Frame:
    """Add whether each figure is better, worse or similar to a benchmark value.

    As :func:`~cypplan.calc.comparison.significance`: lower where the upper limit is below the benchmark,
    higher where the lower limit is above it, otherwise similar; in words of the direction.

    Parameters
    ----------
    frame
        Any table that narwhals knows.
    lower, upper
        Names of the columns of limits; as many as there are levels of confidence, and in their order.
    benchmark
        Name of a column, or one number for all rows, in the unit of the limits.
    direction, direction_column
        Which way is better: for all rows, or the name of a column that holds it for each. Where it is missing
        or neither way is better, the words are higher, lower and similar.
    confidence
        Level or levels of the limits.
    into
        Name of the new column; beside it ``<into>_level``, the highest level at which the limits leave the
        benchmark out, and ``<into>_reason``.

    Raises
    ------
    FrameError
        If a column is missing, holds no numbers, or a new one would overwrite one that is there; if there are
        not as many columns as levels; if the direction is none, or the benchmark no finite number.
    ValueFault
        If a level of confidence does not lie between 0 and 1.

    Examples
    --------
    >>> import polars as pl
    >>> table = pl.DataFrame({"low": [29.8, 20.0, None], "high": [36.5, 31.0, 40.0]})
    >>> told = with_significance(table, lower="low", upper="high", benchmark=28.0, direction="lower")
    >>> told["significance"].to_list(), told["significance_reason"].to_list()
    (['worse', 'similar', None], [None, None, 'no interval'])
    """
    pairs = _pairs(lower, upper, confidence)
    polarity = Polarity.given(direction, direction_column)
    columns = [name for _, low, high in pairs for name in (low, high)]
    own = [benchmark] if isinstance(benchmark, str) else []
    bench = Bench(
        frame,
        numbers=[*columns, *own],
        others=polarity.needed,
        new=[into, f"{into}_level", f"{into}_reason"],
    )
    limits = [(nw.col(bench.number(low)), nw.col(bench.number(high))) for _, low, high in pairs]
    value = _against(bench, benchmark)
    c = bench.carrier()
    sides = c.let(*(side(c, low, high, value) for low, high in limits))
    (reason,) = c.let(said(_faults(limits, value)))
    told = [c.where(reason.is_null(), one, c.missing) for one in sides]
    (first, *_) = told = list(c.let(*told))
    highest: nw.Expr = nw.lit(None, dtype=nw.Float64)
    for (level, _, _), one in zip(pairs, told, strict=True):
        highest = nw.when((one == 1) | (one == -1)).then(nw.lit(level)).otherwise(highest)
    results = {into: _standing(first, polarity), f"{into}_level": highest, f"{into}_reason": reason}
    result: _Frame = bench.done(results, c)
    return result


def _pairs(
    lower: str | Sequence[str], upper: str | Sequence[str], confidence: float | tuple[float, ...]
) -> list[tuple[float, str, str]]:
    lows, highs = ([one] if isinstance(one, str) else list(one) for one in (lower, upper))
    chosen = levels(confidence)
    if not len(lows) == len(highs) == len(chosen) > 0:
        message = (
            f"{len(lows)} lower limits, {len(highs)} upper limits and {len(chosen)} levels of confidence do "
            "not fit together; give one of each for every level"
        )
        raise FrameError(message)
    return sorted(zip(chosen, lows, highs, strict=True))


def _against(bench: Bench, benchmark: str | float) -> nw.Expr:
    if isinstance(benchmark, str):
        return nw.col(bench.number(benchmark))
    if not math.isfinite(benchmark):
        message = f"benchmark {benchmark} is no finite number; give one, or the name of a column"
        raise FrameError(message)
    return nw.lit(float(benchmark))


def _faults(limits: list[tuple[nw.Expr, nw.Expr]], value: nw.Expr) -> dict[str, nw.Expr]:
    (low, high), *others = limits
    missing, turned, apart = low.is_null() | high.is_null(), low > high, nw.lit(value=False)
    for wider_low, wider_high in others:
        missing = missing | wider_low.is_null() | wider_high.is_null()
        turned = turned | (wider_low > wider_high)
        apart = apart | (wider_low > low) | (wider_high < high)
        low, high = wider_low, wider_high
    return {_NO_LIMITS: missing, _NO_BENCHMARK: value.is_null(), _TURNED: turned, _NOT_NESTED: apart}


def _standing(place: nw.Expr, polarity: Polarity) -> nw.Expr:
    """Return the word for a side (-1, 0, 1) by the direction."""
    plain = worded(place, PLAIN)
    if polarity.column is None and not (polarity.direction and polarity.direction.sign):
        return plain
    return nw.when(polarity.sign == 0).then(plain).otherwise(worded(place * polarity.sign, JUDGED))


def with_funnel(  # noqa: PLR0913 (the columns and choices that the method needs)
    frame: _Frame,
    *,
    count: str,
    total: str,
    unit: Unit | str,
    by: str | Sequence[str] = (),
    direction: Direction | str | None = None,
    direction_column: str | None = None,
    confidence: Confidence = LEVELS,
    into: str = "funnel",
) -> _Frame:
    """Add the funnel limits of every row for its denominator, and where in the funnel the row lies.

    As :func:`~cypplan.calc.funnel.pooled_funnel`: the centre is the pooled mean of the group, all
    counts over all denominators of the rows that have both.

    Parameters
    ----------
    frame
        Any table that narwhals knows, with one row for each area and group.
    count, total
        Names of the columns of counts and denominators.
    unit
        A percentage (Wilson's limits) or a rate (Poisson).
    by
        Names of the columns that make a group, such as indicator and period.
    direction, direction_column
        Which way is better: for all rows, or the name of a column that holds it for each.
    confidence
        Levels of the limits.
    into
        Name of the new column, with "inside", "above 95%", "below 99.8%" and so on. Beside it
        ``<into>_standing`` (better, worse, similar; higher and lower without direction), ``<into>_value``,
        ``<into>_mean``, the limits ``<into>_lower_95``, ``<into>_upper_95`` and so on (without the level
        where there is only one), and ``<into>_reason``.

    Raises
    ------
    FrameError
        If a column is missing, holds no numbers, or a new one would overwrite one that is there, or the
        direction is none.
    ValueFault
        If the unit is no rate or percentage, or no level of confidence is given.

    Examples
    --------
    >>> import polars as pl
    >>> table = pl.DataFrame({"again": [12, 30, 55], "started": [100, 200, 200]})
    >>> drawn = with_funnel(table, count="again", total="started", unit="percent_of_plans_started")
    >>> drawn["funnel"].to_list(), drawn["funnel_mean"].round(1).to_list()
    (['below 95%', 'inside', 'above 95%'], [19.4, 19.4, 19.4])
    """
    unit, k = funnel_unit(unit)
    named = level_names(into, sorted(levels(confidence)))
    if not named:
        message = "no level of confidence makes no funnel; give at least one, such as 0.95"
        raise ValueFault(message)
    polarity = Polarity.given(direction, direction_column)
    tails = ["", "_standing", "_value", "_mean", "_reason"]
    new = [f"{into}{tail}" for tail in tails] + [name for _, low, high in named for name in (low, high)]
    bench = Bench(frame, numbers=[count, total], others=polarity.needed, new=new, by=by)
    x, n, fault = bench.checked(count, total, part=unit.form is UnitForm.PERCENT)
    faults = key_faults(bench.by)
    (reason,) = bench.stage(nw.coalesce(said(faults), nw.col(fault)))
    x, n = bench.stage(*(nw.when(nw.col(reason).is_null()).then(nw.col(one)) for one in (x, n)))
    events, people = bench.spread(bench.keys(), nw.col(x).sum(), nw.col(n).sum())
    c = bench.carrier()
    size = nw.col(n)
    mean, value = c.let(c.ratio(nw.col(events), nw.col(people)), c.ratio(nw.col(x), size))
    (mean,) = c.let(c.where(size > 0, mean, c.missing))
    limits = [c.let(*funnel_limits(c, mean, size, level, unit)) for level, _, _ in named]
    (outside,) = c.let(funnel_place(c, value, [(low, high) for low, high in limits]))
    place = nw.when(outside > 0).then(1.0).otherwise(nw.when(outside < 0).then(-1.0).otherwise(outside))
    results = {into: _place(outside, [level for level, _, _ in named]), f"{into}_value": k * value}
    results |= {f"{into}_mean": k * mean, f"{into}_standing": _standing(place, polarity)}
    for (_, low_name, high_name), (low, high) in zip(named, limits, strict=True):
        results |= {low_name: k * low, high_name: k * high}
    result: _Frame = bench.done(results | {f"{into}_reason": nw.col(reason)}, c)
    return result


def _place(outside: nw.Expr, chosen: Sequence[float]) -> nw.Expr:
    words = {0.0: "inside"}
    for at, level in enumerate(chosen, 1):
        words |= {float(at): f"above {level * 100:g}%", -float(at): f"below {level * 100:g}%"}
    return worded(outside, words)
