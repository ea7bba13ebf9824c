"""Means and standardised rates of the groups of a table. Native in, native out, one row a group.

The rows of a group are added up in the caller's engine; what follows from the sums is the same formula as on
single numbers, with results that agree to 1e-12 (engines add in different orders). Groups come in the order
of their keys; a missing key is a group of its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeVar

import narwhals as nw

from cypplan.calc.columns import as_frame_error
from cypplan.calc.estimates import TOO_LARGE, TOO_SMALL, levels, rate_unit
from cypplan.calc.grouping import Grouping, worst
from cypplan.calc.intervals import EXACT_BELOW, per, rate_limits
from cypplan.calc.means import student_limits
from cypplan.calc.opening import level_names
from cypplan.calc.reasons import NO_REASON
from cypplan.calc.standardised import FEWEST_EVENTS, direct_limits, direct_rate, ratio_scale
from cypplan.calc.workbench import worded
from cypplan.errors import FrameError
from cypplan.units import UnitForm

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from cypplan.calc.estimates import Confidence
    from cypplan.calc.expressions import Columns
    from cypplan.units import Unit

__all__ = ["directly_standardised_by", "indirectly_standardised_by", "means_by"]

_Frame = TypeVar("_Frame")

_MOST_BANDS: Final = 52
"""So many bands can be told apart in the sum of one power of two for each, which a float holds exactly."""


def means_by(
    frame: _Frame,
    *,
    by: str | Sequence[str],
    value: str,
    confidence: Confidence = 0.95,
    into: str = "mean",
) -> _Frame:
    """Return the mean of each group with Student's limits.

    Parameters
    ----------
    frame
        Any table that narwhals knows.
    by
        Names of the columns that make the groups; none for one group of all rows.
    value
        Name of the column with the values. Rows without one are left out, and ``<into>_n`` says how many are
        in.
    confidence
        One level of confidence, several in a tuple, or ``None`` for no limits.
    into
        Name of the column with the means. Beside it come the limits, named as :func:`with_rates` names them,
        the number of values ``<into>_n``, their standard deviation ``<into>_sd`` and ``<into>_reason``,
        which says why there is no mean, or why its limits are missing.

    Raises
    ------
    FrameError
        If a column is missing or holds no numbers, or a key bears the name of a new column.
    ValueFault
        If a confidence does not lie between 0 and 1.

    Examples
    --------
    >>> import polars as pl
    >>> table = pl.DataFrame({"school": ["A", "A", "A", "B"], "score": [12.0, 15.0, 18.0, 9.0]})
    >>> means = means_by(table, by="school", value="score")
    >>> means["mean"].to_list(), means["mean_lower"].round(2).to_list()
    ([15.0, 9.0], [7.55, None])
    >>> means["mean_reason"].to_list()
    [None, 'no limits, since one value has no spread']
    """
    named = level_names(into, levels(confidence))
    tails = [f"{into}_{tail}" for tail in ("n", "sd", "reason")]
    groups = Grouping(frame, by=by, numbers=[value], new=[into, *_both(named), *tails])
    (cells,) = groups.c.let(groups.number(value))
    usable = (cells > -TOO_LARGE) & (cells < TOO_LARGE)
    good, count, spread, odd = groups.c.let(
        nw.when(usable).then(cells),
        nw.when(usable).then(cells),
        nw.when(usable).then(cells),
        groups.c.where(usable | cells.is_null(), 0.0, 1.0),
    )
    c = groups.summed(good.mean(), count.count(), spread.std(ddof=1), odd.sum())
    average, n, sd = c.let(
        nw.when(odd == 0).then(good), count.cast(nw.Float64), nw.when((count > 1) & (odd == 0)).then(spread)
    )
    reason = c.where(n > 0, NO_REASON, "no values")
    if named:
        reason = c.where(n == 1, "no limits, since one value has no spread", reason)
    reason = c.where(odd > 0, "a value is not a finite number, or too large", reason)
    results: dict[str, nw.Expr] = {into: average}
    for level, lower, upper in named:
        results[lower], results[upper] = student_limits(c, average, sd, n, level)
    extra = dict(zip(tails, (count.cast(nw.Int64), sd, reason), strict=True))
    return groups.closed(c, **results, **extra)


def directly_standardised_by(  # noqa: PLR0913 (the columns that the method needs)
    frame: _Frame,
    *,
    by: str | Sequence[str],
    count: str,
    population: str,
    weight: str | None = None,
    band: str | None = None,
    weights: Mapping[str, float] | None = None,
    unit: Unit | str = "per_100_000_people",
    confidence: Confidence = 0.95,
    into: str = "dsr",
) -> _Frame:
    """Return the directly standardised rate of each group, of its rows for each band, with Dobson's limits.

    Each group has what :func:`cypplan.calc.directly_standardised` gives for its numbers.

    Parameters
    ----------
    frame
        Any table that narwhals knows, one row for each group and band.
    by
        Names of the columns that make the groups; none for one group of all rows.
    count, population
        Names of the columns with events and people.
    weight
        Name of a column with the weights; or instead:
    band, weights
        Name of the column with the bands, and the weight of each, as
        :data:`~cypplan.calc.standards.ESP_2013`. A group must then have every band exactly once.
    unit, confidence
        As for :func:`cypplan.calc.directly_standardised`.
    into
        Name of the column with the rates. Beside it come the limits, named as :func:`with_rates` names them,
        the number of events ``<into>_count`` and ``<into>_reason``.

    Raises
    ------
    FrameError
        If a column is missing or holds no numbers, a key bears the name of a new column, the unit is no
        rate, or it is not clear which weights are meant.
    ValueFault
        If a confidence does not lie between 0 and 1.

    Examples
    --------
    >>> import polars as pl
    >>> table = pl.DataFrame(
    ...     {
    ...         "area": ["A", "A", "B", "B"],
    ...         "age": ["0-4", "5-9", "0-4", "5-9"],
    ...         "deaths": [40, 20, 3, 4],
    ...         "people": [9_000, 11_000, 900, 1_100],
    ...     }
    ... )
    >>> rates = directly_standardised_by(
    ...     table,
    ...     by="area",
    ...     count="deaths",
    ...     population="people",
    ...     band="age",
    ...     weights={"0-4": 5_000, "5-9": 5_500},
    ...     unit="per_1_000_people",
    ... )
    >>> rates["dsr"].round(2).to_list(), rates["dsr_reason"].to_list()
    ([3.07, None], [None, 'fewer than 10 events'])
    """
    with as_frame_error():
        _, k = rate_unit(unit)
    column = _which_weights(weight, band, weights)
    named = level_names(into, levels(confidence))
    tails = [f"{into}_count", f"{into}_reason"]
    numbers, others = (
        ([count, population, column], []) if weights is None else ([count, population], [column])
    )
    groups = Grouping(frame, by=by, numbers=numbers, others=others, new=[into, *_both(named), *tails])
    c, sums, reason = _direct_sums(groups, (count, population, column), weights)
    events, weighted, squared, weight_sum = sums
    (known,) = c.let(nw.when(reason.is_null()).then(events))
    results: dict[str, nw.Expr] = {into: nw.when(reason.is_null()).then(direct_rate(weighted, weight_sum, k))}
    for level, lower, upper in named:
        results[lower], results[upper] = direct_limits(c, known, weighted, squared, weight_sum, k, level)
    return groups.closed(c, **results, **dict(zip(tails, (events, reason), strict=True)))


def indirectly_standardised_by(  # noqa: PLR0913 (the columns that the method needs)
    frame: _Frame,
    *,
    by: str | Sequence[str],
    count: str,
    population: str,
    reference_count: str,
    reference_population: str,
    unit: Unit | str = "ratio",
    confidence: Confidence = 0.95,
    into: str = "isr",
) -> _Frame:
    """Return the indirectly standardised ratio or rate of each group, of its rows for each band.

    Each group has what :func:`cypplan.calc.indirectly_standardised` gives for its numbers.

    Parameters
    ----------
    frame
        Any table that narwhals knows, one row for each group and band.
    by
        Names of the columns that make the groups; none for one group of all rows.
    count, population
        Names of the columns with our events and people.
    reference_count, reference_population
        Names of the columns with those of the reference population in the same band.
    unit, confidence
        As for :func:`cypplan.calc.indirectly_standardised`.
    into
        Name of the new column. Beside it come the limits, named as :func:`with_rates` names them,
        ``<into>_observed``, ``<into>_expected`` and ``<into>_reason``.

    Raises
    ------
    FrameError
        If a column is missing or holds no numbers, a key bears the name of a new column, or the unit is
        neither "ratio" nor a rate.
    ValueFault
        If a confidence does not lie between 0 and 1.

    Examples
    --------
    >>> import polars as pl
    >>> table = pl.DataFrame(
    ...     {
    ...         "area": ["A", "A"],
    ...         "x": [15, 30],
    ...         "n": [1_000, 2_000],
    ...         "all_x": [50, 300],
    ...         "all_n": [10_000, 20_000],
    ...     }
    ... )
    >>> ratios = indirectly_standardised_by(
    ...     table, by="area", count="x", population="n", reference_count="all_x", reference_population="all_n"
    ... )
    >>> ratios.select("isr", "isr_observed", "isr_expected").row(0)
    (1.28..., 45.0, 35.0)
    """
    with as_frame_error():
        made, k = ratio_scale(unit)
    named = level_names(into, levels(confidence))
    tails = [f"{into}_{tail}" for tail in ("observed", "expected", "reason")]
    columns = [count, population, reference_count, reference_population]
    groups = Grouping(frame, by=by, numbers=columns, new=[into, *_both(named), *tails])
    x, n, rx, rm = groups.c.let(*(groups.number(name) for name in columns))
    lowest = (0.0, 0.0, 0.0, TOO_SMALL)
    faults: dict[str, nw.Expr] = {}
    for name, cells, least in zip(columns, (x, n, rx, rm), lowest, strict=True):
        faults |= _faults(name, cells, lowest=least)
    fault, observed, expected, events, people = groups.c.let(
        worst(faults), x, groups.c.ratio(n * rx, rm), rx, rm
    )
    sums = (observed, expected, events, people)
    c = groups.summed(fault.max(), *(one.sum() for one in sums))
    broken = (observed < EXACT_BELOW) & (observed != observed.floor())
    reason = c.where(broken, f"count below {EXACT_BELOW} is not whole", NO_REASON)
    reason = c.where(expected >= TOO_SMALL, reason, "no events expected")
    (reason,) = c.let(c.where(fault > 0, worded(fault, dict(enumerate(faults, 1))), reason))
    size = per(events, people, k) if made.form is UnitForm.RATE else nw.lit(1.0)
    known, observed, expected, scale = c.let(
        nw.when(reason.is_null()).then(observed),
        nw.when(fault == 0).then(observed),
        nw.when(fault == 0).then(expected),
        size,
    )
    results: dict[str, nw.Expr] = {into: per(known, expected, scale)}
    for level, lower, upper in named:
        results[lower], results[upper] = rate_limits(c, known, expected, scale, level)
    return groups.closed(c, **results, **dict(zip(tails, (observed, expected, reason), strict=True)))


def _direct_sums(
    groups: Grouping, columns: tuple[str, str, str], weights: Mapping[str, float] | None
) -> tuple[Columns, tuple[nw.Expr, ...], nw.Expr]:
    """Return the carrier, the four sums of the direct method and why a group has no rate."""
    count, population, column = columns
    words = nw.col(column)
    w = groups.number(column) if weights is None else _numbers(words, weights)
    x, n, w = groups.c.let(groups.number(count), groups.number(population), w)
    faults = {
        **_faults(count, x, lowest=0.0),
        **_faults(population, n, lowest=TOO_SMALL),
        **(_faults(column, w, lowest=0.0) if weights is None else {"a band has no weight": w.is_null()}),
    }
    marks = {band: float(1 << at) for at, band in enumerate(weights or ())}
    mark = _numbers(words, marks) if marks else nw.lit(0.0)
    share = groups.c.ratio(w * x, n)
    fault, *sums, rows, place = groups.c.let(
        worst(faults), x, share, share * groups.c.ratio(w, n), w, nw.lit(1.0), mark
    )
    c = groups.summed(fault.max(), *(one.sum() for one in (*sums, rows, place)))
    events, *others, weight = sums
    reason = c.where(events >= FEWEST_EVENTS, NO_REASON, f"fewer than {FEWEST_EVENTS} events")
    reason = c.where(weight > 0, reason, "the weights are all 0")
    if marks:
        # so many powers of two that make this sum are each of them once
        complete = (rows == float(len(marks))) & (place == float((1 << len(marks)) - 1))
        reason = c.where(complete, reason, "a band is missing or stands twice")
    reason = c.where(fault > 0, worded(fault, dict(enumerate(faults, 1))), reason)
    reason, events = c.let(reason, nw.when(fault == 0).then(events))
    return c, (events, *others, weight), reason


def _numbers(words: nw.Expr, table: Mapping[str, float]) -> nw.Expr:
    """Return the number that stands for each word; missing where there is none."""
    number: nw.Expr = nw.lit(None, dtype=nw.Float64)
    for word, entry in table.items():
        number = nw.when(words == word).then(nw.lit(float(entry))).otherwise(number)
    return number


def _both(named: Iterable[tuple[float, str, str]]) -> list[str]:
    return [name for _, *both in named for name in both]


def _faults(name: str, cells: nw.Expr, *, lowest: float) -> dict[str, nw.Expr]:
    """Return what can be wrong with a number of a row; nothing but a number of this size is right."""
    low = f"{name} not above 0" if lowest > 0 else f"{name} below 0"
    return {
        f"{name} missing": cells.is_null(),
        low: cells < lowest,
        f"{name} not a finite number, or too large": cells >= TOO_LARGE,
    }


def _which_weights(weight: str | None, band: str | None, weights: Mapping[str, float] | None) -> str:
    """Return the column with the weights, or with the bands; refuse what is not clear."""
    if weight is not None and band is None and weights is None:
        return weight
    if weight is not None or band is None or not weights:
        message = (
            "it is not clear which weights are meant; give weight= (a column of weights), or band= (a column "
            "of bands) and weights= (the weight of each band, such as ESP_2013)"
        )
        raise FrameError(message)
    if len(weights) > _MOST_BANDS:
        message = (
            f"weights has {len(weights)} bands, more than {_MOST_BANDS}; put the weights in a column, weight="
        )
        raise FrameError(message)
    wrong = [name for name, value in weights.items() if not 0 <= value < TOO_LARGE]
    if wrong:
        message = f'weights["{wrong[0]}"] is {weights[wrong[0]]}; a weight is a finite number, 0 or more'
        raise FrameError(message)
    return band
