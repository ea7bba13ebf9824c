"""Each plugin loaded in a process of its own, so that one that hangs or ends its process is found, too."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import attrs

from cypplan.plugins.failures import Failure, FailureKind, shown
from cypplan.plugins.loading import Loader, Log
from cypplan.plugins.registry import PluginInfo, Registry
from cypplan.plugins.sources import Origin

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cypplan.plugins.sources import Candidate

__all__ = ["Checked", "check"]

_CHILD: Final = "from cypplan.plugins.child import main; main()"
_HEARD: Final = 1000
_LAST_WORDS: Final = 0.5
"""Seconds to wait for the end of what a killed process has printed."""


@attrs.frozen
class Checked:
    """What a check has found: the plugins that can be used, and every failure."""

    plugins: tuple[PluginInfo, ...]
    failures: tuple[Failure, ...]


def check(registry: Registry, *, seconds: float = 10.0) -> Checked:
    """Ask every hook of every plugin and read every plan, each plugin with code in a process of its own.

    Parameters
    ----------
    registry
        Says which plugins there are. None of those with code is loaded in this process, except objects
        that were given: no other process has them.
    seconds
        How long one plugin may take, the start of its process included.
    """
    plugins_there = registry.loader.plugins.values()
    apart = [one.name for one in plugins_there if _has_code(one.candidate)]
    rest = [one.candidate for one in plugins_there if one.name not in apart]
    here = Registry(loader=Loader(rest, Log(strict=False)))
    with ThreadPoolExecutor(max_workers=max(1, (os.cpu_count() or 1))) as pool:
        found = list(pool.map(lambda name: _in_process(registry, name, seconds), apart))
    plugins = [*here.plugins, *(info for one in found for info in one.plugins)]
    failures = [*registry.failures_so_far, *here.failures, *(one for each in found for one in each.failures)]
    return Checked(
        tuple(sorted(plugins, key=lambda one: one.name)),
        tuple(sorted(dict.fromkeys(failures), key=lambda one: (one.plugin, one.hook or ""))),
    )


def _has_code(candidate: Candidate) -> bool:
    return candidate.load is not None and candidate.origin is not Origin.GIVEN


def _in_process(registry: Registry, name: str, seconds: float) -> Checked:
    with tempfile.TemporaryDirectory(prefix="cypplan-check-") as folder:
        result = Path(folder) / "result"
        order = {"result": str(result), "name": name, **registry.loader.recipe}
        ended, printed = _run(order, seconds)
        lines = result.read_text(encoding="utf-8").splitlines() if result.exists() else []
    said: list[dict[str, Any]] = [json.loads(line) for line in lines if line.endswith(("]", "}"))]
    plugins, failures, stage, finished = _read(said)
    if ended is None and not finished:
        ended = FailureKind.ENDED, "ended the process with code 0"
    version = registry.names[name]
    if printed:
        failures.append(Failure(name, version, FailureKind.PRINTED, f"printed {shown(printed)}", stage))
    if ended is not None:
        kind, cause = ended
        where = "in this hook" if stage else "while it was loaded"
        failures.append(Failure(name, version, kind, f"{cause} {where}", stage))
    return Checked(tuple(plugins), tuple(failures))


def _read(said: Iterable[dict[str, Any]]) -> tuple[list[PluginInfo], list[Failure], str | None, bool]:
    """Return what a process has said: plugins, failures, the hook it asked last, whether it has finished."""
    plugins: list[PluginInfo] = []
    failures: list[Failure] = []
    stage, finished = None, False
    for one in said:
        stage = one["stage"]
        failures = [Failure(**{**each, "kind": FailureKind(each["kind"])}) for each in one["failures"]]
        if "plugins" in one:
            finished = True
            plugins = [PluginInfo(**each) for each in one["plugins"]]
    return plugins, failures, stage, finished


def _run(order: dict[str, Any], seconds: float) -> tuple[tuple[FailureKind, str] | None, str]:
    """Run the check of one plugin; say how it ended, if not as it should, and what it printed."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    process = subprocess.Popen(  # noqa: S603 (our own interpreter, on our own code)
        [sys.executable, "-P", "-c", _CHILD, json.dumps(order)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment,
        start_new_session=True,
    )
    heard: list[bytes] = []
    listener = threading.Thread(target=_listen, args=(process, heard), daemon=True)
    listener.start()
    ended: tuple[FailureKind, str] | None = None
    try:
        code = process.wait(seconds)
        if code != 0:
            ended = FailureKind.ENDED, f"ended the process with {_named(code)}"
    except subprocess.TimeoutExpired:
        ended = FailureKind.HANGS, f"did not come to an end within {seconds:g} seconds"
    finally:
        _kill(process)
        listener.join(_LAST_WORDS)
    return ended, b"".join(heard).decode(errors="replace")


def _kill(process: subprocess.Popen[bytes]) -> None:
    """End a process and what it has started."""
    if hasattr(os, "killpg"):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    with contextlib.suppress(OSError):
        process.kill()
    process.wait()


def _listen(process: subprocess.Popen[bytes], heard: list[bytes]) -> None:
    """Keep the start of what a process prints, and let the rest go by."""
    left = _HEARD
    if process.stdout is None:
        return
    with process.stdout as stream:
        while chunk := os.read(stream.fileno(), 65_536):
            heard.append(chunk[: max(left, 0)])
            left -= len(chunk)


def _named(code: int) -> str:
    if code >= 0:
        return f"code {code}"
    try:
        return f"the signal {signal.Signals(-code).name}"
    except ValueError:
        return f"the signal {-code}"
