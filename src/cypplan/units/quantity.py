"""Quantity: a number with its unit, for single figures that are shown, converted and compared.

Series of figures are checked once by their units and then computed as plain numbers; this class is for the
few figures that people handle one by one.
"""

from __future__ import annotations

import math
import re
from decimal import Decimal
from fractions import Fraction
from numbers import Integral, Rational, Real
from typing import TYPE_CHECKING, Final, TypeAlias

import attrs

from cypplan.errors import UnitError, ValueFault
from cypplan.units.forms import UnitForm
from cypplan.units.numerals import exact
from cypplan.units.registry import pint_registry
from cypplan.units.unit import Unit, UnitMismatchError

if TYPE_CHECKING:
    from pint.facets.plain import PlainQuantity

__all__ = ["Quantity"]

Number: TypeAlias = float | Decimal | Fraction

_SPEC: Final = re.compile(r"(?:\.(?P<decimals>\d+))?\s*(?P<long>long)?")
_SHARES: Final = frozenset({UnitForm.RATE, UnitForm.PERCENT, UnitForm.POINTS})


def _number(value: Number) -> float:
    if isinstance(value, bool) or not isinstance(value, Real | Decimal):
        raise ValueFault(f"value: {value!r} is no number; give an int, a float or a Decimal")
    number = int(value) if isinstance(value, Integral) else float(value)
    if not math.isfinite(number):
        raise ValueFault(f"value: {value!r} is not finite; a missing value is None and has a mark")
    return number


def _unit(unit: Unit | str) -> Unit:
    return unit if isinstance(unit, Unit) else Unit.parse(unit)


@attrs.frozen(eq=False)
class Quantity:
    """A number and its unit.

    The number counts as the decimal it prints as, and every step is exact until its result is stored: 65 per
    10,000 is 650 per 100,000, and 0.07% is 7 per 10,000.

    - ``+`` and ``-`` join figures of one dimension, in the unit of the left. A percentage minus a percentage
      is in percentage points; percentage points may be added to and taken from a percentage or rate of their
      base, which gives a percentage or rate again.
    - ``*`` and ``/`` take a plain number. A rate, a percentage or percentage points times a count of its base
      gives a ``count``: the rate says per what it is, not what it counts.
    - Comparisons convert first. Figures of different dimensions are never equal, and have no order.

    Attributes:
        value: the number; an int stays one, any other number becomes a float.
        unit: the unit, or its text.

    Raises:
        ValueFault: the value is no number, or is not finite.
        UnitError: the unit is unknown, or (:class:`UnitMismatchError`) two units do not fit together.
    """

    value: float = attrs.field(converter=_number)
    unit: Unit = attrs.field(converter=_unit)

    def to(self, unit: Unit | str) -> Quantity:
        """Return the same quantity in another unit of its dimension."""
        wanted = _unit(unit)
        return self._made(exact(self.value) * self.unit.factor_to(wanted), wanted)

    def quantity(self) -> PlainQuantity[float]:
        """Return it as a quantity of :func:`cypplan.units.pint_registry`, for arithmetic that pint offers.

        pint converts in binary floats (650 may come out as 649.9999999999999); :meth:`to` is exact.
        """
        return pint_registry().Quantity(self.value, str(self.unit))

    def __add__(self, other: Quantity) -> Quantity:
        if not isinstance(other, Quantity):
            return NotImplemented
        if self.unit.is_difference and not other.unit.is_difference:
            return other._shifted(self, 1, "add")
        return self._shifted(other, 1, "add")

    def __sub__(self, other: Quantity) -> Quantity:
        if not isinstance(other, Quantity):
            return NotImplemented
        if not other.unit.is_difference and self.unit.dimension != other.unit.dimension:
            raise UnitMismatchError("subtract", self.unit, other.unit)
        shifted = self._shifted(other, -1, "subtract")
        return shifted if other.unit.is_difference else attrs.evolve(shifted, unit=self.unit.difference)

    def __mul__(self, other: Quantity | Number) -> Quantity:
        if isinstance(other, Quantity):
            return self._share_of(other)
        if not _is_number(other):
            return NotImplemented
        return self._made(exact(self.value) * _fraction(other), self.unit)

    __rmul__ = __mul__

    def __truediv__(self, other: Number) -> Quantity:
        if not _is_number(other):
            return NotImplemented
        return self._made(exact(self.value) / _fraction(other), self.unit)

    def __neg__(self) -> Quantity:
        return attrs.evolve(self, value=-self.value)

    def __abs__(self) -> Quantity:
        return attrs.evolve(self, value=abs(self.value))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Quantity):
            return NotImplemented
        return self._key == other._key

    def __hash__(self) -> int:
        return hash(self._key)

    def __lt__(self, other: Quantity) -> bool:
        return self._compared(other) < 0

    def __le__(self, other: Quantity) -> bool:
        return self._compared(other) <= 0

    def __gt__(self, other: Quantity) -> bool:
        return self._compared(other) > 0

    def __ge__(self, other: Quantity) -> bool:
        return self._compared(other) >= 0

    def __str__(self) -> str:
        return self.unit.format(self.value, None, long=True)

    def __format__(self, spec: str) -> str:
        """Write it: "" as ``str``, ".1" with so many decimals, "long" with the base, or ".1 long"."""
        if not spec:
            return str(self)
        found = _SPEC.fullmatch(spec)
        if not found:
            raise ValueFault(f'"{spec}" is no format of a quantity; write "", ".1", "long" or ".1 long"')
        decimals = None if found["decimals"] is None else int(found["decimals"])
        return self.unit.format(self.value, decimals, long=bool(found["long"]))

    @property
    def _key(self) -> tuple[tuple[str, str | None], Fraction]:
        return self.unit.dimension, exact(self.value) / self.unit.per_one

    def _compared(self, other: Quantity) -> Fraction:
        if not isinstance(other, Quantity):
            raise UnitError(f"cannot compare {self} with {other!r}, which has no unit; make it a Quantity")
        if self.unit.dimension != other.unit.dimension:
            raise UnitMismatchError("compare", self.unit, other.unit)
        return self._key[1] - other._key[1]

    def _made(self, value: Fraction, unit: Unit) -> Quantity:
        whole = isinstance(self.value, int) and value.denominator == 1
        return Quantity(int(value) if whole else float(value), unit)

    def _share_of(self, other: Quantity) -> Quantity:
        share, count = (self, other) if self.unit.form in _SHARES else (other, self)
        fits = share.unit.form in _SHARES and count.unit.form is UnitForm.COUNT
        if not fits or share.unit.base != count.unit.base:
            raise UnitMismatchError("multiply", self.unit, other.unit)
        value = exact(share.value) / share.unit.per_one * exact(count.value)
        return self._made(value, Unit(UnitForm.COUNT))

    def _shifted(self, by: Quantity, sign: int, step: str) -> Quantity:
        one_share = self.unit.form in _SHARES and by.unit.is_difference and self.unit.base == by.unit.base
        if self.unit.dimension != by.unit.dimension and not one_share:
            raise UnitMismatchError(step, self.unit, by.unit)
        change = exact(by.value) / by.unit.per_one * self.unit.per_one
        made = self._made(exact(self.value) + sign * change, self.unit)
        return made if isinstance(by.value, int) else attrs.evolve(made, value=float(made.value))


def _is_number(value: object) -> bool:
    return isinstance(value, Real | Decimal) and not isinstance(value, bool)


def _fraction(value: Number) -> Fraction:
    checked = _number(value)
    return Fraction(value) if isinstance(value, Rational | Decimal) else exact(checked)
