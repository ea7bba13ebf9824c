"""Derived observations: rates of counts, complements, gaps between groups, pooled years.

Each takes observations of any engine and gives new ones of the same kind; what they are made of stands in
``derivation``, and a missing part makes the result missing with the mark of that part.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any, Final

import narwhals as nw

from cypplan.errors import NotComparableError, ValueFault
from cypplan.observations.frames import opened, rows_of
from cypplan.observations.helpers import given_back
from cypplan.observations.table import COLUMNS, Mark
from cypplan.periods import Period
from cypplan.units import Unit, UnitForm

if TYPE_CHECKING:
    from cypplan.calc.carrier import Table

__all__ = ["complements", "group_gaps", "pooled", "rates_of"]

_NAMES: Final = tuple(column.name for column in COLUMNS)
_LEVELS: Final = frozenset({UnitForm.PERCENT, UnitForm.RATE})
_NONE: Final = nw.lit(None, dtype=nw.Float64)
_WORD: Final = nw.lit(None, dtype=nw.String)


def _of(observations: Table, indicator: str) -> nw.LazyFrame[Any]:
    return opened(observations, keep={"indicator": [indicator]})


def _reason(*marks: str) -> nw.Expr:
    """Return the mark of the first part that has one; suppressed before all others."""
    why: nw.Expr = nw.lit(Mark.NOT_AVAILABLE.value)
    for name in reversed(marks):
        why = nw.when(~nw.col(name).is_null()).then(nw.col(name)).otherwise(why)
    for name in marks:
        why = nw.when(nw.col(name) == nw.lit(Mark.SUPPRESSED.value)).then(nw.col(name)).otherwise(why)
    return why


def rates_of(observations: Table, *, counts: str, population: str, unit: Unit | str, into: str) -> Table:
    """Return rates or percentages made of a count and the right population.

    The population of a year is the mid-year estimate inside it; of a count on a day, the last mid-year
    estimate before it: 31 March 2025 takes that of mid-2024.

    Parameters
    ----------
    observations
        The table with both; one release of each.
    counts, population
        Ids of the indicators that are the count and its base.
    unit
        Unit of the rate, as "per_10_000_children".
    into
        Id of the indicator that is made.
    """
    unit = Unit.parse(unit) if isinstance(unit, str) else unit
    if unit.form not in _LEVELS or unit.scale is None:
        raise ValueFault(f'unit: "{unit}" is no rate or percentage; give for example per_10_000_children')
    above = _of(observations, counts)
    below = _of(observations, population).select(
        "area",
        "group",
        nw.col("value").alias("base"),
        nw.col("mark").alias("base_mark"),
        # a mid-year estimate is of 30 June, whether it is dated to that day or to the calendar year
        nw.col("period_end").dt.year().cast(nw.Int64).alias("base_year"),
    )
    end, start = nw.col("period_end"), nw.col("period_start")
    month, year = end.dt.month().cast(nw.Int64), end.dt.year().cast(nw.Int64)
    begun = start.dt.year().cast(nw.Int64) * 12 + start.dt.month().cast(nw.Int64)
    # within a year that ended in March lies the June of the year before; of a day, the June before it
    late = nw.when(month >= 7).then(year).otherwise(year - 1)  # noqa: PLR2004 (July: after mid-year)
    whole = year * 12 + month - begun >= 11  # noqa: PLR2004 (months of a year, less one)
    inside = nw.when(whole & (month == 6)).then(year).otherwise(late)  # noqa: PLR2004 (June itself)
    both = above.with_columns(base_year=inside).join(below, on=["area", "group", "base_year"], how="left")
    scale = float(unit.scale)
    value = nw.when(nw.col("base") > 0).then(scale * nw.col("value") / nw.col("base"))
    made = both.with_columns(made=value).with_columns(
        mark=nw.when(nw.col("made").is_null()).then(_reason("mark", "base_mark")),
        derivation=nw.concat_str(
            [nw.lit(f"{counts} by {population} of mid-"), nw.col("base_year").cast(nw.String)],
            ignore_nulls=True,
        ),
        indicator=nw.lit(into),
        count=nw.when(~nw.col("made").is_null()).then(nw.col("value")),
        denominator=nw.when(~nw.col("made").is_null()).then(nw.col("base")),
        lower=_NONE,
        upper=_NONE,
    )
    return given_back(made.with_columns(value=nw.col("made")).select(*_NAMES), observations)


def complements(observations: Table, *, of: str, into: str) -> Table:
    """Return 100 % less a percentage, as attendance is of absence; limits change places."""
    frame = _of(observations, of)
    rest = nw.col("denominator") - nw.col("count")
    made = frame.with_columns(
        value=100 - nw.col("value"),
        count=rest,
        lower=100 - nw.col("upper"),
        upper=100 - nw.col("lower"),
        indicator=nw.lit(into),
        derivation=nw.lit(f"100% less {of}"),
    )
    return given_back(made.select(*_NAMES), observations)


def group_gaps(observations: Table, *, indicator: str, group: str, other: str, into: str) -> Table:
    """Return the gaps between two groups of one area, source and release: the one less the other."""
    frame = _of(observations, indicator)
    key = ["area", "period", "period_kind", "period_start", "period_end", "source", "release"]
    theirs = frame.filter(nw.col("group") == nw.lit(other)).select(
        *key, nw.col("value").alias("theirs"), nw.col("mark").alias("their_mark")
    )
    both = frame.filter(nw.col("group") == nw.lit(group)).join(theirs, on=key, how="inner")
    made = both.with_columns(value=nw.col("value") - nw.col("theirs")).with_columns(
        mark=nw.when(nw.col("value").is_null()).then(_reason("mark", "their_mark")),
        indicator=nw.lit(into),
        group=nw.lit("all"),
        count=_NONE,
        denominator=_NONE,
        lower=_NONE,
        upper=_NONE,
        derivation=nw.lit(f"{indicator}: {group} less {other}"),
    )
    return given_back(made.select(*_NAMES), observations)


def pooled(observations: Table, *, indicator: str, years: int, unit: Unit | str, into: str) -> Table:
    """Return figures of several years made one: their counts together, by their bases together.

    Every run of so many years in a row is pooled; where one of them has no count or no base, the result has
    none either. Percentages are never averaged.

    Raises
    ------
    ValueFault
        If ``years`` is below 2, or the unit is no rate or percentage.
    NotComparableError
        If the figures are of periods that are no years.
    """
    unit = Unit.parse(unit) if isinstance(unit, str) else unit
    if unit.form not in _LEVELS or unit.scale is None or years < 2:  # noqa: PLR2004 (one year is not pooled)
        raise ValueFault(f"years: {years}, unit: {unit}; pool at least two years, of a rate or percentage")
    frame = _of(observations, indicator)
    known = sorted({Period.parse(row["period"]) for row in rows_of(frame.select("period").unique())})
    if odd := next((period for period in known if not period.is_year), None):
        raise NotComparableError(f"{indicator}: {odd} is no year; only years can be pooled")
    runs = [tuple(known[at : at + years]) for at in range(len(known) - years + 1)]
    runs = [run for run in runs if all(later.follows(one) for one, later in itertools.pairwise(run))]
    made = [_run(frame, run, indicator, into, float(unit.scale)) for run in runs]
    return given_back(
        nw.concat(made, how="vertical") if made else frame.head(0).select(*_NAMES), observations
    )


def _run(
    frame: nw.LazyFrame[Any], run: tuple[Period, ...], indicator: str, into: str, scale: float
) -> nw.LazyFrame[Any]:
    span = Period.span(run[0], run[-1])
    chosen = frame.filter(nw.col("period").is_in([period.key for period in run]))
    usable = ~nw.col("count").is_null() & ~nw.col("denominator").is_null()
    secret = nw.col("mark") == nw.lit(Mark.SUPPRESSED.value)
    chosen = chosen.with_columns(
        _has=nw.when(usable).then(nw.lit(1)).otherwise(nw.lit(0)),
        _secret=nw.when(secret).then(nw.lit(1)).otherwise(nw.lit(0)),
    )
    by = ["area", "group", "source", "release"]
    sums = chosen.group_by(*by).agg(
        nw.col("count", "denominator", "_has").sum(), nw.col("_secret").max(), nw.col("published").max()
    )
    whole = (nw.col("_has") == len(run)) & (nw.col("denominator") > 0)
    why = (
        nw.when(nw.col("_secret") == 1)
        .then(nw.lit(Mark.SUPPRESSED.value))
        .otherwise(nw.lit(Mark.NOT_AVAILABLE.value))
    )
    made = sums.with_columns(
        value=nw.when(whole).then(scale * nw.col("count") / nw.col("denominator")),
        mark=nw.when(~whole).then(why),
        qualifiers=_WORD,
        indicator=nw.lit(into),
        period=nw.lit(span.key),
        period_kind=nw.lit(span.kind.value),
        period_start=nw.lit(span.start),
        period_end=nw.lit(span.end),
        lower=_NONE,
        upper=_NONE,
        derivation=nw.lit(f"{indicator}, {run[0]} to {run[-1]} pooled: counts by bases"),
    )
    parts = {name: nw.when(whole).then(nw.col(name)) for name in ("count", "denominator")}
    return made.with_columns(**parts).select(*_NAMES)
