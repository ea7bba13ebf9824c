"""Which figures of a table are totals of others: of areas, of groups and of periods.

An attacker needs no document to see them: a region is the sum of its authorities, "all" that of boys and
girls, a year that of its quarters.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections import defaultdict
from typing import TYPE_CHECKING, Final, TypeAlias

import attrs

from cypplan.areas import AreaKind
from cypplan.calc.disclosure_cells import Total
from cypplan.indicators import ALL_GROUPS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from cypplan.areas import Areas

__all__ = ["Place", "totals_of"]

_DAY: Final = dt.timedelta(days=1)
_NOISE: Final = 1e-6
_BETWEEN: Final = "; "
_AFTER: Final = ": "


@attrs.frozen
class Place:
    """Where a figure stands: one cell of the table, whatever its source and release."""

    family: str
    """The indicator, or the name of several that count the same children."""
    period: str
    start: dt.date
    end: dt.date
    area: str
    group: str


Numbers: TypeAlias = "Mapping[Place, float | None]"
"""What is counted at each place, where it is known."""


def totals_of(
    numbers: Numbers,
    *,
    areas: Areas | None = None,
    within: Mapping[str, Collection[str]] | None = None,
    groups: Mapping[str, Sequence[Collection[str]]] | None = None,
) -> list[Total]:
    """Return the totals among the places of a table.

    ``within`` names areas and the areas that they are made of, beside those that ``areas`` knows; ``groups``
    does so for groups, each made up in one way or several.
    """
    parts_of = [*((whole, tuple(sorted(parts))) for whole, parts in (within or {}).items()), *_made_of(areas)]
    found: list[Total] = []
    for there in _differing(numbers, "area"):
        found += _of_areas(there, parts_of, areas, numbers)
    for there in _differing(numbers, "group"):
        found += _of_groups(there, numbers, groups or {})
    found += _of_periods(numbers)
    return list(dict.fromkeys(found))


def _differing(numbers: Iterable[Place], name: str) -> Iterator[Mapping[str, Place]]:
    """Yield the places that differ in one thing only, by that thing."""
    alike: dict[Place, dict[str, Place]] = defaultdict(dict)
    for place in numbers:
        alike[attrs.evolve(place, **{name: ""})][getattr(place, name)] = place
    return (there for there in alike.values() if len(there) > 1)


def _adding_up(whole: Place, parts: Iterable[Place], numbers: Numbers, *, complete: bool = True) -> Total:
    """Return a total; where the whole is known to be more than its parts, some part is missing."""
    parts = tuple(parts)
    known = [number for part in parts if (number := numbers[part]) is not None]
    total = numbers[whole]
    more = total is not None and len(known) == len(parts) and total > sum(known) + _NOISE
    return Total(whole, parts, complete=complete and not more)


def _made_of(areas: Areas | None) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield each area with those it is made of: a country of regions, of authorities; a region of these."""
    if areas is None:
        return
    upper = {area.code for area in areas if area.kind is AreaKind.AUTHORITY}
    inside: dict[str, list[str]] = defaultdict(list)
    for area in areas:
        if area.region is not None:
            inside[area.region].append(area.code)
    for region, codes in inside.items():
        # a region can be made of parts, too, which are regions themselves
        yield region, tuple(code for code in codes if code in upper)
        yield region, tuple(code for code in codes if code not in upper)
    regions = tuple(area.code for area in areas if area.kind is AreaKind.REGION and area.region is None)
    for area in areas:
        if area.kind is AreaKind.COUNTRY:
            yield area.code, regions
            yield area.code, tuple(sorted(upper))
        if len(area.predecessors) > 1:
            yield area.code, area.predecessors
        if len(area.successors) > 1:
            yield area.code, area.successors


def _of_areas(
    there: Mapping[str, Place],
    parts_of: Iterable[tuple[str, tuple[str, ...]]],
    areas: Areas | None,
    numbers: Numbers,
) -> Iterator[Total]:
    day = next(iter(there.values())).end
    for whole, parts in parts_of:
        # what did not exist then is no missing part
        there_then = [
            code for code in parts if areas is None or code not in areas or areas[code].existed(day)
        ]
        present = [there[code] for code in there_then if code in there and code != whole]
        if whole in there and present:
            yield _adding_up(there[whole], present, numbers, complete=len(present) == len(there_then))


def _of_groups(
    there: Mapping[str, Place], numbers: Numbers, stated: Mapping[str, Sequence[Collection[str]]]
) -> Iterator[Total]:
    for whole, ways in stated.items():
        for parts in ways:
            present = [there[part] for part in sorted(parts) if part in there]
            if whole in there and present:
                yield _adding_up(there[whole], present, numbers, complete=len(present) == len(parts))
    for whole, parts in _named_groups(there):
        yield _adding_up(whole, parts, numbers)
    plain = [group for group in there if group != ALL_GROUPS and _AFTER not in group]
    if ALL_GROUPS in there and plain:
        yield from _plain_groups(there[ALL_GROUPS], [there[group] for group in plain], numbers)


def _named_groups(there: Mapping[str, Place]) -> Iterator[tuple[Place, Sequence[Place]]]:
    """Yield what the names say: "sex: boys" and "sex: girls" make up all, after "age: 5" that age."""
    parts: dict[tuple[str, str], list[Place]] = defaultdict(list)
    for group, place in there.items():
        terms = [] if group == ALL_GROUPS else group.split(_BETWEEN)
        for at, term in enumerate(terms):
            name, sign, _ = term.partition(_AFTER)
            whole = _BETWEEN.join([*terms[:at], *terms[at + 1 :]]) or ALL_GROUPS
            if sign and whole in there:
                parts[whole, name].append(place)
    return ((there[whole], places) for (whole, _), places in parts.items())


def _plain_groups(whole: Place, parts: Sequence[Place], numbers: Numbers) -> Iterator[Total]:
    """Yield all groups as the parts of the whole, and any two of them that add up to it."""
    total = numbers[whole]
    known = [(part, number) for part in parts if (number := numbers[part]) is not None]
    pairs = [
        Total(whole, (one, other))
        for (one, x), (other, y) in itertools.combinations(known, 2)
        if total is not None and abs(x + y - total) < _NOISE
    ]
    yield from pairs or [_adding_up(whole, parts, numbers)]


def _of_periods(numbers: Numbers) -> Iterator[Total]:
    """Yield periods that shorter ones fill without a gap: a year its quarters, three years each year."""
    alike: dict[tuple[str, str, str], list[Place]] = defaultdict(list)
    for place in numbers:
        alike[place.family, place.area, place.group].append(place)
    for places in alike.values():
        if not _overlap(places):
            continue
        starts: dict[dt.date, list[Place]] = defaultdict(list)
        for place in places:
            starts[place.start].append(place)
        for whole in places:
            for parts in _filling(whole, starts):
                counted = [numbers[one] for one in (whole, *parts)]
                total, *rest = counted
                # numbers of different children in each quarter do not add up to those of the year
                if None in counted or abs((total or 0.0) - sum(x or 0.0 for x in rest)) < _NOISE:
                    yield Total(whole, parts)


def _overlap(places: Iterable[Place]) -> bool:
    ordered = sorted(places, key=lambda place: place.start)
    return any(later.start <= earlier.end for earlier, later in itertools.pairwise(ordered))


def _filling(whole: Place, starts: Mapping[dt.date, Sequence[Place]]) -> Iterator[tuple[Place, ...]]:
    """Yield the ways in which periods of about one length fill a period."""
    for length in {_months(place) for place in starts[whole.start]} - {_months(whole)}:
        parts: list[Place] = []
        day = whole.start
        while day < whole.end:
            part = next((one for one in starts.get(day, ()) if _months(one) == length), None)
            if part is None or part.end > whole.end:
                break
            parts.append(part)
            day = part.end + _DAY
        if day > whole.end:
            yield tuple(parts)


def _months(place: Place) -> int:
    return (place.end.year - place.start.year) * 12 + place.end.month - place.start.month + 1
