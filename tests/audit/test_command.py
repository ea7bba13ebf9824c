"""The command ``cypplan check``."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import pytest
from audit.casebook import CLEAN

from cypplan.audit import STANDARD
from cypplan.cli import main

if TYPE_CHECKING:
    from pathlib import Path

FAULTY = CLEAN.replace("value = 70, ", "value = 55, ").replace("to 70%", "to 55%")
DOUBTFUL = FAULTY.replace('change = "increase"\n', "")
KNOWN = (
    '\n[[acknowledged]]\ncode = "T01"\nfact = "measures.visits"\nreason = "Printed so, the council says."\n'
)


@pytest.fixture(autouse=True)
def plain(monkeypatch: pytest.MonkeyPatch) -> None:
    """A terminal of 80 columns without colours of its own."""
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.delenv("FORCE_COLOR", raising=False)


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    """Run ``cypplan check`` as the entry point does; return its exit code, output and errors."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "argv", ["cypplan", "check", *arguments])
        with pytest.raises(SystemExit) as stopped:
            main()
    out, err = capsys.readouterr()
    return int(stopped.value.code or 0), out, err


def saved(folder: Path, text: str) -> str:
    """Write a plan file and return its path."""
    path = folder / "example-2024.toml"
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_exit_codes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An open error leaves with 1, a warning only if asked to be strict, an acknowledged error with 0."""
    assert run(capsys, saved(tmp_path, CLEAN), "--strict")[0] == 0
    assert run(capsys, saved(tmp_path, FAULTY))[0] == 1
    assert run(capsys, saved(tmp_path, FAULTY + KNOWN), "--strict")[0] == 0
    assert run(capsys, saved(tmp_path, DOUBTFUL), "--select", "T02")[0] == 0
    assert run(capsys, saved(tmp_path, DOUBTFUL), "--select", "T02", "--strict")[0] == 1
    assert run(capsys, saved(tmp_path, FAULTY), "--ignore", "T01")[0] == 0
    assert run(capsys, str(tmp_path / "none.toml"))[0] == 2
    assert run(capsys, saved(tmp_path, FAULTY), "--select", "Q")[0] == 2
    assert run(capsys)[0] == 2


def test_text_names_everything_in_80_columns(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """People read code, title, fact, both sides and what follows; no line is wider than the terminal."""
    code, out, _ = run(capsys, saved(tmp_path, FAULTY))
    assert code == 1
    for words in (
        "T01 The word of change",
        "measures.visits.statements[0].targets[0]",
        '"increase"',
        "from 60% to 55%",
        "contradictory",
        "1 error",
    ):
        assert words in out
    assert max(len(line) for line in out.splitlines()) <= 80
    out = run(capsys, saved(tmp_path, FAULTY + KNOWN), "--verbose")[1]
    assert "Acknowledged as published" in out
    assert "Printed so, the council says" in out
    assert "Rules that were not run" in out


def test_what_is_acknowledged_for_nothing_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An acknowledgement that no finding answers to is shown, so that it does not stay for ever."""
    _, out, _ = run(capsys, saved(tmp_path, CLEAN + KNOWN))
    assert "T01 on measures.visits: acknowledged, and not found" in out


def test_json_holds_all(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """JSON has every finding with its sides, the rules that were run and those that were not."""
    code, out, _ = run(capsys, saved(tmp_path, FAULTY), "--format", "json")
    data = json.loads(out)
    assert code == 1
    assert data["counts"] == {"error": 1, "warning": 0, "note": 0}
    (finding,) = data["findings"]
    assert finding["code"] == "T01"
    assert [side["says"] for side in finding["sides"]] == ['"increase"', "from 60% to 55%"]
    assert set(data["rules"]) >= {rule.code for rule in STANDARD}


def test_sarif_points_to_the_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """SARIF names the rule, the file and the line, and marks what is acknowledged as suppressed."""
    path = saved(tmp_path, FAULTY + KNOWN)
    _, out, _ = run(capsys, path, "--format", "sarif")
    log = json.loads(out)
    (result,) = log["runs"][0]["results"]
    rules = log["runs"][0]["tool"]["driver"]["rules"]
    assert (log["version"], rules[result["ruleIndex"]]["id"], result["level"]) == ("2.1.0", "T01", "error")
    place = result["locations"][0]["physicalLocation"]
    line = place["region"]["startLine"]
    assert place["artifactLocation"]["uri"].endswith("example-2024.toml")
    assert FAULTY.splitlines()[line - 1] == "[[measures.statements]]"
    assert result["suppressions"] == [{"kind": "inSource", "justification": "Printed so, the council says."}]


def test_annotations_of_github(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each open finding is one annotation, acknowledged ones none; signs that mean something are escaped."""
    _, out, _ = run(capsys, saved(tmp_path, FAULTY), "--format", "github")
    (line,) = out.splitlines()
    assert line.startswith("::error file=")
    assert "title=T01 The word of change goes against baseline and target::" in line
    assert "from 60%25 to 55%25" in line
    assert not run(capsys, saved(tmp_path, FAULTY + KNOWN), "--format", "github")[1]


def test_output_goes_to_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Findings can be written to a file, and the exit code is the same."""
    target = tmp_path / "findings.json"
    code, out, _ = run(capsys, saved(tmp_path, FAULTY), "-f", "json", "-o", str(target))
    assert (code, out) == (1, "")
    assert json.loads(target.read_text(encoding="utf-8"))["plan"] == "example-2024"


def test_the_rules_can_be_listed(capsys: pytest.CaptureFixture[str]) -> None:
    """The rules are listed with code, title and severity, as text and as JSON."""
    code, out, _ = run(capsys, "--rules", "--select", "A,T01")
    assert code == 0
    assert "A01 A percentage and its counts do not agree" in out
    assert "T02" not in out
    data = json.loads(run(capsys, "--rules", "-f", "json")[1])
    assert {one["code"] for one in data} >= {rule.code for rule in STANDARD}


@pytest.mark.parametrize("form", ["md", "html"])
def test_people_read_it_elsewhere_too(form: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Markdown and a page say the same as the terminal, notes with their sides included."""
    _, out, _ = run(capsys, saved(tmp_path, FAULTY + KNOWN), "--format", form)
    for words in ("T01", "measures.visits.statements", "Printed so, the council says"):
        assert words in out


def test_figures_of_ones_own(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Figures given with --data stand in place of the published ones."""
    plan = CLEAN.replace(
        'source = "case records"', 'indicator = { id = "cpp-repeat", comparability = "same" }'
    )
    plan = plan.replace("percent_of_children", "percent_of_plans_started")
    data = tmp_path / "figures.csv"
    years = "".join(
        f"cpp-repeat,E06000999,{year}/{year - 1999} financial,financial,"
        f"{year}-04-01,{year + 1}-03-31,{year - 1970}.5\n"
        for year in range(2021, 2024)
    )
    data.write_text(
        "indicator,area,period,period_kind,period_start,period_end,value\n" + years, encoding="utf-8"
    )
    path = saved(tmp_path, plan)
    assert "F03" not in run(capsys, path, "--select", "F")[1]
    out = run(capsys, path, "--data", str(data), "--select", "F")[1]
    assert "F03 A figure is the published one of no period" in out
    assert "published is 53.5%" in out.replace("\n         ", " ")


def test_a_long_list_of_sides_is_cut(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A finding on most measures of a plan shows the first of them and how many more there are."""
    measure = CLEAN[CLEAN.index("\n[[measures]]") :].replace('source = "case records"\n', "")
    text = CLEAN + "".join(measure.replace('"visits"', f'"visits-{number}"') for number in range(6))
    _, out, _ = run(capsys, saved(tmp_path, text), "--select", "S07", "--verbose")
    assert "6 of 7 measures name no source of their figures" in out
    assert "and 2 more" in out
