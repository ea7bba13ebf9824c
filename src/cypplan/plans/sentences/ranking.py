"""Ranks in a sentence: "top quartile", "top 25% nationally", "in the top 10", "ranked 50th"."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

from cypplan.comparators import ComparatorKind
from cypplan.plans.sentences.amounts import read_amount
from cypplan.plans.sentences.comparing import read_whom
from cypplan.plans.sentences.pieces import Rank
from cypplan.plans.sentences.tokens import Phrases, each

if TYPE_CHECKING:
    from cypplan.plans.sentences.tokens import Tokens

__all__ = ["read_rank"]

_THIRD: Final = Decimal(100) / 3
_NAMED: Final[Phrases[Decimal | None]] = Phrases(
    each(
        ("top quartile", "upper quartile", "first quartile", "best quartile", "highest quartile",
         "quartile 1", "1st quartile", "quartile one", "top quarter", "best quarter", "quartile a"),
        Decimal(25),
    )
    | each(("top decile", "best decile", "first decile"), Decimal(10))
    | each(("top quintile", "best quintile", "top fifth"), Decimal(20))
    | each(("top third", "best third", "top tercile"), _THIRD)
    | each(("top half", "best half", "upper half", "top two quartiles", "top 2 quartiles"), Decimal(50))
    | each(
        ("second quartile", "third quartile", "fourth quartile", "bottom quartile", "lower quartile",
         "2nd quartile", "3rd quartile", "quartile", "band a", "upper middle quartile",
         "lower middle quartile", "top performing", "best performing", "best in class", "top tier",
         "median quartile"),
        None,
    )
)  # fmt: skip
"""The best so many per cent; ``None`` for a rank that may lie anywhere, or that only means "good"."""
_ENDS: Final = frozenset({"top", "best", "highest"})
_WRONG_ENDS: Final = frozenset({"bottom", "worst", "lowest"})
_PERCENT: Final = Phrases(each(("%", "percent", "per cent"), meaning=True))
_RANKED: Final = Phrases(
    each(("ranked", "rank", "rank of", "ranking of", "ranked at", "ranking", "ranked as",
          "ranked in position", "rank at", "a rank of", "a ranking of"), meaning=True)
)  # fmt: skip
_ORDINALS: Final = frozenset({"st", "nd", "rd", "th"})
_BETTER: Final = Phrases(each(("or better", "or above", "or higher", "place", "position"), meaning=True))
_BEFORE: Final = Phrases(
    each(("national", "england"), ComparatorKind.COUNTRY) | each(("regional",), ComparatorKind.REGION)
    | each(("statistical neighbour",), ComparatorKind.NEIGHBOURS)
)  # fmt: skip
_AREAS: Final = Phrases(
    {
        f"{before}{kind}{noun}": True
        for before in ("of ", "of all ", "for ", "among ", "of the ", "performing ", "")
        for kind in ("local ", "english ", "")
        for noun in ("authorities", "councils", "areas")
    }
    | each(("performance", "performers", "performing", "of las", "las"), meaning=True)
)  # fmt: skip
_WITH: Final = frozenset({"of", "in", "among", "amongst", "within", "across", "against", "for", "compared"})


def read_rank(tokens: Tokens, at: int) -> Rank | None:
    """Return the rank that starts at a token: which, and among whom."""
    before = _BEFORE.at(tokens, at)
    start = before[1] if before else at
    found = _best(tokens, start) or _placed(tokens, start)
    if found is None:
        return None
    rank, stop = found
    among, stop = _among(tokens, stop)
    among = among or (before[0] if before else None)
    if isinstance(rank, int):
        return Rank(start=at, stop=stop, place=rank, among=among)
    return Rank(start=at, stop=stop, share=rank, among=among)


def _best(  # noqa: PLR0911 (one return for each form)
    tokens: Tokens, at: int
) -> tuple[Decimal | int | None, int] | None:
    """Read "top quartile", "top 25%", "top ten"; the bottom is a rank that no target can say."""
    named = _NAMED.at(tokens, at)
    if named is not None:
        return named
    if tokens.low(at) == "best" and tokens.low(at + 1) == "in" and _among(tokens, at + 1)[0]:
        return 1, at + 1
    if tokens.low(at) not in _ENDS | _WRONG_ENDS:
        return None
    amount = read_amount(tokens, at + 1)
    if amount is None or (amount.share and not amount.in_words):
        return None
    percent = _PERCENT.at(tokens, amount.stop)
    stop = percent[1] if percent else amount.stop
    if tokens.low(at) in _WRONG_ENDS:
        return None, stop
    if percent or amount.share:
        return (amount.value if 0 < amount.value <= 100 else None), stop  # noqa: PLR2004 (per cent)
    return _place(amount.value), stop


def _placed(tokens: Tokens, at: int) -> tuple[int | None, int] | None:
    """Read "ranked 50th", "rank of 20 or better", "3rd in the region", "50th or better"."""
    ranked = _RANKED.at(tokens, at)
    number = ranked[1] if ranked else at
    if not tokens.is_number(number):
        return None
    stop = number + 1
    ordinal = tokens.low(stop) in _ORDINALS and tokens.tight(stop)
    stop += ordinal
    better = _BETTER.at(tokens, stop)
    company = _among(tokens, stop)[0] if ordinal else None
    if not ranked and not (ordinal and (better or company)):
        return None
    amount = read_amount(tokens, number)
    return (_place(amount.value) if amount else None), better[1] if better else stop


def _place(value: Decimal) -> int | None:
    return int(value) if value >= 1 and value == value.to_integral_value() else None


def _among(tokens: Tokens, at: int) -> tuple[ComparatorKind | None, int]:
    """Read "nationally", "in the region", "of statistical neighbours", "of local authorities in England"."""
    stop = at
    areas = _AREAS.at(tokens, stop)
    stop = areas[1] if areas else stop
    out = tokens.low(stop) == "out"
    if tokens.low(stop + out) == "of" and tokens.is_number(stop + out + 1):
        stop += out + 2
        more = _AREAS.at(tokens, stop)
        stop = more[1] if more else stop
    ahead = stop + (tokens.low(stop) in _WITH)
    ahead += ahead > stop and tokens.low(ahead) in {"to", "with"}
    whom = read_whom(tokens, ahead)
    if whom is None or whom[0].kind not in _COMPANY:
        return None, stop
    return whom[0].kind, whom[1]


_COMPANY: Final = frozenset({ComparatorKind.COUNTRY, ComparatorKind.REGION, ComparatorKind.NEIGHBOURS})
