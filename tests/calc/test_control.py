"""Control charts of single values against plain re-derivations and examples worked by hand."""

from __future__ import annotations

import itertools
import math
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cypplan.calc.control import control_chart
from cypplan.calc.control_rules import Assurance, ControlRule, Variation
from cypplan.errors import ValueFault
from cypplan.periods import Period

# thirteen months: sum 403, ranges 2 4 2 4 2 4 2 4 2 4 2 4 = 36, so that centre 31, mean range 3
STEADY = [30, 32, 28, 30, 34, 32, 28, 30, 34, 32, 28, 30, 34]


def _plain(values: list[float | None]) -> tuple[list[str | None], float, float, float]:
    """The rules written down once more, with exact fractions, by looking at every window of the series."""
    exact = [None if value is None else Fraction(value) for value in values]
    known = [one for one in exact if one is not None]
    ranges = [abs(b - a) for a, b in itertools.pairwise(exact) if a is not None and b is not None]
    mean = sum(ranges) / len(ranges)
    kept = [one for one in ranges if not (mean > 0 and one >= Fraction("3.267") * mean)]
    width, centre = Fraction("2.66") * sum(kept) / len(kept), sum(known) / len(known)
    words: list[str | None] = []
    for at, value in enumerate(exact):
        if value is None:
            words.append(None)
            continue
        words.append(next((rule for rule in _PLAIN if _PLAIN[rule](exact, at, centre, width)), None))
    return words, float(centre), float(centre - width), float(centre + width)


def _windows(exact: list[Fraction | None], at: int, size: int) -> list[list[Fraction]]:
    """Every window of that size that holds the point and no missing value."""
    starts = range(max(0, at - size + 1), min(at, len(exact) - size) + 1)
    found = [exact[start : start + size] for start in starts]
    return [[one for one in window if one is not None] for window in found if None not in window]


def _is_trend(window: list[Fraction]) -> bool:
    pairs = list(itertools.pairwise(window))
    return all(a < b for a, b in pairs) or all(a > b for a, b in pairs)


def _near(exact: list[Fraction | None], at: int, centre: Fraction, width: Fraction) -> bool:
    third = 2 * width / 3
    value = exact[at]
    assert value is not None
    for sign in (1, -1):
        if sign * (value - centre) > third:
            return any(
                sum(sign * (one - centre) > third for one in window) > 1 for window in _windows(exact, at, 3)
            )
    return False


_PLAIN = {
    "outside the limits": lambda e, at, centre, width: abs(e[at] - centre) > width,
    "seven in a trend": lambda e, at, *_: any(_is_trend(w) for w in _windows(e, at, 7)),
    "two of three beyond two thirds": _near,
    "seven on one side": lambda e, at, centre, _: any(
        all(one > centre for one in w) or all(one < centre for one in w) for w in _windows(e, at, 7)
    ),
}


@given(
    st.lists(
        st.one_of(st.integers(0, 40), st.integers(0, 40), st.integers(0, 40), st.none()),
        min_size=13,
        max_size=40,
    )
)
def test_agrees_with_the_rules_written_down_once_more(values: list[float | None]) -> None:
    """Limits and the deciding rule of every point are those of a loop over windows in exact fractions."""
    chart = control_chart(values)
    if chart.limits is None:
        return
    words, centre, lower, upper = _plain(values)
    assert [point.rules[0] if point.rules else None for point in chart.points] == words
    found = chart.limits
    assert (found.centre, found.lower, found.upper) == pytest.approx(
        (centre, lower, upper), rel=1e-12, abs=1e-12
    )


def test_worked_by_hand() -> None:
    """Sum 402 of 13 points; 12 ranges with the sum 36, mean 3: limits 402/13 ∓ 7.98."""
    chart = control_chart(STEADY, direction="lower", target=40)
    assert chart.limits is not None
    assert chart.limits.centre == pytest.approx(402 / 13)
    assert chart.limits.upper - chart.limits.centre == pytest.approx(7.98)
    assert chart.limits.centre - chart.limits.lower == pytest.approx(7.98)
    assert (chart.limits.points, chart.limits.dropped) == (13, 0)
    assert [point.variation for point in chart.points] == [Variation.COMMON] * 13
    assert str(chart) == ("mean 30.9 (limits 22.9 to 38.9, 13 points): common cause; target 40.0: always met")


def test_large_moving_ranges_are_dropped_once() -> None:
    """Eleven ranges of 1 and the 19 and 20 beside a spike: these two are dropped, and the mean is then 1."""
    values = [10, 11, 10, 11, 10, 11, 30, 10, 11, 10, 11, 10, 11, 10]
    ranges = [abs(b - a) for a, b in itertools.pairwise(values)]
    mean = sum(ranges) / len(ranges)
    assert sorted(one for one in ranges if one >= 3.267 * mean) == [19, 20]
    limits = control_chart(values).limits
    assert limits is not None
    assert (limits.dropped, limits.moving_range) == (2, 1.0)


def test_a_single_jump_between_plateaus_says_nothing() -> None:
    """Where all ranges but the dropped one are zero, limits without width would condemn every point."""
    chart = control_chart([5] * 12 + [9] * 12)
    assert chart.variation is None
    assert chart.reason == "no variation but for single jumps"


@pytest.mark.parametrize("value", [0, 0.1, 7, 1e-300, 1e12 / 3])
def test_no_variation_at_all_is_common_cause(value: float) -> None:
    """Equal figures lie on their mean, float noise of the mean apart."""
    chart = control_chart([value] * 24)
    assert {point.variation for point in chart.points} == {Variation.COMMON}


def _flagged(values: list[float | None], rule: ControlRule) -> list[int]:
    return [at for at, point in enumerate(control_chart(values).points) if rule in point.rules]


def test_a_trend_takes_seven_points_and_equal_neighbours_end_it() -> None:
    """Six points that rise are no trend, seven are, all seven are marked, and a tie breaks it."""
    noise = [50, 54, 50, 54, 50, 54, 50]
    assert _flagged([*noise, 51, 52, 53, 54, 55, 50, 54], ControlRule.TREND) == []
    assert _flagged([*noise, 51, 52, 53, 54, 55, 56, 50, 54], ControlRule.TREND) == list(range(6, 13))
    assert _flagged([*noise, 51, 52, 53, 53, 54, 55, 56, 57, 50], ControlRule.TREND) == []


def test_seven_on_one_side_end_at_the_centre() -> None:
    """A point on the centre line is on neither side."""
    low, high = [48.0, 47, 48, 47, 48, 47, 48], [52.0, 53, 52, 53, 52, 53, 52]
    assert _flagged([*low, *high], ControlRule.SHIFT) == list(range(14))
    assert _flagged([*low[:6], 50.0, *high[:6]], ControlRule.SHIFT) == []


def test_two_of_three_are_on_the_same_side() -> None:
    """Two points far out on the same side count with at most one between them; on opposite sides never."""
    calm: list[float | None] = [48.0, 52.0] * 10  # centre 50, limits about 12 away, thirds at about 8
    for tail, flagged in (
        ([60.0, 50.0, 60.0], [20, 22]),
        ([60.0, 40.0, 50.0], []),
        ([60.0, 50.0, 50.0, 60.0], []),
    ):
        assert _flagged([*calm, *tail], ControlRule.NEAR) == flagged


def test_the_first_rule_decides() -> None:
    """A point above the upper limit inside a fall is high, although the fall alone would say low."""
    values = [50, 52, 50, 52, 50, 52, 50, 52, 50, 52, 50, 52, 90, 56, 55, 54, 53, 52, 51]
    point = control_chart(values, direction="lower").points[12]
    assert point.rules[:2] == (ControlRule.OUTSIDE, ControlRule.TREND)
    assert point.variation is Variation.CONCERNING


@pytest.mark.parametrize(
    ("direction", "words"),
    [
        ("higher", Variation.IMPROVING),
        ("lower", Variation.CONCERNING),
        ("none", Variation.HIGH),
        ("towards-target", Variation.HIGH),
        (None, Variation.HIGH),
    ],
)
def test_variation_is_worded_by_direction(direction: str | None, words: Variation) -> None:
    """The same high point is good, bad or only high."""
    assert control_chart([*STEADY, 60], direction=direction).variation is words


@given(st.lists(st.integers(-50, 50), min_size=12, max_size=30), st.integers(-60, 60))
def test_negated_data_under_the_flipped_direction_say_the_same(values: list[int], target: int) -> None:
    """Symmetry: neither the rules nor the assurance know which side is which."""
    one = control_chart(values, direction="higher", target=target)
    other = control_chart([-value for value in values], direction="lower", target=-target)
    assert one.assurance is other.assurance
    assert [(p.rules, p.variation) for p in one.points] == [(p.rules, p.variation) for p in other.points]


@given(st.lists(st.integers(-50, 50), min_size=12, max_size=30), st.sampled_from([10, 0.1, 1 / 3, 1000]))
def test_the_scale_does_not_matter(values: list[int], factor: float) -> None:
    """Per 10,000 or per 100,000: the same rules apply, float noise or not."""
    one, other = control_chart(values), control_chart([factor * value for value in values])
    assert [p.rules for p in one.points] == [p.rules for p in other.points]


@pytest.mark.parametrize(
    ("target", "direction", "words"),
    [
        (22, "higher", Assurance.ALWAYS),
        (31, "higher", Assurance.HIT_AND_MISS),
        (40, "higher", Assurance.NEVER),
        (22, "lower", Assurance.NEVER),
        (31, "lower", Assurance.HIT_AND_MISS),
        (40, "lower", Assurance.ALWAYS),
    ],
)
def test_assurance(target: float, direction: str, words: Assurance) -> None:
    """A target beyond the limits is always met or never, one between them now and then."""
    assert control_chart(STEADY, direction=direction, target=target).assurance is words


def test_a_target_on_a_limit_is_met_there() -> None:
    """To reach a target is to meet it: at the worse limit always, at the better one now and then."""
    limits = control_chart(STEADY).limits
    assert limits is not None
    assert control_chart(STEADY, direction="higher", target=limits.lower).assurance is Assurance.ALWAYS
    assert control_chart(STEADY, direction="higher", target=limits.upper).assurance is Assurance.HIT_AND_MISS


@pytest.mark.parametrize("many", [0, 1, 2, 11])
def test_too_few_points_say_so(many: int) -> None:
    """Under twelve points there is a reason and nothing else."""
    chart = control_chart(STEADY[:many], direction="higher", target=30)
    assert (chart.limits, chart.variation, chart.assurance) == (None, None, None)
    assert chart.reason == "too few points"
    assert str(chart) == "cannot say: too few points"


def test_missing_figures_are_not_counted_and_interrupt() -> None:
    """A missing figure gives no range and ends a run: seven on one side with a hole are none."""
    values = [48.0, 47, 48, math.nan, 48, 47, 48, 47, 52, 53, 52, 53, None, 52, 53, 52]
    chart = control_chart(values)
    assert chart.limits is not None
    assert chart.limits.points == 14
    assert (chart.points[3].value, chart.points[3].reason) == (None, "no value")
    assert not [point for point in chart.points if ControlRule.SHIFT in point.rules]
    assert control_chart([*STEADY[:11], None]).reason == "too few points"


def test_scattered_points_have_no_moving_ranges() -> None:
    """Twelve figures with a hole after each say nothing about how neighbours vary."""
    values = [one for value in STEADY for one in (value, None)]
    assert control_chart(values).reason == "too few neighbouring points"


def test_a_left_out_period_is_a_missing_figure() -> None:
    """Where periods are known, July after May is no neighbour of it."""
    months = [Period.month(2020 + m // 12, m % 12 + 1) for m in range(15)]
    values = [48.0, 47, 48, 47, 48, 47, 48, 52, 53, 52, 53, 52, 53, 52]
    whole = control_chart(values, periods=months[:14])
    holed = control_chart(values, periods=months[:3] + months[4:])
    assert [ControlRule.SHIFT in point.rules for point in whole.points] == [True] * 14
    assert [ControlRule.SHIFT in point.rules for point in holed.points] == [False] * 7 + [True] * 7


def test_a_break_starts_the_chart_anew() -> None:
    """Each side of a break has its own limits and runs; a side of under twelve points says nothing."""
    values = [*STEADY, *(value + 100 for value in STEADY)]
    whole = control_chart(values, breaks=[13])
    assert [point.variation for point in whole.points] == [Variation.COMMON] * 26
    first, second = whole.points[0].limits, whole.points[-1].limits
    assert first is not None
    assert second is not None
    assert second.centre - first.centre == pytest.approx(100)
    short = control_chart(values[:20], breaks=[13])
    assert short.points[0].variation is Variation.COMMON
    assert short.reason == "too few points"


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: control_chart([1, math.inf]), r"values\[1\] is inf"),
        (lambda: control_chart([1, 2], breaks=[2]), "breaks: 2 is no position in a series of 2 points"),
        (lambda: control_chart([1, 2], periods=["a"]), "periods: 1 for 2 values"),
        (lambda: control_chart([1, 2], direction="up"), '"up" is no direction; write one of higher'),
        (lambda: control_chart([1, 2], target=3), "target 3 under direction None"),
        (
            lambda: control_chart([1, 2], periods=[Period.month(2020, 2), Period.month(2020, 1)]),
            '"2020-01" comes after "2020-02"',
        ),
    ],
)
def test_faults_are_named(call: object, message: str) -> None:
    """What cannot be taken is refused with the value and what would be right."""
    with pytest.raises(ValueFault, match=message):
        call()
