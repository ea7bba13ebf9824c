"""Commands on figures that are unpublished, that come in releases, that were revised."""

from __future__ import annotations

import csv
import json
import sys
from typing import TYPE_CHECKING

import polars as pl
import pytest

from cypplan.assess.company import published_figures
from cypplan.cli import main
from cypplan.observations.sets import ObservationSet
from cypplan.plugins import Registry, hookimpl

if TYPE_CHECKING:
    from pathlib import Path

PLAN = "warrington-care-2018"
FIGURE = {
    "indicator": "cla-same-placement-2-years",
    "area": "E06000007",
    "period": "2020/21 financial",
    "period_kind": "financial",
    "period_start": "2020-04-01",
    "period_end": "2021-03-31",
    "value": "57.1",
    "count": "4",
    "denominator": "7",
    "qualifiers": "",
    "source": "own",
    "release": "1",
}
AS_OF = ("--as-of", "2021-03-31")


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    """Run a command as the entry point does."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "argv", ["cypplan", *arguments])
        patch.setenv("COLUMNS", "80")
        with pytest.raises(SystemExit) as stopped:
            main()
    out, err = capsys.readouterr()
    return int(stopped.value.code or 0), out, err


def figures(path: Path, *rows: dict[str, str]) -> str:
    """Write rows as CSV."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(FIGURE))
        writer.writeheader()
        writer.writerows({**FIGURE, **row} for row in rows)
    return str(path)


@pytest.mark.parametrize("how", ["option", "mark"])
@pytest.mark.parametrize("form", ["text", "md", "html", "json"])
def test_unpublished_figures_come_under_disclosure_control(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, how: str, form: str
) -> None:
    """By option or by mark: the default rule is applied, said on the error stream and in every report."""
    data = figures(tmp_path / "own.csv", {"qualifiers": "unpublished" if how == "mark" else ""})
    option = ["--unpublished"] if how == "option" else []
    code, out, err = run(capsys, "scorecard", PLAN, "--data", data, *AS_OF, "--format", form, *option)
    assert code == 0
    assert "disclosure control: 1 of 1 unpublished figures suppressed" in err
    assert "counts of 1 to 4 suppressed" in " ".join(out.split())
    assert "57.1" not in out
    assert "57%" not in out


def test_published_figures_are_left_alone(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """Without the option or the mark nothing is suppressed and nothing is said."""
    data = figures(tmp_path / "own.csv", {})
    _, out, err = run(capsys, "scorecard", PLAN, "--data", data, *AS_OF)
    assert "57%" in out
    assert "disclosure" not in (out + err).lower()


def test_a_release_is_named(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """The last release is taken, or the one that is asked for; a wrong name is an error."""
    data = figures(
        tmp_path / "own.csv", {}, {"release": "2", "value": "70", "count": "70", "denominator": "100"}
    )
    assert "70%" in run(capsys, "scorecard", PLAN, "--data", data, *AS_OF)[1]
    assert "57%" in run(capsys, "scorecard", PLAN, "--data", data, *AS_OF, "--release", "1")[1]
    code, _, err = run(capsys, "scorecard", PLAN, "--data", data, *AS_OF, "--release", "3")
    assert (code, "release" in err) == (2, True)


def test_revisions_and_what_they_change(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """The list of what was revised, with the verdicts that change by it; as text and as data."""
    old = figures(tmp_path / "old.csv", {"value": "50", "count": "50", "denominator": "100"})
    new = figures(tmp_path / "new.csv", {"value": "90", "count": "90", "denominator": "100"})
    code, out, _ = run(capsys, "diff-data", old, new, "--plan", PLAN, *AS_OF)
    assert code == 0
    assert "1 figures differ" in out
    assert all(len(line) <= 80 for line in out.splitlines())
    _, out, _ = run(capsys, "diff-data", old, new, "--plan", PLAN, *AS_OF, "--format", "json")
    data = json.loads(out)
    assert [(one["old"], one["new"]) for one in data["revisions"]] == [(50.0, 90.0)]
    assert [(one["plan"], one["verdict"]) for one in data["verdicts"]] == [(PLAN, "placement-stability")]


def test_revisions_show_no_small_number(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """Both sides of a comparison are protected as one."""
    old = figures(tmp_path / "old.csv", {})
    new = figures(tmp_path / "new.csv", {"value": "42.9", "count": "3"})
    _, out, err = run(capsys, "diff-data", old, new, "--plan", PLAN, *AS_OF, "--unpublished")
    assert "disclosure control: 2 of 2" in err
    assert "57.1" not in out
    assert "42.9" not in out


def test_coverage(capsys: pytest.CaptureFixture[str]) -> None:
    """Which measures have figures, up to when, or why not."""
    code, out, _ = run(capsys, "coverage", PLAN, "--format", "json")
    found = {one["measure"]: one for one in json.loads(out)["measures"]}
    assert code == 0
    assert found["placement-stability"]["last"] == "2024/25 financial"
    assert found["permanence-plan"]["why"] == "tied to no indicator"


class _Sets:
    """A plugin that carries sets of figures."""

    def __init__(self, *sets: ObservationSet) -> None:
        self._sets = sets

    @hookimpl
    def cypplan_observations(self) -> tuple[ObservationSet, ...]:
        return self._sets


def test_the_figures_of_all_packages_are_published(tmp_path: Path) -> None:
    """Every installed set is used, in the order of their ids, whichever plugin is asked first."""
    sets = []
    for name in ("b", "a"):
        path = tmp_path / f"{name}.parquet"
        pl.DataFrame({"indicator": [name], **({"mark": ["x"]} if name == "b" else {})}).write_parquet(path)
        sets.append(ObservationSet(id=name, title=name, path=path))
    found = published_figures(Registry({"test": _Sets(*sets)}))
    assert isinstance(found, pl.LazyFrame)
    assert found.collect().rows() == [("a", None), ("b", "x")]
