"""Loading plugins and asking their hooks, each by itself, so that what one does wrong stays with it."""

from __future__ import annotations

import contextlib
import inspect
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import attrs
import pluggy

from cypplan.errors import PluginError, did_you_mean
from cypplan.plugins.entries import link_out_of, plan_files, scanned
from cypplan.plugins.failures import Failure, FailureKind, cause_of, shown
from cypplan.plugins.isolation import run
from cypplan.plugins.kinds import HOOKS
from cypplan.plugins.sources import Candidate, Origin
from cypplan.plugins.specs import PROJECT, Host, Specs
from cypplan.plugins.versions import this_version, unmet

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

    from cypplan.plugins.isolation import Outcome
    from cypplan.plugins.kinds import HookKind

__all__ = ["MOST", "Loader", "Log", "Plugin"]

MOST: Final = 100_000
"""Values that one hook of one plugin may give."""
_WRONG: Final = 10
"""Values of a wrong type after which a hook is asked for no more."""
_PLANS: Final = "cypplan_plans"


class Log:
    """The failures of a registry; a strict one raises the first."""

    def __init__(self, *, strict: bool) -> None:
        """Start with none."""
        self._failures: dict[Failure, None] = {}
        self.strict: bool = strict
        self.raised: PluginError | None = None

    def add(self, failure: Failure) -> None:
        """Keep a failure once; raise :class:`PluginError` where the log is strict."""
        if failure in self._failures:
            return
        self._failures[failure] = None
        if self.strict:
            self.raised = PluginError(str(failure))
            raise self.raised

    def sorted(self) -> tuple[Failure, ...]:
        """Return all failures by plugin and hook, so that it does not matter what was asked first."""
        return tuple(sorted(self._failures, key=lambda one: (one.plugin, one.hook or "")))


@attrs.define(eq=False)
class Plugin:
    """A plugin of a registry, and what has become of it."""

    candidate: Candidate
    loaded: bool = False
    """Whether it can be asked; a package of plan files is as soon as they are found."""
    unfit: str | None = None
    """Why this release of cypplan is not for it; empty if it is, ``None`` before anybody has looked."""
    path: str | None = None
    """The file of its module, or the folder or file of its plans."""
    folder: str | None = None
    """The folder that its files must not leave through a link."""
    hooks: tuple[str, ...] = ()
    seconds: float = 0.0
    """Spent in its code."""
    supplies: dict[str, list[str]] = attrs.field(factory=dict)
    """By hook, the ids of what is used of it."""

    @property
    def name(self) -> str:
        """Its name."""
        return self.candidate.name

    @property
    def label(self) -> str:
        """Its name and version, for messages."""
        return f"{self.name} {self.candidate.version}" if self.candidate.version else self.name


class Loader:
    """The plugins of a registry in the order in which they are asked: the nearest first, then by name."""

    def __init__(
        self,
        candidates: Iterable[Candidate],
        log: Log,
        *,
        block: Collection[str] = (),
        allow: Collection[str] | None = None,
        recipe: Mapping[str, object] | None = None,
    ) -> None:
        """Choose the plugins, and load none; ``recipe`` says how another process finds them again."""
        self.recipe: Mapping[str, object] = recipe or {}
        self.log: Log = log
        self.plugins: dict[str, Plugin] = {}
        self.blocked: tuple[str, ...] = ()
        self._manager = pluggy.PluginManager(PROJECT)
        self._manager.add_hookspecs(Specs)
        self._lock = threading.RLock()
        self._state: str = "new"
        rank = list(Origin).index
        ordered = sorted(candidates, key=lambda one: (rank(one.origin), one.name, one.distribution or ""))
        self._choose(ordered, frozenset(block), None if allow is None else frozenset(allow))

    def _choose(
        self, candidates: list[Candidate], block: frozenset[str], allow: frozenset[str] | None
    ) -> None:
        names = {one.name for one in candidates}
        for name in sorted((block | (allow or frozenset())) - names):
            cause = f"is blocked or allowed by name, but no plugin is called so.{did_you_mean(name, names)}"
            self.log.add(Failure(name, None, FailureKind.UNKNOWN_NAME, cause))
        kept = [one for one in candidates if one.name not in block and (allow is None or one.name in allow)]
        self.blocked = tuple(sorted(names - {one.name for one in kept}))
        for one in kept:
            first = self.plugins.setdefault(one.name, Plugin(one))
            if first.candidate is not one:
                cause = f'another plugin is called so ("{first.label}", {first.candidate.said}) and is kept'
                self._fail(Plugin(one), FailureKind.DUPLICATE, f"{one.said} cannot be used: {cause}")

    def load(self) -> None:
        """Load every plugin that has code, once."""
        with self._lock:
            if self._state == "loading":  # the same thread, since others wait
                raise PluginError("asks the registry while plugins are loaded; ask it in a function instead")
            if self._state == "new":
                self._state = "loading"
                for plugin in self.plugins.values():
                    if plugin.candidate.load is not None and not plugin.loaded:
                        self._load(plugin, plugin.candidate.load)
                self._state = "loaded"

    def _load(self, plugin: Plugin, load: Callable[[], object]) -> None:
        if not self.fits(plugin):
            return
        made: list[object] = []
        outcome = run(lambda: made.append(load()))
        self._took(plugin, outcome, None)
        if outcome.error is not None:
            cause = f"{plugin.candidate.said} did not load: {cause_of(outcome.error)}"
            self._fail(plugin, FailureKind.NOT_LOADED, cause)
            return
        self._register(plugin, made[0])

    def fits(self, plugin: Plugin) -> bool:
        """Whether this release of cypplan is one that a plugin works with."""
        if plugin.unfit is None:
            plugin.unfit = unmet(plugin.candidate.need()) or ""
            if plugin.unfit:
                self._fail(plugin, FailureKind.VERSION, plugin.unfit)
        return not plugin.unfit

    def _register(self, plugin: Plugin, made: object) -> None:
        if made is None:
            self._fail(plugin, FailureKind.UNUSABLE, "cannot be registered: it is None")
            return
        if other := self._manager.get_name(made):
            cause = f'cannot be registered: it is the plugin "{other}", which is kept'
            self._fail(plugin, FailureKind.DUPLICATE, cause)
            return
        outcome = run(lambda: self._manager.register(made, plugin.name))
        self._took(plugin, outcome, None)
        if outcome.error is not None:
            with contextlib.suppress(Exception):  # all that it can supply, or nothing
                self._manager.unregister(name=plugin.name)
            cause = f"cannot be registered: {cause_of(outcome.error)}"
            self._fail(plugin, FailureKind.UNUSABLE, cause)
            return
        plugin.loaded = True
        plugin.path = _text(made, "__file__")
        plugin.folder = str(Path(plugin.path).parent) if plugin.path else None
        plugin.hooks = tuple(sorted(self._known_hooks(plugin, made)))
        if not plugin.hooks and not plugin.candidate.package:
            self._take_for_plans(plugin, made)

    def _known_hooks(self, plugin: Plugin, made: object) -> Iterator[str]:
        for caller in self._manager.get_hookcallers(made) or ():
            (own,) = (one for one in caller.get_hookimpls() if one.plugin_name == plugin.name)
            if caller.name not in HOOKS:
                cause = f'implements "{caller.name}", which is no hook.{did_you_mean(caller.name, HOOKS)}'
                self._fail(plugin, FailureKind.UNKNOWN_HOOK, cause, caller.name)
            elif own.hookwrapper or own.wrapper:
                self._fail(plugin, FailureKind.WRAPPER, "is a wrapper around the hook", caller.name)
            else:
                yield caller.name

    def _take_for_plans(self, plugin: Plugin, made: object) -> None:
        """A package without hooks that holds plan files supplies these; one that holds none says nothing."""
        if _text(made, "__path__") is not None and plugin.folder and plan_files(plugin.folder):
            folder = plugin.folder
            plugin.candidate = attrs.evolve(plugin.candidate, package=lambda: folder)
        elif not any(one.plugin == plugin.name for one in self.log.sorted()):  # a misspelt hook says enough
            self._fail(plugin, FailureKind.NO_HOOK, f"{plugin.candidate.said} has no hook and no plan file")

    def plan_paths(self) -> list[tuple[Plugin, str]]:
        """Return the plan files of every plugin: those in its package, and those that its hook gives."""
        given: dict[str, list[str]] = {}
        for plugin, value in self.ask(HOOKS[_PLANS]):
            given.setdefault(plugin.name, []).append(str(value))
        found: list[tuple[Plugin, str]] = []
        for plugin in self.plugins.values():
            paths = self._listed(plugin)
            if plugin.name in given:
                own = [path for path in given[plugin.name] if self.is_inside(plugin, path, _PLANS)]
                paths = list(dict.fromkeys([*paths, *own]))
            found += [(plugin, path) for path in paths]
        return found

    def _listed(self, plugin: Plugin) -> list[str]:
        """Return the plan files of a package or file, found without running code."""
        candidate = plugin.candidate
        if candidate.file is None and candidate.package is None:
            return []
        if not plugin.loaded and candidate.load is not None:  # its code has failed
            return []
        if candidate.file is not None:
            plugin.loaded, plugin.path = True, candidate.file
            return [candidate.file]
        try:
            folder = candidate.package() if candidate.package else ""
            found = scanned(folder)
        except (OSError, ImportError, ValueError) as error:
            self._fail(plugin, FailureKind.NOT_FOUND, f"{candidate.said} was not found: {cause_of(error)}")
            return []
        plugin.loaded, plugin.folder = True, folder
        plugin.path = plugin.path or folder
        if not found:
            self._fail(plugin, FailureKind.NO_HOOK, f"{candidate.said} has no hook and no plan file")
        return [path for path, linked in found if not linked or self.is_inside(plugin, path, _PLANS)]

    def is_inside(self, plugin: Plugin, path: str, hook: str) -> bool:
        """Whether a file of a package is really in it; a link that leads out of it is a failure."""
        outside = link_out_of(plugin.folder, path) if plugin.folder else None
        if outside:
            cause = f'"{Path(path).name}" is a link that leads out of the package, to "{outside}"'
            self._fail(plugin, FailureKind.OUTSIDE, cause, hook)
        return outside is None

    def ask(self, kind: HookKind) -> list[tuple[Plugin, Any]]:
        """Return what plugins give from a hook, each value of the type that the hook asks for."""
        self.load()
        caller: pluggy.HookCaller = getattr(self._manager.hook, kind.hook)
        found: list[tuple[Plugin, Any]] = []
        own = {one.plugin_name: one for one in caller.get_hookimpls()}
        for plugin in self.plugins.values():
            if kind.hook in plugin.hooks:
                found += [(plugin, value) for value in self._values(plugin, kind, own[plugin.name])]
        return found

    def _values(self, plugin: Plugin, kind: HookKind, implementation: pluggy.HookImpl) -> list[object]:
        values: list[object] = []
        offered = {"host": Host(this_version())}  # a new one for each: none can change another's
        wanted = {name: offered[name] for name in implementation.argnames}

        def ask() -> None:  # what came before an exception counts, so that values are kept one by one
            for value in self._checked(plugin, kind, implementation.function(**wanted)):
                values.append(value)  # noqa: PERF402 (a list made at once would lose them)

        outcome = run(ask)
        self._took(plugin, outcome, kind.hook)
        if outcome.error is not None:
            if outcome.error is self.log.raised:  # a strict log, and no fault of the plugin's code
                raise outcome.error
            self._fail(plugin, FailureKind.RAISED, cause_of(outcome.error), kind.hook)
        return values

    def _checked(self, plugin: Plugin, kind: HookKind, values: Any) -> Iterator[object]:  # noqa: ANN401
        if isinstance(values, str | bytes) or not hasattr(values, "__iter__"):
            cause = f"returned {shown(values)}; return an iterable of {kind.type}"
            if inspect.iscoroutine(values):  # it would complain that nobody has awaited it
                values.close()
            self._fail(plugin, FailureKind.NOT_ITERABLE, cause, kind.hook)
            return
        wrong = 0
        for number, value in enumerate(values):
            if number == MOST:
                cause = f"gave more than {MOST:,} values; it was asked for no more"
                self._fail(plugin, FailureKind.TOO_MANY, cause, kind.hook)
                return
            if (problem := kind.problem(value)) is None:
                yield value
                continue
            cause = f"among its values {problem}; return only {kind.type}"
            self._fail(plugin, FailureKind.WRONG_VALUE, cause, kind.hook)
            wrong += 1
            if wrong == _WRONG:
                cause = f"gave {_WRONG} values of a wrong type; it was asked for no more"
                self._fail(plugin, FailureKind.TOO_MANY, cause, kind.hook)
                return

    def _took(self, plugin: Plugin, outcome: Outcome, hook: str | None) -> None:
        plugin.seconds += outcome.seconds
        if outcome.printed:
            self._fail(plugin, FailureKind.PRINTED, f"printed {shown(outcome.printed)}", hook)

    def _fail(self, plugin: Plugin, kind: FailureKind, cause: str, hook: str | None = None) -> None:
        self.log.add(Failure(plugin.name, plugin.candidate.version, kind, cause, hook))


def _text(made: object, name: str) -> str | None:
    """Return an attribute of a plugin as text, where it has one that can be had."""
    try:
        value: object = getattr(made, name, None)
    except Exception:  # noqa: BLE001 (an object may make its attributes as it likes)
        return None
    return None if value is None else str(value)
