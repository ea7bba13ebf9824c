"""What takes its process down, or never ends, is found by a check in a process of its own."""

from __future__ import annotations

import json
import os
import time
from typing import TYPE_CHECKING

import pytest
from plugin_tools import GROUP
from plugin_zoo import INDICATORS, ZOO, hook

import cypplan
from cypplan.plans import Plan, save
from cypplan.plugins import FailureKind, Registry
from cypplan.plugins.checking import check
from cypplan.plugins.settings import from_environment

if TYPE_CHECKING:
    from pathlib import Path

    from plugin_tools import Install

GOOD = hook("yield indicator('one', 'good')")
LIMIT = 20.0
SHORT = 3.0


@pytest.fixture
def good(install: Install) -> Path:
    """A good plugin with code, one of plan files alone, and their folder."""
    site = install("good", GOOD)
    (site / "good_plans").mkdir()
    save(Plan(id="good-2030", title="Good", authority="E06000007"), site / "good_plans" / "good-2030.toml")
    return install("good_plans", points=f"[{GROUP}.plans]\ngood_plans = good_plans\n")


@pytest.mark.parametrize(
    ("code", "kind", "where", "says"),
    [
        ("import os\nos._exit(3)", FailureKind.ENDED, None, "with code 3 while it was loaded"),
        ("import os\nos._exit(0)", FailureKind.ENDED, None, "with code 0 while it was loaded"),
        (
            hook("import os, signal\nos.kill(os.getpid(), signal.SIGKILL)"),
            FailureKind.ENDED,
            INDICATORS,
            "with the signal SIGKILL in this hook",
        ),
        (
            hook("import os\nos.write(1, b'x' * 10**7)\nreturn []"),
            FailureKind.PRINTED,
            None,
            "printed 'xxx",
        ),
    ],
)
@pytest.mark.skipif(os.name != "posix", reason="signals and descriptors of POSIX")
def test_plugin_that_ends_its_process(
    good: Path, install: Install, code: str, kind: FailureKind, where: str | None, says: str
) -> None:
    """A plugin that ends its process, or writes past Python, is named; the others are checked."""
    assert good.exists()
    install("bad", code, version="0.9")
    result = check(Registry.from_entry_points(GROUP), seconds=LIMIT)
    (failure,) = result.failures
    assert (failure.plugin, failure.version, failure.kind, failure.hook) == ("bad", "0.9", kind, where)
    assert says in failure.cause
    usable = {info.name: dict(info.supplies) for info in result.plugins}
    assert usable["good"] == {INDICATORS: ("one",)}
    assert usable["good_plans"] == {"cypplan_plans": ("good-2030",)}


@pytest.mark.parametrize(
    ("code", "where"),
    [
        ("while True: pass", None),
        (hook("import time\ntime.sleep(1000)\nreturn []"), INDICATORS),
        (hook("import subprocess\nsubprocess.run(['sleep', '1000'])\nreturn []"), INDICATORS),
    ],
    ids=["at import", "in a hook", "in a process of its own"],
)
def test_plugin_that_hangs(good: Path, install: Install, code: str, where: str | None) -> None:
    """A plugin that does not come to an end is left behind after the time limit, with what it started."""
    assert good.exists()
    install("bad", code)
    start = time.monotonic()
    result = check(Registry.from_entry_points(GROUP), seconds=SHORT)
    assert time.monotonic() - start < LIMIT
    failure = next(one for one in result.failures if one.plugin == "bad")
    assert (failure.kind, failure.hook) == (FailureKind.HANGS, where)
    assert "did not come to an end within 3 seconds" in failure.cause
    assert "--time-limit" in failure.remedy


def test_check_finds_what_a_registry_finds(good: Path, install: Install) -> None:
    """Failures, ids and hooks come over from the other process as they are."""
    assert good.exists()
    for name in ("half-way", "clash", "prints at import", "bad plan file", "misspelt", "too new for us"):
        ZOO[name].put(f"zz_{name.replace('-', '_').replace(' ', '_')}", install)
    own = Registry.from_entry_points(GROUP)
    result = check(Registry.from_entry_points(GROUP), seconds=LIMIT)
    clash = [one for one in own.failures if one.kind is FailureKind.CLASH]
    assert len(clash) == 1  # two plugins clash only where they meet, in one process
    assert set(result.failures) == set(own.failures) - set(clash)
    ours = {one.name: one for one in own.plugins if one.name != "zz_clash"}
    assert {one.name: one for one in result.plugins if one.name != "zz_clash"} == ours


def test_objects_that_were_given_are_checked_here() -> None:
    """No other process has them, so that they are asked in this one."""
    from types import SimpleNamespace

    result = check(Registry({"given": SimpleNamespace(), "none": None}))
    assert [one.plugin for one in result.failures] == ["given", "none"]


def test_check_on_the_command_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """``plugins --check`` says what hangs, in JSON too, and exits with 1; nothing of it is loaded here."""
    from cypplan.cli.app import run

    (tmp_path / "hangs.py").write_text("while True: pass", encoding="utf-8")
    monkeypatch.setenv("CYPPLAN_PLUGINS", str(tmp_path))
    monkeypatch.setenv("CYPPLAN_ALLOW", "hangs")
    registry = from_environment()
    monkeypatch.setattr(cypplan, "registry", lambda: registry)
    words = ["cypplan", "plugins", "--check", "--time-limit", "2", "--format", "json"]
    monkeypatch.setattr("sys.argv", words)
    with pytest.raises(SystemExit) as ended:
        run()
    assert ended.value.code == 1
    told = json.loads(capsys.readouterr().out)
    assert told["checked"] is True
    assert [(one["plugin"], one["kind"]) for one in told["failures"]] == [("hangs", "hangs")]
