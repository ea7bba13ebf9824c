"""The sheets of what stands beside a scorecard: changes, comments, findings, the figures of its charts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cypplan.assess.charts import Neighbours, Trajectory
from cypplan.reports.overview import decimals_of, measure_title
from cypplan.reports.shorthand import NOT_AVAILABLE, shorthand
from cypplan.reports.spreadsheet import Number, Sheet, SheetColumn
from cypplan.reports.words import day, period_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from cypplan.assess.changes import Change, Changes
    from cypplan.assess.charts import Charted
    from cypplan.assess.commentary import Comment
    from cypplan.audit.findings import Finding
    from cypplan.reports.briefing import Briefing
    from cypplan.reports.spreadsheet import Value

__all__ = ["beside_sheets"]


def beside_sheets(briefing: Briefing) -> Iterator[Sheet]:
    """Yield a sheet for each part that stands beside a scorecard and says something."""
    if briefing.changes is not None and (briefing.changes.flips or briefing.changes.figures):
        yield _changes(briefing.changes)
    if briefing.comments:
        yield _comments(briefing.comments)
    if briefing.findings is not None and briefing.findings.items:
        yield _findings(briefing.findings)
    rows = tuple(row for charted in briefing.charts.values() for row in _charted(charted))
    if rows:
        yield _series(rows)


def _changes(changes: Changes) -> Sheet:
    return Sheet(
        label="Changes",
        title=f"What has changed since {day(changes.since)}",
        columns=(
            SheetColumn("Target id", 26),
            SheetColumn("Measure", 44),
            SheetColumn("Status before", 20),
            SheetColumn("Colour before", 12),
            SheetColumn("Figure before", 12),
            SheetColumn("Period before", 16),
            SheetColumn("Status now", 20),
            SheetColumn("Colour now", 12),
            SheetColumn("Figure now", 12),
            SheetColumn("Period now", 16),
        ),
        rows=tuple(map(_change, (*changes.flips, *changes.figures))),
    )


def _change(one: Change) -> tuple[Value, ...]:
    verdict, before, seen = one.verdict, one.before, one.verdict.observation
    decimals = decimals_of(verdict)
    value = seen.value if seen else None
    return (
        verdict.id,
        measure_title(verdict),
        before.status.value,
        before.rag.value if before.rag else None,
        NOT_AVAILABLE if before.value is None else Number(before.value, decimals),
        period_words(before.period) if before.period else None,
        verdict.status.value,
        verdict.rag.value if verdict.rag else None,
        _why(seen.mark if seen else None) if value is None else Number(value, decimals),
        period_words(seen.period) if seen else None,
    )


def _why(mark: str | None) -> str:
    return shorthand(mark) if mark else NOT_AVAILABLE


def _comments(comments: Mapping[str, tuple[Comment, ...]]) -> Sheet:
    return Sheet(
        label="Comments",
        title="What the authority says",
        columns=(
            SheetColumn("On", 26),
            SheetColumn("Date", 12),
            SheetColumn("By", 24),
            SheetColumn("Comment", 60),
            SheetColumn("Decision", 60),
        ),
        rows=tuple(
            (one.on, one.date.isoformat(), one.by, one.text, one.decision)
            for several in comments.values()
            for one in several
        ),
    )


def _findings(findings: Iterable[Finding]) -> Sheet:
    return Sheet(
        label="Findings",
        title="What the check found in the plan",
        columns=(
            SheetColumn("Fact", 32),
            SheetColumn("Code", 10),
            SheetColumn("Severity", 12),
            SheetColumn("Title", 36),
            SheetColumn("Finding", 60),
            SheetColumn("Both sides", 60),
            SheetColumn("What follows", 44),
            SheetColumn("Acknowledged", 14),
        ),
        rows=tuple(
            (
                one.fact.path,
                one.code,
                one.severity.value,
                one.title,
                one.message,
                "; ".join(map(str, one.sides)) or None,
                one.verdict or None,
                "yes" if one.acknowledged else "no",
            )
            for one in findings
        ),
    )


def _series(rows: tuple[tuple[Value, ...], ...]) -> Sheet:
    return Sheet(
        label="Series",
        title="Figures through time, and of the neighbours",
        columns=(
            SheetColumn("Target id", 26),
            SheetColumn("Measure", 44),
            SheetColumn("Figure of", 14),
            SheetColumn("Area", 28),
            SheetColumn("Period", 16),
            SheetColumn("Figure", 12),
            SheetColumn("Lower limit", 12),
            SheetColumn("Upper limit", 12),
        ),
        rows=rows,
    )


def _charted(charted: Charted) -> Iterator[tuple[Value, ...]]:
    verdict, decimals = charted.verdict, decimals_of(charted.verdict)
    head = (verdict.id, measure_title(verdict))
    for chart in charted.charts:
        if isinstance(chart, Trajectory):
            for line in filter(None, (chart.own, chart.country)):
                for point in line.points:
                    value = _why(point.why) if point.value is None else Number(point.value, decimals)
                    limits = (_limit(point.lower), _limit(point.upper))
                    yield (*head, line.role, line.name, period_words(point.period), value, *limits)
        elif isinstance(chart, Neighbours):
            for place in chart.places:
                value = _why(place.why) if place.value is None else Number(place.value, decimals)
                yield (*head, place.role, place.name, period_words(chart.period), value, None, None)


def _limit(value: float | None) -> Value:
    return None if value is None else Number(value, 1)
