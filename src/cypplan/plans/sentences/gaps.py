"""The two groups of a gap, as a sentence names them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cypplan.plans.sentences.pieces import Cue, CueKind, Figure, Mark, MarkKind, Piece, When
from cypplan.plans.sentences.tokens import Phrases

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cypplan.plans.sentences.tokens import Tokens

__all__ = ["groups_of"]

_KINDS: Final = Phrases(dict.fromkeys(("attainment", "achievement", "progress", "performance"), True))


def groups_of(tokens: Tokens, pieces: Sequence[Piece]) -> tuple[str, ...]:
    """Return the groups after "gap between", or before it as in "SEN/Non SEN attainment gap", as printed."""
    for at, piece in enumerate(pieces):
        if isinstance(piece, Mark) and piece.kind is MarkKind.GAP:
            return _between(tokens, pieces, at) or _before(tokens, piece.start)
    return ()


def _between(tokens: Tokens, pieces: Sequence[Piece], at: int) -> tuple[str, ...]:
    start = _after_between(tokens, pieces[at])
    if start is None:
        return ()
    end = next((piece.start for piece in pieces[at + 1 :] if _ends(tokens, piece, start)), len(tokens))
    while end > start and not (tokens.is_word(end - 1) or tokens.is_number(end - 1)):
        end -= 1
    joint = next((place for place in range(start, end) if tokens.low(place) == "and"), None)
    runs = [(start, end)] if joint is None else [(start, joint), (joint + 1, end)]
    return tuple(tokens.printed(first, last) for first, last in runs if first < last)


def _after_between(tokens: Tokens, gap: Piece) -> int | None:
    """Return the token after "between", which may stand a few words behind: "gap in achievement between"."""
    if tokens.low(gap.stop - 1) == "between":
        return gap.stop
    near = range(gap.stop, min(gap.stop + 8, len(tokens)))
    return next((place + 1 for place in near if tokens.low(place) == "between"), None)


def _ends(tokens: Tokens, piece: Piece, start: int) -> bool:
    """Whether the groups end before a piece: at a date, a figure, a stop, or a "from" or "is"."""
    if piece.start < start:
        return False
    match piece:
        case Figure() | When() | Mark(kind=MarkKind.STOP):
            return True
        case Cue(kind=CueKind.FROM | CueKind.TO | CueKind.BY):
            return tokens.is_number(piece.stop)
        case Cue(kind=CueKind.BE):
            return tokens.low(piece.start) in {"is", "are", "will", "to", "at"}
        case _:
            return False


def _before(tokens: Tokens, gap: int) -> tuple[str, ...]:
    """Read "SEN/Non SEN attainment gap": a stroke between two names, in the few words before."""
    end = gap - 1 if _KINDS.at(tokens, gap - 1) else gap
    stroke = next((place for place in range(end - 1, max(-1, end - 5), -1) if tokens.low(place) == "/"), None)
    if stroke is None or not tokens.is_word(stroke - 1) or stroke + 1 >= end:
        return ()
    return tokens.printed(stroke - 1, stroke), tokens.printed(stroke + 1, end)
