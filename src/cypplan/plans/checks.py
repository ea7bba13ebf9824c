"""Faults that no single key of a plan file shows: ids given twice, names that lead nowhere, lost units.

They are looked for in the data as written, so that they are reported together with faults of single keys.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from cypplan.errors import Fault, did_you_mean
from cypplan.plans.frames import FRAMES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    Data = Mapping[str, Any]

__all__ = ["faults_of"]

_GROUPS: Final = {
    "body": "bodies",
    "outcome": "outcomes",
    "priority": "priorities",
    "measure": "measures",
    "action": "outcomes.actions",
    "person": "people",
    "statistic": "statistics",
    "table": "tables",
    "achievement": "achievements",
    "strategy": "strategies",
}
"""What has an id, and where it stands in a plan file."""

_REFERENCES: Final = (
    ("bodies", "parents", "body"),
    ("people", "bodies", "body"),
    ("partners", "body", "body"),
    ("outcomes", "leads", "body or person"),
    ("outcomes.actions", "leads", "body or person"),
    ("strategies", "leads", "body or person"),
    ("aspirations", "measures", "measure"),
    ("priorities", "measures", "measure"),
    ("outcomes.areas_of_focus", "measures", "measure"),
    ("outcomes.achieve", "measures", "measure"),
    ("outcomes.success", "measures", "measure"),
    ("outcomes.actions.success", "measures", "measure"),
    ("statistics", "of", "statistic"),
    ("statistics", "numerator", "statistic"),
    ("statistics", "denominator", "statistic"),
    ("statistics", "measure", "measure"),
    ("achievements", "statistics", "statistic"),
    ("voices", "statistics", "statistic"),
    ("priorities", "outcome", "outcome"),
    ("measures", "outcome", "outcome"),
    ("measures", "borrowed_by", "outcome"),
    ("measures", "of", "measure"),
    ("measures", "actions", "action"),
    ("measures.statements", "leads", "body or person"),
)
"""Where a table names something else: the table, its key, and what the key names."""


def faults_of(data: Data) -> list[Fault]:
    """Return what is wrong between the parts of a plan file, each fault with its path."""
    known = {kind: _ids(data, place) for kind, place in _GROUPS.items()}
    known["body or person"] = [*known["body"], *known["person"]]  # either may lead, so their ids differ, too
    return [
        *_twice(known),
        *_lost(data, known),
        *_without_unit(data),
        *_target_ids(data),
        *_outside_frames(data),
    ]


def _tables(data: Data, place: str, path: str = "") -> Iterator[tuple[str, Data]]:
    """Yield path and table for every table at a dotted place, passing over what is no table."""
    head, _, rest = place.partition(".")
    items = data.get(head)
    for at, item in enumerate(items if isinstance(items, list) else []):
        here = f"{path}{head}[{at}]"
        if isinstance(item, dict):
            if rest:
                yield from _tables(item, rest, f"{here}.")
            else:
                yield here, item


def _ids(data: Data, place: str) -> list[tuple[str, str]]:
    named = ((f"{path}.id", table.get("id")) for path, table in _tables(data, place))
    return [(path, name) for path, name in named if isinstance(name, str)]


def _twice(known: Mapping[str, list[tuple[str, str]]]) -> Iterator[Fault]:
    for kind, named in known.items():
        seen: dict[str, str] = {}
        for path, name in named:
            first = seen.setdefault(name, path)
            if first != path:
                message = (
                    f'"{name}" is already the id of another {kind} ({first}); every id may be given once'
                )
                yield Fault(path, message)


def _lost(data: Data, known: Mapping[str, list[tuple[str, str]]]) -> Iterator[Fault]:
    for place, key, kind in _REFERENCES:
        names = [name for _, name in known[kind]]
        for path, table in _tables(data, place):
            value = table.get(key)
            for at, name in enumerate(value if isinstance(value, list) else [value]):
                if isinstance(name, str) and name not in names:
                    where = f"{path}.{key}[{at}]" if isinstance(value, list) else f"{path}.{key}"
                    hint = did_you_mean(name, names)
                    yield Fault(
                        where, f'"{name}" is the id of no {kind} in this plan; add it or write another.{hint}'
                    )


def _targets(measure: Data, path: str) -> Iterator[tuple[str, Data]]:
    yield from _tables(measure, "statements.targets", f"{path}.")


def _needs_unit(target: Data) -> bool:
    match target.get("kind"):
        case "value":
            return "unit" not in target
        case "range":
            return True
        case "change":
            return target.get("relative") is False
        case "year-on-year":
            return "by" in target and target.get("relative", False) is False
        case "comparator":
            return "margin" in target and target.get("margin_relative", False) is False
        case _:
            return False


def _without_unit(data: Data) -> Iterator[Fault]:
    for path, measure in _tables(data, "measures"):
        if "unit" in measure:
            continue
        baseline = measure.get("baseline")
        numbers = [f"{path}.baseline.value"] if isinstance(baseline, dict) and "value" in baseline else []
        numbers += [where for where, target in _targets(measure, path) if _needs_unit(target)]
        name = measure.get("id", "?")
        for where in numbers:
            message = f'a number without a unit; give the measure "{name}" one, as unit = "percent_of_pupils"'
            yield Fault(where, message)


def _target_ids(data: Data) -> Iterator[Fault]:
    for path, measure in _tables(data, "measures"):
        seen: dict[str, str] = {}
        for where, target in _targets(measure, path):
            name = target.get("id")
            first = seen.setdefault(name, where) if isinstance(name, str) else where
            if first != where:
                yield Fault(
                    f"{where}.id", f'"{name}" is already the id of another target of this measure ({first})'
                )


def _outside_frames(data: Data) -> Iterator[Fault]:
    known = [key for frame in FRAMES.values() for key in frame.keys]
    for path, outcome in _tables(data, "outcomes"):
        covers = outcome.get("covers")
        for at, key in enumerate(covers if isinstance(covers, list) else []):
            if isinstance(key, str) and key not in known:
                hint = did_you_mean(key, known)
                message = f'"{key}" is in no common frame; write one of {", ".join(known)}.{hint}'
                yield Fault(f"{path}.covers[{at}]", message)
