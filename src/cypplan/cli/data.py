"""The caller's figures from files: CSV or Parquet in the observation format, several read as one table."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, Final

from cypplan.errors import ExtraMissingError, FrameError
from cypplan.observations.table import COLUMNS, check_columns

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import polars as pl

__all__ = ["read_figures"]

_EXAMPLES: Final = {"number": "12.5", "date": "2021-03-31"}


def read_figures(paths: Sequence[Path]) -> pl.LazyFrame:
    """Return the figures of one file or several as a lazy table; "-" is CSV on the standard input.

    Raises
    ------
    FrameError
        If a file is not there, is neither CSV nor Parquet, lacks a column, or has a cell that is no number
        or date.
    """
    try:
        import polars as pl  # noqa: PLC0415 (an extra, and loaded only where figures are read)
    except ImportError as error:
        raise ExtraMissingError("reading figures from files", "polars", "polars") from error
    return pl.concat([_read(path) for path in paths], how="diagonal_relaxed")


def _read(path: Path) -> pl.LazyFrame:
    import polars as pl  # noqa: PLC0415 (as above)

    from_input = str(path) == "-"
    if not from_input and not path.is_file():
        message = f"--data {path}: there is no such file"
        raise FrameError(message)
    suffix = ".csv" if from_input else path.suffix.lower()
    if suffix not in {".csv", ".parquet"}:
        message = f'--data {path}: "{suffix}" is no format of figures; give a file .csv or .parquet'
        raise FrameError(message)
    try:
        # CSV as text, so that a wrong cell can be named with its line
        if from_input:
            frame = pl.read_csv(sys.stdin.buffer.read(), infer_schema=False).lazy()
        else:
            frame = pl.scan_parquet(path) if suffix == ".parquet" else pl.scan_csv(path, infer_schema=False)
        check_columns(frame.collect_schema().names())
        return _typed(frame, path)
    except FrameError as error:
        text = str(error)
        raise FrameError(text if text.startswith("--data") else f"--data {path}: {text}") from None
    except (pl.exceptions.PolarsError, OSError) as error:
        first = str(error).splitlines()[0] if str(error) else type(error).__name__
        message = f"--data {path}: cannot be read: {first}"
        raise FrameError(message) from error


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
