"""The statistical neighbours of English authorities, read from ``neighbours.csv``."""

from __future__ import annotations

from functools import cache

from cypplan.comparators import NeighbourSet
from cypplan_england.files import rows

__all__ = ["closeness", "neighbour_sets"]


@cache
def neighbour_sets() -> tuple[NeighbourSet, ...]:
    """Return the two versions, 2021 and 2025; each names ten neighbours of an area, closest first.

    The version of 2021 also has entries for authorities abolished since 2019.
    """
    versions: dict[str, dict[str, list[str]]] = {}
    for row in rows("neighbours.csv"):
        versions.setdefault(row["version"], {}).setdefault(row["area"], []).append(row["neighbour"])
    return tuple(
        NeighbourSet(
            version=version,
            title=f"Children's services statistical neighbours {version}",
            source="dfe-statistical-neighbours",
            members={area: tuple(found) for area, found in members.items()},
        )
        for version, members in versions.items()
    )


@cache
def closeness(version: str) -> dict[tuple[str, str], str]:
    """Return the published band ("Very close") of each pair of area and neighbour in a version."""
    return {
        (row["area"], row["neighbour"]): row["closeness"]
        for row in rows("neighbours.csv")
        if row["version"] == version
    }
