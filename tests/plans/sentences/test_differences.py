from __future__ import annotations

from decimal import Decimal

import pytest

import cypplan
from cypplan.comparators import Aggregate, ComparatorKind
from cypplan.indicators import Direction
from cypplan.periods import Period
from cypplan.plans import (
    AllTarget,
    Baseline,
    Bound,
    Cadence,
    ComparatorTarget,
    DirectionTarget,
    Measure,
    MeasureKind,
    QualitativeTarget,
    Relation,
    Sense,
    Statement,
    StatementKind,
    Target,
    ValueTarget,
)
from cypplan.plans.sentences import Disagreement, disagreements, read_target, statement_disagreements
from cypplan.units import Unit

SENTENCE = (
    "A reduction in the rate of referrals from 41 per 10,000 in 2012/13 to at most 36 per 10,000 in 2014/15."
)
TARGET = ValueTarget(value=Decimal(36), bound=Bound.AT_MOST, period=Period.parse("2014/15"))
BASELINE = Baseline(value=Decimal(41), period=Period.parse("2012/13"))


def a_measure(
    text: str = SENTENCE,
    *targets: Target,
    change: str | None = None,
    baseline: Baseline | None = None,
    unit: str | None = "per_10_000_children",
    review: Cadence | None = None,
    timescale: str | None = None,
) -> Measure:
    """Return a measure with one statement."""
    statement = Statement(
        text=text,
        kind=StatementKind.INDICATOR_LIST,
        change=change,
        targets=targets,
        review=review,
        timescale=timescale,
    )
    return Measure(
        id="m",
        title="m",
        unit=Unit.parse(unit) if unit else None,
        direction=Direction.LOWER,
        baseline=baseline,
        statements=(statement,),
    )


def fields(measure: Measure) -> dict[str, tuple[str | None, str | None]]:
    """Return the differences of a measure by field."""
    return {one.field: (one.in_file, one.in_sentence) for one in disagreements(measure)}


def test_a_file_that_says_what_its_sentence_says_has_no_difference() -> None:
    """Protects: no false alarm where word, unit, baseline, target and periods agree."""
    assert disagreements(a_measure(SENTENCE, TARGET, change="reduction", baseline=BASELINE)) == ()


def test_either_kind_of_year_agrees_with_a_bare_split_year() -> None:
    """Protects: a file that knows the year to be academic does not contradict "2014/15"."""
    academic = ValueTarget(value=Decimal(36), bound=Bound.AT_MOST, period=Period.parse("2014/15 academic"))
    base = Baseline(value=Decimal(41), period=Period.parse("2012/13 academic"))
    assert disagreements(a_measure(SENTENCE, academic, change="reduction", baseline=base)) == ()


def test_each_difference_is_named_with_both_sides() -> None:
    """Protects: a slip in any field of the file is found, and both sides are shown."""
    slip = ValueTarget(value=Decimal(63), bound=Bound.AT_LEAST, period=Period.parse("2015/16"))
    base = Baseline(value=Decimal(14), period=Period.parse("2013/14"))
    found = fields(a_measure(SENTENCE, slip, change="increase", baseline=base, unit="percent_of_children"))
    assert found == {
        "change": ("increase", "reduction"),
        "target.value": ("63", "36"),
        "target.bound": ("at-least", "at-most"),
        "target.period": ("2015/16 financial", "2014/15 financial"),
        "baseline.value": ("14", "41"),
        "baseline.period": ("2013/14 financial", "2012/13 financial"),
        "unit": ("percent_of_children", "per 10,000"),
    }


def test_a_target_on_one_side_only_is_a_difference() -> None:
    """Protects: a target that the file lacks, or that its sentence does not show."""
    assert fields(a_measure("95% by 2030", unit="percent_of_children"))["targets"] == (
        None,
        "value 95 due 2030",
    )
    assert fields(a_measure("Talks are held", TARGET))["targets"][1] is None


def test_a_person_may_read_words_that_the_grammar_does_not() -> None:
    """Protects: qualities and milestones are no difference where no other target was read."""
    assert fields(a_measure("Care leavers feel supported", QualitativeTarget(), unit=None)) == {}
    assert fields(a_measure("More support for families", QualitativeTarget(), change="more", unit=None)) == {}


def test_words_that_were_not_understood_contradict_no_one() -> None:
    """Protects: a person may find "all" in a sentence that was not read; a figure must show in it."""
    text = "Support for every single one of them is planned"
    assert fields(a_measure(text, AllTarget(), unit=None)) == {}
    assert fields(a_measure(text, TARGET))["targets"] == ("value 36 at-most due 2014/15 financial", None)


def test_all_and_a_hundred_per_cent_are_one_demand() -> None:
    """Protects: "100% of children" held as a target for all."""
    assert fields(a_measure("100% of children are seen", AllTarget(), unit="percent_of_children")) == {}


def test_a_reading_that_is_possible_agrees() -> None:
    """Protects: "in line with" held as not worse; "improve" resolved by the measure's direction."""
    held = ComparatorTarget(
        comparator=ComparatorKind.NEIGHBOURS, relation=Relation.NOT_WORSE, aggregate=Aggregate.MEAN
    )
    assert fields(a_measure("In line with statistical neighbours' average", held, unit=None)) == {}
    down = DirectionTarget(sense=Sense.DECREASE)
    assert fields(a_measure("Improve the waiting time", down, change="Improve", unit=None)) == {}


def test_the_time_beside_a_statement_counts() -> None:
    """Protects: cadence and standing targets that a column of times says."""
    target = ValueTarget(value=Decimal(95), ongoing=True)
    text, unit, times = "95% are seen", "percent_of_children", "Ongoing - monthly review"
    agreed = a_measure(text, target, unit=unit, review=Cadence.MONTHLY, timescale=times)
    assert fields(agreed) == {}
    found = fields(a_measure(text, target, unit=unit, review=Cadence.ANNUAL, timescale=times))
    assert found == {"review": ("annual", "monthly")}


def test_a_difference_says_which_statement_it_is_of() -> None:
    """Protects: a measure with several statements."""
    measure = a_measure("95% by 2030", unit="percent_of_children")
    (found,) = disagreements(measure)
    assert found == Disagreement("targets", None, "value 95 due 2030", statement=0)
    assert statement_disagreements(measure.statements[0], measure)[0].statement is None


@pytest.mark.parametrize("plan", ["warrington-care-2018", "worcestershire-cypp-2014"])
def test_published_measures_agree_with_their_sentences(plan: str) -> None:
    """Protects: the figures of two published plans: every formal measure says what its own sentence says."""
    formal = [one for one in cypplan.plan(plan).measures if one.kind is MeasureKind.FORMAL]
    assert len(formal) > 20
    assert {one.id: found for one in formal if (found := disagreements(one))} == {}


FIVES = "75% of five year olds will have a good level of development by July 2025 ({})."


@pytest.mark.parametrize(
    ("bracket", "period"),
    [
        ("2022/23: 66.1%", "2022/23"),
        ("66.1% in 2022/23", "2022/23"),
        ("baseline: 66.1% in 2022/23", "2022/23"),
        ("baseline 66.1%", None),
        ("66.1% baseline", None),
    ],
)
def test_a_baseline_in_brackets_behind_the_date_is_read(bracket: str, period: str | None) -> None:
    """Protects: "by July 2025 (2022/23: 66.1%)" gives the date to the target, the bracket to the baseline."""
    reading = read_target(FIVES.format(bracket))
    assert [(one.kind, str(one.period)) for one in reading.targets] == [("value", "2025-07")]
    assert reading.baseline is not None
    assert reading.baseline.value == Decimal("66.1")
    assert reading.baseline.period == (Period.parse(period) if period else None)
    assert reading.unread == ()


@pytest.mark.parametrize(
    "text",
    [
        "75% by July 2026 (70% by July 2025).",
        "75% by July 2026 (2024: 70%, 2025: 72%).",
        "75% by July 2025 (2026: 80%).",
        "75% of children by July 2026 (2024: 412 children).",
    ],
)
def test_a_bracket_that_is_no_baseline_is_none(text: str) -> None:
    """Protects: milestones, a course of years, later dates and other units in brackets are no baseline."""
    assert read_target(text).baseline is None


def test_a_difference_where_nothing_was_read_names_the_unread_words() -> None:
    """Protects: who compares can tell what was read otherwise from what was not understood."""
    text = "75% of visits will be on time, subject to funding."
    due = ValueTarget(value=Decimal(75), period=Period.parse("2025"))
    (found,) = disagreements(a_measure(text, due, unit="percent_of_visits"))
    assert (found.field, found.in_sentence) == ("target.period", None)
    assert found.unread == read_target(text).unread != ()
    other = ValueTarget(value=Decimal(70))
    (found,) = disagreements(a_measure(text, other, unit="percent_of_visits"))
    assert (found.field, found.unread) == ("target.value", ())
