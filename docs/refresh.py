"""Writes into README.md what its command prints, so that what a reader sees there is what happens.

``uv run python docs/refresh.py`` after a change of the output; a test fails until it was run.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

README = Path(__file__).parents[1] / "README.md"
BLOCK = re.compile(r"(<!-- printed by: (?P<command>[^\n]+) -->\n```text\n).*?(```\n)", re.DOTALL)
FIRST, LAST = "2. Stay safe", "Summary"


def printed(command: str) -> str:
    """Return what a command prints in a terminal of 80 columns: head, first outcome, and summary."""
    program, *arguments = command.split()
    code = f"import sys; from {program}.cli import main; sys.argv = {[program, *arguments]!r}; main()"
    environment = {**os.environ, "COLUMNS": "80", "NO_COLOR": "1", "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, env=environment, check=True)
    text = "\n".join(line.rstrip() for line in done.stdout.decode().splitlines())
    head, tail = text.split(f"\n{FIRST}\n")[0], text.split(f"\n{LAST}\n")[1]
    return f"{head.rstrip()}\n\n[…]\n\n{LAST}\n{tail.rstrip()}\n"


def refreshed(text: str) -> str:
    """Return the README with the output of its commands as it is now."""
    return BLOCK.sub(lambda match: match[1] + printed(match["command"]) + match[3], text)


if __name__ == "__main__":
    README.write_text(refreshed(README.read_text(encoding="utf-8")), encoding="utf-8")
