"""Means with Student's limits, on numbers and by groups, against SciPy."""

from __future__ import annotations

import math
import statistics
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from cypplan.calc import mean, mean_from_summary, means_by
from cypplan.calc.carrier import NUMBERS
from cypplan.calc.student import t_quantile
from cypplan.errors import FrameError, ValueFault

if TYPE_CHECKING:
    from engines import EngineKind

CONFIDENCES = (0.8, 0.9, 0.95, 0.98, 0.99, 0.998, 0.999)
SCHEMA = {"area": "String", "score": "Float64"}


@pytest.mark.parametrize("confidence", CONFIDENCES)
def test_quantiles_of_t_are_those_of_scipy(confidence: float) -> None:
    """Exact for small samples, interpolated beyond: right from 1 to 1,000,000 degrees of freedom."""
    many = {*range(1, 400), *(int(10 ** (step / 20)) for step in range(50, 121)), 1_000_000}
    for freedom in many:
        wanted = stats.t.ppf((1 + confidence) / 2, freedom)
        assert t_quantile(NUMBERS, float(freedom), confidence) == pytest.approx(wanted, rel=1e-11, abs=1e-11)


@given(st.floats(min_value=1e-6, max_value=0.9999999), st.integers(min_value=1, max_value=10_000))
def test_quantiles_of_t_for_any_confidence(confidence: float, freedom: int) -> None:
    """No level of confidence is refused or far off."""
    wanted = stats.t.ppf((1 + confidence) / 2, freedom)
    assert t_quantile(NUMBERS, float(freedom), confidence) == pytest.approx(wanted, rel=1e-6)


def test_t_without_degrees_of_freedom_is_missing() -> None:
    """A missing size gives a missing limit, not an error."""
    assert math.isnan(t_quantile(NUMBERS, math.nan, 0.95))


values = st.lists(st.floats(min_value=-1e6, max_value=1e6), min_size=2, max_size=30)


@given(values, st.sampled_from(CONFIDENCES))
def test_a_mean_of_values_is_that_of_scipy(numbers: list[float], confidence: float) -> None:
    """Value and limits, through SciPy's own interval."""
    found = mean(numbers, confidence=confidence)
    assert found.value == pytest.approx(statistics.fmean(numbers), rel=1e-12, abs=1e-9)
    spread = statistics.stdev(numbers) / math.sqrt(len(numbers))
    half = stats.t.ppf((1 + confidence) / 2, len(numbers) - 1) * spread
    assert found.upper == pytest.approx(found.value + half, rel=1e-9, abs=1e-6)
    assert found.lower == pytest.approx(found.value - half, rel=1e-9, abs=1e-6)


@given(values)
def test_a_summary_gives_what_its_values_give(numbers: list[float]) -> None:
    """A published mean, standard deviation and size are as good as the values."""
    found = mean(numbers, confidence=(0.95, 0.998))
    summary = mean_from_summary(
        found.value, sd=statistics.stdev(numbers), n=len(numbers), confidence=(0.95, 0.998)
    )
    for one, other in zip(found.intervals, summary.intervals, strict=True):
        assert (one.lower, one.upper) == (
            pytest.approx(other.lower, rel=1e-9, abs=1e-6),
            pytest.approx(other.upper, rel=1e-9, abs=1e-6),
        )


def test_students_own_sleep() -> None:
    """Student (1908), the gain in hours of sleep of ten patients: 1.58, t 4.06 on 9 degrees of freedom."""
    gains = [1.2, 2.4, 1.3, 1.3, 0.0, 1.0, 1.8, 0.8, 4.6, 1.4]
    found = mean(gains)
    assert found.value == pytest.approx(1.58)
    assert ((found.lower or 0), (found.upper or 0)) == (
        pytest.approx(0.7001, abs=5e-4),
        pytest.approx(2.4599, abs=5e-4),
    )
    assert found.method == "Student t"
    assert found.denominator == 10


@pytest.mark.parametrize(
    ("numbers", "words"),
    [
        ([], "values is empty"),
        ([1.0], "one value has no spread"),
        ([1.0, math.nan], r"values\[1\] nan"),
        ([1.0, None], r"values\[1\] None is no number"),
        ([1.0, math.inf], r"values\[1\] inf"),
    ],
)
def test_values_that_make_no_mean(numbers: list[float], words: str) -> None:
    """The message says which value is wrong, and where."""
    with pytest.raises(ValueFault, match=words):
        mean(numbers)


def test_one_value_has_a_mean_without_limits() -> None:
    """Who asks for no limits gets the value."""
    assert mean([4.0], confidence=None).value == 4


@pytest.mark.parametrize(
    ("sd", "n", "words"),
    [(-1, 5, "sd -1"), (1, 0, "n 0"), (1, 2.5, "n 2.5"), (1, 1, "n 1"), (math.nan, 5, "sd nan")],
)
def test_a_summary_that_cannot_be_right(sd: float, n: float, words: str) -> None:
    """The message names the number."""
    with pytest.raises(ValueFault, match=words):
        mean_from_summary(3.0, sd=sd, n=n)


ROWS: dict[str, list[Any]] = {
    "area": ["b", "a", None, "b", "a", "b", "c", "d", "d"],
    "score": [1.0, 4.5, 2.0, 2.0, 5.0, None, 7.25, None, None],
}


def test_groups_have_the_means_of_their_values(engine: EngineKind) -> None:
    """The same as on numbers to 1e-12, in the order of the keys; a missing key is a group of its own."""
    found = engine.back(means_by(engine.make(ROWS, SCHEMA), by="area", value="score"))
    assert [row["area"] for row in found] == ["a", "b", "c", "d", None]
    assert [row["mean_n"] for row in found] == [2, 2, 1, 0, 1]
    for row, numbers in zip(found, ([4.5, 5.0], [1.0, 2.0]), strict=False):
        single = mean(numbers)
        assert row["mean"] == pytest.approx(single.value, rel=1e-12)
        assert row["mean_lower"] == pytest.approx(single.lower, rel=1e-12)
        assert row["mean_upper"] == pytest.approx(single.upper, rel=1e-12)
        assert row["mean_sd"] == pytest.approx(statistics.stdev(numbers), rel=1e-12)
        assert row["mean_reason"] is None
    lone = "no limits, since one value has no spread"
    assert [row["mean_reason"] for row in found[2:]] == [lone, "no values", lone]
    assert [row["mean"] for row in found[2:]] == [7.25, None, 2.0]
    assert [row["mean_upper"] for row in found[2:]] == [None, None, None]


def test_the_callers_table_stays_and_its_kind_too(engine: EngineKind) -> None:
    """Grouping changes nothing of what it is given."""
    native = engine.make(ROWS, SCHEMA)
    before = engine.back(native)
    assert type(means_by(native, by=["area"], value="score", confidence=None)) is engine.type
    assert engine.back(native) == before


def test_no_key_is_one_group(engine: EngineKind) -> None:
    """The mean of the whole table."""
    (row,) = engine.back(means_by(engine.make(ROWS, SCHEMA), by=[], value="score", into="all"))
    single = mean([1.0, 4.5, 2.0, 2.0, 5.0, 7.25])
    assert list(row) == ["all", "all_lower", "all_upper", "all_n", "all_sd", "all_reason"]
    assert row["all"] == pytest.approx(single.value, rel=1e-12)
    assert row["all_upper"] == pytest.approx(single.upper, rel=1e-12)


def test_a_value_that_is_not_finite_spoils_its_group_only(engine: EngineKind) -> None:
    """Infinity is no value, and leaving it out in silence would be a lie."""
    rows = {"area": ["a", "a", "b", "b"], "score": [1.0, math.inf, 1.0, 2.0]}
    found = engine.back(means_by(engine.make(rows, SCHEMA), by="area", value="score"))
    assert [row["mean"] for row in found] == [None, 1.5]
    assert [row["mean_reason"] for row in found] == ["a value is not a finite number, or too large", None]
    assert found[0]["mean_lower"] is None


def test_large_groups_use_the_expansion(engine: EngineKind) -> None:
    """Beyond nine degrees of freedom tables interpolate as numbers do."""
    numbers = [float(at * at % 37) for at in range(200)]
    rows = {"area": ["a"] * 12 + ["b"] * 188, "score": numbers}
    found = engine.back(
        means_by(engine.make(rows, SCHEMA), by="area", value="score", confidence=(0.9, 0.999))
    )
    for row, part in zip(found, (numbers[:12], numbers[12:]), strict=True):
        inner, outer = mean(part, confidence=(0.9, 0.999)).intervals
        assert row["mean_lower_90"] == pytest.approx(inner.lower, rel=1e-12)
        assert row["mean_upper_99_9"] == pytest.approx(outer.upper, rel=1e-12)


@pytest.mark.parametrize("cells", [[], [None], [None, None]])
def test_groups_of_nothing(engine: EngineKind, cells: list[None]) -> None:
    """An empty table has no groups; one of missing cells has one with a reason."""
    found = engine.back(
        means_by(engine.make({"area": cells, "score": cells}, SCHEMA), by="area", value="score")
    )
    assert [row["mean_reason"] for row in found] == ["no values"] * min(1, len(cells))


def test_only_keys_can_clash() -> None:
    """Other columns do not stay, so their names are free; a key's is not."""
    table = pl.DataFrame({"mean": [1.0, 2.0], "n": ["x", "x"]})
    assert means_by(table, by="n", value="mean")["mean"].to_list() == [1.5]
    with pytest.raises(FrameError, match='already has a column "mean_n"'):
        means_by(table.rename({"n": "mean_n"}), by="mean_n", value="mean")


def test_a_key_is_named_once() -> None:
    """A key given twice is a slip of the pen."""
    with pytest.raises(FrameError, match="by names a column twice"):
        means_by(pl.DataFrame({"a": [1], "v": [1.0]}), by=["a", "a"], value="v")
