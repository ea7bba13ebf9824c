"""What the drawings of several kinds share: rows of a layer, labels of the axis of time, signs for holes."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from cypplan.observations.table import Mark
from cypplan.periods import PeriodKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import TypeAlias

    from cypplan.assess.charts import ChartPoint
    from cypplan.periods import Period

    Rows: TypeAlias = "list[dict[str, str | float | None]]"

__all__ = ["Rows", "band_of", "holes_of", "label", "points_of", "sign_of", "signed", "signs_said", "ticks_of"]

_MOST_LABELS: Final = 5
_SIGNS: Final = {
    Mark.SUPPRESSED.value: "[c]",
    Mark.NOT_AVAILABLE.value: "[x]",
    Mark.NOT_COLLECTED.value: "[w]",
    Mark.NOT_APPLICABLE.value: "[z]",
    Mark.ROUNDS_TO_ZERO.value: "[low]",
}
"""The shorthand that the Analysis Function recommends for tables."""


def sign_of(why: str | None) -> str:
    """Return the sign that stands where there is no figure."""
    return _SIGNS.get(why or "", "[x]")


def signs_said(whys: Iterable[str | None]) -> str:
    """Return what the signs of a picture mean, each once; empty where there are none."""
    found = dict.fromkeys((sign_of(why), (why or "no figure").replace("-", " ")) for why in whys)
    return " ".join(f"{sign} {meaning}." for sign, meaning in found)


def signed(value: float) -> str:
    """Return a difference with its sign, which nothing but noise does not get: "+1.3", "-0.4", "0.0"."""
    shown = f"{value:+,.1f}"
    return "0.0" if float(shown.replace(",", "")) == 0 else shown


def points_of(points: Iterable[ChartPoint]) -> Rows:
    """Return the points that have a figure as rows of a layer."""
    return [
        {
            "x": point.period.end_month,
            "y": point.value,
            "piece": str(point.piece),
            "period": str(point.period),
        }
        for point in points
        if point.value is not None
    ]


def band_of(points: Iterable[ChartPoint]) -> Rows:
    """Return the limits of the points that have any."""
    return [
        {
            "x": point.period.end_month,
            "lower": point.lower,
            "upper": point.upper,
            "piece": str(point.piece),
            "period": str(point.period),
        }
        for point in points
        if point.lower is not None and point.upper is not None
    ]


def holes_of(points: Iterable[ChartPoint]) -> Rows:
    """Return the points that have none, each with the sign that says why."""
    return [
        {"x": point.period.end_month, "sign": sign_of(point.why), "period": str(point.period)}
        for point in points
        if point.value is None
    ]


def label(period: Period) -> str:
    """Return a period as the axis has room for it: "2014/15"; a count on a day by its year."""
    if period.kind is PeriodKind.DAY:
        return str(period.end.year)
    if period.kind is PeriodKind.SPAN:
        return f"to {period.end.year}"
    return " ".join(word for word in period.key.split() if word not in {"financial", "academic", "month"})


def ticks_of(periods: Sequence[Period]) -> Rows:
    """Return labels for the axis of time: the last period, and back from it as many as there is room for."""
    ordered = sorted(set(periods))
    step = math.ceil(len(ordered) / _MOST_LABELS) or 1
    return [{"x": period.end_month, "label": label(period)} for period in reversed(ordered[::-step])]
