"""Hypothesis strategies for what cypplan works with: periods, units, plans and their parts, rows of figures.

Every strategy draws whatever can be said and leaves unsaid what may be absent, so that a test sees what no
published plan has shown yet. They need the extra ``testing``.
"""

from __future__ import annotations

from cypplan.errors import ExtraMissingError

try:
    import hypothesis as _hypothesis
except ImportError as error:
    raise ExtraMissingError("the strategies for tests", "testing", "hypothesis") from error

from cypplan.testing.strategies.of_observations import observations
from cypplan.testing.strategies.of_plans import measures, plans, tables, targets
from cypplan.testing.strategies.of_values import periods, quantities, units, years

del _hypothesis

__all__ = [
    "measures",
    "observations",
    "periods",
    "plans",
    "quantities",
    "tables",
    "targets",
    "units",
    "years",
]
