"""The edge to pint: one registry of the units in ``units.txt``, built on first use."""

from __future__ import annotations

from functools import cache
from importlib.resources import as_file
from threading import Lock
from typing import TYPE_CHECKING, Final

from cypplan.units.bases import DEFINITIONS, bases
from cypplan.units.forms import PREFIXES

if TYPE_CHECKING:
    import pint

__all__ = ["pint_registry"]

_BUILDING: Final = Lock()


def pint_registry() -> pint.UnitRegistry[float]:
    """Return the one pint registry of this process; the first call loads pint and builds it.

    It holds the units of children's statistics and nothing else: no bare percent, no mass that is called
    pound, no prefixes. Every text that :meth:`Unit.parse` takes is a unit of it. pint restores its own
    pickles into its application registry, so pickle a :class:`Quantity` instead.
    """
    with _BUILDING:  # two first calls at once must not build two registries, whose quantities never mix
        return _built()


@cache
def _built() -> pint.UnitRegistry[float]:
    import pint  # noqa: PLC0415 (loaded on first use only)

    with as_file(DEFINITIONS) as path:
        registry: pint.UnitRegistry[float] = pint.UnitRegistry(str(path), on_redefinition="raise")
    for base in bases():
        for prefix, (_, scale) in PREFIXES.items():
            meaning = f"{base} / months" if scale is None else f"1 / {scale} / {base}"
            registry.define(f"{prefix}{base} = {meaning}")
    return registry
