"""A clean plan as text, and how a case changes it: one fault that one rule finds, and a near miss."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Any

import attrs
import polars as pl

from cypplan.observations import COLUMNS
from cypplan.periods import Period
from cypplan.plans import loads

if TYPE_CHECKING:
    from cypplan.plans import Plan

CLEAN = """\
schema_version = 1
id = "example-2024"
title = "A plan for children"
authority = "E06000999"
period = { stated = "April 2024 to March 2027", start = 2024-04-01, end = 2027-03-31 }
reviews = [{ cadence = "annual" }]
people = [{ id = "director", name = "The director" }]

[[measures]]
id = "visits"
title = "Children visited in time"
unit = "percent_of_children"
direction = "higher"
source = "case records"
baseline = { value = 60, period = "2023/24" }

[[measures.statements]]
text = "An increase in visits in time to 70% in 2025/26."
kind = "indicator-list"
change = "increase"
leads = ["director"]
targets = [{ kind = "value", value = 70, period = "2025/26" }]
"""
HERE, COUNTRY, NEAR = "E06000901", "E92000009", ("E06000911", "E06000912", "E06000913", "E06000914")

Edits = tuple[tuple[str, str], ...]


SPOKEN = ("An increase in visits in time to 70% in 2025/26.", "Visits rise.", "Reviews rise.")
"""Sentences that are written anew, so that they say what the changed file says."""
_SIGNS = {
    "percent": "%",
    "percentage": " percentage points",
    "per": " per {}",
    "children": "",
    "score": " points",
}
_STEPS = {True: "%", False: " percentage points"}
_BOUNDS = {"at-least": "at least ", "at-most": "at most "}


def worded(text: str) -> str:
    """Put sentences that say the same as the file in the place of those of the clean plan."""
    for measure in tomllib.loads(text).get("measures", []):
        for statement in measure["statements"]:
            if statement["text"] in SPOKEN:
                old = f'text = "{statement["text"]}"'
                text = text.replace(old, f'text = "{_sentence(measure, statement)}"', 1)
    return text


def _sentence(measure: dict[str, Any], statement: dict[str, Any]) -> str:
    unit = str(measure.get("unit", ""))
    sign = _SIGNS.get(unit.split("_", maxsplit=1)[0], "").format(",".join(unit.split("_")[1:3]))
    target = next(iter(statement.get("targets", [])), {"kind": "none"})
    what = "Visits" if measure["id"] == "visits" else "Reviews"
    change = statement.get("change")
    head = f"{change.capitalize()} in {what.lower()} in time" if change else f"{what} in time"
    due = f" in {target['period'].replace(' academic', ' (academic year)')}" if "period" in target else ""
    number = f"{_BOUNDS.get(target.get('bound', ''), '')}{target.get('value')}{sign}"
    told = {
        "value": f"{head} to {number}{due}." if change else f"{what} in time will be {number}{due}.",
        "change": f"{target.get('by')}{_STEPS[bool(target.get('relative'))]} {change}{due}.",
        "direction": f"{head}{due}.",
        "all": f"All children have {what.lower()} in time{due}.",
        "to-be-set": f"{head} (target to be set).",
        "comparator": f"{head} to be better than the national average{due}.",
    }
    return told.get(target["kind"], f"{head}.")


@attrs.frozen(kw_only=True)
class Edit:
    """A change of the clean plan: texts put in the place of others, and tables added at the end."""

    swaps: Edits = ()
    add: str = ""
    rows: tuple[tuple[Any, ...], ...] = ()
    """Published figures: indicator, area, period, value, and count and denominator where known."""
    other: str | None = None
    """Another plan of the authority."""

    def text(self, base: str = CLEAN) -> str:
        """Return the text of the changed plan; every text that is put away must be there."""
        made = base
        for old, new in self.swaps:
            assert old in made, f"the plan has no {old!r}"
            made = made.replace(old, new)
        return worded(made + self.add)

    @property
    def plan(self) -> Plan:
        """The changed plan."""
        return loads(self.text())


@attrs.frozen(kw_only=True)
class Case:
    """What a rule finds, and what looks like it and is harmless."""

    code: str
    fault: Edit
    fact: str
    """Path of the fact that is found."""
    near: tuple[Edit, ...]


def case(code: str, fact: str, fault: Edit, *near: Edit) -> Case:
    """Make a case."""
    return Case(code=code, fault=fault, fact=fact, near=near)


def swap(
    *pairs: str, add: str = "", rows: tuple[tuple[Any, ...], ...] = (), other: str | None = None
) -> Edit:
    """Make a change from texts in turn: what is put away, what comes in its place."""
    return Edit(swaps=tuple(zip(pairs[::2], pairs[1::2], strict=True)), add=add, rows=rows, other=other)


def table(rows: tuple[tuple[Any, ...], ...]) -> pl.DataFrame:
    """Make a table of published figures."""
    types = {"text": pl.String, "number": pl.Float64, "date": pl.Date}
    schema = {column.name: types[column.type] for column in COLUMNS}
    return pl.DataFrame([_row(*row) for row in rows], schema=schema)


def _row(
    indicator: str, area: str, period: str, value: float, count: float | None = None, of: float | None = None
) -> dict[str, Any]:
    when = Period.parse(period)
    return {
        "indicator": indicator, "area": area, "period": when.key, "period_kind": when.kind.value,
        "period_start": when.start, "period_end": when.end, "group": "all", "value": float(value),
        "count": count, "denominator": of, "source": "a-source", "release": "a release",
    }  # fmt: skip
