"""Find input files by name below a folder and read them as text columns."""

from __future__ import annotations

import tomllib
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import attrs
import polars as pl

from cypplan.errors import CypplanError

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["TABLES", "BuildError", "Inputs", "Ledger", "Rejection", "read_table", "read_toml"]

TABLES: Final = Path(__file__).with_name("tables")
"""Folder of the tables written by hand."""


class BuildError(CypplanError):
    """The inputs do not allow the data files to be made; nothing was written."""


@attrs.frozen
class Rejection:
    """One input row that made no observation: the file, where in it, why, and the offending value."""

    file: str
    where: str
    reason: str
    value: str


@attrs.define
class Ledger:
    """What happened while building: counts, rejected rows and things to know."""

    counts: Counter[str] = attrs.field(factory=Counter)
    rejections: list[Rejection] = attrs.field(factory=list)
    notes: list[str] = attrs.field(factory=list)
    disagreements: list[tuple[str, str, str, str, str]] = attrs.field(factory=list)
    """Indicator, area, period, LAIT's value, the other file's value."""
    withheld: list[tuple[str, str, float, float, float]] = attrs.field(factory=list)
    """Indicator, period, value of England, lowest and highest of the regions."""

    def reject(self, file: str, rows: pl.DataFrame, *, where: Iterable[str], reason: str, value: str) -> None:
        """Record every row of ``rows`` as rejected; ``where`` and ``value`` name its columns."""
        places = list(where)
        for row in rows.iter_rows(named=True):
            place = ", ".join(f"{column}={row[column]}" for column in places)
            self.rejections.append(Rejection(file, place, reason, str(row[value])))

    def by_reason(self) -> Counter[str]:
        """Count the rejected rows by file and reason."""
        return Counter(f"{r.file}: {r.reason}" for r in self.rejections)


@attrs.frozen
class Inputs:
    """A folder of downloads; files are found by name, in whatever folder below it they lie."""

    folder: Path

    def path(self, name: str) -> Path:
        """Return the one file of this name; raise :class:`BuildError` where there is none or several."""
        found = sorted(self.folder.rglob(name))
        if len(found) == 1:
            return found[0]
        if not found:
            problem = f'no file "{name}" in this folder or below; put the download there under this name'
        else:
            problem = f'{len(found)} files "{name}": {", ".join(map(str, found))}; leave one of them'
        message = f"{self.folder}: {problem}"
        raise BuildError(message)

    def csv(self, name: str, *columns: str) -> pl.DataFrame:
        """Read a CSV as text, blanks stripped and empty cells null; ``columns`` must be in it."""
        frame = pl.read_csv(self.path(name), infer_schema=False, encoding="utf8-lossy")
        frame = frame.rename({column: column.lstrip("\ufeff").strip() for column in frame.columns})
        lacking = [column for column in columns if column not in frame.columns]
        if lacking:
            message = f"{name}: lacks the column {', '.join(lacking)}; it has: {', '.join(frame.columns)}"
            raise BuildError(message)
        return frame.with_columns(pl.all().str.strip_chars().replace("", None))


def read_table(name: str) -> pl.DataFrame:
    """Read one of the tables written by hand, as text."""
    return pl.read_csv(TABLES / name, infer_schema=False)


def read_toml(name: str) -> dict[str, Any]:
    """Read one of the TOML files written by hand."""
    with (TABLES / name).open("rb") as file:
        return tomllib.load(file)
