"""What has changed since an earlier scorecard of the same plan: a day's, or one that was kept as JSON."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs

from cypplan.assess.plain import CARD_SCHEMA
from cypplan.assess.words import Rag, Status
from cypplan.errors import ReadError, ValueFault
from cypplan.periods import Period

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from os import PathLike

    from cypplan.assess.scorecard import Scorecard
    from cypplan.assess.verdicts import Verdict

__all__ = ["Before", "Change", "Changes", "EarlierCard", "changes_since", "earlier_card", "read_card"]


@attrs.frozen(kw_only=True)
class Before:
    """What an earlier scorecard said of a target."""

    status: Status
    rag: Rag | None
    value: float | None
    period: Period | None


@attrs.frozen(kw_only=True)
class EarlierCard:
    """As much of an earlier scorecard as is compared."""

    plan: str
    as_of: dt.date
    rule: str
    verdicts: Mapping[str, Before] = attrs.field(repr=False)


@attrs.frozen
class Change:
    """A verdict that is another one than it was."""

    verdict: Verdict
    before: Before

    @property
    def flipped(self) -> bool:
        """Whether status or colour is another; else only the figure is."""
        return (self.before.status, self.before.rag) != (self.verdict.status, self.verdict.rag)


@attrs.frozen(kw_only=True)
class Changes:
    """An earlier scorecard and this one, compared target by target."""

    since: dt.date
    other_rule: str | None
    """The earlier rule, where it is not this one's: some flips are then its doing."""
    flips: tuple[Change, ...]
    """Status or colour is another."""
    figures: tuple[Change, ...]
    """The status is the same, on another figure."""
    same: int
    appeared: tuple[Verdict, ...]
    """Targets that the earlier scorecard does not have."""
    gone: tuple[str, ...]
    """Ids of targets that only the earlier one has."""


def earlier_card(card: Scorecard) -> EarlierCard:
    """Return what is compared of a scorecard."""
    return EarlierCard(
        plan=card.plan.id, as_of=card.as_of, rule=str(card.rule), verdicts={v.id: _before(v) for v in card}
    )


def _before(verdict: Verdict) -> Before:
    seen = verdict.observation
    return Before(
        status=verdict.status,
        rag=verdict.rag,
        value=seen.value if seen else None,
        period=seen.period if seen else None,
    )


def read_card(path: str | PathLike[str]) -> EarlierCard:
    """Read a scorecard that was written as JSON.

    Raises
    ------
    ReadError
        If the file is no scorecard, or one of another version of the format.
    OSError
        If it cannot be opened.
    """
    path = Path(path)
    try:
        data = json.loads(path.read_text(encoding="utf-8-sig"))
    except ValueError as error:
        problem = f"no JSON ({error}); write one with: cypplan scorecard PLAN --format json"
        raise ReadError(str(path), problem) from error
    version = data.get("schema_version") if isinstance(data, dict) else None
    if version != CARD_SCHEMA or "verdicts" not in data:
        problem = (
            f"no scorecard of version {CARD_SCHEMA}; write one with: cypplan scorecard PLAN --format json"
        )
        raise ReadError(str(path), problem)
    try:
        return EarlierCard(
            plan=data["plan"]["id"],
            as_of=dt.date.fromisoformat(data["as_of"]),
            rule=f"{data['rule']['name']} {data['rule']['version']}",
            verdicts={one["id"]: _read_verdict(one) for one in data["verdicts"]},
        )
    except (KeyError, TypeError, ValueError) as error:
        problem = f"a scorecard with a part that cannot be read ({type(error).__name__}: {error})"
        raise ReadError(str(path), problem) from error


def _read_verdict(data: Mapping[str, Any]) -> Before:
    seen = data["observation"]
    value = seen["value"] if seen else None
    return Before(
        status=Status(data["status"]),
        rag=Rag(data["rag"]) if data["rag"] else None,
        value=None if value is None else float(value),
        period=Period.parse(seen["period"]) if seen else None,
    )


def changes_since(card: Scorecard, earlier: EarlierCard) -> Changes:
    """Return what has changed between an earlier scorecard and this one.

    Raises
    ------
    ValueFault
        If the earlier one is of another plan.
    """
    if earlier.plan != card.plan.id:
        message = f"the earlier scorecard is of {earlier.plan}, this one is of {card.plan.id}"
        raise ValueFault(message)
    changed = list(_changed(card, earlier))
    ids = {verdict.id for verdict in card}
    appeared = tuple(verdict for verdict in card if verdict.id not in earlier.verdicts)
    return Changes(
        since=earlier.as_of,
        other_rule=None if earlier.rule == str(card.rule) else earlier.rule,
        flips=tuple(one for one in changed if one.flipped),
        figures=tuple(one for one in changed if not one.flipped),
        same=len(card) - len(appeared) - len(changed),
        appeared=appeared,
        gone=tuple(name for name in earlier.verdicts if name not in ids),
    )


def _changed(card: Scorecard, earlier: EarlierCard) -> Iterator[Change]:
    for verdict in card:
        before = earlier.verdicts.get(verdict.id)
        if before is not None and before != _before(verdict):
            yield Change(verdict, before)
