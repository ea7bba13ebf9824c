"""The JSON Schema of the plan file, made from the classes, by which an editor helps to write one.

``python -m cypplan.plans.schema`` writes it beside this module.
"""

from __future__ import annotations

import datetime as dt
import inspect
import json
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from cypplan.plans.model import SCHEMA_VERSION, Plan
from cypplan.plans.shapes import TEXT_FORMS, Choice, Field, ListOf, Scalar, Shape, Table, Tagged, fields_of

__all__ = ["SCHEMA_FILE", "plan_schema"]

SCHEMA_FILE: Final = Path(__file__).with_name("plan.schema.json")
"""The schema as shipped; a test keeps it equal to what the classes give."""

_SCALARS: Final[dict[type, dict[str, Any]]] = {
    str: {"type": "string", "minLength": 1},
    bool: {"type": "boolean"},
    int: {"type": "integer"},
    Decimal: {"type": "number"},
    dt.date: {"type": "string", "format": "date"},
}


def plan_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of the plan file."""
    definitions: dict[str, Any] = {}
    root = _table(Plan, definitions)
    root["properties"]["schema_version"] = {"const": SCHEMA_VERSION}
    root["required"] = sorted({*root["required"], "schema_version"})
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "cypplan plan file",
        **root,
        "$defs": dict(sorted(definitions.items())),
    }


def _table(cls: type, definitions: dict[str, Any], *, kind: str | None = None) -> dict[str, Any]:
    fields = fields_of(cls)
    properties = {field.name: _property(field, definitions) for field in fields}
    required = [field.name for field in fields if field.required]
    if kind is not None:
        properties = {"kind": {"const": kind}, **properties}
        required = ["kind", *required]
    return {
        "type": "object",
        "description": inspect.cleandoc(cls.__doc__ or "").split("\n\n")[0].replace("\n", " "),
        "properties": properties,
        "required": sorted(required),
        "additionalProperties": False,
    }


def _property(field: Field, definitions: dict[str, Any]) -> dict[str, Any]:
    schema = _schema(field.shape, definitions)
    if isinstance(field.default, bool):
        schema = {**schema, "default": field.default}
    return schema


def _schema(shape: Shape, definitions: dict[str, Any]) -> dict[str, Any]:
    match shape:
        case ListOf(item=item):
            return {"type": "array", "items": _schema(item, definitions)}
        case Choice(type=words):
            return {"enum": [str(word) for word in words]}
        case Scalar(type=cls) if cls in TEXT_FORMS:
            return {"type": "string", "minLength": 1, "examples": [TEXT_FORMS[cls].example]}
        case Scalar(type=cls):
            return dict(_SCALARS[cls])
        case Tagged(kinds=kinds):
            return {"oneOf": [_reference(cls, definitions, kind) for kind, cls in kinds.items()]}
        case Table(type=cls, text_key=key):
            table = _reference(cls, definitions, None)
            return table if key is None else {"oneOf": [dict(_SCALARS[str]), table]}


def _reference(cls: type, definitions: dict[str, Any], kind: str | None) -> dict[str, Any]:
    name = cls.__name__
    if name not in definitions:
        definitions[name] = {}  # taken first, so that a class that holds itself ends
        definitions[name] = _table(cls, definitions, kind=kind)
    return {"$ref": f"#/$defs/{name}"}


def _text() -> str:
    return json.dumps(plan_schema(), indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    SCHEMA_FILE.write_text(_text(), encoding="utf-8")
