"""Slope and relative index of inequality against NumPy's least squares and a simulation of its own."""

from __future__ import annotations

import math
import random
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cypplan.calc.columns_inequality import inequality_indices_by
from cypplan.calc.estimates import proportion, rate
from cypplan.calc.inequality import inequality_indices
from cypplan.errors import FrameError, NotComparableError, ValueFault

if TYPE_CHECKING:
    from engines import EngineKind

VALUES, PEOPLE, ERRORS = [62.0, 64, 68, 71, 75], [410.0, 395, 402, 388, 405], [2.4, 2.4, 2.3, 2.3, 2.2]

_groups = st.lists(
    st.tuples(st.floats(0, 100), st.floats(1, 10_000), st.floats(0.01, 5)), min_size=3, max_size=12
)


def _line(values: list[float], people: list[float]) -> tuple[float, float]:
    """Intercept and slope by NumPy: weighted least squares on the mid-ranks."""
    shares = np.array(people) / np.sum(people)
    middles = np.cumsum(shares) - shares / 2
    slope, intercept = np.polyfit(middles, values, 1, w=np.sqrt(shares))
    return float(intercept), float(slope)


@given(_groups)
def test_the_line_is_that_of_weighted_least_squares(groups: list[tuple[float, float, float]]) -> None:
    """Slope and ends are those of NumPy's fit with the square roots of the shares as weights."""
    values, people, _ = (list(each) for each in zip(*groups, strict=True))
    found = inequality_indices(values, people)
    intercept, slope = _line(values, people)
    assert found.slope == pytest.approx(slope, rel=1e-6, abs=1e-6)
    assert found.ends == pytest.approx((intercept, intercept + slope), rel=1e-6, abs=1e-6)
    if found.relative is not None and found.ends[0] > 1e-3:
        assert found.relative == pytest.approx((intercept + slope) / intercept, rel=1e-3, abs=1e-6)


def test_worked_by_hand() -> None:
    """Four equal groups 10 20 30 40: mid-ranks 1/8 3/8 5/8 7/8, a line through all, from 5 to 45."""
    found = inequality_indices([10, 20, 30, 40], [1, 1, 1, 1])
    assert found.slope == pytest.approx(40)
    assert found.ends == pytest.approx((5, 45))
    assert found.relative == pytest.approx(9)
    assert str(found) == "slope index 40.0, relative index 9.00"


@pytest.mark.parametrize("confidence", [0.95, 0.998])
def test_simulated_limits_are_those_of_a_large_simulation(confidence: float) -> None:
    """Twenty thousand replications come near two million drawn by NumPy and fitted by matrix."""
    shares = np.array(PEOPLE) / np.sum(PEOPLE)
    middles = np.cumsum(shares) - shares / 2
    design = np.stack([np.ones(5), middles], axis=1)
    fit = np.linalg.inv(design.T * shares @ design) @ design.T * shares
    draws = np.random.default_rng(7).normal(VALUES, ERRORS, size=(2_000_000, 5)) @ fit.T
    tails = [(1 - confidence) / 2, (1 + confidence) / 2]
    slopes = np.quantile(draws[:, 1], tails)
    ratios = np.quantile((draws[:, 0] + draws[:, 1]) / draws[:, 0], tails)
    found = inequality_indices(VALUES, PEOPLE, errors=ERRORS, confidence=confidence, replications=20_000)
    closed = inequality_indices(VALUES, PEOPLE, errors=ERRORS, confidence=confidence, replications=None)
    for one, slack in ((found, 0.05), (closed, 0.003)):
        width = slopes[1] - slopes[0]
        assert (one.slope_intervals[0].lower, one.slope_intervals[0].upper) == pytest.approx(
            tuple(slopes), abs=slack * width
        )
        width = ratios[1] - ratios[0]
        assert (one.relative_intervals[0].lower, one.relative_intervals[0].upper) == pytest.approx(
            tuple(ratios), abs=slack * width
        )


def test_the_same_seed_gives_the_same_limits_and_no_other_random_number_is_touched() -> None:
    """A published interval can be made again, whatever the caller draws himself."""
    random.seed(3)
    state = random.getstate()
    one = inequality_indices(VALUES, PEOPLE, errors=ERRORS, seed=11)
    assert random.getstate() == state
    assert one == inequality_indices(VALUES, PEOPLE, errors=ERRORS, seed=11)
    assert one.slope_intervals != inequality_indices(VALUES, PEOPLE, errors=ERRORS, seed=12).slope_intervals
    assert (one.seed, one.replications) == (11, 10_000)
    assert "10,000 simulations from seed 11" in str(one)


@given(_groups)
def test_reversed_groups_turn_the_slope_round(groups: list[tuple[float, float, float]]) -> None:
    """Symmetry: from the other end of the scale the slope is negated and the ratio inverted."""
    values, people, errors = (list(each) for each in zip(*groups, strict=True))
    one = inequality_indices(values, people, errors=errors, replications=None)
    other = inequality_indices(values[::-1], people[::-1], errors=errors[::-1], replications=None)
    assert other.slope == pytest.approx(-one.slope, rel=1e-9, abs=1e-7)
    assert other.slope_intervals[0].lower == pytest.approx(-one.slope_intervals[0].upper, rel=1e-9, abs=1e-7)
    if one.relative_intervals and other.relative_intervals and one.relative_intervals[0].lower > 0.01:
        assert 1 / other.relative_intervals[0].upper == pytest.approx(
            one.relative_intervals[0].lower, rel=1e-6
        )


@given(_groups)
def test_complement_turns_the_slope_round(groups: list[tuple[float, float, float]]) -> None:
    """Attendance has the slope of absence with the other sign, and the same width."""
    values, people, errors = (list(each) for each in zip(*groups, strict=True))
    one = inequality_indices(values, people, errors=errors, replications=None)
    other = inequality_indices([100 - value for value in values], people, errors=errors, replications=None)
    assert other.slope == pytest.approx(-one.slope, rel=1e-9, abs=1e-7)
    assert other.slope_intervals[0].upper == pytest.approx(-one.slope_intervals[0].lower, rel=1e-9, abs=1e-7)


@given(_groups, st.sampled_from([10.0, 1000.0, 0.1]))
def test_scale(groups: list[tuple[float, float, float]], factor: float) -> None:
    """Per 100,000 instead of per 10,000: ten times the slope, the same ratio."""
    values, people, errors = (list(each) for each in zip(*groups, strict=True))
    one = inequality_indices(values, people, errors=errors, replications=None)
    other = inequality_indices(
        [factor * v for v in values], people, errors=[factor * e for e in errors], replications=None
    )
    assert other.slope == pytest.approx(factor * one.slope, rel=1e-9, abs=1e-7 * factor)
    if one.relative is not None and other.relative is not None and one.ends[0] > 1e-3:
        assert other.relative == pytest.approx(one.relative, rel=1e-6)


def test_limits_enclose_the_indices_and_widen_with_confidence() -> None:
    """Interval order, for several levels at once."""
    found = inequality_indices(VALUES, PEOPLE, errors=ERRORS, confidence=(0.95, 0.998))
    assert found.relative is not None
    for value, intervals in (
        (found.slope, found.slope_intervals),
        (found.relative, found.relative_intervals),
    ):
        near, far = intervals
        assert far.lower < near.lower < value < near.upper < far.upper


def test_a_line_that_reaches_zero_has_no_ratio() -> None:
    """A ratio to nothing is missing with a reason, never infinite; so are limits of a ratio near it."""
    found = inequality_indices([1, 5, 30], [1, 1, 1], errors=[0.1, 0.1, 0.1])
    assert found.ends[0] < 0
    assert (found.relative, found.relative_intervals, found.reason) == (None, (), "the line reaches zero")
    assert "cannot say: the line reaches zero" in str(found)
    for replications in (10_000, None):
        wide = inequality_indices([6, 8, 10], [1, 1, 1], errors=[5, 5, 5], replications=replications)
        assert wide.relative is not None
        assert (wide.relative_intervals, wide.reason) == ((), "the line reaches zero")
        assert len(wide.slope_intervals) == 1


def test_estimates_bring_denominators_errors_and_unit() -> None:
    """The errors of percentages are the widths of Wilson's limits over 2z; their slope is in points."""
    counts = [(254, 410), (253, 395), (273, 402), (275, 388), (304, 405)]
    estimates = [proportion(x, n, unit="percent_of_pupils") for x, n in counts]
    errors = [(e.upper - e.lower) / (2 * 1.959963984540054) for e in estimates if e.lower and e.upper]
    found = inequality_indices(estimates)
    plain = inequality_indices([e.value for e in estimates], [n for _, n in counts], errors=errors)
    assert found.slope_intervals[0].lower == pytest.approx(plain.slope_intervals[0].lower, rel=1e-12)
    assert str(found).startswith("slope index 16.6 percentage points (95% CI ")


def test_estimates_of_one_base_are_converted_others_refused() -> None:
    """Rates per 1,000 and per 10,000 of the same children make one line; pupils and children never."""
    mixed = [rate(50, 9000), rate(60, 9000, unit="per_1_000_children"), rate(70, 9000)]
    same = [rate(50, 9000), rate(60, 9000), rate(70, 9000)]
    assert inequality_indices(mixed).slope == pytest.approx(inequality_indices(same).slope)
    with pytest.raises(NotComparableError, match="no line through"):
        inequality_indices([*same, rate(70, 9000, unit="per_10_000_pupils")])


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: inequality_indices([1, 2], [1, 1]), "2 groups make no line; give 3 or more, or use gap"),
        (lambda: inequality_indices([1, 2, 3]), "populations are missing"),
        (lambda: inequality_indices([1, 2, 3], [1, 1]), "populations: 2 for 3 values"),
        (lambda: inequality_indices([1, 2, 3], [1, 1, 0]), r"populations\[2\] is 0.0; it must be above 0"),
        (
            lambda: inequality_indices([1, math.nan, 3], [1, 1, 1]),
            r"values\[1\] is nan; it must be a finite number",
        ),
        (
            lambda: inequality_indices([1, 2, 3], [1, 1, 1], errors=[1, -1, 1]),
            r"errors\[1\] is -1.0; it must be 0 or",
        ),
        (lambda: inequality_indices([1, 2, 3], [1, 1, 1], errors=[1, 1]), "errors: 2 for 3 values"),
        (
            lambda: inequality_indices([1, 2, 3], [1, 1, 1], errors=[1, 1, 1], replications=10),
            "replications 10: limits",
        ),
        (
            lambda: inequality_indices([1, 2, 3], [1, 1, 1], errors=[1, 1, 1], confidence=95),
            "confidence 95 does not",
        ),
        (lambda: inequality_indices([rate(1, 2), 2, 3]), "estimates and plain numbers side by side"),
    ],
)
def test_faults_are_named(call: Any, message: str) -> None:
    """What cannot be taken is refused with the value and what would be right."""
    with pytest.raises(ValueFault, match=message):
        call()


# ---- tables

SCHEMA = {"area": "String", "fifth": "Int64", "percent": "Float64", "children": "Int64", "se": "Float64"}


def _rows(seed: int) -> list[dict[str, Any]]:
    draw = random.Random(seed)  # noqa: S311 (figures for a test)
    return [
        {
            "area": f"E{seed}",
            "fifth": fifth,
            "percent": draw.uniform(20, 80),
            "children": draw.randint(50, 900),
            "se": draw.uniform(0, 3),
        }
        for fifth in range(1, 4 + seed % 8)
    ]


def _table(engine: EngineKind, rows: list[dict[str, Any]]) -> Any:
    return engine.make({name: [row[name] for row in rows] for name in SCHEMA}, SCHEMA)


NAMES: dict[str, Any] = {"by": "area", "rank": "fifth", "value": "percent", "population": "children"}


def test_table_and_single_indices_agree(engine: EngineKind) -> None:
    """Every engine gives the indices and the closed limits of single calls to 1e-12, shuffled rows or not."""
    series = {f"E{seed}": _rows(seed) for seed in range(12)}
    rows = [row for own in series.values() for row in own]
    random.Random(2).shuffle(rows)  # noqa: S311 (figures for a test)
    made = inequality_indices_by(
        _table(engine, rows), **NAMES, standard_error="se", confidence=(0.95, 0.998), into="i"
    )
    found = {row["area"]: row for row in engine.back(made)}
    assert set(found) == set(series)
    for area, own in series.items():
        one = inequality_indices(
            [row["percent"] for row in own],
            [row["children"] for row in own],
            errors=[row["se"] for row in own],
            confidence=(0.95, 0.998),
            replications=None,
        )
        row = found[area]
        assert row["i_groups"] == len(own)
        assert row["i_slope"] == pytest.approx(one.slope, rel=1e-12)
        assert row["i_relative"] == pytest.approx(one.relative, rel=1e-12)
        assert row["i_reason"] == one.reason
        for tail, slope in zip(("95", "99_8"), one.slope_intervals, strict=True):
            limits = (row[f"i_slope_lower_{tail}"], row[f"i_slope_upper_{tail}"])
            assert limits == pytest.approx((slope.lower, slope.upper), rel=1e-12)
        for tail, ratio in zip(("95", "99_8"), one.relative_intervals, strict=True):
            limits = (row[f"i_relative_lower_{tail}"], row[f"i_relative_upper_{tail}"])
            assert limits == pytest.approx((ratio.lower, ratio.upper), rel=1e-9)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"percent": None}, "a group has no value"),
        ({"children": None}, "a group has no population above 0"),
        ({"children": 0}, "a group has no population above 0"),
        ({"se": None}, "a group has no error"),
        ({"fifth": None}, "a group has no rank"),
        ({"fifth": 2}, "a rank comes twice"),
    ],
)
def test_reasons_touch_their_own_index_only(engine: EngineKind, change: dict[str, Any], reason: str) -> None:
    """One bad group takes away the index of its area with a reason, and no other."""
    rows = [*_rows(3), *_rows(4)]
    rows[0] = {**rows[0], **change}
    found = {
        row["area"]: row
        for row in engine.back(inequality_indices_by(_table(engine, rows), **NAMES, standard_error="se"))
    }
    bad = found["E3"]
    assert bad["inequality_reason"] == reason
    assert (bad["inequality_slope"], bad["inequality_relative"], bad["inequality_slope_lower"]) == (None,) * 3
    assert found["E4"]["inequality_reason"] is None
    assert found["E4"]["inequality_slope"] is not None


def test_rows_without_a_key_are_not_lost(engine: EngineKind) -> None:
    """Groups of an unknown area show as a row that says so."""
    rows = [*_rows(3), *({**row, "area": None} for row in _rows(4))]
    found = {row["area"]: row for row in engine.back(inequality_indices_by(_table(engine, rows), **NAMES))}
    assert found[None]["inequality_reason"] == "a key is missing"
    assert found[None]["inequality_slope"] is None
    assert found["E3"]["inequality_reason"] is None


def test_few_groups_a_ratio_to_nothing_and_no_limits(engine: EngineKind) -> None:
    """Two groups have no line, a line through zero no ratio; without errors nothing has limits."""
    rows = [
        *({**row, "area": "two"} for row in _rows(3)[:2]),
        *(
            {"area": "zero", "fifth": at, "percent": value, "children": 1, "se": 0.0}
            for at, value in enumerate([1.0, 5.0, 30.0])
        ),
    ]
    made = engine.back(inequality_indices_by(_table(engine, rows), **NAMES, into="x"))
    assert list(made[0]) == ["area", "x_slope", "x_relative", "x_groups", "x_reason"]
    found = {row["area"]: row for row in made}
    assert (found["two"]["x_slope"], found["two"]["x_reason"]) == (None, "fewer than 3 groups")
    assert found["zero"]["x_slope"] is not None
    assert (found["zero"]["x_relative"], found["zero"]["x_reason"]) == (None, "the line reaches zero")


def test_no_rows_and_no_keys(engine: EngineKind) -> None:
    """An empty table has no index; without keys the whole table is one."""
    assert engine.back(inequality_indices_by(_table(engine, []), **NAMES)) == []
    (only,) = engine.back(inequality_indices_by(_table(engine, _rows(3)), **{**NAMES, "by": []}))
    expected = inequality_indices([r["percent"] for r in _rows(3)], [r["children"] for r in _rows(3)])
    assert only["inequality_slope"] == pytest.approx(expected.slope, rel=1e-12)


def test_columns_are_checked(engine: EngineKind) -> None:
    """A misspelt column and a key with the name of a result are named."""
    table = _table(engine, _rows(3))
    with pytest.raises(FrameError, match=r'no column "percents".* Did you mean "percent"'):
        inequality_indices_by(table, **{**NAMES, "value": "percents"})
    clash = engine.make({"x_slope": ["a"], "r": [1], "v": [1.0], "n": [1]}, {
        "x_slope": "String", "r": "Int64", "v": "Float64", "n": "Int64",
    })  # fmt: skip
    with pytest.raises(FrameError, match='the key "x_slope" bears the name'):
        inequality_indices_by(clash, by="x_slope", rank="r", value="v", population="n", into="x")
