"""The plan file of Cheshire West and Chester against what the published document says.

The numbers expected here were counted in the document by hand: the bullets under each heading "What we
want to achieve" and "What we will do", the items of the plan on a page, the rows of the table of schools,
the lines of Annex B.
"""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Final

import pytest
from plan_citations import document_lines, misquotations, uncited, unprinted_headings

import cypplan_cheshire_west
from cypplan.comparators import ComparatorKind
from cypplan.indicators import Direction
from cypplan.periods import Period
from cypplan.plans import (
    AllTarget,
    BodyKind,
    Comparability,
    DirectionTarget,
    Found,
    GapTarget,
    MeasureKind,
    Plan,
    QualitativeTarget,
    Sense,
    Standing,
    StatisticForm,
    StrategyRelation,
    SufficiencyTarget,
    dumps,
    load,
    loads,
)
from cypplan.plans.tables import consistent_readings
from cypplan.plugins import Registry

PLAN_ID: Final = "cheshire-west-cypp-2020"
OUTCOMES: Final = {  # id: number, lead, areas of focus, what is to be achieved, actions
    "voice": (None, (), 0, 0, 0),
    "emotional-health": ("1", ("laura-marsh",), 3, 1, 8),
    "send-inclusion": ("2", ("debbie-edwards",), 3, 1, 4),
    "early-years": ("3", ("debbie-edwards",), 5, 1, 8),
    "early-help": ("4", ("zara-woodcock",), 3, 1, 8),
    "care": ("5", ("gemma-gerrish",), 5, 1, 6),
}
COUNTS: Final = {
    "principles": 5 + 1,
    "enablers": 4,
    "commitments": 1 + 5 + 4 + 2 + 2 + 4,
    "bodies": 13,
    "people": 5,
    "outcomes": 6,
    "priorities": 0,
    "measures": 24,
    "statistics": 4 + 1 + 12,
    "tables": 1,
    "voices": 1 + 4 + 3 + 10 + 4 + 5,
    "ladders": 1,
    "villages": 0,
    "achievements": 0,
    "glossary": 23,
    "strategies": 13,
    "declared": 9 + 7,
    "variants": 21,
}


@pytest.fixture(scope="module")
def path() -> Path:
    """The plan file."""
    (found,) = cypplan_cheshire_west.cypplan_plans()
    return found


@pytest.fixture(scope="module")
def plan(path: Path) -> Plan:
    """The plan, read."""
    return load(path)


@pytest.fixture(scope="module")
def lines(plan: Plan) -> list[str]:
    """The lines of the published document; the tests are skipped without it."""
    return document_lines(plan)


def test_plugin_supplies_the_plan_without_a_failure() -> None:
    """The package as installed gives one plan, and the registry has nothing to complain of."""
    registry = Registry({"cheshire-west": cypplan_cheshire_west})
    assert list(registry.plans) == [PLAN_ID]
    assert registry.plan(PLAN_ID).authority == "E06000050"
    assert registry.failures == ()


def test_round_trip(plan: Plan) -> None:
    """Nothing of the plan is lost when it is written and read back."""
    assert loads(dumps(plan)) == plan


def test_first_line_leads_to_the_schema(path: Path) -> None:
    """Editors find the JSON Schema of plan files: the first line points at the room of plans in the core."""
    first = path.read_text(encoding="utf-8").splitlines()[0]
    schema = (path.parent / first.removeprefix("#:schema ")).resolve()
    assert schema == Path(__file__).resolve().parents[3] / "src" / "cypplan" / "plans" / "plan.schema.json"
    assert schema.is_file()


@pytest.mark.parametrize("part", COUNTS)
def test_nothing_is_passed_over(plan: Plan, part: str) -> None:
    """Each part of the plan has as many items as were counted in the document."""
    assert len(getattr(plan, part)) == COUNTS[part]


@pytest.mark.parametrize("outcome_id", OUTCOMES)
def test_outcome(plan: Plan, outcome_id: str) -> None:
    """Number, lead and every item and bullet of an outcome are there."""
    outcome = plan.outcome(outcome_id)
    counted = (len(outcome.areas_of_focus), len(outcome.achieve), len(outcome.actions))
    assert (outcome.number, outcome.leads, *counted) == OUTCOMES[outcome_id]
    assert outcome.success == ()


def test_overarching_outcome_stands_alone(plan: Plan) -> None:
    """One outcome stands outside the numbering, with nobody to lead it and no measure."""
    assert [outcome.id for outcome in plan.outcomes if outcome.overarching] == ["voice"]
    assert "voice" not in {measure.outcome for measure in plan.measures}


def test_leads_are_people_with_posts(plan: Plan) -> None:
    """All leads are people, each with the post as printed; one of them leads two outcomes."""
    assert {lead for outcome in plan.outcomes for lead in outcome.leads} == {
        person.id for person in plan.people
    } - {"adam-langan"}
    assert all(person.post for person in plan.people)
    assert plan.lead("zara-woodcock").name == "Zara Woodcock"


def test_period_stays_contradictory(plan: Plan) -> None:
    """The stated "2020-2025" is no dates while the text says four years and five."""
    assert plan.period.stated == "2020-2025"
    assert (plan.period.start, plan.period.end) == (None, None)
    versions = [variant.text for variant in plan.variants if variant.of == "period.stated"]
    assert versions == ["the next four years", "the next five years", "the next four years"]


def test_misprints_stand(plan: Plan) -> None:
    """What the document prints wrongly is neither corrected nor lost."""
    by_fact = {variant.of: variant.text for variant in plan.variants}
    assert "is aborough where" in by_fact["outcomes.send-inclusion.title"]
    assert "Children and Younger People’s" in plan.action("local-transformation-plan").text
    assert any(voice.text.startswith("Shorts Breaks") for voice in plan.voices)
    assert "live-in low-income" in plan.statistic("low-income").text


def test_labels_of_actions(plan: Plan) -> None:
    """Labels that end a line are headings; one line ends in a dash, with no label after it."""
    actions = plan.outcome("send-inclusion").actions
    assert [action.heading for action in actions] == [
        "Quality of Provision",
        None,
        "Transition and Preparing for Adulthood",
        "Quality of Education",
    ]
    assert actions[1].note
    assert all(action.heading for action in plan.outcome("early-years").actions)


def test_a_year_that_may_be_two_is_no_period(plan: Plan) -> None:
    """What is to be done "during 2020-2021" may have a school year, a financial year or two years."""
    action = plan.action("outreach")
    assert (action.timescale, action.period) == ("during 2020-2021", None)


def test_every_measure_is_implied_and_has_no_figure(plan: Plan) -> None:
    """The plan lists no measure and states no baseline, no target value and no date."""
    assert {measure.kind for measure in plan.measures} == {MeasureKind.IMPLIED}
    assert not [measure.id for measure in plan.measures if measure.baseline]
    assert not [target for measure in plan.measures for target in measure.targets if target.period]


@pytest.mark.parametrize(
    ("measure_id", "kind", "direction", "statements"),
    [
        ("under-5-injury-admissions", DirectionTarget, Direction.LOWER, 1),
        ("personal-health-budgets", DirectionTarget, Direction.HIGHER, 1),
        ("attainment-gap", GapTarget, Direction.LOWER, 3),
        ("childcare-places", SufficiencyTarget, None, 2),
        ("health-needs", AllTarget, Direction.HIGHER, 1),
        ("best-start", AllTarget, Direction.HIGHER, 1),
        ("inclusion", AllTarget, Direction.HIGHER, 2),
        ("care-leavers-eet", QualitativeTarget, Direction.HIGHER, 1),
    ],
)
def test_kinds_of_promise(
    plan: Plan, measure_id: str, kind: type, direction: Direction | None, statements: int
) -> None:
    """Promises to reduce, to increase, to close, to provide enough of, or for all are told apart."""
    measure = plan.measure(measure_id)
    assert {type(target) for target in measure.targets} == {kind}
    assert (measure.direction, len(measure.statements)) == (direction, statements)


def test_senses_follow_the_printed_words(plan: Plan) -> None:
    """What is to go down is printed as reduce; all else that has a direction is to go up."""
    senses = {
        (statement.change or "").casefold(): target.sense
        for measure in plan.measures
        for statement in measure.statements
        for target in statement.targets
        if isinstance(target, DirectionTarget)
    }
    assert senses == {"reduce": Sense.DECREASE, "increase": Sense.INCREASE, "improve": Sense.INCREASE}


def test_links_are_not_the_same_and_say_why(plan: Plan) -> None:
    """The plan names no indicator: every link is ours, a proxy or not comparable, and says why."""
    links = {measure.id: measure.indicator for measure in plan.measures if measure.indicator}
    assert {name: (link.id, link.comparability) for name, link in links.items()} == {
        "school-readiness": ("eyfs-good-development", Comparability.PROXY),
        "under-5-injury-admissions": ("hospital-admissions-injuries-0-14", Comparability.NOT_COMPARABLE),
        "care-leavers-accommodation": ("care-leavers-accommodation", Comparability.PROXY),
        "care-leavers-eet": ("care-leavers-eet", Comparability.PROXY),
        "health-needs": ("cla-health-checks", Comparability.PROXY),
    }
    assert all(link.reason for link in links.values())


def test_census_shares_make_the_whole(plan: Plan) -> None:
    """340,500 people by the census of 2011; three shares by age make a hundred, a fourth is not of them."""
    whole = plan.statistic("population")
    assert (whole.value, whole.period) == (Decimal(340500), Period.parse("2011"))
    shares = {one.id: one.value for one in plan.statistics if one.of == whole.id and one.split == "age"}
    assert shares == {"aged-16-64": Decimal(61), "aged-65": Decimal(21), "aged-0-15": Decimal(18)}
    assert (plan.statistic("bme").value, plan.statistic("bme").split) == (Decimal(5), None)


def test_qualifiers_and_claims(plan: Plan) -> None:
    """The words "approximately", "at least" and "amongst the worst" stay, and so does each comparison."""
    told = {one.id: (one.qualifier, one.value) for one in plan.statistics if one.qualifier and one.value}
    assert told == {
        "low-income": ("Approximately", Decimal(13)),
        "child-poverty-areas": ("at least", Decimal(35)),
        "youth-social-mobility": ("amongst the worst", Decimal(10)),
    }
    claims = {one.id: claim for one in plan.statistics for claim in one.claims}
    assert {claim.comparator for claim in claims.values()} == {ComparatorKind.COUNTRY}
    assert {name: claim.stands for name, claim in claims.items()} == {
        "low-income": Standing.LOWER,
        "attainment-gap": Standing.HIGHER,
        "children-in-care": Standing.HIGHER,
        "self-harm": Standing.HIGHER,
        "mental-health-admissions": Standing.HIGHER,
    }
    assert plan.statistic("youth-social-mobility").form is StatisticForm.RANK


def test_table_of_schools_has_every_reading(plan: Plan) -> None:
    """Two rows are sure; each of the others carries every way to place its numbers in order."""
    (table,) = plan.tables
    assert (len(table.columns), table.total_column) == (5, "Total")
    ways = {2: 10, 3: 10, 4: 5, 5: 0}  # of choosing so many of five columns; a full row is sure
    for row in table.rows:
        printed = [cell.strip() for cell in (row.printed or "").split("|")[1:] if cell.strip()]
        assert len(row.readings) == ways[len(printed or row.cells)]
        assert len({tuple(cell.column for cell in one.cells) for one in row.readings}) == len(row.readings)
        for reading in row.readings:
            assert [str(cell.value) for cell in reading.cells] == printed
            at = [table.columns.index(cell.column) for cell in reading.cells]
            assert at == sorted(set(at))
    assert [row.label for row in table.rows if not row.readings] == ["Community", "Totals"]


def test_totals_of_the_table_leave_two_readings(plan: Plan) -> None:
    """The totals settle all rows but two, PRUs and free schools: one of them is counted as primary."""
    found = consistent_readings(plan.tables[0])
    assert (found.combinations, found.complete) == (50_000_000, True)
    rows = [row.label for row in plan.tables[0].rows]
    kept = [
        {label: one.cells[0].column for label, one in zip(rows, placement, strict=True)}
        for placement in found.placements
    ]
    free = [(placed["PRU’s"], placed["Free School"]) for placed in kept]
    assert free == [("Primary", "Secondary"), ("Secondary", "Primary")]
    settled = {label: {placed[label] for placed in kept} for label in rows}
    assert settled["C of E Voluntary Controlled"] == settled["Academy"] == {"Primary"}
    assert settled["Foundation"] == settled["Studio"] == {"Secondary"}


def test_governance(plan: Plan) -> None:
    """Who is under whom, and who looks at what how often, as printed."""
    parents = {body.id: body.parents for body in plan.bodies if body.parents}
    assert parents == {
        "childrens-trust": ("health-and-wellbeing-board",),
        "trust-executive": ("childrens-trust",),
        "strategic-sub-groups": ("trust-executive",),
    }
    cadences = [(body.id, review.cadence) for body in plan.bodies for review in body.reviews]
    assert cadences == [
        ("trust-executive", "annual"),
        ("trust-executive", "twice-yearly"),
        ("strategic-sub-groups", "quarterly"),
        ("health-and-wellbeing-board", None),
    ]
    assert plan.body("childrens-trust").chair == "Councillor Adam Langan"
    assert {body.kind for body in plan.bodies} == set(BodyKind)


def test_what_is_announced_and_not_there(plan: Plan) -> None:
    """The structure of Annex C is a picture that is lost; the priorities for recovery are nowhere."""
    found = Counter(one.found for one in plan.declared)
    assert found == {
        Found.PRESENT: 8 + 3, Found.LOST: 2, Found.ABSENT: 1, Found.ELSEWHERE: 1, Found.DEFERRED: 1,
    }  # fmt: skip
    (absent,) = (one.text for one in plan.declared if one.found is Found.ABSENT)
    assert absent == "priorities for recovery"


def test_ladder_and_terms(plan: Plan) -> None:
    """Seven rungs with the best on top; a term defined twice is there twice."""
    rungs = [rung.name for rung in plan.ladders[0].rungs]
    assert (rungs[0], rungs[-1], len(rungs)) == ("Co-Production", "Coercion", 7)
    assert len([term for term in plan.glossary if term.term == "Co-production" and term.meaning]) == 2


def test_strategies(plan: Plan) -> None:
    """The plan above this one, the one before it, and those that deliver it are told apart."""
    relations = {one.relation: [] for one in plan.strategies} | {
        relation: [one.id for one in plan.strategies if one.relation is relation]
        for relation in (StrategyRelation.ABOVE, StrategyRelation.EARLIER, StrategyRelation.BENEATH)
    }
    assert relations[StrategyRelation.ABOVE] == ["place-plan"]
    assert relations[StrategyRelation.EARLIER] == ["earlier-plan"]
    assert relations[StrategyRelation.BENEATH] == ["local-transformation-plan", "associated-strategies"]


def test_every_quotation_is_where_it_is_cited(plan: Plan, lines: list[str]) -> None:
    """Every text of the plan stands in the document on or beside the line that is cited for it."""
    assert misquotations(plan, lines) == []
    assert unprinted_headings(plan, lines) == []


def test_nothing_is_quoted_without_a_place(plan: Plan) -> None:
    """Every text that can have a citation has one with its line."""
    assert uncited(plan) == []
