"""A document as one self-contained page: no scripts, nothing loaded from anywhere."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from cypplan.errors import ExtraMissingError

if TYPE_CHECKING:
    from jinja2 import Template
    from markupsafe import Markup

    from cypplan.reports.tree import Block, Chart, Document

__all__ = ["page", "template"]


@functools.cache
def template() -> Template:
    """Return the template, read once; raise :class:`ExtraMissingError` where Jinja2 is not installed."""
    try:
        from jinja2 import Environment, PackageLoader, StrictUndefined  # noqa: PLC0415 (an extra)
    except ImportError as error:
        raise ExtraMissingError("writing a page", "html", "jinja2") from error
    environment = Environment(
        loader=PackageLoader("cypplan.reports", "templates"),
        autoescape=True,  # whatever a plan says is shown, never obeyed
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["kind"] = _kind
    return environment.get_template("page.html.j2")


def _kind(block: Block) -> str:
    return type(block).__name__


def _picture(chart: Chart, name: str) -> Markup:
    from markupsafe import Markup  # noqa: PLC0415 (comes with Jinja2)

    from cypplan.reports.drawing import picture  # noqa: PLC0415 (a page without charts needs no drawing)

    return Markup(picture(chart, name))  # noqa: S704 (drawn from numbers; words in it are escaped by the drawer)


def page(document: Document) -> str:
    """Return a document as an HTML page; raise :class:`ExtraMissingError` where Jinja2 is not installed."""
    return template().render(document=document, picture=_picture)
