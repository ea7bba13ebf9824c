"""What was measured: the observation table, its marks and its contract, and the readers that fill it.

Names are loaded when they are touched: the contract needs neither tables nor an engine.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Final

from cypplan.observations.table import COLUMNS, KEY, MISSING_MARKS, QUALIFIERS, Column, Mark, check_columns

if TYPE_CHECKING:
    from cypplan.observations.readers import read_any
    from cypplan.observations.validating import ObservationFault, check_observations, faults_of, table_schema

__all__ = [
    "COLUMNS",
    "KEY",
    "MISSING_MARKS",
    "QUALIFIERS",
    "Column",
    "Mark",
    "ObservationFault",
    "check_columns",
    "check_observations",
    "faults_of",
    "read_any",
    "table_schema",
]

_WHERE: Final = {
    "ObservationFault": "validating",
    "check_observations": "validating",
    "faults_of": "validating",
    "read_any": "readers",
    "table_schema": "validating",
}


def __getattr__(name: str) -> object:
    if name not in _WHERE:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    value: object = getattr(importlib.import_module(f"{__name__}.{_WHERE[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
