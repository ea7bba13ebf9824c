"""What several tests of the formats look at: all plans, and every way to read a format back."""

from __future__ import annotations

import io
import re
import xml.etree.ElementTree as ET
import zipfile
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

PLANS: Final = (
    "cheshire-west-cypp-2020",
    "halton-cypfp",
    "warrington-care-2018",
    "warrington-cypp-2019",
    "worcestershire-cypp-2014",
)
_MAIN: Final = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_REL: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"

Cells = dict[str, str | float]
"""The cells of a sheet by their names: "B7"."""


def read_workbook(raw: bytes) -> dict[str, Cells]:
    """Return the cells of every sheet by the label of the sheet, texts as texts and numbers as numbers."""
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        texts = [
            "".join(part.text or "" for part in one.iter(f"{_MAIN}t"))
            for one in _root(archive, "xl/sharedStrings.xml").iter(f"{_MAIN}si")
        ]
        relations = {one.get("Id"): one.get("Target") for one in _root(archive, "xl/_rels/workbook.xml.rels")}
        return {
            str(sheet.get("name")): dict(_cells(_root(archive, f"xl/{relations[sheet.get(_REL)]}"), texts))
            for sheet in _root(archive, "xl/workbook.xml").iter(f"{_MAIN}sheet")
        }


def parts(raw: bytes, pattern: str) -> list[str]:
    """Return the files of a workbook whose names match, as text."""
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        return [archive.read(name).decode() for name in archive.namelist() if re.fullmatch(pattern, name)]


def table(cells: Cells, first: str) -> list[dict[str, str | float]]:
    """Return the rows of the table of a sheet, whose first heading begins so, by their headings."""
    rows: dict[int, dict[str, str | float]] = {}
    for place, value in cells.items():
        column, row = re.fullmatch(r"([A-Z]+)(\d+)", place).groups()  # type: ignore[union-attr]
        rows.setdefault(int(row), {})[column] = value
    top = next(row for row, values in rows.items() if str(values["A"]).split("\n")[0] == first)
    heads = {column: str(value).split("\n")[0] for column, value in rows[top].items()}
    return [
        {heads[column]: value for column, value in values.items()}
        for row, values in sorted(rows.items())
        if row > top
    ]


def _root(archive: zipfile.ZipFile, name: str) -> ET.Element:
    return ET.fromstring(archive.read(name))  # noqa: S314 (made by ourselves)


def _cells(root: ET.Element, texts: list[str]) -> Iterator[tuple[str, str | float]]:
    for cell in root.iter(f"{_MAIN}c"):
        value = cell.findtext(f"{_MAIN}v")
        if value is not None:
            yield str(cell.get("r")), texts[int(value)] if cell.get("t") == "s" else float(value)
