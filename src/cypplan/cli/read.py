"""The command ``read``: what was understood of a file of figures, and what was not."""

from __future__ import annotations

import datetime as dt
import enum
from pathlib import Path  # noqa: TC003 (typer looks the annotations up when it runs)
from typing import TYPE_CHECKING, Annotated, Any, Final

import attrs
import typer

import cypplan
from cypplan.cli.lists import Listed, show
from cypplan.cli.output import waiting
from cypplan.errors import ReadError, ValueFault
from cypplan.reports.tree import (
    Block,
    Cell,
    Column,
    Document,
    Fact,
    Facts,
    Item,
    Items,
    Paragraph,
    Row,
    Section,
    Table,
)

if TYPE_CHECKING:
    import polars as pl

    from cypplan.observations.readers.reading import Reading, Summary

__all__ = ["read_file"]

_SHOWN: Final = 10


class ReadFormat(enum.StrEnum):
    """Formats of what was understood."""

    TEXT = "text"
    JSON = "json"


def read_file(  # noqa: PLR0913 (one option for each thing that may be said about a file)
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="CSV, Parquet or a spreadsheet (.xlsx, .ods).")
    ],
    *,
    mapping: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="A mapping file (.toml) that says what the columns are."),
    ] = None,
    marks: Annotated[
        str | None, typer.Option(metavar="NAME", help='Convention of marks, as "dfe-before-ees".')
    ] = None,
    period_kind: Annotated[
        str | None, typer.Option(metavar="KIND", help="What labels mean that may be of several kinds.")
    ] = None,
    beside: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="The file that describes this one, if not in its usual place."),
    ] = None,
    encoding: Annotated[
        str | None, typer.Option(metavar="NAME", help='Of text that is not UTF-8, as "cp1252".')
    ] = None,
    source: Annotated[
        str | None, typer.Option(metavar="ID", help="Id of the source; default: the file's name.")
    ] = None,
    release: Annotated[str | None, typer.Option(metavar="TEXT", help="Release of the source.")] = None,
    published: Annotated[
        str | None, typer.Option(metavar="DATE", help="Day of publication, as 2025-11-20.")
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="Write the observations (.parquet, .csv)."),
    ] = None,
    rejections: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write every rejected figure with its reason (.csv).")
    ] = None,
    format: Annotated[  # noqa: A002 (the name of the option)
        ReadFormat, typer.Option("--format", "-f", help="Form of the output.")
    ] = ReadFormat.TEXT,
) -> None:
    """Read a file of figures and say what was understood and what was not; nothing is computed."""
    with waiting("Reading"):
        reading = cypplan.read_any(
            file,
            mapping=mapping,
            marks=marks,
            period_kind=period_kind,
            beside=beside,
            encoding=encoding,
            source=source,
            release=release,
            published=_date(published),
        )
        summary = reading.summary()
        rejected = reading.collect_rejections() if summary.rejections else None
        repeated = reading.repeated()
        if output is not None:
            _write(reading.collect(), output)
        if rejections is not None:
            _write(reading.collect_rejections(), rejections)
    found = (reading, summary, rejected, repeated)
    show(Listed(_data(*found), _document(*found)), format)


def _date(text: str | None) -> dt.date | None:
    try:
        return None if text is None else dt.date.fromisoformat(text)
    except ValueError:
        raise ValueFault(f'--published "{text}" is no date; write it as 2025-11-20') from None


def _write(frame: pl.DataFrame, path: Path) -> None:
    """Write a table, whole or not at all; in CSV no cell can act as a formula."""
    writers = {".parquet": _parquet, ".csv": _csv}
    if path.suffix.lower() not in writers:
        raise ValueFault(f'{path}: "{path.suffix}" is no format of figures; write a file .parquet or .csv')
    partial = path.with_name(f"{path.name}.part")
    try:
        writers[path.suffix.lower()](frame, partial)
        partial.replace(path)
    except OSError as error:
        raise ReadError(str(path), f"cannot be written: {error.strerror or error}") from None
    finally:
        partial.unlink(missing_ok=True)


def _parquet(frame: pl.DataFrame, path: Path) -> None:
    frame.write_parquet(path)


def _csv(frame: pl.DataFrame, path: Path) -> None:
    from cypplan.observations.readers.writing import without_formulas  # noqa: PLC0415 (it loads the engine)

    without_formulas(frame).write_csv(path)


def _data(
    reading: Reading, summary: Summary, rejected: pl.DataFrame | None, repeated: pl.DataFrame
) -> dict[str, Any]:
    return {
        "file": str(reading.path),
        "reader": reading.reader,
        "format": reading.title,
        **attrs.asdict(summary),
        "notes": [{"kind": note.kind.value, "text": note.text} for note in reading.notes],
        "repeated": repeated.height,
        "repeats": repeated.head(_SHOWN).to_dicts(),
        "rejected": rejected.head(_SHOWN).to_dicts() if rejected is not None else [],
    }


def _document(
    reading: Reading, summary: Summary, rejected: pl.DataFrame | None, repeated: pl.DataFrame
) -> Document:
    blocks: list[Block] = [Facts(tuple(_facts(summary)))]
    for kind in dict.fromkeys(note.kind for note in reading.notes):
        items = tuple(Item(title=note.text) for note in reading.notes if note.kind is kind)
        blocks.append(Section(title=kind.value.capitalize(), blocks=(Items(items),)))
    if summary.marks or summary.qualifiers:
        marks = {**summary.marks, **summary.qualifiers}
        rows = tuple(Row(Cell(name), (Cell(f"{number:,}"),)) for name, number in marks.items())
        columns = (Column("Figures", 10, numeric=True),)
        blocks.append(Table(caption="Marks", head="Mark", columns=columns, rows=rows, stacked=False))
    if repeated.height:
        blocks.append(_repeats(repeated))
    if rejected is not None:
        blocks.append(_rejections(summary, rejected))
    return Document(title=reading.path.name, subtitle=reading.title, blocks=tuple(blocks))


def _facts(summary: Summary) -> list[Fact]:
    span = f"{summary.first} to {summary.last}" if summary.first else "none"
    shown = ", ".join(summary.indicators[:_SHOWN])
    more = len(summary.indicators) - _SHOWN
    return [
        Fact(term="Rows", text=f"{summary.rows:,}"),
        Fact(term="Figures", text=f"{summary.figures:,}, cells that hold a number or a mark"),
        Fact(term="Observations", text=f"{summary.observations:,}, of which {summary.values:,} with a value"),
        Fact(term="Rejected", text=f"{summary.rejections:,}"),
        Fact(term="Areas", text=f"{summary.areas:,}"),
        Fact(term="Periods", text=span),
        Fact(
            term="Indicators",
            text=f"{len(summary.indicators):,}: {shown}{f' and {more} more' if more > 0 else ''}",
        ),
    ]


def _repeats(repeated: pl.DataFrame) -> Section:
    """Show figures that the file gives more than once: a scorecard cannot know which one is meant."""
    differ = repeated["differ"].sum()
    text = f"{repeated.height:,} given more than once, {differ:,} of them with different figures."
    items = tuple(
        Item(
            title=f"{one['indicator']}, {one['area']}, {one['period']}, {one['group']}",
            text=f"{one['times']} times, {'unlike' if one['differ'] else 'alike'}, first in row {one['row']}",
        )
        for one in repeated.head(_SHOWN).iter_rows(named=True)
    )
    return Section(title="More than once", blocks=(Paragraph(text), Items(items)))


def _rejections(summary: Summary, rejected: pl.DataFrame) -> Section:
    reasons = tuple(Item(title=reason, text=f"{number:,}") for reason, number in summary.reasons.items())
    rows = tuple(
        Row(
            Cell(f"row {row['row']}"),
            (Cell(row["column"] or ""), Cell(row["text"] or ""), Cell(row["reason"])),
        )
        for row in rejected.head(_SHOWN).iter_rows(named=True)
    )
    columns = (Column("Column", 16), Column("Cell", 12), Column("Reason", 34))
    first = Table(caption="The first of them", head="Where", columns=columns, rows=rows, stacked=False)
    blocks: tuple[Block, ...] = (Items(reasons), first)
    if summary.rejections > _SHOWN:
        blocks = (*blocks, Paragraph("All of them: --rejections FILE."))
    return Section(title="Rejected", blocks=blocks)
