"""Lists of what is installed: plans by the heads of their files, and plugins with all that is to be said."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import cypplan
from cypplan.cli.lists import Listed
from cypplan.errors import CypplanError
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
    from collections.abc import Iterable, Sequence

    from cypplan.plugins import Failure, PlanHead, PluginInfo, Registry

__all__ = ["plans", "plugins"]

_FEW = 3
_KINDS = {
    "cypplan_plans": "plans",
    "cypplan_indicators": "indicators",
    "cypplan_areas": "areas",
    "cypplan_comparator_sets": "comparator sets",
    "cypplan_observations": "sets of figures",
    "cypplan_readers": "readers",
    "cypplan_audit_rules": "audit rules",
    "cypplan_report_formats": "report formats",
    "cypplan_rag_rules": "RAG rules",
}


def plans(registry: Registry, *, whole: bool = False) -> Listed:
    """Return the installed plans by the heads of their files; with ``whole``, each read and counted."""
    names = {area.code: area.name for area in registry.areas}
    data = [_plan(registry, name, head, names) for name, head in registry.heads.items()]
    if whole:
        data = [{**row, **_counts(registry, row["id"])} for row in data]
    columns = [Column("Authority", 24)]
    if whole:
        columns += [Column("Measures", 8, numeric=True), Column("Targets", 8, numeric=True)]
    rows = tuple(_plan_row(row, whole=whole) for row in data)
    table = Table(caption="Installed plans", head="Plan", columns=tuple(columns), rows=rows, stacked=False)
    nothing = Paragraph(
        "No plan is installed. Install the package of an authority, such as cypplan-warrington."
    )
    failures = registry.failures_so_far
    plugin_names = registry.names
    blocks: tuple[Block, ...] = (
        table if rows else nothing,
        Section(title="Plugins", blocks=(Paragraph(_named(plugin_names)),)),
        _failed(failures),
    )
    found = [{"name": name, "version": version} for name, version in plugin_names.items()]
    return Listed(
        {"plans": data, "plugins": found, "failures": [_failure(one) for one in failures]},
        Document(title="Plans", blocks=blocks),
    )


def _plan(registry: Registry, name: str, head: PlanHead, names: dict[str, str]) -> dict[str, Any]:
    return {
        "id": name,
        "title": head.title,
        "authority": head.authority,
        "authority_name": names.get(head.authority, head.authority),
        "edition": head.edition,
        "supersedes": head.supersedes,
        "plugin": registry.plans[name].plugin,
        "path": str(registry.plans[name].path),
    }


def _counts(registry: Registry, name: str) -> dict[str, int | None]:
    try:
        plan = registry.plan(name)
    except (CypplanError, OSError):  # the failures say why
        return {"measures": None, "targets": None}
    return {
        "measures": len(plan.measures),
        "targets": sum(len(measure.targets) for measure in plan.measures),
    }


def _plan_row(row: dict[str, Any], *, whole: bool) -> Row:
    counts = (
        [Cell("–" if row[key] is None else str(row[key])) for key in ("measures", "targets")] if whole else []
    )
    title = f"{row['title']}, {row['edition']}" if row["edition"] else row["title"]
    return Row(Cell(row["id"], title), (Cell(row["authority_name"]), *counts))


def _named(names: Iterable[str]) -> str:
    """Return the names of plugins, or how many there are where they would fill the screen."""
    known = list(names)
    if not known:
        return "None is installed."
    some = ", ".join(known) if len(known) <= 12 else f"{len(known):,} are installed"  # noqa: PLR2004 (a line or two)
    return f"{some}. More of each: cypplan plugins."


def plugins(
    registry: Registry, found: Sequence[PluginInfo], failures: Sequence[Failure], *, checked: bool
) -> Listed:
    """Return plugins with their versions, paths, hooks and what they supply, and what failed."""
    sections = [
        Section(title=f"{info.name} {info.version or ''}".strip(), blocks=(Facts(_facts(info)),))
        for info in found
    ]
    nothing = [] if sections else [Paragraph("None is installed.")]
    blocked = [Paragraph(f"Blocked: {', '.join(registry.blocked)}.")] if registry.blocked else []
    data = {
        "cypplan": cypplan.__version__,
        "checked": checked,
        "plugins": [_plugin(info) for info in found],
        "blocked": list(registry.blocked),
        "failures": [_failure(one) for one in failures],
    }
    blocks: tuple[Block, ...] = (*nothing, *sections, *blocked, _failed(failures))
    return Listed(data, Document(title="Plugins", blocks=blocks))


def _facts(info: PluginInfo) -> tuple[Fact, ...]:
    origin = f"{info.origin}, with {info.distribution}" if info.distribution else info.origin
    return (
        Fact(term="Path", text=info.path or "unknown"),
        Fact(term="Origin", text=origin),
        Fact(term="Hooks", text=", ".join(info.hooks) or "none: plan files alone"),
        Fact(term="Supplies", text="; ".join(map(_supplied, info.supplies.items())) or "nothing"),
        Fact(
            term="Load time", text=f"{1000 * info.seconds:.1f} ms" if info.hooks else "none: no code is run"
        ),
    )


def _supplied(item: tuple[str, tuple[str, ...]]) -> str:
    hook, ids = item
    shown = ", ".join(ids[:_FEW]) + (", ..." if len(ids) > _FEW else "")
    return f"{_KINDS[hook]}: {len(ids)} ({shown})"


def _plugin(info: PluginInfo) -> dict[str, Any]:
    return {
        "name": info.name,
        "version": info.version,
        "distribution": info.distribution,
        "origin": info.origin,
        "path": info.path,
        "hooks": list(info.hooks),
        "supplies": {hook: list(ids) for hook, ids in info.supplies.items()},
        "load_seconds": round(info.seconds, 6),
    }


def _failure(one: Failure) -> dict[str, Any]:
    return {
        "plugin": one.plugin,
        "version": one.version,
        "hook": one.hook,
        "kind": one.kind.value,
        "cause": one.cause,
        "remedy": one.remedy,
    }


def _failed(failures: Sequence[Failure]) -> Section:
    items = tuple(Item(title=str(failure)) for failure in failures)
    return Section(title="Failures", blocks=(Items(items) if items else Paragraph("None."),))
