"""The reference names every hook with its exact signature, every option, variable and kind of failure."""

from __future__ import annotations

import inspect
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import typer

from cypplan.cli.app import app
from cypplan.plugins import settings
from cypplan.plugins.failures import REMEDIES
from cypplan.plugins.kinds import HOOKS, ReportFormat
from cypplan.plugins.specs import Specs

if TYPE_CHECKING:
    import click

REFERENCE = Path(__file__).resolve().parents[2] / "docs" / "reference"


@pytest.fixture(scope="module")
def page() -> str:
    """The page on plugins."""
    return (REFERENCE / "plugins.md").read_text(encoding="utf-8")


def signature(hook: str) -> str:
    """The signature of a hook as its page shows it."""
    found = inspect.signature(getattr(Specs, hook))
    arguments = [str(one) for name, one in found.parameters.items() if name != "self"]
    return f"{hook}({', '.join(arguments)}) -> {found.return_annotation}".replace("'", "")


@pytest.mark.parametrize("hook", HOOKS)
def test_every_hook_has_a_page_with_its_signature(hook: str) -> None:
    """The signature on the page of a hook is the one that the library asks with, and an example follows."""
    text = (REFERENCE / "hooks" / f"{hook}.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```text\n(.*?)^```", text, flags=re.MULTILINE | re.DOTALL)
    assert [block.strip() for block in blocks] == [signature(hook)]
    assert f"# `{hook}`: " in text
    assert "```python" in text
    assert f"\n{hook}\n" in (REFERENCE / "hooks" / "index.md").read_text(encoding="utf-8")


def test_no_page_is_left_of_a_hook_that_is_none() -> None:
    """There is no page on a hook that nobody asks."""
    assert {path.stem for path in (REFERENCE / "hooks").glob("cypplan_*.md")} == set(HOOKS)


def test_every_kind_of_failure_is_documented(page: str) -> None:
    """The words that programs rely on are in the reference, each with what to do."""
    rows = dict(re.findall(r"^\| `([a-z][a-z -]+)` \| [^|]+ \| ([^|]+) \|$", page, flags=re.MULTILINE))
    assert rows == {kind.value: remedy for kind, remedy in REMEDIES.items()}


def _options(command: click.Command) -> set[str]:
    flags = {flag for one in command.params for flag in one.opts if flag.startswith("--")}
    # those of completion are typer's own, and explained where completion is
    return flags - {"--help", "--version", "--install-completion", "--show-completion"}


@pytest.mark.parametrize("name", [None, "plans", "plugins"])
def test_every_option_is_documented(page: str, name: str | None) -> None:
    """Each option of the commands on plugins, and each before a command, is in the reference."""
    group = typer.main.get_command(app)
    command = group if name is None else group.commands[name]  # pyright: ignore[reportAttributeAccessIssue]
    options = _options(command)
    assert options
    page += (REFERENCE / "command-line.md").read_text(encoding="utf-8")
    assert [flag for flag in options if not re.search(rf"`[^`]*{flag}\b", page)] == []


def test_every_variable_is_documented(page: str) -> None:
    """Each environment variable is in the reference."""
    variables = {
        value for name, value in vars(settings).items() if name.isupper() and name in settings.__all__
    }
    assert len(variables) == 4
    assert [name for name in variables if f"`{name}`" not in page] == []


def test_fields_of_a_report_format_are_those_of_its_page() -> None:
    """The one class that plugins alone make is described where its hook is."""
    text = (REFERENCE / "hooks" / "cypplan_report_formats.md").read_text(encoding="utf-8")
    made = re.search(r"ReportFormat\((.*?)\)", text.replace(" -> Iterable[ReportFormat]", ""))
    assert made is not None
    assert re.findall(r"(\w+)=", made[1]) == list(inspect.signature(ReportFormat).parameters)
