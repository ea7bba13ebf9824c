"""Rates and percentages of single counts, against SciPy, published examples and brute force."""

from __future__ import annotations

import math
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy import stats

from cypplan.calc import proportion, rate
from cypplan.calc.estimates import levels
from cypplan.calc.intervals import exact_poisson, normal_quantile
from cypplan.errors import UnitError, ValueFault

CONFIDENCES = (0.8, 0.9, 0.95, 0.99, 0.998, 0.999)
confidences = st.sampled_from(CONFIDENCES)
sizes = st.integers(min_value=1, max_value=10**12)


@pytest.mark.parametrize("confidence", CONFIDENCES)
def test_normal_quantiles_are_those_of_scipy(confidence: float) -> None:
    """Every limit stands on this number."""
    assert normal_quantile(confidence) == pytest.approx(stats.norm.ppf((1 + confidence) / 2), rel=1e-13)


@pytest.mark.parametrize("confidence", CONFIDENCES)
@pytest.mark.parametrize("count", range(10))
def test_limits_of_small_counts_are_exact(count: int, confidence: float) -> None:
    """Below ten events the limits are Garwood's, through the chi-squared distribution."""
    tail = (1 - confidence) / 2
    lower, upper = (table[count] for table in exact_poisson(confidence))
    assert lower == pytest.approx(stats.chi2.ppf(tail, 2 * count) / 2 if count else 0, rel=1e-12)
    assert upper == pytest.approx(stats.chi2.ppf(1 - tail, 2 * count + 2) / 2, rel=1e-12)


@pytest.mark.parametrize("count", range(1, 10))
def test_exact_limits_leave_half_of_the_rest_on_each_side(count: int) -> None:
    """Summing the Poisson probabilities themselves gives back the tails that define the limits."""

    def up_to(most: int, average: float) -> float:
        return math.fsum(math.exp(-average) * average**k / math.factorial(k) for k in range(most + 1))

    lower, upper = (table[count] for table in exact_poisson(0.95))
    assert 1 - up_to(count - 1, lower) == pytest.approx(0.025, rel=1e-12)
    assert up_to(count, upper) == pytest.approx(0.025, rel=1e-12)


def test_byars_limits_of_a_hundred_events() -> None:
    """The example that is printed everywhere: 100 events at 95 % lie between 81.36 and 121.63."""
    hundred = rate(100, 1_000, unit="per_1_000_children")
    assert (round(hundred.lower or 0, 2), round(hundred.upper or 0, 2)) == (81.36, 121.63)
    assert hundred.method == "Byar"


@given(count=st.integers(min_value=10, max_value=10**9), confidence=confidences)
def test_byars_limits_are_near_the_exact_ones(count: int, confidence: float) -> None:
    """Byar's approximation is one of the exact limits, and good from ten events on."""
    found = rate(count, 1_000, unit="per_1_000_children", confidence=confidence)
    tail = (1 - confidence) / 2
    assert found.lower == pytest.approx(stats.chi2.ppf(tail, 2 * count) / 2, rel=2e-2)
    assert found.upper == pytest.approx(stats.chi2.ppf(1 - tail, 2 * count + 2) / 2, rel=2e-2)


@given(count=st.integers(min_value=10, max_value=10**6), population=sizes, confidence=confidences)
def test_byars_formula_in_another_spelling(count: int, population: int, confidence: float) -> None:
    """The limits are the published cubes, here written with powers."""
    found = rate(count, population, confidence=confidence)
    z = stats.norm.ppf((1 + confidence) / 2)
    low = count * (1 - 1 / (9 * count) - z / (3 * count**0.5)) ** 3
    high = (count + 1) * (1 - 1 / (9 * (count + 1)) + z / (3 * (count + 1) ** 0.5)) ** 3
    assert found.lower == pytest.approx(10_000 * low / population, rel=1e-11)
    assert found.upper == pytest.approx(10_000 * high / population, rel=1e-11)


@pytest.mark.parametrize(
    ("count", "total", "lower", "upper"),
    [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_wilsons_limits_of_the_published_examples(count: int, total: int, lower: float, upper: float) -> None:
    """Newcombe (1998), Statistics in Medicine 17, 857-872, table I, method 3."""
    found = proportion(count, total)
    assert (found.lower, found.upper) == (
        pytest.approx(100 * lower, abs=0.005),
        pytest.approx(100 * upper, abs=0.005),
    )


@given(total=st.integers(min_value=1, max_value=10**9), data=st.data(), confidence=confidences)
def test_wilsons_limits_are_those_of_scipy(total: int, data: st.DataObject, confidence: float) -> None:
    """SciPy has the same interval of its own."""
    count = data.draw(st.integers(min_value=0, max_value=total))
    found = proportion(count, total, confidence=confidence)
    other = (
        stats.binomtest(count, total).proportion_ci(confidence, method="wilson") if total < 10**6 else None
    )
    assume(other is not None)
    assert found.lower == pytest.approx(100 * other.low, rel=1e-8, abs=1e-9)
    assert found.upper == pytest.approx(100 * other.high, rel=1e-8, abs=1e-9)


@given(total=st.integers(min_value=1, max_value=10**6), data=st.data())
def test_the_value_is_the_nearest_float_to_the_true_one(total: int, data: st.DataObject) -> None:
    """A value of whole numbers is rounded once: 65 of 10,000 is 650 per 100,000, not 649.9999."""
    count = data.draw(st.integers(min_value=0, max_value=total))
    assert rate(count, total, confidence=None).value == float(Fraction(10_000 * count, total))
    assert proportion(count, total, confidence=None).value == float(Fraction(100 * count, total))


@given(count=st.integers(min_value=0, max_value=10**15), population=sizes, confidence=confidences)
def test_a_rate_lies_between_its_limits(count: int, population: int, confidence: float) -> None:
    """Lower limit, value, upper limit: in this order, finite, and not below zero."""
    found = rate(count, population, confidence=confidence)
    assert 0 <= (found.lower or 0) <= found.value <= (found.upper or 0) < math.inf
    assert (found.lower == 0) is (count == 0)


@given(total=st.integers(min_value=1, max_value=10**15), data=st.data(), confidence=confidences)
def test_a_percentage_lies_between_its_limits(total: int, data: st.DataObject, confidence: float) -> None:
    """Limits of a percentage never leave 0 to 100, and touch them at none and all only."""
    count = data.draw(st.integers(min_value=0, max_value=total))
    found = proportion(count, total, confidence=confidence)
    assert 0 <= (found.lower or 0) <= found.value <= (found.upper or 0) <= 100
    assert found.lower != 0 or count == 0
    assert found.upper != 100 or count == total or total > 10**9


@given(total=st.integers(min_value=1, max_value=10**6), data=st.data())
def test_limits_of_the_complement_are_mirrored(total: int, data: st.DataObject) -> None:
    """Absence says the same as attendance."""
    count = data.draw(st.integers(min_value=0, max_value=total))
    one, other = proportion(count, total), proportion(total - count, total)
    assert one.lower == pytest.approx(100 - (other.upper or 0), abs=1e-10)


@given(count=st.integers(min_value=0, max_value=500))
def test_more_confidence_is_never_narrower(count: int) -> None:
    """At 99.8 % the limits enclose those at 95 %."""
    found = rate(count, 9_000, confidence=(0.95, 0.998))
    inner, outer = found.intervals
    assert outer.lower <= inner.lower
    assert inner.upper <= outer.upper
    assert (inner.confidence, outer.confidence) == (0.95, 0.998)


def test_an_upper_limit_may_exceed_the_population() -> None:
    """Byar's limit is that of a count without bound and is not cut."""
    assert (rate(3, 3, unit="per_1_000_children").upper or 0) > 1_000


def test_no_confidence_gives_no_limits() -> None:
    """A value can be had alone."""
    found = rate(5, 100, confidence=None)
    assert (found.intervals, found.lower, found.method) == ((), None, None)


@pytest.mark.parametrize("count", [380, 380.0, Decimal(380), Fraction(380)])
def test_every_kind_of_number_is_taken(count: float) -> None:
    """Counts come as floats from tables and as decimals from plan files."""
    assert rate(count, Decimal(115_165)).value == rate(380, 115_165).value
    assert rate(count, 115_165).intervals == rate(380, 115_165).intervals


@pytest.mark.parametrize(
    ("count", "population", "words"),
    [
        (-1, 10, "count -1"),
        (2.5, 10, "count 2.5 is not whole"),
        (math.nan, 10, "count nan"),
        (math.inf, 10, "count inf"),
        (10**400, 10, "count inf"),
        ("5", 10, "count '5' is no number"),
        (None, 10, "count None is no number"),
        (True, 10, "count True is no number"),
        (5, 0, "population 0 is not above 0"),
        (5, -3, "population -3"),
        (5, 5e-324, "population 5e-324"),
        (5, math.nan, "population nan"),
        (5, None, "population None"),
    ],
)
def test_a_wrong_number_is_named(count: float, population: float, words: str) -> None:
    """The message says which value is wrong, and the error is one of ours."""
    with pytest.raises(ValueFault, match=words):
        rate(count, population)


def test_broken_counts_from_ten_on_are_taken() -> None:
    """Weighted counts are seldom whole; Byar's formula does not mind, the exact one does."""
    assert rate(10.5, 100).method == "Byar"


def test_a_part_is_not_more_than_the_whole() -> None:
    """A percentage above 100 is a mistake in the data."""
    with pytest.raises(ValueFault, match="count 5 is more than the total 4"):
        proportion(5, 4)


@pytest.mark.parametrize(
    ("function", "unit", "error"),
    [
        (rate, "percent_of_pupils", ValueFault),
        (rate, "children", ValueFault),
        (rate, "per_10_000_childern", UnitError),
        (proportion, "per_10_000_children", ValueFault),
        (proportion, "percent", UnitError),
    ],
)
def test_a_unit_must_fit(function: object, unit: str, error: type[Exception]) -> None:
    """A rate is not a percentage, and a misspelt unit is no unit."""
    with pytest.raises(error, match=unit):
        function(5, 10, unit=unit)  # type: ignore[operator]


@pytest.mark.parametrize("confidence", [0, 1, 95, -0.95, math.nan, "0.95", True, (0.95, 2), (0.95, 0.95)])
def test_a_confidence_lies_between_0_and_1(confidence: float) -> None:
    """Who writes 95 is told to write 0.95."""
    with pytest.raises(ValueFault, match="confidence"):
        rate(5, 10, confidence=confidence)


def test_levels_may_come_in_a_list() -> None:
    """Settings read from a file hold lists, not tuples."""
    assert levels([0.95, 0.998]) == (0.95, 0.998)  # type: ignore[arg-type]
