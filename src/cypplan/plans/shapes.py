"""The shapes of a plan file: which field of which class holds what. Read from the classes themselves.

The reader, the writer and the JSON Schema all walk these shapes, so that the three cannot disagree.
"""

from __future__ import annotations

import datetime as dt
import enum
import functools
import types
import typing
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import attrs

from cypplan.citations import Citation
from cypplan.periods import Period
from cypplan.plans.targets import TARGET_KINDS, Target
from cypplan.units import Unit

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

__all__ = [
    "TEXT_FORMS",
    "Choice",
    "Field",
    "ListOf",
    "Scalar",
    "Shape",
    "Table",
    "Tagged",
    "TextForm",
    "fields_of",
]


@attrs.frozen
class TextForm:
    """A class that a plan file writes as one text."""

    read: Callable[[str], Any]
    write: Callable[[Any], str]
    example: str


TEXT_FORMS: Final[Mapping[type, TextForm]] = {
    Unit: TextForm(Unit.parse, str, "per_10_000_children"),
    Period: TextForm(Period.parse, lambda period: period.key, "2014/15"),
    Citation: TextForm(
        Citation.parse, lambda cite: cite.compact, "Our priorities > Be healthy > bullet 3 @120"
    ),
}


@attrs.frozen
class Scalar:
    """A text, number, truth value, date, or a class written as text."""

    type: type


@attrs.frozen
class Choice:
    """One word of a small vocabulary."""

    type: type[enum.StrEnum]


@attrs.frozen
class ListOf:
    """A list of one shape."""

    item: Shape


@attrs.frozen
class Table:
    """A table that becomes an object of one class.

    A class with a ``TEXT_KEY`` may be written as a text alone, which stands for a table with that key.
    """

    type: type

    @property
    def text_key(self) -> str | None:
        """The key that a text alone stands for."""
        return getattr(self.type, "TEXT_KEY", None)


@attrs.frozen
class Tagged:
    """A table whose key ``kind`` says which class it becomes."""

    kinds: Mapping[str, type] = attrs.field(hash=False)


Shape: TypeAlias = Scalar | Choice | ListOf | Table | Tagged


@attrs.frozen
class Field:
    """One key of a table: its name, its shape, and whether it must be there."""

    name: str
    shape: Shape
    required: bool
    default: Any


def _shape(annotation: Any) -> Shape:  # noqa: ANN401 (a type annotation is any object)
    if isinstance(annotation, types.UnionType):
        (annotation,) = (arg for arg in typing.get_args(annotation) if arg is not types.NoneType)
    if typing.get_origin(annotation) is tuple:
        return ListOf(_shape(typing.get_args(annotation)[0]))
    if annotation is Target:
        return Tagged(TARGET_KINDS)
    if annotation in TEXT_FORMS or annotation in {str, int, bool, Decimal, dt.date}:
        return Scalar(annotation)
    if isinstance(annotation, type) and issubclass(annotation, enum.StrEnum):
        return Choice(annotation)
    if isinstance(annotation, type) and attrs.has(annotation):
        return Table(annotation)
    message = f"no shape for {annotation!r}"
    raise TypeError(message)


@functools.cache
def fields_of(cls: type) -> tuple[Field, ...]:
    """Return the keys of the table that becomes an object of ``cls``, in the order of the class."""
    hints = typing.get_type_hints(cls)
    return tuple(
        Field(
            name=field.name,
            shape=_shape(hints[field.name]),
            required=field.default is attrs.NOTHING,
            default=_default(field),
        )
        for field in attrs.fields(cls)
    )


def _default(field: attrs.Attribute[Any]) -> Any:  # noqa: ANN401 (a default is any object)
    default: Any = field.default
    return default.factory() if isinstance(default, attrs.Factory) else default  # pyright: ignore[reportArgumentType]
