"""The small vocabularies of a plan."""

from __future__ import annotations

import enum

__all__ = [
    "Basis",
    "BodyKind",
    "Cadence",
    "Comparability",
    "Found",
    "MeasureKind",
    "Standing",
    "StatementKind",
    "StatisticForm",
    "StatisticRole",
    "StrategyRelation",
]


class Basis(enum.StrEnum):
    """Where a fact of a plan comes from."""

    STATED = "stated"
    """The document says it."""
    INFERRED = "inferred"
    """We read it out of the document; somebody may read it otherwise."""


class Cadence(enum.StrEnum):
    """How often something is looked at."""

    WEEKLY = "weekly"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    TERMLY = "termly"
    TWICE_YEARLY = "twice-yearly"
    ANNUAL = "annual"
    EACH_MEETING = "each-meeting"


class Comparability(enum.StrEnum):
    """How a national indicator stands to what a plan measures."""

    SAME = "same"
    """The same definition, age band, unit and cohort."""
    PROXY = "proxy"
    """Near enough to be judged on, if it is said; counted apart."""
    NOT_COMPARABLE = "not-comparable"
    """Known to measure something else; never judged on."""


class MeasureKind(enum.StrEnum):
    """Whether a plan lists a measure as such."""

    FORMAL = "formal"
    IMPLIED = "implied"
    """Read out of an action or a promise."""


class StatementKind(enum.StrEnum):
    """In which part of a plan a statement stands."""

    NARRATIVE = "narrative"
    ACTION_PLAN = "action-plan"
    INDICATOR_LIST = "indicator-list"


class BodyKind(enum.StrEnum):
    """What sort of body it is."""

    GOVERNANCE = "governance"
    """A board, forum, executive or group that decides, scrutinises or oversees."""
    TEAM = "team"
    """A service, team or group of staff that does the work."""
    PARTNER = "partner"
    """An organisation of its own."""
    AUTHORITY = "authority"
    """A council or public authority as a whole."""


class StatisticRole(enum.StrEnum):
    """What a stated figure is there for."""

    CONTEXT = "context"
    """To describe the area or the need."""
    ACHIEVEMENT = "achievement"
    """To show what an earlier plan has reached."""
    CONSULTATION = "consultation"
    """An answer to a survey."""
    ILLUSTRATION = "illustration"
    """To picture something; it is not a figure of the area."""


class StatisticForm(enum.StrEnum):
    """What a stated figure is."""

    LEVEL = "level"
    CHANGE = "change"
    """A difference of two levels, in their unit or in percentage points."""
    RELATIVE_CHANGE = "relative-change"
    """A change in per cent of where it began."""
    RANK = "rank"
    """A place in an order: "50th"."""


class Standing(enum.StrEnum):
    """Where a plan says that a figure stands beside another; better and worse need a direction."""

    BETTER = "better"
    WORSE = "worse"
    HIGHER = "higher"
    LOWER = "lower"
    SAME = "same"


class StrategyRelation(enum.StrEnum):
    """How another document stands to a plan."""

    ABOVE = "above"
    """The plan follows it or is part of it."""
    BENEATH = "beneath"
    """It delivers the plan."""
    BESIDE = "beside"
    """Both are to agree."""
    EARLIER = "earlier"
    """The plan before this one."""
    LAW = "law"
    """An Act, a statutory guidance, a convention."""
    NAMED = "named"
    """Named, and no more said."""


class Found(enum.StrEnum):
    """Whether announced content is there."""

    PRESENT = "present"
    ABSENT = "absent"
    DEFERRED = "deferred"
    """To be written later, says the plan."""
    ELSEWHERE = "elsewhere"
    """In another document."""
    LOST = "lost"
    """In the document as a picture, not in its text."""
