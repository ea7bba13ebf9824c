"""Trends of proportions at the edge of what they take."""

from __future__ import annotations

import math

import pytest

from cypplan.calc import proportion, proportion_trend, recent_trend
from cypplan.errors import ValueFault

YEARS = [f"{year}/{year % 100 + 1}" for year in range(2012, 2017)]


@pytest.mark.parametrize(
    ("count", "total"), [(-1, 100), (-0.5, 100), (101, 100), (0, 0), (1, math.inf), (math.nan, 100), (0, -1)]
)
def test_every_pair_that_is_no_proportion_is_refused(count: float, total: float) -> None:
    """Not one event below nothing, nor one above the total."""
    pairs = {**dict.fromkeys(YEARS, (20.0, 100.0)), YEARS[2]: (count, total)}
    with pytest.raises(ValueFault, match="is no proportion"):
        proportion_trend(pairs)


def test_estimates_of_nothing_keep_their_count_of_zero() -> None:
    """Estimates give the very numbers of their counts, where none happened too."""
    pairs = {year: (count, 1000) for year, count in zip(YEARS, (0, 12, 25, 0, 50), strict=True)}
    figures = {year: proportion(count, total) for year, (count, total) in pairs.items()}
    assert recent_trend(figures) == proportion_trend(pairs)
