"""Run every Python example of the documentation and of the docstrings as a test, and set up hypothesis.

The blocks of one page share their names. They run in an empty directory, so that an example may write
files, and under the warning filters of the tests.
"""

from __future__ import annotations

import contextlib
import doctest
import tempfile
from pathlib import Path
from typing import Any

from hypothesis import settings
from sybil import Sybil
from sybil.document import PythonDocStringDocument
from sybil.parsers import myst, rest
from sybil.sybil import SybilCollection

# How long one example takes says more about the machine than about the code.
settings.register_profile("cypplan", deadline=None, print_blob=True)
# Where the same properties have been looked at already, and only the libraries below are others.
settings.register_profile("few", deadline=None, print_blob=True, max_examples=10)
settings.load_profile("cypplan")

_ROOT = Path(__file__).resolve().parent
_FLAGS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
_CLEANUP = "_cypplan_cleanup"


def _enter_empty_directory(namespace: dict[str, Any]) -> None:
    stack = contextlib.ExitStack()
    directory = stack.enter_context(tempfile.TemporaryDirectory(prefix="cypplan-docs-"))
    stack.enter_context(contextlib.chdir(directory))
    namespace[_CLEANUP] = stack


def _leave_directory(namespace: dict[str, Any]) -> None:
    namespace.pop(_CLEANUP).close()


def _pages(folder: Path, pattern: str = "*.md") -> Sybil:
    return Sybil(
        parsers=[myst.PythonCodeBlockParser(doctest_optionflags=_FLAGS), myst.SkipParser()],
        path=str(folder),
        pattern=pattern,
        setup=_enter_empty_directory,
        teardown=_leave_directory,
    )


def _docstrings(folder: Path) -> Sybil:
    return Sybil(
        parsers=[rest.DocTestParser(_FLAGS), rest.PythonCodeBlockParser(), rest.SkipParser()],
        path=str(folder),
        pattern="*.py",
        document_types={".py": PythonDocStringDocument},
        setup=_enter_empty_directory,
        teardown=_leave_directory,
    )


# A pattern holds at every depth under its folder, so that each folder has a collector of its own.
pytest_collect_file = SybilCollection(
    [
        _pages(_ROOT / "docs"),
        *(_pages(_ROOT, page) for page in ("README.md", "CONTRIBUTING.md")),
        *(_docstrings(folder) for folder in (_ROOT / "src", *sorted(_ROOT.glob("plugins/*/src")))),
    ]
).pytest()
