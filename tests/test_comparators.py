"""Comparators: sets of statistical neighbours."""

from __future__ import annotations

import datetime as dt

import pytest

import cypplan
from cypplan.comparators import Aggregate, ComparatorKind, NeighbourSet
from cypplan.errors import LookupFailed

MEMBERS = {"E06000007": ["E06000049", "E06000050"], "E06000049": ()}


def _set(**changes: object) -> NeighbourSet:
    fields = {"version": "2025", "title": "Neighbours", "source": "a source", "members": MEMBERS} | changes
    return NeighbourSet(**fields)  # pyright: ignore[reportArgumentType]


def test_neighbours_come_closest_first() -> None:
    """The order of the publication is kept, since a result may use only the closest."""
    assert _set().of("E06000007") == ("E06000049", "E06000050")
    assert _set().of("E06000049") == ()


def test_area_without_neighbours_is_named_with_the_version() -> None:
    """An area that a version does not know is an error that names both, never an empty list."""
    with pytest.raises(LookupFailed) as caught:
        _set().of("E06000001")
    assert 'no area in the neighbour set 2025 "E06000001"' in str(caught.value)


def test_members_cannot_be_changed() -> None:
    """A set is a value: neither it nor what it was made from changes it."""
    given = {"E06000007": ["E06000049"]}
    made = _set(members=given)
    given["E06000007"].append("E06000050")
    given["E06000001"] = []
    assert dict(made.members) == {"E06000007": ("E06000049",)}
    with pytest.raises(TypeError):
        made.members["E06000001"] = ()  # pyright: ignore[reportIndexIssue]
    with pytest.raises(AttributeError):
        made.version = "2026"  # pyright: ignore[reportAttributeAccessIssue]


def test_equal_sets_are_equal() -> None:
    """Two sets with the same facts are equal, and a set of another date is another set."""
    assert _set() == _set()
    assert _set() != _set(published=dt.date(2025, 1, 1))
    assert _set(published=dt.date(2025, 1, 1)).published == dt.date(2025, 1, 1)


def test_words_of_the_plan_file_are_fixed() -> None:
    """Plan files hold these words: they do not change unnoticed."""
    assert list(ComparatorKind) == ["country", "region", "neighbours", "area", "group", "external"]
    assert list(Aggregate) == ["mean", "median"]


def test_nobody_is_its_own_neighbour() -> None:
    """In the published sets no area is compared with itself, nor twice with another."""
    for version in cypplan.registry().neighbour_sets.values():
        for area, neighbours in version.members.items():
            assert area not in neighbours
            assert len(set(neighbours)) == len(neighbours)
