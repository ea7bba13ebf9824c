"""What the front door does with the default registry: open a plan, open the published figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cypplan.errors import LookupFailed
from cypplan.plugins import default_registry

if TYPE_CHECKING:
    import polars as pl

    from cypplan.plans.model import Plan

__all__ = ["plan", "published"]


def plan(name: str) -> Plan:
    """Return an installed plan by its id.

    Raises
    ------
    LookupFailed
        If no installed plugin supplies a plan of that id; the message names the nearest that exist.
    PlanFileError
        If its file has faults.

    Examples
    --------
    >>> import cypplan
    >>> cypplan.plan("warrington-care-2018").measure("placement-stability").title
    'Children in care in the same placement for two years or more'
    """
    return default_registry().plan(name)


def published(name: str = "england") -> pl.LazyFrame:
    """Return the published figures that a plugin carries, as a lazy Polars table of observations.

    Raises
    ------
    LookupFailed
        If no installed plugin carries figures of that name.
    """
    sets = default_registry().observation_sets
    if name not in sets:
        what = "set of published figures (is its package installed?)"
        raise LookupFailed(what, name, list(sets))
    return sets[name].scan()
