"""Unit: what a figure counts, or what it is per.

The text of a unit names it in plan files and tables. ``<base>`` is one of :func:`cypplan.units.bases`:

====================================  ==========  =========================================
text                                  form        meaning
====================================  ==========  =========================================
``<base>``                            COUNT       a number of them
``count``                             COUNT       a number of things that no base names
``percent_of_<base>``                 PERCENT     a level: so many of each hundred
``percentage_points_of_<base>``       POINTS      a difference between two such levels
``per_1_000_<base>``                  RATE        a level: so many to each thousand;
                                                  also ``per_10_000_`` and ``per_100_000_``
``per_month_<base>``                  FREQUENCY   a number of them in a month
``score``, ``pounds``, ``ratio``      SCORE, …    points on a scale, money, a plain quotient
``days``, ``weeks``, ``months``       DURATION    a length of time
====================================  ==========  =========================================
"""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING, Final

import attrs

from cypplan.errors import UnitError, did_you_mean
from cypplan.units import wording
from cypplan.units.bases import bases
from cypplan.units.forms import BASELESS, DAYS, PREFIXES, SCALES, TIMES, UnitForm

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Unit", "UnitMismatchError"]

_BASELESS_TEXT: Final = {form: text for text, form in BASELESS.items()}
_PREFIX_TEXT: Final = {key: prefix for prefix, key in PREFIXES.items()}


class UnitMismatchError(UnitError):
    """Two units that a step cannot join; keeps the step ("convert", "add", …) and both units."""

    def __init__(self, step: str, left: Unit, right: Unit) -> None:
        """Keep the step and its two units."""
        self.step: str = step
        self.left: Unit = left
        self.right: Unit = right
        super().__init__(step, left, right)

    def __str__(self) -> str:
        left, right = self.left, self.right
        if left.scale and right.scale and left.base != right.base:
            why = f"one is per {left.noun}, the other per {right.noun}; use figures of one base"
        elif left.is_difference != right.is_difference and left.base == right.base:
            why = "percentage points are a difference between two percentages, never a level"
        else:
            why = f"one is a {_kind(left)}, the other a {_kind(right)}; use figures of one kind"
        return f"cannot {self.step} {left} and {right}: {why}"


@attrs.frozen
class Unit:
    """What a figure counts or is per.

    Attributes:
        form: the kind of unit.
        base: what it counts or is per, a name from :func:`cypplan.units.bases`; for a duration the unit
            of time; ``None`` where there is none (score, pounds, ratio, and a count of unnamed things).
        scale: so many of the base make one whole: 100 for percent and percentage points, 1000, 10000 or
            100000 for rates, otherwise ``None``.

    Raises:
        UnitError: form, base and scale do not make a unit.
    """

    form: UnitForm
    base: str | None = None
    scale: int | None = None

    def __attrs_post_init__(self) -> None:
        scales = SCALES.get(self.form, (None,))
        if self.scale not in scales:
            _refuse("scale", self.scale, self.form, " or ".join(map(str, scales)))
        if self.form is UnitForm.DURATION:
            if self.base not in TIMES:
                _refuse("base", self.base, self.form, "days, weeks or months")
        elif self.form in _BASELESS_TEXT:
            if self.base is not None:
                _refuse("base", self.base, self.form, "None")
        elif self.base not in bases() and (self.base is not None or self.form is not UnitForm.COUNT):
            hint = did_you_mean(str(self.base), bases())
            _refuse("base", self.base, self.form, f"a name from cypplan.units.bases().{hint}")

    @classmethod
    def parse(cls, text: str) -> Unit:
        """Read the text of a unit; equal texts give the same object.

        Raises:
            UnitError: the text names no unit; the message says what is missing or what may be meant.
        """
        if not isinstance(text, str):  # plan files hold anything
            raise UnitError(f'{text!r} is no text of a unit; write for example "percent_of_pupils"')
        return _parse(text)

    @property
    def is_difference(self) -> bool:
        """Whether figures in it are differences only, never levels."""
        return self.form is UnitForm.POINTS

    @property
    def difference(self) -> Unit:
        """The unit of a difference between two figures in this one."""
        if self.form is UnitForm.PERCENT:
            return Unit(UnitForm.POINTS, self.base, self.scale)
        return self

    @property
    def noun(self) -> str:
        """The base in words ("children looked after"), or the unit itself where it has none."""
        return self.base.replace("_", " ") if self.base else str(self)

    @property
    def label(self) -> str:
        """The unit in words: "per 10,000 children", "% of pupils", "percentage points", "£"."""
        return wording.label(self)

    def format(self, value: float, decimals: int | None = 1, *, long: bool = False) -> str:
        """Write a figure in this unit: "31.9 per 10,000", or "31.9 per 10,000 children" when ``long``.

        Whole numbers carry no decimals, halves are rounded away from zero, ``decimals=None`` gives the
        shortest exact form. Pounds that are not whole carry pence: two decimals where one is asked for.

        Raises:
            ValueFault: ``value`` is not finite or ``decimals`` is negative.
        """
        return wording.figure(self, value, decimals, long=long)

    @property
    def dimension(self) -> tuple[str, str | None]:
        """What units share that convert, compare and add: the kind of quantity and its base.

        Percentages and rates of one base are one kind; percentage points are another.
        """
        if self.form in {UnitForm.RATE, UnitForm.PERCENT}:
            return "level", self.base
        if self.form is UnitForm.DURATION and self.base in DAYS:
            return self.form.value, "days"
        return self.form.value, self.base

    @property
    def per_one(self) -> Fraction:
        """How many of this unit make one of its dimension: 10000 for ``per_10_000_…``, 1/7 for weeks."""
        if self.form is UnitForm.DURATION:
            return Fraction(1, DAYS.get(self.base or "", 1))
        return Fraction(self.scale or 1)

    def factor_to(self, other: Unit) -> Fraction:
        """Return the exact number by which a figure in this unit is multiplied to be in ``other``.

        Raises:
            UnitMismatchError: the two differ in base, or in a form that no ratio joins.
        """
        if self.dimension != other.dimension:
            raise UnitMismatchError("convert", self, other)
        return other.per_one / self.per_one

    def __str__(self) -> str:
        if self.form in _BASELESS_TEXT:
            return _BASELESS_TEXT[self.form]
        return _PREFIX_TEXT.get((self.form, self.scale), "") + (self.base or "count")

    def __repr__(self) -> str:
        return f"Unit.parse({str(self)!r})"

    def __reduce__(self) -> tuple[Callable[[str], Unit], tuple[str]]:
        return Unit.parse, (str(self),)


@cache
def _parse(text: str) -> Unit:
    if text in BASELESS:
        return Unit(BASELESS[text])
    if text in TIMES:
        return Unit(UnitForm.DURATION, text)
    if text == "count":
        return Unit(UnitForm.COUNT)
    if text in bases():
        return Unit(UnitForm.COUNT, text)
    for prefix, (form, scale) in PREFIXES.items():
        base = text.removeprefix(prefix)
        if base != text and base in bases():
            return Unit(form, base, scale)
    raise UnitError(wording.unknown(text))


def _refuse(field: str, value: object, form: UnitForm, wanted: str) -> None:
    raise UnitError(f"{field}: {value!r} does not fit the form {form}; give {wanted}")


def _kind(unit: Unit) -> str:
    return f"{unit.form} of {unit.noun}" if unit.base else unit.form.value
