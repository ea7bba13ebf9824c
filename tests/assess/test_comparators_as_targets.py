"""Targets against somebody else's figure, and against the year before."""

from __future__ import annotations

from typing import Any

import attrs
import pytest
from assess.building import (
    COUNTRY,
    HERE,
    NEAR,
    REGION,
    baseline,
    card,
    evolved,
    measure,
    neighbours,
    reason,
    row,
    statement,
    value,
    verdict,
    verdicts,
    world,
)

from cypplan.assess import Qualifier, Reason, Status, Travel
from cypplan.comparators import ComparatorKind
from cypplan.indicators import SeriesBreak
from cypplan.periods import Period, PeriodKind
from cypplan.plans import ComparatorTarget, Relation, Sense, YearOnYearTarget

DUE = Period.parse("2019/20")
BETTER, IN_LINE, NOT_WORSE, AS_GOOD = (
    Relation.BETTER,
    Relation.IN_LINE,
    Relation.NOT_WORSE,
    Relation.AT_LEAST_AS_GOOD,
)


def _target(relation: Relation, kind: str = "country", **more: Any) -> ComparatorTarget:
    more.setdefault("period", DUE)
    return ComparatorTarget(comparator=ComparatorKind(kind), relation=relation, **more)


def _counted(link: str, number: float, of: int = 100) -> dict[str, Any]:
    return row(link, number, count=round(number * of / 100), denominator=of)


@pytest.mark.parametrize(
    ("relation", "expected"),
    [
        (AS_GOOD, ["not met", "not met", "met", "met", "met"]),
        (BETTER, ["not met", "not met", "not met", "met", "met"]),
        (IN_LINE, ["not met", "met", "met", "met", "not met"]),
        (NOT_WORSE, ["not met", "met", "met", "met", "met"]),
    ],
)
@pytest.mark.parametrize(
    ("link", "figures"), [("share", (30, 48, 50, 52, 70)), ("share-low", (70, 52, 50, 48, 30))]
)
def test_each_relation_to_a_comparator(
    relation: Relation, expected: list[str], link: str, figures: tuple[float, ...]
) -> None:
    """Protects: better, as good, in line and not worse than 50, where 48 of 100 is within chance of it."""
    one, theirs = measure(link, _target(relation)), row(link, 50, area=COUNTRY)
    found = verdicts(*((one, [_counted(link, figure), theirs]) for figure in figures))
    assert [each.status for each in found] == expected


def test_the_goal_against_a_comparator_in_words() -> None:
    """Protects: the goal says whose figure it is, which one, and whether chance is allowed for."""
    words = {
        AS_GOOD: "at least 50.0% (Logres)",
        BETTER: "above 50.0% (Logres)",
        IN_LINE: "50.0% (Logres), within chance",
        NOT_WORSE: "at least 50.0% (Logres), or within chance of it",
    }
    rows = [_counted("share", 48), row("share", 50, area=COUNTRY)]
    found = verdicts(*((measure("share", _target(relation)), rows) for relation in words))
    assert [one.goal.replace("50%", "50.0%") for one in found] == list(words.values())


def test_without_an_interval() -> None:
    """Protects: where chance would decide and no count is known, nothing is said."""
    theirs = row("share", 50, area=COUNTRY)
    cases = [(relation, figure) for relation in (IN_LINE, NOT_WORSE) for figure in (48, 50, 52)]
    found = verdicts(
        *((measure("share", _target(relation)), [row("share", figure), theirs]) for relation, figure in cases)
    )
    no = Reason.NO_INTERVAL
    assert [reason(one) for one in found] == [no, None, no, no, None, None]
    assert {one.status for one in found if not one.reasons} == {Status.MET}


def test_region_and_missing_comparators() -> None:
    """Protects: each comparator is its own; one without a figure of that period is not available."""
    rows = [_counted("share", 48), row("share", 40, area=REGION), row("share", 40, "2018/19", area=COUNTRY)]
    found = verdicts(*((measure("share", _target(AS_GOOD, kind)), rows) for kind in ("region", "country")))
    assert found[0].status is Status.MET
    assert reason(found[1]) is Reason.NO_COMPARATOR
    country = found[0].compared_with("country")
    assert country is not None
    assert (country.value, country.gap, country.reason) == (None, None, Reason.NO_COMPARATOR)


@pytest.mark.parametrize("kind", ["area", "group", "external"])
def test_comparators_of_which_no_figures_are_at_hand(kind: str) -> None:
    """Protects: a comparator that the library cannot look up is named as missing, never replaced."""
    found = verdict(measure("share", _target(AS_GOOD, kind)), row("share", 50))
    assert reason(found) is Reason.NO_COMPARATOR
    assert kind in found.reasons[0].sentence


def test_a_comparator_without_a_direction() -> None:
    """Protects: "as good as" says nothing where neither way is better, "in line with" still does."""
    theirs = row("neutral", 50, area=COUNTRY)
    found = verdicts(
        *((measure("neutral", _target(relation)), [_counted("neutral", 48), theirs]) for relation in Relation)
    )
    by_relation = dict(zip(Relation, found, strict=True))
    assert by_relation.pop(IN_LINE).status is Status.MET
    assert {reason(one) for one in by_relation.values()} == {Reason.NEUTRAL}


class TestNeighbours:
    def _judged(self, *figures: float | None, **more: Any) -> Any:
        rows = [
            row("share", 50),
            *(row("share", n, area=area) for area, n in zip(NEAR, figures, strict=False)),
        ]
        return verdict(measure("share", _target(AS_GOOD, "neighbours")), *rows, **more)

    @pytest.mark.parametrize(
        ("aggregate", "figures", "edge"),
        [
            ("mean", (40, 40, 40, 90), 52.5),
            ("median", (40, 40, 40, 90), 40),
            ("median", (40, 44, 60, 90), 52),
            ("median", (60, 40, 50), 50),
            ("mean", (40, 60), 50),
            ("median", (0, 0, 0, 0), 0),
        ],
    )
    def test_mean_and_median(self, aggregate: str, figures: tuple[float, ...], edge: float) -> None:
        """Protects: the aggregate that was asked for, recorded with version and number of figures."""
        found = self._judged(*figures, aggregate=aggregate)
        assert found.status == ("met" if edge <= 50 else "not met")
        near = found.compared_with("neighbours")
        assert near.value == pytest.approx(edge)
        assert (near.n, near.of, near.version, near.aggregate) == (len(figures), 4, "2025", aggregate)
        assert near.gap.value == pytest.approx(50 - edge)

    @pytest.mark.parametrize("figures", [(40,), (40, None, None, None), (), (None,) * 4])
    def test_too_few(self, figures: tuple[float | None, ...]) -> None:
        """Protects: under half of the neighbours, none included, is too few for an average."""
        found = self._judged(*figures)
        assert reason(found) is Reason.TOO_FEW_NEIGHBOURS
        assert f"{len([n for n in figures if n])} of 4" in found.reasons[0].sentence
        near = found.compared_with("neighbours")
        assert (near.value, near.gap, near.reason) == (None, None, Reason.TOO_FEW_NEIGHBOURS)

    def test_never_with_itself(self) -> None:
        """Protects: an area that its own neighbour set names is not part of the average."""
        registry = world(sets=[neighbours(members={HERE: (HERE, *NEAR[:3])})])
        found = self._judged(40, 40, 40, registry=registry)
        near = found.compared_with("neighbours")
        assert (near.value, near.n) == (40, 3)

    def test_no_set_for_the_area(self) -> None:
        """Protects: without neighbours there is no comparison with any, and a target against them says so."""
        registry = world(sets=[neighbours(members={NEAR[0]: NEAR[1:]})])
        found = self._judged(40, 40, registry=registry)
        assert reason(found) is Reason.NO_COMPARATOR
        assert found.compared_with("neighbours") is None

    def test_the_version_that_was_asked_for(self) -> None:
        """Protects: the newest set is the default, and another version gives that one's neighbours."""
        sets = [neighbours("2025"), neighbours("2021", {HERE: NEAR[:2]})]
        rows = (40, 40, 60, 60)
        for version, n in ((None, 4), ("2021", 2)):
            found = self._judged(*rows, registry=world(sets=sets), neighbours=version)
            near = found.compared_with("neighbours")
            assert (near.n, near.version) == (n, version or "2025")


def test_counts_are_not_compared() -> None:
    """Protects: a number of children is not held against a country's; rates and shares are."""
    found = verdicts(
        *(
            (measure(link, value(40, "2019/20")), [row(link, 30), row(link, 50, area=COUNTRY)])
            for link in ("number", "rate", "share", "neutral")
        )
    )
    counts, *others = found
    assert counts.comparisons == ()
    gaps = [one.compared_with("country") for one in others]
    assert [gap.favour for gap in gaps if gap] == ["favourable", "adverse", "none"]
    assert [gap.gap.value for gap in gaps if gap and gap.gap] == [-20, -20, -20]


def test_a_comparator_before_it_is_due() -> None:
    """Protects: no line leads to a figure that moves: not due yet, such a target is met or unsaid."""
    target = _target(AS_GOOD, period=Period.parse("2020/21"))
    one, theirs = measure("share", target, base=baseline(30)), row("share", 50, area=COUNTRY)
    found = verdicts(
        *((one, [row("share", figure), theirs]) for figure in (29, 45, 50, 60)), as_of="2020-12-31"
    )
    assert [each.status for each in found] == ["cannot say", "cannot say", "met already", "met already"]
    assert reason(found[1]) is Reason.NOT_YET_DUE
    assert "no baseline" not in found[1].reasons[0].sentence


class TestYearOnYear:
    def _card(
        self, target: YearOnYearTarget, figures: dict[str, float | None], **more: Any
    ) -> dict[str, Any]:
        base = more.pop("base", None)
        link = more.pop("link", "number")
        found = card(
            measure(link, target, base=base), rows=[row(link, n, year) for year, n in figures.items()], **more
        )
        return {one.id: reason(one) or one.status for one in found}

    def test_each_year_against_the_one_before(self) -> None:
        """Protects: one judgement for each year after the given one, up to the plan's end and not beyond."""
        target = YearOnYearTarget(sense=Sense.INCREASE, after=Period.parse("2017/18"), id="more")
        figures = {"2017/18": 20, "2018/19": 21, "2019/20": 21, "2020/21": 25, "2021/22": 1}
        assert self._card(target, figures, as_of="2023-01-01") == {
            "measure/more-2018-19": "met",
            "measure/more-2019-20": "not met",
            "measure/more-2020-21": "met",
        }

    def test_a_decrease_from_the_baselines_year(self) -> None:
        """Protects: without a year the baseline's counts, and a decrease is met by fewer."""
        target = YearOnYearTarget(sense=Sense.DECREASE)
        found = self._card(
            target, {"2018/19": 20, "2019/20": 19, "2020/21": 19}, base=baseline(21, "2018/19")
        )
        assert found == {"measure/year-on-year-2019-20": "met", "measure/year-on-year-2020-21": "not met"}

    def test_years_that_have_not_ended(self) -> None:
        """Protects: every year still to come has its own verdict, which says that it is not due."""
        target = YearOnYearTarget(sense=Sense.INCREASE, after=Period.parse("2017/18"))
        found = self._card(target, {"2017/18": 20, "2018/19": 21}, as_of="2020-03-30")
        assert list(found.values()) == ["met", Reason.NOT_YET_DUE, Reason.NOT_YET_DUE]

    def test_a_year_missing_between(self) -> None:
        """Protects: the year before the missing one is never taken in its place."""
        target = YearOnYearTarget(sense=Sense.INCREASE, after=Period.parse("2017/18"))
        found = self._card(target, {"2017/18": 20, "2018/19": None, "2019/20": 21, "2020/21": 22})
        assert list(found.values()) == [Reason.NO_OBSERVATION, Reason.NO_COMPARATOR, "met"]

    def test_neither_a_year_nor_a_baseline(self) -> None:
        """Protects: where nothing says from when on, or until when, nothing is judged."""
        target = YearOnYearTarget(sense=Sense.INCREASE)
        assert self._card(target, {"2019/20": 20}) == {"measure": Reason.NO_BASELINE}
        after = attrs.evolve(target, after=Period.parse("2017/18"))
        assert self._card(after, {"2019/20": 20}, end=None) == {"measure": Reason.NO_BASELINE}

    def test_unlike_years(self) -> None:
        """Protects: a change from a financial year on is not judged on figures of school years."""
        target = YearOnYearTarget(sense=Sense.INCREASE, after=Period.parse("2017/18"))
        assert self._card(target, {}, link="points") == {"measure": Reason.NOT_COMPARABLE}

    def test_no_year_inside_the_plan(self) -> None:
        """Protects: a target whose first year ends after the plan is said to be pending, not to be absent."""
        target = YearOnYearTarget(sense=Sense.INCREASE, after=Period.parse("2020/21"))
        assert self._card(target, {"2020/21": 20}) == {"measure": Reason.NOT_YET_DUE}

    def test_years_before_the_plan(self) -> None:
        """Protects: years between an old baseline and the plan's first day are not held against the plan."""
        found = self._card(
            YearOnYearTarget(sense=Sense.INCREASE),
            {"2016/17": 1, "2017/18": 2, "2018/19": 3},
            base=baseline(1, "2016/17"),
            as_of="2019-03-31",
        )
        assert list(found.values()) == [Reason.DUE_BEFORE_PLAN, "met", *[Reason.NOT_YET_DUE] * 2]

    def test_a_series_that_breaks(self) -> None:
        """Protects: the first year of a new definition is not compared with the last of the old one."""
        broken = evolved("number", breaks=(SeriesBreak(Period.parse("2019/20"), "counted anew"),))
        target = YearOnYearTarget(sense=Sense.INCREASE, after=Period.parse("2017/18"))
        figures = {"2017/18": 20, "2018/19": 21, "2019/20": 40, "2020/21": 41}
        found = self._card(target, figures, registry=world(broken))
        assert list(found.values()) == ["met", Reason.NOT_COMPARABLE, "met"]

    def test_two_that_disagree_have_ids_of_their_own(self) -> None:
        """Protects: opposite demands for one year are two verdicts with two ids."""
        after = Period.parse("2019/20")
        said = [statement(YearOnYearTarget(sense=sense, after=after)) for sense in Sense]
        found = card(
            measure("number", statements=tuple(said)), rows=[row("number", 1), row("number", 2, "2020/21")]
        )
        assert [one.status for one in found] == ["met", "not met"]
        assert len({one.id for one in found}) == 2

    def test_two_that_agree_are_one(self) -> None:
        """Protects: the same demand in two statements is judged once for each year, with both sentences."""
        after = Period.parse("2018/19")
        said = [statement(YearOnYearTarget(sense=Sense.INCREASE, after=after), text=text) for text in "ab"]
        found = card(measure("number", statements=tuple(said)))
        assert [len(one.statements) for one in found] == [2, 2]

    def test_snapshots(self) -> None:
        """Protects: a stock is held against that of the same day a year earlier."""
        target = YearOnYearTarget(sense=Sense.DECREASE, after=Period.parse("31 March 2019"))
        figures = {"2019-03-31": 30, "2020-03-31": 29, "2021-03-31": 31}
        assert list(self._card(target, figures, link="stock").values()) == ["met", "not met"]


class TestTrend:
    def test_travel(self) -> None:
        """Protects: the change from the year before, worded by the direction; 50 is to be reached."""
        cases = [
            ("share", 40, 50, Travel.IMPROVING),
            ("share-low", 40, 50, Travel.WORSENING),
            ("share", 50, 40, Travel.WORSENING),
            ("share", 40, 40.00000000000001, Travel.STEADY),
            ("neutral", 40, 50, Travel.RISING),
            ("neutral", 50, 40, Travel.FALLING),
            ("aimed", 40, 44, Travel.IMPROVING),
            ("aimed", 44, 40, Travel.WORSENING),
            ("aimed", 44, 56, Travel.STEADY),
            ("aimed", 44, 55, Travel.IMPROVING),
        ]
        pairs = [
            (measure(link, value(50, "2019/20")), [row(link, now), row(link, before, "2018/19")])
            for link, before, now, _ in cases
        ]
        trends = [one.trend for one in verdicts(*pairs)]
        assert [one and one.travel for one in trends] == [travel for *_, travel in cases]
        assert {one.previous.key for one in trends if one} == {"2018/19 financial"}

    def test_not_over_a_gap(self) -> None:
        """Protects: two years apart is no change on the year before."""
        found = verdict(measure("share", value(50, "2019/20")), row("share", 50), row("share", 40, "2017/18"))
        assert found.trend is None

    def test_not_over_a_break(self) -> None:
        """Protects: across a break of series the change is shown with its reason, and has no travel."""
        broken = evolved("share", breaks=(SeriesBreak(DUE, "counted anew"),))
        rows = (row("share", 50), row("share", 40, "2018/19"))
        found = verdict(measure("share", value(50, "2019/20")), *rows, registry=world(broken))
        assert found.trend is not None
        assert (found.trend.travel, found.trend.reason) == (None, "counted anew")

    def test_only_between_periods_of_one_kind(self) -> None:
        """Protects: where no kind of period is known, a school year is not the year before a snapshot."""
        one = measure(None, value(50), unit="percent_of_pupils", direction="higher")
        own = "test-2018.measure"
        found = verdict(one, row(own, 50, "2020-08-31"), row(own, 40, "2018/19 academic"))
        assert found.trend is None
        found = verdict(one, row(own, 50, "2019/20 academic"), row(own, 40, "2018/19 academic"))
        assert found.trend is not None


def test_a_figure_of_a_month_never_stands_in_for_the_year() -> None:
    """Protects: of unknown kinds of period, the year's own figure or its last day's is judged."""
    one = measure(None, value(50, "2019/20"), unit="percent_of_pupils", direction="higher")
    own = "test-2018.measure"
    found = verdicts(
        *((one, [row(own, 50, period)]) for period in ("2020-03", "2020 Q1", "2020-03-31", "2019/20"))
    )
    assert [reason(each) or each.status for each in found] == [Reason.NO_FIGURES] * 2 + ["met"] * 2


def test_a_proxy_of_snapshots_is_told() -> None:
    """Protects: the snapshot of 31 March answers for the year, and the verdict says so."""
    found = verdict(measure("stock", value(50, "2019/20")), row("stock", 40, "2020-03-31"))
    assert found.status is Status.MET
    assert "the figure of 2020-03-31 answers for 2019/20 financial" in found.basis
    assert Qualifier.PROXY not in found.qualifiers
    assert found.indicator is not None
    assert found.indicator.period_kind is PeriodKind.DAY
