"""Whom a plan's authority is compared with, and on which figures, where the caller gives none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cypplan.assess.query import Company
from cypplan.errors import LookupFailed

if TYPE_CHECKING:
    from cypplan.comparators import NeighbourSet
    from cypplan.plans.model import Plan
    from cypplan.plugins import Registry

__all__ = ["chosen_set", "company_of", "published_figures"]


def published_figures(registry: Registry) -> object:
    """Return the published figures of all installed packages as one table, in the order of their ids.

    Raises
    ------
    LookupFailed
        If there are none.
    """
    sets = registry.observation_sets
    if not sets:
        what = "set of published figures; give observations, or install cypplan-england"
        raise LookupFailed(what, "published")
    tables = [one.scan() for _, one in sorted(sets.items())]
    if len(tables) == 1:
        return tables[0]
    import polars as pl  # noqa: PLC0415 (the sets are tables of Polars, which is loaded by now)

    return pl.concat(tables, how="diagonal_relaxed")


def chosen_set(registry: Registry, version: str | None) -> NeighbourSet | None:
    """Return the neighbour set of that version, or the newest; ``None`` where none is installed.

    Raises
    ------
    LookupFailed
        If there is no such version.
    """
    sets = registry.neighbour_sets
    if version is not None and version not in sets:
        what = "neighbour set"
        raise LookupFailed(what, version, list(sets))
    return sets[version or max(sets)] if sets else None


def company_of(plan: Plan, registry: Registry, chosen: NeighbourSet | None) -> Company:
    """Return a plan's authority with its country, region and neighbours, as far as they are known."""
    areas = registry.areas
    if plan.authority not in areas:
        return Company(area=plan.authority)
    area = areas[plan.authority]
    region = areas[area.region] if area.region and area.region in areas else None
    countries = [one.code for one in areas if one.kind == "country" and one.code != area.code]
    near = chosen.members.get(area.code, ()) if chosen else ()
    return Company(
        area=area.code,
        country=countries[0] if countries else None,
        region=region.code if region else None,
        neighbours=tuple(near),
    )
