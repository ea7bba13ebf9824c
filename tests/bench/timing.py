"""Measuring: two ways of doing one thing, taken in turns, the best of several runs each."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import attrs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

__all__ = ["Result", "fresh_seconds", "peak_of", "table", "turns"]


@attrs.frozen
class Result:
    """One line: ours beside theirs, in the same unit."""

    what: str
    ours: float
    theirs: float | None
    unit: str
    beside: str = ""

    @property
    def ratio(self) -> float | None:
        """Ours over theirs; under 1 ours is the quicker or smaller."""
        return None if not self.theirs else self.ours / self.theirs


def turns(ours: Callable[[], object], theirs: Callable[[], object], *, runs: int = 7) -> tuple[float, float]:
    """Return the least seconds of both, run in turns after one run each that does not count.

    Whatever else the machine does slows some runs down and speeds none up, so that the least is what counts.
    """
    best = [float("inf"), float("inf")]
    for run in range(runs + 1):
        for at, call in enumerate((ours, theirs)):
            gc.collect()
            start = time.perf_counter()
            call()
            taken = time.perf_counter() - start
            if run:
                best[at] = min(best[at], taken)
    return best[0], best[1]


def _environment() -> dict[str, str]:
    """Return an environment in which Python keeps its byte code, as it does for users."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def fresh_seconds(scripts: Sequence[Sequence[str]], *, runs: int = 7) -> list[float]:
    """Return the least seconds of whole processes, each given as arguments of the interpreter, in turns."""
    best = [float("inf")] * len(scripts)
    for run in range(runs + 1):  # the first run writes the byte code
        for at, script in enumerate(scripts):
            start = time.perf_counter()
            subprocess.run([sys.executable, *script], env=_environment(), check=True, capture_output=True)
            taken = time.perf_counter() - start
            if run:
                best[at] = min(best[at], taken)
    return best


def peak_of(prelude: str, work: str) -> float:
    """Return by how many megabytes the resident memory of a fresh process rises at most while it works.

    The mark of the greatest memory is set back after the prelude, which Linux alone can do.
    """
    script = f"""{prelude}
def _kilobytes(name):
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith(name))
with open("/proc/self/clear_refs", "w") as marks:
    marks.write("5")
before = _kilobytes("VmRSS")
result = {work}
print(_kilobytes("VmHWM") - before)
"""
    command = [sys.executable, "-c", script]
    done = subprocess.run(command, env=_environment(), check=True, capture_output=True, encoding="utf-8")
    return int(done.stdout.split()[-1]) / 1024


def table(results: Iterable[Result]) -> str:
    """Return the results as a table of text."""
    lines = [("what", "ours", "theirs", "ratio", "theirs is")]
    for one in results:
        theirs = "" if one.theirs is None else f"{one.theirs:,.4g} {one.unit}"
        ratio = "" if one.ratio is None else f"{one.ratio:.2f}"
        lines.append((one.what, f"{one.ours:,.4g} {one.unit}", theirs, ratio, one.beside))
    widths = [max(len(line[at]) for line in lines) for at in range(5)]
    return "\n".join("  ".join(cell.ljust(w) for cell, w in zip(line, widths, strict=True)) for line in lines)
