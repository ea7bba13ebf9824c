"""The hooks. A plugin implements those it needs, each a function of that name marked with :data:`hookimpl`.

Every hook returns an iterable of frozen values. An implementation names the arguments it wants, so that a
hook may grow arguments and older plugins go on as they are. What a hook returns is checked one by one: a
plugin that returns nonsense is named, and the others go on.
"""

# A specification has no body: what it takes and returns is all of it.
# pyright: reportReturnType=false, reportUnusedParameter=false

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import attrs
import pluggy

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from cypplan.areas import Area
    from cypplan.comparators import NeighbourSet
    from cypplan.indicators import Indicator
    from cypplan.observations.readers.protocol import Reader
    from cypplan.observations.sets import ObservationSet
    from cypplan.plugins.kinds import AuditRule, RagRule, ReportFormat

__all__ = ["PLANS", "PROJECT", "Host", "Specs", "hookimpl", "hookspec"]

PROJECT: Final = "cypplan"
"""Name of the entry point group of hooks, and prefix of every hook."""

PLANS: Final = "cypplan.plans"
"""Name of the entry point group of packages that hold plan files and need no code."""

hookspec = pluggy.HookspecMarker(PROJECT)
hookimpl = pluggy.HookimplMarker(PROJECT)
"""Marks a function of a plugin as the implementation of the hook of that name."""


@attrs.frozen
class Host:
    """Who asks a hook: an argument that every hook offers and none has to take."""

    version: str
    """The version of cypplan that runs."""


class Specs:
    """The hook specifications; pluggy takes them from an instance, so ``self`` is not part of them."""

    @hookspec
    def cypplan_plans(self, host: Host) -> Iterable[Path]:
        """Return the plan files of the plugin; the name of a file without ".toml" is the plan's id."""

    @hookspec
    def cypplan_indicators(self, host: Host) -> Iterable[Indicator]:
        """Return indicators that plans of any plugin may be tied to."""

    @hookspec
    def cypplan_areas(self, host: Host) -> Iterable[Area]:
        """Return areas, abolished ones included, each with its predecessors and successors."""

    @hookspec
    def cypplan_comparator_sets(self, host: Host) -> Iterable[NeighbourSet]:
        """Return sets of comparators: versions of the statistical neighbours of each area."""

    @hookspec
    def cypplan_observations(self, host: Host) -> Iterable[ObservationSet]:
        """Return sets of published figures, each a Parquet file in the observation format."""

    @hookspec
    def cypplan_readers(self, host: Host) -> Iterable[Reader]:
        """Return readers of published files, which make observations of them."""

    @hookspec
    def cypplan_audit_rules(self, host: Host) -> Iterable[AuditRule]:
        """Return rules that find what is doubtful in a plan."""

    @hookspec
    def cypplan_report_formats(self, host: Host) -> Iterable[ReportFormat]:
        """Return formats in which a report can be written."""

    @hookspec
    def cypplan_rag_rules(self, host: Host) -> Iterable[RagRule]:
        """Return rules that give a target's status a colour."""
