"""Words of a plan: which way they send a figure, and what two texts have in common."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = [
    "KEEPING",
    "agewords",
    "alike",
    "ends_in",
    "length_in",
    "meaning_of",
    "overlap",
    "plain",
    "sense_of",
    "stems",
    "years_in",
]

_UP: Final = frozenset(
    {"increase", "increased", "increasing", "more", "rise", "raise", "higher", "grow", "growth", "greater"}
)
_DOWN: Final = frozenset({
    "decrease", "decreased", "decreasing", "reduce", "reduced", "reducing", "reduction", "fewer", "less",
    "lower", "fall", "decline", "cut", "halve", "halved",
})  # fmt: skip
_BETTER: Final = frozenset({"improve", "improved", "improving", "improvement", "better"})
_CLOSER: Final = frozenset({"narrow", "narrowed", "narrowing", "close", "closed", "closing"})
KEEPING: Final = re.compile(
    r"\b(maintain\w*|remain\w*|keep\w*|kept|sustain\w*|continu\w+ to be|stay\w*)\b", re.IGNORECASE
)
"""Words that ask for no change, so that a target at or below the baseline is meant so."""

_WORD: Final = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_YEAR: Final = re.compile(
    r"(?<![\d,.£])(20\d\d|19\d\d)(?:\s*[/–-]\s*(\d\d(?:\d\d)?)(?!\d))?(?![\d%])"
    r"(?! (?!to\b|until\b|and\b|onwards\b|plan\b|strategy\b)[a-z])"  # "2000 children" is no year
)
_FROM_TO: Final = re.compile(r"(?<![\d,.£])([12]\d{3})\s*(?:[-–/]|to)\s*([12]\d{3})(?![\d%])")
_NUMERALS: Final = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_LENGTH: Final = re.compile(rf"\b(\d{{1,2}}|{'|'.join(_NUMERALS)})[ -]years?\b", re.IGNORECASE)
_COMMON: Final = frozenset(
    """a about after all also an and any are as at be been being between both but by can continue
    ensure every for from further had has have help how if in into is it its make making may more
    most must need needs no not number of on one or other our out over own percentage per proportion
    provide rate should so some such support than that the their them there these they this through
    to up upon was we well were what when where which while who whose will with within work working
    would you your services service year years improve improved children child young people person
    aged age""".split()  # noqa: SIM905 (a text)
)
_STEM: Final = 5
_ENDINGS: Final = re.compile(r"(?:['’]s|ies|es|s)$")
_DEFINED: Final = re.compile(
    r"\b(?:at (?:the )?age (?:of )?|aged )(?P<age>\d+)|(?P<band>\b\d+\s*[-–]\s*\d+)[ -]years?"
    r"|\b(?P<grade>[A-G]\*?\s*[-–]\s*[A-G]\b|grades? \d[ -–]+(?:to )?\d)|\b(?P<level>level \d|key stage \w+)",
    re.IGNORECASE,
)


def sense_of(change: str | None, *, better: int = 0, closer: int = -1) -> int:
    """Return +1 or -1 for a printed word of change, 0 where it says neither.

    ``better`` is the sign of the direction, which "improvement" means; ``closer`` the way towards zero.
    """
    for word in _WORD.findall((change or "").casefold()):
        if word in _UP:
            return 1
        if word in _DOWN:
            return -1
        if word in _BETTER:
            return better
        if word in _CLOSER:
            return closer
    return 0


def plain(text: str) -> str:
    """Return a text in small letters without punctuation, quotation marks and double spaces."""
    return " ".join(re.findall(r"\w+", text.casefold().replace("’", "").replace("'", "")))


def stems(text: str, *, without: Iterable[str] = ()) -> frozenset[str]:
    """Return the beginnings of the words of a text that say what it is about."""
    ignored = _COMMON | {stem for other in without for stem in stems(other)}
    found = set()
    for word in _WORD.findall(text.casefold().replace("’", "'")):
        base = _ENDINGS.sub("", word)[:_STEM]
        if word not in ignored and base not in ignored and len(base) > 1:
            found.add(base)
    return frozenset(found)


_OFFICIAL: Final = {"standard pass": "9 to 4", "good pass": "9 to 4", "strong pass": "9 to 5"}
"""Names of the Department for Education for ranges of grades, which plans are known to confuse."""


def meaning_of(text: str) -> str | None:
    """Return the range of grades that an official name in a text stands for: "9 to 4" for a standard pass."""
    words = plain(text)
    return next((grades for name, grades in _OFFICIAL.items() if name in words), None)


def overlap(one: frozenset[str], other: frozenset[str]) -> float:
    """Return the share of the smaller set that the other has, 0 where one is empty."""
    return len(one & other) / min(len(one), len(other)) if one and other else 0.0


def alike(one: str, other: str) -> float:
    """Return how alike two texts are, from 0 to 1, word by word and in order."""
    import difflib  # noqa: PLC0415 (only where plans are compared)

    return difflib.SequenceMatcher(None, plain(one).split(), plain(other).split(), autojunk=False).ratio()


def agewords(text: str) -> frozenset[str]:
    """Return what a sentence says of age, grade or level of those it counts: "age 19", "A*-C", "level 4"."""
    found = set()
    for match in _DEFINED.finditer(text):
        kind = match.lastgroup or ""
        told = re.sub(r"\s*[-–]\s*", "-", match[kind])
        written = {"age": f"age {told}", "band": f"age {told}", "grade": told.upper(), "level": told.lower()}
        found.add(written[kind])
    return frozenset(found)


def length_in(text: str) -> int | None:
    """Return for how many years a text says that something lasts, ``None`` where it does not say."""
    found = _LENGTH.search(text)
    if found is None:
        return None
    word = found[1].casefold()
    return int(word) if word.isdigit() else _NUMERALS.index(word) + 1


def ends_in(text: str) -> frozenset[int]:
    """Return the years between which a text says that something lasts, misprints included: "2104-2017"."""
    found = _FROM_TO.search(text)
    return frozenset({int(found[1]), int(found[2])}) if found else years_in(text)


def years_in(text: str) -> frozenset[int]:
    """Return the years that a text names; "2018/19" names two, "£2000" and "2000%" none."""
    years: set[int] = set()
    for match in _YEAR.finditer(text):
        first = int(match[1])
        years.add(first)
        if second := match[2]:
            years.add(int(second) if len(second) == 4 else first // 100 * 100 + int(second))  # noqa: PLR2004
    return frozenset(years)
