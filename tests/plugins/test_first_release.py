"""The promise to authors of plugins: what was written for the first release works with every later one."""

from __future__ import annotations

import hashlib
import inspect
import io
from pathlib import Path
from typing import TYPE_CHECKING

import pluggy
import polars as pl
import pytest
from plugin_tools import GROUP

import cypplan
from cypplan.areas import Area
from cypplan.assess import Rag, Status
from cypplan.audit import check
from cypplan.observations.table import COLUMNS
from cypplan.plugins import Registry, hookimpl
from cypplan.plugins.kinds import HOOKS
from cypplan.plugins.specs import PROJECT, Specs, hookspec
from cypplan.reports.tree import Document

if TYPE_CHECKING:
    from plugin_tools import Install

FROZEN = Path(__file__).with_name("first_release")
SUMS = {
    "__init__.py": "88c790a8e34b28253f6ef4ee76bd096db5f71b0accbf2d7ed0ad1eac279541c5",
    "plans/first-2030.toml": "1a8822853640d997544d4e1341ec4827c0a501b9471fd78de904a0107e3924c4",
}
HOOKS_OF_THE_FIRST_RELEASE = {
    "cypplan_plans": ("host",),
    "cypplan_indicators": ("host",),
    "cypplan_areas": ("host",),
    "cypplan_comparator_sets": ("host",),
    "cypplan_observations": ("host",),
    "cypplan_readers": ("host",),
    "cypplan_audit_rules": ("host",),
    "cypplan_report_formats": ("host",),
    "cypplan_rag_rules": ("host",),
}


_TYPES = {"text": pl.String, "number": pl.Float64, "date": pl.Date}


@pytest.fixture
def registry(install: Install) -> Registry:
    """A registry of the frozen plugin, installed as its author has released it."""
    files = {f"first_release/{name}": (FROZEN / name).read_bytes() for name in SUMS}
    points = f"[{GROUP}]\nfirst = first_release\n"
    figures = io.BytesIO()
    pl.DataFrame(schema={column.name: _TYPES[column.type] for column in COLUMNS}).write_parquet(figures)
    files["first_release/figures.parquet"] = figures.getvalue()
    install("first", files=files, points=points, metadata="Requires-Dist: cypplan>=0.1\n")
    return Registry.from_entry_points(GROUP)


@pytest.mark.parametrize(("name", "expected"), SUMS.items())
def test_example_is_frozen(name: str, expected: str) -> None:
    """The example is what the first release promised, and not what suits a later one."""
    text = (FROZEN / name).read_text(encoding="utf-8")
    assert hashlib.sha256(text.encode()).hexdigest() == expected


def test_plugin_of_the_first_release_loads(registry: Registry) -> None:
    """Every hook of it is asked and everything that it supplies is used."""
    assert registry.failures == ()
    (info,) = registry.plugins
    assert set(info.hooks) == set(HOOKS_OF_THE_FIRST_RELEASE)
    assert dict(info.supplies) == {
        "cypplan_plans": ("first-2030",),
        "cypplan_indicators": ("first-attendance",),
        "cypplan_areas": ("E10000009", "E06000059"),
        "cypplan_comparator_sets": ("first-2025",),
        "cypplan_observations": ("first",),
        "cypplan_readers": ("first-survey",),
        "cypplan_audit_rules": ("FIRST-1",),
        "cypplan_report_formats": ("first-title",),
        "cypplan_rag_rules": ("first-plain",),
    }


def test_what_it_supplies_works(registry: Registry) -> None:
    """Its plan is read, its rules find and colour, its format renders, its areas know what became of them."""
    plan = registry.plan("first-2030")
    found = check(plan, registry=registry, as_of="2026-01-01")
    assert [one.message for one in found.of("FIRST-1")] == ["the title is short"]
    assert registry.rag_rules["first-plain"].rag(Status.MET) is Rag.GREEN
    assert registry.report_formats["first-title"].render(Document(title="A", blocks=())) == "A"
    old = registry.areas["E10000009"]
    assert isinstance(old, Area)
    assert [registry.areas[code].name for code in old.successors] == ["Dorset"]
    assert registry.neighbour_sets["first-2025"].of("E06000007") == ("E06000050", "E06000049")
    assert registry.readers["first-survey"].title == "The answers of a survey"


def test_hooks_of_the_first_release_are_there() -> None:
    """A hook is never removed, and neither is an argument of one; both may be added."""
    for hook, arguments in HOOKS_OF_THE_FIRST_RELEASE.items():
        there = list(inspect.signature(getattr(Specs, hook)).parameters)[1:]
        assert there[: len(arguments)] == list(arguments), hook
    assert list(HOOKS) == [name for name in vars(Specs) if name.startswith(PROJECT)]


def test_hook_may_grow_arguments() -> None:
    """An implementation that names fewer arguments than its hook offers goes on working."""

    class Grown:
        @hookspec
        def cypplan_plans(self, host: object, since: object) -> list[Path]:
            """A later release asks with more."""
            raise NotImplementedError

    class Old:
        @hookimpl
        def cypplan_plans(self) -> list[str]:
            return ["old"]

    manager = pluggy.PluginManager(PROJECT)
    manager.add_hookspecs(Grown)
    manager.register(Old())
    assert manager.hook.cypplan_plans(host=1, since=2) == [["old"]]


def test_host_says_which_release_asks() -> None:
    """A plugin can see which release it works with."""
    seen = []

    class Curious:
        @hookimpl
        def cypplan_plans(self, host: cypplan.plugins.Host) -> list[Path]:
            seen.append(host.version)
            return []

    assert Registry({"curious": Curious()}).plans == {}
    assert seen == [cypplan.__version__]
