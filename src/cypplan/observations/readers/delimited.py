"""Delimited text: looked over once as bytes, then scanned by the engine; made regular first where it is not.

The engine fills a row that is too short with nothing, silently, so that the shape of a file is known before
anything is read: in a regular one every row has the separators of the header; far into a large file all
rows together have, and the engine refuses a row that is too long. Any other file goes once through Python's
own csv module into a temporary file in which each row says how many cells it had.
"""

from __future__ import annotations

import codecs
import csv
import io
import operator
import re
import shutil
import tempfile
import weakref
from pathlib import Path
from typing import TYPE_CHECKING, Final

import attrs
import polars as pl

from cypplan.errors import ReadError
from cypplan.observations.readers.observing import ROW

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["CELLS", "Delimited", "open_delimited"]

CELLS: Final = "_cells"
"""How many cells a row has; only in tables that were made regular."""
_CHUNK: Final = 1 << 20
_LONGEST_RECORD: Final = 64 << 20
_SINGLY: Final = 16 << 20
"""So far into a file the separators of each row are counted; beyond, those of all rows together."""
_HEAD: Final = 1 << 16
_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SEPARATORS: Final = (",", "\t", ";", "|")
_ENCODINGS: Final = 'if it comes from a spreadsheet program, give encoding="cp1252"'


@attrs.frozen
class Delimited:
    """A table of text: its columns, the lazy frame of its rows, and what had to be done to it."""

    columns: tuple[str, ...]
    frame: pl.LazyFrame
    separator: str
    encoding: str
    notes: tuple[str, ...] = ()


@attrs.define
class _Shape:
    """What looking over the bytes has found."""

    regular: bool = True
    why: str = ""

    def irregular(self, why: str) -> None:
        if self.regular:
            self.regular, self.why = False, why


def open_delimited(path: Path, *, encoding: str | None = None) -> Delimited:
    """Open a file of delimited text.

    Raises
    ------
    ReadError
        If it is empty, no text, or not in the encoding; where the encoding is unknown UTF-8 is expected.
    """
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if not head.strip():
        raise ReadError(str(path), "is empty; there is nothing to read")
    mark = next((name for bom, name in _BOMS if head.startswith(bom)), None)
    name = _known(path, encoding) if encoding else mark or "utf-8"
    if b"\0" in head[:4096] and not name.startswith(("utf-16", "utf-32")):
        raise ReadError(
            str(path), "holds NUL bytes at its beginning, so it is no text; save it as CSV in UTF-8"
        )
    plain = name in {"utf-8", "utf-8-sig"}
    separator, columns = _header(path, head, name)
    shape = _looked_over(path, separator, len(columns)) if plain else _Shape(regular=False, why="encoding")
    if shape.regular:
        return Delimited(columns, _scan(path, columns, separator), separator, name)
    return _regular(path, columns, separator, name, shape.why)


def _known(path: Path, encoding: str) -> str:
    try:
        return codecs.lookup(encoding).name
    except LookupError:
        raise ReadError(
            str(path), f'"{encoding}" is no encoding; give "utf-8", "cp1252" or the like'
        ) from None


def _header(path: Path, head: bytes, encoding: str) -> tuple[str, tuple[str, ...]]:
    """Return the separator and the columns, read from the first line that is not blank."""
    try:
        text = codecs.getincrementaldecoder(encoding)().decode(head)
    except (UnicodeDecodeError, UnicodeError) as fault:
        raise _undecoded(path, fault, 0, encoding) from None
    text = text.removeprefix("\ufeff")
    first = next((line for line in re.split(r"\r\n|\n|\r", text) if line.strip()), "")
    separator = max(_SEPARATORS, key=lambda one: (first.count(one), -_SEPARATORS.index(one)))
    try:
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
        row = next((row for row in rows if any(cell.strip() for cell in row)), [])
    except csv.Error as fault:
        raise ReadError(str(path), f"its header cannot be read: {fault}") from None
    columns = tuple(cell.replace("\ufeff", "").strip() for cell in row)
    while columns and not columns[-1]:  # a separator at the end of each line
        columns = columns[:-1]
    if not columns:
        raise ReadError(str(path), "has no header; its first line names no columns")
    width = len(row)
    return separator, columns + ("",) * (width - len(columns))


def _undecoded(path: Path, fault: UnicodeError, offset: int, encoding: str = "utf-8") -> ReadError:
    place = f" (at byte {offset + fault.start:,})" if isinstance(fault, UnicodeDecodeError) else ""
    if encoding in {"utf-8", "utf-8-sig"}:
        return ReadError(str(path), f"is not in the encoding UTF-8{place}; save it as UTF-8, or {_ENCODINGS}")
    return ReadError(
        str(path), f"is not in the encoding {encoding}{place}; name the right one, or save it as UTF-8"
    )


def _looked_over(path: Path, separator: str, width: int) -> _Shape:
    """Look over the bytes: this is done for every file, so that each step is one that bytes do by themselves.

    The engine refuses a row that is too long. Where there are as many separators as rows of the right
    length have, none is therefore too short, and no line is blank.
    """
    shape = _Shape()
    sign = separator.encode()
    count = operator.methodcaller("count", sign)
    looked = 0
    for data in _whole_records(path, shape):
        if not shape.regular:
            return shape
        plain = _outside_quotes(data, sign) if b'"' in data else data
        if plain is None:
            shape.irregular("quotes inside cells")
            return shape
        if b"\r" in plain and plain.count(b"\r") != plain.count(b"\r\n"):
            shape.irregular("line ends of several kinds")
        if looked < _SINGLY or width == 1:
            if plain.startswith((b"\n", b"\r\n")) or b"\n\n" in plain or b"\n\r\n" in plain:
                shape.irregular("blank lines")
            if not set(map(count, plain.split(b"\n")[:-1])) <= {width - 1}:
                shape.irregular("rows of different lengths")
        looked += len(plain)
        if plain.count(sign) != plain.count(b"\n") * (width - 1):
            shape.irregular("rows of different lengths")
    return shape


def _outside_quotes(data: bytes, sign: bytes) -> bytes | None:
    """Return what stands outside quotes, or ``None`` where a quote is inside a cell and not doubled.

    An empty piece between two quotes is a quote that was doubled.
    """
    pieces = data.split(b'"')[::2]
    starts, ends = (sign, b"\n", b"\r\n"), (sign, b"\n")
    opened = not pieces[0] or pieces[0].endswith(ends)
    closed = not pieces[-1] or pieces[-1].startswith(starts)
    between = all(not one or (one.startswith(starts) and one.endswith(ends)) for one in set(pieces[1:-1]))
    return b"".join(pieces) if opened and closed and between else None


def _whole_records(path: Path, shape: _Shape) -> Iterator[bytes]:
    """Yield pieces that end where a record ends, checked to be UTF-8; the last one ends so in any case.

    A record ends where a line ends and the quotes before it are in pairs.
    """
    offset = 0
    with path.open("rb") as file:
        while piece := file.read(_CHUNK) + file.readline(_LONGEST_RECORD):
            while b'"' in piece and piece.count(b'"') % 2:
                more = file.read(_CHUNK) + file.readline(_LONGEST_RECORD)
                piece += more
                if not more or len(piece) > _LONGEST_RECORD:
                    shape.irregular("a quote that is not closed")
                    yield b""
                    return
            _decoded(path, piece, offset)
            offset += len(piece)
            if len(piece) > _LONGEST_RECORD:
                shape.irregular("rows of different lengths")
            yield piece if piece.endswith(b"\n") else piece + b"\n"


def _decoded(path: Path, piece: bytes, offset: int) -> None:
    if piece.isascii():
        return
    try:
        piece.decode("utf-8")
    except UnicodeDecodeError as fault:
        raise _undecoded(path, fault, offset) from None


def _unique(columns: tuple[str, ...]) -> list[str]:
    """Return names of which no two are equal.

    Columns without a name or with one a second time get a number.
    """
    made: list[str] = []
    for at, name in enumerate(columns, 1):
        made.append(name if name and name not in made else f"{name}#{at}")
    return made


def _scan(path: Path, columns: tuple[str, ...], separator: str) -> pl.LazyFrame:
    return pl.scan_csv(
        path,
        has_header=False,
        skip_rows=1,
        schema=dict.fromkeys(_unique(columns), pl.String),
        separator=separator,
        row_index_name=ROW,
        row_index_offset=2,
        glob=False,
    )


def _regular(path: Path, columns: tuple[str, ...], separator: str, encoding: str, why: str) -> Delimited:
    """Write a regular copy, in which each row has the width of the header.

    Its number and how many cells it had.
    """
    held = _Held()
    copy = held.folder / "table.csv"
    codec = "utf-8-sig" if encoding == "utf-8" else encoding
    width = len(columns)
    try:
        with (
            path.open(encoding=codec, newline="") as file,
            copy.open("w", encoding="utf-8", newline="") as out,
        ):
            rows = csv.reader(file, delimiter=separator)
            writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\n")
            headed = False
            for number, row in enumerate(rows, 1):
                if not headed or not row:
                    headed = headed or any(cell.strip() for cell in row)
                    continue
                writer.writerow([number, len(row), *row[:width], *[""] * (width - len(row))])
    except UnicodeError as fault:
        raise _undecoded(path, fault, 0, encoding) from None
    except csv.Error as fault:
        raise ReadError(
            str(path), f"cannot be read as a table, {fault}: a quote is not closed, or a cell is too long"
        ) from None
    names = [ROW, CELLS, *_unique(columns)]
    types = {name: pl.Int64 if name in {ROW, CELLS} else pl.String for name in names}
    frame = pl.scan_csv(copy, has_header=False, schema=types, glob=False)
    kept = frame.map_batches(held, streamable=True, schema=types)
    return Delimited(columns, kept, separator, encoding, (f"read with care, for its {why}",))


class _Held:
    """Returns a batch as it is, and keeps the folder of a copy for as long as the query lives."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="cypplan-"))
        weakref.finalize(self, shutil.rmtree, self.folder, ignore_errors=True)

    def __call__(self, batch: pl.DataFrame) -> pl.DataFrame:
        return batch
