"""The small vocabularies of a plan."""

from __future__ import annotations

import enum

__all__ = ["Basis", "Cadence", "Comparability", "MeasureKind", "StatementKind"]


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
