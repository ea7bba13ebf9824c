"""A document in a terminal, or as plain text: the columns that the width holds, figures kept whole."""

from __future__ import annotations

import io
import textwrap
from typing import TYPE_CHECKING, Final

from cypplan.errors import ExtraMissingError
from cypplan.reports.tree import (
    Cell,
    Charts,
    Column,
    Entries,
    Facts,
    Items,
    Paragraph,
    Quote,
    Section,
    Table,
    Tone,
)

try:
    from rich.console import Console
    from rich.text import Text
except ImportError as error:
    raise ExtraMissingError("showing a report as text", "cli", "rich") from error

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from cypplan.reports.tree import Block, Document, Entry, Fact, Item, Symbol

__all__ = ["as_ascii", "text"]

_STYLES: Final = {
    Tone.PLAIN: "",
    Tone.GREEN: "bold green",
    Tone.AMBER: "bold yellow",
    Tone.RED: "bold red",
    Tone.GREY: "dim",
}
NARROWEST: Final = 48
_INDENT: Final = "  "
_DEEPEST: Final = 16
"""Columns by which lists under lists are set in at most."""
_BETWEEN: Final = 1
_TERM: Final = 18
_ROOM_BESIDE: Final = 30
_WHOLE: Final = "\u00a0"  # holds a figure and its unit together until lines are made
_PLAINER: Final = str.maketrans(
    {"–": "-", "—": "-", "−": "-", "\u2018": "'", "\u2019": "'", "“": '"', "”": '"', "…": "...", "£": "GBP "}
)


def text(
    document: Document,
    *,
    width: int = 80,
    colour: bool = False,
    ascii_only: bool = False,
    verbose: bool = False,
) -> str:
    """Return a document as text.

    Parameters
    ----------
    document
        What to show.
    width
        Columns of the terminal; fewer than 48 are taken as 48.
    colour
        Whether to colour words.
    ascii_only
        Whether signs are ASCII; for outputs that hold nothing else.
    verbose
        Whether to show what a short form leaves out.
    """
    writer = _Writer(max(NARROWEST, width), colour=colour, ascii_only=ascii_only, verbose=verbose)
    writer.document(document)
    return writer.result()


def as_ascii(shown: str) -> str:
    """Return a text with every character that ASCII lacks replaced by one that it has."""
    return shown.translate(_PLAINER).encode("ascii", "replace").decode("ascii")


def _lines(shown: str, width: int, *, first: str = "", later: str = "") -> list[str]:
    """Wrap a text; a figure and its unit stay on one line, and nothing is cut that fits."""
    bound = shown.replace(" per ", f" per{_WHOLE}")
    made = textwrap.wrap(bound, width, initial_indent=first, subsequent_indent=later, break_on_hyphens=False)
    return [line.replace(_WHOLE, " ") for line in made]


def _chosen(columns: Sequence[Column], room: int) -> list[int]:
    """Return which columns fit, the most important first, in their order."""
    kept: list[int] = []
    for number, column in sorted(enumerate(columns), key=lambda pair: pair[1].priority):
        need = sum(columns[one].width + _BETWEEN for one in kept) + column.width
        if column.priority and need > room:
            break
        kept.append(number)
    return sorted(kept)


class _Writer:
    def __init__(self, width: int, *, colour: bool, ascii_only: bool, verbose: bool) -> None:
        self.width = width
        self.ascii_only = ascii_only
        self.verbose = verbose
        self.apart = False  # whether an empty line stands above already, or a heading
        self.last: Block | None = None
        self.written = io.StringIO()
        self.console = Console(
            file=self.written,
            width=width,
            color_system="standard" if colour else None,
            force_terminal=colour,
            no_color=not colour,
            highlight=False,
            markup=False,
            emoji=False,
            legacy_windows=False,
        )

    def result(self) -> str:
        """Return what was written."""
        shown = "\n".join(line.rstrip() for line in self.written.getvalue().split("\n"))
        return as_ascii(shown) if self.ascii_only else shown

    def gap(self) -> None:
        """Write an empty line, unless a heading stands right above."""
        if not self.apart:
            self.line()
        self.apart = True

    def line(self, *parts: tuple[str, str]) -> None:
        """Write one line of styled parts."""
        self.apart = False
        self.console.print(Text.assemble(*parts), soft_wrap=True)

    def lines(self, made: Iterable[str], style: str = "") -> None:
        """Write lines in one style."""
        for one in made:
            self.line((one, style))

    def document(self, document: Document) -> None:
        """Write a document, its closing sections last."""
        self.lines(_lines(document.title, self.width), "bold")
        if document.subtitle:
            self.lines(_lines(document.subtitle, self.width))
        closing = [one for one in document.blocks if isinstance(one, Section) and one.closing]
        for block in [*(one for one in document.blocks if one not in closing), *closing]:
            self.block(block, 1)

    def block(self, block: Block, level: int) -> None:
        """Write one block, with an empty line before it where that helps."""
        if isinstance(block, Section):
            if self.verbose or not block.detail:
                self.heading(block, level)
                for inner in block.blocks:
                    self.block(inner, level + 1)
            return
        if isinstance(block, Facts) and not self.verbose and all(fact.detail for fact in block.facts):
            return
        beside = isinstance(block, Facts | Quote) and not isinstance(self.last, Facts)
        if level == 1 or not beside:
            self.gap()
        self.last = block
        self.content(block)

    def content(self, block: Charts | Entries | Facts | Items | Paragraph | Quote | Table) -> None:
        """Write what is in a block that is no section."""
        match block:
            case Facts(facts=facts):
                self.facts(facts)
            case Entries(entries=entries, place=place):
                self.lines(_lines(f"[{place}]" if self.verbose and place else "", self.width), "dim")
                self.entries(entries, "")
            case Items(items=items):
                self.items(items)
            case Paragraph(text=shown):
                self.lines(_lines(shown, self.width))
            case Quote(text=shown, place=place, short=short):
                where = place if self.verbose else short or place
                words = f'"{shown}" [{where}]' if where else f'"{shown}"'
                self.lines(_lines(words, self.width, first=_INDENT, later=_INDENT))
            case Table():
                self.table(block)
            case Charts(charts=charts):
                for number, chart in enumerate(charts):
                    if number:
                        self.gap()
                    self.lines(_lines(f"{chart.title}. {chart.text}", self.width))
                    self.table(chart.table)

    def heading(self, section: Section, level: int) -> None:
        """Write a heading; those of the first level have a line under them."""
        self.last = None
        self.gap()
        made = _lines(section.title, self.width)
        style = "dim" if section.tone is Tone.GREY else "bold"
        self.lines(made, style)
        if level == 1:
            self.line(("-" * self.width, "dim"))
        self.apart = True

    def sign(self, symbol: Symbol | None) -> str:
        """Return a sign and the blank behind it."""
        if symbol is None:
            return ""
        return (symbol.ascii if self.ascii_only else symbol.character) + " "

    def facts(self, facts: Sequence[Fact]) -> None:
        """Write terms with their values beside them."""
        shown = [fact for fact in facts if self.verbose or not fact.detail]
        term = min(_TERM, max((len(fact.term) for fact in shown), default=0)) + 2
        for fact in shown:
            words = self.sign(fact.symbol) + self.placed(fact.text, fact.place)
            head = _lines(fact.term, term - 1) or [""]
            body = _lines(words, self.width - term) or [""]
            for number in range(max(len(head), len(body))):
                left = head[number] if number < len(head) else ""
                right = body[number] if number < len(body) else ""
                self.line((left.ljust(term), "dim"), (right, _STYLES[fact.tone]))

    def placed(self, words: str, place: str) -> str:
        """Return words with the place where they stand, where that is shown."""
        return f"{words} [{place}]" if self.verbose and place else words

    def entries(self, entries: Sequence[Entry], indent: str) -> None:
        """Write texts, each with what is said besides and what is under it."""
        later = f"{indent}{_INDENT}" if len(indent) < _DEEPEST else indent
        for entry in entries:
            words = self.placed(entry.text, entry.place)
            self.lines(_lines(words, self.width, first=f"{indent}- ", later=later))
            self.lines(_lines(entry.also, self.width, first=later, later=later))
            if self.verbose and entry.note:
                note = f"Our note: {entry.note}"
                self.lines(_lines(note, self.width, first=later, later=later), "dim")
            self.entries(entry.entries, later)

    def items(self, items: Sequence[Item]) -> None:
        """Write a list, a line or two for each."""
        for item in items:
            sign = self.sign(item.symbol) or "- "
            words = f"{item.title}: {item.text}" if item.text else item.title
            if self.verbose and item.explanation:
                words = f"{words}. {item.explanation}"
            later = " " * len(sign)
            self.lines(_lines(f"{sign}{words}", self.width, later=later))

    def table(self, table: Table) -> None:
        """Write a table: stacked, with the head of a row above it, or beside its few figures."""
        if not table.stacked:
            self.beside(table)
            return
        chosen = _chosen(table.columns, self.width - len(_INDENT))
        columns = [table.columns[one] for one in chosen]
        self.row([Cell(column.title) for column in columns], columns, "dim")
        before = None
        for row in table.rows:
            if row.head.text != before:
                self.lines(_lines(row.head.text, self.width), "bold")
                before = row.head.text
            self.row([row.cells[one] for one in chosen], columns)

    def beside(self, table: Table) -> None:
        """Write a table whose heads stand beside its figures."""
        rest = sum(column.width + _BETWEEN for column in table.columns)
        longest = max((len(row.head.text) + 2 for row in table.rows), default=0)
        head = max(min(longest, self.width - rest), min(_ROOM_BESIDE, self.width - rest))
        columns = [Column(table.head, head), *table.columns]
        self.lines(_lines(table.caption, self.width), "bold")
        self.row([Cell(column.title) for column in columns], columns, "dim", indent="")
        for row in table.rows:
            self.row([row.head, *row.cells], columns, indent="")

    def row(
        self, cells: Sequence[Cell], columns: Sequence[Column], style: str = "", indent: str = _INDENT
    ) -> None:
        """Write cells beside each other, each wrapped to the width of its column."""
        made = [list(self.cell(cell, column, style)) for cell, column in zip(cells, columns, strict=True)]
        for number in range(max(map(len, made))):
            parts: list[tuple[str, str]] = [(indent, "")]
            for lines, column in zip(made, columns, strict=True):
                words, own = lines[number] if number < len(lines) else ("", "")
                placed = words.rjust(column.width) if column.numeric else words.ljust(column.width)
                parts.append((placed + " " * _BETWEEN, own))
            self.line(*parts)

    def cell(self, cell: Cell, column: Column, style: str) -> Iterator[tuple[str, str]]:
        """Yield the lines of a cell, each with its style."""
        own = style or _STYLES[cell.tone]
        sign = self.sign(cell.symbol)
        for line in _lines(sign + cell.text, column.width, later=" " * len(sign)):
            yield line, own
        under = cell.short if cell.short and len(cell.under) > column.width else cell.under
        for line in _lines(under, column.width):
            yield line, "dim" if own != style else own
