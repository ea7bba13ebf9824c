"""Where in the text of a plan file a fact stands: the line that an editor or a review can point to."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["line_of", "lines_of"]

_HEADER: Final = re.compile(r"\s*\[{1,2}([A-Za-z_.]+)\]{1,2}\s*(?:#.*)?")
_ID: Final = re.compile(r"""\s*id\s*=\s*["']([^"']+)["']""")
_KEY: Final = re.compile(r"([a-z_]+)\s*=")


def lines_of(text: str) -> Mapping[str, int]:
    """Return the paths of a plan file's tables and top keys with the lines, from 1, on which they begin.

    A table with an id is named by it (``measures.adoptions``), one without by its number in its list
    (``measures.adoptions.statements[1]``).
    """
    found: dict[str, int] = {"plan": 1}
    names: dict[str, str] = {}
    counts: dict[str, int] = {}
    header: tuple[str, int] | None = None
    for number, line in enumerate(text.splitlines(), start=1):
        if match := _HEADER.fullmatch(line):
            header = match[1], number
            _open(header, names, counts, found, is_list=line.lstrip().startswith("[["))
        elif header is None and (match := _KEY.match(line)):
            found.setdefault(match[1], number)
        elif header is not None and (match := _ID.match(line)):
            path = _under(header[0], names, match[1])
            names[header[0]] = path
            found.setdefault(path, header[1])
    return found


def _open(
    header: tuple[str, int],
    names: dict[str, str],
    counts: dict[str, int],
    found: dict[str, int],
    *,
    is_list: bool,
) -> None:
    """Note a table that begins: its path by number, until an id gives it a better one."""
    dotted, number = header
    path = _under(dotted, names, "")
    if is_list:
        counts[path] = counts.get(path, -1) + 1
        path = f"{path}[{counts[path]}]"
    names[dotted] = path
    found.setdefault(path, number)


def _under(dotted: str, names: Mapping[str, str], name: str) -> str:
    """Return the path of a table under the one that holds it: ``outcomes.be-healthy.actions``."""
    parent, _, last = dotted.rpartition(".")
    path = f"{names.get(parent, parent)}.{last}" if parent else last
    return f"{path}.{name}" if name else path


def line_of(path: str, lines: Mapping[str, int]) -> int:
    """Return the line of a fact, or of the nearest part of the plan that holds it; else the first."""
    while path:
        if path in lines:
            return lines[path]
        path = path[: max(path.rfind("."), path.rfind("["), 0)]
    return 1
