"""What the tests of the repository itself need to find its files."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
_GENERATED = {".venv", ".git", "__pycache__", "_build", "dist", "build", "uv.lock"}


def _listed_by_git() -> list[Path]:
    """Files that are committed, or would be with the next commit; empty where there is no repository."""
    if not (ROOT / ".git").exists():
        return []
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listing = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=True).stdout
    return [ROOT / name for name in listing.split("\0") if name]


def _found_on_disk() -> list[Path]:
    """Files of an unpacked source distribution, which has no repository."""
    return [path for path in ROOT.rglob("*") if not _GENERATED & set(path.relative_to(ROOT).parts)]


@pytest.fixture(scope="session")
def root() -> Path:
    """The root of the repository."""
    return ROOT


@pytest.fixture(scope="session")
def files() -> list[Path]:
    """Every file of the repository, generated ones left out."""
    found = sorted({path for path in _listed_by_git() or _found_on_disk() if path.is_file()})
    assert found, f"no files found under {ROOT}"
    return found


@pytest.fixture(scope="session")
def modules(files: list[Path]) -> list[Path]:
    """Every Python file of the repository."""
    return [path for path in files if path.suffix == ".py"]
