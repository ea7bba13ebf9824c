"""The figures that Worcestershire's plan states besides its measures: its achievements, reasons, surveys."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

import pytest

from cypplan.periods import Period
from cypplan.plans import Basis, Plan, Sense, Standing, StatisticForm, StatisticRole

PROMISES = {  # the five priorities of the plan before; the second and the fourth are cut in the text
    "Children and young people will be protected from harm and neglect": 7,
    "Educational outcomes will be outstanding for all children and young": 7,
    "Young people will move successfully into adulthood": 5,
    "Children and young people will have the opportunity to grow up in stable and secure": 4,
    "Children and young people will grow up healthily": 5,
}
ENGLAND = "E92000001"
SPOT_CHECKS = {  # id: value, unit, period
    "stronger-families-worked-with": ("583", "families", "January 2014"),
    "stronger-families-results": ("191", "families", "January 2014"),
    "bullying-2009": ("70", "percent_of_children", "2009"),
    "gcse-2013": ("62.9", "percent_of_pupils", "2012/13 academic"),
    "early-years-2012": ("64", "percent_of_children", "2011/12 academic"),
    "early-years-2013": ("49", "percent_of_children", "2012/13 academic"),
    "neet-2013": ("5.2", "percent_of_young_people", "March 2013"),
    "looked-after-2013": ("55", "per_10_000_children", "2012/13"),
    "over-weight-reception": ("25", "percent_of_children", "2011/12 academic"),
    "mental-health-problems": ("9500", "children", None),
    "early-help-notifications": ("2470", "contacts", None),
    "run-away": ("100000", "children", None),
    "poverty-and-care": ("700", "ratio", None),
    "view-point-information": ("80", "percent_of_respondents", None),
}


def test_achievements(plan: Plan) -> None:
    """28 bullets under the five promises of the plan before, in their order."""
    assert Counter(one.promise for one in plan.achievements) == PROMISES
    assert list(dict.fromkeys(one.promise for one in plan.achievements)) == list(PROMISES)


def test_earlier_targets(plan: Plan) -> None:
    """Four bullets say that a target was met or passed, two that it was not; the others do not say."""
    met = {one.id: one.target_met for one in plan.achievements if one.target_met is not None}
    assert met == {
        "domestic-abuse-plans": True,
        "gcse": True,
        "neet": True,
        "care-leavers": True,
        "outcomes-at-19": False,
        "referrals": False,
    }


def test_figures_of_achievements(plan: Plan) -> None:
    """Every figure of the review belongs to the bullet in which it stands, and its role says so."""
    held = {name: one for one in plan.achievements for name in one.statistics}
    reviewed = {one.id for one in plan.statistics if one.role is StatisticRole.ACHIEVEMENT}
    assert set(held) == reviewed
    for name, one in held.items():
        assert plan.statistic(name).text in one.text
        assert plan.statistic(name).cite == one.cite


@pytest.mark.parametrize("name", SPOT_CHECKS)
def test_figure_as_printed(plan: Plan, name: str) -> None:
    """Value, unit and period stand as they are printed; no date is given where none is."""
    one = plan.statistic(name)
    value, unit, period = SPOT_CHECKS[name]
    expected = None if period is None else Period.parse(period)
    assert (one.value, str(one.unit), one.period) == (Decimal(value), unit, expected)


def test_decrease_of_domestic_abuse(plan: Plan) -> None:
    """The decrease "of 15.4%" is a change, not a level, and no target is taken from it."""
    one = plan.statistic("domestic-abuse-decrease")
    assert (one.form, one.value) == (StatisticForm.RELATIVE_CHANGE, Decimal("15.4"))
    assert "percentage points" in (one.note or ""), "the other reading is named"
    assert plan.statistic("looked-after-gcse").value == one.value, "the same number of another thing, a level"


def test_one_year_twice(plan: Plan) -> None:
    """15.4% in 2013 increased "from 9.5% (4 children) in 2013": the same year twice, as printed."""
    late, early = plan.statistic("looked-after-gcse"), plan.statistic("looked-after-gcse-before")
    count = plan.statistic("looked-after-gcse-before-count")
    assert (late.value, early.value, count.value) == (Decimal("15.4"), Decimal("9.5"), 4)
    assert late.period == early.period == count.period == Period.parse("2012/13 academic")
    assert (early.numerator, count.share) == (count.id, early.value)


def test_changes_and_ranks_are_no_levels(plan: Plan) -> None:
    """A difference, a relative change and a place in an order are never taken for a figure of the area."""
    forms = {one.id: one.form for one in plan.statistics if one.form is not StatisticForm.LEVEL}
    assert forms == {
        "domestic-abuse-decrease": StatisticForm.RELATIVE_CHANGE,
        "gcse-rank-2009": StatisticForm.RANK,
        "gcse-rank-now": StatisticForm.RANK,
        "gcse-improvement": StatisticForm.CHANGE,
        "inequalities-improvement": StatisticForm.CHANGE,
        "neet-improvement": StatisticForm.CHANGE,
        "looked-after-increase": StatisticForm.CHANGE,
        "make-your-mark-emotional-health": StatisticForm.RANK,
        "make-your-mark-bullying": StatisticForm.RANK,
    }
    ranks = {
        name: (plan.statistic(name).value, plan.statistic(name).out_of) for name in forms if "rank" in name
    }
    assert ranks == {"gcse-rank-2009": (90, 153), "gcse-rank-now": (50, None)}
    senses = {one.id: one.sense for one in plan.statistics if one.sense is not None}
    assert senses == {
        "domestic-abuse-decrease": Sense.DECREASE,
        "gcse-improvement": Sense.INCREASE,
        "inequalities-improvement": Sense.DECREASE,
        "neet-improvement": Sense.DECREASE,
        "looked-after-increase": Sense.INCREASE,
    }


def test_time_without_an_end(plan: Plan) -> None:
    """What is counted "since" a day keeps the printed words, and no period is made of them."""
    since = {one.id: (one.since, one.period) for one in plan.statistics if one.since}
    assert since == {
        "early-help-notifications": ("since 1st April 2013", None),
        "early-help-assessments": ("since 1st April 2013", None),
        "stronger-families-since-2012": ("since April 2012", None),
    }


def test_claims(plan: Plan) -> None:
    """What the plan says of itself beside others is kept, with or without a figure."""
    claiming = [one for one in plan.statistics if one.claims]
    claims = {one.id: [(str(claim.comparator), claim.stands) for claim in one.claims] for one in claiming}
    assert claims == {
        "child-protection-plans": [("country", Standing.BETTER)],
        "repeat-child-protection-plans": [("country", Standing.BETTER)],
        "gcse-2013": [("country", Standing.BETTER), ("neighbours", Standing.BETTER)],
        "inequalities-improvement": [("country", Standing.WORSE), ("neighbours", Standing.WORSE)],
        "neet-2013": [("country", Standing.BETTER)],
        "looked-after-2013": [("country", Standing.LOWER)],
        "over-weight-boys": [("group", Standing.HIGHER)],
        "alcohol-stays": [("country", Standing.WORSE)],
        "smoking-in-pregnancy": [("country", Standing.HIGHER)],
        "early-years-below-average": [("country", Standing.LOWER)],
        "key-stage-2-below-average": [("country", Standing.LOWER)],
        "key-stage-5-below-average": [("country", Standing.LOWER)],
    }
    without = {one.id for one in plan.statistics if one.value is None}
    assert without == set(claims) - {"gcse-2013", "neet-2013", "looked-after-2013"}


def test_figures_of_other_areas(plan: Plan) -> None:
    """National figures are not taken for the county's."""
    elsewhere = {one.id for one in plan.statistics if one.area == ENGLAND}
    assert elsewhere == {
        *("families-in-difficulty", "run-away"),
        *("prisoners-ran-away", "poverty-and-care", "neet-never-employed"),
    }
    assert {one.area for one in plan.statistics} == {None, ENGLAND}


def test_qualifiers(plan: Plan) -> None:
    """Words such as "almost" and "around" stay with their figure."""
    assert {one.id: one.qualifier for one in plan.statistics if one.qualifier and one.value} == {
        "bullying-2013": "just less than",
        "early-years-providers-good": "almost",
        "talking-walk-in-visitors": "approximately",
        "mental-health-problems": "approximately",
        "make-your-mark-emotional-health": "within the top",
        "over-weight-reception": "almost",
        "families-in-difficulty": "approximately",
        "looked-after-number": "around",
    }


def test_kind_of_a_year_that_is_not_printed_is_inferred(plan: Plan) -> None:
    """Months and plain years are stated; that a year is a school or a financial one is our reading."""
    for one in plan.statistics:
        if one.period is not None:
            printed = "/" not in str(one.period)
            assert one.period_basis is (Basis.STATED if printed else Basis.INFERRED), one.id


def test_voices(plan: Plan) -> None:
    """What respondents said, survey by survey; safety tops the consultation, bullying one of the surveys."""
    occasions = Counter(
        one.occasion for one in plan.voices if one.occasion and "onsultation" not in one.occasion
    )
    assert occasions == {
        "View Point Survey": 5,
        "Make Your Mark Survey": 3,
        "WSCB Bullying Survey": 2,
        "'Ready for Work' Survey": 2,
    }
    assert [one.cite.line for one in plan.voices if one.rank == 1 and one.cite] == [472, 475]
    surveyed = {name for one in plan.voices for name in one.statistics}
    assert surveyed == {one.id for one in plan.statistics if one.role is StatisticRole.CONSULTATION}


def test_illustration_is_no_figure(plan: Plan) -> None:
    """The 100 children of the villages and the obese children of an example are no figures, no measures."""
    assert not [one.id for one in plan.statistics if one.cite and one.cite.line in {137, 139, 147, 149, 244}]
    assert not [one.id for one in plan.measures if "obese" in one.title]
