from __future__ import annotations

from pathlib import Path

import pytest
from telling import told

from cypplan.plans.sentences import read_target

TABLE = [
    line.split(" => ", 1)
    for line in Path(__file__).with_name("sentences.txt").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]


@pytest.mark.parametrize(("sentence", "expected"), TABLE)
def test_a_sentence_says_this_and_nothing_else(sentence: str, expected: str) -> None:
    """Protects: targets, doubts, baseline, unit and what is left unread of each sentence of the table."""
    assert told(read_target(sentence)) == expected


def test_the_table_is_wide() -> None:
    """Protects: the table itself, which must not shrink unseen."""
    assert len(TABLE) >= 350
    assert len({sentence for sentence, _ in TABLE}) == len(TABLE)
