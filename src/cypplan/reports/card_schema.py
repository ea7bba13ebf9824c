"""The JSON Schema of a scorecard as data, made from the classes whose fields ``to_dict`` writes.

``python -m cypplan.reports.card_schema`` writes it beside this module.
"""

from __future__ import annotations

import datetime as dt
import enum
import inspect
import json
import types
import typing
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import attrs

from cypplan.assess import verdicts, words
from cypplan.assess.commentary import Comment
from cypplan.assess.plain import CARD_SCHEMA
from cypplan.assess.rules import RagRule
from cypplan.audit.findings import Family, Severity
from cypplan.calc.estimates import Interval
from cypplan.calc.gaps import Favour, Gap
from cypplan.citations import Citation
from cypplan.comparators import Aggregate, ComparatorKind
from cypplan.indicators import Complement, Direction, Indicator, SeriesBreak
from cypplan.observations.sets import Source
from cypplan.periods import Period, PeriodKind
from cypplan.plans import contents, model, targets
from cypplan.plans.words import MeasureKind, StatementKind
from cypplan.units import Unit

__all__ = ["SCHEMA_FILE", "card_schema"]

SCHEMA_FILE: Final = Path(__file__).with_name("scorecard.schema.json")
"""The schema as shipped; a test keeps it equal to what the classes give."""

_NAMES: Final[dict[str, Any]] = {
    name: value
    for room in (verdicts, words, targets, contents, model)
    for name, value in vars(room).items()
    if isinstance(value, type)
} | {
    cls.__name__: cls
    for cls in (
        Aggregate, Citation, ComparatorKind, Comment, Complement, Direction, Favour, Gap, Indicator, Interval,
        Period, PeriodKind, RagRule, SeriesBreak, Source, Unit,
    )
} | {"dt": dt, "date": dt.date, "Decimal": Decimal}  # fmt: skip
"""What the annotations of the classes name."""
_TEXT: Final = {"type": "string"}
_SIMPLE: Final[dict[Any, dict[str, Any]]] = {
    str: _TEXT,
    bool: {"type": "boolean"},
    int: {"type": "integer"},
    float: {"type": "number"},
    Decimal: {"type": "number"},
    dt.date: {"type": "string", "format": "date"},
    Period: {"type": "string", "description": 'A period as one text: "2020/21 financial".'},
    Unit: {"type": "string", "description": 'A unit as one text: "per_10_000_children".'},
    Citation: {"type": "string", "description": "A place in the plan's document."},
    types.NoneType: {"type": "null"},
}
_APART: Final = frozenset({"id", "measure", "target", "statements", "indicator", "rule"})
"""Fields of a verdict that are written in a form of their own."""


def card_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of the JSON form of a scorecard."""
    made = _Maker()
    root = _object(
        {
            "schema_version": {"const": CARD_SCHEMA},
            "plan": _object({"id": _TEXT, "title": _TEXT, "authority": _TEXT}),
            "area": _TEXT,
            "as_of": made.of(dt.date),
            "known_at": made.of(dt.date | None),
            "rule": _object({"name": _TEXT, "version": _TEXT, "words": _TEXT}),
            "release": made.of(str | None),
            "disclosure": made.of(str | None),
            "neighbours": _object({"version": made.of(str | None), "aggregate": made.of(Aggregate)}),
            "counts": _object({"own": _counts(made), "proxy": _counts(made)}),
            "sources": _list(made.of(Source)),
            "verdicts": _list(_verdict(made)),
        },
        optional=_beside(made),
    )
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "cypplan scorecard",
        **root,
        "$defs": dict(sorted(made.definitions.items())),
    }


def _verdict(made: _Maker) -> dict[str, Any]:
    rest = {name: made.of(kind) for name, kind in made.fields(verdicts.Verdict).items() if name not in _APART}
    kinds = [made.of(cls, tag=name) for name, cls in targets.TARGET_KINDS.items()]
    measure = {
        "id": _TEXT,
        "title": _TEXT,
        "kind": made.of(MeasureKind),
        "outcome": made.of(str | None),
        "unit": made.of(Unit | None),
        "baseline": made.of(model.Baseline | None),
        "indicator": made.of(contents.IndicatorLink | None),
    }
    statement = {"text": _TEXT, "kind": made.of(StatementKind), "cite": made.of(Citation | None)}
    return _object(
        {
            "id": _TEXT,
            "measure": _object(measure),
            "target": {"oneOf": [*kinds, made.of(None)]},
            "statements": _list(_object(statement)),
            "indicator": made.of(Indicator | None),
            "rule": _object({"name": _TEXT, "version": _TEXT}),
            **rest,
        }
    )


def _counts(made: _Maker) -> dict[str, Any]:
    return {
        "type": "object",
        "propertyNames": made.of(words.Status),
        "additionalProperties": {"type": "integer", "minimum": 1},
    }


def _beside(made: _Maker) -> dict[str, Any]:
    """Return the parts that are there where they were asked for."""
    layer = _list({"type": "object", "additionalProperties": {"type": ["string", "number", "null"]}})
    chart = {
        "kind": _TEXT,
        "verdict": _TEXT,
        "title": _TEXT,
        "text": _TEXT,
        "data": {"type": "object", "additionalProperties": layer},
    }
    return {
        "charts": _list(_object(chart)),
        "changes": _changes(made),
        "comments": _list(made.of(Comment)),
        "findings": _list(_finding(made)),
    }


def _changes(made: _Maker) -> dict[str, Any]:
    before = _object(
        {
            "status": made.of(words.Status),
            "rag": made.of(words.Rag | None),
            "value": made.of(float | None),
            "period": made.of(Period | None),
        }
    )
    change = _list(_object({"verdict": _TEXT, "before": before}))
    return _object(
        {
            "since": made.of(dt.date),
            "other_rule": made.of(str | None),
            "flips": change,
            "figures": change,
            "same": made.of(int),
            "appeared": _list(_TEXT),
            "gone": _list(_TEXT),
        }
    )


def _finding(made: _Maker) -> dict[str, Any]:
    side = _object({"says": _TEXT, "cite": made.of(str | None), "source": made.of(str | None)})
    return _object(
        {
            **dict.fromkeys(("code", "title", "plan", "fact", "message", "verdict"), _TEXT),
            "family": made.of(Family),
            "severity": made.of(Severity),
            "cite": made.of(str | None),
            "sides": _list(side),
            "acknowledged": made.of(bool),
            "reason": made.of(str | None),
        }
    )


def _object(properties: dict[str, Any], *, optional: dict[str, Any] | None = None) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {**properties, **(optional or {})},
        "required": sorted(properties),
        "additionalProperties": False,
    }


def _list(items: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": items}


@attrs.frozen
class _Maker:
    """Makes schemas of types, and gathers those of classes as definitions."""

    definitions: dict[str, Any] = attrs.field(factory=dict)

    def fields(self, cls: type) -> dict[str, Any]:
        """Return the fields of a class with their types."""
        hints = typing.get_type_hints(cls, localns=_NAMES)
        return {field.name: hints[field.name] for field in attrs.fields(cls)}

    def of(self, kind: Any, *, tag: str | None = None) -> dict[str, Any]:  # noqa: ANN401 (a type)
        """Return the schema of a type; with a tag, that of a class whose kind stands beside its fields."""
        if kind is None:
            return self.of(types.NoneType)
        if kind in _SIMPLE:
            return dict(_SIMPLE[kind])
        if isinstance(kind, types.UnionType):
            return {"anyOf": [self.of(one) for one in typing.get_args(kind)]}
        if typing.get_origin(kind) is tuple:
            return _list(self.of(typing.get_args(kind)[0]))
        if issubclass(kind, enum.Enum):
            return {"enum": [word.value for word in kind]}
        return self.reference(kind, tag)

    def reference(self, cls: type, tag: str | None) -> dict[str, Any]:
        """Return a reference to the definition of a class, which is made if it is not there yet."""
        name = cls.__name__
        if name not in self.definitions:
            self.definitions[name] = {}  # taken first, so that a class that holds itself ends
            tagged = {} if tag is None else {"kind": {"const": tag}}
            made = _object({**tagged, **{field: self.of(kind) for field, kind in self.fields(cls).items()}})
            about = inspect.cleandoc(cls.__doc__ or "").split("\n\n")[0].replace("\n", " ")
            self.definitions[name] = {"description": about, **made}
        return {"$ref": f"#/$defs/{name}"}


def _text() -> str:
    return json.dumps(card_schema(), indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    SCHEMA_FILE.write_text(_text(), encoding="utf-8")
