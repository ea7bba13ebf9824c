"""The measures of Worcestershire's plan: those it lists, one by one, and those its promises imply.

The document lists 32 sentences under "How will success be measured?"; three measures are listed twice, so
that there are 29. What is implied was read out of the other sentences by hand.
"""

from __future__ import annotations

from decimal import Decimal

import pytest

from cypplan.indicators import Direction
from cypplan.periods import Period
from cypplan.plans import (
    AllTarget,
    Basis,
    Bound,
    Comparability,
    ComparatorTarget,
    DirectionTarget,
    Measure,
    MeasureKind,
    Plan,
    QualitativeTarget,
    Relation,
    Sense,
    StatementKind,
    SufficiencyTarget,
    ToBeSetTarget,
    ValueTarget,
)

EARLY, LATE = "2012/13 academic", "2013/14 academic"
SPOT_CHECKS = {  # id: baseline, its period, target, its period, unit
    "self-harm-admissions": ("416", "2012/13", "377.5", "2014/15", "per_10_000_young_people"),
    "excess-weight-year-6": ("31.9", EARLY, "33", LATE, "percent_of_children"),
    "excess-weight-gap": ("8", EARLY, "7.5", LATE, "percentage_points_of_children"),
    "alcohol-admissions": ("57.2", "2012/13", "47.1", "2014/15", "per_100_000_children"),
    "good-level-of-development": ("49", EARLY, "53.5", LATE, "percent_of_children"),
    "foundation-stage-gap": ("34.9", EARLY, "37", LATE, "percentage_points_of_children"),
    "ks2-rwm": ("72", EARLY, "74", LATE, "percent_of_pupils"),
    "gcse-5-a-star-c": ("62.9", EARLY, "64", LATE, "percent_of_pupils"),
    "free-school-meals-gap-ks2": ("26.2", EARLY, "24", LATE, "percentage_points_of_pupils"),
    "free-school-meals-gap-ks4": ("30", EARLY, "28", LATE, "percentage_points_of_pupils"),
    "looked-after-gap-gcse": ("38.6", EARLY, "36", LATE, "percentage_points_of_pupils"),
    "sen-gap-ks2": ("56.3", EARLY, "54", LATE, "percentage_points_of_pupils"),
    "sen-gap-gcse": ("50", EARLY, "48", LATE, "percentage_points_of_pupils"),
    "referrals": ("308", "2012/13", "261.8", "2014/15", "per_10_000_children"),
    "repeat-child-protection-plans": ("20.5", "2012/13", "15.8", "2014/15", "percent_of_plans_started"),
    "persistent-absence": ("4.3", EARLY, "4.28", LATE, "percent_of_pupils"),
    "neet-16-18": ("4.7", "2012/13", "4.5", "2014/15", "percent_of_young_people"),
    "child-protection-plan-rate": ("33", "March 2014", "31", "2014/15", "per_10_000_children"),
    "looked-after-rate": ("55", "2012/13", "58", "2014/15", "per_10_000_children"),
    "care-leavers-eet": ("47", "2013/14", "52", "2014/15", "percent_of_care_leavers"),
    "care-leavers-accommodation": ("85.3", "2012/13", "90", "2014/15", "percent_of_care_leavers"),
}


def _formal(plan: Plan) -> list[Measure]:
    return [measure for measure in plan.measures if measure.kind is MeasureKind.FORMAL]


def _implied(plan: Plan) -> list[Measure]:
    return [measure for measure in plan.measures if measure.kind is MeasureKind.IMPLIED]


def test_totals(plan: Plan) -> None:
    """29 measures with 32 sentences are listed; 35 are implied, and kept apart by kind and by place."""
    formal, implied = _formal(plan), _implied(plan)
    assert (len(formal), sum(len(measure.statements) for measure in formal)) == (29, 32)
    assert {said.kind for one in formal for said in one.statements} == {StatementKind.INDICATOR_LIST}
    assert (len(implied), sum(len(measure.statements) for measure in implied)) == (35, 40)
    assert {said.kind for one in implied for said in one.statements} == {StatementKind.NARRATIVE}


@pytest.mark.parametrize("measure_id", SPOT_CHECKS)
def test_baseline_and_target_as_printed(plan: Plan, measure_id: str) -> None:
    """Values and years stand as they are printed."""
    measure = plan.measure(measure_id)
    baseline, target = measure.baseline, measure.targets[0]
    assert baseline is not None
    assert isinstance(target, ValueTarget)
    assert target.bound is None
    found = (baseline.value, baseline.period, target.value, target.period, str(measure.unit))
    base, base_period, value, period, unit = SPOT_CHECKS[measure_id]
    assert found == (Decimal(base), Period.parse(base_period), Decimal(value), Period.parse(period), unit)


def test_measures_without_a_baseline(plan: Plan) -> None:
    """Eight listed measures have no figure to begin with; one of them announces it."""
    without = {one.id for one in _formal(plan) if one.baseline is None or one.baseline.value is None}
    assert without == {
        *("smoking-at-delivery", "breastfeeding", "permanent-exclusions", "domestic-abuse-plans"),
        *("missing-children", "adoptions", "level-2-at-19", "level-3-at-19"),
    }
    assert without | set(SPOT_CHECKS) == {one.id for one in _formal(plan)}


def test_stated_bounds(plan: Plan) -> None:
    """Only "14% or fewer" and "below 29" state a bound."""
    bounds = {
        (measure.id, target.value, target.bound)
        for measure in plan.measures
        for target in measure.targets
        if isinstance(target, ValueTarget) and target.bound is not None
    }
    assert bounds == {
        ("smoking-at-delivery", Decimal(14), Bound.AT_MOST),
        ("missing-children", Decimal(29), Bound.BELOW),
    }


def test_targets_against_others(plan: Plan) -> None:
    """England is a two-sided comparator as stated, the neighbours' average a one-sided one as we read it."""
    (england,) = plan.measure("breastfeeding").targets
    assert isinstance(england, ComparatorTarget)
    assert england.comparator == "country"
    assert (england.relation, england.relation_basis) == (Relation.IN_LINE, Basis.STATED)
    for name in ("level-2-at-19", "level-3-at-19"):
        (target,) = plan.measure(name).targets
        assert isinstance(target, ComparatorTarget)
        assert (target.comparator, target.aggregate) == ("neighbours", "mean")
        assert (target.relation, target.relation_basis) == (Relation.NOT_WORSE, Basis.INFERRED)


def test_announced_baseline_and_target_stay_open(plan: Plan) -> None:
    """A "baseline and target to be set" is neither a number nor silence."""
    measure = plan.measure("domestic-abuse-plans")
    assert measure.baseline is not None
    assert measure.baseline.value is None
    assert [type(target) for target in measure.targets] == [ToBeSetTarget]


@pytest.mark.parametrize(
    ("measure_id", "owner", "borrower"),
    [
        ("referrals", "early-help", "information"),
        ("repeat-child-protection-plans", "early-help", "protected"),
        ("neet-16-18", "early-help", "adult-life"),
    ],
)
def test_measures_printed_twice(plan: Plan, measure_id: str, owner: str, borrower: str) -> None:
    """A measure under two outcomes is one measure with both of its sentences and a target of each."""
    measure = plan.measure(measure_id)
    assert (measure.outcome, measure.borrowed_by) == (owner, (borrower,))
    assert len(measure.statements) == 2
    assert len({target.id for target in measure.targets}) == len(measure.targets) == 2


def test_contradicting_years_are_both_kept(plan: Plan) -> None:
    """4.5% of NEET is due in 2014/15 under one outcome and in 2013/14 under the other."""
    targets = {target.id: target for target in plan.measure("neet-16-18").targets}
    assert list(targets) == ["2014-15", "2013-14"]
    assert targets["2014-15"].period == Period.parse("2014/15")
    assert targets["2013-14"].period == Period.parse("2013/14")


@pytest.mark.parametrize("measure_id", ["excess-weight-year-6", "foundation-stage-gap"])
def test_contradicting_words_are_kept(plan: Plan, measure_id: str) -> None:
    """A "reduction" to a higher figure keeps its word, its direction and its figures, and says so."""
    measure = plan.measure(measure_id)
    (target,) = measure.targets
    assert isinstance(target, ValueTarget)
    assert measure.baseline is not None
    assert measure.baseline.value is not None
    assert measure.statements[0].change in {"reduction", "decrease"}
    assert measure.direction is Direction.LOWER
    assert target.value > measure.baseline.value
    assert "Contradictory" in (measure.note or "")


def test_target_of_a_year_gone_by(plan: Plan) -> None:
    """Permanent exclusions shall fall to 0.07% in 2012/13, before the plan begins: kept as printed."""
    (target,) = plan.measure("permanent-exclusions").targets
    assert isinstance(target, ValueTarget)
    assert (target.value, target.period) == (Decimal("0.07"), Period.parse(EARLY))


def test_unit_that_is_likely_a_misprint(plan: Plan) -> None:
    """Self-harm stays per 10,000 as printed; per 100,000 is a suspicion, of this one measure alone."""
    suspected = {one.id: str(one.suspected_unit) for one in plan.measures if one.suspected_unit}
    assert suspected == {"self-harm-admissions": "per_100_000_young_people"}


def test_gaps(plan: Plan) -> None:
    """Gaps are printed in "%" and are percentage points; the groups are those the document names."""
    gaps = [measure for measure in _formal(plan) if str(measure.unit).startswith("percentage_points")]
    assert {measure.printed_unit for measure in gaps} == {"%"}
    assert {measure.id: measure.groups for measure in gaps} == {
        "excess-weight-gap": ("year 6 pupils from disadvantaged communities",),
        "foundation-stage-gap": (),
        "free-school-meals-gap-ks2": ("pupils eligible for Free School Meals", "their peers"),
        "free-school-meals-gap-ks4": ("pupils eligible for Free School Meals", "their peers"),
        "looked-after-gap-gcse": ("LAC",),
        "sen-gap-ks2": ("SEN", "Non SEN"),
        "sen-gap-gcse": ("SEN", "Non SEN"),
    }


def test_age_bands(plan: Plan) -> None:
    """An age is stated where the document states one, and nowhere else."""
    assert {one.id: one.age_band for one in plan.measures if one.age_band} == {
        "self-harm-admissions": "10-24 years",
        "alcohol-admissions": "under 18",
        "breastfeeding": "6-8 weeks",
        "neet-16-18": "16 to 18",
        "level-2-at-19": "19",
        "level-3-at-19": "19",
        "outcomes-16-to-19": "between the ages of 16 and 19",
    }


def test_direction_that_is_open_to_doubt(plan: Plan) -> None:
    """Where an indicator has no direction, or the plan's own texts disagree, the measure says so."""
    doubted = {measure.id for measure in plan.measures if measure.direction_note}
    assert doubted == {"referrals", "child-protection-plan-rate", "looked-after-rate", "looked-after-number"}
    assert plan.measure("looked-after-rate").direction is Direction("towards-target")


def test_year_that_is_not_said_is_marked(plan: Plan) -> None:
    """Only "(academic year)" states the kind of a year; March 2014 needs none."""
    for measure in plan.measures:
        for statement in measure.statements:
            for target in statement.targets:
                stated = "(academic year)" in statement.text
                expected = Basis.STATED if stated else Basis.INFERRED
                assert target.period is None or target.period_basis is expected, measure.id
    dated = [measure for measure in plan.measures if measure.baseline and measure.baseline.period]
    bases = {measure.id: measure.baseline.period_basis for measure in dated if measure.baseline}
    assert bases.pop("child-protection-plan-rate") is Basis.STATED
    assert set(bases.values()) == {Basis.INFERRED}


def test_an_indicator_that_differs_says_how(plan: Plan) -> None:
    """What is a proxy, or must not be judged on, is known one by one, and comes with its reason."""
    links = {measure.id: measure.indicator for measure in plan.measures if measure.indicator}
    differing = {name: link.comparability for name, link in links.items() if link.reason}
    assert {name for name, kind in differing.items() if kind is Comparability.PROXY} == {
        "breastfeeding",
        "care-leavers-accommodation",
        "care-leavers-eet",
    }
    assert {name for name, kind in differing.items() if kind is Comparability.NOT_COMPARABLE} == {
        "alcohol-admissions",
        "gcse-5-a-star-c",
        "ks2-rwm",
        "looked-after-missing",
        "neet-16-18",
        "persistent-absence",
    }
    rest = {link.comparability for name, link in links.items() if name not in differing}
    assert (len(links), rest) == (20, {Comparability.SAME})


def test_implied_targets_state_no_number(plan: Plan) -> None:
    """A promise without a figure asks for a direction, everybody, enough, or words; never for a number."""
    kinds: dict[type, set[str]] = {}
    for measure in _implied(plan):
        for target in measure.targets:
            kinds.setdefault(type(target), set()).add(measure.id)
    assert set(kinds) == {DirectionTarget, AllTarget, QualitativeTarget, SufficiencyTarget}
    assert kinds[SufficiencyTarget] == {"work-opportunities"}
    assert kinds[AllTarget] == {
        *("learning-environment", "consistent-thresholds", "sharing-information", "independent-living"),
    }
    assert kinds[QualitativeTarget] == {"feeling-safe", "bullying-dealt-with"}
    assert {one.id for one in _implied(plan) if not one.targets} == {"looked-after-missing"}


def test_word_and_sense_of_an_implied_target_agree(plan: Plan) -> None:
    """More, greater and better ask for an increase; fewer and less for a decrease, fewer exclusions, too."""
    senses: dict[str, set[Sense]] = {}
    for measure in _implied(plan):
        for said in measure.statements:
            for target in said.targets:
                if isinstance(target, DirectionTarget):
                    senses.setdefault((said.change or "").casefold(), set()).add(target.sense)
                    signs = measure.direction.sign if measure.direction else 0
                    assert signs == target.sense.sign, measure.id
    up = {word for word, found in senses.items() if found == {Sense.INCREASE}}
    down = {word for word, found in senses.items() if found == {Sense.DECREASE}}
    assert up == {"more", "greater", "improving", "improvement"}
    assert down == {"fewer", "decrease", "reduce", "reduction"}
    assert set(senses) - up - down == {"improved"}, "improved attendance, improved exclusions"


def test_fewer_looked_after_beside_a_higher_rate(plan: Plan) -> None:
    """Success is fewer children looked after; the measure listed beside it asks for a higher rate."""
    number, rate = plan.measure("looked-after-number"), plan.measure("looked-after-rate")
    (fewer,), (bare,) = number.targets, rate.targets
    assert isinstance(fewer, DirectionTarget)
    assert fewer.sense is Sense.DECREASE
    assert isinstance(bare, ValueTarget)
    assert rate.baseline is not None
    assert rate.baseline.value is not None
    assert bare.value > rate.baseline.value
    assert number.baseline is not None
    assert (number.baseline.value, number.baseline.qualifier, number.baseline.period) == (650, "around", None)


def test_every_sign_of_success_leads_to_measures_of_its_own(plan: Plan) -> None:
    """A sign of success or an area of focus names exactly the implied measures that quote it."""
    quoting: dict[str, set[str]] = {}
    for measure in _implied(plan):
        for said in measure.statements:
            quoting.setdefault(said.text, set()).add(measure.id)
    for outcome in plan.outcomes:
        for point in (*outcome.areas_of_focus, *outcome.success):
            assert set(point.measures) == quoting.get(point.text, set()), point.text


def test_every_action_that_a_measure_quotes_is_its_action(plan: Plan) -> None:
    """A measure read out of an action names that action among those that it measures."""
    actions = {action.text: action.id for action in plan.actions}
    for measure in _implied(plan):
        quoted = {actions[said.text] for said in measure.statements if said.text in actions}
        assert quoted <= set(measure.actions), measure.id
