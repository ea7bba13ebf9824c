"""Texts of cells to values and marks, a column at a time.

Only what is no plain number is looked at singly.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import attrs
import polars as pl

from cypplan.observations.readers.lookup import Lookup

if TYPE_CHECKING:
    from cypplan.observations.readers.marks import Convention

__all__ = ["Cells", "ReadCells", "blanks"]

_SCHEMA: Final = {"value": pl.Float64, "mark": pl.String, "qualifiers": pl.String, "known": pl.Boolean}
_ENOUGH: Final = 80
"""No number with its marks is longer."""
_PLAIN: Final = 15
"""Longer texts may carry noise, where the convention says that there is some."""


@attrs.frozen
class ReadCells:
    """A column of texts as it was read.

    ``unknown`` is ``None`` where every text was understood; ``silent`` are the places of cells that are
    empty.
    """

    value: pl.Series
    mark: pl.Series
    qualifiers: pl.Series
    unknown: pl.Series | None = None
    silent: pl.Series | None = None


def blanks(name: str, length: int, dtype: pl.DataType | type[pl.DataType] = pl.String) -> pl.Series:
    """Return a column that is missing throughout."""
    return pl.Series(name, [None], dtype=dtype).new_from_index(0, length)


def _put(column: pl.Series, at: pl.Series, found: pl.Series) -> pl.Series:
    """Return a column, missing in these places, with what was found there, which often is nothing."""
    return column if found.null_count() == len(found) else column.scatter(at, found)


class Cells:
    """Reads columns of one file by one convention, and remembers the texts it has met."""

    def __init__(self, convention: Convention) -> None:
        """Take the convention of the file."""
        self._convention = convention
        self._texts = Lookup(self._one, _SCHEMA)

    def _one(self, text: str | None) -> tuple[float | None, str | None, str | None, bool]:
        cell = self._convention.read(text)
        return cell.value, cell.mark, " ".join(cell.qualifiers) or None, cell.known

    def read(self, texts: pl.Series) -> ReadCells:
        """Read a column of texts."""
        value = self._plain(texts)
        mark, qualifiers = blanks("mark", len(texts)), blanks("qualifiers", len(texts))
        if not value.null_count():
            return ReadCells(value, mark, qualifiers)
        at = value.is_null().arg_true()
        rest = texts.gather(at)
        if rest.null_count() == len(rest):  # empty cells, which are understood and say nothing
            return ReadCells(value, mark, qualifiers, silent=at)
        found = self._texts(rest.str.slice(0, _ENOUGH).to_frame())
        known = found.get_column("known")
        unknown = None
        empty = found.get_column("value").is_null() & found.get_column("mark").is_null() & known
        if not known.all():
            unknown = pl.repeat(value=False, n=len(texts), dtype=pl.Boolean, eager=True).scatter(at, ~known)
        return ReadCells(
            _put(value, at, found.get_column("value")),
            _put(mark, at, found.get_column("mark")),
            _put(qualifiers, at, found.get_column("qualifiers")),
            unknown,
            at.filter(empty) if empty.any() else None,
        )

    def _plain(self, texts: pl.Series) -> pl.Series:
        """Return the numbers that the engine itself reads, where the convention writes numbers as it does."""
        if self._convention.decimal_comma:
            return blanks("value", len(texts), pl.Float64)
        value = texts.cast(pl.Float64, strict=False).alias("value")
        if self._convention.noise:
            value = value.set((texts.str.len_bytes() > _PLAIN).fill_null(value=False), None)
        finite = value.is_finite()
        return value if finite.all() else value.set(~finite, None)
