"""Why a table has no result in a row: the checks on counts and denominators, and their words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import narwhals as nw

from cypplan.calc.estimates import TOO_LARGE, TOO_SMALL
from cypplan.calc.intervals import EXACT_BELOW

if TYPE_CHECKING:
    from cypplan.calc.opening import Opened

__all__ = ["NO_REASON", "checked", "is_missing"]

NO_REASON: Final = nw.lit(None, dtype=nw.String)
"""What stands in the column of reasons where there is a result."""


def is_missing(table: Opened, name: str, cells: nw.Expr) -> nw.Expr:
    """Return where a column has nothing: null, or NaN where its type knows NaN."""
    return cells.is_null() if table.whole(name) else cells.is_null() | cells.is_nan()


def checked(
    table: Opened, count: str, size: str, *, part: bool = False, whole: bool = True, of: str = ""
) -> tuple[nw.Expr, nw.Expr, nw.Expr]:
    """Return count, denominator and reason as columns; the count is missing wherever there is a reason.

    ``part`` says that the count must not exceed the denominator, ``whole`` that it must be a whole number
    below 10; ``of`` stands before the reason, as in "other: no count". Columns of whole numbers are spared
    the checks that they always pass.
    """
    c = table.c
    x, n = table.number(count), table.number(size)
    reason = _reason(table, count, size, part=part, whole=whole, of=of)
    x, n, reason = c.let(x, n, reason)
    (x,) = c.let(nw.when(reason.is_null()).then(x))
    return x, n, reason


def _reason(table: Opened, count: str, size: str, *, part: bool, whole: bool, of: str) -> nw.Expr:
    """Return the first of the reasons that hold, which is the last of those that are asked."""
    c, x, n = table.c, table.number(count), table.number(size)
    reason: nw.Expr = c.where(x > n, f"{of}count above total", NO_REASON) if part else NO_REASON
    reason = c.where(n >= TOO_SMALL, reason, f"{of}denominator not above 0")
    if not (table.whole(count) and table.whole(size)):
        reason = c.where((x < TOO_LARGE) & (n < TOO_LARGE), reason, f"{of}not a finite number, or too large")
    if whole and not table.whole(count):
        broken = (x < EXACT_BELOW) & (x != x.floor())
        reason = c.where(broken, f"{of}count below {EXACT_BELOW} is not whole", reason)
    reason = c.where(x < 0, f"{of}count below 0", reason)
    reason = c.where(is_missing(table, size, n), f"{of}no denominator", reason)
    return c.where(is_missing(table, count, x), f"{of}no count", reason)
