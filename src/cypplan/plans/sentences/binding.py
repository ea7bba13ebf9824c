"""Which date belongs to which figure of a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import attrs

from cypplan.plans.sentences.bracketed import brackets_of
from cypplan.plans.sentences.pieces import Change, Cue, CueKind, Mark, MarkKind, Piece, When, Word
from cypplan.plans.sentences.uses import Use, is_filler

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from cypplan.plans.sentences.tokens import Tokens

__all__ = ["Dates", "dates_of"]

_LEVELS: Final = frozenset(
    {"level", "levels", "rate", "rates", "figure", "figures", "performance", "outturn"}
)


@attrs.frozen
class Dates:
    """The dates of one sentence, each by its place among the pieces.

    Attributes:
        of: figure to its date.
        due: the date that holds for every target without one.
        since: the date from which on something holds.
        baseline: the date of a baseline that is named without its figure.
    """

    of: Mapping[int, int]
    due: int | None = None
    since: int | None = None
    baseline: int | None = None

    @property
    def used(self) -> frozenset[int]:
        """The places of all dates that belong to something."""
        alone = {at for at in (self.due, self.since, self.baseline) if at is not None}
        return frozenset({*self.of.values(), *alone})


def dates_of(tokens: Tokens, pieces: Sequence[Piece], uses: Mapping[int, Use]) -> Dates:
    """Give each figure the date that stands next to it, and the targets the one that stands alone.

    A baseline in brackets has the date in its brackets, or none: "75% by 2025 (baseline 66%)".
    """
    dated = [at for at, use in uses.items() if use in {Use.TARGET, Use.BASELINE, Use.AMOUNT}]
    apart = [one for one in brackets_of(tokens, pieces) if uses.get(one.figure) is Use.BASELINE]
    of = {one.figure: one.when for one in apart if one.when is not None}
    own = {*of, *(one.figure for one in apart if one.named)}
    dated = [at for at in dated if at not in own]
    of |= {at: after for at in dated if (after := _after(pieces, at)) is not None}
    taken = set(of.values())
    for at in dated:
        before = _before(pieces, at)
        if at not in of and before is not None and before not in taken:
            of[at] = before
            taken.add(before)
    free = [at for at, piece in enumerate(pieces) if isinstance(piece, When) and at not in taken]
    return _alone(pieces, of, free)


def _alone(pieces: Sequence[Piece], of: dict[int, int], free: list[int]) -> Dates:
    baseline = next((at for at in free if _is_baseline(pieces, at)), None)
    since = [at for at in free if _is_since(pieces[at]) and at != baseline]
    due = [at for at in free if not _is_since(pieces[at]) and at != baseline and _is_period(pieces[at])]
    return Dates(
        of,
        due=due[0] if len(due) == 1 else None,
        since=since[0] if len(since) == 1 else None,
        baseline=baseline,
    )


def _is_since(piece: Piece) -> bool:
    return isinstance(piece, When) and piece.since


def _is_period(piece: Piece) -> bool:
    return isinstance(piece, When) and bool(piece.readings)


def _is_baseline(pieces: Sequence[Piece], at: int) -> bool:
    """Whether a date says where things stood: "from a 2015 baseline", "maintain at 2015 levels"."""
    before = pieces[at - 1] if at else None
    if isinstance(before, Change) and before.than:
        return True
    after = pieces[at + 1] if at + 1 < len(pieces) else None
    if isinstance(after, Word) and after.low in _LEVELS:
        return True
    beside = [*pieces[max(0, at - 1) : at], *pieces[at + 1 : at + 2]]
    return any(isinstance(piece, Cue) and piece.kind is CueKind.BASELINE for piece in beside)


def _after(pieces: Sequence[Piece], at: int) -> int | None:
    """Return the date behind a figure, with only brackets, commas and "provisional" between."""
    for ahead in range(at + 1, min(at + 5, len(pieces))):
        piece = pieces[ahead]
        if isinstance(piece, When):
            return None if piece.labels or piece.since else ahead
        baseline = isinstance(piece, Cue) and piece.noun and ahead == at + 1
        if not (is_filler(piece) or baseline or _is_provisional(piece)):
            return None
    return None


def _before(pieces: Sequence[Piece], at: int) -> int | None:
    for back in range(at - 1, max(-1, at - 4), -1):
        piece = pieces[back]
        if isinstance(piece, When):
            return None if piece.since else back
        target = isinstance(piece, Cue) and piece.kind in {CueKind.TARGET, CueKind.BASELINE}
        if not (is_filler(piece) or target):
            return None
    return None


def _is_provisional(piece: Piece) -> bool:
    return isinstance(piece, Mark) and piece.kind is MarkKind.PROVISIONAL
