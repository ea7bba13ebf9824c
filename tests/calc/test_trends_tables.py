from __future__ import annotations

import datetime as dt
import random
from typing import Any

import polars as pl
import pytest
from engines import ENGINES, EngineKind
from hypothesis import given, settings
from hypothesis import strategies as st

import cypplan
from cypplan.calc.columns_trends import trends_by
from cypplan.calc.trends import RecentTrend, proportion_trend, rate_trend
from cypplan.errors import FrameError
from cypplan.indicators import SeriesBreak
from cypplan.periods import Period

TYPES = {
    "g": "String", "start": "Date", "end": "Date", "value": "Float64", "lower": "Float64", "upper": "Float64",
    "count": "Int64", "total": "Int64", "way": "String", "marks": "String",
}  # fmt: skip
NAMES = tuple(TYPES)
RATES = {"value": "value", "lower": "lower", "upper": "upper"}
SHARES = {"count": "count", "total": "total"}
DATES = {"start": "start", "end": "end"}
BREAK = SeriesBreak(Period.parse("2014/15"), "new return")

PERIODS = st.one_of(
    st.integers(2005, 2012).map(lambda year: [f"{y}/{(y + 1) % 100:02d}" for y in range(year, year + 6)]),
    st.integers(2005, 2012).map(
        lambda year: [f"{y}/{(y + 1) % 100:02d} academic" for y in range(year, year + 5)]
    ),
    st.integers(2005, 2012).map(lambda year: [f"{y}-03-31" for y in range(year, year + 7)]),
    st.integers(2005, 2012).map(lambda year: [f"{y} to {y + 2}" for y in range(year, year + 5)]),
    st.just(["2012", "2013", "2014 to 2015", "2016", "2017"]),
    st.just([f"{year} to {year + 2}" for year in range(2000, 2015, 3)]),
    st.just(["2013 Q1", "2013 Q2", "2013 Q3", "2013 Q4", "2014 Q1"]),
    st.just([f"2013-0{month}" for month in range(1, 7)]),
    st.just(["2012/13", "2013/14", "2014/15", "2015/16 academic", "2017"]),
)


@st.composite
def series(draw: st.DrawFn) -> list[tuple[Period, float, float, float, int, int]]:
    """Points of one group: steep or flat, some left out, of one kind or mixed."""
    periods = [Period.parse(text) for text in draw(PERIODS)]
    drop = draw(st.sets(st.integers(0, 6), max_size=1) | st.just(set()))
    step = draw(st.integers(-6, 6))
    made = []
    for at, period in enumerate(periods):
        noise = draw(st.integers(-3, 3))
        value, half = float(60 + step * at + noise), draw(st.integers(1, 6)) / 2
        made.append(
            (period, value, value - half, value + half, 600 + 10 * (step * at + noise), 1000 + 100 * at)
        )
    return [one for at, one in enumerate(made) if at not in drop]


def laid_out(groups: dict[str, list[tuple[Any, ...]]], way: dict[str, str | None]) -> dict[str, list[Any]]:
    """The columns of a table with the points of all groups, its rows mixed."""
    rows = [
        (g, p.start, p.end, *cells, way.get(g), None)
        for g, several in groups.items()
        for p, *cells in several
    ]
    random.Random(1).shuffle(rows)  # noqa: S311 (no secret)
    return {name: [row[at] for row in rows] for at, name in enumerate(NAMES)}


def agrees(row: dict[str, Any], expected: RecentTrend) -> None:
    """Hold a row against the single trend, bit for bit."""
    assert row["trend"] == expected.course
    assert row["trend_standing"] == expected.standing
    assert row["trend_reason"] == expected.reason
    assert row["trend_slope"] == expected.slope
    assert row["trend_chi_squared"] == expected.chi_squared
    if expected.reason is None:
        assert (row["trend_first"], row["trend_last"]) == (expected.periods[0].end, expected.periods[-1].end)


@pytest.mark.parametrize("engine", ENGINES, ids=str)
@settings(max_examples=4)
@given(groups=st.dictionaries(st.sampled_from("uvwxyz"), series().filter(bool), min_size=3))
def test_tables_say_what_numbers_say(engine: EngineKind, groups: dict[str, list[tuple[Any, ...]]]) -> None:
    """Every engine gives each group the trend, slope and chi-squared, or the reason, of the single series."""
    way = dict(zip("uvwxyz", ["lower", "higher", "none", "towards-target", None, "lower"], strict=True))
    table = engine.make(laid_out(groups, way), TYPES)
    options = {"by": ["g"], **DATES, "direction_column": "way", "breaks": [BREAK]}
    rates = engine.back(trends_by(table, **options, **RATES))
    shares = engine.back(trends_by(table, **options, **SHARES))
    assert sorted(row["g"] for row in rates) == sorted(groups)
    for row in rates:
        single = {p: (v, low, high) for p, v, low, high, _, _ in groups[row["g"]]}
        agrees(row, rate_trend(single, direction=way[row["g"]], breaks=[BREAK]))
    for row in shares:
        single = {p: (x, n) for p, *_, x, n in groups[row["g"]]}
        agrees(row, proportion_trend(single, direction=way[row["g"]], breaks=[BREAK]))


def five(g: str | None, *, step: float = 5, first: int = 2012, many: int = 5) -> list[list[Any]]:
    """Rows of one group: a steep rise over financial years."""
    return [
        [g, dt.date(first + at, 4, 1), dt.date(first + at + 1, 3, 31),
         50 + step * at, 49 + step * at, 51 + step * at, 500 + 50 * at, 1000, "lower", None]
        for at in range(many)
    ]  # fmt: skip


def table_of(engine: EngineKind, rows: list[list[Any]]) -> Any:
    """Rows as a table."""
    return engine.make({name: [row[at] for row in rows] for at, name in enumerate(NAMES)}, TYPES)


def test_every_group_that_cannot_be_said_has_its_reason(engine: EngineKind) -> None:
    """Missing figures, limits turned round, a year twice, marks, no key, no dates: no group is lost."""
    gap, turned, flat, twice, marked, marked_first, undated = (five(f"{at}") for at in range(7))
    gap[2][3] = None
    turned[0][4], turned[0][5] = 51.0, 49.0
    for row in flat:
        row[4] = row[5] = row[3]
    twice.append(twice[1])
    marked[3][9] = "revised series-break"
    marked_first[0][9] = "series-break"
    undated[4][2] = None
    blank = [[*row[:3], None, None, None, None, None, None, None] for row in five("blank")]
    rows = [
        *gap,
        *turned,
        *flat,
        *twice,
        *marked,
        *marked_first,
        *undated,
        *blank,
        *five(None),
        *five("good", many=7),
    ]
    told = trends_by(
        table_of(engine, rows), by=["g"], **DATES, **RATES, direction="lower", marks="marks", into="self"
    )
    assert {row["g"]: row["self_reason"] for row in engine.back(told)} == {
        "0": "too few points",
        "1": "too few points",
        "2": "limits without width",
        "3": "two figures for one period",
        "4": "series break",
        "5": None,
        "6": "too few points",
        "blank": "too few points",
        None: "no g",
        "good": None,
    }
    for row in engine.back(told):
        fine = row["self_reason"] is None
        assert row["self"] == ("increasing" if fine else "cannot say")
        assert (row["self_standing"], row["self_slope"]) == (("worse", 5.0) if fine else (None, None))
    good = next(row for row in engine.back(told) if row["g"] == "good")
    assert (good["self_first"], good["self_last"]) == (dt.date(2015, 3, 31), dt.date(2019, 3, 31))


def test_a_gap_among_the_last_five_is_seen(engine: EngineKind) -> None:
    """Six years with the fourth missing are five points, and not consecutive."""
    rows = five("g", many=6)
    rows[3][6] = None
    (row,) = engine.back(trends_by(table_of(engine, rows), by=["g"], **DATES, **SHARES))
    assert row["trend_reason"] == "points not consecutive"


def test_breaks_by_indicator_touch_their_own_groups_alone(engine: EngineKind) -> None:
    """A register of breaks for many indicators, by id."""
    rows = [*five("p"), *five("q"), *five("r", first=2014)]
    breaks = {"p": [BREAK], "r": [BREAK], "elsewhere": [BREAK]}
    back = engine.back(
        trends_by(table_of(engine, rows), by=["g"], **DATES, **SHARES, breaks=breaks, series="g")
    )
    reasons = {row["g"]: row["trend_reason"] for row in back}
    assert reasons == {"p": "series break at 2014/15 financial: new return", "q": None, "r": None}


def test_without_groups_the_table_is_one_series(engine: EngineKind) -> None:
    """No ``by``: one row, with nothing but the trend; an empty table gives none."""
    (row,) = engine.back(trends_by(table_of(engine, five("g")), by=[], **DATES, **SHARES))
    assert row["trend"] == "increasing"
    tails = ("", "_standing", "_slope", "_chi_squared", "_first", "_last", "_reason")
    assert set(row) == {f"trend{tail}" for tail in tails}
    assert engine.back(trends_by(table_of(engine, []), by=["g"], **DATES, **SHARES)) == []


def test_the_input_stays_as_it_is(engine: EngineKind) -> None:
    """Grouping makes a new table."""
    table = table_of(engine, five("g"))
    before = engine.back(table)
    trends_by(table, by=["g"], **DATES, **SHARES)
    assert engine.back(table) == before


def test_faults_of_the_call_are_named(engine: EngineKind) -> None:
    """Half a pair, both kinds of figures, dates that are none, breaks of many series without their column."""
    table = table_of(engine, five("g"))
    for figures in ({}, {"count": "count"}, {"value": "value", "lower": "lower"}, RATES | SHARES):
        with pytest.raises(FrameError, match="give value="):
            trends_by(table, by=["g"], **DATES, **figures)
    with pytest.raises(FrameError, match="not of dates"):
        trends_by(table, by=["g"], start="value", end="end", **SHARES)
    with pytest.raises(FrameError, match="give series="):
        trends_by(table, by=["g"], **DATES, **SHARES, breaks={"g": [BREAK]})
    with pytest.raises(FrameError, match='no column "tot"'):
        trends_by(table, by=["g"], **DATES, count="count", total="tot")


def test_published_figures_have_the_trends_of_their_series() -> None:
    """A published measure of all areas, in one call, against the single series of each."""
    figures = cypplan.published().filter(
        pl.col("indicator") == "re-referrals",
        pl.col("group") == "all",
        pl.col("count") <= pl.col("denominator"),
    )
    figures = figures.unique(["area", "period"], keep="none")
    told = trends_by(
        figures,
        by="area",
        start="period_start",
        end="period_end",
        count="count",
        total="denominator",
        direction="lower",
    ).collect()
    rows = figures.collect()
    assert told.height == rows["area"].n_unique()
    assert told["trend"].n_unique() > 1
    for row in told.sort("area").head(25).iter_rows(named=True):
        one = rows.filter(pl.col("area") == row["area"])
        points = {p: (x, n) for p, x, n in one.select("period", "count", "denominator").iter_rows()}
        agrees(row, proportion_trend(points, direction="lower"))
