"""Running a plugin's code so that whatever it raises or prints stays with it.

What hangs, or ends the process, cannot be held from inside; :mod:`cypplan.plugins.checking` finds it.
"""

from __future__ import annotations

import io
import signal
import sys
import threading
import time
from typing import TYPE_CHECKING, Final, TextIO

import attrs

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType, TracebackType

__all__ = ["Outcome", "run"]

_HEARD: Final = 1000


@attrs.frozen
class Outcome:
    """How a run ended: what was raised, what was printed, and how long it took."""

    error: BaseException | None
    printed: str
    seconds: float


def run(call: Callable[[], object]) -> Outcome:
    """Run a plugin's code and say how it ended.

    A ``KeyboardInterrupt`` is raised on where somebody has pressed Control-C; one that the code raises by
    itself is an error like any other, as is ``SystemExit``.
    """
    ears, interrupts, before = _Ears(sys.stdout), _Interrupts(), sys.stdout
    error: BaseException | None = None
    start = time.perf_counter()
    sys.stdout = ears
    try:
        with interrupts:
            call()
    except BaseException as raised:  # noqa: BLE001 (a plugin may raise anything; the caller records it)
        error = raised
    finally:
        sys.stdout = before
        ears.close_them()
    if interrupts.pressed:
        raise error if isinstance(error, KeyboardInterrupt) else KeyboardInterrupt
    return Outcome(error, "".join(ears.heard), time.perf_counter() - start)


class _Ears(io.TextIOBase):
    """Standard output while a plugin runs: keeps the start of what its thread prints.

    What other threads print goes where it belongs, and so does everything once the run has ended.
    """

    def __init__(self, behind: TextIO) -> None:
        self.heard: list[str] = []
        self._left: int = _HEARD
        self._behind: TextIO = behind
        self._thread: int | None = threading.get_ident()

    def close_them(self) -> None:
        self._thread = None

    def write(self, text: str, /) -> int:
        if threading.get_ident() != self._thread:
            return self._behind.write(text)
        if self._left > 0:
            self.heard.append(text[: self._left])
            self._left -= len(text)
        return len(text)

    def writable(self) -> bool:
        return True

    def flush(self) -> None:
        if self._thread is None:
            self._behind.flush()

    @property
    def encoding(self) -> str:  # pyright: ignore[reportIncompatibleVariableOverride]
        return self._behind.encoding

    def fileno(self) -> int:
        return self._behind.fileno()


class _Interrupts:
    """Notes whether Control-C is pressed; other threads than the first never receive it."""

    def __init__(self) -> None:
        self.pressed: bool = False
        self._before: object = None

    def __enter__(self) -> None:
        if threading.current_thread() is not threading.main_thread():
            return
        before = signal.getsignal(signal.SIGINT)
        if not callable(before):  # nothing that could raise KeyboardInterrupt
            return

        def note(number: int, frame: FrameType | None) -> object:
            self.pressed = True
            return before(number, frame)

        self._before = before
        signal.signal(signal.SIGINT, note)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if callable(self._before):
            signal.signal(signal.SIGINT, self._before)
