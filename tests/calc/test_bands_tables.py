from __future__ import annotations

import random

import polars as pl
import pytest
from engines import ENGINES, EngineKind, schema_of
from hypothesis import given, settings
from hypothesis import strategies as st

import cypplan
from cypplan.calc.bands import quartile_bands, ranks
from cypplan.calc.columns_bands import with_bands, with_ranks
from cypplan.errors import FrameError

CELLS = st.one_of(st.integers(0, 6).map(float), st.floats(-1e6, 1e6), st.none())
GROUPS = st.dictionaries(
    st.sampled_from(["x", "y", "z"]), st.lists(CELLS, min_size=1, max_size=12), min_size=1
)
TYPES = {"group": "String", "area": "String", "v": "Float64", "way": "String", "in": "Boolean"}


def laid_out(groups: dict[str, list[float | None]], way: dict[str, str]) -> dict[str, list[object]]:
    """The columns of a table, its rows mixed."""
    rows = [
        (g, f"{at}", value, way[g], True) for g, cells in groups.items() for at, value in enumerate(cells)
    ]
    random.Random(7).shuffle(rows)  # noqa: S311 (no secret)
    return {name: [row[at] for row in rows] for at, name in enumerate(TYPES)}


@pytest.mark.parametrize("engine", ENGINES, ids=str)
@settings(max_examples=8)
@given(groups=GROUPS, ways=st.tuples(*[st.sampled_from(["higher", "lower"])] * 3))
def test_tables_give_the_bands_and_ranks_of_single_groups(
    engine: EngineKind, groups: dict[str, list[float | None]], ways: tuple[str, ...]
) -> None:
    """Every engine, also those without ranks or quantiles, agrees with the sorted list, edges bit for bit."""
    way = dict(zip("xyz", ways, strict=True))
    table = engine.make(laid_out(groups, way), TYPES)
    banded = with_bands(table, value="v", area="area", by=["group"], direction_column="way")
    ranked = with_ranks(table, value="v", area="area", by=["group"], direction_column="way")
    told = {
        g: quartile_bands(dict(zip(map(str, range(99)), c, strict=False)), direction=way[g])
        for g, c in groups.items()
    }
    placed = {
        g: ranks(dict(zip(map(str, range(99)), c, strict=False)), direction=way[g]) for g, c in groups.items()
    }
    back = engine.back(banded)
    assert len(back) == sum(map(len, groups.values()))
    for row in back:
        expected = told[row["group"]]
        assert row["band"] == expected.bands[row["area"]]
        assert row["band_reason"] == expected.reasons.get(row["area"])
        edges = (row["band_a_b"], row["band_b_c"], row["band_c_d"])
        assert edges == (expected.quartiles if row["v"] is not None and expected.quartiles else (None,) * 3)
    for row in engine.back(ranked):
        place = placed[row["group"]][row["area"]]
        assert (row["rank"], row["rank_n"]) == ((place.rank, place.n) if place else (None, None))


def test_rows_keep_their_order_and_the_columns_of_the_caller(engine: EngineKind) -> None:
    """What the caller gave comes back as it was, with the new columns after it."""
    columns = laid_out({"x": [3.0, 1.0, 2.0, 5.0, None, 4.0], "y": [1.0] * 7}, {"x": "lower", "y": "higher"})
    table = engine.make(columns, TYPES)
    back = engine.back(with_bands(table, value="v", area="area", by=["group"], direction="lower", into="b"))
    assert list(back[0]) == [*columns, "b", "b_n", "b_a_b", "b_b_c", "b_c_d", "b_reason"]
    key = [f"{row['group']}{row['area']}" for row in back]
    given_order = [f"{g}{a}" for g, a in zip(columns["group"], columns["area"], strict=True)]
    assert key == given_order if engine.keeps_order else sorted(key) == sorted(given_order)
    assert engine.back(table) == [
        dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)
    ]


def test_a_row_that_is_not_compared_says_why_and_counts_for_nothing(engine: EngineKind) -> None:
    """The country, a row without indicator, without area, without value, of no direction: each its reason."""
    rows = [
        *[("x", f"{at}", float(at), "lower", True) for at in range(5)],
        ("x", "England", 2.0, "lower", False),
        ("x", "unsure", 2.0, "lower", None),
        (None, "q", 1.0, "lower", True),
        ("x", None, 1.0, "lower", True),
        ("x", "r", None, "lower", True),
        ("y", "s", 1.0, "none", True),
        ("y", "t", 1.0, None, True),
        ("z", "u", 1.0, "lower", True),
    ]
    columns = {name: [row[at] for row in rows] for at, name in enumerate(TYPES)}
    table = engine.make(columns, TYPES)
    options = {"value": "v", "area": "area", "by": ["group"], "direction_column": "way", "among": "in"}
    back = {row["area"]: row for row in engine.back(with_bands(table, **options))}
    assert {area: row["band_reason"] for area, row in back.items() if row["band"] is None} == {
        "England": "not among those compared",
        "unsure": "not among those compared",
        "q": "no group",
        None: "no area",
        "r": "no value",
        "s": "neither way is better",
        "t": "neither way is better",
        "u": "fewer than 5 areas with a value",
    }
    assert "".join(back[f"{at}"]["band"] for at in range(5)) == "AABCD"
    assert {row["band_n"] for row in back.values()} == {5, 1, None}
    placed = {row["area"]: row["rank"] for row in engine.back(with_ranks(table, **options))}
    assert placed["u"] == 1
    assert placed["England"] is placed["r"] is placed["q"] is None


def test_an_area_that_stands_twice_spoils_its_group_alone(engine: EngineKind) -> None:
    """An area key twice is named, because every quartile of its group would be wrong; others go on."""
    columns = {
        "g": ["x"] * 6 + ["y"] * 5,
        "area": ["a", "b", "c", "d", "e", "e", "a", "b", "c", "d", "e"],
        "v": [float(at) for at in range(11)],
    }
    table = engine.make(columns, schema_of(columns))
    back = engine.back(with_bands(table, value="v", area="area", by=["g"], direction="lower"))
    assert {row["band_reason"] for row in back if row["g"] == "x"} == {"an area stands twice in its group"}
    assert {row["band_reason"] for row in back if row["g"] == "y"} == {None}


def test_without_groups_the_whole_table_is_one(engine: EngineKind) -> None:
    """No ``by``: whole numbers as values, negative zero no different from zero."""
    columns = {"area": list("abcde"), "v": [0, 0, 7, 8, 9]}
    back = engine.back(
        with_ranks(engine.make(columns, schema_of(columns)), value="v", area="area", direction="higher")
    )
    assert {row["area"]: row["rank"] for row in back} == {"a": 4, "b": 4, "c": 3, "d": 2, "e": 1}
    signed = {"area": list("ab"), "v": [0.0, -0.0]}
    back = engine.back(
        with_ranks(engine.make(signed, schema_of(signed)), value="v", area="area", direction="higher")
    )
    assert [row["rank"] for row in back] == [1, 1]


def test_nothing_to_band(engine: EngineKind) -> None:
    """No rows, and rows that are all missing."""
    types = {"area": "String", "v": "Float64"}
    empty = engine.make({"area": [], "v": []}, types)
    assert engine.back(with_bands(empty, value="v", area="area", direction="lower")) == []
    blank = engine.make({"area": ["a", "b"], "v": [None, None]}, types)
    back = engine.back(with_bands(blank, value="v", area="area", direction="lower"))
    assert [row["band_reason"] for row in back] == ["no value"] * 2


def test_columns_without_a_type_are_missing_throughout() -> None:
    """A column that holds nothing has no type in Polars and Arrow; it can be value or key."""
    table = pl.DataFrame({"area": ["a", "b"], "v": [None, None], "g": [None, None]})
    for native in (table, table.lazy(), table.to_arrow(), table.to_pandas()):
        for by in ([], ["g"]):
            made = with_ranks(native, value="v", area="area", by=by, direction="lower")
            found = ENGINES[0].back(
                pl.DataFrame(made) if not isinstance(made, pl.LazyFrame) else made.collect()
            )
            assert [row["rank_reason"] for row in found] == (["no g"] if by else ["no value"]) * 2


def test_large_arrow_tables_keep_values_with_their_rows() -> None:
    """PyArrow's threaded joins mix the rows of a large table; ranks must not be mixed with them."""
    many = 120_000
    draw = random.Random(3)  # noqa: S311 (no secret)
    table = pl.DataFrame(
        {
            "g": [f"{at % 400}" for at in range(many)],
            "area": [f"{at // 400}" for at in range(many)],
            "v": [draw.randrange(200) / 10 for _ in range(many)],
        }
    )
    options = {"value": "v", "area": "area", "by": ["g"], "direction": "higher"}
    found = pl.from_arrow(with_ranks(table.to_arrow(), **options))
    expected = table.select(pl.col("v").rank("min", descending=True).over("g"))["v"]
    assert isinstance(found, pl.DataFrame)
    assert found["area"].to_list() == table["area"].to_list()
    assert found["rank"].to_list() == expected.to_list()


def test_faults_of_the_call_are_named(engine: EngineKind) -> None:
    """A direction that gives no order, none at all, a text as value, a taken name."""
    table = engine.make({"area": ["a"], "v": [1.0]}, {"area": "String", "v": "Float64"})
    for way in (None, "none"):
        with pytest.raises(FrameError, match="neither way is better"):
            with_bands(table, value="v", area="area", direction=way)
    with pytest.raises(FrameError, match='"up" is no direction'):
        with_ranks(table, value="v", area="area", direction="up")
    with pytest.raises(FrameError, match='already has a column "v"'):
        with_ranks(table, value="v", area="area", direction="lower", into="v")
    with pytest.raises(FrameError, match='no column "vv"'):
        with_ranks(table, value="vv", area="area", direction="lower")
    with pytest.raises(FrameError, match='"area"'):
        with_ranks(table, value="area", area="area", direction="lower")


def test_published_figures_are_banded_as_by_polars_own_quantiles() -> None:
    """A published measure of all authorities: bands against an independent engine's quantiles and ranks."""
    measures = ["re-referrals", "absence", "referrals-rate"]
    figures = cypplan.published().filter(pl.col("indicator").is_in(measures))
    figures = figures.filter(pl.col("area").str.contains("^E0[6-9]|^E10"), pl.col("group") == "all")
    figures = figures.unique(["indicator", "area", "period"], keep="none").collect()
    banded = with_bands(figures, value="value", area="area", by=["indicator", "period"], direction="lower")
    over = ["indicator", "period"]
    checked = banded.filter(pl.col("band").is_not_null()).with_columns(
        edge=pl.col("value").quantile(0.25, "linear").over(over), first=pl.col("value").min().over(over)
    )
    assert checked.height > 1000
    assert checked.filter((pl.col("edge") - pl.col("band_a_b")).abs() > 1e-9).is_empty()
    assert checked.filter((pl.col("value") <= pl.col("band_a_b")) != (pl.col("band") == "A")).is_empty()
    assert checked.filter(pl.col("value") == pl.col("first"), pl.col("band") != "A").is_empty()
