"""Quartile bands and ranks: where an area stands among all areas.

Source: the Local Authority Interactive Tool of the Department for Education, which puts the latest values
of all authorities into bands A (best) to D by their quartiles. Quantiles are of type 7 of Hyndman and Fan
(1996), The American Statistician 50, as in spreadsheets. Here the bands are symmetric: data and direction
turned round together give the same bands, ties included, because everything is counted from the best end.
"""

from __future__ import annotations

import enum
import math
from typing import TYPE_CHECKING, Final, Protocol

import attrs

from cypplan.calc.carrier import NUMBERS
from cypplan.calc.comparison import direction_of
from cypplan.errors import ValueFault

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cypplan.calc.carrier import Carrier, Cell
    from cypplan.indicators import Direction

__all__ = [
    "BANDS",
    "FEWEST",
    "NO_ORDER",
    "NO_VALUE",
    "TOO_FEW",
    "Band",
    "Banded",
    "Ranked",
    "band_number",
    "oriented",
    "quartile",
    "quartile_bands",
    "ranks",
]

FEWEST: Final = 5
"""Areas with a value that bands need at the least."""
NO_VALUE: Final = "no value"
TOO_FEW: Final = f"fewer than {FEWEST} areas with a value"
NO_ORDER: Final = "neither way is better"


class Band(enum.StrEnum):
    """A quarter of the areas; A is the best."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"


BANDS: Final = {1.0: Band.A, 2.0: Band.B, 3.0: Band.C, 4.0: Band.D}


class _Held(Protocol):
    @property
    def value(self) -> float: ...


def oriented(value: Cell, sign: Cell) -> Cell:
    """Return a key that is the smaller the better; taken from 0 so that there is no negative zero."""
    return 0.0 - value * sign


def quartile(low: Cell, high: Cell, quarters: Cell) -> Cell:
    """Return the point so many quarters of the way between two neighbouring values of the sorted data."""
    return low + (high - low) * (quarters * 0.25)


def band_number(c: Carrier, key: Cell, quartiles: tuple[Cell, Cell, Cell]) -> Cell:
    """Return 1 to 4 for a key against the quartiles of all keys, each band with its upper edge."""
    q1, q2, q3 = quartiles
    beyond = c.where(key <= q3, 3.0, c.where(key > q3, 4.0, c.missing))
    return c.where(key <= q1, 1.0, c.where(key <= q2, 2.0, beyond))


@attrs.frozen(kw_only=True)
class Banded:
    """The bands of all areas of one indicator in one period."""

    direction: Direction
    n: int
    """Areas with a value."""
    quartiles: tuple[float, float, float] | None
    """Edges of the bands in the data's own terms, the best first: A|B, B|C, C|D; None where too few."""
    bands: Mapping[str, Band | None]
    """Band of each area that was given; None where the area has none."""
    reasons: Mapping[str, str]
    """Why an area has no band."""

    def __str__(self) -> str:
        if self.quartiles is None:
            return f"no bands: {TOO_FEW} ({self.n})"
        edges = ", ".join(f"{edge:g}" for edge in self.quartiles)
        return f"bands of {self.n} areas, {self.direction} is better, edges {edges}"


@attrs.frozen(kw_only=True)
class Ranked:
    """Place of an area among all that have a value; areas with one value share the best of their places."""

    rank: int
    n: int

    def __str__(self) -> str:
        return f"{self.rank} of {self.n}"


def quartile_bands(values: Mapping[str, float | _Held | None], *, direction: Direction | str) -> Banded:
    """Return the quartile band of every area.

    Low is good: at most the first quartile is A, at most the second B, at most the third C, else D. High is
    good: the mirror image. Under 5 areas with a value there are no bands.

    Parameters
    ----------
    values
        Value of each area, in one unit: numbers, quantities or estimates; ``None`` where it has none, which
        then does not count.
    direction
        "higher" or "lower"; of an indicator without either no band is better than another.

    Raises
    ------
    ValueFault
        If the direction gives no order, or a value is infinite.

    Examples
    --------
    >>> found = quartile_bands(
    ...     {"Halton": 30, "Knowsley": 20, "Sefton": 40, "Wirral": 50, "Warrington": 10, "York": None},
    ...     direction="lower",
    ... )
    >>> found.quartiles, found.bands["Warrington"].value, found.bands["Wirral"].value, found.reasons["York"]
    ((20.0, 30.0, 40.0), 'A', 'D', 'no value')
    """
    judged, keys, reasons = _keys(values, direction)
    if len(keys) < FEWEST:
        reasons = {area: reasons.get(area, TOO_FEW) for area in values}
        return Banded(
            direction=judged, n=len(keys), quartiles=None, bands=dict.fromkeys(values), reasons=reasons
        )
    edges = _quartiles(sorted(keys.values()))
    bands = {
        area: BANDS[band_number(NUMBERS, keys[area], edges)] if area in keys else None for area in values
    }
    own = tuple(oriented(edge, judged.sign) for edge in edges)
    return Banded(direction=judged, n=len(keys), quartiles=own, bands=bands, reasons=reasons)


def ranks(
    values: Mapping[str, float | _Held | None], *, direction: Direction | str
) -> dict[str, Ranked | None]:
    """Return the rank of every area, 1 for the best by the direction; None where it has no value.

    Areas with one value share the least of their ranks, and the next one is left out: 1, 2, 2, 4.

    Parameters and errors as :func:`quartile_bands`; a rank needs no least number of areas.

    Examples
    --------
    >>> {
    ...     area: str(rank)
    ...     for area, rank in ranks({"Halton": 3, "York": 5, "Wirral": 5}, direction="higher").items()
    ... }
    {'Halton': '3 of 3', 'York': '1 of 3', 'Wirral': '1 of 3'}
    """
    _, keys, _ = _keys(values, direction)
    ordered = sorted(keys.values())
    first = {key: place for place, key in reversed(list(enumerate(ordered, 1)))}
    return {area: Ranked(rank=first[keys[area]], n=len(keys)) if area in keys else None for area in values}


def _keys(
    values: Mapping[str, float | _Held | None], direction: Direction | str
) -> tuple[Direction, dict[str, float], dict[str, str]]:
    judged = direction_of(direction)
    if judged is None or not judged.sign:
        message = f'with direction "{direction}" {NO_ORDER}, so there is no best; give "higher" or "lower"'
        raise ValueFault(message)
    keys: dict[str, float] = {}
    for area, given in values.items():
        value = math.nan if given is None else float(given if isinstance(given, int | float) else given.value)
        if math.isinf(value):
            message = f"value of {area} is {value}; give a finite number, or None where there is none"
            raise ValueFault(message)
        if not math.isnan(value):
            keys[area] = oriented(value, judged.sign)
    return judged, keys, {area: NO_VALUE for area in values if area not in keys}


def _quartiles(ordered: list[float]) -> tuple[float, float, float]:
    """Return the quartiles of type 7: quarter k lies (n - 1) k / 4 places from the first."""
    steps = [divmod((len(ordered) - 1) * k, 4) for k in (1, 2, 3)]
    first, second, third = (quartile(ordered[at], ordered[at + 1], float(rest)) for at, rest in steps)
    return first, second, third
