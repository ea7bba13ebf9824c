"""The registry: what a set of plugins supplies, and which of them failed, and why."""

from __future__ import annotations

import functools
import os
import threading
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import attrs

from cypplan.errors import LookupFailed, PlanFileError, PluginError
from cypplan.plugins.entries import PlanEntry
from cypplan.plugins.failures import Failure, FailureKind, cause_of
from cypplan.plugins.guarded import Guard, guarded
from cypplan.plugins.kinds import HOOKS
from cypplan.plugins.loading import Loader, Log
from cypplan.plugins.sources import given, installed, local
from cypplan.plugins.specs import PROJECT

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from cypplan.areas import Areas
    from cypplan.comparators import NeighbourSet
    from cypplan.indicators import Indicator
    from cypplan.observations.readers.protocol import Reader
    from cypplan.observations.sets import ObservationSet
    from cypplan.plans.model import Plan
    from cypplan.plugins.entries import PlanHead
    from cypplan.plugins.kinds import AuditRule, HookKind, RagRule, ReportFormat
    from cypplan.plugins.loading import Plugin
    from cypplan.plugins.sources import Candidate

__all__ = ["PluginInfo", "Registry"]

_PLANS = "cypplan_plans"
_OBSERVATIONS = "cypplan_observations"


def _frozen(supplies: Mapping[str, Iterable[str]]) -> Mapping[str, tuple[str, ...]]:
    return MappingProxyType({hook: tuple(ids) for hook, ids in supplies.items()})


@attrs.frozen
class PluginInfo:
    """A plugin that can be used."""

    name: str
    version: str | None
    path: str | None
    """The file of its module, or the folder or file of its plans."""
    hooks: tuple[str, ...] = attrs.field(converter=tuple)
    """The hooks that it implements; none where it is plan files alone."""
    distribution: str | None = None
    """The installed package that it comes with."""
    origin: str = "given"
    """How it came here: given, local or installed."""
    supplies: Mapping[str, tuple[str, ...]] = attrs.field(default={}, converter=_frozen)
    """By hook, the ids of what is used of it."""
    seconds: float = attrs.field(default=0.0, eq=False)
    """Time spent in its code, to import it and to ask its hooks."""


class Registry:
    """What a set of plugins supplies. Each is loaded by itself; what fails is kept in ``failures``.

    Nothing is loaded before it is asked for, and nothing is asked twice. Plugins are asked in the order of
    their names, those of local folders before installed ones. Where two supply one id, the first is kept
    and the second becomes a failure that names both. A strict registry raises :class:`PluginError` at the
    first failure instead.
    """

    def __init__(
        self,
        plugins: Mapping[str, object] | None = None,
        *,
        strict: bool = False,
        loader: Loader | None = None,
    ) -> None:
        """Make a registry of given plugins: name to module or object with hook implementations.

        ``loader`` is for the constructors below, which find plugins elsewhere.
        """
        self.loader: Loader = loader or Loader(given(plugins or {}), Log(strict=strict))
        self._log: Log = self.loader.log
        self._lock = threading.RLock()
        self._asked: dict[str, Mapping[str, Any]] = {}
        self._asking: set[str] = set()
        self._unread: dict[str, Failure] = {}

    @classmethod
    def from_entry_points(
        cls,
        group: str = PROJECT,
        *,
        local: Iterable[str | os.PathLike[str]] = (),
        block: Collection[str] = (),
        allow: Collection[str] | None = None,
        strict: bool = False,
    ) -> Registry:
        """Make a registry of every installed distribution with an entry point in a group.

        Parameters
        ----------
        group
            The group of plugins with hooks; packages of plan files alone stand in the group of that name
            with ``.plans`` after it.
        local
            Plan files, modules, or folders of both and of packages, whose plugins come first.
        block
            Names of plugins that are not loaded.
        allow
            Names of the only plugins that are loaded; ``None`` for all.
        strict
            Whether the first failure raises :class:`PluginError`.
        """
        paths, log = [os.fspath(path) for path in local], Log(strict=strict)
        candidates = [*_local(paths, log), *installed(group)]
        recipe = {"group": group, "local": paths}
        return cls(loader=Loader(candidates, log, block=block, allow=allow, recipe=recipe))

    @classmethod
    def from_local(cls, *paths: str | os.PathLike[str], strict: bool = False) -> Registry:
        """Make a registry of plan files, modules, or folders of both and of packages, and nothing else."""
        log = Log(strict=strict)
        return cls(loader=Loader(_local(paths, log), log))

    def _index(self, hook: str) -> Mapping[str, Any]:
        """Ask a hook once, and return its values by name."""
        with self._lock:
            if hook in self._asking:
                raise PluginError(f"asks the registry for what {hook} is about to supply; leave that out")
            if hook not in self._asked:
                self._asking.add(hook)
                try:
                    self._asked[hook] = self._indexed(hook)
                finally:
                    self._asking.discard(hook)
            return self._asked[hook]

    def _indexed(self, hook: str) -> Mapping[str, Any]:
        """Index values by name; of two with one name the first is kept and the second is a failure."""
        kind = HOOKS[hook]
        index: dict[str, tuple[Plugin, object]] = {}
        for plugin, name, value in self._named(kind):
            if name in kind.reserved:
                cause = f'supplies "{name}", which cypplan itself supplies; that one is kept'
                self._fail(plugin, FailureKind.CLASH, cause, hook)
                continue
            if name not in index:
                index[name] = plugin, value
                plugin.supplies.setdefault(hook, []).append(name)
            elif index[name][1] is not value:
                owner = index[name][0].name
                cause = f'supplies "{name}", which the plugin "{owner}" supplies already; that one is kept'
                self._fail(plugin, FailureKind.CLASH, cause, hook)
        return MappingProxyType({name: value for name, (_, value) in index.items()})

    def _named(self, kind: HookKind) -> Iterator[tuple[Plugin, str, object]]:
        if kind.hook == _PLANS:
            for plugin, path in self.loader.plan_paths():
                name = os.path.basename(path).removesuffix(".toml")  # noqa: PTH119 (there may be a thousand)
                yield plugin, name, PlanEntry(name, path, plugin.name)
            return
        for plugin, value in self.loader.ask(kind):
            if kind.hook != _OBSERVATIONS or self._holds(plugin, value.path):
                yield plugin, kind.key_of(value), value

    def _holds(self, plugin: Plugin, path: Path) -> bool:
        """Whether a file of figures is there and in its package."""
        if not path.is_file():
            cause = f'there is no file "{path}" of figures'
            self._fail(plugin, FailureKind.NOT_FOUND, cause, _OBSERVATIONS)
            return False
        return self.loader.is_inside(plugin, str(path), _OBSERVATIONS)

    def _guarded(self, hook: str) -> Mapping[str, Any]:
        """Return the values of a hook with functions, each behind a guard."""
        key = f"{hook}, guarded"
        with self._lock:
            if key not in self._asked:
                index = self._index(hook)
                made: dict[str, object] = {}
                for plugin in self.loader.plugins.values():
                    guard = Guard(plugin.name, plugin.candidate.version, hook, self._log.add)
                    for name in plugin.supplies.get(hook, ()):
                        made[name] = guarded(index[name], guard)
                self._asked[key] = MappingProxyType({name: made[name] for name in index})
            return self._asked[key]

    def _fail(self, plugin: Plugin, kind: FailureKind, cause: str, hook: str) -> None:
        self._log.add(Failure(plugin.name, plugin.candidate.version, kind, cause, hook))

    @property
    def plans(self) -> Mapping[str, PlanEntry]:
        """Plans by id, not read yet."""
        return self._index(_PLANS)

    def plan(self, name: str) -> Plan:
        """Read the plan of that id.

        Raises
        ------
        LookupFailed
            If no plugin supplies it.
        PlanFileError
            If its file has faults.
        PluginError
            If its plugin is not for this release of cypplan.
        """
        if name not in self.plans:
            what = "plan"
            raise LookupFailed(what, name, list(self.plans))
        entry = self.plans[name]
        plugin = self.loader.plugins[entry.plugin]
        if not self.loader.fits(plugin):
            raise PluginError(f'the plan "{name}" cannot be read: {plugin.name} {plugin.unfit}')
        return entry.load()

    def _fitting_plans(self) -> Iterator[PlanEntry]:
        plugins = self.loader.plugins
        return (entry for entry in self.plans.values() if self.loader.fits(plugins[entry.plugin]))

    @functools.cached_property
    def heads(self) -> Mapping[str, PlanHead]:
        """Heads of the plan files by id: what can be listed without reading a plan whole."""
        heads: dict[str, PlanHead] = {}
        for entry in self._fitting_plans():
            try:
                heads[entry.id] = entry.head()
            except (PlanFileError, OSError) as error:
                self._unread_plan(entry, error)
        return MappingProxyType(heads)

    def _unread_plan(self, entry: PlanEntry, error: Exception) -> None:
        plugin = self.loader.plugins[entry.plugin]
        failure = Failure(
            plugin.name, plugin.candidate.version, FailureKind.PLAN_FILE, cause_of(error), _PLANS
        )
        self._unread[entry.id] = failure
        if self._log.strict:
            self._log.add(failure)

    @property
    def indicators(self) -> Mapping[str, Indicator]:
        """Indicators by id."""
        return self._index("cypplan_indicators")

    @functools.cached_property
    def areas(self) -> Areas:
        """All areas."""
        from cypplan.areas import Areas  # noqa: PLC0415 (each room is loaded when it is asked for)

        return Areas(self._index("cypplan_areas").values())

    @property
    def neighbour_sets(self) -> Mapping[str, NeighbourSet]:
        """Versions of the statistical neighbours, by version."""
        return self._index("cypplan_comparator_sets")

    @property
    def observation_sets(self) -> Mapping[str, ObservationSet]:
        """Sets of published figures, by id."""
        return self._index(_OBSERVATIONS)

    @property
    def readers(self) -> Mapping[str, Reader]:
        """Readers of published files, by name."""
        return self._guarded("cypplan_readers")

    @property
    def audit_rules(self) -> Mapping[str, AuditRule]:
        """Audit rules, by code. Where one breaks off, what it had found comes before the error."""
        return self._guarded("cypplan_audit_rules")

    @property
    def report_formats(self) -> Mapping[str, ReportFormat]:
        """Report formats, by name."""
        return self._guarded("cypplan_report_formats")

    @property
    def rag_rules(self) -> Mapping[str, RagRule]:
        """RAG rules, by name."""
        return self._index("cypplan_rag_rules")

    @property
    def names(self) -> Mapping[str, str | None]:
        """Name and version of every plugin that is neither blocked nor a duplicate; nothing is loaded."""
        return {one.name: one.candidate.version for one in self.loader.plugins.values()}

    @property
    def blocked(self) -> tuple[str, ...]:
        """Names of the plugins that are there and were not to be loaded."""
        return self.loader.blocked

    def stages(self) -> Iterator[str | None]:
        """Ask for everything, step by step; each hook is named before it is asked, imports as ``None``."""
        yield None
        self.loader.load()
        for hook in HOOKS:
            yield hook
            self._index(hook)
        yield _PLANS
        self._read_plans()

    @property
    def plugins(self) -> tuple[PluginInfo, ...]:
        """The plugins that can be used, by name, with what is used of each. Asks every hook to know."""
        for hook in HOOKS:
            self._index(hook)
        usable = (one for one in self.loader.plugins.values() if one.loaded and self.loader.fits(one))
        return tuple(_info(one) for one in sorted(usable, key=lambda one: one.name))

    @property
    def failures(self) -> tuple[Failure, ...]:
        """Everything that went wrong in any plugin. Asks every hook, and reads every plan, to know."""
        for _ in self.stages():
            pass
        return self.failures_so_far

    @property
    def failures_so_far(self) -> tuple[Failure, ...]:
        """What has gone wrong in what was asked for until now; asks for nothing more."""
        both = [*self._log.sorted(), *self._unread.values()]
        return tuple(sorted(dict.fromkeys(both), key=lambda one: (one.plugin, one.hook or "")))

    def _read_plans(self) -> None:
        """Read every plan whole once; what could not be read is kept."""
        with self._lock:
            if "read" in self._asked:
                return
            self._asked["read"] = {}
            for entry in self._fitting_plans():
                try:
                    entry.load()
                except (PlanFileError, OSError) as error:
                    self._unread_plan(entry, error)


def _local(paths: Iterable[str | os.PathLike[str]], log: Log) -> list[Candidate]:
    candidates: list[Candidate] = []
    for path in paths:
        try:
            candidates += local(Path(path))
        except OSError as error:
            log.add(Failure(str(path), None, FailureKind.NOT_FOUND, str(error)))
    return candidates


def _info(plugin: Plugin) -> PluginInfo:
    candidate = plugin.candidate
    return PluginInfo(
        plugin.name,
        candidate.version,
        plugin.path,
        plugin.hooks,
        candidate.distribution,
        candidate.origin.value,
        plugin.supplies,
        plugin.seconds,
    )
