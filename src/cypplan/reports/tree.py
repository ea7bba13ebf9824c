"""The document tree: what a report says, apart from how a terminal, a page or a text file shows it.

Every text in it is safe to show: white space is single, and characters that steer a terminal or turn the
direction of writing are spelt out. Plans come from anybody, and a report must not do what a plan says.
"""

from __future__ import annotations

import enum
import re
from typing import TYPE_CHECKING, Final, TypeAlias

import attrs

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = [
    "Block",
    "Cell",
    "Chart",
    "Charts",
    "Column",
    "Document",
    "Entries",
    "Entry",
    "Fact",
    "Facts",
    "Item",
    "Items",
    "Paragraph",
    "Quote",
    "Row",
    "Section",
    "Symbol",
    "Table",
    "Tone",
    "spelt_out",
    "tidy",
]

_UNSAFE: Final = re.compile(
    "[\x00-\x1f\x7f-\x9f"  # control characters, among them those that begin an escape sequence
    "\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff"  # marks nobody sees, which turn or split text
    "\ud800-\udfff]"  # halves of characters, which no file can hold
)


def spelt_out(text: str) -> str:
    r"""Return a text in which characters that would act, and not show, are spelt out as "\u202e"."""
    return _UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def tidy(text: str | None) -> str:
    """Return a text on one line, with nothing in it that acts; ``None`` is empty."""
    return spelt_out(re.sub(r"[ \t\r\n]+", " ", text or "").strip(" "))


class Tone(enum.StrEnum):
    """How a word is coloured; the colour never says anything that the word beside it does not."""

    PLAIN = "plain"
    GREEN = "green"
    AMBER = "amber"
    RED = "red"
    GREY = "grey"


@attrs.frozen
class Symbol:
    """A sign that stands before a word: as a character, and for devices that know only ASCII."""

    character: str
    ascii: str


def _text(default: str | None = None) -> str:
    if default is None:
        return attrs.field(converter=tidy)
    return attrs.field(default=default, converter=tidy)


@attrs.frozen
class Cell:
    """A cell of a table: its text, and a second line that says of when, or what it means."""

    text: str = _text()
    under: str = _text("")
    short: str = _text("")
    """The second line where there is no room for it."""
    symbol: Symbol | None = None
    tone: Tone = Tone.PLAIN
    anchor: str | None = None
    """Where in the document more is said about it."""


@attrs.frozen
class Column:
    """A column: its heading, the width that its words need, and how soon a narrow device leaves it out."""

    title: str = _text()
    width: int = 10
    priority: int = 1
    """0 is always shown; the others where the device is wide enough, the lowest first."""
    numeric: bool = False


@attrs.frozen
class Row:
    """A row: what it is about, and a cell for each column."""

    head: Cell
    cells: tuple[Cell, ...]


@attrs.frozen(kw_only=True)
class Table:
    """A table. Neighbouring rows of one head belong together."""

    caption: str = _text()
    head: str = _text()
    """Heading of the first column, which says what a row is about."""
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    stacked: bool = True
    """Whether a narrow device may put the head of a row on a line of its own."""


@attrs.frozen(kw_only=True)
class Chart:
    """A picture of figures: a page draws it, every other form tells it and shows the figures."""

    kind: str
    """Which drawing it is: see :mod:`cypplan.reports.drawing`."""
    title: str = _text()
    short: str = _text()
    """The title where it stands under that of its measure."""
    text: str = _text()
    """What is to be seen, in a sentence: stands for the picture wherever there is none."""
    key: str = _text("")
    """What the signs of the picture mean; shown beside the picture only."""
    table: Table
    """The figures behind it."""
    data: Mapping[str, Sequence[Mapping[str, str | float | None]]] = attrs.field(factory=dict, repr=False)
    """What is drawn, by the name of the layer: the only figures that a drawing is given."""
    about: str = _text("")
    """Id of the verdict that it belongs to."""


@attrs.frozen
class Charts:
    """Charts that stand beside each other where there is room."""

    charts: tuple[Chart, ...]


@attrs.frozen(kw_only=True)
class Fact:
    """A term and what is to say about it."""

    term: str = _text()
    text: str = _text()
    symbol: Symbol | None = None
    tone: Tone = Tone.PLAIN
    detail: bool = False
    """Whether a short form leaves it out."""
    place: str = _text("")
    """Where it stands; left out of a short form."""


@attrs.frozen
class Facts:
    """Terms with their values."""

    facts: tuple[Fact, ...]


@attrs.frozen(kw_only=True)
class Item:
    """A line of a list: a title, what is said of it, and the sentence that explains it."""

    title: str = _text()
    text: str = _text("")
    explanation: str = _text("")
    """Left out of a short form."""
    symbol: Symbol | None = None
    tone: Tone = Tone.PLAIN
    anchor: str | None = None


@attrs.frozen
class Items:
    """A list."""

    items: tuple[Item, ...]


@attrs.frozen(kw_only=True)
class Entry:
    """A text of a list, often as published: where it stands, what is said besides, and what is under it."""

    text: str = _text()
    place: str = _text("")
    """Left out of a short form."""
    also: str = _text("")
    """What else is said of it."""
    note: str = _text("")
    """In our words, not those of a plan; left out of a short form."""
    entries: tuple[Entry, ...] = ()


@attrs.frozen(kw_only=True)
class Entries:
    """A list of texts, which may have lists under them."""

    entries: tuple[Entry, ...]
    place: str = _text("")
    """Where all of them stand; left out of a short form."""


@attrs.frozen
class Paragraph:
    """A sentence or several."""

    text: str = _text()


@attrs.frozen
class Quote:
    """Words of a plan, as published, and where they stand."""

    text: str = _text()
    place: str = _text("")
    short: str = _text("")
    """The place in fewer words, for a short form."""


@attrs.frozen(kw_only=True)
class Section:
    """A part with a heading. Sections nest; their depth is the level of the heading."""

    title: str = _text()
    blocks: tuple[Block, ...]
    anchor: str | None = None
    detail: bool = False
    """Whether a short form leaves it out."""
    closing: bool = False
    """Whether a terminal shows it last, where a reader's eye is when the output has run through."""
    tone: Tone = Tone.PLAIN


Block: TypeAlias = "Charts | Entries | Facts | Items | Paragraph | Quote | Section | Table"


@attrs.frozen(kw_only=True)
class Document:
    """A whole report."""

    title: str = _text()
    subtitle: str = _text("")
    language: str = "en-GB"
    blocks: tuple[Block, ...]
