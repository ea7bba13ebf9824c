"""Releases, revisions, roll-ups, derived figures and reorganised areas, on every engine."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest
from assess.building import (
    COUNTRY,
    HERE,
    NEAR,
    REGION,
    WORLD,
    baseline,
    card,
    measure,
    plan,
    row,
    table,
    value,
)  # fmt: skip

from cypplan.areas import Area, AreaKind, Areas
from cypplan.assess import scorecard
from cypplan.assess.coverage import coverage
from cypplan.assess.history import histories
from cypplan.errors import LookupFailed, NotComparableError, ValueFault
from cypplan.observations.derived import complements, group_gaps, pooled, rates_of
from cypplan.observations.helpers import joined, rolled_up, selected
from cypplan.observations.plausible import without_implausible
from cypplan.observations.releases import latest
from cypplan.observations.reorganised import unions, with_area_breaks
from cypplan.observations.revisions import revisions

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from engines import EngineKind

TYPES = {pl.String: "String", pl.Float64: "Float64", pl.Date: "Date"}
ONE = measure("share", value(70, "2019/20"), base=baseline(50))
IDS = WORLD.indicators


def native(engine: EngineKind, rows: Iterable[Mapping[str, Any]]) -> Any:
    """Make a native table of rows."""
    figures = table(rows)
    schema = {column: TYPES[type(dtype)] for column, dtype in figures.schema.items()}
    return engine.make(figures.to_dict(as_series=False), schema)


TWO = (
    row("share", 71, release="release 9", published=dt.date(2020, 5, 1)),
    row("share", 69, release="release 10", published=dt.date(2020, 9, 1)),
    row("share", 50, release="release 10", area=COUNTRY),
    row("share", 52, release="release 9", area=COUNTRY),
)


@pytest.mark.parametrize(
    ("choice", "own", "country"),
    [({}, 69, 50), ({"known_at": "2020-06-01"}, 71, None), ({"release": "release 9"}, 71, 52)],
)
def test_a_scorecard_takes_one_release(
    engine: EngineKind, choice: dict[str, str], own: float, country: float | None
) -> None:
    """The last by date, else by name; the last known by a day; or a named one: in verdict and history."""
    figures = native(engine, TWO)
    made = scorecard(plan(ONE), figures, as_of="2021-03-31", registry=WORLD, **choice)  # pyright: ignore[reportArgumentType]
    found = made["measure"]
    assert found.observation is not None
    assert found.observation.value == own
    compared = found.compared_with("country")
    assert (compared.value if compared else None) == country
    series = histories(made, figures, registry=WORLD)["share"]
    assert [point.value for point in series.own.points] == [own]


def test_a_release_that_nobody_has_is_named() -> None:
    """A misspelt release does not fall back to another one."""
    with pytest.raises(LookupFailed, match="release 10"):
        card(ONE, rows=TWO, release="release 11")


def test_latest_keeps_doubles_and_engines(engine: EngineKind) -> None:
    """One figure a key on every engine; what has source and release the same stays double."""
    found = engine.back(latest(native(engine, [*TWO, TWO[2]])))
    assert sorted((one["area"], one["value"]) for one in found) == [(HERE, 69), (COUNTRY, 50), (COUNTRY, 50)]


def test_revisions_are_listed(engine: EngineKind) -> None:
    """Another value, a value gone to a mark, a new figure, one that is gone; no float noise."""
    old = [row("share", 1), row("share", 0.3, "2018/19"), row("rate", 5), row("number", 7)]
    new = [
        row("share", 2),
        row("share", 0.1 + 0.2, "2018/19"),
        row("rate", None, mark="suppressed"),
        row("points", 3),
    ]
    both = native(
        engine, [{**one, "source": "old"} for one in old] + [{**one, "source": "new"} for one in new]
    )
    if engine.name == "duckdb":  # relations of two connections do not join
        sides = [both.filter(f"source = '{name}'") for name in ("old", "new")]
    else:
        sides = [native(engine, old), native(engine, new)]
    found = revisions(*sides)
    assert [(one.indicator, one.change.value, one.old, one.new) for one in found] == [
        ("number", "gone", 7, None),
        ("points", "added", None, 3),
        ("rate", "revised", 5, None),
        ("share", "revised", 1, 2),
    ]


def test_counts_roll_up_and_levels_do_not(engine: EngineKind) -> None:
    """Counts add up where every part has one; a suppressed part makes the sum missing, and says so."""
    rows = [row("number", 10, area=NEAR[0]), row("number", 20, area=NEAR[1])]
    rows += [
        row("number", 10, "2018/19", area=NEAR[0]),
        row("number", None, "2018/19", NEAR[1], mark="suppressed"),
    ]
    rows += [row("number", 10, "2017/18", area=NEAR[0])]
    found = engine.back(rolled_up(native(engine, rows), into={HERE: NEAR[:2]}, indicators=IDS))
    assert [
        (one["period"][:4], one["value"], one["mark"]) for one in sorted(found, key=lambda one: one["period"])
    ] == [
        ("2017", None, "not-available"),
        ("2018", None, "suppressed"),
        ("2019", 30, None),
    ]
    assert {one["area"] for one in found} == {HERE}
    assert found[0]["derivation"] == f"sum of {NEAR[0]}, {NEAR[1]}"
    with pytest.raises(NotComparableError, match="do not add up"):
        rolled_up(native(engine, [row("share", 1, area=NEAR[0])]), into={HERE: NEAR[:2]}, indicators=IDS)


def test_selecting_and_joining(engine: EngineKind) -> None:
    """Filters go by indicator, area, group and period; tables of one kind go under each other."""
    figures = native(
        engine, [row("share", 1), row("share", 2, "2018/19"), row("rate", 3), row("share", 4, area=REGION)]
    )
    one = selected(figures, indicators=["share"], areas=[HERE], period="2019/20")
    late = selected(figures, since=dt.date(2019, 4, 1), groups=["all"])
    early = selected(figures, until=dt.date(2019, 3, 31))
    assert [found["value"] for found in engine.back(one)] == [1]
    assert sorted(found["value"] for found in engine.back(late)) == [1, 3, 4]
    assert sorted(found["value"] for found in engine.back(joined([one, early]))) == [1, 2]


def test_rates_take_the_right_population(engine: EngineKind) -> None:
    """A rate on 31 March takes mid-year of the year before, one of a year the mid-year inside it."""
    rows = [
        row("number", 310, "2025-03-31"),
        row("number", 310, "2024/25 financial"),
        row("number", 310, "2024"),
        row("number", None, "2023-03-31", mark="suppressed"),
        row("people", 44_799, "2024"),
        row("people", 40_000, "2025"),
    ]
    made = rates_of(
        native(engine, rows), counts="number", population="people", unit="per_10_000_children", into="rate"
    )
    found = {one["period"]: one for one in engine.back(made)}
    for period in ("2025-03-31", "2024/25 financial", "2024"):
        assert found[period]["value"] == pytest.approx(69.2, abs=0.05), period
    assert (found["2023-03-31"]["value"], found["2023-03-31"]["mark"]) == (None, "suppressed")
    assert "number by people" in found["2025-03-31"]["derivation"]


def test_complements_and_gaps(engine: EngineKind) -> None:
    """Attendance of absence, with its limits in order; a gap where a group is suppressed says so."""
    rows = [row("share", 10, count=10, denominator=100, lower=6.0, upper=14.0)]
    (rest,) = engine.back(complements(native(engine, rows), of="share", into="rest"))
    assert (rest["value"], rest["count"], rest["lower"], rest["upper"]) == (90, 90, 86, 94)
    rows = [row("share", 60, group="boys"), row("share", 70, group="girls")]
    rows += [
        row("share", 60, "2018/19", group="boys"),
        row("share", None, "2018/19", group="girls", mark="suppressed"),
    ]
    gaps = group_gaps(native(engine, rows), indicator="share", group="girls", other="boys", into="gap")
    found = sorted(engine.back(gaps), key=lambda one: one["period"])
    assert [(one["value"], one["mark"]) for one in found] == [(None, "suppressed"), (10, None)]
    assert found[0]["group"] == "all"


def test_years_are_pooled_by_counts(engine: EngineKind) -> None:
    """Three years together are all counts by all bases, never a mean; a hole leaves no value."""
    rows = [
        row("share", 10, "2016/17", count=1, denominator=10),
        row("share", 50, "2017/18", count=50, denominator=100),
        row("share", 20, "2018/19", count=2, denominator=10),
        row("share", None, "2019/20", mark="suppressed"),
    ]
    made = pooled(native(engine, rows), indicator="share", years=3, unit="percent_of_pupils", into="three")
    found = sorted(engine.back(made), key=lambda one: one["period_start"])
    assert [one["mark"] for one in found] == [None, "suppressed"]
    assert found[0]["value"] == pytest.approx(100 * 53 / 120)
    with pytest.raises(ValueFault, match="at least two"):
        pooled(native(engine, rows), indicator="share", years=1, unit="percent_of_pupils", into="one")


def test_a_sum_of_regions_is_no_rate_of_a_country(engine: EngineKind) -> None:
    """A country's rate beyond all of its regions' is withheld, and kept in the derivation."""
    regions = [f"E1200000{n}" for n in range(1, 7)]
    areas = Areas(
        [Area(COUNTRY, "Logres", AreaKind.COUNTRY), *(Area(c, f"R{c[-1]}", AreaKind.REGION) for c in regions)]
    )
    rows = [row("rate", 30 + n, area=code) for n, code in enumerate(regions)]
    rows += [row("rate", 195, area=COUNTRY), row("number", 999, area=COUNTRY)]
    found = engine.back(without_implausible(native(engine, rows), areas=areas, indicators=IDS))
    (bad,) = [one for one in found if one["area"] == COUNTRY and one["indicator"] == "rate"]
    assert (bad["value"], bad["mark"]) == (None, "not-available")
    assert "195" in bad["derivation"]
    assert sorted(one["value"] for one in found if one["value"]) == [30, 31, 32, 33, 34, 35, 999]


def test_reorganised_areas(engine: EngineKind) -> None:
    """A county that became two unitaries is these together; the first figure of each is marked as a break."""
    day = dt.date(2021, 4, 1)
    old, *new = NEAR[:3]
    kind = AreaKind.AUTHORITY
    areas = Areas(
        [
            Area(old, "Shire", kind, end=day - dt.timedelta(days=1), successors=tuple(new)),
            *(Area(code, f"Half {code[-1]}", kind, start=day, predecessors=(old,)) for code in new),
        ]
    )
    assert unions(areas) == {old: tuple(new)}
    rows = [
        row("number", 1, period, area=new[0]) for period in ("2020/21", "2021/22", "2022/23", "2022-03-31")
    ]
    found = engine.back(with_area_breaks(native(engine, rows), areas=areas))
    assert {one["period"]: one["qualifiers"] for one in found} == {
        "2020/21 financial": None,
        "2021/22 financial": "series-break",
        "2022/23 financial": None,
        "2022-03-31": "series-break",
    }


def test_coverage_says_what_there_is_and_why_not() -> None:
    """Each measure of a plan: how many periods have a value, from when to when, or why none has."""
    two = plan(ONE, measure("rate", name="bare"), measure(None, name="untied", unit=None))
    rows = [row("share", 1), row("share", 2, "2018/19"), row("share", None, "2020/21", mark="suppressed")]
    found = coverage(two, table(rows), registry=WORLD)
    assert [(one.measure, one.figures, one.last, one.why) for one in found] == [
        ("measure", 2, "2019/20 financial", ""),
        ("bare", 0, None, "no figure"),
        ("untied", 0, None, "tied to no indicator"),
    ]
