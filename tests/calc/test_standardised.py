"""Standardised rates on numbers and by groups."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cypplan.calc import (
    ESP_2013,
    directly_standardised,
    directly_standardised_by,
    expected_events,
    indirectly_standardised,
    indirectly_standardised_by,
    rate,
    standard_weights,
    standardised_ratio,
)
from cypplan.errors import FrameError, ValueFault

if TYPE_CHECKING:
    from engines import EngineKind

K = "per_100_000_people"
bands = st.lists(
    st.tuples(
        st.integers(min_value=0, max_value=500),
        st.integers(min_value=1, max_value=10**6),
        st.floats(min_value=1, max_value=1e5),
    ),
    min_size=1,
    max_size=19,
).filter(lambda rows: sum(row[0] for row in rows) >= 10)


def test_the_european_standard_population_is_complete() -> None:
    """Nineteen bands of five years, 100,000 people."""
    assert (len(ESP_2013), sum(ESP_2013.values())) == (19, 100_000)
    assert list(ESP_2013)[-1] == "90+"


def test_weights_of_children_only() -> None:
    """A rate of children takes their bands; a band that is none is named."""
    assert sum(standard_weights(["0-4", "5-9"]).values()) == 10_500
    with pytest.raises(ValueFault, match='"0-5" is no band'):
        standard_weights(["0-5"])


@given(st.integers(min_value=10, max_value=10**6), st.integers(min_value=1, max_value=10**6))
def test_one_band_has_the_crude_rate(count: int, population: int) -> None:
    """With one band there is nothing to weigh: value and limits are those of the rate."""
    found, crude = (
        directly_standardised([count], [population], [5_000], unit=K),
        rate(count, population, unit=K),
    )
    assert found.value == pytest.approx(crude.value, rel=1e-12)
    assert found.lower == pytest.approx(crude.lower, rel=1e-9)
    assert found.upper == pytest.approx(crude.upper, rel=1e-9)


@given(bands)
def test_weights_like_the_population_give_the_crude_rate(rows: list[tuple[int, int, float]]) -> None:
    """A standard population with our own ages standardises nothing: Dobson's limits become Byar's."""
    x, n = [row[0] for row in rows], [row[1] for row in rows]
    found, crude = directly_standardised(x, n, n, unit=K), rate(sum(x), sum(n), unit=K)
    assert found.value == pytest.approx(crude.value, rel=1e-12)
    assert found.lower == pytest.approx(crude.lower, rel=1e-9)
    assert found.upper == pytest.approx(crude.upper, rel=1e-9)


@given(bands, st.floats(min_value=1e-3, max_value=1e3))
def test_only_the_proportions_of_weights_matter(rows: list[tuple[int, int, float]], scale: float) -> None:
    """Weights per million are the same standard as weights per cent."""
    x, n, w = ([row[at] for row in rows] for at in range(3))
    one, other = directly_standardised(x, n, w), directly_standardised(x, n, [scale * each for each in w])
    assert other.value == pytest.approx(one.value, rel=1e-10)
    assert other.upper == pytest.approx(one.upper, rel=1e-9)


@given(bands)
def test_dobsons_limits_from_their_definition(rows: list[tuple[int, int, float]]) -> None:
    """Variance and Byar's limits written out with powers give the same interval."""
    found = directly_standardised(*([row[at] for row in rows] for at in range(3)), unit=K)
    weight, events = sum(w for _, _, w in rows), sum(x for x, _, _ in rows)
    value = sum(w * x / n for x, n, w in rows) / weight
    variance = sum(w**2 * x / n**2 for x, n, w in rows) / weight**2
    whole = rate(events, 1_000, unit="per_1_000_people")
    assert found.value == pytest.approx(1e5 * value, rel=1e-10)
    step = math.sqrt(variance / events)
    assert found.lower == pytest.approx(
        1e5 * (value + step * ((whole.lower or 0) - events)), rel=1e-9, abs=1e-9
    )
    assert found.upper == pytest.approx(1e5 * (value + step * ((whole.upper or 0) - events)), rel=1e-9)
    assert (found.lower or 0) <= found.value <= (found.upper or 0)


def test_bands_by_name_and_in_order_are_the_same() -> None:
    """Names of bands are matched, whatever their order."""
    named = directly_standardised({"a": 30, "b": 9}, {"b": 700, "a": 900}, {"a": 5, "b": 6})
    assert named == directly_standardised([30, 9], [900, 700], [5, 6])


@pytest.mark.parametrize(
    ("x", "n", "w", "words"),
    [
        ([4, 5], [9, 9], [1, 1], "9 events are too few"),
        ([40, -5], [9, 9], [1, 1], r"counts\[1\] -5"),
        ([40, 5], [9, 0], [1, 1], r"populations\[1\] 0"),
        ([40, 5], [9, 9], [1, -1], r"weights\[1\] -1"),
        ([40, 5], [9, 9], [0, 0], "weights are all 0"),
        ([40, 5], [9, 9, 9], [1, 1], "populations and counts are 3 and 2 numbers"),
        ([], [], [], "counts is empty"),
        ({"a": 40}, {"b": 9}, {"a": 1}, "do not have the same bands: a, b"),
        ({"a": 40}, [9], [1], "must be of one kind"),
    ],
)
def test_what_cannot_be_standardised(x: Any, n: Any, w: Any, words: str) -> None:
    """The message says which band is wrong, or what does not fit together."""
    with pytest.raises(ValueFault, match=words):
        directly_standardised(x, n, w)


def test_expected_events_by_hand() -> None:
    """1,000 people at 5 in 1,000 and 2,000 at 10 in 1,000 expect 25 events."""
    assert expected_events([1_000, 2_000], [50, 200], [10_000, 20_000]) == 25


@given(st.integers(min_value=0, max_value=10**5), st.floats(min_value=0.01, max_value=1e6))
def test_a_ratio_has_the_limits_of_its_count(observed: int, expected: float) -> None:
    """The expected number counts as known: limits are those of a rate."""
    found = standardised_ratio(observed, expected)
    crude = rate(observed, expected, unit="per_1_000_people")
    assert found.value == pytest.approx(crude.value / 1_000, rel=1e-12)
    assert found.upper == pytest.approx((crude.upper or 0) / 1_000, rel=1e-12)
    assert str(found.unit) == "ratio"


@given(bands)
def test_the_reference_itself_has_a_ratio_of_one(rows: list[tuple[int, int, float]]) -> None:
    """Standardising the reference population by itself gives 1, and its own rate."""
    x, n = [row[0] for row in rows], [row[1] for row in rows]
    assert indirectly_standardised(sum(x), n, x, n).value == pytest.approx(1, rel=1e-9)
    found = indirectly_standardised(sum(x), n, x, n, unit=K)
    assert found.value == pytest.approx(rate(sum(x), sum(n), unit=K).value, rel=1e-9)


@pytest.mark.parametrize(
    ("observed", "reference", "unit", "words"),
    [
        (5, [0], "ratio", "expected 0"),
        (2.5, [5], "ratio", "observed 2.5 is not whole"),
        (5, [5], "percent_of_pupils", "is no rate"),
    ],
)
def test_what_has_no_ratio(observed: float, reference: list[float], unit: str, words: str) -> None:
    """Nothing expected, a broken count and a foreign unit are named."""
    with pytest.raises(ValueFault, match=words):
        indirectly_standardised(observed, [100], reference, [1_000], unit=unit)


AREAS: dict[str, list[Any]] = {
    "area": ["b", "b", "a", "a", "c", "c", None, None],
    "age": ["0-4", "5-9", "5-9", "0-4", "0-4", "5-9", "0-4", "5-9"],
    "x": [40, 25, 14, 9, 3, 4, 12, 20],
    "n": [900, 800, 700, 1_000, 90, 80, 500, 600],
    "w": [5_000, 5_500, 5_500, 5_000, 5_000, 5_500, 5_000, 5_500],
}
SCHEMA = {"area": "String", "age": "String", "x": "Int64", "n": "Int64", "w": "Float64"}


@pytest.mark.parametrize("by_column", [True, False])
def test_groups_have_the_direct_rates_of_their_bands(engine: EngineKind, by_column: bool) -> None:  # noqa: FBT001
    """The same as on numbers to 1e-12, with weights in a column or by the name of the band."""
    how: dict[str, Any] = (
        {"weight": "w"} if by_column else {"band": "age", "weights": {"0-4": 5_000, "5-9": 5_500}}
    )
    native = engine.make(AREAS, SCHEMA)
    made = directly_standardised_by(
        native, by="area", count="x", population="n", unit=K, confidence=(0.95, 0.998), **how
    )
    assert type(made) is engine.type
    found = engine.back(made)
    assert [row["area"] for row in found] == ["a", "b", "c", None]
    assert [row["dsr_count"] for row in found] == [23, 65, 7, 32]
    assert [row["dsr_reason"] for row in found] == [None, None, "fewer than 10 events", None]
    assert [found[2]["dsr"], found[2]["dsr_lower_95"]] == [None, None]
    single = directly_standardised([9, 14], [1_000, 700], [5_000, 5_500], unit=K, confidence=(0.95, 0.998))
    limits = [limit for i in single.intervals for limit in (i.lower, i.upper)]
    names = ["dsr", "dsr_lower_95", "dsr_upper_95", "dsr_lower_99_8", "dsr_upper_99_8"]
    assert [found[0][name] for name in names] == pytest.approx([single.value, *limits], rel=1e-12)


@pytest.mark.parametrize(
    ("column", "cell", "reason"),
    [
        ("x", None, "x missing"),
        ("x", -1, "x below 0"),
        ("n", None, "n missing"),
        ("n", 0, "n not above 0"),
        ("age", "85+", "a band has no weight"),
        ("age", None, "a band has no weight"),
        ("age", "5-9", "a band is missing or stands twice"),
    ],
)
def test_a_bad_band_spoils_its_group_only(engine: EngineKind, column: str, cell: Any, reason: str) -> None:
    """A group with a band that cannot be used says why; the groups beside it stay good."""
    rows = {name: list(cells) for name, cells in AREAS.items()}
    rows[column][0] = cell
    weights = {"0-4": 5_000, "5-9": 5_500}
    native = engine.make(rows, SCHEMA)
    found = engine.back(
        directly_standardised_by(native, by="area", count="x", population="n", band="age", weights=weights)
    )
    assert [row["dsr_reason"] for row in found] == [None, reason, "fewer than 10 events", None]
    assert [row["dsr"] is None for row in found] == [False, True, True, False]
    assert [row["dsr_upper"] is None for row in found] == [False, True, True, False]


@pytest.mark.parametrize(
    "how", [{}, {"weight": "w", "band": "age"}, {"band": "age"}, {"weights": {"0-4": 1}}]
)
def test_it_must_be_clear_which_weights(how: dict[str, Any]) -> None:
    """Weights come in a column or by band, not both and not neither."""
    with pytest.raises(FrameError, match="not clear which weights"):
        directly_standardised_by(pl.DataFrame(AREAS), by="area", count="x", population="n", **how)


@pytest.mark.parametrize("unit", ["ratio", K])
def test_groups_have_the_indirect_ratio_of_their_bands(engine: EngineKind, unit: str) -> None:
    """The same as on numbers to 1e-12, as a ratio and as a rate."""
    rows = {name: AREAS[name] for name in ("area", "x", "n")}
    rows |= {"rx": [50, 60, 60, 50, 50, 60, 50, 60], "rn": [9_000, 9_900, 9_900, 9_000] * 2}
    native = engine.make(rows, {name: "String" if name == "area" else "Int64" for name in rows})
    found = engine.back(
        indirectly_standardised_by(
            native,
            by="area",
            count="x",
            population="n",
            reference_count="rx",
            reference_population="rn",
            unit=unit,
        )
    )
    assert [row["isr_observed"] for row in found] == [23, 65, 7, 32]
    assert [row["isr_reason"] for row in found] == [None] * 4
    for row, at in zip(found, (2, 0), strict=False):
        part = slice(at, at + 2)
        single = indirectly_standardised(
            sum(rows["x"][part]), rows["n"][part], rows["rx"][part], rows["rn"][part], unit=unit
        )
        wanted = [single.value, single.lower, single.upper, single.denominator]
        names = ["isr", "isr_lower", "isr_upper", "isr_expected"]
        assert [row[name] for name in names] == pytest.approx(wanted, rel=1e-12)


def test_nothing_expected_has_a_reason(engine: EngineKind) -> None:
    """No events in the reference: no ratio, and never infinity."""
    rows: dict[str, list[Any]] = {"area": ["a"], "x": [5], "n": [10], "rx": [0], "rn": [100]}
    native = engine.make(rows, {name: "String" if name == "area" else "Int64" for name in rows})
    (row,) = engine.back(
        indirectly_standardised_by(
            native, by="area", count="x", population="n", reference_count="rx", reference_population="rn"
        )
    )
    assert (row["isr"], row["isr_lower"], row["isr_reason"]) == (None, None, "no events expected")


@pytest.mark.parametrize("cells", [[], [None]])
def test_groups_without_numbers(engine: EngineKind, cells: list[None]) -> None:
    """An empty table has no groups, one of nothing a reason."""
    rows = dict.fromkeys(("area", "x", "n", "w"), cells)
    native = engine.make(rows, {"area": "String", "x": "Float64", "n": "Float64", "w": "Float64"})
    found = engine.back(directly_standardised_by(native, by="area", count="x", population="n", weight="w"))
    assert [row["dsr_reason"] for row in found] == ["x missing"] * len(cells)
