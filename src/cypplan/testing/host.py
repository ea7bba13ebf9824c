"""What a plugin may not change: the state of the process and of cypplan, before and after it is asked."""

from __future__ import annotations

import contextlib
import decimal
import importlib
import io
import json
import locale
import logging
import os
import random
import signal
import sys
import warnings
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["main"]

_ROOMS = ("cypplan.assess", "cypplan.audit", "cypplan.observations.sets", "cypplan.plans.file", "polars")
_UNCHECKED = frozenset({"__builtins__", "__warningregistry__", "__path__", "__cached__"})


def main() -> None:
    """Ask every hook of one plugin in this process, and print what has changed, as JSON in the last line."""
    order: dict[str, list[str]] = json.loads(sys.argv[1])
    from cypplan.plugins import Registry  # noqa: PLC0415 (what is loaded from here on counts)

    _load_rooms()
    names, before = _names(), _state()
    with contextlib.redirect_stdout(io.StringIO()):
        registry = Registry.from_entry_points(local=order["local"], allow=[str(order["name"])])
        for _ in registry.stages():
            pass
    changed = [*_changes(before, _state()), *_replaced(names)]
    sys.stdout.write(f"\n{json.dumps(changed)}\n")
    sys.stdout.flush()
    os._exit(0)  # what a plugin has put off to the exit is not waited for


def _load_rooms() -> None:
    """Load what hooks and readers of plans load, so that only what the plugin itself does is a change."""
    for module in _ROOMS:
        with contextlib.suppress(ImportError):  # the engine of tables is an extra
            importlib.import_module(module)


def _state() -> dict[str, object]:
    context = decimal.getcontext()
    root = logging.getLogger()
    return {
        "environment variables": dict(os.environ),
        "working directory": os.getcwd(),  # noqa: PTH109 (as text)
        "import path": list(sys.path),
        "warning filters": [str(one) for one in warnings.filters],
        "decimal context": (context.prec, context.rounding, str(context.traps)),
        "locale": locale.setlocale(locale.LC_ALL),
        "random state": random.getstate(),
        "logging": (root.level, logging.root.manager.disable, [repr(one) for one in root.handlers]),
        "recursion limit": sys.getrecursionlimit(),
        "signal handlers": [repr(signal.getsignal(one)) for one in sorted(signal.valid_signals())],
        "exception hook": repr(sys.excepthook),
    }


def _changes(before: Mapping[str, object], after: Mapping[str, object]) -> list[tuple[str, str]]:
    return [(what, "was changed") for what in before if before[what] != after[what]]


def _names() -> dict[str, dict[str, int]]:
    """Return by module of cypplan which object each name stands for, those of its classes included."""
    found: dict[str, dict[str, int]] = {}
    for module, loaded in list(sys.modules.items()):
        if module.partition(".")[0] != "cypplan":
            continue
        names = {name: id(value) for name, value in vars(loaded).items() if name not in _UNCHECKED}
        for name, value in list(vars(loaded).items()):
            if isinstance(value, type) and value.__module__ == module:
                names |= {f"{name}.{key}": id(one) for key, one in vars(value).items() if callable(one)}
        found[module] = names
    return found


def _replaced(before: Mapping[str, Mapping[str, int]]) -> list[tuple[str, str]]:
    """Return the names of cypplan that stand for something else than before; new ones are no change."""
    after = _names()
    return [
        (f"{module}.{name}", "was replaced")
        for module, names in before.items()
        for name, found in names.items()
        if after.get(module, {}).get(name) != found
    ]
