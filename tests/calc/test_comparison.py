from __future__ import annotations

import math

import pytest
from engines import ENGINES, EngineKind, schema_of
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from cypplan.calc.carrier import NUMBERS
from cypplan.calc.columns_comparison import with_significance
from cypplan.calc.comparison import Standing, side, significance
from cypplan.calc.estimates import Interval, proportion, rate
from cypplan.errors import FrameError, NotComparableError, ValueFault
from cypplan.units import Quantity

FLIP = {
    Standing.BETTER: Standing.BETTER,
    Standing.WORSE: Standing.WORSE,
    Standing.SIMILAR: Standing.SIMILAR,
    Standing.HIGHER: Standing.LOWER,
    Standing.LOWER: Standing.HIGHER,
}
SIZES = st.floats(-1e6, 1e6, allow_nan=False)
LIMITS = st.lists(SIZES, min_size=4, max_size=4).map(sorted)
OTHER = {"higher": "lower", "lower": "higher", "none": "none", "towards-target": "towards-target", None: None}
DIRECTIONS = st.sampled_from(["higher", "lower", "none", "towards-target", None])


def nested(limits: list[float]) -> tuple[Interval, Interval]:
    """Two intervals, the wider round the narrower."""
    return Interval(limits[1], limits[2], 0.95), Interval(limits[0], limits[3], 0.998)


@pytest.mark.parametrize(
    ("lower", "upper", "benchmark", "expected"),
    [(1, 2, 3, -1), (4, 5, 3, 1), (2, 4, 3, 0), (3, 4, 3, 0), (2, 3, 3, 0), (3, 3, 3, 0)],
)
def test_a_limit_on_the_benchmark_holds_it(
    lower: float, upper: float, benchmark: float, expected: int
) -> None:
    """Lower is U < b and higher is L > b, both strictly, as the definition has them."""
    assert side(NUMBERS, lower, upper, benchmark) == expected


@given(LIMITS, SIZES, DIRECTIONS)
def test_turning_data_and_direction_round_changes_no_judgement(
    limits: list[float], benchmark: float, direction: str | None
) -> None:
    """Symmetry: better stays better; without a judgement higher becomes lower."""
    mirrored = [-one for one in reversed(limits)]
    one = significance(nested(limits), benchmark, direction=direction)
    other = significance(nested(mirrored), -benchmark, direction=OTHER[direction])
    assert (other.standing, other.level) == (FLIP[one.standing], one.level)


@given(LIMITS, SIZES, SIZES, st.sampled_from(["higher", "lower"]))
def test_a_better_interval_never_stands_worse(
    limits: list[float], benchmark: float, step: float, direction: str
) -> None:
    """Monotonicity: moving both limits the good way never makes a standing worse."""
    order = [Standing.WORSE, Standing.SIMILAR, Standing.BETTER]
    good = abs(step) if direction == "higher" else -abs(step)
    moved = [one + good for one in limits]
    before = significance(nested(limits), benchmark, direction=direction)
    after = significance(nested(moved), benchmark, direction=direction)
    assert order.index(after.standing) >= order.index(before.standing)


def test_the_highest_level_that_leaves_the_benchmark_out_is_told() -> None:
    """The form with two levels: outside at 95 % alone, at both, at none."""
    ours = rate(380, 115_165, confidence=(0.998, 0.95))
    assert significance(ours, 29.0, direction="lower").level == 0.95
    assert significance(ours, 20.0, direction="lower").level == 0.998
    assert significance(ours, 33.0, direction="lower").level is None
    assert str(significance(ours, 20.0, direction="lower")) == "worse (99.8%)"


def test_a_benchmark_is_converted_to_the_unit_of_the_figure() -> None:
    """A rate per 1,000 and one per 100,000 of one base are compared as what they are."""
    ours = rate(380, 115_165)
    for benchmark in (Quantity(2, "per_1_000_children"), Quantity(200, "per_100_000_children")):
        assert significance(ours, benchmark, direction="lower").standing is Standing.WORSE
    with pytest.raises(NotComparableError, match="cannot be compared with"):
        significance(ours, Quantity(5, "percent_of_pupils"))


@pytest.mark.parametrize(
    ("figure", "benchmark", "message"),
    [
        (proportion(1, 2, confidence=None), 1.0, "no limits"),
        (Interval(3, 2, 0.95), 1.0, "no interval"),
        (Interval(math.nan, 2, 0.95), 1.0, "no interval"),
        (Interval(1, 2, 0.95), math.nan, "no finite number"),
        ([Interval(1, 4, 0.95), Interval(2, 3, 0.998)], 1.0, "do not hold"),
    ],
)
def test_what_cannot_be_compared_is_named(figure: Interval, benchmark: float, message: str) -> None:
    """A figure without limits, limits that are none, and a missing benchmark are refused in words."""
    with pytest.raises(ValueFault, match=message):
        significance(figure, benchmark)


def test_an_unknown_direction_is_refused() -> None:
    """A slip in the direction is never read as no direction."""
    with pytest.raises(ValueFault, match="Higher"):
        significance(Interval(1, 2, 0.95), 3.0, direction="Higher")


ROWS = st.lists(st.tuples(LIMITS, SIZES | st.none(), DIRECTIONS), max_size=6)


@pytest.mark.parametrize("engine", ENGINES, ids=str)
@settings(max_examples=25)
@given(rows=ROWS)
def test_tables_say_what_numbers_say(engine: EngineKind, rows: list[tuple[list[float], float, str]]) -> None:
    """One formula: each engine gives every row the word and level of the single figure."""
    assume(rows)
    columns = {
        "row": list(range(len(rows))),
        "l95": [row[0][1] for row in rows],
        "u95": [row[0][2] for row in rows],
        "l998": [row[0][0] for row in rows],
        "u998": [row[0][3] for row in rows],
        "b": [row[1] for row in rows],
        "way": [row[2] for row in rows],
    }
    types = dict.fromkeys(columns, "Float64") | {"row": "Int64", "way": "String"}
    told = with_significance(
        engine.make(columns, types),
        lower=["l998", "l95"],
        upper=["u998", "u95"],
        benchmark="b",
        direction_column="way",
        confidence=(0.998, 0.95),
    )
    for found in engine.back(told):
        limits, benchmark, direction = rows[found["row"]]
        if benchmark is None:
            assert (found["significance"], found["significance_reason"]) == (None, "no benchmark")
            continue
        expected = significance(nested(limits), benchmark, direction=direction)
        assert (found["significance"], found["significance_level"]) == (expected.standing, expected.level)
        assert found["significance_reason"] is None


def test_every_row_without_a_word_has_a_reason(engine: EngineKind) -> None:
    """Missing limits, limits turned round and limits not nested are told apart, row by row."""
    columns = {
        "l": [None, 3.0, 1.0, 1.0],
        "u": [2.0, 2.0, 4.0, 2.0],
        "ll": [1.0, 1.0, 2.0, 0.0],
        "uu": [2.0, 5.0, 3.0, 3.0],
        "mine": [1, 2, 3, 4],
    }
    table = engine.make(columns, schema_of(columns))
    told = with_significance(
        table, lower=["l", "ll"], upper=["u", "uu"], benchmark=9.0, confidence=(0.95, 0.998), into="s"
    )
    back = sorted(engine.back(told), key=lambda row: row["mine"])
    assert [row["s"] for row in back] == [None, None, None, "lower"]
    assert [row["s_level"] for row in back] == [None, None, None, 0.998]
    assert [row["s_reason"] for row in back] == [
        "no interval",
        "limits in the wrong order",
        "limits of two levels do not hold each other",
        None,
    ]
    assert set(back[0]) == {*columns, "s", "s_level", "s_reason"}


def test_a_table_with_nothing_in_it_comes_back_with_the_new_columns(engine: EngineKind) -> None:
    """No rows, no faults."""
    columns: dict[str, list[float]] = {"l": [], "u": []}
    told = with_significance(
        engine.make(columns, dict.fromkeys(columns, "Float64")), lower="l", upper="u", benchmark=1
    )
    assert engine.back(told) == []


def test_faults_of_the_call_are_named(engine: EngineKind) -> None:
    """Levels without columns, a taken name, two directions, a benchmark that is none."""
    table = engine.make({"low": [1.0], "high": [2.0]}, {"low": "Float64", "high": "Float64"})
    with pytest.raises(FrameError, match="do not fit together"):
        with_significance(table, lower="low", upper="high", benchmark=1, confidence=(0.95, 0.998))
    with pytest.raises(FrameError, match='Did you mean "high"'):
        with_significance(table, lower="low", upper="hihg", benchmark=1)
    with pytest.raises(FrameError, match='already has a column "high"'):
        with_significance(table, lower="low", upper="high", benchmark=1, into="high")
    with pytest.raises(FrameError, match="not both"):
        with_significance(
            table, lower="low", upper="high", benchmark=1, direction="lower", direction_column="low"
        )
    with pytest.raises(FrameError, match="nan"):
        with_significance(table, lower="low", upper="high", benchmark=math.nan)
