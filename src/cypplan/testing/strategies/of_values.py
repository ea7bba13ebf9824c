"""Random periods, units and quantities."""

from __future__ import annotations

import datetime as dt

from hypothesis import strategies as st

from cypplan.periods import Period, PeriodKind
from cypplan.units import Quantity, Unit, bases, unit_texts

__all__ = ["periods", "quantities", "units", "years"]

YEAR_KINDS = (PeriodKind.CALENDAR, PeriodKind.FINANCIAL, PeriodKind.ACADEMIC)
SINGLE_KINDS = tuple(kind for kind in PeriodKind if kind is not PeriodKind.SPAN)

# Wide enough for every two-digit trap, two years inside the ends of the calendar so that each has neighbours.
DATES = st.dates(dt.date(3, 1, 1), dt.date(9997, 12, 31)) | st.dates(
    dt.date(1990, 1, 1), dt.date(2040, 12, 31)
)
SINGLE_PERIODS = st.builds(Period.containing, DATES, st.sampled_from(SINGLE_KINDS))


@st.composite
def spans(draw: st.DrawFn) -> Period:
    """Draw two or more years of one kind, pooled."""
    kind = draw(st.sampled_from(YEAR_KINDS))
    years = DATES.map(lambda date: Period.containing(date, kind))
    first, last = sorted(draw(st.lists(years, min_size=2, max_size=2, unique=True)))
    return Period.span(first, last)


def _nameless(pair: tuple[dt.date, int]) -> Period:
    """Return a period of so many days, seldom one with a name."""
    first, days = pair
    return Period.between(first, first + dt.timedelta(days=days))


# Terms, weeks and the like. The end of February has rules of its own: going on is not undone by going back.
FREE_SPANS = (
    st.tuples(DATES, st.integers(1, 400))
    .map(_nameless)
    .filter(lambda one: one.kind is PeriodKind.SPAN and not one.unit)
    .filter(lambda one: all((day.month, day.day) not in {(2, 28), (2, 29)} for day in (one.start, one.end)))
)
PERIODS = SINGLE_PERIODS | spans() | FREE_SPANS

UNITS = st.sampled_from(unit_texts()).map(Unit.parse)
BASE_NAMES = st.sampled_from(tuple(bases()))
LEVELS = st.sampled_from(["percent_of_", "per_1_000_", "per_10_000_", "per_100_000_"])
# Published figures: decimals with few digits, as floats or ints.
FIGURES = st.one_of(
    st.integers(-(10**9), 10**9),
    st.decimals(-(10**6), 10**6, places=4, allow_nan=False, allow_infinity=False).map(float),
)
QUANTITIES = st.builds(Quantity, FIGURES, UNITS)


def periods() -> st.SearchStrategy[Period]:
    """Return a strategy for periods of every kind."""
    return PERIODS


@st.composite
def years(draw: st.DrawFn, kind: PeriodKind = PeriodKind.FINANCIAL, most: int = 5) -> list[Period]:
    """Draw a few years of one kind that follow each other, none left out."""
    first = draw(st.integers(1990, 2040))
    start = dt.date(first, 12, 31)
    return [
        Period.containing(start.replace(year=first + ahead), kind)
        for ahead in range(draw(st.integers(1, most)))
    ]


def units() -> st.SearchStrategy[Unit]:
    """Return a strategy for every unit that there is."""
    return UNITS


def quantities() -> st.SearchStrategy[Quantity]:
    """Return a strategy for numbers with a unit, of as many digits as are published."""
    return QUANTITIES
