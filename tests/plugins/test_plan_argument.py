"""The argument PLAN: an id of an installed plan, or a path; and what is said where it is neither."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

import pytest

import cypplan
from cypplan.cli import main
from cypplan.cli.plan_argument import opened
from cypplan.errors import LookupFailed, PlanFileError, ValueFault
from cypplan.plans import Plan, save
from cypplan.plugins import Registry, default_registry

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty working directory with two plan files in folders, and a default registry of its own."""
    monkeypatch.chdir(tmp_path)
    for folder, name in (("one", "a-2030"), ("two", "b-2030"), ("two", "c-2030")):
        (tmp_path / folder).mkdir(exist_ok=True)
        save(
            Plan(id=name, title=f"The plan {name}", authority="E06000007"), tmp_path / folder / f"{name}.toml"
        )
    for variable in ("CYPPLAN_BLOCK", "CYPPLAN_ALLOW", "CYPPLAN_PLUGINS", "CYPPLAN_STRICT"):
        monkeypatch.setenv(variable, "")
    default_registry.cache_clear()
    yield tmp_path
    default_registry.cache_clear()


def run(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, *words: str
) -> tuple[int, str, str]:
    """Run a command and return its exit code, output and errors."""
    monkeypatch.setattr("sys.argv", ["cypplan", *words])
    with pytest.raises(SystemExit) as ended:
        main()
    out, err = capsys.readouterr()
    return int(ended.value.code or 0), out, err


@pytest.mark.parametrize("text", ["one/a-2030.toml", "./one/a-2030.toml", "one/", "./one", "other-name.toml"])
def test_paths(here: Path, text: str) -> None:
    """A file, or a folder that holds a single plan, is read without packaging; its name may be any."""
    (here / "other-name.toml").write_bytes((here / "one" / "a-2030.toml").read_bytes())
    assert opened(text, Registry()).title == "The plan a-2030"


def test_id_goes_before_a_file_of_that_name(here: Path) -> None:
    """A plain word is an id, whatever lies about in the folder."""
    (here / "warrington-care-2018").touch()
    assert opened("warrington-care-2018", cypplan.registry()).authority == "E06000007"


@pytest.mark.parametrize(
    ("text", "error", "says"),
    [
        ("one/a-2031.toml", ValueFault, 'no plan file "one/a-2031.toml". Did you mean "one/a-2030.toml"?'),
        ("nowhere/a.toml", ValueFault, 'no plan file "nowhere/a.toml".'),
        ("./two", ValueFault, "holds 2 plan files"),
        (".", ValueFault, "holds no plan file"),
        ("one", LookupFailed, 'no plan "one"'),
        ("mine", ValueFault, "to read it, write ./mine.toml"),
        ("warington-care-2018", LookupFailed, 'Did you mean "warrington-care-2018"?'),
    ],
)
def test_what_is_no_plan(here: Path, text: str, error: type[Exception], says: str) -> None:
    """The message names what there is, and how to write it."""
    if text == "one":
        (here / "one").rename(here / "elsewhere")
    (here / "mine.toml").touch() if text == "mine" else None
    with pytest.raises(error) as caught:
        opened(text, cypplan.registry())
    assert says in str(caught.value)


def test_device_is_not_read_without_end() -> None:
    """A path that never ends, as that of a device, is refused."""
    if not os.path.exists("/dev/zero"):  # noqa: PTH110
        pytest.skip("needs a device of POSIX")
    os.symlink("/dev/zero", "endless.toml")  # noqa: PTH211
    with pytest.raises(PlanFileError, match="a device or a pipe"):
        opened("./endless.toml", Registry())


def test_scorecard_of_a_file(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """A plan file is judged like an installed plan."""
    code, out, err = run(capsys, monkeypatch, "scorecard", "./one/a-2030.toml")
    assert (code, err) == (0, "")
    assert "The plan a-2030" in out


def test_local_plugins_from_the_command_line(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Plugins of a folder are loaded, blocked and allowed by options before the command."""
    _, out, _ = run(capsys, monkeypatch, "--plugins", "two", "--block", "b-2030", "plans", "-f", "json")
    told = json.loads(out)
    assert {"c-2030", "warrington-care-2018"} <= {plan["id"] for plan in told["plans"]}
    assert "b-2030" not in {plan["id"] for plan in told["plans"]}
    default_registry.cache_clear()
    _, out, _ = run(capsys, monkeypatch, "--allow", "c-2030", "plugins", "-f", "json")
    told = json.loads(out)
    assert [one["name"] for one in told["plugins"]] == ["c-2030"]
    assert {"b-2030", "england"} <= set(told["blocked"])
    assert told["cypplan"] == cypplan.__version__


def test_strict_command_ends_at_the_first_failure(
    here: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """``--strict`` says the failure in a sentence and ends with 2."""
    (here / "two" / "b-2030.toml").write_text("nonsense", encoding="utf-8")
    code, out, err = run(capsys, monkeypatch, "--strict", "--plugins", "two", "plans")
    assert (code, out) == (2, "")
    assert err.startswith("cypplan: b-2030, in cypplan_plans: PlanFileError: b-2030.toml")
    assert "To do: correct the plan file" in err


def test_lists_fit_the_screen(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Both lists are for people at 80 columns, failures included; plans are counted on request."""
    for words in (["plans"], ["plans", "--verbose"], ["plugins"]):
        default_registry.cache_clear()
        code, out, _ = run(capsys, monkeypatch, "--plugins", "nowhere", *words)
        assert code == 0
        assert max(map(len, out.splitlines())) <= 80
        assert "there is no file or folder" in " ".join(out.split())
    assert "Supplies" in out
