"""The formulas: rates, intervals, gaps and the arithmetic of targets, on numbers and on columns.

What works on tables is loaded when it is touched, so that single numbers never load a table library.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Final

from cypplan.calc.estimates import Estimate, proportion, rate
from cypplan.calc.gaps import Favour, Gap, gap

if TYPE_CHECKING:
    from cypplan.calc.columns import with_proportions, with_rates

__all__ = ["Estimate", "Favour", "Gap", "gap", "proportion", "rate", "with_proportions", "with_rates"]

_TABLES: Final = {"with_proportions": "cypplan.calc.columns", "with_rates": "cypplan.calc.columns"}


def __getattr__(name: str) -> object:
    if name not in _TABLES:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    value: object = getattr(importlib.import_module(_TABLES[name]), name)
    globals()[name] = value
    return value
