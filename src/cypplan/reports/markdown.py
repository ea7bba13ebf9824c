"""A document as Markdown (CommonMark with tables)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from cypplan.reports.tree import Charts, Entries, Facts, Items, Paragraph, Quote, Section, Table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cypplan.reports.tree import Block, Cell, Chart, Document, Entry, Fact, Item, Symbol

__all__ = ["markdown"]

_SPECIAL: Final = re.compile(r"([\\`*_\[\]<>|~&])")
_START: Final = re.compile(r"^(?:([#+-])(?=\s|$|#)|(\d+)([.)])(?=\s|$))")
_DEEPEST: Final = 6


def markdown(document: Document) -> str:
    """Return a document as Markdown; nothing in its texts is read as mark-up."""
    parts = [f"# {_shown(document.title)}"]
    if document.subtitle:
        parts.append(_shown(document.subtitle))
    for block in document.blocks:
        parts += _block(block, 2)
    return "\n\n".join(parts) + "\n"


def _shown(text: str) -> str:
    text = _SPECIAL.sub(r"\\\1", text)
    return _START.sub(lambda found: f"\\{found[1]}" if found[1] else f"{found[2]}\\{found[3]}", text)


def _inside(text: str) -> str:
    """Escape a text that does not stand at the start of a line."""
    return _SPECIAL.sub(r"\\\1", text)


def _block(block: Block, level: int) -> Iterator[str]:
    match block:
        case Section(title=title, blocks=blocks):
            yield f"{'#' * min(level, _DEEPEST)} {_inside(title)}"
            for inner in blocks:
                yield from _block(inner, level + 1)
        case Paragraph(text=text):
            yield _shown(text)
        case Quote(text=text, place=place):
            yield f"> {_shown(text)}" + (f"\n>\n> ({_inside(place)})" if place else "")
        case Facts(facts=facts):
            yield "\n".join(_fact(fact) for fact in facts)
        case Entries(entries=entries, place=place):
            head = f"({_inside(place)})\n\n" if place else ""
            yield head + "\n".join(line for entry in entries for line in _entry(entry, ""))
        case Items(items=items):
            yield "\n".join(_item(item) for item in items)
        case Table():
            yield _table(block)
        case Charts(charts=charts):
            yield from map(_chart, charts)


def _chart(chart: Chart) -> str:
    return f"**{_inside(chart.title)}.** {_inside(chart.text)}\n\n{_table(chart.table)}"


def _sign(symbol: Symbol | None) -> str:
    return f"{symbol.character} " if symbol else ""


def _fact(fact: Fact) -> str:
    return f"- **{_inside(fact.term)}:** {_sign(fact.symbol)}{_inside(fact.text)}{_place(fact.place)}"


def _place(place: str) -> str:
    return f" ({_inside(place)})" if place else ""


def _entry(entry: Entry, indent: str) -> Iterator[str]:
    yield f"{indent}- {_shown(entry.text)}{_place(entry.place)}"
    if entry.also:
        yield f"{indent}  - {_shown(entry.also)}"
    if entry.note:
        yield f"{indent}  - *Our note:* {_inside(entry.note)}"
    for inner in entry.entries:
        yield from _entry(inner, f"{indent}  ")


def _item(item: Item) -> str:
    words = f"- {_sign(item.symbol)}**{_inside(item.title)}**"
    for more in (item.text, item.explanation):
        words += f": {_inside(more)}" if more and more == item.text else f". {_inside(more)}" if more else ""
    return words


def _cell(cell: Cell) -> str:
    under = f" ({_inside(cell.under)})" if cell.under else ""
    return f"{_sign(cell.symbol)}{_inside(cell.text)}{under}"


def _table(table: Table) -> str:
    heads = [_inside(table.head), *(_inside(column.title) for column in table.columns)]
    marks = ["---", *("---:" if column.numeric else "---" for column in table.columns)]
    rows = [[_cell(row.head), *map(_cell, row.cells)] for row in table.rows]
    lines = "\n".join(f"| {' | '.join(row)} |" for row in (heads, marks, *rows))
    return f"**{_inside(table.caption)}**\n\n{lines}"
