"""Estimates: what an interval holds, and that confidence and sizes are checked at once."""

from __future__ import annotations

import pytest

from cypplan.calc import pooled_funnel, proportion, rate, standardised_ratio
from cypplan.calc.estimates import TOO_LARGE, Interval, checked_count, checked_size, levels
from cypplan.errors import ValueFault


@pytest.mark.parametrize(
    ("value", "inside"), [(0.9, False), (1.0, True), (1.5, True), (2.0, True), (2.1, False)]
)
def test_an_interval_holds_what_lies_between_its_limits(value: float, *, inside: bool) -> None:
    """Both limits belong to it, and nothing outside of them."""
    assert (value in Interval(1.0, 2.0, 0.95)) is inside


@pytest.mark.parametrize("confidence", [0.0, 1.0, 95.0, (0.95, 2.0), (0.95, -0.5)])
def test_levels_are_checked_before_any_limits_are_made(confidence: float) -> None:
    """A wrong level is found where it was written, not where its limits are first needed."""
    with pytest.raises(ValueFault, match="does not lie between 0 and 1"):
        levels(confidence)
    with pytest.raises(ValueFault, match="does not lie between 0 and 1"):
        pooled_funnel([(1, 10), (2, 10)], unit="percent_of_children", confidence=confidence)


@pytest.mark.parametrize("number", [TOO_LARGE, 2 * TOO_LARGE, int(2 * TOO_LARGE), -2 * TOO_LARGE])
def test_numbers_too_large_for_the_formulas_are_refused(number: float) -> None:
    """Beyond what 64 bits hold there are no people, and limits would drown in rounding."""
    for checked in (checked_count, checked_size):
        with pytest.raises(ValueFault, match="is not a finite number below 2e"):
            checked("people", number)
    with pytest.raises(ValueFault, match="is not a finite number below 2e"):
        rate(12, number)
    with pytest.raises(ValueFault, match="is not a finite number below 2e"):
        proportion(12, number)


@pytest.mark.parametrize(
    ("count", "method"), [(0, "exact Poisson"), (9, "exact Poisson"), (10, "Byar"), (380, "Byar")]
)
def test_counts_name_the_method_of_their_limits(count: int, method: str) -> None:
    """Exact below ten and Byar's from there, for rates and for ratios alike; none without limits."""
    assert rate(count, 1_000).method == standardised_ratio(count, 35.0).method == method
    assert rate(count, 1_000, confidence=None).method is None
    assert standardised_ratio(count, 35.0, confidence=None).method is None


def test_percentages_name_the_method_of_their_limits() -> None:
    """Wilson's, and none without limits."""
    assert proportion(12, 40).method == "Wilson"
    assert proportion(12, 40, confidence=None).method is None


def test_an_estimate_tells_the_first_level_that_was_asked_for() -> None:
    """Limits and level of an estimate belong together."""
    found = rate(380, 115_165, confidence=(0.998, 0.95))
    first = found.intervals[0]
    assert (found.confidence, found.lower, found.upper) == (0.998, first.lower, first.upper)
    bare = rate(380, 115_165, confidence=None)
    assert (bare.confidence, bare.lower, bare.upper) == (None, None, None)


def test_all_of_very_many_are_a_hundred_percent_exactly() -> None:
    """Protects: where a hundredfold count is no longer exact, all of all is still 100 %, not a bit more."""
    many = 424_067_344_281_415
    assert proportion(many, many).value == 100.0
