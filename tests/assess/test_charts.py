"""What charts show: the figures that verdicts rest on, the way to the target, holes that say why."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from assess.building import (
    COUNTRY,
    HERE,
    NEAR,
    REGION,
    WORLD,
    baseline,
    measure,
    plan,
    row,
    table,
    value,
)

import cypplan
from cypplan.assess import Status, scorecard
from cypplan.assess.charts import Charted, Gaps, Neighbours, Trajectory, Village, charts_of
from cypplan.assess.variation import Control, Funnel
from cypplan.calc import pooled_funnel
from cypplan.comparators import ComparatorKind
from cypplan.errors import ValueFault
from cypplan.periods import Period

if TYPE_CHECKING:
    from cypplan.plans import Measure

AS_OF = "2021-03-31"
YEARS = ("2015/16", "2016/17", "2017/18", "2018/19", "2019/20")
OTHERS = (COUNTRY, REGION, *NEAR)


def charted(*rows: dict[str, object], of: Measure | None = None) -> Charted:
    """Return the charts of a plan's one verdict on some figures."""
    made = of or measure("share", value(80, "2021/22"), base=baseline(50), name="a")
    figures = table(rows)
    card = scorecard(plan(made), figures, as_of=AS_OF, registry=WORLD)
    (one,) = charts_of(card, figures, registry=WORLD).values()
    return one


def part(one: Charted, kind: type) -> object:
    """Return the chart of one kind."""
    return next((chart for chart in one.charts if isinstance(chart, kind)), None)


def test_the_way_runs_from_the_baseline_to_the_target_when_it_is_due() -> None:
    """The expected line is the one that the verdict's own expected value lies on."""
    one = charted(*(row("share", 50 + 2 * at, year) for at, year in enumerate(YEARS)))
    way = part(one, Trajectory)
    assert isinstance(way, Trajectory)
    assert way.expected is not None
    start, end = way.expected
    assert (start.value, end.value, way.low, way.high) == (50, 80, 80, None)
    assert end.month - start.month == 48
    now = Period.parse("2019/20 financial").end_month
    share = (now - start.month) / (end.month - start.month)
    assert one.verdict.expected == pytest.approx(start.value + share * (end.value - start.value))
    assert [point.value for point in way.own.points] == [50, 52, 54, 56, 58]


def test_holes_say_why_and_break_the_line() -> None:
    """A suppressed year, and one that is not there at all, are never drawn through; nothing leaks."""
    rows = [row("share", 50, year, count=50, denominator=100) for year in ("2014/15", "2016/17", "2017/18")]
    hidden = row("share", None, "2018/19", mark="suppressed", count=3, denominator=9241)
    one = charted(*rows, hidden, row("share", 52, "2019/20"))
    way = part(one, Trajectory)
    assert isinstance(way, Trajectory)
    assert [point.why for point in way.own.points] == [None, None, None, "suppressed", None]
    pieces = [point.piece for point in way.own.points]
    assert pieces[1] == pieces[2]
    assert len({pieces[0], pieces[1], pieces[4]}) == 3
    gone = way.own.points[3]
    assert (gone.value, gone.lower, gone.upper) == (None, None, None)
    assert "9241" not in repr(one)


def test_gaps_are_those_of_the_verdict() -> None:
    """In the judged period the drawn gaps are the verdict's, and fewer than half the neighbours make none."""
    rows = [row("share", 60, year) for year in YEARS]
    rows += [row("share", 50 + at, YEARS[-1], area=area) for at, area in enumerate(OTHERS)]
    rows += [row("share", 40, YEARS[0], area=NEAR[0])]
    one = charted(*rows)
    gaps = part(one, Gaps)
    assert isinstance(gaps, Gaps)
    for line in gaps.lines:
        compared = one.verdict.compared_with(line.kind)
        assert compared is not None
        assert compared.gap is not None
        assert line.points[-1].value == pytest.approx(compared.gap.value)
    near = next(line for line in gaps.lines if line.kind is ComparatorKind.NEIGHBOURS)
    assert near.points[0].value is None
    assert near.points[0].why == "no figure to compare with"


def test_ours_stands_among_the_neighbours() -> None:
    """Everybody is there, the highest first, those without a figure last and why; the rank is ours."""
    rows = [row("share", 60, YEARS[-1]), row("share", None, YEARS[-1], area=NEAR[3], mark="suppressed")]
    rows += [row("share", at, YEARS[-1], area=area) for at, area in zip((70, 60, 50), NEAR, strict=False)]
    beside = part(charted(*rows), Neighbours)
    assert isinstance(beside, Neighbours)
    assert [place.value for place in beside.places] == [70, 60, 60, 50, None]
    assert (beside.rank, beside.ranked) == (2, 4)
    assert beside.places[-1].why == "suppressed"


def test_a_funnel_needs_counts_of_enough_areas() -> None:
    """Its limits are those of the formula, from counts alone; five areas make none."""
    areas = (HERE, *NEAR)
    rows = [
        row("share", 50, YEARS[-1], area=area, count=50 + at, denominator=100)
        for at, area in enumerate(areas)
    ]
    assert part(charted(*rows), Funnel) is None
    card = cypplan.scorecard(cypplan.plan("warrington-care-2018"), as_of=AS_OF)
    found = charts_of(card)["placement-stability"]
    funnel = part(found, Funnel)
    assert isinstance(funnel, Funnel)
    assert funnel.own.value == pytest.approx(found.verdict.judged_on)
    pairs = [(area.value * area.denominator / 100, area.denominator) for area in funnel.areas]
    again = pooled_funnel(pairs, unit="percent_of_children")
    size, limits = funnel.limits[3]
    assert [one.lower for one in limits] == pytest.approx([one.lower for one in again.limits(size)])


def test_a_control_chart_needs_twelve_points() -> None:
    """Eleven years make none, twelve do; and the verdict's own figure is its last point."""
    years = [f"{year}/{(year + 1) % 100:02d}" for year in range(2008, 2020)]
    rows = [row("share", 50 + at % 3, year) for at, year in enumerate(years)]
    assert part(charted(*rows[1:]), Control) is None
    control = part(charted(*rows), Control)
    assert isinstance(control, Control)
    latest = control.chart.latest
    assert latest is not None
    assert latest.value == rows[-1]["value"]


def test_a_village_is_of_children() -> None:
    """A percentage of pupils is so many of a hundred; a rate is no village."""
    village = part(charted(row("share", 66.6, YEARS[-1])), Village)
    assert isinstance(village, Village)
    assert (village.children, village.noun) == (67, "pupils")
    rate = measure("rate", value(30, "2021/22"), base=baseline(50), name="r")
    assert part(charted(row("rate", 40, YEARS[-1]), of=rate), Village) is None


def test_other_figures_than_those_judged_on_are_refused() -> None:
    """A chart never shows figures that its verdict does not rest on."""
    figures = table([row("share", 60, YEARS[-1])])
    made = measure("share", value(80, "2021/22"), base=baseline(50), name="a")
    card = scorecard(plan(made), figures, as_of=AS_OF, registry=WORLD)
    assert card["a"].status is not Status.CANNOT_SAY
    with pytest.raises(ValueFault, match="give the table that the scorecard was made from"):
        charts_of(card, table([row("share", 61, YEARS[-1])]), registry=WORLD)
