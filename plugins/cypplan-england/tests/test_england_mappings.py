"""The mappings of published datasets to national indicators."""

from __future__ import annotations

import csv
import os
from pathlib import Path

import pytest

import cypplan
from cypplan.errors import LookupFailed
from cypplan.observations.readers.mapping import load_mapping
from cypplan_england.mappings import mapping_file, mapping_names

FOLDER = os.environ.get("CYPPLAN_TEST_DATA")
FILES = {
    "cla-placement-stability": "la_cla_placement_stability.csv",
    "cla-number-and-rate": "cla_number_and_rate_per_10k_children.csv",
    "care-leavers-activity": "la_care_leavers_activity.csv",
    "ks2-la": "ks2_la.csv",
    "level-2-3-by-19": "level_2_3_by_19.csv",
    "eyfsp-2013-2018": "eyfsp_2013_2018.csv",
}


@pytest.mark.parametrize("name", mapping_names())
def test_every_mapping_names_known_indicators(name: str) -> None:
    """Protects: a mapping that is shipped has no fault, and gives figures to indicators of the catalogue."""
    mapping = load_mapping(mapping_file(name))
    assert {figure.indicator for figure in mapping.figures} <= set(cypplan.registry().indicators)


def test_unknown_dataset() -> None:
    """Protects: a misspelt dataset is refused with the names that there are."""
    with pytest.raises(LookupFailed, match="ks2-la"):
        mapping_file("ks2-las")


@pytest.mark.skipif(not FOLDER, reason="CYPPLAN_TEST_DATA names no folder of downloads")
@pytest.mark.parametrize(("name", "file"), FILES.items())
def test_published_files_become_indicators(name: str, file: str) -> None:
    """Protects: each row that a mapping asks for is one figure, and none has a twin."""
    path = next(Path(FOLDER or ".").rglob(file))
    mapping = load_mapping(mapping_file(name))
    with path.open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.DictReader(lines))
    asked = sum(
        all(row[column] in values for column, values in figure.where.items())
        for figure in mapping.figures
        for row in rows
    )
    reading = cypplan.read_any(path, mapping=mapping)
    frame = reading.collect()
    assert reading.summary().figures == asked
    assert reading.summary().rejections == 0, reading.summary().reasons
    assert set(frame["group"]) == {"all"}
    assert not frame.select("indicator", "area", "period").is_duplicated().any()
