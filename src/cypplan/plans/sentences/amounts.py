"""Numbers as people write them: in digits, in words, in thousands and millions, as fractions and odds."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

import attrs

from cypplan.plans.sentences.tokens import Phrases

if TYPE_CHECKING:
    from cypplan.plans.sentences.tokens import Tokens

__all__ = ["Amount", "read_amount"]

_LONGEST: Final = 15
"""More digits than this are no figure about children."""

_ONES: Final = {
    word: Decimal(number)
    for number, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ]
    )
} | {"nil": Decimal(0)}
_TENS: Final = {
    word: Decimal(10 * number)
    for number, word in enumerate(
        ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], 2
    )
}
_SCALES: Final = {"hundred": Decimal(100), "thousand": Decimal(1000), "million": Decimal(1_000_000)}
_SHORT: Final = {"k": Decimal(1000), "m": Decimal(1_000_000), "million": Decimal(1_000_000)}
_PARTS: Final = {
    "half": 2, "halves": 2, "third": 3, "thirds": 3, "quarter": 4, "quarters": 4, "fifth": 5, "fifths": 5,
    "sixth": 6, "sixths": 6, "eighth": 8, "eighths": 8, "tenth": 10, "tenths": 10,
}  # fmt: skip
_ODDS: Final = Phrases({"in": True, "in every": True, "out of": True, "out of every": True, "of every": True})
_NOT_HALVES: Final = frozenset({"term", "terms", "day", "days", "year", "yearly", "hour", "time", "siblings"})
_ORDINAL_ENDS: Final = frozenset(
    {"", ".", ",", ";", ")", "of", "by", "in", "from", "reduction", "increase", "the", "over"}
)


@attrs.frozen
class Amount:
    """A number, and the token after it."""

    value: Decimal
    stop: int
    share: bool = False
    """Whether it was a fraction or odds, which ``value`` gives in per cent."""
    in_words: bool = False


def read_amount(tokens: Tokens, at: int) -> Amount | None:
    """Return the number that starts at a token; "two thirds" and "1 in 4" are shares, in per cent."""
    plain = _digits(tokens, at) or _in_words(tokens, at)
    if plain is None:
        return _article(tokens, at) or _hyphened(tokens, at)
    return _odds(tokens, plain) or _fraction(tokens, plain) or plain


def _digits(tokens: Tokens, at: int) -> Amount | None:
    token = tokens[at]
    if not tokens.is_number(at) or len(token.low) > _LONGEST:
        return None
    value = Decimal(token.low.replace(",", ""))
    scale = _SHORT.get(tokens.low(at + 1))
    if scale is not None and (tokens.tight(at + 1) or tokens.low(at + 1) == "million"):
        return Amount(value * scale, at + 2)
    return Amount(value, at + 1)


def _in_words(tokens: Tokens, at: int) -> Amount | None:
    """Read "six", "twenty-five", "one hundred and fifty", "two thousand"."""
    total, part, stop = Decimal(0), _below_hundred(tokens, at), at
    while part is not None:
        value, stop = part.value, part.stop
        while (scale := _SCALES.get(tokens.low(stop))) is not None and value < scale:
            value, stop = value * scale, stop + 1
        total += value
        joined = stop + 1 if tokens.low(stop) == "and" and value >= _SCALES["hundred"] else stop
        part = _below_hundred(tokens, joined) if value >= _SCALES["hundred"] else None
    return Amount(total, stop, in_words=True) if stop > at else None


def _below_hundred(tokens: Tokens, at: int) -> Amount | None:
    first, _, joined = tokens.low(at).partition("-")
    if joined:  # "forty-five" is one word
        both = first in _TENS and joined in _ONES
        return Amount(_TENS[first] + _ONES[joined], at + 1) if both else None
    if first in _TENS:
        unit = _ONES.get(tokens.low(at + 1))
        if unit is not None and 0 < unit < 10:  # noqa: PLR2004 (twenty-one to twenty-nine)
            return Amount(_TENS[first] + unit, at + 2)
        return Amount(_TENS[first], at + 1)
    return Amount(_ONES[first], at + 1) if first in _ONES else None


def _odds(tokens: Tokens, plain: Amount) -> Amount | None:
    """Read "1 in 4", "three out of four": the second number must be a round base and not the smaller."""
    found = _ODDS.at(tokens, plain.stop)
    if found is None or plain.value != plain.value.to_integral_value():
        return None
    base = _digits(tokens, found[1]) or _in_words(tokens, found[1])
    if base is None or not 0 <= plain.value <= base.value or not 2 <= base.value <= 20:  # noqa: PLR2004
        return None  # "95 in 2014" is a figure and a year, "33 in 10,000" a rate
    if tokens.low(base.stop) in {"%", "per", "/", "-"}:
        return None
    return _share(plain.value, base.value, base.stop)


def _fraction(tokens: Tokens, plain: Amount) -> Amount | None:
    parts = _PARTS.get(tokens.low(plain.stop))
    if parts is None or not plain.in_words or not 0 < plain.value < parts:
        return None
    return _share(plain.value, Decimal(parts), plain.stop + 1)


def _article(tokens: Tokens, at: int) -> Amount | None:
    """Read "half", "a half", "a third": ordinals and half terms are none."""
    ahead = at + 1 if tokens.low(at) in {"a", "an"} else at
    word, after = tokens.low(ahead), tokens.low(ahead + 1)
    if word == "half":
        return None if after in _NOT_HALVES or after == "-" else _share(Decimal(1), Decimal(2), ahead + 1)
    if ahead > at and word in _PARTS and after in _ORDINAL_ENDS:
        return _share(Decimal(1), Decimal(_PARTS[word]), ahead + 1)
    return None


def _hyphened(tokens: Tokens, at: int) -> Amount | None:
    """Read "two-thirds" and "three-quarters"."""
    top, _, bottom = tokens.low(at).partition("-")
    if top in _ONES and bottom in _PARTS and 0 < _ONES[top] < _PARTS[bottom]:
        return _share(_ONES[top], Decimal(_PARTS[bottom]), at + 1)
    return None


def _share(top: Decimal, bottom: Decimal, stop: int) -> Amount:
    share = top * 100 / bottom
    whole = share == share.to_integral_value()
    return Amount(share.quantize(Decimal(1)) if whole else share.normalize(), stop, share=True, in_words=True)
