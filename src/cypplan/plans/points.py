"""Point: one text that a plan prints, with the place where it stands."""

# Annotations of this module are types, not texts: see cypplan.plans.targets.
from collections.abc import Iterable
from typing import ClassVar

import attrs

from cypplan.citations import Citation

__all__ = ["Point", "point", "points"]


@attrs.frozen(kw_only=True)
class Point:
    """One text as published: an item of a list, a vision, an aspiration.

    A plan file may write the text alone.
    """

    TEXT_KEY: ClassVar[str] = "text"

    text: str
    id: str | None = None
    """Needed only where something refers to it."""
    heading: str | None = None
    """The line under which it stands, where a list has parts: "We value good communication which means:"."""
    measures: tuple[str, ...] = ()
    """Ids of the measures that tell whether it comes true."""
    cite: Citation | None = None
    note: str | None = None

    def __str__(self) -> str:
        return self.text


def point(value: Point | str | None) -> Point | None:
    """Return a text as a point; a point and ``None`` stay what they are."""
    return Point(text=value) if isinstance(value, str) else value


def points(values: Iterable[Point | str]) -> tuple[Point, ...]:
    """Return texts and points as points."""
    return tuple(Point(text=value) if isinstance(value, str) else value for value in values)
