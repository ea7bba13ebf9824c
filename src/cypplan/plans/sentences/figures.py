"""Figures in a sentence: a number or a range with its bound, its sign and its unit."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

import attrs

from cypplan.plans.sentences.amounts import Amount, read_amount
from cypplan.plans.sentences.measured import noun_at, read_unit
from cypplan.plans.sentences.phrases import read_change
from cypplan.plans.sentences.pieces import Figure
from cypplan.plans.sentences.result import PrintedUnit
from cypplan.plans.sentences.tokens import Phrases, each
from cypplan.plans.targets import Bound
from cypplan.units import UnitForm

if TYPE_CHECKING:
    from cypplan.plans.sentences.tokens import Tokens

__all__ = ["ABOUT", "read_figure"]


def _each(bound: Bound, *phrases: str) -> dict[str, Bound]:
    return each(phrases, bound)


_PREFIXES: Final = Phrases(
    _each(
        Bound.AT_LEAST,
        "at least", "a minimum of", "minimum of", "minimum", "min", "no less than", "not less than",
        "no fewer than", "not fewer than", "no lower than", "not lower than", "not below", ">=", "=>", "≥",
        "⩾",
        "greater than or equal to", "more than or equal to", "equal to or above", "equal to or more than",
        "at or above", "not falling below", "a floor of",
    )
    | _each(
        Bound.AT_MOST,
        "no more than", "not more than", "at most", "a maximum of", "maximum of", "maximum", "max",
        "up to", "<=",
        "=<", "≤", "⩽", "less than or equal to", "fewer than or equal to", "no higher than",
        "not higher than",
        "no greater than", "not exceeding", "not to exceed", "not exceed", "does not exceed", "do not exceed",
        "not above", "within", "at or below", "equal to or below", "a ceiling of", "capped at",
        "no longer than",
    )
    | _each(
        Bound.BELOW, "below", "under", "less than", "fewer than", "lower than", "<", "sub"
    )
    | _each(
        Bound.ABOVE,
        "above", "over", "more than", "greater than", "higher than", "exceeding", "exceed", "exceeds", ">",
        "in excess of", "better than",
    )
    | _each(Bound.EXACTLY, "exactly", "equal to", "=", "precisely")
)  # fmt: skip
_SUFFIXES: Final = Phrases(
    _each(
        Bound.AT_LEAST,
        "or more", "or above", "or higher", "or greater", "or over", "and above", "and over", "or better",
        "and higher", "+", "minimum", "as a minimum", "at least", "at a minimum", "upwards", "plus",
    )
    | _each(
        Bound.AT_MOST,
        "or less", "or fewer", "or below", "or lower", "or under", "and below", "maximum", "at most",
        "and under",
        "as a maximum",
    )
)  # fmt: skip
ABOUT: Final = (
    "about", "around", "approximately", "approx", "approx.", "circa", "c.", "nearly", "almost", "roughly",
    "just under", "just over", "just below", "just above", "~", "some",
)  # fmt: skip
"""Words that make a figure approximate, the plainest first."""
_ABOUT: Final = Phrases(each((*ABOUT, "only"), meaning=True))
_OF_BASELINE: Final = Phrases(
    each(("of the baseline", "of baseline", "of its baseline", "of the year before", "of the previous year",
          "of the previous year's figure"), meaning=True)
)  # fmt: skip
_YEARLY: Final = frozenset({("year", "on", "year"), ("year", "by", "year")})
_MONEY: Final = PrintedUnit("£", UnitForm.MONEY)


def read_figure(tokens: Tokens, at: int) -> Figure | None:
    """Return the figure that starts at a token, with the words of its bound and its unit."""
    about = _ABOUT.at(tokens, at)
    ahead = about[1] if about else at
    prefix = _PREFIXES.at(tokens, ahead)
    between = prefix is None and tokens.low(ahead) == "between"
    number = prefix[1] if prefix else ahead + 1 if between else ahead
    number += (
        prefix is not None and tokens.low(number) in {"the", "a", "an"} and tokens.low(number + 1) != "third"
    )
    second = _ABOUT.at(tokens, number) if prefix else None
    vague = (number, second[1]) if second else (at, ahead)
    number = second[1] if second else number
    core = _core(tokens, number, between=between)
    if core is None:
        return None
    operator = tokens.printed(ahead, prefix[1]) if prefix else None
    return _with_suffix(
        tokens,
        attrs.evolve(
            core,
            start=at,
            core=number,
            bound=prefix[0] if prefix else None,
            operator=operator,
            about=tokens.printed(*vague) or None,
        ),
    )


def _core(tokens: Tokens, at: int, *, between: bool) -> Figure | None:
    """Read sign, money sign, number, unit, and the other end of a range."""
    sign = _sign(tokens, at)
    ahead = at + 1 if sign else at
    money = tokens.low(ahead) == "£"
    amount = read_amount(tokens, ahead + money)
    if amount is None or (money and amount.share):
        return None
    if _is_pair(tokens, ahead, amount.stop):
        return None
    unit, stop = _unit(tokens, ahead, amount, money=money)
    figure = Figure(start=at, stop=stop, value=amount.value, unit=unit, sign=sign, share=amount.share,
                    in_words=amount.in_words)  # fmt: skip
    ranged = _range(tokens, figure, between=between)
    if ranged is None and between:
        return None
    figure = ranged or figure
    whole = _OF_BASELINE.at(tokens, figure.stop)
    return attrs.evolve(figure, stop=whole[1], whole=True) if whole else figure


def _is_pair(tokens: Tokens, start: int, stop: int) -> bool:
    """Whether a number is half of "5/6" or "1:6", or of one that a space has parted: "1 000"."""
    joined = {"/", ":"}
    before = tokens.low(start - 1) in joined and tokens.tight(start) and tokens.is_number(start - 2)
    after = tokens.low(stop) in joined and tokens.tight(stop + 1) and tokens.is_number(stop + 1)
    parted = tokens.is_number(stop) and len(tokens.low(stop)) == 3  # noqa: PLR2004 (a group of digits)
    return (before and tokens.tight(start - 1)) or (after and tokens.tight(stop)) or parted


def _sign(tokens: Tokens, at: int) -> int:
    """Return the sign printed before a number; a dash between two numbers or words is none."""
    sign = {"+": 1, "-": -1, "±": 0}.get(tokens.low(at), 0)
    touches = tokens.tight(at + 1) and (tokens.is_number(at + 1) or tokens.low(at + 1) == "£")
    opened = not tokens.tight(at) or tokens.low(at - 1) in {"(", ":"}
    return sign if touches and opened else 0


def _unit(tokens: Tokens, at: int, amount: Amount, *, money: bool) -> tuple[PrintedUnit | None, int]:
    if money:
        return _MONEY, amount.stop
    if amount.share:
        return _share_unit(tokens, amount)
    after = amount.stop + 1 if tokens.low(amount.stop) == "-" and tokens.tight(amount.stop) else amount.stop
    found = read_unit(tokens, after)
    often = tokens.low(after) in {"each", "every"} and _is_led(tokens, at)
    if often or tokens.lows(after, after + 3) in _YEARLY:
        return None, amount.stop  # "increase by 5 each year": how often, not of what
    if found is not None and (after == amount.stop or found[0].form in {UnitForm.DURATION, None}):
        return found
    return None, amount.stop


def _is_led(tokens: Tokens, at: int) -> bool:
    """Whether a number is the size of a change: "by 5", "additional 5", "an increase of 5", "+5"."""
    before = tokens.low(at - 1)
    if before in {"by", "+", "-"}:
        return True
    change = read_change(tokens, at - 2 if before == "of" else at - 1)
    return change is not None and not change.holds


def _share_unit(tokens: Tokens, amount: Amount) -> tuple[PrintedUnit, int]:
    """Return the unit of "two thirds of pupils" and "3 out of 4 audits"."""
    ahead = amount.stop + 1 if tokens.low(amount.stop) == "of" else amount.stop
    ahead += tokens.low(ahead) in {"all", "the", "our"}
    noun = noun_at(tokens, ahead)
    return PrintedUnit("share", UnitForm.PERCENT, 100, noun[0] if noun else None), amount.stop


def _range(tokens: Tokens, low: Figure, *, between: bool) -> Figure | None:
    """Read the upper end: "85-90%", "between 50 and 55", "85% - 90%"."""
    dash = tokens.low(low.stop) == "-"
    joined = between and tokens.low(low.stop) in {"and", "to"}
    opening = (
        tokens.low(low.start - 1) in {"", ":", "target", *ABOUT}
        and tokens.low(low.stop) == "to"
        and low.unit is None
    )
    by = tokens.low(low.start - 1) == "by" and tokens.low(low.stop) == "to" and low.unit is None
    if not (dash or joined or opening or by) or low.share:
        return None
    ahead = low.stop + 1 + (tokens.low(low.stop + 1) == "£")
    amount = read_amount(tokens, ahead)
    if amount is None or amount.share or low.sign * low.value > amount.value:
        return None
    if low.sign:
        return None
    unit, stop = _unit(tokens, low.start, amount, money=low.unit is _MONEY)
    if by and (unit is None or low.value >= amount.value):
        return None  # "by 10 to 40" may be by ten, down to forty
    return attrs.evolve(low, stop=stop, high=amount.value, unit=unit or low.unit)


def _with_suffix(tokens: Tokens, figure: Figure) -> Figure:
    found = _SUFFIXES.at(tokens, figure.stop)
    if found is None or figure.bound is not None or figure.high is not None:
        return _signed(figure)
    bound, stop = found
    if tokens.low(figure.stop) == "+" and not tokens.tight(figure.stop):
        return _signed(figure)
    behind = read_unit(tokens, stop) if figure.unit is None else None
    return _signed(
        attrs.evolve(
            figure,
            stop=behind[1] if behind else stop,
            unit=behind[0] if behind else figure.unit,
            bound=bound,
            operator=tokens.printed(figure.stop, stop),
            suffixed=True,
        )
    )


def _signed(figure: Figure) -> Figure:
    """Give a negative number behind a bound its sign: "at least -0.2" is no change."""
    if figure.sign < 0 and figure.bound is not None:
        return attrs.evolve(figure, value=Decimal(0) - figure.value, sign=0)
    return figure
