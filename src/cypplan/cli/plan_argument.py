"""The argument PLAN: the id of an installed plan, the path of a plan file, or "-" for the standard input."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from cypplan.errors import LookupFailed, ValueFault, did_you_mean
from cypplan.plugins.entries import PlanEntry, plan_files

if TYPE_CHECKING:
    from cypplan.plans.model import Plan
    from cypplan.plugins import Registry

__all__ = ["STANDARD_INPUT", "installed_ids", "opened"]

STANDARD_INPUT: Final = "-"


def opened(text: str, registry: Registry) -> Plan:
    """Return the plan that an argument names.

    A text with a folder in it or the ending ".toml" is a path: of a plan file, or of a folder with one plan
    file. "-" is a plan file that comes on the standard input. Any other text is an id.

    Raises
    ------
    LookupFailed
        If no plugin supplies a plan of that id.
    ValueFault
        If there is no such file; the message says what there is.
    PlanFileError
        If the file has faults.
    """
    if text == STANDARD_INPUT:
        return _from_input()
    if not _is_path(text):
        return _installed(text, registry)
    path = Path(text)
    if path.is_dir():
        path = _only_plan(path)
    if not path.exists():
        beside = [str(one) for one in path.parent.glob("*.toml")] if path.parent.is_dir() else []
        raise ValueFault(f'there is no plan file "{text}".{did_you_mean(str(path), beside)}')
    return PlanEntry(path.stem, path, "").load(any_id=True)


def installed_ids(incomplete: str) -> list[str]:
    """Return the ids of installed plans that begin so, for completion in a shell."""
    import cypplan  # noqa: PLC0415 (only where a shell asks)

    return [name for name in cypplan.registry().plans if name.startswith(incomplete)]


def _from_input() -> Plan:
    from cypplan.plans.file import loads  # noqa: PLC0415 (help must be there at once)

    raw = sys.stdin.buffer.read()
    try:
        return loads(raw.decode("utf-8-sig"), source="standard input")
    except UnicodeDecodeError as error:
        raise ValueFault(f"standard input: is not UTF-8 at byte {error.start}") from None


def _is_path(text: str) -> bool:
    return text.endswith(".toml") or text in {".", ".."} or any(sign in text for sign in (os.sep, "/"))


def _installed(name: str, registry: Registry) -> Plan:
    try:
        return registry.plan(name)
    except LookupFailed as error:
        near = next((one for one in (f"{name}.toml", name) if Path(one).exists()), None)
        if (near is None or name in registry.plans) and registry.failures_so_far:
            raise ValueFault(f"{error} A plugin has failed; cypplan plugins says which, and why.") from None
        if near is None or name in registry.plans:
            raise
        raise ValueFault(f"{error} There is a file of that name: to read it, write ./{near}") from None


def _only_plan(folder: Path) -> Path:
    paths = plan_files(str(folder))
    if len(paths) == 1:
        return Path(paths[0])
    found = f"{len(paths)} plan files ({', '.join(paths)})" if paths else "no plan file (.toml)"
    raise ValueFault(f'the folder "{folder}" holds {found}; name one file')
