"""What meets a target of each kind, judged after its period has ended."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from assess.building import (
    baseline,
    card,
    measure,
    reason,
    row,
    statement,
    statuses,
    value,
    verdict,
    verdicts,
)

from cypplan.assess import Qualifier, Rag, Reason, Status
from cypplan.periods import Period
from cypplan.plans import (
    AllTarget,
    Bound,
    ChangeTarget,
    Comparability,
    DirectionTarget,
    GapTarget,
    MilestoneTarget,
    QualitativeTarget,
    RangeTarget,
    Sense,
    SufficiencyTarget,
    Target,
    ToBeSetTarget,
)

if TYPE_CHECKING:
    from cypplan.assess import Verdict

DUE = Period.parse("2019/20")


def _statuses(target: Target, *figures: float, link: str = "share", **more: Any) -> list[str]:
    return statuses(measure(link, target, **more), *figures)


@pytest.mark.parametrize(
    ("bound", "below", "at", "above", "words"),
    [
        (Bound.AT_LEAST, "not met", "met", "met", "at least 70%"),
        (Bound.AT_MOST, "met", "met", "not met", "at most 70%"),
        (Bound.ABOVE, "not met", "not met", "met", "above 70%"),
        (Bound.BELOW, "met", "not met", "not met", "below 70%"),
        (Bound.EXACTLY, "not met", "met", "not met", "70%"),
    ],
)
def test_each_bound(bound: Bound, below: str, at: str, above: str, words: str) -> None:
    """Protects: which side of its value meets a bound, the edge itself, and the words for it."""
    one = measure("share", value(70, "2019/20", bound=bound))
    found = verdicts(*((one, [row("share", figure)]) for figure in (69.9, 70, 70.1)))
    assert [one.status for one in found] == [below, at, above]
    assert found[0].goal == words
    assert Qualifier.BOUND_READ not in found[0].qualifiers


def test_float_noise_at_the_edge() -> None:
    """Protects: noise of floats decides nothing, and a figure is never rounded to the target's precision."""
    cases = [
        (69.99999999999999, Bound.AT_LEAST, "met"),
        (70.00000000000001, Bound.AT_MOST, "met"),
        (70.00000000000001, Bound.ABOVE, "not met"),
        (69.99999999999999, Bound.BELOW, "not met"),
        (70.00000000000001, Bound.EXACTLY, "met"),
        (69.99, Bound.AT_LEAST, "not met"),
        (69.9999, Bound.AT_LEAST, "not met"),
        (0.1 + 0.2 - 0.3, Bound.AT_LEAST, "not met"),
    ]
    found = verdicts(
        *(
            (measure("share", value(70, "2019/20", bound=bound)), [row("share", figure)])
            for figure, bound, _ in cases
        )
    )
    assert [one.status for one in found] == [status for _, _, status in cases]


def test_a_bare_value_takes_its_bound_from_the_direction() -> None:
    """Protects: a bare value is a floor where higher is better and a ceiling where lower is, and says so."""
    target = value(70, "2019/20")
    assert _statuses(target, 69, 71) == ["not met", "met"]
    assert _statuses(target, 69, 71, link="share-low") == ["met", "not met"]
    found = verdict(measure("share", target), row("share", 70))
    assert found.status is Status.MET
    assert Qualifier.BOUND_READ in found.qualifiers
    assert any("bound was read from the direction" in sentence for sentence in found.basis)


def test_the_direction_of_a_measure_goes_before_its_indicators() -> None:
    """Protects: a plan may hold the other way for better than the catalogue does."""
    for link in ("share", "neutral"):
        assert _statuses(value(70, "2019/20"), 69, 71, link=link, direction="lower") == ["met", "not met"]


def test_a_bare_value_without_a_direction() -> None:
    """Protects: where neither way is better a bare value says nothing, but a stated bound does."""
    found = verdict(measure("neutral", value(70, "2019/20")), row("neutral", 71))
    assert (found.status, found.rag, reason(found)) == (Status.CANNOT_SAY, None, Reason.NEUTRAL)
    assert _statuses(value(70, "2019/20", bound=Bound.AT_LEAST), 71, link="neutral") == ["met"]


def test_range() -> None:
    """Protects: both ends of a range meet it, and its goal is said in words."""
    target = RangeTarget(low=Decimal(50), high=Decimal(55), period=DUE)
    figures = {49.9: "not met", 50: "met", 52: "met", 55: "met", 55.1: "not met"}
    one = measure("neutral", target)
    found = verdicts(*((one, [row("neutral", figure)]) for figure in figures))
    assert [each.status for each in found] == list(figures.values())
    assert {each.goal for each in found} == {"50% to 55%"}
    assert [each.distance for each in found] == pytest.approx([-0.1, 0, 2, 0, -0.1])


def test_all() -> None:
    """Protects: "all" is 100 %, of a percentage only."""
    target = AllTarget(period=DUE)
    assert _statuses(target, 99.9, 100) == ["not met", "met"]
    found = verdict(measure("number", target), row("number", 26))
    assert reason(found) is Reason.NARRATIVE


@pytest.mark.parametrize(
    ("sense", "by", "relative", "edge", "worse", "better"),
    [
        (Sense.DECREASE, "10", True, "21.06", 21.07, 21.06),
        (Sense.DECREASE, "5", False, "18.4", 18.5, 18.4),
        (Sense.INCREASE, "10", True, "25.74", 25.73, 25.74),
        (Sense.INCREASE, "0.1", False, "23.5", 23.4, 23.5),
        (Sense.DECREASE, "50", True, "11.7", 11.8, 11.7),
    ],
)
def test_change_from_the_baseline(
    sense: Sense,
    by: str,
    relative: bool,  # noqa: FBT001 (a parameter of cases)
    edge: str,
    worse: float,
    better: float,
) -> None:
    """Protects: a relative and an absolute change from 23.4, the exact edge met and written without noise."""
    target = ChangeTarget(sense=sense, by=Decimal(by), relative=relative, period=DUE)
    one = measure("rate", target, base=baseline("23.4"))
    found = verdicts((one, [row("rate", better)]), (one, [row("rate", worse)]))
    assert [each.status for each in found] == ["met", "not met"]
    assert found[0].goal == f"{'at least' if sense is Sense.INCREASE else 'at most'} {edge} per 10,000"


def test_a_change_needs_a_baseline() -> None:
    """Protects: without a baseline value a change, a direction and the closing of a gap cannot be judged."""
    targets = [
        ChangeTarget(sense=Sense.DECREASE, by=Decimal(10), relative=True, period=DUE),
        DirectionTarget(sense=Sense.INCREASE, period=DUE),
        GapTarget(closed_by=Decimal(50), period=DUE),
    ]
    measures = [measure("share", target, base=base) for target in targets for base in (None, baseline(None))]
    found = verdicts(*((one, [row("share", 50)]) for one in measures))
    assert {reason(each) for each in found} == {Reason.NO_BASELINE}


@pytest.mark.parametrize(
    ("sense", "expected"),
    [(Sense.INCREASE, ["not met", "not met", "met"]), (Sense.DECREASE, ["met", "not met", "not met"])],
)
def test_direction_only(sense: Sense, expected: list[str]) -> None:
    """Protects: "more" means more than the baseline, so the baseline itself does not meet it."""
    target = DirectionTarget(sense=sense, period=DUE)
    assert _statuses(target, 49, 50, 51, base=baseline(50)) == expected


@pytest.mark.parametrize(
    ("base", "share", "met", "missed"),
    [("20", "100", 0, 0.1), ("20", "25", 15, 15.1), ("-20", "50", -10, -10.1)],
)
def test_gap_closed_by_a_share(base: str, share: str, met: float, missed: float) -> None:
    """Protects: a gap closes towards zero from either side, and zero meets "closed"."""
    target = GapTarget(closed_by=Decimal(share), period=DUE)
    assert _statuses(target, met, missed, link="gap", base=baseline(base)) == ["met", "not met"]


def test_towards_within_its_tolerance() -> None:
    """Protects: a target to be reached is met within its tolerance and missed beyond, on both sides."""
    target = value(50, "2019/20", tolerance=Decimal(2))
    expected = {47.9: "not met", 48: "met", 50: "met", 52: "met", 52.1: "not met"}
    assert _statuses(target, *expected, link="aimed") == list(expected.values())
    beyond = verdict(measure("aimed", target, base=baseline(40)), row("aimed", 55))
    assert Qualifier.OVERSHOT in beyond.qualifiers
    assert beyond.progress == pytest.approx(0.5), "from ten short to five beyond"
    assert beyond.distance == pytest.approx(-5)
    assert beyond.goal == "50%, give or take 2 percentage points"


def test_towards_within_chance() -> None:
    """Protects: without a tolerance, a target to be reached is met within the interval of the figure."""
    one = measure("aimed", value(50, "2019/20"))
    near = row("aimed", 52, count=52, denominator=100)
    far = row("aimed", 52, count=52_000, denominator=100_000)
    found = verdicts((one, [near]), (one, [far]))
    assert [each.status for each in found] == ["met", "not met"]
    assert found[0].goal == "50%, within chance"


def test_towards_with_neither() -> None:
    """Protects: without tolerance and interval only the very value meets it; anything else cannot be said."""
    one = measure("aimed", value(50, "2019/20"))
    assert reason(verdict(one, row("aimed", 51))) is Reason.NO_INTERVAL
    assert verdict(one, row("aimed", 50)).status is Status.MET


def test_exactly_has_a_tolerance_too() -> None:
    """Protects: "exactly" with a stated tolerance is a target to be reached, like one towards which to go."""
    target = value(50, "2019/20", tolerance=Decimal(2), bound=Bound.EXACTLY)
    assert _statuses(target, 47.9, 48, 52, 52.1) == ["not met", "met", "met", "not met"]


def _of_change(*cases: tuple[str | None, float, float, str]) -> list[Verdict]:
    measures = [
        measure(link, value(target, "2019/20"), base=baseline(base), change=change)
        for change, base, target, link in cases
    ]
    return verdicts(*((one, [row("any", 20)]) for one in measures))


def test_a_target_that_its_own_word_speaks_against() -> None:
    """Protects: a printed "reduction" from 31.9 to 33 is not judged, as nobody knows which was meant."""
    found = _of_change(
        ("reduction", 31.9, 33, "share-low"),
        ("Reduction to", 31.9, 33, "share-low"),
        ("increase", 50, 45, "share"),
        ("improvement", 20, 25, "share-low"),
        ("narrow", -20, -25, "gap"),
    )
    assert [reason(one) for one in found] == [Reason.CONTRADICTORY] * 5


def test_a_word_that_agrees_with_its_target() -> None:
    """Protects: "improvement" goes the better way and "narrow" towards zero; neither is a contradiction."""
    found = _of_change(
        ("reduction", 33, 31.9, "share-low"),
        ("improvement", 25, 20, "share-low"),
        ("improvement", 20, 25, "share"),
        ("narrow", 25, 20, "gap"),
        ("narrow", -25, -20, "gap"),
        ("as before", 25, 30, "share"),
        ("increase", 50, 50, "share"),
        (None, 50, 45, "share"),
    )
    assert not [reason(one) for one in found if one.reasons]


def test_targets_that_are_no_number() -> None:
    """Protects: each kind without a number cannot be said, has no colour, and says why in a sentence."""
    targets = (ToBeSetTarget(), MilestoneTarget(), QualitativeTarget(), SufficiencyTarget())
    found = verdicts(*((measure("share", target), [row("share", 50)]) for target in targets))
    assert [reason(one) for one in found] == [Reason.TO_BE_SET, *[Reason.NARRATIVE] * 3]
    assert {(one.status, one.rag) for one in found} == {(Status.CANNOT_SAY, None)}


def test_no_target_at_all() -> None:
    """Protects: a measure without a target has one verdict that says so, and still shows its figure."""
    found = verdict(measure("share"), row("share", 50))
    assert (found.id, found.target, reason(found)) == ("measure", None, Reason.NO_TARGET)
    assert found.observation is not None


def test_due_before_the_plan_began() -> None:
    """Protects: a target due before the plan's first day is not judged."""
    assert reason(verdict(measure("share", value(70, "2017/18")), row("share", 71, "2017/18"))) is (
        Reason.DUE_BEFORE_PLAN
    )
    assert verdict(measure("share", value(70, "2018/19")), row("share", 71, "2018/19")).status is Status.MET


def test_a_measure_without_a_unit() -> None:
    """Protects: what names no quantity is narrative, whatever number stands beside it."""
    assert reason(verdict(measure(None, value(70), unit=None))) is Reason.NARRATIVE


def test_not_comparable_and_unknown_indicators() -> None:
    """Protects: a figure that measures something else is never shown, and a missing plugin is named."""
    other = measure("share", value(70), comparability=Comparability.NOT_COMPARABLE)
    found = verdict(other, row("share", 71))
    assert (reason(found), found.observation) == (Reason.NOT_COMPARABLE, None)
    unknown = verdict(measure("nowhere", value(70), unit="percent_of_pupils"), row("nowhere", 71))
    assert reason(unknown) is Reason.NO_FIGURES
    assert '"nowhere"' in unknown.reasons[0].sentence


def test_an_indicator_of_the_plans_own() -> None:
    """Protects: figures of the caller's own judge a measure that no national indicator measures."""
    one = measure(None, value(70, "2019/20"), unit="percent_of_pupils", direction="higher")
    without = verdict(one)
    assert reason(without) is Reason.NO_FIGURES
    assert '"test-2018.measure"' in without.reasons[0].sentence
    assert verdict(one, row("test-2018.measure", 71)).status is Status.MET


def test_a_proxy_says_so() -> None:
    """Protects: what is judged on a proxy carries the qualifier and the sentence, whatever its status."""
    one = measure("share", value(70, "2019/20"), comparability=Comparability.PROXY)
    found = verdict(one, row("share", 71))
    assert (found.status, found.rag, found.is_proxy) == (Status.MET, Rag.GREEN, True)
    assert Qualifier.PROXY in found.qualifiers
    assert any("proxy share" in sentence for sentence in found.basis)


class TestMerging:
    def test_one_demand_of_two_statements(self) -> None:
        """Protects: what two sentences demand alike is judged once, and both sentences stand beside it."""
        said = (
            statement(value(70), text="In the story."),
            statement(value(70, "2019/20", id="table"), text="In the table."),
        )
        found = verdict(measure("share", statements=said), row("share", 71))
        assert found.id == "measure"
        assert found.due is not None
        assert [one.text for one in found.statements] == ["In the story.", "In the table."]

    def test_two_demands_stay_apart(self) -> None:
        """Protects: statements that disagree on value, bound or year are judged under ids of their own."""
        said = (
            statement(value(70, "2019/20", id="story"), text="In the story."),
            statement(value(75, "2019/20"), value(70, "2018/19"), text="In the table."),
            statement(value(70, "2019/20", bound=Bound.ABOVE), text="In the list."),
        )
        found = card(measure("share", statements=said), rows=[row("share", 70), row("share", 60, "2018/19")])
        assert {one.id: one.status for one in found} == {
            "measure/story": Status.MET,
            "measure/2": Status.NOT_MET,
            "measure/3": Status.NOT_MET,
            "measure/4": Status.NOT_MET,
        }
        assert len(found.of("measure")) == 4

    def test_what_cannot_be_judged_is_merged_as_well(self) -> None:
        """Protects: the same reason for the same demand is given once, for different demands once each."""
        said = (
            statement(QualitativeTarget()),
            statement(QualitativeTarget(id="x")),
            statement(MilestoneTarget()),
        )
        found = card(measure("share", statements=said))
        assert [one.id for one in found] == ["measure/x", "measure/2"]

    def test_ids_are_never_double(self) -> None:
        """Protects: every verdict can be asked for by its id, also where a plan names a target "2"."""
        said = (statement(value(60, id="2")), statement(value(70)), statement(value(80)))
        found = card(measure("share", statements=said))
        assert len({one.id for one in found}) == 3
