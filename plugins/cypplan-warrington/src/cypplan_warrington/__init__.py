"""The published plans of Warrington for cypplan: each a plan file in ``plans/``, named by the plan's id."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from cypplan.plugins import hookimpl

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["cypplan_plans"]

_PLANS: Final = Path(__file__).with_name("plans")


@hookimpl
def cypplan_plans() -> Iterable[Path]:
    """Return the plan files of Warrington, in the order of their ids."""
    return sorted(_PLANS.glob("*.toml"))
