"""What a plugin's code raises and prints stays with it, and what others do at the time does not."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import threading
import time

import pytest

from cypplan.plugins.isolation import run


def _interrupt() -> None:
    os.kill(os.getpid(), signal.SIGINT)
    time.sleep(5)


@pytest.mark.skipif(os.name != "posix", reason="sends itself a signal of POSIX")
def test_control_c_is_no_fault_of_a_plugin() -> None:
    """Control-C ends the program, also where it comes while a plugin's code runs."""
    with pytest.raises(KeyboardInterrupt):
        run(_interrupt)


@pytest.mark.skipif(os.name != "posix", reason="sends itself a signal of POSIX")
def test_control_c_cannot_be_swallowed() -> None:
    """A plugin that catches everything does not keep the user from leaving."""

    def deaf() -> None:
        with contextlib.suppress(BaseException):  # what a careless plugin does
            _interrupt()

    with pytest.raises(KeyboardInterrupt):
        run(deaf)


def test_interrupt_that_nobody_pressed() -> None:
    """A plugin that raises KeyboardInterrupt by itself has raised an error like any other."""

    def raises() -> None:
        raise KeyboardInterrupt

    assert isinstance(run(raises).error, KeyboardInterrupt)


def test_handler_is_as_it_was() -> None:
    """The host's handler of Control-C is in its place afterwards."""
    before = signal.getsignal(signal.SIGINT)
    run(lambda: signal.signal(signal.SIGINT, signal.SIG_IGN))
    assert signal.getsignal(signal.SIGINT) is before


def test_runs_in_any_thread() -> None:
    """A registry may be asked in a thread, in which no handler can be set."""
    errors: list[BaseException | None] = []

    def raises() -> None:
        raise KeyboardInterrupt

    thread = threading.Thread(target=lambda: errors.append(run(raises).error))
    thread.start()
    thread.join()
    assert isinstance(errors[0], KeyboardInterrupt)


def test_prints_are_kept_from_the_output(capsys: pytest.CaptureFixture[str]) -> None:
    """What a plugin prints does not get between the lines of the host; the start of it is kept."""
    outcome = run(lambda: print("hello", "x" * 5000))  # noqa: T201
    assert outcome.printed.startswith("hello xxx")
    assert len(outcome.printed) == 1000
    assert capsys.readouterr().out == ""


def test_prints_of_other_threads_pass(capsys: pytest.CaptureFixture[str]) -> None:
    """A thread of the host that prints at the time is heard."""

    def other() -> None:
        thread = threading.Thread(target=lambda: print("host"))  # noqa: T201
        thread.start()
        thread.join()

    assert run(other).printed == ""
    assert capsys.readouterr().out == "host\n"


def test_output_kept_by_a_plugin_leads_back(capsys: pytest.CaptureFixture[str]) -> None:
    """A plugin that has kept standard output for later writes to the real one then."""
    kept = []
    run(lambda: kept.append(sys.stdout))
    assert sys.stdout is not kept[0]
    kept[0].write("later")
    kept[0].flush()
    assert capsys.readouterr().out == "later"


def test_time_is_taken() -> None:
    """The time that a plugin takes is known, to be listed."""
    assert 0.01 < run(lambda: time.sleep(0.02)).seconds < 5
