r"""Document and Citation: where in which document a fact stands.

A place is the path of headings above it, then its position under the last heading. The line of the text
file is an extra for those who hold the same extraction. In plan files a citation is one line of text::

    Priority one > What difference will we make? > bullet 3 @253
    [care-strategy-2018] Key facts > footnote 9

A backslash takes the meaning from the character after it: ``\>`` is a greater-than sign in a heading.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import attrs

from cypplan.errors import ValueFault

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["POSITIONS", "Citation", "Document"]

POSITIONS: Final = (
    "bullet",
    "paragraph",
    "row",
    "cell",
    "table",
    "footnote",
    "sentence",
    "figure",
    "box",
    "page",
    "item",
    "column",
)
"""The words that a position begins with, each followed by a number or a name."""

_POSITION: Final = re.compile(rf"(?:{'|'.join(POSITIONS)}) .+")
_ID: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_TOKEN: Final = re.compile(r"\\(.)|(.)", re.DOTALL)
_LINE: Final = re.compile(r"(?:^|(?<=\s))@(?P<line>\S*)$")
_DOCUMENT: Final = re.compile(r"\[(?P<id>[^\]]*)\]\s*")
_ESCAPED: Final = re.compile(r"\\|>|(?:^|(?<= ))@|^\[")


def _tidy(value: str | None) -> str | None:
    return None if value is None else " ".join(value.split())


def _parts(values: Iterable[str]) -> tuple[str, ...]:
    if isinstance(values, str):
        raise ValueFault(f'heading: "{values}" is one text; give a tuple of headings, outermost first')
    return tuple(" ".join(value.split()) for value in values)


def _required(_owner: object, attribute: attrs.Attribute[str], value: str) -> None:
    if not value:
        raise ValueFault(f"{attribute.name}: is empty; give a text, as the document states it")


def _is_id(_owner: object, attribute: attrs.Attribute[str], value: str) -> None:
    if not _ID.fullmatch(value):
        message = (
            f'{attribute.name}: "{value}" is no id of a document; '
            'use letters, digits, ".", "-" and "_", such as "care-strategy-2018"'
        )
        raise ValueFault(message)


def _is_file_name(_owner: object, attribute: attrs.Attribute[str], value: str) -> None:
    if not value or re.search(r"[/\\:]", value):
        message = f'{attribute.name}: "{value}" is no name of a file; give the name alone, without folders'
        raise ValueFault(message)


@attrs.frozen
class Document:
    """A published document that facts are taken from.

    Attributes:
        id: the name that citations call it by.
        title: its title as published.
        publisher: who published it.
        published: when, in the words of the document ("December 2018"); ``None`` where it does not say.
        url: where it was published.
        licence: under which terms, as stated.
        file: the name of its text file, never a path.
        note: what else a reader must know, such as faults of the extraction.

    Raises:
        ValueFault: id, title or publisher is missing, or ``file`` is a path.
    """

    id: str = attrs.field(validator=_is_id)
    title: str = attrs.field(validator=_required)
    publisher: str = attrs.field(validator=_required)
    published: str | None = None
    url: str | None = None
    licence: str | None = None
    file: str | None = attrs.field(default=None, validator=attrs.validators.optional(_is_file_name))
    note: str | None = None

    def __str__(self) -> str:
        return f"{self.title} ({', '.join(filter(None, [self.publisher, self.published]))})"


@attrs.frozen
class Citation:
    """A place in a document.

    Runs of white space in headings and positions are one space, since extraction breaks lines anywhere.

    Attributes:
        heading: the headings above the place, outermost first.
        position: the place under the last heading, such as "bullet 3"; begins with one of ``POSITIONS``.
        line: the line of the text file, from 1.
        document: the id of the document; ``None`` means the plan's own.

    Raises:
        ValueFault: nothing says where, a heading is empty, or a part has the wrong form.
    """

    heading: tuple[str, ...] = attrs.field(default=(), converter=_parts)
    position: str | None = attrs.field(default=None, converter=_tidy)
    line: int | None = None
    document: str | None = attrs.field(default=None, validator=attrs.validators.optional(_is_id))

    def __attrs_post_init__(self) -> None:
        if not self.heading and self.position is None and self.line is None:
            raise ValueFault("a citation names no place; give a heading, a position or a line")
        if "" in self.heading:
            message = f"heading: part {self.heading.index('') + 1} of {self.heading} is empty; leave it out"
            raise ValueFault(message)
        if self.position is not None and not _POSITION.fullmatch(self.position):
            words = ", ".join(POSITIONS)
            message = f'position: "{self.position}" is no position; write one of {words}, then which one'
            raise ValueFault(message)
        if self.line is not None and (type(self.line) is not int or self.line < 1):
            raise ValueFault(f"line: {self.line!r} is no line of a file; count from 1")

    @classmethod
    def parse(cls, text: str) -> Citation:
        """Read the one-line form: ``[document] heading > heading > position @line``, most of it optional.

        Raises:
            ValueFault: the text names no place, has an empty part, or a line that is no number.
        """
        masked, hidden = _mask(text.strip())
        document = None
        if found := _DOCUMENT.match(masked):
            document, masked = found["id"], masked[found.end() :]
        line = None
        if found := _LINE.search(masked):
            line, masked = _line(found["line"], text), masked[: found.start()].rstrip()
        parts = [part.strip() for part in masked.split(">")] if masked else []
        if "" in parts:
            raise ValueFault(f'"{text}" has an empty part; write "heading > heading > bullet 3 @253"')
        position = parts.pop() if parts and _POSITION.fullmatch(" ".join(parts[-1].split())) else None
        return cls(
            tuple(_unmask(part, hidden) for part in parts),
            None if position is None else _unmask(position, hidden),
            line,
            document,
        )

    @property
    def compact(self) -> str:
        """The one-line form, which :meth:`parse` reads back to an equal citation."""
        parts = [_escape(part) for part in self.heading]
        if self.position is not None:
            parts.append(_escape(self.position))
        elif parts and _POSITION.fullmatch(parts[-1]):
            parts[-1] = f"\\{parts[-1]}"  # a heading such as "table of contents" stays a heading
        words = [" > ".join(parts)] if parts else []
        if self.document is not None:
            words.insert(0, f"[{self.document}]")
        if self.line is not None:
            words.append(f"@{self.line}")
        return " ".join(words)

    def __str__(self) -> str:
        place = " > ".join([*self.heading, *([self.position] if self.position else [])])
        if self.line is not None:
            place = f"{place} (line {self.line})" if place else f"line {self.line}"
        return f"{self.document}: {place}" if self.document else place


def _line(digits: str, text: str) -> int:
    if not re.fullmatch(r"[1-9][0-9]*", digits):
        message = f'"{text}": "@{digits}" is no line of a file; write for example "@253", or leave it out'
        raise ValueFault(message)
    return int(digits)


def _escape(part: str) -> str:
    return _ESCAPED.sub(lambda found: f"\\{found[0]}", part)


def _mask(text: str) -> tuple[str, list[str]]:
    """Put a null character in the place of each escaped one, and return those beside the text."""
    hidden: list[str] = []

    def taken(found: re.Match[str]) -> str:
        if found[1] is None and found[2] != "\0":
            return found[2]
        hidden.append(found[1] or found[2])
        return "\0"

    return _TOKEN.sub(taken, text), hidden


def _unmask(part: str, hidden: list[str]) -> str:
    return re.sub("\0", lambda _: hidden.pop(0), part)
