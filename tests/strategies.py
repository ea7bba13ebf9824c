"""What the tests of several modules draw from: the strategies of the contract kit, and their parts."""

from __future__ import annotations

from cypplan.testing.strategies.of_values import (
    BASE_NAMES,
    DATES,
    FIGURES,
    LEVELS,
    PERIODS,
    QUANTITIES,
    SINGLE_KINDS,
    SINGLE_PERIODS,
    UNITS,
    YEAR_KINDS,
    spans,
)

__all__ = [
    "BASE_NAMES",
    "DATES",
    "FIGURES",
    "LEVELS",
    "PERIODS",
    "QUANTITIES",
    "SINGLE_KINDS",
    "SINGLE_PERIODS",
    "UNITS",
    "YEAR_KINDS",
    "spans",
]
