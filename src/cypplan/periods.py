"""Periods: the stretch of time, or the snapshot date, to which a figure or a target belongs.

"2014/15" is two different periods, a financial year (1 April to 31 March, as in the returns on children's
social care) and an academic year (1 September to 31 August), so a :class:`Period` always carries its kind
and two kinds are never equal. Time is counted in whole months; nothing here knows the present date.
"""

from __future__ import annotations

import datetime as dt
import enum
import functools
import re
from collections.abc import Callable
from typing import Final

import attrs

from cypplan.errors import PeriodError

__all__ = ["Period", "PeriodKind", "PeriodLabel", "read_label"]


class PeriodKind(enum.StrEnum):
    """What sort of period it is."""

    CALENDAR = "calendar"
    FINANCIAL = "financial"
    ACADEMIC = "academic"
    QUARTER = "quarter"
    MONTH = "month"
    DAY = "day"
    SPAN = "span"


_FIRST_MONTH: Final = {PeriodKind.CALENDAR: 1, PeriodKind.FINANCIAL: 4, PeriodKind.ACADEMIC: 9}
_MONTHS: Final = {**dict.fromkeys(_FIRST_MONTH, 12), PeriodKind.QUARTER: 3, PeriodKind.MONTH: 1}
_ONE_DAY: Final = dt.timedelta(days=1)


def _kind(kind: PeriodKind | str) -> PeriodKind:
    try:
        return PeriodKind(kind)
    except ValueError:
        raise PeriodError(f'"{kind}" is not a kind of period; there is: {", ".join(PeriodKind)}') from None


def _plain(date: dt.date) -> dt.date:
    """Return a bare date: a time of day would make equal days unequal."""
    try:
        return dt.date(date.year, date.month, date.day)
    except AttributeError:
        raise PeriodError(f"{date!r} is not a date; pass a datetime.date") from None


def _date(year: int, month: int, day: int = 1) -> dt.date:
    try:
        return dt.date(year, month, day)
    except (OverflowError, TypeError, ValueError) as fault:
        raise PeriodError(f"there is no day {day!r} of month {month!r} of year {year!r} ({fault})") from None


def _around(date: dt.date, kind: PeriodKind) -> tuple[dt.date, dt.date]:
    """Return the first and the last day of the period of ``kind``, no span, in which ``date`` falls."""
    if kind is PeriodKind.DAY:
        return date, date
    clock = date.year * 12 + date.month - 1
    first = clock - (date.month - _FIRST_MONTH.get(kind, 1)) % _MONTHS[kind]
    last = first + _MONTHS[kind] - 1
    return _date(first // 12, first % 12 + 1), _month_end(last // 12, last % 12 + 1)


def _month_end(year: int, month: int) -> dt.date:
    return _date(year, 12, 31) if month == 12 else _date(year, month + 1) - _ONE_DAY  # noqa: PLR2004


def _unclear_month(year: int, end: int) -> bool:
    """Whether "2011-12" or "2008-10" may also mean years: more than 20 on ("2014-13") is a slip, no span."""
    return 1 <= (end - year) % 100 <= 20  # noqa: PLR2004


@functools.total_ordering
@attrs.frozen(repr=False)
class Period:
    """A calendar, financial or academic year, a quarter, a month, a snapshot date, or years pooled.

    ``start`` and ``end`` are both inside. ``unit`` is the kind of year that a span pools, else None.
    Periods are ordered by their end, then by their start. Dates that do not make a period of the kind raise
    :class:`~cypplan.errors.PeriodError`; the named constructors spare one the dates.
    """

    kind: PeriodKind = attrs.field(converter=_kind)
    start: dt.date = attrs.field(converter=_plain)
    end: dt.date = attrs.field(converter=_plain)
    unit: PeriodKind | None = attrs.field(default=None, converter=attrs.converters.optional(_kind))

    def __attrs_post_init__(self) -> None:
        """Refuse dates that contradict the kind."""
        spans, year = self.kind is PeriodKind.SPAN, self.unit or self.kind
        if fits := year in _FIRST_MONTH if spans else self.unit is None:
            first, last = _around(self.start, year), _around(self.end, year)
            fits = (self.start, self.end, spans) == (first[0], last[1], first < last)
        if not fits:
            years = f" of {self.unit} years" if self.unit else ""
            raise PeriodError(f"{self.start} to {self.end} is not a period of kind {self.kind}{years}")

    @classmethod
    def calendar(cls, year: int) -> Period:
        """Return the year from 1 January to 31 December."""
        return cls.containing(_date(year, 1), PeriodKind.CALENDAR)

    @classmethod
    def financial(cls, start_year: int) -> Period:
        """Return the year from 1 April of ``start_year`` to 31 March."""
        return cls.containing(_date(start_year, 4), PeriodKind.FINANCIAL)

    @classmethod
    def financial_ending(cls, end_year: int) -> Period:
        """Return the financial year that ends on 31 March of ``end_year``."""
        return cls.financial(end_year - 1)

    @classmethod
    def academic(cls, start_year: int) -> Period:
        """Return the year from 1 September of ``start_year`` to 31 August."""
        return cls.containing(_date(start_year, 9), PeriodKind.ACADEMIC)

    @classmethod
    def academic_ending(cls, end_year: int) -> Period:
        """Return the academic year that ends on 31 August of ``end_year``."""
        return cls.academic(end_year - 1)

    @classmethod
    def quarter(cls, year: int, n: int) -> Period:
        """Return calendar quarter ``n`` (1 is January to March) of ``year``."""
        if n not in {1, 2, 3, 4}:
            raise PeriodError(f"there is no quarter {n!r} of {year}; quarters run from 1 to 4")
        return cls.containing(_date(year, 3 * n), PeriodKind.QUARTER)

    @classmethod
    def month(cls, year: int, m: int) -> Period:
        """Return month ``m`` (1 is January) of ``year``."""
        return cls.containing(_date(year, m), PeriodKind.MONTH)

    @classmethod
    def day(cls, date: dt.date) -> Period:
        """Return the snapshot date ``date``; a time of day is dropped."""
        return cls(PeriodKind.DAY, date, date)

    @classmethod
    def span(cls, first: Period, last: Period) -> Period:
        """Return the years from ``first`` to ``last``, both in it: two or more years of one kind."""
        if not (first.is_year and last.is_year and first.kind is last.kind and first < last):
            raise PeriodError(f'"{first}" to "{last}" is no span; give two years of one kind in order')
        return cls(PeriodKind.SPAN, first.start, last.end, first.kind)

    @classmethod
    def containing(cls, date: dt.date, kind: PeriodKind | str) -> Period:
        """Return the period of ``kind`` in which ``date`` falls; many spans hold a date, so none is given."""
        date, kind = _plain(date), _kind(kind)
        if kind is PeriodKind.SPAN:
            raise PeriodError(f"no single span contains {date}; build it with Period.span(first, last)")
        return cls(kind, *_around(date, kind))

    @classmethod
    def parse(
        cls, text: str | dt.date, *, kind: PeriodKind | str | None = None, identifier: str | None = None
    ) -> Period:
        """Return the period that ``text`` names, as :func:`read_label` reads it, without its qualifier."""
        return read_label(text, kind=kind, identifier=identifier).period

    @property
    def key(self) -> str:
        """The canonical text, which :meth:`parse` reads back to an equal period.

        A month that could be taken for years ("2011-12", "2008-10") carries the word: "2011-12 month".
        """
        year, month = self.start.year, self.start.month
        if self.kind is PeriodKind.DAY:
            return self.start.isoformat()
        if self.kind is PeriodKind.MONTH:
            return f"{year:04d}-{month:02d}{' month' if _unclear_month(year, month) else ''}"
        if self.kind is PeriodKind.QUARTER:
            return f"{year:04d} Q{(month + 2) // 3}"
        sort = self.unit or self.kind
        if sort is PeriodKind.CALENDAR:
            return f"{year:04d} to {self.end.year:04d}" if self.unit else f"{year:04d}"
        years = [f"{y:04d}/{(y + 1) % 100:02d}" for y in (year, self.end.year - 1)]
        return f"{' to '.join(years) if self.unit else years[0]} {sort}"

    def __str__(self) -> str:
        return self.key

    def __repr__(self) -> str:
        return f"Period.parse({self.key!r})"

    def __lt__(self, other: object) -> bool:
        if not isinstance(other, Period):
            return NotImplemented
        return (self.end, self.start) < (other.end, other.start)  # no two kinds share both dates

    @property
    def months(self) -> int:
        """How many whole months it covers; 0 for a day."""
        if self.kind is PeriodKind.DAY:
            return 0
        return (self.end.year - self.start.year) * 12 + self.end.month - self.start.month + 1

    @property
    def end_month(self) -> int:
        """The month in which it ends, counted from the year 0: differences are whole months."""
        return self.end.year * 12 + self.end.month

    @property
    def is_year(self) -> bool:
        """Whether it is one calendar, financial or academic year."""
        return self.kind in _FIRST_MONTH

    def next(self) -> Period:
        """Return the period after this one; PeriodError beyond the year 9999.

        After a day comes the same day a year later, because snapshots are annual; the last day of February
        stays the last day of February. A span rolls on by one year of its unit, overlapping the one before.
        """
        return self._moved(1)

    def previous(self) -> Period:
        """Return the period before: undoes :meth:`next`, save that 28 February 2020 returns as the 29th."""
        return self._moved(-1)

    def _moved(self, step: int) -> Period:
        start, end = self.start, self.end
        if self.kind not in {PeriodKind.DAY, PeriodKind.SPAN}:
            clock = start.year * 12 + start.month - 1 + step * _MONTHS[self.kind]
            return Period.containing(_date(clock // 12, clock % 12 + 1), self.kind)
        if start.month == 2 and start == _month_end(start.year, 2):  # noqa: PLR2004 (February)
            return Period.day(_month_end(start.year + step, 2))
        start, end = (_date(d.year + step, d.month, d.day) for d in (start, end))
        return Period(self.kind, start, end, self.unit)

    def follows(self, other: Period) -> bool:
        """Whether this is the period next after ``other``, which must be of the same kind for that."""
        try:
            return other.next() == self
        except PeriodError:
            return False

    def overlaps(self, other: Period) -> bool:
        """Whether the two share at least one day."""
        return self.start <= other.end and other.start <= self.end

    def contains(self, date: dt.date) -> bool:
        """Whether ``date`` lies in it, first and last day included."""
        return self.start <= _plain(date) <= self.end

    def ended_by(self, date: dt.date) -> bool:
        """Whether its last day is ``date`` or earlier."""
        return self.end <= _plain(date)


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
_KIND_WORDS: Final = {f"{kind}{end}": kind for kind in _FIRST_MONTH for end in (" year", "")} | {
    _REPORTING: PeriodKind.FINANCIAL,
    "month": PeriodKind.MONTH,
}
_TAIL: Final = re.compile(rf" ?\(([^()]*)\)$| ({'|'.join([*_KIND_WORDS, *_QUALIFIERS])})$")
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
    if not short or (start + 1 < end <= dt.MAXYEAR and _unclear_month(start, end)):
        readings.append(_calendars(start, end))
    return tuple(readings)


def _calendars(first: int, last: int) -> Period:
    return Period.span(Period.calendar(first), Period.calendar(last))


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
_TABLE: Final[tuple[tuple[str, _Builder], ...]] = (
    (r"(\d{4})", _bare),
    (_YEARS, lambda m, asked: (_split(asked, _split_start(m[1], m[2])),)),
    (_DASHED, _dash),
    (r"(\d{4})-(\d\d)-(\d\d)", lambda m, _: (Period.day(_date(int(m[1]), int(m[2]), int(m[3]))),)),
    (_NAMED_DAY, lambda m, _: (Period.day(_date(_full_year(m[3]), _NUMBER[m[2][:3]], int(m[1]))),)),
    (rf"({_NAME})[ -](\d{{4}})", lambda m, _: (Period.month(int(m[2]), _NUMBER[m[1][:3]]),)),
    (r"(\d{4})(?:/(\d{4}|\d\d))?[ -]?q([1-4])", lambda m, _: _quarter(m[1], m[2], int(m[3]))),
    (r"q([1-4])[ -]?(\d{4})(?:/(\d{4}|\d\d))?", lambda m, _: _quarter(m[2], m[3], int(m[1]))),
    (r"(\d{4}) to (\d{4})", lambda m, _: (_calendars(int(m[1]), int(m[2])),)),
    (rf"{_YEARS}(?:-| to ){_YEARS}", _split_span),
    (rf"{_DASHED} to {_DASHED}", _split_span),
)
_BUILDERS: Final = tuple((re.compile(pattern, re.ASCII), build) for pattern, build in _TABLE)


def _peel(text: str, identifier: str | None) -> tuple[str, list[str]]:
    """Return the text in one spelling, without the words at its end, and these with the identifier."""
    words: list[str] = []
    text = re.sub(" ?([-/]) ?", r"\1", " ".join(text.translate(_DASHES).lower().split()))
    while len(words) < 4 and (found := _TAIL.search(text)):  # noqa: PLR2004 (more is no label)
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
    text = _plain(text).isoformat() if isinstance(text, dt.date) else str(text)
    shown = text[:80]
    try:
        core, words = _peel(text, identifier)
        kinds = {_KIND_WORDS[word] for word in words if word in _KIND_WORDS}
        kinds |= set() if kind is None else {_kind(kind)}
        asked = next((k for k in (PeriodKind.ACADEMIC, PeriodKind.FINANCIAL) if k in kinds), None)
        qualifier = _qualifier([word for word in words if word not in _KIND_WORDS])
        matches = ((build, pattern.fullmatch(core)) for pattern, build in _BUILDERS)
        readings = next((build(found, asked) for build, found in matches if found), ())
    except PeriodError as fault:
        raise PeriodError(f'"{shown}" is not a period: {fault}; {_FORMS}') from None
    if not readings:
        raise PeriodError(f'"{shown}" is not a period; {_FORMS}')
    return PeriodLabel(_only(shown, readings, kinds), qualifier)
