"""The roles of all parts of a sentence: what was understood, what is the subject, what was not read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import attrs

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
    Word,
)
from cypplan.plans.sentences.result import Part, Role
from cypplan.plans.sentences.uses import Use, is_filler

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from cypplan.plans.sentences.tokens import Tokens

__all__ = ["Understood", "parts_of", "roles_of"]

_OF_USE: Final = {
    Use.TARGET: Role.TARGET, Use.AMOUNT: Role.TARGET, Use.BASELINE: Role.BASELINE,
    Use.CONDITION: Role.SUBJECT, Use.LOOSE: Role.UNREAD,
}  # fmt: skip


@attrs.frozen(kw_only=True)
class Understood:
    """What of a sentence was used, by places among its pieces."""

    uses: Mapping[int, Use]
    dates: frozenset[int]
    demands: frozenset[int]
    """Places of marks and comparisons that a demand was read from."""
    change: int | None
    provisional: bool
    says_something: bool


def roles_of(pieces: Sequence[Piece], seen: Understood) -> list[Role]:
    """Return the role of each piece of a sentence."""
    if not seen.says_something:
        return [_without_demand(piece) for piece in pieces]
    roles = [_role(piece, at, seen) for at, piece in enumerate(pieces)]
    _unread_clauses(pieces, roles)
    _unread_tail(pieces, roles, seen)
    _unread_level(pieces, roles, seen)
    _fill_subject(roles)
    return roles


def _without_demand(piece: Piece) -> Role:
    match piece:
        case Mark(kind=MarkKind.ONGOING):
            return Role.PERIOD
        case Frequency():
            return Role.REVIEW
        case Mark(kind=MarkKind.STOP):
            return Role.JOINING
        case _:
            return Role.UNREAD


def _role(piece: Piece, at: int, seen: Understood) -> Role:  # noqa: C901, PLR0911 (one for each kind of piece)
    match piece:
        case Figure():
            return _OF_USE[seen.uses[at]]
        case When():
            return Role.PERIOD if at in seen.dates and piece.readings else Role.UNREAD
        case Change():
            return Role.CHANGE if at == seen.change or at in seen.demands else Role.SUBJECT
        case Comparison():
            return Role.COMPARATOR if at in seen.demands else Role.UNREAD
        case Rank():
            return Role.TARGET if at in seen.demands else Role.UNREAD
        case Frequency():
            return Role.REVIEW
        case UnitWord():
            return Role.UNIT
        case Cue(kind=CueKind.BASELINE):
            return Role.BASELINE
        case Cue():
            return Role.JOINING
        case Mark():
            return _mark_role(piece, at, seen)
        case _:
            return Role.SUBJECT


def _mark_role(mark: Mark, at: int, seen: Understood) -> Role:
    if at in seen.demands:
        return Role.TARGET
    match mark.kind:
        case MarkKind.FILLER | MarkKind.STOP:
            return Role.JOINING
        case MarkKind.ONGOING:
            return Role.PERIOD
        case MarkKind.PROVISIONAL:
            return Role.BASELINE if seen.provisional else Role.UNREAD
        case (
            MarkKind.HARMLESS | MarkKind.GAP | MarkKind.ALL | MarkKind.NONE | MarkKind.ENOUGH | MarkKind.DONE
        ):
            return Role.SUBJECT
        case _:
            return Role.UNREAD


def _unread_clauses(pieces: Sequence[Piece], roles: list[Role]) -> None:
    """Leave a condition ("unless", "subject to", "if") unread up to the end of its sentence."""
    start = next(
        (at for at, p in enumerate(pieces) if isinstance(p, Mark) and p.kind is MarkKind.CLAUSE), len(pieces)
    )
    for at in range(start, len(pieces)):
        if roles[at] in {Role.SUBJECT, Role.JOINING, Role.UNIT}:
            roles[at] = Role.UNREAD


def _unread_tail(pieces: Sequence[Piece], roles: list[Role], seen: Understood) -> None:
    """Leave words behind the last demand unread where the subject stood before: they may say anything."""
    demands = [at for at, use in seen.uses.items() if use in {Use.TARGET, Use.AMOUNT}]
    demands += [at for at in seen.demands if isinstance(pieces[at], Comparison)]
    last = max(demands, default=None)
    first = min(demands, default=0)
    named = any(
        role is Role.SUBJECT and isinstance(p, Word) for p, role in zip(pieces[:first], roles, strict=False)
    )
    if last is None or not named:
        return
    after = pieces[last + 1] if last + 1 < len(pieces) else None
    of = isinstance(after, Cue) and after.kind is CueKind.OF
    for at in range(last + 1, len(pieces)):
        of = of and not (is_filler(pieces[at]) and roles[at] is Role.UNREAD)
        if not of and roles[at] is Role.SUBJECT and isinstance(pieces[at], Word | Change):
            roles[at] = Role.UNREAD


def _unread_level(pieces: Sequence[Piece], roles: list[Role], seen: Understood) -> None:
    """Leave a level in words unread: "Reduce to levels before the pandemic" says more than "reduce"."""
    after = pieces[seen.change + 1 : seen.change + 2] if seen.change is not None else ()
    if (
        any(isinstance(piece, Cue) and piece.kind is CueKind.TO for piece in after)
        and Use.TARGET not in seen.uses.values()
    ):
        for at in range(seen.change or 0, len(pieces)):
            roles[at] = Role.UNREAD if roles[at] is Role.SUBJECT else roles[at]


def _fill_subject(roles: list[Role]) -> None:
    """Give small words between two runs of one kind to that kind: "children with a plan" is one run."""
    for kind in (Role.SUBJECT, Role.UNREAD):
        last: int | None = None
        for at, role in enumerate(roles):
            if role is kind:
                for between in range(at if last is None else last + 1, at):
                    roles[between] = kind
                last = at
            elif role is not Role.JOINING:
                last = None


def parts_of(tokens: Tokens, pieces: Iterable[Piece], roles: Iterable[Role]) -> Iterator[Part]:
    """Yield the parts of a text: neighbouring pieces of one role joined."""
    held: tuple[Role, int, int] | None = None
    for piece, role in zip(pieces, roles, strict=True):
        if held is not None and held[0] is role:
            held = (role, held[1], piece.stop)
            continue
        if held is not None:
            yield _part(tokens, *held)
        held = (role, piece.start, piece.stop)
    if held is not None:
        yield _part(tokens, *held)


def _part(tokens: Tokens, role: Role, start: int, stop: int) -> Part:
    return Part(role, tokens.printed(start, stop), tokens[start].start, tokens[stop - 1].end)
