"""Quartile bands and ranks on tables, of every engine: native in, native out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeVar

import narwhals as nw

from cypplan.calc.bands import BANDS, FEWEST, NO_ORDER, NO_VALUE, TOO_FEW, band_number, oriented, quartile
from cypplan.calc.workbench import Bench, Counted, Polarity, key_faults, said, whole, worded
from cypplan.errors import FrameError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cypplan.indicators import Direction

__all__ = ["with_bands", "with_ranks"]

_Frame = TypeVar("_Frame")
_TWICE: Final = "an area stands twice in its group"
_LEFT_OUT: Final = "not among those compared"


def with_bands(
    frame: _Frame,
    *,
    value: str,
    area: str,
    by: str | Sequence[str] = (),
    direction: Direction | str | None = None,
    direction_column: str | None = None,
    among: str | None = None,
    into: str = "band",
) -> _Frame:
    """Add the quartile band of every row among the areas of its group.

    Bands as in :func:`~cypplan.calc.bands.quartile_bands`: A is the best quarter, D the last. The quartiles
    are exact on every engine, because they are counted and never left to an engine's own quantiles.

    Parameters
    ----------
    frame
        Any table that narwhals knows, with one row for each area and group.
    value, area
        Names of the columns with the figures and with the area.
    by
        Names of the columns that make a group, such as indicator and period.
    direction, direction_column
        Which way is better, for the whole table, or the name of a column that holds it for each row (and
        holds one for a group: the indicator's).
    among
        Name of a column of truth values: only rows where it is true are compared, such as the authorities
        in a table that also holds regions and the country.
    into
        Name of the new column; beside it ``<into>_n``, the number of areas with a value, ``<into>_a_b``,
        ``<into>_b_c`` and ``<into>_c_d``, the edges between bands in terms of the figures, and
        ``<into>_reason``, why a row has no band.

    Raises
    ------
    FrameError
        If a column is missing, holds no numbers, or a new one would overwrite one that is there; if no
        direction is given, or one that gives no order.

    Examples
    --------
    >>> import polars as pl
    >>> table = pl.DataFrame({"area": list("vwxyz"), "rate": [30, 20, 40, 50, 10]})
    >>> with_bands(table, value="rate", area="area", direction="lower")["band"].to_list()
    ['B', 'A', 'C', 'D', 'A']
    """
    edges = [f"{into}_a_b", f"{into}_b_c", f"{into}_c_d"]
    new = [into, f"{into}_n", *edges, f"{into}_reason"]
    polarity = _polarity(direction, direction_column)
    bench, key, counted, faults = _compared(frame, value, area, by, polarity, among, new)
    faults[TOO_FEW] = nw.col(counted.n) < FEWEST
    places = _places(bench, key, counted)
    c = bench.carrier()
    first, second, third = (nw.col(place) for place in places)
    quartiles = (first, second, third)
    fits = nw.col(counted.n) >= FEWEST
    (number,) = c.let(c.where(fits, band_number(c, nw.col(key), quartiles), c.missing))
    shown = {
        edge: nw.when(fits & ~nw.col(key).is_null()).then(oriented(one, polarity.sign))
        for edge, one in zip(edges, quartiles, strict=True)
    }
    results = {into: worded(number, BANDS), f"{into}_n": _many(key, counted)} | shown
    result: _Frame = bench.done(results | {f"{into}_reason": said(faults)}, c)
    return result


def with_ranks(
    frame: _Frame,
    *,
    value: str,
    area: str,
    by: str | Sequence[str] = (),
    direction: Direction | str | None = None,
    direction_column: str | None = None,
    among: str | None = None,
    into: str = "rank",
) -> _Frame:
    """Add the rank of every row among the areas of its group, 1 for the best; ties share the least.

    Parameters and errors as :func:`with_bands`. Beside the rank stand ``<into>_n``, the number of areas with
    a value, and ``<into>_reason``.

    Examples
    --------
    >>> import polars as pl
    >>> table = pl.DataFrame({"area": list("wxyz"), "rate": [30.0, 20.0, 20.0, None]})
    >>> ranked = with_ranks(table, value="rate", area="area", direction="lower")
    >>> ranked["rank"].to_list(), ranked["rank_reason"].to_list()[-1]
    ([3, 1, 1, None], 'no value')
    """
    new = [into, f"{into}_n", f"{into}_reason"]
    polarity = _polarity(direction, direction_column)
    bench, key, counted, faults = _compared(frame, value, area, by, polarity, among, new)
    rank = nw.when(~nw.col(key).is_null()).then(whole(counted.below) + 1)
    results = {into: rank, f"{into}_n": _many(key, counted), f"{into}_reason": said(faults)}
    result: _Frame = bench.done(results)
    return result


def _polarity(direction: Direction | str | None, column: str | None) -> Polarity:
    polarity = Polarity.given(direction, column)
    if column is None and (polarity.direction is None or not polarity.direction.sign):
        message = f'with direction "{direction}" {NO_ORDER}; give direction="higher", "lower" or a column'
        raise FrameError(message)
    return polarity


def _many(key: str, counted: Counted) -> nw.Expr:
    return nw.when(~nw.col(key).is_null()).then(whole(counted.n))


def _compared(
    frame: object,
    value: str,
    area: str,
    by: str | Sequence[str],
    polarity: Polarity,
    among: str | None,
    new: Sequence[str],
) -> tuple[Bench, str, Counted, dict[str, nw.Expr]]:
    """Return the table with the key of each row that is compared, its counts, and why others are not."""
    others = [area, *polarity.needed, *([] if among is None else [among])]
    bench = Bench(frame, numbers=[value], others=others, new=new, by=by)
    number = bench.number(value)
    keys = bench.keys()
    left_out = {} if among is None else {_LEFT_OUT: ~_true(among)}
    faults = left_out | key_faults([*bench.by, area])
    faults |= {NO_VALUE: nw.col(number).is_null(), NO_ORDER: polarity.sign == 0}
    (reason,) = bench.stage(said(faults))
    (there,) = bench.stage(nw.when(nw.col(reason).is_null()).then(oriented(nw.col(number), polarity.sign)))
    (times,) = bench.spread(bench.keys([area]), nw.col(there).count())
    (most,) = bench.spread(keys, nw.col(times).max())
    twice = nw.col(reason).is_null() & (nw.col(most) > 1)
    (key,) = bench.stage(nw.when(nw.col(most) <= 1).then(nw.col(there)))
    return bench, key, bench.counted(keys, key), faults | {_TWICE: twice}


def _true(name: str) -> nw.Expr:
    """Return whether a column is true; false where it is missing."""
    return nw.when(nw.col(name)).then(nw.lit(value=True)).otherwise(nw.lit(value=False))


def _places(bench: Bench, key: str, counted: Counted) -> tuple[str, str, str]:
    """Return columns with the three quartiles of each group, from the values beside their places.

    Quartile k lies m / 4 places from the first of the sorted values, m = (n - 1) k; a value fills all places
    from ``below`` to ``level - 1``, and ties fill them together.
    """
    below, level = 4.0 * nw.col(counted.below), 4.0 * nw.col(counted.level)
    beside = []
    for k in (1.0, 2.0, 3.0):
        m = (nw.col(counted.n) - 1.0) * k
        beside.append(nw.when((below <= m) & (m < level)).then(nw.col(key)))
        beside.append(nw.when((below - 4.0 <= m) & (m < level - 4.0)).then(nw.col(key)))
    ends = bench.spread(bench.keys(), *(nw.col(one).max() for one in bench.stage(*beside)))
    quartiles: list[nw.Expr] = []
    for k, low, high in zip((1, 2, 3), ends[::2], ends[1::2], strict=True):
        rest = ((whole(counted.n) - 1) * k % 4).cast(nw.Float64)
        quartiles.append(quartile(nw.col(low), nw.col(high), rest))
    first, second, third = bench.stage(*quartiles)
    return first, second, third
