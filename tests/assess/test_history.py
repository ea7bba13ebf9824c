"""The series behind a scorecard: the same figures as its verdicts, in order, and no others."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
import pytest
from assess.building import COUNTRY, HERE, NEAR, REGION, WORLD, baseline, measure, plan, row, table, value

import cypplan
from cypplan.assess import scorecard
from cypplan.assess.history import histories
from cypplan.calc import proportion
from cypplan.comparators import ComparatorKind

if TYPE_CHECKING:
    from engines import EngineKind

AS_OF = "2021-03-31"
MEASURES = (
    measure("share", value(70, "2019/20"), base=baseline(50), name="a"),
    measure("share", value(80, "2021/22"), base=baseline(50), name="b"),
    measure("rate", value(30, "2019/20"), name="without-figures"),
)
ROWS = (
    row("share", 60, "2018/19", qualifiers="provisional"),
    row("share", 71, count=71, denominator=100),
    row("share", None, "2017/18", mark="suppressed"),
    row("share", 90, "2021/22"),
    row("share", 40, "2019/20 academic"),
    *(row("share", 60 + n, area=area) for n, area in enumerate((COUNTRY, REGION, *NEAR))),
    row("share", 1, area="E06000999"),
)
TYPES = {pl.String: "String", pl.Float64: "Float64", pl.Date: "Date"}


def test_the_series_hold_what_was_known(engine: EngineKind) -> None:
    """On every engine: periods in order, suppressed ones kept, none after the day or of another kind."""
    figures = table(ROWS)
    schema = {column: TYPES[type(dtype)] for column, dtype in figures.schema.items()}
    native = engine.make(figures.to_dict(as_series=False), schema)
    card = scorecard(plan(*MEASURES), native, as_of=AS_OF, registry=WORLD)
    found = histories(card, native, registry=WORLD)
    assert list(found) == ["share"], "an indicator without an own figure has no history"
    own = found["share"].own
    assert own.area == HERE
    assert [(point.period.key, point.value) for point in own.points] == [
        ("2017/18 financial", None),
        ("2018/19 financial", 60),
        ("2019/20 financial", 71),
    ]
    assert own.points[0].observation.mark == "suppressed"
    assert own.points[1].observation.qualifiers == ("provisional",)
    values = {
        kind: [one.points[0].value for one in found["share"].of(ComparatorKind(kind))]
        for kind in ("country", "region", "neighbours")
    }
    assert values == {"country": [60], "region": [61], "neighbours": [62, 63, 64, 65]}


def test_limits_are_those_of_the_count() -> None:
    """The band of a chart is Wilson's of count and denominator, and absent where those are not known."""
    card = scorecard(plan(*MEASURES), table(ROWS), as_of=AS_OF, registry=WORLD)
    points = histories(card, table(ROWS), registry=WORLD)["share"].own.points
    expected = proportion(71, 100)
    assert (points[-1].lower, points[-1].upper) == (expected.lower, expected.upper)
    assert (points[1].lower, points[1].upper) == (None, None)


@pytest.mark.parametrize("name", ["warrington-care-2018", "worcestershire-cypp-2014"])
def test_the_judged_figure_is_in_its_series(name: str) -> None:
    """Verdict and chart cannot show two figures: every judged one stands in the history, value and mark."""
    card = cypplan.scorecard(cypplan.plan(name), as_of=AS_OF)
    found = histories(card)
    for verdict in card:
        if verdict.observation is not None and verdict.indicator is not None:
            point = found[verdict.indicator.id].own.at(verdict.observation.period)
            assert point is not None, verdict.id
            assert (point.value, point.observation.mark) == (
                verdict.observation.value,
                verdict.observation.mark,
            )
            for compared in verdict.comparisons:
                others = found[verdict.indicator.id].of(compared.kind)
                if compared.kind is ComparatorKind.COUNTRY and compared.value is not None:
                    (at,) = [other.at(verdict.observation.period) for other in others]
                    assert at is not None
                    assert at.value == compared.value
