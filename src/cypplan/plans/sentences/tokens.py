"""A sentence cut into words, numbers and signs, each with its place in the text; and tables of phrases."""

from __future__ import annotations

import enum
import re
from typing import TYPE_CHECKING, Final, Generic, NamedTuple, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = ["Phrases", "Sort", "Token", "Tokens", "each"]

_T = TypeVar("_T")

_TOKEN: Final = re.compile(
    r"(?P<number>[0-9]+(?:,[0-9]{3}(?![0-9]))*(?:\.[0-9]+)?)"
    r"|(?P<word>[^\W\d_]\w*(?:['\u2019]\w+|[-\u2010\u2011][^\W\d_]\w*)*['\u2019]?)"
    r"|(?P<sign>\S)",
)
# Dashes and quotes in one spelling: extraction and word processors mix them.
_PLAIN: Final = str.maketrans(
    {**dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"), "\u2019": "'", "\u2018": "'"}
)


class Sort(enum.Enum):
    """What a token is made of."""

    WORD = "word"
    NUMBER = "number"
    SIGN = "sign"


class Token(NamedTuple):
    """One word, number or sign."""

    sort: Sort
    low: str
    """The text in small letters, without the ``'s`` of a possessive, dashes in one spelling."""
    start: int
    end: int
    tight: bool
    """Whether it follows the token before it without a space."""


_END: Final = Token(Sort.SIGN, "", 0, 0, tight=False)


class Tokens:
    """The tokens of a text. Beyond its ends lie empty tokens, so that looking ahead needs no care."""

    def __init__(self, text: str) -> None:
        """Cut a text; white space parts tokens and is in none."""
        self.text: str = text
        self._items: tuple[Token, ...] = tuple(_cut(text))
        # looked at many times for each token, hence apart
        self._lows: tuple[str, ...] = tuple(token.low for token in self._items)

    def __len__(self) -> int:
        return len(self._items)

    def __getitem__(self, at: int) -> Token:
        return self._items[at] if 0 <= at < len(self._items) else _END

    def low(self, at: int) -> str:
        """Return the small letters of a token; empty beyond the ends."""
        return self._lows[at] if 0 <= at < len(self._lows) else ""

    def lows(self, start: int, stop: int) -> tuple[str, ...]:
        """Return the small letters of the tokens from one up to another."""
        return self._lows[start:stop]

    def is_number(self, at: int) -> bool:
        """Whether the token is written in digits."""
        return self[at].sort is Sort.NUMBER

    def is_word(self, at: int) -> bool:
        """Whether the token is written in letters."""
        return self[at].sort is Sort.WORD

    def tight(self, at: int) -> bool:
        """Whether the token touches the one before it."""
        return self[at].tight

    def printed(self, start: int, stop: int) -> str:
        """Return the text from one token up to another, as printed."""
        return self.text[self[start].start : self[stop - 1].end] if start < stop else ""


def _cut(text: str) -> Iterable[Token]:
    end = -1
    for found in _TOKEN.finditer(text):
        sort = Sort(found.lastgroup)
        low = found[0].casefold().translate(_PLAIN)
        if sort is Sort.WORD:
            low = low.removesuffix("'").removesuffix("'s")
        yield Token(sort, low, found.start(), found.end(), tight=found.start() == end)
        end = found.end()


def each(phrases: Iterable[str], meaning: _T) -> dict[str, _T]:
    """Return a table in which several phrases have one meaning."""
    return dict.fromkeys(phrases, meaning)


class Phrases(Generic[_T]):
    """A table of phrases, each with its meaning; the longest phrase at a place is the one that is read."""

    def __init__(self, table: Mapping[str, _T]) -> None:
        """Keep the phrases under their first words."""
        self._by_first: dict[str, list[tuple[tuple[str, ...], _T]]] = {}
        for phrase, meaning in table.items():
            words = tuple(token.low for token in _cut(phrase))
            self._by_first.setdefault(words[0], []).append((words, meaning))
        for entries in self._by_first.values():
            entries.sort(key=lambda entry: len(entry[0]), reverse=True)

    def at(self, tokens: Tokens, at: int) -> tuple[_T, int] | None:
        """Return the meaning of the phrase that starts at a token, and the token after it."""
        for words, meaning in self._by_first.get(tokens.low(at), ()):
            stop = at + len(words)
            if tokens.lows(at, stop) == words:
                return meaning, stop
        return None
