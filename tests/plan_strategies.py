"""Random plans for the tests of several modules: the strategies of the contract kit, and their parts."""

from __future__ import annotations

from cypplan.testing.strategies.of_plans import (
    CITES,
    COVERED,
    IDS,
    NUMBERS,
    TEXTS,
    drawn,
    maybe,
    measures,
    plans,
    several,
    tables,
    targets,
)

__all__ = [
    "CITES",
    "COVERED",
    "IDS",
    "NUMBERS",
    "TEXTS",
    "drawn",
    "maybe",
    "measures",
    "plans",
    "several",
    "tables",
    "targets",
]
