"""Installed plugins, found by reading entry points straight from the folders of the import path.

The standard library can do it too, but loading its ``importlib.metadata`` costs a quarter of the time in
which the first plan shall be at hand, and reading a thousand distributions with it several times of that.
"""

from __future__ import annotations

import importlib
import operator
import os
import re
import sys
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
    group: str = attrs.field(default="", eq=False)
    info: str = attrs.field(default="", eq=False)
    """The folder of the distribution's metadata."""

    @property
    def module(self) -> str:
        """Name of the module; ``ImportError`` where the line names none."""
        return self._parts()["module"]

    def load(self) -> Any:  # noqa: ANN401 (an entry point may name any object)
        """Import the object; errors are those of the import."""
        parts = self._parts()
        module = importlib.import_module(parts["module"])
        attribute = parts["attribute"]
        return operator.attrgetter(attribute)(module) if attribute else module

    def _parts(self) -> re.Match[str]:
        match = _POINT.fullmatch(self.value.strip())
        if match is None:
            message = f'"{self.value}" names no object; write "package.module" or "package.module:name"'
            raise ImportError(message)
        return match


def entry_points(*groups: str, path: Iterable[str] | None = None) -> list[EntryPoint]:
    """Return the entry points of some groups, by name, of every distribution on the import path.

    A distribution that is there twice counts where it comes first, as it does for imports.
    """
    seen: set[str] = set()
    points: list[EntryPoint] = []
    heads = [f"[{group}]".encode() for group in groups]
    for folder in dict.fromkeys(sys.path if path is None else path):
        for entry in _infos(folder or "."):
            match = _FOLDER.fullmatch(entry)
            name = _normal(match["name"]) if match else entry
            if name in seen:
                continue
            seen.add(name)
            version = (match["version"] or "") if match else ""
            info = os.path.join(folder, entry)  # noqa: PTH118 (paths of a thousand packages as plain text)
            points += [
                EntryPoint(one, value, name, version, group, info)
                for group, one, value in _lines(info, groups, heads)
            ]
    return sorted(points, key=lambda point: (point.name, point.distribution, point.group))


def _normal(name: str) -> str:
    """Return a distribution's name in the spelling in which all its spellings are one."""
    plain = name.lower().replace("_", "-").replace(".", "-")
    return re.sub("-+", "-", plain) if "--" in plain else plain


def _read(path: str) -> bytes:
    """Return what a file holds; the shortest way, since there may be a thousand of them."""
    file = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
    try:
        return b"".join(iter(lambda: os.read(file, 65_536), b""))
    finally:
        os.close(file)


def _infos(folder: str) -> list[str]:
    try:
        names = os.listdir(folder)  # noqa: PTH208 (as above)
    except OSError:  # a folder of the path that is not there, or a zip file
        return []
    return sorted(name for name in names if name.endswith((".dist-info", ".egg-info")))


def _lines(info: str, groups: tuple[str, ...], heads: list[bytes]) -> Iterator[tuple[str, str, str]]:
    try:
        raw = _read(f"{info}/entry_points.txt")
        if not any(head in raw for head in heads):
            return
        text = raw.decode()
    except (OSError, UnicodeDecodeError):  # most distributions have none
        return
    group = None
    for raw_line in text.splitlines():
        line = raw_line.strip()
        if line.startswith("["):
            group = line[1:-1] if line.endswith("]") and line[1:-1] in groups else None
        elif group is not None and "=" in line and not line.startswith(("#", ";")):
            name, _, value = line.partition("=")
            yield group, name.strip(), value.strip()
