"""A plugin that is held to the contract: its name, what it supplies, and which failures of it are known."""

from __future__ import annotations

import functools
from pathlib import Path  # noqa: TC003 (the type of a field is read at run time)
from typing import TYPE_CHECKING

import attrs

from cypplan.errors import CypplanError, ValueFault, did_you_mean
from cypplan.plugins import Registry

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cypplan.plans import Plan
    from cypplan.plugins import PluginInfo

__all__ = ["Contract"]


@attrs.define(eq=False, slots=False)
class Contract:
    """What a plugin is held to: its name, which of its plans, and which failures are known."""

    name: str
    """Name of the plugin: that of its entry point, or of its file or folder."""
    local: tuple[Path, ...] = ()
    """Where it is, if it is not installed."""
    only: tuple[str, ...] | None = None
    """Ids of the plans that are looked at; ``None`` for all of the plugin."""
    known: Mapping[str, str] = attrs.field(factory=dict)
    """Check, or check and place ("findings:T09"), to the reason why it fails."""
    _read: dict[str, Plan | None] = attrs.field(factory=dict, init=False, repr=False)

    @functools.cached_property
    def registry(self) -> Registry:
        """Everything installed, and the plugin itself."""
        return Registry.from_entry_points(local=self.local)

    @functools.cached_property
    def info(self) -> PluginInfo | None:
        """The plugin as the registry has it; ``None`` where it cannot be used."""
        return next((one for one in self.registry.plugins if one.name == self.name), None)

    @functools.cached_property
    def plans(self) -> tuple[str, ...]:
        """Ids of the plans that are looked at."""
        own = [entry.id for entry in self.registry.plans.values() if entry.plugin == self.name]
        if self.only is None:
            return tuple(own)
        for name in self.only:
            if name not in own:
                hint = did_you_mean(name, own)
                raise ValueFault(f'contract: the plugin "{self.name}" supplies no plan "{name}".{hint}')
        return self.only

    def reasons(self, check: str) -> dict[str, str]:
        """Return the places at which a check is known to fail, each with its reason."""
        split = {key.partition(":"): why for key, why in self.known.items()}
        return {place: why for (name, _, place), why in split.items() if name == check}

    def read(self, plan: str) -> Plan | None:
        """Return a plan; ``None`` where it cannot be read, which the check "loads" says."""
        if plan not in self._read:
            try:
                self._read[plan] = self.registry.plan(plan)
            except (CypplanError, OSError):
                self._read[plan] = None
        return self._read[plan]
