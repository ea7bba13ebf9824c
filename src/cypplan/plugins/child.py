"""The other side of a check: one plugin, in a process that may hang or end at any moment."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs

from cypplan.plugins.registry import PluginInfo, Registry

if TYPE_CHECKING:
    from cypplan.plugins.failures import Failure

__all__ = ["main"]


def main() -> None:
    """Check the plugin that the first argument says; write what is known before each step, line by line."""
    order: dict[str, Any] = json.loads(sys.argv[1])
    with Path(order["result"]).open("w", encoding="utf-8") as result:

        def tell(stage: str | None, failures: tuple[Failure, ...], **more: object) -> None:
            said = {"stage": stage, "failures": [_plain(one) for one in failures], **more}
            result.write(json.dumps(said) + "\n")
            result.flush()

        registry = Registry.from_entry_points(order["group"], local=order["local"], allow=[order["name"]])
        for stage in registry.stages():
            tell(stage, registry.failures_so_far)
        tell(None, registry.failures, plugins=[_plain(one) for one in registry.plugins])
    sys.stdout.flush()
    os._exit(0)  # threads of a plugin, and what it has put off to the exit, are not waited for


def _plain(one: Failure | PluginInfo) -> dict[str, Any]:
    """Return the fields of a failure or a plugin as JSON holds them."""
    fields = {field.name: getattr(one, field.name) for field in attrs.fields(type(one))}
    return {**fields, **({"supplies": dict(fields["supplies"])} if "supplies" in fields else {})}
