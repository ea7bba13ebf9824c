"""The words of a judgement."""

from __future__ import annotations

import enum

from cypplan.calc.change import Travel

__all__ = ["Judged", "Qualifier", "Rag", "Reason", "Status", "Travel"]


class Status(enum.StrEnum):
    """Where a target stands."""

    MET = "met"
    NEARLY_MET = "nearly met"
    """Not met, and within the tolerance that the rule states."""
    NOT_MET = "not met"
    MET_ALREADY = "met already"
    """Reached before the due period has ended."""
    ON_TRACK = "on track"
    """Not due yet, at or better than the straight line from baseline to target expects."""
    BEHIND = "behind"
    """Not due yet, better than the baseline, short of what is expected."""
    NO_PROGRESS = "no progress"
    WORSE = "worse than the baseline"
    CANNOT_SAY = "cannot say"


class Rag(enum.StrEnum):
    """Colour that a rule gives to a status."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"


class Reason(enum.StrEnum):
    """Why nothing can be said of a target."""

    NO_TARGET = "no target"
    TO_BE_SET = "target to be set"
    CONTRADICTORY = "contradictory target"
    DUE_BEFORE_PLAN = "due before the plan"
    NO_BASELINE = "no baseline"
    NO_FIGURES = "no figures"
    """Nobody publishes it, and no figures were given."""
    NO_OBSERVATION = "no observation"
    NOT_COLLECTED = "not collected"
    NOT_AVAILABLE = "not available"
    NOT_APPLICABLE = "not applicable"
    SUPPRESSED = "suppressed"
    ROUNDS_TO_ZERO = "rounds to zero"
    """Above zero, and published without a value since it rounds to zero."""
    NOT_COMPARABLE = "not comparable"
    NO_COMPARATOR = "comparator not available"
    TOO_FEW_NEIGHBOURS = "too few neighbours"
    NO_INTERVAL = "no interval"
    NEUTRAL = "neutral direction"
    NARRATIVE = "narrative only"
    NOT_YET_DUE = "not yet due and no trajectory"
    NO_TIME = "no time between baseline and figure"


class Qualifier(enum.StrEnum):
    """What stands beside a status and changes how it is read."""

    PROXY = "judged on a proxy"
    OVERSHOT = "overshot"
    MET_AT_START = "already met at the start"
    PROVISIONAL = "provisional"
    ROUNDED = "rounded inputs"
    BOUND_READ = "bound read from the direction"
    APPROXIMATE = "approximate target"
    """The plan says "about" or the like; it is judged on the number that it names."""
    DUE_INFERRED = "due date inferred"
    AT_REVIEW = "judged at a review"
    EPISODES = "interval too narrow: one child can count more than once"


class Judged(enum.StrEnum):
    """On which period's figure a target is judged."""

    FINAL = "final"
    """The due period has ended: on its own figure, and no other."""
    STANDING = "standing"
    """No due period, or a target that holds all the time: on the latest figure."""
    UNDER_WAY = "under way"
    """The due period has not ended: progress on the latest figure."""
