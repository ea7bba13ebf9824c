"""What can go wrong with a plugin: each kind by name, with what its author or user can do about it."""

from __future__ import annotations

import enum
from typing import Final

import attrs

__all__ = ["REMEDIES", "Failure", "FailureKind", "cause_of", "shown"]

_LONGEST: Final = 200
_LONGEST_CAUSE: Final = 1000


class FailureKind(enum.StrEnum):
    """The kinds of failure; a program can rely on these words, the sentences beside them may change."""

    NOT_LOADED = "not loaded"
    NOT_FOUND = "not found"
    UNUSABLE = "unusable"
    VERSION = "version"
    DUPLICATE = "duplicate"
    CLASH = "clash"
    NO_HOOK = "no hook"
    UNKNOWN_HOOK = "unknown hook"
    WRAPPER = "wrapper"
    RAISED = "raised"
    NOT_ITERABLE = "not iterable"
    WRONG_VALUE = "wrong value"
    TOO_MANY = "too many"
    PRINTED = "printed"
    PLAN_FILE = "plan file"
    OUTSIDE = "outside"
    UNKNOWN_NAME = "unknown name"
    HANGS = "hangs"
    ENDED = "ended"


REMEDIES: Final = {
    FailureKind.NOT_LOADED: "its author mends the module; block the plugin until then",
    FailureKind.NOT_FOUND: "install the package again, or correct the name of the package or path",
    FailureKind.UNUSABLE: "name a module, or an object with hooks, in the entry point",
    FailureKind.VERSION: "install versions of cypplan and of the plugin that fit each other",
    FailureKind.DUPLICATE: "rename or remove one of the two entry points, or block the name",
    FailureKind.CLASH: "give one of the two another id, or block one of the plugins",
    FailureKind.NO_HOOK: (
        "mark a function with hookimpl; a package of plan files alone is named under the entry points "
        '"cypplan.plans"'
    ),
    FailureKind.UNKNOWN_HOOK: "correct the name of the function, or remove its hookimpl",
    FailureKind.WRAPPER: "write a plain function that returns values; wrappers are not called",
    FailureKind.RAISED: "its author mends the function; what came before the error is used",
    FailureKind.NOT_ITERABLE: "return a list or a tuple, or yield the values; for nothing, an empty list",
    FailureKind.WRONG_VALUE: "return only values of the type that the hook asks for; the others are used",
    FailureKind.TOO_MANY: "end the loop that yields values; those up to the limit are used",
    FailureKind.PRINTED: "remove the print, or log instead; the values are used",
    FailureKind.PLAN_FILE: "correct the plan file; cypplan show FILE names every fault of it",
    FailureKind.OUTSIDE: "put the file itself into the package in place of the link",
    FailureKind.UNKNOWN_NAME: "correct the name in the option or the environment variable",
    FailureKind.HANGS: "block the plugin, or give --check a longer --time-limit",
    FailureKind.ENDED: "block the plugin; its author removes what ends the process",
}
"""What to do about each kind, in a sentence."""


@attrs.frozen
class Failure:
    """A plugin, or a part of what it supplies, that could not be used; the rest works without it."""

    plugin: str
    version: str | None
    kind: FailureKind
    cause: str
    """What went wrong."""
    hook: str | None = None
    """The hook in which it went wrong; ``None`` where it was in no hook."""

    @property
    def remedy(self) -> str:
        """What to do about it."""
        return REMEDIES[self.kind]

    def __str__(self) -> str:
        name = f"{self.plugin} {self.version}" if self.version else self.plugin
        place = f", in {self.hook}" if self.hook else ""
        return f"{name}{place}: {self.cause}. To do: {self.remedy}"


def cause_of(error: BaseException) -> str:
    """Return the type and the text of an error, however badly it describes itself."""
    try:
        text = str(error).strip()
    except BaseException:  # noqa: BLE001 (a plugin's exception may fail to describe itself in any way)
        text = ""
    name = type(error).__name__
    return _short(f"{name}: {text}", _LONGEST_CAUSE) if text else name


def shown(value: object) -> str:
    """Return how a value looks, cut where it is long."""
    if isinstance(value, str | bytes):
        value = value[: _LONGEST + 1]  # a million characters need not be quoted to show the first
    try:
        return _short(repr(value))
    except BaseException:  # noqa: BLE001 (as above)
        return f"a {type(value).__name__} that cannot be shown"


def _short(text: str, longest: int = _LONGEST) -> str:
    return text if len(text) <= longest else f"{text[:longest]}…"
