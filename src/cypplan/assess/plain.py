"""A scorecard as plain data: nested for JSON, flat for a table. Nothing is computed here."""

from __future__ import annotations

import datetime as dt
import enum
import math
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

import attrs

from cypplan.citations import Citation
from cypplan.comparators import ComparatorKind
from cypplan.periods import Period
from cypplan.units import Unit

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cypplan.assess.verdicts import Verdict

__all__ = ["CARD_SCHEMA", "COLUMNS", "plain", "verdict_data", "verdict_row"]

CARD_SCHEMA: Final = 1
"""Version of the JSON form of a scorecard."""

COLUMNS: Final[Mapping[str, str]] = {
    "verdict": "String",
    "measure": "String",
    "title": "String",
    "outcome": "String",
    "indicator": "String",
    "unit": "String",
    "baseline": "Float64",
    "goal": "String",
    "due": "String",
    "period": "String",
    "value": "Float64",
    "status": "String",
    "rag": "String",
    "rule": "String",
    "reason": "String",
    "explanation": "String",
    "qualifiers": "String",
    "distance": "Float64",
    "progress": "Float64",
    "required_per_year": "Float64",
    "gap_to_country": "Float64",
    "gap_to_region": "Float64",
    "gap_to_neighbours": "Float64",
    "neighbours_n": "Int64",
    "travel": "String",
    "within_chance": "Boolean",
    "source": "String",
    "release": "String",
}
"""Columns of the flat form of a scorecard, and the type of each."""


def plain(value: object) -> Any:  # noqa: ANN401, PLR0911 (any field of any class; one return for each kind)
    """Return a value as what JSON can hold: words, texts, finite numbers, lists and dictionaries."""
    match value:
        case None | bool() | int() | str() if not isinstance(value, enum.Enum):
            return value
        case enum.Enum():
            return value.value
        case float() | Decimal():
            return float(value) if math.isfinite(value) else None
        case dt.date():
            return value.isoformat()
        case Period():
            return value.key
        case Unit() | Citation():
            return str(value)
        case tuple() | list():
            return [plain(one) for one in value]
        case _ if attrs.has(type(value)):
            return {field.name: plain(getattr(value, field.name)) for field in attrs.fields(type(value))}
        case _:
            return str(value)


def _target(verdict: Verdict) -> dict[str, Any] | None:
    return None if verdict.target is None else {"kind": verdict.target.kind, **plain(verdict.target)}


def verdict_data(verdict: Verdict) -> dict[str, Any]:
    """Return a verdict with everything in it."""
    measure, indicator = verdict.measure, verdict.indicator
    data = {
        field.name: plain(getattr(verdict, field.name))
        for field in attrs.fields(type(verdict))
        if field.name not in {"measure", "target", "statements", "indicator", "rule"}
    }
    return {
        "id": verdict.id,
        "measure": {
            "id": measure.id,
            "title": measure.title,
            "kind": plain(measure.kind),
            "outcome": measure.outcome,
            "unit": plain(measure.unit),
            "baseline": plain(measure.baseline),
            "indicator": plain(measure.indicator),
        },
        "target": _target(verdict),
        "statements": [
            {"text": one.text, "kind": one.kind.value, "cite": plain(one.cite)} for one in verdict.statements
        ],
        "indicator": None if indicator is None else plain(indicator),
        "rule": {"name": verdict.rule.name, "version": verdict.rule.version},
        **{key: value for key, value in data.items() if key != "id"},
    }


def verdict_row(verdict: Verdict) -> dict[str, Any]:
    """Return a verdict as one row of the flat form."""
    observation, baseline = verdict.observation, verdict.measure.baseline
    gaps = {}
    for kind in (ComparatorKind.COUNTRY, ComparatorKind.REGION, ComparatorKind.NEIGHBOURS):
        compared = verdict.compared_with(kind)
        gaps[f"gap_to_{kind}"] = compared.gap.value if compared and compared.gap else None
    near = verdict.compared_with(ComparatorKind.NEIGHBOURS)
    return {
        "verdict": verdict.id,
        "measure": verdict.measure.id,
        "title": verdict.measure.title,
        "outcome": verdict.measure.outcome,
        "indicator": verdict.indicator.id if verdict.indicator else None,
        "unit": str(verdict.indicator.unit) if verdict.indicator else None,
        "baseline": None if baseline is None or baseline.value is None else float(baseline.value),
        "goal": verdict.goal or None,
        "due": verdict.due.key if verdict.due else None,
        "period": observation.period.key if observation else None,
        "value": observation.value if observation else None,
        "status": verdict.status.value,
        "rag": verdict.rag.value if verdict.rag else None,
        "rule": str(verdict.rule),
        "reason": verdict.reasons[0].reason.value if verdict.reasons else None,
        "explanation": verdict.reasons[0].sentence if verdict.reasons else None,
        "qualifiers": "; ".join(verdict.qualifiers) or None,
        "distance": verdict.distance,
        "progress": verdict.progress,
        "required_per_year": verdict.required_per_year,
        **gaps,
        "neighbours_n": near.n if near else None,
        "travel": verdict.trend.travel.value if verdict.trend and verdict.trend.travel else None,
        "within_chance": verdict.evidence.within_chance if verdict.evidence else None,
        "source": observation.source if observation else None,
        "release": observation.release if observation else None,
    }
