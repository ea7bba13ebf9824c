"""The command ``scorecard`` with what stands beside the verdicts."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from test_cli import WARRINGTON, run

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

DAY = ("--as-of", "2021-03-31")


def test_a_page_has_charts_and_findings_unless_they_are_not_wanted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A page is whole by default; the other forms stay short unless asked."""
    page, plain = tmp_path / "card.html", tmp_path / "plain.html"
    assert run(capsys, "scorecard", WARRINGTON, *DAY, "-o", str(page)) == (0, "", "")
    run(capsys, "scorecard", WARRINGTON, *DAY, "--no-charts", "--no-check", "-o", str(plain))
    assert "<svg" in page.read_text(encoding="utf-8")
    assert "Findings of the check" in page.read_text(encoding="utf-8")
    assert "<svg" not in plain.read_text(encoding="utf-8")
    assert "Findings of the check" not in plain.read_text(encoding="utf-8")
    short = json.loads(run(capsys, "scorecard", WARRINGTON, *DAY, "-f", "json")[1])
    asked = json.loads(run(capsys, "scorecard", WARRINGTON, *DAY, "--charts", "--check", "-f", "json")[1])
    assert set(asked) - set(short) == {"charts", "findings"}


def test_what_has_changed_since_a_day_or_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Both tell the same flips; a later day, and a file that is none, are refused."""
    kept = tmp_path / "before.json"
    run(capsys, "scorecard", WARRINGTON, "--as-of", "2020-03-31", "-o", str(kept))
    by_day, by_file = (
        run(capsys, "scorecard", WARRINGTON, *DAY, "--since", since, "-f", "md")[1]
        for since in ("2020-03-31", str(kept))
    )
    assert by_day == by_file
    assert "Changed since 31 March 2020" in by_day
    code, _, told = run(capsys, "scorecard", WARRINGTON, *DAY, "--since", "2021-03-31")
    assert (code, "is not before the day of the scorecard" in told) == (2, True)
    code, _, told = run(capsys, "scorecard", WARRINGTON, *DAY, "--since", str(tmp_path / "none.json"))
    assert (code, "none.json" in told) == (2, True)


def test_comments_reach_the_report(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A comment stands with its measure; one on nothing is an error that names the nearest id."""
    path = tmp_path / "comments.toml"
    text = '[[comment]]\non = "{}"\ndate = 2021-05-12\ntext = "Said."\ndecision = "Done."\n'
    path.write_text(text.format("placement-stability"), encoding="utf-8")
    out = run(capsys, "scorecard", WARRINGTON, *DAY, "--comments", str(path), "-v")[1]
    assert "Decision: Done." in out
    path.write_text(text.format("placement-stabilty"), encoding="utf-8")
    code, _, told = run(capsys, "scorecard", WARRINGTON, *DAY, "--comments", str(path))
    assert (code, 'Did you mean "placement-stability"' in told) == (2, True)
