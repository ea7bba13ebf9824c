"""The plan file of Worcestershire against what the published document says: everything but its figures.

The numbers expected here were counted in the document by hand: the bullets under each heading "What will
be done?", "What will success look like?", "How will success be measured?" and "Our areas of focus", one
by one; a bullet that a page breaks in two counts once.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

import cypplan_worcestershire
from cypplan.plans import Basis, BodyKind, Found, MeasureKind, Plan, StrategyRelation, dumps, loads
from cypplan.plugins import Registry

PLAN_ID = "worcestershire-cypp-2014"

OUTCOMES = {  # id: areas of focus, actions, signs of success, formal statements
    "healthy-lifestyle": (3, 8, 5, 6),
    "education": (4, 8, 4, 9),
    "early-help": (1, 5, 5, 5),
    "protected": (3, 7, 8, 4),
    "secure-families": (1, 2, 3, 2),
    "adult-life": (3, 7, 4, 5),
    "information": (3, 5, 2, 1),
}
OUR_PRIORITIES = (3, 4, 1, 4, 1, 3, 3)
"""Areas of focus under "Our Priorities" (lines 254 to 302), outcome by outcome."""


def test_plugin_supplies_the_plan_without_a_failure() -> None:
    """The package as installed gives one plan, and the registry has nothing to complain of."""
    registry = Registry({"worcestershire": cypplan_worcestershire})
    assert list(registry.plans) == [PLAN_ID]
    assert registry.plan(PLAN_ID).authority == "E10000034"
    assert registry.failures == ()


def test_round_trip(plan: Plan) -> None:
    """Nothing of the plan is lost when it is written and read back."""
    assert loads(dumps(plan)) == plan


def test_first_line_leads_to_the_schema(path: Path) -> None:
    """Editors find the JSON Schema of plan files: the first line points at the room of plans in the core."""
    first = path.read_text(encoding="utf-8").splitlines()[0]
    assert first.startswith("#:schema ")
    schema = (path.parent / first.removeprefix("#:schema ")).resolve()
    root = Path(__file__).resolve().parents[3]
    assert schema == root / "src" / "cypplan" / "plans" / "plan.schema.json"
    assert schema.is_file()


@pytest.mark.parametrize("outcome_id", OUTCOMES)
def test_every_bullet_of_an_outcome_is_there(plan: Plan, outcome_id: str) -> None:
    """No bullet under a heading of an outcome was passed over."""
    outcome = plan.outcome(outcome_id)
    heading = outcome.cite.heading[0] if outcome.cite else ""
    formal = [measure for measure in plan.measures if measure.kind is MeasureKind.FORMAL]
    said = [statement for measure in formal for statement in measure.statements]
    here = [statement for statement in said if statement.cite and statement.cite.heading[0] == heading]
    counted = (len(outcome.areas_of_focus), len(outcome.actions), len(outcome.success), len(here))
    assert counted == OUTCOMES[outcome_id]


def test_every_list_outside_the_outcomes_is_there(plan: Plan) -> None:
    """Values, approach, priorities, what else is needed: as many items as the document has bullets."""
    assert list(OUTCOMES) == [outcome.id for outcome in plan.outcomes]
    assert len(plan.values) == 10
    assert [point.cite.line for point in plan.values if point.cite] == list(range(206, 216))
    headings = [point.heading for point in (*plan.principles, *plan.commitments)]
    assert headings.count("The priorities contained in this plan:") == 4
    assert headings.count("Our approach will be to:") == 7
    needed = "In order to achieve what this plan sets out to do, we will have to:"
    assert headings.count(needed) == 6
    assert [one.cite.line for one in plan.commitments if one.heading == needed and one.cite] == [
        *range(628, 634)
    ]
    of_outcome = [sum(one.outcome == outcome for one in plan.priorities) for outcome in OUTCOMES]
    assert tuple(of_outcome) == OUR_PRIORITIES
    assert len(plan.priorities) == sum(OUR_PRIORITIES)


def test_period_as_printed(plan: Plan) -> None:
    """The plan states two years and no dates; "2104-2017" and "the coming twelve months" are kept beside."""
    period = plan.period
    assert (period.stated, period.basis) == ("2014 to 2017", Basis.INFERRED)
    assert (period.start, period.end) == (dt.date(2014, 1, 1), dt.date(2017, 12, 31))
    others = [one for one in plan.variants if one.of == "period.stated"]
    assert others[0].text == "2104-2017"
    assert "coming twelve months" in others[1].text
    assert [one.cite.line for one in others if one.cite] == [137, 246]


def test_two_lists_of_areas_of_focus(plan: Plan) -> None:
    """Where "Our Priorities" and an outcome differ, both versions are there, and a variant says so."""
    areas = {outcome.id: {str(point) for point in outcome.areas_of_focus} for outcome in plan.outcomes}
    only = {one.id for one in plan.priorities if one.title.rstrip(".") not in areas[one.outcome or ""]}
    assert only == {"emotional-health", "smoking-drugs-alcohol", "services-that-keep-safe"}
    variants = {one.of: one.text for one in plan.variants}
    assert "health and well-being" in variants["priorities.emotional-health.title"]
    assert "improving" in variants["priorities.smoking-drugs-alcohol.title"]
    assert (
        variants["outcomes.protected.areas_of_focus"] == "to improve services that help to keep children safe"
    )
    first, second, _ = (point.text for point in plan.outcome("information").areas_of_focus)
    assert first.startswith("to continue to develop and promote")
    assert second == variants["outcomes.information.areas_of_focus"]
    assert next(one for one in plan.priorities if one.outcome == "information").title == second


def test_every_variant_names_a_fact_that_says_otherwise(plan: Plan) -> None:
    """A second version is of something that the plan has, and differs from it."""
    known = {f"priorities.{one.id}.title": one.title for one in plan.priorities}
    known |= {f"bodies.{one.id}.name": one.name for one in plan.bodies}
    known |= {f"bodies.{one.id}.status": one.status or "" for one in plan.bodies}
    known |= {f"bodies.{one.id}.parents": "" for one in plan.bodies}
    known |= {f"outcomes.{one.id}.areas_of_focus": "" for one in plan.outcomes}
    known["period.stated"] = plan.period.stated or ""
    for one in plan.variants:
        assert known[one.of] != one.text, one.of


def test_bodies(plan: Plan) -> None:
    """Every body has a kind; none says how often it meets or reviews; seven decide, scrutinise or oversee."""
    kinds = {body.id: body.kind for body in plan.bodies}
    assert None not in kinds.values()
    governing = {name for name, kind in kinds.items() if kind is BodyKind.GOVERNANCE}
    assert governing == {
        "health-and-well-being-board",
        "childrens-trust",
        "executive-board",
        "local-childrens-trusts",
        "local-childrens-partnerships",
        "safeguarding-children-board",
        "corporate-parenting-board",
    }
    assert not any(body.meets or body.reviews for body in plan.bodies)
    assert plan.reviews == ()
    names = {one.text for one in plan.variants if one.of == "bodies.childrens-trust.name"}
    assert names == {"Worcestershire Children's Trust"}
    assert plan.body("safeguarding-children-board").aliases == (
        "WSCB",
        "Worcestershire Safeguarding Children's Board",
        "Worcestershire Safeguarding Board",
    )


def test_local_trusts_are_there_and_still_to_come(plan: Plan) -> None:
    """Line 20 has them emerging, line 24 recently established, line 55 still to be established."""
    body = plan.body("local-childrens-trusts")
    assert [point.cite.line for point in body.answers_for if point.cite] == [24, 57, 58]
    said = [one.text for one in plan.variants if one.of == f"bodies.{body.id}.status"]
    assert "currently working to establish" in (body.status or "")
    assert said == [
        "the emerging Local Children's Trusts",
        "The recently established Local Children's Trusts",
    ]


def test_people_and_leads(plan: Plan) -> None:
    """Two people sign; one action names a body that acts, five name who acts in other words."""
    assert [(one.name, one.post or one.role) for one in plan.people] == [
        ("Councillor Liz Eyre", "Chair of Worcestershire Children's Trust"),
        ("Gail Quinton", "Director of Children's Services"),
    ]
    assert plan.body("childrens-trust").chair == plan.people[0].name
    leads = {action.id: action.leads for action in plan.actions if action.leads}
    assert leads == {"volunteering": ("local-childrens-partnerships",)}
    assert all(plan.lead(name) for names in leads.values() for name in names)
    stated = {action.id: action.leads_stated for action in plan.actions if action.leads_stated}
    assert len(stated) == 5
    assert all(plan.action(name).text.startswith(lead) for name, lead in stated.items() if lead)


def test_villages_are_pictures(plan: Plan) -> None:
    """Two villages of 100 children: one has lost its figures, the other has captions without numbers."""
    early, late = plan.villages
    assert (early.children, str(early.period), early.figures) == (100, "2014", ())
    assert (late.children, str(late.period), len(late.figures)) == (100, "2017", 7)
    assert {figure.value for figure in late.figures} == {None}


def test_aspirations(plan: Plan) -> None:
    """Each caption of the village of 2017 leads to the measures listed under its outcome; two have none."""
    assert [point.text for point in plan.aspirations[:7]] == [one.text for one in plan.villages[1].figures]
    formal = {measure.id for measure in plan.measures if measure.kind is MeasureKind.FORMAL}
    assert {name for point in plan.aspirations for name in point.measures} == formal
    assert [point.cite.line for point in plan.aspirations if not point.measures and point.cite] == [26, 522]


def test_glossary(plan: Plan) -> None:
    """The two definitions of the plan's terminology are there; what is used unexplained has no meaning."""
    terms = {term.term: term for term in plan.glossary}
    assert "'an end result,'" in (terms["outcome"].meaning or "")
    assert "permits us to quantify" in (terms["indicator"].meaning or "")
    assert {term.short for term in plan.glossary if term.short} == {
        *("CYPP", "EHA", "NEET", "WSCB", "LAC", "CSE", "SEND"),
    }
    unexplained = {name for name, term in terms.items() if term.meaning is None and term.short is None}
    assert {"SEN", "CAF", "excess weight", "statistical neighbours", "level 2 threshold"} <= unexplained


def test_strategies(plan: Plan) -> None:
    """Other documents stand above, beneath and beside the plan as it says; one is its predecessor."""
    by_relation: dict[StrategyRelation, set[str]] = {}
    for one in plan.strategies:
        by_relation.setdefault(one.relation, set()).add(one.id)
    assert by_relation[StrategyRelation.EARLIER] == {"cypp-2011"}
    assert by_relation[StrategyRelation.LAW] == {"rights-of-the-child"}
    assert by_relation[StrategyRelation.ABOVE] == {
        "sustainable-community-strategy",
        "health-and-well-being-strategy",
    }
    assert by_relation[StrategyRelation.BESIDE] == {"board-plans", "early-help-strategy"}
    assert len(plan.strategies) == 29


def test_declared_content(plan: Plan) -> None:
    """What is announced: parts that are there, lists in other documents, a lost picture."""
    found = [(one.found, one.cite.line) for one in plan.declared if one.cite]
    assert [line for kind, line in found if kind is Found.PRESENT] == [49, 49, 246, 411]
    assert [line for kind, line in found if kind is Found.ELSEWHERE] == [271, 284]
    assert [line for kind, line in found if kind is Found.LOST] == [137]
    assert all((one.at is not None) == (one.found is Found.PRESENT) for one in plan.declared)
