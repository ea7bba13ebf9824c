"""Plugins: the hooks that packages implement, and the registry that holds what they supply."""

from __future__ import annotations

from cypplan.plugins.entries import PlanEntry, PlanHead
from cypplan.plugins.failures import Failure, FailureKind
from cypplan.plugins.kinds import ReportFormat
from cypplan.plugins.registry import PluginInfo, Registry
from cypplan.plugins.settings import default_registry
from cypplan.plugins.specs import Host, hookimpl

__all__ = [
    "Failure",
    "FailureKind",
    "Host",
    "PlanEntry",
    "PlanHead",
    "PluginInfo",
    "Registry",
    "ReportFormat",
    "default_registry",
    "hookimpl",
]
