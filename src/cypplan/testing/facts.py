"""A plan, walked through: every part with its path, and everything that quotes its document."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import attrs

from cypplan.citations import Citation, Document

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cypplan.plans import Plan

__all__ = ["parts", "quotations"]

_QUOTED: Final = ("text", "stated", "title", "name", "term", "meaning")
"""Fields of parts with a citation that hold the document's own words."""


def parts(plan: Plan) -> Iterator[tuple[str, object]]:
    """Yield every part of a plan with its path, such as ``measures.adoptions.baseline``."""
    for path, part in _walked(plan, ""):
        yield path or "plan", part


def _walked(item: object, path: str) -> Iterator[tuple[str, object]]:
    if isinstance(item, tuple):
        for at, one in enumerate(item):
            name: object = getattr(one, "id", None)
            yield from _walked(one, f"{path}.{name}" if name else f"{path}[{at}]")
    elif attrs.has(type(item)) and not isinstance(item, Citation | Document):
        yield path, item
        for field in attrs.fields(type(item)):
            place = f"{path}.{field.name}" if path else field.name
            yield from _walked(getattr(item, field.name), place)


def quotations(plan: Plan) -> Iterator[tuple[str, str, Citation | None]]:
    """Yield path, words and citation of everything in a plan that quotes its document."""
    for path, part in parts(plan):
        if not hasattr(part, "cite"):
            continue
        cite: Citation | None = getattr(part, "cite")  # noqa: B009 (the walk knows no classes)
        for key in _QUOTED:
            words: object = getattr(part, key, None)
            if isinstance(words, str):
                yield f"{path}.{key}" if path != "plan" else key, words, cite
