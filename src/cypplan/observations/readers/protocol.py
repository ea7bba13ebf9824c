"""What a reader is: it knows a format when it sees one, and makes observations of a file in it.

A reader is found by content, never by the name of a file. It is shown the head of a table and says whether
it reads such a table, or what the table lacks for that. Plugins supply readers of their own.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, Protocol, runtime_checkable

import attrs

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import date
    from pathlib import Path

    from cypplan.areas import Areas
    from cypplan.observations.readers.mapping import Mapping
    from cypplan.observations.readers.opening import OpenTable
    from cypplan.observations.readers.reading import Part

__all__ = ["NO", "YES", "Head", "Reader", "Recognition", "Request", "column_key", "recognised"]

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


@attrs.frozen(kw_only=True)
class Request:
    """What the caller says about a file beyond what stands in it; everything may be left out."""

    areas: Areas | None = None
    """Areas to look codes and names up in; without them codes are taken as published."""
    source: str | None = None
    """Id of the source; default: the name of the file without its ending."""
    release: str | None = None
    published: date | None = None
    marks: str | None = None
    """The convention of marks, where the content does not tell: one of ``CONVENTIONS``."""
    period_kind: str | None = None
    """The kind of period of labels that may be of several kinds."""
    mapping: Mapping | None = None
    """Which columns and rows are figures of which indicator."""
    beside: Path | None = None
    """The file that describes this one; default: looked for under its usual name in the same folder."""


@runtime_checkable
class Reader(Protocol):
    """A reader of one format.

    ``name`` is its id, ``title`` says in a few words what it reads.
    """

    @property
    def name(self) -> str:
        """Id of the reader, as "ees"."""
        ...

    @property
    def title(self) -> str:
        """What it reads, for people."""
        ...

    def recognises(self, head: Head) -> Recognition:
        """Say whether the table is of this format, by its content."""
        ...

    def read(self, table: OpenTable, request: Request) -> Part:
        """Read a table that was recognised; raise :class:`~cypplan.errors.ReadError` where that cannot be."""
        ...
