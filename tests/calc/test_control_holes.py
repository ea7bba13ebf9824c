"""Float noise on charts of any size."""

from __future__ import annotations

import pytest

from cypplan.calc import control_chart
from cypplan.periods import Period

SERIES = (30, 32, 31, 29, 30, 33, 31, 30, 32, 28, 31, 45)


@pytest.mark.parametrize("size", [1e-15, 1e-9, 1.0, 1e9, -1e-15, -1e-9, -1.0, -1e9])
def test_noise_is_measured_by_the_size_of_the_figures(size: float) -> None:
    """A jump is outside of the limits whether figures are counted in billions or in billionths."""
    chart = control_chart([one * size for one in SERIES])
    wanted = "special cause, high" if size > 0 else "special cause, low"
    assert chart.variation == wanted
    assert [bool(point.rules) for point in chart.points] == [False] * 11 + [True]


def test_a_left_out_period_parts_the_series_where_it_is_missing() -> None:
    """The step over a missing year is in no moving range; the steps beside it are."""
    years = [*range(2000, 2008), *range(2009, 2017)]
    values = [10.0, 11, 10, 11, 10, 11, 10, 11, 50, 51, 50, 51, 50, 51, 50, 51]
    chart = control_chart(values, periods=[Period.financial(year) for year in years])
    limits = chart.points[0].limits
    assert limits is not None
    assert (limits.moving_range, limits.dropped) == (1, 0), "the leap of 39 is between no two neighbours"
