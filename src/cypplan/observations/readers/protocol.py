"""What a reader is: it knows a format when it sees one, and makes observations of a file in it.

A reader is found by content, never by the name of a file. It is shown the head of a table and says whether
it reads such a table, or what the table lacks for that. Plugins supply readers of their own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, runtime_checkable

import attrs

from cypplan.observations.readers.head import NO, YES, Head, Recognition, column_key, recognised

if TYPE_CHECKING:
    from collections.abc import Mapping as Map
    from datetime import date
    from pathlib import Path

    from cypplan.areas import Areas
    from cypplan.observations.readers.mapping import Mapping
    from cypplan.observations.readers.opening import OpenTable
    from cypplan.observations.readers.reading import Part
    from cypplan.observations.table import Mark

__all__ = ["NO", "YES", "Head", "Reader", "Recognition", "Request", "column_key", "recognised"]


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
    noted: Map[str, Mark] = attrs.field(factory=dict)
    """What the file's own sheet of notes says of its marks; it does not go before ``marks``."""
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
