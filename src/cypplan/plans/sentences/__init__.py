"""Target sentences: what a sentence of a plan demands, read without guessing.

``read_target`` takes a sentence as councils print it and returns a frozen :class:`Reading`: the word of
change, unit, baseline and targets that it names, what is ambiguous, and every run of its text that was not
understood. ``target_sentence`` writes the sentence that reads back as a target, and ``disagreements``
compares a plan file with its own sentences.
"""

from __future__ import annotations

from cypplan.plans.sentences.differences import Disagreement, disagreements, statement_disagreements
from cypplan.plans.sentences.reader import read_target
from cypplan.plans.sentences.rendering import target_sentence
from cypplan.plans.sentences.result import (
    Ambiguity,
    Part,
    PrintedUnit,
    ReadBaseline,
    Reading,
    Role,
    Unsayable,
)

__all__ = [
    "Ambiguity",
    "Disagreement",
    "Part",
    "PrintedUnit",
    "ReadBaseline",
    "Reading",
    "Role",
    "Unsayable",
    "disagreements",
    "read_target",
    "statement_disagreements",
    "target_sentence",
]
