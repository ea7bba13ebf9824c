"""The way from a baseline outside a range to the range."""

from __future__ import annotations

import math

import pytest

from cypplan.calc.carrier import NUMBERS
from cypplan.calc.trajectory import approach


@pytest.mark.parametrize(
    ("inside", "base", "share"),
    [(-1.0, -2.0, 0.5), (0.0, -0.5, 1.0), (-3.0, -2.0, -0.5), (1.0, 0.0, None), (1.0, 0.5, None)],
)
def test_there_is_a_way_only_from_outside(inside: float, base: float, share: float | None) -> None:
    """From a baseline inside the range, or on its edge, no share of a way is left to go."""
    found = approach(NUMBERS, inside, base)
    assert math.isnan(found) if share is None else found == share
