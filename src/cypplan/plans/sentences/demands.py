"""From the pieces of a sentence to what it demands: targets, and what no target can say."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

from cypplan.plans.sentences.demand import Context, Demand, Facts, facts_of, relatives_of, senses_of
from cypplan.plans.sentences.figures import ABOUT
from cypplan.plans.sentences.leading import lead_of
from cypplan.plans.sentences.margins import comparisons_of
from cypplan.plans.sentences.pieces import Change, Figure, Mark, MarkKind, Piece, Rank, When
from cypplan.plans.sentences.uses import Use
from cypplan.plans.targets import (
    AllTarget,
    Bound,
    ChangeTarget,
    DirectionTarget,
    GapTarget,
    MaintainTarget,
    MilestoneTarget,
    RangeTarget,
    RankTarget,
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

__all__ = ["demands_of"]

_WHOLE: Final = Decimal(100)
_DEEDS: Final = frozenset(
    {"publish", "launch", "complete", "implement", "adopt", "agree", "commission", "establish", "develop",
    "introduce",
     "open", "create", "produce", "appoint", "procure", "review", "refresh", "approve"}
)  # fmt: skip
_LEAST: Final = frozenset({None, Bound.AT_LEAST})
_YEARLY_UNITS: Final = ("a year", "per year", "per annum")
"""Behind a bare size these may be of what it is, or how often: "increase by 20 a year"."""
_UNIVERSAL: Final = frozenset({MarkKind.ALL, MarkKind.NONE})


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
    facts = facts_of(pieces, uses)
    yearly = list(_year_on_year(pieces, uses, change, facts, context))
    compared = list(comparisons_of(pieces, facts, context))
    apart = {place for demand in (*compared, *yearly) for place in (demand.at, *demand.with_)}
    figures = [demand for demand in _figures(pieces, uses, own, facts, context) if demand.at not in apart]
    if yearly:  # several sizes, or one that no kind can say
        figures = [_unsized(demand, uses) for demand in figures]
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


def _figures(
    pieces: Sequence[Piece], uses: Mapping[int, Use], own: Change | None, facts: Facts, context: Context
) -> Iterator[Demand]:
    for at, use in uses.items():
        figure = pieces[at]
        if not isinstance(figure, Figure):
            continue
        if use in {Use.TARGET, Use.AMOUNT} and _is_vague(figure):
            yield Demand(at, unsayable="approximate")
        elif use is Use.TARGET:
            yield Demand(at, (_value(figure, context),))
        elif use is Use.AMOUNT:
            yield _sized(figure, at, pieces, own, facts, context)


def _is_vague(figure: Figure) -> bool:
    """Whether a figure is "about" so much in a way that no target can say: a range, or "only 5"."""
    return figure.about is not None and (figure.high is not None or figure.about.casefold() not in ABOUT)


def _sized(
    figure: Figure, at: int, pieces: Sequence[Piece], own: Change | None, facts: Facts, context: Context
) -> Demand:
    """Return the demand for a change of a size."""
    beside = pieces[at + 1] if at + 1 < len(pieces) else None
    change = beside if isinstance(beside, Change) and beside.noun else own
    if figure.bound in {Bound.AT_MOST, Bound.BELOW}:
        return Demand(at, unsayable="ceiling of a change")
    readings = tuple(_amount(figure, change, facts, context))
    ranged = figure.high is not None and not readings
    return Demand(at, readings, unsayable="range of a change" if ranged else None)


def _unsized(demand: Demand, uses: Mapping[int, Use]) -> Demand:
    return Demand(demand.at, unsayable="yearly size") if uses[demand.at] is Use.AMOUNT else demand


def _value(figure: Figure, context: Context) -> Target:
    value = -figure.value if figure.sign < 0 else figure.value
    if figure.high is not None:
        return RangeTarget(low=value, high=figure.high)
    unit = figure.unit.unit if figure.unit is not None and context.unit is not None else None
    own = unit if _differs(unit, context.unit) else None
    return ValueTarget(value=value, bound=figure.bound, unit=own, qualifier=figure.about)


def _differs(unit: Unit | None, own: Unit | None) -> bool:
    """Whether a printed unit is another kind than the measure's; another base of one kind is wording."""
    if unit is None or own is None:
        return False
    if {unit.form, own.form} == {UnitForm.PERCENT, UnitForm.POINTS}:
        return False  # a gap printed in "%"
    return unit.form is not own.form or unit.scale != own.scale


def _amount(figure: Figure, change: Change | None, facts: Facts, context: Context) -> Iterator[Target]:
    """Yield what the size of a change may be: relative, absolute, or a share of a gap."""
    yearly = figure.unit is not None and figure.unit.printed.casefold().endswith(_YEARLY_UNITS)
    for sense in senses_of(figure.sign, change, context):
        closes = change is not None and change.closes  # "close the gap by 50%" is a share of the gap
        for relative in (True,) if closes and facts.gap else relatives_of(figure, facts, context):
            plain = figure.high is None and figure.about is None
            if relative and sense is Sense.DECREASE and facts.gap and plain:
                yield GapTarget(closed_by=figure.value)
                continue
            yield ChangeTarget(
                sense=sense, by=figure.value, relative=relative, most=figure.high, qualifier=figure.about
            )
            if yearly and plain:
                yield YearOnYearTarget(sense=sense, by=figure.value, relative=relative)


def _ranks(pieces: Sequence[Piece]) -> Iterator[Demand]:
    for at, piece in enumerate(pieces):
        if not isinstance(piece, Rank):
            continue
        if piece.place is None and piece.share is None:
            yield Demand(at, unsayable="rank")
        else:
            yield Demand(at, (RankTarget(place=piece.place, share=piece.share, among=piece.among),))


def _yearly_size(pieces: Sequence[Piece], uses: Mapping[int, Use]) -> tuple[int | None, Figure | None]:
    """Return the one size of a yearly change, and its place, if it is one that a target can say."""
    sizes = [(at, pieces[at]) for at, use in uses.items() if use is Use.AMOUNT]
    at, size = sizes[0] if len(sizes) == 1 else (None, None)
    plain = isinstance(size, Figure) and not size.about and size.high is None and size.bound in _LEAST
    return (at, size) if plain and isinstance(size, Figure) else (None, None)


def _year_on_year(
    pieces: Sequence[Piece], uses: Mapping[int, Use], change: int | None, facts: Facts, context: Context
) -> Iterator[Demand]:
    """Read "increase year on year", and with it the size of each year's change where one is said."""
    marks = [at for at, p in enumerate(pieces) if isinstance(p, Mark) and p.kind is MarkKind.YEAR_ON_YEAR]
    own = pieces[change] if change is not None else None
    own = own if isinstance(own, Change) else None
    if not marks or (own is not None and own.holds):
        return
    at, size = _yearly_size(pieces, uses)
    with_ = [] if change is None else [change]
    if size is None or at is None:
        targets = tuple(YearOnYearTarget(sense=sense) for sense in senses_of(0, own, context))
    else:
        with_.append(at)
        targets = tuple(
            YearOnYearTarget(sense=sense, by=size.value, relative=relative)
            for sense in senses_of(size.sign, own, context)
            for relative in relatives_of(size, facts, context)
        )
    if targets:
        yield Demand(marks[0], targets, with_=tuple(with_))


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
    pieces: Sequence[Piece], changes: tuple[int, ...], facts: Facts, context: Context
) -> Iterator[Demand]:
    """Read words of change that stand without a figure."""
    for at in changes:
        own = pieces[at]
        if not isinstance(own, Change):
            continue
        if own.maintains:
            yield Demand(at, (MaintainTarget(),))
        elif own.holds:
            yield Demand(at, unsayable="hold")
        elif own.by is not None and own.sense is not None:
            closed = facts.gap and own.sense is Sense.DECREASE
            whole = ChangeTarget(sense=own.sense, by=own.by, relative=True)
            yield Demand(at, (GapTarget(closed_by=own.by) if closed else whole,))
        elif own.closes:
            yield Demand(at, (GapTarget(closed_by=_WHOLE),) if facts.gap else ())
        else:
            yield Demand(at, tuple(DirectionTarget(sense=sense) for sense in senses_of(0, own, context)))
