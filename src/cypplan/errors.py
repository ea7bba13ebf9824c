"""Every exception that cypplan raises on purpose.

All of them derive from :class:`CypplanError`. Those that speak of a wrong value keep the value and its
place, so that a program can use what a person reads.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = [
    "CypplanError",
    "DisclosureError",
    "ExtraMissingError",
    "Fault",
    "FileChangedError",
    "FrameError",
    "LookupFailed",
    "NotComparableError",
    "PeriodError",
    "PlanFileError",
    "PluginError",
    "ReadError",
    "SchemaError",
    "UnitError",
    "UnknownFormatError",
    "ValueFault",
    "did_you_mean",
]

_NEAR: Final = 0.6


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return a sentence that names the nearest known word, or an empty string when none is near."""
    import difflib  # noqa: PLC0415 (only when something is wrong)

    near = difflib.get_close_matches(word, list(known), n=1, cutoff=_NEAR)
    return f' Did you mean "{near[0]}"?' if near else ""


class CypplanError(Exception):
    """Root of everything raised on purpose by cypplan."""


class ValueFault(CypplanError, ValueError):
    """A value that cannot be taken; base of the errors that name the value and what would be right."""


class PeriodError(ValueFault):
    """A text or a pair of dates that is no period."""


class UnitError(ValueFault):
    """A text that names no unit, or arithmetic between units of different bases."""


class NotComparableError(ValueFault):
    """Two things that must not be compared: unlike periods, units or sides of a series break."""


class FrameError(ValueFault):
    """A table that lacks a column, holds it in the wrong type or would have one overwritten."""


class DisclosureError(ValueFault):
    """A report of unpublished figures to which no disclosure control was applied."""


class LookupFailed(CypplanError, KeyError):
    """A name that is not there: a plan, a measure, an indicator, an area, a verdict."""

    def __init__(self, what: str, name: str, known: Sequence[str] = ()) -> None:
        """Keep what was looked for, under which name, and the names that exist."""
        self.what: str = what
        self.name: str = name
        self.known: tuple[str, ...] = tuple(known)
        super().__init__(what, name, self.known)

    def __str__(self) -> str:
        hint = did_you_mean(self.name, self.known)
        if not hint and 0 < len(self.known) <= 12:  # noqa: PLR2004 (a list that still reads as a sentence)
            hint = f" There is: {', '.join(self.known)}."
        return f'no {self.what} "{self.name}".{hint}'


class Fault:
    """One fault of a document: where it is, what was found there and what would be right."""

    __slots__ = ("message", "path")

    def __init__(self, path: str, message: str) -> None:
        """Keep the path inside the document and the message."""
        self.path: str = path
        self.message: str = message

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Fault) and (self.path, self.message) == (other.path, other.message)

    def __hash__(self) -> int:
        return hash((self.path, self.message))

    def __repr__(self) -> str:
        return f"Fault({self.path!r}, {self.message!r})"

    def __str__(self) -> str:
        return f"{self.path}: {self.message}" if self.path else self.message


class PlanFileError(CypplanError, ValueError):
    """A plan file that cannot be read; ``faults`` holds all of them, each with its path."""

    def __init__(self, source: str, faults: Sequence[Fault]) -> None:
        """Keep the name of the file and its faults."""
        self.source: str = source
        self.faults: tuple[Fault, ...] = tuple(faults)
        super().__init__(source, self.faults)

    def __str__(self) -> str:
        many = len(self.faults)
        head = f"{self.source}: {many} fault{'' if many == 1 else 's'}"
        return "\n".join([head, *(f"  {fault}" for fault in self.faults)])


class PluginError(CypplanError):
    """A plugin that could not be used; raised only where the caller asked for strictness."""


class ReadError(CypplanError, ValueError):
    """A file of figures that cannot be read; base of the errors that say why."""

    def __init__(self, path: str, problem: str) -> None:
        """Keep the file and what is wrong with it, with what to do."""
        self.path: str = path
        self.problem: str = problem
        super().__init__(path, problem)

    def __str__(self) -> str:
        return f"{self.path}: {self.problem}"


class UnknownFormatError(ReadError):
    """A file that no reader recognises by its content."""


class SchemaError(ReadError):
    """A file of a known format that lacks columns, or has them twice; the message names them."""


class FileChangedError(ReadError):
    """A file that changed between being opened and being read."""


class ExtraMissingError(CypplanError, ImportError):
    """An optional dependency that is not installed; the message names the extra to install."""

    def __init__(self, what: str, extra: str, module: str) -> None:
        """Keep what was wanted, the extra that brings it and the module that is missing."""
        self.what: str = what
        self.extra: str = extra
        self.module: str = module
        super().__init__(what, extra, module)

    def __str__(self) -> str:
        return (
            f'{self.what} needs the package "{self.module}", which is not installed; '
            f'install the extra that brings it: pip install "cypplan[{self.extra}]"'
        )
