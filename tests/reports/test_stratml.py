from __future__ import annotations

import xml.etree.ElementTree as ET
from decimal import Decimal

import pytest
from reports_cases import PLANS
from stratml_structure import problems

import cypplan
from cypplan import reports
from cypplan.errors import LookupFailed
from cypplan.plans import Plan
from cypplan.reports.stratml import NAMESPACES, stratml
from cypplan.reports.tree import tidy


def _root(plan: Plan, part: int) -> ET.Element:
    return ET.fromstring(stratml(plan, part=part))  # noqa: S314 (made by ourselves)


@pytest.mark.parametrize("part", [1, 2])
@pytest.mark.parametrize("name", PLANS)
def test_every_plan_has_the_structure_of_the_schemas(name: str, part: int) -> None:
    """Order, number and content of all elements are those that the standard documents."""
    assert not list(problems(_root(cypplan.plan(name), part), part, NAMESPACES[part]))


@pytest.mark.parametrize("part", [1, 2])
def test_a_plan_without_anything_has_it_too(part: int) -> None:
    """A plan that says nothing but its title is valid as well: a goal there must be."""
    plan = Plan(id="1-ä", title="T", authority="E06000007")
    assert not list(problems(_root(plan, part), part, NAMESPACES[part]))


def test_the_structure_is_not_blind() -> None:
    """The checks above see elements in the wrong order, too often, missing, or with the wrong content."""
    name = NAMESPACES[2]
    right = stratml(cypplan.plan("warrington-care-2018"))
    for old, new in (
        ("<Vision>", "<Mission></Mission><Vision>"),
        ("<StrategicPlanCore>", "<StrategicPlanCore><Goal/>"),
        (' Type="Performance_Plan"', ' Type="A_Plan"'),
        ("<UnitOfMeasurement>", "<UnitOfMeasurement>x</UnitOfMeasurement><UnitOfMeasurement>"),
        ("<Identifier>measure.", "<Identifier>1."),
        ("<EndDate>20", "<EndDate>x20"),
    ):
        assert old in right
        root = ET.fromstring(right.replace(old, new))  # noqa: S314 (as above)
        assert list(problems(root, 2, name)), (old, new)


@pytest.mark.parametrize("name", PLANS)
def test_nothing_that_has_an_element_is_lost(name: str) -> None:
    """Every outcome, measure, action, baseline and valued target of a plan is in its document."""
    plan = cypplan.plan(name)
    root, space = _root(plan, 2), f"{{{NAMESPACES[2]}}}"
    goals = [one.findtext(f"{space}Name") for one in root.iter(f"{space}Goal")]
    objectives = [one.findtext(f"{space}Name") for one in root.iter(f"{space}Objective")]
    assert [tidy(one.title) for one in plan.outcomes] == goals[: len(plan.outcomes)]
    assert {tidy(one.title) for one in plan.measures} <= set(objectives)
    assert {tidy(one.text) for one in plan.actions} <= set(objectives)
    baselines = [
        Decimal(one.text or "") for one in root.iterfind(f".//{space}ActualResult/{space}NumberOfUnits")
    ]
    stated = [one.baseline.value for one in plan.measures if one.baseline and one.baseline.value is not None]
    assert sorted(baselines) == sorted(stated)
    targets = list(root.iter(f"{space}TargetResult"))
    assert len(targets) == sum(len(measure.targets) for measure in plan.measures)


def test_the_measures_are_told_in_words_where_there_is_no_element() -> None:
    """Part 1 has no indicators: its objectives say baseline and target in words."""
    text = stratml(cypplan.plan("warrington-care-2018"), part=1)
    assert "PerformanceIndicator" not in text
    assert "Baseline: " in text
    assert "Target: " in text


def test_only_a_plan_can_be_written_so(card: cypplan.Scorecard) -> None:
    """A scorecard is no plan, and the message says which formats it has."""
    with pytest.raises(LookupFailed, match="stratml"):
        reports.render(card, "stratml")
    assert reports.render(card.plan, "stratml") == stratml(card.plan)
    assert reports.render(card.plan, "stratml-1") == stratml(card.plan, part=1)
