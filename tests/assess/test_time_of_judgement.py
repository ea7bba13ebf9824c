"""On which figure a target is judged, and how far it should have come by then."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from assess.building import (
    baseline,
    card,
    evolved,
    measure,
    reason,
    row,
    value,
    verdict,
    verdicts,
    world,
)

from cypplan.assess import Judged, Qualifier, Rag, Reason, Status
from cypplan.indicators import SeriesBreak
from cypplan.periods import Period
from cypplan.plans import Bound, ChangeTarget, DirectionTarget, RangeTarget, Sense

LATER = "2020-12-31"  # 2020/21 is the plan's last year, and has not ended


class TestDue:
    def test_the_figure_of_another_period_never_stands_in(self) -> None:
        """Protects: a dated target without its own figure cannot be said, however many others there are."""
        rows = [row("share", 90, year) for year in ("2018/19", "2020/21")]
        found = verdict(measure("share", value(70, "2019/20")), *rows)
        assert (found.judged, reason(found)) == (Judged.FINAL, Reason.NO_OBSERVATION)
        assert "2019/20 financial" in found.reasons[0].sentence

    def test_its_own_figure_however_late_one_looks(self) -> None:
        """Protects: years later the target is still judged on the figure of the year it was due in."""
        rows = [row("share", 60), row("share", 90, "2020/21")]
        found = verdict(measure("share", value(70, "2019/20")), *rows, as_of="2030-01-01")
        assert (found.status, found.judged_on) == (Status.NOT_MET, 60)

    @pytest.mark.parametrize(
        ("as_of", "judged"),
        [("2020-03-30", Judged.UNDER_WAY), ("2020-03-31", Judged.FINAL), ("2020-04-01", Judged.FINAL)],
    )
    def test_the_last_day(self, as_of: str, judged: Judged) -> None:
        """Protects: a period has ended on its last day, not the day before."""
        one = measure("share", value(70, "2019/20"), base=baseline(50))
        rows = (row("share", 60, "2018/19"), row("share", 71))
        found = verdict(one, *rows, as_of=as_of)
        assert (found.judged, found.judged_on) == (judged, 71 if judged is Judged.FINAL else 60)

    @pytest.mark.parametrize("as_of", [dt.date(2020, 3, 31), dt.datetime(2020, 3, 31, 12, tzinfo=dt.UTC)])
    def test_dates_of_python(self, as_of: Any) -> None:
        """Protects: a date and a point in time are taken as the day they name."""
        found = card(measure("share", value(70, "2019/20")), rows=[row("share", 71)], as_of=as_of)
        assert found.as_of == dt.date(2020, 3, 31)
        assert type(found.as_of) is dt.date
        assert found["measure"].status is Status.MET

    @pytest.mark.parametrize(
        ("link", "due", "figure", "answers"),
        [
            ("stock", "2019/20", "2020-03-31", True),
            ("stock", "31 March 2020", "2020-03-31", True),
            ("share", "31 March 2020", "2019/20", True),
            ("points", "2019/20 academic", "2019/20 academic", True),
            ("points", "2019/20", "2019/20 academic", False),
            ("share", "2019/20 academic", "2019/20", False),
            ("share", "2019", "2019/20", False),
        ],
    )
    def test_financial_school_and_snapshot(
        self,
        link: str,
        due: str,
        figure: str,
        answers: bool,  # noqa: FBT001 (a parameter of cases)
    ) -> None:
        """Protects: a snapshot answers for its year, and two unlike years never answer for each other."""
        found = verdict(measure(link, value(50, due)), row(link, 50, figure))
        assert (reason(found) or found.status) == (Status.MET if answers else Reason.NOT_COMPARABLE)

    def test_figures_of_another_kind_of_year_are_not_used(self) -> None:
        """Protects: a school year's figure under an indicator of financial years is no figure of it."""
        found = verdict(measure("share", value(50)), row("share", 50, "2018/19 academic"))
        assert reason(found) is Reason.NO_OBSERVATION


class TestUnderWay:
    """Baseline 60 in 2017/18, 90 due in 2020/21: three years, so 70 after one year and 80 after two."""

    TARGET = measure("share", value(90, "2020/21"), base=baseline(60))

    def test_every_status(self) -> None:
        """Protects: the five statuses before the due period has ended, and their colours."""
        expected = {
            59.9: (Status.WORSE, Rag.RED),
            60: (Status.NO_PROGRESS, Rag.RED),
            59.99999999999999: (Status.NO_PROGRESS, Rag.RED),
            60.00000000000001: (Status.NO_PROGRESS, Rag.RED),
            60.1: (Status.BEHIND, Rag.AMBER),
            79.9: (Status.BEHIND, Rag.AMBER),
            79.99999999999999: (Status.ON_TRACK, Rag.GREEN),
            80: (Status.ON_TRACK, Rag.GREEN),
            89.9: (Status.ON_TRACK, Rag.GREEN),
            90: (Status.MET_ALREADY, Rag.GREEN),
            95: (Status.MET_ALREADY, Rag.GREEN),
        }
        found = verdicts(*((self.TARGET, [row("share", figure)]) for figure in expected), as_of=LATER)
        assert [(each.status, each.rag) for each in found] == list(expected.values())
        assert {each.judged for each in found} == {Judged.UNDER_WAY}

    def test_the_numbers_beside_it(self) -> None:
        """Protects: 75 after two of three years: 80 expected, half way, pace 3/4, 15 more to go."""
        found = verdict(self.TARGET, row("share", 75), as_of=LATER)
        numbers = (found.expected, found.progress, found.pace, found.required_per_year, found.distance)
        assert numbers == pytest.approx((80, 0.5, 0.75, 15, -15))

    def test_the_numbers_where_lower_is_better(self) -> None:
        """Protects: the same of a fall from 90 to 60, all signs following the direction."""
        one = measure("share-low", value(60, "2020/21"), base=baseline(90))
        found = verdict(one, row("share-low", 75), as_of=LATER)
        numbers = (found.expected, found.progress, found.pace, found.required_per_year, found.distance)
        assert numbers == pytest.approx((70, 0.5, 0.75, -15, -15))

    def test_final_verdicts_have_no_pace(self) -> None:
        """Protects: when due, there is progress and no expectation, pace or required change left."""
        found = verdict(self.TARGET, row("share", 75, "2020/21"))
        assert found.progress == pytest.approx(0.5)
        assert (found.expected, found.pace, found.required_per_year) == (None, None, None)

    def test_time_is_counted_in_whole_months(self) -> None:
        """Protects: an exact third after one of three years is on track, also over a leap year."""
        for start in range(2013, 2017):
            years = [Period.financial(start + n).key for n in range(4)]
            one = measure("share", value(90, years[3]), base=baseline(60, years[0]))
            found = verdict(one, row("share", 70, years[1]), as_of=f"{start + 3}-06-30", start=None, end=None)
            assert (found.status, found.pace) == (Status.ON_TRACK, pytest.approx(1)), start

    def test_the_clock_is_the_figures_not_the_readers(self) -> None:
        """Protects: looking later without a new figure does not turn "on track" into "behind"."""
        rows = [row("share", 70, "2018/19")]
        found = [verdict(self.TARGET, *rows, as_of=day) for day in ("2019-03-31", "2021-03-30")]
        assert [(one.status, one.expected) for one in found] == [(Status.ON_TRACK, pytest.approx(70))] * 2

    def test_the_latest_figure_that_has_a_value(self) -> None:
        """Protects: progress is read from the latest ended period that has a value."""
        rows = [
            row("share", 70, "2018/19"),
            row("share", None, "2019/20", mark="suppressed"),
            row("share", 99, "2020/21"),
        ]
        assert verdict(self.TARGET, *rows, as_of=LATER).judged_on == 70

    def test_no_time_between_baseline_and_figure(self) -> None:
        """Protects: at or before the baseline's own period nothing can be said of progress."""
        for base in (baseline(60, "2019/20"), baseline(60, "2020/21"), baseline(60, None)):
            found = verdict(measure("share", value(90, "2020/21"), base=base), row("share", 75), as_of=LATER)
            assert reason(found) is Reason.NO_TIME
            assert (found.pace, found.expected) == (None, None)

    def test_reached_needs_no_time(self) -> None:
        """Protects: a target already reached is met already, with neither baseline nor time."""
        for base in (None, baseline(60, "2019/20"), baseline(60, None)):
            found = verdict(measure("share", value(90, "2020/21"), base=base), row("share", 91), as_of=LATER)
            assert found.status is Status.MET_ALREADY
            assert (found.pace, found.expected) == (None, None)

    def test_no_baseline(self) -> None:
        """Protects: without a baseline there is no line, and it is not due yet."""
        found = verdict(measure("share", value(90, "2020/21")), row("share", 75), as_of=LATER)
        assert (reason(found), found.progress) == (Reason.NOT_YET_DUE, None)

    def test_to_maintain(self) -> None:
        """Protects: from a baseline at or beyond the target, falling short of the target is worse."""
        measures = [measure("share", value(90, "2020/21"), base=baseline(base)) for base in (90, 95)]
        pairs = [(one, [row("share", figure)]) for one in measures for figure in (90, 89.9, 95)]
        found = verdicts(*pairs, as_of=LATER)
        assert [each.status for each in found] == [
            "met already",
            "worse than the baseline",
            "met already",
        ] * 2
        assert all(Qualifier.MET_AT_START in each.qualifiers for each in found)

    def test_direction_only(self) -> None:
        """Protects: "more", not due yet: more is met already, the same no progress, fewer worse."""
        one = measure(
            "share",
            DirectionTarget(sense=Sense.INCREASE, period=Period.parse("2020/21")),
            base=baseline(60),
        )
        found = verdicts(*((one, [row("share", n)]) for n in (59, 59.99999999999999, 60, 61)), as_of=LATER)
        assert [each.status for each in found] == [
            "worse than the baseline",
            "no progress",
            "no progress",
            "met already",
        ]

    def test_towards(self) -> None:
        """Protects: progress is by distance from either side, and passing beyond the target is overshot."""
        target = value(50, "2020/21", tolerance=Decimal(1))
        one = measure("aimed", target, base=baseline(20))
        figures = (10, 20, 30, 40, 45, 50, 51, 60, 65, 80, 90)
        found = verdicts(*((one, [row("aimed", figure)]) for figure in figures), as_of=LATER)
        assert [each.status for each in found] == [
            "worse than the baseline",
            "no progress",
            "behind",
            "on track",
            "on track",
            "met already",
            "met already",
            "on track",
            "behind",
            "no progress",
            "worse than the baseline",
        ]
        assert [Qualifier.OVERSHOT in each.qualifiers for each in found] == [False] * 7 + [True] * 4

    def test_exactly(self) -> None:
        """Protects: "exactly 50" is reached, not passed: 70 from 20 is as far as 30 was."""
        one = measure("share", value(50, "2020/21", bound=Bound.EXACTLY), base=baseline(20))
        found = verdicts(*((one, [row("share", figure)]) for figure in (30, 50, 70)), as_of=LATER)
        assert [each.status for each in found] == ["behind", "met already", "behind"]

    def test_range(self) -> None:
        """Protects: the way to a range ends at its nearer end; beyond its other end one has overshot."""
        target = RangeTarget(low=Decimal(50), high=Decimal(55), period=Period.parse("2020/21"))
        one = measure("neutral", target, base=baseline(20))
        figures = (19, 20, 30, 40, 52, 60, 80, 90)
        found = verdicts(*((one, [row("neutral", figure)]) for figure in figures), as_of=LATER)
        assert [each.status for each in found] == [
            "worse than the baseline",
            "no progress",
            "behind",
            "on track",
            "met already",
            "on track",
            "behind",
            "worse than the baseline",
        ]
        assert found[3].expected == pytest.approx(40)
        assert [Qualifier.OVERSHOT in each.qualifiers for each in found] == [False] * 5 + [True] * 3

    def test_range_maintained_or_without_a_baseline(self) -> None:
        """Protects: leaving a range one was in is worse; without a baseline nothing is said."""
        target = RangeTarget(low=Decimal(50), high=Decimal(55), period=Period.parse("2020/21"))
        inside, none = measure("neutral", target, base=baseline(52)), measure("neutral", target)
        pairs = [(one, [row("neutral", figure)]) for one in (inside, none) for figure in (49, 54)]
        found = verdicts(*pairs, as_of=LATER)
        assert [reason(each) or each.status for each in found] == [
            "worse than the baseline",
            "met already",
            Reason.NOT_YET_DUE,
            "met already",
        ]

    def test_change(self) -> None:
        """Protects: a tenth fewer than 100 by 2020/21 is 93.3 after two of three years."""
        target = ChangeTarget(
            sense=Sense.DECREASE, by=Decimal(10), relative=True, period=Period.parse("2020/21")
        )
        one = measure("rate", target, base=baseline(100))
        found = verdicts(*((one, [row("rate", figure)]) for figure in (93.4, 93.3, 90)), as_of=LATER)
        assert [each.status for each in found] == ["behind", "on track", "met already"]
        assert found[0].expected == pytest.approx(100 - 20 / 3)


class TestOngoing:
    ROWS = (row("share", 71, "2018/19"), row("share", 69), row("share", 75, "2020/21"))

    def test_at_a_review(self) -> None:
        """Protects: before the plan's end an ongoing target is judged on the latest figure, and says so."""
        found = verdict(measure("share", value(70, ongoing=True)), *self.ROWS, as_of=LATER)
        assert (found.judged, found.status, found.judged_on) == (Judged.STANDING, Status.NOT_MET, 69)
        assert Qualifier.AT_REVIEW in found.qualifiers
        assert any(LATER in sentence for sentence in found.basis)

    def test_at_the_plans_end(self) -> None:
        """Protects: from the plan's last day on it is judged on that day's period, marked as inferred."""
        found = verdict(measure("share", value(70, ongoing=True)), *self.ROWS, as_of="2025-01-01")
        assert (found.judged, found.status, found.judged_on) == (Judged.FINAL, Status.MET, 75)
        assert Qualifier.DUE_INFERRED in found.qualifiers
        assert any("ongoing" in sentence for sentence in found.basis)

    def test_without_an_end(self) -> None:
        """Protects: in a plan without an end an ongoing target stands, judged on the latest figure."""
        found = verdict(measure("share", value(70, ongoing=True)), *self.ROWS, end=None)
        assert (found.judged, found.due, found.judged_on) == (Judged.STANDING, None, 75)

    def test_standing(self) -> None:
        """Protects: a target without any date is judged now, on the latest figure, also after the plan."""
        found = verdict(
            measure("share", value(70)), *self.ROWS, row("share", 60, "2021/22"), as_of="2022-12-31"
        )
        assert (found.judged, found.status, found.judged_on) == (Judged.STANDING, Status.NOT_MET, 60)


class TestKnownAt:
    ONE = measure("share", value(70, "2019/20"))

    def test_later_releases_are_not_known_yet(self) -> None:
        """Protects: a figure counts from the day of its release on, that day included."""
        rows = row("share", 71, published=dt.date(2020, 11, 26))
        days = ("2020-11-25", "2020-11-26", dt.date(2020, 11, 27))
        found = [verdict(self.ONE, rows, known_at=day) for day in days]
        assert [reason(one) or one.status for one in found] == [Reason.NO_OBSERVATION, "met", "met"]

    def test_figures_of_unknown_date_are_left_out(self) -> None:
        """Protects: a figure of which nobody knows when it came out is used only where no limit is set."""
        found = [verdict(self.ONE, row("share", 71), known_at=day) for day in ("2030-01-01", None)]
        assert [reason(one) or one.status for one in found] == [Reason.NO_OBSERVATION, "met"]

    def test_an_older_release_beside_a_later_one(self) -> None:
        """Protects: of two releases the one known then is judged, without keeping them apart by hand."""
        rows = (
            row("share", 71, release="first", published=dt.date(2020, 11, 26)),
            row("share", 69, release="revised", published=dt.date(2021, 11, 26)),
        )
        found = verdict(self.ONE, *rows, known_at="2021-01-01")
        assert (found.status, found.observation and found.observation.release) == (Status.MET, "first")


class TestBreaks:
    BROKEN = world(evolved("share", breaks=(SeriesBreak(Period.parse("2018/19"), "counted anew"),)))

    @pytest.mark.parametrize(
        ("base", "due", "comparable"),
        [
            ("2017/18", "2018/19", False),
            ("2017/18", "2019/20", False),
            ("2018/19", "2019/20", True),
            (None, "2019/20", True),
        ],
    )
    def test_between_baseline_and_figure(
        self,
        base: str | None,
        due: str,
        comparable: bool,  # noqa: FBT001 (a parameter of cases)
    ) -> None:
        """Protects: a target set from a baseline of the old definition is not judged on the new one."""
        one = measure("share", value(70, due), base=baseline(60, base) if base else None)
        found = verdict(one, row("share", 71, due), registry=self.BROKEN)
        assert (reason(found) or found.status) == (Status.MET if comparable else Reason.NOT_COMPARABLE)

    def test_a_figure_before_the_break(self) -> None:
        """Protects: before the break baseline and figure are of one definition."""
        one = measure("share", value(70, "2019/20"), base=baseline(60, "2016/17"))
        found = verdict(one, row("share", 71, "2017/18"), registry=self.BROKEN, as_of="2019-12-31")
        assert found.status is Status.MET_ALREADY
