"""What a plan says: frozen classes for its words. Anything may be absent; absent is ``None`` or empty."""

# Annotations of this module are types, not texts: see cypplan.plans.targets.
import datetime as dt
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Final, Protocol, TypeVar

import attrs

from cypplan.citations import Citation, Document
from cypplan.errors import LookupFailed
from cypplan.indicators import Direction
from cypplan.periods import Period
from cypplan.plans.contents import (
    Achievement,
    Acknowledgement,
    Declared,
    IndicatorLink,
    Ladder,
    Partner,
    Person,
    Review,
    StatedTable,
    Statistic,
    Strategy,
    Term,
    Variant,
    Village,
    Voice,
)
from cypplan.plans.points import Point, point, points
from cypplan.plans.targets import Target
from cypplan.plans.words import Basis, BodyKind, Cadence, Comparability, MeasureKind, StatementKind
from cypplan.showing import Shown
from cypplan.units import Unit

__all__ = [
    "SCHEMA_VERSION",
    "Action",
    "Baseline",
    "Body",
    "Measure",
    "Outcome",
    "Plan",
    "PlanPeriod",
    "Priority",
    "Statement",
]

SCHEMA_VERSION: Final = 1
"""Version of the plan file that this release reads and writes."""


class _HasId(Protocol):
    @property
    def id(self) -> str: ...


_Item = TypeVar("_Item", bound=_HasId)


def _partners(values: Iterable[Partner | str]) -> tuple[Partner, ...]:
    return tuple(Partner(name=value) if isinstance(value, str) else value for value in values)


def _find(what: str, items: Sequence[_Item], name: str) -> _Item:
    for item in items:
        if item.id == name:
            return item
    raise LookupFailed(what, name, [item.id for item in items])


@attrs.frozen(kw_only=True)
class PlanPeriod:
    """The time a plan speaks of: as stated, and as dates where it can be read so."""

    stated: str | None = None
    start: dt.date | None = None
    end: dt.date | None = None
    basis: Basis | None = None
    cite: Citation | None = None
    note: str | None = None


@attrs.frozen(kw_only=True)
class Body:
    """A governance body, team or partner: its role, parents, chair, members and how often it reviews."""

    id: str
    name: str
    kind: BodyKind | None = None
    status: str | None = None
    """Where the plan says that it is new, planned or to be abolished: "currently working to establish"."""
    aliases: tuple[str, ...] = ()
    role: str | None = None
    parents: tuple[str, ...] = ()
    """Ids of the bodies that it belongs or reports to."""
    chair: str | None = None
    """As printed."""
    members: tuple[Point, ...] = attrs.field(default=(), converter=points)
    meets: Review | None = None
    """How often it meets."""
    reviews: tuple[Review, ...] = ()
    """What it looks at, and how often."""
    answers_for: tuple[Point, ...] = attrs.field(default=(), converter=points)
    cite: Citation | None = None
    note: str | None = None


@attrs.frozen(kw_only=True)
class Action:
    """What will be done, by whom, by when."""

    id: str
    text: str
    heading: str | None = None
    """The line under which it stands, where a list of actions has parts."""
    leads: tuple[str, ...] = ()
    """Ids of bodies or people."""
    leads_stated: str | None = None
    """As printed, where the print names them otherwise."""
    timescale: str | None = None
    """As printed."""
    period: Period | None = None
    review: Cadence | None = None
    success: tuple[Point, ...] = attrs.field(default=(), converter=points)
    """Its success measures, as printed."""
    cite: Citation | None = None
    note: str | None = None


@attrs.frozen(kw_only=True)
class Outcome:
    """An end result that a plan aims at."""

    id: str
    title: str
    short: str | None = None
    """Its short name, as printed: "SEND and Inclusion"."""
    number: str | None = None
    overarching: bool = False
    """Whether it stands over the others, outside their numbering."""
    leads: tuple[str, ...] = ()
    """Ids of bodies or people."""
    covers: tuple[str, ...] = ()
    """What it covers of common frames, as we read it: "every-child-matters/be-healthy"."""
    areas_of_focus: tuple[Point, ...] = attrs.field(default=(), converter=points)
    achieve: tuple[Point, ...] = attrs.field(default=(), converter=points)
    """What the plan wants to achieve under it."""
    success: tuple[Point, ...] = attrs.field(default=(), converter=points)
    """What success will look like, sentence by sentence."""
    actions: tuple[Action, ...] = ()
    cite: Citation | None = None
    note: str | None = None


@attrs.frozen(kw_only=True)
class Priority:
    """An area of focus, of an outcome or of the plan itself."""

    id: str
    title: str
    number: str | None = None
    outcome: str | None = None
    areas_of_focus: tuple[Point, ...] = attrs.field(default=(), converter=points)
    measures: tuple[str, ...] = ()
    """Ids of the measures that tell whether it comes true, where the plan ties it to no outcome."""
    cite: Citation | None = None
    note: str | None = None


@attrs.frozen(kw_only=True)
class Baseline:
    """Where a measure stood when the plan was made, as the plan states it."""

    value: Decimal | None = None
    """``None`` where a baseline is announced and not given."""
    period: Period | None = None
    period_basis: Basis | None = None
    qualifier: str | None = None
    """The printed "more than", "about", "only"."""
    provisional: bool = False
    comparable: bool = True
    """Whether the plan's later figures can be set beside it; the note says why not."""
    cite: Citation | None = None
    note: str | None = None


@attrs.frozen(kw_only=True)
class Statement:
    """One published sentence about a measure, word for word, and what it demands."""

    text: str
    kind: StatementKind
    change: str | None = None
    """The printed word of change: "reduction", "increase"."""
    targets: tuple[Target, ...] = ()
    leads: tuple[str, ...] = ()
    timescale: str | None = None
    """As printed."""
    review: Cadence | None = None
    cite: Citation | None = None
    note: str | None = None


@attrs.frozen(kw_only=True)
class Measure(Shown):
    """One thing that a plan measures."""

    id: str
    title: str
    kind: MeasureKind = MeasureKind.FORMAL
    outcome: str | None = None
    borrowed_by: tuple[str, ...] = ()
    """Ids of further outcomes under which the same measure stands."""
    heading: str | None = None
    """The line under which it stands, where one indicator has parts: "Closing the gap:"."""
    unit: Unit | None = None
    """The unit as meant."""
    printed_unit: str | None = None
    """Where the print differs from the meaning."""
    suspected_unit: Unit | None = None
    """Where the unit stays as printed and is likely to be a mistake: what it may be."""
    direction: Direction | None = None
    direction_basis: Basis | None = None
    direction_note: str | None = None
    """Where it is open to doubt which way is better."""
    indicator: IndicatorLink | None = None
    of: str | None = None
    """Id of the measure whose children this one is a share of ("these children")."""
    population: str | None = None
    age_band: str | None = None
    groups: tuple[str, ...] = ()
    baseline: Baseline | None = None
    actions: tuple[str, ...] = ()
    """Ids of the actions that it measures."""
    statements: tuple[Statement, ...] = ()
    source: str | None = None
    """Source of the figures, as the plan names it."""
    note: str | None = None

    @property
    def targets(self) -> tuple[Target, ...]:
        """All targets of all statements, in order."""
        return tuple(target for statement in self.statements for target in statement.targets)

    @property
    def is_proxy(self) -> bool:
        """Whether the measure is judged on a figure that is not quite its own."""
        return self.indicator is not None and self.indicator.comparability is Comparability.PROXY


@attrs.frozen(kw_only=True)
class Plan(Shown):
    """A published plan: its structure, its measures and targets, and the bodies that answer for them."""

    schema_version: int = SCHEMA_VERSION
    id: str
    title: str
    authority: str
    """GSS code of the authority."""
    partnership: Point | None = attrs.field(default=None, converter=point)
    edition: str | None = None
    """As printed: "refreshed 2016"."""
    supersedes: str | None = None
    """Id of the plan, or of the edition of it, that this one takes the place of."""
    cite: Citation | None = None
    """Where the title stands."""
    period: PlanPeriod = attrs.field(factory=PlanPeriod)
    age_range: Point | None = attrs.field(default=None, converter=point)
    vision: Point | None = attrs.field(default=None, converter=point)
    ambition: Point | None = attrs.field(default=None, converter=point)
    values: tuple[Point, ...] = attrs.field(default=(), converter=points)
    behaviours: tuple[Point, ...] = attrs.field(default=(), converter=points)
    principles: tuple[Point, ...] = attrs.field(default=(), converter=points)
    aspirations: tuple[Point, ...] = attrs.field(default=(), converter=points)
    enablers: tuple[Point, ...] = attrs.field(default=(), converter=points)
    commitments: tuple[Point, ...] = attrs.field(default=(), converter=points)
    """What it promises outside its outcomes: responsibilities, ways of working, what is needed besides."""
    partners: tuple[Partner, ...] = attrs.field(default=(), converter=_partners)
    reviews: tuple[Review, ...] = ()
    """How often the plan itself is looked at."""
    document: Document | None = None
    bodies: tuple[Body, ...] = ()
    people: tuple[Person, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    priorities: tuple[Priority, ...] = ()
    measures: tuple[Measure, ...] = ()
    achievements: tuple[Achievement, ...] = ()
    statistics: tuple[Statistic, ...] = ()
    tables: tuple[StatedTable, ...] = ()
    voices: tuple[Voice, ...] = ()
    ladders: tuple[Ladder, ...] = ()
    villages: tuple[Village, ...] = ()
    glossary: tuple[Term, ...] = ()
    """Terms with their meanings: of a glossary, and defined in passing."""
    strategies: tuple[Strategy, ...] = ()
    declared: tuple[Declared, ...] = ()
    variants: tuple[Variant, ...] = ()
    acknowledged: tuple[Acknowledgement, ...] = ()
    note: str | None = None

    def measure(self, name: str) -> Measure:
        """Return the measure of that id; raise :class:`LookupFailed`, with the nearest name, if none is."""
        return _find("measure", self.measures, name)

    def outcome(self, name: str) -> Outcome:
        """Return the outcome of that id; raise :class:`LookupFailed` if there is none."""
        return _find("outcome", self.outcomes, name)

    def body(self, name: str) -> Body:
        """Return the body of that id; raise :class:`LookupFailed` if there is none."""
        return _find("body", self.bodies, name)

    @property
    def actions(self) -> tuple[Action, ...]:
        """All actions of all outcomes, in order."""
        return tuple(action for outcome in self.outcomes for action in outcome.actions)

    def action(self, name: str) -> Action:
        """Return the action of that id; raise :class:`LookupFailed` if there is none."""
        return _find("action", self.actions, name)

    def statistic(self, name: str) -> Statistic:
        """Return the stated figure of that id; raise :class:`LookupFailed` if there is none."""
        return _find("statistic", self.statistics, name)

    def lead(self, name: str) -> Body | Person:
        """Return the body or person of that id; raise :class:`LookupFailed` if there is none."""
        return _find("body or person", (*self.bodies, *self.people), name)
