"""The registry: what the installed plugins supply, and which of them failed, and why."""

from __future__ import annotations

import contextlib
import functools
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

import attrs
import pluggy

from cypplan.errors import Fault, LookupFailed, PlanFileError, did_you_mean
from cypplan.plugins.discovery import entry_points
from cypplan.plugins.specs import PROJECT, Specs

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from cypplan.areas import Areas
    from cypplan.comparators import NeighbourSet
    from cypplan.indicators import Indicator
    from cypplan.observations.sets import ObservationSet
    from cypplan.plans.model import Plan

__all__ = ["Failure", "PlanEntry", "PluginInfo", "Registry"]

_Value = TypeVar("_Value")


@attrs.frozen
class PluginInfo:
    """A plugin that was loaded."""

    name: str
    version: str | None
    path: str | None
    hooks: tuple[str, ...]


@attrs.frozen
class Failure:
    """A plugin, or a part of what it supplies, that could not be used; the rest works without it."""

    plugin: str
    version: str | None
    cause: str
    """What went wrong and what to do."""
    hook: str | None = None
    """The hook in which it went wrong; ``None`` where the plugin did not load at all."""

    def __str__(self) -> str:
        name = f"{self.plugin} {self.version}" if self.version else self.plugin
        return f"{name}, in {self.hook}: {self.cause}" if self.hook else f"{name}: {self.cause}"


@attrs.frozen
class PlanEntry:
    """A plan that a plugin supplies, not read yet."""

    id: str
    path: Path
    plugin: str

    def load(self) -> Plan:
        """Read the plan; raise :class:`PlanFileError` with every fault of its file."""
        from cypplan.plans.file import load  # noqa: PLC0415 (listing plans must not load the plan room)

        plan = load(self.path)
        if plan.id != self.id:
            fault = Fault("id", f'is "{plan.id}", but the file is named "{self.path.name}"; make them agree')
            raise PlanFileError(self.path.name, [fault])
        return plan


_LONGEST: Final = 200


def _cause(error: BaseException) -> str:
    try:
        text = str(error).strip()
    except Exception:  # noqa: BLE001 (a plugin's exception may fail to describe itself)
        text = ""
    return f"{type(error).__name__}: {text}" if text else type(error).__name__


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


class Registry:
    """What a set of plugins supplies. Each is loaded by itself; what fails is kept in ``failures``.

    Plugins are asked in the order of their names. Where two supply one id, the first is kept and the
    second becomes a failure that names both.
    """

    def __init__(self, plugins: Mapping[str, object] | None = None) -> None:
        """Make a registry of given plugins: name to module or object with hook implementations."""
        self._manager = pluggy.PluginManager(PROJECT)
        self._manager.add_hookspecs(Specs)
        self._failures: list[Failure] = []
        self._versions: dict[str, str | None] = {}
        for name in sorted(plugins or {}):
            self._register(name, (plugins or {})[name], None)

    @classmethod
    def from_entry_points(cls, group: str = PROJECT) -> Registry:
        """Make a registry of every installed distribution with an entry point in ``group``."""
        registry = cls()
        for entry in entry_points(group):
            try:
                plugin = entry.load()
            except KeyboardInterrupt:
                raise
            except BaseException as error:  # noqa: BLE001 (a plugin may raise anything; it is recorded)
                registry._failures.append(
                    Failure(entry.name, entry.version, f"{entry.value} did not load: {_cause(error)}")
                )
                continue
            registry._register(entry.name, plugin, entry.version)
        return registry

    def _register(self, name: str, plugin: object, version: str | None) -> None:
        if taken := self._taken(name, plugin):
            self._failures.append(Failure(name, version, f"cannot be registered: {taken}"))
            return
        try:
            self._manager.register(plugin, name)
        except KeyboardInterrupt:
            raise
        except BaseException as error:  # noqa: BLE001 (as above)
            self._forget(name)
            self._failures.append(Failure(name, version, f"cannot be registered: {_cause(error)}"))
            return
        self._versions[name] = version
        known = [hook for hook in vars(Specs) if hook.startswith(PROJECT)]
        for caller in self._manager.get_hookcallers(plugin) or ():
            if caller.spec is None:
                cause = f'implements "{caller.name}", which is no hook.{did_you_mean(caller.name, known)}'
                self._failures.append(Failure(name, version, cause, caller.name))

    def _taken(self, name: str, plugin: object) -> str | None:
        """Say why a plugin cannot stand under a name, or return ``None``."""
        if plugin is None:
            return "it is None; name a module, or an object with hooks"
        if self._manager.has_plugin(name):
            other = f"{name} {self._versions[name]}" if self._versions[name] else name
            return f'another plugin is called so ("{other}") and is kept; rename one of the entry points'
        if other := self._manager.get_name(plugin):
            return f'it is the plugin "{other}", which is kept; remove one of the entry points'
        return None

    def _forget(self, name: str) -> None:
        """Take out what a failed registration has left: a plugin supplies all that it can, or nothing."""
        with contextlib.suppress(Exception):
            self._manager.unregister(name=name)

    def _supplied(self, hook: str, wanted: type[_Value]) -> Iterator[tuple[str, _Value]]:
        """Yield plugin name and value for everything that plugins return from a hook, in order of names."""
        caller: pluggy.HookCaller = getattr(self._manager.hook, hook)
        for implementation in sorted(caller.get_hookimpls(), key=lambda impl: impl.plugin_name):
            name = implementation.plugin_name
            values: list[_Value] = []
            try:  # what came before an exception counts
                for value in self._checked(name, hook, wanted, implementation.function()):
                    values.append(value)  # noqa: PERF402 (a list made at once would lose them)
            except KeyboardInterrupt:
                raise
            except BaseException as error:  # noqa: BLE001 (as above)
                self._fail(name, hook, _cause(error))
            yield from ((name, value) for value in values)

    def _checked(self, name: str, hook: str, wanted: type[_Value], values: Any) -> Iterator[_Value]:  # noqa: ANN401
        if isinstance(values, str | bytes) or not hasattr(values, "__iter__"):
            self._fail(name, hook, f"returned {_shown(values)}; return an iterable of {wanted.__name__}")
            return
        for value in values:
            if isinstance(value, wanted):
                yield value
            else:
                self._fail(
                    name, hook, f"returned {_shown(value)} among its values; return only {wanted.__name__}"
                )

    def _fail(self, name: str, hook: str, cause: str) -> None:
        self._failures.append(Failure(name, self._versions.get(name), cause, hook))

    def _index(self, hook: str, named: Iterable[tuple[str, str, _Value]]) -> dict[str, _Value]:
        """Index values by id; of two with one id the first is kept and the second is a failure."""
        index: dict[str, tuple[str, _Value]] = {}
        for plugin, name, value in named:
            owner, kept = index.setdefault(name, (plugin, value))
            if kept is not value:
                cause = f'supplies "{name}", which the plugin "{owner}" supplies already; that one is kept'
                self._fail(plugin, hook, cause)
        return {name: value for name, (_, value) in index.items()}

    @functools.cached_property
    def plans(self) -> Mapping[str, PlanEntry]:
        """Plans by id, not read yet."""
        hook = "cypplan_plans"
        entries = [(name, PlanEntry(path.stem, path, name)) for name, path in self._supplied(hook, Path)]
        return self._index(hook, ((name, entry.id, entry) for name, entry in entries))

    def plan(self, name: str) -> Plan:
        """Read the plan of that id; raise :class:`LookupFailed` if no plugin supplies it."""
        if name not in self.plans:
            what = "plan"
            raise LookupFailed(what, name, list(self.plans))
        return self.plans[name].load()

    @functools.cached_property
    def indicators(self) -> Mapping[str, Indicator]:
        """Indicators by id."""
        from cypplan.indicators import Indicator  # noqa: PLC0415 (each room is loaded when it is asked for)

        hook = "cypplan_indicators"
        return self._index(hook, ((plugin, one.id, one) for plugin, one in self._supplied(hook, Indicator)))

    @functools.cached_property
    def areas(self) -> Areas:
        """All areas."""
        from cypplan.areas import Area, Areas  # noqa: PLC0415 (as above)

        hook = "cypplan_areas"
        index = self._index(hook, ((plugin, one.code, one) for plugin, one in self._supplied(hook, Area)))
        return Areas(index.values())

    @functools.cached_property
    def neighbour_sets(self) -> Mapping[str, NeighbourSet]:
        """Versions of the statistical neighbours, by version."""
        from cypplan.comparators import NeighbourSet  # noqa: PLC0415 (as above)

        hook = "cypplan_comparator_sets"
        return self._index(
            hook, ((plugin, one.version, one) for plugin, one in self._supplied(hook, NeighbourSet))
        )

    @functools.cached_property
    def observation_sets(self) -> Mapping[str, ObservationSet]:
        """Sets of published figures, by id."""
        from cypplan.observations.sets import ObservationSet  # noqa: PLC0415 (as above)

        hook = "cypplan_observations"
        return self._index(
            hook, ((plugin, one.id, one) for plugin, one in self._supplied(hook, ObservationSet))
        )

    @property
    def plugins(self) -> tuple[PluginInfo, ...]:
        """The plugins that were loaded, by name."""
        infos = []
        for name, plugin in sorted(self._manager.list_name_plugin()):
            hooks = tuple(sorted(caller.name for caller in self._manager.get_hookcallers(plugin) or ()))
            infos.append(PluginInfo(name, self._versions.get(name), getattr(plugin, "__file__", None), hooks))
        return tuple(infos)

    @property
    def failures(self) -> tuple[Failure, ...]:
        """Everything that went wrong in any plugin. Asks every hook, and reads every plan, to know."""
        for part in ("indicators", "neighbour_sets", "observation_sets", "areas"):
            getattr(self, part)
        broken = []
        for entry in self.plans.values():
            try:
                entry.load()
            except Exception as error:  # noqa: BLE001 (the registry goes on whatever a plan file holds)
                broken.append(
                    Failure(entry.plugin, self._versions.get(entry.plugin), _cause(error), "cypplan_plans")
                )
        return (*self._failures, *broken)
