"""The hooks. A plugin implements those it needs, each marked with :data:`hookimpl`.

Every hook returns an iterable of frozen values; none gets an argument. What a hook returns is checked one
by one, so a plugin that returns nonsense is named and the others go on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pluggy

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from cypplan.areas import Area
    from cypplan.comparators import NeighbourSet
    from cypplan.indicators import Indicator
    from cypplan.observations.sets import ObservationSet

__all__ = ["PROJECT", "Specs", "hookimpl"]

PROJECT: Final = "cypplan"
"""Name of the entry point group and prefix of every hook."""

hookspec = pluggy.HookspecMarker(PROJECT)
hookimpl = pluggy.HookimplMarker(PROJECT)
"""Marks a function of a plugin as the implementation of the hook of that name."""


class Specs:
    """The hook specifications; pluggy takes them from an instance, so ``self`` is not part of them."""

    @hookspec
    def cypplan_plans(self) -> Iterable[Path]:  # pyright: ignore[reportReturnType]
        """Return the plan files of the plugin; the name of a file without ".toml" is the plan's id."""

    @hookspec
    def cypplan_indicators(self) -> Iterable[Indicator]:  # pyright: ignore[reportReturnType]
        """Return indicators that plans of any plugin may be tied to."""

    @hookspec
    def cypplan_areas(self) -> Iterable[Area]:  # pyright: ignore[reportReturnType]
        """Return areas, abolished ones included."""

    @hookspec
    def cypplan_comparator_sets(self) -> Iterable[NeighbourSet]:  # pyright: ignore[reportReturnType]
        """Return versions of the statistical neighbours."""

    @hookspec
    def cypplan_observations(self) -> Iterable[ObservationSet]:  # pyright: ignore[reportReturnType]
        """Return sets of published figures."""
