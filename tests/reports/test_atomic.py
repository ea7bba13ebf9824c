"""Whatever ends us while we write, there is the old output or the new one."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from cypplan import reports


@pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are killed as Unix does it")
def test_killed_half_way_it_is_the_old_output_or_the_new(tmp_path: Path) -> None:
    """Every format, files and folders, killed in the middle of a file and at the steps of its writing."""
    script = Path(__file__).parents[1] / "killed_writers.py"
    done = subprocess.run(
        [sys.executable, script, tmp_path], capture_output=True, encoding="utf-8", check=False, timeout=300
    )
    assert done.returncode == 0, done.stderr


def test_an_old_files_permissions_and_links_are_kept(tmp_path: Path) -> None:
    """A new output may be read by whoever might read the old one, and a link still leads to it."""
    path, link = tmp_path / "card.md", tmp_path / "link.md"
    reports.write("old", path)
    path.chmod(0o640)
    link.symlink_to(path)
    reports.write("new", link)
    assert path.read_text(encoding="utf-8") == "new"
    assert path.stat().st_mode & 0o777 == 0o640
    assert link.is_symlink()


def test_every_format_is_killed() -> None:
    """A format that is added is tried here, too."""
    from killed_writers import FORMATS

    assert set(FORMATS) == {*reports.FORMATS, "datapackage-folder"}
