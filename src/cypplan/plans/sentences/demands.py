"""From the pieces of a sentence to what it demands: targets, and what no target can say."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

import attrs

from cypplan.indicators import Direction
from cypplan.plans.sentences.leading import lead_of
from cypplan.plans.sentences.pieces import Change, Comparison, Figure, Mark, MarkKind, Piece, UnitWord, When
from cypplan.plans.sentences.uses import Use
from cypplan.plans.targets import (
    AllTarget,
    ChangeTarget,
    ComparatorTarget,
    DirectionTarget,
    GapTarget,
    MilestoneTarget,
    RangeTarget,
    Relation,
    Sense,
    SufficiencyTarget,
    Target,
    ToBeSetTarget,
    ValueTarget,
    YearOnYearTarget,
)
from cypplan.units import Unit, UnitForm

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from cypplan.plans.sentences.tokens import Tokens

__all__ = ["Context", "Demand", "demands_of", "is_gap"]

_WHOLE: Final = Decimal(100)
_DEEDS: Final = frozenset(
    {"publish", "launch", "complete", "implement", "adopt", "agree", "commission", "establish", "develop",
    "introduce",
     "open", "create", "produce", "appoint", "procure", "review", "refresh", "approve"}
)  # fmt: skip
_UNIVERSAL: Final = frozenset({MarkKind.ALL, MarkKind.NONE})


@attrs.frozen(kw_only=True)
class Context:
    """What is known about the measure from outside the sentence."""

    unit: Unit | None = None
    direction: Direction | None = None


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


def demands_of(
    tokens: Tokens,
    pieces: Sequence[Piece],
    uses: Mapping[int, Use],
    changes: tuple[int, ...],
    context: Context,
) -> tuple[Demand, ...]:
    """Return the demands of a sentence, in its order; ``changes`` are its own words of change."""
    change = changes[0] if changes else None
    own = pieces[change] if change is not None else None
    own = own if isinstance(own, Change) else None
    facts = _facts_of(pieces, uses)
    yearly = list(_year_on_year(pieces, change, context))
    compared = list(_comparisons(pieces, context))
    apart = {place for demand in compared for place in demand.with_}
    figures = [demand for demand in _figures(pieces, uses, own, facts, context) if demand.at not in apart]
    if yearly:  # "by 2 points each year": no kind has both
        figures = [_yearly(demand, uses) for demand in figures]
    found = [*figures, *compared, *_ranks(pieces), *yearly]
    unset = [*_marked(pieces, MarkKind.UNSET, ToBeSetTarget()), *_no_target(pieces)]
    if unset and not found:
        return tuple(unset)
    if not found:
        found = [*_universal(tokens, pieces, changes), *_changes(pieces, changes, facts, context)]
    if not found:
        found = list(_deed(tokens, pieces))
    if not found:
        found = [*_marked(pieces, MarkKind.ENOUGH, SufficiencyTarget()),
                 *_marked(pieces, MarkKind.DONE, MilestoneTarget())]  # fmt: skip
    return tuple(sorted(found, key=lambda demand: demand.at))


@attrs.frozen
class _Facts:
    """What the whole of a sentence says, gathered once."""

    gap: bool
    forms: frozenset[UnitForm | None]
    """Forms of the units named for the measure: by words before, and by its levels."""


def is_gap(pieces: Sequence[Piece]) -> bool:
    """Whether a sentence speaks of a gap."""
    return any(isinstance(piece, Mark) and piece.kind is MarkKind.GAP for piece in pieces)


def _facts_of(pieces: Sequence[Piece], uses: Mapping[int, Use]) -> _Facts:
    units = [piece.unit for piece in pieces if isinstance(piece, UnitWord)]
    levels = (pieces[at] for at, use in uses.items() if use in {Use.TARGET, Use.BASELINE})
    units += [piece.unit for piece in levels if isinstance(piece, Figure) and piece.unit is not None]
    return _Facts(is_gap(pieces), frozenset(unit.form for unit in units))


def _figures(
    pieces: Sequence[Piece], uses: Mapping[int, Use], own: Change | None, facts: _Facts, context: Context
) -> Iterator[Demand]:
    for at, use in uses.items():
        figure = pieces[at]
        if not isinstance(figure, Figure):
            continue
        if figure.about and use in {Use.TARGET, Use.AMOUNT}:
            yield Demand(at, unsayable="approximate")
        elif use is Use.TARGET:
            yield Demand(at, (_value(figure, context),))
        elif use is Use.AMOUNT:
            beside = pieces[at + 1] if at + 1 < len(pieces) else None
            change = beside if isinstance(beside, Change) and beside.noun else own
            readings = tuple(_amount(figure, change, facts, context))
            ranged = "range of a change" if figure.high is not None else None
            yield Demand(at, readings, unsayable=ranged)


def _yearly(demand: Demand, uses: Mapping[int, Use]) -> Demand:
    return Demand(demand.at, unsayable="yearly size") if uses[demand.at] is Use.AMOUNT else demand


def _value(figure: Figure, context: Context) -> Target:
    value = -figure.value if figure.sign < 0 else figure.value
    if figure.high is not None:
        return RangeTarget(low=value, high=figure.high)
    unit = figure.unit.unit if figure.unit is not None and context.unit is not None else None
    return ValueTarget(value=value, bound=figure.bound, unit=unit if _differs(unit, context.unit) else None)


def _differs(unit: Unit | None, own: Unit | None) -> bool:
    """Whether a printed unit is another kind than the measure's; another base of one kind is wording."""
    if unit is None or own is None:
        return False
    if {unit.form, own.form} == {UnitForm.PERCENT, UnitForm.POINTS}:
        return False  # a gap printed in "%"
    return unit.form is not own.form or unit.scale != own.scale


def _amount(figure: Figure, change: Change | None, facts: _Facts, context: Context) -> Iterator[Target]:
    """Yield what the size of a change may be: relative, absolute, or a share of a gap."""
    if figure.high is not None:
        return
    for sense in _senses(figure.sign, change, context):
        closes = change is not None and change.closes  # "close the gap by 50%" is a share of the gap
        for relative in (True,) if closes and facts.gap else _relative(figure, facts, context):
            if relative and sense is Sense.DECREASE and facts.gap:
                yield GapTarget(closed_by=figure.value)
            else:
                yield ChangeTarget(sense=sense, by=figure.value, relative=relative)


def _senses(sign: int, change: Change | None, context: Context) -> tuple[Sense, ...]:
    if sign:
        return (Sense.INCREASE if sign > 0 else Sense.DECREASE,)
    if change is None:
        return ()
    if change.sense is not None:
        return (change.sense,)
    better = {Direction.HIGHER: Sense.INCREASE, Direction.LOWER: Sense.DECREASE}.get(
        context.direction or Direction.NONE
    )
    return (better,) if better else (Sense.INCREASE, Sense.DECREASE)


def _relative(figure: Figure, facts: _Facts, context: Context) -> tuple[bool, ...]:
    """Return whether a change is relative: both where a percentage is said of what may be a percentage."""
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


def _comparisons(pieces: Sequence[Piece], context: Context) -> Iterator[Demand]:
    for at, piece in enumerate(pieces):
        if not isinstance(piece, Comparison):
            continue
        if at and isinstance(pieces[at - 1], Figure):  # "5 points above England": a distance, no kind has it
            yield Demand(at, unsayable="distance from a comparator", with_=(at - 1,))
            continue
        for whom in piece.whom:
            worse = piece.sense is not None and piece.sense.sign == -_sign(context)
            if worse:
                yield Demand(at, unsayable="the worse side of a comparator")
                continue
            relation, *others = piece.relations
            target = ComparatorTarget(
                comparator=whom.kind,
                relation=relation,
                relation_basis=piece.basis,
                aggregate=whom.aggregate,
                area=whom.area,
            )
            yield Demand(at, (target,), piece.relations if others else ())


def _sign(context: Context) -> int:
    return context.direction.sign if context.direction is not None else 0


def _ranks(pieces: Sequence[Piece]) -> Iterator[Demand]:
    for at, piece in enumerate(pieces):
        if isinstance(piece, Mark) and piece.kind is MarkKind.RANK:
            yield Demand(at, unsayable="rank")


def _year_on_year(pieces: Sequence[Piece], change: int | None, context: Context) -> Iterator[Demand]:
    marks = [at for at, p in enumerate(pieces) if isinstance(p, Mark) and p.kind is MarkKind.YEAR_ON_YEAR]
    piece = pieces[change] if change is not None else None
    if not marks or not isinstance(piece, Change) or change is None or piece.holds:
        return
    senses = _senses(0, piece, context)
    yield Demand(marks[0], tuple(YearOnYearTarget(sense=sense) for sense in senses), with_=(change,))


def _marked(pieces: Sequence[Piece], kind: MarkKind, target: Target) -> list[Demand]:
    marks = [at for at, piece in enumerate(pieces) if isinstance(piece, Mark) and piece.kind is kind]
    return [Demand(marks[0], (target,), with_=tuple(marks[1:]))] if marks else []


def _deed(tokens: Tokens, pieces: Sequence[Piece]) -> Iterator[Demand]:
    """Read "Publish the local offer by September 2023": something to be done once, with its date."""
    at = lead_of(pieces)
    dated = any(isinstance(piece, When) and piece.readings and not piece.since for piece in pieces)
    if at is not None and dated and tokens.low(pieces[at].start) in _DEEDS:
        yield Demand(at, (MilestoneTarget(),))


def _no_target(pieces: Sequence[Piece]) -> list[Demand]:
    return [
        Demand(at, unsayable="no target")
        for at, piece in enumerate(pieces)
        if isinstance(piece, Mark) and piece.kind is MarkKind.NO_TARGET
    ]


_PROMISING: Final = frozenset({"that", "ensure", "sure", "support"})


def _universal(tokens: Tokens, pieces: Sequence[Piece], changes: tuple[int, ...]) -> Iterator[Demand]:
    """Read "All children …" and "No child …" that lead, and "make sure that all …" further on."""
    lead = lead_of(pieces)
    marks = [(at, p) for at, p in enumerate(pieces) if isinstance(p, Mark) and p.kind in _UNIVERSAL]
    for at, mark in marks[:1]:
        none = mark.kind is MarkKind.NONE
        promised = not none and not changes and tokens.low(mark.start - 1) in _PROMISING
        if at == lead or promised:
            yield Demand(at, (ValueTarget(value=Decimal(0)) if none else AllTarget(),))


def _changes(
    pieces: Sequence[Piece], changes: tuple[int, ...], facts: _Facts, context: Context
) -> Iterator[Demand]:
    """Read words of change that stand without a figure."""
    for at in changes:
        own = pieces[at]
        if not isinstance(own, Change):
            continue
        if own.holds:
            yield Demand(at, unsayable="hold")
        elif own.by is not None and own.sense is not None:
            closed = facts.gap and own.sense is Sense.DECREASE
            whole = ChangeTarget(sense=own.sense, by=own.by, relative=True)
            yield Demand(at, (GapTarget(closed_by=own.by) if closed else whole,))
        elif own.closes:
            yield Demand(at, (GapTarget(closed_by=_WHOLE),) if facts.gap else ())
        else:
            yield Demand(at, tuple(DirectionTarget(sense=sense) for sense in _senses(0, own, context)))
