"""Disclosure control: which counts of children are too small to be shown, and how others are rounded.

A count from 1 to below the threshold is *small*: it is suppressed, with all that is worked out from it. Zero
is shown as zero. What a total would give away is found by :mod:`cypplan.calc.disclosure_cells`.
Source: Government Analysis Function (2023), Statistical disclosure control for tables produced from
administrative data.
"""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING, Final

import attrs

from cypplan.calc.carrier import NUMBERS
from cypplan.errors import ValueFault

if TYPE_CHECKING:
    from cypplan.calc.carrier import Carrier, Cell

__all__ = ["DisclosureRule", "Unchecked", "is_small", "rounded", "small_cohort"]

_BASES: Final = (None, 5, 10)


class Unchecked(enum.StrEnum):
    """What becomes of a rate or percentage that comes without its count and its base."""

    SUPPRESS = "suppress"
    """It is suppressed: nobody can tell how few children it speaks of."""
    SHOW = "show"


def _threshold(_: object, attribute: attrs.Attribute[int], value: object) -> None:
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        raise ValueFault(f"{attribute.name}: {value!r} is no whole number above 0; 5 is usual")


def _base(_: object, attribute: attrs.Attribute[int | None], value: int | None) -> None:
    if value not in _BASES or isinstance(value, bool):
        raise ValueFault(
            f"{attribute.name}: {value!r} is no base to round to; give 5, 10 or None for exact counts"
        )


def _unchecked(value: object) -> Unchecked:
    if value not in set(Unchecked):
        raise ValueFault(f'unchecked: "{value}" is no choice; write "suppress" or "show"')
    return Unchecked(str(value))


@attrs.frozen(kw_only=True)
class DisclosureRule:
    """How small numbers are kept safe.

    Examples
    --------
    >>> print(DisclosureRule(rounding=5))
    counts of 1 to 4 suppressed, with what would give them away; others rounded to the nearest 5
    """

    threshold: int = attrs.field(default=5, validator=_threshold)
    """Counts below it are suppressed, save zero."""
    rounding: int | None = attrs.field(default=None, validator=_base)
    """The base to which the counts that are shown are rounded: 5, 10 or ``None``."""
    secondary: bool = True
    """Whether cells that would give a suppressed one away are suppressed as well."""
    unchecked: Unchecked = attrs.field(default=Unchecked.SUPPRESS, converter=_unchecked)
    """What becomes of rates and percentages without count and base."""

    @property
    def words(self) -> str:
        """The rule in words."""
        last = self.threshold - 1
        few = "no count is suppressed for its size" if not last else f"counts of 1 to {last} suppressed"
        few = "counts of 1 suppressed" if last == 1 else few
        also = ", with what would give them away" if self.secondary and last else ""
        return f"{few}{also}" + (f"; others rounded to the nearest {self.rounding}" if self.rounding else "")

    def __str__(self) -> str:
        """Return the rule in words."""
        return self.words

    def hides(self, count: float, base: float | None = None) -> bool:
        """Return whether a count, its base or the rest of the base is small.

        Examples
        --------
        >>> rule = DisclosureRule()
        >>> [rule.hides(0), rule.hides(4), rule.hides(5), rule.hides(98, 100)]
        [False, True, False, True]
        """
        if base is None:
            return bool(is_small(NUMBERS, count, self.threshold))
        return bool(small_cohort(NUMBERS, count, base, self.threshold))


def is_small(c: Carrier, x: Cell, threshold: float) -> Cell:
    """Return whether a count is above zero and below the threshold."""
    del c  # comparisons are the same on every carrier
    return (x > 0) & (x < threshold)


def small_cohort(c: Carrier, x: Cell, n: Cell, threshold: float) -> Cell:
    """Return whether a count, its base, or what the base has beside it is small.

    98 of 100 tells of the two others; any share of 3 tells of each of them, zero as well.
    """
    return is_small(c, x, threshold) | is_small(c, n, threshold) | is_small(c, n - x, threshold)


def rounded(c: Carrier, x: Cell, base: float) -> Cell:
    """Return a count rounded to the nearest multiple of a base, halves upward.

    Halves go one way only: 5 to the nearest 10 is 10 on every engine, where some would make 0 of it.
    """
    return base * c.floor((x + base / 2) / base)
