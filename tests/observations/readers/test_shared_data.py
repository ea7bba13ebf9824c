"""Every published file at hand reads whole, and its marks are as many as another tool counts.

Set ``CYPPLAN_TEST_DATA`` to a folder of downloads; without it these tests are skipped.
"""

from __future__ import annotations

import collections
import csv
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import cypplan

if TYPE_CHECKING:
    from cypplan.observations.readers.reading import Reading

FOLDER = os.environ.get("CYPPLAN_TEST_DATA")
pytestmark = pytest.mark.skipif(not FOLDER, reason="CYPPLAN_TEST_DATA names no folder of downloads")
FILES = sorted(Path(FOLDER).rglob("*.csv")) if FOLDER else []
PLACES = {
    "time_period", "time_identifier", "geographic_level", "country_code", "country_name", "region_code",
    "region_name",
    "old_la_code", "new_la_code", "la_name",
}  # fmt: skip
MARKS = {
    "z": "not-applicable", "x": "not-available", ":": "not-available", "u": "not-available",
    "c": "suppressed", "k": "rounds-to-zero", "low": "rounds-to-zero", "~": "rounds-to-zero",
}  # fmt: skip


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _is_ees(path: Path) -> bool:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return {"time_period", "time_identifier"} <= set(next(csv.reader(file)))


def _number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _figures(rows: list[dict[str, str]]) -> dict[str, list[str]]:
    """Return the columns in which every cell is a number or a mark, by plain Python."""
    columns = {name: [row[name].strip() for row in rows] for name in rows[0] if name not in PLACES}
    return {name: cells for name, cells in columns.items() if all(_number(c) or c in MARKS for c in cells)}


@pytest.mark.parametrize("path", [path for path in FILES if _is_ees(path)], ids=lambda path: path.name)
def test_ees_files(path: Path) -> None:
    """Protects: rows times columns of figures are all observations.

    With the marks that the csv module counts.
    """
    rows = _rows(path)
    figures = _figures(rows)
    summary = cypplan.read_any(path).summary()
    marks = collections.Counter(MARKS[cell] for cells in figures.values() for cell in cells if cell in MARKS)
    assert summary.rows == len(rows)
    assert summary.figures == len(rows) * len(figures)
    assert summary.rejections == 0
    assert summary.marks == dict(marks)
    assert summary.values == sum(_number(cell) for cells in figures.values() for cell in cells)


def _one(pattern: str) -> Path:
    found = sorted(Path(FOLDER or ".").rglob(pattern))
    if not found:
        pytest.skip(f"no {pattern} in the folder")
    return found[0]


def test_lait() -> None:
    """Protects: of LAIT every row but the series with the year 0 is an observation, with "-" as counted."""
    import polars as pl

    path = _one("lait_*.parquet")
    raw = pl.read_parquet(path)
    summary = cypplan.read_any(path).summary()
    assert summary.figures == summary.rows == raw.height
    dashes = raw.filter((pl.col("Values") == "-") & (pl.col("Years") != "0")).height
    assert sum(summary.marks.values()) == dashes
    assert summary.rejections == raw.filter(pl.col("Years") == "0").height


def test_fingertips() -> None:
    """Protects: of Fingertips every row is an observation but England's second times."""
    path = _one("la_hospital*.csv")
    rows = _rows(path)
    summary = cypplan.read_any(path).summary()
    assert summary.rows == summary.figures == len(rows)
    assert summary.rejections == sum(row["Area Code"] == row["Parent Code"] for row in rows)
    kept = [row for row in rows if row["Area Code"] != row["Parent Code"]]
    assert summary.values == sum(bool(row["Value"]) for row in kept)
    assert sum(summary.marks.values()) == sum(not row["Value"] for row in kept)


def test_population_workbook() -> None:
    """Protects: of the workbook every cell of a sheet of estimates is an observation."""
    summary = cypplan.read_any(_one("mye*.xlsx")).summary()
    assert summary.rejections == 0
    assert summary.values == summary.figures == 3 * 357 * 92 + 357 * 13


def test_the_same_rate_from_two_files() -> None:
    """Protects: a rate recomputed from its count and the mid-year estimate is the published one."""
    reading: Reading = cypplan.read_any(_one("cla_number_and_rate*.csv"))
    rows: list[dict[str, Any]] = reading.collect().to_dicts()
    by_key = {(r["indicator"].rsplit(".")[-1], r["area"], r["period"], r["group"]): r["value"] for r in rows}
    checked = 0
    for (name, *key), rate in by_key.items():
        count, people = by_key.get(("children_count", *key)), by_key.get(("population_estimate", *key))
        if name == "rate_per_10000" and rate is not None and count and people:
            checked += 1
            rounding = 5 if count % 10 == 0 else 0
            assert abs(10_000 * count / people - rate) <= 0.5 + 10_000 * rounding / people + 1e-9
    assert checked > 2000
