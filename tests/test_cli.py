"""The command line, in this process and as a process of its own."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

import cypplan
from cypplan.cli import main
from cypplan.cli.app import app
from cypplan.cli.output import guarded
from cypplan.errors import PluginError
from cypplan.plugins import hookimpl

if TYPE_CHECKING:
    from collections.abc import Sequence

WARRINGTON = "warrington-care-2018"
FIGURE = {
    "indicator": "cla-same-placement-2-years",
    "area": "E06000007",
    "period": "2020/21 financial",
    "period_kind": "financial",
    "period_start": "2020-04-01",
    "period_end": "2021-03-31",
    "value": "71.5",
}


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


def figures(path: Path, *rows: dict[str, str]) -> Path:
    """Write rows as CSV and return the file."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(dict.fromkeys(key for row in rows for key in row)))
        writer.writeheader()
        writer.writerows(rows)
    return path


def test_help_names_every_command() -> None:
    """Somebody who knows nothing finds the commands."""
    result = CliRunner().invoke(app, ["--help"])
    assert result.exit_code == 0
    for name in ("plans", "plugins", "indicators", "show", "scorecard", "rate"):
        assert name in result.output


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    """``--version`` says which release answers."""
    assert run(capsys, "--version") == (0, f"cypplan {cypplan.__version__}\n", "")


def test_plans_lists_plans_plugins_and_failures(capsys: pytest.CaptureFixture[str]) -> None:
    """What is installed can be seen at once, authorities by name."""
    code, out, err = run(capsys, "plans")
    assert (code, err) == (0, "")
    for word in (WARRINGTON, "Warrington", "england", "Failures"):
        assert word in out
    assert "Measures" in run(capsys, "plans", "--verbose")[1]
    data = json.loads(run(capsys, "plans", "--format", "json")[1])
    assert {plan["id"] for plan in data["plans"]} == set(cypplan.registry().plans)
    assert data["failures"] == []


def test_plugins_lists_versions_paths_and_hooks(capsys: pytest.CaptureFixture[str]) -> None:
    """A plugin author sees what was loaded, from where."""
    _, out, _ = run(capsys, "plugins")
    assert "cypplan_indicators" in out
    data = json.loads(run(capsys, "plugins", "-f", "json")[1])
    assert {plugin["name"] for plugin in data["plugins"]} >= {"england", "warrington"}
    assert all(Path(plugin["path"]).exists() for plugin in data["plugins"])


def test_failures_of_plugins_are_listed(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A plan that cannot be read stands among the failures, and the others are listed."""
    broken = tmp_path / "broken.toml"
    broken.write_text("id = 1", encoding="utf-8")
    hooks = {"cypplan_plans": hookimpl(lambda: [broken])}
    registry = cypplan.Registry(
        {"bad": type("Bad", (), {name: staticmethod(f) for name, f in hooks.items()})}
    )
    monkeypatch.setattr(cypplan, "registry", lambda: registry)
    code, out, _ = run(capsys, "plans")
    assert code == 0
    assert "broken.toml" in out
    assert "No plan is installed" in out


def test_indicators_are_found_by_their_words(capsys: pytest.CaptureFixture[str]) -> None:
    """An analyst finds the id to write into a plan file, with unit, direction and kind of period."""
    _, out, _ = run(capsys, "indicators", "dental")
    assert "cla-dental-checks" in out
    assert "higher" in out
    assert "financial" in out
    data = json.loads(run(capsys, "indicators", "placement", "-f", "json")[1])
    assert all(
        "placement" in f"{one['id']} {one['title']} {one['topic']}".lower() for one in data["indicators"]
    )
    assert "No indicator says" in run(capsys, "indicators", "xyzzy")[1]


@pytest.mark.parametrize("form", ["text", "md", "html", "json"])
def test_show_and_scorecard_give_every_format(capsys: pytest.CaptureFixture[str], form: str) -> None:
    """Each format reaches the output."""
    for command in (["show", WARRINGTON], ["scorecard", WARRINGTON, "--as-of", "2021-03-31"]):
        code, out, err = run(capsys, *command, "--format", form)
        assert (code, err) == (0, "")
        assert "Children in care in the same placement for two years or more" in out


def test_a_scorecard_fits_eighty_columns(capsys: pytest.CaptureFixture[str]) -> None:
    """The usual terminal holds a scorecard."""
    _, out, _ = run(capsys, "scorecard", WARRINGTON, "--as-of", "2021-03-31")
    assert max(map(len, out.splitlines())) <= 80
    assert "✗ not met" in out


def test_options_reach_the_scorecard(capsys: pytest.CaptureFixture[str]) -> None:
    """Dates, aggregate, neighbours and confidence are passed on."""
    options = ["--as-of", "2021-03-31", "--known-at", "2025-12-31", "--aggregate", "median"]
    options += ["--neighbours", "2025", "--confidence", "0.998", "--rule", "trajectory"]
    data = json.loads(run(capsys, "scorecard", WARRINGTON, *options, "-f", "json")[1])
    assert (data["as_of"], data["known_at"]) == ("2021-03-31", "2025-12-31")
    assert data["neighbours"] == {"version": "2025", "aggregate": "median"}
    confidences = {verdict["evidence"]["confidence"] for verdict in data["verdicts"] if verdict["evidence"]}
    assert confidences == {0.998}


def test_figures_of_files_take_the_place_of_the_published(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """Several files are one table, and nothing published is mixed in."""
    own = {**FIGURE, "indicator": f"{WARRINGTON}.dentist-registration", "value": "96"}
    files = [figures(tmp_path / "a.csv", FIGURE), figures(tmp_path / "b.csv", {**own, "source": "ours"})]
    parquet = tmp_path / "c.parquet"
    third = {**FIGURE, "indicator": f"{WARRINGTON}.gp-registration", "value": "90"}
    import polars as pl

    pl.read_csv(figures(tmp_path / "c.csv", third), try_parse_dates=True).write_parquet(parquet)
    options = [part for path in (*files, parquet) for part in ("--data", str(path))]
    data = json.loads(
        run(capsys, "scorecard", WARRINGTON, *options, "--as-of", "2021-03-31", "-f", "json")[1]
    )
    said = {verdict["id"]: verdict["status"] for verdict in data["verdicts"] if verdict["observation"]}
    assert said == {"placement-stability": "met", "dentist-registration": "met", "gp-registration": "not met"}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"value": "about 70"}, 'line 2, column "value": "about 70" is no number; write it as 12.5'),
        (
            {"period_end": "31/03/2021"},
            'column "period_end": "31/03/2021" is no date; write it as 2021-03-31',
        ),
        ({"value": None}, "lack the column value"),
    ],
)
def test_faults_of_figures_are_named(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, change: dict[str, str | None], message: str
) -> None:
    """A wrong cell or a missing column is said in one sentence with its file."""
    row = {key: value for key, value in {**FIGURE, **change}.items() if value is not None}
    path = figures(tmp_path / "wrong.csv", row)
    code, out, err = run(capsys, "scorecard", WARRINGTON, "--data", str(path))
    assert (code, out) == (2, "")
    assert message in err
    assert "wrong.csv" in err
    assert "Traceback" not in err


def test_an_empty_cell_is_missing(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """A cell without a value, and a mark that says why, is no fault."""
    path = figures(tmp_path / "a.csv", {**FIGURE, "value": "", "mark": "suppressed"})
    _, out, _ = run(capsys, "scorecard", WARRINGTON, "--data", str(path), "--as-of", "2021-03-31")
    assert "same placement for two years or more: suppressed" in " ".join(out.split())


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["scorecard", "warrington-care-2081"], f'Did you mean "{WARRINGTON}"'),
        (["scorecard", WARRINGTON, "--as-of", "31/3/2021"], "write it as 2021-03-31"),
        (["scorecard", WARRINGTON, "--rule", "trajectry"], 'Did you mean "trajectory"'),
        (["scorecard", WARRINGTON, "--neighbours", "1066"], "neighbour set"),
        (["scorecard", WARRINGTON, "--aggregate", "mode"], "mean"),
        (["scorecard", WARRINGTON, "--confidence", "95"], "between 0 and 1"),
        (["scorecard", WARRINGTON, "--data", "nowhere.csv"], "there is no such file"),
        (["show", "nowhere.toml"], 'there is no plan file "nowhere.toml"'),
        (["show", WARRINGTON, "-o", "no/folder/plan.md"], "No such file or directory"),
        (["rate", "5", "0"], "is not above 0"),
        (["rate", "5", "100", "--unit", "per_10_000_childern"], "no unit"),
    ],
)
def test_what_goes_wrong_is_a_sentence(
    capsys: pytest.CaptureFixture[str], arguments: Sequence[str], message: str
) -> None:
    """A mistake ends with 2 and one message on the error stream, never with a traceback."""
    code, out, err = run(capsys, *arguments)
    assert (code, out) == (2, "")
    assert err.startswith("cypplan: ")
    assert message in err
    assert "Traceback" not in err


def test_a_folder_of_figures_is_no_file(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """What cannot be read as figures is refused by name."""
    text = tmp_path / "figures.xlsx"
    text.write_text("", encoding="utf-8")
    assert (
        "is empty; there is nothing to read" in run(capsys, "scorecard", WARRINGTON, "--data", str(text))[2]
    )
    empty = tmp_path / "empty.parquet"
    empty.write_bytes(b"")
    assert "empty.parquet" in run(capsys, "scorecard", WARRINGTON, "--data", str(empty))[2]


def test_all_faults_of_a_plan_file_are_shown(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """A plan file is opened by its path, and each of its faults has a line."""
    path = tmp_path / "x.toml"
    path.write_text('schema_version = 1\nid = "x"\ntitel = "X\\u001b[31m"\n', encoding="utf-8")
    code, _, err = run(capsys, "show", str(path))
    assert code == 2
    assert 'Did you mean "title"' in err
    assert "authority" in err
    assert "\x1b" not in err


def test_a_file_is_written_in_the_format_of_its_ending(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """``-o card.html`` is a page without being told twice; an option goes before the ending."""
    page, other = tmp_path / "card.html", tmp_path / "other.html"
    assert run(capsys, "scorecard", WARRINGTON, "-o", str(page)) == (0, "", "")
    assert page.read_text(encoding="utf-8").lstrip().startswith("<!DOCTYPE html>")
    run(capsys, "show", WARRINGTON, "-f", "json", "-o", str(other))
    assert json.loads(other.read_text(encoding="utf-8"))["id"] == WARRINGTON


def test_rate(capsys: pytest.CaptureFixture[str]) -> None:
    """One calculation for people."""
    assert run(capsys, "rate", "380", "115165")[1] == "33.0 per 10,000 (95% CI 29.8 to 36.5)\n"


def test_interruptions_end_quietly(capsys: pytest.CaptureFixture[str]) -> None:
    """A reader who goes, or a person who stops, gets no traceback."""

    def stop() -> None:
        raise KeyboardInterrupt

    def fail() -> None:
        raise PluginError("a \x1b[31m plugin")

    assert guarded(stop) == 130
    assert guarded(fail) == 2
    assert "\\u001b" in capsys.readouterr().err


def _process(*arguments: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-c", "from cypplan.cli import main; main()", *arguments]
    return subprocess.run(
        command, env={**os.environ, **environment}, capture_output=True, check=False, timeout=120
    )


def test_as_a_process_without_utf() -> None:
    """An output that holds ASCII only gets ASCII, and no colour where nobody looks."""
    done = _process(
        "scorecard", WARRINGTON, "--as-of", "2021-03-31", PYTHONIOENCODING="ascii", PYTHONUTF8="0"
    )
    assert done.returncode == 0, done.stderr.decode()
    assert b"x not met" in done.stdout
    assert b"\x1b" not in done.stdout


def test_no_color_is_obeyed(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a terminal words are coloured, unless NO_COLOR is set."""
    from cypplan.cli import output

    shown: list[str] = []
    monkeypatch.setattr(output, "say", shown.append)
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    card = cypplan.scorecard(cypplan.plan(WARRINGTON), as_of="2021-03-31")
    output.report(card, "text")
    monkeypatch.setenv("NO_COLOR", "1")
    output.report(card, "text")
    assert "\x1b[" in shown[0]
    assert "\x1b" not in shown[1]


def test_help_loads_no_table_engine() -> None:
    """Help is there at once: neither the table engines nor the reports are loaded for it."""
    code = (
        "import sys; sys.argv = ['cypplan', '--help']\n"
        "from cypplan.cli import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "heavy = {'polars', 'narwhals', 'pint', 'jinja2', 'numpy'} & set(sys.modules)\n"
        "sys.exit(f'loaded {heavy}' if heavy else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr.decode()


@pytest.mark.parametrize("missing", ["typer", "rich"])
def test_without_its_extra_the_command_says_what_to_install(missing: str) -> None:
    """Without typer or rich the command names the extra and ends with 2, without a traceback."""
    code = f"import sys; sys.modules[{missing!r}] = None\nfrom cypplan.cli import main\nmain()"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False, timeout=60)
    assert done.returncode == 2
    assert b"cypplan[cli]" in done.stderr
    assert b"Traceback" not in done.stderr
