"""``python -m tests.fuzz TARGET SECONDS``: coverage-guided fuzzing of what reads files that others wrote.

Targets are those of ``targets.py``. Whatever is not one of our own errors is a fault: the run stops, says
what was raised, and keeps the bytes in ``crash-...`` of the folder it runs in; ``python -m tests.fuzz TARGET
FILE`` runs these bytes again. Needs the package atheris, which the project does not ask for.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import atheris  # pyright: ignore[reportMissingModuleSource]

with atheris.instrument_imports(include=["cypplan"]):  # pyright: ignore[reportAttributeAccessIssue]
    from .targets import SEEDS, TARGETS


def main(arguments: list[str]) -> int:
    """Fuzz a target for some seconds, or run the bytes of a file once."""
    if len(arguments) != 2 or arguments[0] not in TARGETS:
        sys.stderr.write(f"usage: python -m tests.fuzz TARGET SECONDS|FILE; targets: {', '.join(TARGETS)}\n")
        return 2
    name, how = arguments
    if Path(how).is_file():
        TARGETS[name](Path(how).read_bytes())
        return 0
    with tempfile.TemporaryDirectory(prefix="cypplan-fuzz-") as folder:
        for at, seed in enumerate(SEEDS[name]):
            (Path(folder) / f"seed-{at}").write_bytes(seed)
        options = [f"-max_total_time={how}", "-timeout=60", "-rss_limit_mb=4096", "-max_len=65536"]
        atheris.Setup([sys.argv[0], *options, folder], TARGETS[name])
        atheris.Fuzz()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
