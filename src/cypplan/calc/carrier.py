"""Carriers: what a formula is computed on. The same formula runs on numbers and on columns of a table.

A formula takes a carrier first and uses plain arithmetic (``+ - * /``, comparisons, ``&`` and ``|``) and the
carrier's few methods.
Numbers are here, columns in :mod:`cypplan.calc.expressions`. The rules that make both agree:

- a step used twice goes through ``let``: the identity on numbers, a temporary column on tables;
- conditions are positive, and where a condition is missing, ``where`` takes ``otherwise``;
- no ``**``; no division but ``ratio``, unless the divisor cannot be zero; a result that cannot be formed is
  missing, never infinite.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final, Protocol, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["LARGEST_EXPONENT", "NUMBERS", "Carrier", "Cell", "Numbers", "Table"]

Cell: TypeAlias = Any
"""What a formula computes with: a number, or an expression over columns."""

Table: TypeAlias = Any
"""A table of the caller's, of any kind that narwhals knows, or of narwhals itself."""

LARGEST_EXPONENT: Final = 709.0
"""e to this power is still a float."""


class Carrier(Protocol):
    """What a formula takes first."""

    @property
    def missing(self) -> Cell:
        """What stands for a number that is not there."""
        ...

    def let(self, *steps: Cell) -> tuple[Cell, ...]:
        """Name steps that are used more than once."""
        ...

    def where(self, condition: Cell, then: Cell, otherwise: Cell) -> Cell:
        """Return ``then`` where the condition holds, ``otherwise`` where it does not or is missing."""
        ...

    def sqrt(self, x: Cell) -> Cell:
        """Return the square root; missing below zero."""
        ...

    def root(self, x: Cell) -> Cell:
        """Return the square root of what cannot lie below zero, or is missing; costs less than ``sqrt``."""
        ...

    def exp(self, x: Cell) -> Cell:
        """Return e to the power x; missing where no float is so large.

        Engines differ in the last bits of it: results agree to 1e-12, not bit for bit.
        """
        ...

    def log(self, x: Cell) -> Cell:
        """Return the natural logarithm; missing at zero and below. Agrees to 1e-12, as ``exp`` does."""
        ...

    def ratio(self, a: Cell, b: Cell) -> Cell:
        """Return a / b; missing where b is zero or missing."""
        ...

    def lookup(self, x: Cell, table: Mapping[int, float], otherwise: Cell) -> Cell:
        """Return the entry of a table for a whole number, ``otherwise`` where it has none."""
        ...

    def least(self, a: Cell, b: Cell) -> Cell:
        """Return the lesser of two; missing where either is."""
        ...

    def floor(self, x: Cell) -> Cell:
        """Return the greatest whole number that is not above x."""
        ...

    def distance(self, a: Cell, b: Cell) -> Cell:
        """Return ``|a - b|``."""
        ...


class Numbers:
    """Plain floats; missing is NaN, which fails every comparison as a missing cell does."""

    @property
    def missing(self) -> float:
        """NaN."""
        return math.nan

    def let(self, *steps: float) -> tuple[float, ...]:
        """Return the steps as they are."""
        return steps

    def where(self, condition: bool, then: Cell, otherwise: Cell) -> Cell:  # noqa: FBT001 (as expressions have it)
        """Return ``then`` where the condition holds, else ``otherwise``."""
        return then if condition else otherwise

    def sqrt(self, x: float) -> float:
        """Return the square root; missing below zero."""
        return math.sqrt(x) if x >= 0 else math.nan

    def root(self, x: float) -> float:
        """Return the square root of what cannot lie below zero, or is missing."""
        return math.sqrt(x)

    def exp(self, x: float) -> float:
        """Return e to the power x; missing where no float is so large."""
        return math.exp(x) if x < LARGEST_EXPONENT else math.nan

    def log(self, x: float) -> float:
        """Return the natural logarithm; missing at zero and below."""
        return math.log(x) if x > 0 else math.nan

    def ratio(self, a: float, b: float) -> float:
        """Return a / b; missing where b is zero or missing."""
        return a / b if b != 0 else math.nan

    def lookup(self, x: float, table: Mapping[int, float], otherwise: float) -> float:
        """Return the entry of a table for a whole number, ``otherwise`` where it has none."""
        return table.get(x, otherwise)  # pyright: ignore[reportArgumentType, reportCallIssue] (3.0 is the key 3)

    def least(self, a: float, b: float) -> float:
        """Return the lesser of two; missing where either is."""
        return a if a <= b else b if b < a else math.nan

    def floor(self, x: float) -> float:
        """Return the greatest whole number that is not above x."""
        return float(math.floor(x)) if math.isfinite(x) else x

    def distance(self, a: float, b: float) -> float:
        """Return ``|a - b|``."""
        return abs(a - b)


NUMBERS: Final = Numbers()
