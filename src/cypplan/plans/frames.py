"""Common frames: lists of outcomes that plans of different authorities can be laid beside."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

import attrs

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["FRAMES", "Frame", "FrameOutcome"]


@attrs.frozen
class FrameOutcome:
    """One outcome of a frame; plan files name it as "frame/outcome"."""

    id: str
    title: str


@attrs.frozen
class Frame:
    """A list of outcomes that stands above single plans, and where it comes from."""

    id: str
    title: str
    source: str
    outcomes: tuple[FrameOutcome, ...]

    @property
    def keys(self) -> tuple[str, ...]:
        """The outcomes as plan files name them."""
        return tuple(f"{self.id}/{outcome.id}" for outcome in self.outcomes)


FRAMES: Final[Mapping[str, Frame]] = MappingProxyType(
    {
        frame.id: frame
        for frame in (
            Frame(
                "every-child-matters",
                "The five outcomes of Every Child Matters",
                "Every Child Matters, 2003; the well-being of section 10(2) of the Children Act 2004",
                (
                    FrameOutcome("be-healthy", "Be healthy"),
                    FrameOutcome("stay-safe", "Stay safe"),
                    FrameOutcome("enjoy-and-achieve", "Enjoy and achieve"),
                    FrameOutcome("positive-contribution", "Make a positive contribution"),
                    FrameOutcome("economic-well-being", "Achieve economic well-being"),
                ),
            ),
            Frame(
                "national-framework",
                "The outcomes of the national framework for children's social care",
                "Children's social care: national framework, Department for Education, 2023",
                (
                    FrameOutcome(
                        "stay-together",
                        "Children, young people and families stay together and get the help they need",
                    ),
                    FrameOutcome(
                        "family-network", "Children and young people are supported by their family network"
                    ),
                    FrameOutcome("safe", "Children and young people are safe in and outside of their homes"),
                    FrameOutcome(
                        "stable-homes", "Children in care and care leavers have stable, loving homes"
                    ),
                ),
            ),
        )
    }
)
"""Frame id to frame."""
