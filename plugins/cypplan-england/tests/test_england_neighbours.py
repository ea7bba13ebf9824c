"""The statistical neighbours that the package carries."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cypplan.areas import Areas
from cypplan_england.areas import areas
from cypplan_england.neighbours import closeness, neighbour_sets

if TYPE_CHECKING:
    from cypplan.comparators import NeighbourSet


@pytest.fixture(scope="module", params=["2021", "2025"])
def version(request: pytest.FixtureRequest) -> NeighbourSet:
    """Return each of the two versions."""
    return next(s for s in neighbour_sets() if s.version == request.param)


def names(codes: tuple[str, ...]) -> list[str]:
    """Return the names of areas by their codes."""
    index = Areas(areas())
    return [index[code].name for code in codes]


def test_there_are_two_versions() -> None:
    """The set a result was made with must be nameable."""
    assert [s.version for s in neighbour_sets()] == ["2021", "2025"]
    assert {s.version: len(s.members) for s in neighbour_sets()} == {"2021": 156, "2025": 153}


def test_each_area_has_ten_distinct_others(version: NeighbourSet) -> None:
    """An area is never its own neighbour, and none is counted twice."""
    for area, found in version.members.items():
        assert len(found) == len(set(found)) == 10
        assert area not in found


def test_all_codes_are_those_of_known_authorities(version: NeighbourSet) -> None:
    """Old numbers and codes are resolved, so that figures are found."""
    known = {area.code for area in areas() if area.kind == "authority"}
    assert set(version.members) <= known
    assert {code for found in version.members.values() for code in found} <= known


def test_known_neighbours_come_in_order() -> None:
    """Worcestershire's closest in 2025 are those that the publisher names first."""
    newest = neighbour_sets()[1]
    assert names(newest.of("E10000034"))[:3] == ["Somerset", "Gloucestershire", "Dorset"]


def test_the_footer_of_2021_belongs_to_the_set() -> None:
    """Plans of authorities abolished in 2019 and 2021 can be compared too."""
    old = neighbour_sets()[0]
    assert names(old.of("E10000009"))[:2] == ["Shropshire", "Devon"]
    assert {"E06000028", "E06000029", "E10000021"} <= set(old.members)


def test_bands_of_closeness_have_no_trailing_blank() -> None:
    """The two files write a band in two ways, one with a blank after it: they are one band."""
    bands = {"Extremely close", "Very close", "Close", "Somewhat close", "Not close"}
    assert set(closeness("2021").values()) == set(closeness("2025").values()) == bands
