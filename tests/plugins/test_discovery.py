"""Plugins are found where the standard library finds them, only faster."""

from __future__ import annotations

import importlib.metadata
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from plugin_tools import GROUP

from cypplan.plugins.discovery import EntryPoint, entry_points

if TYPE_CHECKING:
    from pathlib import Path

    from plugin_tools import Install


@pytest.mark.parametrize("group", ["cypplan", "console_scripts", "pytest11", "hypothesis", "no.such.group"])
def test_installed_plugins_are_those_of_the_standard_library(group: str) -> None:
    """In this environment both ways find the same names, objects, distributions and versions."""
    ours = {(point.name, point.value, point.distribution, point.version) for point in entry_points(group)}
    theirs = {
        (
            point.name,
            point.value,
            point.dist.name.lower().replace("_", "-").replace(".", "-"),
            point.dist.version,
        )
        for point in importlib.metadata.entry_points(group=group)
        if point.dist is not None
    }
    assert ours == theirs


def test_our_own_plugins_are_found() -> None:
    """The comparison above is not one of two empty lists."""
    found = {point.name: point.load() for point in entry_points("cypplan")}
    assert {"england", "warrington", "worcestershire"} <= set(found)
    assert found["warrington"].__name__ == "cypplan_warrington"


def test_points_come_by_name(install: Install) -> None:
    """The order is that of the names, whatever the order of folders and lines."""
    install("zebra", points=f"[{GROUP}]\nyak = zebra\nant = zebra\n")
    install("aardvark", points=f"[{GROUP}]\nmole = aardvark\n", folder="other")
    assert [point.name for point in entry_points(GROUP)] == ["ant", "mole", "yak"]


def test_first_of_two_versions_counts(install: Install) -> None:
    """A distribution that is there twice counts where imports would find it; names are spelt in any way."""
    install("Twice_Here", version="1.0", folder="second")
    install("twice.here", version="2.0", folder="first", points=f"[{GROUP}]\nx = twice\n")
    assert entry_points(GROUP) == [EntryPoint("x", "twice", "twice-here", "2.0")]


def test_lines_of_the_file(install: Install) -> None:
    """Blanks, comments, extras and other groups are read as the format has them."""
    points = f"""
        [other]
        a = other
        [ {GROUP} ]
        # b = comment
        [{GROUP}]
        # c = comment
        ; d = comment

        e=lines:deep.name
          f =  lines : name  [extra, other]
        no entry
        [another]
        g = other
        """
    install("lines", "class deep:\n    name = 1\nname = 2\n", points=points)
    found = {point.name: point.load() for point in entry_points(GROUP)}
    assert found == {"e": 1, "f": 2}


def test_path_may_be_given(install: Install, tmp_path: Path) -> None:
    """Only the folders asked for are searched; one that is not there, a file and an odd name do no harm."""
    site = install("here")
    (tmp_path / "file").touch()
    odd = tmp_path / "odd" / "odd.egg-info"
    odd.mkdir(parents=True)
    (odd / "entry_points.txt").write_text(f"[{GROUP}]\nodd = odd\n", encoding="utf-8")
    bad = tmp_path / "bad" / "bad-1.dist-info"
    bad.mkdir(parents=True)
    (bad / "entry_points.txt").write_bytes(b"\xff")
    assert entry_points(GROUP, path=[]) == []
    folders = [str(tmp_path / "none"), str(tmp_path / "file"), str(tmp_path / "bad"), str(tmp_path / "odd")]
    assert entry_points(GROUP, path=folders) == [EntryPoint("odd", "odd", "odd", "")]
    assert [point.distribution for point in entry_points(GROUP, path=[str(site)])] == ["here"]


@pytest.mark.parametrize(
    ("value", "error"),
    [
        ("no such thing!", ImportError),
        ("module_that_is_not_there", ModuleNotFoundError),
        ("json:no_such_name", AttributeError),
    ],
)
def test_point_that_leads_nowhere(value: str, error: type[Exception]) -> None:
    """An entry point that cannot be loaded says why; the message for nonsense says what to write."""
    with pytest.raises(error) as caught:
        EntryPoint("x", value, "x", "1").load()
    if error is ImportError:
        assert '"no such thing!" names no object; write "package.module"' in str(caught.value)


def test_metadata_library_is_not_loaded() -> None:
    """Finding plugins does not load `importlib.metadata`, which would take most of the time of a start."""
    code = (
        "import sys; import cypplan; cypplan.registry().plans; assert 'importlib.metadata' not in sys.modules"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
