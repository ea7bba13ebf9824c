"""Plugins: the hooks that packages implement, and the registry that holds what they supply."""

from __future__ import annotations

import functools

from cypplan.plugins.registry import Failure, PlanEntry, PluginInfo, Registry
from cypplan.plugins.specs import hookimpl

__all__ = ["Failure", "PlanEntry", "PluginInfo", "Registry", "default_registry", "hookimpl"]


@functools.cache
def default_registry() -> Registry:
    """Return the registry of everything installed, made on first use."""
    return Registry.from_entry_points()
