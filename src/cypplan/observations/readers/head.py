"""The head of a table, as a reader is shown it, and whether the reader knows it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import attrs

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

__all__ = ["NO", "YES", "Head", "Recognition", "column_key", "recognised"]

_BLANKS: Final = re.compile(r"[\s_]+")
_NEAR: Final = 0.5
"""Share of the telling columns from which a table counts as one of the format that has changed."""


def column_key(name: str) -> str:
    """Return what spellings of one column share.

    Case, blanks, underscores and a byte-order mark do not count.

    >>> column_key(" Indicator ID")
    'indicator_id'
    """
    return _BLANKS.sub("_", name.replace("\ufeff", "").strip()).casefold()


@attrs.frozen
class Head:
    """The beginning of a table: its columns and its first rows, as text.

    ``title`` is the first cell of the sheet, and ``above`` the rows above the header; CSV has none.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[str | None, ...], ...] = ()
    path: str = ""
    sheet: str | None = None
    title: str = ""

    @property
    def keys(self) -> frozenset[str]:
        """The columns in the spelling in which they are compared."""
        return frozenset(map(column_key, self.columns))


@attrs.frozen
class Recognition:
    """Whether a reader reads such a table; ``lacks`` names what is missing where it nearly does."""

    fits: bool
    lacks: tuple[str, ...] = ()


YES: Final = Recognition(fits=True)
NO: Final = Recognition(fits=False)


def recognised(
    head: Head, required: Iterable[Collection[str] | str], telling: Collection[str]
) -> Recognition:
    """Compare a table's columns with those that a format requires.

    A collection among ``required`` names columns of which one is enough. ``telling`` are the columns by which
    a table shows that it is meant to be of the format: with half of them, it is one that lacks columns.
    """
    keys = head.keys
    groups = [(one,) if isinstance(one, str) else tuple(one) for one in required]
    lacks = tuple(" or ".join(group) for group in groups if not keys.intersection(group))
    if not lacks:
        return YES
    near = len(keys.intersection(telling)) >= _NEAR * len(telling)
    return Recognition(fits=False, lacks=lacks) if near else NO
