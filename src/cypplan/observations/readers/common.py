"""What several readers share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cypplan.errors import SchemaError
from cypplan.observations.readers.marks import convention_of

if TYPE_CHECKING:
    from datetime import date

    from cypplan.observations.readers.marks import Convention
    from cypplan.observations.readers.opening import OpenTable
    from cypplan.observations.readers.protocol import Request

__all__ = ["constants_of", "convention_for", "needed", "source_of"]


def convention_for(request: Request, usual: str) -> Convention:
    """Return the convention asked for, or the usual one with what the file's own notes say of its marks."""
    if request.marks:
        return convention_of(request.marks)
    return convention_of(usual).with_marks(request.noted)


def source_of(table: OpenTable, request: Request) -> str:
    """Return the id of the source: the one given, or the name of the file without its ending."""
    return request.source or table.path.stem


def constants_of(table: OpenTable, request: Request) -> dict[str, str | date | None]:
    """Return source, release and date of publication for every observation of the table."""
    return {
        "source": source_of(table, request),
        "release": request.release,
        "published": request.published,
    }


def needed(table: OpenTable, *keys: str) -> str:
    """Return the column of the first of these names; raise :class:`SchemaError` where there is none."""
    name = table.column(*keys)
    if name is None:
        raise SchemaError(
            str(table.path), f"lacks the column {' or '.join(keys)}; it has: {', '.join(table.columns)}"
        )
    return name
