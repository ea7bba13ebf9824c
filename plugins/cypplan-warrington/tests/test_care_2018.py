"""The care strategy of 2018: outcomes, actions and measures against what was counted by hand.

Counted in the text of the document (line numbers of the text file):

* 6 strategic outcomes: the numbered list at 203 to 208;
* 26 actions: the rows of the four parts of the action plan, 491 to 524, that have an activity; by outcome
  5, 4, 6, 4, 3, 4;
* 27 areas of focus: the bullets under the six headings "What we will do", 5, 4, 7, 4, 3, 4;
* 29 signs of success: the bullets under the six headings "What difference will we make?", 5, 4, 8, 5, 3, 4;
* 29 formal measures: those bullets; one more since the bullet on missing children speaks of two measures, one
  less since two bullets speak of care leavers in education, employment or training;
* 6 implied measures: persistent absence, the number registered with a dentist, appointments of all children,
  training opportunities, suitable places, and the local offer;
* 38 statements of the narrative: the 29 bullets, one of them for two measures, one for each implied measure,
  and the "What we will do" bullets on immunisations and on care leavers at 19;
* 35 statements of the action plan: 26 success measures, two of them of two sentences, one for two measures;
  and the activities of four implied measures and of those on immunisations and on care leavers at 19.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest

import cypplan_warrington
from cypplan import plans
from cypplan.periods import Period
from cypplan.plans import (
    AllTarget,
    Basis,
    Bound,
    Cadence,
    ChangeTarget,
    Comparability,
    ComparatorTarget,
    DirectionTarget,
    MeasureKind,
    MilestoneTarget,
    Plan,
    QualitativeTarget,
    Relation,
    Sense,
    StatementKind,
    SufficiencyTarget,
    ValueTarget,
    YearOnYearTarget,
)

PLAN_ID = "warrington-care-2018"
NARRATIVE, ACTION_PLAN = StatementKind.NARRATIVE, StatementKind.ACTION_PLAN


@pytest.fixture(scope="module")
def path() -> Path:
    """The plan file, as the hook supplies it."""
    return next(file for file in cypplan_warrington.cypplan_plans() if file.stem == PLAN_ID)


@pytest.fixture(scope="module")
def plan(path: Path) -> Plan:
    """The plan, read without faults."""
    return plans.load(path)


def _values(plan: Plan, measure: str, kind: StatementKind) -> list[tuple[Decimal, Bound | None]]:
    return [
        (target.value, target.bound)
        for statement in plan.measure(measure).statements
        if statement.kind is kind
        for target in statement.targets
        if isinstance(target, ValueTarget)
    ]


def test_plan_file_reads_back(path: Path, plan: Plan) -> None:
    """The file is named by the plan's id, and writing and reading the plan loses nothing."""
    assert plan.id == path.stem == PLAN_ID
    assert plans.loads(plans.dumps(plan)) == plan


def test_first_line_leads_to_the_schema(path: Path) -> None:
    """An editor finds the JSON Schema by the path in the first line."""
    first = path.read_text(encoding="utf-8").split("\n", 1)[0]
    assert first.startswith("#:schema ")
    schema = (path.parent / first.removeprefix("#:schema ")).resolve()
    assert schema == Path(plans.__file__).resolve().with_name("plan.schema.json")


def test_whole_and_parts_are_as_counted(plan: Plan) -> None:
    """No outcome, action, area of focus, sign of success, measure or statement is missing or there twice."""
    assert [outcome.number for outcome in plan.outcomes] == ["1", "2", "3", "4", "5", "6"]
    assert [len(outcome.actions) for outcome in plan.outcomes] == [5, 4, 6, 4, 3, 4]
    assert [len(outcome.areas_of_focus) for outcome in plan.outcomes] == [5, 4, 7, 4, 3, 4]
    assert [len(outcome.success) for outcome in plan.outcomes] == [5, 4, 8, 5, 3, 4]
    assert [len(outcome.achieve) for outcome in plan.outcomes] == [2, 2, 2, 2, 2, 2]
    formal = [measure for measure in plan.measures if measure.kind is MeasureKind.FORMAL]
    assert (len(formal), len(plan.measures)) == (29, 35)
    kinds = [statement.kind for measure in plan.measures for statement in measure.statements]
    assert (kinds.count(NARRATIVE), kinds.count(ACTION_PLAN), len(kinds)) == (38, 35, 73)


def test_every_fact_has_its_place(plan: Plan) -> None:
    """Outcomes, actions, bodies, statements and baselines are cited by heading and line."""
    cites = [
        *(body.cite for body in plan.bodies),
        *(outcome.cite for outcome in plan.outcomes),
        *(action.cite for action in plan.actions),
        *(statement.cite for measure in plan.measures for statement in measure.statements),
        *(measure.baseline.cite for measure in plan.measures if measure.baseline),
    ]
    assert all(cite and cite.heading and cite.position and cite.line for cite in cites)


def test_every_action_has_a_lead_and_a_measure(plan: Plan) -> None:
    """Each row of the action plan keeps its lead, its timescale and its success measure."""
    measured = {action for measure in plan.measures for action in measure.actions}
    for action in plan.actions:
        assert action.leads, action.id
        assert action.timescale, action.id
        assert action.id in measured


def test_action_plan_demands_are_ongoing_where_it_says_so(plan: Plan) -> None:
    """A target is ongoing if, and only if, the timescale of its row says "Ongoing"."""
    for measure in plan.measures:
        for statement in measure.statements:
            ongoing = statement.timescale is not None and statement.timescale.startswith("Ongoing")
            assert [target.ongoing for target in statement.targets] == [ongoing] * len(statement.targets)


def test_review_follows_the_timescale(plan: Plan) -> None:
    """The cadence of an action and of its statements is the one printed in its timescale."""
    dated = {action.cite.line: action for action in plan.actions if action.cite}
    for action in plan.actions:
        monthly = "monthly" in (action.timescale or "")
        assert action.review is (Cadence.MONTHLY if monthly else Cadence.ANNUAL)
    for measure in plan.measures:
        for statement in measure.statements:
            if statement.kind is ACTION_PLAN and statement.cite:
                action = dated[statement.cite.line]
                row = (statement.leads, statement.timescale, statement.review)
                assert row == (action.leads, action.timescale, action.review)
                assert action.id in measure.actions


@pytest.mark.parametrize(
    ("measure", "narrative", "action_plan"),
    [
        ("placement-stability", [(70, Bound.AT_LEAST)], [(70, None)]),
        ("adoptions", [], [(26, None)]),
        ("special-guardianship-orders", [], [(29, None)]),
        ("permanence-plan", [], [(100, None)]),
        ("dentist-registration", [(95, None)], [(95, None)]),
        ("dental-checks", [(85, None)], [(85, None)]),
        ("health-checks", [(85, None)], [(85, None)]),
        ("immunisations", [(95, None)], [(95, None)]),
        ("substance-misuse", [(4, None)], [(4, None)]),
        ("camhs-assessment", [(100, None)], [(100, None)]),
        ("attendance", [(95, None)], [(95, Bound.AT_LEAST)]),
        ("ks2-rwm", [(50, Bound.AT_LEAST)], []),
        ("gcse", [(27, Bound.AT_LEAST)], [(50, None)]),
        ("care-leavers-eet", [(70, Bound.AT_LEAST), (75, None)], [(70, None), (75, None)]),
        ("university", [], [(5, None)]),
        ("family-group-conferences", [(50, None)], [(50, None)]),
        ("pathway-plans", [(95, Bound.AT_LEAST)], [(95, Bound.AT_LEAST)]),
    ],
)
def test_values_are_as_printed(
    plan: Plan,
    measure: str,
    narrative: list[tuple[int, Bound | None]],
    action_plan: list[tuple[int, Bound | None]],
) -> None:
    """The figure of each list stands as printed, with "at least" only where it is printed."""
    assert _values(plan, measure, NARRATIVE) == narrative
    assert _values(plan, measure, ACTION_PLAN) == action_plan


def test_dated_targets(plan: Plan) -> None:
    """A figure for 2018/19 and growth in every year after it are two targets of one sentence."""
    for name, value in (("adoptions", 26), ("special-guardianship-orders", 29)):
        first, yearly = plan.measure(name).statements[1].targets
        assert isinstance(first, ValueTarget)
        assert (first.id, first.value, first.period) == ("2018-19", value, Period.financial(2018))
        assert isinstance(yearly, YearOnYearTarget)
        assert (yearly.id, yearly.sense, yearly.after) == (
            "year-on-year",
            Sense.INCREASE,
            Period.financial(2018),
        )
        (more,) = plan.measure(name).statements[0].targets
        assert isinstance(more, DirectionTarget)


def test_two_readings_of_the_national_trend(plan: Plan) -> None:
    """Four per cent "in line with the national trend" is kept as a value and as a comparison."""
    measure = plan.measure("substance-misuse")
    value, trend = measure.statements[0].targets
    assert (value.id, trend.id) == ("4-percent", "national-trend")
    assert isinstance(trend, ComparatorTarget)
    assert (trend.comparator, trend.relation) == ("country", Relation.IN_LINE)
    assert (measure.direction, measure.direction_basis) == ("towards-target", Basis.INFERRED)
    assert plan.measure("substance-misuse-treatment").of == measure.id


def test_targets_without_a_figure(plan: Plan) -> None:
    """What is promised in words keeps its own kind and is no number."""
    kinds = {
        "seen-alone": AllTarget,
        "missing-children": ChangeTarget,
        "missing-episodes": ChangeTarget,
        "exploitation-disruption": QualitativeTarget,
        "accommodation-models": MilestoneTarget,
        "supported-accommodation": SufficiencyTarget,
        "support-survey": QualitativeTarget,
    }
    for name, kind in kinds.items():
        assert {type(target) for target in plan.measure(name).targets} == {kind}, name
    (tenth,) = plan.measure("missing-episodes").statements[0].targets
    assert isinstance(tenth, ChangeTarget)
    assert (tenth.sense, tenth.by, tenth.relative) == (Sense.DECREASE, 10, True)


def test_baselines_are_as_stated(plan: Plan) -> None:
    """What the document says of the same quantity is a baseline; two are marked as not quite the same."""
    found = {
        measure.id: (measure.baseline.value, measure.baseline.period, measure.baseline.qualifier)
        for measure in plan.measures
        if measure.baseline
    }
    march_2017 = Period.day(dt.date(2017, 3, 31))
    assert found == {
        "placement-stability": (50, Period.day(dt.date(2018, 3, 31)), None),
        "adoptions": (23, Period.financial(2017), None),
        "dental-checks": (96, march_2017, "more than"),
        "health-checks": (96, march_2017, "more than"),
        "substance-misuse": (Decimal("1.8"), Period.financial(2017), "Only"),
    }
    doubtful = {one.id for one in plan.measures if one.baseline and not one.baseline.comparable}
    assert doubtful == {"dental-checks", "health-checks"}, "one figure of both, not of checks on time"


def test_ties_to_national_indicators_give_reasons(plan: Plan) -> None:
    """Whatever is a proxy or not comparable says why."""
    links = {measure.id: measure.indicator for measure in plan.measures if measure.indicator}
    by_kind = {
        kind: sorted(name for name, link in links.items() if link.comparability is kind)
        for kind in Comparability
    }
    assert by_kind[Comparability.NOT_COMPARABLE] == ["ks2-rwm", "missing-children"]
    assert by_kind[Comparability.SAME] == ["adoptions", "substance-misuse"]
    assert all(link.reason for link in links.values() if link.comparability is not Comparability.SAME)


def test_period_and_authority(plan: Plan) -> None:
    """The period is the stated one, the authority Warrington."""
    assert (plan.authority, plan.period.basis) == ("E06000007", Basis.STATED)
    assert (plan.period.start, plan.period.end) == (dt.date(2018, 4, 1), dt.date(2021, 3, 31))


def test_success_sentences_name_the_measures_that_they_set(plan: Plan) -> None:
    """A sentence of a list of success is a statement of every measure that it names, at the same place."""
    said = {
        (measure.id, statement.text, statement.cite)
        for measure in plan.measures
        for statement in measure.statements
    }
    points = [
        *(point for outcome in plan.outcomes for point in outcome.success),
        *(point for action in plan.actions for point in action.success),
    ]
    assert all(point.measures for point in points)
    assert all((name, point.text, point.cite) in said for point in points for name in point.measures)


def test_activities_and_measures_are_many_to_many(plan: Plan) -> None:
    """Rows with two success measures, and measures of several activities, keep all of both."""
    both = [action.id for action in plan.actions if len(action.success) > 1]
    assert both == ["health-and-dental-checks", "substance-misuse"]
    one = plan.action("missing-and-exploitation").success[0]
    assert one.measures == ("missing-children", "missing-episodes")
    several = {measure.id: measure.actions for measure in plan.measures if len(measure.actions) > 1}
    assert several == {
        "dental-checks": ("health-and-dental-checks", "dentist-registration"),
        "care-leavers-eet": ("education-at-19", "apprenticeships", "training-and-employment"),
    }


def test_success_measure_under_another_activity(plan: Plan) -> None:
    """Pathway plans stay where they are printed: in the row of the activity on training and employment."""
    (point,) = plan.action("training-and-employment").success
    assert point.measures == ("pathway-plans",)
    assert plan.measure("pathway-plans").actions == ("training-and-employment",)
    assert "Key Stage 2" in plan.action("key-stages").text
    assert "Key Stage 2" not in plan.action("key-stages").success[0].text


def test_implied_measures_are_labelled(plan: Plan) -> None:
    """What is only promised in passing is a measure of its own kind, and the note says so."""
    implied = [measure for measure in plan.measures if measure.kind is MeasureKind.IMPLIED]
    assert {measure.id for measure in implied} == {
        "persistent-absence",
        "dentist-numbers",
        "timely-appointments",
        "training-opportunities",
        "suitable-places",
        "local-offer",
    }
    assert all((measure.note or "").startswith("Read out of") for measure in implied)
    (launch,) = plan.measure("local-offer").targets
    assert isinstance(launch, MilestoneTarget)
    assert launch.period == Period.month(2018, 9)


def test_leads_as_printed(plan: Plan) -> None:
    """Where two leads run together in the print, the print is kept beside the ids."""
    together = {action.id for action in plan.actions if action.leads_stated}
    assert together == {action.id for action in plan.actions if len(action.leads) > 1}
    assert plan.action("legal-permanence").leads_stated == "Children's safeguarding teams. Permanence Team."
    assert len({lead for action in plan.actions for lead in action.leads}) == 10
