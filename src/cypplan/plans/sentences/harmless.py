"""Digits that are no figures: ages, key stages, school years, grades, laws, list numbers, links."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cypplan.plans.sentences.amounts import read_amount
from cypplan.plans.sentences.dates import is_plausible_year
from cypplan.plans.sentences.pieces import Mark, MarkKind
from cypplan.plans.sentences.tokens import Phrases, each

if TYPE_CHECKING:
    from collections.abc import Callable

    from cypplan.plans.sentences.tokens import Tokens

__all__ = ["read_harmless"]

_NAMED: Final = Phrases(
    each(
        (
            "key stage", "key stages", "ks", "year", "years", "yr", "grade", "grades", "level", "levels",
            "phase",
            "tier", "tiers", "section", "stage", "step", "band", "category", "catch", "progress",
            "attainment",
            "outcome", "priority", "theme", "objective", "action", "appendix", "annex", "page", "table",
            "figure",
            "note", "version", "ni", "pi", "pso", "act", "regulation", "paragraph", "article", "class",
            "standard",
            "type", "schedule", "part", "wave", "strand", "key action", "ages", "age", "aged",
            "at age", "at the age of", "age of", "the age of", "aged under", "aged over", "aged up to",
            "ages of",
            "post", "pre", "top ten of", "band of",
        ),
        meaning=True,
    )
)  # fmt: skip
"""Names that a number follows: the number belongs to the name."""

_AGE_ENDS: Final = Phrases(
    each(
        (
            "year olds", "year old", "years old", "yr olds", "yr old", "years of age", "- year-olds",
            "- year-old",
            "- year olds", "- year old", "year-olds", "year-old", "- yr-olds", "yrs old",
        ),
        meaning=True,
    )
)  # fmt: skip
"""What makes the number before it an age."""

_REACHED: Final = frozenset({"reach", "reaches", "reaching", "turn", "turning", "until", "till"})
_GRADES: Final = frozenset({"a*", "gcse", "gcses", "gcse's"})
_OLDEST: Final = 25
_UNDER: Final = frozenset({"under", "over", "below"})
_YOUNG: Final = frozenset(
    {
        "those",
        "amongst",
        "among",
        "children",
        "people",
        "pupils",
        "students",
        "aged",
        "for",
        "in",
        "olds",
        "all",
    }
)
_AFTER_UNDER: Final = frozenset(
    {"s", "conception", "conceptions", "year", "years", "admission", "admissions", "pregnancy", "population"}
)
_REVIEWS: Final = frozenset({"review", "reviews", "check", "checks", "visit", "assessment", "assessments"})
_TIMES: Final = frozenset({"week", "weeks", "month", "months", "year", "years", "day", "days"})
_EMPTY: Final = frozenset({"", ".", ",", ";", ")", "("})


def read_harmless(tokens: Tokens, at: int) -> Mark | None:
    """Return the run of tokens at a place whose digits are no figures, or None."""
    for read in _READERS:
        stop = read(tokens, at)
        if stop is not None:
            return Mark(start=at, stop=stop, kind=MarkKind.HARMLESS)
    return None


def _small(tokens: Tokens, at: int) -> int | None:
    """Return the token after a small number in digits or words, a range or list of two included."""
    if tokens.is_number(at):
        if len(tokens.low(at)) > 4:  # noqa: PLR2004 (Act 2014)
            return None
        stop = at + 1
    else:
        amount = read_amount(tokens, at)
        if amount is None or amount.share:
            return None
        stop = amount.stop
    joined = tokens.low(stop) in {"-", "to", "and", "or", "/", "&"} and tokens.is_number(stop + 1)
    small = len(tokens.low(stop + 1)) <= 3 and tokens.low(stop + 2) != "%"  # noqa: PLR2004 ("2-2.5 year")
    return stop + 2 if joined and small else stop


def _is_unit(tokens: Tokens, at: int) -> bool:
    return tokens.low(at) in {"%", "per", "percent", "percentage"}


def _named(tokens: Tokens, at: int) -> int | None:
    """Read "Key Stage 2", "year six", "level 4+", "aged 16 to 18", "at age 19 years", "post-16"."""
    found = _NAMED.at(tokens, at)
    if found is None:
        return None
    ahead = found[1] + 1 if tokens.low(found[1]) in {"-", "range"} else found[1]
    stop = _small(tokens, ahead)
    of_calendar = tokens.low(at) == "year" and is_plausible_year(tokens.low(ahead))
    if stop is None or _is_unit(tokens, stop) or of_calendar:
        return None
    stop += tokens.low(stop) == "+" and tokens.tight(stop)
    if tokens.low(at) in {"progress", "attainment"}:
        return stop
    if tokens.low(at) in {"at", "aged", "age", "ages", "the"} and tokens.low(stop) in {
        "years",
        "year",
        "yrs",
    }:
        stop += 1
    return _with_above(tokens, stop)


def _with_above(tokens: Tokens, stop: int) -> int:
    """Take "or above" and "and above" into a level or a grade."""
    if tokens.low(stop) in {"or", "and"} and tokens.low(stop + 1) in {"above", "over", "higher", "below"}:
        return stop + 2
    return stop


def _age(tokens: Tokens, at: int) -> int | None:
    """Read "16 to 18 year olds", "2 year olds", "0-19 years old"."""
    stop = _small(tokens, at) if tokens.is_number(at) or tokens.is_word(at) else None
    found = None if stop is None else _AGE_ENDS.at(tokens, stop)
    return found[1] if found else None


def _reached(tokens: Tokens, at: int) -> int | None:
    """Read "when they reach 19 years" and "until they reach 25 years"."""
    stop = _small(tokens, at + 1) if tokens.low(at) in _REACHED else None
    return stop + 1 if stop is not None and tokens.low(stop) in {"years", "yrs"} else None


def _bracketed_age(tokens: Tokens, at: int) -> int | None:
    """Read "(10-24 years)" and "(0 to 17)"."""
    if tokens.low(at) != "(" or not tokens.is_number(at + 1):
        return None
    stop = _small(tokens, at + 1)
    if stop is None or stop < at + 4 or len(tokens.low(at + 1)) > 2 or tokens.low(at + 2) == "/":  # noqa: PLR2004
        return None
    stop += tokens.low(stop) in {"years", "yrs", "year"}
    return stop + 1 if tokens.low(stop) == ")" else None


def _under(tokens: Tokens, at: int) -> int | None:
    """Read "under 18s", "those under 18", "over 5s": a bound before a figure reads otherwise."""
    if tokens.low(at) not in _UNDER:
        return None
    ahead = at + 1
    ahead += 3 if tuple(tokens.low(ahead + n) for n in range(3)) == ("the", "age", "of") else 0
    ahead += tokens.low(ahead) == "-"
    if not tokens.is_number(ahead) or len(tokens.low(ahead)) > 2:  # noqa: PLR2004
        return None
    if int(tokens.low(ahead)) > _OLDEST if tokens.low(ahead).isdecimal() else True:
        return None
    after = tokens.low(ahead + 1)
    plural = after == "s" and tokens.tight(ahead + 1)
    named = after in _AFTER_UNDER or tokens.low(at - 1) in _YOUNG
    said = ahead > at + 2 or plural or (named and tokens.low(at) != "below")
    if not said or _is_unit(tokens, ahead + 1):
        return None
    return ahead + 2 if plural or after in {"year", "years"} else ahead + 1


def _grades(tokens: Tokens, at: int) -> int | None:
    """Read "5 or more A*-C", "five A*-C GCSEs", "5 GCSEs", "grade 9 to 5"."""
    stop = _small(tokens, at)
    if stop is None:
        return None
    stop += tokens.low(stop) == "+"
    stop += 2 if (tokens.low(stop), tokens.low(stop + 1)) == ("or", "more") else 0
    stop += tokens.low(stop) in {"good", "grade", "grades"}
    if tokens.low(stop) in _GRADES or (tokens.low(stop), tokens.low(stop + 1)) == ("a", "*"):
        return stop + 1
    return None


def _timed(tokens: Tokens, at: int) -> int | None:
    """Read "at 6-8 weeks", "at their four month review", "6 monthly review"."""
    ahead = at + 1 if tokens.low(at) in {"at", "by"} else at
    if ahead > at and tokens.low(ahead) in {"their", "the", "a"}:
        ahead += 1
    stop = _small(tokens, ahead)
    if stop is None:
        return None
    stop += tokens.low(stop) == "-"
    if tokens.low(stop) not in _TIMES:
        return None
    if tokens.low(stop + 1) in _REVIEWS:
        return stop + 2
    held = tokens.low(at - 1) in {
        "",
        "be",
        "stay",
        "remain",
        "hold",
        "maintain",
        "held",
        "target",
        "times",
        "time",
    }
    return stop + 1 if tokens.low(at) == "at" and ahead == at + 1 and not held else None


def _coded(tokens: Tokens, at: int) -> int | None:
    """Read "24/7", "1:1", "1 to 1", "[12]", "http://…", and a list number at the start."""
    if tokens.low(at) in {"http", "https", "www"}:
        return _unspaced(tokens, at)
    if tokens.low(at) == "[" and tokens.is_number(at + 1) and tokens.low(at + 2) == "]":
        return at + 3
    if not tokens.is_number(at):
        return None
    listed = at == 0 and tokens.low(1) in {".", ")"} and tokens.is_word(2)
    if listed and len(tokens.low(0)) <= 2:  # noqa: PLR2004 (two digits)
        return 2
    three = tuple(tokens.low(at + ahead) for ahead in range(3))
    return at + 3 if three in {("24", "/", "7"), ("1", ":", "1"), ("1", "-", "1"), ("1", "to", "1")} else None


def _unspaced(tokens: Tokens, at: int) -> int:
    stop = at + 1
    while tokens.tight(stop) and tokens.low(stop) not in _EMPTY - {"."}:
        stop += 1
    return stop


_READERS: Final[tuple[Callable[[Tokens, int], int | None], ...]] = (
    _coded, _named, _age, _reached, _bracketed_age, _under, _grades, _timed,
)  # fmt: skip
