"""Lists of what is installed, each as plain data and as a document."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs

from cypplan.cli.output import report, say
from cypplan.errors import CypplanError
from cypplan.reports.data import written
from cypplan.reports.tree import (
    Block,
    Cell,
    Column,
    Document,
    Fact,
    Facts,
    Item,
    Items,
    Paragraph,
    Row,
    Section,
    Table,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cypplan.indicators import Indicator
    from cypplan.plugins import Registry

__all__ = ["Listed", "indicators", "installed", "plugins", "show"]


@attrs.frozen
class Listed:
    """A list as data and as a document."""

    data: dict[str, Any]
    document: Document


def show(listed: Listed, form: str) -> None:
    """Show a list as text or as JSON."""
    if form == "json":
        say(written(listed.data))
    else:
        report(listed.document, form)


def installed(registry: Registry) -> Listed:
    """Return the installed plans, with their authorities and the number of their measures and targets."""
    names = {area.code: area.name for area in registry.areas}
    data = [row for row in (_plan(registry, name, names) for name in registry.plans) if row]
    counts = (Column("Measures", 8, numeric=True), Column("Targets", 8, numeric=True))
    columns = (Column("Authority", 16), *counts)
    rows = tuple(
        Row(
            Cell(row["id"], row["title"]),
            (Cell(row["authority_name"]), Cell(str(row["measures"])), Cell(str(row["targets"]))),
        )
        for row in data
    )
    table = Table(caption="Installed plans", head="Plan", columns=columns, rows=rows, stacked=False)
    nothing = Paragraph(
        "No plan is installed. Install the package of an authority, such as cypplan-warrington."
    )
    blocks: list[Block] = [table if rows else nothing]
    blocks += [_loaded(registry), _failed(registry)]
    document = Document(title="Plans", blocks=tuple(blocks))
    return Listed({"plans": data, **_plugin_data(registry)}, document)


def _plan(registry: Registry, name: str, names: dict[str, str]) -> dict[str, Any] | None:
    try:
        plan = registry.plan(name)
    except (CypplanError, OSError):  # it stands among the failures, with its cause
        return None
    return {
        "id": plan.id,
        "title": plan.title,
        "authority": plan.authority,
        "authority_name": names.get(plan.authority, plan.authority),
        "period": plan.period.stated,
        "measures": len(plan.measures),
        "targets": sum(len(measure.targets) for measure in plan.measures),
        "plugin": registry.plans[name].plugin,
    }


def plugins(registry: Registry) -> Listed:
    """Return the plugins with their versions, paths and hooks, and what failed."""
    blocks: list[Block] = [_failed(registry)]
    sections = [
        Section(
            title=f"{info.name} {info.version or ''}",
            blocks=(
                Facts(
                    (
                        Fact(term="Path", text=info.path or "unknown"),
                        Fact(term="Hooks", text=", ".join(info.hooks) or "none"),
                    )
                ),
            ),
        )
        for info in registry.plugins
    ]
    return Listed(_plugin_data(registry), Document(title="Plugins", blocks=(*sections, *blocks)))


def _plugin_data(registry: Registry) -> dict[str, Any]:
    return {
        "plugins": [attrs.asdict(info) for info in registry.plugins],
        "failures": [attrs.asdict(failure) for failure in registry.failures],
    }


def _loaded(registry: Registry) -> Section:
    items = tuple(Item(title=f"{info.name} {info.version or ''}") for info in registry.plugins)
    return Section(title="Plugins", blocks=(Items(items) if items else Paragraph("None is installed."),))


def _failed(registry: Registry) -> Section:
    items = tuple(Item(title=str(failure)) for failure in registry.failures)
    return Section(title="Failures", blocks=(Items(items) if items else Paragraph("None."),))


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
    columns = (Column("Title", 34), Column("Unit", 20), Column("Better", 10), Column("Period", 9))
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
            Cell(indicator.unit.label),
            Cell(indicator.direction.value if indicator.direction else "not said"),
            Cell(indicator.period_kind.value if indicator.period_kind else "any"),
        ),
    )
