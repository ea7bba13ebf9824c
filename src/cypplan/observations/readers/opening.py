"""Opening a file of any kind that holds tables: what it is, by its first bytes, and its tables as texts."""

from __future__ import annotations

import stat
from pathlib import Path
from typing import TYPE_CHECKING, Final

import attrs
import polars as pl

from cypplan.errors import FileChangedError, ReadError
from cypplan.observations.readers.delimited import CELLS, open_delimited
from cypplan.observations.readers.head import Head, column_key
from cypplan.observations.readers.observing import ROW
from cypplan.observations.readers.workbooks import is_workbook, open_workbook

if TYPE_CHECKING:
    import os
    from collections.abc import Sequence

    from cypplan.observations.readers.workbooks import Grid

__all__ = ["OpenFile", "OpenTable", "open_file"]

_HEAD_ROWS: Final = 50
SAMPLE_ROWS: Final = 20_000
"""So many rows are looked at to tell figures from words."""
_HEADER_ROWS: Final = 40
"""So far down a sheet its header is looked for."""


@attrs.frozen(kw_only=True)
class OpenTable:
    """A table of texts: its columns, a lazy frame with the numbers of its rows, and where it comes from."""

    path: Path
    columns: tuple[str, ...]
    frame: pl.LazyFrame
    sheet: str | None = None
    title: str = ""
    notes: tuple[str, ...] = ()
    _sampled: list[pl.DataFrame] = attrs.field(factory=list, init=False, eq=False, repr=False)

    def head(self) -> Head:
        """Return what a reader is shown to recognise the table."""
        return Head(
            self.columns, tuple(self._first(_HEAD_ROWS).rows()), str(self.path), self.sheet, self.title
        )

    def sample(self) -> pl.DataFrame:
        """Return its first rows, enough to tell figures from words."""
        if not self._sampled:
            self._sampled.append(self._first(SAMPLE_ROWS))
        return self._sampled[0]

    def _first(self, number: int) -> pl.DataFrame:
        names = [name for name in self.frame.collect_schema().names() if name not in {ROW, CELLS}]
        try:
            return self.frame.select(names).head(number).collect()
        except (pl.exceptions.PolarsError, OSError) as error:
            first = str(error).splitlines()[0] if str(error) else type(error).__name__
            raise ReadError(str(self.path), f"cannot be read as a table: {first}") from None

    def column(self, *keys: str) -> str | None:
        """Return the column of the first of these names that it has, in the spelling of the file."""
        spelt = {column_key(name): name for name in reversed(self.columns) if name}
        return next((spelt[key] for key in keys if key in spelt), None)

    @property
    def twice(self) -> tuple[str, ...]:
        """Columns of which there is a second one with the same name."""
        keys = [column_key(name) for name in self.columns if name]
        return tuple(dict.fromkeys(key for key in keys if keys.count(key) > 1))

    def faults(self) -> tuple[tuple[str, pl.Expr], ...]:
        """Return what is wrong with rows as such: too many cells, or too few."""
        if CELLS not in self.frame.collect_schema():
            return ()
        width = len(self.columns)
        return ((f"the row has not as many cells as the header, {width}", pl.col(CELLS) != width),)


@attrs.frozen(kw_only=True)
class OpenFile:
    """A file that was opened: the candidates for its tables, and its state at that moment."""

    path: Path
    kind: str
    tables: tuple[OpenTable, ...] = ()
    grids: tuple[Grid, ...] = ()
    state: tuple[int, int, int] = (0, 0, 0)

    def check(self) -> None:
        """Raise :class:`FileChangedError` if the file is not the one that was opened."""
        if _state(self.path) != self.state:
            raise FileChangedError(
                str(self.path), "changed while it was read; wait until it is written, then read it again"
            )

    def candidates(self, grid: Grid) -> list[OpenTable]:
        """Return the tables that a sheet may hold: one for each row that may be its header."""
        height = min(_HEADER_ROWS, grid.cells.height)
        rows = grid.cells.head(height).rows()
        title = next((cell for row in rows[:1] for cell in row if cell), "")
        made: list[OpenTable] = []
        for at, row in enumerate(rows):
            cells = [" ".join((cell or "").split()) for cell in row]
            if sum(1 for cell in cells if cell) > 1:
                made.append(self.table(grid, at, title))
        return made

    def table(self, grid: Grid, header: int, title: str = "") -> OpenTable:
        """Return the table of a sheet whose header is in the row counted from 0."""
        cells = [" ".join((cell or "").split()) for cell in grid.cells.row(header)]
        while cells and not cells[-1]:
            cells.pop()
        names = _numbered(cells)
        frame = grid.cells.select(map(str, range(len(names)))).slice(header + 1)
        frame = frame.rename(dict(zip(frame.columns, names, strict=True)))
        numbered = frame.with_row_index(ROW, offset=header + 2).with_columns(pl.col(ROW).cast(pl.Int64))
        blank = pl.all_horizontal(pl.col(name).fill_null("").str.strip_chars() == "" for name in names)
        return OpenTable(
            path=self.path,
            columns=tuple(cells),
            frame=numbered.filter(~blank).lazy(),
            sheet=grid.name,
            title=title,
        )


def _numbered(cells: Sequence[str]) -> list[str]:
    made: list[str] = []
    for at, name in enumerate(cells, 1):
        made.append(name if name and name not in made else f"{name}#{at}")
    return made


def _state(path: Path) -> tuple[int, int, int]:
    try:
        found = path.stat()
    except OSError:
        return (0, 0, 0)
    return found.st_size, found.st_mtime_ns, found.st_ino


def open_file(path: str | os.PathLike[str], *, encoding: str | None = None) -> OpenFile:
    """Open a file of figures: CSV in any usual form, Parquet, or a spreadsheet.

    Raises
    ------
    ReadError
        If there is no such file, it is a folder, a device or empty, or its content is none of these.
    ExtraMissingError
        If it is a spreadsheet and fastexcel is not installed.
    """
    place = Path(path)
    try:
        mode = place.stat().st_mode
        if stat.S_ISDIR(mode):
            raise ReadError(str(place), "is a folder; name one file in it")
        if not stat.S_ISREG(mode):
            raise ReadError(str(place), "is no ordinary file; copy its content to one")
        state = _state(place)
        with place.open("rb") as file:
            head = file.read(8)
        if not head:
            raise ReadError(str(place), "is empty; there is nothing to read")
        return _opened(place, head, state, encoding)
    except (OSError, ValueError) as error:
        if isinstance(error, ReadError):
            raise
        reason = (error.strerror if isinstance(error, OSError) else None) or str(error)
        raise ReadError(str(place), f"cannot be opened: {reason}") from None


def _opened(path: Path, head: bytes, state: tuple[int, int, int], encoding: str | None) -> OpenFile:
    if is_workbook(head):
        return OpenFile(path=path, kind="spreadsheet", grids=tuple(open_workbook(path)), state=state)
    if head.startswith(b"PAR1"):
        table = _parquet(path)
        return OpenFile(path=path, kind="Parquet", tables=(table,), state=state)
    found = open_delimited(path, encoding=encoding)
    table = OpenTable(path=path, columns=found.columns, frame=found.frame, notes=found.notes)
    return OpenFile(path=path, kind="CSV", tables=(table,), state=state)


def _parquet(path: Path) -> OpenTable:
    try:
        frame = pl.scan_parquet(path, glob=False)
        schema = frame.collect_schema()
    except (pl.exceptions.PolarsError, OSError) as error:
        first = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise ReadError(str(path), f"is damaged, and no Parquet file that can be opened: {first}") from None
    nested = [name for name, dtype in schema.items() if dtype.is_nested()]
    texts = (
        frame.select(pl.exclude(nested).cast(pl.String, strict=False))
        if nested
        else frame.select(pl.all().cast(pl.String, strict=False))
    )
    names = tuple(name for name in schema if name not in nested)
    return OpenTable(
        path=path,
        columns=names,
        frame=texts.with_row_index(ROW, offset=1).with_columns(pl.col(ROW).cast(pl.Int64)),
    )
