"""Coverage: which measures of a plan have figures, and up to when."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs
import narwhals as nw

from cypplan.assess.company import published_figures
from cypplan.indicators import ALL_GROUPS
from cypplan.observations.frames import opened, rows_of
from cypplan.plugins import Registry, default_registry

if TYPE_CHECKING:
    from cypplan.plans.model import Plan

__all__ = ["Covered", "coverage"]


@attrs.frozen(kw_only=True)
class Covered:
    """What there is of one measure's figures in the plan's own area."""

    measure: str
    indicator: str | None
    figures: int
    """How many periods have a value."""
    first: str | None = None
    last: str | None = None
    why: str = ""
    """Why there is none."""


def coverage(
    plan: Plan, observations: object = None, *, registry: Registry | None = None
) -> tuple[Covered, ...]:
    """Return for each measure of a plan how many periods have a figure, the first of them and the last.

    ``observations`` is a table of any engine; ``None`` takes the published figures.

    Examples
    --------
    >>> import cypplan
    >>> found = coverage(cypplan.plan("warrington-care-2018"))
    >>> next(one.last for one in found if one.measure == "placement-stability")
    '2024/25 financial'
    """
    registry = registry or default_registry()
    known = registry.indicators
    links = {one.id: one.indicator.id if one.indicator else f"{plan.id}.{one.id}" for one in plan.measures}
    published = {name: known[name].published_id if name in known else name for name in links.values()}
    table = published_figures(registry) if observations is None else observations
    keep = {"indicator": sorted(set(published.values())), "area": [plan.authority]}
    frame = opened(table, keep=keep).filter(nw.col("group") == nw.lit(ALL_GROUPS), ~nw.col("value").is_null())
    ends: dict[str, dict[object, str]] = {}
    for row in rows_of(frame.select("indicator", "period", "period_end").unique()):
        ends.setdefault(row["indicator"], {})[row["period_end"], row["period"]] = row["period"]
    found = []
    for measure in plan.measures:
        name = links[measure.id]
        periods = ends.get(published[name], {})
        ordered = [periods[key] for key in sorted(periods, key=str)]
        tied = measure.indicator is not None
        why = "" if ordered else "no figure" if tied else "tied to no indicator"
        found.append(
            Covered(
                measure=measure.id,
                indicator=name if tied else None,
                figures=len(ordered),
                first=ordered[0] if ordered else None,
                last=ordered[-1] if ordered else None,
                why=why,
            )
        )
    return tuple(found)
