"""A figure that a plan states, as rules want it: number, unit, period, what it is tied to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from cypplan.audit.findings import Fact, Side
from cypplan.audit.numbers import Printed, words_of

if TYPE_CHECKING:
    from cypplan.periods import Period
    from cypplan.plans.contents import Claim, IndicatorLink
    from cypplan.units import Unit

__all__ = ["Stated"]


@attrs.frozen(kw_only=True)
class Stated:
    """A figure that a plan states, be it a baseline or a statistic."""

    fact: Fact
    what: str
    """What the plan calls it."""
    printed: Printed
    unit: Unit | None
    period: Period | None
    link: IndicatorLink | None
    provisional: bool = False
    comparable: bool = True
    """Of a baseline: whether the plan's later figures can be set beside it."""
    area: str | None = None
    """GSS code, where it is not of the plan's authority."""
    is_baseline: bool = False
    claims: tuple[Claim, ...] = ()

    @property
    def words(self) -> str:
        """The figure in words."""
        number = words_of(self.printed.value, self.unit)
        return f"{self.printed.qualifier} {number}" if self.printed.qualifier else number

    @property
    def when(self) -> str:
        """Its period in words."""
        return f"for {self.period}" if self.period else "without a period"

    @property
    def side(self) -> Side:
        """The figure as a side of a contradiction."""
        return Side(f"{self.what}: {self.words} {self.when}", self.fact.cite)
