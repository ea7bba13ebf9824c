"""Random rows of the observation table: what publishers print, and leave out."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Final

from hypothesis import strategies as st

from cypplan.observations import COLUMNS, MISSING_MARKS, QUALIFIERS
from cypplan.periods import Period, PeriodKind
from cypplan.testing.strategies.of_values import years

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["observations"]

_INDICATORS: Final = ("good-development", "care-leavers-eet")
_AREAS: Final = ("E06000017", "E92000001")
_MARKS: Final = sorted(mark.value for mark in MISSING_MARKS)
_BESIDE: Final = sorted(mark.value for mark in QUALIFIERS)
_BLANK: Final[dict[str, Any]] = {column.name: None for column in COLUMNS}


@st.composite
def observations(
    draw: st.DrawFn,
    *,
    indicators: Sequence[str] = _INDICATORS,
    areas: Sequence[str] = _AREAS,
    kind: PeriodKind = PeriodKind.FINANCIAL,
    most: int = 5,
) -> list[dict[str, Any]]:
    """Draw rows for some indicators, areas and years: at least one, and one at most for each of a kind.

    Values are percentages. Where count and denominator stand beside one, it is their quotient as it would be
    published, and its limits enclose it. A row without a value has a mark that says why.
    """
    spans = draw(years(kind, most))
    keys = st.tuples(
        st.sampled_from(sorted(indicators)), st.sampled_from(sorted(areas)), st.sampled_from(spans)
    )
    chosen = draw(st.lists(keys, min_size=1, max_size=4 * most, unique=True))
    return [draw(_row(indicator, area, period)) for indicator, area, period in chosen]


@st.composite
def _row(draw: st.DrawFn, indicator: str, area: str, period: Period) -> dict[str, Any]:
    known = draw(st.none() | st.integers(1, 400))
    return {
        **_BLANK,
        "indicator": indicator,
        "area": area,
        "period": period.key,
        "period_kind": period.kind.value,
        "period_start": period.start,
        "period_end": period.end,
        "group": "all",
        "source": "random",
        "release": "1",
        "published": None if known is None else period.end + dt.timedelta(days=known),
        **draw(_marked() | _plain() | _counted()),
    }


def _marked() -> st.SearchStrategy[dict[str, Any]]:
    """Return what stands in a cell without a value."""
    return st.sampled_from(_MARKS).map(lambda mark: {"mark": mark})


@st.composite
def _plain(draw: st.DrawFn) -> dict[str, Any]:
    value = draw(st.integers(0, 1000)) / 10
    beside = draw(st.lists(st.sampled_from(_BESIDE), max_size=2, unique=True))
    return {"value": value, "qualifiers": " ".join(beside) or None}


@st.composite
def _counted(draw: st.DrawFn) -> dict[str, Any]:
    whole = draw(st.integers(1, 5000))
    part = draw(st.integers(0, whole))
    value = round(100 * part / whole, 1)
    wide = draw(st.integers(0, 100)) / 10
    limits = {"lower": max(0.0, value - wide), "upper": min(100.0, value + wide)}
    counts = {"count": float(part), "denominator": float(whole)}
    return {"value": value, **counts, **(limits if draw(st.booleans()) else {})}
