"""Looking things up once for each distinct row of texts, however often it occurs in a file."""

from __future__ import annotations

import secrets
import threading
from typing import TYPE_CHECKING, Any, Final

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

__all__ = ["Lookup"]

_REMEMBERED: Final = 200_000
"""So many distinct rows are remembered; beyond that everything is forgotten, so that memory stays bounded."""


class Lookup:
    """Gives for each row of texts what a function makes of it; the function is called once a distinct row.

    Rows are told apart by a hash of 64 bits with a secret seed.
    """

    def __init__(
        self, function: Callable[..., tuple[Any, ...]], schema: Mapping[str, pl.DataType | type[pl.DataType]]
    ) -> None:
        """Take the function, and the names and types of what it returns."""
        self._function = function
        self._schema = dict(schema)
        self._seed = secrets.randbits(63)
        self._lock = threading.Lock()
        self._keys = pl.Series("key", [], dtype=pl.UInt64)
        self._values = pl.DataFrame(schema=self._schema)

    def __call__(self, texts: pl.DataFrame) -> pl.DataFrame:
        """Return one row for each row of ``texts``."""
        keys = texts.hash_rows(self._seed)
        with self._lock:
            known, values = self._keys, self._values
        at = self._places(keys, known)
        if at.null_count():
            known, values = self._extended(texts, keys, at, known, values)
            at = self._places(keys, known)
            with self._lock:
                self._keys, self._values = (
                    (known, values) if len(known) <= _REMEMBERED else (known.clear(), values.clear())
                )
        return pl.DataFrame([_gathered(column, at) for column in values])

    @staticmethod
    def _places(keys: pl.Series, known: pl.Series) -> pl.Series:
        if not len(known):
            return pl.repeat(None, len(keys), dtype=pl.UInt32, eager=True)
        numbers = pl.int_range(len(known), dtype=pl.UInt32, eager=True)
        return keys.replace_strict(known, numbers, default=None, return_dtype=pl.UInt32)

    def _extended(
        self, texts: pl.DataFrame, keys: pl.Series, at: pl.Series, known: pl.Series, values: pl.DataFrame
    ) -> tuple[pl.Series, pl.DataFrame]:
        new = at.is_null()
        first = keys.filter(new).arg_unique()
        rows = texts.filter(new)[first]
        made = [self._function(*row) for row in rows.iter_rows()]
        added = pl.DataFrame(made, schema=self._schema, orient="row")
        names = keys.filter(new)[first].alias("key")
        return pl.concat([known, names]), pl.concat([values, added])


def _gathered(column: pl.Series, at: pl.Series) -> pl.Series:
    """Return the values in these places; faults, of which there are mostly none, need not be gathered."""
    if column.null_count() == len(column):
        return pl.Series(column.name, [None], dtype=column.dtype).new_from_index(0, len(at))
    return column.gather(at)
