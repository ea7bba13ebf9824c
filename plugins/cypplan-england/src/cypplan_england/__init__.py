"""England for cypplan: areas, national indicators, neighbour sets and published figures.

The hooks below import what they need when they are called: importing this package reads no file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cypplan.plugins import hookimpl

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cypplan.areas import Area
    from cypplan.comparators import NeighbourSet
    from cypplan.indicators import Indicator
    from cypplan.observations.sets import ObservationSet

__all__ = ["cypplan_areas", "cypplan_comparator_sets", "cypplan_indicators", "cypplan_observations"]


@hookimpl
def cypplan_indicators() -> Iterable[Indicator]:
    """Return every national indicator."""
    from cypplan_england.catalogue import indicators  # noqa: PLC0415 (read when asked for)

    return indicators()


@hookimpl
def cypplan_areas() -> Iterable[Area]:
    """Return upper-tier authorities, live and abolished, regions and England."""
    from cypplan_england.areas import areas  # noqa: PLC0415 (read when asked for)

    return areas()


@hookimpl
def cypplan_comparator_sets() -> Iterable[NeighbourSet]:
    """Return the statistical neighbours of 2021 and 2025."""
    from cypplan_england.neighbours import neighbour_sets  # noqa: PLC0415 (read when asked for)

    return neighbour_sets()


@hookimpl
def cypplan_observations() -> Iterable[ObservationSet]:
    """Return the set of published figures."""
    from cypplan_england.figures import observation_sets  # noqa: PLC0415 (read when asked for)

    return observation_sets()
