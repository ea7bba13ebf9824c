"""What a plan says: frozen classes for its words. Anything may be absent; absent is ``None`` or empty."""

# Annotations of this module are types, not texts: see cypplan.plans.targets.
import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import Final, Protocol, TypeVar

import attrs

from cypplan.citations import Citation, Document
from cypplan.errors import LookupFailed
from cypplan.indicators import Direction
from cypplan.periods import Period
from cypplan.plans.targets import Target
from cypplan.plans.words import (
    Basis,
    Cadence,
    Comparability,
    MeasureKind,
    StatementKind,
)
from cypplan.units import Unit

__all__ = [
    "SCHEMA_VERSION",
    "Action",
    "Baseline",
    "Body",
    "IndicatorLink",
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
    note: str | None = None


@attrs.frozen(kw_only=True)
class Body:
    """A governance body, team or partner: its role, parents, chair, members and how often it reviews."""

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    role: str | None = None
    parents: tuple[str, ...] = ()
    chair: str | None = None
    members: tuple[str, ...] = ()
    review: Cadence | None = None
    review_stated: str | None = None
    answers_for: tuple[str, ...] = ()
    cite: Citation | None = None
    note: str | None = None


@attrs.frozen(kw_only=True)
class Action:
    """What will be done, by whom, by when."""

    id: str
    text: str
    leads: tuple[str, ...] = ()
    """Ids of bodies."""
    timescale: str | None = None
    """As printed."""
    period: Period | None = None
    review: Cadence | None = None
    cite: Citation | None = None
    note: str | None = None


@attrs.frozen(kw_only=True)
class Outcome:
    """An end result that a plan aims at."""

    id: str
    title: str
    number: str | None = None
    leads: tuple[str, ...] = ()
    areas_of_focus: tuple[str, ...] = ()
    success: tuple[str, ...] = ()
    """What success will look like, sentence by sentence."""
    actions: tuple[Action, ...] = ()
    cite: Citation | None = None
    note: str | None = None


@attrs.frozen(kw_only=True)
class Priority:
    """An area of focus, of an outcome or of the plan itself."""

    id: str
    title: str
    outcome: str | None = None
    cite: Citation | None = None
    note: str | None = None


@attrs.frozen(kw_only=True)
class IndicatorLink:
    """How a measure is tied to a national indicator."""

    id: str
    comparability: Comparability
    reason: str | None = None
    """Why it is a proxy or not comparable: definition, age band, unit or cohort."""


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
class Measure:
    """One thing that a plan measures."""

    id: str
    title: str
    kind: MeasureKind = MeasureKind.FORMAL
    outcome: str | None = None
    borrowed_by: tuple[str, ...] = ()
    """Ids of further outcomes under which the same measure stands."""
    unit: Unit | None = None
    printed_unit: str | None = None
    direction: Direction | None = None
    direction_basis: Basis | None = None
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
class Plan:
    """A published plan: its structure, its measures and targets, and the bodies that answer for them."""

    schema_version: int = SCHEMA_VERSION
    id: str
    title: str
    authority: str
    """GSS code of the authority."""
    partnership: str | None = None
    period: PlanPeriod = attrs.field(factory=PlanPeriod)
    age_range: str | None = None
    vision: str | None = None
    ambition: str | None = None
    values: tuple[str, ...] = ()
    principles: tuple[str, ...] = ()
    partners: tuple[str, ...] = ()
    document: Document | None = None
    bodies: tuple[Body, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    priorities: tuple[Priority, ...] = ()
    measures: tuple[Measure, ...] = ()
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
