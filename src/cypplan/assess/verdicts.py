"""Verdicts: the judgement on one target of one measure, with everything it rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from cypplan.showing import Shown

if TYPE_CHECKING:
    import datetime as dt

    from cypplan.assess.rules import RagRule
    from cypplan.assess.words import Judged, Qualifier, Rag, Reason, Status, Travel
    from cypplan.calc.gaps import Favour, Gap
    from cypplan.comparators import Aggregate, ComparatorKind
    from cypplan.indicators import Direction, Indicator
    from cypplan.periods import Period
    from cypplan.plans.model import Measure, Statement
    from cypplan.plans.targets import Target
    from cypplan.units import Unit

__all__ = ["Comparison", "Evidence", "Explanation", "Observation", "Trend", "Verdict"]


@attrs.frozen(kw_only=True)
class Observation:
    """A published figure that a verdict rests on."""

    indicator: str
    area: str
    period: Period
    value: float | None
    unit: Unit
    count: float | None = None
    denominator: float | None = None
    mark: str | None = None
    qualifiers: tuple[str, ...] = ()
    source: str | None = None
    release: str | None = None
    published: dt.date | None = None
    derivation: str | None = None
    """How the figure was made, where it is not as published."""


@attrs.frozen(kw_only=True)
class Comparison:
    """Ours beside somebody else's figure of the same period."""

    kind: ComparatorKind
    name: str
    value: float | None
    gap: Gap | None
    n: int | None = None
    """For neighbours: how many of them had a figure."""
    of: int | None = None
    """For neighbours: how many there are."""
    version: str | None = None
    aggregate: Aggregate | None = None
    reason: Reason | None = None
    """Why there is no gap."""

    @property
    def favour(self) -> Favour | None:
        """What the gap means, by the direction."""
        return self.gap.favour if self.gap else None


@attrs.frozen(kw_only=True)
class Trend:
    """The change from the period before."""

    previous: Period
    previous_value: float
    change: float
    travel: Travel | None
    reason: str | None = None
    """Why the two must not be compared."""


@attrs.frozen(kw_only=True)
class Evidence:
    """What chance could do: the interval, and whether the target lies within it."""

    lower: float
    upper: float
    confidence: float
    method: str
    within_chance: bool | None
    children: int | None = None
    """Distance to the target in children: how many short (negative) or to spare."""


@attrs.frozen(kw_only=True)
class Explanation:
    """A typed reason with its sentence."""

    reason: Reason
    sentence: str

    def __str__(self) -> str:
        return f"{self.reason}: {self.sentence}"


@attrs.frozen(kw_only=True)
class Verdict(Shown):
    """The judgement on one target. Never a bare colour: rule, inputs and reasons stand beside it."""

    id: str
    measure: Measure
    target: Target | None
    statements: tuple[Statement, ...]
    indicator: Indicator | None
    direction: Direction | None
    status: Status
    rag: Rag | None
    rule: RagRule
    reasons: tuple[Explanation, ...] = ()
    """Why nothing can be said; empty where something can."""
    qualifiers: tuple[Qualifier, ...] = ()
    judged: Judged
    due: Period | None = None
    observation: Observation | None = None
    inputs: tuple[Observation, ...] = ()
    goal: str = ""
    """What meets the target, in words."""
    judged_on: float | None = None
    """The figure that was compared: the quotient of count and denominator where both are known."""
    distance: float | None = None
    """How far on the right side of the target; negative is short of it."""
    progress: float | None = None
    """Share of the way from baseline to target."""
    expected: float | None = None
    """Value that the straight line from baseline to target gives for the period of the figure."""
    pace: float | None = None
    """Progress by the share of the time that has passed; 1 is on the line."""
    required_per_year: float | None = None
    """Change in each year that would still reach the target."""
    comparisons: tuple[Comparison, ...] = ()
    trend: Trend | None = None
    evidence: Evidence | None = None
    basis: tuple[str, ...] = ()
    """How the target was read, sentence by sentence."""

    @property
    def is_proxy(self) -> bool:
        """Whether it was judged on a figure that is not quite the plan's own."""
        return self.measure.is_proxy

    def compared_with(self, kind: ComparatorKind | str) -> Comparison | None:
        """Return the comparison with one kind of comparator, if there is one."""
        return next((one for one in self.comparisons if one.kind == kind), None)
