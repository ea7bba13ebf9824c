from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest
from engines import EngineKind, schema_of
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from cypplan.calc.carrier import NUMBERS
from cypplan.calc.columns_comparison import with_funnel
from cypplan.calc.comparison import Standing
from cypplan.calc.funnel import Funnel, expected_limits, pooled_funnel
from cypplan.errors import FrameError, ValueFault
from cypplan.units import Unit

PERCENT, RATE = Unit.parse("percent_of_children"), Unit.parse("per_10_000_children")
LEVELS = st.sampled_from([0.95, 0.998])


@given(st.floats(0.01, 99.99), st.integers(1, 100_000), LEVELS)
def test_limits_of_proportions_solve_the_score_equation(mean: float, size: int, level: float) -> None:
    """Wilson's form: the limits L are the two roots of (p - L)² = z² L (1 - L) / n."""
    (found,) = Funnel(mean=mean, unit=PERCENT, confidence=(level,)).limits(size)
    zz, p = stats.norm.ppf((1 + level) / 2) ** 2, mean / 100
    for limit in (found.lower / 100, found.upper / 100):
        assert (p - limit) ** 2 == pytest.approx(zz * limit * (1 - limit) / size, rel=1e-6, abs=1e-9)
    assert 0 <= found.lower < mean < found.upper <= 100


@given(st.floats(10, 1e6), LEVELS)
def test_limits_of_rates_are_nearly_those_of_the_exact_poisson_form(expected: float, level: float) -> None:
    """From ten expected events on, Byar's limits lie within a tenth of an event of the chi-squared form."""
    lower, upper = expected_limits(NUMBERS, expected, level)
    tail = (1 - level) / 2
    assert lower == pytest.approx(stats.chi2.ppf(tail, 2 * expected) / 2, rel=1e-5, abs=0.07)
    assert upper == pytest.approx(stats.chi2.ppf(1 - tail, 2 * expected + 2) / 2, rel=1e-5, abs=0.07)


@given(st.floats(0, 50), LEVELS)
def test_limits_of_rates_never_fall_below_zero(expected: float, level: float) -> None:
    """Where a handful of events is expected the lower limit is 0 or above, and holds the mean."""
    lower, upper = expected_limits(NUMBERS, expected, level)
    assert 0 <= lower <= expected < upper


def test_no_expectation_has_no_limits() -> None:
    """Missing stays missing."""
    assert all(math.isnan(limit) for limit in expected_limits(NUMBERS, math.nan, 0.95))


@given(
    st.sampled_from([PERCENT, RATE]),
    st.floats(0.01, 99),
    st.integers(1, 10_000),
    st.integers(1, 10_000),
)
def test_the_funnel_is_nested_and_narrows(unit: Unit, mean: float, size: int, more: int) -> None:
    """Limits at 99.8 % hold those at 95 %; a larger area has narrower limits."""
    drawn = Funnel(mean=mean, unit=unit)
    inner, outer = drawn.limits(size)
    assert outer.lower <= inner.lower <= inner.upper <= outer.upper
    large, _ = drawn.limits(size + more)
    assert large.upper - large.lower <= (inner.upper - inner.lower) * (1 + 1e-12)


@given(st.lists(st.tuples(st.integers(0, 100), st.integers(100, 10_000)), min_size=1, max_size=9))
def test_the_centre_is_all_counts_over_all_denominators(pairs: list[tuple[int, int]]) -> None:
    """The pooled mean in exact arithmetic, not the mean of the areas' own figures."""
    expected = 100 * Fraction(sum(count for count, _ in pairs), sum(size for _, size in pairs))
    assert pooled_funnel(pairs, unit=PERCENT).mean == pytest.approx(float(expected), rel=1e-14)


@given(st.integers(0, 500), st.integers(500, 1000))
def test_complement_and_direction_turned_round_give_the_same_place(count: int, size: int) -> None:
    """Symmetry of proportions: those who do and those who do not lie at mirrored places of their funnels."""
    one = pooled_funnel([(300, 1000), (200, 900)], unit=PERCENT).place(count, size, direction="lower")
    other = pooled_funnel([(700, 1000), (700, 900)], unit=PERCENT).place(
        size - count, size, direction="higher"
    )
    edges = pooled_funnel([(300, 1000), (200, 900)], unit=PERCENT).limits(size)
    near = min(abs(100 * count / size - edge) for i in edges for edge in (i.lower, i.upper))
    if near > 1e-9:
        assert (one.level, one.standing, one.side) == (other.level, other.standing, -other.side)


@given(st.integers(0, 60), st.integers(100, 1000))
def test_the_scale_of_a_rate_changes_no_place(count: int, size: int) -> None:
    """Per 10,000 or per 100,000: inside stays inside."""
    pairs = [(30, 1000), (20, 900)]
    places = {
        str(pooled_funnel(pairs, unit=f"per_{k}_children").place(count, size))
        for k in ("10_000", "100_000", "1_000")
    }
    assert len(places) == 1


def test_places_in_words() -> None:
    """Inside, above and below, at the highest level, judged by the direction."""
    drawn = pooled_funnel([(200, 1000)], unit=PERCENT)
    assert str(drawn.place(20, 100)) == "inside"
    assert str(drawn.place(29, 100)) == "above 95%"
    assert str(drawn.place(60, 100)) == "above 99.8%"
    assert str(drawn.place(2, 100)) == "below 99.8%"
    assert drawn.place(60, 100, direction="lower").standing is Standing.WORSE
    assert drawn.place(60, 100).standing is Standing.HIGHER
    assert drawn.place(20, 100, direction="lower").standing is Standing.SIMILAR
    assert str(drawn) == "funnel round 20%"


@pytest.mark.parametrize(
    ("pairs", "unit", "message"),
    [
        ([], PERCENT, "0 figures"),
        ([(1, 0)], PERCENT, "denominator 0"),
        ([(3, 2)], PERCENT, "more than the total 2"),
        ([(-1, 2)], RATE, "count -1"),
        ([(1, 2)], "children", "has no funnel"),
        ([(1, math.nan)], RATE, "denominator nan"),
    ],
)
def test_figures_that_make_no_funnel_are_named(
    pairs: list[tuple[float, float]], unit: Unit | str, message: str
) -> None:
    """Each fault says which value it is."""
    with pytest.raises(ValueFault, match=message):
        pooled_funnel(pairs, unit=unit)
    with pytest.raises(ValueFault, match="at 0 levels"):
        pooled_funnel([(1, 2)], unit=PERCENT, confidence=None)


@pytest.mark.parametrize("unit", ["percent_of_children", "per_10_000_children"])
def test_tables_draw_the_funnel_of_each_group(engine: EngineKind, unit: str) -> None:
    """Limits, centre and place of each row are those of the single funnel of its group."""
    draw = np.random.default_rng(5)
    sizes = draw.integers(20, 5000, 60)
    counts = [int(draw.binomial(size, share)) for size, share in zip(sizes, draw.random(60) / 3, strict=True)]
    columns = {
        "g": ["x", "y", "z"] * 20,
        "n": [int(size) for size in sizes],
        "x": counts,
        "way": ["lower", "higher", None] * 20,
    }
    told = with_funnel(
        engine.make(columns, schema_of(columns)),
        count="x",
        total="n",
        unit=unit,
        by=["g"],
        direction_column="way",
    )
    drawn = {
        g: pooled_funnel(
            [(x, n) for x, n, h in zip(counts, columns["n"], columns["g"], strict=True) if h == g], unit=unit
        )
        for g in "xyz"
    }
    words = set()
    for row in engine.back(told):
        single = drawn[row["g"]]
        place = single.place(row["x"], row["n"], direction=row["way"])
        words.add(str(place))
        assert (row["funnel"], row["funnel_standing"]) == (str(place), place.standing)
        assert row["funnel_mean"] == pytest.approx(single.mean, rel=1e-12)
        inner, outer = single.limits(row["n"])
        shown = [row[f"funnel_{name}"] for name in ("lower_95", "upper_95", "lower_99_8", "upper_99_8")]
        expected = [inner.lower, inner.upper, outer.lower, outer.upper]
        assert shown == pytest.approx(expected, rel=1e-12, abs=1e-12)
        assert row["funnel_reason"] is None
    assert len(words) > 2


def test_rows_that_cannot_be_placed_say_why_and_are_not_pooled(engine: EngineKind) -> None:
    """A count above its total, nobody, nothing: reasons, and a centre that they do not touch."""
    columns = {
        "g": ["a", "a", "a", "a", "a", None, "b"],
        "x": [10.0, 5.0, 0.0, None, 3.0, 1.0, None],
        "n": [100.0, 4.0, 0.0, 10.0, None, 10.0, 5.0],
    }
    table = engine.make(columns, schema_of(columns))
    options = {"count": "x", "total": "n", "by": ["g"], "confidence": 0.95, "into": "f"}
    back = engine.back(with_funnel(table, unit="percent_of_children", **options))
    told = {(row["g"], row["x"], row["n"]): row for row in back}
    assert {key: row["f_reason"] for key, row in told.items()} == {
        ("a", 10.0, 100.0): None,
        ("a", 5.0, 4.0): "count above total",
        ("a", 0.0, 0.0): "denominator not above 0",
        ("a", None, 10.0): "no count",
        ("a", 3.0, None): "no denominator",
        (None, 1.0, 10.0): "no g",
        ("b", None, 5.0): "no count",
    }
    good = told["a", 10.0, 100.0]
    assert (good["f"], good["f_mean"], good["f_value"]) == ("inside", 10.0, 10.0)
    assert good["f_lower"] < 10 < good["f_upper"]
    for key, row in told.items():
        if key != ("a", 10.0, 100.0):
            assert {row[f"f{tail}"] for tail in ("", "_standing", "_mean", "_value", "_lower", "_upper")} == {
                None
            }


def test_counts_of_zero_make_a_funnel_round_zero(engine: EngineKind) -> None:
    """Nobody anywhere: the centre is 0, and every area is inside."""
    columns = {"x": [0, 0], "n": [10, 500]}
    for unit in ("percent_of_children", "per_1_000_children"):
        back = engine.back(
            with_funnel(engine.make(columns, schema_of(columns)), count="x", total="n", unit=unit)
        )
        assert [(row["funnel"], row["funnel_mean"], row["funnel_lower_95"]) for row in back] == [
            ("inside", 0, 0)
        ] * 2


def test_faults_of_the_call_are_named(engine: EngineKind) -> None:
    """A unit without funnel, no level, a taken name."""
    table = engine.make({"x": [1], "n": [2]}, {"x": "Int64", "n": "Int64"})
    with pytest.raises(ValueFault, match="has no funnel"):
        with_funnel(table, count="x", total="n", unit="days")
    with pytest.raises(ValueFault, match="no level"):
        with_funnel(table, count="x", total="n", unit="percent_of_children", confidence=None)
    with pytest.raises(FrameError, match='already has a column "n"'):
        with_funnel(table, count="x", total="n", unit="percent_of_children", into="n")
