"""The page on the plan file: its example loads, and its tables have the words and keys of the code."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import attrs
import pytest

from cypplan.plans import Body, Cadence, Comparability, MeasureKind, StatementKind, loads
from cypplan.plans.words import BodyKind

if TYPE_CHECKING:
    import enum

PAGE = (Path(__file__).parents[2] / "docs" / "reference" / "plan-file.md").read_text(encoding="utf-8")
BODIES = PAGE[PAGE.index("## Bodies") : PAGE.index("## Words that are allowed")]
HEAD = 'schema_version = 1\nid = "x"\ntitle = "x"\nauthority = "E06000017"\n'


def test_example_of_bodies_has_every_key_that_the_text_explains() -> None:
    """Protects: the example is a plan file, and shows a board whole but for status and note."""
    text = BODIES.partition("```toml\n")[2].partition("```")[0]
    board = loads(HEAD + text).bodies[0]
    empty = {one.name for one in attrs.fields(Body) if not getattr(board, one.name)}
    assert empty == {"status", "note"}


def test_table_of_bodies_has_every_key() -> None:
    """Protects: a key of a body that the code knows is on the page, and no other."""
    rows = [line.split("|")[1] for line in BODIES.splitlines() if line.startswith("| `")]
    assert set(re.findall(r"`(\w+)`", "".join(rows))) == {one.name for one in attrs.fields(Body)}


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("`kind` of a body", BodyKind),
        ("`cadence`, and", Cadence),
        ("`kind` of a statement", StatementKind),
        ("`kind` of a measure", MeasureKind),
        ("`comparability` |", Comparability),
    ],
)
def test_allowed_words_are_those_of_the_code(row: str, words: type[enum.StrEnum]) -> None:
    """Protects: nobody writes a word from the page that the reader refuses, or misses one it takes."""
    (line,) = (line for line in PAGE.splitlines() if line.startswith(f"| {row}"))
    assert re.findall(r"`([a-z-]+)`", line.split("|")[2]) == list(words)
