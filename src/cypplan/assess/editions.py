"""Two editions of a plan: what was dropped, weakened, redefined or added.

A target that quietly gets easier, or a measure that means something else under its old name, is what a
reader of a new edition cannot see. Nothing is judged here on figures; only what both editions say counts.
"""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING

import attrs

from cypplan.indicators import Direction
from cypplan.plans.targets import AllTarget, ValueTarget

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from decimal import Decimal

    from cypplan.indicators import Indicator
    from cypplan.plans.model import Measure, Outcome, Plan
    from cypplan.plans.targets import Target

__all__ = ["Change", "EditionDiff", "MeasureChange", "OutcomeChange", "compare_editions"]


class Change(enum.StrEnum):
    """What became of something from one edition to the next."""

    DROPPED = "dropped"
    NEW = "new"
    REDEFINED = "redefined"
    """It measures something else, or from somewhere else, than before."""
    WEAKENED = "weakened"
    """Its target is easier, later, vaguer or gone."""
    STRENGTHENED = "strengthened"
    RENAMED = "renamed"
    SAME = "same"


@attrs.frozen(kw_only=True)
class MeasureChange:
    """A measure in both editions, or in one of them, and what changed."""

    old: Measure | None
    new: Measure | None
    changes: tuple[Change, ...]
    sentences: tuple[str, ...] = ()
    """Why, one sentence for each difference."""

    @property
    def title(self) -> str:
        """Title in the newer edition that has it."""
        return (self.new or self.old).title  # pyright: ignore[reportOptionalMemberAccess] (one is there)


@attrs.frozen(kw_only=True)
class OutcomeChange:
    """An outcome in both editions, or in one of them."""

    old: Outcome | None
    new: Outcome | None
    change: Change


@attrs.frozen(kw_only=True)
class EditionDiff:
    """All that changed from one edition to the next, in the order of the newer one; what was dropped last."""

    old: Plan
    new: Plan
    outcomes: tuple[OutcomeChange, ...]
    measures: tuple[MeasureChange, ...]

    def of(self, change: Change) -> tuple[MeasureChange, ...]:
        """Return the measures with a change of that kind."""
        return tuple(one for one in self.measures if change in one.changes)


def compare_editions(old: Plan, new: Plan, indicators: Mapping[str, Indicator] | None = None) -> EditionDiff:
    """Compare two editions of a plan.

    Measures are matched by id, then by the national indicator that only one measure of each edition is left
    to name, then by title. ``indicators`` gives the direction of measures that state none.

    Examples
    --------
    >>> import cypplan
    >>> plan = cypplan.plan("warrington-care-2018")
    >>> {change for one in compare_editions(plan, plan).measures for change in one.changes}
    {<Change.SAME: 'same'>}
    """
    known = indicators or {}
    pairs = _paired(old.measures, new.measures)
    matched = {before.id for before in pairs.values()}
    measures = [_measure(pairs.get(one.id), one, known) for one in new.measures]
    measures += [
        MeasureChange(old=one, new=None, changes=(Change.DROPPED,))
        for one in old.measures
        if one.id not in matched
    ]
    return EditionDiff(old=old, new=new, outcomes=tuple(_outcomes(old, new)), measures=tuple(measures))


def _outcomes(old: Plan, new: Plan) -> Iterator[OutcomeChange]:
    before = {outcome.id: outcome for outcome in old.outcomes}
    for outcome in new.outcomes:
        was = before.pop(outcome.id, None)
        change = Change.NEW if was is None else Change.SAME
        if was is not None and _plain(was.title) != _plain(outcome.title):
            change = Change.RENAMED
        yield OutcomeChange(old=was, new=outcome, change=change)
    yield from (OutcomeChange(old=one, new=None, change=Change.DROPPED) for one in before.values())


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def _paired(old: Sequence[Measure], new: Sequence[Measure]) -> dict[str, Measure]:
    """Return the older measure of each newer one's id."""
    pairs: dict[str, Measure] = {}
    left, right = {one.id: one for one in old}, {one.id: one for one in new}
    for key in (_id, _indicator, _title):
        before, after = _alone(left, key), _alone(right, key)
        for name in before.keys() & after.keys():
            pairs[after[name].id] = before[name]
            del left[before[name].id], right[after[name].id]
    return pairs


def _id(measure: Measure) -> str | None:
    return measure.id


def _indicator(measure: Measure) -> str | None:
    return measure.indicator.id if measure.indicator else None


def _title(measure: Measure) -> str | None:
    return _plain(measure.title)


def _alone(measures: Mapping[str, Measure], key: Callable[[Measure], str | None]) -> dict[str, Measure]:
    """Return measures by key, leaving out keys that several have: which of them is meant is not known."""
    found: dict[str, list[Measure]] = {}
    for measure in measures.values():
        name = key(measure)
        if name is not None:
            found.setdefault(name, []).append(measure)
    return {name: ones[0] for name, ones in found.items() if len(ones) == 1}


def _measure(old: Measure | None, new: Measure, known: Mapping[str, Indicator]) -> MeasureChange:
    if old is None:
        return MeasureChange(old=None, new=new, changes=(Change.NEW,))
    found = [*_definition(old, new), *_targets(old, new, known)]
    if _plain(old.title) != _plain(new.title):
        found.append((Change.RENAMED, f'was "{old.title}"'))
    changes = tuple(change for change in Change if change in {kind for kind, _ in found})
    return MeasureChange(
        old=old, new=new, changes=changes or (Change.SAME,), sentences=tuple(text for _, text in found)
    )


def _definition(old: Measure, new: Measure) -> Iterator[tuple[Change, str]]:
    for name in ("unit", "population", "age_band", "direction"):
        before, after = getattr(old, name), getattr(new, name)
        if before != after:
            yield Change.REDEFINED, f"{name.replace('_', ' ')}: {before or 'none'}, now {after or 'none'}"
    if _indicator(old) != _indicator(new):
        yield Change.REDEFINED, f"indicator: {_indicator(old) or 'none'}, now {_indicator(new) or 'none'}"
    if old.baseline and new.baseline and old.baseline.period == new.baseline.period:
        before, after = old.baseline.value, new.baseline.value
        if before != after:
            period = f" of {old.baseline.period}" if old.baseline.period else ""
            yield Change.REDEFINED, f"the baseline{period} was {before}, and is {after}"


def _targets(old: Measure, new: Measure, known: Mapping[str, Indicator]) -> Iterator[tuple[Change, str]]:
    before, after = _last(old.targets), _last(new.targets)
    if before is None or after is None:
        if before != after:
            change = Change.WEAKENED if after is None else Change.STRENGTHENED
            yield change, "no target any more" if after is None else "has a target now"
        return
    was, now = _aim(before), _aim(after)
    if was is None or now is None:
        if (was is None) != (now is None):
            change = Change.WEAKENED if now is None else Change.STRENGTHENED
            yield change, f"the target was of kind {before.kind}, and is of kind {after.kind}"
        return
    sign = _sign(old, new, was, known)
    if was != now and old.unit == new.unit:
        easier = sign * (now - was) < 0
        text = f"the target was {was}, and is {now}"
        yield (Change.REDEFINED if sign == 0 else Change.WEAKENED if easier else Change.STRENGTHENED), text
    yield from _due(before, after, harder=sign * (now - was) > 0)


def _due(before: Target, after: Target, *, harder: bool) -> Iterator[tuple[Change, str]]:
    if before.period is None or after.period is None:
        if before.period is not None and not after.ongoing:
            yield Change.WEAKENED, f"was due in {before.period}, and has no date any more"
        return
    if after.period.end > before.period.end and not harder:
        yield Change.WEAKENED, f"was due in {before.period}, and is in {after.period}"
    elif after.period.end < before.period.end:
        yield Change.STRENGTHENED, f"was due in {before.period}, and is in {after.period}"


def _last(targets: Sequence[Target]) -> Target | None:
    """Return the target that stands last in time; one without a date where none has one."""
    ends = [(one.period.end, at) for at, one in enumerate(targets) if one.period is not None]
    if ends:
        return targets[max(ends)[1]]
    return targets[-1] if targets else None


def _aim(target: Target) -> Decimal | int | None:
    match target:
        case ValueTarget(value=value):
            return value
        case AllTarget():
            return 100
        case _:
            return None


def _sign(old: Measure, new: Measure, aim: Decimal | int, known: Mapping[str, Indicator]) -> int:
    """Return +1 where higher is better, -1 where lower is, 0 where nobody can tell."""
    link = new.indicator or old.indicator
    indicator = known.get(link.id) if link else None
    direction = new.direction or old.direction or (indicator.direction if indicator else None)
    if direction in {Direction.HIGHER, Direction.LOWER}:
        return 1 if direction is Direction.HIGHER else -1
    base = old.baseline.value if old.baseline else None
    return 0 if base is None or base == aim else 1 if aim > base else -1
