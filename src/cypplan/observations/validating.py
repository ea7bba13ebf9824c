"""Holding a table against the contract: every fault at once, each with file, row, column and value.

Engines that keep the order of rows give a fault the number of its row; those that do not, SQL among them,
give the key of the figure.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import attrs
import narwhals as nw

from cypplan.calc.opening import taken
from cypplan.errors import FrameError, did_you_mean
from cypplan.observations.frames import rows_of
from cypplan.observations.table import COLUMNS, KEY, MISSING_MARKS, QUALIFIERS, Column
from cypplan.periods import PeriodKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cypplan.calc.carrier import Table

__all__ = ["ObservationFault", "check_observations", "faults_of", "table_schema"]

_ROW: Final = "_cypplan_row"
_MOST: Final = 1000
"""So many faults of one kind are listed; a table with more has one fault many times."""
_NEEDED: Final = ("indicator", "area", "period", "period_kind", "period_start", "period_end")
_KINDS: Final = {"text": "string", "number": "number", "date": "date"}


@attrs.frozen(kw_only=True)
class ObservationFault:
    """One fault of a table of observations."""

    table: str
    """Name of the file or table."""
    message: str
    column: str | None = None
    row: int | None = None
    """Number of the row, the first one of figures being 1; ``None`` where the engine has no rows."""
    key: tuple[tuple[str, str], ...] = ()
    value: str | None = None

    def __str__(self) -> str:
        place = [self.table]
        if self.row is not None:
            place.append(f"row {self.row}")
        elif self.key:
            place.append(", ".join(f"{name} {text}" for name, text in self.key))
        if self.column:
            place.append(f'column "{self.column}"')
        shown = f': "{self.value}"' if self.value is not None else ""
        return f"{', '.join(place)}{shown}: {self.message}"


@attrs.frozen
class _Rule:
    """What must not be: the column it is about, the test of a row, and what to say."""

    column: str
    wrong: nw.Expr
    message: str


def check_observations(observations: Table, *, name: str = "observations") -> None:
    """Raise :class:`FrameError` with every fault of a table of observations; ``name`` is that of the file."""
    faults = faults_of(observations, name=name)
    if faults:
        many = len(faults)
        lines = [f"{name}: {many} fault{'' if many == 1 else 's'}", *(f"  {fault}" for fault in faults)]
        raise FrameError("\n".join(lines))


def faults_of(observations: Table, *, name: str = "observations") -> tuple[ObservationFault, ...]:
    """Return every fault of a table of observations of any engine.

    An empty tuple where it keeps the contract.

    At most a thousand faults of one kind are listed.
    """
    given = nw.maybe_reset_index(taken(observations))
    schema = given.collect_schema()
    faults = [*_of_columns(schema, name)]
    wrong = {fault.column for fault in faults}
    numbered = isinstance(given, nw.DataFrame)
    frame = (given.with_row_index(_ROW) if isinstance(given, nw.DataFrame) else given).lazy()
    for rule in _rules({column for column in schema if column not in wrong}):
        faults += _broken(frame, rule, name, numbered=numbered)
    if not wrong.intersection(KEY) and set(_NEEDED) <= set(schema):
        faults += _twice(frame, name, [column for column in KEY if column in schema])
    return tuple(faults)


def _of_columns(schema: nw.Schema, name: str) -> Iterator[ObservationFault]:
    for column in COLUMNS:
        if column.name not in schema:
            if not column.optional:
                hint = did_you_mean(column.name, [one for one in schema if one not in _names()])
                yield ObservationFault(table=name, column=column.name, message=f"is missing.{hint}")
        elif not _fits(schema[column.name], column):
            words = f"holds {schema[column.name]}, which is no {column.type}; {_advice(column)}"
            yield ObservationFault(table=name, column=column.name, message=words)


def _names() -> set[str]:
    return {column.name for column in COLUMNS}


def _fits(dtype: nw.dtypes.DType, column: Column) -> bool:
    if isinstance(dtype, nw.Unknown | nw.Object):
        return True  # a column without any value has no type in some engines
    if column.type == "number":
        return dtype.is_numeric()
    if column.type == "date":
        return isinstance(dtype, nw.Date | nw.Datetime)
    return isinstance(dtype, nw.String | nw.Categorical | nw.Enum)


def _advice(column: Column) -> str:
    return {
        "number": "make it numbers, with empty cells where there is none",
        "date": "make it dates, as 2021-03-31",
        "text": "make it text",
    }[column.type]


def _rules(columns: set[str]) -> Iterator[_Rule]:
    """Yield the rules whose columns are there."""
    value = nw.col("value")
    missing = value.is_null()
    marks, words = sorted(MISSING_MARKS), sorted(QUALIFIERS)
    for column in _NEEDED:
        if column in columns:
            yield _Rule(column, nw.col(column).is_null(), "is empty; every figure needs it")
    if "period_kind" in columns:
        kinds = [str(kind) for kind in PeriodKind]
        yield _Rule(
            "period_kind",
            _given("period_kind") & ~_text("period_kind").is_in(kinds),
            f"is none of: {', '.join(kinds)}",
        )
    if {"period_start", "period_end"} <= columns:
        yield _Rule("period_end", nw.col("period_end") < nw.col("period_start"), "lies before period_start")
    if {"value", "mark"} <= columns:
        yield _Rule(
            "mark",
            missing & nw.col("mark").is_null(),
            f"a figure without a value says why: {', '.join(marks)}",
        )
        yield _Rule("mark", ~missing & _given("mark"), "stands beside a value; leave one of them empty")
        yield _Rule("mark", _given("mark") & ~_text("mark").is_in(marks), f"is none of: {', '.join(marks)}")
    elif "value" in columns:
        yield _Rule("value", missing, 'is missing, and there is no column "mark" to say why')
    if "qualifiers" in columns:
        known = "|".join(words)
        bad = _given("qualifiers") & ~_text("qualifiers").str.contains(f"^(?:{known})(?: (?:{known}))*$")
        yield _Rule("qualifiers", bad, f"are some of these, separated by blanks: {', '.join(words)}")
    yield from _of_numbers(columns)


def _of_numbers(columns: set[str]) -> Iterator[_Rule]:
    if {"lower", "upper"} <= columns:
        yield _Rule("upper", nw.col("upper") < nw.col("lower"), "lies below the lower limit")
    for column in ("count", "denominator"):
        if column in columns:
            yield _Rule(column, nw.col(column) < 0, "is negative, and cannot be a number of people or events")


def _given(column: str) -> nw.Expr:
    return ~nw.col(column).is_null()  # NumPy-backed pandas takes a missing text for one that is not listed


def _text(column: str) -> nw.Expr:
    return nw.col(column).cast(nw.String)


def _broken(
    frame: nw.LazyFrame[Any], rule: _Rule, name: str, *, numbered: bool
) -> Iterator[ObservationFault]:
    """Yield the rows that break a rule; what is missing breaks only rules that speak of what is missing."""
    held = [column for column in (_ROW, *KEY, rule.column) if column in frame.collect_schema()]
    found = frame.filter(rule.wrong).select(dict.fromkeys(held)).head(_MOST)
    for row in rows_of(found):
        value = row[rule.column]
        yield ObservationFault(
            table=name,
            column=rule.column,
            row=int(row[_ROW]) + 1 if numbered else None,
            key=tuple((column, str(row[column])) for column in KEY if row.get(column) is not None),
            value=None if value is None else str(value)[:80],
            message=rule.message,
        )


def _twice(frame: nw.LazyFrame[Any], name: str, key: list[str]) -> Iterator[ObservationFault]:
    counted = frame.with_columns(nw.lit(1).alias("_one")).group_by(key).agg(nw.col("_one").sum())
    for row in rows_of(counted.filter(nw.col("_one") > 1).head(_MOST)):
        yield ObservationFault(
            table=name,
            key=tuple((column, str(row[column])) for column in key if row[column] is not None),
            message=f"stands there {row['_one']} times; keep one figure for each key of {', '.join(KEY)}",
        )


def table_schema() -> dict[str, Any]:
    """Return the contract as a Table Schema, the form in which catalogues of open data describe tables."""
    fields: list[dict[str, Any]] = []
    enums = {"mark": sorted(MISSING_MARKS), "period_kind": [str(kind) for kind in PeriodKind]}
    for column in COLUMNS:
        limits: dict[str, Any] = {"required": column.name in _NEEDED}
        if column.name in enums:
            limits["enum"] = list(enums[column.name])
        fields.append({
            "name": column.name,
            "type": _KINDS[column.type],
            "description": column.meaning,
            "constraints": limits,
        })  # fmt: skip
    return {"fields": fields, "primaryKey": list(KEY), "missingValues": [""]}
