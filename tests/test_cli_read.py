"""The command ``read``."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import polars as pl
import pytest
from reader_files import ees, put
from typer.testing import CliRunner

from cypplan.cli.app import app
from cypplan.errors import ReadError, ValueFault

if TYPE_CHECKING:
    from pathlib import Path

TEXT = ees(
    "202425|Academic year|Halton|Total,12",
    "202425|Academic year|England|=Boys,c",
    "202425|Academic year|England|Total,*",
)


def run(*arguments: object) -> str:
    """Return what the command prints; its errors pass."""
    done = CliRunner().invoke(app, ["read", *map(str, arguments)], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.output


def test_text_says_what_was_understood(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Protects: the screen shows format, counts, notes, marks and rejections, within 80 columns."""
    monkeypatch.setenv("COLUMNS", "80")
    text = run(put(tmp_path, "a.csv", TEXT))
    assert max(map(len, text.splitlines())) <= 80
    for part in (
        "Explore Education Statistics",
        "Figures       3, cells that hold a number or a mark",
        "Observations  2, of which 1 with a value",
        "Rejected      1",
        "suppressed",
        "row 4",
        "children_count",
    ):
        assert part in text, part


def test_json_holds_the_same(tmp_path: Path) -> None:
    """Protects: a program gets the counts, the notes and the first rejections."""
    data = json.loads(run(put(tmp_path, "a.csv", TEXT), "--format", "json"))
    assert (data["reader"], data["rows"], data["observations"], data["rejections"]) == ("ees", 3, 2, 1)
    assert data["marks"] == {"suppressed": 1}
    assert data["rejected"][0]["text"] == "*"
    assert {note["kind"] for note in data["notes"]} == {"understood", "assumed"}


def test_files_are_written_and_never_act(tmp_path: Path) -> None:
    """Protects: observations and rejections go to files; a cell that begins as a formula is made text."""
    source = put(tmp_path, "a.csv", TEXT)
    run(
        source,
        "-o",
        tmp_path / "out.csv",
        "--rejections",
        tmp_path / "bad.csv",
        "--release",
        "=cmd",
        "--published",
        "2025-11-20",
    )
    run(source, "-o", tmp_path / "out.parquet")
    assert pl.read_parquet(tmp_path / "out.parquet").height == 2
    text = (tmp_path / "out.csv").read_text(encoding="utf-8")
    assert ",'=cmd,2025-11-20" in text
    assert (tmp_path / "bad.csv").read_text(encoding="utf-8").count("\n") == 2
    assert not list(tmp_path.glob("*.part"))


def test_errors_are_sentences(tmp_path: Path) -> None:
    """Protects: what is wrong with a file or an option is said in a sentence of ours."""
    source = put(tmp_path, "a.csv", TEXT)
    with pytest.raises(ReadError, match="is a folder"):
        run(tmp_path)
    with pytest.raises(ValueFault, match="is no date"):
        run(source, "--published", "November")
    with pytest.raises(ValueFault, match="is no format of figures"):
        run(source, "-o", tmp_path / "out.xls")


def test_figures_given_more_than_once_are_named(tmp_path: Path) -> None:
    """Protects: keys that occur twice are reported with their first row, alike or not; none is left out."""
    row = "202425|Academic year|Halton|{},{}"
    cells = [("Total", 12), ("=Boys", 5), ("Total", 12), ("=Boys", 6), ("Girls", 7)]
    path = put(tmp_path, "a.csv", ees(*(row.format(*one) for one in cells)))
    data = json.loads(run(path, "--format", "json"))
    assert (data["observations"], data["repeated"]) == (5, 2)
    shown = [(one["group"], one["times"], one["row"], one["differ"]) for one in data["repeats"]]
    assert shown == [("all", 2, 2, False), ("sex: =Boys", 2, 3, True)]
    text = run(path)
    assert "2 given more than once, 1 of them with different figures." in " ".join(text.split())
    assert "More than once" not in run(put(tmp_path, "b.csv", TEXT))


PLACEMENTS = ees("202021|Financial year|Halton|Total,72.5", "202021|Financial year|Halton|=Boys,*").replace(
    "876,E06000006,Halton", "877,E06000007,Warrington"
)
MAPPING = """
[file]
layout = "ees"

[[figures]]
indicator = "cla-same-placement-2-years"
value = "children_count"
"""


def test_a_scorecard_takes_a_published_file_as_it_is(tmp_path: Path) -> None:
    """Protects: a file in a published format is judged with its mapping, and what was read of it is said."""
    data, mapping = put(tmp_path, "a.csv", PLACEMENTS), put(tmp_path, "m.toml", MAPPING)
    options = ["--data", str(data), "--mapping", str(mapping), "--as-of", "2021-03-31", "-f", "json"]
    done = CliRunner().invoke(app, ["scorecard", "warrington-care-2018", *options], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    card = json.loads(done.stdout)
    said = {one["id"]: one["observation"]["value"] for one in card["verdicts"] if one["observation"]}
    assert said == {"placement-stability": 72.5}
    assert "a.csv: " in done.stderr
    assert "figures: 1 read, 1 rejected; indicators: cla-same-placement-2-years" in done.stderr
