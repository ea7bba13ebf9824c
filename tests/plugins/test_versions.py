"""Which releases of cypplan a plugin works with, and what is said where this one is none of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cypplan.plugins.versions import metadata_need, this_version, unmet

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("line", "need"),
    [
        ("Requires-Dist: cypplan", None),
        ("Requires-Dist: cypplan[polars]", None),
        ("Requires-Dist: cypplan>=0.1,<2", ">=0.1,<2"),
        ("Requires-Dist: cypplan (>=0.1)", ">=0.1"),
        ("Requires-Dist: cypplan[polars,cli] ~=0.1 ; python_version >= '3.11'", "~=0.1"),
        ("Requires-Dist: cypplan>=9 ; extra == 'test'", None),
        ("Requires-Dist: cypplan-england>=9", None),
        ("Requires-Dist: cypplan[polars]\nRequires-Dist: cypplan>=1", ">=1"),
        ("Requires-Dist: cypplan>=1\r", ">=1"),
        ("Requires-Dist: attrs>=1\n\nRequires-Dist: cypplan>=9 is what we wrote here once", None),
    ],
)
def test_need_of_the_metadata(tmp_path: Path, line: str, need: str | None) -> None:
    """The need stands in the head of the metadata, in any of the ways in which installers write it."""
    (tmp_path / "METADATA").write_text(f"Name: x\n{line}\nSummary: for cypplan\n\ncypplan\n", newline="")
    assert metadata_need(str(tmp_path)) == need


def test_no_metadata(tmp_path: Path) -> None:
    """A distribution without metadata needs no version."""
    assert metadata_need(str(tmp_path)) is None


@pytest.mark.parametrize(
    "need", [None, "", ">=0.0.1", f"=={this_version()}", "!=0.0.1", ">=0.0.1,<99", "~=0.1"]
)
def test_need_that_is_met(need: str | None) -> None:
    """Nothing is said where this release fits."""
    assert unmet(need) is None


@pytest.mark.parametrize(
    ("need", "state"),
    [
        (">=99", "too old"),
        (">99", "too old"),
        ("==99.*", "too old"),
        ("~=99.1", "too old"),
        (">=0.0.1,<0.0.2", "too new"),
        ("<=0.0.1", "too new"),
        ("==0.0.1", "too new"),
        ("~=0.0.1", "too new"),
        (f"!={this_version()}", "left out"),
    ],
)
def test_need_that_is_not_met(need: str, state: str) -> None:
    """It is said which release this is, and on which side of the wanted ones it lies."""
    assert unmet(need) == f"needs cypplan {need}, and this is {this_version()}, which is {state}"


def test_need_that_is_none() -> None:
    """A text that is no version specifier is shown with one that is."""
    assert unmet("new") == 'needs cypplan "new", which is no version specifier; write it as ">=0.1,<2"'
