"""From objects to the data of a plan file, which reads back as the same objects."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import attrs

from cypplan.plans.shapes import TEXT_FORMS, Field, ListOf, Scalar, Shape, Table, Tagged, fields_of

__all__ = ["write_table"]


def write_table(value: object) -> dict[str, Any]:
    """Return the table that describes an object; keys that hold their default are left out."""
    cls = type(value)
    return {
        field.name: _plain(field.shape, getattr(value, field.name))
        for field in fields_of(cls)
        if _differs(field, getattr(value, field.name))
    }


def _differs(field: Field, value: object) -> bool:
    return field.name == "schema_version" or field.default is attrs.NOTHING or value != field.default


def _plain(shape: Shape, value: Any) -> Any:  # noqa: ANN401 (any field of any class)
    match shape:
        case ListOf(item=item):
            return [_plain(item, one) for one in value]
        case Table(text_key=key):
            table = write_table(value)
            return table[key] if key is not None and set(table) == {key} else table
        case Tagged():
            return {"kind": type(value).kind, **write_table(value)}
        case Scalar(type=cls) if cls in TEXT_FORMS:
            return TEXT_FORMS[cls].write(value)
        case Scalar():
            # 70 stays 70: as a Decimal it would be written 70.0
            whole = isinstance(value, Decimal) and value.as_tuple().exponent == 0
            return int(value) if whole else value
        case _:
            return str(value)
