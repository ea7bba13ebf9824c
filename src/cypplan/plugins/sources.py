"""Where plugins come from: installed packages, a local folder or file, or objects that a caller gives."""

from __future__ import annotations

import enum
import importlib.util
import itertools
import os
import sys
from typing import TYPE_CHECKING

import attrs

from cypplan.plugins.discovery import EntryPoint, entry_points
from cypplan.plugins.entries import plan_files
from cypplan.plugins.versions import metadata_need, source_need

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

__all__ = ["Candidate", "Origin", "given", "installed", "local"]


class Origin(enum.StrEnum):
    """Where a plugin comes from. Of two with one name the nearer is kept, in this order."""

    GIVEN = "given"
    LOCAL = "local"
    INSTALLED = "installed"


@attrs.frozen
class Candidate:
    """A plugin that is there, and not loaded yet."""

    name: str
    origin: Origin
    load: Callable[[], object] | None = None
    """Makes the module or object with its hooks; ``None`` where it is plan files alone."""
    package: Callable[[], str] | None = None
    """Finds the folder of its plan files; ``None`` where only hooks say which there are."""
    file: str | None = None
    """The plan file that is all of it."""
    said: str = ""
    """How it was named: the entry point's value, or a path."""
    version: str | None = None
    distribution: str | None = None
    need: Callable[[], str | None] = lambda: None
    """Finds which versions of cypplan it works with."""


def given(plugins: Mapping[str, object]) -> list[Candidate]:
    """Return objects with hooks as candidates, by name."""
    return [
        Candidate(
            name,
            Origin.GIVEN,
            load=lambda plugin=plugin: plugin,
            said=f"the object given as {name}",
            need=lambda plugin=plugin: _said_by(plugin),
        )
        for name, plugin in sorted(plugins.items())
    ]


def _said_by(plugin: object) -> str | None:
    try:
        need: object = getattr(plugin, "requires_cypplan", None)
    except Exception:  # noqa: BLE001 (an object may make its attributes as it likes)
        return None
    return need if isinstance(need, str) else None


def installed(group: str) -> list[Candidate]:
    """Return the installed plugins of a group, and those of plan files alone of the group beside it.

    One distribution may name both under one name; it is one plugin then.
    """
    points = entry_points(group, f"{group}.plans")
    candidates: list[Candidate] = []
    for _, several in itertools.groupby(points, key=lambda point: (point.name, point.distribution)):
        hooks, plans = [], []
        for point in several:
            (hooks if point.group == group else plans).append(point)
        pairs = itertools.zip_longest(hooks, plans)
        candidates += [_installed(hook, plan) for hook, plan in pairs]
    return candidates


def _installed(hooks: EntryPoint | None, plans: EntryPoint | None) -> Candidate:
    point = hooks or plans
    assert point is not None  # noqa: S101 (for the type checker: zip_longest gives one of them)
    return Candidate(
        point.name,
        Origin.INSTALLED,
        load=hooks.load if hooks else None,
        package=(lambda: _package_folder(plans)) if plans else None,
        said=point.value,
        version=point.version or None,
        distribution=point.distribution,
        need=lambda: metadata_need(point.info),
    )


def _package_folder(point: EntryPoint) -> str:
    """Find the folder of a package without importing it."""
    inner = point.module.replace(".", os.sep)
    base = os.path.dirname(point.info)  # noqa: PTH120 (as in discovery: a thousand of them)
    for folder in itertools.chain((base,), sys.path):
        path = os.path.join(folder or ".", inner)  # noqa: PTH118
        if os.path.isdir(path):  # noqa: PTH112
            return path
    first, *rest = point.module.split(".")  # installed for development, behind an import hook
    spec = importlib.util.find_spec(first)
    for folder in (spec.submodule_search_locations or ()) if spec else ():
        path = os.path.join(folder, *rest)  # noqa: PTH118
        if os.path.isdir(path):  # noqa: PTH112
            return path
    message = (
        f'there is no folder of the package "{point.module}" on the import path; '
        "if it was installed as editable, put an empty __init__.py into it and install it again"
    )
    raise FileNotFoundError(message)


def local(path: Path) -> list[Candidate]:
    """Return the plugins of a plan file, a module, or a folder of plan files, modules and packages.

    Raises
    ------
    FileNotFoundError
        If there is nothing there, or no plugin in it.
    """
    if not path.exists():
        message = f'there is no file or folder "{path}"'
        raise FileNotFoundError(message)
    paths = sorted(path.iterdir()) if path.is_dir() else [path]
    found = [one for each in paths for one in _local(each)]
    if not found:
        message = f'"{path}" holds no plugin: no plan file (.toml), module (.py) or package'
        raise FileNotFoundError(message)
    return found


def _local(path: Path) -> Iterator[Candidate]:
    said = str(path)
    if path.name.startswith((".", "_")):
        return
    if path.suffix == ".toml" and not path.is_dir():
        yield Candidate(path.stem, Origin.LOCAL, file=said, said=said)
    elif path.suffix == ".py":
        yield _module(path.stem, path)
    elif (path / "__init__.py").is_file():
        yield _module(path.name, path / "__init__.py")
    elif path.is_dir() and plan_files(said):
        yield Candidate(path.name, Origin.LOCAL, package=lambda: said, said=said)


def _module(name: str, path: Path) -> Candidate:
    return Candidate(
        name,
        Origin.LOCAL,
        load=lambda: _imported(name, path),
        said=str(path),
        need=lambda: source_need(path),
    )


def _imported(name: str, path: Path) -> object:
    """Import a file as a module of a name that no installed one has."""
    full = f"cypplan_local_{name}"
    package = [str(path.parent)] if path.name == "__init__.py" else None
    spec = importlib.util.spec_from_file_location(full, path, submodule_search_locations=package)
    if spec is None or spec.loader is None:
        message = f'"{path}" is no module'
        raise ImportError(message)
    module = importlib.util.module_from_spec(spec)
    sys.modules[full] = module
    try:
        spec.loader.exec_module(module)
    except BaseException:
        sys.modules.pop(full, None)
        raise
    return module
