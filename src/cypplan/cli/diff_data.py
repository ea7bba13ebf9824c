"""The commands ``diff-data`` and ``coverage``: what was revised, and what a plan has figures for."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

import cypplan
from cypplan.cli.lists import Listed, show
from cypplan.cli.output import complain, waiting
from cypplan.cli.unpublished import UnpublishedOption, safe_figures
from cypplan.errors import LookupFailed
from cypplan.reports.tree import Block, Cell, Column, Document, Item, Items, Paragraph, Row, Section, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    import polars as pl

    from cypplan.assess.whatif import Flip
    from cypplan.observations.revisions import Revision

__all__ = ["diff_data", "show_coverage"]

_SHOWN: Final = 30
_Old = Annotated[Path, typer.Argument(metavar="OLD", help="Figures as they were (.csv, .parquet).")]
_New = Annotated[Path, typer.Argument(metavar="NEW", help="Figures as they are now.")]
_Format = Annotated[str, typer.Option("--format", "-f", metavar="text|json", help="Form of the output.")]
_AsOf = Annotated[
    str | None, typer.Option(metavar="DATE", help="Only periods that had ended by this day; default: today.")
]


def diff_data(
    old: _Old,
    new: _New,
    *,
    plan: Annotated[
        list[str] | None,
        typer.Option(
            metavar="PLAN", help="Only the verdicts of this plan; default: of all that are installed."
        ),
    ] = None,
    unpublished: UnpublishedOption = False,
    as_of: _AsOf = None,
    format: _Format = "text",  # noqa: A002 (the name of the option)
) -> None:
    """List what was revised between two files of figures, and which verdicts of plans change by it."""
    from cypplan.cli.plan_argument import opened  # noqa: PLC0415 (loaded when the command runs)
    from cypplan.observations.revisions import revisions  # noqa: PLC0415 (as above)

    _known(format)
    registry = cypplan.registry()
    with waiting("Comparing"):
        tables = _both(old, new, unpublished=unpublished)
        found = revisions(*tables)
        touched = {one.indicator for one in found}
        flips: dict[str, Sequence[Flip]] = {}
        for name in plan or sorted(registry.plans):
            read = opened(name, registry)
            if any(one.indicator and one.indicator.id in _ids(touched) for one in read.measures):
                flips[read.id] = _flips(read, tables, as_of)
    show(Listed(_data(found, flips), _document(old, new, found, flips)), format)


def _both(old: Path, new: Path, *, unpublished: bool) -> tuple[pl.LazyFrame, pl.LazyFrame]:
    """Return both tables, protected as one: apart, each could show what the other hides."""
    import polars as pl  # noqa: PLC0415 (safe_figures says where it is not installed)

    from cypplan.cli.data import read_figures  # noqa: PLC0415 (as above)
    from cypplan.observations.disclosure import protection  # noqa: PLC0415 (as above)

    registry = cypplan.registry()
    sides = [read_figures([path]).with_columns(_side=pl.lit(at)) for at, path in enumerate((old, new))]
    together = pl.concat(sides, how="diagonal_relaxed")
    done = protection(
        together, areas=registry.areas, indicators=registry.indicators, marked_only=not unpublished
    )
    if done.figures:
        complain(f"disclosure control: {done.words}")
    table: pl.LazyFrame = done.table
    first, second = (table.filter(pl.col("_side") == at).drop("_side") for at in (0, 1))
    return first, second


def _ids(touched: set[str]) -> set[str]:
    """Return the indicators whose figures are touched, those derived of others as well."""
    known = cypplan.registry().indicators.values()
    return touched | {one.id for one in known if one.published_id in touched}


def _flips(read: Any, tables: Sequence[pl.LazyFrame], as_of: str | None) -> list[Flip]:  # noqa: ANN401 (a plan)
    from cypplan.assess.whatif import Flip  # noqa: PLC0415 (as above)

    before, after = (cypplan.scorecard(read, table, as_of=as_of) for table in tables)
    pairs = zip(before, after, strict=True)
    return [Flip(one, other) for one, other in pairs if (one.status, one.rag) != (other.status, other.rag)]


def _data(found: Sequence[Revision], flips: dict[str, Sequence[Flip]]) -> dict[str, Any]:
    import attrs  # noqa: PLC0415 (as above)

    return {
        "revisions": [{**attrs.asdict(one), "change": one.change.value} for one in found],
        "verdicts": [
            {
                "plan": name,
                "verdict": flip.id,
                "before": flip.before.status.value,
                "after": flip.after.status.value,
            }
            for name, several in flips.items()
            for flip in several
        ],
    }


def _document(old: Path, new: Path, found: Sequence[Revision], flips: dict[str, Sequence[Flip]]) -> Document:
    blocks: list[Block] = []
    columns = (Column("Area", 11), Column("Period", 20), Column("Old", 14), Column("New", 14))
    rows = tuple(
        Row(
            Cell(one.indicator),
            (
                Cell(one.area),
                Cell(one.period),
                Cell(_said(one.old, one.old_mark)),
                Cell(_said(one.new, one.new_mark)),
            ),
        )
        for one in found[:_SHOWN]
    )
    caption = f"{len(found):,} figures differ" + (f", the first {_SHOWN}" if len(found) > _SHOWN else "")
    if rows:
        blocks.append(Table(caption=caption, head="Indicator", columns=columns, rows=rows, stacked=False))
    else:
        blocks.append(Paragraph("No figure differs."))
    if len(found) > _SHOWN:
        blocks.append(Paragraph("All of them: --format json."))
    items = tuple(Item(title=str(flip), text=name) for name, several in flips.items() for flip in several)
    body: tuple[Block, ...] = (Items(items),) if items else (Paragraph("No verdict changes."),)
    blocks.append(Section(title="Verdicts that change", blocks=body))
    return Document(title=f"{old.name} → {new.name}", subtitle=caption, blocks=tuple(blocks))


def _said(value: float | None, mark: str | None) -> str:
    return f"{value:,.10g}" if value is not None else mark or "not there"


def _known(form: str) -> None:
    if form not in {"text", "json"}:
        what = "format"
        raise LookupFailed(what, form, ("text", "json"))


def show_coverage(
    plan: Annotated[
        str, typer.Argument(metavar="PLAN", help="Id of an installed plan, or path of a plan file.")
    ],
    *,
    data: Annotated[
        list[Path] | None,
        typer.Option(
            metavar="FILE", help="Figures in place of the published ones; may be given several times."
        ),
    ] = None,
    format: _Format = "text",  # noqa: A002 (the name of the option)
) -> None:
    """Show which measures of a plan have figures, of which periods, and up to when."""
    from cypplan.assess.coverage import coverage  # noqa: PLC0415 (as above)
    from cypplan.cli.plan_argument import opened  # noqa: PLC0415 (as above)

    _known(format)
    with waiting("Looking for figures"):
        figures, _ = safe_figures(data)
        found = coverage(opened(plan, cypplan.registry()), figures)
    columns = (Column("Figures", 8, numeric=True), Column("From", 20), Column("To", 20))
    rows = tuple(
        Row(Cell(one.measure), (Cell(str(one.figures)), Cell(one.first or one.why), Cell(one.last or "")))
        for one in found
    )
    with_figures = sum(one.figures > 0 for one in found)
    caption = f"{with_figures} of {len(found)} measures have figures"
    table = Table(caption=caption, head="Measure", columns=columns, rows=rows, stacked=False)
    import attrs  # noqa: PLC0415 (as above)

    data_ = {"plan": plan, "measures": [attrs.asdict(one) for one in found]}
    show(Listed(data_, Document(title=f"Coverage of {plan}", subtitle=caption, blocks=(table,))), format)
