from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cypplan.calc.bands import Band, quartile_bands, ranks
from cypplan.calc.estimates import rate
from cypplan.errors import ValueFault

# few values, so that there are ties, and decimals as they are published
VALUES = st.lists(st.one_of(st.integers(0, 6).map(float), st.floats(-1e6, 1e6), st.none()), max_size=30)
FULL = st.lists(st.integers(-40, 40).map(lambda n: n / 4), min_size=5, max_size=40)
WAYS = st.sampled_from(["higher", "lower"])
OTHER = {"higher": "lower", "lower": "higher"}


def named(values: list[float | None]) -> dict[str, float | None]:
    """Values by names of areas."""
    return {f"area {at}": value for at, value in enumerate(values)}


@given(FULL)
def test_quartiles_are_those_of_type_7(values: list[float]) -> None:
    """NumPy's linear method is type 7: the edges agree, from the low end and from the high end."""
    expected = np.quantile(values, [0.25, 0.5, 0.75], method="linear")
    low = quartile_bands(named(values), direction="lower").quartiles
    high = quartile_bands(named(values), direction="higher").quartiles
    assert low == pytest.approx(expected, abs=1e-12)
    assert high == pytest.approx(expected[::-1], abs=1e-12)


@given(FULL)
def test_bands_follow_their_definition_in_exact_arithmetic(values: list[float]) -> None:
    """Low is good: at most Q1 is A, at most Q2 B, at most Q3 C, else D; quartiles in fractions."""
    ordered = sorted(Fraction(value) for value in values)

    def quartile(k: int) -> Fraction:
        at = Fraction((len(ordered) - 1) * k, 4)
        low, high = ordered[math.floor(at)], ordered[math.ceil(at)]
        return low + (high - low) * (at - math.floor(at))

    edges = [quartile(k) for k in (1, 2, 3)]
    bands = quartile_bands(named(values), direction="lower").bands
    for area, value in named(values).items():
        assert bands[area] == "ABCD"[sum(Fraction(value or 0.0) > edge for edge in edges)]


@given(VALUES, WAYS)
def test_turning_data_and_direction_round_gives_the_same_bands_and_ranks(
    values: list[float | None], way: str
) -> None:
    """Symmetry, ties and edges included: this is what the tool's own code does not do."""
    mirrored = [None if value is None else -value for value in values]
    one, other = (
        quartile_bands(named(data), direction=d) for data, d in ((values, way), (mirrored, OTHER[way]))
    )
    assert (one.bands, one.reasons) == (other.bands, other.reasons)
    assert ranks(named(values), direction=way) == ranks(named(mirrored), direction=OTHER[way])


@given(FULL, WAYS, st.sampled_from([0.25, 2.0, 1024.0]))
def test_the_scale_changes_no_band(values: list[float], way: str, factor: float) -> None:
    """Per 10,000 or per 100,000: the same bands."""
    scaled = [value * factor for value in values]
    assert (
        quartile_bands(named(values), direction=way).bands
        == quartile_bands(named(scaled), direction=way).bands
    )


@given(FULL, WAYS)
def test_a_better_value_never_has_a_worse_band_or_rank(values: list[float], way: str) -> None:
    """Monotonicity, and one value has one band and rank."""
    found = quartile_bands(named(values), direction=way).bands
    places = ranks(named(values), direction=way)
    best_first = sorted(range(len(values)), key=lambda at: values[at], reverse=way == "higher")
    order = [(found[f"area {at}"], places[f"area {at}"].rank) for at in best_first]  # type: ignore[union-attr]
    assert order == sorted(order)
    by_value = {values[at]: set() for at in best_first}
    for at in best_first:
        by_value[values[at]].add((found[f"area {at}"], places[f"area {at}"].rank))  # type: ignore[union-attr]
    assert all(len(several) == 1 for several in by_value.values())


@given(VALUES, WAYS)
def test_ranks_are_one_more_than_how_many_are_better(values: list[float | None], way: str) -> None:
    """Brute force: the minimum rank of ties, counted one by one; what is missing does not count."""
    there = [value for value in values if value is not None]
    for area, value in named(values).items():
        place = ranks(named(values), direction=way)[area]
        if value is None:
            assert place is None
            continue
        better = sum(other > value if way == "higher" else other < value for other in there)
        assert place is not None
        assert (place.rank, place.n) == (better + 1, len(there))


@given(VALUES.map(lambda values: values[:8]), WAYS)
def test_the_order_of_areas_changes_nothing(values: list[float | None], way: str) -> None:
    """Rows are independent of the order they come in."""
    turned = dict(reversed(named(values).items()))
    assert quartile_bands(turned, direction=way).bands == quartile_bands(named(values), direction=way).bands


def test_under_five_areas_there_are_no_bands() -> None:
    """Four values and one missing: each area says why it has none."""
    found = quartile_bands({"a": 1, "b": 2, "c": 3, "d": 4, "e": None}, direction="lower")
    assert set(found.bands.values()) == {None}
    assert found.reasons == {**dict.fromkeys("abcd", "fewer than 5 areas with a value"), "e": "no value"}
    assert str(found) == "no bands: fewer than 5 areas with a value (4)"


def test_all_areas_alike_are_all_in_the_best_band() -> None:
    """Ties at every edge fall to the better side, under both directions."""
    for way in OTHER:
        assert set(quartile_bands(dict.fromkeys("abcdef", 3.5), direction=way).bands.values()) == {Band.A}


def test_estimates_are_taken_by_their_value() -> None:
    """A rate with limits is banded like its number."""
    figures = {name: rate(count, 1000) for name, count in zip("abcde", (10, 20, 30, 40, 50), strict=True)}
    assert (
        "".join(quartile_bands(figures, direction="lower").bands[name] or "-" for name in "abcde") == "AABCD"
    )


@pytest.mark.parametrize("way", ["none", "towards-target"])
def test_without_a_better_way_there_is_no_band_and_no_rank(way: str) -> None:
    """An indicator of which neither way is better cannot have a best area."""
    for function in (quartile_bands, ranks):
        with pytest.raises(ValueFault, match="neither way is better"):
            function({"a": 1.0}, direction=way)


def test_an_infinite_value_is_refused_and_nan_is_missing() -> None:
    """NaN is what some tables hold for nothing; infinity is a fault upstream."""
    with pytest.raises(ValueFault, match="Wirral is inf"):
        ranks({"Wirral": math.inf}, direction="lower")
    assert ranks({"Wirral": math.nan}, direction="lower") == {"Wirral": None}
