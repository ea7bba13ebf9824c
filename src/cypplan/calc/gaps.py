"""Gaps: ours minus theirs, signed, with a judgement from the direction."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING

import attrs

from cypplan.calc.carrier import NUMBERS
from cypplan.calc.estimates import Estimate
from cypplan.calc.intervals import newcombe
from cypplan.errors import NotComparableError, ValueFault
from cypplan.indicators import Direction

if TYPE_CHECKING:
    from cypplan.units import Quantity, Unit

__all__ = ["Favour", "Gap", "favour_of", "gap"]


class Favour(enum.StrEnum):
    """What a gap means for children, by the direction of the indicator."""

    FAVOURABLE = "favourable"
    ADVERSE = "adverse"
    NONE = "none"
    """No gap, or an indicator of which neither way is better."""


def favour_of(difference: float, direction: Direction | None) -> Favour:
    """Return what a signed difference means under a direction."""
    sense = (direction.sign if direction else 0) * ((difference > 0) - (difference < 0))
    return Favour.FAVOURABLE if sense > 0 else Favour.ADVERSE if sense < 0 else Favour.NONE


@attrs.frozen(kw_only=True)
class Gap:
    """A difference of two figures in one unit; percentages differ in percentage points."""

    value: float
    """Ours minus theirs."""
    unit: Unit
    favour: Favour
    lower: float | None = None
    upper: float | None = None
    confidence: float | None = None

    def __str__(self) -> str:
        sign = "+" if self.value > 0 else ""
        text = f"{sign}{self.unit.format(self.value)}"
        if self.lower is not None and self.upper is not None and self.confidence is not None:
            text += f" ({self.confidence * 100:g}% CI {self.lower:,.1f} to {self.upper:,.1f})"
        return text if self.favour is Favour.NONE else f"{text}, {self.favour}"


def gap(
    ours: Estimate | Quantity, theirs: Estimate | Quantity, *, direction: Direction | str | None = None
) -> Gap:
    """Return the gap between two figures.

    Parameters
    ----------
    ours, theirs
        Two estimates or quantities of one base; theirs is converted to our unit.
    direction
        Which way is better; without it the gap has no judgement.

    Returns
    -------
    Gap
        Ours minus theirs; with Newcombe's limits where both are estimates with limits of one confidence.

    Raises
    ------
    NotComparableError
        If the two are not of one base.

    Examples
    --------
    >>> print(gap(Quantity(65, "percent_of_pupils"), Quantity(70, "percent_of_pupils"), direction="higher"))
    -5.0 percentage points, adverse
    """
    if isinstance(direction, str) and direction not in set(Direction):
        message = f'"{direction}" is no direction; write one of {", ".join(Direction)}'
        raise ValueFault(message)
    try:
        theirs = theirs.to(ours.unit)
    except ValueFault as error:
        message = f"no gap between {ours} and {theirs}: {error}"
        raise NotComparableError(message) from error
    difference = float(ours.value) - float(theirs.value)
    result = Gap(
        value=difference,
        unit=ours.unit.difference,
        favour=favour_of(difference, Direction(direction) if direction else None),
    )
    limits = [(e.value, e.lower, e.upper, e.confidence) for e in (ours, theirs) if isinstance(e, Estimate)]
    if len(limits) < len((ours, theirs)) or limits[0][3] is None or limits[0][3] != limits[1][3]:
        return result
    lower, upper = newcombe(NUMBERS, limits[0][:3], limits[1][:3])
    return attrs.evolve(result, lower=lower, upper=upper, confidence=limits[0][3])
