"""The strategies draw what the library takes, and enough of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st

import cypplan
from cypplan.observations import COLUMNS, MISSING_MARKS, check_observations
from cypplan.periods import Period, PeriodKind
from cypplan.plans import Measure, Plan, Target, dumps, loads
from cypplan.testing.strategies import (
    measures,
    observations,
    periods,
    plans,
    quantities,
    tables,
    targets,
    units,
    years,
)
from cypplan.units import Quantity, Unit

if TYPE_CHECKING:
    from cypplan.plans import StatedTable

TYPES: dict[str, Any] = {"text": pl.String, "number": pl.Float64, "date": pl.Date}
SCHEMA = {column.name: TYPES[column.type] for column in COLUMNS}


@settings(max_examples=30)
@given(periods(), units(), quantities(), targets(), tables())
def test_each_draws_its_own(
    period: Period, unit: Unit, number: Quantity, target: Target, table: StatedTable
) -> None:
    """What is drawn is of the class that the name says, and reads back from its own text where it has one."""
    assert Period.parse(period.key) == period
    assert Unit.parse(str(unit)) == unit
    assert isinstance(number, Quantity)
    assert isinstance(target, Target)
    assert table.columns


@settings(max_examples=30)
@given(measures())
def test_measure_stands_for_itself(measure: Measure) -> None:
    """A measure without a plan refers to nothing, so that a plan of it alone can be written and read."""
    plan = Plan(id="x", title="x", authority="E06000007", measures=(measure,))
    assert loads(dumps(plan)) == plan


@given(st.data(), st.sampled_from([PeriodKind.CALENDAR, PeriodKind.FINANCIAL, PeriodKind.ACADEMIC]))
def test_years_follow_each_other(data: st.DataObject, kind: PeriodKind) -> None:
    """Years are of one kind and without a hole, so that a trend over them means something."""
    drawn = data.draw(years(kind))
    assert {year.kind for year in drawn} == {kind}
    ends = [year.end.year for year in drawn]
    assert ends == list(range(ends[0], ends[0] + len(ends)))


@settings(max_examples=30)
@given(observations())
def test_rows_keep_the_contract_of_the_table(rows: list[dict[str, Any]]) -> None:
    """Rows are a valid observation table: one for each key, a mark for no value, counts that agree."""
    check_observations(pl.DataFrame(rows, schema=SCHEMA))
    for row in rows:
        assert (row["value"] is None) == (row["mark"] in {mark.value for mark in MISSING_MARKS})
        if row["count"] is not None:
            assert row["value"] == round(100 * row["count"] / row["denominator"], 1)


@settings(max_examples=5)
@given(plans(), observations(indicators=["ks2-rwm"]))
def test_any_plan_is_judged_on_any_rows(plan: Plan, rows: list[dict[str, Any]]) -> None:
    """A scorecard of a random plan on random figures ends with verdicts or an error of ours."""
    try:
        card = cypplan.scorecard(plan, pl.DataFrame(rows, schema=SCHEMA), as_of="2030-01-01")
    except cypplan.errors.CypplanError:
        return
    assert len(card) >= len({measure.id for measure in plan.measures if measure.targets})


def test_what_is_rare_is_drawn() -> None:
    """Marks, counts and limits all come, so that a test on random rows has seen each."""
    looking = settings(phases=[Phase.generate])  # one is enough, and it need not be the smallest
    for column in ("mark", "count", "lower", "qualifiers", "published"):
        seen = find(
            observations(), lambda rows, name=column: any(row[name] for row in rows), settings=looking
        )
        assert seen
    assert find(measures(), lambda measure: bool(measure.targets), settings=looking)
