"""Ratios and differences of rates and percentages, on numbers and on tables."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import pytest
from engines import ENGINES, EngineKind
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scipy import stats

from cypplan.calc import (
    proportion_difference,
    rate_difference,
    rate_ratio,
    with_proportion_differences,
    with_rate_differences,
    with_rate_ratios,
)
from cypplan.errors import FrameError, ValueFault

if TYPE_CHECKING:
    from collections.abc import Callable

LEVELS = (0.95, 0.998)
counts = st.integers(min_value=1, max_value=10**9)
SCHEMA = dict.fromkeys(("x", "n", "y", "m"), "Float64")
cell = st.one_of(st.none(), st.integers(min_value=-1, max_value=40).map(float), st.floats(width=32))
rows = st.lists(st.tuples(cell, cell, cell, cell), max_size=30)


@pytest.mark.parametrize(
    ("cells", "difference", "lower", "upper"),
    [
        ((56, 70, 48, 80), 0.2, 0.0524, 0.3339),
        ((9, 10, 3, 10), 0.6, 0.1705, 0.8090),
        ((6, 7, 2, 7), 0.5714, 0.0582, 0.8062),
        ((5, 56, 0, 29), 0.0893, -0.0381, 0.1926),
        ((0, 10, 0, 20), 0.0, -0.1611, 0.2775),
        ((0, 10, 0, 10), 0.0, -0.2775, 0.2775),
        ((10, 10, 0, 20), 1.0, 0.6791, 1.0),
        ((10, 10, 0, 10), 1.0, 0.6075, 1.0),
    ],
)
def test_newcombes_published_examples(
    cells: tuple[int, ...], difference: float, lower: float, upper: float
) -> None:
    """Newcombe (1998), Statistics in Medicine 17, 873-890, table II, method 10."""
    found = proportion_difference(*cells)
    assert found.value == pytest.approx(100 * difference, abs=0.005)
    assert (found.lower, found.upper) == (
        pytest.approx(100 * lower, abs=0.005),
        pytest.approx(100 * upper, abs=0.005),
    )


@given(counts, counts, counts, counts)
def test_a_ratio_from_its_definition(x: int, n: int, y: int, m: int) -> None:
    """Limits are exp(ln RR ± z·√(1/x + 1/y))."""
    found = rate_ratio(x, n, y, m, confidence=0.99)
    value = (x / n) / (y / m)
    step = stats.norm.ppf(0.995) * math.sqrt(1 / x + 1 / y)
    assert found.value == pytest.approx(value, rel=1e-12)
    assert found.lower == pytest.approx(value * math.exp(-step), rel=1e-10)
    assert found.upper == pytest.approx(value * math.exp(step), rel=1e-10)


@given(counts, counts, counts, counts)
def test_who_is_compared_with_whom_turns_a_ratio_round(x: int, n: int, y: int, m: int) -> None:
    """The other way round the ratio is the inverse, and so are its limits."""
    one, other = rate_ratio(x, n, y, m), rate_ratio(y, m, x, n)
    assert other.value == pytest.approx(1 / one.value, rel=1e-12)
    assert other.upper == pytest.approx(1 / (one.lower or 1), rel=1e-10)


@given(counts, counts, counts, counts)
def test_who_is_compared_with_whom_turns_a_difference_round(x: int, n: int, y: int, m: int) -> None:
    """The other way round the difference and its limits change their sign."""
    one, other = rate_difference(x, n, y, m), rate_difference(y, m, x, n)
    assert other.value == -one.value
    assert (other.lower, other.upper) == (-(one.upper or 0), -(one.lower or 0))


def test_a_difference_has_a_favour() -> None:
    """More of what should be less is adverse."""
    assert str(rate_difference(380, 115_165, 311, 109_400, direction="lower")).endswith("adverse")


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ((5, 10, 0, 10), "other_count 0 gives no ratio"),
        ((0, 10, 5, 10), "count 0 gives a ratio of 0 without limits"),
        ((5, 0, 5, 10), "population 0"),
        ((5, 10, 5, -1), "other_population -1"),
        ((5, 10, 2.5, 9), "other_count 2.5"),
    ],
)
def test_what_has_no_ratio(cells: tuple[float, ...], words: str) -> None:
    """Zero events have no logarithm; the message says what to do instead."""
    with pytest.raises(ValueFault, match=words):
        rate_ratio(*cells)


def test_a_ratio_of_zero_can_be_had_alone() -> None:
    """Without limits, no events are zero times as many."""
    assert rate_ratio(0, 10, 5, 10, confidence=None).value == 0


def _expected(function: Callable[..., Any], cells: tuple[float | None, ...]) -> list[float | None]:
    try:
        found = function(*cells, confidence=LEVELS)
    except ValueFault:
        return [None] * 5
    return [found.value, *(limit for i in found.intervals for limit in (i.lower, i.upper))]


def _table(kind: EngineKind, cells: list[tuple[Any, ...]]) -> Any:
    columns = {name: [row[at] for row in cells] for at, name in enumerate(SCHEMA)}
    return kind.make({"at": list(range(len(cells))), **columns}, {"at": "Int64", **SCHEMA})


RATES = {"count": "x", "population": "n", "other_count": "y", "other_population": "m"}
PARTS = {"count": "x", "total": "n", "other_count": "y", "other_total": "m"}
NAMES = ["r", "r_lower_95", "r_upper_95", "r_lower_99_8", "r_upper_99_8"]


@pytest.mark.parametrize("kind", ENGINES, ids=str)
@pytest.mark.parametrize(
    ("table", "numbers", "columns"),
    [
        (with_rate_differences, rate_difference, RATES),
        (with_proportion_differences, proportion_difference, PARTS),
    ],
)
@settings(max_examples=6, suppress_health_check=[HealthCheck.too_slow])
@given(cells=rows)
def test_differences_are_those_of_single_numbers(
    kind: EngineKind, table: Any, numbers: Any, columns: dict[str, str], cells: list[tuple[Any, ...]]
) -> None:
    """The table and the numbers are one formula: bit for bit, and missing where a number is refused."""
    found = kind.back(table(_table(kind, cells), confidence=LEVELS, into="r", **columns))
    for row in found:
        expected = _expected(numbers, cells[row["at"]])
        assert [row[name] for name in NAMES] == expected
        assert (row["r_reason"] is None) is (expected[0] is not None)


@pytest.mark.parametrize("kind", ENGINES, ids=str)
@settings(max_examples=6, suppress_health_check=[HealthCheck.too_slow])
@given(cells=rows)
def test_ratios_are_those_of_single_numbers(kind: EngineKind, cells: list[tuple[Any, ...]]) -> None:
    """The value bit for bit, the limits to 1e-12; a ratio of zero stands without limits."""
    for row in kind.back(with_rate_ratios(_table(kind, cells), confidence=LEVELS, into="r", **RATES)):
        x, n, y, m = cells[row["at"]]
        expected = _expected(rate_ratio, (x, n, y, m))
        if row["r_reason"] == "no limits, since there are no events":
            expected = [rate_ratio(x, n, y, m, confidence=None).value, None, None, None, None]
        assert row["r"] == expected[0]
        for name, limit in zip(NAMES[1:], expected[1:], strict=True):
            assert row[name] == (limit if limit is None else pytest.approx(limit, rel=1e-12))


def test_reasons_name_the_side(engine: EngineKind) -> None:
    """It is said on which of the two sides something is wrong."""
    cells = [(5, 9, 5, 9), (None, 9, 5, 9), (5, 9, None, 9), (5, 9, 5, 0), (5, 9, 0, 9), (0, 9, 5, 9)]
    found = engine.back(with_rate_ratios(_table(engine, cells), **RATES))
    assert [row["rate_ratio_reason"] for row in found] == [
        None,
        "no count",
        "other: no count",
        "other: denominator not above 0",
        "no events in the other, so no ratio",
        "no limits, since there are no events",
    ]
    assert [row["rate_ratio"] for row in found] == [1.0, None, None, None, None, 0.0]


def test_units_must_fit(engine: EngineKind) -> None:
    """A difference of rates is no percentage."""
    with pytest.raises(FrameError, match="is no rate"):
        with_rate_differences(_table(engine, []), unit="percent_of_pupils", **RATES)
