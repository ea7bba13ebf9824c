"""Gaps: float noise between figures of any sign and size, and small gaps that turn."""

from __future__ import annotations

import pytest

from cypplan.calc import gap, narrowing, rate_difference, rate_ratio
from cypplan.calc.carrier import NUMBERS
from cypplan.calc.gaps import Favour, Gap, difference
from cypplan.units import Quantity, Unit


@pytest.mark.parametrize("size", [-1.0, 1.0, -1e-9, 1e-9, -1e12, 1e12])
def test_noise_is_measured_by_the_size_of_the_figures_whatever_their_sign(size: float) -> None:
    """A billionth of the smaller figure is noise, ten times as much is a gap, either way round."""
    for ours, theirs in ((size, size * (1 + 5e-10)), (size * (1 + 5e-10), size)):
        assert difference(NUMBERS, ours, theirs) == 0
    for ours, theirs in ((size, size * (1 + 1e-8)), (size * (1 + 1e-8), size)):
        assert difference(NUMBERS, ours, theirs) == ours - theirs != 0


def test_noise_between_negative_figures_is_no_gap() -> None:
    """Ten times -0.1 is -1, so that nobody is ahead."""
    found = gap(Quantity(sum([-0.1] * 10), "score"), Quantity(-1.0, "score"), direction="higher")
    assert (found.value, found.favour.value) == (0, "none")


@pytest.mark.parametrize("turn", [1, -1])
def test_exactly_a_billionth_is_still_noise(turn: int) -> None:
    """The bound belongs to the noise, as it does in the direction of travel."""
    assert difference(NUMBERS, turn * 1e9, turn * (1e9 + 1)) == 0


@pytest.mark.parametrize(
    ("now", "then", "turned"), [(0.5, -0.5, True), (-0.01, 0.02, True), (0.5, 0.7, False)]
)
def test_small_gaps_turn_as_large_ones_do(now: float, then: float, *, turned: bool) -> None:
    """Whoever was behind is ahead now, by however little."""
    pupils, zero = "percent_of_pupils", Quantity(0.0, "percent_of_pupils")
    found = narrowing(gap(Quantity(now, pupils), zero), gap(Quantity(then, pupils), zero))
    assert found.turned is turned


def test_the_fields_of_a_gap_are_given_by_name() -> None:
    """Two bare numbers side by side would not say whose they are."""
    with pytest.raises(TypeError, match="positional"):
        Gap(1.0, Unit.parse("score"), Favour.NONE)  # pyright: ignore[reportCallIssue] (on purpose)


def test_limits_of_a_gap_in_another_unit_are_taken_along_in_their_order() -> None:
    """A change is the same in whichever unit the earlier gap was measured."""
    counts = ((30, 1_000), (45, 1_000))
    now = rate_difference(*counts[0], *counts[1], unit="per_10_000_children")
    then = [rate_difference(60, 1_000, 40, 1_000, unit=f"per_{k}_children") for k in ("10_000", "1_000")]
    same, other = (narrowing(now, one) for one in then)
    assert (other.value, other.then) == pytest.approx((same.value, same.then))
    (a,), (b,) = same.intervals, other.intervals
    assert (b.lower, b.upper, b.confidence) == pytest.approx((a.lower, a.upper, a.confidence))


def test_none_of_ours_is_nought_times_theirs() -> None:
    """A figure of 0 has a ratio, which is 0; it is not unknown."""
    found = gap(Quantity(0.0, "score"), Quantity(5.0, "score"))
    assert (found.ratio, found.relative) == (0, -1)


def test_a_gap_tells_the_first_level_that_was_asked_for() -> None:
    """With several levels the plain limits are those of the first, not of the last."""
    several = rate_difference(60, 10_000, 40, 10_000, confidence=(0.95, 0.998))
    alone = rate_difference(60, 10_000, 40, 10_000, confidence=0.95)
    assert (several.lower, several.upper) == (alone.lower, alone.upper)


@pytest.mark.parametrize(("confidence", "method"), [(0.95, "log-normal"), (None, None)])
def test_a_ratio_names_the_method_of_its_limits(confidence: float | None, method: str | None) -> None:
    """The method stands beside limits, and nowhere else."""
    assert rate_ratio(60, 10_000, 40, 10_000, confidence=confidence).method == method
