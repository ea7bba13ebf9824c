"""What a sentence was read to say: a frozen value that keeps the text whole, understood or not."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING, TypeAlias

import attrs

from cypplan.units import Unit, UnitForm

if TYPE_CHECKING:
    from decimal import Decimal

    from cypplan.periods import Period
    from cypplan.plans.targets import Relation, Sense, Target
    from cypplan.plans.words import Basis, Cadence

__all__ = ["Ambiguity", "Part", "PrintedUnit", "ReadBaseline", "Reading", "Role", "Unsayable"]


class Role(enum.StrEnum):
    """What a part of a sentence is."""

    SUBJECT = "subject"
    """Says what is measured, among whom: quoted, never interpreted."""
    CHANGE = "change"
    BASELINE = "baseline"
    TARGET = "target"
    PERIOD = "period"
    COMPARATOR = "comparator"
    UNIT = "unit"
    REVIEW = "review"
    JOINING = "joining"
    """Small words and stops between the others."""
    UNREAD = "unread"
    """Not understood: a person must look."""


@attrs.frozen
class Part:
    """A run of the text and what it is; the parts of a reading hold all of its text but white space."""

    role: Role
    text: str
    start: int
    end: int


@attrs.frozen
class PrintedUnit:
    """A unit as printed, and as far as it could be read.

    Attributes:
        printed: the words or sign: "%", "per 10,000", "working days".
        form: the kind of unit; ``None`` where the library has none (hours, per quarter).
        scale: 100 for per cent, 10000 for "per 10,000".
        base: what it is per or counts, where a printed word names one of the known bases.
        meant: the kind that is meant where another is printed: a gap in "%" is in percentage points.
    """

    printed: str
    form: UnitForm | None
    scale: int | None = None
    base: str | None = None
    meant: UnitForm | None = None

    @property
    def unit(self) -> Unit | None:
        """The whole unit, as meant; ``None`` while its base or form is unknown."""
        form = self.meant or self.form
        based = {UnitForm.PERCENT, UnitForm.POINTS, UnitForm.RATE, UnitForm.FREQUENCY, UnitForm.DURATION}
        if form is None or (form in based and self.base is None):
            return None
        return Unit(form, self.base if form in based or form is UnitForm.COUNT else None, self.scale)


@attrs.frozen(kw_only=True)
class ReadBaseline:
    """Where the sentence says that things stand."""

    value: Decimal | None = None
    period: Period | None = None
    period_basis: Basis | None = None
    qualifier: str | None = None
    """The printed "more than", "about", "only"."""
    provisional: bool = False
    unit: PrintedUnit | None = None


Meaning: TypeAlias = "Target | Period | Relation"


@attrs.frozen
class Ambiguity:
    """Words that bear more than one reading.

    Attributes:
        about: what is in doubt: "period", "relation", "target".
        text: the words, as printed.
        readings: all that they may mean. Where whole targets are in doubt, none of them is among the targets
            of the reading; where only the period or the relation of a target is, the target has the first.
    """

    about: str
    text: str
    readings: tuple[Meaning, ...]


@attrs.frozen
class Unsayable:
    """A demand that was understood and that no kind of target can say.

    Attributes:
        what: "rank", "hold", "approximate", "unit".
        text: the words, as printed.
    """

    what: str
    text: str


@attrs.frozen(kw_only=True)
class Reading:
    """What one sentence demands, as far as it was understood; nothing in it is guessed.

    Attributes:
        text: the sentence as given.
        parts: all of the text but white space, in order, each run with its role.
        change: the printed word of change: "reduction".
        further_changes: the words of further promises in the same sentence ("and fewer are excluded").
        sense: which way that word points; ``None`` for "improve", which does not say.
        operator: the printed words or sign of the first bound: "at least", "=<".
        unit: the unit of its figures.
        baseline: where things stand, if that is said.
        targets: what is demanded, in the classes of :mod:`cypplan.plans.targets`.
        groups: the two groups of a gap, as printed; one where only one is named.
        gap: whether the sentence speaks of a gap.
        review: how often it is looked at.
        no_target: whether the text says that there is no target.
        ambiguities: what may be meant otherwise.
        unsayable: what was understood and is beyond the kinds of target.
    """

    text: str
    parts: tuple[Part, ...] = ()
    change: str | None = None
    further_changes: tuple[str, ...] = ()
    sense: Sense | None = None
    operator: str | None = None
    unit: PrintedUnit | None = None
    baseline: ReadBaseline | None = None
    targets: tuple[Target, ...] = ()
    groups: tuple[str, ...] = ()
    gap: bool = False
    review: Cadence | None = None
    no_target: bool = False
    ambiguities: tuple[Ambiguity, ...] = ()
    unsayable: tuple[Unsayable, ...] = ()

    @property
    def unread(self) -> tuple[str, ...]:
        """The runs of the text that were not understood, word for word."""
        return tuple(part.text for part in self.parts if part.role is Role.UNREAD)

    @property
    def subject(self) -> str | None:
        """The words that say what is measured; stretches with something between them are joined by " … "."""
        return " … ".join(part.text for part in self.parts if part.role is Role.SUBJECT) or None

    @property
    def says_something(self) -> bool:
        """Whether a demand was understood, be it ambiguous or beyond the kinds of target."""
        doubtful = any(doubt.about == "target" for doubt in self.ambiguities)
        return bool(self.targets or self.unsayable or self.no_target or doubtful)

    @property
    def is_whole(self) -> bool:
        """Whether all was understood and nothing is ambiguous."""
        return self.says_something and not (self.unread or self.ambiguities or self.unsayable)
