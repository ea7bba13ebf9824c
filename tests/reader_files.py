"""Files for the tests of the readers, written by hand so that no reader has had a part in them."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

if TYPE_CHECKING:
    from pathlib import Path

EES = (
    "time_period,time_identifier,geographic_level,country_code,country_name,region_code,region_name,"
    "old_la_code,new_la_code,la_name"
)
ENGLAND = "E92000001,England,,,,,"
HALTON = "E92000001,England,E12000002,North West,876,E06000006,Halton"


def ees(*rows: str, columns: str = "sex,children_count") -> str:
    """Return a file in the layout of Explore Education Statistics.

    A row is time, identifier, place and cells.
    """
    lines = [f"{EES},{columns}"]
    for row in rows:
        time, identifier, place, cells = row.split("|")
        level, codes = ("National", ENGLAND) if place == "England" else ("Local authority", HALTON)
        lines.append(f"{time},{identifier},{level},{codes},{cells}")
    return "\n".join([*lines, ""])


def put(folder: Path, name: str, content: str | bytes) -> Path:
    """Write a file and return its path."""
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def _cell(reference: str, value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, str) and value.startswith("="):
        return f'<c r="{reference}"><f>{escape(value[1:])}</f><v>7</v></c>'
    if isinstance(value, int | float):
        return f'<c r="{reference}"><v>{value}</v></c>'
    return f'<c r="{reference}" t="inlineStr"><is><t>{escape(str(value))}</t></is></c>'


def _letters(at: int) -> str:
    return chr(65 + at) if at < 26 else _letters(at // 26 - 1) + chr(65 + at % 26)


def xlsx(path: Path, sheets: dict[str, list[list[object]]], *, far: str | None = None) -> Path:
    """Write a workbook; ``far`` is the reference of one more cell, anywhere."""
    names = list(sheets)
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    kinds = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    packages = "http://schemas.openxmlformats.org/package/2006"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        types = "".join(
            f'<Override PartName="/xl/worksheets/sheet{i}.xml" '
            'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>'
            for i in range(1, len(names) + 1)
        )
        book.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{packages}/content-types"><Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Override PartName="/xl/workbook.xml" '
            'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
            f"{types}</Types>",
        )
        book.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{packages}/relationships"><Relationship Id="r" '
            f'Type="{kinds}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        )
        book.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{main}" xmlns:r="{kinds}"><sheets>'
            + "".join(
                f'<sheet name={quoteattr(n)} sheetId="{i}" r:id="r{i}"/>' for i, n in enumerate(names, 1)
            )
            + "</sheets></workbook>",
        )
        book.writestr(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships xmlns="{packages}/relationships">'
            + "".join(
                f'<Relationship Id="r{i}" Type="{kinds}/worksheet" Target="worksheets/sheet{i}.xml"/>'
                for i in range(1, len(names) + 1)
            )
            + "</Relationships>",
        )
        for i, name in enumerate(names, 1):
            rows = "".join(
                f'<row r="{r}">'
                + "".join(_cell(f"{_letters(c)}{r}", v) for c, v in enumerate(row))
                + "</row>"
                for r, row in enumerate(sheets[name], 1)
            )
            rows += (
                f'<row r="{far.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")}">{_cell(far, 1)}</row>' if far else ""
            )
            book.writestr(
                f"xl/worksheets/sheet{i}.xml",
                f'<worksheet xmlns="{main}"><sheetData>{rows}</sheetData></worksheet>',
            )
    return path


def ods(path: Path, sheets: dict[str, list[list[object]]], *, repeated: int = 1) -> Path:
    """Write an OpenDocument spreadsheet; the last row of each sheet is repeated."""
    office = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
    table = "urn:oasis:names:tc:opendocument:xmlns:table:1.0"
    text = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"

    def cell(value: object) -> str:
        if value is None:
            return "<table:table-cell/>"
        number = isinstance(value, int | float)
        kind = f'"float" office:value="{value}"' if number else '"string"'
        words = f"<text:p>{escape(str(value))}</text:p>"
        return f"<table:table-cell office:value-type={kind}>{words}</table:table-cell>"

    def row(cells: list[object], times: int) -> str:
        again = f' table:number-rows-repeated="{times}"' if times > 1 else ""
        return f"<table:table-row{again}>{''.join(map(cell, cells))}</table:table-row>"

    body = "".join(
        f"<table:table table:name={quoteattr(name)}>"
        + "".join(row(cells, repeated if at == len(rows) - 1 else 1) for at, cells in enumerate(rows))
        + "</table:table>"
        for name, rows in sheets.items()
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        book.writestr(
            "content.xml",
            f'<office:document-content xmlns:office="{office}" xmlns:table="{table}" xmlns:text="{text}" '
            f'office:version="1.2"><office:body><office:spreadsheet>{body}</office:spreadsheet></office:body>'
            "</office:document-content>",
        )
        book.writestr(
            "META-INF/manifest.xml",
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
            '<manifest:file-entry manifest:full-path="/" '
            'manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/></manifest:manifest>',
        )
    return path
