"""Lists, each as plain data and as a document; those of plans and plugins are in ``installed``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs

from cypplan.cli.output import put, report
from cypplan.reports.data import written
from cypplan.reports.tree import (
    Block,
    Cell,
    Column,
    Document,
    Paragraph,
    Row,
    Table,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from cypplan.indicators import Indicator
    from cypplan.plugins import Registry

__all__ = ["Listed", "indicators", "show"]


@attrs.frozen
class Listed:
    """A list as data and as a document."""

    data: dict[str, Any]
    document: Document


def show(listed: Listed, form: str, output: Path | None = None) -> None:
    """Show a list as text or as JSON, or write it to a file."""
    if form == "json":
        put(written(listed.data), output)
    else:
        report(listed.document, form, output)


def indicators(registry: Registry, text: str) -> Listed:
    """Return the indicators in whose id, title or topic every word of a text occurs."""
    words = text.casefold().split()
    found = [one for one in registry.indicators.values() if _says(one, words)]
    data = [
        {
            "id": one.id,
            "title": one.title,
            "unit": str(one.unit),
            "direction": one.direction.value if one.direction else None,
            "period_kind": one.period_kind.value if one.period_kind else None,
            "topic": one.topic,
            "source": one.source,
        }
        for one in found
    ]
    columns = (Column("Title", 22), Column("Unit", 34), Column("Better", 7), Column("Period", 9))
    rows = tuple(_row(one) for one in found)
    head = f"{len(found)} of {len(registry.indicators)} indicators"
    table = Table(caption=head, head="Indicator", columns=columns, rows=rows)
    blocks: Sequence[Block] = (table,) if rows else (Paragraph(f'No indicator says "{text}".'),)
    return Listed({"indicators": data}, Document(title="Indicators", subtitle=head, blocks=tuple(blocks)))


def _says(indicator: Indicator, words: Sequence[str]) -> bool:
    text = f"{indicator.id} {indicator.title} {indicator.topic or ''}".casefold()
    return all(word in text for word in words)


def _row(indicator: Indicator) -> Row:
    return Row(
        Cell(indicator.id),
        (
            Cell(indicator.title),
            Cell(str(indicator.unit)),
            Cell(indicator.direction.value if indicator.direction else "not said"),
            Cell(indicator.period_kind.value if indicator.period_kind else "any"),
        ),
    )
