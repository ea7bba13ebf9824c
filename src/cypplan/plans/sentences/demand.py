"""One demand of a sentence, and what decides how the sizes in it are read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from cypplan.plans.sentences.pieces import Change, Figure, Mark, MarkKind, Piece, UnitWord
from cypplan.plans.sentences.uses import Use
from cypplan.plans.targets import Sense
from cypplan.units import Unit, UnitForm

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from cypplan.indicators import Direction
    from cypplan.plans.targets import Relation, Target

__all__ = ["Context", "Demand", "Facts", "facts_of", "is_gap", "relatives_of", "senses_of"]


@attrs.frozen(kw_only=True)
class Context:
    """What is known about the measure from outside the sentence."""

    unit: Unit | None = None
    direction: Direction | None = None

    @property
    def better(self) -> int:
        """+1 where higher is known to be better, -1 where lower is, else 0."""
        return self.direction.sign if self.direction is not None else 0


@attrs.frozen
class Demand:
    """What one or more pieces demand.

    Attributes:
        at: the place of the piece that says it.
        readings: what it may be; several are an ambiguity, none is something no target can say.
        relations: what the words of a comparison may mean, where they are ambiguous.
        unsayable: which sort of thing no target can say.
        with_: further pieces that say it.
    """

    at: int
    readings: tuple[Target, ...] = ()
    relations: tuple[Relation, ...] = ()
    unsayable: str | None = None
    with_: tuple[int, ...] = ()


@attrs.frozen
class Facts:
    """What the whole of a sentence says, gathered once."""

    gap: bool
    forms: frozenset[UnitForm | None]
    """Forms of the units named for the measure: by words before, and by its levels."""


def is_gap(pieces: Sequence[Piece]) -> bool:
    """Whether a sentence speaks of a gap."""
    return any(isinstance(piece, Mark) and piece.kind is MarkKind.GAP for piece in pieces)


def facts_of(pieces: Sequence[Piece], uses: Mapping[int, Use]) -> Facts:
    """Gather what the whole of a sentence says."""
    units = [piece.unit for piece in pieces if isinstance(piece, UnitWord)]
    levels = (pieces[at] for at, use in uses.items() if use in {Use.TARGET, Use.BASELINE})
    units += [piece.unit for piece in levels if isinstance(piece, Figure) and piece.unit is not None]
    return Facts(is_gap(pieces), frozenset(unit.form for unit in units))


def senses_of(sign: int, change: Change | None, context: Context) -> tuple[Sense, ...]:
    """Return which ways a change may go: by a printed sign, by its word, by which way is better."""
    if sign:
        return (Sense.INCREASE if sign > 0 else Sense.DECREASE,)
    if change is None:
        return ()
    if change.sense is not None:
        return (change.sense,)
    better = {1: Sense.INCREASE, -1: Sense.DECREASE}.get(context.better)
    return (better,) if better else (Sense.INCREASE, Sense.DECREASE)


def relatives_of(figure: Figure, facts: Facts, context: Context) -> tuple[bool, ...]:
    """Return whether a size is relative: both where a percentage is said of what may be a percentage."""
    form = figure.unit.form if figure.unit is not None else None
    if form is not UnitForm.PERCENT or figure.share or figure.whole:
        return (form is UnitForm.PERCENT,)
    if context.unit is not None:
        percent = context.unit.form in {UnitForm.PERCENT, UnitForm.POINTS}
    elif facts.forms & {UnitForm.COUNT, UnitForm.RATE, UnitForm.FREQUENCY}:
        percent = False
    else:
        percent = UnitForm.PERCENT in facts.forms or figure.sign != 0 or facts.gap
    return (True, False) if percent else (True,)
