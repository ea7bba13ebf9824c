"""Reports: a document tree, and what turns it into text, Markdown, a page or JSON. Computes nothing.

Everything shown was decided before: a report only chooses words and places.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeAlias

from cypplan.errors import LookupFailed, ValueFault
from cypplan.plugins import default_registry
from cypplan.reports.writing import write, write_folder

if TYPE_CHECKING:
    import os
    from collections.abc import Mapping

    from cypplan.assess import Scorecard
    from cypplan.plans.model import Plan
    from cypplan.reports.briefing import Briefing
    from cypplan.reports.spreadsheet import Book
    from cypplan.reports.tree import Document

    Thing: TypeAlias = Scorecard | Briefing | Plan | Document

__all__ = ["FORMATS", "document_of", "format_of", "made", "render", "save", "write"]

FORMATS: Final = ("text", "md", "html", "json", "xlsx", "stratml", "stratml-1", "datapackage")
"""The formats that a report can have; the last three not of everything: see the manual."""
_ENDINGS: Final = {
    ".text": "text",
    ".txt": "text",
    ".md": "md",
    ".html": "html",
    ".json": "json",
    ".xlsx": "xlsx",
    ".stratml": "stratml",
    ".xml": "stratml",
    ".zip": "datapackage",
}


def render(
    thing: Thing,
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
        One of :data:`FORMATS`, or a format of a plugin.
    width, colour, ascii_only, verbose
        For the format "text" only: columns of the terminal, whether words are coloured, whether signs are
        ASCII, and whether everything is said or the short form of it.

    Raises
    ------
    LookupFailed
        If there is no such format, or a document without data is asked for as JSON.
    ExtraMissingError
        If the format needs a package that is not installed.
    PluginError
        If the code of a plugin's format fails.

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
            text_or_raw = made(thing, format)
            if isinstance(text_or_raw, bytes):
                message = f'the format "{format}" is no text; write it to a file (-o FILE, or reports.save)'
                raise ValueFault(message)
            return text_or_raw


def made(thing: Thing, format: str, *, verbose: bool = True) -> str | bytes:  # noqa: A002 (as for render)
    """Return a report as a text, or as the bytes of a file for a format that is no text.

    Arguments and errors are those of :func:`render`; a data package is one ZIP archive.
    """
    match format:
        case "text" | "md" | "html" | "json":
            return render(thing, format, verbose=verbose)
        case "xlsx":
            from cypplan.reports.spreadsheet import workbook  # noqa: PLC0415 (loaded when asked for)

            return workbook(_book_of(thing))
        case "stratml" | "stratml-1":
            from cypplan.reports.stratml import stratml  # noqa: PLC0415

            return stratml(_plan_of(thing, format), part=1 if format == "stratml-1" else 2)
        case "datapackage":
            from cypplan.reports.datapackage import zipped  # noqa: PLC0415

            return zipped(_package_of(thing))
        case _:
            more = default_registry().report_formats
            if format not in more:
                what = "format of a report"
                raise LookupFailed(what, format, [*FORMATS, *more])
            return more[format].render(document_of(thing))


def save(
    thing: Thing,
    path: str | os.PathLike[str],
    format: str,  # noqa: A002 (as for render)
    *,
    verbose: bool = True,
) -> None:
    """Write a report to a file in one step; arguments and errors are those of :func:`render`.

    A data package is written as a ZIP archive where the name ends so, else as a folder.
    """
    if format == "datapackage" and Path(path).suffix.lower() != ".zip":
        from cypplan.reports.datapackage import INDEX  # noqa: PLC0415 (loaded when asked for)

        write_folder(_package_of(thing), path, index=INDEX)
        return
    write(made(thing, format, verbose=verbose), path)


def format_of(path: str | os.PathLike[str]) -> str | None:
    """Return the format that the ending of a file's name says, of the library or of a plugin."""
    ending = Path(path).suffix.lower()
    if ending in _ENDINGS:
        return _ENDINGS[ending]
    more = default_registry().report_formats.values() if ending else ()
    return next((one.name for one in more if one.extension == ending), None)


def _plan_of(thing: Thing, name: str) -> Plan:
    from cypplan.plans.model import Plan  # noqa: PLC0415 (as above)

    if not isinstance(thing, Plan):
        what = "format of a report that is no plan"
        raise LookupFailed(what, name, [one for one in FORMATS if not one.startswith("stratml")])
    return thing


def _package_of(thing: Thing) -> Mapping[str, bytes]:
    from cypplan.plans.model import Plan  # noqa: PLC0415 (as above)
    from cypplan.reports.tree import Document  # noqa: PLC0415

    if isinstance(thing, Plan | Document):
        what = "format of a report that is no scorecard"
        raise LookupFailed(what, "datapackage", FORMATS[:-1])
    from cypplan.reports.briefing import Briefing  # noqa: PLC0415
    from cypplan.reports.datapackage import package_files  # noqa: PLC0415

    return package_files(thing.card if isinstance(thing, Briefing) else thing)


def _book_of(thing: Thing) -> Book:
    from cypplan.plans.model import Plan  # noqa: PLC0415 (as above)
    from cypplan.reports.tree import Document  # noqa: PLC0415

    if isinstance(thing, Plan | Document):
        from cypplan.reports.spreadsheet_document import document_book  # noqa: PLC0415

        return document_book(document_of(thing))
    from cypplan.reports.spreadsheet_card import card_book  # noqa: PLC0415

    return card_book(thing)


def document_of(thing: Thing) -> Document:
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
