"""Where things stand, in brackets beside a target: "75% by July 2025 (2022/23: 66.1%)"."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import attrs

from cypplan.plans.sentences.pieces import Cue, CueKind, Figure, Mark, MarkKind, Piece, When

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cypplan.plans.sentences.tokens import Tokens

__all__ = ["Bracket", "baselines_in_brackets", "brackets_of"]

_SMALL: Final = frozenset({MarkKind.FILLER, MarkKind.STOP, MarkKind.PROVISIONAL})
_DUE: Final = frozenset({"by", "until", "to", "end", "the"})
"""A date that is led to by one of these is a milestone's: "75% by 2026 (70% by 2025)"."""


@attrs.frozen
class Bracket:
    """A bracket that holds one figure, at most one date, and else nothing but small words.

    Attributes:
        figure: the place of the figure among the pieces.
        when: the place of its date, if there is one.
        named: whether the word "baseline" stands in it.
        places: the places of all that stands in it.
    """

    figure: int
    when: int | None
    named: bool
    places: range


def brackets_of(tokens: Tokens, pieces: Sequence[Piece]) -> tuple[Bracket, ...]:
    """Return the brackets of a sentence that hold a figure alone or with its date."""
    return tuple(
        found for places in _spans(tokens, pieces) if (found := _bracket(pieces, places)) is not None
    )


def _spans(tokens: Tokens, pieces: Sequence[Piece]) -> Iterator[range]:
    opened: int | None = None
    for at, piece in enumerate(pieces):
        sign = tokens.printed(piece.start, piece.stop)
        if sign == "(":
            opened = at
        elif sign.startswith(")") and opened is not None:
            yield range(opened + 1, at)
            opened = None


def _bracket(pieces: Sequence[Piece], places: range) -> Bracket | None:
    figures = [at for at in places if isinstance(pieces[at], Figure)]
    dates = [at for at in places if isinstance(pieces[at], When)]
    rest = [piece for at in places if not isinstance(piece := pieces[at], Figure | When)]
    if len(figures) != 1 or len(dates) > 1 or not all(map(_is_small, rest)):
        return None
    named = any(isinstance(piece, Cue) and piece.kind is CueKind.BASELINE for piece in rest)
    return Bracket(figures[0], dates[0] if dates else None, named, places)


def _is_small(piece: Piece) -> bool:
    if isinstance(piece, Cue):
        return piece.kind in {CueKind.BASELINE, CueKind.LABEL, CueKind.IN}
    return isinstance(piece, Mark) and piece.kind in _SMALL


def baselines_in_brackets(
    tokens: Tokens, pieces: Sequence[Piece], demanded: Sequence[int]
) -> tuple[int, ...]:
    """Return the places of figures in brackets that say where things stood.

    One does that stands alone with a date before the one by which the sentence's demand is due, in the unit
    of what is demanded. Several such figures are a course towards the target, and are left as they are.

    Parameters
    ----------
    tokens, pieces
        The sentence.
    demanded
        The places of the figures read as targets or as sizes of a change.
    """
    brackets = [one for one in brackets_of(tokens, pieces) if one.when is not None]
    if len(brackets) != 1 or not set(demanded) - {brackets[0].figure}:
        return ()
    (bracket,) = brackets
    then = pieces[bracket.when] if bracket.when is not None else None
    due = [
        piece.readings[0].end
        for at, piece in enumerate(pieces)
        if isinstance(piece, When) and piece.readings and not piece.since and at not in bracket.places
    ]
    if not isinstance(then, When) or not then.readings or then.since or not due:
        return ()
    past = then.readings[0].end < max(due) and tokens.low(then.start) not in _DUE
    return (bracket.figure,) if past and _is_of_one_unit(pieces, bracket.figure, demanded) else ()


def _is_of_one_unit(pieces: Sequence[Piece], at: int, demanded: Sequence[int]) -> bool:
    """Whether a figure is printed in the unit of one that is demanded, or in none."""
    units = {place: one.unit for place in (at, *demanded) if isinstance(one := pieces[place], Figure)}
    own = units.pop(at)
    forms = {unit.form for unit in units.values() if unit is not None}
    return own is None or not forms or own.form in forms
