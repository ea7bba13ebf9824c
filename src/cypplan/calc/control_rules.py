"""The rules of a control chart: limits, what lies outside them, and the words for it.

Elementwise formulas over a carrier, shared by single charts and tables, and the rules over runs of points.
Sources as in :mod:`cypplan.calc.control`.
"""

from __future__ import annotations

import enum
import itertools
from typing import TYPE_CHECKING, Final

from cypplan.calc.carrier import NUMBERS
from cypplan.calc.trajectory import NOISE
from cypplan.errors import ValueFault
from cypplan.indicators import Direction

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cypplan.calc.carrier import Carrier, Cell

__all__ = [
    "FEWEST_POINTS",
    "FEWEST_RANGES",
    "NO_VALUE",
    "NO_VARIATION",
    "RUN",
    "TOO_FEW",
    "TOO_SCATTERED",
    "Assurance",
    "ControlRule",
    "Variation",
    "assurance_of",
    "beyond",
    "checked_direction",
    "is_large",
    "limits_of",
    "outside",
    "rule_of",
    "sense_of",
    "signs_of",
    "variation_of",
]

FEWEST_POINTS: Final = 12
"""Under so many points limits say nothing."""
FEWEST_RANGES: Final = 6
"""Under so many pairs of neighbouring points neither."""
RUN: Final = 7
_WIDTH: Final = 2.66
_LARGE: Final = 3.267

NO_VALUE: Final = "no value"
TOO_FEW: Final = "too few points"
TOO_SCATTERED: Final = "too few neighbouring points"
NO_VARIATION: Final = "no variation but for single jumps"


class ControlRule(enum.StrEnum):
    """What shows a special cause; the first that applies to a point decides, in this order."""

    OUTSIDE = "outside the limits"
    TREND = "seven in a trend"
    NEAR = "two of three beyond two thirds"
    SHIFT = "seven on one side"


class Variation(enum.StrEnum):
    """What kind of variation a point shows, by the direction of the indicator."""

    COMMON = "common cause"
    IMPROVING = "special cause, improving"
    CONCERNING = "special cause, concerning"
    HIGH = "special cause, high"
    """Of an indicator of which neither way is better, or of unknown direction."""
    LOW = "special cause, low"


class Assurance(enum.StrEnum):
    """Whether the process as it is will meet a target."""

    ALWAYS = "always met"
    NEVER = "never met"
    HIT_AND_MISS = "hit and miss"


def limits_of(c: Carrier, centre: Cell, moving_range: Cell) -> tuple[Cell, Cell, Cell]:
    """Return lower and upper limit, centre ∓ 2.66 x mean moving range, and the size of float noise."""
    width = _WIDTH * moving_range
    return centre - width, centre + width, NOISE * (c.distance(centre, 0.0) + width)


def is_large(moving_range: Cell, mean: Cell) -> Cell:
    """Return whether a moving range is dropped before the limits are computed again."""
    return (moving_range >= _LARGE * mean) & (mean > 0)


def outside(c: Carrier, value: Cell, low: Cell, high: Cell, noise: Cell) -> Cell:
    """Return +1 above ``high``, -1 below ``low``, 0 between, on an edge or where something is missing."""
    return c.where(value - high > noise, 1.0, c.where(low - value > noise, -1.0, 0.0))


def beyond(c: Carrier, value: Cell, centre: Cell, upper: Cell, noise: Cell) -> Cell:
    """Return +1 or -1 in the outer third of the limits and outside them, else 0."""
    third = 2 * (upper - centre) / 3
    return outside(c, value, centre - third, centre + third, noise)


def sense_of(c: Carrier, signs: Sequence[Cell]) -> Cell:
    """Return the sign of the first rule that applies: +1 high, -1 low, 0 where none does."""
    sense: Cell = 0.0
    for sign in reversed(signs):
        sense = c.where(sign > 0, 1.0, c.where(sign < 0, -1.0, sense))
    return sense


def rule_of(c: Carrier, signs: Sequence[Cell], otherwise: Cell) -> Cell:
    """Return the words of the first rule that applies."""
    for rule, sign in reversed(list(zip(ControlRule, signs, strict=True))):
        otherwise = c.where((sign > 0) | (sign < 0), rule.value, otherwise)
    return otherwise


def variation_of(c: Carrier, sense: Cell, direction: Direction | None) -> Cell:
    """Return the words of a point's variation."""
    high, low = {
        1: (Variation.IMPROVING, Variation.CONCERNING),
        -1: (Variation.CONCERNING, Variation.IMPROVING),
        0: (Variation.HIGH, Variation.LOW),
    }[direction.sign if direction else 0]
    return c.where(sense > 0, high.value, c.where(sense < 0, low.value, Variation.COMMON.value))


def assurance_of(
    c: Carrier, lower: Cell, upper: Cell, target: Cell, noise: Cell, direction: Direction
) -> Cell:
    """Return the words of the assurance: which of the limits meet the target; to reach it is to meet it."""
    worst, best = (lower - target, upper - target) if direction.sign > 0 else (target - upper, target - lower)
    never = c.where(best < -noise, Assurance.NEVER.value, Assurance.HIT_AND_MISS.value)
    return c.where(worst >= -noise, Assurance.ALWAYS.value, never)


def checked_direction(direction: Direction | str | None, target: object) -> Direction | None:
    """Return the direction; refuse what is none, or does not say which side meets a target."""
    if direction is not None and direction not in set(Direction):
        message = f'"{direction}" is no direction; write one of {", ".join(Direction)}'
        raise ValueFault(message)
    sense = None if direction is None else Direction(direction)
    if target is not None and (sense is None or not sense.sign):
        message = f"target {target} under direction {sense}: nobody can say which side meets it; "
        raise ValueFault(message + 'give direction="higher" or "lower", or no target')
    return sense


def signs_of(piece: list[float], centre: float, moving_range: float) -> tuple[list[float], ...]:
    """Return, for each rule in order, the sign that it gives each point: +1 high, -1 low, 0 none."""
    lower, upper, noise = limits_of(NUMBERS, centre, moving_range)
    out = [outside(NUMBERS, value, lower, upper, noise) for value in piece]
    steps = [outside(NUMBERS, b, a, a, noise) for a, b in itertools.pairwise(piece)]
    near = [beyond(NUMBERS, value, centre, upper, noise) for value in piece]
    sides = [outside(NUMBERS, value, centre, centre, noise) for value in piece]
    trend, two_of_three, shift = ([0.0] * len(piece) for _ in range(3))
    for first, end in _runs(steps, RUN - 1):
        for at in range(first, end + 1):  # the point that a trend starts from is one of it
            trend[at] = trend[at] or steps[first]
    for at in range(len(piece) - 2):
        for side in (1.0, -1.0):
            those = [k for k in range(at, at + 3) if near[k] == side]
            if len(those) > 1:
                two_of_three[those[0]] = two_of_three[those[-1]] = two_of_three[those[1]] = side
    for first, end in _runs(sides, RUN):
        shift[first:end] = [sides[first]] * (end - first)
    return out, trend, two_of_three, shift


def _runs(signs: list[float], least: int) -> Iterator[tuple[int, int]]:
    """Yield first and end of each run of at least so many equal signs other than 0."""
    at = 0
    for sign, group in itertools.groupby(signs):
        many = len(list(group))
        if sign and many >= least:
            yield at, at + many
        at += many
