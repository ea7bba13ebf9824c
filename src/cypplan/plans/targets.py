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
    "MaintainTarget",
    "MilestoneTarget",
    "QualitativeTarget",
    "RangeTarget",
    "RankTarget",
    "Relation",
    "Sense",
    "SufficiencyTarget",
    "Target",
    "ToBeSetTarget",
    "ValueTarget",
    "YearOnYearTarget",
]

_WHOLE: Final = 100
_RANKED: Final = (None, ComparatorKind.COUNTRY, ComparatorKind.REGION, ComparatorKind.NEIGHBOURS)
"""Among whom an area can be ranked."""


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
    qualifier: str | None = None
    """The printed word that makes it approximate: "about", "nearly"."""


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
    most: Decimal | None = None
    """The larger size, where a range is printed: "reduce by 5-10%". ``by`` is then the smaller one."""
    qualifier: str | None = None
    """The printed word that makes the size approximate: "about", "nearly"."""

    def __attrs_post_init__(self) -> None:
        """Refuse an empty range of sizes."""
        super().__attrs_post_init__()
        if self.most is not None and self.most < self.by:
            message = f"a change is by at least {self.by} and at most {self.most}: exchange the two"
            raise ValueFault(message)


@attrs.frozen(kw_only=True)
class DirectionTarget(Target):
    """A direction without a size: "more", "reduce the number"; met by any such change from the baseline."""

    kind: ClassVar[str] = "direction"

    sense: Sense


class MaintainTarget(Target):
    """As good as before: "maintain performance"; met by whatever is not worse than the baseline."""

    __slots__ = ()

    kind: ClassVar[str] = "maintain"


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
    margin: Decimal | None = None
    """How far from the comparator, without a sign: better by at least this much; for the relations "in-line"
    and "not-worse" no further from it, or no worse, than this, in place of chance."""
    margin_relative: bool = False
    """Whether the margin is in per cent of the comparator's figure, else in the unit."""

    def __attrs_post_init__(self) -> None:
        """Refuse a margin with a sign: the relation says on which side it lies."""
        super().__attrs_post_init__()
        if self.margin is not None and self.margin < 0:
            message = f"a margin has no sign, its relation says on which side it lies: {-self.margin}"
            raise ValueFault(message)


@attrs.frozen(kw_only=True)
class RankTarget(Target):
    """A rank among areas: "top quartile" (the best 25 per cent), "in the top 10", "ranked 50th or better"."""

    kind: ClassVar[str] = "rank"

    place: int | None = None
    """The place to reach or to better; the best area has place 1."""
    share: Decimal | None = None
    """The best so many per cent of the areas; a rank has a place or a share."""
    among: ComparatorKind | None = None
    """Areas of the country, of the region, or the neighbours; ``None`` where that is not said."""

    def __attrs_post_init__(self) -> None:
        """Refuse a rank with neither place nor share or with both, an impossible one, and odd company."""
        super().__attrs_post_init__()
        if (self.place is None) is (self.share is None):
            raise ValueFault("a rank has a place (10) or a share (25, per cent), one of the two")
        if self.place is not None and self.place < 1:
            message = f"places are counted from 1, the best; {self.place} is none"
            raise ValueFault(message)
        if self.share is not None and not 0 < self.share <= _WHOLE:
            message = (
                f"the best {self.share} per cent are no part of the areas; write a share above 0, up to 100"
            )
            raise ValueFault(message)
        if self.among not in _RANKED:
            message = (
                f'nothing is ranked among "{self.among}"; write one of {", ".join(filter(None, _RANKED))}'
            )
            raise ValueFault(message)


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
    by: Decimal | None = None
    """Least size of the change in each year, without a sign; any change where it is not said."""
    relative: bool = False
    """Whether ``by`` is in per cent of the figure of the year before, else in the unit."""


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
        MaintainTarget,
        ComparatorTarget,
        RankTarget,
        GapTarget,
        YearOnYearTarget,
        MilestoneTarget,
        SufficiencyTarget,
        QualitativeTarget,
        ToBeSetTarget,
    )
}
"""Kind as written in a plan file to the class that holds it."""
