"""An attacker: works out hidden numbers from shown ones, by totals and by rates with their rounding.

Every hidden number is unknown and whole; what is shown is an equation, or two inequalities where it is
rounded. The range of each unknown is found by integer programming, so that nothing depends on the library.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping, Sequence

__all__ = ["Attacker"]

_MOST = 1_000_000


class Attacker:
    """Collects what is known and says what follows."""

    def __init__(self, cells: Iterable[Hashable]) -> None:
        """Take the names of all numbers."""
        self.at = {cell: number for number, cell in enumerate(cells)}
        self.lower = np.zeros(len(self.at))
        self.upper = np.full(len(self.at), float(_MOST))
        self.rows: list[tuple[dict[Hashable, float], float, float]] = []

    def knows(self, cell: Hashable, low: float, high: float | None = None) -> None:
        """Note that a number is known, or lies between two."""
        self.lower[self.at[cell]] = max(self.lower[self.at[cell]], low)
        self.upper[self.at[cell]] = min(self.upper[self.at[cell]], low if high is None else high)

    def adds_up(self, whole: Hashable, parts: Sequence[Hashable]) -> None:
        """Note that parts make up a whole."""
        self.rows.append(({whole: -1.0, **dict.fromkeys(parts, 1.0)}, 0.0, 0.0))

    def sees_rate(self, count: Hashable, base: Hashable, rate: float, scale: float, decimals: int) -> None:
        """Note a rate that was rounded to so many decimals."""
        half = 0.5 * 10.0**-decimals
        self.rows.append(({count: scale, base: -(rate - half)}, 0.0, np.inf))
        self.rows.append(({count: scale, base: -(rate + half)}, -np.inf, 0.0))

    def range_of(self, cell: Hashable) -> tuple[int, int] | None:
        """Return the least and the greatest that a number can be; ``None`` where nothing fits."""
        ends = [self._end(cell, sense) for sense in (1.0, -1.0)]
        low, high = ends
        return None if low is None or high is None else (low, high)

    def _end(self, cell: Hashable, sense: float) -> int | None:
        costs = np.zeros(len(self.at))
        costs[self.at[cell]] = sense
        matrix = np.zeros((len(self.rows), len(self.at)))
        for row, (factors, _, _) in enumerate(self.rows):
            for name, factor in factors.items():
                matrix[row, self.at[name]] += factor
        limits = LinearConstraint(matrix, [row[1] for row in self.rows], [row[2] for row in self.rows])
        found = milp(
            costs,
            constraints=limits if self.rows else (),
            integrality=np.ones(len(self.at)),
            bounds=Bounds(self.lower, self.upper),
        )
        return round(sense * found.fun) if found.success else None


def ranges(
    shown: Mapping[Hashable, float | None], totals: Iterable[tuple[Hashable, Sequence[Hashable]]]
) -> dict[Hashable, tuple[int, int] | None]:
    """Return the range of every number that is not shown, of a table with totals; zeros are shown."""
    attacker = Attacker(shown)
    for cell, number in shown.items():
        attacker.knows(cell, *((1, _MOST) if number is None else (number,)))
    for whole, parts in totals:
        attacker.adds_up(whole, parts)
    return {cell: attacker.range_of(cell) for cell, number in shown.items() if number is None}
