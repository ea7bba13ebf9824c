"""Disclosure control on numbers: what is small, what is rounded, and what must go beside it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import narwhals as nw
import pytest
from attacker import ranges
from hypothesis import given, settings
from hypothesis import strategies as st

from cypplan.calc.carrier import NUMBERS
from cypplan.calc.disclosure import DisclosureRule, Unchecked, is_small, rounded, small_cohort
from cypplan.calc.disclosure_cells import Total, hidden_beside
from cypplan.calc.disclosure_ranges import Tableau, points_of
from cypplan.calc.expressions import Columns
from cypplan.errors import ValueFault

if TYPE_CHECKING:
    from engines import EngineKind

COUNTS = [0.0, 1.0, 2.0, 4.0, 5.0, 7.0, 12.0, 15.0, 98.0, None]


def test_a_count_of_one_to_four_is_small_and_zero_is_not() -> None:
    """The default threshold of 5: below it is small, at it is not, and zero is shown as zero."""
    rule = DisclosureRule()
    assert [x for x in range(8) if rule.hides(x)] == [1, 2, 3, 4]


@pytest.mark.parametrize(
    ("count", "base", "small"),
    [
        (98, 100, True),
        (100, 100, False),
        (95, 100, False),
        (0, 3, True),
        (3, 3, True),
        (0, 50, False),
        (3, 500, True),
    ],
)
def test_a_share_tells_of_the_rest_and_of_a_small_base(count: int, base: int, small: bool) -> None:  # noqa: FBT001
    """98 of 100 names the two others, and any share of three names each of them."""
    assert DisclosureRule().hides(count, base) is small


@pytest.mark.parametrize("base", [5, 10])
def test_formulas_are_the_same_on_every_engine(engine: EngineKind, base: int) -> None:
    """Smallness and rounding of columns are those of numbers, halves upward on every engine alike."""
    frame = nw.from_native(
        engine.make({"row": list(range(10)), "x": COUNTS}, {"row": "Int64", "x": "Float64"})
    )
    c, x = Columns(["row", "x"]), nw.col("x")
    found = frame.with_columns(small=c.where(is_small(c, x, 5), 1.0, 0.0), near=rounded(c, x, base))
    rows = sorted(engine.back(found.to_native()), key=lambda row: row["row"])
    plain = [math.nan if one is None else one for one in COUNTS]
    assert [row["small"] for row in rows] == [1.0 if is_small(NUMBERS, one, 5) else 0.0 for one in plain]
    near = [rounded(NUMBERS, one, base) for one in plain]
    assert [row["near"] for row in rows] == [None if math.isnan(one) else one for one in near]


def test_halves_round_upward() -> None:
    """5 to the nearest 10 is 10, and 2 to the nearest 5 is 0: never to the even neighbour."""
    assert [rounded(NUMBERS, x, 10) for x in (4, 5, 15, 25)] == [0, 10, 20, 30]
    assert [rounded(NUMBERS, x, 5) for x in (2, 3, 7, 8)] == [0, 5, 5, 10]


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"threshold": 0}, "threshold: 0"),
        ({"threshold": 2.5}, "threshold: 2.5"),
        ({"threshold": True}, "threshold: True"),
        ({"rounding": 7}, "rounding: 7"),
        ({"rounding": True}, "rounding: True"),
        ({"unchecked": "maybe"}, 'unchecked: "maybe"'),
    ],
)
def test_a_rule_that_cannot_be_is_refused(wrong: dict[str, object], says: str) -> None:
    """A wrong threshold, base or choice is named with its value."""
    with pytest.raises(ValueFault, match=says):
        DisclosureRule(**wrong)


def test_a_rule_says_what_it_does() -> None:
    """Reports print the rule; the words follow its parts."""
    assert DisclosureRule().words == "counts of 1 to 4 suppressed, with what would give them away"
    assert DisclosureRule(threshold=1).words == "no count is suppressed for its size"
    assert DisclosureRule(threshold=2, secondary=False, rounding=10).words == (
        "counts of 1 suppressed; others rounded to the nearest 10"
    )
    assert DisclosureRule(unchecked="show").unchecked is Unchecked.SHOW  # pyright: ignore[reportArgumentType]


def test_missing_numbers_are_not_small() -> None:
    """A condition on a number that is not there does not hold."""
    assert not small_cohort(NUMBERS, math.nan, math.nan, 5)


def test_the_simplex_finds_both_ends() -> None:
    """X + y = 7 with neither below zero: each from 0 to 7; x - y = 0 alone has no end."""
    bounded = list(points_of(Tableau([({0: 1, 1: 1}, 7)], 2), 0))
    assert sorted(point[0] for point in bounded) == [0, 7]
    free = list(points_of(Tableau([({0: 1, 1: -1}, 0)], 2), 0))
    assert max(point[0] for point in free) >= 1_000_000
    assert not Tableau([({0: 1}, -1)], 1).solvable


def test_the_cheapest_partner_goes_and_zero_stays() -> None:
    """Beside one small count the next smallest part goes, not the zero, not the total."""
    counts = {"a": 2, "b": 9, "c": 30, "d": 0, "all": 41}
    assert hidden_beside({"a"}, [counts], [Total("all", ("a", "b", "c", "d"))], threshold=5) == {"b"}


def test_six_ones_take_their_total_along() -> None:
    """Six hidden counts that add up to a shown 6 are 1 each: the total must go."""
    counts = {**dict.fromkeys("abcdef", 1), "all": 6}
    assert hidden_beside(set("abcdef"), [counts], [Total("all", tuple("abcdef"))], threshold=5) == {"all"}


def test_a_bridge_between_two_rings_is_found() -> None:
    """Two hidden cells in every line do not make a table safe: a cell that joins two rings is determined."""
    ring = [("a", "u"), ("a", "v"), ("b", "u"), ("b", "v")]
    other = [("c", "x"), ("c", "y"), ("d", "x"), ("d", "y")]
    counts = {(r, s): 50.0 for r in "abcd" for s in "uvxy"}
    secret = {*ring, *other, ("b", "x")}
    counts |= dict.fromkeys(secret, 3.0)
    totals = [Total((r, "all"), tuple((r, s) for s in "uvxy")) for r in "abcd"]
    totals += [Total(("all", s), tuple((r, s) for r in "abcd")) for s in "uvxy"]
    for total in totals:
        counts[total.whole] = sum(counts[part] for part in total.parts)  # pyright: ignore[reportArgumentType]
    assert hidden_beside(secret, [counts], totals, threshold=5)


SMALLISH = st.sampled_from([0, 0, 1, 1, 2, 3, 4, 5, 6, 8, 20, 150])


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(SMALLISH, min_size=3, max_size=3), min_size=2, max_size=4))
def test_no_attacker_narrows_a_small_count(inner: list[list[int]]) -> None:
    """Over random tables with totals both ways, a hidden small count can be anything from 1 to 4."""
    lines, columns = range(len(inner)), range(3)
    counts: dict[object, float] = {(r, s): float(inner[r][s]) for r in lines for s in columns}
    totals = [((r, "all"), [(r, s) for s in columns]) for r in lines]
    totals += [(("all", s), [(r, s) for r in lines]) for s in columns]
    totals += [(("all", "all"), [(r, "all") for r in lines]), (("all", "all"), [("all", s) for s in columns])]
    for whole, parts in totals:
        counts[whole] = sum(counts[part] for part in parts)
    secret = {cell for cell, number in counts.items() if 0 < number < 5}
    stated = [Total(whole, tuple(parts)) for whole, parts in totals]
    hidden = secret | hidden_beside(secret, [counts], stated, threshold=5)  # pyright: ignore[reportArgumentType]
    shown = {cell: None if cell in hidden else number for cell, number in counts.items()}
    for cell, found in ranges(shown, totals).items():  # pyright: ignore[reportArgumentType]
        assert found is not None
        low, high = found
        assert high > low, cell
        if cell in secret:
            # a sum of two that are no zeros is two at least: that much is known of any table
            inside = [
                inner[r][c] for r in lines for c in columns if cell[0] in {r, "all"} and cell[1] in {c, "all"}
            ]
            assert low <= sum(number > 0 for number in inside), cell
            assert high >= 4, cell
    assert all(number is not None for cell, number in shown.items() if counts[cell] == 0), "a zero is hidden"
