"""What the front door does with the default registry: open a plan, open the published figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cypplan.errors import LookupFailed
from cypplan.plugins import default_registry

if TYPE_CHECKING:
    import os
    from datetime import date

    import polars as pl

    from cypplan.observations.readers.mapping import Mapping
    from cypplan.observations.readers.reading import Reading
    from cypplan.plans.model import Plan

__all__ = ["plan", "published", "read_any"]


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


def read_any(  # noqa: PLR0913 (each says one thing about the file, and all may be left out)
    path: str | os.PathLike[str],
    *,
    mapping: Mapping | str | os.PathLike[str] | None = None,
    source: str | None = None,
    release: str | None = None,
    published: date | None = None,
    marks: str | None = None,
    period_kind: str | None = None,
    beside: str | os.PathLike[str] | None = None,
    encoding: str | None = None,
) -> Reading:
    """Open a file of figures with the reader that recognises it.

    With the areas and readers that are installed.

    The arguments and errors are those of :func:`cypplan.observations.readers.read_any`.
    """
    from cypplan.observations.readers import read_any as read  # noqa: PLC0415 (loaded when a file is read)

    registry = default_registry()
    return read(
        path,
        areas=registry.areas,
        readers=registry.readers.values(),
        mapping=mapping,
        source=source,
        release=release,
        published=published,
        marks=marks,
        period_kind=period_kind,
        beside=beside,
        encoding=encoding,
    )
