"""Quantities: their arithmetic, their order, and the edge to pint."""

from __future__ import annotations

import math
import pickle
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import BASE_NAMES, FIGURES, LEVELS, QUANTITIES

from cypplan.errors import UnitError, ValueFault
from cypplan.units import Quantity, Unit, UnitForm, UnitMismatchError, pint_registry


def test_quantity_reads_numbers_and_texts() -> None:
    """A quantity takes any real number and the text of a unit; an int stays an int."""
    assert (
        repr(Quantity(65, "percent_of_pupils")) == "Quantity(value=65, unit=Unit.parse('percent_of_pupils'))"
    )
    assert Quantity(Decimal("58.10"), "percent_of_pupils").value == 58.1
    assert Quantity(Fraction(1, 2), "score").value == 0.5


@pytest.mark.parametrize("value", [True, "65", None])
def test_what_is_no_number_is_refused(value: float) -> None:
    """Texts, truth values and None are no numbers."""
    with pytest.raises(ValueFault, match="is no number"):
        Quantity(value, "score")


@given(BASE_NAMES, LEVELS, FIGURES, FIGURES)
def test_difference_and_sum_undo_each_other(base: str, level: str, a: float, b: float) -> None:
    """What is taken from a level and added again gives the level, in its own unit."""
    left, right = Quantity(a, level + base), Quantity(b, f"percent_of_{base}")
    gap = right - left
    assert gap.unit == Unit.parse(f"percentage_points_of_{base}")
    assert left + gap == right
    assert gap + left == right
    assert (left + gap).unit == left.unit
    assert right - gap == left


def test_levels_and_differences_are_not_mixed() -> None:
    """A percentage minus a percentage is a difference, from which no level can be taken."""
    before, after = Quantity(60, "percent_of_pupils"), Quantity(65, "percent_of_pupils")
    gap = after - before
    assert gap == Quantity(5, "percentage_points_of_pupils")
    assert gap != Quantity(5, "percent_of_pupils")
    assert gap - gap == Quantity(0, "percentage_points_of_pupils")
    with pytest.raises(UnitMismatchError, match="cannot subtract percentage_points_of_pupils"):
        _ = gap - before
    with pytest.raises(UnitMismatchError, match="cannot compare"):
        assert gap < before


@given(QUANTITIES, QUANTITIES)
def test_sums_need_one_dimension(left: Quantity, right: Quantity) -> None:
    """Sums exist within a dimension, or between points and levels of one base, and nowhere else."""
    shift = left.unit.is_difference != right.unit.is_difference and left.unit.base == right.unit.base
    shares = {left.unit.form, right.unit.form} <= {UnitForm.RATE, UnitForm.PERCENT, UnitForm.POINTS}
    if left.unit.dimension == right.unit.dimension or (shift and shares):
        assert left + right == right + left
    else:
        for step in (left.__add__, left.__sub__, left.__lt__):
            with pytest.raises(UnitMismatchError):
                step(right)


def test_sum_is_exact_in_decimals() -> None:
    """Decimals add as people add them."""
    one, other = Quantity(0.1, "score"), Quantity(0.2, "score")
    assert (one + other).value == 0.3
    assert (one * 3).value == 0.3
    assert (3 * one).value == 0.3
    assert (Quantity(0.3, "score") / 3).value == 0.1
    assert (Quantity(65, "per_10_000_children") * 1.1).value == 71.5
    assert (Quantity(3, "score") * Decimal("0.1")).value == 0.3
    with pytest.raises(ValueFault, match="is not finite"):
        _ = Quantity(3, "score") * math.nan
    assert Quantity(1, "days") + Quantity(1, "weeks") == Quantity(8, "days")


@given(BASE_NAMES, LEVELS, FIGURES, st.integers(0, 10**7))
def test_rate_times_its_base_is_a_count(base: str, level: str, value: float, people: int) -> None:
    """A level times a count of its base is a count, the same in every unit and order, as pint has it."""
    rate, population = Quantity(value, level + base), Quantity(people, base)
    expected = rate * population
    assert expected == population * rate
    assert expected.unit == Unit.parse("count")
    assert (rate.to(f"percent_of_{base}") * population).value == pytest.approx(expected.value)
    assert (rate.quantity() * population.quantity()).to("count").magnitude == pytest.approx(expected.value)


def test_products_that_mean_nothing_are_refused() -> None:
    """Children times children, or a rate times another base, is an error; so is a product with a text."""
    rate = Quantity(310, "per_10_000_children")
    for other in (rate, Quantity(5, "pupils"), Quantity(5, "score")):
        with pytest.raises(UnitMismatchError, match="cannot multiply"):
            _ = rate * other
    for wrong in (rate.__mul__, rate.__truediv__, rate.__add__, rate.__sub__):
        assert wrong("x") is NotImplemented  # pyright: ignore[reportArgumentType]
    with pytest.raises(ZeroDivisionError):
        _ = rate / 0


@given(QUANTITIES, QUANTITIES)
def test_order_and_equality_agree(left: Quantity, right: Quantity) -> None:
    """Equal quantities hash alike, and within a dimension exactly one of less, equal and greater holds."""
    if left == right:
        assert hash(left) == hash(right)
    if left.unit.dimension == right.unit.dimension:
        assert [left < right, left == right, left > right].count(True) == 1
        assert (left <= right, left >= right) == (not left > right, not left < right)
    else:
        assert left != right


def test_comparison_converts_first() -> None:
    """Equal figures in different units are one key of a dict; other bases are never equal."""
    assert Quantity(65, "per_10_000_children") == Quantity(650.0, "per_100_000_children")
    assert len({Quantity(65, "per_10_000_children"), Quantity(650, "per_100_000_children")}) == 1
    assert Quantity(0, "percent_of_pupils") != Quantity(0, "percent_of_children")
    assert Quantity(0, "score") != 0
    assert Quantity(1, "weeks") > Quantity(6, "days")
    with pytest.raises(UnitError, match="which has no unit"):
        assert Quantity(1, "score") < 2  # pyright: ignore[reportOperatorIssue]


@given(QUANTITIES)
def test_quantity_is_a_value(quantity: Quantity) -> None:
    """Quantities pickle, keep their type of number, and have a sign that can be turned and taken off."""
    again = pickle.loads(pickle.dumps(quantity))  # noqa: S301 (our own bytes)
    assert again == quantity
    assert type(again.value) is type(quantity.value)
    assert quantity.__neg__().__neg__() == quantity
    assert abs(quantity) in {quantity, -quantity}
    with pytest.raises(AttributeError):
        quantity.value = 1  # pyright: ignore[reportAttributeAccessIssue]


def test_quantity_writes_itself() -> None:
    """Printed, a quantity says everything; a format asks for decimals and for the base."""
    rate = Quantity(31.94, "per_10_000_children")
    assert str(rate) == f"{rate}" == "31.94 per 10,000 children"
    assert f"{rate:.1}" == "31.9 per 10,000"
    assert f"{rate:long}" == "31.94 per 10,000 children"
    assert f"{rate:.0 long}" == "32 per 10,000 children"
    with pytest.raises(ValueFault, match=r'"\.1f" is no format of a quantity'):
        f"{rate:.1f}"


# The edge to pint


def test_pint_is_loaded_on_first_use_only() -> None:
    """Importing units, parsing, converting and printing never load pint; .quantity() does."""
    code = (
        "import sys; from cypplan.units import Quantity;"
        "q = Quantity(65, 'per_10_000_children').to('per_100_000_children'); str(q);"
        "assert 'pint' not in sys.modules, 'pint was loaded';"
        "q.quantity(); assert 'pint' in sys.modules"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_registry_is_built_once_among_threads() -> None:
    """Threads that ask at once in a fresh process get one and the same registry."""
    code = (
        "from concurrent.futures import ThreadPoolExecutor; from threading import Barrier;"
        "from cypplan.units import pint_registry; gate = Barrier(4);"
        "ask = lambda _: (gate.wait(), pint_registry())[1]\n"
        "with ThreadPoolExecutor(4) as pool: found = set(map(id, pool.map(ask, range(4))))\n"
        "assert len(found) == 1"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    with ThreadPoolExecutor(4) as pool:
        assert len({id(registry) for registry in pool.map(lambda _: pint_registry(), range(8))}) == 1


def test_pint_keeps_bases_apart() -> None:
    """In pint too, a rate of children is no percentage of pupils, and there is no bare percent or pound."""
    import pint

    registry = pint_registry()
    rate = Quantity(65, "per_10_000_children").quantity()
    assert str(rate.units) == "per_10_000_children"
    assert rate.to("percent_of_children").magnitude == pytest.approx(0.65)
    with pytest.raises(pint.DimensionalityError):
        _ = rate + Quantity(1, "percent_of_pupils").quantity()
    for bare in ("percent", "pound", "per_10_000"):
        with pytest.raises(pint.UndefinedUnitError):
            registry.Unit(bare)
