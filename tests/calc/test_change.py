from __future__ import annotations

import datetime as dt
import math

import pytest
from engines import ENGINES, EngineKind, schema_of
from hypothesis import given, settings
from hypothesis import strategies as st

from cypplan.calc.change import Travel, change_between, change_on_last_year, travel
from cypplan.calc.columns_change import changes_by, with_change
from cypplan.calc.estimates import proportion
from cypplan.errors import FrameError, NotComparableError, PeriodError, ValueFault
from cypplan.indicators import SeriesBreak
from cypplan.periods import Period
from cypplan.units import Quantity

FIGURES = st.one_of(st.integers(-20, 20).map(lambda n: n / 4), st.floats(-1e6, 1e6))
SIZES = st.one_of(st.just(0.0), st.integers(0, 8).map(lambda n: n / 4), st.floats(0, 100))
WAYS = st.sampled_from(["higher", "lower", "none", "towards-target", None])
OTHER = {"higher": "lower", "lower": "higher", "none": "none", "towards-target": "towards-target", None: None}
TURNED = {**{word: word for word in Travel}, Travel.RISING: Travel.FALLING, Travel.FALLING: Travel.RISING}
BREAK = SeriesBreak(Period.parse("2013/14"), "counted in another way")


def percent(value: float) -> Quantity:
    """A share of pupils."""
    return Quantity(value, "percent_of_pupils")


@given(FIGURES, FIGURES, WAYS, SIZES, st.none() | FIGURES)
def test_turning_data_and_direction_round_changes_no_judgement(
    before: float, after: float, way: str | None, tolerance: float, target: float | None
) -> None:
    """Symmetry: improving stays improving; rising becomes falling."""
    mirrored = None if target is None else -target
    one = travel(before, after, direction=way, tolerance=tolerance, target=target)
    other = travel(-before, -after, direction=OTHER[way], tolerance=tolerance, target=mirrored)
    assert other is TURNED[one]


@given(FIGURES, FIGURES, st.sampled_from(["higher", "lower"]), SIZES)
def test_the_way_back_is_the_other_way(before: float, after: float, way: str, tolerance: float) -> None:
    """Improving there is worsening back; steady is steady."""
    there, back = (
        travel(*pair, direction=way, tolerance=tolerance) for pair in ((before, after), (after, before))
    )
    assert {there, back} in ({Travel.STEADY}, {Travel.IMPROVING, Travel.WORSENING})


@pytest.mark.parametrize(
    ("before", "after", "way", "options", "expected"),
    [
        (12, 10, "lower", {}, "improving"),
        (12, 10, "higher", {}, "worsening"),
        (12, 10, None, {}, "falling"),
        (10, 12, "none", {}, "rising"),
        (10, 10, "higher", {}, "steady"),
        (10, 10.5, "higher", {"tolerance": 0.5}, "steady"),
        (10, 10.5001, "higher", {"tolerance": 0.5}, "improving"),
        (70, 69.99999999999, "higher", {}, "steady"),
        (0.1 + 0.2, 0.3, "higher", {}, "steady"),
        (10, 14, "towards-target", {"target": 13}, "improving"),
        (12, 15, "towards-target", {"target": 13}, "worsening"),
        (12, 14, "towards-target", {"target": 13}, "steady"),
        (12, 14, "towards-target", {}, "rising"),
        (0, 0, "lower", {}, "steady"),
    ],
)
def test_direction_of_travel(
    before: float, after: float, way: str | None, options: dict[str, float], expected: str
) -> None:
    """The words, at the edge of the tolerance, with float noise, and towards a target from both sides."""
    assert travel(before, after, direction=way, **options) == expected


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"before": math.nan}, "before nan"),
        ({"after": math.inf}, "after inf"),
        ({"tolerance": -1}, "tolerance -1"),
        ({"target": math.nan}, "target nan"),
        ({"direction": "up"}, '"up" is no direction'),
    ],
)
def test_what_has_no_direction_of_travel_is_named(options: dict[str, float], message: str) -> None:
    """A missing figure or a tolerance below zero is refused with its value."""
    with pytest.raises(ValueFault, match=message):
        travel(**{"before": 1.0, "after": 2.0} | options)


def test_a_change_keeps_its_periods_and_is_absolute_and_relative() -> None:
    """In percentage points and as a share of the earlier figure."""
    moved = change_between(percent(40), percent(30), periods=("2014/15", "2015/16"), direction="lower")
    assert (moved.value, str(moved.unit), moved.relative) == (-10, "percentage_points_of_pupils", -0.25)
    assert (moved.months, moved.on_last_year, moved.travel) == (12, True, Travel.IMPROVING)
    assert str(moved) == "-10 percentage points from 2014/15 financial to 2015/16 financial, improving"


def test_nothing_is_relative_to_zero_and_a_negative_figure_keeps_the_sign() -> None:
    """From zero the relative change is None; a gap that closes from -5 to -4 has risen by a fifth."""
    assert change_between(percent(0), percent(30), periods=("2014", "2015")).relative is None
    score = change_between(Quantity(-5, "score"), Quantity(-4, "score"), periods=("2014", "2015"))
    assert (score.value, score.relative) == (1, 0.2)


def test_the_earlier_figure_is_converted() -> None:
    """10 per 1,000 and 120 per 10,000 are one base: a change of 20 per 10,000."""
    moved = change_between(
        Quantity(10, "per_1_000_children"), Quantity(120, "per_10_000_children"), periods=("2014", "2015")
    )
    assert (moved.before, moved.value, moved.relative) == (100, 20, 0.2)
    with pytest.raises(NotComparableError, match="no gap between"):
        change_between(percent(10), Quantity(12, "per_10_000_children"), periods=("2014", "2015"))


def test_a_change_of_estimates_has_limits() -> None:
    """Newcombe's limits hold the change and are wider than nothing."""
    moved = change_between(
        proportion(40, 100), proportion(55, 100), periods=("2014", "2015"), direction="higher"
    )
    (interval,) = moved.intervals
    assert interval.lower < moved.value < interval.upper
    assert "95% CI" in str(moved)


@pytest.mark.parametrize(
    ("periods", "message"),
    [
        (("2014/15", "2015/16 academic"), "unlike kinds"),
        (("2014/15", "2016"), "unlike kinds"),
        (("2014 to 2016", "2017"), "unlike kinds"),
        (("2012 to 2014", "2013 to 2015"), "overlap"),
        (("2014", "2014"), "overlap"),
        (("2015/16", "2014/15"), "not in order"),
        (("2012/13", "2013/14"), "series break at 2013/14 financial: counted in another way"),
        (("2011/12", "2016/17"), "series break"),
    ],
)
def test_periods_that_must_not_be_compared_are_refused(periods: tuple[str, str], message: str) -> None:
    """Two kinds of year, rolling averages, the wrong order, a break of series: each with its reason."""
    with pytest.raises(NotComparableError, match=message):
        change_between(percent(40), percent(30), periods=periods, breaks=[BREAK])


@pytest.mark.parametrize("periods", [("2011/12", "2012/13"), ("2013/14", "2014/15")])
def test_a_break_outside_the_two_periods_is_none(periods: tuple[str, str]) -> None:
    """On one side of the break figures may be compared, its first period included."""
    assert change_between(percent(40), percent(30), periods=periods, breaks=[BREAK]).value == -10


@pytest.mark.parametrize(
    ("periods", "months"),
    [(("2014/15", "2016/17"), 24), (("2014 Q1", "2014 Q2"), 3), (("2012 to 2014", "2015 to 2017"), 36)],
)
def test_figures_not_a_year_apart_are_not_the_change_on_last_year(
    periods: tuple[str, str], months: int
) -> None:
    """Non-consecutive years have a change between named periods, and no change on last year."""
    assert change_between(percent(40), percent(30), periods=periods).months == months
    with pytest.raises(NotComparableError, match=f"{months} months apart"):
        change_on_last_year(percent(40), percent(30), periods=periods)


@pytest.mark.parametrize(
    "periods", [("2014/15", "2015/16"), ("2014 Q2", "2015 Q2"), ("2015-03-31", "2016-03-31")]
)
def test_figures_a_year_apart_are_the_change_on_last_year(periods: tuple[str, str]) -> None:
    """Years, quarters with their season, and counts on one date of each year."""
    assert change_on_last_year(percent(40), percent(30), periods=periods).on_last_year


def test_a_text_that_is_no_period_is_named() -> None:
    """A slip in a year is not read as another year."""
    with pytest.raises(PeriodError, match="2014/16"):
        change_between(percent(40), percent(30), periods=("2014/16", "2015/16"))


ROWS = st.lists(st.tuples(FIGURES, FIGURES, WAYS, SIZES, st.none() | FIGURES), min_size=1, max_size=8)


@pytest.mark.parametrize("engine", ENGINES, ids=str)
@settings(max_examples=15)
@given(rows=ROWS)
def test_tables_say_what_numbers_say(
    engine: EngineKind, rows: list[tuple[float, float, str, float, float]]
) -> None:
    """One formula: every engine gives each row the travel and change of the single pair."""
    columns = {"i": list(range(len(rows)))}
    columns |= {
        name: [row[at] for row in rows] for at, name in enumerate(["was", "now", "way", "tol", "aim"])
    }
    types = dict.fromkeys(columns, "Float64") | {"i": "Int64", "way": "String"}
    told = with_change(
        engine.make(columns, types),
        before="was",
        after="now",
        direction_column="way",
        tolerance="tol",
        target="aim",
    )
    for found in engine.back(told):
        was, now, way, tolerance, target = rows[found["i"]]
        expected = travel(was, now, direction=way, tolerance=tolerance, target=target)
        assert (found["change_travel"], found["change"]) == (expected, now - was)
        assert found["change_relative"] == (None if was == 0 else (now - was) / abs(was))


def test_missing_figures_have_reasons(engine: EngineKind) -> None:
    """A figure or tolerance that is not there leaves nothing but the reason."""
    columns = {"was": [None, 1.0, 1.0, 1.0], "now": [1.0, None, 2.0, 2.0], "tol": [0.0, 0.0, None, -1.0]}
    table = engine.make(columns, schema_of(columns))
    back = engine.back(with_change(table, before="was", after="now", tolerance="tol", into="c"))
    reasons = sorted(row["c_reason"] for row in back)
    assert reasons == ["no earlier figure", "no later figure", "no tolerance", "no tolerance"]
    assert {row[f"c{tail}"] for row in back for tail in ("", "_relative", "_travel")} == {None}


def financial(year: int) -> tuple[dt.date, dt.date]:
    """First and last day of a financial year."""
    return dt.date(year, 4, 1), dt.date(year + 1, 3, 31)


LONG = [
    ("p", "Halton", *financial(2012), 40.0, None),
    ("p", "Halton", *financial(2013), 30.0, "provisional"),
    ("p", "Halton", dt.date(2013, 9, 1), dt.date(2014, 8, 31), 99.0, None),
    ("p", "York", *financial(2013), 20.0, None),
    ("q", "Halton", *financial(2012), 5.0, None),
    ("q", "Halton", *financial(2013), None, None),
    ("r", "Halton", *financial(2012), 5.0, None),
    ("r", "Halton", *financial(2013), 6.0, "revised series-break"),
    ("s", "Halton", *financial(2012), 5.0, None),
    ("s", "Halton", *financial(2012), 6.0, None),
    ("s", "Halton", *financial(2013), 6.0, None),
    ("t", "Halton", *financial(2009), 6.0, None),
    (None, "Halton", *financial(2012), 5.0, None),
]
NAMES = ("indicator", "area", "start", "end", "value", "marks")
LONG_TYPES = dict.fromkeys(NAMES, "String") | {"start": "Date", "end": "Date", "value": "Float64"}
OPTIONS = {"by": ["indicator", "area"], "value": "value", "start": "start", "end": "end"}


def long(engine: EngineKind) -> object:
    """The figures as rows of a table."""
    return engine.make({name: [row[at] for row in LONG] for at, name in enumerate(NAMES)}, LONG_TYPES)


def test_a_change_is_taken_between_the_two_named_periods(engine: EngineKind) -> None:
    """One row a group, also where there is no change; figures of other periods and years do not matter."""
    told = changes_by(
        long(engine),
        **OPTIONS,
        periods=("2012/13", "2013/14"),
        direction="lower",
        marks="marks",
        breaks={"p": [], "elsewhere": [BREAK]},
        series="indicator",
    )
    back = {(row["indicator"], row["area"]): row for row in engine.back(told)}
    assert {
        key: (row["change"], row["change_travel"], row["change_reason"]) for key, row in back.items()
    } == {
        ("p", "Halton"): (-10.0, "improving", None),
        ("p", "York"): (None, None, "no earlier figure"),
        ("q", "Halton"): (None, None, "no later figure"),
        ("r", "Halton"): (None, None, "series break"),
        ("s", "Halton"): (None, None, "two figures for one period"),
        ("t", "Halton"): (None, None, "no earlier figure"),
        (None, "Halton"): (None, None, "no indicator"),
    }
    row = back["p", "Halton"]
    assert (row["change_before"], row["change_after"], row["change_relative"]) == (40.0, 30.0, -0.25)
    assert len(row) == 8


def test_a_break_of_an_indicator_refuses_its_changes_alone(engine: EngineKind) -> None:
    """Breaks by indicator: the reason of the break stands in its rows, and in no other."""
    asked = {"periods": ("2012/13", "2013/14"), "breaks": {"r": [BREAK], "q": [BREAK]}, "series": "indicator"}
    back = {
        (row["indicator"], row["area"]): row
        for row in engine.back(changes_by(long(engine), **OPTIONS, **asked))
    }
    assert back["r", "Halton"]["change_reason"] == "series break at 2013/14 financial: counted in another way"
    assert back["p", "Halton"]["change_reason"] is None
    whole = changes_by(long(engine), **OPTIONS, periods=("2012/13", "2013/14"), breaks=[BREAK])
    assert {row["change"] for row in engine.back(whole)} == {None}


def test_unlike_periods_are_refused_before_anything_is_computed(engine: EngineKind) -> None:
    """The two names are faults of the call, not of a row."""
    with pytest.raises(NotComparableError, match="unlike kinds"):
        changes_by(long(engine), **OPTIONS, periods=("2012/13", "2013/14 academic"))
    with pytest.raises(FrameError, match="give series="):
        changes_by(long(engine), **OPTIONS, periods=("2012/13", "2013/14"), breaks={"r": [BREAK]})
    with pytest.raises(FrameError, match="not of dates"):
        changes_by(long(engine), **{**OPTIONS, "start": "area"}, periods=("2012/13", "2013/14"))


def test_a_column_of_directions_words_each_group(engine: EngineKind) -> None:
    """Two indicators, two directions, one call."""
    columns = {
        "indicator": ["a", "a", "b", "b"],
        "way": ["lower", "lower", "towards-target", "towards-target"],
        "start": [dt.date(2014, 3, 31), dt.date(2015, 3, 31)] * 2,
        "end": [dt.date(2014, 3, 31), dt.date(2015, 3, 31)] * 2,
        "value": [1.0, 2.0, 1.0, 2.0],
    }
    told = changes_by(
        engine.make(columns, schema_of(columns)),
        **{**OPTIONS, "by": ["indicator"]},
        periods=("2014-03-31", "2015-03-31"),
        direction_column="way",
        target=3.0,
    )
    assert {row["indicator"]: row["change_travel"] for row in engine.back(told)} == {
        "a": "worsening",
        "b": "improving",
    }
