"""The isolation zoo: whatever a plugin does, the others work, and what it did is said in full."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

import plugin_tools
import pytest
from plugin_tools import GROUP
from plugin_zoo import PLANS, ZOO, hook

import cypplan
from cypplan.errors import PluginError
from cypplan.plans import Plan, save
from cypplan.plugins import FailureKind, Registry
from cypplan.plugins.failures import REMEDIES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from plugin_tools import Install
    from plugin_zoo import Animal

GOOD = hook("yield indicator('one', 'good')\nyield indicator('two', 'good')") + hook(
    'return Path(__file__).parent.glob("good-*.toml")', PLANS
)


@pytest.fixture
def registry(install: Install) -> Iterator[Registry]:
    """A registry of a good plugin and of whatever a test installs before it is first asked."""
    site = install("good", GOOD)
    save(Plan(id="good-2030", title="Good", authority="E06000007"), site / "good-2030.toml")
    with_a_broken_one = _Later()
    plugin_tools.REGISTRY.append(with_a_broken_one)  # pyright: ignore[reportArgumentType]
    yield with_a_broken_one  # pyright: ignore[reportReturnType]
    plugin_tools.REGISTRY.remove(with_a_broken_one)  # pyright: ignore[reportArgumentType]


class _Later:
    """A registry that is made when it is first asked for something."""

    def __init__(self) -> None:
        self._made: Registry | None = None

    def __getattr__(self, name: str) -> object:
        self._made = self._made or Registry.from_entry_points(GROUP)
        return getattr(self._made, name)


def _good_works(registry: Registry) -> None:
    assert registry.plan("good-2030").title == "Good"
    assert [registry.indicators[name].title for name in ("one", "two")] == ["good", "good"]
    assert "good" in {info.name for info in registry.plugins}
    assert all(failure.plugin != "good" for failure in registry.failures)


@pytest.mark.parametrize("animal", ZOO.values(), ids=ZOO)
def test_animal(
    registry: Registry, install: Install, animal: Animal, capfd: pytest.CaptureFixture[str]
) -> None:
    """The others work; the failure says which plugin, which hook, what and what to do; nothing is printed."""
    animal.put("zz_animal", install)
    _good_works(registry)
    named = [failure for failure in registry.failures if failure.kind is animal.kind]
    assert named, registry.failures
    failure = named[0]
    assert (failure.plugin, failure.version, failure.hook) == ("zz_animal", "0.9", animal.where)
    assert animal.says in failure.cause
    assert len(str(failure)) < 1500
    assert str(failure).startswith("zz_animal 0.9")
    assert str(failure).endswith(f"To do: {REMEDIES[animal.kind]}")
    kept = tuple(name for name, one in registry.indicators.items() if one.title == "bad")
    assert kept == animal.kept
    assert capfd.readouterr().out == ""


def test_all_animals_at_once(
    registry: Registry, install: Install, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """All of them side by side: the others work, and the list in JSON tells the whole story."""
    from cypplan.cli.app import run

    names = {animal: f"zz_{at:02}" for at, animal in enumerate(ZOO)}
    for at, (animal, name) in enumerate(names.items()):
        folder = f"site{at}"  # each with its own files
        ZOO[animal].put(name, lambda *args, folder=folder, **more: install(*args, folder=folder, **more))
    _good_works(registry)
    monkeypatch.setattr(cypplan, "registry", lambda: registry)
    monkeypatch.setattr("sys.argv", ["cypplan", "plugins", "--format", "json"])
    with pytest.raises(SystemExit) as ended:
        run()
    assert ended.value.code == 0
    told = json.loads(capsys.readouterr().out)
    for animal, name in names.items():
        found = [one for one in told["failures"] if one["plugin"] == name]
        assert ZOO[animal].kind.value in {one["kind"] for one in found}, animal
        assert all(one["cause"] and one["remedy"] and one["version"] == "0.9" for one in found)
        assert ZOO[animal].where in {one["hook"] for one in found}, animal
    assert {"good"} <= {one["name"] for one in told["plugins"]}


@pytest.mark.parametrize("animal", ZOO.values(), ids=ZOO)
def test_strict_registry_raises(install: Install, animal: Animal) -> None:
    """A strict registry raises the failure, as a sentence, in place of keeping it."""
    install("good", GOOD)
    animal.put("zz_animal", install)
    registry = Registry.from_entry_points(GROUP, strict=True)
    plugin_tools.REGISTRY.append(registry)
    try:
        with pytest.raises(PluginError, match=r"^zz_animal 0\.9") as caught:
            assert registry.failures
    finally:
        plugin_tools.REGISTRY.remove(registry)
    assert str(caught.value).count("To do: ") == 1  # the failure itself, and none that holds it


def test_every_kind_of_failure_has_a_remedy() -> None:
    """No failure leaves its reader without a next step."""
    assert set(REMEDIES) == set(FailureKind)
    assert all(REMEDIES.values())


def test_duplicate_name(registry: Registry, install: Install) -> None:
    """Of two that bear one name, both are named: the one that is kept, and the one that is not."""
    install("other", hook("return []"), points=f"[{GROUP}]\ngood = other\n", version="2.0")
    _good_works_but_for_the_double(registry)


def _good_works_but_for_the_double(registry: Registry) -> None:
    assert registry.plan("good-2030").title == "Good"
    (failure,) = registry.failures
    assert (failure.plugin, failure.version, failure.kind) == ("good", "2.0", FailureKind.DUPLICATE)
    assert failure.cause.startswith('other cannot be used: another plugin is called so ("good 1.0", good)')


@pytest.mark.skipif(not hasattr(os, "symlink"), reason="needs symbolic links")
def test_link_out_of_the_package(registry: Registry, install: Install, tmp_path: Path) -> None:
    """A link that leads out of a package is not followed, whether a hook or the folder names it."""
    outside = tmp_path / "secret-1.toml"
    save(Plan(id="secret-1", title="Secret", authority="E06000007"), outside)
    site = install(
        "zz_bad", hook('return [Path(__file__).with_name("secret-1.toml")]', PLANS), folder="other"
    )
    (site / "secret-1.toml").symlink_to(outside)
    package = site / "zz_plans" / "plans"
    package.mkdir(parents=True)
    (package / "secret-2.toml").symlink_to(outside)
    install("zz_plans", points=f"[{GROUP}.plans]\nzz_plans = zz_plans\n", folder="other")
    _good_works(registry)
    assert list(registry.plans) == ["good-2030"]
    assert [(one.plugin, one.kind, one.hook) for one in registry.failures] == [
        ("zz_bad", FailureKind.OUTSIDE, PLANS),
        ("zz_plans", FailureKind.OUTSIDE, PLANS),
    ]
    assert str(outside) in registry.failures[0].cause


def test_link_inside_a_package_is_followed(install: Install) -> None:
    """A link to a file of the same package is as good as the file."""
    site = install("linked", points=f"[{GROUP}.plans]\nlinked = linked\n")
    package = site / "linked"
    (package / "plans").mkdir(parents=True)
    save(Plan(id="a-1", title="A", authority="E06000007"), package / "real.data")
    (package / "plans" / "a-1.toml").symlink_to(package / "real.data")
    registry = Registry.from_entry_points(GROUP)
    assert registry.plan("a-1").title == "A"
    assert registry.failures == ()
