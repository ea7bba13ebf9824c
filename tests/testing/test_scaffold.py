"""New packages: names from the register, any text, nothing overwritten, no question in a script."""

from __future__ import annotations

import ast
import datetime as dt
import re
import sys
import tomllib
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

import cypplan
from cypplan.areas import Area
from cypplan.cli import main
from cypplan.errors import ValueFault
from cypplan.plans import ComparatorTarget, loads
from cypplan.scaffold import Choices, Names, make, rendered
from cypplan.units import Unit

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

REGISTRY = cypplan.registry()
AREAS = tuple(REGISTRY.areas)
INDICATOR = REGISTRY.indicators["cla-same-placement-2-years"]
RUTLAND = REGISTRY.areas.find("Rutland")
START, END = dt.date(2025, 4, 1), dt.date(2028, 3, 31)
SIGNS = ['He said "no"', "back\\slash", "'''", '"""', "$name ${x} $", "[x] # y", "<b>&</b>", "a > b"]
LETTERS = st.characters(exclude_categories=["C", "Zl", "Zp"])
LINES = st.text(LETTERS, min_size=1, max_size=30).filter(str.strip) | st.sampled_from(SIGNS)


def choices(area: Area = RUTLAND, **more: object) -> Choices:
    """Return the choices for an area, and what is said besides."""
    return Choices(**{"area": area, "indicator": INDICATOR, "start": START, "end": END, **more})


def check_package(made: Choices) -> None:
    """Hold that every file of a package can be read as what it is, and that the names agree."""
    files = rendered(made)
    names = made.names
    project = tomllib.loads(files["pyproject.toml"])
    assert project["project"]["name"] == names.distribution
    assert project["project"]["entry-points"] == {"cypplan.plans": {names.plugin: names.module}}
    assert names.module.isidentifier()
    assert set(project["project"]["optional-dependencies"]) == {"test", "types"}  # which any pip can install
    assert 'pip install -e ".[test]"' in files["README.md"]
    assert not any("--group" in text for text in files.values())
    for path in (f"src/{names.module}/__init__.py", "tests/test_contract.py"):
        ast.parse(files[path])
    plan = loads(files[f"src/{names.module}/plans/{made.plan}.toml"])
    assert (plan.id, plan.authority, plan.title) == (made.plan, made.area.code, made.title)
    assert (plan.period.start, plan.period.end) == (made.start, made.end)
    (measure,) = plan.measures
    assert measure.unit == made.indicator.unit
    assert isinstance(measure.targets[0], ComparatorTarget)
    assert made.area.code in files["README.md"]


@pytest.mark.parametrize("area", AREAS, ids=lambda area: area.code)
def test_every_area_of_the_register_gives_a_package(area: Area) -> None:
    """Commas, points, "City of" and areas abolished long ago: each name makes valid names and files."""
    check_package(choices(area))


def test_names_differ_where_areas_do() -> None:
    """No two areas of the register share a package: the Dorset of before 2019 is not the one after."""
    names = [Names.of(area) for area in AREAS]
    assert len(set(names)) == len(names)
    assert Names.of(REGISTRY.areas.find("Bristol, City of")).distribution == "cypplan-bristol"


@given(
    st.fixed_dictionaries(
        {"title": LINES},
        optional=dict.fromkeys(("publisher", "url", "licence", "author"), LINES),
    ),
    LINES.filter(lambda text: re.search(r"[a-z]", text)),
)
def test_any_text_can_be_said(said: dict[str, str], name: str) -> None:
    """Quotes, dollars, backslashes and signs of TOML in titles and names break no file."""
    try:
        area = Area("E06000017", name, "authority")
        Names.of(area)
    except ValueFault:  # no name of an area, or none that is left in small Latin letters
        area = RUTLAND
    check_package(choices(area, **said))


@given(st.dates(dt.date(1990, 1, 1), dt.date(2100, 1, 1)) | st.none(), st.none() | st.integers(0, 4000))
def test_period_that_is_not_said_is_three_years(start: dt.date | None, days: int | None) -> None:
    """First and last day follow from each other, in leap years as well, and never the wrong way round."""
    end = start + dt.timedelta(days=days) if start and days is not None else None
    first, last = Choices.period_from(start, end)
    assert first <= last
    assert (start or first, end or last) == (first, last)
    if end is None:
        assert 3 * 365 - 4 <= (last - first).days <= 3 * 366


def test_only_an_end_gives_a_start() -> None:
    """A plan of which only the last day is known begins before it."""
    first, last = Choices.period_from(None, END)
    assert (first, last) == (START, END)


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ({"end": dt.date(2020, 1, 1)}, "before start"),
        ({"title": "two\nlines"}, "write one line of text"),
        ({"url": " "}, "write one line of text"),
        ({"plan_id": "Rutland 2025"}, "is no id"),
        ({"indicator": REGISTRY.indicators["cla-adopted"]}, "whether higher or lower is better"),
    ],
)
def test_choices_that_cannot_be_are_refused(more: dict[str, object], message: str) -> None:
    """A wrong choice is named before any file is written."""
    with pytest.raises(ValueFault, match=message):
        choices(**more)


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    """A folder that is there stays as it is, an empty one and a file as well; nothing else is left behind."""
    folder = tmp_path / "here"
    folder.mkdir()
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    for taken in (folder, tmp_path / "file"):
        with pytest.raises(ValueFault, match="is there already"):
            make(choices(), taken)
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["file", "here"]


def run(capsys: pytest.CaptureFixture[str], arguments: Sequence[str]) -> tuple[int, str, str]:
    """Run a command as its entry point does; return its exit code, output and errors."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "argv", ["cypplan", *arguments])
        with pytest.raises(SystemExit) as stopped:
            main()
    out, err = capsys.readouterr()
    return int(stopped.value.code or 0), out, err


def test_command_asks_nothing_without_a_terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a script the command waits for nobody: what is not given takes its default."""
    monkeypatch.chdir(tmp_path)
    options = ["--start", "2026-04-01", "--end", "2030-03-31", "--title", "Our plan", "--id", "hull-plan"]
    more = ["--publisher", "Hull", "--url", "https://example.org/x", "--licence", "OGL", "--author", "Me"]
    code, out, _ = run(capsys, ["new", "Kingston upon Hull", *options, *more, "--indicator", "ks2-rwm"])
    assert code == 0
    folder = tmp_path / "cypplan-kingston-upon-hull"
    plan = loads((folder / "src/cypplan_kingston_upon_hull/plans/hull-plan.toml").read_text(encoding="utf-8"))
    assert (plan.title, plan.authority) == ("Our plan", "E06000010")
    assert plan.document is not None
    assert (plan.document.url, plan.document.licence) == ("https://example.org/x", "OGL")
    assert plan.measures[0].unit == Unit.parse("percent_of_pupils")
    assert "cypplan scorecard hull-plan" in out
    assert 'pip install -e ".[test]"' in out
    assert max(map(len, out.splitlines())) <= 80
    again, _, err = run(capsys, ["new", "E06000010"])
    assert (again, "is there already" in err) == (2, True)


def test_command_asks_where_it_may(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Answers stand for options; an empty one leaves the matter open."""
    answers = iter(["A plan of ours", "2025-04-01", "", "", ""])
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("typer.prompt", lambda *_, **__: next(answers))
    code, _, _ = run(capsys, ["new", "Rutland", "--ask"])
    assert code == 0
    (path,) = tmp_path.glob("*/src/*/plans/*.toml")
    plan = loads(path.read_text(encoding="utf-8"))
    assert (plan.title, plan.period.end) == ("A plan of ours", END)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["Rutlnd"], 'Did you mean "Rutland"'),
        (["North West"], "no area of the kind authority"),
        (["Rutland", "--start", "1 April"], '--start: "1 April" is not a date'),
        (["Rutland", "--indicator", "ks2-rmw"], 'Did you mean "ks2-rwm"'),
    ],
)
def test_command_says_what_was_wrong(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    arguments: list[str],
    message: str,
) -> None:
    """A wrong argument gives a sentence and exit code 2, and no folder."""
    monkeypatch.chdir(tmp_path)
    code, _, err = run(capsys, ["new", *arguments])
    assert code == 2
    assert message in err
    assert list(tmp_path.iterdir()) == []
