"""Gaps, their change over time, ratios and differences on tables. Native in, native out.

What holds for all of them stands in :mod:`cypplan.calc.columns`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import attrs
import narwhals as nw

from cypplan.calc.estimates import TOO_LARGE, levels
from cypplan.calc.gaps import Favour, Sense, difference, multiple, share, size_change
from cypplan.calc.intervals import newcombe
from cypplan.calc.opening import level_names, opened
from cypplan.calc.reasons import NO_REASON, is_missing
from cypplan.calc.workbench import Polarity
from cypplan.indicators import Direction

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cypplan.calc.estimates import Confidence
    from cypplan.calc.opening import Opened

__all__ = ["with_gaps", "with_narrowing"]

_Frame = TypeVar("_Frame")


def with_gaps(
    frame: _Frame,
    *,
    ours: str,
    theirs: str,
    confidence: Confidence = None,
    direction: Direction | str | None = None,
    direction_column: str | None = None,
    into: str = "gap",
) -> _Frame:
    """Add the gap between two figures of each row, ours minus theirs, with what it means.

    Each row has what :func:`cypplan.calc.gap` gives for its numbers, bit for bit. Both columns are in one
    unit; percentages differ in percentage points.

    Parameters
    ----------
    frame
        Any table that narwhals knows.
    ours, theirs
        Names of the columns with the two figures.
    confidence
        Levels whose limits the table holds beside both figures, named as :func:`with_rates` names them
        (``<ours>_lower`` and so on for one level, ``<ours>_lower_95`` and so on for several): the gap then
        has Newcombe's limits. ``None`` for none.
    direction, direction_column
        Which way is better: for the whole table, or the name of a column that says it row by row.
    into
        Name of the new column. Beside it come ``<into>_lower`` and ``<into>_upper``, ``<into>_ratio`` (ours
        over theirs), ``<into>_relative`` (0.1 for a tenth more), ``<into>_favour`` (favourable, adverse,
        none) and ``<into>_reason``, which says why there is no gap or why its limits are missing. There is
        no ratio, and no relative gap, where theirs is 0 or a figure negative.

    Raises
    ------
    FrameError
        If a column is missing or holds no numbers, a new one would overwrite one that is there, or the
        direction is none.
    ValueFault
        If a confidence does not lie between 0 and 1.

    Examples
    --------
    >>> import polars as pl
    >>> table = pl.DataFrame({"halton": [65.0, 71.0], "england": [70.0, None]})
    >>> gaps = with_gaps(table, ours="halton", theirs="england", direction="higher")
    >>> gaps["gap"].to_list(), gaps["gap_favour"].to_list(), gaps["gap_reason"].to_list()
    ([-5.0, None], ['adverse', None], [None, 'no theirs'])
    """
    way = Polarity.given(direction, direction_column)
    pair = _Pair.named(ours, theirs, into, levels(confidence))
    new = [into, *pair.limits, *(f"{into}_{tail}" for tail in ("ratio", "relative", "favour", "reason"))]
    table = opened(frame, numbers=pair.columns, others=way.needed, new=new)
    c = table.c
    a, b, reason = _both(table, pair, words=("ours", "theirs"))
    (apart,) = c.let(difference(c, a, b))
    results = {into: apart} | _limits(table, pair, a, b)
    results |= {f"{into}_ratio": multiple(c, a, b), f"{into}_relative": share(c, a, b, apart)}
    favour, reason = _favour(table, way, apart, reason)
    return table.closed(**results, **{f"{into}_favour": favour, f"{into}_reason": reason})


def with_narrowing(
    frame: _Frame,
    *,
    now: str,
    then: str,
    confidence: Confidence = None,
    direction: Direction | str | None = None,
    direction_column: str | None = None,
    into: str = "narrowing",
) -> _Frame:
    """Add how a gap has changed from then to now, in the unit of the gap.

    Each row has what :func:`cypplan.calc.narrowing` gives for its numbers, bit for bit: the gap now minus
    the gap then.

    Parameters
    ----------
    frame
        Any table that narwhals knows.
    now, then
        Names of the columns with the gap at the two times, signed, as :func:`with_gaps` makes them.
    confidence, direction, direction_column
        As for :func:`with_gaps`.
    into
        Name of the new column. Beside it come ``<into>_lower`` and ``<into>_upper``, ``<into>_sense``
        (narrowing, widening, unchanged: by the sizes of the two gaps, whoever is ahead), ``<into>_favour``
        and ``<into>_reason``.

    Raises
    ------
    FrameError, ValueFault
        As :func:`with_gaps`.

    Examples
    --------
    >>> import polars as pl
    >>> table = pl.DataFrame({"gap_2015": [-30.0, -12.0], "gap_2018": [-24.0, -12.5]})
    >>> changes = with_narrowing(table, now="gap_2018", then="gap_2015")
    >>> changes["narrowing"].to_list(), changes["narrowing_sense"].to_list()
    ([6.0, -0.5], ['narrowing', 'widening'])
    """
    way = Polarity.given(direction, direction_column)
    pair = _Pair.named(now, then, into, levels(confidence))
    new = [into, *pair.limits, *(f"{into}_{tail}" for tail in ("sense", "favour", "reason"))]
    table = opened(frame, numbers=pair.columns, others=way.needed, new=new)
    c = table.c
    a, b, reason = _both(table, pair, words=("gap now", "gap then"))
    change, size = c.let(difference(c, a, b), size_change(c, a, b))
    wider = c.where(size > 0, Sense.WIDENING.value, NO_REASON)
    sense = c.where(size < 0, Sense.NARROWING.value, c.where(size == 0, Sense.UNCHANGED.value, wider))
    favour, reason = _favour(table, way, change, reason)
    texts = {f"{into}_sense": sense, f"{into}_favour": favour, f"{into}_reason": reason}
    return table.closed(**{into: change}, **_limits(table, pair, a, b), **texts)


@attrs.frozen
class _Pair:
    """Two columns of figures with the columns of their limits, and the names of the limits to come."""

    ours: str
    theirs: str
    levels: tuple[tuple[tuple[str, str], tuple[str, str], tuple[str, str]], ...]
    """For each level of confidence the lower and upper limits of ours, of theirs and of the result."""

    @classmethod
    def named(cls, ours: str, theirs: str, into: str, confidence: Sequence[float]) -> _Pair:
        """Name the columns of the limits after those of the figures."""
        rows = zip(*(level_names(name, confidence) for name in (ours, theirs, into)), strict=True)
        return cls(ours, theirs, tuple((a[1:], b[1:], to[1:]) for a, b, to in rows))

    @property
    def columns(self) -> list[str]:
        """Every column that must be there."""
        return [self.ours, self.theirs, *(name for a, b, _ in self.levels for name in (*a, *b))]

    @property
    def limits(self) -> list[str]:
        """Names of the limits to come."""
        return [name for _, _, to in self.levels for name in to]


def _both(table: Opened, pair: _Pair, words: tuple[str, str]) -> tuple[nw.Expr, nw.Expr, nw.Expr]:
    """Return both figures where both can be used, and the reason where they cannot, or have no limits."""
    c, (our_word, their_word) = table.c, words
    a, b = c.let(table.number(pair.ours), table.number(pair.theirs))
    usable = (a > -TOO_LARGE) & (a < TOO_LARGE) & (b > -TOO_LARGE) & (b < TOO_LARGE)
    fault: nw.Expr = c.where(usable, NO_REASON, "not a finite number, or too large")
    fault = c.where(is_missing(table, pair.theirs, b), f"no {their_word}", fault)
    (fault,) = c.let(c.where(is_missing(table, pair.ours, a), f"no {our_word}", fault))
    a, b = c.let(nw.when(fault.is_null()).then(a), nw.when(fault.is_null()).then(b))
    reason = fault
    for mine, others, _ in pair.levels:
        for name in (*mine, *others):
            unknown = is_missing(table, name, table.number(name))
            reason = c.where(fault.is_null() & unknown, "no limits, since a figure has none", reason)
    return a, b, reason


def _limits(table: Opened, pair: _Pair, a: nw.Expr, b: nw.Expr) -> dict[str, nw.Expr]:
    results: dict[str, nw.Expr] = {}
    for mine, others, to in pair.levels:
        own = [_finite(table, name) for name in mine]
        other = [_finite(table, name) for name in others]
        results |= zip(to, newcombe(table.c, (a, *own), (b, *other)), strict=True)
    return results


def _finite(table: Opened, name: str) -> nw.Expr:
    limit = table.number(name)
    return nw.when((limit > -TOO_LARGE) & (limit < TOO_LARGE)).then(limit)


def _favour(table: Opened, way: Polarity, apart: nw.Expr, reason: nw.Expr) -> tuple[nw.Expr, nw.Expr]:
    """Return what differences mean; where a direction is unknown, that is the reason and nothing is said."""
    c = table.c
    (sense,) = c.let(way.sign * apart)
    favour: nw.Expr = c.where(sense == 0, Favour.NONE.value, NO_REASON)
    favour = c.where(sense < 0, Favour.ADVERSE.value, favour)
    favour = c.where(sense > 0, Favour.FAVOURABLE.value, favour)
    if way.column is None:
        return favour, reason
    word = nw.col(way.column)
    known = word.is_in([one.value for one in Direction]) | word.is_null()
    return nw.when(known).then(favour), c.where(known, reason, "direction not known")
