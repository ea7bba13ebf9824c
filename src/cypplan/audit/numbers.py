"""Printed numbers: how exact one is, and whether two of them can be the same figure.

A printed figure agrees with another when the other rounds to it, to as many decimals as it is printed with.
Halves may go either way, since publishers differ.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Final, TypeAlias

import attrs

if TYPE_CHECKING:
    from cypplan.units import Unit

__all__ = ["Printed", "Span", "agrees", "decimals_of", "half_step", "words_of"]

Number: TypeAlias = Decimal | Fraction

_OVER: Final = ("more than", "over", "above", "at least", "greater than", "in excess of", "upwards of")
_UNDER: Final = (
    "less than", "under", "below", "fewer than", "at most", "nearly", "almost", "up to", "just less than",
    "just under",
)  # fmt: skip
_ROUGH: Final = ("about", "around", "approximately", "approx", "roughly", "some", "circa", "c.", "~")


def decimals_of(value: Decimal) -> int:
    """Return the decimals with which a number is printed: 2 for 58.10, 0 for 70."""
    exponent = value.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def half_step(decimals: int) -> Fraction:
    """Return the most that rounding to so many decimals can move a number."""
    return Fraction(1, 2 * 10**decimals)


def agrees(printed: Decimal, other: Number, other_decimals: int | None = None) -> bool:
    """Return whether a printed number can be ``other``, rounded.

    ``other_decimals`` says how exact ``other`` is, where it was rounded itself; exact where not given.
    """
    decimals = decimals_of(printed)
    if other_decimals is not None:
        decimals = min(decimals, other_decimals)
    return abs(Fraction(printed) - Fraction(other)) <= half_step(decimals)


def words_of(value: Decimal, unit: Unit | None) -> str:
    """Write a printed number with its unit: "31.9%", "416 per 10,000", "23 children"."""
    if unit is None:
        return f"{value:f}"
    return unit.format(
        float(value), max(decimals_of(value), 0), long=unit.base is not None and _is_count(unit)
    )


def _is_count(unit: Unit) -> bool:
    return unit.form.value == "count"


@attrs.frozen
class Span:
    """Where a number can lie, ends included; ``None`` is without end."""

    low: Fraction | None
    high: Fraction | None

    def all_above(self, value: Number) -> bool:
        """Whether all of it is above a number."""
        return self.low is not None and self.low > Fraction(value)

    def all_below(self, value: Number) -> bool:
        """Whether all of it is below a number."""
        return self.high is not None and self.high < Fraction(value)

    def holds(self, value: Number) -> bool:
        """Whether a number lies in it."""
        return not self.all_above(value) and not self.all_below(value)


@attrs.frozen
class Printed:
    """A number as printed, with the word before it: "more than 96", "about 400"."""

    value: Decimal
    qualifier: str | None = None

    @property
    def is_rough(self) -> bool:
        """Whether it is only about so much, so that nothing can be held against it."""
        return _begins(self.qualifier, _ROUGH)

    @property
    def span(self) -> Span:
        """Where the number meant can lie: the printed one, or what "more than" and "almost" leave open."""
        value = Fraction(self.value)
        if self.is_rough:
            return Span(None, None)
        if _begins(self.qualifier, _OVER):
            return Span(value, None)
        if _begins(self.qualifier, _UNDER):
            return Span(None, value)
        return Span(value, value)

    @property
    def is_plain(self) -> bool:
        """Whether it is the number itself, with no word before it that widens it ("only" does not)."""
        span = self.span
        return span.low is not None and span.low == span.high

    def agrees(self, other: Number, other_decimals: int | None = None) -> bool:
        """Return whether it can be ``other``, as :func:`agrees` has it, or lies where its word lets it."""
        return agrees(self.value, other, other_decimals) or (not self.is_plain and self.span.holds(other))


def _begins(qualifier: str | None, words: tuple[str, ...]) -> bool:
    text = (qualifier or "").casefold().strip()
    return any(text == word or text.startswith(f"{word} ") for word in words)
