"""What a package is called: the names of distribution, module, plugin and plan, from that of an authority."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final

import attrs

from cypplan.areas import name_key
from cypplan.errors import ValueFault

if TYPE_CHECKING:
    from cypplan.areas import Area

__all__ = ["Names"]

_ID: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_OTHER: Final = re.compile(r"[^a-z0-9]+")


@attrs.frozen
class Names:
    """The names of one package, all made of one word list such as "kingston-upon-hull".

    Examples
    --------
    >>> Names("kingston-upon-hull").module
    'cypplan_kingston_upon_hull'
    """

    plugin: str
    """Name of the plugin: how it is blocked, allowed and listed."""

    def __attrs_post_init__(self) -> None:
        if not _ID.fullmatch(self.plugin):
            message = f'"{self.plugin}" is no name of a plugin; write one as "st-helens"'
            raise ValueFault(message)

    @classmethod
    def of(cls, area: Area) -> Names:
        """Make them from the name of an area; that of an abolished one ends with the year of its end.

        Raises
        ------
        ValueFault
            If no Latin letter or digit is left of the name.
        """
        plain = unicodedata.normalize("NFKD", name_key(area.name)).encode("ascii", "ignore").decode()
        words = [_OTHER.sub("-", plain).strip("-")]
        if area.end is not None:
            words.append(str(area.end.year))
        return cls("-".join(filter(None, words)))

    @property
    def distribution(self) -> str:
        """What is installed, and the folder of the package."""
        return f"cypplan-{self.plugin}"

    @property
    def module(self) -> str:
        """The package that is imported."""
        return f"cypplan_{self.plugin.replace('-', '_')}"

    def plan(self, year: int) -> str:
        """Id of the plan that begins in a year."""
        return f"{self.plugin}-cypp-{year}"
