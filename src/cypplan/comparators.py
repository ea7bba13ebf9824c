"""Comparators: with whom an area is compared."""

from __future__ import annotations

import enum
from types import MappingProxyType
from typing import TYPE_CHECKING

import attrs

from cypplan.errors import LookupFailed

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

__all__ = ["Aggregate", "ComparatorKind", "NeighbourSet"]


class ComparatorKind(enum.StrEnum):
    """With whom a figure is compared."""

    COUNTRY = "country"
    REGION = "region"
    NEIGHBOURS = "neighbours"
    AREA = "area"
    GROUP = "group"
    EXTERNAL = "external"


class Aggregate(enum.StrEnum):
    """How the neighbours' figures become one. The official tools disagree, so it is always recorded."""

    MEAN = "mean"
    """As the Local Authority Interactive Tool does."""
    MEDIAN = "median"
    """As the children's social care dashboard does."""


def _frozen(members: Mapping[str, tuple[str, ...]]) -> Mapping[str, tuple[str, ...]]:
    return MappingProxyType({area: tuple(neighbours) for area, neighbours in members.items()})


@attrs.frozen(kw_only=True)
class NeighbourSet:
    """One version of the statistical neighbours: for each area the areas most like it, closest first."""

    version: str
    """Short name by which a result records it, as "2025"."""
    title: str
    source: str
    published: date | None = None
    members: Mapping[str, tuple[str, ...]] = attrs.field(converter=_frozen, repr=False)
    """GSS code of an area to the GSS codes of its neighbours."""

    def of(self, area: str) -> tuple[str, ...]:
        """Return the neighbours of an area; raise :class:`LookupFailed` where the set has none for it."""
        if area not in self.members:
            what = f"area in the neighbour set {self.version}"
            raise LookupFailed(what, area)
        return self.members[area]
