"""A summary of a single value."""

from __future__ import annotations

import pytest

from cypplan.calc import mean_from_summary
from cypplan.errors import ValueFault


def test_a_summary_of_one_value_is_its_mean_without_limits() -> None:
    """One value is enough where no limits are asked for, as for the values themselves."""
    found = mean_from_summary(46.2, sd=0, n=1, confidence=None)
    assert (found.value, found.intervals, found.method, found.denominator) == (46.2, (), None, 1)
    with pytest.raises(ValueFault, match="too few for limits"):
        mean_from_summary(46.2, sd=0, n=1)
