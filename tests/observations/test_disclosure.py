"""Disclosure control on observation tables: on every engine, against an attacker, at the door of reports."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest
from assess.building import (
    COUNTRY,
    HERE,
    NEAR,
    REGION,
    SCHEMA,
    WORLD,
    baseline,
    measure,
    plan,
    row,
    table,
    value,
)
from attacker import Attacker
from hypothesis import given, settings
from hypothesis import strategies as st

from cypplan.assess import scorecard
from cypplan.assess.charts import charts_of
from cypplan.assess.comparing import compare
from cypplan.assess.history import histories
from cypplan.calc.disclosure import DisclosureRule
from cypplan.errors import DisclosureError
from cypplan.observations.disclosure import protect, protection
from cypplan.reports import render

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from engines import EngineKind

TYPES = {pl.String: "String", pl.Float64: "Float64", pl.Date: "Date"}
RULE = DisclosureRule()
KNOWN: dict[str, Any] = {"areas": WORLD.areas, "indicators": WORLD.indicators}
LOCAL = (HERE, *NEAR)


def rate(
    count: float, area: str = HERE, base: float = 1200, period: str = "2019/20", **more: Any
) -> dict[str, Any]:
    """Make a rate per 10,000 with its count and base."""
    figure = round(count * 10_000 / base, 1)
    return row("rate", figure, period, area, count=count, denominator=base, **more)


def region(counts: Iterable[float], base: float = 1200) -> list[dict[str, Any]]:
    """Make the rates of all authorities of the region and of the region itself."""
    counts = list(counts)
    return [
        *(rate(count, area, base) for count, area in zip(counts, LOCAL, strict=True)),
        rate(sum(counts), REGION, base * len(counts)),
    ]


def shown(rows: Iterable[Mapping[str, Any]], **more: Any) -> dict[str, float | None]:
    """Return the counts that are shown after disclosure control, by area."""
    found = protect(table(rows), more.pop("rule", RULE), **{**KNOWN, **more})
    return dict(zip(found["area"], found["count"], strict=True))


ROWS = (
    *region([3, 6, 9, 12, 0]),
    row("number", 3, period="2018/19"),
    row("number", 0, period="2017/18"),
    row("share", 98.0, count=98, denominator=100),
    row("share", 71.0, "2018/19", qualifiers="provisional"),
    row("share", None, "2017/18", mark="not-collected"),
)


@pytest.mark.parametrize(
    "rule", [RULE, DisclosureRule(rounding=5), DisclosureRule(threshold=10, rounding=10)], ids=str
)
def test_every_engine_protects_alike(engine: EngineKind, rule: DisclosureRule) -> None:
    """The same figures go and stay in every kind of table, which keeps its rows and columns of its own."""
    figures = table(ROWS).with_columns(pl.int_range(pl.len()).cast(pl.Float64).alias("my own"))
    schema = {column: TYPES[type(dtype)] for column, dtype in figures.schema.items()}
    native = engine.make(figures.to_dict(as_series=False), schema)
    found = sorted(engine.back(protect(native, rule, **KNOWN)), key=lambda one: one["my own"])
    expected = protect(figures, rule, **KNOWN).to_dicts()
    names = ("my own", "area", "value", "count", "denominator", "mark", "qualifiers")
    assert [[one[name] for name in names] for one in found] == [
        [one[name] for name in names] for one in expected
    ]
    assert len(engine.back(native)) == len(ROWS)


def test_small_numbers_go_with_all_that_belongs_to_them() -> None:
    """A suppressed figure loses value, count, base, limits and derivation, and says why; zero stays zero."""
    first = {**ROWS[0], "lower": 5.0, "upper": 73.0, "derivation": "3 of 1,200"}
    found = protect(table([first, *ROWS[1:]]), RULE, **KNOWN).to_dicts()
    gone = [one for one in found if one["mark"] == "suppressed"]
    columns = ("value", "count", "denominator", "lower", "upper", "derivation")
    assert all(one[name] is None for one in gone for name in columns)
    assert [one["area"] for one in gone if one["indicator"] == "rate"] == [HERE, NEAR[0]]
    assert [one["value"] for one in found if one["count"] == 0] == [0.0]
    assert [one["value"] for one in found if one["indicator"] == "number"] == [None, 0.0]
    assert all(one["qualifiers"].endswith("disclosure-controlled") for one in found)


def test_only_what_is_unpublished_is_touched_when_asked() -> None:
    """Published figures beside unpublished ones stay as they are, unless they give one of these away."""
    rows = [{**ROWS[0], "qualifiers": "provisional unpublished"}, *ROWS[1:6], row("number", 2)]
    found = protection(table(rows), RULE, marked_only=True, **KNOWN)
    qualifiers = found.table["qualifiers"].to_list()
    assert qualifiers == ["provisional disclosure-controlled", *[None] * 6]
    assert found.table["value"].to_list() == [None, None, 75.0, 100.0, 0.0, 50.0, 2.0]
    assert (found.figures, found.small, found.beside) == (1, 1, 1)
    assert protection(found.table, RULE, marked_only=True, **KNOWN).figures == 0


def test_what_cannot_be_checked_goes_unless_the_rule_shows_it() -> None:
    """A percentage without count and base may speak of three children; a country's does not."""
    rows = [row("share", 71.0), row("share", 60.0, area=COUNTRY), row("share", 0.0, area=NEAR[0])]
    assert protect(table(rows), RULE, **KNOWN)["value"].to_list() == [None, 60.0, 0.0]
    kind = DisclosureRule(unchecked="show")  # pyright: ignore[reportArgumentType] (the converter takes it)
    assert protect(table(rows), kind, **KNOWN)["value"].to_list() == [71.0, 60.0, 0.0]


def test_division_gives_nothing_away() -> None:
    """A count beside a rate without its base, or a base without its count, is worked out as attackers do."""
    rows = [row("share", 83.3, count=5), row("share", 1.5, "2018/19", denominator=200)]
    assert protect(table(rows), RULE, **KNOWN)["value"].to_list() == [None, None]


def test_a_figure_suppressed_by_its_publisher_stays_a_secret() -> None:
    """One hidden area under a shown region could be worked out, whoever hid it: another goes with it."""
    rows = region([3, 6, 9, 12, 8])
    rows[0] |= {"value": None, "count": None, "denominator": None, "mark": "suppressed"}
    found = shown(rows)
    assert found[HERE] is None
    assert sum(count is None for count in found.values()) == 2


def test_releases_hide_the_same_cells() -> None:
    """Two releases of one table, protected as one, do not show each other's secrets."""
    old = [{**one, "release": "1"} for one in region([3, 6, 9, 12, 8])]
    new = [{**one, "release": "2"} for one in region([3, 9, 6, 12, 8])]
    found = protect(table([*old, *new]), RULE, **KNOWN)
    gone = {
        release: set(part.filter(pl.col("mark") == "suppressed")["area"])
        for (release,), part in found.group_by("release")
    }
    assert gone["1"] == gone["2"]


def test_a_number_and_its_rate_hide_the_same_cells() -> None:
    """The count of one indicator and the rate of another are the same children: neither shows the other's."""
    numbers = [row("number", count, area=area) for count, area in zip([3, 6, 9, 12], LOCAL, strict=False)]
    numbers.append(row("number", 30, area=REGION))
    rates = region([3, 6, 9, 12, 0])[:4]
    found = protect(table([*numbers, *rates]), RULE, **KNOWN)
    suppressed = found.filter(pl.col("mark") == "suppressed")
    assert set(suppressed.filter(indicator="number")["area"]) == set(
        suppressed.filter(indicator="rate")["area"]
    )


def test_quarters_of_a_year_are_parts_of_it() -> None:
    """A small quarter cannot be had from the year and its other quarters."""
    quarters = [row("number", count, f"Q{n} 2019/20") for n, count in enumerate([2, 7, 9, 20], start=1)]
    found = protect(table([*quarters, row("number", 38, "2019/20")]), RULE, **KNOWN)
    assert found["value"].to_list() == [None, None, 9.0, 20.0, 38.0]


@pytest.mark.parametrize("names", [("sex: boys", "sex: girls"), ("boys", "girls")])
def test_groups_of_everybody_are_parts_of_it(names: tuple[str, str]) -> None:
    """Three girls of forty children are not to be had from the boys and all."""
    rows = [row("number", n, group=group) for n, group in zip((37, 3, 40), (*names, "all"), strict=True)]
    assert protect(table(rows), RULE, **KNOWN)["value"].to_list() == [None, None, 40.0]


SMALLISH = st.sampled_from([0, 1, 2, 3, 4, 5, 6, 9, 30, 250])


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(SMALLISH, SMALLISH), min_size=5, max_size=5), st.sampled_from([1200, 3000]))
def test_no_attacker_finds_a_small_number(counts: list[tuple[int, int]], base: int) -> None:
    """From all that a protected table shows, totals and rounded rates, no hidden count can be found."""
    groups = ("sex: boys", "sex: girls", "all")
    truth: dict[tuple[str, str], int] = {}
    for area, pair in zip(LOCAL, counts, strict=True):
        truth |= {(area, group): n for group, n in zip(groups, (*pair, sum(pair)), strict=True)}
    truth |= {(REGION, group): sum(truth[area, group] for area in LOCAL) for group in groups}
    bases = {
        (area, group): base * (5 if area == REGION else 1) * (1 + (group == "all")) for area, group in truth
    }
    rows = [rate(n, area, bases[area, group], group=group) for (area, group), n in truth.items()]
    found = {
        (one["area"], one["group"]): one for one in protect(table(rows), RULE, **KNOWN).iter_rows(named=True)
    }
    attacker = Attacker([*(("x", *key) for key in truth), *(("n", *key) for key in truth)])
    for what in ("x", "n"):
        for area in (*LOCAL, REGION):
            attacker.adds_up((what, area, "all"), [(what, area, group) for group in groups[:2]])
        for group in groups:
            attacker.adds_up((what, REGION, group), [(what, area, group) for area in LOCAL])
    for key, one in found.items():
        # who lives where is public; a hidden count is no zero
        attacker.knows(("n", *key), bases[key])
        if one["count"] is None:
            attacker.knows(("x", *key), 1, bases[key])
        else:
            attacker.knows(("x", *key), one["count"])
            attacker.sees_rate(("x", *key), ("n", *key), one["value"], 10_000, 1)
    for key, one in found.items():
        if one["count"] is None:
            ends = attacker.range_of(("x", *key))
            assert ends is not None
            assert ends[1] > ends[0], key
            assert truth[key] >= 5 or ends[1] >= 4, key


MEASURES = (
    measure("rate", value(30, "2019/20"), base=baseline(50), name="a"),
    measure("rate", value(30, "2020/21"), base=baseline(50), name="b"),
    measure("number", value(10, "2019/20"), base=baseline(20), name="c"),
)


def outputs(secret: int) -> list[str]:
    """Return everything that can be made of a scorecard whose one secret is a count of children."""
    figures = table(
        [*region([secret, 9 - secret, 20, 30, 40]), row("number", secret), rate(11, period="2018/19")]
    )
    card = scorecard(
        plan(*MEASURES), figures, as_of="2021-03-31", registry=WORLD, unpublished=True, disclosure=RULE
    )
    series = histories(card, figures, registry=WORLD)
    drawn = charts_of(card, figures, registry=WORLD)
    assert card["a"].reasons[0].reason == "suppressed"
    return [
        *(render(card, form) for form in ("text", "md", "html", "json")),
        str(card.to_frame().rows()),
        repr(series),
        repr({name: one.charts for name, one in drawn.items()}),
        json.dumps(card.to_dict()),
    ]


def test_no_output_depends_on_the_secret() -> None:
    """Whatever the small count is, every form of the report is the same, byte for byte."""
    first = outputs(1)
    for secret in (2, 3, 4):
        assert outputs(secret) == first
    assert all("disclosure" in text.lower() for text in first[:4])


@pytest.mark.parametrize("how", ["said", "marked"])
def test_the_door_is_shut_without_a_rule(how: str) -> None:
    """A scorecard of unpublished figures shows itself in no form until disclosure control was applied."""
    marks = {"qualifiers": "unpublished"} if how == "marked" else {}
    figures = table([{**one, **marks} for one in region([3, 6, 9, 12, 0])])
    two = plan(*MEASURES)
    card = scorecard(two, figures, as_of="2021-03-31", registry=WORLD, unpublished=how == "said")
    doors = [
        *(lambda form=form: render(card, form) for form in ("text", "md", "html", "json")),
        card.to_dict,
        card.to_frame,
        card.to_html,
        lambda: histories(card, figures, registry=WORLD),
        lambda: charts_of(card, figures, registry=WORLD),
        lambda: compare([card, card]),
    ]
    for door in doors:
        with pytest.raises(DisclosureError, match="disclosure=DisclosureRule"):
            door()
    safe = scorecard(two, protect(figures, RULE, **KNOWN), as_of="2021-03-31", registry=WORLD)
    assert "suppressed" in render(safe)


def test_a_table_without_optional_columns() -> None:
    """Marks and qualifiers are added where a table has none, and no other column is."""
    few = table(ROWS).select(
        "indicator", "area", "period", "period_kind", "period_start", "period_end", "value"
    )
    found = protect(few, RULE, **KNOWN)
    assert found.columns == [*few.columns, "mark", "qualifiers"]
    assert set(SCHEMA) >= set(found.columns)
