"""Read the period labels of LAIT and of DfE files, which depend on the type of year beside them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cypplan.errors import PeriodError
from cypplan.observations.readers.lait import YEAR_TYPES, lait_period
from cypplan.observations.readers.times import ees_time
from cypplan.periods import Period

if TYPE_CHECKING:
    from cypplan.periods import PeriodKind

__all__ = ["dfe_period", "lait_kind", "lait_period"]


def lait_kind(year_type: str, labels: list[str]) -> PeriodKind:
    """Return the kind of period of a measure: that of its year type, or span where its labels are spans."""
    kinds = {read[0].kind for read in (lait_period(year_type, label) for label in labels) if read}
    return kinds.pop() if len(kinds) == 1 else YEAR_TYPES[year_type][1]


def dfe_period(text: str, kind: str) -> Period | None:
    """Return the period of a DfE ``time_period`` ("2025", "202425"); ``kind`` says what its year means.

    ``day`` is 31 March and ``mid-year`` 30 June of the year.
    """
    if not re.fullmatch(r"(19|20)\d\d(\d\d)?", text, re.ASCII):
        return None
    try:
        return Period.parse(ees_time(text, "Reporting year", kind).key)
    except PeriodError:
        return None
