"""Units: their bases, their texts, how they write figures, and what converts into what."""

from __future__ import annotations

import math
import pickle
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from strategies import BASE_NAMES, FIGURES, LEVELS, UNITS

from cypplan.errors import UnitError, ValueFault
from cypplan.units import (
    Quantity,
    Unit,
    UnitForm,
    UnitMismatchError,
    bases,
    pint_registry,
    unit_texts,
)

# Bases and texts


def test_base_has_words_and_a_meaning() -> None:
    """Each base of units.txt says what it means, so that plan authors can choose the right one."""
    looked_after = bases()["children_looked_after"]
    assert (looked_after.noun, looked_after.singular) == ("children looked after", "child looked after")
    assert looked_after.group == "Social care"
    assert all(base.meaning and base.group for base in bases().values())


def test_every_text_round_trips_and_is_known_to_pint() -> None:
    """The canonical text of a unit is its str, its parsed form is cached, and pint has it under that name."""
    for text in unit_texts():
        unit = Unit.parse(text)
        assert str(unit) == text
        assert Unit.parse(text) is unit
        assert Unit(unit.form, unit.base, unit.scale) == unit
        assert str(pint_registry().Unit(text)) == text


@pytest.mark.parametrize(
    ("text", "form", "base", "scale"),
    [
        ("children", UnitForm.COUNT, "children", None),
        ("percent_of_pupils", UnitForm.PERCENT, "pupils", 100),
        ("percentage_points_of_pupils", UnitForm.POINTS, "pupils", 100),
        ("per_1_000_births", UnitForm.RATE, "births", 1_000),
        ("per_10_000_children", UnitForm.RATE, "children", 10_000),
        ("per_100_000_young_people", UnitForm.RATE, "young_people", 100_000),
        ("per_month_episodes", UnitForm.FREQUENCY, "episodes", None),
        ("score", UnitForm.SCORE, None, None),
        ("pounds", UnitForm.MONEY, None, None),
        ("ratio", UnitForm.RATIO, None, None),
        ("weeks", UnitForm.DURATION, "weeks", None),
        ("count", UnitForm.COUNT, None, None),
    ],
)
def test_text_says_form_base_and_scale(
    text: str, form: UnitForm, base: str | None, scale: int | None
) -> None:
    """A unit text is read into form, base and scale."""
    unit = Unit.parse(text)
    assert (unit.form, unit.base, unit.scale) == (form, base, scale)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("percent", '"percent" does not say of what; write for example "percent_of_pupils"'),
        ("%", '"%" does not say of what'),
        ("percentage points", "does not say of what"),
        ("per 10,000", 'write for example "per_10_000_pupils"'),
        ("per_10000", "does not say of what"),
        ("per_10000_children", 'Did you mean "per_10_000_children"'),
        ("per 100,000 children", 'Did you mean "per_100_000_children"'),
        ("percent_of_pupls", 'Did you mean "percent_of_pupils"'),
        ("% of pupils", 'Did you mean "percent_of_pupils"'),
        ("child", 'Did you mean "children"'),
        ("places_per_month", 'Did you mean "per_month_places"'),
        ("children per 10,000", 'Did you mean "per_10_000_children"'),
        ("", 'Write a base such as "children"'),
        ("zzz", 'Write a base such as "children"'),
        (None, "None is no text of a unit"),
    ],
)
def test_unknown_text_says_what_to_write(text: str, message: str) -> None:
    """A text that names no unit is refused with what is missing or what may be meant."""
    with pytest.raises(UnitError) as caught:
        Unit.parse(text)
    assert message in str(caught.value)


@given(st.text())
def test_any_other_text_is_a_unit_error(text: str) -> None:
    """No text whatever raises anything but UnitError."""
    assume(text not in unit_texts())
    with pytest.raises(UnitError):
        Unit.parse(text)


@pytest.mark.parametrize(
    ("form", "base", "scale", "message"),
    [
        (
            UnitForm.RATE,
            "children",
            500,
            "scale: 500 does not fit the form rate; give 1000 or 10000 or 100000",
        ),
        (UnitForm.COUNT, "children", 100, "scale: 100 does not fit the form count"),
        (UnitForm.PERCENT, None, 100, "base: None does not fit the form percent"),
        (UnitForm.PERCENT, "pupls", 100, 'Did you mean "pupils"'),
        (UnitForm.SCORE, "pupils", None, "does not fit the form score; give None"),
        (UnitForm.DURATION, "years", None, "give days, weeks or months"),
    ],
)
def test_parts_that_make_no_unit_are_refused(
    form: UnitForm, base: str | None, scale: int | None, message: str
) -> None:
    """A unit cannot be put together from parts that no text has."""
    with pytest.raises(UnitError) as caught:
        Unit(form, base, scale)
    assert message in str(caught.value)


@given(UNITS)
def test_unit_is_a_value(unit: Unit) -> None:
    """Units pickle to the same object and their repr says how to get them."""
    assert pickle.loads(pickle.dumps(unit)) is Unit.parse(str(unit))  # noqa: S301 (our own bytes)
    assert repr(unit) == f"Unit.parse('{unit}')"


# Words


@pytest.mark.parametrize(
    ("text", "value", "label", "short", "long"),
    [
        ("per_10_000_children", 31.9, "per 10,000 children", "31.9 per 10,000", "31.9 per 10,000 children"),
        (
            "percent_of_children_looked_after",
            65,
            "% of children looked after",
            "65%",
            "65% of children looked after",
        ),
        (
            "percentage_points_of_pupils",
            -3.2,
            "percentage points",
            "-3.2 percentage points",
            "-3.2 percentage points of pupils",
        ),
        (
            "percentage_points_of_pupils",
            1,
            "percentage points",
            "1 percentage point",
            "1 percentage point of pupils",
        ),
        ("pounds", 1234, "£", "£1,234", "£1,234"),
        ("pounds", -12.5, "£", "-£12.50", "-£12.50"),
        ("children", 368, "children", "368", "368 children"),
        ("children", 1, "children", "1", "1 child"),
        ("count", 1234567, "count", "1,234,567", "1,234,567"),
        ("score", 46.25, "score", "46.3", "score 46.3"),
        ("ratio", 1.5, "ratio", "1.5", "ratio 1.5"),
        ("days", 1, "days", "1 day", "1 day"),
        ("weeks", 20.0, "weeks", "20 weeks", "20 weeks"),
        ("per_month_children", 42, "children per month", "42 per month", "42 children per month"),
    ],
)
def test_figures_in_words(text: str, value: float, label: str, short: str, long: str) -> None:
    """A unit names itself and writes figures as people read them, short or with the base."""
    unit = Unit.parse(text)
    assert (unit.label, unit.format(value), unit.format(value, long=True)) == (label, short, long)


def test_decimals() -> None:
    """Halves go away from zero, whole numbers stay whole, None is the shortest form, zero has no sign."""
    percent = Unit.parse("percent_of_pupils")
    assert percent.format(2.25) == "2.3%"
    assert percent.format(-2.25) == "-2.3%"
    assert percent.format(2.675, 2) == "2.68%"
    assert percent.format(65.04) == "65.0%"
    assert percent.format(65.04, None) == "65.04%"
    assert percent.format(65.4, 0) == "65%"
    assert percent.format(-0.04) == "0.0%"
    assert percent.format(-0.0) == "0%"
    assert percent.format(1e-7, None) == "0.0000001%"
    assert Unit.parse("pounds").format(2000.5, None) == "£2,000.50"
    assert Unit.parse("pounds").format(2000.5, 0) == "£2,001"


@given(UNITS, st.floats(allow_nan=False, allow_infinity=False), st.none() | st.integers(0, 4), st.booleans())
def test_no_minus_zero(unit: Unit, value: float, decimals: int | None, long: bool) -> None:  # noqa: FBT001
    """A minus sign only ever stands before a digit that is not zero."""
    written = unit.format(value, decimals, long=long)
    assert written == written.strip()
    if "-" in written:
        assert any(digit in written.split("per")[0] for digit in "123456789")


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_what_is_not_finite_is_not_shown(value: float) -> None:
    """A missing or endless value never reaches a page as a figure."""
    with pytest.raises(ValueFault, match="no figure that could be shown"):
        Unit.parse("score").format(value)
    with pytest.raises(ValueFault, match="is not finite"):
        Quantity(value, "score")


def test_negative_decimals_are_refused() -> None:
    """Decimals below zero are refused rather than read as rounding to tens."""
    with pytest.raises(ValueFault, match="decimals: -1 is below 0"):
        Unit.parse("score").format(1.5, -1)


# Ratios


@given(BASE_NAMES, LEVELS, LEVELS, FIGURES)
def test_levels_of_one_base_convert_there_and_back(base: str, one: str, other: str, value: float) -> None:
    """Percentages and rates of one base convert by exact ratios and come back unchanged."""
    left, right = Unit.parse(one + base), Unit.parse(other + base)
    assert left.factor_to(right) * right.factor_to(left) == 1
    there = Quantity(value, left).to(right)
    assert there.to(left).value == value
    assert there == Quantity(value, left)


def test_known_ratios() -> None:
    """65 per 10,000 is 650 per 100,000, not 649.9999, and 0.07 percent is 7 per 10,000."""
    assert Unit.parse("per_10_000_children").factor_to(Unit.parse("per_100_000_children")) == 10
    assert Unit.parse("percent_of_pupils").factor_to(Unit.parse("per_1_000_pupils")) == 10
    assert Unit.parse("days").factor_to(Unit.parse("weeks")) == Fraction(1, 7)
    assert Quantity(65.0, "per_10_000_children").to("per_100_000_children").value == 650.0
    assert isinstance(Quantity(65, "per_10_000_children").to("per_100_000_children").value, int)
    assert Quantity(0.07, "percent_of_pupils").to("per_10_000_pupils").value == 7.0


@given(UNITS, UNITS)
def test_units_convert_exactly_when_pint_says_so(left: Unit, right: Unit) -> None:
    """Where pint refuses, so do we; where we convert, pint's factor is ours; differences are stricter."""
    registry = pint_registry()
    same = registry.Unit(str(left)).dimensionality == registry.Unit(str(right)).dimensionality
    try:
        factor = left.factor_to(right)
    except UnitMismatchError:
        stricter = {left.form, right.form} & {UnitForm.POINTS, UnitForm.RATIO}
        assert not same or stricter
    else:
        assert registry.Quantity(1.0, str(left)).to(str(right)).magnitude == pytest.approx(float(factor))


@pytest.mark.parametrize(
    ("left", "right", "message"),
    [
        (
            "per_10_000_children",
            "percent_of_pupils",
            "one is per children, the other per pupils; use figures of one base",
        ),
        ("percent_of_pupils", "percentage_points_of_pupils", "never a level"),
        ("children", "per_10_000_children", "one is a count of children, the other a rate of children"),
        ("months", "weeks", "one is a duration of months, the other a duration of weeks"),
        ("pounds", "score", "one is a money, the other a score"),
        ("count", "ratio", "one is a count, the other a ratio"),
    ],
)
def test_mismatch_keeps_its_operands(left: str, right: str, message: str) -> None:
    """An impossible conversion says why, keeps step and units, and survives pickling."""
    with pytest.raises(UnitMismatchError) as caught:
        Unit.parse(left).factor_to(Unit.parse(right))
    assert f"cannot convert {left} and {right}: " in str(caught.value)
    assert message in str(caught.value)
    again = pickle.loads(pickle.dumps(caught.value))  # noqa: S301 (our own bytes)
    assert (again.step, str(again.left), str(again.right)) == ("convert", left, right)
    assert str(again) == str(caught.value)


@given(UNITS)
def test_difference_of_percentages_is_points(unit: Unit) -> None:
    """Only percentages change their unit when subtracted; points are the only unit of differences alone."""
    assert unit.difference.is_difference == (unit.form in {UnitForm.PERCENT, UnitForm.POINTS})
    assert unit.difference.difference == unit.difference
    assert unit.difference.base == unit.base
