"""Values that cannot be true are withheld: a rate of England that is the sum of those of its regions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import narwhals as nw

from cypplan.areas import AreaKind
from cypplan.observations.frames import opened
from cypplan.observations.helpers import given_back
from cypplan.observations.table import COLUMNS, Mark
from cypplan.units import UnitForm

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cypplan.areas import Areas
    from cypplan.calc.carrier import Table
    from cypplan.indicators import Indicator

__all__ = ["without_implausible"]

_FEW: Final = 5
"""Fewer regions say too little of the range in which the country must lie."""
_NAMES: Final = tuple(column.name for column in COLUMNS)
_LEVELS: Final = frozenset({UnitForm.PERCENT, UnitForm.RATE})


def without_implausible(observations: Table, *, areas: Areas, indicators: Mapping[str, Indicator]) -> Table:
    """Return the observations without a country's rates and percentages outside the range of its regions.

    An average cannot lie there by more than the last decimal; a sum does. The figure is marked as not
    available, and its derivation keeps what was published.
    """
    frame = opened(observations)
    levels = sorted(one.id for one in indicators.values() if one.unit.form in _LEVELS)
    regions = [one.code for one in areas if one.kind is AreaKind.REGION and one.region is None]
    countries = [one.code for one in areas if one.kind is AreaKind.COUNTRY]
    if not (levels and regions and countries):
        return given_back(frame, observations)
    key = ["indicator", "period", "group", "source", "release"]
    filled = {
        name: nw.when(~nw.col(name).is_null()).then(nw.col(name)).otherwise(nw.lit("")) for name in key[3:]
    }
    # a missing source is no key for a join
    frame = frame.with_columns(**{f"_{name}": value for name, value in filled.items()})
    key = [*key[:3], "_source", "_release"]
    there = frame.filter(nw.col("area").is_in(regions), ~nw.col("value").is_null())
    spread = there.group_by(*key).agg(
        nw.col("value").min().alias("_low"), nw.col("value").max().alias("_high"), nw.len().alias("_n")
    )
    wide = frame.join(spread, on=key, how="left")
    room = _room(indicators)
    value = nw.col("value")
    outside = (value > nw.col("_high") + room) | (value < nw.col("_low") - room)
    bad = (
        nw.col("area").is_in(countries) & nw.col("indicator").is_in(levels) & (nw.col("_n") >= _FEW) & outside
    )
    wide = wide.with_columns(_bad=nw.when(bad).then(nw.lit(1)).otherwise(nw.lit(0)))
    return given_back(_withheld(wide), observations)


def _withheld(wide: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """Return the observations with what is bad taken away."""
    value = nw.col("value")
    words = nw.concat_str([
        nw.lit("published value "), value.cast(nw.String),
        nw.lit(" withheld: it lies outside the range of the regions, "),
        nw.col("_low").cast(nw.String), nw.lit(" to "), nw.col("_high").cast(nw.String),
    ])  # fmt: skip
    is_bad = nw.col("_bad") == 1
    kept = {
        name: nw.when(~is_bad).then(nw.col(name))
        for name in ("value", "count", "denominator", "lower", "upper")
    }
    result = wide.with_columns(
        mark=nw.when(is_bad).then(nw.lit(Mark.NOT_AVAILABLE.value)).otherwise(nw.col("mark")),
        derivation=nw.when(is_bad).then(words).otherwise(nw.col("derivation")),
        **kept,
    )
    return result.select(*_NAMES)


def _room(indicators: Mapping[str, Indicator]) -> nw.Expr:
    """Return one in the last decimal to which an indicator is published."""
    room: nw.Expr = nw.lit(1e-6)
    for decimals in range(4):
        ids = sorted(one.id for one in indicators.values() if one.decimals == decimals)
        if ids:
            room = nw.when(nw.col("indicator").is_in(ids)).then(nw.lit(10.0**-decimals)).otherwise(room)
    return room
