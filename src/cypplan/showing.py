"""How values show themselves in a notebook: they ask the reports, which are loaded at that moment only."""

from __future__ import annotations

import importlib

__all__ = ["Shown"]


class Shown:
    """Gives a class the representations that notebooks ask for."""

    __slots__ = ()

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        """Return the value as plain text and as HTML; a notebook takes what it can show."""
        del include, exclude  # both forms are short, and whoever asks leaves out what it does not want
        # reports stand above every room that uses this class; they are asked for by name when needed
        bundle: dict[str, str] = importlib.import_module("cypplan.reports.notebook").bundle(self)
        return bundle

    def _repr_html_(self) -> str:
        """Return the value as HTML, for notebooks that ask for no more."""
        return self._repr_mimebundle_()["text/html"]
