"""Numbers as people write them: thousands separators, rounding half away from zero, no minus zero."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction
from typing import Final

from cypplan.errors import ValueFault

__all__ = ["exact", "numeral"]

# Enough digits for any float with any number of decimals that a person would ask for.
_WIDE: Final = Context(prec=1000, rounding=ROUND_HALF_UP)


def exact(value: float) -> Fraction:
    """Return the decimal number that ``value`` prints as: 0.07 is 7/100, not the binary number beside it.

    Published figures are decimals; read so, their conversions and comparisons are exact.
    """
    return Fraction(value) if isinstance(value, int) else Fraction(repr(float(value)))


def numeral(value: float, decimals: int | None) -> str:
    """Write ``value`` with this many decimals, or with as few as tell it from others when ``None``.

    A whole number is written without decimals. Halves are rounded away from zero, as in published tables.

    Raises:
        ValueFault: ``value`` is not finite, or ``decimals`` is negative.
    """
    if value != value or value in {float("inf"), float("-inf")}:  # noqa: PLR0124 (the test for NaN)
        raise ValueFault(f"{value} is no figure that could be shown; a missing value is None and has a mark")
    if decimals is not None and decimals < 0:
        raise ValueFault(f"decimals: {decimals} is below 0; give 0 or more, or None for the shortest form")
    number = Decimal(value) if isinstance(value, int) else Decimal(repr(float(value)))
    if number == number.to_integral_value(context=_WIDE):
        number = number.quantize(Decimal(1), context=_WIDE)
    elif decimals is not None:
        number = number.quantize(Decimal(1).scaleb(-decimals), context=_WIDE)
    return f"{abs(number) if number.is_zero() else number:,f}"
