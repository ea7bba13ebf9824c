from __future__ import annotations

import csv
import hashlib
import io
import json
import zipfile
from typing import TYPE_CHECKING

import pytest
from reports_cases import PLANS

import cypplan
from cypplan import reports
from cypplan.errors import LookupFailed
from cypplan.reports.datapackage import INDEX, neutral, package_files
from cypplan.reports.tree import Document

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from cypplan.assess import Scorecard

CASTS = {
    "string": str,
    "number": float,
    "integer": int,
    "boolean": {"true": True, "false": False}.__getitem__,
}


def _tables(files: Mapping[str, bytes]) -> dict[str, list[dict[str, object]]]:
    """Read a package as its index describes it, and hold it against that."""
    tables: dict[str, list[dict[str, object]]] = {}
    for resource in json.loads(files[INDEX])["resources"]:
        raw = files[resource["path"]]
        assert resource["bytes"] == len(raw)
        assert resource["hash"] == f"sha256:{hashlib.sha256(raw).hexdigest()}"
        types = {field["name"]: CASTS[field["type"]] for field in resource["schema"]["fields"]}
        reader = csv.DictReader(io.StringIO(raw.decode()), strict=True)
        rows = [{name: types[name](text) if text else None for name, text in row.items()} for row in reader]
        assert list(reader.fieldnames or ()) == list(types)
        keys = [tuple(row[name] for name in resource["schema"].get("primaryKey", ())) for row in rows]
        assert not any(keys) or len(set(keys)) == len(keys)
        tables[resource["name"]] = rows
    for name, rows in tables.items():
        assert {row["verdict"] for row in rows} <= {row["verdict"] for row in tables["verdicts"]}, name
    return tables


@pytest.mark.parametrize("name", PLANS)
def test_the_figures_of_every_plan_are_in_it_as_described(name: str) -> None:
    """Columns, types, keys, sizes and sums are those that the index names; figures are those of the card."""
    card = cypplan.scorecard(cypplan.plan(name), as_of="2021-03-31")
    tables = _tables(package_files(card))
    assert len(tables["verdicts"]) == len(card)
    for verdict, row in zip(card, tables["verdicts"], strict=True):
        assert row["status"] == verdict.status
        assert row["value"] == (verdict.observation.value if verdict.observation else None)
    assert len(tables["reasons"]) == sum(len(verdict.reasons) for verdict in card)
    assert len(tables["comparisons"]) == sum(len(verdict.comparisons) for verdict in card)


def test_it_names_sources_and_licences(card: Scorecard) -> None:
    """Whoever has the package knows where the figures come from, and what may be done with them."""
    index = json.loads(package_files(card)[INDEX])
    assert index["$schema"].endswith("/datapackage.json")
    assert len(index["sources"]) == len(card.sources) + 1
    assert next(one["name"] for one in index["licenses"]) == "OGL-UK-3.0"
    assert all(one.get("name") or one.get("path") for one in index["licenses"])
    assert index["cypplan"]["counts"] == card.to_dict()["counts"]


def test_no_cell_is_a_formula(hostile_card: Scorecard) -> None:
    """Texts that begin as a formula does have an apostrophe before them; negative numbers stay numbers."""
    assert [neutral(text) for text in ("=1", "+1", "-1", "@a", "a=b")] == ["'=1", "'+1", "'-1", "'@a", "a=b"]
    for rows in _tables(package_files(hostile_card)).values():
        for row in rows:
            assert not [text for text in row.values() if isinstance(text, str) and text[:1] in "=+-@"]


def test_a_folder_is_replaced_as_a_whole(card: Scorecard, under_way: Scorecard, tmp_path: Path) -> None:
    """A second run leaves what belongs to the second only, and what somebody else put there."""
    folder = tmp_path / "figures"
    reports.save(card, folder, "datapackage")
    (folder / "mine.txt").write_text("mine", encoding="utf-8")
    reports.save(under_way, folder, "datapackage")
    files = {
        str(one.relative_to(folder).as_posix()): one.read_bytes()
        for one in folder.rglob("*")
        if one.is_file()
    }
    assert files.pop("mine.txt") == b"mine"
    assert files == dict(package_files(under_way))
    reports.save(under_way, folder, "datapackage")
    assert {one.name for one in tmp_path.iterdir()} == {"figures"}


def test_an_archive_has_the_same_files(card: Scorecard, tmp_path: Path) -> None:
    """The ending ".zip" makes one file of the folder, the same bytes each time."""
    path = tmp_path / "figures.zip"
    assert reports.format_of(path) == "datapackage"
    reports.save(card, path, "datapackage")
    with zipfile.ZipFile(path) as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == dict(package_files(card))
    assert reports.made(card, "datapackage") == path.read_bytes()


@pytest.mark.parametrize("thing", [Document(title="T", blocks=()), cypplan.plan("halton-cypfp")])
def test_only_a_scorecard_has_figures(thing: Document) -> None:
    """A plan or a list has no figures to package, and the message says what it has."""
    with pytest.raises(LookupFailed, match="no scorecard"):
        reports.made(thing, "datapackage")
