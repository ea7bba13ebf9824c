"""The Children, Young People and Families Plan of Halton as a plugin of cypplan.

The plan is one data file in the folder ``plans``; this module only tells cypplan where it is.

>>> [path.stem for path in cypplan_plans()]
['halton-cypfp']
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from cypplan.plugins import hookimpl

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["cypplan_plans"]


@hookimpl
def cypplan_plans() -> Iterable[Path]:
    """Return the plan files of this package."""
    return sorted((Path(__file__).parent / "plans").glob("*.toml"))
