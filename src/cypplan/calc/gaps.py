"""Gaps: ours minus theirs, signed, with a judgement from the direction."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING

import attrs

from cypplan.calc.carrier import NUMBERS
from cypplan.calc.estimates import Estimate, Interval
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
    intervals: tuple[Interval, ...] = ()

    def __str__(self) -> str:
        sign = "+" if self.value > 0 else ""
        text = f"{sign}{self.unit.format(self.value)}"
        limits = [f"{i.confidence * 100:g}% CI {i.lower:,.1f} to {i.upper:,.1f}" for i in self.intervals]
        if limits:
            text += f" ({'; '.join(limits)})"
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
        Ours minus theirs; with Newcombe's limits where both are estimates with limits of the same confidence.

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
    if not (isinstance(ours, Estimate) and isinstance(theirs, Estimate)):
        return result
    both = [(a, b) for a in ours.intervals for b in theirs.intervals if a.confidence == b.confidence]
    intervals = tuple(
        Interval(
            *newcombe(NUMBERS, (ours.value, a.lower, a.upper), (theirs.value, b.lower, b.upper)), a.confidence
        )
        for a, b in both
    )
    return attrs.evolve(result, intervals=intervals)
