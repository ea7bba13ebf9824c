"""A caller's table while columns are added to it: faults named, steps staged, groups counted.

What this module knows of engines: a value of a group is spread over its rows by a window, but on PyArrow
by a join whose order is then restored, because a window there may give the rows of a large table each
other's values. Order within a group is counted from a row number over the sorted table, which every engine
has, instead of a rank, which some have not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs
import narwhals as nw

from cypplan.calc.expressions import Columns
from cypplan.calc.opening import opened
from cypplan.calc.reasons import checked
from cypplan.errors import FrameError
from cypplan.indicators import Direction

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping, Sequence

    from cypplan.calc.carrier import Table
    from cypplan.calc.opening import Opened

__all__ = ["Bench", "Counted", "Dated", "Polarity", "date_number", "key_faults", "said", "whole", "worded"]


def worded(code: nw.Expr, words: Mapping[float, str]) -> nw.Expr:
    """Return the word of each code; missing where it has none."""
    text: nw.Expr = nw.lit(None, dtype=nw.String)
    for key, word in words.items():
        text = nw.when(code == key).then(nw.lit(word)).otherwise(text)
    return text


def said(faults: Mapping[str, nw.Expr]) -> nw.Expr:
    """Return the first of the reasons whose condition holds; missing where none does."""
    text: nw.Expr = nw.lit(None, dtype=nw.String)
    for reason, condition in reversed([*faults.items()]):
        text = nw.when(condition).then(nw.lit(reason)).otherwise(text)
    return text


def whole(name: str) -> nw.Expr:
    """Return counts as whole numbers, 0 where they are missing: NumPy has no missing whole number."""
    return nw.when(nw.col(name) > 0).then(nw.col(name)).otherwise(0.0).cast(nw.Int64)


def key_faults(names: Iterable[str]) -> dict[str, nw.Expr]:
    """Return a reason for each key column that may be missing: such a row belongs to no group."""
    return {f"no {name}": nw.col(name).is_null() for name in names}


@attrs.frozen
class Counted:
    """Names of columns that say where a row stands in its group, by a key that is sorted upwards."""

    below: str
    """How many have a smaller key."""
    level: str
    """How many have a smaller key or the same."""
    n: str
    """How many have a key at all."""


@attrs.frozen
class Dated:
    """Names of columns that hold the parts of a date."""

    day: str
    """The date itself."""
    month: str
    """1 to 12."""
    months: str
    """Months since the year 0."""
    number: str
    """A number that orders dates and tells them apart; :func:`date_number` of a date."""


def date_number(day: dt.date) -> float:
    """Return the number of a date as :class:`Dated` has it."""
    return 31.0 * (12 * day.year + day.month) + day.day


@attrs.frozen
class Polarity:
    """Which way is better: one direction for the whole table, or a column that holds the word of each row."""

    direction: Direction | None
    column: str | None = None

    @classmethod
    def given(cls, direction: Direction | str | None, column: str | None) -> Polarity:
        """Take what the caller has given; FrameError where it is no direction, or both are given."""
        if column is not None and direction is not None:
            message = f'give direction="{direction}" or direction_column="{column}", not both'
            raise FrameError(message)
        if direction is not None and direction not in set(Direction):
            message = f'"{direction}" is no direction; write one of {", ".join(Direction)}'
            raise FrameError(message)
        return cls(Direction(direction) if direction is not None else None, column)

    @property
    def needed(self) -> list[str]:
        """The column that must be there."""
        return [] if self.column is None else [self.column]

    @property
    def sign(self) -> nw.Expr:
        """+1 where higher is better, -1 where lower is, else 0."""
        if self.column is None:
            return nw.lit(float(self.direction.sign if self.direction else 0))
        word = nw.col(self.column)
        lower = nw.when(word == Direction.LOWER.value).then(nw.lit(-1.0)).otherwise(nw.lit(0.0))
        return nw.when(word == Direction.HIGHER.value).then(nw.lit(1.0)).otherwise(lower)

    @property
    def towards(self) -> nw.Expr:
        """Whether better is nearer to a target."""
        if self.column is None:
            return nw.lit(self.direction is Direction.TOWARDS)
        return nw.col(self.column) == Direction.TOWARDS.value


class Bench:
    """A table of the caller's at work. Temporary columns have names of their own and go at the end."""

    __slots__ = ("_back", "_made", "_opened", "_taken", "by", "table")

    def __init__(
        self,
        frame: Table,
        *,
        numbers: Iterable[str],
        others: Iterable[str] = (),
        new: Sequence[str] = (),
        by: str | Sequence[str] = (),
        folds: bool = False,
    ) -> None:
        """Open a table as :func:`~cypplan.calc.opening.opened` does, with its errors.

        ``by`` names the columns that make a group; ``folds`` says that nothing else of the table will stay.
        """
        self.by: list[str] = [by] if isinstance(by, str) else list(by)
        if len(set(self.by)) < len(self.by):
            message = f"by names a column twice: {', '.join(self.by)}; name each once"
            raise FrameError(message)
        kept = self.by if folds else None
        self._opened: Opened = opened(frame, numbers=numbers, others=[*self.by, *others], new=new, kept=kept)
        self.table: Any = self._opened.frame
        self._back: bool = isinstance(self.table, nw.DataFrame) and self.table.implementation.is_polars()
        if self._back:  # as one query
            self.table = self.table.lazy()
        self._taken: set[str] = {*self._opened.schema, *new}
        self._made: list[str] = []

    def _names(self, many: int) -> list[str]:
        names: list[str] = []
        for at in range(many):
            name = f"_cypplan_step_{len(self._taken) + at}"
            while name in self._taken:
                name += "_"
            names.append(name)
        self._made.extend(names)
        self._taken.update(names)
        return names

    def carrier(self) -> Columns:
        """Return a carrier for a formula over the table as it stands."""
        return Columns(self._taken)

    def stage(self, *steps: nw.Expr, c: Columns | None = None) -> tuple[str, ...]:
        """Compute steps, and what waits in the carrier they were made with, as temporary columns."""
        names = self._names(len(steps))
        self._add(dict(zip(names, steps, strict=True)), c)
        return tuple(names)

    def _add(self, results: Mapping[str, nw.Expr], c: Columns | None) -> None:
        for waiting in [] if c is None else c.stages:
            self.table = self.table.with_columns(**waiting)
            self._made.extend(waiting)
            self._taken.update(waiting)
        # by alias: the caller may well name a column "self" or "frame", which no keyword can be
        self.table = self.table.with_columns(*(one.alias(name) for name, one in results.items()))

    def number(self, name: str) -> str:
        """Return the name of a temporary column with the finite numbers of a column, others missing."""
        (cast,) = self.stage(nw.col(name).cast(nw.Float64))
        return self.stage(nw.when(nw.col(cast).is_finite()).then(nw.col(cast)))[0]

    def checked(self, count: str, total: str, *, part: bool, whole: bool = False) -> tuple[str, str, str]:
        """Return count and denominator, missing where they cannot be used, and the reason for that."""
        c = self.carrier()
        x, n, reason = checked(attrs.evolve(self._opened, c=c), count, total, part=part, whole=whole)
        x, n, reason = self.stage(x, n, reason, c=c)
        return x, self.stage(nw.when(nw.col(reason).is_null()).then(nw.col(n)))[0], reason

    def date(self, name: str) -> Dated:
        """Return temporary columns with the parts of a date; FrameError where a column holds no dates."""
        dtype = self._opened.schema[name]
        if isinstance(dtype, nw.String | nw.Boolean) or dtype.is_numeric():
            message = f'column "{name}" is of type {dtype}, not of dates; give first or last days of periods'
            raise FrameError(message)
        (day,) = self.stage(nw.col(name) if dtype.is_temporal() else nw.col(name).cast(nw.Date))
        part = nw.col(day).dt
        numbers = (part.year(), part.month(), part.day())
        year, month, of_month = self.stage(*(one.cast(nw.Float64) for one in numbers))
        (months,) = self.stage(12.0 * nw.col(year) + nw.col(month))
        (number,) = self.stage(31.0 * nw.col(months) + nw.col(of_month))
        return Dated(day, month, months, number)

    def keys(self, more: Sequence[str] = ()) -> list[str]:
        """Return columns to group by: those of the caller and more, or one constant where there are none."""
        # a column that holds nothing has no type, and PyArrow cannot group or join by such a one
        keys = [
            self.stage(nw.col(name).cast(nw.String))[0]
            if self._opened.schema.get(name) == nw.Unknown
            else name
            for name in (*self.by, *more)
        ]
        return keys or list(self.stage(nw.lit(1)))

    def spread(self, by: Sequence[str], *aggregates: nw.Expr) -> tuple[str, ...]:
        """Give every row the sums, counts, least or greatest values of its group; return the names.

        An aggregate is one of a plain column. A row whose key is missing may find its values missing.
        """
        names = self._names(len(aggregates))
        if not self.table.implementation.is_pyarrow():
            windows = {name: one.over(*by) for name, one in zip(names, aggregates, strict=True)}
            self.table = self.table.with_columns(**windows)
            return tuple(names)
        (at,) = self._names(1)
        values = [one.alias(name) for name, one in zip(names, aggregates, strict=True)]
        grouped = self.table.group_by(*by).agg(*values)
        found = self.table.select(*by).with_row_index(at).join(grouped, on=list(by), how="left").sort(at)
        self.table = nw.concat([self.table, found.select(at, *names)], how="horizontal")
        return tuple(names)

    def counted(self, by: Sequence[str], key: str) -> Counted:
        """Count for every row with a key how many of its group have a smaller one, or the same."""
        (at,) = self._names(1)
        self.table = self.table.with_row_index(at, order_by=[*by, key])
        (place,) = self.stage(nw.when(~nw.col(key).is_null()).then(nw.col(at).cast(nw.Float64)))
        start, many = self.spread(by, nw.col(place).min(), nw.col(place).count())
        first, last = self.spread([*by, key], nw.col(place).min(), nw.col(place).max())
        below, level, n = self.stage(
            nw.col(first) - nw.col(start), nw.col(last) - nw.col(start) + 1.0, nw.col(many).cast(nw.Float64)
        )
        return Counted(below, level, n)

    def fold(self, *aggregates: nw.Expr) -> tuple[str, ...]:
        """Leave one row for each group, with its keys and the aggregates, whose names are returned."""
        keys = self.keys()
        names = self._names(len(aggregates))
        values = [one.alias(name) for name, one in zip(names, aggregates, strict=True)]
        table = self.table.group_by(*keys).agg(*values)
        self.table = table.rename(
            {key: name for key, name in zip(keys, self.by, strict=False) if key != name}
        )
        self._made = [*names, *([] if self.by else keys)]
        if self.by:
            self.table = self.table.sort(*self.by, nulls_last=True)
        return tuple(names)

    def done(self, results: Mapping[str, nw.Expr], c: Columns | None = None) -> Any:  # noqa: ANN401 (the very kind that the caller gave)
        """Add the results, drop what was temporary, and return the table as the caller has it."""
        self._add(results, c)
        table = self.table.drop(self._made)
        return self._opened.handed(table.collect() if self._back else table)
