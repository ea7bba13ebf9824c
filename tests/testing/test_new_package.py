"""A new package as its author gets it: generated, built, installed in a clean environment, tested, judged."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Clean


@pytest.mark.slow
def test_new_package_works(clean: Clean, tmp_path: Path) -> None:
    """What the command makes is complete: it builds, installs, keeps the contract and can be judged."""
    clean.run('cypplan new "St. Helens" --start 2025-04-01', tmp_path)
    package = tmp_path / "cypplan-st-helens"
    clean.fetch("uv build --wheel", package)
    (wheel,) = (package / "dist").glob("*.whl")
    clean.install(str(wheel), tmp_path)

    tested = clean.run("pytest -v", package)
    assert "test_findings[st-helens-cypp-2025] PASSED" in tested
    assert "12 passed" in tested
    judged = clean.run("cypplan scorecard st-helens-cypp-2025", tmp_path)
    assert "Scorecard, St. Helens" in judged
    assert "(England)" in judged
    assert "st-helens 0.1.0" in clean.run("cypplan plugins --check", tmp_path)
    checked = clean.run("cypplan check st-helens-cypp-2025 --strict", tmp_path)
    assert "0 errors, 0 warnings and 0 notes" in checked
    clean.run("uv pip uninstall cypplan-st-helens", tmp_path)


@pytest.mark.slow
def test_new_package_is_typed(clean: Clean, tmp_path: Path) -> None:
    """The module of a new package passes the type checker that its CI runs."""
    pytest.importorskip("basedpyright", reason="the group lint brings it")
    clean.run("cypplan new Rutland", tmp_path)
    said = clean.run(f"{sys.executable} -m basedpyright", tmp_path / "cypplan-rutland")
    assert "0 errors, 0 warnings" in said
