"""The command ``draft``: from a plan's text to a plan file to complete."""

from __future__ import annotations

import re
from pathlib import Path  # noqa: TC003 (typer reads the annotations when the command is made)
from typing import Annotated, Final

import typer

from cypplan.cli.output import complain, put, waiting
from cypplan.errors import ValueFault

__all__ = ["draft_file"]

_NO_ID: Final = re.compile(r"[^a-z0-9]+")


def draft_file(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The plan's text, as .txt.")],
    *,
    name: Annotated[
        str | None, typer.Option("--id", metavar="ID", help="Id of the plan; default: the name of FILE.")
    ] = None,
    authority: Annotated[
        str | None, typer.Option(metavar="CODE", help="GSS code of the authority, as E06000007.")
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="Write to a file instead of the screen."),
    ] = None,
) -> None:
    """Draft a plan file from a plan's text: outcomes, target sentences, and what was not understood."""
    from cypplan.plans.drafting import draft_plan  # noqa: PLC0415 (loaded when the command runs)

    text = _text_of(file)
    if output is not None and output.exists():
        message = f"--output {output}: is there already; name another file, or remove it"
        raise ValueFault(message)
    with waiting("Reading the text"):
        draft = draft_plan(
            text, id=name or _NO_ID.sub("-", file.stem.lower()).strip("-") or "plan", authority=authority
        )
    put(draft.text, output)
    if output is None or str(output) == "-":
        return
    complain(f"{output}: {draft.measures} sentences read as targets, {len(draft.unread)} not understood")


def _text_of(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        message = f"{file}: is not UTF-8 text at byte {error.start}; save the plan's text as UTF-8 (.txt)"
        raise ValueFault(message) from None
