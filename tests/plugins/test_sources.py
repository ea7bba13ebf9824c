"""Where plugins come from: packages of plan files alone, local files and folders; and which are wanted."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import pytest
from plugin_tools import GROUP
from plugin_zoo import hook

from cypplan.errors import PluginError
from cypplan.plans import Plan, save
from cypplan.plugins import FailureKind, PlanHead, Registry, settings

if TYPE_CHECKING:
    from pathlib import Path

    from plugin_tools import Install


def plan_file(folder: Path, name: str, title: str = "A plan") -> Path:
    """Write a plan file."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.toml"
    save(Plan(id=name, title=title, authority="E06000007"), path)
    return path


def plan_package(install: Install, name: str, *plans: str, inner: str = "") -> Path:
    """Install a package that holds plan files and no code."""
    site = install(f"{name}_dist", points=f"[{GROUP}.plans]\n{name} = {name}\n")
    for plan in plans:
        plan_file(site / name / inner, plan)
    return site / name


@pytest.mark.parametrize("inner", ["", "plans"])
def test_package_of_plan_files_needs_no_code(install: Install, inner: str) -> None:
    """An entry point to a folder of plan files is a plugin; nothing of it is imported."""
    folder = plan_package(install, "somewhere", "b-2030", "a-2030", inner=inner)
    registry = Registry.from_entry_points(GROUP)
    assert list(registry.plans) == ["a-2030", "b-2030"]
    assert registry.plan("a-2030").title == "A plan"
    assert registry.failures == ()
    (info,) = registry.plugins
    assert (info.name, info.distribution, info.hooks) == ("somewhere", "somewhere-dist", ())
    assert info.path == str(folder)
    assert dict(info.supplies) == {"cypplan_plans": ("a-2030", "b-2030")}
    assert "somewhere" not in sys.modules


def test_package_of_plan_files_may_be_named_among_hooks(install: Install) -> None:
    """A package without hooks that holds plan files supplies these, under either group."""
    site = install(
        "plain", points=f"[{GROUP}]\nplain = plain_package\n", files={"plain_package/__init__.py": b""}
    )
    plan_file(site / "plain_package" / "plans", "a-2030")
    registry = Registry.from_entry_points(GROUP)
    assert registry.plan("a-2030").title == "A plan"
    assert registry.failures == ()


def test_one_plugin_may_have_hooks_and_plan_files(install: Install) -> None:
    """A distribution that stands in both groups under one name is one plugin."""
    points = f"[{GROUP}]\nboth = both_code\n[{GROUP}.plans]\nboth = both_plans\n"
    site = install("both", points=points, files={"both_code.py": hook("return [indicator('a')]").encode()})
    plan_file(site / "both_plans", "a-2030")
    registry = Registry.from_entry_points(GROUP)
    assert list(registry.indicators) == ["a"]
    assert list(registry.plans) == ["a-2030"]
    assert registry.failures == ()
    assert [info.name for info in registry.plugins] == ["both"]


@pytest.mark.parametrize(
    ("value", "kind", "says"),
    [
        ("nowhere_at_all", FailureKind.NOT_FOUND, 'no folder of the package "nowhere_at_all"'),
        ("no such thing", FailureKind.NOT_FOUND, "names no object"),
        ("empty_package", FailureKind.NO_HOOK, "has no hook and no plan file"),
    ],
)
def test_package_that_is_not_as_said(install: Install, value: str, kind: FailureKind, says: str) -> None:
    """An entry point that leads to no folder, or to one without plan files, is named."""
    site = install("odd", points=f"[{GROUP}.plans]\nodd = {value}\n")
    (site / "empty_package").mkdir()
    (failure,) = Registry.from_entry_points(GROUP).failures
    assert (failure.plugin, failure.kind) == ("odd", kind)
    assert says in failure.cause


def test_two_packages_with_one_plan(install: Install) -> None:
    """Both packages are named; the plan of the first is used."""
    plan_package(install, "aa", "same-2030")
    plan_package(install, "bb", "same-2030")
    registry = Registry.from_entry_points(GROUP)
    assert registry.plans["same-2030"].plugin == "aa"
    (failure,) = registry.failures
    assert (failure.plugin, failure.kind) == ("bb", FailureKind.CLASH)
    assert 'the plugin "aa" supplies already' in failure.cause


def test_nothing_is_read_before_it_is_asked_for(install: Install) -> None:
    """Of many packages only the opened plan is parsed: the files of the others may hold anything."""
    for number in range(20):
        folder = plan_package(install, f"p{number}")
        folder.mkdir()
        (folder / f"p{number}-2030.toml").write_bytes(b"\xff")
    plan_package(install, "wanted", "wanted-2030")
    registry = Registry.from_entry_points(GROUP)
    assert registry.plan("wanted-2030").title == "A plan"
    assert len(registry.plans) == 21
    assert registry.failures_so_far == ()
    assert len(registry.failures) == 20


def test_heads_are_read_and_no_more(tmp_path: Path) -> None:
    """A list of plans reads what stands before the first table; a fault after that comes with reading."""
    path = plan_file(tmp_path, "a-2030", "Title")
    path.write_text(f'{path.read_text()}\nvalues = [\n  "[a line in a list]",\n]\n[period]\nnonsense\n')
    registry = Registry.from_local(tmp_path)
    head = registry.heads["a-2030"]
    assert (head.id, head.title, head.authority, head.edition) == ("a-2030", "Title", "E06000007", None)
    assert registry.failures_so_far == ()
    (failure,) = registry.failures
    assert "is not TOML" in failure.cause


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("nonsense", "is not TOML"),
        ("schema_version = 1\n", "id: is missing at the top of the file"),
        ('schema_version = 1\nid = "b"\ntitle = "B"\nauthority = "E06000007"\n', 'id: is "b", but the file'),
        ('schema_version = 9\nid = "a"\n', "schema_version: is 9; this release of cypplan reads only"),
        ('id = "a"\n', "schema_version: is missing"),
        ("[period]\n", "schema_version: is missing"),
        ("# " + "x" * 70_000, "has no table in its first 65,536 bytes"),
    ],
)
def test_head_with_a_fault(tmp_path: Path, text: str, says: str) -> None:
    """A head that cannot be read is a failure, and the plan is not listed."""
    (tmp_path / "a.toml").write_text(text, encoding="utf-8")
    registry = Registry.from_local(tmp_path)
    assert dict(registry.heads) == {}
    (failure,) = registry.failures_so_far
    assert (failure.plugin, failure.kind, failure.hook) == ("a", FailureKind.PLAN_FILE, "cypplan_plans")
    assert says in failure.cause


def test_heads_say_what_plans_say() -> None:
    """What lists show of the installed plans is what stands in the plans read whole."""
    registry = Registry.from_entry_points()
    assert set(registry.heads) == set(registry.plans)
    for name, head in registry.heads.items():
        plan = registry.plan(name)
        assert head == PlanHead(plan.id, plan.title, plan.authority, plan.edition, plan.supersedes)


@pytest.mark.parametrize(
    "trap",
    [
        'vision = """\ntitle = "trap"\n"""',
        "vision = '''\nedition = \"trap\"\n'''",
        'values = [\n["x"],\n]\n[period]\nedition = "trap"',
        '  [period]\n  edition = "trap"',
        '  [period] # of the plan\nedition = "trap"',
        '[[measures]]\ntitle = "trap"',
        'titles = "trap"',
    ],
)
def test_head_is_not_fooled(tmp_path: Path, trap: str) -> None:
    """A line inside a long text, or of a table, is none of the head's own."""
    text = f'schema_version = 1\nid = "a"\nauthority = "E06000007"\ntitle = "true"\n{trap}\n'
    (tmp_path / "a.toml").write_text(text, encoding="utf-8")
    assert Registry.from_local(tmp_path).heads["a"] == PlanHead("a", "true", "E06000007")


def test_head_goes_on_after_a_list(tmp_path: Path) -> None:
    """A line of a list that begins with a bracket is no table."""
    head = 'schema_version = 1\nid = "a"\nauthority = "E06000007"\ntitle = "A"\n'
    text = f'{head}values = [\n["x"],\n]\nedition = "2"\n'
    (tmp_path / "a.toml").write_text(text, encoding="utf-8")
    assert Registry.from_local(tmp_path).heads["a"].edition == "2"


def test_head_in_any_order_and_spelling(tmp_path: Path) -> None:
    """Keys may come after long lists, be quoted or aligned, and hold texts of several lines."""
    text = (
        'principles = [\n  "one",\n]\n"id"   =   "a"\nauthority = "E06000007" # Warrington\n'
        'title = """\nTwo \\\n lines"""\nschema_version=1\nedition = \'second\'\n'
    )
    (tmp_path / "a.toml").write_text(text, encoding="utf-8")
    assert Registry.from_local(tmp_path).heads["a"] == PlanHead("a", "Two lines", "E06000007", "second")


def test_head_cut_within_a_character(tmp_path: Path) -> None:
    """A long file is cut after so many bytes, which may be in the middle of a letter."""
    start = 'schema_version = 1\nid = "a"\ntitle = "A"\nauthority = "E06000007"\n[period]\n#'
    for length in range(65_530, 65_540):
        (tmp_path / "a.toml").write_text(f"{start.ljust(length, '.')}€€€€", encoding="utf-8")
        assert list(Registry.from_local(tmp_path).heads) == ["a"]


def test_local_folder(tmp_path: Path, install: Install) -> None:
    """A folder holds plan files, modules and packages; each is a plugin, nearer than the installed ones."""
    assert install("near", hook("return [indicator('far')]"))
    plan_file(tmp_path / "own", "file-2030")
    plan_file(tmp_path / "own" / "folder" / "plans", "folder-2030")
    (tmp_path / "own" / "near.py").write_text(hook("return [indicator('near')]"), encoding="utf-8")
    package = tmp_path / "own" / "package"
    plan_file(package / "plans", "package-2030")
    (package / "__init__.py").write_text("from .inner import *", encoding="utf-8")
    (package / "inner.py").write_text(hook("return [indicator('inner')]"), encoding="utf-8")
    (tmp_path / "own" / "_private.py").write_text("raise ValueError", encoding="utf-8")
    (tmp_path / "own" / "notes.txt").touch()
    registry = Registry.from_entry_points(GROUP, local=[tmp_path / "own"])
    assert list(registry.indicators) == ["near", "inner"]
    assert list(registry.plans) == ["file-2030", "folder-2030"]
    (failure,) = registry.failures
    assert (failure.plugin, failure.kind) == ("near", FailureKind.DUPLICATE)
    assert str(tmp_path / "own" / "near.py") in failure.cause
    assert {info.name: info.origin for info in registry.plugins} == dict.fromkeys(
        ("file-2030", "folder", "near", "package"), "local"
    )


def test_single_files(tmp_path: Path) -> None:
    """A plan file and a module alone are plugins."""
    path = plan_file(tmp_path, "a-2030")
    (tmp_path / "code.py").write_text(hook("return [indicator('a')]"), encoding="utf-8")
    registry = Registry.from_local(path, tmp_path / "code.py")
    assert (list(registry.plans), list(registry.indicators)) == (["a-2030"], ["a"])
    assert registry.failures == ()


def test_local_path_without_a_plugin(tmp_path: Path) -> None:
    """A path that is not there, or holds nothing, is named; what else there is works."""
    path = plan_file(tmp_path / "some", "a-2030")
    (tmp_path / "empty").mkdir()
    registry = Registry.from_local(tmp_path / "none", tmp_path / "empty", path)
    assert list(registry.plans) == ["a-2030"]
    assert {failure.kind for failure in registry.failures} == {FailureKind.NOT_FOUND}
    causes = [failure.cause for failure in registry.failures]
    assert any("there is no file or folder" in cause for cause in causes)
    assert any("holds no plugin" in cause for cause in causes)


def test_local_module_says_which_cypplan_it_needs(tmp_path: Path) -> None:
    """A module that needs another release says so in a line, which is read without running it."""
    code = 'requires_cypplan = ">=99"\nraise AssertionError\n'
    (tmp_path / "newer.py").write_text(code, encoding="utf-8")
    (failure,) = Registry.from_local(tmp_path).failures
    assert failure.kind is FailureKind.VERSION
    assert failure.cause.startswith("needs cypplan >=99, and this is ")


def test_block_and_allow(install: Install) -> None:
    """A blocked plugin is not loaded, not even to fail; with names allowed, no other is."""
    for name in ("a", "b", "c"):
        install(
            f"plugin_{name}",
            hook(f"return [indicator('{name}')]"),
            points=f"[{GROUP}]\n{name} = plugin_{name}\n",
        )
    install("bad", "raise SystemExit")
    registry = Registry.from_entry_points(GROUP, block=["bad", "b"])
    assert (list(registry.indicators), registry.blocked) == (["a", "c"], ("b", "bad"))
    assert registry.failures == ()
    registry = Registry.from_entry_points(GROUP, allow=["c", "b"], block=["b"])
    assert (list(registry.indicators), registry.blocked) == (["c"], ("a", "b", "bad"))


def test_misspelt_name_is_reported(install: Install) -> None:
    """A name that blocks nothing would leave its author in the belief that it does."""
    install("warrington", hook("return []"))
    (failure,) = Registry.from_entry_points(GROUP, block=["warington"]).failures
    assert (failure.plugin, failure.kind) == ("warington", FailureKind.UNKNOWN_NAME)
    assert failure.cause.endswith('Did you mean "warrington"?')


def test_environment_and_options(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The variables say what is blocked, allowed and local, and whether to be strict; options set them."""
    first, second = plan_file(tmp_path / "one", "a-2030"), plan_file(tmp_path / "two", "b-2030")
    for variable in (settings.BLOCK, settings.ALLOW, settings.LOCAL, settings.STRICT):
        monkeypatch.setenv(variable, "")
    monkeypatch.setenv(settings.LOCAL, os.pathsep.join([str(first), str(second.parent)]))
    assert {"a-2030", "b-2030", "warrington-care-2018"} <= set(settings.from_environment().plans)
    monkeypatch.setenv(settings.BLOCK, "a-2030, warrington")
    assert {"a-2030", "warrington"} <= set(settings.from_environment().blocked)
    monkeypatch.setenv(settings.BLOCK, "")
    settings.put(allow=["a-2030", "b-2030"], strict=True)
    registry = settings.from_environment()
    assert list(registry.plans) == ["a-2030", "b-2030"]
    first.write_text("nonsense", encoding="utf-8")
    with pytest.raises(PluginError, match="a-2030"):
        assert settings.from_environment().heads


def test_plans_of_a_package_for_another_release(install: Install) -> None:
    """A plan whose package needs a newer cypplan is not listed, and opening it says why; others are."""
    plan_package(install, "fits", "fits-2030")
    site = plan_package(install, "newer", "newer-2030").parent
    info = next(site.glob("newer_dist-*.dist-info"))
    (info / "METADATA").write_text("Name: newer\nRequires-Dist: cypplan>=99\n", encoding="utf-8")
    registry = Registry.from_entry_points(GROUP)
    with pytest.raises(PluginError, match='"newer-2030" cannot be read: newer needs cypplan >=99'):
        registry.plan("newer-2030")
    assert list(registry.heads) == ["fits-2030"]
    assert [info.name for info in registry.plugins] == ["fits"]
    (failure,) = registry.failures
    assert (failure.plugin, failure.kind) == ("newer", FailureKind.VERSION)
