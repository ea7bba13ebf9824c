"""The checks of a plugin as a whole. Each yields what it holds against it."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from typing import TYPE_CHECKING, Final

from cypplan.plugins.failures import REMEDIES, FailureKind
from cypplan.testing.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from importlib.metadata import PackageMetadata

    from cypplan.plugins import PluginInfo
    from cypplan.testing.held import Contract

__all__ = ["PLUGIN_CHECKS"]

_WATCH: Final = "from cypplan.testing.host import main; main()"
_SECONDS: Final = 60
_LICENCE: Final = re.compile(r"\blicen[cs]e", re.IGNORECASE)
_SOURCE: Final = re.compile(r"\b(?:source|published|publisher|document)", re.IGNORECASE)
_FIELDS: Final = ("License-Expression", "License", "License-File")


def loads(contract: Contract) -> Iterator[Problem]:
    """The plugin is installed, supplies something, and the registry has nothing to complain of in it."""
    registry = contract.registry
    for one in registry.failures:
        if one.plugin == contract.name:
            yield Problem(one.hook or one.kind.value, one.cause, one.remedy)
    if contract.name not in registry.names:
        there = ", ".join(registry.names) or "none"
        what = f'no plugin is called "{contract.name}"; there is: {there}'
        yield Problem("entry point", what, "install the package, or correct the name in contract(…)")
    elif (info := contract.info) is not None and not any(info.supplies.values()):
        yield Problem("plugin", "supplies nothing", REMEDIES[FailureKind.NO_HOOK])


def host(contract: Contract) -> Iterator[Problem]:
    """Loading the plugin and asking all its hooks changes nothing that is not its own.

    Seen from a process of its own, in which nothing has loaded the plugin before.
    """
    order = json.dumps({"name": contract.name, "local": [str(path) for path in contract.local]})
    command = [sys.executable, "-c", _WATCH, order]
    try:
        done = subprocess.run(  # noqa: S603 (our own interpreter, on our own code)
            command, capture_output=True, timeout=_SECONDS, check=False, encoding="utf-8", errors="replace"
        )
    except subprocess.TimeoutExpired:
        cause = f"did not come to an end within {_SECONDS} seconds"
        yield Problem("process", cause, REMEDIES[FailureKind.HANGS])
        return
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["nothing was said"])[-1]
        yield Problem("process", f"ended with code {done.returncode}: {last}", "mend what ends it")
        return
    for where, what in json.loads(done.stdout.splitlines()[-1]):
        yield Problem(where, what, "leave it as it is; a plugin supplies values and changes nothing else")


def documented(contract: Contract) -> Iterator[Problem]:
    """The package has a licence, and its README says where its content is from and under which terms."""
    metadata = _metadata(contract.info)
    if metadata is None:  # a file or folder that is not installed has none
        return
    if not any(metadata.get_all(field) for field in _FIELDS):
        yield Problem("licence", "the package names none", 'add license = "MIT" or another to pyproject.toml')
    text = _readme(metadata)
    if not text:
        yield Problem(
            "README", "the package has none", 'write one, and readme = "README.md" in pyproject.toml'
        )
        return
    if not _LICENCE.search(text):
        yield Problem("README", "says nothing of a licence", "say under which terms all of it stands")
    if not _SOURCE.search(text):
        yield Problem("README", "says nothing of a source", "name the published document and its publisher")


def _readme(metadata: PackageMetadata) -> str:
    """Return the description of a package: a field of its metadata, or what follows after all of them."""
    described: str | None = (metadata.get_all("Description") or [None])[0]
    return (described or str(metadata).partition("\n\n")[2]).strip()


def _metadata(info: PluginInfo | None) -> PackageMetadata | None:
    from importlib.metadata import PackageNotFoundError, metadata  # noqa: PLC0415 (slow to load)

    if info is None or info.distribution is None:
        return None
    try:
        return metadata(info.distribution)
    except PackageNotFoundError:
        return None


PLUGIN_CHECKS: Final[dict[str, Callable[[Contract], Iterator[Problem]]]] = {
    made.__name__: made for made in (loads, host, documented)
}
"""Name to check, in the order in which they run."""
