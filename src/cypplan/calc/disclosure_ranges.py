"""What an attacker can work out: the least and the greatest that hidden numbers can be, given what is shown.

The attacker knows equations between hidden numbers (a total less its shown parts) and that none lies below
zero. The range of one of them is a linear programme, solved here by the simplex method in whole numbers and
exact fractions, so that no rounding makes a number look safe that is not. Source: Dantzig (1963), Linear
Programming and Extensions; Bland (1977) for the choice of columns that never runs in circles; the attacker's
problem: Fischetti and Salazar (2000), Models and algorithms for optimizing cell suppression.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

__all__ = ["Exact", "Tableau", "points_of"]

Exact: TypeAlias = int | Fraction


def _quotient(a: Exact, b: Exact) -> Exact:
    if b in {1, -1}:
        return a * b
    exact = Fraction(a) / b
    return exact.numerator if exact.denominator == 1 else exact


class Tableau:
    """Equations in numbers that are not negative, kept solved for some of them (the basis)."""

    def __init__(self, equations: Sequence[tuple[Mapping[int, Exact], Exact]], columns: int) -> None:
        """Take equations, each the factors of its columns and what they come to, and find a solution."""
        self.columns: int = columns
        width = columns + len(equations)
        self.rows: list[list[Exact]] = []
        self.basis: list[int] = []
        for at, (factors, total) in enumerate(equations):
            sign = -1 if total < 0 else 1
            row: list[Exact] = [0] * (width + 1)
            for column, factor in factors.items():
                row[column] = sign * factor
            row[columns + at], row[-1] = 1, sign * total
            self.rows.append(row)
            self.basis.append(columns + at)
        # the helpers, one an equation, must all become zero; what they add up to is taken down to nothing
        self.solvable: bool = self._helpers_gone(width)

    def _helpers_gone(self, width: int) -> bool:
        costs: list[Exact] = [-sum(row[j] for row in self.rows) for j in range(self.columns)]
        costs += [0] * (width - self.columns)
        costs.append(-sum(row[-1] for row in self.rows))
        self._improve(costs, self.columns)
        if costs[-1] != 0:
            return False
        for at in range(len(self.rows) - 1, -1, -1):
            if self.basis[at] < self.columns:
                continue
            entering = next((j for j in range(self.columns) if self.rows[at][j] != 0), None)
            if entering is None:  # the equation says what others say already
                del self.rows[at], self.basis[at]
            else:
                self._pivot(at, entering, costs)
        return True

    def _pivot(self, at: int, column: int, costs: list[Exact]) -> None:
        pivot = self.rows[at][column]
        solved = [_quotient(cell, pivot) if cell else 0 for cell in self.rows[at]]
        self.rows[at] = solved
        self.basis[at] = column
        for other in (costs, *(row for row in self.rows if row is not solved)):
            factor = other[column]
            if factor:
                for j, cell in enumerate(solved):
                    if cell:
                        other[j] -= factor * cell

    def _improve(self, costs: list[Exact], usable: int) -> int | None:
        """Lower the costs as far as they go; return the column that may grow without end, if one may."""
        while True:
            entering = next((j for j in range(usable) if costs[j] < 0), None)
            if entering is None:
                return None
            leaving = min(
                (
                    (Fraction(row[-1]) / row[entering], self.basis[at], at)
                    for at, row in enumerate(self.rows)
                    if row[entering] > 0
                ),
                default=None,
            )
            if leaving is None:
                return entering
            self._pivot(leaving[2], entering, costs)

    @property
    def point(self) -> list[Exact]:
        """The solution at hand, a number for each column."""
        numbers: list[Exact] = [0] * self.columns
        for at, column in enumerate(self.basis):
            if column < self.columns:
                numbers[column] = self.rows[at][-1]
        return numbers

    def pushed(self, column: int, sense: int) -> dict[int, Exact] | None:
        """Push one number up (+1) or down (-1) as far as it goes; the solution at hand is then the end of it.

        Where there is no end, return the way that leads on for ever: by how much each number changes.
        """
        costs: list[Exact] = [0] * (len(self.rows[0]) if self.rows else self.columns + 1)
        costs[column] = -sense
        for at, basic in enumerate(self.basis):
            if costs[basic]:
                factor = costs[basic]
                for j, cell in enumerate(self.rows[at]):
                    costs[j] -= factor * cell
        entering = self._improve(costs, self.columns)
        if entering is None:
            return None
        way: dict[int, Exact] = {entering: 1}
        way.update(
            {
                basic: -self.rows[at][entering]
                for at, basic in enumerate(self.basis)
                if self.rows[at][entering]
            }
        )
        return way


def points_of(tableau: Tableau, column: int) -> Iterator[Sequence[Exact]]:
    """Yield solutions in whole numbers that show how low and how high one number can be.

    Solutions between whole numbers are no solutions for counts, and are not shown.
    """
    for sense in (1, -1):
        way = tableau.pushed(column, sense)
        point = tableau.point
        if way is not None:
            # far out enough that any number that grows is beyond every threshold
            steps = 1_000_000
            point = [cell + steps * way.get(at, 0) for at, cell in enumerate(point)]
        if all(cell == int(cell) for cell in point):
            yield point
