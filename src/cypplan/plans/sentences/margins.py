"""Comparisons as demands, with the margin that a sentence states: "2 points better than England"."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cypplan.plans.sentences.dates import is_plausible_year
from cypplan.plans.sentences.demand import Context, Demand, Facts, relatives_of
from cypplan.plans.sentences.pieces import Comparison, Cue, CueKind, Figure, Whom
from cypplan.plans.targets import Bound, ComparatorTarget, Relation
from cypplan.plans.words import Basis
from cypplan.units import UnitForm

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from decimal import Decimal

    from cypplan.plans.sentences.pieces import Piece

__all__ = ["comparisons_of"]

_WORSE: Final = "the worse side of a comparator"
_DISTANCE: Final = "distance from a comparator"


def comparisons_of(pieces: Sequence[Piece], facts: Facts, context: Context) -> Iterator[Demand]:
    """Yield what the comparisons of a sentence demand."""
    for at, piece in enumerate(pieces):
        if not isinstance(piece, Comparison):
            continue
        beside = _margin_at(pieces, at)
        margin = pieces[beside] if beside is not None else None
        for whom in piece.whom:
            if beside is not None and isinstance(margin, Figure):
                yield _with_margin(piece, whom, margin, facts, context, at=at, beside=beside)
            else:
                yield _plain(piece, whom, context, at)


def _margin_at(pieces: Sequence[Piece], at: int) -> int | None:
    """Return the place of the margin: before "better than England", or "by 2 points" behind it."""
    if at and isinstance(pieces[at - 1], Figure):
        return at - 1
    after = pieces[at + 1 : at + 3]
    by = len(after) == 2 and isinstance(after[0], Cue) and after[0].kind is CueKind.BY  # noqa: PLR2004 (both)
    return at + 2 if by and isinstance(after[1], Figure) else None


def _plain(piece: Comparison, whom: Whom, context: Context, at: int) -> Demand:
    worse = piece.sense is not None and piece.sense.sign == -context.better
    if worse or not piece.relations:
        return Demand(at, unsayable=_WORSE)
    relation, *others = piece.relations
    target = _target(whom, relation, piece.basis)
    return Demand(at, (target,), piece.relations if others else ())


def _target(
    whom: Whom, relation: Relation, basis: Basis, margin: Decimal | None = None, *, relative: bool = False
) -> ComparatorTarget:
    return ComparatorTarget(
        comparator=whom.kind,
        relation=relation,
        relation_basis=basis,
        aggregate=whom.aggregate,
        area=whom.area,
        margin=margin,
        margin_relative=relative,
    )


def _with_margin(
    piece: Comparison, whom: Whom, margin: Figure, facts: Facts, context: Context, *, at: int, beside: int
) -> Demand:
    found = None if _is_loose(margin) else _related(piece, margin, context)
    if found is None:
        return Demand(beside, unsayable=_DISTANCE, with_=(at,))
    relations, basis = found
    readings = tuple(
        _target(whom, relations[0], basis, margin.value, relative=relative)
        for relative in _relatives(margin, facts, context)
    )
    return Demand(beside, readings, relations if len(relations) > 1 else (), with_=(at,))


def _is_loose(margin: Figure) -> bool:
    """Whether a margin is approximate, a range, a share in words, negative, or rather a year."""
    if margin.unit is None and margin.bound is None and is_plausible_year(str(margin.value)):
        return True
    return bool(margin.about or margin.high is not None or margin.share or margin.sign < 0)


def _related(
    piece: Comparison, margin: Figure, context: Context
) -> tuple[tuple[Relation, ...], Basis] | None:
    """Return how a figure shall stand to the comparator, ``None`` where no relation has such a margin.

    "5 points above" is better by so much where above is not the worse side; "no more than 5 points below" is
    not worse by more where below is not the better side.
    """
    limit = margin.bound is Bound.AT_MOST
    if margin.bound not in {None, Bound.AT_LEAST, Bound.AT_MOST}:
        return None  # "more than 2 points": the margin itself is not enough
    side = piece.sense.sign * context.better if piece.sense is not None else 0
    if Relation.IN_LINE in piece.relations:
        return (piece.relations, piece.basis) if limit else None
    if piece.relations == (Relation.BETTER,):
        if limit:
            return ((Relation.NOT_WORSE,), Basis.INFERRED) if piece.sense is not None and side <= 0 else None
        return ((Relation.BETTER,), piece.basis) if side >= 0 else None
    return ((Relation.NOT_WORSE,), piece.basis) if limit and not piece.relations else None


def _relatives(margin: Figure, facts: Facts, context: Context) -> tuple[bool, ...]:
    """Return whether a margin is relative; "5%" may be points where the measure may be in per cent."""
    if margin.unit is None or margin.unit.form is not UnitForm.PERCENT or context.unit is not None:
        return relatives_of(margin, facts, context)
    counted = facts.forms & {UnitForm.COUNT, UnitForm.RATE, UnitForm.FREQUENCY}
    return (True,) if counted else (True, False)
