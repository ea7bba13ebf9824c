"""The commands that set plans, editions and choices side by side, and the calendar."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import icalendar
import pytest

import cypplan
from cypplan.cli import main

if TYPE_CHECKING:
    from pathlib import Path

PLANS = ("worcestershire-cypp-2014", "warrington-care-2018")


@pytest.fixture(autouse=True)
def plain(monkeypatch: pytest.MonkeyPatch) -> None:
    """A terminal of 80 columns without colours of its own."""
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.delenv("FORCE_COLOR", raising=False)


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    """Run a command as the entry point does; return its exit code, output and errors."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "argv", ["cypplan", *arguments])
        with pytest.raises(SystemExit) as stopped:
            main()
    out, err = capsys.readouterr()
    return int(stopped.value.code or 0), out, err


def test_compare_fits_a_terminal_and_tells_what_json_tells(capsys: pytest.CaptureFixture[str]) -> None:
    """Two plans side by side in 80 columns; the data has the same shared indicators."""
    code, text, _ = run(capsys, "compare", *PLANS, "--as-of", "2021-03-31")
    assert code == 0
    assert max(len(line) for line in text.splitlines()) <= 80
    code, data, _ = run(capsys, "compare", *PLANS, "--as-of", "2021-03-31", "-f", "json")
    found = json.loads(data)
    assert code == 0
    assert found["shared"]
    plain_text = " ".join(text.split())
    assert all(f"({shared['indicator']})" in plain_text for shared in found["shared"])
    assert {frame["id"] for frame in found["frames"]} == {"every-child-matters", "national-framework"}


def test_compare_every_plan(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """All installed plans can be compared at once, as a page, whatever they leave unsaid."""
    page = tmp_path / "all.html"
    code, out, err = run(capsys, "compare", *cypplan.registry().plans, "-o", str(page))
    assert (code, out, err) == (0, "", "")
    text = page.read_text(encoding="utf-8")
    assert all(f'scope="col">{name}<' in text for name in cypplan.registry().plans)


def test_editions(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """An edition with an easier target is told as weaker; three plans are no two editions."""
    old = tmp_path / "old.toml"
    new = tmp_path / "new.toml"
    head = 'schema_version = 1\nid = "{}"\ntitle = "P"\nauthority = "E06000007"\n'
    measure = (
        '[[measures]]\nid = "m"\ntitle = "M"\nunit = "percent_of_pupils"\ndirection = "higher"\n'
        '[[measures.statements]]\ntext = "At least {}%."\nkind = "narrative"\n'
        'targets = [{{ kind = "value", value = {}, bound = "at-least" }}]\n'
    )
    old.write_text(head.format("old") + measure.format(80, 80), encoding="utf-8")
    new.write_text(head.format("new") + measure.format(70, 70), encoding="utf-8")
    code, text, _ = run(capsys, "compare", "--editions", str(old), str(new))
    assert code == 0
    assert "Measures weakened" in text
    assert "the target was 80, and is 70" in " ".join(text.split())
    code, _, err = run(capsys, "compare", "--editions", *PLANS, str(old))
    assert (code, "3 given" in err) == (2, True)


def test_whatif(capsys: pytest.CaptureFixture[str]) -> None:
    """The flips of the terminal are those of the data; nothing changed is an error that says so."""
    asked = ("whatif", PLANS[1], "--as-of", "2021-03-31", "--rule", "tolerance:5")
    code, data, _ = run(capsys, *asked, "-f", "json")
    flips = json.loads(data)["flips"]
    assert code == 0
    assert flips
    assert {flip["after"]["status"] for flip in flips} == {"nearly met"}
    _, text, _ = run(capsys, *asked)
    assert text.count("nearly met") == len(flips)
    code, _, err = run(capsys, "whatif", PLANS[1])
    assert (code, "nothing is changed" in err) == (2, True)
    code, _, err = run(capsys, "whatif", PLANS[1], "--rule", "tolerance:x")
    assert (code, "write a number" in err) == (2, True)


def test_calendar(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """The list and the file for calendars come from one plan and one time; wrong days are named."""
    days = ("--from", "2020-06-01", "--to", "2020-06-30")
    code, text, _ = run(capsys, "calendar", PLANS[1], *days)
    assert (code, "Corporate Parenting Forum" in text) == (0, True)
    file = tmp_path / "reviews.ics"
    code, out, _ = run(capsys, "calendar", PLANS[1], *days, "-o", str(file))
    assert (code, out) == (0, "")
    events = icalendar.Calendar.from_ical(file.read_bytes()).walk("VEVENT")
    assert events
    code, _, err = run(capsys, "calendar", PLANS[1], "--from", "June")
    assert (code, '"June" is not a date' in err) == (2, True)
    code, _, err = run(capsys, "calendar", PLANS[1], "-f", "pdf")
    assert (code, "text, md, html, json, xlsx, ics" in err) == (2, True)
