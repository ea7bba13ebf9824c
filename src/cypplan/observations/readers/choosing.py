"""Finding the reader of a file by its content, and reading with it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import attrs

from cypplan.errors import FrameError, ReadError, SchemaError, UnknownFormatError
from cypplan.observations.readers.ees import EesReader
from cypplan.observations.readers.fingertips import FingertipsReader
from cypplan.observations.readers.lait import LaitReader
from cypplan.observations.readers.mapped import MappedReader
from cypplan.observations.readers.nomis import NomisReader
from cypplan.observations.readers.notes import noted_marks
from cypplan.observations.readers.ons_local import OnsLocalReader
from cypplan.observations.readers.opening import OpenFile, OpenTable, open_file
from cypplan.observations.readers.population import PopulationReader
from cypplan.observations.readers.reading import Note, Part, Reading, not_read, understood
from cypplan.observations.readers.tidy import TidyReader

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Sequence

    from cypplan.observations.readers.mapping import Mapping
    from cypplan.observations.readers.protocol import Reader, Request

__all__ = ["BUILT_IN", "read_with"]

BUILT_IN: Final[tuple[Reader, ...]] = (
    PopulationReader(),
    OnsLocalReader(),
    NomisReader(),
    FingertipsReader(),
    LaitReader(),
    EesReader(),
    TidyReader(),
)
"""The library's own readers; a table goes to the first that recognises it."""


def read_with(
    path: str | os.PathLike[str],
    request: Request,
    readers: Iterable[Reader] = (),
    *,
    encoding: str | None = None,
) -> Reading:
    """Open a file and read it with the first reader that recognises it.

    ``readers`` are asked before our own.
    """
    mapping = request.mapping
    file = open_file(path, encoding=encoding or (mapping.encoding if mapping else None))
    asked = [*readers, *BUILT_IN]
    if mapping is not None and mapping.figures:
        asked = [MappedReader(mapping)]
    found = _in_sheets(file, asked, mapping) if file.grids else _in_tables(file, asked)
    if not found:
        raise _unknown(file, asked, mapping)
    reader = found[0][0]
    request = attrs.evolve(request, noted=noted_marks(file.grids))
    parts: list[Part] = []
    refused: list[Note] = []
    for one, table in found:
        if one.name != reader.name:
            refused.append(not_read(f'the sheet "{table.sheet}", which is of another format: {one.title}'))
            continue
        parts.append(_read(one, table, request))
    taken = {part.sheet for part in parts}
    refused += [
        not_read(f'the sheet "{grid.name}": no table in it was recognised')
        for grid in file.grids
        if grid.name not in taken
        and not noted_marks([grid])
        and all(table.sheet != grid.name for _, table in found)
    ]
    notes = [understood(f"{file.kind}, {reader.title}"), *_on_marks(request)]
    for _, table in found:
        notes += [understood(note) for note in table.notes]
    for part in parts:
        notes += [note for note in part.notes if note not in notes]
    return Reading(
        path=Path(path),
        reader=reader.name,
        title=reader.title,
        parts=tuple(parts),
        notes=(*notes, *refused),
        file=file,
    )


def _on_marks(request: Request) -> list[Note]:
    """Say which marks the workbook itself explains, unless the caller has said what they are."""
    if not request.noted or request.marks is not None:
        return []
    meanings = ", ".join(f"{symbol} {mark}" for symbol, mark in request.noted.items())
    return [understood(f"marks, as the workbook's own notes explain them: {meanings}")]


def _read(reader: Reader, table: OpenTable, request: Request) -> Part:
    if table.twice:
        raise SchemaError(
            str(table.path),
            f"has the column {', '.join(table.twice)} more than once; rename one of each, so that it is "
            "clear which is meant",
        )
    try:
        return reader.read(table, request)
    except FrameError as error:
        raise ReadError(str(table.path), str(error)) from error


def _in_tables(file: OpenFile, readers: Sequence[Reader]) -> list[tuple[Reader, OpenTable]]:
    for table in file.tables:
        head = table.head()
        for reader in readers:
            if reader.recognises(head).fits:
                return [(reader, table)]
    return []


def _in_sheets(
    file: OpenFile, readers: Sequence[Reader], mapping: Mapping | None
) -> list[tuple[Reader, OpenTable]]:
    """Return each sheet that a reader recognises, with the row from which on it does."""
    found: list[tuple[Reader, OpenTable]] = []
    for grid in file.grids:
        if mapping is not None and mapping.sheet not in {None, grid.name}:
            continue
        tables = file.candidates(grid)
        if mapping is not None and mapping.header_row is not None:
            if mapping.header_row > grid.cells.height:
                continue
            tables = [file.table(grid, mapping.header_row - 1)]
        pairs = (
            (reader, table)
            for table, head in ((table, table.head()) for table in tables)
            for reader in readers
            if reader.recognises(head).fits
        )
        if (pair := next(pairs, None)) is not None:
            found.append(pair)
    return found


def _unknown(file: OpenFile, readers: Sequence[Reader], mapping: Mapping | None) -> ReadError:
    """Say what is missing where a reader nearly recognises the file, and what there is where none does."""
    path = str(file.path)
    if mapping is not None and mapping.sheet and mapping.sheet not in {grid.name for grid in file.grids}:
        names = ", ".join(grid.name for grid in file.grids) or "none"
        return SchemaError(path, f'has no sheet "{mapping.sheet}"; there is: {names}')
    tables = [*file.tables, *(table for grid in file.grids for table in file.candidates(grid))]
    best: tuple[int, Reader, OpenTable, tuple[str, ...]] | None = None
    for table in tables:
        head = table.head()
        for reader in readers:
            lacks = reader.recognises(head).lacks
            if lacks and (best is None or len(lacks) < best[0]):
                best = (len(lacks), reader, table, lacks)
    if best is not None:
        _, reader, table, lacks = best
        has = ", ".join(name for name in table.columns if name)[:600]
        return SchemaError(
            path, f"looks like {reader.title}, but lacks the column {', '.join(lacks)}; it has: {has}"
        )
    columns = next((", ".join(table.columns)[:300] for table in tables), "none")
    titles = "; ".join(reader.title for reader in readers)
    return UnknownFormatError(
        path,
        f"no reader recognises it by its columns ({columns}); known are: {titles}. "
        "Describe it in a mapping file",
    )
