"""RAG rules: named, versioned, chosen by the authority, recorded in every verdict."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

import attrs

from cypplan.assess.words import Rag, Status
from cypplan.errors import LookupFailed

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["RULES", "TRAJECTORY", "RagRule", "rule_named"]


@attrs.frozen(kw_only=True)
class RagRule:
    """A colour for every status that has one."""

    name: str
    version: str
    words: str
    """The rule in a sentence."""
    colours: Mapping[Status, Rag] = attrs.field(repr=False)

    def rag(self, status: Status) -> Rag | None:
        """Return the colour of a status; ``None`` where the rule gives none."""
        return self.colours.get(status)

    def __str__(self) -> str:
        return f"{self.name} {self.version}"


TRAJECTORY: Final = RagRule(
    name="trajectory",
    version="1",
    words=(
        "green: met, or at least as far as the straight line from baseline to target; amber: better than the "
        "baseline, short of that line; red: no progress, worse than the baseline, or not met when due"
    ),
    colours=MappingProxyType(
        {
            Status.MET: Rag.GREEN,
            Status.MET_ALREADY: Rag.GREEN,
            Status.ON_TRACK: Rag.GREEN,
            Status.BEHIND: Rag.AMBER,
            Status.NO_PROGRESS: Rag.RED,
            Status.WORSE: Rag.RED,
            Status.NOT_MET: Rag.RED,
        }
    ),
)

RULES: Final[Mapping[str, RagRule]] = MappingProxyType({TRAJECTORY.name: TRAJECTORY})
"""The rules of the library, by name."""


def rule_named(name: str) -> RagRule:
    """Return the rule of that name; raise :class:`LookupFailed` if there is none."""
    if name not in RULES:
        what = "RAG rule"
        raise LookupFailed(what, name, list(RULES))
    return RULES[name]
