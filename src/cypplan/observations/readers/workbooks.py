"""Spreadsheets: every sheet as a grid of texts, after a look whether opening it is safe.

A spreadsheet is a zip file, and may unpack to far more than it seems, or claim a cell at the far end of a
sheet so that the grid between is as large as the memory. Both are measured before the sheet is loaded.
Formulas are never worked out: a cell is the value that was stored with it.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from typing import TYPE_CHECKING, Final

import attrs

from cypplan.errors import ExtraMissingError, ReadError

if TYPE_CHECKING:
    from pathlib import Path

    import polars as pl

__all__ = ["Grid", "is_workbook", "open_workbook"]

MOST_BYTES: Final = 512 << 20
"""So many bytes may a spreadsheet unpack to."""
MOST_CELLS: Final = 20_000_000
"""So many cells may the grid of a sheet have, empty ones between others counted."""
_MOST_ENTRIES: Final = 10_000
_CHUNK: Final = 1 << 20
_CELL: Final = re.compile(rb'<c\b[^>]*?\br="([A-Z]{1,3})(\d{1,7})"')
_REPEATED: Final = re.compile(
    rb"<table:(?P<what>table-row|(?:covered-)?table-cell|table)\b(?P<rest>[^>]*)>|</table:table-row>"
)
_TIMES: Final = re.compile(rb'number-(?:rows|columns)-repeated="(\d{1,12})"')
_CONTENT: Final = (b"office:value", b"office:string-value", b"office:date-value", b"office:boolean-value")
_MOST_COLUMNS: Final = 16_384
_DEFLATED: Final = zipfile.ZIP_DEFLATED


@attrs.frozen
class Grid:
    """One sheet: its name and its cells as texts, in columns "0", "1" and so on, from its first row on."""

    name: str
    cells: pl.DataFrame


def is_workbook(head: bytes) -> bool:
    """Whether the first bytes of a file are those of a zip file or of an old binary spreadsheet."""
    return head.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0"))


def open_workbook(path: Path) -> list[Grid]:
    """Return the sheets of a spreadsheet, empty ones left out.

    Raises
    ------
    ExtraMissingError
        If fastexcel is not installed.
    ReadError
        If it is no spreadsheet, is damaged or locked, or would unpack to too much.
    """
    try:
        import fastexcel  # noqa: PLC0415 (an extra, and loaded only where a spreadsheet is read)
    except ImportError as error:
        raise ExtraMissingError("reading spreadsheets", "spreadsheets", "fastexcel") from error
    _refuse_unsafe(path)
    try:
        book = fastexcel.read_excel(path)
        grids: list[Grid] = []
        for name in book.sheet_names:
            sheet = book.load_sheet(name, header_row=None, dtypes="string").to_polars()
            if sheet.height:
                grids.append(
                    Grid(
                        name,
                        sheet.rename(dict(zip(sheet.columns, map(str, range(sheet.width)), strict=True))),
                    )
                )
    except fastexcel.FastExcelError as error:
        first = str(error).splitlines()[0] if str(error) else "unknown cause"
        raise ReadError(str(path), f"cannot be opened as a spreadsheet: {first}") from None
    return grids


def _refuse_unsafe(path: Path) -> None:
    with path.open("rb") as file:
        if not file.read(4).startswith(b"PK"):
            raise ReadError(
                str(path),
                "is an old binary or a locked spreadsheet; save it as .xlsx or .ods without a password",
            )
    try:
        with zipfile.ZipFile(path) as archive:
            _refuse_large(path, archive)
            for info in archive.infolist():
                if re.fullmatch(r"xl/worksheets/[^/]+\.xml", info.filename):
                    _refuse_wide(path, info.filename, _cells_of_xlsx(archive, info))
                elif info.filename == "content.xml":
                    _refuse_wide(path, info.filename, _cells_of_ods(archive, info))
    except (
        zipfile.BadZipFile,
        zlib.error,
        NotImplementedError,
        RuntimeError,
        EOFError,
        ValueError,
        OSError,
    ) as error:
        if isinstance(error, ReadError):
            raise
        raise ReadError(
            str(path), f"is damaged or locked, and no spreadsheet that can be opened: {error}"
        ) from None


def _refuse_large(path: Path, archive: zipfile.ZipFile) -> None:
    """Unpack every part without keeping it: what the directory claims about its size need not be true."""
    infos = archive.infolist()
    if len(infos) > _MOST_ENTRIES:
        raise ReadError(str(path), f"has {len(infos):,} parts, too many for a spreadsheet")
    total = 0
    for info in infos:
        if info.compress_type not in {zipfile.ZIP_STORED, _DEFLATED}:
            raise ReadError(str(path), "is packed in a way that spreadsheets are not; save it again")
        total += max(info.file_size, _unpacked(path, archive, info, MOST_BYTES - total))
        if total > MOST_BYTES:
            limit = MOST_BYTES >> 20
            raise ReadError(
                str(path), f"unpacks to more than {limit} MB, too much for a spreadsheet; give it as CSV"
            )


def _unpacked(path: Path, archive: zipfile.ZipFile, info: zipfile.ZipInfo, most: int) -> int:
    """Return the true size of a part, or a number above ``most`` as soon as it is known to be larger."""
    if info.compress_type != _DEFLATED:
        return info.compress_size
    start = _data_offset(path, archive, info)
    unpacker, size = zlib.decompressobj(-15), 0
    with path.open("rb") as file:
        file.seek(start)
        left = info.compress_size
        while left > 0 and size <= most and not unpacker.eof:
            data = file.read(min(_CHUNK, left))
            if not data:
                break
            left -= len(data)
            size += len(unpacker.decompress(data, _CHUNK))
            while unpacker.unconsumed_tail and size <= most:
                size += len(unpacker.decompress(unpacker.unconsumed_tail, _CHUNK))
    return size


def _data_offset(path: Path, archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> int:
    """Return where the packed data of a part begins: after its own header, whose length it says itself."""
    del archive
    with path.open("rb") as file:
        file.seek(info.header_offset)
        header = file.read(30)
    return (
        info.header_offset
        + 30
        + int.from_bytes(header[26:28], "little")
        + int.from_bytes(header[28:30], "little")
    )


def _pieces(archive: zipfile.ZipFile, info: zipfile.ZipInfo, ending: bytes) -> list[bytes]:
    with archive.open(info) as file:
        data = file.read()
    return data.split(ending) if len(data) > _CHUNK else [data]


def _cells_of_xlsx(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> int:
    """Return how many cells the grid has that holds every cell of the sheet."""
    width = height = 0
    for piece in _pieces(archive, info, b"</row>"):
        for found in _CELL.finditer(piece):
            column = 0
            for letter in found[1]:
                column = column * 26 + letter - 64
            width, height = max(width, column), max(height, int(found[2]))
    return width * height


def _cells_of_ods(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> int:
    """Return how many cells the largest table has.

    Repeated rows and cells counted where they hold something.
    """
    most = rows = width = row_width = times = 0
    filled = False
    for piece in _pieces(archive, info, b"</table:table-row>"):
        for found in _REPEATED.finditer(piece + b"</table:table-row>"):
            if found["what"] is None:
                rows, width = (rows + times, max(width, row_width)) if filled else (rows, width)
                filled, row_width, times = False, 0, 0
                most = max(most, rows * width)
            elif found["what"] == b"table":
                rows = width = 0
            else:
                said = _TIMES.search(found["rest"])
                number = int(said[1]) if said else 1
                if found["what"] == b"table-row":
                    times = number
                elif any(word in found["rest"] for word in _CONTENT) or not found["rest"].endswith(b"/"):
                    row_width, filled = min(row_width + number, 1 << 40), True
                else:
                    row_width += number if number < _MOST_COLUMNS // 2 else 0
    return most


def _refuse_wide(path: Path, sheet: str, cells: int) -> None:
    if cells > MOST_CELLS:
        raise ReadError(
            str(path),
            f"the grid of {sheet} has {cells:,} cells, more than {MOST_CELLS:,}; perhaps a cell far from the "
            "others, which can be deleted; or give the table as CSV",
        )
