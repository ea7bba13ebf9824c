"""What reading gives: observations, rejections, and what was understood; all three lazy until asked for."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING, Final

import attrs
import polars as pl

from cypplan.errors import CypplanError, ReadError
from cypplan.observations.readers.observing import FAULT, ROW
from cypplan.observations.readers.whole import KEY

if TYPE_CHECKING:
    from pathlib import Path

    from cypplan.observations.readers.observing import Judged
    from cypplan.observations.readers.opening import OpenFile

__all__ = ["Note", "NoteKind", "Part", "Reading", "Summary"]


_FIGURE: Final = ("value", "mark")


class NoteKind(enum.StrEnum):
    """Whether a note says what was understood, what was assumed, or what was not read."""

    UNDERSTOOD = "understood"
    ASSUMED = "assumed"
    NOT_READ = "not read"


@attrs.frozen
class Note:
    """One sentence on how the file was taken."""

    kind: NoteKind
    text: str


def understood(text: str) -> Note:
    """Return a note on what was understood."""
    return Note(NoteKind.UNDERSTOOD, text)


def assumed(text: str) -> Note:
    """Return a note on what the content does not say and was assumed."""
    return Note(NoteKind.ASSUMED, text)


def not_read(text: str) -> Note:
    """Return a note on what was not read."""
    return Note(NoteKind.NOT_READ, text)


@attrs.frozen(kw_only=True)
class Part:
    """What a reader made of one table: the judged lines of its figures, and its notes."""

    judged: Judged
    notes: tuple[Note, ...] = ()
    rows: pl.LazyFrame | None = None
    """The rows that were read, to count them."""
    sheet: str | None = None


@attrs.frozen(kw_only=True)
class Summary:
    """Counts of a reading, made in one pass over the file."""

    rows: int
    """Rows of the file."""
    figures: int
    """Cells that hold a figure or a mark: observations and rejections together."""
    observations: int
    rejections: int
    values: int
    marks: dict[str, int]
    qualifiers: dict[str, int]
    reasons: dict[str, int]
    indicators: tuple[str, ...]
    areas: int
    first: str | None
    """First day of the earliest period, and last day of the latest."""
    last: str | None


@attrs.frozen(kw_only=True)
class Reading:
    """A file that was recognised. Its figures are read when they are asked for, by the methods.

    Every figure of the file is either an observation or a rejection, and none is both.
    """

    path: Path
    reader: str
    title: str
    parts: tuple[Part, ...]
    notes: tuple[Note, ...]
    file: OpenFile

    @property
    def observations(self) -> pl.LazyFrame:
        """The observation table, lazily; :meth:`collect` reads it and keeps watch over the file."""
        return pl.concat([one.judged.observations.select(_shown(one)) for one in self.parts], how="diagonal")

    @property
    def rejections(self) -> pl.LazyFrame:
        """What became no observation: sheet, row, column, text of the cell, and reason."""
        return pl.concat([
            one.judged.rejections.select(
                sheet=pl.lit(one.sheet, dtype=pl.String),
                row=ROW,
                column="_column",
                text="_text",
                reason=FAULT,
            )
            for one in self.parts
        ])  # fmt: skip

    def collect(self) -> pl.DataFrame:
        """Read the observations.

        Raises
        ------
        ReadError
            If the file cannot be read to its end; :class:`FileChangedError` if it was changed meanwhile.
        """
        return self._run(self.observations)

    def collect_rejections(self) -> pl.DataFrame:
        """Read the rejections; errors as in :meth:`collect`."""
        return self._run(self.rejections)

    def summary(self) -> Summary:
        """Count everything in one pass; errors as in :meth:`collect`."""
        lines = pl.concat([one.judged.lines for one in self.parts], how="diagonal")
        kinds = lines.group_by(FAULT, "mark", "qualifiers", "indicator", "area").agg(
            pl.len(),
            pl.col("value").count().alias("values"),
            pl.col("period_start").min().alias("first"),
            pl.col("period_end").max().alias("last"),
        )
        rows = [part.rows.select(pl.len()) for part in self.parts if part.rows is not None]
        found = [self._run(one) for one in (kinds, *rows)]
        return _summary(found[0], sum(one.item() for one in found[1:]))

    def repeated(self) -> pl.DataFrame:
        """Return the figures of which the file has more than one observation; errors as in :meth:`collect`.

        A line says indicator, area, period and group, how often, the first row, and whether the figures
        ``differ``. Such figures are not rejected, since which one is right the file does not say. Memory
        grows by some bytes with each figure of the file.
        """
        rows = pl.concat(
            [one.judged.observations.select(*KEY, ROW, *_FIGURE) for one in self.parts], how="diagonal"
        )
        hashed = rows.with_columns(_hash=pl.struct(*KEY).hash())
        several = self._run(hashed.group_by("_hash").len().filter(pl.col("len") > 1).select("_hash"))
        met = hashed.join(several.lazy(), on="_hash", how="semi") if several.height else rows.clear()
        counted = met.group_by(*KEY).agg(
            pl.len().alias("times"),
            pl.col(ROW).min().alias("row"),
            pl.struct(*_FIGURE).n_unique().gt(1).alias("differ"),
        )
        return self._run(counted.filter(pl.col("times") > 1)).sort("row", *KEY)

    def _run(self, frame: pl.LazyFrame) -> pl.DataFrame:
        self.file.check()
        try:
            made = frame.collect(engine="streaming")
        except (pl.exceptions.PolarsError, OSError) as error:
            self.file.check()
            raise _own(error) or ReadError(
                str(self.path), f"cannot be read to its end: {_first(error)}"
            ) from None
        self.file.check()
        return made


def _shown(part: Part) -> list[str]:
    return [name for name in part.judged.observations.collect_schema().names() if not name.startswith("_")]


def _first(error: Exception) -> str:
    lines = [line for line in str(error).splitlines() if line.strip()]
    return lines[0][:300] if lines else type(error).__name__


def _own(error: BaseException | None) -> CypplanError | None:
    """Return the error of ours that an engine has wrapped into one of its own."""
    while error is not None and not isinstance(error, CypplanError):
        error = error.__cause__ or error.__context__
    return error


def _summary(kinds: pl.DataFrame, rows: int) -> Summary:
    good = kinds.filter(pl.col(FAULT).is_null())
    bad = kinds.filter(pl.col(FAULT).is_not_null())
    qualifiers: dict[str, int] = {}
    for words, number in good.select("qualifiers", "len").drop_nulls().iter_rows():
        for word in words.split():
            qualifiers[word] = qualifiers.get(word, 0) + number
    observations, rejections = int(good["len"].sum()), int(bad["len"].sum())
    return Summary(
        rows=rows,
        figures=observations + rejections,
        observations=observations,
        rejections=rejections,
        values=int(good["values"].sum()),
        marks=_totals(good, "mark"),
        qualifiers=dict(sorted(qualifiers.items())),
        reasons=_totals(bad, FAULT),
        indicators=tuple(good["indicator"].unique().drop_nulls().sort().to_list()),
        areas=good["area"].n_unique(),
        first=str(good["first"].min()) if observations else None,
        last=str(good["last"].max()) if observations else None,
    )


def _totals(frame: pl.DataFrame, name: str) -> dict[str, int]:
    totals = (
        frame.drop_nulls(name)
        .group_by(name)
        .agg(pl.col("len").sum())
        .sort("len", name, descending=[True, False])
    )
    return dict(totals.iter_rows())
