"""The observation table: one row a figure, in whatever kind of table the caller has.

The key is (indicator, area, period, group, source, release). ``value`` is the figure as published in the
indicator's unit; ``count`` and ``denominator`` stand beside it only where both are exact enough to judge
on. A row without a value says why in ``mark``.
"""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING, Final

import attrs

from cypplan.errors import FrameError, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Collection

__all__ = ["COLUMNS", "KEY", "MISSING_MARKS", "QUALIFIERS", "Column", "Mark", "check_columns"]


class Mark(enum.StrEnum):
    """Why a cell has no plain value, or what qualifies the value that it has."""

    SUPPRESSED = "suppressed"
    NOT_APPLICABLE = "not-applicable"
    NOT_AVAILABLE = "not-available"
    NOT_COLLECTED = "not-collected"
    ROUNDS_TO_ZERO = "rounds-to-zero"
    ROUNDED_5 = "rounded-5"
    ROUNDED_10 = "rounded-10"
    LOW_RELIABILITY = "low-reliability"
    PROVISIONAL = "provisional"
    REVISED = "revised"
    ESTIMATED = "estimated"
    SERIES_BREAK = "series-break"
    UNPUBLISHED = "unpublished"
    DISCLOSURE_CONTROLLED = "disclosure-controlled"


MISSING_MARKS: Final = frozenset(
    {Mark.SUPPRESSED, Mark.NOT_APPLICABLE, Mark.NOT_AVAILABLE, Mark.NOT_COLLECTED, Mark.ROUNDS_TO_ZERO}
)
"""Marks that stand in place of a value."""

QUALIFIERS: Final = frozenset(Mark) - MISSING_MARKS
"""Marks that stand beside a value."""


_REQUIRED: Final = frozenset({
    "indicator", "area", "period", "period_kind", "period_start", "period_end", "value",
})  # fmt: skip


@attrs.frozen
class Column:
    """One column of the observation table: name, type in words, meaning."""

    name: str
    type: str
    meaning: str

    @property
    def optional(self) -> bool:
        """Whether the column may be absent, and is then missing throughout."""
        return self.name not in _REQUIRED


COLUMNS: Final = (
    Column("indicator", "text", "id of the indicator"),
    Column("area", "text", "GSS code of the area, the code in force today where it was only recoded"),
    Column("period", "text", 'canonical text of the period, as "2014/15 financial" or "2015-03-31"'),
    Column("period_kind", "text", "calendar, financial, academic, quarter, month, day or span"),
    Column("period_start", "date", "first day of the period"),
    Column("period_end", "date", "last day of the period"),
    Column("group", "text", 'group of people the figure speaks of; "all" where it speaks of everybody'),
    Column("value", "number", "the figure in the indicator's unit; missing where a mark says why"),
    Column("count", "number", "numerator, where published exactly (not rounded)"),
    Column("denominator", "number", "denominator, where published exactly (not rounded)"),
    Column("lower", "number", "lower 95 % limit as published"),
    Column("upper", "number", "upper 95 % limit as published"),
    Column("mark", "text", "why there is no value: one of the missing marks"),
    Column("qualifiers", "text", "marks beside a value, separated by blanks"),
    Column("source", "text", "id of the source"),
    Column("release", "text", "release of the source the figure was taken from"),
    Column("published", "date", "date on which the figure became known, where known"),
    Column("derivation", "text", "how a derived figure was made; missing for a reported one"),
)
"""The contract of the observation table, in order."""

KEY: Final = ("indicator", "area", "period", "group", "source", "release")
"""The columns that together tell one figure from another."""


def check_columns(names: Collection[str]) -> None:
    """Raise :class:`FrameError` when a table lacks a column that the contract requires.

    Columns that the contract does not know are the caller's own and are left alone.
    """
    missing = [c.name for c in COLUMNS if not c.optional and c.name not in names]
    if not missing:
        return
    known = [name for name in names if name not in {c.name for c in COLUMNS}]
    hints = "".join(did_you_mean(name, known) for name in missing[:1])
    message = (
        f"observations lack the column{'s' if len(missing) > 1 else ''} {', '.join(missing)};{hints} "
        f"the table has: {', '.join(names)}"
    )
    raise FrameError(message)
