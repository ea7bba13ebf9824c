"""What plugins supply and the library calls later, each behind a guard.

What a reader, rule or format of a plugin raises stays with it. Where others can go on without it, it is
passed over and becomes a failure; where it was asked for by name, the caller gets a :class:`PluginError`
that names plugin, hook and cause.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeVar

import attrs

from cypplan.errors import CypplanError, PluginError
from cypplan.plugins.failures import Failure, FailureKind, cause_of, shown
from cypplan.plugins.isolation import run

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from cypplan.observations.readers.opening import OpenTable
    from cypplan.observations.readers.protocol import Head, Reader, Recognition, Request
    from cypplan.observations.readers.reading import Part

__all__ = ["Guard", "GuardedReader", "guarded"]

_Value = TypeVar("_Value")
_MOST: Final = 100_000


@attrs.frozen
class Guard:
    """Runs a plugin's code and says to the registry what went wrong."""

    plugin: str
    version: str | None
    hook: str
    record: Callable[[Failure], None]

    def fail(self, kind: FailureKind, cause: str) -> Failure:
        """Make a failure of the plugin known, and return it."""
        failure = Failure(self.plugin, self.version, kind, cause, self.hook)
        self.record(failure)
        return failure

    def run(self, what: str, call: Callable[[], object]) -> tuple[Failure | None, BaseException | None]:
        """Run a call; say what was printed, and return how it failed."""
        outcome = run(call)
        if outcome.printed:
            self.fail(FailureKind.PRINTED, f"{what} printed {shown(outcome.printed)}")
        if outcome.error is None:
            return None, None
        return self.fail(FailureKind.RAISED, f"{what} raised {cause_of(outcome.error)}"), outcome.error

    def returned(
        self, what: str, call: Callable[[], _Value], let: tuple[type[BaseException], ...] = ()
    ) -> _Value:
        """Return what a call returns; raise :class:`PluginError` where it raises anything but ``let``."""
        results: list[_Value] = []
        meant: list[BaseException] = []

        def kept() -> None:
            try:
                results.append(call())
            except let as error:
                meant.append(error)

        failure, error = self.run(what, kept)
        if meant:
            raise meant[0]
        if failure:
            raise PluginError(str(failure)) from error
        return results[0]


def guarded(value: Any, guard: Guard) -> Any:  # noqa: ANN401 (a value of any hook, and one like it)
    """Return a value like that of a plugin, whose functions cannot do harm."""
    match guard.hook:
        case "cypplan_readers":
            return GuardedReader(value.name, str(getattr(value, "title", value.name)), value, guard)
        case "cypplan_audit_rules":
            return attrs.evolve(value, find=_finder(value.code, value.find, guard))
        case "cypplan_report_formats":
            return attrs.evolve(value, render=_renderer(value.name, value.render, guard))
        case _:
            return value


@attrs.frozen
class GuardedReader:
    """A reader of a plugin: one that fails to look at a file does not recognise it."""

    name: str
    title: str
    _inner: Reader = attrs.field(repr=False)
    _guard: Guard = attrs.field(repr=False)

    def recognises(self, head: Head) -> Recognition:
        """Say whether the table is of its format."""
        from cypplan.observations.readers.protocol import NO, Recognition  # noqa: PLC0415 (as it is asked)

        what, answers = f"the reader {self.name}", list[object]()
        self._guard.run(what, lambda: answers.append(self._inner.recognises(head)))
        answer = answers[0] if answers else NO
        if isinstance(answer, Recognition):
            return answer
        self._guard.fail(FailureKind.WRONG_VALUE, f"{what} said {shown(answer)}, which is no Recognition")
        return NO

    def read(self, table: OpenTable, request: Request) -> Part:
        """Return what it reads.

        Raises
        ------
        PluginError
            If its code fails. An error of ours, or of the file system, speaks of the file and passes.
        """
        what = f"the reader {self.name}"
        return self._guard.returned(what, lambda: self._inner.read(table, request), (CypplanError, OSError))


def _finder(code: str, find: Callable[..., Any], guard: Guard) -> Callable[..., Iterator[object]]:
    def find_all(subject: object) -> Iterator[object]:
        """Yield what the rule finds; where it breaks off, raise :class:`PluginError` after that."""
        found: list[object] = []

        def look() -> None:
            for one in find(subject):
                if len(found) == _MOST:
                    guard.fail(FailureKind.TOO_MANY, f"the rule {code} found over {_MOST:,} things")
                    return
                found.append(one)

        failure, error = guard.run(f"the rule {code}", look)
        yield from found
        if failure:
            raise PluginError(str(failure)) from error

    return find_all


def _renderer(name: str, render: Callable[..., object], guard: Guard) -> Callable[..., str | bytes]:
    def render_all(document: object) -> str | bytes:
        """Return the text or bytes of a document; raise :class:`PluginError` where the code fails."""
        what = f"the format {name}"
        made = guard.returned(what, lambda: render(document))
        if isinstance(made, str | bytes):
            return made
        cause = f"{what} returned {shown(made)}, which is neither text nor bytes"
        raise PluginError(str(guard.fail(FailureKind.WRONG_VALUE, cause)))

    return render_all
