"""Rules that hold for the repository as a whole."""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

LOCK_FILES = {"uv.lock", "poetry.lock", "pdm.lock", "Pipfile.lock", "pylock.toml", "package-lock.json"}

# Written so that this file does not contain what it looks for.
MACHINE_PATH = re.compile(r"(?<![\w.:/*~-])/(?:work|tmp|root|home|Users|mnt)/[\w.-]|(?:\.\./)+shared\b")
REGISTRY = re.compile(
    r"\b(?:pypi|pythonhosted|anaconda)\.(?:org|com|io)\b|://[^\s\"')>]+/simple\b", re.IGNORECASE
)
INDEX_CHOICE = re.compile(r"\bindex[-]url\b|\[\[tool\.uv\.index")
FORBIDDEN = {
    "a path of one machine": MACHINE_PATH,
    "a host of a package registry": REGISTRY,
    "a setting that chooses a package index": INDEX_CHOICE,
}


def _text(path: Path) -> str:
    """The text of a file; empty for what is not text."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""


def _first_code_block(page: str) -> list[str]:
    found = re.search(r"^```[^\n]*\n(.*?)^```", page, flags=re.MULTILINE | re.DOTALL)
    assert found, "README.md has no code block"
    return found[1].splitlines()


def test_no_lock_file(files: list[Path]) -> None:
    """A library is tried with the versions its users get, so that no lock file enters the repository."""
    assert not [path.name for path in files if path.name in LOCK_FILES]


def test_no_file_depends_on_one_machine(root: Path, files: list[Path]) -> None:
    """The repository works wherever it is cloned: no path of a machine and no registry is named in it."""
    found = [
        f"{path.relative_to(root)}: {what}: {match[0]!r}"
        for path in files
        for text in [_text(path)]
        for what, pattern in FORBIDDEN.items()
        for match in pattern.finditer(text)
    ]
    assert not found, "\n".join(found)


def test_search_for_machine_paths_finds_them() -> None:
    """The search above is not blind, and takes no address on the web for a path."""
    assert MACHINE_PATH.search('open("/' + 'tmp/x.csv")')
    assert MACHINE_PATH.search("see ../" + "shared/notes.md")
    assert not MACHINE_PATH.search("https://www.example.org/" + "work/report and docs/" + "home/index.md")
    assert REGISTRY.search("https://py" + "pi.org/project")
    assert REGISTRY.search("https://mirror.example.org/" + "simple/")
    assert not REGISTRY.search("https://www.example.org/simpler")


def test_readme_starts_with_two_commands(root: Path) -> None:
    """The first code block of README.md is what a newcomer copies and what `.ci/run` runs: two lines."""
    lines = _first_code_block((root / "README.md").read_text(encoding="utf-8"))
    assert len(lines) == 2, lines
    assert all(line.strip() for line in lines)
    assert "pytest" in lines[1]


def test_every_plugin_is_under_the_import_rules(root: Path) -> None:
    """A plugin added to the workspace is also checked for imports: its package is named in the contracts."""
    settings = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    packages = {path.parent.name for path in root.glob("plugins/*/src/*/__init__.py")}
    layers = next(each["layers"] for each in settings["contracts"] if each["id"] == "distributions")
    assert packages <= set(settings["root_packages"])
    assert packages <= set(re.split(r"\s*\|\s*", layers[0]))


def test_every_distribution_carries_one_version(root: Path) -> None:
    """Core and plugins are released together, so that one version number names a set that was tested."""
    projects = [root / "pyproject.toml", *root.glob("plugins/*/pyproject.toml")]
    versions = {
        path: tomllib.loads(path.read_text(encoding="utf-8"))["project"]["version"] for path in projects
    }
    assert len(set(versions.values())) == 1, versions
