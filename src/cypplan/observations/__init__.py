"""What was measured: the observation table, its marks and its contract."""

from __future__ import annotations

from cypplan.observations.table import COLUMNS, MISSING_MARKS, QUALIFIERS, Column, Mark, check_columns

__all__ = ["COLUMNS", "MISSING_MARKS", "QUALIFIERS", "Column", "Mark", "check_columns"]
