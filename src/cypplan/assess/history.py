"""The figures behind a scorecard through time: ours, and those of everybody we are compared with.

A verdict rests on one figure; a chart shows how it came about. One more query in the engine of the
observations finds the figures of every indicator that the scorecard uses; its small result is collected once.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import attrs

from cypplan.assess.company import chosen_set, company_of, published_figures
from cypplan.assess.guarding import protected_like, refuse_secret
from cypplan.assess.query import NEEDS, OWN, known_figures
from cypplan.assess.verdicts import Observation
from cypplan.calc.carrier import NUMBERS
from cypplan.calc.intervals import percent_limits, rate_limits
from cypplan.indicators import ALL_GROUPS
from cypplan.observations.frames import like, opened, rows_of
from cypplan.periods import Period
from cypplan.plugins import Registry, default_registry
from cypplan.units import UnitForm

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from cypplan.assess.scorecard import Scorecard
    from cypplan.comparators import ComparatorKind
    from cypplan.indicators import Indicator

__all__ = ["History", "HistoryPoint", "Series", "histories"]


@attrs.frozen(kw_only=True)
class HistoryPoint:
    """One figure of a series, with its limits where count and denominator are known."""

    observation: Observation
    lower: float | None = None
    upper: float | None = None

    @property
    def period(self) -> Period:
        """The period of the figure."""
        return self.observation.period

    @property
    def value(self) -> float | None:
        """The figure; ``None`` where a mark says why there is none."""
        return self.observation.value


@attrs.frozen(kw_only=True)
class Series:
    """The figures of one area for one indicator, in order of periods."""

    role: str
    """One of own, country, region and neighbours."""
    area: str
    name: str
    points: tuple[HistoryPoint, ...]

    def at(self, period: Period) -> HistoryPoint | None:
        """Return the figure of a period, if there is one."""
        return next((point for point in self.points if point.period == period), None)


@attrs.frozen(kw_only=True)
class History:
    """One indicator through time: ours and the others' series, all of periods of one kind."""

    indicator: Indicator
    own: Series
    others: tuple[Series, ...]

    def of(self, kind: ComparatorKind) -> tuple[Series, ...]:
        """Return the series of one kind of comparator."""
        return tuple(series for series in self.others if series.role == kind.value)


def histories(
    card: Scorecard, observations: object = None, *, registry: Registry | None = None
) -> Mapping[str, History]:
    """Return the history of each indicator that a scorecard has judged on, by the indicator's id.

    Parameters
    ----------
    card
        The scorecard; its dates and its neighbour set hold here, too.
    observations
        The table that the scorecard was made from; ``None`` takes the published figures.
    registry
        As for the scorecard.

    Raises
    ------
    FrameError
        If the observations are no table or lack a column.
    DisclosureError
        If the scorecard was made from unpublished figures without disclosure control.
    """
    refuse_secret(card)
    registry = registry or default_registry()
    used = _used(card)
    if not used:
        return {}
    company = company_of(card.plan, registry, chosen_set(registry, card.neighbours))
    needs = _needs(used, company.roles)
    keep = {"indicator": sorted(set(needs["indicator"])), "area": sorted(company.roles)}
    table = (
        published_figures(registry) if observations is None else protected_like(card, observations, registry)
    )
    frame = opened(table, keep=keep)
    found = known_figures(
        frame, like(frame, needs, NEEDS), as_of=card.as_of, known_at=card.known_at, release=card.release
    )
    rows = rows_of(found.lazy())
    names = {area.code: area.name for area in registry.areas}
    return {
        indicator.id: _history(indicator, [row for row in rows if row["case"] == at], company.roles, names)
        for at, (indicator, _) in enumerate(used)
    }


def _used(card: Scorecard) -> list[tuple[Indicator, str]]:
    """Return each indicator that has an own figure, with the kind of period it was judged in."""
    used: dict[str, tuple[Indicator, str]] = {}
    for verdict in card:
        if verdict.indicator is not None and verdict.observation is not None:
            used.setdefault(verdict.indicator.id, (verdict.indicator, verdict.observation.period.kind.value))
    return list(used.values())


def _needs(used: Sequence[tuple[Indicator, str]], roles: Mapping[str, str]) -> dict[str, list[Any]]:
    rows = [
        (number, indicator.published_id, area, ALL_GROUPS, role, kind, 1 if indicator.derivation else 0)
        for number, (indicator, kind) in enumerate(used)
        for area, role in roles.items()
    ]
    return {name: [row[at] for row in rows] for at, name in enumerate(NEEDS)}


def _history(
    indicator: Indicator,
    rows: Iterable[Mapping[str, Any]],
    roles: Mapping[str, str],
    names: Mapping[str, str],
) -> History:
    points: dict[str, list[HistoryPoint]] = {area: [] for area in roles}
    for row in rows:
        points[row["area"]].append(_point(indicator, row))
    series = [
        Series(
            role=roles[area],
            area=area,
            name=names.get(area, area),
            points=tuple(sorted(found, key=lambda point: point.period)),
        )
        for area, found in points.items()
    ]
    (own,) = (one for one in series if one.role == OWN)
    return History(
        indicator=indicator, own=own, others=tuple(one for one in series if one.role != OWN and one.points)
    )


def _point(indicator: Indicator, row: Mapping[str, Any]) -> HistoryPoint:
    observation = Observation(
        indicator=indicator.published_id,
        area=row["area"],
        period=Period.parse(row["period"]),
        value=row["value"],
        unit=indicator.unit,
        # what stands behind a figure that is withheld is withheld as well
        count=None if row["value"] is None else row["count"],
        denominator=None if row["value"] is None else row["denominator"],
        mark=row["mark"],
        qualifiers=tuple((row["qualifiers"] or "").split()),
        source=row["source"],
        release=row["release"],
        published=row["published"],
        derivation=row["derivation"],
    )
    lower, upper = _limits(indicator, observation)
    return HistoryPoint(observation=observation, lower=lower, upper=upper)


def _limits(indicator: Indicator, seen: Observation) -> tuple[float | None, float | None]:
    """Return the 95 % limits of a figure, as the verdicts have them; nothing where no count is known."""
    x, n, unit = seen.count, seen.denominator, indicator.unit
    if seen.value is None or x is None or n is None or n <= 0:
        return None, None
    if unit.form is UnitForm.PERCENT and 0 <= x <= n:
        lower, upper = percent_limits(NUMBERS, x, n, 0.95)
    elif unit.form is UnitForm.RATE and unit.scale is not None and x >= 0:
        lower, upper = rate_limits(NUMBERS, x, n, unit.scale, 0.95)
    else:
        return None, None
    return (None, None) if math.isnan(lower) or math.isnan(upper) else (lower, upper)
