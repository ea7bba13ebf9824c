"""Control charts on tables say what single charts say, on every engine that can."""

from __future__ import annotations

import datetime as dt
import random
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import narwhals as nw
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from engines import ENGINES, EngineKind, schema_of

from cypplan.calc.columns_control import with_control_limits
from cypplan.calc.control import control_chart
from cypplan.errors import FrameError, ValueFault

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

ABLE = [kind for kind in ENGINES if kind.name != "pyarrow"]
SCHEMA = {"area": "String", "month": "Int64", "plans": "Float64", "anew": "Boolean", "goal": "Float64"}


@pytest.fixture(params=ABLE, ids=str)
def able(request: pytest.FixtureRequest) -> EngineKind:
    """Each kind of table whose engine has window functions."""
    return request.param


def _series(seed: int, many: int, *, holes: float = 0.05, breaks: bool = False) -> list[dict[str, Any]]:
    """A series that wanders, jumps and stands still, so that every rule applies somewhere."""
    draw = random.Random(seed)  # noqa: S311 (figures for a test)
    level, rows, drift = 50.0, [], 0
    for month in range(many):
        drift = draw.choice([0, 0, 1, -1]) if month % 9 == 0 else drift
        level += draw.choice([0, 0, 1, -1, 4, -4]) if drift == 0 else drift
        wobble = 0 if drift else draw.choice([0, 0, 1, 2, -1, -2, 0.1])
        value = None if draw.random() < holes else level + wobble
        anew = breaks and draw.random() < 0.04
        rows.append({"area": f"E{seed}", "month": month, "plans": value, "anew": anew, "goal": 48.0})
    return rows


def _columns(rows: Sequence[Mapping[str, Any]]) -> dict[str, list[Any]]:
    return {name: [row[name] for row in rows] for name in SCHEMA}


def _expected(rows: list[dict[str, Any]], **options: Any) -> dict[tuple[str, int], dict[str, Any]]:
    found = {}
    for area in {row["area"] for row in rows}:
        own = sorted((row for row in rows if row["area"] == area), key=lambda row: row["month"])
        breaks = [at for at, row in enumerate(own) if row["anew"]]
        chart = control_chart([row["plans"] for row in own], breaks=breaks, **options)
        for row, point in zip(own, chart.points, strict=True):
            limits = point.limits
            found[area, row["month"]] = {
                "control": point.variation and point.variation.value,
                "control_centre": limits and limits.centre,
                "control_lower": limits and limits.lower,
                "control_upper": limits and limits.upper,
                "control_rule": point.rules[0].value if point.rules else None,
                "control_reason": point.reason,
            }
    return found


@pytest.mark.parametrize(("direction", "breaks"), [("higher", True), ("lower", False), (None, True)])
def test_table_and_single_charts_agree(able: EngineKind, direction: str | None, breaks: bool) -> None:  # noqa: FBT001
    """Limits to 1e-12, rule, variation and reason of every row: holes, breaks and shuffled rows included."""
    rows = [row for seed in range(40) for row in _series(seed, 10 + 2 * seed, breaks=breaks)]
    random.Random(1).shuffle(rows)  # noqa: S311 (figures for a test)
    table = able.make(_columns(rows), SCHEMA)
    made = with_control_limits(
        table, value="plans", order_by="month", by="area", breaks="anew", direction=direction
    )
    found = able.back(made)
    expected = _expected(rows, direction=direction)
    assert len(found) == len(rows)
    for row in found:
        for name, value in expected[row["area"], row["month"]].items():
            assert row[name] == (pytest.approx(value, rel=1e-12) if isinstance(value, float) else value), row
    if able.keeps_order:
        assert [(row["area"], row["month"]) for row in found] == [(row["area"], row["month"]) for row in rows]
    assert {row["control_rule"] for row in found} == {
        None,
        "outside the limits",
        "seven in a trend",
        "two of three beyond two thirds",
        "seven on one side",
    }


def test_input_is_unchanged_and_nothing_of_ours_stays(able: EngineKind) -> None:
    """The caller's table keeps its columns and rows; the result has the promised columns and no other."""
    table = able.make(_columns(_series(1, 20)), SCHEMA)
    before = able.back(table)
    made = with_control_limits(table, value="plans", order_by="month", direction="lower", target=48, into="x")
    new = ["x", "x_centre", "x_lower", "x_upper", "x_rule", "x_reason", "x_assurance"]
    assert list(able.back(made)[0]) == [*SCHEMA, *new]
    assert able.back(table) == before


@pytest.mark.parametrize("direction", ["higher", "lower"])
@pytest.mark.parametrize("target", [48.0, "goal"])
def test_assurance_agrees(able: EngineKind, target: float | str, direction: str) -> None:
    """The assurance of a target, given as a number or as a column, is that of the single chart."""
    series = {f"E{seed}": _series(seed, 24, holes=0) for seed in range(8)}
    table = able.make(_columns([row for rows in series.values() for row in rows]), SCHEMA)
    made = with_control_limits(
        table, value="plans", order_by="month", by=["area"], direction=direction, target=target
    )
    expected = {
        area: control_chart([row["plans"] for row in rows], direction=direction, target=48).assurance
        for area, rows in series.items()
    }
    for row in able.back(made):
        assert row["control_assurance"] == expected[row["area"]]
    assert len(set(expected.values())) > 1


def test_too_few_points_have_a_reason(able: EngineKind) -> None:
    """A short series has neither limits nor variation, and says why in every row."""
    rows = _series(1, 11, holes=0)
    made = with_control_limits(
        able.make(_columns(rows), SCHEMA), value="plans", order_by="month", direction="lower", target=3
    )
    for row in able.back(made):
        assert row["control_reason"] == "too few points"
        assert {row[f"control{tail}"] for tail in ("", "_centre", "_lower", "_rule", "_assurance")} == {None}


@pytest.mark.parametrize("many", [0, 1, 13])
def test_empty_tables_and_missing_columns_of_figures(able: EngineKind, many: int) -> None:
    """No rows, one row and a column without a single figure give an answer."""
    rows = [{**row, "plans": None} for row in _series(1, many)]
    found = able.back(
        with_control_limits(able.make(_columns(rows), SCHEMA), value="plans", order_by="month", by="area")
    )
    assert [row["control_reason"] for row in found] == ["no value"] * many


def test_a_period_that_comes_twice_is_not_charted(able: EngineKind) -> None:
    """Two figures of one month leave the order open: the chart says so; the other area is not touched."""
    rows = [*_series(1, 20, holes=0), *_series(2, 20, holes=0)]
    rows[3]["month"] = 4
    found = able.back(
        with_control_limits(able.make(_columns(rows), SCHEMA), value="plans", order_by="month", by="area")
    )
    reasons = {area: {row["control_reason"] for row in found if row["area"] == area} for area in ("E1", "E2")}
    assert reasons == {"E1": {"a period comes twice"}, "E2": {None}}


def test_rows_without_period_or_area(able: EngineKind) -> None:
    """A row without period has that reason and disturbs nobody; rows without an area are a chart together."""
    rows = [*_series(1, 20, holes=0), *({**row, "area": None} for row in _series(2, 20, holes=0))]
    stray = [{**rows[0], "month": None, "plans": 1e9}, {**rows[0], "month": None, "plans": 1e9}]
    found = able.back(
        with_control_limits(
            able.make(_columns([*rows, *stray]), SCHEMA), value="plans", order_by="month", by="area"
        )
    )
    assert sum(row["control_reason"] == "no period" for row in found) == 2
    own = [row for row in found if row["area"] == "E1" and row["month"] is not None]
    limits = control_chart([row["plans"] for row in rows[:20]]).limits
    assert limits is not None
    assert all(row["control_centre"] == pytest.approx(limits.centre, rel=1e-12) for row in own)
    none = [row for row in found if row["area"] is None]
    assert len(none) == 20
    assert all(row["control"] is not None for row in none)


def test_dates_whole_numbers_and_nan(able: EngineKind) -> None:
    """Days order a chart as numbers do, whole figures are figures, and NaN is missing."""
    days = [dt.date(2020 + m // 12, m % 12 + 1, 1) for m in range(14)]
    whole = [30, 32, 28, 30, 34, 32, 28, 30, 34, 32, 28, 30, 34, 31]
    columns = {"day": days, "plans": whole, "broken": [*map(float, whole[:13]), float("nan")]}
    table = able.make(columns, schema_of(columns))
    found = able.back(with_control_limits(table, value="plans", order_by="day"))
    assert {row["control_reason"] for row in found} == {None}
    found = able.back(with_control_limits(table, value="broken", order_by="day"))
    assert [row["control_reason"] for row in found].count("no value") == 1


@pytest.mark.parametrize("kind", [pl.Null, pl.Boolean], ids=str)
def test_columns_without_type_and_decimals(kind: type[pl.DataType]) -> None:
    """Decimals are figures; a column of breaks may hold nothing, or truth among objects."""
    figures = [Decimal(value) for value in (30, 32, 28, 30, 34, 32, 28, 30, 34, 32, 28, 30)]
    table = pl.DataFrame({"month": range(24), "plans": figures * 2})
    breaks: list[bool | None] = [None] * 24
    places = [] if kind == pl.Null else [12]
    for at in places:
        breaks[at] = True
    frames = {
        "polars": table.with_columns(pl.Series("anew", breaks, dtype=kind)),
        "pandas": table.to_pandas().assign(anew=pd.Series(breaks, dtype="object")),
    }
    frames["arrow"] = frames["polars"].to_pandas(use_pyarrow_extension_array=True)
    for frame in frames.values():
        made = nw.from_native(with_control_limits(frame, value="plans", order_by="month", breaks="anew"))
        assert set(made["control"].to_list()) == {"common cause"}
        points = control_chart(
            [float(one) for one in figures] * 2, breaks=[] if kind == pl.Null else [12]
        ).points
        assert points[0].limits is not None
        assert made["control_centre"].to_list()[0] == pytest.approx(points[0].limits.centre, rel=1e-12)


def test_pyarrow_is_refused_by_name() -> None:
    """An engine without window functions is named, with what to do instead, before anything is computed."""
    table = pa.table(_columns(_series(1, 20)))
    with pytest.raises(FrameError, match=r"PyArrow has no window functions .* polars.from_arrow\(table\)"):
        with_control_limits(table, value="plans", order_by="month", by="area")
    assert with_control_limits(pl.from_arrow(table), value="plans", order_by="month", by="area").height == 20


def test_columns_are_checked(able: EngineKind) -> None:
    """A misspelt column, a clash with the caller's columns and a target without direction are named."""
    table = able.make(_columns(_series(1, 20)), SCHEMA)
    with pytest.raises(FrameError, match=r'no column "plan".* Did you mean "plans"'):
        with_control_limits(table, value="plan", order_by="month")
    with pytest.raises(FrameError, match='already has a column "goal"'):
        with_control_limits(table, value="plans", order_by="month", into="goal")
    with pytest.raises(FrameError, match='"area" is of type String; breaks= names one that is true'):
        with_control_limits(table, value="plans", order_by="month", breaks="area")
    with pytest.raises(ValueFault, match="nobody can say which side meets it"):
        with_control_limits(table, value="plans", order_by="month", target=3)
