"""Limits of inequality: the quantiles of the simulation against NumPy's, and errors of zero."""

from __future__ import annotations

import random

import numpy as np
import pytest

from cypplan.calc import inequality_indices

VALUES, PEOPLE, ERRORS = (62, 64, 68, 71, 75), (410, 395, 402, 388, 405), (2.4, 2.4, 2.3, 2.3, 2.2)


@pytest.mark.parametrize("level", [0.5, 0.95, 0.998])
def test_limits_are_quantiles_of_type_7_of_what_was_drawn(level: float) -> None:
    """Not a neighbour of the quantile: with a thousand draws that would be seen."""
    found = inequality_indices(VALUES, PEOPLE, errors=ERRORS, confidence=level, replications=1000, seed=7)
    draw = random.Random(7).gauss  # noqa: S311 (the draws of the simulation, once more)
    drawn = np.array([[draw(*one) for one in zip(VALUES, ERRORS, strict=True)] for _ in range(1000)])
    shares = np.array(PEOPLE) / sum(PEOPLE)
    ranks = np.cumsum(shares) - shares / 2
    slopes, starts = np.polyfit(ranks, drawn.T, 1, w=np.sqrt(shares))
    tails = [(1 - level) / 2, (1 + level) / 2]
    (slope,), (ratio,) = found.slope_intervals, found.relative_intervals
    assert [slope.lower, slope.upper] == pytest.approx(np.quantile(slopes, tails), rel=1e-9)
    assert [ratio.lower, ratio.upper] == pytest.approx(
        np.quantile((starts + slopes) / starts, tails), rel=1e-9
    )


@pytest.mark.parametrize("replications", [1000, None])
def test_values_known_exactly_have_an_error_of_zero(replications: int | None) -> None:
    """Without any error both limits are the slope itself."""
    found = inequality_indices(VALUES, PEOPLE, errors=[0.0] * 5, replications=replications)
    (limits,) = found.slope_intervals
    assert [limits.lower, limits.upper] == pytest.approx([found.slope] * 2)
