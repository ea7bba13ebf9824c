"""Marks in brackets, as the Government Statistical Service writes them in tables, and what they mean."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cypplan.observations.table import Mark

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = ["MEANINGS", "NOT_APPLICABLE", "NOT_AVAILABLE", "explained", "shorthand"]

NOT_AVAILABLE: Final = "[x]"
NOT_APPLICABLE: Final = "[z]"

_SHORTHAND: Final[Mapping[Mark, str]] = {
    Mark.SUPPRESSED: "[c]",
    Mark.NOT_APPLICABLE: NOT_APPLICABLE,
    Mark.NOT_AVAILABLE: NOT_AVAILABLE,
    Mark.NOT_COLLECTED: "[w]",
    Mark.ROUNDS_TO_ZERO: "[low]",
    Mark.ROUNDED_5: "[r5]",
    Mark.ROUNDED_10: "[r10]",
    Mark.LOW_RELIABILITY: "[u]",
    Mark.PROVISIONAL: "[p]",
    Mark.REVISED: "[r]",
    Mark.ESTIMATED: "[e]",
    Mark.SERIES_BREAK: "[b]",
    Mark.UNPUBLISHED: "[n]",
    Mark.DISCLOSURE_CONTROLLED: "[d]",
}
MEANINGS: Final[Mapping[str, str]] = {
    "[b]": "the series is broken: figures before and after must not be compared",
    "[c]": "confidential: suppressed, so that nobody can be recognised",
    "[d]": "changed to protect people",
    "[e]": "estimated",
    "[low]": "above zero, and rounds to zero",
    "[n]": "not published by its source in this form",
    "[p]": "provisional",
    "[r]": "revised",
    "[r5]": "rounded to the nearest 5",
    "[r10]": "rounded to the nearest 10",
    "[u]": "of low reliability",
    "[w]": "not collected",
    "[x]": "not available",
    "[z]": "not applicable: there is nothing to say here",
}
"""What each mark means, in words that stand under a table."""


def shorthand(mark: str) -> str:
    """Return the mark in brackets of a mark of the observation table; one that is not known as it is."""
    return _SHORTHAND[Mark(mark)] if mark in set(Mark) else f"[{mark}]"


def explained(marks: Iterable[str]) -> str:
    """Return which marks a table uses, and what they mean; empty where it uses none."""
    known = sorted(set(marks) & set(MEANINGS))
    return "; ".join(f"{mark} {MEANINGS[mark]}" for mark in known)
