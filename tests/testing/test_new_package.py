"""A new package as its author gets it: generated, built, installed in a clean environment, tested, judged."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
UV = shutil.which("uv")


def run(*command: str | Path, cwd: Path) -> str:
    """Run a command in a clean environment and return what it printed; fail with all of it where it fails."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("CYPPLAN_", "VIRTUAL_ENV", "PYTEST"))}
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env={**kept, "COLUMNS": "80", "NO_COLOR": "1", "PYTHONPATH": ""},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def uv(*arguments: str | Path, cwd: Path) -> str:
    """Run uv on what it has at hand; where that is not enough, let it fetch the rest."""
    try:
        return run(str(UV), *arguments, "--offline", cwd=cwd)
    except AssertionError:
        return run(str(UV), *arguments, cwd=cwd)


@pytest.mark.slow
@pytest.mark.skipif(UV is None, reason="uv builds the packages and makes the environment")
def test_new_package_works(tmp_path: Path) -> None:
    """What the command makes is complete: it builds, installs, keeps the contract, is typed and can be judged."""
    script = "from cypplan.cli import main; main()"
    run(sys.executable, "-c", script, "new", "St. Helens", "--start", "2025-04-01", cwd=tmp_path)
    package = tmp_path / "cypplan-st-helens"
    wheels = tmp_path / "wheels"
    for folder in (ROOT, ROOT / "plugins" / "cypplan-england", package):
        uv("build", "--wheel", "--out-dir", wheels, folder, cwd=tmp_path)
    library, england, own = (next(wheels.glob(f"{name}-0*.whl")) for name in ("cypplan", "cypplan_england", "cypplan_st_helens"))
    uv("venv", "--python", sys.executable, tmp_path / "env", cwd=tmp_path)
    binaries = tmp_path / "env" / ("Scripts" if os.name == "nt" else "bin")
    needs = [f"cypplan[cli,testing] @ {library.as_uri()}", england, own]
    uv("pip", "install", "--python", binaries / "python", *needs, cwd=tmp_path)

    tested = run(binaries / "python", "-m", "pytest", "-v", cwd=package)
    assert "test_findings[st-helens-cypp-2025] PASSED" in tested
    assert "12 passed" in tested
    judged = run(binaries / "cypplan", "scorecard", "st-helens-cypp-2025", cwd=tmp_path)
    assert "Scorecard, St. Helens" in judged
    assert "at least 69% (England)" in " ".join(judged.split()) or "(England)" in judged
    listed = run(binaries / "cypplan", "plugins", "--check", cwd=tmp_path)
    assert "st-helens" in listed
    checked = run(binaries / "cypplan", "check", "st-helens-cypp-2025", "--strict", cwd=tmp_path)
    assert "0 errors, 0 warnings and 0 notes" in checked


@pytest.mark.slow
def test_new_package_is_typed(tmp_path: Path) -> None:
    """The module of a new package passes the type checker that its CI runs."""
    pytest.importorskip("basedpyright", reason="the group lint brings it")
    script = "from cypplan.cli import main; main()"
    run(sys.executable, "-c", script, "new", "Rutland", cwd=tmp_path)
    said = run(sys.executable, "-m", "basedpyright", cwd=tmp_path / "cypplan-rutland")
    assert "0 errors, 0 warnings" in said
