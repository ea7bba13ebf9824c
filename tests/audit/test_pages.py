"""The documentation of the rules: a page for each, which says the same as the rule."""

from __future__ import annotations

from pathlib import Path

import pytest

from cypplan.audit import STANDARD, Rule

PAGES = Path(__file__).parents[2] / "docs" / "reference" / "rules"
PARTS = ("What it finds", "Why it matters", "When it cannot say", "An example", "How to acknowledge it")


@pytest.mark.parametrize("rule", STANDARD.rules, ids=[rule.code for rule in STANDARD])
def test_every_rule_has_its_page(rule: Rule) -> None:
    """A page has the rule's title and severity, its five parts, and an example that gives that finding alone.

    That the example runs, and prints what it says, is tested with all examples of the documentation.
    """
    text = (PAGES / f"{rule.code}.md").read_text(encoding="utf-8")
    assert text.startswith(f"# {rule.code}: {rule.title}\n\n*{rule.severity.value.capitalize()}: ")
    assert [line.removeprefix("## ") for line in text.splitlines() if line.startswith("## ")] == list(PARTS)
    printed = text.partition("...     print(")[2].partition("```")[0].splitlines()[1:]
    assert printed
    assert all(line.startswith(f"{rule.code}; {rule.severity.value}; ") for line in printed)
    assert "[found.acknowledged for found in check(" in text


def test_no_page_is_of_no_rule() -> None:
    """A page whose rule is gone is taken away, and the list of rules names every rule with its severity."""
    assert {path.stem for path in PAGES.glob("*.md")} == {"index", *(rule.code for rule in STANDARD)}
    listed = (PAGES / "index.md").read_text(encoding="utf-8")
    assert all(
        f"| [{one.code}]({one.code}.md) | {one.title} | {one.severity.value} |" in listed for one in STANDARD
    )
