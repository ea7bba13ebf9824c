"""The README shows what happens."""

from __future__ import annotations

import importlib.util
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_readme_shows_what_its_command_prints() -> None:
    """Protects: the output in the README is the output of the command, figure for figure."""
    spec = importlib.util.spec_from_file_location("refresh", ROOT / "docs" / "refresh.py")
    assert spec is not None
    assert spec.loader is not None
    refresh = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(refresh)
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert len(refresh.BLOCK.findall(text)) == 1
    assert refresh.refreshed(text) == text, "run: uv run python docs/refresh.py"
