"""Figures with marks in place of a value or beside one, and what is refused."""

from __future__ import annotations

import datetime as dt
from typing import Any

import attrs
import polars as pl
import pytest
from assess.building import (
    COUNTRY,
    ELSEWHERE,
    HERE,
    NEAR,
    WORLD,
    baseline,
    card,
    measure,
    plan,
    reason,
    row,
    table,
    value,
    verdict,
    verdicts,
)

from cypplan.assess import Qualifier, Reason, Status, scorecard
from cypplan.comparators import ComparatorKind
from cypplan.errors import FrameError, LookupFailed, ValueFault
from cypplan.plans import Comparability, ComparatorTarget, IndicatorLink, Relation

ONE = measure("share", value(70, "2019/20"))
STANDING = measure("share", value(70))
MISSING = {
    "suppressed": Reason.SUPPRESSED,
    "not-collected": Reason.NOT_COLLECTED,
    "not-available": Reason.NOT_AVAILABLE,
    "not-applicable": Reason.NOT_APPLICABLE,
    "rounds-to-zero": Reason.ROUNDS_TO_ZERO,
}


@pytest.mark.parametrize("one", [ONE, STANDING], ids=["dated", "standing"])
def test_marks_in_place_of_a_value(one: Any) -> None:
    """Protects: suppressed, missing in three ways and rounded to zero are five reasons, none of them 0."""
    found = verdicts(*((one, [row("share", None, mark=mark)]) for mark in MISSING))
    assert [reason(each) for each in found] == list(MISSING.values())
    assert len({each.reasons[0].sentence for each in found}) == len(MISSING)
    for each, mark in zip(found, MISSING, strict=True):
        assert each.observation is not None
        assert (each.observation.value, each.observation.mark) == (None, mark)
        assert (each.judged_on, each.distance, each.progress, each.evidence) == (None, None, None, None)
        assert (each.status, each.rag, each.comparisons) == (Status.CANNOT_SAY, None, ())


def test_no_value_and_no_mark() -> None:
    """Protects: an empty cell without a mark is no observation; NaN is an empty cell."""
    found = verdicts((ONE, [row("share", None)]), (ONE, [row("share", float("nan"))]), (ONE, []))
    assert [reason(each) for each in found] == [Reason.NO_OBSERVATION] * 3


def test_a_count_without_a_value_stays_unsaid() -> None:
    """Protects: parts of a suppressed figure do not bring it back."""
    found = verdict(ONE, row("share", None, mark="suppressed", count=80, denominator=100))
    assert (reason(found), found.judged_on, found.evidence) == (Reason.SUPPRESSED, None, None)


def test_qualifiers_beside_a_value() -> None:
    """Protects: provisional and rounded figures are judged, and say what they are."""
    cases = {
        "provisional": {Qualifier.PROVISIONAL},
        "rounded-5": {Qualifier.ROUNDED},
        "rounded-10 provisional": {Qualifier.PROVISIONAL, Qualifier.ROUNDED},
        "low-reliability": set(),
        None: set(),
    }
    found = verdicts(*((ONE, [row("share", 71, qualifiers=marks)]) for marks in cases))
    assert {one.status for one in found} == {Status.MET}
    assert [set(one.qualifiers) - {Qualifier.BOUND_READ} for one in found] == list(cases.values())
    assert found[2].observation is not None
    assert found[2].observation.qualifiers == ("rounded-10", "provisional")


def test_other_groups_are_other_figures() -> None:
    """Protects: a figure of boys is not the figure of everybody, nor a second one."""
    assert reason(verdict(ONE, row("share", 71, group="boys"))) is Reason.NO_OBSERVATION
    assert verdict(ONE, row("share", 71), row("share", 60, group="boys")).judged_on == 71


@pytest.mark.parametrize(
    ("arguments", "error", "words"),
    [
        ({"neighbours": "2019"}, LookupFailed, '"2019"'),
        ({"rule": "trajectry"}, LookupFailed, 'Did you mean "trajectory"'),
        ({"aggregate": "mode"}, LookupFailed, '"mode"'),
        ({"as_of": "31/3/2021"}, ValueFault, 'as_of: "31/3/2021" is not a date'),
        ({"as_of": 2021}, ValueFault, 'as_of: "2021" is not a date'),
        ({"known_at": "soon"}, ValueFault, 'known_at: "soon"'),
        ({"confidence": 0}, ValueFault, "confidence 0"),
        ({"confidence": 1}, ValueFault, "confidence 1"),
        ({"confidence": 1.5}, ValueFault, "confidence 1.5"),
        ({"confidence": 95}, ValueFault, "write 0.95"),
    ],
)
def test_arguments_that_name_nothing(arguments: dict[str, Any], error: type[Exception], words: str) -> None:
    """Protects: every choice that cannot be taken is refused with its value and what would be right."""
    with pytest.raises(error) as raised:
        card(ONE, rows=[row("share", 71)], **arguments)
    assert words in str(raised.value)


@pytest.mark.parametrize("observations", [[], {}, "figures.csv", 7, [{"value": 1}]])
def test_what_is_no_table(observations: object) -> None:
    """Protects: a list of rows, a path or a number is refused with its type."""
    with pytest.raises(FrameError, match=type(observations).__name__):
        scorecard(plan(ONE), observations, as_of="2021-03-31", registry=WORLD)


@pytest.mark.parametrize("column", ["indicator", "area", "period", "period_kind", "period_end", "value"])
def test_a_column_that_is_not_there(column: str) -> None:
    """Protects: a lacking column is named, with the one that may be meant by it."""
    lacking = table([row("share", 71)]).rename({column: f"{column}s"})
    with pytest.raises(FrameError, match=rf'lack the column {column}; Did you mean "{column}s"'):
        scorecard(plan(ONE), lacking, as_of="2021-03-31", registry=WORLD)


def test_optional_columns_may_be_absent() -> None:
    """Protects: the seven required columns are enough to judge; groups are then everybody."""
    few = table([row("share", 71), row("share", 60, "2018/19")]).select(
        "indicator", "area", "period", "period_kind", "period_start", "period_end", "value"
    )
    (found,) = scorecard(plan(ONE), few, as_of="2021-03-31", registry=WORLD)
    assert (found.status, found.observation and found.observation.source) == (Status.MET, None)


@pytest.mark.parametrize(("column", "cells"), [("value", ["71", "c"]), ("count", ["7", "x"])])
def test_numbers_that_are_text(column: str, cells: list[str]) -> None:
    """Protects: a column of texts where numbers belong is refused by name, with what to do."""
    texts = table([row("share", 71), row("share", 71, "2018/19")]).with_columns(pl.Series(column, cells))
    with pytest.raises(FrameError, match=f'"{column}"'):
        scorecard(plan(ONE), texts, as_of="2021-03-31", registry=WORLD)


TWICE = {
    "own": [row("share", 71), row("share", 71)],
    "one release": [row("share", 71, published=dt.date(2020, 5, 1)), row("share", 72)],
    "country": [row("share", 71), row("share", 60, area=COUNTRY), row("share", 61, area=COUNTRY)],
    "year before": [row("share", 71), *[row("share", 70, "2018/19")] * 2],
    "neighbour": [row("share", 71), *[row("share", n, area=NEAR[0]) for n in (60, 61)]],
    "neighbour in place of another": [
        row("share", 71),
        *[row("share", 60, area=area) for area in (NEAR[0], NEAR[0], NEAR[1], NEAR[2])],
    ],
}


@pytest.mark.parametrize("name", TWICE)
def test_two_figures_for_one(name: str) -> None:
    """Protects: two figures where there can be one are refused by indicator and period, never averaged."""
    for aggregate in ("mean", "median") if "neighbour" in name else ("mean",):
        with pytest.raises(FrameError, match=r"two figures .*share, 2019/20 financial"):
            card(ONE, rows=TWICE[name], aggregate=aggregate)


def test_two_figures_that_nothing_needs() -> None:
    """Protects: doubles of other areas, groups and indicators are the caller's own business."""
    twice = [row("share", 1, area=ELSEWHERE), row("share", 1, group="boys"), row("other", 1)]
    assert verdict(ONE, row("share", 71), *twice, *twice).status is Status.MET


def test_an_authority_that_nobody_knows() -> None:
    """Protects: a plan of an area outside the registry is judged on its figures, without company."""
    rows = (row("share", 71, area="W06000015"), row("share", 60, area=COUNTRY))
    found = card(ONE, rows=rows, authority="W06000015")
    assert (found["measure"].status, found["measure"].comparisons) == (Status.MET, ())
    assert (found.area, found.neighbours) == ("W06000015", None)
    near = measure("share", ComparatorTarget(comparator=ComparatorKind.NEIGHBOURS, relation=Relation.BETTER))
    assert reason(verdict(near, *rows, authority="W06000015")) is Reason.NO_COMPARATOR


def test_a_country_is_not_its_own_comparator() -> None:
    """Protects: a plan of the country itself is compared with nobody."""
    found = card(ONE, rows=[row("share", 71, area=COUNTRY)], authority=COUNTRY)
    assert found["measure"].status is Status.MET
    assert found["measure"].comparisons == ()


class TestScorecard:
    CARD = card(
        measure("share", value(70, "2019/20"), value(80, "2020/21", id="later"), name="stability"),
        measure("rate", value(30, "2019/20"), base=baseline(40), name="rate"),
        rows=[row("share", 71), row("share", 72, "2020/21"), row("rate", 35)],
    )

    def test_asking_for_a_verdict(self) -> None:
        """Protects: a verdict by its id, all of a measure, and help where a name is not enough."""
        assert self.CARD["stability/later"].status is Status.NOT_MET
        assert self.CARD["rate"].measure.id == "rate"
        assert [one.id for one in self.CARD.of("stability")] == ["stability/1", "stability/later"]
        with pytest.raises(LookupFailed, match="stability/1"):
            self.CARD["stability"]
        with pytest.raises(LookupFailed, match='Did you mean "rate"'):
            self.CARD["rates"]

    def test_counting(self) -> None:
        """Protects: statuses are counted over all verdicts, in the order of the plan."""
        assert len(self.CARD) == 3
        assert self.CARD.counts(proxies=False) == {Status.MET: 1, Status.NOT_MET: 2}
        assert not self.CARD.counts(proxies=True)

    def test_as_plain_data(self) -> None:
        """Protects: the JSON form is made of plain values only, and reads back as it was."""
        import json

        data = self.CARD.to_dict()
        assert json.loads(json.dumps(data, allow_nan=False)) == data
        assert [one["status"] for one in data["verdicts"]] == ["met", "not met", "not met"]
        assert data["as_of"] == "2021-03-31"

    def test_today_is_the_default(self) -> None:
        """Protects: without a day the scorecard looks from today."""
        found = scorecard(plan(ONE), table([row("share", 71)]), registry=WORLD)
        assert abs(found.as_of - dt.datetime.now().astimezone().date()) <= dt.timedelta(days=1)
        assert found.area == "Camelot"
        assert found.plan.authority == HERE


def test_a_figure_that_is_not_comparable_is_not_shown() -> None:
    """A measure without a target does not show the figure of an indicator that measures something else."""
    link = IndicatorLink(id="share", comparability=Comparability.NOT_COMPARABLE, reason="absence")
    bare = attrs.evolve(measure("share"), indicator=link)
    found = card(bare, rows=(row("share", 71),))["measure"]
    assert found.reasons[0].reason is Reason.NO_TARGET
    assert (found.observation, found.trend, found.comparisons) == (None, None, ())
