"""The files of a new package, from templates; written all at once, and never over anything."""

from __future__ import annotations

import datetime as dt
import shutil
import tempfile
from importlib.resources import files
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING, Final

import tomli_w

from cypplan.errors import ValueFault
from cypplan.plugins.versions import this_version

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cypplan.scaffold.choices import Choices

__all__ = ["make", "rendered"]

_FILES: Final = {
    "pyproject.toml": "pyproject.toml",
    "README.md": "README.md",
    "LICENSE": "LICENSE",
    "gitignore": ".gitignore",
    "tests.yml": ".github/workflows/tests.yml",
    "package.py": "src/{module}/__init__.py",
    "py.typed": "src/{module}/py.typed",
    "plan.toml": "src/{module}/plans/{plan}.toml",
    "test_contract.py": "tests/test_contract.py",
}
"""Template to the file that is made of it."""


def make(choices: Choices, folder: Path) -> list[Path]:
    """Write a package into a folder that is not there yet, and return its files.

    Raises
    ------
    ValueFault
        If something is there already.
    OSError
        If it cannot be written; nothing is left then.
    """
    if folder.exists() or folder.is_symlink():
        raise ValueFault(f'"{folder}" is there already; name another folder with --output, or remove it')
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".cypplan-new-", dir=folder.parent) as scratch:
        whole = Path(scratch) / folder.name
        for name, text in rendered(choices).items():
            path = whole / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
        shutil.move(whole, folder)
    return sorted(path for path in folder.rglob("*") if path.is_file())


def rendered(choices: Choices) -> dict[str, str]:
    """Return the text of every file of a package, by its path in it."""
    places = {"module": choices.names.module, "plan": choices.plan}
    values = _values(choices)
    return {path.format(**places): _template(name).substitute(values) for name, path in _FILES.items()}


def _template(name: str) -> Template:
    file = files("cypplan.scaffold") / "templates" / f"{name}.txt"
    return Template(file.read_text(encoding="utf-8"))


def _values(choices: Choices) -> Mapping[str, str]:
    """Return what stands for each name in the templates; names with ``_q`` are quoted for TOML."""
    area, indicator, names = choices.area, choices.indicator, choices.names
    direction = indicator.direction.value if indicator.direction else ""
    author = choices.author or f"The {names.distribution} developers"
    plain = {
        "authority": _plain(area.name),
        "code": area.code,
        "distribution": names.distribution,
        "module": names.module,
        "plugin": names.plugin,
        "plan": choices.plan,
        "title": choices.title,
        "start": choices.start.isoformat(),
        "end": choices.end.isoformat(),
        "stated": f"{choices.start.year} to {choices.end.year}",
        "publisher": choices.publisher or area.name,
        "licence": choices.licence or "The document states no licence.",
        "author": author,
        "year": str(dt.date.today().year),  # noqa: DTZ011 (the author's own day is meant)
        "indicator": indicator.id,
        "unit": str(indicator.unit),
        "direction": direction,
        "measure_title": indicator.title,
        "example": f"Example: {indicator.title}: at least as good as the England average.",
        "description": f"The Children and Young People's Plan of {area.name} for cypplan",
        "release": ".".join(this_version().split(".")[:2]),
    }
    quoted = {f"{name}_q": _quoted(text) for name, text in plain.items()}
    lines = {
        "url_line": _line("url", choices.url, "where it was published"),
        "licence_line": _line("licence", choices.licence, "as stated; left out, it states none"),
        "url_text": f"See <{choices.url}>." if choices.url else "Its address is still to be written here.",
    }
    return {**plain, **quoted, **lines}


def _line(key: str, text: str | None, meaning: str) -> str:
    """Return a line of the plan file; one that counts for nothing where the author has not said it."""
    return f"{key} = {_quoted(text)}" if text else f'# {key} = "…" # {meaning}'


def _quoted(text: str) -> str:
    """Return a text as TOML writes it."""
    return tomli_w.dumps({"x": text}).removeprefix("x = ").rstrip("\n")


def _plain(text: str) -> str:
    """Return a text for comments and docstrings: one line, and nothing that could end them."""
    return " ".join(text.replace('"', "'").replace("\\", "/").split())
