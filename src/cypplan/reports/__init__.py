"""Reports: a document tree, and what turns it into text, Markdown, a page or JSON. Computes nothing.

Everything shown was decided before: a report only chooses words and places.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

from cypplan.errors import LookupFailed, ValueFault
from cypplan.plugins import default_registry

if TYPE_CHECKING:
    from cypplan.assess import Scorecard
    from cypplan.plans.model import Plan
    from cypplan.reports.briefing import Briefing
    from cypplan.reports.tree import Document

__all__ = ["FORMATS", "document_of", "format_of", "render", "save", "write"]

FORMATS: Final = ("text", "md", "html", "json")
"""The formats that a report can have."""


def render(
    thing: Scorecard | Briefing | Plan | Document,
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
            made = _of_plugin(thing, format)
            if isinstance(made, bytes):
                raise ValueFault(f'the format "{format}" is no text; write it to a file with save')
            return made


def save(
    thing: Scorecard | Briefing | Plan | Document,
    path: str | os.PathLike[str],
    format: str,  # noqa: A002 (as for render)
    *,
    verbose: bool = True,
) -> None:
    """Write a report to a file; arguments and errors are those of :func:`render` and :func:`write`."""
    write(render(thing, format, verbose=verbose) if format in FORMATS else _of_plugin(thing, format), path)


def format_of(path: str | os.PathLike[str]) -> str | None:
    """Return the format that the ending of a file's name says, of the library or of a plugin."""
    ending = Path(path).suffix.lower()
    if ending.removeprefix(".") in FORMATS:
        return ending.removeprefix(".")
    more = default_registry().report_formats.values() if ending else ()
    return next((one.name for one in more if one.extension == ending), None)


def _of_plugin(thing: Scorecard | Briefing | Plan | Document, name: str) -> str | bytes:
    more = default_registry().report_formats
    if name not in more:
        what = "format of a report"
        raise LookupFailed(what, name, [*FORMATS, *more])
    return more[name].render(document_of(thing))


def document_of(thing: Scorecard | Briefing | Plan | Document) -> Document:
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


def write(text: str | bytes, path: str | os.PathLike[str]) -> None:
    """Write bytes, or a text as UTF-8, in one step: an old file stays whole until the new one is.

    Raises
    ------
    OSError
        If the folder is not there or cannot be written to.
    """
    path, raw = Path(path), text if isinstance(text, bytes) else text.encode()
    if path.exists() and not path.is_file():  # a device or a pipe, which must not be replaced by a file
        path.write_bytes(raw)
        return
    draft = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        draft.write_bytes(raw)
        draft.replace(path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
