"""Reading: from a label as people and published tables write it to the one period that it names."""

from __future__ import annotations

import datetime as dt
import functools
import re
from collections.abc import Callable
from typing import Final

import attrs

from cypplan.errors import PeriodError
from cypplan.periods.kinds import FIRST_MONTH, PeriodKind, date_of, kind_of, plain_date, unclear_month
from cypplan.periods.period import Period

__all__ = ["PeriodLabel", "read_label"]


@attrs.frozen
class PeriodLabel:
    """A period as printed over a column: the period and what the label says of its figures."""

    period: Period
    qualifier: str | None = None


_Readings = tuple[Period, ...]
# Takes the match and the kind of split year asked for, if any; gives every reading that the text bears.
_Builder = Callable[[re.Match[str], PeriodKind | None], _Readings]
_FORMS: Final = """write "2014/15" (financial), "2014/15 academic", "2014" (calendar), "2014 Q2", \
"March 2014", "2014-03-31" or "2014 to 2016"; "201415" needs identifier="Academic year" or the like"""
_QUALIFIERS: Final = {
    "prov": "provisional", "provisional": "provisional", "rev": "revised", "revised": "revised",
    "final": "final", "ot": "outturn", "outturn": "outturn",
}  # fmt: skip
_REPORTING: Final = "reporting year"
_KIND_WORDS: Final = {f"{kind}{end}": kind for kind in FIRST_MONTH for end in (" year", "")} | {
    _REPORTING: PeriodKind.FINANCIAL,
    "month": PeriodKind.MONTH,
}
_TAIL: Final = rf" ?\(([^()]*)\)$| ({'|'.join([*_KIND_WORDS, *_QUALIFIERS])})$"
_DASHES: Final = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"))


def _full_year(digits: str, since: int = 1969) -> int:
    """Return the year; of two digits the first such year from ``since`` on (1969, as POSIX reads them)."""
    return int(digits) if len(digits) > 2 else since + (int(digits) - since) % 100  # noqa: PLR2004


def _split_start(first: str, second: str, since: int = 1969) -> int:
    """Return the year in which a split year starts; its second half must name the year after."""
    year = _full_year(first, since)
    if len(second) > len(first) or _full_year(second, year) != year + 1:
        raise PeriodError(f'"{first}/{second}" does not join two years that follow each other')
    return year


def _split(asked: PeriodKind | None, year: int) -> Period:
    return Period.academic(year) if asked is PeriodKind.ACADEMIC else Period.financial(year)


def _bare(m: re.Match[str], asked: PeriodKind | None) -> _Readings:
    year = int(m[1])  # one split year ends in it and another starts in it
    return (_split(asked, year - 1), _split(asked, year)) if asked else (Period.calendar(year),)


def _dash(m: re.Match[str], asked: PeriodKind | None) -> _Readings:
    """Read "2013-14", "2014-16", "2014-03", and all that "2011-12", "2008-10" and "2013-2014" may mean."""
    start, end, short = int(m[1]), _full_year(m[2], int(m[1])), len(m[2]) == 2  # noqa: PLR2004
    readings: list[Period] = []
    if short and 1 <= int(m[2]) <= 12:  # noqa: PLR2004
        readings.append(Period.month(start, int(m[2])))
    if end == start + 1:
        readings.append(_split(asked, start))
    if not short or (start + 1 < end <= dt.MAXYEAR and unclear_month(start, end)):
        readings.append(_calendars(start, end))
    return tuple(readings)


def _calendars(first: int, last: int) -> Period:
    return Period.span(Period.calendar(first), Period.calendar(last))


def _between(first: str, last: str) -> Period:
    """Return the period from one printed day to another."""
    days = (date_of(*map(int, text.split("-"))) for text in (first, last))
    return Period.between(*days)


def _split_span(m: re.Match[str], asked: PeriodKind | None) -> _Readings:
    first = _split_start(m[1], m[2])
    return (Period.span(_split(asked, first), _split(asked, _split_start(m[3], m[4], first))),)


def _quarter(year: str, after: str | None, n: int) -> _Readings:
    """Return a calendar quarter, or with a year ``after`` the quarter of a financial year, from April on."""
    if after is None:
        return (Period.quarter(int(year), n),)
    return (Period.quarter(_split_start(year, after) + n // 4, n % 4 + 1),)


_NAMES: Final = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_NUMBER: Final = {name[:3]: number for number, name in enumerate(_NAMES, 1)}
_NAME: Final = "|".join(["sept", *(f"{name[:3]}(?:{name[3:]})?" for name in _NAMES)])
_YEARS: Final = r"(\d{4}|\d{2})/(\d{4}|\d{2})"
_DASHED: Final = r"(\d{4})-(\d{4}|\d{2})"
_NAMED_DAY: Final = rf"(\d\d?)(?:st|nd|rd|th)?[ -]({_NAME})[ -](\d{{4}}|\d{{2}})"
# No text fits two patterns. Month names come last: their patterns are the dear ones to compile.
_TABLE: Final[tuple[tuple[str, _Builder], ...]] = (
    (r"(\d{4})", _bare),
    (_YEARS, lambda m, asked: (_split(asked, _split_start(m[1], m[2])),)),
    (_DASHED, _dash),
    (r"(\d{4})-(\d\d)-(\d\d)", lambda m, _: (Period.day(date_of(int(m[1]), int(m[2]), int(m[3]))),)),
    (r"(\d{4}-\d\d-\d\d) to (\d{4}-\d\d-\d\d)", lambda m, _: (_between(m[1], m[2]),)),
    (r"(\d{4})(?:/(\d{4}|\d\d))?[ -]?q([1-4])", lambda m, _: _quarter(m[1], m[2], int(m[3]))),
    (r"q([1-4])[ -]?(\d{4})(?:/(\d{4}|\d\d))?", lambda m, _: _quarter(m[2], m[3], int(m[1]))),
    (r"(\d{4}) to (\d{4})", lambda m, _: (_calendars(int(m[1]), int(m[2])),)),
    (rf"{_YEARS}(?:-| to ){_YEARS}", _split_span),
    (rf"{_DASHED} to {_DASHED}", _split_span),
    (_NAMED_DAY, lambda m, _: (Period.day(date_of(_full_year(m[3]), _NUMBER[m[2][:3]], int(m[1]))),)),
    (rf"({_NAME})[ -](\d{{4}})", lambda m, _: (Period.month(int(m[2]), _NUMBER[m[1][:3]]),)),
)


@functools.cache  # compiled when a text first comes to it: all of them would cost 10 ms at import
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.ASCII)


def _peel(text: str, identifier: str | None) -> tuple[str, list[str]]:
    """Return the text in one spelling, without the words at its end, and these with the identifier."""
    words: list[str] = []
    text = re.sub(" ?([-/]) ?", r"\1", " ".join(text.translate(_DASHES).lower().split()))
    while len(words) < 4 and (found := _compiled(_TAIL).search(text)):  # noqa: PLR2004 (more is no label)
        words.append((found[1] or found[2] or "").strip(" ."))
        text = text[: found.start()]
    if identifier is not None:
        words.append(" ".join(identifier.lower().split()))
        if words[-1] not in _KIND_WORDS:
            raise PeriodError(f'"{identifier}" is not a known identifier; there is: {", ".join(_KIND_WORDS)}')
        text = re.sub(r"\A([0-9]{4})([0-9]{2})\Z", r"\1/\2", text)
    if _REPORTING in words and re.fullmatch("[0-9]{4}", text):
        text = f"{int(text) - 1:04d}/{text}"
    return text, words


def _qualifier(words: list[str]) -> str | None:
    if len(words) > 1 or not _QUALIFIERS.keys() >= set(words):
        known = ", ".join(_QUALIFIERS)
        raise PeriodError(f'"{", ".join(words)}" is not a qualifier; add none or one of: {known}')
    return _QUALIFIERS[words[0]] if words else None


def _only(text: str, readings: _Readings, kinds: set[PeriodKind]) -> Period:
    """Return the one reading that is of the kinds asked for."""
    fitting = [period for period in readings if kinds <= {period.kind, period.unit}]
    if len(fitting) == 1:
        return fitting[0]
    keys = " or ".join(f'"{period}"' for period in fitting or readings)
    if not fitting:
        raise PeriodError(f'"{text}" means {keys}; the kind asked for is {" and ".join(sorted(kinds))}')
    bare = fitting[0].kind is fitting[1].kind
    hint = f"use Period.{fitting[0].kind}_ending(year)" if bare else "pass the kind that is meant"
    raise PeriodError(f'"{text}" is ambiguous, it could be {keys}; write one of these or {hint}')


def read_label(
    text: str | dt.date, *, kind: PeriodKind | str | None = None, identifier: str | None = None
) -> PeriodLabel:
    """Return the period that a printed label names, and its qualifier.

    ``text``: as people and published tables write it; a date object is a snapshot. A split year is financial
    unless a word, ``kind`` or ``identifier`` says academic. Two-digit years run from 1969 to 2068.
    ``kind``: of the period, or of the years pooled; settles what is ambiguous and refuses any other kind.
    ``identifier``: the time identifier of the Explore Education Statistics format; with one, "201213" can be
    read. "Reporting year" 2025 is read as the financial year that ends on 31 March 2025.

    Raises :class:`~cypplan.errors.PeriodError`, naming the text, for what is no period or may be several.
    """
    text = plain_date(text).isoformat() if isinstance(text, dt.date) else str(text)
    return _read(text, None if kind is None else str(kind), None if identifier is None else str(identifier))


@functools.lru_cache(maxsize=4096)  # a table of figures or a scorecard reads few texts, many times each
def _read(text: str, kind: str | None, identifier: str | None) -> PeriodLabel:
    shown = text[:80]
    try:
        core, words = _peel(text, identifier)
        kinds = {_KIND_WORDS[word] for word in words if word in _KIND_WORDS}
        kinds |= set() if kind is None else {kind_of(kind)}
        asked = next((k for k in (PeriodKind.ACADEMIC, PeriodKind.FINANCIAL) if k in kinds), None)
        qualifier = _qualifier([word for word in words if word not in _KIND_WORDS])
        matches = ((build, _compiled(pattern).fullmatch(core)) for pattern, build in _TABLE)
        readings = next((build(found, asked) for build, found in matches if found), ())
    except PeriodError as fault:
        raise PeriodError(f'"{shown}" is not a period: {fault}; {_FORMS}') from None
    if not readings:
        raise PeriodError(f'"{shown}" is not a period; {_FORMS}')
    return PeriodLabel(_only(shown, readings, kinds), qualifier)
