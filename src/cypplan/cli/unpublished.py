"""Figures from files, kept safe: what is unpublished comes under disclosure control before it is judged."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

import cypplan
from cypplan.cli.output import complain

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import polars as pl

    from cypplan.calc.disclosure import DisclosureRule

__all__ = ["ReleaseOption", "UnpublishedOption", "safe_figures"]

UnpublishedOption = Annotated[
    bool,
    typer.Option(
        "--unpublished",
        help="The figures of --data are unpublished: small numbers are suppressed. Figures with the "
        'qualifier "unpublished" always are.',
    ),
]
ReleaseOption = Annotated[
    str | None,
    typer.Option(metavar="NAME", help="Figures of the release of this name; default: of the last release."),
]


def safe_figures(
    paths: Sequence[Path] | None, *, unpublished: bool = False, mapping: Path | None = None
) -> tuple[pl.LazyFrame | None, DisclosureRule | None]:
    """Return the figures of files with the default rule applied to what is unpublished, and that rule.

    Without files there are no figures, and where nothing is unpublished there is no rule. What was done is
    said on the error stream.
    """
    if not paths:
        return None, None
    from cypplan.calc.disclosure import DisclosureRule  # noqa: PLC0415 (loaded when a command runs)
    from cypplan.cli.data import read_figures  # noqa: PLC0415 (as above)
    from cypplan.observations.disclosure import protection  # noqa: PLC0415 (as above)

    registry = cypplan.registry()
    rule = DisclosureRule()
    done = protection(
        read_figures(paths, mapping=mapping),
        rule,
        areas=registry.areas,
        indicators=registry.indicators,
        marked_only=not unpublished,
    )
    if not done.figures:
        return done.table, rule if done.controlled else None
    complain(f"disclosure control: {done.words}")
    return done.table, rule
