"""Reports: a document tree, and what turns it into text, Markdown, a page or JSON. Computes nothing.

Everything shown was decided before: a report only chooses words and places.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

from cypplan.errors import LookupFailed

if TYPE_CHECKING:
    from cypplan.assess import Scorecard
    from cypplan.plans.model import Plan
    from cypplan.reports.tree import Document

__all__ = ["FORMATS", "document_of", "render", "write"]

FORMATS: Final = ("text", "md", "html", "json")
"""The formats that a report can have."""


def render(
    thing: Scorecard | Plan | Document,
    format: str = "text",  # noqa: A002 (what the option of the command line is called)
    *,
    width: int = 80,
    colour: bool = False,
    ascii_only: bool = False,
    verbose: bool = True,
) -> str:
    """Return a scorecard, a plan or a document as text.

    Parameters
    ----------
    thing
        What to report.
    format
        One of :data:`FORMATS`.
    width, colour, ascii_only, verbose
        For the format "text" only: columns of the terminal, whether words are coloured, whether signs are
        ASCII, and whether everything is said or the short form of it.

    Raises
    ------
    LookupFailed
        If there is no such format, or a document without data is asked for as JSON.
    ExtraMissingError
        If the format needs a package that is not installed.

    Examples
    --------
    >>> import cypplan
    >>> print(render(cypplan.plan("warrington-care-2018"), "md").splitlines()[0])
    # Children in care and care leavers strategy
    """
    match format:
        case "json":
            from cypplan.reports.data import json_text  # noqa: PLC0415 (each format is loaded when asked for)

            return json_text(thing)
        case "md":
            from cypplan.reports.markdown import markdown  # noqa: PLC0415

            return markdown(document_of(thing))
        case "html":
            from cypplan.reports.page import page  # noqa: PLC0415

            return page(document_of(thing))
        case "text":
            from cypplan.reports.terminal import text  # noqa: PLC0415

            return text(
                document_of(thing), width=width, colour=colour, ascii_only=ascii_only, verbose=verbose
            )
        case _:
            what = "format of a report"
            raise LookupFailed(what, format, FORMATS)


def document_of(thing: Scorecard | Plan | Document) -> Document:
    """Return the document tree of a scorecard or a plan; a document is one already."""
    from cypplan.plans.model import Plan  # noqa: PLC0415 (as above)
    from cypplan.reports.tree import Document  # noqa: PLC0415

    if isinstance(thing, Document):
        return thing
    if isinstance(thing, Plan):
        from cypplan.reports.plan import plan_document  # noqa: PLC0415

        return plan_document(thing)
    from cypplan.reports.scorecard import scorecard_document  # noqa: PLC0415

    return scorecard_document(thing)


def write(text: str, path: str | os.PathLike[str]) -> None:
    """Write a text as UTF-8 in one step: an old file stays whole until the new one is.

    Raises
    ------
    OSError
        If the folder is not there or cannot be written to.
    """
    path = Path(path)
    if path.exists() and not path.is_file():  # a device or a pipe, which must not be replaced by a file
        path.write_text(text, encoding="utf-8", newline="\n")
        return
    draft = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        draft.write_text(text, encoding="utf-8", newline="\n")
        draft.replace(path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
