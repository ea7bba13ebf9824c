"""The closed vocabulary of bases, read from ``units.txt`` without pint.

A base is what a figure is per, or what it counts: children, pupils, sessions, plans started.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

import attrs

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["DEFINITIONS", "Base", "bases"]

DEFINITIONS: Final = files("cypplan.units").joinpath("units.txt")
"""The pint definitions that declare every base."""

_BASE: Final = re.compile(
    r"(?P<name>[a-z_]+) = \[(?P=name)\](?: = _ = (?P<singular>[a-z_]+))?\s*#\s*(?P<meaning>.+)"
)
_GROUP: Final = re.compile(r"@group (?P<group>.+)")


@attrs.frozen
class Base:
    """One base: its name in unit texts, its words, what it means and the group it is listed under."""

    name: str
    singular: str
    meaning: str
    group: str

    @property
    def noun(self) -> str:
        """The name in words: "children looked after"."""
        return self.name.replace("_", " ")


@cache
def bases() -> Mapping[str, Base]:
    """Return every base by its name, in the order of ``units.txt``."""
    return MappingProxyType({base.name: base for base in _read(DEFINITIONS.read_text(encoding="utf-8"))})


def _read(text: str) -> Iterator[Base]:
    group = ""
    for line in map(str.strip, text.splitlines()):
        if heading := _GROUP.fullmatch(line):
            group = heading["group"]
        elif line == "@end":
            group = ""
        elif group and (found := _BASE.fullmatch(line)):
            singular = (found["singular"] or found["name"]).replace("_", " ")
            yield Base(found["name"], singular, found["meaning"], group)
