"""A published plan against its document: is what a plan file quotes printed where it says?

For the tests of the plugins that hold plans. The text files of the published plans are not part of the
repository; an environment variable names the folder that holds them, and tests are skipped without it.

Line numbers count from 1 in the text cut at line feeds. White space, signs of Markdown and of lists, and
the kinds of dashes are made alike before anything is compared; letters, figures, quotation marks and
misprints are not. Titles, names and terms may differ in their capitals, since headings are set in them.
"""

from __future__ import annotations

import os
import re
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, Final

import attrs
import pytest

from cypplan.citations import Citation

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cypplan.plans import Plan

__all__ = ["DOCUMENTS", "document_lines", "misquotations", "tidy", "uncited", "unprinted_headings"]

DOCUMENTS: Final = "CYPPLAN_PLAN_DOCUMENTS"
"""Environment variable: the folder that holds the text of the published plans."""

_WORD_FOR_WORD: Final = ("text", "stated")
_WITHOUT_CAPITALS: Final = ("title", "name", "term", "meaning")
_NEAR: Final = 2
"""By how many lines a citation may miss."""
_LONGEST: Final = 120
"""Over how many lines a text may run."""
_ELISION: Final = re.compile(r"\s*(?:…|\[\.\.\.\])\s*")
_LIST_SIGN: Final = re.compile(r"^\s*(?:[-*+•·▪◦●○]\s+|#+\s+|>\s+)+")
_MARKDOWN: Final = re.compile(r"\*\*|__|<br\s*/?>|(?<!\w)\*(?=\w)|\\(?=\W)")
_DASHES: Final[dict[int, str]] = dict.fromkeys((0x2010, 0x2011, 0x2012, 0x2013, 0x2014, 0x2212), "-")
"""Hyphens, the dashes of several widths and the minus sign."""


def document_lines(plan: Plan) -> list[str]:
    """Return the lines of the plan's document; skip the test where no folder of documents is named."""
    folder = os.environ.get(DOCUMENTS)
    if not folder:
        pytest.skip(f"set {DOCUMENTS} to the folder with the text of the published plans")
    assert plan.document is not None
    assert plan.document.file is not None
    return (Path(folder) / plan.document.file).read_text(encoding="utf-8").split("\n")


def tidy(text: str) -> str:
    """Return a text with white space, dashes and the signs of Markdown, tables and lists made alike."""
    bare = _LIST_SIGN.sub("", text.translate(_DASHES)).replace("|", " ")
    return " ".join(_MARKDOWN.sub("", bare).split())


def misquotations(plan: Plan, lines: Sequence[str]) -> list[str]:
    """Return every quoted text that does not begin within two lines of the line that is cited for it.

    A text may run on over following lines, and an ellipsis in it stands for words left out.
    """
    clean = [tidy(line) for line in lines]
    return [
        f'{path}.{key}: not at or near line {cite.line}: "{quoted}"'
        for path, item, cite in _quoting(plan)
        if cite is not None and cite.line is not None
        for key, quoted in _quoted(item)
        if not _is_near(quoted, clean, cite.line, capitals=key in _WORD_FOR_WORD)
    ]


def uncited(plan: Plan) -> list[str]:
    """Return every quoted text that comes without the line on which it stands."""
    return [
        f'{path}.{key}: "{quoted}"'
        for path, item, cite in _quoting(plan)
        if cite is None or cite.line is None
        for key, quoted in _quoted(item)
    ]


def unprinted_headings(plan: Plan, lines: Sequence[str]) -> list[str]:
    """Return every heading of a citation with which no line of the document begins or ends."""
    clean = [line for line in (tidy(line).casefold() for line in lines) if line]
    begins = list(accumulate((len(line) + 1 for line in clean), initial=0))
    whole = " ".join(clean)
    cites = [(path, item) for path, item in _walk(plan, "plan") if isinstance(item, Citation)]
    wanted = {heading: tidy(heading).casefold() for _, cite in cites for heading in cite.heading}
    missing = {
        heading
        for heading, text in wanted.items()
        if not any(whole.startswith(text, at) or (at and whole.endswith(text, 0, at - 1)) for at in begins)
    }
    return [
        f'{path}: no such heading: "{heading}"'
        for path, cite in cites
        for heading in cite.heading
        if heading in missing
    ]


def _walk(item: object, path: str) -> Iterator[tuple[str, object]]:
    if isinstance(item, tuple):
        for at, one in enumerate(item):
            yield from _walk(one, f"{path}[{getattr(one, 'id', None) or at}]")
    elif attrs.has(type(item)):
        yield path, item
        for field in attrs.fields(type(item)):
            yield from _walk(getattr(item, field.name), f"{path}.{field.name}")


def _quoting(plan: Plan) -> Iterator[tuple[str, object, Citation | None]]:
    """Yield path, object and citation of everything in the plan that can have one."""
    for path, item in _walk(plan, "plan"):
        if hasattr(item, "cite"):
            cite: Citation | None = getattr(item, "cite")  # noqa: B009 (the walk knows no classes)
            yield path, item, cite


def _quoted(item: object) -> Iterator[tuple[str, str]]:
    for key in (*_WORD_FOR_WORD, *_WITHOUT_CAPITALS):
        value = getattr(item, key, None)
        if isinstance(value, str):
            yield key, value


def _is_near(quoted: str, clean: Sequence[str], line: int, *, capitals: bool) -> bool:
    first, last = max(0, line - 1 - _NEAR), line + _NEAR
    near = " ".join(filter(None, clean[first:last]))
    whole = " ".join(filter(None, clean[first : line + _LONGEST]))
    pieces = [tidy(piece) for piece in _ELISION.split(quoted) if piece]
    if not capitals:
        near, whole, pieces = near.casefold(), whole.casefold(), [piece.casefold() for piece in pieces]
    at = whole.find(pieces[0])
    if not 0 <= at < len(near):
        return False
    for piece in pieces:
        at = whole.find(piece, at)
        if at < 0:
            return False
        at += len(piece)
    return True
