"""From the data of a plan file to objects, with every fault of the data collected on the way.

A library for this (cattrs) was tried: it took a fifth of the time in which the first plan shall be at
hand, and every message and path was still ours to write. What is needed of it is small, since
:mod:`cypplan.plans.shapes` knows the classes.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from cypplan.errors import Fault, ValueFault, did_you_mean
from cypplan.plans.shapes import TEXT_FORMS, Choice, Field, ListOf, Scalar, Shape, Table, Tagged, fields_of

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["read_table"]

_BAD: Final = object()
_WORDS: Final[Mapping[type, str]] = {
    str: "a text in quotes",
    bool: "true or false",
    int: "a whole number",
    Decimal: "a number without quotes",
    dt.date: "a date without quotes, as 2018-04-01",
}
_LONGEST: Final = 60


def read_table(cls: type, data: object, faults: list[Fault], path: str = "") -> Any:  # noqa: ANN401
    """Return the object of class ``cls`` that ``data`` describes; add what is wrong to ``faults``.

    Where the table itself has a fault the result is a marker that callers never see: they look at
    ``faults`` first.
    """
    if not isinstance(data, dict):
        faults.append(Fault(path, f"is {_quoted(data)}; write a table of keys and values"))
        return _BAD
    known = {field.name: field for field in fields_of(cls)}
    for key in data:
        if key not in known:
            hint = did_you_mean(key, known) or f" Known here: {', '.join(known)}."
            faults.append(Fault(_join(path, key), f'"{key}" is not a key of this table.{hint}'))
    values = {name: _field(field, data, faults, path) for name, field in known.items()}
    if any(value is _BAD for value in values.values()):
        return _BAD
    try:
        return cls(**values)
    except ValueFault as error:
        faults.append(Fault(path, str(error)))
        return _BAD


def _field(field: Field, data: Mapping[str, object], faults: list[Fault], path: str) -> Any:  # noqa: ANN401
    if field.name in data:
        return _value(field.shape, data[field.name], faults, _join(path, field.name))
    if field.required:
        faults.append(Fault(_join(path, field.name), f"is missing; write {_wanted(field.shape)}"))
        return _BAD
    return field.default


def _value(shape: Shape, data: object, faults: list[Fault], path: str) -> Any:  # noqa: ANN401
    match shape:
        case ListOf(item=item):
            return _list(item, data, faults, path)
        case Table(type=cls, text_key=key):
            return (
                read_table(cls, data, faults, path) if key is None else _short(cls, key, data, faults, path)
            )
        case Tagged(kinds=kinds):
            return _tagged(kinds, data, faults, path)
        case Choice(type=words):
            return _choice(words, data, faults, path)
        case Scalar(type=cls):
            return _scalar(cls, data, faults, path)


def _list(item: Shape, data: object, faults: list[Fault], path: str) -> Any:  # noqa: ANN401
    if not isinstance(data, list):
        faults.append(Fault(path, f"is {_quoted(data)}; write a list in square brackets"))
        return _BAD
    values = tuple(_value(item, one, faults, f"{path}[{at}]") for at, one in enumerate(data))
    return _BAD if any(value is _BAD for value in values) else values


def _short(cls: type, key: str, data: object, faults: list[Fault], path: str) -> Any:  # noqa: ANN401
    """Return what a text alone stands for, or a table in its place."""
    if isinstance(data, dict):
        return read_table(cls, data, faults, path)
    text = _scalar(str, data, faults, path)
    return _BAD if text is _BAD else read_table(cls, {key: text}, faults, path)


def _tagged(kinds: Mapping[str, type], data: object, faults: list[Fault], path: str) -> Any:  # noqa: ANN401
    if not isinstance(data, dict):
        faults.append(Fault(path, f'is {_quoted(data)}; write a table, as {{ kind = "value", value = 70 }}'))
        return _BAD
    kind = data.get("kind")
    if not isinstance(kind, str) or kind not in kinds:
        found = "is missing" if kind is None else f"{_quoted(kind)} is not a kind of target"
        hint = did_you_mean(kind, kinds) if isinstance(kind, str) else ""
        faults.append(Fault(_join(path, "kind"), f"{found}; write one of {', '.join(kinds)}.{hint}"))
        return _BAD
    return read_table(kinds[kind], {key: value for key, value in data.items() if key != "kind"}, faults, path)


def _choice(words: Any, data: object, faults: list[Fault], path: str) -> Any:  # noqa: ANN401
    known = [str(word) for word in words]
    if isinstance(data, str) and data in known:
        return words(data)
    hint = did_you_mean(data, known) if isinstance(data, str) else ""
    faults.append(Fault(path, f"{_quoted(data)} is not known here; write one of {', '.join(known)}.{hint}"))
    return _BAD


def _scalar(cls: type, data: object, faults: list[Fault], path: str) -> Any:  # noqa: ANN401
    if cls in TEXT_FORMS:
        if not isinstance(data, str):
            faults.append(Fault(path, f'is {_quoted(data)}; write a text, as "{TEXT_FORMS[cls].example}"'))
            return _BAD
        try:
            return TEXT_FORMS[cls].read(data)
        except ValueFault as error:
            faults.append(Fault(path, str(error)))
            return _BAD
    if cls is Decimal and type(data) is int:
        data = Decimal(data)
    # datetime is a date to isinstance, and True an int: neither may pass for the other
    if type(data) is cls and _is_said(data):
        return data
    faults.append(Fault(path, f"is {_quoted(data)}; write {_WORDS[cls]}"))
    return _BAD


def _is_said(data: object) -> bool:
    """Whether a value says anything: an empty text does not, nor do ``nan`` and ``inf``, which TOML has."""
    if isinstance(data, str):
        return bool(data.strip())
    return not isinstance(data, Decimal) or data.is_finite()


def _wanted(shape: Shape) -> str:
    match shape:
        case Choice(type=words):
            return f"one of {', '.join(words)}"
        case Scalar(type=cls):
            return f'a text, as "{TEXT_FORMS[cls].example}"' if cls in TEXT_FORMS else _WORDS[cls]
        case ListOf():
            return "a list in square brackets"
        case Table(text_key=str()):
            return "a text in quotes, or a table of keys and values"
        case _:
            return "a table of keys and values"


def _quoted(data: object) -> str:
    text = f'"{data}"' if isinstance(data, str) else str(data)
    text = text.lower() if isinstance(data, bool) else text
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def _join(path: str, key: str) -> str:
    return f"{path}.{key}" if path else key
