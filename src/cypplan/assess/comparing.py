"""Plans beside each other: the indicators that they share, and what they cover of common frames."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING

import attrs

from cypplan.assess.guarding import refuse_secret
from cypplan.errors import ValueFault
from cypplan.plans.frames import FRAMES, Frame, FrameOutcome
from cypplan.plans.words import Comparability

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cypplan.assess.scorecard import Scorecard
    from cypplan.assess.verdicts import Verdict
    from cypplan.indicators import Indicator
    from cypplan.plans.model import Measure, Outcome, Plan

__all__ = ["Coverage", "Equivalence", "PlanComparison", "Shared", "Side", "compare"]

_FEWEST = 2


class Equivalence(enum.StrEnum):
    """How far the measures of several plans that name one indicator can be set beside each other."""

    EQUIVALENT = "equivalent"
    """Every plan measures the indicator itself."""
    PROXY = "proxy"
    """At least one measures something near to it."""
    NOT_COMPARABLE = "not comparable"
    """At least one is known to measure something else."""


@attrs.frozen(kw_only=True)
class Side:
    """What one plan says of a shared indicator: its measure, and the verdicts on it."""

    plan: str
    measure: Measure
    verdicts: tuple[Verdict, ...]

    @property
    def comparability(self) -> Comparability:
        """How the measure stands to the indicator."""
        link = self.measure.indicator
        return link.comparability if link else Comparability.NOT_COMPARABLE

    @property
    def reason(self) -> str | None:
        """Why it is a proxy or not comparable."""
        return self.measure.indicator.reason if self.measure.indicator else None

    @property
    def seen(self) -> Verdict | None:
        """The verdict with the latest figure, if any has one."""
        found = [one for one in self.verdicts if one.observation is not None]
        return max(found, key=lambda one: one.observation.period if one.observation else one.id, default=None)


@attrs.frozen(kw_only=True)
class Shared:
    """An indicator that several plans name."""

    id: str
    indicator: Indicator | None
    equivalence: Equivalence
    sides: tuple[Side, ...]

    def of(self, plan: str) -> tuple[Side, ...]:
        """Return what one plan says of it; a plan may have several measures of one indicator."""
        return tuple(side for side in self.sides if side.plan == plan)


@attrs.frozen(kw_only=True)
class Coverage:
    """What a plan has of one outcome of a frame."""

    plan: str
    outcomes: tuple[Outcome, ...]
    measures: int
    """Measures under those outcomes, borrowed ones included."""
    with_figures: int
    """How many of them have a published figure."""


@attrs.frozen(kw_only=True)
class PlanComparison:
    """Several plans side by side."""

    plans: tuple[Plan, ...]
    shared: tuple[Shared, ...]
    cards: tuple[Scorecard, ...]

    def coverage(self, frame: Frame) -> Iterator[tuple[FrameOutcome, tuple[Coverage, ...]]]:
        """Yield each outcome of a frame with what every plan has of it, in the order of the plans."""
        for key, outcome in zip(frame.keys, frame.outcomes, strict=True):
            yield outcome, tuple(_coverage(card, key) for card in self.cards)

    @property
    def frames(self) -> tuple[Frame, ...]:
        """The frames that at least one of the plans says something of."""
        named = {key for plan in self.plans for outcome in plan.outcomes for key in outcome.covers}
        return tuple(frame for frame in FRAMES.values() if named & set(frame.keys))


def compare(cards: Sequence[Scorecard]) -> PlanComparison:
    """Lay plans side by side, each given as its scorecard.

    Raises
    ------
    ValueFault
        If there are fewer than two, or one plan stands there twice.

    Examples
    --------
    >>> import cypplan
    >>> names = ("worcestershire-cypp-2014", "warrington-care-2018")
    >>> found = compare([cypplan.scorecard(cypplan.plan(name), as_of="2021-03-31") for name in names])
    >>> {len(shared.sides) >= 2 for shared in found.shared}
    {True}
    """
    for card in cards:
        refuse_secret(card)
    names = [card.plan.id for card in cards]
    if len(names) < _FEWEST or len(set(names)) < len(names):
        message = f"comparing {', '.join(names) or 'nothing'}: name at least two plans, each once"
        raise ValueFault(message)
    sides: dict[str, list[Side]] = {}
    for card in cards:
        for measure in card.plan.measures:
            if measure.indicator is not None:
                side = Side(plan=card.plan.id, measure=measure, verdicts=card.of(measure.id))
                sides.setdefault(measure.indicator.id, []).append(side)
    shared = [_shared(name, found) for name, found in sides.items() if len({one.plan for one in found}) > 1]
    return PlanComparison(
        plans=tuple(card.plan for card in cards),
        shared=tuple(sorted(shared, key=lambda one: (list(Equivalence).index(one.equivalence), one.id))),
        cards=tuple(cards),
    )


def _shared(name: str, sides: list[Side]) -> Shared:
    found = {side.comparability for side in sides}
    if Comparability.NOT_COMPARABLE in found:
        equivalence = Equivalence.NOT_COMPARABLE
    elif Comparability.PROXY in found:
        equivalence = Equivalence.PROXY
    else:
        equivalence = Equivalence.EQUIVALENT
    indicators = (verdict.indicator for side in sides for verdict in side.verdicts)
    known = next((one for one in indicators if one is not None), None)
    return Shared(id=name, indicator=known, equivalence=equivalence, sides=tuple(sides))


def _coverage(card: Scorecard, key: str) -> Coverage:
    outcomes = tuple(outcome for outcome in card.plan.outcomes if key in outcome.covers)
    ids = {outcome.id for outcome in outcomes}
    measures = [one for one in card.plan.measures if one.outcome in ids or ids & set(one.borrowed_by)]
    seen = {verdict.measure.id for verdict in card if verdict.observation is not None}
    return Coverage(
        plan=card.plan.id,
        outcomes=outcomes,
        measures=len(measures),
        with_figures=sum(one.id in seen for one in measures),
    )
