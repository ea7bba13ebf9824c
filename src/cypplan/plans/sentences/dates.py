"""Dates and years in a sentence: "by the end of 2014/15", "in 13/14 (academic year)", "31 March 2027"."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import attrs

from cypplan.errors import PeriodError
from cypplan.periods import Period, PeriodKind
from cypplan.plans.sentences.pieces import When
from cypplan.plans.sentences.tokens import Phrases, each
from cypplan.plans.words import Basis

if TYPE_CHECKING:
    from collections.abc import Callable

    from cypplan.plans.sentences.tokens import Tokens

__all__ = ["is_plausible_year", "read_when"]

_FIRST_YEAR: Final = 1990
_LAST_YEAR: Final = 2069

_LEADS: Final = Phrases(
    each(
        (
            "by", "by the", "by end", "by end of", "by the end of", "by the end of the", "by the close of",
            "in",
            "in the", "in the year to", "at the end of", "at end of", "at", "end", "end of", "the end of",
            "during",
            "during the", "for", "for the", "as at", "as of", "at the", "on", "over", "until",
            "to the end of",
        ),
        meaning=False,
    )
    | each(("from", "since", "after", "starting in", "starting from", "beginning in"), meaning=True)
)  # fmt: skip
"""What stands before a date, and whether it makes the date a start."""

_KINDS: Final = Phrases(
    {
        "academic year": PeriodKind.ACADEMIC, "academic": PeriodKind.ACADEMIC,
        "school year": PeriodKind.ACADEMIC, "ay": PeriodKind.ACADEMIC,
        "financial year": PeriodKind.FINANCIAL, "financial": PeriodKind.FINANCIAL,
        "fy": PeriodKind.FINANCIAL, "calendar year": PeriodKind.CALENDAR, "calendar": PeriodKind.CALENDAR,
    }
)  # fmt: skip
_MONTHS: Final = {
    name: number
    for number, names in enumerate(
        (
            "january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul",
            "august aug", "september sept sep", "october oct", "november nov", "december dec",
        ),
        1,
    )
    for name in names.split()
}  # fmt: skip
_SEASONS: Final = frozenset({"spring", "summer", "autumn", "winter", "easter", "christmas"})
_VAGUE: Final = Phrases(
    each(
        (
            "the plan", "the strategy", "the end of the plan", "the plan period", "the academic year",
            "the year",
            "the financial year", "the school year", "year end", "the lifetime of the plan", "the next year",
            "the life of the plan", "next year", "this year",
        ),
        meaning=True,
    )
)  # fmt: skip
_ORDINALS: Final = frozenset({"st", "nd", "rd", "th"})
_DASHES: Final = frozenset({"-", "/"})


@attrs.frozen
class _Body:
    """A date without the words round it: what it may be, and the token after it."""

    readings: tuple[Period, ...]
    stop: int
    split: bool = False
    """Whether it is a split year, of which only a word says the kind."""
    bare: bool = False
    """Whether it is a lone number of a year, which may as well be a figure."""


def is_plausible_year(text: str) -> bool:
    """Whether digits look like a year of a plan rather than a count."""
    return len(text) == 4 and text.isdecimal() and _FIRST_YEAR <= int(text) <= _LAST_YEAR  # noqa: PLR2004


def read_when(tokens: Tokens, at: int) -> When | None:
    """Return the date that starts at a token, the words that lead to it included."""
    since, stop = _LEADS.at(tokens, at) or (False, at)
    kind, stop = _KINDS.at(tokens, stop) or (None, stop)
    stop += tokens.low(stop) == "year" and is_plausible_year(tokens.low(stop + 1))
    body = _body(tokens, stop)
    if body is None:
        return _vague(tokens, at, stop) if kind is None and stop > at else None
    if body.bare and not (stop > at or _is_labelled(tokens, at, body.stop)):
        return None
    kind, stop = (kind, body.stop) if kind is not None else _kind_after(tokens, body.stop)
    readings = _of_kind(body, kind)
    if not readings:
        return None
    split = body.split and kind is None
    return When(
        start=at,
        stop=stop,
        readings=readings,
        basis=Basis.INFERRED if split else Basis.STATED,
        since=since,
        labels=tokens.low(stop) in {":", "="},
    )


def _is_labelled(tokens: Tokens, at: int, stop: int) -> bool:
    """Whether a lone year stands where only a year can: in brackets, or before a colon or "baseline"."""
    return (tokens.low(at - 1), tokens.low(stop)) == ("(", ")") or tokens.low(stop) in {
        ":",
        "baseline",
        "target",
    }


def _kind_after(tokens: Tokens, at: int) -> tuple[PeriodKind | None, int]:
    opened = tokens.low(at) == "("
    found = _KINDS.at(tokens, at + 1 if opened else at)
    if found is None or (opened and tokens.low(found[1]) != ")"):
        return None, at
    return found[0], found[1] + opened


def _of_kind(body: _Body, kind: PeriodKind | None) -> tuple[Period, ...]:
    if kind is None:
        return body.readings
    return tuple(period for period in body.readings if kind in {period.kind, period.unit})


def _body(tokens: Tokens, at: int) -> _Body | None:
    for read in _BODIES:
        try:
            body = read(tokens, at)
        except PeriodError:  # digits in the shape of a date that the calendar does not have
            continue
        if body is not None:
            return body
    return None


def _number(tokens: Tokens, at: int, digits: range) -> int | None:
    text = tokens.low(at)
    return int(text) if tokens.is_number(at) and text.isdecimal() and len(text) in digits else None


_SHORT: Final = range(1, 3)
_TWO: Final = range(2, 3)
_FOUR: Final = range(4, 5)
_YEAR: Final = range(2, 5, 2)


def _year_at(tokens: Tokens, at: int, digits: range = _YEAR) -> int | None:
    """Return the year that two or four digits name; two are of this century."""
    year = _number(tokens, at, digits)
    return year + 2000 if year is not None and len(tokens.low(at)) == 2 else year  # noqa: PLR2004


def _joined(tokens: Tokens, at: int) -> bool:
    """Whether a dash or stroke at a token joins its neighbours without spaces."""
    return tokens.low(at) in _DASHES and tokens.tight(at) and tokens.tight(at + 1)


def _day(tokens: Tokens, at: int) -> _Body | None:
    day = _number(tokens, at, _SHORT)
    if day is None:
        return None
    stop = at + 2 if tokens.low(at + 1) in _ORDINALS else at + 1
    stop += tokens.low(stop) in {"of", "-"}
    month = _MONTHS.get(tokens.low(stop))
    after = stop + 2 if tokens.low(stop + 1) in {"-", ","} else stop + 1
    year = _year_at(tokens, after)
    if month is None or year is None:
        return None
    return _Body((Period.parse(f"{year:04}-{month:02}-{day:02}"),), after + 1)


def _numeric_day(tokens: Tokens, at: int) -> _Body | None:
    """Read "31/03/2027", day first as in England, and "2027-03-31"."""
    if not (_joined(tokens, at + 1) or tokens.low(at + 1) == ".") or not _joined(tokens, at + 3):
        return None
    turned = _number(tokens, at, _FOUR) is not None
    year, day = (at, at + 4) if turned else (at + 4, at)
    year, month, day = _year_at(tokens, year), _number(tokens, at + 2, _SHORT), _number(tokens, day, _SHORT)
    if year is None or month is None or day is None:
        return None
    return _Body((Period.parse(f"{year:04}-{month:02}-{day:02}"),), at + 5)


def _month(tokens: Tokens, at: int) -> _Body | None:
    month = _MONTHS.get(tokens.low(at))
    if month is None:
        return None
    year = _number(tokens, at + 1, _FOUR)
    stop = at + 2
    if year is None and tokens.low(at + 1) in {"-", "'", ",", "of"}:
        year, stop = _year_at(tokens, at + 2, _FOUR if tokens.low(at + 1) == "of" else _YEAR), at + 3
    return None if year is None else _Body((Period.month(year, month),), stop)


def _quarter(tokens: Tokens, at: int) -> _Body | None:
    """Read "Q2 2014/15", of a financial year, and "Q3 2014", of a calendar year."""
    name = tokens.low(at)
    if len(name) != 2 or name[0] != "q" or name[1] not in "1234":  # noqa: PLR2004
        return None
    after = at + 2 if tokens.low(at + 1) in {"of", ","} else at + 1
    years = _split_start(tokens, after)
    if years is not None:
        return _Body((Period.parse(f"{years}/{(years + 1) % 100:02} {name}"),), after + 3)
    year = _number(tokens, after, _FOUR)
    return None if year is None else _Body((Period.quarter(year, int(name[1])),), after + 1)


def _split_start(tokens: Tokens, at: int) -> int | None:
    """Return the year in which "2014/15", "14/15", "2014-15" or "2014-2015" starts."""
    start, last = _year_at(tokens, at), _number(tokens, at + 2, _YEAR)
    if start is None or last is None or not _joined(tokens, at + 1) or _joined(tokens, at + 3):
        return None
    short = len(tokens.low(at)) < 4  # noqa: PLR2004
    if short and tokens.low(at + 1) == "-":  # "16-17 year olds"
        return None
    follows = (start + 1) % 100 == last % 100 and last in {start + 1, (start + 1) % 100}
    return start if follows and _FIRST_YEAR <= start <= _LAST_YEAR else None


def _split(tokens: Tokens, at: int) -> _Body | None:
    start = _split_start(tokens, at)
    if start is None:
        return None
    last = _split_start(tokens, at + 4) if tokens.low(at + 3) == "to" else None
    if last is not None and last > start:
        spans = tuple(Period.span(one(start), one(last)) for one in (Period.financial, Period.academic))
        return _Body(spans, at + 7, split=True)
    readings = [Period.financial(start), Period.academic(start)]
    month = _number(tokens, at + 2, _TWO)
    if tokens.low(at + 1) == "-" and month is not None and 1 <= month <= 12:  # noqa: PLR2004
        readings.append(Period.month(start, month))
    return _Body(tuple(readings), at + 3, split=True)


def _calendar_span(tokens: Tokens, at: int) -> _Body | None:
    """Read "2014 to 2017" and "2019-22": years from one to another."""
    first, last = _number(tokens, at, _FOUR), _number(tokens, at + 2, _YEAR)
    joined = tokens.low(at + 1) == "to" or _joined(tokens, at + 1)
    if first is None or last is None or not joined:
        return None
    if tokens.low(at + 1) == "to" and len(tokens.low(at + 2)) < 4:  # noqa: PLR2004
        return None
    end = last if last > 99 else first - first % 100 + last  # noqa: PLR2004
    if not _FIRST_YEAR <= first < end <= min(first + 20, _LAST_YEAR):
        return None
    return _Body((Period.span(Period.calendar(first), Period.calendar(end)),), at + 3)


def _year(tokens: Tokens, at: int) -> _Body | None:
    if not is_plausible_year(tokens.low(at)) or _joined(tokens, at + 1):
        return None
    after = tokens.low(at + 1)
    if after in {"%", "per", "children", "young", "pupils", "families", "people", "places", "-"}:
        return None
    return _Body((Period.calendar(int(tokens.low(at))),), at + 1, bare=True)


_BODIES: Final[tuple[Callable[[Tokens, int], _Body | None], ...]] = (
    _numeric_day, _day, _month, _quarter, _split, _calendar_span, _year,
)  # fmt: skip


def _vague(tokens: Tokens, at: int, stop: int) -> When | None:
    """Read a time that is no period of the library: "by summer 2025", "by the end of the plan"."""
    found = _VAGUE.at(tokens, stop) or _VAGUE.at(tokens, stop - 1)
    end = found[1] if found else stop + 1 if tokens.low(stop) in _SEASONS else None
    if end is None or tokens.low(at) in {"for", "over", "on", "in", "at", "from", "since", "after"}:
        return None
    end += tokens.low(end) == "term"
    end += is_plausible_year(tokens.low(end))
    return When(start=at, stop=end, readings=(), basis=Basis.STATED)
