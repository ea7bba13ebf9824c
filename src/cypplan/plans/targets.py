"""Targets: what a statement says shall be reached, by when. One class for each kind that plans use."""

# Annotations of this module are types, not texts: the plan file's reader takes the shape of each field
# from them, and evaluating texts would cost a tenth of the time in which the first plan shall be at hand.
import enum
from decimal import Decimal
from typing import ClassVar, Final

import attrs

from cypplan.comparators import Aggregate, ComparatorKind
from cypplan.errors import ValueFault
from cypplan.periods import Period
from cypplan.plans.words import Basis
from cypplan.units import Unit

__all__ = [
    "TARGET_KINDS",
    "AllTarget",
    "Bound",
    "ChangeTarget",
    "ComparatorTarget",
    "DirectionTarget",
    "GapTarget",
    "MilestoneTarget",
    "QualitativeTarget",
    "RangeTarget",
    "Relation",
    "Sense",
    "SufficiencyTarget",
    "Target",
    "ToBeSetTarget",
    "ValueTarget",
    "YearOnYearTarget",
]


class Bound(enum.StrEnum):
    """On which side of its value a target is met."""

    AT_LEAST = "at-least"
    AT_MOST = "at-most"
    ABOVE = "above"
    BELOW = "below"
    EXACTLY = "exactly"


class Sense(enum.StrEnum):
    """Which way figures shall move; not the same as the direction, which says which way is better."""

    INCREASE = "increase"
    DECREASE = "decrease"

    @property
    def sign(self) -> int:
        """+1 for an increase, -1 for a decrease."""
        return 1 if self is Sense.INCREASE else -1


class Relation(enum.StrEnum):
    """How a figure shall stand to a comparator."""

    AT_LEAST_AS_GOOD = "at-least-as-good"
    """On the better side of the comparator's figure, or equal to it."""
    BETTER = "better"
    IN_LINE = "in-line"
    """Within chance of the comparator's figure, on either side."""
    NOT_WORSE = "not-worse"
    """Not significantly worse: within chance, or on the better side."""


@attrs.frozen(kw_only=True)
class Target:
    """What every kind of target has: when it is due, if that is said, and notes.

    A target is due in ``period``, or stands all the time (``ongoing``), or says neither.
    """

    kind: ClassVar[str] = ""

    id: str | None = None
    """Names this target among those of its measure; needed only where a measure has several."""
    period: Period | None = None
    period_basis: Basis | None = None
    ongoing: bool = False
    note: str | None = None

    def __attrs_post_init__(self) -> None:
        """Refuse a target that is both dated and ongoing."""
        if self.ongoing and self.period is not None:
            message = f'a target is due in a period ("{self.period}") or ongoing, not both'
            raise ValueFault(message)


@attrs.frozen(kw_only=True)
class ValueTarget(Target):
    """A value with a bound: "at least 70%", "below 29 per month"; a bare value has no bound of its own."""

    kind: ClassVar[str] = "value"

    value: Decimal
    bound: Bound | None = None
    """``None`` for a bare value, which takes its bound from the direction and is marked as read so."""
    tolerance: Decimal | None = None
    """Half width of the interval in which a target to be *reached*, not passed, counts as met."""
    unit: Unit | None = None
    """Where it differs from the measure's."""


class AllTarget(Target):
    """Everybody: "all children in care will be seen alone"."""

    __slots__ = ()

    kind: ClassVar[str] = "all"


@attrs.frozen(kw_only=True)
class RangeTarget(Target):
    """Between two values, both included: "maintain between 50 and 55"."""

    kind: ClassVar[str] = "range"

    low: Decimal
    high: Decimal

    def __attrs_post_init__(self) -> None:
        """Refuse an empty range."""
        super().__attrs_post_init__()
        if self.low > self.high:
            message = f"a range runs from low to high, not from {self.low} to {self.high}"
            raise ValueFault(message)


@attrs.frozen(kw_only=True)
class ChangeTarget(Target):
    """A change from the baseline: "10% reduction" (relative) or "reduce by 5 children" (absolute)."""

    kind: ClassVar[str] = "change"

    sense: Sense
    by: Decimal
    """Size of the change, without a sign: per cent of the baseline where relative, else in the unit."""
    relative: bool


@attrs.frozen(kw_only=True)
class DirectionTarget(Target):
    """A direction without a size: "more", "reduce the number"; met by any such change from the baseline."""

    kind: ClassVar[str] = "direction"

    sense: Sense


@attrs.frozen(kw_only=True)
class ComparatorTarget(Target):
    """Against somebody else's figure: "in line with statistical neighbours' average"."""

    kind: ClassVar[str] = "comparator"

    comparator: ComparatorKind
    relation: Relation
    relation_basis: Basis | None = None
    aggregate: Aggregate | None = None
    """For neighbours: mean or median, where the plan says ("average" is read as the mean)."""
    area: str | None = None
    """GSS code, for a comparator of kind "area"."""


@attrs.frozen(kw_only=True)
class GapTarget(Target):
    """A gap to be closed by a share of the baseline's, in per cent; 100 closes it."""

    kind: ClassVar[str] = "gap"

    closed_by: Decimal


@attrs.frozen(kw_only=True)
class YearOnYearTarget(Target):
    """A change in every year: "will continue to increase year on year"; judged once for each year."""

    kind: ClassVar[str] = "year-on-year"

    sense: Sense
    after: Period | None = None
    """The year from which on; the first judgement is on the year that follows it."""


class MilestoneTarget(Target):
    """Something to be done once: "a business case will be identified"."""

    __slots__ = ()

    kind: ClassVar[str] = "milestone"


class SufficiencyTarget(Target):
    """Enough of something: "more supported accommodation options"."""

    __slots__ = ()

    kind: ClassVar[str] = "sufficiency"


class QualitativeTarget(Target):
    """Something said in words only: "care leavers report that they were supported"."""

    __slots__ = ()

    kind: ClassVar[str] = "qualitative"


class ToBeSetTarget(Target):
    """A target announced and not set: "baseline and target to be set"."""

    __slots__ = ()

    kind: ClassVar[str] = "to-be-set"


TARGET_KINDS: Final[dict[str, type[Target]]] = {
    cls.kind: cls
    for cls in (
        ValueTarget,
        AllTarget,
        RangeTarget,
        ChangeTarget,
        DirectionTarget,
        ComparatorTarget,
        GapTarget,
        YearOnYearTarget,
        MilestoneTarget,
        SufficiencyTarget,
        QualitativeTarget,
        ToBeSetTarget,
    )
}
"""Kind as written in a plan file to the class that holds it."""
