"""Files as they come, and files meant to do harm: a clear error, or a listed rejection, in bounded memory."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from typing import TYPE_CHECKING, Any

import pytest
from reader_files import EES, HALTON, ees, ods, put, xlsx

from cypplan.errors import ExtraMissingError, FileChangedError, ReadError, SchemaError, UnknownFormatError
from cypplan.observations.readers import read_any

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

ROW = f"202425,Academic year,Local authority,{HALTON},Total"
GOOD = f"{EES},sex,n\n{ROW},1\n{ROW},2\n"


def test_wrong_encoding_is_named(read: Any) -> None:
    """Protects: bytes that are not UTF-8 are refused with their place and what to do.

    Read when told how.
    """
    text = GOOD.replace("Total", "Caf\u00e9").encode("cp1252")
    with pytest.raises(ReadError, match=r"not in the encoding UTF-8 \(at byte \d+\).*cp1252"):
        read(text)
    assert read(text, encoding="cp1252").rows[0]["group"] == "sex: Caf\u00e9"
    with pytest.raises(ReadError, match="is no encoding"):
        read(text, encoding="klingon")
    with pytest.raises(ReadError, match="not in the encoding ascii"):
        read(text, encoding="ascii")


def test_ragged_rows_are_listed(read: Any) -> None:
    """Protects: a row with too few or too many cells is rejected with its number.

    None is filled up in silence.
    """
    found = read(f"{EES},sex,n\n{ROW},1\n{ROW}\n{ROW},3,4\n{ROW},5\n")
    assert [row["value"] for row in found.rows] == [1.0, 5.0]
    assert [(one["row"], one["reason"]) for one in found.rejected] == [
        (3, "the row has not as many cells as the header, 12"),
        (4, "the row has not as many cells as the header, 12"),
    ]


def test_ragged_rows_that_balance(tmp_path: Path) -> None:
    """Protects: a short row and a long one that make up for each other are not taken for good ones."""
    path = put(tmp_path, "a.csv", f"{EES},sex,n\n{ROW},1\n{ROW}\n{ROW},3,4\n")
    try:
        rows = read_any(path).collect().to_dicts()
    except ReadError:
        return
    assert [row["value"] for row in rows] == [1.0]


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("\n", "\r\n"),
        lambda text: text.replace("\n", "\r"),
        lambda text: text.replace("\n", "\r\n", 1),
        lambda text: text.replace("\n", "\n\n"),
        lambda text: text.rstrip("\n"),
        lambda text: text + "\n\n\r\n",
        lambda text: text.replace("Total", '"Total"'),
        lambda text: text.replace(",", "\t"),
        lambda text: text.replace(",", ";"),
    ],
    ids=[
        "windows",
        "old mac",
        "mixed",
        "blank lines",
        "no last end",
        "blank end",
        "quotes",
        "tabs",
        "semicolons",
    ],
)
def test_line_ends_and_separators(read: Any, change: Callable[[str], str]) -> None:
    """Protects: the same table is read whatever its lines end with."""
    found = read(change(GOOD))
    assert [(row["value"], row["group"]) for row in found.rows] == [(1.0, "all"), (2.0, "all")]
    assert not found.rejected


def test_quotes_inside_cells(read: Any) -> None:
    """Protects: a quoted cell may hold separators, line ends and quotes.

    A stray quote does not break the file.
    """
    found = read(GOOD.replace("Total,1", '"a, ""b""\nc",1'))
    assert found.rows[0]["group"] == 'sex: a, "b"\nc'
    found = read(GOOD.replace("Total,1", 'six" wide,1'))
    assert found.rows[0]["group"] == 'sex: six" wide'


def test_a_quote_that_is_not_closed(tmp_path: Path) -> None:
    """Protects: an open quote that swallows the rest of a file is found, not read as one long cell."""
    path = put(tmp_path, "a.csv", GOOD.replace("Total,1", '"Total,1') + f"{ROW},3\n" * 20_000)
    with pytest.raises(ReadError, match="quote is not closed"):
        read_any(path).collect()


def test_very_long_cells(read: Any) -> None:
    """Protects: ten million characters in a cell are one rejection, shown by their beginning."""
    found = read(f"{EES},sex,n\n{ROW},1\n{ROW},{'9' * 10_000_000}x\n")
    assert [row["value"] for row in found.rows] == [1.0]
    assert len(found.rejected[0]["text"]) <= 80
    found = read(f"{EES},sex,n\n{ROW},1\n{ROW},{'9' * 10_000_000}\n")
    assert len(found.rejected) == 1


def test_nul_bytes(read: Any) -> None:
    """Protects: NUL at the beginning is no text; in a cell it is a rejection."""
    with pytest.raises(ReadError, match="NUL"):
        read("\0" + GOOD)
    found = read(GOOD * 1 + f"{ROW},3\n" * 400 + f"{ROW},\0\n")
    assert len(found.rejected) == 1


@pytest.mark.parametrize("content", ["", "\ufeff", "\n\n  \n", "   "])
def test_empty_file(tmp_path: Path, content: str) -> None:
    """Protects: a file with nothing in it says so."""
    with pytest.raises(ReadError, match=r"empty|header"):
        read_any(put(tmp_path, "a.csv", content))


def test_header_alone(read: Any) -> None:
    """Protects: a header without rows has no figures, and says that rather than failing."""
    with pytest.raises(SchemaError, match="no column of figures"):
        read(f"{EES},sex,n\n")


def test_folder_missing_file_and_pipe(tmp_path: Path) -> None:
    """Protects: what is no file is named as what it is; a pipe is not waited for."""
    with pytest.raises(ReadError, match="is a folder"):
        read_any(tmp_path)
    with pytest.raises(ReadError, match="No such file"):
        read_any(tmp_path / "none.csv")
    with pytest.raises(ReadError, match="cannot be opened"):
        read_any("a\0b")
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(ReadError, match="no ordinary file"):
        read_any(tmp_path / "pipe")


def test_names_with_signs_of_patterns(tmp_path: Path) -> None:
    """Protects: a file is opened by its name, and no sign in it makes a pattern of it."""
    put(tmp_path, "a1.csv", GOOD)
    path = put(tmp_path, "a[1]*?.csv", GOOD.replace("Total,1", "Total,7"))
    assert read_any(path).collect()["value"].to_list() == [7.0, 2.0]


def test_duplicated_headers(read: Any) -> None:
    """Protects: with two columns of one name nobody knows which is meant, so that they are named."""
    with pytest.raises(SchemaError, match="has the column n more than once"):
        read(GOOD.replace(",sex,n", ",n,N"))


def test_a_file_that_changes(tmp_path: Path) -> None:
    """Protects: figures of a file that was written to between opening and reading are not handed out."""
    path = put(tmp_path, "a.csv", GOOD)
    reading = read_any(path)
    path.write_text(GOOD + f"{ROW},3\n", encoding="utf-8")
    with pytest.raises(FileChangedError, match="changed while it was read"):
        reading.collect()
    reading = read_any(path)
    path.unlink()
    with pytest.raises(FileChangedError):
        reading.summary()


def test_unknown_content(tmp_path: Path) -> None:
    """Protects: a table of another kind is refused with its columns and the formats there are."""
    with pytest.raises(UnknownFormatError, match=r"\(a, b\).*Fingertips"):
        read_any(put(tmp_path, "a.csv", "a,b\n1,2\n"))


def test_damaged_parquet_and_workbook(tmp_path: Path) -> None:
    """Protects: a file cut short is damaged, in words."""
    for name, content in (
        ("a.parquet", b"PAR1" + b"x" * 50),
        ("b.xlsx", b"PK\x03\x04" + b"x" * 50),
        ("c.xls", b"\xd0\xcf\x11\xe0" + b"x" * 50),
    ):
        with pytest.raises(ReadError):
            read_any(put(tmp_path, name, content))


def test_formulas_are_values(read: Any, tmp_path: Path) -> None:
    """Protects: a formula is never worked out; what was stored with it is the value."""
    head: list[object] = ["indicator", "area", "period", "value"]
    path = xlsx(tmp_path / "a.xlsx", {"S": [head, ["a", "E06000006", "2014", "=cmd|' /C calc'!A0"]]})
    assert read(path.read_bytes(), "a.xlsx").rows[0]["value"] == 7.0


def test_zip_bombs(tmp_path: Path) -> None:
    """Protects: a spreadsheet that unpacks to gigabytes is refused before it is loaded.

    Whatever its directory says.
    """
    path = xlsx(tmp_path / "a.xlsx", {"S": [["a", "b"]]})
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as book, book.open("xl/media.bin", "w") as part:
        for _ in range(600):
            part.write(bytes(1 << 20))
    with pytest.raises(ReadError, match="unpacks to more than 512 MB"):
        read_any(path)
    data = path.read_bytes()
    path.write_bytes(data.replace((600 << 20).to_bytes(4, "little"), (600).to_bytes(4, "little")))
    with pytest.raises(ReadError, match=r"unpacks to more than|damaged"):
        read_any(path)


def test_a_cell_at_the_far_end(tmp_path: Path) -> None:
    """Protects: one cell in the last row and column does not make a grid of all that lies between."""
    with pytest.raises(ReadError, match="cells, more than"):
        read_any(xlsx(tmp_path / "a.xlsx", {"S": [["a", "b"], [1, 2]]}, far="XFD1048576"))
    with pytest.raises(ReadError, match="cells, more than"):
        read_any(ods(tmp_path / "a.ods", {"S": [["a", "b"], ["x", 2]]}, repeated=50_000_000))


def test_spreadsheet_without_its_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Protects: without fastexcel the message names the package and the extra that brings it."""
    monkeypatch.setitem(sys.modules, "fastexcel", None)
    with pytest.raises(ExtraMissingError, match=r"fastexcel.*cypplan\[spreadsheets\]"):
        read_any(xlsx(tmp_path / "a.xlsx", {"S": [["a"]]}))


def test_reading_without_polars(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Protects: without Polars the message names the package and the extra that brings it."""
    monkeypatch.setitem(sys.modules, "polars", None)
    with pytest.raises(ExtraMissingError, match=r"cypplan\[polars\]"):
        read_any(put(tmp_path, "a.csv", GOOD))


def test_readers_are_loaded_when_they_read() -> None:
    """Protects: naming the readers loads no engine; a plugin may import the protocol for nothing."""
    script = "import sys, cypplan.observations.readers; assert 'polars' not in sys.modules"
    subprocess.run([sys.executable, "-c", script], check=True)


def test_memory_stays_bounded(tmp_path: Path) -> None:
    """Protects: a file several times larger than what reading it may take is read to its end."""
    path = tmp_path / "large.csv"
    with path.open("w", encoding="utf-8") as file:
        file.write(f"{EES},sex,n\n")
        for _ in range(150):
            file.write(f"{ROW},12\n" * 10_000)
    script = f"""
import resource
from cypplan.observations.readers import read_any
reading = read_any({str(path)!r})
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
assert reading.summary().observations == 1_500_000
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024)
"""
    done = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, encoding="utf-8")
    assert float(done.stdout) < 400, done.stdout
    assert path.stat().st_size > 150 << 20


def test_ees_of_a_spreadsheet(read: Any, tmp_path: Path) -> None:
    """Protects: a published file that somebody saved as a spreadsheet is still recognised by its content."""
    rows: list[list[object]] = [
        list(line.split(",")) for line in ees("202425|Academic year|Halton|Total,12").splitlines()
    ]
    path = xlsx(tmp_path / "a.xlsx", {"Data": [["A title"], *rows]})
    assert read(path.read_bytes(), "a.xlsx").rows[0]["value"] == 12.0
