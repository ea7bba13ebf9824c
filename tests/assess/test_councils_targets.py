"""Targets that councils set beside the plain ones: ranks, keeping a level, margins, sizes for each year."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from assess.building import COUNTRY, baseline, card, measure, reason, row, value, verdict, verdicts

from cypplan.assess import Qualifier, Reason, Status
from cypplan.comparators import ComparatorKind
from cypplan.errors import ValueFault
from cypplan.periods import Period
from cypplan.plans import (
    ChangeTarget,
    ComparatorTarget,
    MaintainTarget,
    RankTarget,
    Relation,
    Sense,
    YearOnYearTarget,
)

if TYPE_CHECKING:
    from cypplan.plans import Target

DUE = Period.parse("2019/20")
BETTER, IN_LINE, NOT_WORSE, AS_GOOD = (
    Relation.BETTER,
    Relation.IN_LINE,
    Relation.NOT_WORSE,
    Relation.AT_LEAST_AS_GOOD,
)


def _statuses(
    target: Target, *figures: float, link: str = "share", theirs: float | None = None, **more: Any
) -> list[str]:
    one = measure(link, target, **more)
    beside = [] if theirs is None else [row(link, theirs, area=COUNTRY)]
    return [found.status for found in verdicts(*((one, [row(link, figure), *beside]) for figure in figures))]


def _margin(
    relation: Relation, size: float | str, *, relative: bool = False, **more: Any
) -> ComparatorTarget:
    return ComparatorTarget(
        comparator=ComparatorKind.COUNTRY,
        relation=relation,
        margin=Decimal(str(size)),
        margin_relative=relative,
        period=DUE,
        **more,
    )


@pytest.mark.parametrize(
    "target", [RankTarget(share=Decimal(25), period=DUE), RankTarget(place=10, period=DUE)]
)
def test_a_rank_cannot_be_said(target: RankTarget) -> None:
    """Protects: a rank is never guessed from the few areas at hand; the sentence says what it would need."""
    found = verdict(measure("share", target), row("share", 90), row("share", 50, area=COUNTRY))
    assert (found.status, reason(found)) == (Status.CANNOT_SAY, Reason.NO_COMPARATOR)
    assert "figures of all areas" in found.reasons[0].sentence
    assert found.observation is not None


@pytest.mark.parametrize(
    ("link", "expected"), [("share", ["not met", "met", "met"]), ("share-low", ["met", "met", "not met"])]
)
def test_maintain_is_no_worse_than_the_baseline(link: str, expected: list[str]) -> None:
    """Protects: what is to be maintained may get better, by the direction, and must not get worse."""
    assert _statuses(MaintainTarget(period=DUE), 49.9, 50, 50.1, link=link, base=baseline(50)) == expected


def test_maintain_is_not_said_to_be_met_at_the_start() -> None:
    """Protects: a level that is to be kept is there from the start by its nature; no qualifier says so."""
    one = measure("share", MaintainTarget(period=Period.parse("2021/22")), base=baseline(50))
    kept, lost = verdicts((one, [row("share", 50)]), (one, [row("share", 49)]))
    assert (kept.status, lost.status) == (Status.MET_ALREADY, Status.WORSE)
    assert Qualifier.MET_AT_START not in kept.qualifiers


def test_maintain_needs_a_baseline_and_a_direction() -> None:
    """Protects: without either nobody can say what is no worse."""
    target = MaintainTarget(period=DUE)
    cases = [measure("share", target), measure("neutral", target, base=baseline(50))]
    found = verdicts(*((one, [row("any", 50)]) for one in cases))
    assert [reason(one) for one in found] == [Reason.NO_BASELINE, Reason.NEUTRAL]


def test_maintain_where_a_level_is_aimed_at() -> None:
    """Protects: where neither more nor less is better, the baseline is kept within chance, on either side."""
    one = measure("aimed", MaintainTarget(period=DUE), base=baseline(50))
    figures = [(52, 100), (48, 100), (52, 100_000), (48, 100_000)]
    found = verdicts(
        *((one, [row("aimed", rate, count=rate * of / 100, denominator=of)]) for rate, of in figures)
    )
    assert [each.status for each in found] == ["met", "met", "not met", "not met"]


@pytest.mark.parametrize(
    ("relation", "link", "expected"),
    [
        (BETTER, "share", {51.9: "not met", 52: "met", 53: "met"}),
        (AS_GOOD, "share", {51.9: "not met", 52: "met"}),
        (BETTER, "share-low", {48.1: "not met", 48: "met", 47: "met"}),
        (NOT_WORSE, "share", {47.9: "not met", 48: "met", 60: "met"}),
        (NOT_WORSE, "share-low", {52.1: "not met", 52: "met", 40: "met"}),
        (IN_LINE, "share", {47.9: "not met", 48: "met", 52: "met", 52.1: "not met"}),
        (IN_LINE, "neutral", {47.9: "not met", 48: "met", 52: "met", 52.1: "not met"}),
    ],
)
def test_a_margin_in_the_unit(relation: Relation, link: str, expected: dict[float, str]) -> None:
    """Protects: 2 points from a comparator at 50, on the side that relation and direction say, edge met."""
    found = _statuses(_margin(relation, 2), *expected, link=link, theirs=50)
    assert found == list(expected.values())


@pytest.mark.parametrize(
    ("relation", "theirs", "expected"),
    [
        (BETTER, 40, {41.9: "not met", 42: "met"}),
        (NOT_WORSE, 40, {37.9: "not met", 38: "met"}),
        (IN_LINE, 40, {37.9: "not met", 38: "met", 42: "met", 42.1: "not met"}),
        (BETTER, -40, {-38.1: "not met", -38: "met"}),
        (NOT_WORSE, -40, {-42.1: "not met", -42: "met"}),
        (BETTER, 0, {-0.1: "not met", 0: "met"}),
    ],
)
def test_a_margin_in_per_cent_of_the_comparator(
    relation: Relation, theirs: float, expected: dict[float, str]
) -> None:
    """Protects: 5 % of the comparator's figure, whose sign does not turn the side on which it lies."""
    found = _statuses(_margin(relation, 5, relative=True), *expected, link="share", theirs=theirs)
    assert found == list(expected.values())


def test_a_margin_stands_in_place_of_chance() -> None:
    """Protects: a figure within chance of the comparator and beyond the stated margin is not in line."""
    one = measure("share", _margin(IN_LINE, 1))
    theirs = row("share", 50, area=COUNTRY)
    found = verdict(one, row("share", 48, count=48, denominator=100), theirs)
    assert found.status is Status.NOT_MET
    assert found.evidence is not None
    assert found.evidence.within_chance


def test_margins_in_words_and_distance() -> None:
    """Protects: a verdict says whose figure the edge is, how far from it, and how far the area is away."""
    theirs = row("share", 50, area=COUNTRY)
    targets = [
        _margin(BETTER, 2),
        _margin(NOT_WORSE, 2),
        _margin(IN_LINE, 2),
        _margin(BETTER, 5, relative=True),
    ]
    found = verdicts(*((measure("share", target), [row("share", 51), theirs]) for target in targets))
    assert [one.goal for one in found] == [
        "at least 52% (2 percentage points above Logres)",
        "at least 48% (2 percentage points below Logres)",
        "within 2 percentage points of 50% (Logres)",
        "at least 52.5% (5% above Logres)",
    ]
    assert [one.distance for one in found] == pytest.approx([-1, 3, 1, -1.5])


def test_a_margin_in_another_unit_than_the_figures() -> None:
    """Protects: a margin per 1,000 is turned into the figures' per 10,000; one that cannot be is refused."""
    target = _margin(NOT_WORSE, "0.5")
    theirs = row("rate", 50, area=COUNTRY)
    one = measure("rate", target, unit="per_1_000_children")
    found = verdicts((one, [row("rate", 55), theirs]), (one, [row("rate", 55.1), theirs]))
    assert [each.status for each in found] == ["met", "not met"]
    odd = verdict(measure("rate", target, unit="score"), row("rate", 55), theirs)
    assert reason(odd) is Reason.NOT_COMPARABLE


@pytest.mark.parametrize(
    ("sense", "by", "relative", "expected"),
    [
        (Sense.INCREASE, 5, False, {54.9: "not met", 55: "met", 60: "met"}),
        (Sense.DECREASE, 5, False, {45.1: "not met", 45: "met"}),
        (Sense.INCREASE, 4, True, {51.9: "not met", 52: "met"}),
        (Sense.DECREASE, 4, True, {48.1: "not met", 48: "met"}),
        (Sense.INCREASE, None, False, {50: "not met", 50.1: "met"}),
    ],
)
def test_a_size_for_each_year(
    sense: Sense,
    by: int | None,
    relative: bool,  # noqa: FBT001 (a parameter of cases)
    expected: dict[float, str],
) -> None:
    """Protects: each year by so much on the year before; the very size meets it, while "more" needs more."""
    size = None if by is None else Decimal(by)
    target = YearOnYearTarget(sense=sense, after=Period.parse("2018/19"), by=size, relative=relative)
    one = measure("share", target)
    for figure, status in expected.items():
        rows = [row("share", 50, "2018/19"), row("share", figure)]
        found = card(one, rows=rows, end="2020-03-31")
        assert [each.status for each in found] == [status], figure


def test_a_size_for_each_year_in_words() -> None:
    """Protects: the goal of a year says the size and whose figure it is added to."""
    target = YearOnYearTarget(
        sense=Sense.INCREASE, after=Period.parse("2018/19"), by=Decimal(4), relative=True
    )
    rows = [row("share", 50, "2018/19"), row("share", 51)]
    (found,) = card(measure("share", target), rows=rows, end="2020-03-31")
    assert found.goal == "at least 52% (4% above the year before)"
    assert found.distance == pytest.approx(-1)


def test_a_yearly_target_ends_where_it_says() -> None:
    """Protects: "year on year until 2019/20" has no verdict on later years of the plan."""
    target = YearOnYearTarget(sense=Sense.INCREASE, after=Period.parse("2018/19"), period=DUE)
    found = card(measure("share", target), rows=[row("share", 50)])
    assert [one.due for one in found] == [DUE]


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        ("share-low", {45.1: "not met", 45: "met", 42: "met", 40: "met", 30: "met"}),
        ("neutral", {45.1: "not met", 45: "met", 42: "met", 40: "met", 39.9: "not met"}),
    ],
)
def test_a_range_of_a_change(link: str, expected: dict[float, str]) -> None:
    """Protects: "by 10-20%" asks for 10; going further is no fault, save where neither way is better."""
    target = ChangeTarget(sense=Sense.DECREASE, by=Decimal(10), most=Decimal(20), relative=True, period=DUE)
    assert _statuses(target, *expected, link=link, base=baseline(50)) == list(expected.values())


def test_an_approximate_target_is_never_judged_silently() -> None:
    """Protects: "about 70" is judged on 70, without a tolerance made up for it, and always says so."""
    targets = [
        value(70, "2019/20", qualifier="about"),
        ChangeTarget(sense=Sense.INCREASE, by=Decimal(20), relative=False, qualifier="nearly", period=DUE),
    ]
    found = verdicts(*((measure("share", one, base=baseline(50)), [row("share", 69)]) for one in targets))
    assert {one.status for one in found} == {Status.NOT_MET}
    assert all(Qualifier.APPROXIMATE in one.qualifiers for one in found)
    assert 'the plan says "about"' in " ".join(found[0].basis)
    exact = verdict(measure("share", value(70, "2019/20")), row("share", 69))
    assert Qualifier.APPROXIMATE not in exact.qualifiers


@pytest.mark.parametrize(
    "wrong",
    [
        {"place": 10, "share": Decimal(25)},
        {},
        {"place": 0},
        {"share": Decimal(0)},
        {"share": Decimal(101)},
        {"place": 3, "among": ComparatorKind.GROUP},
    ],
)
def test_an_impossible_rank_is_refused(wrong: dict[str, Any]) -> None:
    """Protects: a rank has a place or a share, in bounds, among areas."""
    with pytest.raises(ValueFault):
        RankTarget(**wrong)


def test_impossible_sizes_are_refused() -> None:
    """Protects: a margin has no sign of its own, and a range of a change runs from less to more."""
    with pytest.raises(ValueFault, match="no sign"):
        _margin(BETTER, -2)
    with pytest.raises(ValueFault, match="exchange"):
        ChangeTarget(sense=Sense.INCREASE, by=Decimal(10), most=Decimal(5), relative=True)
