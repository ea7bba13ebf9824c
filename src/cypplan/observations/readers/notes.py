"""Sheets of notes: what a workbook itself says its marks mean.

Government spreadsheets list on a sheet "Notes" or "Cover" what their symbols stand for, and some give a
symbol another meaning than the usual one. What stands there goes before the convention of the format.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from cypplan.observations.table import MISSING_MARKS, Mark

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cypplan.observations.readers.workbooks import Grid

__all__ = ["meaning_of", "noted_marks"]

_SHEETS: Final = re.compile(
    r"cover|contents|notes?|information|introduction|metadata|symbols|shorthand|key|conventions|read ?me",
    re.IGNORECASE,
)
_ROWS: Final = 400
_BRACKETED: Final = r"\[(?!note )[^\[\]]{1,16}\]"
_SYMBOL: Final = re.compile(rf"{_BRACKETED}|[^\w\s]{{1,3}}", re.IGNORECASE)
_LETTERS: Final = re.compile(r"[a-z]{1,4}", re.IGNORECASE)
_SENTENCE: Final = re.compile(
    rf"({_BRACKETED}|[^\w\s]{{1,3}}|[a-z])\s*(?:=|:|-|\u2013|means|indicates|denotes|is|are|shows)\s*(.{{3,}})",
    re.IGNORECASE | re.DOTALL,
)
_HEADING: Final = re.compile(r"symbol|shorthand|mark(?:er)?\b|convention|abbreviation|code", re.IGNORECASE)
_MEANINGS: Final = (
    (r"not applicable", Mark.NOT_APPLICABLE),
    (r"not collected", Mark.NOT_COLLECTED),
    (r"suppress|confidential|disclos|too small to (?:show|publish)|redacted", Mark.SUPPRESSED),
    (r"round(?:s|ed|ing)?(?: down)? to (?:zero|0)|less than half|negligible", Mark.ROUNDS_TO_ZERO),
    (r"not (?:yet )?(?:available|published|provided)|unavailable|missing|no data", Mark.NOT_AVAILABLE),
    (r"low reliability|unreliable|not reliable|less reliable", Mark.LOW_RELIABILITY),
    (r"provisional", Mark.PROVISIONAL),
    (r"revised", Mark.REVISED),
    (r"estimate", Mark.ESTIMATED),
    (r"break in (?:the )?(?:time )?series|series break", Mark.SERIES_BREAK),
)


def _explains(grid: Grid) -> bool:
    """Whether a sheet is by its name one of notes."""
    return any(_SHEETS.fullmatch(word) for word in re.split(r"[\s_]+and[\s_]+|[\s_-]+", grid.name.strip()))


def meaning_of(text: str) -> Mark | None:
    """Return the mark that a meaning in words describes, or ``None`` where it is none or may be several.

    Why there is no figure goes before what qualifies one: "not available, as the break in series" is missing.
    """
    plain = " ".join(text.casefold().split())
    found = [mark for pattern, mark in _MEANINGS if re.search(pattern, plain)]
    missing = [mark for mark in found if mark in MISSING_MARKS]
    if len(missing) == 2 and Mark.NOT_AVAILABLE in missing and Mark.SUPPRESSED in missing:  # noqa: PLR2004
        return Mark.SUPPRESSED  # "not available because it is confidential"
    chosen = missing or found
    return chosen[0] if len(chosen) == 1 else None


def noted_marks(grids: Iterable[Grid]) -> dict[str, Mark]:
    """Return the marks that the sheets of notes explain; a symbol with two meanings is left out."""
    made: dict[str, Mark | None] = {}
    for grid in grids:
        if not _explains(grid):
            continue
        headed = False
        for row in grid.cells.head(_ROWS).iter_rows():
            cells = [cell.strip() for cell in row if cell and cell.strip()]
            headed = headed or any(_HEADING.search(cell) for cell in cells[:2])
            if (pair := _pair(cells, headed=headed)) and (mark := meaning_of(pair[1])):
                symbol = pair[0].casefold()
                made[symbol] = mark if made.get(symbol, mark) is mark else None
    return {symbol: mark for symbol, mark in made.items() if mark is not None}


def _pair(cells: list[str], *, headed: bool) -> tuple[str, str] | None:
    """Return the symbol and the meaning of a row: in two cells, or in one as "[c] = suppressed".

    A bare letter counts only below a heading that says what it is.
    """
    if len(cells) > 1 and (_SYMBOL.fullmatch(cells[0]) or (headed and _LETTERS.fullmatch(cells[0]))):
        return cells[0], cells[1]
    if len(cells) == 1 and (found := _SENTENCE.fullmatch(cells[0])):
        return (found[1], found[2]) if headed or not found[1].isalpha() else None
    return None
