"""What each figure of a sentence is for: a target, the baseline, the size of a change, or a condition."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING, Final

import attrs

from cypplan.plans.sentences.bracketed import baselines_in_brackets
from cypplan.plans.sentences.dates import is_plausible_year
from cypplan.plans.sentences.pieces import (
    Change,
    Comparison,
    Cue,
    CueKind,
    Figure,
    Frequency,
    Mark,
    MarkKind,
    Piece,
    Rank,
    UnitWord,
    When,
)
from cypplan.units import UnitForm

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cypplan.plans.sentences.tokens import Tokens

__all__ = ["Use", "is_filler", "tells_of_past", "uses_of"]


class Use(enum.Enum):
    """What a figure is for."""

    TARGET = "target"
    BASELINE = "baseline"
    AMOUNT = "amount"
    """The size of a change: "10% reduction"."""
    CONDITION = "condition"
    """Part of what is measured: "in the same placement for two years or more"."""
    LOOSE = "loose"
    """Nothing says what it is for."""


_NEAR: Final = 6
"""So many pieces from one dated target to the next at most."""
_LEVEL_CUES: Final = {CueKind.BE, CueKind.TARGET}


def is_filler(piece: Piece) -> bool:
    """Whether a piece only joins others."""
    if isinstance(piece, Cue):
        return piece.kind is CueKind.LABEL
    return isinstance(piece, Mark) and piece.kind in {MarkKind.FILLER, MarkKind.STOP}


@attrs.define
class _Walk:
    """What has been seen on the way through a sentence, left to right."""

    cue: CueKind | Change | None = None
    leading: bool = True
    """Whether nothing but small words and dates has come yet."""
    changed: bool = False
    sized: bool = False
    """Whether "of" has come behind a word of change: "a reduction of at least 10%" is no level."""
    opened: bool = False
    """Whether a "from" with its figure waits for the "to"."""
    conditional: bool = False
    last_target: int | None = None
    compared: bool = False
    """Whether a comparison has come that waits for its margin: "exceed England by 5 points"."""
    named: bool = False
    """Whether the piece before named a unit: "a rate of 58" is a level."""

    def pass_by(self, piece: Piece) -> None:
        """Take note of a piece that is no figure."""
        named, self.named = self.named, isinstance(piece, UnitWord)
        match piece:
            case Cue(kind=CueKind.OF) if named:
                self.cue = CueKind.BE
            case Cue(kind=CueKind.OF) if isinstance(self.cue, Change):
                self.sized = True  # "a reduction of 10%": the change stays the cue
            case Cue(kind=CueKind.LABEL):
                self.cue = self.cue or CueKind.BE
            case Comparison():
                self.cue, self.leading, self.compared = None, False, True
            case Cue(kind=kind):
                self.cue = kind
                self.leading &= kind in {*_LEVEL_CUES, CueKind.TO}
            case Change():
                self.cue, self.changed, self.sized = piece, True, False
            case Mark(kind=MarkKind.CLAUSE):
                self.conditional, self.cue = True, None
            case Mark(kind=MarkKind.FILLER | MarkKind.PROVISIONAL) | When():
                pass
            case _:
                self.cue, self.leading = None, False


def uses_of(tokens: Tokens, pieces: Sequence[Piece]) -> dict[int, Use]:
    """Return the use of each figure, by its place among the pieces of one sentence.

    A sentence that tells of the past ("5.2% of young people were NEET") has statistics and no targets.
    """
    if tells_of_past(tokens, pieces):
        return {at: Use.LOOSE for at, piece in enumerate(pieces) if isinstance(piece, Figure)}
    walk, uses = _Walk(), dict[int, Use]()
    for at, piece in enumerate(pieces):
        if not isinstance(piece, Figure):
            walk.pass_by(piece)
            continue
        use = _use(piece, at, pieces, walk)
        uses[at] = use
        walk.opened |= use is Use.BASELINE
        walk.last_target = at if use is Use.TARGET else walk.last_target
        walk.cue, walk.leading = None, False
    _drop_false_baselines(pieces, uses)
    _take_bracketed(tokens, pieces, uses)
    _promote(pieces, uses)
    return uses


def _take_bracketed(tokens: Tokens, pieces: Sequence[Piece], uses: dict[int, Use]) -> None:
    """Take a dated figure in brackets as the baseline, where none is read elsewhere."""
    if Use.BASELINE not in uses.values():
        demanded = [at for at, use in uses.items() if use in {Use.TARGET, Use.AMOUNT}]
        uses.update(dict.fromkeys(baselines_in_brackets(tokens, pieces, demanded), Use.BASELINE))


def _use(figure: Figure, at: int, pieces: Sequence[Piece], walk: _Walk) -> Use:
    """Say what a figure is for: by what stands behind it, by the small word before it, by its place."""
    level = walk.cue in _LEVEL_CUES or isinstance(walk.cue, Change)
    if walk.conditional or (_is_year(figure) and not level):
        return Use.LOOSE
    said = _said_behind(pieces, at, walk) or _said_by_sign(figure, walk) or _said_by_cue(figure, walk)
    if said is Use.TARGET and walk.last_target is not None and not _continues(pieces, at, walk):
        return Use.LOOSE  # a second level without a date of its own is another measure's
    if said is not None:
        return said
    return Use.TARGET if walk.leading or _continues(pieces, at, walk) else _unsaid(figure)


def _said_behind(pieces: Sequence[Piece], at: int, walk: _Walk) -> Use | None:
    """Read "10% reduction", "12% baseline" and "24% (1998 baseline)"."""
    after = pieces[at + 1] if at + 1 < len(pieces) else None
    if isinstance(after, Mark) and after.kind is MarkKind.YEAR_ON_YEAR and at + 2 < len(pieces):
        after = pieces[at + 2]  # "3% year on year improvement"
    if (isinstance(after, Change) and after.noun) or isinstance(after, Comparison):
        return Use.AMOUNT
    near = [piece for piece in pieces[at + 1 : at + 5] if not is_filler(piece)]
    dated = walk.leading and bool(near) and isinstance(near[0], When)
    named = near[1:2] if dated else [after]
    baseline = any(isinstance(piece, Cue) and piece.noun for piece in named)
    return Use.BASELINE if baseline else None


def _said_by_sign(figure: Figure, walk: _Walk) -> Use | None:
    levels = {*_LEVEL_CUES, CueKind.TO, CueKind.FROM, CueKind.BASELINE}
    return Use.AMOUNT if figure.sign and walk.cue not in levels else None


def _said_by_cue(figure: Figure, walk: _Walk) -> Use | None:
    cue = walk.cue
    if isinstance(cue, Change):
        level = cue.holds or (figure.bound is not None and not walk.sized)  # "maintain 97%", "fall below 18%"
        return None if cue.by is not None else Use.TARGET if level else Use.AMOUNT
    if cue is CueKind.TO:
        sure = walk.changed or walk.opened or walk.leading or figure.unit is not None
        return Use.TARGET if sure else None
    if cue is CueKind.BY:
        return Use.AMOUNT if walk.changed or walk.compared else None
    if cue in _LEVEL_CUES:
        return Use.TARGET
    return Use.BASELINE if cue in {CueKind.FROM, CueKind.BASELINE} else None


def _is_year(figure: Figure) -> bool:
    bare = figure.unit is None and figure.bound is None and figure.high is None and not figure.sign
    return bare and is_plausible_year(str(figure.value))


def _continues(pieces: Sequence[Piece], at: int, walk: _Walk) -> bool:
    """Whether a figure goes on with dated targets: "50% in 2018/19 and 60% in 2019/20"."""
    if walk.last_target is None or at - walk.last_target > _NEAR:
        return False
    between = pieces[walk.last_target + 1 : at]
    joined = all(is_filler(piece) or isinstance(piece, When | Cue | Change) for piece in between)
    after = next((piece for piece in pieces[at + 1 : at + 4] if not is_filler(piece)), None)
    return joined and (isinstance(after, When) or any(isinstance(piece, When) for piece in between))


def _unsaid(figure: Figure) -> Use:
    timed = figure.unit is not None and figure.unit.form in {UnitForm.DURATION, None}
    if timed or figure.suffixed or figure.bound is not None or (figure.in_words and not figure.share):
        return Use.CONDITION
    return Use.LOOSE


def _drop_false_baselines(pieces: Sequence[Piece], uses: dict[int, Use]) -> None:
    """Take back a "from" that starts nothing: neither change nor target follows or stands before it."""
    if Use.TARGET in uses.values() or Use.AMOUNT in uses.values():
        return
    if any(isinstance(piece, Change | Comparison) for piece in pieces):
        return
    for at, use in uses.items():
        before = next(
            (piece for piece in reversed(pieces[max(0, at - 3) : at]) if not is_filler(piece)), None
        )
        if use is Use.BASELINE and isinstance(before, Cue) and before.kind is CueKind.FROM:
            uses[at] = Use.LOOSE


_RELATIVE: Final = frozenset(
    {
        "who",
        "that",
        "which",
        "they",
        "where",
        "will",
        "whose",
        "and",
        "baseline",
        "(",
        ",",
        "should",
        "to",
        "or",
        "it",
    }
)
_PAST: Final = frozenset({"was", "were", "had", "fell", "rose", "grew", "dropped"})
_DONE: Final = frozenset(
    {"been", "increased", "reduced", "decreased", "risen", "fallen", "improved", "doubled", "achieved",
    "significantly",
     "had", "almost", "also", "made", "undertaken", "completed", "seen", "set", "worked"}
)  # fmt: skip


def tells_of_past(tokens: Tokens, pieces: Sequence[Piece]) -> bool:
    """Whether the main verb of a sentence says how things were: "were", "has been", "have improved"."""
    start, stop = (pieces[0].start, pieces[-1].stop) if pieces else (0, 0)
    return any(
        tokens.low(at - 1) not in _RELATIVE
        and (tokens.low(at) in _PAST or (tokens.low(at) in {"has", "have"} and tokens.low(at + 1) in _DONE))
        for at in range(start + 1, stop)
    )  # fmt: skip


_DEMANDS: Final = {
    MarkKind.ALL, MarkKind.NONE, MarkKind.YEAR_ON_YEAR, MarkKind.UNSET, MarkKind.NO_TARGET,
}  # fmt: skip


def _promote(pieces: Sequence[Piece], uses: dict[int, Use]) -> None:
    """Take a lone figure as the target where nothing else is demanded and it ends the sentence."""
    if {Use.TARGET, Use.AMOUNT} & set(uses.values()):
        return
    if any(isinstance(piece, Change | Comparison) or _demands(piece) for piece in pieces):
        return
    lone = [at for at, use in uses.items() if use in {Use.LOOSE, Use.CONDITION}]
    if len(lone) != 1:
        return
    figure = pieces[lone[0]]
    rest = pieces[lone[0] + 1 :]
    ends = all(
        is_filler(piece) or isinstance(piece, When | Frequency) or _is_ongoing(piece) for piece in rest
    )
    named = any(isinstance(piece, UnitWord) for piece in pieces[: lone[0]])
    if isinstance(figure, Figure) and ends and not _is_year(figure):
        measured = figure.unit is not None or figure.bound is not None or named
        if measured and not any(isinstance(p, Mark) and p.kind is MarkKind.CLAUSE for p in pieces):
            uses[lone[0]] = Use.TARGET


def _is_ongoing(piece: Piece) -> bool:
    return isinstance(piece, Mark) and piece.kind is MarkKind.ONGOING


def _demands(piece: Piece) -> bool:
    return isinstance(piece, Rank) or (isinstance(piece, Mark) and piece.kind in _DEMANDS)
