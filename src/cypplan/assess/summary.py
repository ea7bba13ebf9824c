"""A scorecard in short: counted by measure, what chance may explain, what gets worse, how old figures are."""

from __future__ import annotations

import datetime as dt
import itertools
import operator
from collections import Counter
from typing import TYPE_CHECKING, Final

import attrs

from cypplan.assess.words import Rag, Status, Travel
from cypplan.errors import PeriodError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from cypplan.assess.scorecard import Scorecard
    from cypplan.assess.verdicts import Verdict
    from cypplan.periods import Period

__all__ = ["Age", "age_of", "greens_getting_worse", "measure_counts", "reds_within_chance", "worst_status"]

_GRAVEST: Final = (
    Status.NOT_MET,
    Status.WORSE,
    Status.NO_PROGRESS,
    Status.BEHIND,
    Status.NEARLY_MET,
    Status.ON_TRACK,
    Status.MET_ALREADY,
    Status.MET,
    Status.CANNOT_SAY,
)
"""Statuses from the gravest; what cannot be said counts only where nothing else is known."""


def worst_status(verdicts: Iterable[Verdict]) -> Status:
    """Return the gravest status of a measure's targets; "cannot say" where none could be judged."""
    return min((verdict.status for verdict in verdicts), key=_GRAVEST.index)


def measure_counts(card: Scorecard, *, proxies: bool) -> Mapping[Status, int]:
    """Return how many measures have each status, every measure once, by the gravest of its targets."""
    found = itertools.groupby(card, key=operator.attrgetter("measure.id"))
    groups = [tuple(group) for _, group in found]
    return Counter(worst_status(group) for group in groups if group[0].is_proxy is proxies)


def reds_within_chance(card: Scorecard) -> tuple[Verdict, ...]:
    """Return the red verdicts whose target lies within the interval of the figure."""
    return tuple(
        verdict
        for verdict in card
        if verdict.rag is Rag.RED and verdict.evidence is not None and verdict.evidence.within_chance
    )


def greens_getting_worse(card: Scorecard) -> tuple[Verdict, ...]:
    """Return the green verdicts whose figure is worse than that of the period before."""
    return tuple(
        verdict
        for verdict in card
        if verdict.rag is Rag.GREEN and verdict.trend is not None and verdict.trend.travel is Travel.WORSENING
    )


@attrs.frozen(kw_only=True)
class Age:
    """How old a figure is on the day of the scorecard, and when the next of its series can be expected."""

    months: int
    """Whole months since its period ended."""
    following: Period | None
    """The period after it."""
    expected: dt.date | None
    """When that one's figure is due, if it takes as long as this one; ``None`` where that is not known."""


def age_of(verdict: Verdict, as_of: dt.date) -> Age | None:
    """Return the age of the figure that a verdict rests on, if it has one.

    No publisher's calendar is at hand: the next figure is expected as long after the end of its period as
    this one was published after the end of its own.
    """
    seen = verdict.observation
    if seen is None:
        return None
    months = (as_of.year - seen.period.end.year) * 12 + as_of.month - seen.period.end.month
    try:
        following = seen.period.next()
        lag = seen.published - seen.period.end if seen.published is not None else None
        expected = following.end + lag if lag is not None and lag >= dt.timedelta(0) else None
    except (PeriodError, OverflowError):
        following, expected = None, None
    return Age(months=months, following=following, expected=expected)
