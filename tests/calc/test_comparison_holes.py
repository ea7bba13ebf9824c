"""What a benchmark must be: finite, whichever way it is not."""

from __future__ import annotations

import math

import pytest

from cypplan.calc import significance
from cypplan.calc.estimates import Interval
from cypplan.errors import ValueFault


@pytest.mark.parametrize("benchmark", [math.inf, -math.inf, math.nan])
def test_a_benchmark_that_is_not_finite_is_refused(benchmark: float) -> None:
    """Nothing is judged against infinity, on either side, or against nothing."""
    with pytest.raises(ValueFault, match="is no finite number"):
        significance(Interval(1.0, 2.0, 0.95), benchmark)


@pytest.mark.parametrize("outer", [Interval(1.5, 4.0, 0.998), Interval(0.0, 2.5, 0.998)])
def test_an_interval_that_sticks_out_on_one_side_is_not_nested(outer: Interval) -> None:
    """Limits at a higher level hold those at a lower one on both sides, or they are of two methods."""
    with pytest.raises(ValueFault, match=r"do not hold those at 0\.95"):
        significance([Interval(1.0, 3.0, 0.95), outer], 2.0)
