"""The arithmetic of targets: margin, progress, expected value, required pace.

Every function is a formula over a carrier (see :mod:`cypplan.calc.carrier`). Time is counted in whole
months. Source: the straight line from baseline to target that the plans themselves draw.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from cypplan.calc.carrier import Carrier, Cell

__all__ = [
    "NOISE",
    "approach",
    "expected",
    "margin",
    "meets",
    "nearness",
    "progress",
    "required_per_year",
    "time_share",
]

NOISE: Final = 1e-9
"""Relative size below which a difference is float noise (69.99999999999 is 70), far below any decimal
that a figure is published with."""


def margin(c: Carrier, value: Cell, low: Cell, high: Cell) -> Cell:
    """Return min(value - low, high - value): how far inside its interval a value is; negative outside.

    An open side is infinite. Direction has done its work by then: it fixed the interval.
    """
    return c.least(value - low, high - value)


def meets(c: Carrier, inside: Cell, value: Cell, strict: Cell) -> Cell:
    """Return whether a margin is met: not below zero, or above zero where ``strict`` is 1, noise apart."""
    noise = NOISE * c.distance(value, 0.0)
    return (inside >= -noise) & ((inside > noise) | (strict < 1))


def progress(c: Carrier, now: Cell, base: Cell, target: Cell) -> Cell:
    """Return the share of the way from baseline to target; missing where they are equal."""
    return c.ratio(now - base, target - base)


def nearness(c: Carrier, now: Cell, base: Cell, target: Cell) -> Cell:
    """Return ``1 - |now - target| / |base - target|``: progress towards a target from either side."""
    return 1 - c.ratio(c.distance(now, target), c.distance(base, target))


def approach(c: Carrier, inside: Cell, base_inside: Cell) -> Cell:
    """Return the share of the way from a baseline outside a range to the range, from margins of both."""
    return c.where(base_inside < 0, 1 - c.ratio(inside, base_inside), c.missing)


def time_share(c: Carrier, now: Cell, start: Cell, due: Cell) -> Cell:
    """Return the share of the time from baseline to due date that has passed, all in whole months."""
    return c.ratio(now - start, due - start)


def expected(base: Cell, target: Cell, share: Cell) -> Cell:
    """Return the value that the straight line from baseline to target gives at a share of the time."""
    return base + (target - base) * share


def required_per_year(c: Carrier, now: Cell, target: Cell, month: Cell, due: Cell) -> Cell:
    """Return the change in each year that would still reach the target; missing at or after the due month."""
    months = due - month
    return c.where(months > 0, 12 * c.ratio(target - now, months), c.missing)
