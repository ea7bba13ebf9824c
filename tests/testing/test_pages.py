"""The pages for authors of plugins: what they show works, and the reference says what the code says."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from cypplan.audit import check
from cypplan.plans import loads
from cypplan.testing.plan_checks import PLAN_CHECKS
from cypplan.testing.plugin_checks import PLUGIN_CHECKS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conftest import Clean

DOCS = Path(__file__).resolve().parents[2] / "docs"
TUTORIAL = DOCS / "tutorial" / "first-plugin.md"
RELEASE = DOCS / "how-to" / "release-a-plugin.md"
HARD = DOCS / "how-to" / "model-what-is-hard.md"
TESTING = DOCS / "how-to" / "test-a-plugin.md"
BLOCK = re.compile(
    r"^```(?:\{code-block\} \w+\n:caption: (?P<file>\S+)\n\n|(?P<language>\w+)\n)(?P<text>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)
HEAD = 'schema_version = 1\nid = "x"\ntitle = "x"\nauthority = "E06000017"\n[period]\nend = 2027-08-31\n'


def steps(page: Path) -> Iterator[tuple[str, str, str]]:
    """Yield the files of a page, and its commands with the output that is shown: kind, name, text."""
    for block in BLOCK.finditer(page.read_text(encoding="utf-8")):
        if block["file"]:
            yield "file", block["file"], block["text"]
        elif block["language"] == "console":
            for part in re.split(r"^\$ ", block["text"], flags=re.MULTILINE)[1:]:
                command, _, shown = part.partition("\n")
                yield "command", command, shown


def matches(shown: str, printed: str) -> bool:
    """Whether an output is as shown; "…" stands for anything, and white space does not count."""
    pieces = [" ".join(piece.split()) for piece in shown.split("…")]
    return re.search(".*?".join(map(re.escape, filter(None, pieces))), " ".join(printed.split())) is not None


def follow(page: Path, clean: Clean, folder: Path) -> None:
    """Do what a page says, in a clean environment, and hold that it shows what happens."""
    for kind, name, text in steps(page):
        if kind == "file":
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text, encoding="utf-8")
            continue
        if "venv" in name:  # the environment is there
            continue
        if name.startswith("cd "):
            folder /= name.removeprefix("cd ")
        elif name.startswith("pip uninstall"):
            clean.run(f"uv pip uninstall {name.split()[-1]}", folder)
        elif "pip install" in name:
            clean.install(name.partition("pip install")[2], folder)
        else:
            whole = name.replace("python -m build", "python -m build --wheel --no-isolation")
            printed = clean.run(whole, folder)
            assert matches(text, printed), f"{name}\nshown:\n{text}\nprinted:\n{printed}"


@pytest.mark.slow
def test_first_plugin_works_as_told(clean: Clean, tmp_path: Path) -> None:
    """The tutorial is what a newcomer types: every file and command of it works, in order."""
    follow(TUTORIAL, clean, tmp_path)
    clean.run("uv pip uninstall cypplan-rutland", tmp_path)


@pytest.mark.slow
def test_release_works_as_told(clean: Clean, tmp_path: Path) -> None:
    """The page on releasing builds a wheel that holds the plan, and installs it."""
    clean.install("hatchling", tmp_path)
    follow(RELEASE, clean, tmp_path)
    clean.run("uv pip uninstall cypplan-rutland", tmp_path)


def hard() -> list[str]:
    """The plan files of the page on what is hard to model, each with the head that it leaves out."""
    blocks = BLOCK.finditer(HARD.read_text(encoding="utf-8"))
    return [f"{HEAD}{block['text']}" for block in blocks if block["language"] == "toml"]


@pytest.mark.parametrize("text", hard(), ids=lambda text: text.split('"')[7])
def test_what_is_hard_is_modelled_right(text: str) -> None:
    """Each example is a plan file without faults, and its targets are what its sentences are read as."""
    plan = loads(text)
    found = [one for one in check(plan, others=()) if one.code in {"T24", "T20"} or one.severity == "error"]
    assert [one.message for one in found] == []


def test_contract_is_documented() -> None:
    """The page on testing lists every check, in order, with what it holds in the words of the code."""
    rows = re.findall(
        r"^\| `test_(\w+)` \| (.+) \|$", TESTING.read_text(encoding="utf-8"), flags=re.MULTILINE
    )
    checks: dict[str, Any] = {**PLUGIN_CHECKS, **PLAN_CHECKS}
    assert rows == [(name, (made.__doc__ or "").splitlines()[0]) for name, made in checks.items()]


def _pages() -> Any:
    spec = importlib.util.spec_from_file_location("pages", DOCS / "pages.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("name", ["command-line.md", "errors.md"])
def test_reference_says_what_the_code_says(name: str) -> None:
    """Every command, option and class of errors is documented with its exact signature, and no other."""
    made = {path.name: write for path, write in _pages().PAGES.items()}
    text = (DOCS / "reference" / name).read_text(encoding="utf-8")
    assert made[name]() == text, "run: uv run python docs/pages.py"


def test_commands_have_words() -> None:
    """No command, argument or option is without help, which is all that the reference can show of it."""
    pages = _pages()
    for name, call in pages.commands().items():
        text = "\n".join(pages.section(name, call))
        assert "|  |  |" not in text.replace("\\|", ""), name
