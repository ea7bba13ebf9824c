"""How the command line behaves in pipes, files and shells."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from test_cli import FIGURE, WARRINGTON, figures, run
from typer.main import get_command
from typer.testing import CliRunner

import cypplan
from cypplan.cli import output
from cypplan.cli.app import app
from cypplan.errors import ValueFault

if TYPE_CHECKING:
    from pathlib import Path

COMMANDS = sorted(get_command(app).commands)  # type: ignore[attr-defined]
SHOWING = (
    "plans",
    "plugins",
    "indicators",
    "show",
    "scorecard",
    "compare",
    "whatif",
    "calendar",
    "check",
    "rate",
    "draft",
)


class _Input:
    """A standard input that holds bytes."""

    def __init__(self, raw: bytes) -> None:
        self.buffer = io.BytesIO(raw)


def _process(*arguments: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-c", "from cypplan.cli import main; main()", *arguments]
    return subprocess.run(
        command, env={**os.environ, **environment}, capture_output=True, check=False, timeout=120
    )


@pytest.mark.parametrize("name", COMMANDS)
def test_help_of_every_command_fits_and_says_what_it_does(name: str) -> None:
    """Help is 80 columns wide, begins with a sentence, and explains every option."""
    result = CliRunner().invoke(app, [name, "--help"], env={"COLUMNS": "80", "TERMINAL_WIDTH": "80"})
    assert result.exit_code == 0
    assert max(map(len, result.output.splitlines())) <= 80
    command = get_command(app).commands[name]  # type: ignore[attr-defined]
    assert re.match(r"[A-Z].*[.?]", command.help or "")
    for parameter in command.params:
        assert getattr(parameter, "help", None), (name, parameter.name)


@pytest.mark.parametrize("name", SHOWING)
def test_every_command_that_shows_something_can_write_it(name: str) -> None:
    """``-o FILE`` is an option of each."""
    options = {one for parameter in get_command(app).commands[name].params for one in parameter.opts}  # type: ignore[attr-defined]
    assert {"-o", "--output"} <= options


def test_lists_and_rates_are_written(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """What a list shows can be kept; "-" is the screen."""
    path = tmp_path / "out"
    assert run(capsys, "rate", "380", "115165", "-o", str(path)) == (0, "", "")
    assert path.read_text(encoding="utf-8").startswith("33.0 per 10,000")
    assert run(capsys, "plans", "-f", "json", "-o", str(path)) == (0, "", "")
    assert WARRINGTON in path.read_text(encoding="utf-8")
    assert run(capsys, "rate", "380", "115165", "-o", "-")[1].startswith("33.0 per 10,000")
    assert sorted(one.name for one in tmp_path.iterdir()) == ["out"]


def test_a_plan_and_figures_come_through_a_pipe(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A hyphen is a plan file or CSV on the standard input; what is wrong with it is a sentence."""
    path = cypplan.registry().plans[WARRINGTON].path
    monkeypatch.setattr(sys, "stdin", _Input(path.read_bytes()))
    code, out, _ = run(capsys, "show", "-", "-f", "json")
    assert (code, json.loads(out)["id"]) == (0, WARRINGTON)
    monkeypatch.setattr(sys, "stdin", _Input(figures(tmp_path / "f.csv", FIGURE).read_bytes()))
    code, out, err = run(
        capsys, "scorecard", WARRINGTON, "--data", "-", "--as-of", "2021-03-31", "-f", "json"
    )
    assert (code, err) == (0, "")
    assert 71.5 in [(one["observation"] or {}).get("value") for one in json.loads(out)["verdicts"]]
    monkeypatch.setattr(sys, "stdin", _Input(b"\xff\xfe"))
    code, _, err = run(capsys, "show", "-")
    assert (code, "standard input: is not UTF-8" in err) == (2, True)
    monkeypatch.setattr(sys, "stdin", _Input(path.read_bytes()))
    code, _, err = run(capsys, "check", "-", "-f", "sarif")
    assert (code, "give the plan as a file" in err) == (2, True)


def test_a_format_that_is_no_text_goes_into_a_pipe_and_never_to_a_screen(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The bytes of a spreadsheet reach the next program; on a screen they would be a mess."""
    done = _process("show", "halton-cypfp", "-f", "xlsx")
    assert done.returncode == 0, done.stderr.decode()
    assert done.stdout[:2] == b"PK"
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    with pytest.raises(ValueFault, match="-o FILE"):
        output.report(cypplan.plan("halton-cypfp"), "xlsx")


@pytest.mark.parametrize(
    ("name", "first"),
    [("card.xlsx", b"PK"), ("figures.zip", b"PK"), ("card.json", b"{"), ("card.md", b"# ")],
)
def test_the_ending_says_the_format(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, name: str, first: bytes
) -> None:
    """One option is enough for every format that has an ending of its own."""
    path = tmp_path / name
    assert run(capsys, "scorecard", WARRINGTON, "--as-of", "2021-03-31", "-o", str(path)) == (0, "", "")
    assert path.read_bytes().startswith(first)


def test_a_data_package_is_a_folder_where_it_is_asked_for(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """A name without an ending is a folder; one that cannot be made is a sentence."""
    arguments = ("scorecard", WARRINGTON, "--as-of", "2021-03-31", "-f", "datapackage", "-o")
    assert run(capsys, *arguments, str(tmp_path / "figures")) == (0, "", "")
    assert (tmp_path / "figures" / "datapackage.json").is_file()
    code, _, err = run(capsys, *arguments, str(tmp_path / "nowhere" / "figures"))
    assert (code, "nowhere" in err) == (2, True)


@pytest.mark.parametrize("name", ["plan.stratml", "plan.xml", "plan.xlsx"])
def test_a_plan_has_formats_of_its_own(capsys: pytest.CaptureFixture[str], tmp_path: Path, name: str) -> None:
    """The plan itself can be exported."""
    path = tmp_path / name
    assert run(capsys, "show", WARRINGTON, "-o", str(path)) == (0, "", "")
    assert path.read_bytes().startswith(b"PK" if name.endswith("xlsx") else b"<?xml")


def test_quiet_says_nothing_of_what_is_under_way(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who waits at a terminal sees what goes on, unless they asked for quiet."""
    import time

    monkeypatch.setattr(output, "_SLOW", 0.0)
    monkeypatch.setattr(output, "_said", {"progress": True})
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    with output.waiting("Judging"):
        time.sleep(0.3)
    assert "Judging" in capsys.readouterr().err
    code, _, err = run(capsys, "--quiet", "rate", "1", "2")
    assert (code, err) == (0, "")
    with output.waiting("Judging"):
        time.sleep(0.3)
    assert capsys.readouterr().err == ""


def test_exit_codes_are_those_that_the_manual_lists(capsys: pytest.CaptureFixture[str]) -> None:
    """0 where it worked, 2 where it did not; what is no command is no crash."""
    assert run(capsys, "rate", "1", "2")[0] == 0
    assert run(capsys, "show", "no-such-plan")[0] == 2
    assert run(capsys, "no-such-command")[0] == 2
    assert run(capsys, "show", WARRINGTON, "-f", "pdf")[0] == 2
    assert run(capsys, "show", WARRINGTON, "-f", "datapackage")[0] == 2


def test_a_shell_completes_commands_and_plans() -> None:
    """Commands and the ids of installed plans are completed."""
    shell = {"_CYPPLAN_COMPLETE": "complete_bash"}
    done = _process(COMP_WORDS="cypplan sc", COMP_CWORD="1", **shell)
    assert done.stdout.decode().split() == ["scorecard"]
    done = _process(COMP_WORDS="cypplan show warr", COMP_CWORD="2", **shell)
    assert done.stdout.decode().split() == ["warrington-care-2018", "warrington-cypp-2019"]
