"""Gaps: ours minus theirs, signed, with a judgement from the direction; and how a gap changes over time.

Sources: Newcombe (1998), Statistics in Medicine 17, method 10, for limits of a difference joined from those
of both figures; Zou and Donner (2008), Statistics in Medicine 27, for the same between any two independent
figures, as between a gap now and a gap then.
"""

from __future__ import annotations

import enum
import math
from typing import TYPE_CHECKING, Final

import attrs

from cypplan.calc.carrier import NUMBERS
from cypplan.calc.estimates import Estimate, Interval, shown_limits
from cypplan.calc.intervals import newcombe
from cypplan.calc.trajectory import NOISE
from cypplan.errors import NotComparableError, UnitError, ValueFault
from cypplan.indicators import Direction
from cypplan.showing import Shown
from cypplan.units import Quantity

if TYPE_CHECKING:
    from collections.abc import Callable

    from cypplan.calc.carrier import Carrier, Cell
    from cypplan.units import Unit

__all__ = [
    "Favour",
    "Gap",
    "Narrowing",
    "Sense",
    "checked_direction",
    "difference",
    "favour_of",
    "gap",
    "multiple",
    "narrowing",
    "share",
    "size_change",
]

_METHOD: Final = "Newcombe"


class Favour(enum.StrEnum):
    """What a gap means for children, by the direction of the indicator."""

    FAVOURABLE = "favourable"
    ADVERSE = "adverse"
    NONE = "none"
    """No gap, or an indicator of which neither way is better."""


class Sense(enum.StrEnum):
    """What became of a gap, by its size and whoever is ahead."""

    NARROWING = "narrowing"
    WIDENING = "widening"
    UNCHANGED = "unchanged"


def favour_of(difference: float, direction: Direction | None) -> Favour:
    """Return what a signed difference means under a direction."""
    sense = (direction.sign if direction else 0) * ((difference > 0) - (difference < 0))
    return Favour.FAVOURABLE if sense > 0 else Favour.ADVERSE if sense < 0 else Favour.NONE


def difference(c: Carrier, ours: Cell, theirs: Cell) -> Cell:
    """Return ours minus theirs; exactly 0 where they differ by float noise only: that favours nobody."""
    size = c.least(c.distance(ours, 0.0), c.distance(theirs, 0.0))
    return c.where(c.distance(ours, theirs) <= NOISE * size, 0.0, ours - theirs)


def multiple(c: Carrier, ours: Cell, theirs: Cell) -> Cell:
    """Return ours over theirs; missing unless theirs is above 0 and ours not below."""
    return c.where((ours >= 0) & (theirs > 0), c.ratio(ours, theirs), c.missing)


def share(c: Carrier, ours: Cell, theirs: Cell, apart: Cell) -> Cell:
    """Return the gap as a share of theirs (0.1 is a tenth more); missing where :func:`multiple` is."""
    return c.where((ours >= 0) & (theirs > 0), c.ratio(apart, theirs), c.missing)


def size_change(c: Carrier, now: Cell, then: Cell) -> Cell:
    """Return ``|now| - |then|``: below 0 where a gap narrows, 0 where only float noise is between them."""
    return difference(c, c.distance(now, 0.0), c.distance(then, 0.0))


@attrs.frozen(kw_only=True)
class Gap(Shown):
    """A difference of two figures in one unit; percentages differ in percentage points."""

    value: float
    """Ours minus theirs."""
    unit: Unit
    favour: Favour
    intervals: tuple[Interval, ...] = ()
    ours: float | None = None
    """Our figure, where it is known."""
    theirs: float | None = None
    """The figure that it is compared with, in the same unit, where it is known."""
    method: str | None = None
    """How the limits were made: "Newcombe"."""

    @property
    def ratio(self) -> float | None:
        """Ours over theirs; ``None`` where a figure is unknown or negative, or theirs is 0."""
        return _known(multiple, self.ours, self.theirs)

    @property
    def relative(self) -> float | None:
        """The gap as a share of theirs: 0.1 where ours is a tenth more; ``None`` where ``ratio`` is."""
        return _known(lambda c, a, b: share(c, a, b, self.value), self.ours, self.theirs)

    @property
    def lower(self) -> float | None:
        """Lower limit at the first level of confidence."""
        return self.intervals[0].lower if self.intervals else None

    @property
    def upper(self) -> float | None:
        """Upper limit at the first level of confidence."""
        return self.intervals[0].upper if self.intervals else None

    def __str__(self) -> str:
        text = _signed(self.unit, self.value) + shown_limits(self.intervals)
        return text if self.favour is Favour.NONE else f"{text}, {self.favour}"


@attrs.frozen(kw_only=True)
class Narrowing:
    """The change of a gap over time, in the unit of the gap."""

    value: float
    """The gap now minus the gap then, signed as the gaps are."""
    unit: Unit
    sense: Sense
    """Whether the gap is smaller or larger than it was, whoever is ahead."""
    favour: Favour
    """Whether the change is in our favour, by the direction; a gap in our favour may narrow to our cost."""
    turned: bool
    """Whether who is behind then is ahead now; the sense compares the sizes all the same."""
    now: float
    then: float
    intervals: tuple[Interval, ...] = ()
    method: str | None = None
    """How the limits were made: "Newcombe"."""

    def __str__(self) -> str:
        then, now = _signed(self.unit, self.then), _signed(self.unit, self.now)
        text = f"{self.sense} from {then} to {now}: {_signed(self.unit, self.value)}"
        text += shown_limits(self.intervals)
        return text if self.favour is Favour.NONE else f"{text}, {self.favour}"


def _signed(unit: Unit, value: float) -> str:
    return f"{'+' if value > 0 else ''}{unit.format(value)}"


def _known(formula: Callable[..., float], ours: float | None, theirs: float | None) -> float | None:
    if ours is None or theirs is None:
        return None
    value = formula(NUMBERS, ours, theirs)
    return None if math.isnan(value) else value


def checked_direction(direction: Direction | str | None) -> Direction | None:
    """Return a direction or none; raise :class:`ValueFault` where a text is no direction."""
    if direction is None:
        return None
    if direction not in set(Direction):
        message = f'"{direction}" is no direction; write one of {", ".join(Direction)}'
        raise ValueFault(message)
    return Direction(direction)


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
    -5 percentage points, adverse
    """
    sense = checked_direction(direction)
    try:
        theirs = theirs.to(ours.unit)
    except UnitError as error:
        message = f"no gap between {ours} and {theirs}: {error}"
        raise NotComparableError(message) from error
    mine, other = float(ours.value), float(theirs.value)
    value = difference(NUMBERS, mine, other)
    intervals: tuple[Interval, ...] = ()
    if isinstance(ours, Estimate) and isinstance(theirs, Estimate):
        intervals = _joined((mine, ours.intervals), (other, theirs.intervals))
    return Gap(
        value=value,
        unit=ours.unit.difference,
        favour=favour_of(value, sense),
        intervals=intervals,
        ours=mine,
        theirs=other,
        method=_METHOD if intervals else None,
    )


def narrowing(now: Gap, then: Gap, *, direction: Direction | str | None = None) -> Narrowing:
    """Return how a gap has changed from then to now.

    Parameters
    ----------
    now, then
        The same gap at two times: of the same two areas or groups, the same way round.
    direction
        Which way of the indicator is better; without it the change has no judgement.

    Returns
    -------
    Narrowing
        The gap now minus the gap then. Its sense compares the sizes of the two gaps; its favour is that of
        the change for us. Its limits are Newcombe's way applied once more, to the limits of the two gaps, at
        each confidence that both have. They take the figures of the two times as independent: children who
        are counted at both times make them too wide.

    Raises
    ------
    NotComparableError
        If the two gaps are not of one base.

    Examples
    --------
    >>> from cypplan.units import Quantity
    >>> pupils = "percent_of_pupils"
    >>> then = gap(Quantity(30, pupils), Quantity(60, pupils))
    >>> now = gap(Quantity(38, pupils), Quantity(62, pupils))
    >>> print(narrowing(now, then, direction="higher"))
    narrowing from -30 percentage points to -24 percentage points: +6 percentage points, favourable
    """
    sense = checked_direction(direction)
    try:
        before, intervals = _moved(then, now.unit)
    except UnitError as error:
        message = f"no change from {then} to {now}: {error}"
        raise NotComparableError(message) from error
    value, size = difference(NUMBERS, now.value, before), size_change(NUMBERS, now.value, before)
    intervals = _joined((now.value, now.intervals), (before, intervals))
    return Narrowing(
        value=value,
        unit=now.unit,
        sense=Sense.NARROWING if size < 0 else Sense.WIDENING if size > 0 else Sense.UNCHANGED,
        favour=favour_of(value, sense),
        turned=now.value * before < 0,
        now=now.value,
        then=before,
        intervals=intervals,
        method=_METHOD if intervals else None,
    )


def _moved(one: Gap, unit: Unit) -> tuple[float, tuple[Interval, ...]]:
    """Return a gap and its limits in another unit of the same base."""
    if one.unit == unit:
        return one.value, one.intervals

    def to(value: float) -> float:
        return float(Quantity(value, one.unit).to(unit).value)

    return to(one.value), tuple(Interval(to(i.lower), to(i.upper), i.confidence) for i in one.intervals)


def _joined(
    ours: tuple[float, tuple[Interval, ...]], theirs: tuple[float, tuple[Interval, ...]]
) -> tuple[Interval, ...]:
    """Return Newcombe's limits of ours minus theirs, at each confidence that both have."""
    (value, mine), (other, others) = ours, theirs
    both = [(a, b) for a in mine for b in others if a.confidence == b.confidence]
    return tuple(
        Interval(*newcombe(NUMBERS, (value, a.lower, a.upper), (other, b.lower, b.upper)), a.confidence)
        for a, b in both
    )
