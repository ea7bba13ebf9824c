"""Which cells of a table must be hidden beside the small ones, so that no total gives one of these away.

A cell is anything with a name; numbers are given for some, and totals say which cells make up which. The
search hides further cells until an attacker who knows the rule, every shown number and every total can
exclude none of the numbers that a small count might be, and cannot work out any hidden number.
"""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

from cypplan.calc.disclosure_ranges import Tableau, points_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence

    from cypplan.calc.disclosure_ranges import Exact

    Numbers = Mapping[Hashable, float]
    Cost = Callable[[Hashable], tuple[float, ...]]

__all__ = ["Total", "hidden_beside"]


@attrs.frozen
class Total:
    """A cell that is the sum of others."""

    whole: Hashable
    parts: tuple[Hashable, ...]
    complete: bool = True
    """Whether these are all of its parts; else it may be more than their sum."""


@attrs.define
class _Component:
    """Totals that hang together through hidden cells."""

    totals: list[Total]
    hidden: list[Hashable]


def hidden_beside(
    secret: Iterable[Hashable],
    systems: Sequence[Numbers],
    totals: Iterable[Total],
    *,
    threshold: int,
    cost: Cost | None = None,
    never: Collection[Hashable] = (),
) -> frozenset[Hashable]:
    """Return the cells that must be hidden beside the secret ones.

    Parameters
    ----------
    secret
        The cells that are hidden in any case; a number need not be known.
    systems
        Numbers of the cells, several where each cell has several (a count and its base): a cell is hidden
        whole, and safe only where each of its numbers is.
    totals
        Which cells are sums of which.
    threshold
        Counts below it are small.
    cost
        What it costs to hide a cell; the cheapest go first. By default a part before a whole, and the
        smaller before the greater.
    never
        Cells that stay shown, such as zeros; those of which all numbers are zero stay so anyhow.

    Examples
    --------
    >>> counts = {"North": 2, "East": 9, "South": 30, "West": 0, "all": 41}
    >>> sorted(
    ...     hidden_beside(
    ...         {"North"}, [counts], [Total("all", ("North", "East", "South", "West"))], threshold=5
    ...     )
    ... )
    ['East']
    """
    search = _Search(secret, systems, totals, threshold, cost, never)
    search.run()
    return frozenset(search.hidden - search.secret)


class _Search:
    """The search: what is hidden so far, and what must still be looked at."""

    def __init__(
        self,
        secret: Iterable[Hashable],
        systems: Sequence[Numbers],
        totals: Iterable[Total],
        threshold: int,
        cost: Cost | None,
        never: Collection[Hashable],
    ) -> None:
        self.secret: set[Hashable] = set(secret)
        self.hidden: set[Hashable] = set(self.secret)
        self.systems = [dict(system) for system in systems]
        self.threshold = threshold
        self.never = never
        known = set().union(*self.systems) | self.secret
        # a whole that nobody sees tells nothing
        self.totals = [total for total in totals if total.whole in known]
        self.of: dict[Hashable, list[Total]] = defaultdict(list)
        for total in self.totals:
            for cell in dict.fromkeys((total.whole, *total.parts)):
                self.of[cell].append(total)
        wholes = {total.whole for total in self.totals}
        self.cost: Cost = cost or (lambda cell: (float(cell in wholes), self._size(cell)))

    def _size(self, cell: Hashable) -> float:
        return max((system[cell] for system in self.systems if cell in system), default=0.0)

    def run(self) -> None:
        """Hide cells until every component is safe."""
        waiting = sorted(self.secret & self.of.keys(), key=str)
        settled: set[Hashable] = set()
        while waiting:
            cell = waiting.pop(0)
            if cell in settled:
                continue
            component = self._component(cell)
            exposed = self._exposed(component)
            if exposed is None:
                settled.update(component.hidden)
                continue
            partner = self._partner(exposed, component)
            if partner is None:
                settled.update(component.hidden)
                continue
            self.hidden.add(partner)
            settled.discard(cell)
            waiting.insert(0, cell)

    def _component(self, start: Hashable) -> _Component:
        cells, totals, waiting = {start: None}, {}, [start]
        while waiting:
            for total in self.of.get(waiting.pop(), ()):
                if id(total) in totals:
                    continue
                totals[id(total)] = total
                for cell in (total.whole, *total.parts):
                    if cell in self.hidden and cell not in cells:
                        cells[cell] = None
                        waiting.append(cell)
        return _Component(list(totals.values()), list(cells))

    def _exposed(self, component: _Component) -> Hashable | None:
        """Return a hidden cell that an attacker can work out or narrow down, if there is one."""
        for system in self.systems:
            if any(total.whole in system for total in component.totals):
                cell = _exposed_in(system, component, self.threshold)
                if cell is not None:
                    return cell
        return None

    def _partner(self, exposed: Hashable, component: _Component) -> Hashable | None:
        """Return the cheapest shown cell that shares a total with an exposed one, or with its component."""
        for totals in (self.of[exposed], component.totals):
            shown = {
                cell
                for total in totals
                for cell in (total.whole, *total.parts)
                if cell not in self.hidden and cell not in self.never and self._size(cell) > 0
            }
            if shown:
                return min(shown, key=lambda cell: (*self.cost(cell), str(cell)))
        return None


def _exact(number: float) -> Exact:
    return int(number) if number == int(number) else Fraction(number)


def _exposed_in(system: Numbers, component: _Component, threshold: int) -> Hashable | None:
    """Return the first hidden cell that is not safe in one system of numbers."""
    cells = component.hidden
    column = {cell: at for at, cell in enumerate(cells)}
    # a hidden number is at least 1, as an attacker knows where zeros are shown; a hidden zero is at least 0
    floors = [min(1, _exact(system.get(cell, 1))) for cell in cells]
    equations: list[tuple[dict[int, Exact], Exact]] = []
    slack = len(cells)
    for total in component.totals:
        made = _equation(total, system, column, floors, slack)
        if made is not None:
            equations.append(made)
            slack += 1
    tableau = Tableau(equations, slack)
    low = [system.get(cell) for cell in cells]
    high = list(low)
    for cell in cells:
        least = _least(cell, component, system)
        if _is_safe(system.get(cell), low[column[cell]], high[column[cell]], threshold, least):
            continue
        if tableau.solvable:
            for point in points_of(tableau, column[cell]):
                for at, floor in enumerate(floors):
                    number = float(point[at] + floor)
                    low[at] = number if low[at] is None else min(low[at] or 0.0, number)
                    high[at] = number if high[at] is None else max(high[at] or 0.0, number)
        if not _is_safe(system.get(cell), low[column[cell]], high[column[cell]], threshold, least):
            return cell
    return None


def _least(cell: Hashable, component: _Component, system: Numbers, above: tuple[Hashable, ...] = ()) -> float:
    """Return the least that a cell can be by its parts alone: two that are no zeros are two at least."""
    least = min(1.0, system.get(cell, 1.0))
    for total in component.totals:
        if total.whole == cell and cell not in above:
            parts = (
                _least(part, component, system, (*above, cell))
                if part in component.hidden
                else system.get(part, 0.0)
                for part in total.parts
            )
            least = max(least, sum(parts))
    return least


def _is_safe(
    number: float | None, low: float | None, high: float | None, threshold: int, least: float
) -> bool:
    if low is None or high is None or high <= low:
        return False
    if number is None or 0 < number < threshold:
        return low <= least and high >= threshold - 1
    return high - low >= 1


def _equation(
    total: Total, system: Numbers, column: Mapping[Hashable, int], floors: Sequence[Exact], slack: int
) -> tuple[dict[int, Exact], Exact] | None:
    """Return what a total says about hidden cells; nothing where it says nothing of these numbers.

    Whoever has no number and is not hidden (an area of which the table says nothing) may be anything: a
    column of its own takes it up, as it does the difference where the numbers do not add up.
    """
    whole, parts = total.whole, total.parts
    if whole not in column and whole not in system:
        return None
    factors: dict[int, Exact] = {}
    rest: Exact = 0
    for cell, sign in ((whole, -1), *((part, 1) for part in parts)):
        if cell in column:
            at = column[cell]
            factors[at] = factors.get(at, 0) + sign
            rest -= sign * floors[at]
        elif cell in system:
            rest -= sign * _exact(system[cell])
    open_ended = not total.complete or any(part not in column and part not in system for part in parts)
    if open_ended:
        factors[slack] = 1
    if all(cell in system for cell in (whole, *parts)):
        # where the truth itself does not add up, so that the attacker's sums are off, it is still a solution
        error = _exact(system[whole]) - sum(_exact(system[part]) for part in parts)
        if not open_ended or error < 0:
            rest -= error
    return factors, rest
