"""The package as an installed plugin."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import cypplan_england
from cypplan.plugins import Registry

HEAVY = {"polars", "csv", "tomllib", "cypplan.units", "cypplan.areas", "cypplan.indicators"}
PACKAGE = Path(cypplan_england.__file__).parent


def loaded_by(statement: str) -> str:
    """Return which of the expensive modules a fresh interpreter has after a statement."""
    code = f"{statement}; import sys; print({HEAVY!r} & sys.modules.keys())"
    return subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout


def test_importing_reads_nothing() -> None:
    """A program that lists plugins must not pay for tables it does not use."""
    assert loaded_by("import cypplan_england") == loaded_by("import cypplan.plugins")


def test_the_catalogue_comes_without_a_table_engine() -> None:
    """Indicators, areas and neighbours are plain CSV: a calculation of one rate needs no Polars."""
    code = (
        "import sys, cypplan_england as e; "
        "n = [len(list(f())) for f in (e.cypplan_indicators, e.cypplan_areas, e.cypplan_comparator_sets)]; "
        "print(n, 'polars' in sys.modules)"
    )
    run = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert run.stdout.strip() == "[436, 173, 2] False"


def test_the_plugin_supplies_all_it_should() -> None:
    """The registry takes every value that the hooks return."""
    registry = Registry({"england": cypplan_england})
    assert not registry.failures
    assert len(list(cypplan_england.cypplan_observations())) == 1


def test_the_package_is_small() -> None:
    """Everything installed stays below 5 MB."""
    sizes = [p.stat().st_size for p in PACKAGE.rglob("*") if p.is_file() and "__pycache__" not in p.parts]
    assert sum(sizes) <= 5_000_000


def test_the_attribution_is_part_of_the_package() -> None:
    """The Open Government Licence asks for its statement wherever the data go."""
    statement = "Contains public sector information licensed under the Open Government Licence v3.0"
    assert statement in (PACKAGE / "data" / "ATTRIBUTION.txt").read_text(encoding="utf-8")
