"""The published figures and their sources."""

from __future__ import annotations

import tomllib
from functools import cache

from cypplan.observations.sets import ObservationSet, Source
from cypplan_england.files import DATA

__all__ = ["observation_sets", "sources"]


@cache
def sources() -> tuple[Source, ...]:
    """Return the publications that the figures were taken from."""
    with (DATA / "sources.toml").open("rb") as file:
        table = tomllib.load(file)
    return tuple(Source(id=ident, **entry) for ident, entry in table.items())


@cache
def observation_sets() -> tuple[ObservationSet, ...]:
    """Return the one set of figures that the package carries."""
    title = "Published figures of England, its regions and upper-tier authorities"
    return (ObservationSet(id="england", title=title, path=DATA / "figures.parquet", sources=sources()),)
