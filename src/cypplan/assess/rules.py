"""RAG rules: named, versioned, chosen by the authority, recorded in every verdict."""

from __future__ import annotations

import math
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

import attrs

from cypplan.assess.words import Rag, Status
from cypplan.errors import LookupFailed, ValueFault

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cypplan.plugins import Registry

__all__ = ["INTERVAL", "RULES", "TRAJECTORY", "RagRule", "rule_named", "tolerance_rule"]

_TOLERANCE: Final = "tolerance:"


@attrs.frozen(kw_only=True)
class RagRule:
    """A colour for every status that has one."""

    name: str
    version: str
    words: str
    """The rule in a sentence."""
    colours: Mapping[Status, Rag] = attrs.field(repr=False)
    tolerance: float | None = None
    """Distance to the target, in the indicator's unit, up to which a target not met is nearly met."""
    by_interval: bool = False
    """Whether the colour follows the interval: better than the target, similar to it, or worse."""

    def rag(self, status: Status) -> Rag | None:
        """Return the colour of a status; ``None`` where the rule gives none."""
        return self.colours.get(status)

    def judged(
        self, status: Status, *, distance: float | None, within_chance: bool | None
    ) -> tuple[Status, Rag | None]:
        """Return the status under this rule, and its colour.

        Parameters
        ----------
        status
            The status that the arithmetic gives.
        distance
            How far the figure is on the right side of the target, in the indicator's unit.
        within_chance
            Whether the target lies within the figure's interval; ``None`` where there is none.
        """
        if self.by_interval:
            if distance is None or within_chance is None:
                return status, None
            beyond = Rag.GREEN if distance >= 0 else Rag.RED
            return status, Rag.AMBER if within_chance else beyond
        if self.tolerance is not None and status is Status.NOT_MET and distance is not None:
            # the distance carries the noise of a subtraction
            near = distance >= -self.tolerance * (1 + 1e-9)
            status = Status.NEARLY_MET if near else status
        return status, self.rag(status)

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

INTERVAL: Final = RagRule(
    name="interval",
    version="1",
    words=(
        "green: on the right side of the target, beyond chance; amber: within chance of it, on either side; "
        "red: short of it, beyond chance; no colour where no interval is known"
    ),
    colours=MappingProxyType({}),
    by_interval=True,
)


def tolerance_rule(amount: float) -> RagRule:
    """Return the rule that calls a target nearly met, amber, up to a distance in the indicator's unit.

    A tolerance in per cent of the target is not offered: it judges a figure and its complement unlike.

    Raises
    ------
    ValueFault
        If the amount is not above 0 and finite.

    Examples
    --------
    >>> print(tolerance_rule(2))
    tolerance:2 1
    """
    if not 0 < amount < math.inf:
        message = f"a tolerance of {amount:g}: write a number above 0, in the unit of the indicator"
        raise ValueFault(message)
    return RagRule(
        name=f"{_TOLERANCE}{amount:g}",
        version="1",
        words=f"as trajectory; amber, too: not met when due, and short by no more than {amount:g} "
        "in the unit of the indicator",
        colours=MappingProxyType({**TRAJECTORY.colours, Status.NEARLY_MET: Rag.AMBER}),
        tolerance=amount,
    )


RULES: Final[Mapping[str, RagRule]] = MappingProxyType({rule.name: rule for rule in (TRAJECTORY, INTERVAL)})
"""The rules of the library, by name."""


def rule_named(name: str, registry: Registry | None = None) -> RagRule:
    """Return the rule of that name, of the library or of a plugin of the registry.

    "tolerance:2" is the rule with that tolerance.

    Raises
    ------
    LookupFailed
        If there is none.
    ValueFault
        If the tolerance is no number above 0.
    """
    if name in RULES:
        return RULES[name]
    if name.startswith(_TOLERANCE):
        return tolerance_rule(_amount(name))
    more = registry.rag_rules if registry is not None else {}
    found = more.get(name)
    if not isinstance(found, RagRule):
        what = "RAG rule"
        raise LookupFailed(what, name, [*RULES, f"{_TOLERANCE}2", *more])
    return found


def _amount(name: str) -> float:
    try:
        return float(name.removeprefix(_TOLERANCE))
    except ValueError:
        message = f'the rule "{name}": write a number after the colon, as "{_TOLERANCE}2"'
        raise ValueFault(message) from None
