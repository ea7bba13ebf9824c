"""How the command line shows things: on the screen or in a file, in colour or not; and how it fails."""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
import threading
from typing import TYPE_CHECKING, Final

from cypplan import reports
from cypplan.errors import CypplanError, ValueFault
from cypplan.reports.tree import spelt_out

if TYPE_CHECKING:
    from collections.abc import Callable, Generator
    from pathlib import Path

    from cypplan.assess import Scorecard
    from cypplan.plans.model import Plan
    from cypplan.reports.briefing import Briefing
    from cypplan.reports.tree import Document

__all__ = ["guarded", "put", "quiet", "report", "say", "waiting"]

FAILED: Final = 2
_SLOW: Final = 1.0
"""Seconds after which a wait is worth a word."""
_SCREEN: Final = "-"
"""The name of a file that stands for the standard output."""
_SHOWN: Final = frozenset({"text", "md", "html", "json"})
_said: Final = {"progress": True}


def quiet() -> None:
    """Say nothing of what is under way; only what was asked for, and what went wrong."""
    _said["progress"] = False


def guarded(command: Callable[[], object]) -> int:
    """Run a command; what goes wrong on purpose becomes a sentence on the error stream, and 2."""
    try:
        command()
    except (CypplanError, OSError) as error:
        if isinstance(error, BrokenPipeError):  # the reader of our output has gone, as "head" does
            with contextlib.suppress(OSError):
                os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return 0
        complain(_sentence(error))
        return FAILED
    except KeyboardInterrupt:
        complain("stopped")
        return 130
    return 0


def _sentence(error: Exception) -> str:
    if isinstance(error, OSError) and not isinstance(error, CypplanError):
        place = f"{error.filename}: " if error.filename else ""
        return f"{place}{error.strerror or error}"
    return str(error)


def complain(text: str) -> None:
    """Write a message to the error stream, characters that steer a terminal spelt out."""
    lines = "\n".join(spelt_out(line) for line in text.split("\n"))
    sys.stderr.write(f"cypplan: {lines}\n")


def say(text: str) -> None:
    """Write a text to the screen, in an encoding that may hold less than the text."""
    encoding = sys.stdout.encoding or "ascii"
    sys.stdout.write(text.encode(encoding, "replace").decode(encoding))
    sys.stdout.flush()


def report(
    thing: Scorecard | Briefing | Plan | Document,
    form: str,
    output: Path | None = None,
    *,
    verbose: bool = True,
) -> None:
    """Render something and show it, or write it to a file; "-" is the standard output."""
    if output is not None and str(output) != _SCREEN:
        reports.save(thing, output, form, verbose=verbose)
        return
    if form not in _SHOWN:
        _pass_on(reports.made(thing, form), form)
        return
    on_screen = sys.stdout.isatty()
    text = reports.render(
        thing,
        form,
        width=shutil.get_terminal_size().columns,
        colour=on_screen and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb",
        ascii_only=not _holds_signs(sys.stdout.encoding),
        verbose=verbose,
    )
    say(text)


def put(text: str, output: Path | None) -> None:
    """Show a text, or write it to a file; "-" is the standard output."""
    if output is None or str(output) == _SCREEN:
        say(text)
    else:
        reports.write(text, output)


def _pass_on(made: str | bytes, form: str) -> None:
    """Write to the standard output what is no text of ours: bytes go to a pipe only."""
    if isinstance(made, str):
        say(made)
    elif sys.stdout.isatty():
        raise ValueFault(f'the format "{form}" is no text; write it to a file with -o FILE, or into a pipe')
    else:
        sys.stdout.buffer.write(made)
        sys.stdout.buffer.flush()


def _holds_signs(encoding: str | None) -> bool:
    try:
        "✓✗–↗".encode(encoding or "ascii")
    except (LookupError, UnicodeEncodeError):
        return False
    return True


@contextlib.contextmanager
def waiting(what: str) -> Generator[None]:
    """Say on the error stream that something is under way, if it takes longer than a second."""
    if not (_said["progress"] and sys.stderr.isatty()):
        yield
        return
    from rich.console import Console  # noqa: PLC0415 (only where somebody waits)

    status = Console(stderr=True).status(f"{what} ...")
    timer = threading.Timer(_SLOW, status.start)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        timer.join()
        status.stop()
