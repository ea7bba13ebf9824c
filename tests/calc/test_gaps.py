"""Gaps and their change over time, on numbers and on tables."""

from __future__ import annotations

import math
from typing import Any

import pytest
from engines import ENGINES, EngineKind
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cypplan.calc import (
    Favour,
    Gap,
    Narrowing,
    Sense,
    gap,
    narrowing,
    proportion,
    rate,
    with_gaps,
    with_narrowing,
    with_proportions,
)
from cypplan.errors import FrameError, NotComparableError, ValueFault
from cypplan.indicators import Direction
from cypplan.units import Quantity

PUPILS = "percent_of_pupils"
figures = st.floats(min_value=-1e9, max_value=1e9)
cells = st.one_of(
    st.none(), figures, st.sampled_from([0.0, -0.0, math.nan, math.inf, 65.0, 65.00000000001, 1e300])
)
directions = st.sampled_from([None, *Direction])


def _gap(ours: float, theirs: float, direction: str | None = None) -> Gap:
    return gap(Quantity(ours, PUPILS), Quantity(theirs, PUPILS), direction=direction)


@given(figures, figures, directions)
def test_the_other_way_round_the_gap_changes_its_sign(
    a: float, b: float, direction: Direction | None
) -> None:
    """What is favourable to one is adverse to the other."""
    one, other = _gap(a, b, direction), _gap(b, a, direction)
    turned = {Favour.FAVOURABLE: Favour.ADVERSE, Favour.ADVERSE: Favour.FAVOURABLE, Favour.NONE: Favour.NONE}
    assert one.value == -other.value
    assert one.favour is turned[other.favour]


@given(figures, figures)
def test_the_other_direction_turns_the_favour(a: float, b: float) -> None:
    """Symmetry: negate the data and flip the direction, and the judgement is the same."""
    assert _gap(a, b, "higher").favour is _gap(-a, -b, "lower").favour


@pytest.mark.parametrize("direction", [None, "none", "towards-target"])
def test_without_a_sense_there_is_no_favour(direction: str | None) -> None:
    """An indicator of which neither way is better has gaps without a judgement."""
    assert _gap(60, 70, direction).favour is Favour.NONE


def test_float_noise_is_no_gap() -> None:
    """Figures that differ in the last bits favour nobody."""
    found = _gap(0.1 + 0.2, 0.3, "higher")
    assert (found.value, found.favour, str(found)) == (0.0, Favour.NONE, "0 percentage points")


def test_a_gap_of_percentages_is_in_points() -> None:
    """5 % and 15 % are 10 percentage points apart, not 10 %."""
    found = _gap(15, 5, "lower")
    assert str(found) == "+10 percentage points, adverse"
    assert (found.ours, found.theirs, found.ratio, found.relative) == (15, 5, 3, 2)


def test_theirs_is_taken_in_our_unit() -> None:
    """65 per 10,000 and 650 per 100,000 are no gap."""
    found = gap(Quantity(65, "per_10_000_children"), Quantity(650, "per_100_000_children"))
    assert (found.value, str(found.unit)) == (0, "per_10_000_children")


@pytest.mark.parametrize(("ours", "theirs"), [(5, 0), (0, 0), (-5, 5), (5, -5)])
def test_no_ratio_to_nothing_and_between_signs(ours: float, theirs: float) -> None:
    """A ratio to zero, or of negative scores, says nothing and is not there."""
    found = gap(Quantity(ours, "score"), Quantity(theirs, "score"))
    assert (found.ratio, found.relative) == (None, None)


def test_a_gap_made_of_a_difference_only_has_no_ratio() -> None:
    """Where the two figures are not known, neither is their ratio."""
    found = Gap(value=3.0, unit=_gap(1, 2).unit, favour=Favour.NONE)
    assert (found.ratio, found.relative, found.lower) == (None, None, None)


def test_limits_come_from_both_estimates() -> None:
    """Newcombe's limits at each level that both figures have, and no others."""
    ours = proportion(56, 70, confidence=(0.95, 0.998))
    found = gap(ours, proportion(48, 80, confidence=(0.9, 0.95)))
    (limits,) = found.intervals
    assert (round(limits.lower, 2), round(limits.upper, 2), limits.confidence) == (5.24, 33.39, 0.95)
    assert found.method == "Newcombe"
    assert gap(ours, Quantity(60, "percent_of_children")).intervals == ()


def test_unlike_figures_have_no_gap() -> None:
    """A rate per 10,000 children is not compared with a percentage of pupils."""
    with pytest.raises(NotComparableError, match="no gap between"):
        gap(rate(5, 100), Quantity(5, PUPILS))


def test_a_direction_must_be_one() -> None:
    """The message lists the directions there are."""
    with pytest.raises(ValueFault, match='"up" is no direction; write one of higher'):
        _gap(1, 2, "up")


def _change(then: float, now: float, direction: str | None = None) -> Narrowing:
    return narrowing(_gap(now, 0), _gap(then, 0), direction=direction)


@pytest.mark.parametrize(
    ("then", "now", "sense", "favour", "turned"),
    [
        (-30, -24, Sense.NARROWING, Favour.FAVOURABLE, False),
        (-24, -30, Sense.WIDENING, Favour.ADVERSE, False),
        (8, 3, Sense.NARROWING, Favour.ADVERSE, False),
        (3, 8, Sense.WIDENING, Favour.FAVOURABLE, False),
        (-5, 3, Sense.NARROWING, Favour.FAVOURABLE, True),
        (-5, 5, Sense.UNCHANGED, Favour.FAVOURABLE, True),
        (4, 4, Sense.UNCHANGED, Favour.NONE, False),
        (0.3, 0.1 + 0.2, Sense.UNCHANGED, Favour.NONE, False),
        (0, 0, Sense.UNCHANGED, Favour.NONE, False),
    ],
)
def test_sense_and_favour_are_two_things(
    then: float,
    now: float,
    sense: Sense,
    favour: Favour,
    turned: bool,  # noqa: FBT001
) -> None:
    """A gap narrows by its size; whether that favours us is another question."""
    found = _change(then, now, "higher")
    assert (found.sense, found.favour, found.turned) == (sense, favour, turned)
    assert found.value == pytest.approx(now - then)


@given(figures, figures)
def test_back_again_a_narrowing_gap_widens(then: float, now: float) -> None:
    """Time reversed turns the sense round."""
    turned = {
        Sense.NARROWING: Sense.WIDENING,
        Sense.WIDENING: Sense.NARROWING,
        Sense.UNCHANGED: Sense.UNCHANGED,
    }
    assert _change(then, now).sense is turned[_change(now, then).sense]


def test_a_change_has_the_limits_of_both_gaps() -> None:
    """Limits of four percentages, joined twice; brute force over the squares gives the same."""
    before = gap(proportion(300, 1_000), proportion(600, 1_000))
    after = gap(proportion(380, 1_000), proportion(620, 1_000))
    found = narrowing(after, before)
    (limits,) = found.intervals
    down = math.hypot(after.value - (after.lower or 0), (before.upper or 0) - before.value)
    up = math.hypot((after.upper or 0) - after.value, before.value - (before.lower or 0))
    assert limits.lower == pytest.approx(found.value - down)
    assert limits.upper == pytest.approx(found.value + up)
    assert found.method == "Newcombe"


def test_a_change_between_units_of_one_base() -> None:
    """A gap then in another unit is converted; one of another base is refused."""
    now = gap(Quantity(60, "per_10_000_children"), Quantity(50, "per_10_000_children"))
    then = gap(Quantity(700, "per_100_000_children"), Quantity(500, "per_100_000_children"))
    assert (narrowing(now, then).value, narrowing(now, then).then) == (-10, 20)
    with pytest.raises(NotComparableError, match="no change from"):
        narrowing(now, _gap(5, 3))


def _usable(value: float | None) -> bool:
    return value is not None and abs(value) < 2e19


@pytest.mark.parametrize("kind", ENGINES, ids=str)
@settings(max_examples=6, suppress_health_check=[HealthCheck.too_slow])
@given(rows=st.lists(st.tuples(cells, cells, directions), max_size=30))
def test_gaps_are_those_of_single_numbers(kind: EngineKind, rows: list[tuple[Any, Any, Any]]) -> None:
    """Value, ratio, relative gap and favour are one formula with the numbers, bit for bit."""
    columns = {"at": list(range(len(rows))), "a": [r[0] for r in rows], "b": [r[1] for r in rows]}
    columns["way"] = [None if r[2] is None else r[2].value for r in rows]
    native = kind.make(columns, {"at": "Int64", "a": "Float64", "b": "Float64", "way": "String"})
    for row in kind.back(with_gaps(native, ours="a", theirs="b", direction_column="way")):
        a, b, direction = rows[row["at"]]
        if not (_usable(a) and _usable(b)):
            assert [row["gap"], row["gap_ratio"], row["gap_relative"], row["gap_favour"]] == [None] * 4
            assert row["gap_reason"] is not None
            continue
        single = _gap(a, b, direction)
        assert [row["gap"], row["gap_ratio"], row["gap_relative"]] == [
            single.value,
            single.ratio,
            single.relative,
        ]
        assert (row["gap_favour"], row["gap_reason"]) == (single.favour, None)


@pytest.mark.parametrize("kind", ENGINES, ids=str)
@settings(max_examples=6, suppress_health_check=[HealthCheck.too_slow])
@given(rows=st.lists(st.tuples(cells, cells), max_size=30))
def test_changes_are_those_of_single_numbers(kind: EngineKind, rows: list[tuple[Any, Any]]) -> None:
    """Change, sense and favour are one formula with the numbers, bit for bit."""
    columns = {"at": list(range(len(rows))), "now": [r[0] for r in rows], "then": [r[1] for r in rows]}
    native = kind.make(columns, {"at": "Int64", "now": "Float64", "then": "Float64"})
    for row in kind.back(with_narrowing(native, now="now", then="then", direction="lower")):
        now, then = rows[row["at"]]
        names = ["narrowing", "narrowing_sense", "narrowing_favour"]
        if not (_usable(now) and _usable(then)):
            assert [row[name] for name in names] == [None] * 3
            assert row["narrowing_reason"] is not None
            continue
        single = _change(then, now, "lower")
        assert [row[name] for name in names] == [single.value, single.sense, single.favour]


def test_limits_of_tables_are_those_of_numbers(engine: EngineKind) -> None:
    """The limits that with_proportions has left in the table make those of the gap, bit for bit."""
    schema = dict.fromkeys(("x", "n", "y", "m"), "Int64")
    table: Any = engine.make({"x": [56, 5], "n": [70, 56], "y": [48, None], "m": [80, 29]}, schema)
    levels = (0.95, 0.998)
    table = with_proportions(table, count="x", total="n", confidence=levels, into="ours")
    table = with_proportions(table, count="y", total="m", confidence=levels, into="theirs")
    first, second = engine.back(with_gaps(table, ours="ours", theirs="theirs", confidence=levels))
    single = gap(proportion(56, 70, confidence=levels), proportion(48, 80, confidence=levels))
    limits = [limit for i in single.intervals for limit in (i.lower, i.upper)]
    names = ["gap_lower_95", "gap_upper_95", "gap_lower_99_8", "gap_upper_99_8"]
    assert [first[name] for name in names] == limits
    assert [second[name] for name in names] == [None] * 4
    assert second["gap_reason"] == "no theirs"


def test_limits_that_are_missing_are_said(engine: EngineKind) -> None:
    """A gap may be known where its limits are not."""
    columns = {
        "a": [5.0, 5.0], "a_lower": [4.0, None], "a_upper": [6.0, 6.0],
        "b": [3.0, 3.0], "b_lower": [2.0, 2.0], "b_upper": [4.0, 4.0],
    }  # fmt: skip
    found = engine.back(
        with_gaps(
            engine.make(columns, dict.fromkeys(columns, "Float64")), ours="a", theirs="b", confidence=0.95
        )
    )
    assert [row["gap"] for row in found] == [2.0, 2.0]
    assert found[0]["gap_upper"] == pytest.approx(2 + math.sqrt(2))
    assert (found[1]["gap_lower"], found[1]["gap_reason"]) == (None, "no limits, since a figure has none")


def test_a_direction_that_is_none_is_said(engine: EngineKind) -> None:
    """A misspelt direction of a row gives no judgement, and the reason."""
    columns: dict[str, list[Any]] = {"a": [5.0, 5.0, 5.0], "b": [3.0, 3.0, 3.0], "way": ["up", "lower", None]}
    native = engine.make(columns, {"a": "Float64", "b": "Float64", "way": "String"})
    found = engine.back(with_gaps(native, ours="a", theirs="b", direction_column="way"))
    assert [row["gap_favour"] for row in found] == [None, "adverse", "none"]
    assert [row["gap_reason"] for row in found] == ["direction not known", None, None]


def test_gaps_need_their_columns(engine: EngineKind) -> None:
    """Limits that are asked for must be in the table, and new names free."""
    native = engine.make(
        {"a": [1.0], "b": [2.0], "gap_ratio": [1.0]}, dict.fromkeys(("a", "b", "gap_ratio"), "Float64")
    )
    with pytest.raises(FrameError, match='no column "a_lower"'):
        with_gaps(native, ours="a", theirs="b", confidence=0.95, into="d")
    with pytest.raises(FrameError, match='already has a column "gap_ratio"'):
        with_gaps(native, ours="a", theirs="b")
