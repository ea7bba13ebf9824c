"""Standardised figures: broken counts of a reference, nothing expected, and bands of unlike number."""

from __future__ import annotations

import pytest

from cypplan.calc import directly_standardised, expected_events, standardised_ratio
from cypplan.errors import NotComparableError, ValueFault


def test_events_and_people_of_bands_may_be_broken() -> None:
    """Means of several years are no whole numbers, even below ten."""
    assert expected_events([4.5, 2.5], [2.5, 0.5], [10, 10]) == pytest.approx((4.5 * 2.5 + 2.5 * 0.5) / 10)


@pytest.mark.parametrize("expected", [0.0, -0.5, -1.0, -40.0])
def test_nothing_expected_is_said_to_come_from_the_reference(expected: float) -> None:
    """The message names the reference, where the fault is, and not the people."""
    with pytest.raises(ValueFault, match="the reference rates or populations are all 0"):
        standardised_ratio(12, expected)


@pytest.mark.parametrize("many", [0, 1, 2, 4])
def test_sequences_of_unlike_length_are_refused_whichever_is_shorter(many: int) -> None:
    """Populations for fewer bands than there are counts are as wrong as those for more."""
    with pytest.raises(NotComparableError, match=f"populations and counts are {many} and 3 numbers"):
        directly_standardised([10, 20, 30], [1_000] * many, [1, 1, 1])
    with pytest.raises(
        NotComparableError, match=f"reference_counts and populations are {many} and 3 numbers"
    ):
        expected_events([1_000] * 3, [10] * many, [1_000] * 3)
