"""Which releases of cypplan a plugin works with: what it says, and whether this one is among them."""

from __future__ import annotations

import functools
import re
import sys
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["metadata_need", "source_need", "this_version", "unmet"]

_NEED: Final = re.compile(
    rb"^Requires-Dist:[ \t]*cypplan(?![\w.-])[ \t]*(?:\[[^\]\r\n]*\])?[ \t]*"
    rb"\(?([^;()\r\n]*)\)?[ \t]*(?:;([^\r\n]*))?\r?$",
    re.MULTILINE | re.IGNORECASE,
)
_SAID: Final = re.compile(r"^requires_cypplan\s*(?::[^=\n]*)?=\s*(['\"])(.*?)\1", re.MULTILINE)


def this_version() -> str:
    """Return the version of cypplan that runs."""
    return str(sys.modules["cypplan"].__version__)  # not imported: the front door knows every room


def metadata_need(info: str) -> str | None:
    """Return which versions of cypplan a distribution requires, from its metadata; ``None`` for any."""
    try:
        with open(f"{info}/METADATA", "rb", buffering=0) as file:  # noqa: PTH123 (read for a thousand packages)
            raw = file.read()
    except OSError:
        return None
    if b"cypplan" not in raw:
        return None
    head = raw.replace(b"\r\n", b"\n").partition(b"\n\n")[0]  # the description that follows may say anything
    needs = [found[1] for found in _NEED.finditer(head) if b"extra" not in (found[2] or b"")]
    return ",".join(need.decode(errors="replace").strip() for need in needs if need.strip()) or None


def source_need(path: Path) -> str | None:
    """Return what the line ``requires_cypplan = "…"`` of a module says, without running the module."""
    try:
        found = _SAID.search(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError):  # its import will say so
        return None
    return found[2] if found else None


@functools.cache
def unmet(need: str | None) -> str | None:
    """Say why this version of cypplan does not fit a need; ``None`` where it does.

    >>> unmet(">=0.1")
    >>> unmet(">=99")
    'needs cypplan >=99, and this is ..., which is too old'
    """
    if not need:
        return None
    from packaging.specifiers import InvalidSpecifier, SpecifierSet  # noqa: PLC0415 (only where one is said)
    from packaging.version import Version  # noqa: PLC0415

    here = Version(this_version())
    try:
        wanted = sorted(SpecifierSet(need), key=str)
    except InvalidSpecifier:
        return f'needs cypplan "{need}", which is no version specifier; write it as ">=0.1,<2"'
    for one in wanted:
        if not one.contains(here, prereleases=True):
            state = _state(one.operator, here < Version(one.version.removesuffix(".*")))
            return f"needs cypplan {need}, and this is {here}, which is {state}"
    return None


def _state(operator: str, lower: bool) -> str:  # noqa: FBT001 (a private helper of two words)
    if operator == "!=":
        return "left out"
    return "too old" if lower or operator in {">", ">="} else "too new"
