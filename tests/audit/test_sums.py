"""The arithmetic of a check, held against numbers that are made to fit and numbers that are made not to."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from audit.casebook import CLEAN
from audit.cases_sums import TOTAL, cells, counted, parts, table
from hypothesis import given
from hypothesis import strategies as st

from cypplan.audit import check
from cypplan.audit.numbers import Printed, agrees, decimals_of
from cypplan.plans import loads
from cypplan.plugins import Registry

NOTHING = Registry()
COUNTS = st.integers(11, 899).filter(lambda n: n % 100)
"""Counts that no rounding to hundreds can have made."""


def codes(add: str) -> tuple[str, ...]:
    """Return what is found in the clean plan with more in it."""
    return check(loads(CLEAN + add), registry=NOTHING, others=()).codes


def rounded(value: Fraction, decimals: int) -> Decimal:
    """Round as people do."""
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return exact.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)


@given(st.integers(0, 999).filter(lambda n: n % 100 or not n), COUNTS, st.integers(0, 2), st.integers(-3, 3))
def test_a_percentage_is_found_when_it_does_not_round_so(
    part: int, whole: int, decimals: int, off: int
) -> None:
    """A share as its counts round is right at any precision; one that is off by a printed step is found."""
    part = min(part, whole)
    share = rounded(Fraction(100 * part, whole), decimals) + Decimal(off).scaleb(-decimals)
    if share < 0:
        return
    found = codes(counted("whole", whole) + counted("part", part, of='"n-whole"', share=f"{share:f}"))
    wrong = abs(Fraction(share) - Fraction(100 * part, whole)) > Fraction(1, 2 * 10**decimals)
    assert found == (("A01",) if wrong else ())


@given(st.integers(0, 90), st.integers(1001, 9999).filter(lambda n: n % 100), st.integers(-2, 2))
def test_a_rate_is_found_when_it_does_not_round_so(count: int, people: int, off: int) -> None:
    """A rate per 10,000 as count and population make it is right; one that is off by a tenth is found."""
    rate = rounded(Fraction(10_000 * count, people), 1) + Decimal(off) / 10
    if rate < 0:
        return
    keys = {"unit": '"per_10_000_children"', "numerator": '"n-cases"', "denominator": '"n-people"'}
    add = counted("people", people) + counted("cases", count) + counted("rate", float(rate), **keys)
    wrong = abs(Fraction(rate) - Fraction(10_000 * count, people)) > Fraction(1, 20)
    assert codes(add) == (("A02",) if wrong else ())


@given(st.lists(COUNTS, min_size=2, max_size=5), st.integers(-2, 2))
def test_parts_are_found_when_they_do_not_make_the_whole(values: list[int], off: int) -> None:
    """Parts that make the whole are right, and those that are one short or over are found."""
    whole = sum(values) + off
    if whole % 100 == 0:  # may have been rounded
        return
    assert codes(parts(whole, *values)) == (("A03",) if off else ())


@given(st.lists(st.tuples(st.integers(0, 99), st.integers(0, 99)), min_size=1, max_size=4), st.integers(0, 3))
def test_a_table_is_found_when_a_cell_changes(rows: list[tuple[int, int]], change: int) -> None:
    """A table that adds up is right; a change of one total of a row, or of a column, is found as such."""
    lines = [cells(a, b, a + b, label=str(number)) for number, (a, b) in enumerate(rows)]
    girls, boys = sum(a for a, _ in rows), sum(b for _, b in rows)
    whole = girls + boys
    if change == 1:
        lines[0] = cells(rows[0][0], rows[0][1], sum(rows[0]) + 1, label="0")
        whole += 1  # the column is right, so that only the row is wrong
    total = cells(girls + (change == 2), boys, whole + (change == 2), more=TOTAL, label="all")
    if change == 3:
        total = cells(girls, boys, more=TOTAL, label="all")
    found = set(codes(table(*lines, total)))
    # what a total row gets wrong in one cell is wrong in its row or in another column, too
    expected: dict[int, set[str]] = {0: set(), 1: {"A05"}, 2: {"A06"}, 3: set()}
    assert found >= expected[change]
    assert bool(found) == bool(expected[change])


@given(st.fractions(-1000, 1000), st.integers(0, 4))
def test_a_rounded_number_agrees_with_what_it_was_rounded_from(value: Fraction, decimals: int) -> None:
    """A number agrees with every number that rounds to it, and with none that is a step away."""
    printed = rounded(value, decimals)
    assert decimals_of(printed) == decimals
    assert agrees(printed, value)
    assert not agrees(printed + Decimal(2).scaleb(-decimals), value)


@given(
    st.decimals(0, 1000, places=1),
    st.sampled_from(["more than", "over", "less than", "almost", "about", "Only"]),
)
def test_a_word_before_a_number_only_widens_it(value: Decimal, word: str) -> None:
    """A number with "more than" or "about" before it agrees with all that the bare number agrees with."""
    bare, qualified = Printed(value), Printed(value, word)
    for other in (value, value + Decimal("0.05"), value + 7, value - 7):
        if bare.agrees(other):
            assert qualified.agrees(other)
    assert qualified.is_plain == (word == "Only")


def test_a_word_opens_one_side_only() -> None:
    """More than 96 can be 97 and not 90, less than 96 the other way round, about 96 anything."""
    more, less, about = (Printed(Decimal(96), word) for word in ("more than", "less than", "about"))
    assert [one.agrees(Decimal(97)) for one in (more, less, about)] == [True, False, True]
    assert [one.agrees(Decimal(90)) for one in (more, less, about)] == [False, True, True]
    assert about.is_rough
    assert not more.is_rough


def test_a_half_may_be_rounded_either_way() -> None:
    """Publishers round halves up, down or to the even number: a figure on the edge agrees with both."""
    assert agrees(Decimal(2), Decimal("2.5"))
    assert agrees(Decimal(3), Decimal("2.5"))
    assert not agrees(Decimal(2), Decimal("2.51"))
    assert agrees(Decimal("2.4"), Decimal(2), 0)
    assert not agrees(Decimal("2.6"), Decimal(2), 0)
