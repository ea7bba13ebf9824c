"""The pieces that a sentence is made of, once its phrases are recognised."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING

import attrs

if TYPE_CHECKING:
    from decimal import Decimal

    from cypplan.comparators import Aggregate, ComparatorKind
    from cypplan.periods import Period
    from cypplan.plans.sentences.result import PrintedUnit
    from cypplan.plans.targets import Bound, Relation, Sense
    from cypplan.plans.words import Basis, Cadence

__all__ = [
    "Change",
    "Comparison",
    "Cue",
    "CueKind",
    "Figure",
    "Frequency",
    "Mark",
    "MarkKind",
    "Piece",
    "Rank",
    "UnitWord",
    "When",
    "Whom",
    "Word",
]


@attrs.frozen(kw_only=True)
class Piece:
    """A run of tokens: from ``start`` up to, and without, ``stop``."""

    start: int
    stop: int


@attrs.frozen(kw_only=True)
class Word(Piece):
    """A token that says nothing to the grammar: part of the subject, or not understood."""

    low: str


@attrs.frozen(kw_only=True)
class Figure(Piece):
    """A number or a range, with its unit and its bound."""

    value: Decimal
    high: Decimal | None = None
    """The upper end of a range."""
    unit: PrintedUnit | None = None
    bound: Bound | None = None
    operator: str | None = None
    """The words or sign of the bound, as printed."""
    core: int = 0
    """The token at which sign and number start, after "about" and the bound."""
    sign: int = 0
    """+1 or -1 where a sign is printed before it."""
    about: str | None = None
    """The printed "about", or the like, that makes it approximate."""
    share: bool = False
    in_words: bool = False
    suffixed: bool = False
    """Whether the bound stands behind ("or more"), as in conditions: "two years or more"."""
    whole: bool = False
    """Whether it is said to be a share of the baseline ("10% of the baseline")."""


@attrs.frozen(kw_only=True)
class When(Piece):
    """A period: what it may be, the house reading first; no reading where it is a time of another sort."""

    readings: tuple[Period, ...]
    basis: Basis
    since: bool = False
    """Whether it is a start ("from 2018/19"), not a date by which something is due."""
    labels: bool = False
    """Whether it stands before a colon, and so labels what follows: "2019/20: 60%"."""


@attrs.frozen(kw_only=True)
class Change(Piece):
    """A word of change: "reduction", "increase", "improve" (whose sense depends), "halve" (with its size)."""

    sense: Sense | None
    by: Decimal | None = None
    """Per cent of the baseline that the word itself says."""
    noun: bool = False
    """Whether it may follow its amount: "10% reduction"."""
    closes: bool = False
    """Whether it says that a gap is closed."""
    holds: bool = False
    """Whether it says that nothing shall change: "maintain", "keep"."""
    maintains: bool = False
    """Whether it says so of what is measured, a figure or not: "keep children safe" does not."""
    than: bool = False
    """Whether the date after it is the baseline's: "20% lower than in 2019"."""


class CueKind(enum.Enum):
    """What a small word says of the figure after it."""

    FROM = "from"
    TO = "to"
    BY = "by"
    BE = "be"
    OF = "of"
    IN = "in"
    LABEL = ":"
    BASELINE = "baseline"
    TARGET = "target"


@attrs.frozen(kw_only=True)
class Cue(Piece):
    """A small word that says what the figure after it is."""

    kind: CueKind
    noun: bool = False
    """Whether it is the bare word "baseline", which may stand behind its figure."""


@attrs.frozen(kw_only=True)
class Whom:
    """With whom a comparison is made."""

    kind: ComparatorKind
    aggregate: Aggregate | None = None
    area: str | None = None


@attrs.frozen(kw_only=True)
class Comparison(Piece):
    """A comparison: "in line with statistical neighbours' average"."""

    whom: tuple[Whom, ...]
    relations: tuple[Relation, ...]
    """What the words may mean, the house reading first."""
    basis: Basis
    sense: Sense | None = None
    """Which side "above" and "below" name."""


@attrs.frozen(kw_only=True)
class Rank(Piece):
    """A rank among areas: "top quartile", "in the top 10"; without place and share where it says neither."""

    place: int | None = None
    share: Decimal | None = None
    """The best so many per cent."""
    among: ComparatorKind | None = None


class MarkKind(enum.Enum):
    """What a phrase without a figure says."""

    ALL = "all"
    NONE = "none"
    GAP = "gap"
    YEAR_ON_YEAR = "year-on-year"
    ONGOING = "ongoing"
    UNSET = "to-be-set"
    NO_TARGET = "no-target"
    ENOUGH = "enough"
    DONE = "done"
    PROVISIONAL = "provisional"
    HARMLESS = "harmless"
    CLAUSE = "clause"
    FILLER = "filler"
    STOP = "stop"


@attrs.frozen(kw_only=True)
class Mark(Piece):
    """A phrase without a figure that says something: "year on year", "to be set", "Key Stage 2"."""

    kind: MarkKind


@attrs.frozen(kw_only=True)
class Frequency(Piece):
    """How often something is looked at."""

    cadence: Cadence


@attrs.frozen(kw_only=True)
class UnitWord(Piece):
    """A word that says the unit of the figures to come: "percentage of", "rate per 10,000"."""

    unit: PrintedUnit
