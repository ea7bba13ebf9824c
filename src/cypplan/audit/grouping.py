"""Findings on what is missing: one for each that lacks it, or one on the plan where most of them do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cypplan.audit.findings import Side
from cypplan.audit.rules import Found
from cypplan.audit.subject import PLAN

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["each_or_most"]

_SEVERAL: Final = 3


def each_or_most(lacking: Sequence[Found], among: int, message: str) -> Iterator[Found]:
    """Yield what is lacking one by one; where most lack it, and three at least, once on the plan.

    The one finding has those that lack it for its sides, so that nothing is lost by it.
    """
    if len(lacking) < _SEVERAL or 2 * len(lacking) <= among:
        yield from lacking
        return
    sides = tuple(Side(one.fact.path, one.fact.cite) for one in lacking)
    count = f"{len(lacking)} of {among} {message}"
    yield Found(fact=PLAN, message=count, sides=sides, verdict=lacking[0].verdict)
