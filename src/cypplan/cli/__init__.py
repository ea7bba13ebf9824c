"""The command line: a thin layer that reads arguments, calls the library and shows what it returns.

It needs the extra "cli". Nothing but the arguments is loaded before a command runs.
"""

from __future__ import annotations

import importlib
import sys

__all__ = ["main"]

_MISSING = 2


def main() -> None:
    """Run the command line; the entry point of the command ``cypplan``."""
    try:
        importlib.import_module("rich")  # typer takes it only when it has something to show
        from cypplan.cli.app import run  # noqa: PLC0415 (typer and rich are an extra)
    except ImportError as error:
        if (error.name or "").partition(".")[0] not in {"typer", "rich", "click"}:
            raise
        sys.stderr.write(
            f'The command line needs the package "{error.name}", which is not installed; '
            'install the extra that brings it: pip install "cypplan[cli]"\n'
        )
        raise SystemExit(_MISSING) from None
    raise SystemExit(run())
