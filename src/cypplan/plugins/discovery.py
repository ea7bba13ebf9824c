"""Installed plugins, found by reading entry points straight from the folders of the import path.

The standard library can do it too, but loading its ``importlib.metadata`` costs a quarter of the time in
which the first plan shall be at hand.
"""

from __future__ import annotations

import importlib
import operator
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import attrs

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["EntryPoint", "entry_points"]

_FOLDER: Final = re.compile(r"(?P<name>[^-]+?)(?:-(?P<version>[^-]+)[^/\\]*)?\.(?:dist|egg)-info")
_POINT: Final = re.compile(r"(?P<module>[\w.]+)\s*(?::\s*(?P<attribute>[\w.]+))?\s*(?:\[.*\])?")


@attrs.frozen
class EntryPoint:
    """A line of a distribution's entry points: a name, and the object it stands for."""

    name: str
    value: str
    distribution: str
    version: str

    def load(self) -> Any:  # noqa: ANN401 (an entry point may name any object)
        """Import the object; errors are those of the import."""
        match = _POINT.fullmatch(self.value.strip())
        if match is None:
            message = f'"{self.value}" names no object; write "package.module" or "package.module:name"'
            raise ImportError(message)
        module = importlib.import_module(match["module"])
        attribute = match["attribute"]
        return operator.attrgetter(attribute)(module) if attribute else module


def entry_points(group: str, path: Iterable[str] | None = None) -> list[EntryPoint]:
    """Return the entry points of a group, by name, of every distribution on the import path.

    A distribution that is there twice counts where it comes first, as it does for imports.
    """
    seen: set[str] = set()
    points: list[EntryPoint] = []
    for folder in dict.fromkeys(sys.path if path is None else path):
        for info in _infos(Path(folder or ".")):
            match = _FOLDER.fullmatch(info.name)
            name = re.sub(r"[-_.]+", "-", match["name"]).lower() if match else info.name
            if name in seen:
                continue
            seen.add(name)
            version = (match["version"] or "") if match else ""
            points += [EntryPoint(one, value, name, version) for one, value in _lines(info, group)]
    return sorted(points, key=lambda point: (point.name, point.distribution))


def _infos(folder: Path) -> Iterator[Path]:
    try:
        entries = sorted(
            entry for entry in folder.iterdir() if entry.name.endswith((".dist-info", ".egg-info"))
        )
    except OSError:  # a folder of the path that is not there, or a zip file
        return
    yield from entries


def _lines(info: Path, group: str) -> Iterator[tuple[str, str]]:
    try:
        text = (info / "entry_points.txt").read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):  # most distributions have none
        return
    inside = False
    for raw in text.splitlines():
        line = raw.strip()
        if line.startswith("["):
            inside = line == f"[{group}]"
        elif inside and "=" in line and not line.startswith(("#", ";")):
            name, _, value = line.partition("=")
            yield name.strip(), value.strip()
