"""The plan file of Worcestershire against what the published document says.

The numbers expected here were counted in the document by hand: the bullets under each heading "What will
be done?", "What will success look like?", "How will success be measured?" and "Our areas of focus", one
by one; a bullet that a page breaks in two counts once.
"""

from __future__ import annotations

import os
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import cypplan_worcestershire
from cypplan.indicators import Direction
from cypplan.periods import Period
from cypplan.plans import (
    Basis,
    Bound,
    Comparability,
    ComparatorTarget,
    Measure,
    MeasureKind,
    Plan,
    Relation,
    StatementKind,
    ToBeSetTarget,
    ValueTarget,
    dumps,
    load,
    loads,
)
from cypplan.plugins import Registry

if TYPE_CHECKING:
    from collections.abc import Iterator

PLAN_ID = "worcestershire-cypp-2014"
DOCUMENTS = "CYPPLAN_PLAN_DOCUMENTS"
"""Environment variable: the folder that holds the text of the published plans."""

OUTCOMES = {  # id: areas of focus, actions, signs of success, statements of measures
    "healthy-lifestyle": (3, 8, 5, 6),
    "education": (4, 8, 4, 9),
    "early-help": (1, 5, 5, 5),
    "protected": (3, 7, 8, 4),
    "secure-families": (1, 2, 3, 2),
    "adult-life": (3, 7, 4, 5),
    "information": (3, 5, 2, 1),
}
EARLY, LATE = "2012/13 academic", "2013/14 academic"
SPOT_CHECKS = {  # id: baseline, its period, target, its period, unit
    "self-harm-admissions": ("416", "2012/13", "377.5", "2014/15", "per_10_000_young_people"),
    "excess-weight-year-6": ("31.9", EARLY, "33", LATE, "percent_of_children"),
    "good-level-of-development": ("49", EARLY, "53.5", LATE, "percent_of_children"),
    "foundation-stage-gap": ("34.9", EARLY, "37", LATE, "percentage_points_of_children"),
    "sen-gap-ks2": ("56.3", EARLY, "54", LATE, "percentage_points_of_pupils"),
    "referrals": ("308", "2012/13", "261.8", "2014/15", "per_10_000_children"),
    "repeat-child-protection-plans": ("20.5", "2012/13", "15.8", "2014/15", "percent_of_plans_started"),
    "persistent-absence": ("4.3", EARLY, "4.28", LATE, "percent_of_pupils"),
    "child-protection-plan-rate": ("33", "March 2014", "31", "2014/15", "per_10_000_children"),
    "looked-after-rate": ("55", "2012/13", "58", "2014/15", "per_10_000_children"),
    "care-leavers-eet": ("47", "2013/14", "52", "2014/15", "percent_of_care_leavers"),
    "care-leavers-accommodation": ("85.3", "2012/13", "90", "2014/15", "percent_of_care_leavers"),
}


@pytest.fixture(scope="module")
def path() -> Path:
    """The plan file."""
    (found,) = cypplan_worcestershire.cypplan_plans()
    return found


@pytest.fixture(scope="module")
def plan(path: Path) -> Plan:
    """The plan, read."""
    return load(path)


@pytest.fixture(scope="module")
def document(plan: Plan) -> list[str]:
    """The lines of the published document, white space made one; the tests are skipped without it."""
    folder = os.environ.get(DOCUMENTS)
    if not folder:
        pytest.skip(f"set {DOCUMENTS} to the folder with the text of the published plans")
    assert plan.document is not None
    assert plan.document.file is not None
    text = (Path(folder) / plan.document.file).read_text(encoding="utf-8")
    return [" ".join(line.split()) for line in text.split("\n")]


def _quoted(plan: Plan) -> Iterator[str]:
    """Yield every text of the plan that claims to be the document's own."""
    yield from (text for text in (plan.vision, plan.ambition, plan.age_range, plan.period.stated) if text)
    yield from (*plan.values, *plan.principles, *plan.partners)
    for body in plan.bodies:
        yield from (body.name, *body.aliases, *body.members, *filter(None, [body.chair]))
    for outcome in plan.outcomes:
        yield from (outcome.title, *outcome.areas_of_focus, *outcome.success)
        yield from (action.text for action in outcome.actions)
    yield from (priority.title for priority in plan.priorities)
    for measure in plan.measures:
        yield from filter(None, [measure.printed_unit, *measure.groups])
        for statement in measure.statements:
            yield from filter(None, [statement.text, statement.change, statement.timescale])


def _cited(plan: Plan) -> Iterator[tuple[int, str]]:
    """Yield line and text of every sentence that cites the line on which it starts."""
    pairs = [
        *((action.cite, action.text) for action in plan.actions),
        *((priority.cite, priority.title) for priority in plan.priorities),
        *((said.cite, said.text) for measure in plan.measures for said in measure.statements),
    ]
    for cite, text in pairs:
        assert cite is not None, text
        assert cite.line is not None, text
        yield cite.line, text


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
    statements = [said for measure in plan.measures for said in measure.statements if said.cite]
    here = [said for said in statements if said.cite and said.cite.heading[0] == heading]
    counted = (len(outcome.areas_of_focus), len(outcome.actions), len(outcome.success), len(here))
    assert counted == OUTCOMES[outcome_id]


def test_totals(plan: Plan) -> None:
    """Seven outcomes; 32 statements of 29 measures, since three measures are printed twice; 25 priorities."""
    assert list(OUTCOMES) == [outcome.id for outcome in plan.outcomes]
    assert len(plan.actions) == 42
    assert len(plan.measures) == 29
    assert sum(len(measure.statements) for measure in plan.measures) == 32
    assert len(plan.priorities) == 3 + 4 + 1 + 4 + 1 + 3 + 3 + 6
    assert (len(plan.values), len(plan.principles)) == (10, 7)


def test_every_measure_is_listed_as_one(plan: Plan) -> None:
    """The document lists all its measures, so that none is read out of an action."""
    assert {measure.kind for measure in plan.measures} == {MeasureKind.FORMAL}
    kinds = {statement.kind for measure in plan.measures for statement in measure.statements}
    assert kinds == {StatementKind.INDICATOR_LIST}


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
    measure: Measure = plan.measure(measure_id)
    (target,) = measure.targets
    assert isinstance(target, ValueTarget)
    assert measure.baseline is not None
    assert measure.baseline.value is not None
    assert measure.statements[0].change in {"reduction", "decrease"}
    assert measure.direction is Direction.LOWER
    assert target.value > measure.baseline.value
    assert "Contradictory" in (measure.note or "")


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
        "neet-16-18",
        "persistent-absence",
    }
    rest = {link.comparability for name, link in links.items() if name not in differing}
    assert (len(links), rest) == (18, {Comparability.SAME})


def test_every_quotation_is_in_the_document(plan: Plan, document: list[str]) -> None:
    """What claims to be the document's wording is found in it, word for word."""
    whole = " ".join(filter(None, document))
    assert not [text for text in _quoted(plan) if text not in whole]


def test_every_citation_leads_to_its_sentence(plan: Plan, document: list[str]) -> None:
    """The cited line is the one on which the sentence starts, and all headings of citations are printed."""
    wrong = []
    for line, text in _cited(plan):
        printed = document[line - 1].removeprefix("- ")
        if not (printed.startswith(text) or text.startswith(printed)):
            wrong.append((line, text))
    assert not wrong
    whole = " ".join(filter(None, document))
    said = (statement for measure in plan.measures for statement in measure.statements)
    baselines = (measure.baseline for measure in plan.measures if measure.baseline)
    things = (*plan.bodies, *plan.outcomes, *plan.actions, *plan.priorities, *said, *baselines)
    headings = {heading for thing in things if thing.cite for heading in thing.cite.heading}
    assert not [heading for heading in headings if heading not in whole]
