"""Readers: published files, and an analyst's own, as observations.

``read_any`` opens a file, finds the reader by content and says what was understood before anything is
computed; the figures are read when they are asked for. Polars is the engine, and is loaded only then.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cypplan.errors import ExtraMissingError
from cypplan.observations.readers.protocol import Head, Reader, Recognition, Request, recognised

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable
    from datetime import date

    from cypplan.areas import Areas
    from cypplan.observations.readers.mapping import Mapping
    from cypplan.observations.readers.reading import Reading

__all__ = ["Head", "Reader", "Recognition", "Request", "built_in_readers", "read_any", "recognised"]


def read_any(  # noqa: PLR0913 (each says one thing about the file, and all may be left out)
    path: str | os.PathLike[str],
    *,
    areas: Areas | None = None,
    mapping: Mapping | str | os.PathLike[str] | None = None,
    readers: Iterable[Reader] = (),
    source: str | None = None,
    release: str | None = None,
    published: date | None = None,
    marks: str | None = None,
    period_kind: str | None = None,
    beside: str | os.PathLike[str] | None = None,
    encoding: str | None = None,
) -> Reading:
    """Open a file of figures with the reader that recognises its content.

    ``areas``: where codes and names are looked up, as ``cypplan.registry().areas``; without them GSS codes
    are taken as published and names are rejected. ``mapping``: a mapping file, or its path, for tables
    whose columns nobody else knows. ``readers``: further readers, asked before the library's own.
    ``source``, ``release``, ``published``: what the observations say of their origin; the source is the
    name of the file where none is given. ``marks``: the convention of marks, where the content does not
    tell it. ``period_kind``: what labels mean that may be of several kinds. ``beside``: the file that
    describes this one (.meta.csv, LAIT's dictionary), if it is not in its usual place. ``encoding``: of a
    text that is not UTF-8 or UTF-16 with a byte-order mark.

    Raises
    ------
    ReadError
        If the file cannot be read: :class:`~cypplan.errors.UnknownFormatError` if no reader recognises it,
        :class:`~cypplan.errors.SchemaError` if it lacks columns of the format that it is of.
    ExtraMissingError
        If Polars is not installed, or fastexcel for a spreadsheet.
    """
    _need_polars()
    from pathlib import Path  # noqa: PLC0415 (loaded with the engine, when a file is read)

    from cypplan.observations.readers.choosing import read_with  # noqa: PLC0415
    from cypplan.observations.readers.mapping import Mapping, load_mapping  # noqa: PLC0415

    described = mapping if mapping is None or isinstance(mapping, Mapping) else load_mapping(mapping)
    request = Request(
        areas=areas,
        source=source,
        release=release,
        published=published,
        marks=marks,
        period_kind=period_kind,
        mapping=described,
        beside=None if beside is None else Path(beside),
    )
    return read_with(path, request, readers, encoding=encoding)


def built_in_readers() -> tuple[Reader, ...]:
    """Return the library's own readers in the order in which they are asked."""
    _need_polars()
    from cypplan.observations.readers.choosing import BUILT_IN  # noqa: PLC0415 (as above)

    return BUILT_IN


def _need_polars() -> None:
    try:
        import polars as pl  # noqa: PLC0415 (an extra, and loaded only where files are read)
    except ImportError as error:
        raise ExtraMissingError("reading files of figures", "polars", "polars") from error
    del pl
