"""The door: nothing leaves that was made from unpublished figures, unless disclosure control was applied."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from cypplan.errors import DisclosureError
from cypplan.observations.disclosure import protection

if TYPE_CHECKING:
    from cypplan.calc.carrier import Table
    from cypplan.calc.disclosure import DisclosureRule
    from cypplan.observations.disclosure import Protection
    from cypplan.plans.model import Plan
    from cypplan.plugins import Registry

__all__ = ["protected", "protected_like", "refuse_secret"]


class _Card(Protocol):
    """What the door asks of a scorecard."""

    @property
    def plan(self) -> Plan: ...
    @property
    def unpublished(self) -> bool: ...
    @property
    def all_unpublished(self) -> bool: ...
    @property
    def disclosure(self) -> DisclosureRule | None: ...


def protected(
    observations: Table, rule: DisclosureRule, registry: Registry, *, all_of_it: bool
) -> Protection:
    """Apply a rule to what is unpublished, with the totals of areas that the registry knows.

    ``all_of_it`` says that all figures are unpublished, whatever they are marked with.
    """
    return protection(
        observations,
        rule,
        areas=registry.areas,
        indicators=registry.indicators,
        marked_only=not all_of_it,
    )


def protected_like(card: _Card, observations: Table, registry: Registry) -> Table:
    """Return the observations as the scorecard had them: with its rule applied, where it had one."""
    if card.disclosure is None:
        return observations
    return protected(observations, card.disclosure, registry, all_of_it=card.all_unpublished).table


def refuse_secret(card: _Card) -> None:
    """Raise :class:`DisclosureError` for a scorecard that must not leave as it is."""
    if card.unpublished and card.disclosure is None:
        message = (
            f"{card.plan.id}: made from unpublished figures, in which small numbers of children may stand; "
            "judge again with disclosure=DisclosureRule() (of cypplan.calc), then it can be shown"
        )
        raise DisclosureError(message)
