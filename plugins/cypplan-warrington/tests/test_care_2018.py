"""The care strategy of 2018: the plan file against what was counted and read in the document.

Counted by hand in the text of the document (line numbers of the text file):

* 6 strategic outcomes: the numbered list at 203 to 208;
* 26 actions: the rows of the four parts of the action plan, 491 to 524, that have an activity; by outcome
  5, 4, 6, 4, 3, 4;
* 27 areas of focus: the bullets under the six headings "What we will do", 5, 4, 7, 4, 3, 4;
* 29 formal measures: the bullets under the six headings "What difference will we make?", 5, 4, 8, 5, 3, 4,
  make 29; one more since the bullet on missing children speaks of two measures, one less since two bullets
  speak of care leavers in education, employment or training. With persistent absence, which is read out of
  an action, there are 30 measures;
* 31 statements of the narrative: those 29 bullets, one of them for two measures, and one on persistent
  absence;
* 30 statements of the action plan: 26 success measures, two of them of two sentences, one for two measures,
  and one on persistent absence.
"""

from __future__ import annotations

import datetime as dt
import os
import re
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
DOCUMENTS = "CYPPLAN_PLAN_DOCUMENTS"
NARRATIVE, ACTION_PLAN = StatementKind.NARRATIVE, StatementKind.ACTION_PLAN


@pytest.fixture(scope="module")
def path() -> Path:
    """The plan file, as the hook supplies it."""
    return next(file for file in cypplan_warrington.cypplan_plans() if file.stem == PLAN_ID)


@pytest.fixture(scope="module")
def plan(path: Path) -> Plan:
    """The plan, read without faults."""
    return plans.load(path)


@pytest.fixture(scope="module")
def lines(plan: Plan) -> list[str]:
    """The lines of the document, where the folder with the texts is at hand."""
    folder = os.environ.get(DOCUMENTS)
    if not folder:
        pytest.skip(f"{DOCUMENTS} names no folder with the texts of the plans")
    assert plan.document is not None
    assert plan.document.file is not None
    return (Path(folder) / plan.document.file).read_text(encoding="utf-8").split("\n")


def _values(plan: Plan, measure: str, kind: StatementKind) -> list[tuple[Decimal, Bound | None]]:
    return [
        (target.value, target.bound)
        for statement in plan.measure(measure).statements
        if statement.kind is kind
        for target in statement.targets
        if isinstance(target, ValueTarget)
    ]


def _cited(plan: Plan) -> list[tuple[str, str, int | None]]:
    """What the plan quotes, each with what it is and the line at which it is said to stand."""
    measured = [
        (f"statement of {measure.id}", statement.text, statement.cite.line if statement.cite else None)
        for measure in plan.measures
        for statement in measure.statements
    ]
    actions = [
        (f"action {action.id}", action.text, action.cite.line if action.cite else None)
        for action in plan.actions
    ]
    outcomes = [
        (f"outcome {each.id}", each.title, each.cite.line if each.cite else None) for each in plan.outcomes
    ]
    return [*measured, *actions, *outcomes]


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
    """No outcome, action, area of focus, measure or statement of the document is missing or there twice."""
    assert [len(outcome.actions) for outcome in plan.outcomes] == [5, 4, 6, 4, 3, 4]
    assert [len(outcome.areas_of_focus) for outcome in plan.outcomes] == [5, 4, 7, 4, 3, 4]
    assert [outcome.number for outcome in plan.outcomes] == ["1", "2", "3", "4", "5", "6"]
    formal = [measure for measure in plan.measures if measure.kind is MeasureKind.FORMAL]
    assert (len(formal), len(plan.measures)) == (29, 30)
    kinds = [statement.kind for measure in plan.measures for statement in measure.statements]
    assert (kinds.count(NARRATIVE), kinds.count(ACTION_PLAN), len(kinds)) == (31, 30, 61)
    assert len(plan.principles) == 7
    assert len(plan.partners) == 7


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
    """Only what the document says of the same quantity is a baseline, with its qualifier and period."""
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


def test_who_looks_at_it(plan: Plan) -> None:
    """The bodies that monitor the plan keep chair and cadence."""
    forum = plan.body("corporate-parenting-forum")
    assert (forum.chair, forum.review, len(forum.answers_for)) == (
        "Councillor Jean Carter",
        Cadence.QUARTERLY,
        8,
    )
    board = plan.body("corporate-parenting-board")
    assert board.review is None, "only the agreeing of a schedule is annual"
    assert board.review_stated
    led = {lead for action in plan.actions for lead in action.leads}
    assert len(led) == 10


def test_period_and_authority(plan: Plan) -> None:
    """The period is the stated one, the authority Warrington."""
    assert (plan.authority, plan.period.basis) == ("E06000007", Basis.STATED)
    assert (plan.period.start, plan.period.end) == (dt.date(2018, 4, 1), dt.date(2021, 3, 31))


def test_every_quotation_stands_at_its_line(plan: Plan, lines: list[str]) -> None:
    """Titles, activities and statements are word for word in the document, at the cited line."""
    for what, text, line in _cited(plan):
        assert line is not None, what
        assert text in lines[line - 1], f"{what}: not at line {line}: {text}"


def test_other_quotations_are_in_the_document(plan: Plan, lines: list[str]) -> None:
    """Vision, ambition, principles, partners, duties, areas of focus and timescales are word for word."""
    document = re.sub(r"\s+", " ", "\n".join(lines))
    quoted = [
        plan.title,
        plan.vision,
        plan.ambition,
        plan.period.stated,
        *plan.principles,
        *plan.partners,
        *(body.name for body in plan.bodies),
        *(body.review_stated for body in plan.bodies if body.review_stated),
        *(duty for body in plan.bodies for duty in body.answers_for),
        *(area for outcome in plan.outcomes for area in outcome.areas_of_focus),
        *(action.timescale for action in plan.actions),
    ]
    assert not [text for text in quoted if text is None or text not in document]


def test_cited_headings_are_in_the_document(plan: Plan, lines: list[str]) -> None:
    """Every heading of a citation is printed above the line that it leads to."""
    cites = [
        *(body.cite for body in plan.bodies),
        *(outcome.cite for outcome in plan.outcomes),
        *(action.cite for action in plan.actions),
        *(statement.cite for measure in plan.measures for statement in measure.statements),
        *(measure.baseline.cite for measure in plan.measures if measure.baseline),
    ]
    for cite in cites:
        assert cite is not None
        above = lines[: cite.line]
        assert not [heading for heading in cite.heading if heading not in above], str(cite)
