"""What is fuzzed: every reader, workbooks, mapping files and plan files, each as a function of bytes."""

from __future__ import annotations

import io
import tempfile
import tomllib
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import escape

from cypplan import plans
from cypplan.areas import Area, Areas
from cypplan.errors import CypplanError
from cypplan.observations.readers import read_any
from cypplan.observations.readers.mapping import load_mapping

if TYPE_CHECKING:
    from collections.abc import Callable

    from cypplan.observations.readers.mapping import Mapping

_PLACE: Final = (
    "time_period,time_identifier,geographic_level,country_code,country_name,region_code,region_name,"
    "old_la_code,new_la_code,la_name"
)
_HALTON: Final = "E92000001,England,E12000002,North West,876,E06000006,Halton"
TABLES: Final = {
    "ees": f"{_PLACE},sex,n\n202425,Academic year,Local authority,{_HALTON},Total,12\n"
    f"2024,Week 12,National,E92000001,England,,,,,,Boys,c\n",
    "fingertips": "Indicator ID,Area Code,Sex,Age,Category,Time period,Time period range,Value,"
    "Lower CI 95.0 limit,Upper CI 95.0 limit,Count,Denominator,Value note\n"
    "1,E06000006,Persons,0-4 yrs,,2019/20 - 21/22,3y,1.5,1,2,3,200,\n",
    "lait": "Short Desc,Years,LA and Regions,Values,LA Number\nPersistent absence,2024/25,Halton,12.1,876\n"
    "Persistent absence,2016-17,England,-,970\n",
    "tidy": "indicator,area,period,period_kind,value,count,mark,qualifiers,group,published\n"
    "a,E06000006,2024/25,financial,1.5[p],3,,revised,all,2025-01-31\n",
    "ons-local": "indicator,area_code,period,value,status\na,E06000006,2024-09-01/P1Y,1.5,p\n",
    "nomis": "DATE_NAME,GEOGRAPHY_CODE,MEASURES_NAME,OBS_VALUE,OBS_STATUS\n"
    "Jan 2024-Dec 2024,E06000006,Value,7,A\n",
    "ons-population": f"{_PLACE},age_group,population_estimate\n"
    f"2023,Calendar year,Local authority,{_HALTON},0-17,29000\n",
}
_DICTIONARY: Final = "Measure_short,Year_Type\nPersistent absence,Academic Year\n"
_MAPPING: Final = """[file]
marks = "own"
decimal = "."
[columns]
area = "Place"
period = ["Quarter", "Year"]
[marks]
"q" = "suppressed"
[[figures]]
indicator = "a"
value = "Number"
count = "Count"
where = { Sex = ["All"] }
"""
_OWN: Final = (
    "Place,Quarter,Year,Sex,Number,Count\nE06000006,Q1,2024/25,All,1.5,3\nE06000006,Q2,2024/25,All,q,\n"
)
_EXAMPLES: Final = Path(__file__).parents[2] / "plugins"
"""Where plan files are, of which the beginnings are changed."""
_AREAS: Final = Areas([
    Area("E92000001", "England", "country", dfe_code="970"),
    Area("E06000006", "Halton", "authority", dfe_code="876"),
])  # fmt: skip


def _read(path: Path, mapping: Mapping | None = None) -> None:
    """Read a file to its end; what is counted must add up, and every figure have its period."""
    from cypplan.periods import Period

    try:
        reading = read_any(path, mapping=mapping, areas=_AREAS)
        summary, rows = reading.summary(), reading.collect()
        rejected = reading.collect_rejections()
        reading.repeated()
    except CypplanError as error:
        if not str(error):
            raise AssertionError("an error without a message") from error
        return
    assert (rows.height, rejected.height) == (summary.observations, summary.rejections)
    for text in rows["period"].unique().to_list():
        Period.parse(text)


def _table(name: str) -> Callable[[bytes], None]:
    """Return the target that puts bytes under the header of a format."""
    header = TABLES[name].split("\n", 1)[0].encode()

    def run(data: bytes) -> None:
        with tempfile.TemporaryDirectory(prefix="cypplan-fuzz-") as folder:
            path = Path(folder) / "a.csv"
            path.write_bytes(header + b"\n" + data)
            Path(folder, "lait_data_dictionary.csv").write_text(_DICTIONARY, encoding="utf-8")
            _read(path)

    return run


def _bytes(data: bytes) -> None:
    with tempfile.TemporaryDirectory(prefix="cypplan-fuzz-") as folder:
        path = Path(folder) / "a.bin"
        path.write_bytes(data)
        _read(path)


def _workbook(data: bytes) -> None:
    """Read a workbook of two sheets, whose cells are the lines and tabs of the bytes."""
    sheets = data.decode("utf-8", "replace").split("\x0c", 1)
    with tempfile.TemporaryDirectory(prefix="cypplan-fuzz-") as folder:
        path = Path(folder) / "a.ods"
        path.write_bytes(_ods(dict(zip(("Data", "Notes"), sheets, strict=False))))
        _read(path)


def _ods(sheets: dict[str, str]) -> bytes:
    """Return a spreadsheet with these texts in its cells."""
    names = ("office", "table", "text")
    spaces = " ".join(f'xmlns:{n}="urn:oasis:names:tc:opendocument:xmlns:{n}:1.0"' for n in names)

    def cell(text: str) -> str:
        kept = "".join(sign for sign in text if sign.isprintable())
        return (
            f'<table:table-cell office:value-type="string"><text:p>{escape(kept)}</text:p></table:table-cell>'
        )

    body = "".join(
        f'<table:table table:name="{name}">'
        + "".join(
            f"<table:table-row>{''.join(map(cell, line.split(chr(9))))}</table:table-row>"
            for line in text.split("\n")
        )
        + "</table:table>"
        for name, text in sheets.items()
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as book:
        book.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        book.writestr(
            "content.xml",
            f"<office:document-content {spaces}><office:body><office:spreadsheet>{body}"
            "</office:spreadsheet></office:body></office:document-content>",
        )
        book.writestr("META-INF/manifest.xml", "<manifest/>")
    return out.getvalue()


def _mapping(data: bytes) -> None:
    with tempfile.TemporaryDirectory(prefix="cypplan-fuzz-") as folder:
        path, table = Path(folder) / "m.toml", Path(folder) / "a.csv"
        path.write_bytes(data)
        table.write_text(_OWN, encoding="utf-8")
        try:
            described = load_mapping(path)
        except CypplanError:
            return
        _read(table, described)


def _plan(data: bytes) -> None:
    try:
        plan = plans.loads(data.decode("utf-8", "replace"))
    except CypplanError as error:
        if not str(error):
            raise AssertionError("an error without a message") from error
        return
    tomllib.loads(plans.dumps(plan))


def _beginnings() -> list[bytes]:
    """Return the first tables of the plan files that are here; whole ones are too long."""
    texts = [path.read_text(encoding="utf-8") for path in sorted(_EXAMPLES.glob("*/src/*/plans/*.toml"))]
    return ["\n[[".join(text.split("\n[[")[:many]).encode() for text in texts for many in (1, 3, 9, 27)]


TARGETS: Final[dict[str, Callable[[bytes], None]]] = {
    **{name: _table(name) for name in TABLES},
    "bytes": _bytes,
    "workbook": _workbook,
    "mapping": _mapping,
    "plan": _plan,
}
SEEDS: Final[dict[str, list[bytes]]] = {
    **{name: [text.split("\n", 1)[1].encode()] for name, text in TABLES.items()},
    "bytes": [text.encode() for text in TABLES.values()],
    "workbook": [
        (TABLES["tidy"].replace(",", "\t") + "\x0c[x]\tSuppressed\n: = not applicable\n").encode(),
        TABLES["ees"].replace(",", "\t").encode(),
    ],
    "mapping": [_MAPPING.encode()],
    "plan": _beginnings(),
}
