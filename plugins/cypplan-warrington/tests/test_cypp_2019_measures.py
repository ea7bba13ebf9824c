"""The measures of the plan of 2019 to 2022: key indicators without a target, and what its promises imply.

Counted by hand: 15 key indicators, of which two are on primary and secondary schools (one more each) and
one has five parts (four more), make 21 formal measures. Implied are 35: three gaps (51, 68, 101, 189),
inequalities (59), one each of priorities 4 to 6 (83 to 85), and of actions, by outcome, 7, 4, 7, 8 and 2,
the gap of line 189 not counted again.
"""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

import pytest

import cypplan_warrington
from cypplan import plans
from cypplan.indicators import Direction
from cypplan.periods import Period
from cypplan.plans import (
    AllTarget,
    Basis,
    ChangeTarget,
    Comparability,
    DirectionTarget,
    GapTarget,
    Measure,
    MeasureKind,
    Plan,
    Sense,
    StatementKind,
    SufficiencyTarget,
)

PLAN_ID = "warrington-cypp-2019"
GAP = "Closing the gap:"


@pytest.fixture(scope="module")
def plan() -> Plan:
    """The plan, read without faults."""
    return plans.load(next(file for file in cypplan_warrington.cypplan_plans() if file.stem == PLAN_ID))


@pytest.fixture(scope="module")
def formal(plan: Plan) -> list[Measure]:
    """The measures that the plan lists."""
    return [measure for measure in plan.measures if measure.kind is MeasureKind.FORMAL]


@pytest.fixture(scope="module")
def implied(plan: Plan) -> list[Measure]:
    """The measures read out of its promises."""
    return [measure for measure in plan.measures if measure.kind is MeasureKind.IMPLIED]


def _lines(measure: Measure) -> list[int | None]:
    return [statement.cite.line for statement in measure.statements if statement.cite]


def test_measures_are_as_counted(formal: list[Measure], implied: list[Measure]) -> None:
    """No key indicator, no part of one and no promise is missing or there twice."""
    assert (len(formal), len(implied)) == (21, 35)
    by_outcome = Counter(measure.outcome for measure in implied)
    assert by_outcome == {
        "stay-safe": 7,
        "settled-families": 4,
        "best-from-school": 8,  # with the gap in progress
        "be-healthy": 8,
        "adult-lives": 2,
        None: 6,  # two gaps, inequalities, three priorities
    }


def test_key_indicators_come_in_their_order(formal: list[Measure]) -> None:
    """Each measure of the list begins with its line, 241 to 260; lines 245 and 246 are two measures each."""
    first = [_lines(measure)[0] for measure in formal]
    assert first == [241, 242, 243, 244, 245, 245, 246, 246, *range(248, 261)]
    for measure in formal:
        kinds = [statement.kind for statement in measure.statements]
        assert kinds[0] is StatementKind.INDICATOR_LIST
        assert set(kinds[1:]) <= {StatementKind.NARRATIVE}


def test_key_indicators_demand_nothing(formal: list[Measure]) -> None:
    """The list prints no baseline, no target, no lead and no source; targets are those of other sentences."""
    assert not any(measure.baseline or measure.source for measure in formal)
    listed = [said for measure in formal for said in measure.statements if said.kind == "indicator-list"]
    assert not any(said.targets or said.change or said.leads or said.timescale for said in listed)
    assert {measure.id for measure in formal if measure.targets} == {
        "children-looked-after",
        "child-protection-plans",
        "school-readiness",
        "missing-from-home",
        "missing-from-education",
    }


@pytest.mark.parametrize(
    ("primary", "secondary"),
    [
        ("attendance-primary", "attendance-secondary"),
        ("fixed-term-exclusions-primary", "fixed-term-exclusions-secondary"),
    ],
)
def test_one_line_on_two_kinds_of_school(plan: Plan, primary: str, secondary: str) -> None:
    """Primary and secondary schools are a measure each, with the same printed line."""
    one, other = plan.measure(primary), plan.measure(secondary)
    assert one.statements == other.statements
    assert one.indicator != other.indicator


def test_gap_indicators_are_levels_without_groups(plan: Plan) -> None:
    """Five parts stand under "Closing the gap:", none of which names between whom the gap is."""
    parts = [measure for measure in plan.measures if measure.heading == GAP]
    assert [measure.id for measure in parts] == [
        "school-readiness",
        "ks2-rwm",
        "progress-8",
        "level-3-at-19",
        "neet-or-not-known",
    ]
    for measure in parts:
        assert measure.groups == ()
        assert measure.unit is not None
        assert not str(measure.unit).startswith("percentage_points")
        assert "no groups" in (measure.note or "")
        assert measure.indicator is not None
        assert measure.indicator.comparability is not Comparability.SAME


def test_injuries_stay_one_indicator(plan: Plan) -> None:
    """The line "unintentional or deliberate" is one indicator; injuries, in hospital or not, are another."""
    admissions, injuries = plan.measure("injury-admissions"), plan.measure("unintentional-injuries")
    assert (_lines(admissions), _lines(injuries)) == ([260], [164])
    assert "two causes" in (admissions.note or "")


def test_set_of_measures_kept_elsewhere(plan: Plan) -> None:
    """Of the dashboard nothing is known: no unit, no direction, no indicator."""
    measure = plan.measure("future-in-mind-dashboard")
    assert (measure.unit, measure.direction, measure.indicator) == (None, None, None)
    assert "kept elsewhere" in (measure.note or "")


def test_same_thing_in_list_and_promise_is_one_measure(plan: Plan) -> None:
    """A key indicator of which an aspiration or an action speaks, too, has all the sentences."""
    lines = {measure.id: _lines(measure) for measure in plan.measures if len(measure.statements) > 1}
    assert lines == {
        "children-looked-after": [241, 102, 160],
        "child-protection-plans": [242, 160],
        "school-readiness": [248, 188],
        "missing-from-home": [256, 163],
        "missing-from-education": [257, 163],
        "outcome-gap": [68, 51],
        "progress-gap": [101, 189],
    }


def test_fewer_are_wanted_only_where_it_is_safe(plan: Plan) -> None:
    """A direction stated by "safely reduce" is open to doubt, and says so."""
    for name in ("children-looked-after", "child-protection-plans"):
        measure = plan.measure(name)
        assert (measure.direction, measure.direction_basis) == (Direction.LOWER, Basis.STATED)
        assert (measure.direction_note or "").startswith('"Safely"')
    assert plan.measure("child-in-need-plans").direction is Direction.NONE


def test_direction_is_stated_only_where_a_word_says_so(plan: Plan) -> None:
    """Whatever direction no printed word of change gives is marked as inferred."""
    for measure in plan.measures:
        words = [statement.change for statement in measure.statements if statement.change]
        if measure.direction is not None:
            assert measure.direction_basis is (Basis.STATED if words else Basis.INFERRED), measure.id
        for statement in measure.statements:
            assert (statement.change or "") in statement.text


def test_demands_by_kind(plan: Plan) -> None:
    """What is promised is a movement, a closed gap, all, enough, or half; no other number is printed."""
    kinds = Counter(type(target) for measure in plan.measures for target in measure.targets)
    assert kinds == {
        DirectionTarget: 24,
        GapTarget: 5,
        AllTarget: 12,
        SufficiencyTarget: 1,
        ChangeTarget: 1,
    }
    gaps = [
        target for measure in plan.measures for target in measure.targets if isinstance(target, GapTarget)
    ]
    assert {gap.closed_by for gap in gaps} == {100}


def test_obesity_is_to_be_halved_after_the_end_of_the_plan(plan: Plan) -> None:
    """The one dated target is due eight years after the plan has ended, and has no baseline."""
    measure = plan.measure("childhood-obesity")
    (target,) = measure.targets
    assert isinstance(target, ChangeTarget)
    assert (target.sense, target.by, target.relative) == (Sense.DECREASE, Decimal(50), True)
    assert (target.period, target.period_basis) == (Period.parse("2030"), Basis.INFERRED)
    assert plan.period.end is not None
    assert target.period is not None
    assert target.period.start > plan.period.end
    assert measure.baseline is None
    dated = [other.id for other in plan.measures for one in other.targets if one.period]
    assert dated == ["childhood-obesity"]


def test_sentences_on_several_things_are_several_measures(plan: Plan) -> None:
    """Each such sentence says in a note that it is split."""
    shared: dict[int | None, set[str]] = {}
    for measure in plan.measures:
        for line in _lines(measure):
            shared.setdefault(line, set()).add(measure.id)
    several = {line: names for line, names in shared.items() if len(names) > 1}
    assert {line: len(names) for line, names in several.items()} == {
        101: 2, 160: 2, 161: 2, 163: 4, 176: 2, 187: 2, 194: 2, 206: 2, 245: 2, 246: 2,
    }  # fmt: skip
    for measure in plan.measures:
        for said in measure.statements:
            assert said.cite is not None
            assert said.cite.line not in several or (said.note or "").startswith(("One sentence", "One key"))


def test_measures_are_tied_to_the_actions_that_say_so(plan: Plan) -> None:
    """A measure measures exactly the actions out of whose sentences it is read, under their outcome."""
    actions = {action.cite.line: (outcome.id, action.id)
               for outcome in plan.outcomes for action in outcome.actions if action.cite}  # fmt: skip
    for measure in plan.measures:
        told = [actions[line] for line in _lines(measure) if line in actions]
        assert measure.actions == tuple(action for _, action in told), measure.id
        assert {measure.outcome} - {None} == {outcome for outcome, _ in told}, measure.id


def test_national_indicators_say_how_near_they_are(plan: Plan) -> None:
    """Two are the same; what is a proxy is known one by one, and comes with a reason."""
    links = {measure.id: measure.indicator for measure in plan.measures if measure.indicator}
    names: dict[Comparability, set[str]] = {}
    for name, link in links.items():
        names.setdefault(link.comparability, set()).add(name)
        assert bool(link.reason) is (link.comparability is not Comparability.SAME), name
    assert names[Comparability.SAME] == {"children-looked-after", "child-protection-plans"}
    assert names[Comparability.PROXY] == {
        "school-readiness",
        "ks2-rwm",
        "progress-8",
        "level-3-at-19",
        "reoffending",
        "injury-admissions",
        "placement-moves",
        "care-leavers-eet",
        "health-of-children-in-care",
    }
    assert len(names[Comparability.NOT_COMPARABLE]) == 12
