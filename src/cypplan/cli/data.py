"""The caller's figures from files of any format that a reader knows, several read as one table.

A file in the observation format is taken strictly: a wrong cell is an error. Any other goes through its
reader, and what was understood of it and how much was rejected is said on the error stream.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, Final

import cypplan
from cypplan.cli.output import complain
from cypplan.errors import ExtraMissingError, FrameError
from cypplan.observations.table import COLUMNS, check_columns

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import polars as pl

    from cypplan.observations.readers.reading import Reading, Summary

__all__ = ["read_figures"]

_EXAMPLES: Final = {"number": "12.5", "date": "2021-03-31"}
_OWN: Final = frozenset({"period_kind", "period_start", "period_end"})
"""Columns that only the observation format has: a table with an indicator and one of them is in it."""
_SHOWN: Final = 3


def read_figures(paths: Sequence[Path], *, mapping: Path | None = None) -> pl.LazyFrame:
    """Return the figures of one file or several as a lazy table; "-" is CSV on the standard input.

    ``mapping`` says what the columns are of those that are not in the observation format.

    Raises
    ------
    FrameError
        If a file is not there, or is in the observation format and lacks a column, or has a cell that is no
        number or date.
    ReadError
        If no reader knows the format of another, or it lacks columns of its format.
    """
    try:
        import polars as pl  # noqa: PLC0415 (an extra, and loaded only where figures are read)
    except ImportError as error:
        raise ExtraMissingError("reading figures from files", "polars", "polars") from error
    return pl.concat([_read(path, mapping) for path in paths], how="diagonal_relaxed")


def _read(path: Path, mapping: Path | None) -> pl.LazyFrame:
    import polars as pl  # noqa: PLC0415 (as above)

    if str(path) == "-":
        return _piped(path)
    if not path.is_file():
        message = f"--data {path}: there is no such file"
        raise FrameError(message)
    try:
        # CSV as text, so that a wrong cell can be named with its line
        is_parquet = path.suffix.lower() == ".parquet"
        frame = pl.scan_parquet(path) if is_parquet else pl.scan_csv(path, infer_schema=False)
        names = frame.collect_schema().names()
        if "indicator" not in names or _OWN.isdisjoint(names):
            return _understood(path, mapping)
        check_columns(names)
        return _typed(frame, path)
    except FrameError as error:
        text = str(error)
        raise FrameError(text if text.startswith("--data") else f"--data {path}: {text}") from None
    except (pl.exceptions.PolarsError, OSError):  # a spreadsheet, or a text that takes more care to read
        return _understood(path, mapping)


def _piped(path: Path) -> pl.LazyFrame:
    """Return the figures that come on the standard input, as CSV in the observation format."""
    import polars as pl  # noqa: PLC0415 (as above)

    try:
        frame = pl.read_csv(sys.stdin.buffer.read(), infer_schema=False).lazy()
    except pl.exceptions.PolarsError as error:
        message = f"--data -: is no CSV: {str(error).splitlines()[0]}"
        raise FrameError(message) from None
    try:
        check_columns(frame.collect_schema().names())
    except FrameError as error:
        message = f"--data -: {error}"
        raise FrameError(message) from None
    return _typed(frame, path)


def _understood(path: Path, mapping: Path | None) -> pl.LazyFrame:
    """Return the observations of a file in some published format, or one that a mapping describes."""
    reading = cypplan.read_any(path, mapping=mapping)
    complain(_words(reading, reading.summary()))
    if again := reading.repeated().height:
        complain(f'{path.name}: {again:,} figures are given more than once; "cypplan read" names them')
    return reading.observations


def _words(reading: Reading, summary: Summary) -> str:
    ids = summary.indicators
    more = f" and {len(ids) - _SHOWN:,} more" if len(ids) > _SHOWN else ""
    rejected = f", {summary.rejections:,} rejected" if summary.rejections else ""
    return (
        f"{reading.path.name}: {reading.title}; figures: {summary.observations:,} read{rejected}; "
        f'indicators: {", ".join(ids[:_SHOWN]) or "none"}{more}; "cypplan read" shows more'
    )


def _typed(frame: pl.LazyFrame, path: Path) -> pl.LazyFrame:
    """Return the columns of the contract in their types; texts are read, and the first wrong one is named."""
    import polars as pl  # noqa: PLC0415 (as above)

    schema = frame.collect_schema()
    known = [column for column in COLUMNS if column.name in schema]
    frame = frame.select(pl.col(column.name) for column in known)
    texts = [column.name for column in known if column.type in _EXAMPLES and schema[column.name] == pl.String]
    kinds = {column.name: column.type for column in known}
    casts = {name: _cast(pl.col(name), kinds[name]) for name in texts}
    _refuse_wrong(frame, casts, kinds, path)
    numbers = [
        pl.col(name).cast(pl.Float64) for name in kinds if kinds[name] == "number" and name not in casts
    ]
    dates = [pl.col(name).cast(pl.Date) for name in kinds if kinds[name] == "date" and name not in casts]
    return frame.with_columns(*numbers, *dates, **casts)


def _cast(column: pl.Expr, kind: str) -> pl.Expr:
    import polars as pl  # noqa: PLC0415 (as above)

    stripped = column.str.strip_chars()
    stripped = pl.when(stripped != "").then(stripped)
    if kind == "date":
        return stripped.str.to_date("%Y-%m-%d", strict=False)
    return stripped.cast(pl.Float64, strict=False)


def _refuse_wrong(frame: pl.LazyFrame, casts: dict[str, pl.Expr], kinds: dict[str, str], path: Path) -> None:
    import polars as pl  # noqa: PLC0415 (as above)

    if not casts:
        return
    wrong = {name: cast.is_null() & (pl.col(name).str.strip_chars() != "") for name, cast in casts.items()}
    rows: list[dict[str, Any]] = (
        frame.with_row_index("_line", offset=2)
        .filter(pl.any_horizontal(*wrong.values()))
        .with_columns(**{f"_wrong_{name}": test for name, test in wrong.items()})
        .head(1)
        .collect()
        .to_dicts()
    )
    for row in rows:
        name = next(name for name in wrong if row[f"_wrong_{name}"])
        kind = kinds[name]
        message = (
            f'--data {path}, line {row["_line"]}, column "{name}": "{row[name]}" is no {kind}; '
            f'write it as {_EXAMPLES[kind]}, or leave the cell empty and say why in the column "mark"'
        )
        raise FrameError(message)
