"""The care strategy of 2018: figures, achievements, voices, bodies and names against what was counted.

Counted in the text of the document (line numbers of the text file):

* 40 figures: "almost doubled" (39), "over 400" (59), 9 in Section 2 (115 to 121; line 115 has two), 6 in the
  achievements (159 to 165; line 161 has two), and under the priorities 2 (242), 5 (313, 315), 2 (339), 3 (345
  to 347), 6 (385 to 390), the bursary (397), and 4 (458 to 460);
* 16 achievements: the highlights (37), the ten bullets at 153 to 165, and five that say what has been done
  (313, 454, 455, 456, 460);
* 16 voices: the foreword (16), eight bullets (125 to 141), five (234 to 238), and two (384, 453);
* 7 principles (51 to 57), 4 questions (65 to 68), 8 responsibilities (74 to 81), 7 partners (98 to 105).
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

import cypplan_warrington
from cypplan import plans
from cypplan.comparators import ComparatorKind
from cypplan.periods import Period
from cypplan.plans.targets import Sense
from cypplan.plans.words import (
    Basis,
    BodyKind,
    Cadence,
    Comparability,
    Found,
    Standing,
    StatisticForm,
    StatisticRole,
    StrategyRelation,
)

if TYPE_CHECKING:
    from cypplan.plans import Plan

MARCH_2018 = Period.day(dt.date(2018, 3, 31))
MOSAIC = "Children in care population, 31 March 2018, MOSAIC"


@pytest.fixture(scope="module")
def plan() -> Plan:
    """The plan, read without faults."""
    files = cypplan_warrington.cypplan_plans()
    return plans.load(next(file for file in files if file.stem == "warrington-care-2018"))


def test_collections_are_as_counted(plan: Plan) -> None:
    """Nothing of the document is missing from a collection or there twice."""
    counts = {
        "principles": 7,
        "commitments": 26,
        "partners": 7,
        "reviews": 2,
        "bodies": 23,
        "people": 1,
        "achievements": 16,
        "statistics": 40,
        "voices": 16,
        "glossary": 21,
        "strategies": 11,
        "declared": 5,
        "variants": 8,
    }
    assert {name: len(getattr(plan, name)) for name in counts} == counts


def test_parts_of_the_population(plan: Plan) -> None:
    """Boys and girls make 49,000, the two ethnic groups 401; the shares stay as printed, rounding and all."""
    for whole, split in (("children-to-19", "sex"), ("children-in-care", "ethnicity")):
        parts = [one for one in plan.statistics if one.of == whole]
        assert {one.split for one in parts} == {split}
        assert sum(one.value or 0 for one in parts) == plan.statistic(whole).value
    assert (plan.statistic("white-british").value, plan.statistic("white-british").share) == (343, 85)
    assert (plan.statistic("ethnic-minority").value, plan.statistic("ethnic-minority").share) == (58, 15)
    quarter = plan.statistic("children-to-19-share")
    assert (quarter.value, quarter.qualifier, quarter.printed) == (25, "nearly", "a quarter")


@pytest.mark.parametrize(
    ("name", "value", "qualifier"),
    [
        ("children-in-care-over", 400, "over"),
        ("children-in-care", 401, None),
        ("care-leavers", 166, None),
        ("other-councils-children", 140, None),
        ("within-20-miles", 93, "more than"),
        ("staying-put", 9, None),
        ("adopted", 23, None),
        ("placed-for-adoption", 10, None),
        ("health-and-dental-checks", 96, "more than"),
        ("suitable-accommodation", 88, "more than"),
        ("same-placement-2017", 87, None),
        ("same-placement-2018", 50, None),
        ("asylum-seeking-2016", 4, None),
        ("asylum-seeking-2018", 23, None),
        ("physical-health-complaint", Decimal("66.7"), None),
        ("mental-health-issue", 50, "nearly"),
        ("checks-majority", None, "The majority"),
        ("strengths-and-difficulties", 68, None),
        ("substance-misuse-identified", Decimal("1.8"), "Only"),
        ("placed-in-good-schools", 100, None),
        ("good-primary-schools", 97, None),
        ("good-secondary-schools", 67, None),
        ("outstanding-special-schools", 3, "All"),
        ("university-high", None, "a high number"),
        ("bursary", 2000, None),
        ("have-pathway-plans", 100, None),
        ("find-suitable-places", 100, None),
        ("leaving-care-grant-before", 1700, None),
        ("leaving-care-grant", 2000, None),
    ],
)
def test_figures_are_as_printed(plan: Plan, name: str, value: Decimal | None, qualifier: str | None) -> None:
    """Each figure keeps its number and the printed word before it; words alone have no number."""
    statistic = plan.statistic(name)
    assert (statistic.value, statistic.qualifier) == (value, qualifier)


def test_changes_are_no_levels(plan: Plan) -> None:
    """What "has doubled" is a change in per cent of where it began."""
    changes = {one.id for one in plan.statistics if one.form is not StatisticForm.LEVEL}
    assert changes == {"care-population-doubled", "missing-episodes-doubled"}
    doubled = [plan.statistic(name) for name in sorted(changes)]
    assert {(one.form, one.value) for one in doubled} == {(StatisticForm.RELATIVE_CHANGE, 100)}
    assert [one.qualifier for one in doubled] == ["almost", None]
    assert {(one.sense, one.printed) for one in doubled} == {(Sense.INCREASE, "doubled")}
    assert [one.since for one in doubled] == [
        "Since we published our first Strategy in 2013",
        "since 2017/18",
    ]


def test_figures_of_elsewhere_and_claims(plan: Plan) -> None:
    """What is said of England is not Warrington's, and what is said against others is kept as a claim."""
    elsewhere = {one.id: one.geography for one in plan.statistics if one.area == "E92000001"}
    assert elsewhere == {"physical-health-complaint": "nationally", "mental-health-issue": "nationally"}
    claims = {one.id: one.claims for one in plan.statistics if one.claims}
    assert set(claims) == {"missing-repeatedly", "missing-over-24-hours", "university-high"}
    (national,) = claims["university-high"]
    assert (national.comparator, national.stands) == (ComparatorKind.COUNTRY, Standing.HIGHER)
    assert national.value is None


def test_footnotes_give_source_and_day(plan: Plan) -> None:
    """The figures with a footnote keep its words, and its day as their period."""
    noted = [one for one in plan.statistics if one.source and one.source.startswith("Children in care")]
    assert [one.id for one in noted if one.source == MOSAIC] == [
        "children-in-care-over",
        "children-in-care",
        "white-british",
        "ethnic-minority",
        "care-leavers",
        "other-councils-children",
    ]
    assert all(one.period == MARCH_2018 for one in noted if one.source == MOSAIC)
    provisional = plan.statistic("suitable-accommodation")
    assert provisional.source == "Children in care population, MOSAIC, 31 March 2018 (Provisional)"
    assert provisional.period == MARCH_2018
    assert [one.id for one in plan.statistics if one.provisional] == [provisional.id]


def test_figures_of_measures_agree_with_their_baselines(plan: Plan) -> None:
    """A figure that is the baseline of a measure is the same there and here."""
    own = [one for one in plan.statistics if one.measure and one.value]
    assert [one.id for one in own] == [
        "adopted",
        "health-and-dental-checks",
        "same-placement-2017",
        "same-placement-2018",
        "substance-misuse-identified",
    ]
    for one in own:
        baseline = plan.measure(one.measure or "").baseline
        assert baseline is not None
        assert (baseline.value == one.value) == (baseline.period == one.period), one.id


def test_ties_of_figures_give_reasons(plan: Plan) -> None:
    """A figure tied to a national one that is not the same says why."""
    links = {one.id: one.indicator for one in plan.statistics if one.indicator}
    assert all(link.reason for link in links.values() if link.comparability is not Comparability.SAME)
    assert links["within-20-miles"].comparability is Comparability.NOT_COMPARABLE
    assert links["children-in-care"].comparability is Comparability.SAME


def test_achievements_keep_their_figures(plan: Plan) -> None:
    """What has been done since the first strategy names the figures in it, all with their role."""
    named = {one.id: one.statistics for one in plan.achievements if one.statistics}
    assert named == {
        "near-home": ("within-20-miles",),
        "staying-put": ("staying-put",),
        "adoptions": ("adopted", "placed-for-adoption"),
        "health-and-dental-checks": ("health-and-dental-checks",),
        "suitable-accommodation": ("suitable-accommodation",),
        "leaving-care-grant": ("leaving-care-grant-before", "leaving-care-grant"),
    }
    reached = {one.id for one in plan.statistics if one.role is StatisticRole.ACHIEVEMENT}
    assert reached == {name for names in named.values() for name in names}


def test_voices(plan: Plan) -> None:
    """What children, care leavers and inspectors said keeps who said it and under which line."""
    told = [voice for voice in plan.voices if voice.topic]
    assert [voice.topic for voice in told].count("What children in care and care leavers have told us:") == 8
    valued = "Children in care tell us that they value relationships with people who:"
    assert [voice.topic for voice in told].count(valued) == 5
    assert all(voice.by for voice in plan.voices)
    assert "health passport" in plan.voices[2].text


def test_who_looks_at_it(plan: Plan) -> None:
    """Forum and Board keep what they look at, how often, and the printed words; nobody else has a cadence."""
    forum, board = plan.body("corporate-parenting-forum"), plan.body("corporate-parenting-board")
    assert (forum.chair, len(forum.answers_for), forum.meets) == ("Councillor Jean Carter", 8, None)
    assert [review.cadence for review in forum.reviews] == [Cadence.QUARTERLY]
    (schedule,) = board.reviews
    assert (schedule.cadence, "schedule" in (schedule.what or "")) == (Cadence.ANNUAL, True)
    assert {body.id for body in plan.bodies if body.reviews} == {forum.id, board.id}
    assert [review.cadence for review in plan.reviews] == [Cadence.QUARTERLY, Cadence.ANNUAL]
    assert not any(body.parents or body.members for body in plan.bodies), "none are printed"


def test_kinds_of_bodies(plan: Plan) -> None:
    """Every body says what sort it is."""
    kinds = [body.kind for body in plan.bodies]
    assert [kinds.count(kind) for kind in BodyKind] == [3, 11, 8, 1]
    (chair,) = plan.people
    assert (chair.name, chair.bodies) == ("Councillor Jean Carter", ("corporate-parenting-forum",))


def test_partners_and_their_roles(plan: Plan) -> None:
    """Partners keep what the document says that they do; one says nothing, one breaks off."""
    assert [partner.name for partner in plan.partners if partner.role is None] == [
        "Children's homes and supported accommodation providers in the area"
    ]
    assert plan.partners[-1].role == "supports young people in the criminal justice"
    bodies = {partner.body for partner in plan.partners if partner.body}
    assert len(bodies) == 5


def test_questions_and_commitments(plan: Plan) -> None:
    """The four questions stand together under their line, and every heading is one that is printed."""
    headings = [point.heading for point in plan.commitments]
    questions = [point.text for point in plan.commitments if "four questions" in (point.heading or "")]
    assert questions[0] == "Is this good enough for my child?"
    assert len(questions) == 4
    assert headings.count("How well are we doing?") == 4
    assert headings.count("Workforce development") == 2
    assert headings.count("Living within our means") == 1


def test_strategies_and_laws(plan: Plan) -> None:
    """Every other document that is named keeps how it stands to this one."""
    relations = [one.relation for one in plan.strategies]
    assert {relation: relations.count(relation) for relation in set(relations)} == {
        StrategyRelation.EARLIER: 1,
        StrategyRelation.LAW: 2,
        StrategyRelation.ABOVE: 3,
        StrategyRelation.NAMED: 5,
    }


def test_terms(plan: Plan) -> None:
    """Terms that are explained in passing have the printed meaning, the others none."""
    unexplained = {term.term for term in plan.glossary if term.meaning is None}
    assert unexplained == {
        "child sexual exploitation",
        "CAMHs",
        "Special Guardianship Order",
        "connected persons",
        "Family Group Conference",
        "relevant young people",
        "MOSAIC",
    }
    assert {term.short for term in plan.glossary if term.short} == {"CSE", "FGC"}


def test_announced_content(plan: Plan) -> None:
    """The action plan is there; the schedule of its review is to come."""
    assert [one.found for one in plan.declared].count(Found.PRESENT) == 4
    (later,) = [one for one in plan.declared if one.found is Found.DEFERRED]
    assert "schedule" in later.text


def test_texts_printed_twice(plan: Plan) -> None:
    """Titles of three chapters differ from the list of outcomes, and the strategy has a second name."""
    variants = {one.of: one.text for one in plan.variants}
    assert variants["outcomes.stay-safe.title"] == "stay safe"
    assert variants["outcomes.independence.title"] == "Preparation for adulthood"
    assert variants["outcomes.adult-lives.title"] == "Successful adult lives"
    assert variants["title"] == "Children in Care, Care Leavers and Corporate Parenting Strategy"


def test_what_is_not_printed_is_absent(plan: Plan) -> None:
    """No age range, partnership, values or aspirations are printed, and none are made up."""
    assert (plan.age_range, plan.partnership, plan.edition, plan.supersedes) == (None, None, None, None)
    lists = (plan.values, plan.behaviours, plan.aspirations, plan.enablers, plan.priorities)
    assert not any(lists)
    assert plan.document is not None
    assert (plan.document.published, plan.document.licence) == (None, None)
    assert plan.statistic("asylum-seeking-2016").period_basis is Basis.INFERRED
