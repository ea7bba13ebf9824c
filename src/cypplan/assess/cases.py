"""A plan compiled for judgement: one case for each target, with the interval that meets it."""

from __future__ import annotations

import datetime as dt  # noqa: TC003 (types of fields are read at run time)
import math
from typing import TYPE_CHECKING

import attrs

from cypplan.assess.words import Judged, Qualifier, Reason
from cypplan.plans.words import Comparability

if TYPE_CHECKING:
    from cypplan.comparators import Aggregate, ComparatorKind
    from cypplan.indicators import Indicator
    from cypplan.periods import Period
    from cypplan.plans.model import Measure, Statement
    from cypplan.plans.targets import Target

__all__ = ["Case", "Goal"]


@attrs.frozen(kw_only=True)
class Goal:
    """What meets a target, in the indicator's unit: an interval, or a rule that finds one in the figures."""

    low: float = -math.inf
    high: float = math.inf
    strict: bool = False
    """Whether the edge itself does not meet it."""
    aim: float | None = None
    """The edge that progress is measured to."""
    towards: bool = False
    """Judged by distance from ``aim``, from either side."""
    by_interval: bool = False
    """Met where the figure's interval holds the edge, chance being the tolerance."""
    comparator: ComparatorKind | None = None
    """Whose figure is the edge."""
    aggregate: Aggregate | None = None
    """For neighbours: mean or median, where the plan says; else as the scorecard has it."""
    previous: bool = False
    """Whether the edge is the figure of the period before."""
    sense: int = 0
    """For an edge found in the figures: +1 where it is met above, -1 below, 0 on both sides."""
    margin: float = 0.0
    """For such an edge: what is added to it, or how far from it on either side where ``sense`` is 0."""
    margin_relative: bool = False
    """Whether ``margin`` is in per cent of the figure that gives the edge."""


@attrs.frozen(kw_only=True)
class Case:
    """One target of one measure, ready to be joined to figures; or the reason why it never can be judged."""

    id: str
    measure: Measure
    target: Target | None
    statements: tuple[Statement, ...]
    indicator: Indicator | None
    goal: Goal = Goal()
    judged: Judged = Judged.STANDING
    due: Period | None = None
    """Period of the indicator's own kind in which the target is due."""
    base: float | None = None
    base_month: int | None = None
    reason: Reason | None = None
    detail: str | None = None
    """The reason in a sentence."""
    qualifiers: tuple[Qualifier, ...] = ()

    @property
    def has_figures(self) -> bool:
        """Whether the figures of its indicator speak of what the measure measures, at least nearly."""
        link = self.measure.indicator
        return link is None or link.comparability is not Comparability.NOT_COMPARABLE

    @property
    def due_end(self) -> dt.date | None:
        """Last day of the due period."""
        return self.due.end if self.due else None
