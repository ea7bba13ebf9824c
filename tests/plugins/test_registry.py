"""The registry: what good plugins supply, in one order, and what it says of them."""

from __future__ import annotations

import itertools
import time
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from plugin_tools import GROUP

import cypplan
from cypplan.areas import Area, AreaKind
from cypplan.comparators import NeighbourSet
from cypplan.errors import LookupFailed, PlanFileError
from cypplan.indicators import Form, Indicator
from cypplan.observations.sets import ObservationSet
from cypplan.plans import Plan, save
from cypplan.plugins import Failure, FailureKind, PluginInfo, Registry, default_registry, hookimpl
from cypplan.plugins.kinds import HOOKS
from cypplan.plugins.loading import MOST
from cypplan.units import Unit

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from plugin_tools import Install


def indicator(name: str, title: str = "An indicator") -> Indicator:
    """An indicator of that id."""
    return Indicator(id=name, title=title, form=Form.LEVEL, unit=Unit.parse("percent_of_pupils"))


def plugin(**hooks: Callable[[], Any]) -> SimpleNamespace:
    """A plugin with these hooks, named without their prefix."""
    return SimpleNamespace(**{
        f"cypplan_{name}": hookimpl(hook, specname=f"cypplan_{name}") for name, hook in hooks.items()
    })  # fmt: skip


def plan_file(folder: Path, name: str, *, says: str | None = None) -> Path:
    """A plan file of that name, whose plan has that id or another."""
    path = folder / f"{name}.toml"
    save(Plan(id=says or name, title=f"The plan {name}", authority="E06000007"), path)
    return path


def test_everything_supplied_is_there(tmp_path: Path) -> None:
    """What a plugin returns from each hook is found under its id, in the order of plugins' names."""
    area = Area("E06000007", "Warrington", AreaKind.AUTHORITY)
    version = NeighbourSet(version="2025", title="Neighbours", source="a source", members={})
    figures = ObservationSet(id="figures", title="Figures", path=tmp_path / "figures.parquet")
    figures.path.touch()
    path = plan_file(tmp_path, "a-2030")
    registry = Registry({
        "later": plugin(indicators=lambda: [indicator("c"), indicator("a")]),
        "early": plugin(
            plans=lambda: [path],
            indicators=lambda: iter([indicator("b")]),
            areas=lambda: (area,),
            comparator_sets=lambda: iter((version,)),
            observations=lambda: [figures],
        ),
    })  # fmt: skip
    assert list(registry.indicators) == ["b", "c", "a"]
    assert list(registry.areas) == [area]
    assert dict(registry.neighbour_sets) == {"2025": version}
    assert dict(registry.observation_sets) == {"figures": figures}
    assert [(entry.id, entry.path, entry.plugin) for entry in registry.plans.values()] == [
        ("a-2030", path, "early")
    ]
    assert registry.plan("a-2030").title == "The plan a-2030"
    assert registry.failures == ()


def test_order_does_not_depend_on_the_order_of_registration() -> None:
    """Two registries of the same plugins are alike, failures included, however they were put together."""
    plugins = {
        name: plugin(indicators=lambda name=name: [indicator(name), indicator("shared", name), 5])
        for name in ("b", "d", "a", "c")
    }
    one, other = Registry(plugins), Registry(dict(reversed(plugins.items())))
    assert list(one.indicators) == list(other.indicators) == ["a", "shared", "b", "c", "d"]
    assert one.indicators["shared"].title == other.indicators["shared"].title == "a"
    assert one.failures == other.failures
    assert one.failures


def test_hooks_are_asked_once() -> None:
    """A registry keeps what it was told, failures too: asking twice neither asks nor fails twice."""
    calls: list[int] = []

    def hook() -> list[object]:
        calls.append(1)
        return [indicator("a"), None]

    registry = Registry({"p": plugin(indicators=hook)})
    assert not calls
    assert registry.failures == registry.failures
    assert len(registry.failures) == 1
    assert registry.indicators is registry.indicators
    assert calls == [1]


def test_endless_hook_is_asked_for_so_many_values() -> None:
    """A hook without an end is used up to the limit, and one value that comes again is one value."""
    one = indicator("a")
    registry = Registry({"p": plugin(indicators=lambda: itertools.repeat(one))})
    assert len(registry.loader.ask(HOOKS["cypplan_indicators"])) == MOST
    assert registry.plugins[0].supplies == {"cypplan_indicators": ("a",)}
    fine = Registry({"p": plugin(indicators=lambda: itertools.repeat(one, MOST))})
    assert fine.failures == ()


def test_threads_ask_once() -> None:
    """Several threads that want the same at the same time ask a plugin once, and get the same."""
    calls: list[int] = []

    def hook() -> list[Indicator]:
        calls.append(1)
        time.sleep(0.05)
        return [indicator("a")]

    registry = Registry({"p": plugin(indicators=hook)})
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: registry.indicators, range(8)))
    assert calls == [1]
    assert all(one is found[0] for one in found)


def test_unknown_plan_names_the_nearest(tmp_path: Path) -> None:
    """A misspelt id is answered with the nearest one that there is."""
    registry = Registry({"p": plugin(plans=lambda: [plan_file(tmp_path, "warrington-care-2018")])})
    with pytest.raises(LookupFailed) as caught:
        registry.plan("warington-care-2018")
    assert str(caught.value) == 'no plan "warington-care-2018". Did you mean "warrington-care-2018"?'
    with pytest.raises(LookupFailed, match="There is: warrington-care-2018") as caught:
        registry.plan("xyz")
    assert caught.value.known == ("warrington-care-2018",)


def test_plan_unlike_its_file_name_is_refused(tmp_path: Path) -> None:
    """A plan whose id is not its file's name would be found under a name it does not bear."""
    path = plan_file(tmp_path, "a-2030", says="b-2030")
    with pytest.raises(
        PlanFileError, match=r'a-2030\.toml.*\n  id: is "b-2030", but the file is named'
    ) as caught:
        Registry({"p": plugin(plans=lambda: [path])}).plan("a-2030")
    assert [fault.path for fault in caught.value.faults] == ["id"]


def test_plugins_are_listed(install: Install) -> None:
    """A loaded plugin is listed with name, version, place and hooks."""
    site = install(
        "one",
        """
        from cypplan.plugins import hookimpl

        @hookimpl
        def cypplan_plans():
            return []

        @hookimpl
        def cypplan_areas():
            return []
        """,
        version="2.5",
    )
    registry = Registry.from_entry_points(GROUP)
    path = str(site / "one.py")
    (info,) = registry.plugins
    hooks = ("cypplan_areas", "cypplan_plans")
    assert info == PluginInfo("one", "2.5", path, hooks, distribution="one", origin="installed")
    assert info.seconds > 0
    assert Registry({"x": plugin(areas=lambda: iter(()))}).plugins == (
        PluginInfo("x", None, None, ("cypplan_areas",)),
    )


def test_empty_registry_supplies_nothing() -> None:
    """Without plugins everything is empty, and nothing has failed."""
    registry = Registry()
    assert not registry.plans
    assert not registry.indicators
    assert not registry.neighbour_sets
    assert not registry.observation_sets
    assert len(registry.areas) == 0
    assert registry.plugins == registry.failures == ()


def test_registries_are_apart() -> None:
    """A registry is an object: what one holds, another does not."""
    Registry({"p": plugin(indicators=lambda: [indicator("a")])})
    assert not Registry().indicators


def test_front_door_has_one_registry_without_failures() -> None:
    """The front door keeps one registry of what is installed, in which nothing has failed."""
    assert cypplan.registry() is default_registry()
    assert {"england", "warrington", "worcestershire"} <= {info.name for info in cypplan.registry().plugins}
    assert cypplan.registry().failures == ()


def test_failure_reads_as_a_sentence() -> None:
    """A failure names plugin, version, hook and cause, as far as there are such."""
    raised = Failure("p", "1.0", FailureKind.RAISED, "broke", "cypplan_plans")
    remedy = "its author mends the function; what came before the error is used"
    assert str(raised) == f"p 1.0, in cypplan_plans: broke. To do: {remedy}"
    assert str(Failure("p", None, FailureKind.RAISED, "broke")) == f"p: broke. To do: {remedy}"
