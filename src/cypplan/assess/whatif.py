"""What if: which verdicts would be others under another rule, neighbour set, aggregate or confidence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import attrs

from cypplan.assess.scorecard import Scorecard, scorecard
from cypplan.errors import LookupFailed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cypplan.assess.verdicts import Verdict
    from cypplan.plans.model import Plan

__all__ = ["Flip", "WhatIf", "whatif"]

_CHOICES: Final = ("rule", "neighbours", "aggregate", "confidence", "as_of", "known_at")


@attrs.frozen
class Flip:
    """A verdict that is another one under another choice."""

    before: Verdict
    after: Verdict

    @property
    def id(self) -> str:
        """Id of the verdict."""
        return self.before.id

    def __str__(self) -> str:
        return f"{self.id}: {_said(self.before)} → {_said(self.after)}"


def _said(verdict: Verdict) -> str:
    return f"{verdict.status} ({verdict.rag})" if verdict.rag else str(verdict.status)


@attrs.frozen(kw_only=True)
class WhatIf:
    """One other choice: what was changed, the scorecard it gives, and the verdicts that flip."""

    change: Mapping[str, Any]
    base: Scorecard
    card: Scorecard
    flips: tuple[Flip, ...]


def whatif(plan: Plan, observations: object = None, *, change: Mapping[str, Any], **choices: Any) -> WhatIf:  # noqa: ANN401 (the options of scorecard, handed on)
    """Judge a plan twice and return the verdicts whose status or colour differs.

    Parameters
    ----------
    plan, observations
        As for :func:`~cypplan.assess.scorecard.scorecard`.
    change
        The options that are changed for the second judgement: any of ``rule``, ``neighbours``,
        ``aggregate``, ``confidence``, ``as_of`` and ``known_at``.
    choices
        The options of the first; those that are not changed hold for both.

    Raises
    ------
    LookupFailed
        If an option is none of these, or its value is unknown.

    Examples
    --------
    >>> import cypplan
    >>> plan = cypplan.plan("warrington-care-2018")
    >>> found = whatif(plan, as_of="2021-03-31", change={"rule": "interval"})
    >>> all(flip.before.status == flip.after.status for flip in found.flips)
    True
    """
    for name in change:
        if name not in _CHOICES:
            what = "choice that can be changed"
            raise LookupFailed(what, name, _CHOICES)
    base = scorecard(plan, observations, **choices)
    # where no day was given the first judgement has taken one, which the second must not take anew
    options: dict[str, Any] = {**choices, "as_of": base.as_of, **change}
    other = scorecard(plan, observations, **options)
    after = {verdict.id: verdict for verdict in other}
    flips = tuple(
        Flip(verdict, after[verdict.id])
        for verdict in base
        if verdict.id in after and _differ(verdict, after[verdict.id])
    )
    return WhatIf(change=dict(change), base=base, card=other, flips=flips)


def _differ(one: Verdict, other: Verdict) -> bool:
    return (one.status, one.rag) != (other.status, other.rag)
