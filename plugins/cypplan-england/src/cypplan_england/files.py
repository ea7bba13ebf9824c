"""Where the data files lie, and how their cells are read."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["DATA", "many", "rows"]

DATA: Final = Path(__file__).with_name("data")
"""The folder of the data files."""


def rows(name: str) -> Iterator[dict[str, str]]:
    """Yield the rows of one of the CSV files; an empty cell is an empty text."""
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        lines = csv.reader(file)
        header = next(lines)
        for line in lines:
            yield dict(zip(header, line, strict=True))


def many(cell: str) -> tuple[str, ...]:
    """Split a cell that holds several values."""
    return tuple(cell.split("|")) if cell else ()
