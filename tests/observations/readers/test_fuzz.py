"""Whatever a file holds, only our own errors come out, and every figure is an observation or a rejection."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pytest
from fuzz.targets import SEEDS, TARGETS
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reader_files import EES

from cypplan.errors import CypplanError
from cypplan.observations.readers import read_any

if TYPE_CHECKING:
    from pathlib import Path

HEADERS = {
    "ees": [*EES.split(","), "sex", "n"],
    "fingertips": [
        "Indicator ID",
        "Area Code",
        "Sex",
        "Age",
        "Category",
        "Time period",
        "Time period range",
        "Value",
        "Lower CI 95.0 limit",
        "Upper CI 95.0 limit",
        "Count",
        "Denominator",
        "Value note",
    ],
    "tidy": [
        "indicator",
        "area",
        "period",
        "period_kind",
        "value",
        "count",
        "mark",
        "qualifiers",
        "group",
        "published",
    ],
    "ons-local": ["indicator", "area_code", "period", "value", "status"],
    "nomis": ["DATE_NAME", "GEOGRAPHY_CODE", "MEASURES_NAME", "OBS_VALUE", "OBS_STATUS"],
    "ons-population": [*EES.split(","), "age_group", "population_estimate"],
}
LIKELY = st.sampled_from(
    [
        "E06000006",
        "E92000001",
        "202425",
        "2025",
        "Local\xa0authority",
        "National",
        "5",
        "1,234",
        "c",
        "x",
        "z",
        "[c]",
        "1.1[p]",
        "0",
        "-",
        "2024-09-01/P1Y",
        "Persons",
        "1y",
        "3y",
        "2008-10",
        "Total",
        "suppressed",
        "Q1",
        "-0",
        "1e400",
        "nan",
        "99999999999999999999",
        "2024/25",
        "financial",
        "Local authority",
        "Academic year",
        "Reporting year",
        "Week 99",
        "",
        " ",
        '"',
        "a\nb",
        "=1+1",
    ]
)
CELLS = st.one_of(LIKELY, st.text(max_size=8))
FUZZ = settings(
    max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


def outcome(path: Path) -> str | None:
    """Read a file; return the reader, or nothing where an error of ours came out; the count must add up."""
    try:
        reading = read_any(path)
        summary = reading.summary()
        assert reading.collect().height == summary.observations
        assert reading.collect_rejections().height == summary.rejections
        assert summary.figures == summary.observations + summary.rejections
    except CypplanError as error:
        return None if str(error) else "an error without a message"
    return reading.reader


@FUZZ
@given(
    st.sampled_from(sorted(HEADERS)),
    st.lists(st.lists(CELLS, min_size=1, max_size=14), max_size=6),
    st.data(),
)
def test_tables_of_any_cells(tmp_path: Path, name: str, rows: list[list[str]], data: st.DataObject) -> None:
    """Protects: any cells under the header of any format are read or listed."""
    header = HEADERS[name]
    fits = data.draw(st.booleans())
    cut = [(row * 14)[: len(header)] if fits else row for row in rows]
    text = io.StringIO(newline="")
    csv.writer(text).writerows([header, *cut])
    path = tmp_path / "a.csv"
    path.write_bytes(text.getvalue().encode("utf-8", "surrogatepass"))
    outcome(path)


@FUZZ
@given(
    st.binary(max_size=400),
    st.sampled_from([b"", b"PK\x03\x04", b"PAR1", b"\xff\xfe", b"\xef\xbb\xbf", b"a,b\n"]),
)
def test_any_bytes(tmp_path: Path, content: bytes, start: bytes) -> None:
    """Protects: no bytes break opening a file."""
    path = tmp_path / "a.bin"
    path.write_bytes(start + content)
    outcome(path)


@FUZZ
@given(st.data())
def test_good_files_with_faults(tmp_path: Path, data: st.DataObject) -> None:
    """Protects: a good file in which some bytes were changed is read, listed or refused."""
    good = (f"{EES},sex,n\n" + "202425,Academic year,National,E92000001,England,,,,,,Total,12\n" * 3).encode()
    content = bytearray(good)
    for _ in range(data.draw(st.integers(1, 5))):
        at = data.draw(st.integers(0, len(content) - 1))
        content[at : at + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=3))
        if not content:
            return
    path = tmp_path / "a.csv"
    path.write_bytes(bytes(content))
    outcome(path)


@pytest.mark.parametrize("name", ["lait", "workbook", "mapping", "plan"])
@settings(max_examples=30, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.data())
def test_changed_seeds(name: str, data: st.DataObject) -> None:
    """Protects: LAIT, workbooks, mapping and plan files with changed bytes give figures or our own errors."""
    content = bytearray(data.draw(st.sampled_from(sorted(SEEDS[name], key=len)[:2])))
    for _ in range(data.draw(st.integers(0, 4))):
        at = data.draw(st.integers(0, len(content)))
        content[at : at + data.draw(st.integers(0, 4))] = data.draw(
            st.binary(max_size=3)
            | st.sampled_from([b"-1", b"1e999", b"\n", b"\t", b'"', b"[[", b"]", b"''", b"2024-99"])
        )
    TARGETS[name](bytes(content))


def test_the_headers_are_recognised(tmp_path: Path) -> None:
    """Protects: the fuzzing above reaches every reader, since each header is known for what it is."""
    for name, header in HEADERS.items():
        row = ["1" if key in {"n", "population_estimate"} else "" for key in header]
        path = tmp_path / f"{name}.csv"
        path.write_text(",".join(header) + "\n" + ",".join(row) + "\n", encoding="utf-8")
        assert outcome(path) == name
