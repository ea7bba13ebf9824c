"""A clean environment with the library and England in it, built once for all tests that need one."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import attrs
import pytest

ROOT = Path(__file__).resolve().parents[2]


@attrs.frozen
class Clean:
    """An environment in which nothing is installed but what a newcomer installs."""

    binaries: Path
    wheels: Path

    @property
    def _virtual(self) -> dict[str, str]:
        return {"VIRTUAL_ENV": str(self.binaries.parent)}

    def run(self, command: str, cwd: Path) -> str:
        """Run a line of a shell and return what it printed; fail with all of it where it fails."""
        kept = {
            key: value
            for key, value in os.environ.items()
            if not key.startswith(("CYPPLAN_", "PYTEST")) and key not in {"PYTHONPATH", "VIRTUAL_ENV"}
        }
        path = os.pathsep.join([str(self.binaries), kept["PATH"]])
        done = subprocess.run(  # noqa: S602 (the lines of our own pages)
            command,
            shell=True,
            cwd=cwd,
            env={**kept, "PATH": path, "COLUMNS": "80", "NO_COLOR": "1", **self._virtual},
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
        return done.stdout + done.stderr

    def fetch(self, command: str, cwd: Path) -> str:
        """Run uv on what it has at hand; where that is not enough, let it fetch the rest."""
        try:
            return self.run(f"{command} --offline", cwd)
        except AssertionError:
            return self.run(command, cwd)

    def install(self, what: str, cwd: Path) -> str:
        """Install packages, those of this repository from their wheels."""
        return self.fetch(f"uv pip install --find-links {self.wheels} {what}", cwd)


@pytest.fixture(scope="session")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Clean:
    """The environment: the library with the extras of an author, and England."""
    if shutil.which("uv") is None:
        pytest.skip("uv builds the packages and makes the environment")
    folder = tmp_path_factory.mktemp("clean")
    binaries = folder / "env" / ("Scripts" if os.name == "nt" else "bin")
    made = Clean(binaries, folder / "wheels")
    for source in (ROOT, ROOT / "plugins" / "cypplan-england"):
        made.fetch(f"uv build --wheel --out-dir {made.wheels} {source}", folder)
    made.fetch(f"uv venv --python {sys.executable} {folder / 'env'}", folder)
    made.install('"cypplan[cli,testing]" cypplan-england', folder)
    return made
