"""Verdicts on real plans from real published figures, each as the publications give it."""

from __future__ import annotations

import pytest

import cypplan
from cypplan.assess import Judged, Qualifier, Rag, Reason, Scorecard, Status, Travel


@pytest.fixture(scope="module")
def worcestershire() -> Scorecard:
    """Worcestershire's plan, seen from the end of the school year 2014/15."""
    return cypplan.scorecard(cypplan.plan("worcestershire-cypp-2014"), as_of="2015-08-31")


@pytest.fixture(scope="module")
def warrington() -> Scorecard:
    """Warrington's strategy for children in care, seen from its last day."""
    return cypplan.scorecard(cypplan.plan("warrington-care-2018"), as_of="2021-03-31")


def test_repeat_plans_in_worcestershire(worcestershire: Scorecard) -> None:
    """Protects: 112 of 493 plans (DfE children in need, table D3) is 22.7 % against 15.8 %, not met."""
    verdict = worcestershire["repeat-child-protection-plans"]
    assert (verdict.status, verdict.rag, verdict.judged) == (Status.NOT_MET, Rag.RED, Judged.FINAL)
    observation = verdict.observation
    assert observation is not None
    assert (observation.value, observation.count, observation.denominator) == (22.7, 112, 493)
    assert (observation.period.key, observation.source) == ("2014/15 financial", "dfe-children-in-need")
    assert verdict.judged_on == pytest.approx(100 * 112 / 493)
    assert verdict.distance == pytest.approx(15.8 - 100 * 112 / 493)
    assert verdict.goal == "at most 15.8%"


def test_child_protection_rate_in_worcestershire(worcestershire: Scorecard) -> None:
    """Protects: 368 children at 31 March 2015 are 31.9 per 10,000 against 31: not met, within chance."""
    verdict = worcestershire["child-protection-plan-rate"]
    assert verdict.status is Status.NOT_MET
    observation, evidence = verdict.observation, verdict.evidence
    assert observation is not None
    assert evidence is not None
    assert observation.period.key == "2015-03-31"
    assert (observation.count, observation.denominator) == (368, 115_285)
    assert round(observation.value or 0, 1) == 31.9
    assert (evidence.method, evidence.within_chance) == ("Byar", True)
    assert evidence.lower < 31 < evidence.upper
    assert evidence.children == -11, "31 per 10,000 of 115,285 is 357.4: 11 children too many"
    assert "2014/15" in " ".join(verdict.basis), (
        "the snapshot of 31 March answers for the year; it must say so"
    )


def test_good_level_of_development_in_worcestershire(worcestershire: Scorecard) -> None:
    """Protects: 3,598 of 6,188 children (DfE EYFSP) is 58.1 % in 2013/14 against 53.5 %, met."""
    verdict = worcestershire["good-level-of-development"]
    assert (verdict.status, verdict.rag) == (Status.MET, Rag.GREEN)
    observation = verdict.observation
    assert observation is not None
    assert (observation.value, observation.count, observation.denominator) == (58.1, 3598, 6188)
    assert observation.period.key == "2013/14 academic"


@pytest.mark.parametrize(
    ("measure", "status", "value"),
    [
        ("placement-stability", Status.NOT_MET, 65),
        ("health-checks", Status.MET, 99),
        ("dental-checks", Status.NOT_MET, 24),
    ],
)
def test_shares_of_children_in_care_in_warrington(
    warrington: Scorecard, measure: str, status: Status, value: float
) -> None:
    """Protects: the three percentages of 2020/21 that DfE publishes, against 70, 85 and 85 %."""
    verdict = warrington[measure]
    assert verdict.observation is not None
    assert (verdict.status, verdict.observation.value) == (status, value)
    assert verdict.observation.period.key == "2020/21 financial"
    assert verdict.observation.denominator is not None


def test_substance_misuse_is_judged_towards_its_target(warrington: Scorecard) -> None:
    """Protects: "4 %, in line with the national trend" is a figure to be reached: 7 % has overshot it."""
    verdict = warrington["substance-misuse/4-percent"]
    assert verdict.observation is not None
    assert (verdict.observation.value, verdict.status) == (7, Status.NOT_MET)
    assert verdict.direction == "towards-target"
    assert Qualifier.OVERSHOT in verdict.qualifiers
    assert verdict.progress is not None
    assert verdict.progress < 0, "further from 4 than the baseline of 1.8 was"
    national = warrington["substance-misuse/national-trend"]
    assert (national.status, national.goal) == (Status.NOT_MET, "3% (England), within chance")


def test_adoptions_and_every_year_after(warrington: Scorecard) -> None:
    """Protects: 26 in 2018/19 against 16 published, and one judgement for each year that follows."""
    statuses = {v.id: (v.status, v.observation and v.observation.value) for v in warrington.of("adoptions")}
    assert statuses["adoptions/2018-19"] == (Status.NOT_MET, 16)
    assert statuses["adoptions/year-on-year-2019-20"] == (Status.MET, 19)
    assert statuses["adoptions/year-on-year-2020-21"] == (Status.NOT_MET, 7)
    assert not warrington["adoptions/2018-19"].comparisons, "counts of unlike areas are not compared"


def test_attendance_waits_for_its_own_year(warrington: Scorecard) -> None:
    """Protects: at 31 March 2021 the school year has not ended, so 2018/19 is the latest, and it says so."""
    verdict = warrington["attendance"]
    assert verdict.observation is not None
    assert verdict.observation.period.key == "2018/19 academic"
    assert verdict.observation.value == pytest.approx(96.4)
    assert Qualifier.AT_REVIEW in verdict.qualifiers
    assert any("2020/21 academic" in sentence for sentence in verdict.basis)


def test_attendance_is_made_from_absence() -> None:
    """Protects: from 31 August 2021 on, 7.8 % absence in 2020/21 is 92.2 % attendance, derived, not met."""
    card = cypplan.scorecard(cypplan.plan("warrington-care-2018"), as_of="2021-08-31")
    verdict = card["attendance"]
    assert verdict.observation is not None
    assert verdict.status is Status.NOT_MET
    assert verdict.observation.value == pytest.approx(92.2)
    assert verdict.observation.period.key == "2020/21 academic"
    assert verdict.observation.derivation == "100% minus cla-absence, published as 7.8%"
    assert verdict.trend is None, "2019/20 was not collected; 2018/19 is not the year before"


def test_two_targets_for_care_leavers(warrington: Scorecard) -> None:
    """Protects: 70 % at 19 and 75 % stand in one plan, and each gets its own verdict, on a proxy."""
    verdicts = {verdict.id: verdict for verdict in warrington.of("care-leavers-eet")}
    promise = verdicts.pop("care-leavers-eet/more-at-19")
    assert [one.reason for one in promise.reasons] == [Reason.NO_BASELINE], "more than an unstated number"
    assert set(verdicts) == {"care-leavers-eet/at-19", "care-leavers-eet/all"}
    assert [v.goal for v in verdicts.values()] == ["at least 70%", "at least 75%"]
    assert all(v.status is Status.NOT_MET for v in verdicts.values())
    assert all(Qualifier.PROXY in v.qualifiers for v in verdicts.values())
    assert all("19 to 21" in " ".join(v.basis) for v in verdicts.values())


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("domestic-abuse-plans", Reason.TO_BE_SET),
        ("excess-weight-year-6", Reason.CONTRADICTORY),
        ("permanent-exclusions", Reason.DUE_BEFORE_PLAN),
        ("persistent-absence", Reason.NOT_COMPARABLE),
        ("adoptions", Reason.NO_OBSERVATION),
        ("missing-children", Reason.NO_FIGURES),
    ],
)
def test_what_cannot_be_said_in_worcestershire(worcestershire: Scorecard, name: str, reason: Reason) -> None:
    """Protects: each measure that cannot be judged says so with its own typed reason and a sentence."""
    verdict = worcestershire[name]
    assert verdict.status is Status.CANNOT_SAY
    assert verdict.rag is None
    assert [one.reason for one in verdict.reasons] == [reason]
    assert verdict.reasons[0].sentence


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("support-survey", Reason.NARRATIVE),
        ("accommodation-models", Reason.NARRATIVE),
        ("missing-children", Reason.NOT_COMPARABLE),
        ("missing-episodes", Reason.NO_BASELINE),
        ("dentist-registration", Reason.NO_FIGURES),
    ],
)
def test_what_cannot_be_said_in_warrington(warrington: Scorecard, name: str, reason: Reason) -> None:
    """Protects: narrative, not comparable and missing figures are three reasons, not one."""
    assert [one.reason for one in warrington[name].reasons] == [reason]


def test_proxies_are_counted_apart(warrington: Scorecard) -> None:
    """Protects: a proxy never swells the count of what was judged on the plan's own quantity."""
    own, proxies = warrington.counts(proxies=False), warrington.counts(proxies=True)
    assert sum(own.values()) + sum(proxies.values()) == len(warrington)
    assert sum(proxies.values()) == sum(verdict.measure.is_proxy for verdict in warrington) > 0


def test_compared_with_england_region_and_neighbours(warrington: Scorecard) -> None:
    """Protects: gaps are ours minus theirs with the sense of the direction, set version and n beside them."""
    verdict = warrington["placement-stability"]
    england, neighbours = verdict.compared_with("country"), verdict.compared_with("neighbours")
    assert england is not None
    assert england.gap is not None
    assert (england.value, england.gap.value, england.gap.favour) == (70, -5, "adverse")
    assert england.gap.unit.is_difference, "percentages differ in percentage points"
    assert neighbours is not None
    assert (neighbours.n, neighbours.of, neighbours.version, neighbours.aggregate) == (10, 10, "2025", "mean")
    assert verdict.trend is not None
    assert verdict.trend.travel is Travel.WORSENING, "67 in 2019/20, 65 in 2020/21"
