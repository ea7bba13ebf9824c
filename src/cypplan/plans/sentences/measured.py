"""Units in a sentence: behind a figure ("31 per 10,000"), or before it ("the percentage of")."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Final

from cypplan.plans.sentences.amounts import read_amount
from cypplan.plans.sentences.pieces import UnitWord
from cypplan.plans.sentences.result import PrintedUnit
from cypplan.plans.sentences.tokens import Phrases, each
from cypplan.units import UnitForm, bases

if TYPE_CHECKING:
    from cypplan.plans.sentences.tokens import Tokens

__all__ = ["noun_at", "read_unit", "read_unit_word"]

_PERCENT: Final = (UnitForm.PERCENT, 100, None)
_POINTS: Final = (UnitForm.POINTS, 100, None)
_NO_FORM: Final = (None, None, None)

_BEHIND: Final[Phrases[tuple[UnitForm | None, int | None, str | None]]] = Phrases(
    {
        "%": _PERCENT, "per cent": _PERCENT, "percent": _PERCENT, "pc": _PERCENT,
        **each(
            (
                "percentage points", "percentage point", "% points", "% point", "%pts", "% pts", "%pt",
                "%-points",
                "pp", "ppt", "ppts", "pps", "per cent points", "percent points", "percentage pts",
            ),
            _POINTS,
        ),
        "points": (UnitForm.SCORE, None, None), "point": (UnitForm.SCORE, None, None),
        "days": (UnitForm.DURATION, None, "days"), "day": (UnitForm.DURATION, None, "days"),
        "calendar days": (UnitForm.DURATION, None, "days"), "working days": (UnitForm.DURATION, None, "days"),
        "working day": (UnitForm.DURATION, None, "days"), "school days": (UnitForm.DURATION, None, "days"),
        "weeks": (UnitForm.DURATION, None, "weeks"), "week": (UnitForm.DURATION, None, "weeks"),
        "months": (UnitForm.DURATION, None, "months"), "month": (UnitForm.DURATION, None, "months"),
        **each(("hours", "hour", "working hours", "minutes", "years", "year", "terms"), _NO_FORM),
        **each(
            (
                "per month", "a month", "each month", "every month", "monthly",
            ),
            (UnitForm.FREQUENCY, None, None),
        ),
        **each(
            (
                "per year", "a year", "each year", "per annum", "pa", "per quarter", "a quarter",
                "each quarter",
                "per week", "a week", "per day", "per term", "every year", "per pupil", "per child",
                "per worker",
                "per social worker", "per member of staff", "per household", "per school",
            ),
            _NO_FORM,
        ),
    }
)  # fmt: skip

_A_YEAR: Final = Phrases(each(("a year", "per year", "per annum", "pa"), meaning=True))
_SCALES: Final = {Decimal(1000), Decimal(10_000), Decimal(100_000)}
_BEFORE: Final[Phrases[tuple[UnitForm | None, int | None, str | None]]] = Phrases(
    {
        **each(
            (
                "percentage of", "the percentage of", "% of", "proportion of", "the proportion of",
                "share of",
                "percent of", "per cent of", "percentage",
            ),
            _PERCENT,
        ),
        **each(("score", "scores"), (UnitForm.SCORE, None, None)),
        **each(("number of", "the number of", "numbers of", "no. of"), (UnitForm.COUNT, None, None)),
    }
)  # fmt: skip
_RATES: Final = Phrases(each(("rate per", "per", "rate", "the rate per"), meaning=True))
_SYNONYMS: Final = {
    "looked after children": "children_looked_after",
    "children in care": "children_looked_after",
    "children and young people": "children",
    "child protection plans": "plans",
    "foster carers": "carers",
}


@cache
def _nouns() -> Phrases[str]:
    # plurals only: "child" mostly belongs to a longer name, as in "child protection plan"
    return Phrases({base.noun: name for name, base in bases().items()} | _SYNONYMS)


def noun_at(tokens: Tokens, at: int) -> tuple[str, int] | None:
    """Return the base that the words at a place name, and the token after them."""
    return _nouns().at(tokens, at)


def read_unit(tokens: Tokens, at: int) -> tuple[PrintedUnit, int] | None:
    """Return the unit that stands behind a number, and the token after it."""
    rate = _rate(tokens, at)
    if rate is not None:
        return rate
    found = _BEHIND.at(tokens, at)
    if found is not None:
        (form, scale, base), stop = found
        named = _of_noun(tokens, stop) if form in {UnitForm.PERCENT, UnitForm.POINTS} else None
        return PrintedUnit(tokens.printed(at, stop), form, scale, base or (named and named[0])), stop
    noun = noun_at(tokens, at)
    if noun is None:
        return None
    monthly = _BEHIND.at(tokens, noun[1])
    if monthly is not None and monthly[0][0] is UnitForm.FREQUENCY:
        return PrintedUnit(tokens.printed(at, monthly[1]), UnitForm.FREQUENCY, None, noun[0]), monthly[1]
    yearly = _A_YEAR.at(tokens, noun[1])
    stop = yearly[1] if yearly else noun[1]
    return PrintedUnit(tokens.printed(at, stop), UnitForm.COUNT, None, noun[0]), stop


def _of_noun(tokens: Tokens, at: int) -> tuple[str, int] | None:
    """Return the base after "of": "% of pupils", "% of all care leavers"."""
    if tokens.low(at) != "of":
        return None
    ahead = at + 1
    while tokens.low(ahead) in {"the", "all", "our", "these", "eligible"}:
        ahead += 1
    return noun_at(tokens, ahead)


def _rate(tokens: Tokens, at: int) -> tuple[PrintedUnit, int] | None:
    """Read "per 10,000", "per 10k population", "in 100,000", "/ 10,000", and the noun if it is a base."""
    if tokens.low(at) not in {"per", "in", "/"}:
        return None
    ahead = at + 2 if tokens.low(at + 1) == "every" else at + 1
    amount = read_amount(tokens, ahead)
    if amount is None or amount.value not in _SCALES:
        return None
    noun = noun_at(tokens, amount.stop)
    stop = noun[1] if noun else amount.stop
    stop += noun is None and tokens.low(stop) in {"population", "pop"}
    return PrintedUnit(
        tokens.printed(at, stop), UnitForm.RATE, int(amount.value), noun[0] if noun else None
    ), stop


def read_unit_word(tokens: Tokens, at: int) -> UnitWord | None:
    """Return the words at a place that say the unit of figures to come."""
    lead = _RATES.at(tokens, at)
    rate = _rate(tokens, lead[1] - 1 if tokens.low(lead[1] - 1) == "per" else lead[1]) if lead else None
    if rate is not None:
        return UnitWord(start=at, stop=rate[1], unit=rate[0])
    if (
        tokens.low(at) == "per" and (often := _BEHIND.at(tokens, at)) is not None
    ):  # "five exclusions per year"
        form, scale, base = often[0]
        return UnitWord(
            start=at, stop=often[1], unit=PrintedUnit(tokens.printed(at, often[1]), form, scale, base)
        )
    found = _BEFORE.at(tokens, at)
    if found is None:
        return None
    (form, scale, _), stop = found
    if tokens.low(stop) in {"point", "points"}:
        return None
    if tokens.low(stop - 1) == "of":
        noun = _of_noun(tokens, stop - 1)
        base = noun[0] if noun else None
    else:
        base = None
    return UnitWord(start=at, stop=stop, unit=PrintedUnit(tokens.printed(at, stop), form, scale, base))
