"""From tokens to pieces, and from pieces to sentences: at each place the first recogniser that fits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cypplan.plans.sentences.comparing import read_comparison
from cypplan.plans.sentences.dates import read_when
from cypplan.plans.sentences.figures import read_figure
from cypplan.plans.sentences.harmless import read_harmless
from cypplan.plans.sentences.measured import read_unit_word
from cypplan.plans.sentences.phrases import read_change, read_cue, read_filler, read_frequency, read_mark
from cypplan.plans.sentences.pieces import Mark, MarkKind, Piece, Word
from cypplan.plans.sentences.ranking import read_rank

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from cypplan.plans.sentences.tokens import Tokens

__all__ = ["chop", "sentences"]

# What is more particular comes first: a date before a number, a comparison before a bound. Each recogniser
# looks at a bounded number of tokens, so that the whole takes time in proportion to the text.
_RECOGNISERS: Final[tuple[Callable[[Tokens, int], Piece | None], ...]] = (
    read_frequency,
    read_rank,
    read_comparison,
    read_when,
    read_harmless,
    read_mark,
    read_figure,
    read_change,
    read_unit_word,
    read_cue,
    read_filler,
)


def chop(tokens: Tokens) -> Iterator[Piece]:
    """Yield the pieces of a text; together they hold every token once."""
    at = 0
    while at < len(tokens):
        piece = next((found for read in _RECOGNISERS if (found := read(tokens, at)) is not None), None)
        piece = piece or Word(start=at, stop=at + 1, low=tokens.low(at))
        yield piece
        at = piece.stop


def sentences(tokens: Tokens) -> Iterator[tuple[Piece, ...]]:
    """Yield the pieces sentence by sentence: a stop ends one where a capital, a digit or nothing follows."""
    held: list[Piece] = []
    for piece in chop(tokens):
        held.append(piece)
        if isinstance(piece, Mark) and piece.kind is MarkKind.STOP and _starts(tokens, piece.stop):
            yield tuple(held)
            held = []
    if held:
        yield tuple(held)


def _starts(tokens: Tokens, at: int) -> bool:
    token = tokens[at]
    first = tokens.text[token.start : token.start + 1]
    return not token.tight and (first.isupper() or first.isdigit() or at >= len(tokens))
