"""Which word of change is the sentence's own, and what leads a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cypplan.plans.sentences.pieces import Change, Comparison, Cue, CueKind, Mark, MarkKind, Piece, When
from cypplan.plans.sentences.uses import Use, is_filler

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from cypplan.plans.sentences.tokens import Tokens

__all__ = ["lead_of", "own_changes"]


def lead_of(pieces: Sequence[Piece]) -> int | None:
    """Return the place of the first piece that is more than a small word, a date or a list number."""
    return next((at for at, piece in enumerate(pieces) if not _is_light(piece)), None)


def _is_light(piece: Piece) -> bool:
    match piece:
        case When() | Cue(kind=CueKind.BE | CueKind.TO | CueKind.TARGET):
            return True
        case Mark(kind=MarkKind.HARMLESS):
            return piece.start == 0
        case _:
            return is_filler(piece)


def own_changes(tokens: Tokens, pieces: Sequence[Piece], uses: Mapping[int, Use]) -> tuple[int, ...]:
    """Return the places of the words of change that a sentence itself makes, not those of its subject.

    First its own word, in this order: beside the size of a change ("10% reduction"); leading; beside "year on
    year", or closing a gap; the last before a figure that it may speak of; one that makes a promise ("and
    reduce persistent absenteeism"); before a comparison. Then the further promises of the sentence.
    """
    changes = [at for at, piece in enumerate(pieces) if isinstance(piece, Change)]
    if not changes:
        return ()
    used = [at for at, use in uses.items() if use in {Use.TARGET, Use.BASELINE, Use.AMOUNT}]
    gap = any(isinstance(piece, Mark) and piece.kind is MarkKind.GAP for piece in pieces)
    compared = max((at for at, piece in enumerate(pieces) if isinstance(piece, Comparison)), default=-1)
    last = max((at for at in used if _is_led(pieces, at)), default=-1)
    lead = lead_of(pieces)
    promises = [at for at in changes if _is_promised(tokens, pieces[at])]
    closing = [at for at in changes if gap and _closes(pieces[at])]
    choices = (
        [at for at in changes if uses.get(at - 1) is Use.AMOUNT],
        [at for at in changes if at == lead],
        [at for at in changes if _is_yearly(pieces, at)] or closing,
        [at for at in changes if at < last],
        promises[:1],
        [at for at in changes if at < compared],
    )
    own = next((found[-1] for found in choices if found), None)
    others = {*promises, *closing} - {own}
    return () if own is None else (own, *sorted(others))


def _is_led(pieces: Sequence[Piece], at: int) -> bool:
    """Whether "from", "to", "by" or a word of change leads a figure."""
    beside = pieces[max(0, at - 2) : at]
    led = {CueKind.FROM, CueKind.TO, CueKind.BY}
    return any(isinstance(p, Change) or (isinstance(p, Cue) and p.kind in led) for p in beside)


def _is_yearly(pieces: Sequence[Piece], at: int) -> bool:
    """Whether "year on year" stands beside a word of change."""
    beside = pieces[max(0, at - 3) : at + 4]
    return any(isinstance(piece, Mark) and piece.kind is MarkKind.YEAR_ON_YEAR for piece in beside)


def _closes(piece: Piece) -> bool:
    return isinstance(piece, Change) and piece.closes


def _is_promised(tokens: Tokens, piece: Piece) -> bool:
    """Whether the words before make a promise: "and reduce", "so that more", "commitment to halve"."""
    if not isinstance(piece, Change):
        return False
    before, word = tokens.low(piece.start - 1), tokens.low(piece.start)
    if before == "to":
        return piece.by is not None or piece.maintains or tokens.low(piece.start - 2) == "continue"
    if before == "by":
        return word.endswith("ing")
    return before in {"and", "will", "that", "thus", "meaning", "everyone"} and word not in {
        "lower",
        "higher",
        "better",
        "fall",
    }
