"""The value: a period with its dates, its canonical text, its order and its neighbours in time."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

import attrs

from cypplan.errors import PeriodError
from cypplan.periods.kinds import (
    FIRST_MONTH,
    MONTHS,
    PeriodKind,
    around,
    date_of,
    kind_of,
    month_end,
    named,
    plain_date,
    unclear_month,
)

if TYPE_CHECKING:
    import datetime as dt

__all__ = ["Period"]


@functools.total_ordering
@attrs.frozen(repr=False)
class Period:
    """A calendar, financial or academic year, a quarter, a month, a snapshot date, or a span.

    ``start`` and ``end`` are both inside. A span pools years, of the kind ``unit``, or it is a time that has
    no name of its own, such as a term, a week or half a year; ``unit`` is None for that and everything else.
    Dates that have a name make no span, so that one time is one period.
    Periods are ordered by their end, then by their start. Dates that do not make a period of the kind raise
    :class:`~cypplan.errors.PeriodError`; the named constructors spare one the dates.
    """

    kind: PeriodKind = attrs.field(converter=kind_of)
    start: dt.date = attrs.field(converter=plain_date)
    end: dt.date = attrs.field(converter=plain_date)
    unit: PeriodKind | None = attrs.field(default=None, converter=attrs.converters.optional(kind_of))

    def __attrs_post_init__(self) -> None:
        """Refuse dates that contradict the kind."""
        if self.kind is PeriodKind.SPAN and self.unit is None:
            if self.start > self.end or named(self.start, self.end) is not None:
                raise PeriodError(
                    f"{self.start} to {self.end} is no span; Period.between gives what these dates are"
                )
            return
        spans, year = self.kind is PeriodKind.SPAN, self.unit or self.kind
        if fits := year in FIRST_MONTH if spans else self.unit is None:
            first, last = around(self.start, year), around(self.end, year)
            fits = (self.start, self.end, spans) == (first[0], last[1], first < last)
        if not fits:
            years = f" of {self.unit} years" if self.unit else ""
            raise PeriodError(f"{self.start} to {self.end} is not a period of kind {self.kind}{years}")

    @classmethod
    def calendar(cls, year: int) -> Period:
        """Return the year from 1 January to 31 December."""
        return cls.containing(date_of(year, 1), PeriodKind.CALENDAR)

    @classmethod
    def financial(cls, start_year: int) -> Period:
        """Return the year from 1 April of ``start_year`` to 31 March."""
        return cls.containing(date_of(start_year, 4), PeriodKind.FINANCIAL)

    @classmethod
    def financial_ending(cls, end_year: int) -> Period:
        """Return the financial year that ends on 31 March of ``end_year``."""
        return cls.financial(end_year - 1)

    @classmethod
    def academic(cls, start_year: int) -> Period:
        """Return the year from 1 September of ``start_year`` to 31 August."""
        return cls.containing(date_of(start_year, 9), PeriodKind.ACADEMIC)

    @classmethod
    def academic_ending(cls, end_year: int) -> Period:
        """Return the academic year that ends on 31 August of ``end_year``."""
        return cls.academic(end_year - 1)

    @classmethod
    def quarter(cls, year: int, n: int) -> Period:
        """Return calendar quarter ``n`` (1 is January to March) of ``year``."""
        if n not in {1, 2, 3, 4}:
            raise PeriodError(f"there is no quarter {n!r} of {year}; quarters run from 1 to 4")
        return cls.containing(date_of(year, 3 * n), PeriodKind.QUARTER)

    @classmethod
    def month(cls, year: int, m: int) -> Period:
        """Return month ``m`` (1 is January) of ``year``."""
        return cls.containing(date_of(year, m), PeriodKind.MONTH)

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
    def between(cls, first: dt.date, last: dt.date) -> Period:
        """Return the period from one day to another, both in it: by its name where it has one, or a span."""
        first, last = plain_date(first), plain_date(last)
        if first > last:
            raise PeriodError(f'"{first} to {last}" ends before it starts; give the earlier day first')
        kind, unit = named(first, last) or (PeriodKind.SPAN, None)
        return cls(kind, first, last, unit)

    @classmethod
    def containing(cls, date: dt.date, kind: PeriodKind | str) -> Period:
        """Return the period of ``kind`` in which ``date`` falls; many spans hold a date, so none is given."""
        date, kind = plain_date(date), kind_of(kind)
        if kind is PeriodKind.SPAN:
            raise PeriodError(f"no single span contains {date}; build it with Period.span or Period.between")
        return cls(kind, *around(date, kind))

    @classmethod
    def parse(
        cls, text: str | dt.date, *, kind: PeriodKind | str | None = None, identifier: str | None = None
    ) -> Period:
        """Return the period that ``text`` names, as :func:`read_label` reads it, without its qualifier."""
        from cypplan.periods.text import read_label  # noqa: PLC0415 (it builds periods, so it comes after)

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
            return f"{year:04d}-{month:02d}{' month' if unclear_month(year, month) else ''}"
        if self.kind is PeriodKind.QUARTER:
            return f"{year:04d} Q{(month + 2) // 3}"
        sort = self.unit or self.kind
        if sort is PeriodKind.SPAN:
            return f"{self.start} to {self.end}"
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
        """How many whole months it covers; 0 for a day, and for a span of other days, as a week."""
        if self.kind is PeriodKind.DAY or not self._of_whole_months:
            return 0
        if self.end.day < self.start.day:  # from the 6th of one month to the 5th of another
            return (self.end.year - self.start.year) * 12 + self.end.month - self.start.month
        return (self.end.year - self.start.year) * 12 + self.end.month - self.start.month + 1

    @property
    def _of_whole_months(self) -> bool:
        if self.start.day == 1:
            return self.end == month_end(self.end.year, self.end.month)
        return self.end.day == self.start.day - 1

    @property
    def end_month(self) -> int:
        """The month in which it ends, counted from the year 0: differences are whole months."""
        return self.end.year * 12 + self.end.month

    @property
    def is_year(self) -> bool:
        """Whether it is one calendar, financial or academic year."""
        return self.kind in FIRST_MONTH

    def next(self) -> Period:
        """Return the period after this one; PeriodError beyond the year 9999.

        After a day comes the same day a year later, because snapshots are annual; the last day of February
        stays the last day of February. A span rolls on by a year: pooled years overlap those before, and
        after a term comes the same term of the next year.
        """
        return self._moved(1)

    def previous(self) -> Period:
        """Return the period before: undoes :meth:`next`, save that 28 February 2020 returns as the 29th."""
        return self._moved(-1)

    def _moved(self, step: int) -> Period:
        start, end = self.start, self.end
        if self.kind not in {PeriodKind.DAY, PeriodKind.SPAN}:
            clock = start.year * 12 + start.month - 1 + step * MONTHS[self.kind]
            return Period.containing(date_of(clock // 12, clock % 12 + 1), self.kind)
        start, end = _years_on(start, step), _years_on(end, step)
        return Period.between(start, end) if self.unit is None else Period(self.kind, start, end, self.unit)

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
        return self.start <= plain_date(date) <= self.end

    def ended_by(self, date: dt.date) -> bool:
        """Whether its last day is ``date`` or earlier."""
        return self.end <= plain_date(date)


def _years_on(date: dt.date, step: int) -> dt.date:
    """Return the same day so many years later; the last day of February stays the last day of February."""
    if date.month == 2 and date == month_end(date.year, 2):  # noqa: PLR2004 (February)
        return month_end(date.year + step, 2)
    return date_of(date.year + step, date.month, date.day)
