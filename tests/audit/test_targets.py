"""Targets against their baselines, over many numbers, words and dates."""

from __future__ import annotations

from decimal import Decimal

from assess.building import baseline, measure, plan, value
from hypothesis import given
from hypothesis import strategies as st

from cypplan.audit import check
from cypplan.audit.texts import agewords, plain, sense_of, stems, years_in
from cypplan.plugins import Registry

NOTHING = Registry()
NUMBERS = st.decimals(0, 100, places=1)


def codes(*measures: object, **more: str) -> set[str]:
    """Return the codes of rules on targets against themselves that a plan of these measures gives."""
    found = check(plan(*measures, **more), registry=NOTHING, others=())  # type: ignore[arg-type]
    return {code for code in found.codes if code in {"T01", "T02", "T03", "T05", "T06", "T07"}}


@given(
    NUMBERS,
    NUMBERS,
    st.sampled_from(["increase", "reduction", "An improvement", None]),
    st.sampled_from(["higher", "lower"]),
)
def test_exactly_one_rule_speaks_of_a_target_on_the_wrong_side(
    base: Decimal, aim: Decimal, word: str | None, direction: str
) -> None:
    """Against the word it is T01, else against the direction T02, within the rounding T03: never two."""
    better = 1 if direction == "higher" else -1
    sense = {"increase": 1, "reduction": -1, "An improvement": better, None: 0}[word]
    one = measure(
        None,
        value(aim, "2019/20"),
        base=baseline(base),
        change=word,
        direction=direction,
        unit="percent_of_pupils",
    )
    found = codes(one) & {"T01", "T02", "T03"}
    gap = aim - base
    near = abs(gap) <= Decimal("0.05")
    expected = {"T03"} if near else {"T01"} if sense * gap < 0 else {"T02"} if better * gap < 0 else set()
    assert found == expected


@given(st.integers(2010, 2030), st.integers(2010, 2030))
def test_a_date_is_found_on_the_wrong_side_of_the_plan(base: int, due: int) -> None:
    """A target due before the plan, after it, or no later than its baseline is found, and no other is."""
    one = measure(
        None, value(70, f"{due}/{(due + 1) % 100:02d}"), base=baseline(60, f"{base}/{(base + 1) % 100:02d}"),
        direction="higher", unit="percent_of_pupils",
    )  # fmt: skip
    expected = {"T05"} if due <= base else set()
    expected |= {"T06"} if due < 2018 else {"T07"} if due > 2020 else set()
    assert codes(one, start="2018-04-01", end="2021-03-31") & {"T05", "T06", "T07"} == expected


def test_words_of_change() -> None:
    """Words send a figure one way; "improve" and "narrow" as the measure has it; others neither way."""
    assert [sense_of(word) for word in ("A decrease", "Reduce", "more", "maintain", None, "")] == [
        -1,
        -1,
        1,
        0,
        0,
        0,
    ]
    assert [sense_of("improve", better=sign) for sign in (1, -1, 0)] == [1, -1, 0]
    assert [sense_of("narrow", closer=sign) for sign in (1, -1)] == [1, -1]


def test_years_of_a_text() -> None:
    """Years are years: money, percentages, counts of children and numbers inside others are not."""
    assert years_in("2014 to 2017") == {2014, 2017}
    assert years_in("Plan 2019 - 22") == {2019, 2022}
    assert years_in("1 April 2018 to 31 March 2021") == {2018, 2021}
    assert not years_in("a bursary of £2000, 2000% and 2000 children of 12,014")


def test_ages_and_grades_of_a_sentence() -> None:
    """What a sentence says of age, grade and level is read in one form; a count of weeks is none of it."""
    assert agewords("at the age of 19 years") == {"age 19"}
    assert agewords("aged 16 to five A*-C GCSEs, key stage 2") == {"age 16", "A*-C", "key stage 2"}
    assert agewords("hospital admissions (10-24 years)") == {"age 10-24"}
    assert not agewords("assessed within six weeks, 20 times")


def test_words_of_two_texts() -> None:
    """Texts are compared by what they are about: small words and the children counted are left out."""
    assert stems("Improve the uptake of immunisations for all children") == {"uptak", "immun"}
    assert stems("care leavers in training", without=["care leavers"]) == {"train"}
    assert plain("Young People’s  “views”;") == "young peoples views"
