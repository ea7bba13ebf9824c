"""The front door is cheap."""

from __future__ import annotations

import json
import subprocess
import sys

# What the library stands on, and what it must never need: a name is loaded when it is touched.
HEAVY = {
    *("attr", "attrs", "narwhals", "numpy", "pint", "pluggy", "tomli_w"),
    *("jinja2", "pandas", "polars", "pyarrow", "rich", "typer"),
}


def _loaded_after(statement: str) -> set[str]:
    """Names of the top-level packages that a fresh interpreter loads for a statement."""
    script = (
        "import json, sys; before = set(sys.modules); "
        f"{statement}; print(json.dumps(sorted(set(sys.modules) - before)))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, f"{statement!r} failed:\n{done.stderr}"
    return {name.partition(".")[0] for name in json.loads(done.stdout)}


def test_import_loads_no_third_party_package() -> None:
    """`import cypplan` stays cheap: none of the libraries below it is loaded before it is needed."""
    assert not _loaded_after("import cypplan") & HEAVY


def test_listing_names_loads_nothing() -> None:
    """Completion in a shell asks for the names of the front door, which must not load what they stand for."""
    assert not _loaded_after("import cypplan; dir(cypplan); cypplan.__all__") & HEAVY


def test_errors_stand_alone() -> None:
    """Catching an error of ours costs no third-party import."""
    assert not _loaded_after("import cypplan.errors") & HEAVY
