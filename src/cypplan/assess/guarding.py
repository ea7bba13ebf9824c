"""The door: nothing leaves that was made from unpublished figures, unless disclosure control was applied."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cypplan.errors import DisclosureError

if TYPE_CHECKING:
    from cypplan.assess.scorecard import Scorecard

__all__ = ["refuse_secret"]


def refuse_secret(card: Scorecard) -> None:
    """Raise :class:`DisclosureError` for a scorecard that must not leave as it is."""
    if card.unpublished and card.disclosure is None:
        message = (
            f"{card.plan.id}: made from unpublished figures, in which small numbers of children may stand; "
            "judge again with disclosure=DisclosureRule() (of cypplan.calc), then it can be shown"
        )
        raise DisclosureError(message)
