"""The subject of a check: a plan, and what stands beside it; with its facts as rules want them."""

from __future__ import annotations

import datetime as dt  # noqa: TC003 (types of fields are read at run time)
from collections.abc import Iterator, Mapping, Sequence  # noqa: TC003 (as above)
from typing import TYPE_CHECKING

import attrs

from cypplan.audit.findings import Fact, Side
from cypplan.audit.numbers import Printed, words_of
from cypplan.audit.stated import Stated
from cypplan.errors import ValueFault
from cypplan.plans.model import Action, Measure, Outcome, Plan, Statement  # noqa: TC001 (as above)
from cypplan.plans.targets import RangeTarget, Target, ValueTarget
from cypplan.plans.words import Comparability, StatisticForm, StatisticRole

if TYPE_CHECKING:
    from decimal import Decimal

    from cypplan.audit.figures import Figures
    from cypplan.citations import Citation
    from cypplan.indicators import Indicator
    from cypplan.plans.contents import IndicatorLink, Statistic
    from cypplan.plans.points import Point
    from cypplan.units import Unit

__all__ = [
    "PLAN",
    "Demand",
    "Subject",
    "action_fact",
    "baseline_of",
    "ends_of",
    "measure_fact",
    "point_facts",
]

_TELLING = (
    "sense", "by", "most", "relative", "comparator", "relation", "margin", "margin_relative", "closed_by",
    "after", "place", "share", "among",
)  # fmt: skip
"""Fields by which two prints of one demand without a level of its own are told apart."""
PLAN = Fact("plan")
"""The fact of findings on a plan as a whole."""


def measure_fact(measure: Measure, part: str = "", cite: Citation | None = None) -> Fact:
    """Return the fact of a measure or of a part of it; it stands where its first statement does."""
    place = cite or next((one.cite for one in measure.statements if one.cite), None)
    return Fact(f"measures.{measure.id}{'.' if part else ''}{part}", place)


def action_fact(outcome: Outcome, action: Action) -> Fact:
    """Return the fact of an action."""
    return Fact(f"outcomes.{outcome.id}.actions.{action.id}", action.cite)


def point_facts(path: str, points: Sequence[Point]) -> Iterator[tuple[Fact, Point]]:
    """Yield the points of a list, each with its fact: by its id, or by its number from 0."""
    for at, one in enumerate(points):
        yield Fact(f"{path}.{one.id}" if one.id else f"{path}[{at}]", one.cite), one


def ends_of(target: Target) -> tuple[Decimal, Decimal] | None:
    """Return the lowest and the highest number that a target names, ``None`` where it names none."""
    match target:
        case ValueTarget(value=value):
            return value, value
        case RangeTarget(low=low, high=high):
            return low, high
        case _:
            return None


@attrs.frozen
class Demand:
    """A target, and the statement and the measure in which it stands."""

    measure: Measure
    statement: Statement
    target: Target
    at: int
    """Which statement of the measure it is, from 0."""
    number: int
    """Which target of the statement it is, from 0."""

    @property
    def fact(self) -> Fact:
        """The fact: the target's place in the plan file."""
        name = f"statements[{self.at}].targets[{self.number}]"
        return measure_fact(self.measure, name, self.statement.cite)

    @property
    def unit(self) -> Unit | None:
        """The unit of its number."""
        own = self.target.unit if isinstance(self.target, ValueTarget) else None
        return own or self.measure.unit

    @property
    def words(self) -> str:
        """The number that it names, in words."""
        ends = ends_of(self.target)
        if ends is None:
            return self.target.kind.replace("-", " ")
        low, high = (words_of(end, self.unit) for end in ends)
        return low if low == high else f"{low} to {high}"

    @property
    def due(self) -> str:
        """When it is due, in words."""
        if self.target.period is not None:
            return f"in {self.target.period}"
        return "at all times" if self.target.ongoing else "at no stated time"

    @property
    def side(self) -> Side:
        """The statement as a side of a contradiction."""
        return Side(f'"{self.statement.text}"', self.statement.cite)


@attrs.frozen(kw_only=True)
class Subject:
    """What rules look at: a plan, other plans of its authority, indicators, published figures, a day."""

    plan: Plan
    others: tuple[Plan, ...] = ()
    indicators: Mapping[str, Indicator] = attrs.field(factory=dict, repr=False)
    names: Mapping[str, str] = attrs.field(factory=dict, repr=False)
    """Names of areas, by GSS code."""
    figures: Figures | None = attrs.field(default=None, repr=False)
    as_of: dt.date

    def demands(self, measure: Measure | None = None) -> Iterator[Demand]:
        """Yield every target, of one measure or of all; one that is printed twice alike comes once."""
        seen: set[tuple[object, ...]] = set()
        for demand in self.prints(measure):
            key = (demand.measure.id, *_alike(demand.target))
            if key not in seen:
                seen.add(key)
                yield demand

    def prints(self, measure: Measure | None = None) -> Iterator[Demand]:
        """Yield every target of every statement, as often as it is printed."""
        for one in self.plan.measures if measure is None else (measure,):
            for at, statement in enumerate(one.statements):
                for number, target in enumerate(statement.targets):
                    yield Demand(one, statement, target, at, number)

    def stated(self) -> Iterator[Stated]:
        """Yield every figure of the plan that is a level: baselines, and statistics that picture nothing."""
        for measure in self.plan.measures:
            if (found := baseline_of(measure)) is not None:
                yield found
        for statistic in self.plan.statistics:
            if (found := self._statistic(statistic)) is not None:
                yield found

    def _statistic(self, one: Statistic) -> Stated | None:
        if one.value is None or one.form is not StatisticForm.LEVEL or one.role is StatisticRole.ILLUSTRATION:
            return None
        link = one.indicator
        if link is None and one.measure is not None:
            link = next((m.indicator for m in self.plan.measures if m.id == one.measure), None)
        return Stated(
            fact=Fact(f"statistics.{one.id}", one.cite),
            what=one.label or f'"{one.text}"',
            printed=Printed(one.value, one.qualifier),
            unit=one.unit,
            period=one.period,
            link=link,
            provisional=one.provisional,
            area=one.area,
            claims=one.claims,
        )

    @property
    def published(self) -> Figures:
        """The published figures; only a rule that needs them may ask, since there may be none."""
        if self.figures is None:
            raise ValueFault("there are no published figures; let the rule need them (needs=[Need.FIGURES])")
        return self.figures

    def indicator(self, link: IndicatorLink | None) -> Indicator | None:
        """Return the national indicator that a figure may be held against, ``None`` where none may be."""
        if link is None or link.comparability is Comparability.NOT_COMPARABLE:
            return None
        return self.indicators.get(link.id)

    def direction_of(self, measure: Measure) -> int:
        """Return +1 where higher is better, -1 where lower is, 0 where nobody says."""
        if measure.direction is not None:
            return measure.direction.sign
        known = self.indicator(measure.indicator)
        return known.direction.sign if known and known.direction else 0

    def name_of(self, area: str) -> str:
        """Return the name of an area, its code where nobody knows it."""
        return self.names.get(area, area)


def baseline_of(measure: Measure) -> Stated | None:
    """Return the baseline of a measure as a stated figure, ``None`` where it has no value."""
    base = measure.baseline
    if base is None or base.value is None:
        return None
    return Stated(
        fact=measure_fact(measure, "baseline", base.cite),
        what=f'baseline of "{measure.title}"',
        printed=Printed(base.value, base.qualifier),
        unit=measure.unit,
        period=base.period,
        link=measure.indicator,
        provisional=base.provisional,
        comparable=base.comparable,
        is_baseline=True,
    )


def _alike(target: Target) -> tuple[object, ...]:
    """Return what two prints of one demand share; a bound that is read and one that is printed are one."""
    number: object = ends_of(target)
    if number is None:
        number = tuple(getattr(target, name, None) for name in _TELLING)
    return target.kind, number, target.period
