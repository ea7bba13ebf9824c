"""Marks: what stands in a cell in place of a number or beside it, by the convention of its source and era.

The same letter means different things in different sources: ``x`` is *unavailable* in files of Explore
Education Statistics and was *suppressed* in the tables of the Department for Education before them. A
convention is therefore chosen for a file as a whole, and what it does not know is no mark.
"""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Final

import attrs

from cypplan.errors import LookupFailed, ValueFault
from cypplan.observations.table import MISSING_MARKS, Mark

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["CONVENTIONS", "Cell", "Convention", "convention_of"]

_LONGEST: Final = 64
"""No number with its marks is longer; a longer text is shown by its beginning and never read."""
_NUMBER: Final = re.compile(
    r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d*)?(?:[eE][+-]?\d{1,3})?|[+-]?\.\d+", re.ASCII
)
_COMMA: Final = re.compile(r"[+-]?(?:\d{1,3}(?:[. \u00a0\u202f]\d{3})+|\d+)(?:,\d*)?", re.ASCII)
_BRACKETS: Final = re.compile(r"(?P<body>[^\[\]]*)(?P<marks>(?:\[[^\[\]]+\]\s*)+)")
_TOKEN: Final = re.compile(r"\[([^\[\]]+)\]")
_NOTE: Final = re.compile(r"note \d+(?:, ?(?:note )?\d+)*", re.IGNORECASE)
_AFTER: Final = re.compile(r"(?P<body>[^a-z(]*\d)\s*\(?(?P<mark>[a-z]+)\)?", re.IGNORECASE)
_FEWER: Final = re.compile(r"(?:<|less than|fewer than|under)\s*\d{1,2}", re.IGNORECASE)

_GSS: Final = {
    "c": Mark.SUPPRESSED,
    "x": Mark.NOT_AVAILABLE,
    "z": Mark.NOT_APPLICABLE,
    "low": Mark.ROUNDS_TO_ZERO,
    "k": Mark.ROUNDS_TO_ZERO,
    "u": Mark.LOW_RELIABILITY,
    "p": Mark.PROVISIONAL,
    "r": Mark.REVISED,
    "e": Mark.ESTIMATED,
    "b": Mark.SERIES_BREAK,
}


@attrs.frozen
class Cell:
    """What one text says: a value or the mark in its place, and qualifiers; or that it is not understood."""

    value: float | None = None
    mark: Mark | None = None
    qualifiers: tuple[Mark, ...] = ()
    known: bool = True


_UNKNOWN: Final = Cell(known=False)


@attrs.frozen(kw_only=True)
class Convention:
    """How one kind of source writes numbers and marks."""

    name: str
    words: Mapping[str, Mark] = attrs.field(factory=dict)
    """Marks that are a cell's whole text."""
    brackets: Mapping[str, Mark] = attrs.field(factory=dict)
    """Marks in square brackets, alone, several, or after a value."""
    letters: bool = False
    """Whether a letter of ``brackets`` may follow a value without brackets, as in "1.1p"."""
    decimal_comma: bool = False
    signs: bool = False
    """Whether a currency sign or a percent sign may stand beside a number, and "<5" is a suppressed one."""

    noise: bool = False
    """Whether numbers carry the noise of a conversion ("4.4000000000000004"); 15 digits are then kept."""

    def with_marks(self, marks: Mapping[str, Mark]) -> Convention:
        """Return the convention with marks added or given another meaning, as a sheet of notes does."""
        both = {text.strip().strip("[]").casefold(): mark for text, mark in marks.items()}
        words = {text.strip().casefold(): mark for text, mark in marks.items()}
        return attrs.evolve(self, words={**self.words, **words}, brackets={**self.brackets, **both})

    def read(self, text: str | None) -> Cell:
        """Return what a cell says. An empty cell has no value and no mark: why, its source must say."""
        plain = (text or "").strip()
        if not plain:
            return Cell()
        if len(plain) > _LONGEST:
            return _UNKNOWN
        mark, value = self.words.get(plain.casefold()), self.number(plain)
        if mark is not None:
            return _alone((mark,))
        return self._with_marks(plain) if value is None else Cell(value)

    def _with_marks(self, plain: str) -> Cell:
        """Return what a text says that is neither a number nor a mark by itself."""
        if (found := _BRACKETS.fullmatch(plain)) and self.brackets:
            tokens = [token.strip() for token in _TOKEN.findall(found["marks"])]
            return self._marked(found["body"], [token for token in tokens if not _NOTE.fullmatch(token)])
        if self.letters and (found := _AFTER.fullmatch(plain)):
            return self._marked(found["body"], [found["mark"]])
        if self.signs and _FEWER.fullmatch(plain):
            return Cell(mark=Mark.SUPPRESSED)
        return _UNKNOWN

    def number(self, text: str) -> float | None:
        """Return the number that a text is, with thousands separators in their places, or ``None``."""
        plain = text.strip()
        if self.signs:
            plain = plain.removeprefix("\u00a3").removesuffix("%").strip()
        plain = plain.replace("\u2212", "-")
        if self.decimal_comma:
            if not _COMMA.fullmatch(plain):
                return None
            plain = re.sub(r"[. \u00a0\u202f]", "", plain).replace(",", ".")
        elif not _NUMBER.fullmatch(plain):
            return None
        value = float(plain.replace(",", ""))
        if self.noise:
            value = float(f"{value:.15g}")
        return value if math.isfinite(value) else None

    def _marked(self, body: str, tokens: list[str]) -> Cell:
        marks = [self.brackets.get(token.casefold()) for token in tokens]
        if None in marks:
            return _UNKNOWN
        known = tuple(mark for mark in marks if mark is not None)
        if not body.strip():
            return _alone(known)
        value = self.number(body)
        if value is None:
            return _UNKNOWN
        missing = [mark for mark in known if mark in MISSING_MARKS]
        beside = tuple(mark for mark in known if mark not in MISSING_MARKS)
        if missing == [Mark.ROUNDS_TO_ZERO] and value == 0:  # "0 [low]": a zero that is not one
            return Cell(mark=Mark.ROUNDS_TO_ZERO, qualifiers=beside)
        return _UNKNOWN if missing else Cell(value, qualifiers=beside)


def _alone(marks: tuple[Mark, ...]) -> Cell:
    """Return a cell without a number: one mark says why.

    Qualifiers alone do not, so that it is not available.
    """
    missing = list(dict.fromkeys(mark for mark in marks if mark in MISSING_MARKS))
    beside = tuple(dict.fromkeys(mark for mark in marks if mark not in MISSING_MARKS))
    if len(missing) > 1:  # a cell cannot be suppressed and not applicable at once
        return _UNKNOWN
    return Cell(mark=missing[0] if missing else Mark.NOT_AVAILABLE, qualifiers=beside)


_EES: Final = {
    "z": Mark.NOT_APPLICABLE,
    "x": Mark.NOT_AVAILABLE,
    ":": Mark.NOT_AVAILABLE,
    "c": Mark.SUPPRESSED,
    "k": Mark.ROUNDS_TO_ZERO,
    "low": Mark.ROUNDS_TO_ZERO,
    "~": Mark.ROUNDS_TO_ZERO,
    "u": Mark.LOW_RELIABILITY,
}
_BEFORE_EES: Final = {
    "x": Mark.SUPPRESSED,
    ".": Mark.NOT_APPLICABLE,
    "..": Mark.NOT_AVAILABLE,
    ":": Mark.NOT_AVAILABLE,
    "~": Mark.ROUNDS_TO_ZERO,
}
_OWN: Final = {
    **dict.fromkeys(("n/a", "na", "not applicable"), Mark.NOT_APPLICABLE),
    **dict.fromkeys(("not available", "not yet available", "no data", "tbc"), Mark.NOT_AVAILABLE),
    **dict.fromkeys(("not collected",), Mark.NOT_COLLECTED),
    **dict.fromkeys(("suppressed", "supp"), Mark.SUPPRESSED),
}

CONVENTIONS: Final[Mapping[str, Convention]] = {
    one.name: one
    for one in (
        Convention(name="ees", words=_EES),
        Convention(name="dfe-before-ees", words=_BEFORE_EES),
        Convention(name="gss", brackets=_GSS, letters=True),
        Convention(name="lait", words={"-": Mark.NOT_AVAILABLE}, noise=True),
        Convention(name="none"),
        Convention(name="own", words=_OWN, brackets=_GSS, letters=True, signs=True),
    )
}
"""The conventions by name: Explore Education Statistics, the department's tables before it, government
spreadsheets with brackets, LAIT, no marks at all, and what analysts write in their own tables."""


def convention_of(name: str) -> Convention:
    """Return the convention of that name; raise :class:`LookupFailed` where there is none."""
    if name not in CONVENTIONS:
        what = "convention of marks"
        raise LookupFailed(what, name, list(CONVENTIONS))
    return CONVENTIONS[name]


def mark_of(word: str) -> Mark:
    """Return the mark of that name; raise :class:`ValueFault` with the names that there are."""
    try:
        return Mark(word)
    except ValueError:
        raise ValueFault(f'"{word}" is no mark; write one of: {", ".join(Mark)}') from None
