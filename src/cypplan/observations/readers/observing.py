"""From the rows of a table to observations, a batch at a time; every format comes through here.

A layout says where area, period and group stand and which columns are figures. Each figure of each row
becomes one line of the judged table: an observation, or a rejection with its reason. Nothing is left out in
between.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Final, Protocol

import attrs
import polars as pl

from cypplan.errors import PeriodError
from cypplan.observations.readers.cells import Cells, ReadCells, blanks
from cypplan.observations.readers.lookup import Lookup
from cypplan.observations.readers.times import Stretch, label
from cypplan.observations.table import COLUMNS, Mark

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from cypplan.observations.readers.marks import Convention

__all__ = ["FAULT", "JUDGED", "ROW", "Figure", "Judged", "Layout", "judge"]

ROW: Final = "_row"
"""Number of the row in its file, the header counted."""
FAULT: Final = "_fault"
"""Why a figure is no observation; missing for those that are."""
_TYPES: Final = {"text": pl.String, "number": pl.Float64, "date": pl.Date}
_CONTRACT: Final = {column.name: _TYPES[column.type] for column in COLUMNS}
JUDGED: Final = {
    **_CONTRACT,
    ROW: pl.Int64,
    "_column": pl.String,
    "_text": pl.String,
    FAULT: pl.String,
}
"""Columns and types of the judged table: the contract, then row, column, text and fault."""
_CONSTANT: Final = ("source", "release", "published", "derivation")
READ: Final = {name: dtype for name, dtype in JUDGED.items() if name not in _CONSTANT}
"""The columns of the judged table that a batch gives; the others are the same in a whole table."""
_PERIOD: Final = {
    "period": pl.String,
    "period_kind": pl.String,
    "period_start": pl.Date,
    "period_end": pl.Date,
    "said": pl.String,
    "period_fault": pl.String,
}
_SHOWN: Final = 80


class Finder(Protocol):
    """What finds the area of a row by its texts."""

    def find(self, *texts: str | None) -> tuple[str | None, str | None]:
        """Return the GSS code, or ``None`` and what is wrong."""
        ...


@attrs.frozen(kw_only=True)
class Figure:
    """Which column holds the figures of which indicator, and in which rows."""

    value: str
    indicator: str | None = None
    """Its id; ``None`` where a column of the layout names it."""
    count: str | None = None
    denominator: str | None = None
    lower: str | None = None
    upper: str | None = None
    where: Mapping[str, tuple[str, ...]] = attrs.field(factory=dict)
    """Columns and the values of which each row must have one."""
    group: str | None = None
    period_kind: str | None = None

    @property
    def beside(self) -> dict[str, str]:
        """The columns of numbers that stand beside the value."""
        named = {n: getattr(self, n) for n in ("count", "denominator", "lower", "upper")}
        return {name: column for name, column in named.items() if column is not None}


def everybody(*texts: str | None) -> tuple[str]:
    """Return the group of rows that speak of everybody."""
    del texts
    return ("all",)


@attrs.frozen(kw_only=True)
class Layout:
    """Where things stand in a table, and how its cells are read."""

    figures: tuple[Figure, ...]
    places: Finder
    convention: Convention
    area: tuple[str, ...]
    """Columns that ``places`` looks at together to find the area."""
    period: tuple[str, ...] = ()
    """Columns that ``times`` reads together."""
    times: Callable[..., Stretch] = label
    period_kind: str | None = None
    group: tuple[str, ...] = ()
    """Columns that ``groups`` makes the group of; without any everybody is spoken of."""
    groups: Callable[..., tuple[str]] = everybody
    indicator: str | None = None
    """The column that names the indicator of a row, in long tables."""
    names: Mapping[str, str] | None = None
    """What the texts of that column are called in the catalogue; a text that is not there is rejected."""
    indicator_prefix: str = ""
    """Stands before the text of that column."""
    note: str | None = None
    """A column of words about a figure, kept in a column "note" beside the contract."""
    marks: pl.Expr | None = None
    """A text of marks that belongs to each row's figure, put behind the text of the value."""
    more_qualifiers: str | None = None
    """A column of qualifiers of the contract, separated by blanks."""
    blank: pl.Expr | None = None
    """The mark of an empty cell; default: not available, since nothing more is said."""
    faults: tuple[tuple[str, pl.Expr], ...] = ()
    """Reasons that the format itself has to reject a row, each with its condition."""
    constants: Mapping[str, str | date | None] = attrs.field(factory=dict)
    """Source, release and date of publication."""
    columns: Mapping[str, str] = attrs.field(factory=dict)
    """Further columns of the contract that stand in the file as they are."""


class _Batch:
    """Reads the batches of one table, with what was learnt from those before."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._cells = Cells(layout.convention)
        self.schema: dict[str, pl.DataType | type[pl.DataType]] = dict(READ)
        given = {name: JUDGED[name] for name in layout.columns}
        self.schema |= given | ({"note": pl.String} if layout.note is not None else {})
        self._areas = Lookup(layout.places.find, {"area": pl.String, "area_fault": pl.String})
        self._groups = Lookup(layout.groups, {"group": pl.String})
        self._times: dict[str | None, Lookup] = {}
        for kind in {figure.period_kind or layout.period_kind for figure in layout.figures}:
            self._times[kind] = Lookup(functools.partial(self._time, kind), _PERIOD)

    def judged(self, batch: pl.DataFrame) -> pl.DataFrame:
        """Return one line for each figure of each row."""
        if not batch.height:
            return pl.DataFrame(schema=self.schema)
        base = self._base(batch)
        parts = [self._figure(batch, base, figure) for figure in self._layout.figures]
        return pl.concat(parts) if parts else pl.DataFrame(schema=self.schema)

    def good(self, batch: pl.DataFrame) -> pl.DataFrame:
        """Return the lines that are observations."""
        lines = self.judged(batch)
        fault = lines.get_column(FAULT)
        return lines if fault.null_count() == len(fault) else lines.filter(fault.is_null())

    def bad(self, batch: pl.DataFrame) -> pl.DataFrame:
        """Return the lines that are rejected."""
        lines = self.judged(batch)
        fault = lines.get_column(FAULT)
        return lines.clear() if fault.null_count() == len(fault) else lines.filter(fault.is_not_null())

    def _base(self, batch: pl.DataFrame) -> pl.DataFrame:
        """Return what all figures of a row share: row, area, group, indicator, and what is wrong with it."""
        layout = self._layout
        columns = [
            batch.get_column(ROW).cast(pl.Int64),
            *self._areas(batch.select(layout.area)),
            *(
                self._groups(batch.select(layout.group))
                if layout.group
                else [_same("group", "all", batch.height)]
            ),
        ]
        if len(self._times) == 1:
            columns += next(iter(self._times.values()))(batch.select(layout.period)).get_columns()
        own: list[pl.Expr] = []
        if layout.faults:
            reason = pl.lit(None, dtype=pl.String)
            for words, condition in reversed(layout.faults):
                reason = pl.when(condition).then(pl.lit(words)).otherwise(reason)
            own.append(reason.alias("own_fault"))
        if layout.marks is not None:
            own.append(layout.marks.alias("marks"))
        if layout.blank is not None:
            own.append(layout.blank.alias("blank"))
        if layout.indicator is not None:
            own.append(_indicator(layout).alias("indicator"))
        if layout.note is not None:
            own.append(pl.col(layout.note).replace("", None).alias("note"))
        own += [_given(column, name, batch.schema[column]) for name, column in layout.columns.items()]
        return pl.DataFrame([*columns, *batch.select(own)]) if own else pl.DataFrame(columns)

    def _time(self, kind: str | None, *texts: str | None) -> tuple[object, ...]:
        given = [(text or "").strip()[:_SHOWN] for text in texts]
        if not given[0]:
            return (*[None] * 5, "no period is given")
        try:
            one = self._layout.times(*given, kind) if kind else self._layout.times(*given)
        except PeriodError as fault:
            return (*[None] * 5, f"no period: {fault}")
        return one.key, one.kind, one.start, one.end, one.qualifier, None

    def _figure(self, batch: pl.DataFrame, base: pl.DataFrame, figure: Figure) -> pl.DataFrame:
        layout = self._layout
        for name, values in figure.where.items():
            kept = batch.get_column(name).str.strip_chars().is_in(list(values)).fill_null(value=False)
            batch, base = batch.filter(kept), base.filter(kept)
        height = batch.height
        texts = batch.get_column(figure.value)
        if "marks" in base.columns:
            both = pl.concat_str([texts, base.get_column("marks")], ignore_nulls=True)
            texts = pl.select(both).to_series()
        read = self._cells.read(texts)
        time = self._period(batch, base, figure)
        beside = {name: self._cells.read(batch.get_column(column)) for name, column in figure.beside.items()}
        made = {column.name: column for column in (*base, *time)}
        made |= {name: cells.value.alias(name) for name, cells in beside.items()}
        made |= {
            "value": read.value,
            "mark": self._mark(read, base),
            "_column": _same("_column", figure.value, height),
        }
        made["qualifiers"] = _joined(read.qualifiers, time.get_column("said"))
        if layout.more_qualifiers is not None:
            made["qualifiers"] = _joined(made["qualifiers"], batch.get_column(layout.more_qualifiers))
        if figure.group is not None:
            made["group"] = _same("group", figure.group, height)
        if layout.indicator is None:
            made["indicator"] = _same("indicator", figure.indicator, height)
        fault = _fault(made, read, beside)
        made[FAULT] = fault
        made["_text"] = _shown(texts, fault)
        columns = {
            name: made[name].alias(name) if name in made else blanks(name, height, dtype)
            for name, dtype in self.schema.items()
        }
        return pl.DataFrame(list(columns.values()))

    def _period(self, batch: pl.DataFrame, base: pl.DataFrame, figure: Figure) -> pl.DataFrame:
        """Return the period of each row; where all figures are of one kind it was looked up with the row."""
        if "period" in base.columns:
            return base.select(list(_PERIOD))
        return self._times[figure.period_kind or self._layout.period_kind](batch.select(self._layout.period))

    def _mark(self, read: ReadCells, base: pl.DataFrame) -> pl.Series:
        """Return why there is no value; where the cell was empty, what the layout says of empty cells."""
        at = read.silent
        if at is None:
            return read.mark
        blank = base.get_column("blank").gather(at) if "blank" in base.columns else Mark.NOT_AVAILABLE.value
        return read.mark.scatter(at, blank)


def _same(name: str, value: str | None, length: int) -> pl.Series:
    return pl.Series(name, [value], dtype=pl.String).new_from_index(0, length)


def _indicator(layout: Layout) -> pl.Expr:
    text = pl.col(layout.indicator or "").str.strip_chars()
    if layout.names is None:
        return pl.when(text != "").then(pl.lit(layout.indicator_prefix) + text)
    return text.replace_strict(dict(layout.names), default=None, return_dtype=pl.String)


def _given(column: str, name: str, dtype: pl.DataType) -> pl.Expr:
    if JUDGED[name] == pl.Date and dtype == pl.String:
        return pl.col(column).str.strip_chars().str.to_date("%Y-%m-%d", strict=False).alias(name)
    return pl.col(column).cast(JUDGED[name], strict=False).alias(name)


def _joined(first: pl.Series, second: pl.Series) -> pl.Series:
    if second.null_count() == len(second):
        return first
    both = pl.select(pl.concat_str([first, second], separator=" ", ignore_nulls=True).alias("qualifiers"))
    return both.to_series().replace("", None)


def _fault(made: dict[str, pl.Series], read: ReadCells, beside: dict[str, ReadCells]) -> pl.Series:
    """Return the first reason against each line.

    Of its row, area, period, indicator, value, or numbers beside it.
    """
    length = len(read.value)
    unknown = "neither a number nor a known mark"
    reasons = [made[name] for name in ("own_fault", "area_fault", "period_fault") if name in made]
    tests = [(made["indicator"].is_null(), "the indicator is not known"), (read.unknown, unknown)]
    tests += [(cells.unknown, f"{name}: {unknown}") for name, cells in beside.items()]
    reasons += [
        pl.select(pl.when(test).then(pl.lit(words))).to_series()
        for test, words in tests
        if test is not None and test.any()
    ]
    reasons = [reason for reason in reasons if reason.null_count() < length]
    if not reasons:
        return blanks(FAULT, length)
    return pl.select(pl.coalesce(*reasons)).to_series()


def _shown(texts: pl.Series, fault: pl.Series) -> pl.Series:
    """Return the beginnings of the texts that were rejected."""
    if fault.null_count() == len(fault):
        return blanks("_text", len(fault))
    return pl.select(pl.when(fault.is_not_null()).then(texts.str.slice(0, _SHOWN))).to_series()


@attrs.frozen(kw_only=True)
class Judged:
    """The lines of a table's figures, lazily.

    All of them, those that are observations, and those rejected.
    """

    lines: pl.LazyFrame
    observations: pl.LazyFrame
    rejections: pl.LazyFrame

    @classmethod
    def of(cls, lines: pl.LazyFrame) -> Judged:
        """Divide lines that were made in some other way."""
        fault = pl.col(FAULT)
        return cls(
            lines=lines,
            observations=lines.filter(fault.is_null()),
            rejections=lines.filter(fault.is_not_null()),
        )


def _needed(layout: Layout, names: list[str]) -> list[str]:
    """Return the columns that a layout looks at, in the order of the table; no others need be read."""
    used = {ROW, *layout.area, *layout.period, *layout.group, *layout.columns.values()}
    used |= {name for name in (layout.indicator, layout.note, layout.more_qualifiers) if name is not None}
    for figure in layout.figures:
        used |= {figure.value, *figure.beside.values(), *figure.where}
    for expression in (layout.marks, layout.blank, *(condition for _, condition in layout.faults)):
        used |= set(expression.meta.root_names()) if expression is not None else set()
    return [name for name in names if name in used]


def judge(frame: pl.LazyFrame, layout: Layout) -> Judged:
    """Return the lines of a table of texts that has the column ``_row``; nothing is read yet.

    A batch without faults, the usual one, is handed on as it is: to filter each would cost as much as to
    read it.
    """
    batch = _Batch(layout)
    constants = {name: None for name in JUDGED if name not in batch.schema} | dict(layout.constants)
    same = [pl.lit(value, dtype=JUDGED[name]).alias(name) for name, value in constants.items()]

    needed = frame.select(_needed(layout, frame.collect_schema().names()))

    def lines(function: Callable[[pl.DataFrame], pl.DataFrame]) -> pl.LazyFrame:
        read = needed.map_batches(function, schema=batch.schema, streamable=True)
        return read.with_columns(same).select(list(JUDGED | batch.schema))

    return Judged(lines=lines(batch.judged), observations=lines(batch.good), rejections=lines(batch.bad))
