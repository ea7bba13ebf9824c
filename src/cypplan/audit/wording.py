"""Rule on a plan file against the sentences that it quotes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from cypplan.audit.findings import Family, Severity, Side
from cypplan.audit.rules import Found, Rule
from cypplan.audit.subject import measure_fact

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from cypplan.audit.subject import Subject
    from cypplan.plans.model import Measure
    from cypplan.plans.sentences import Disagreement

__all__ = ["RULES"]

_NUMBERS: Final = frozenset({
    "target.value", "target.low", "target.high", "target.by", "target.sense", "target.closed_by",
    "target.period",
    "baseline.value", "baseline.period", "unit",
})  # fmt: skip
"""What decides a verdict; other differences are a matter of reading."""


def _otherwise(subject: Subject) -> Iterator[Found]:
    from cypplan.plans.sentences import disagreements  # noqa: PLC0415 (large)

    shared_by: dict[str, list[Measure]] = {}
    for measure in subject.plan.measures:
        for text in {one.text for one in measure.statements}:
            shared_by.setdefault(text, []).append(measure)
    for measure in subject.plan.measures:
        for one in disagreements(measure):
            if _has_both(one, measure) or _is_another_measures(one, measure, shared_by):
                continue
            statement = measure.statements[one.statement] if one.statement is not None else None
            part = "baseline" if one.field.startswith("baseline") else f"statements[{one.statement}]"
            says = Side(
                f'"{statement.text}"' if statement else measure.title, statement.cite if statement else None
            )
            # of a sentence about two measures, what was read may be the other's; words that were not
            # understood may say what the file says
            shared = statement is not None and len(shared_by[statement.text]) > 1
            decides = one.field in _NUMBERS and not shared and not one.unread
            verdict = (
                "What the file says is judged."
                if one.field in _NUMBERS
                else "The verdict may not depend on it."
            )
            yield Found(
                fact=measure_fact(measure, part, statement.cite if statement else None),
                message=_told(one),
                sides=(Side(f"{one.field}: {one.in_file or 'nothing'}", source="the plan file"), says),
                verdict=verdict,
                severity=None if decides else Severity.NOTE,
            )


def _has_both(one: Disagreement, measure: Measure) -> bool:
    """Whether a sentence has both words of change, since it makes two demands, and the file took one."""
    if one.field != "change" or one.in_file is None or one.statement is None:
        return False
    text, word = measure.statements[one.statement].text, re.escape(one.in_file)
    return re.search(rf"\b{word}\b", text, re.IGNORECASE) is not None


def _is_another_measures(
    one: Disagreement, measure: Measure, shared_by: Mapping[str, Sequence[Measure]]
) -> bool:
    """Whether what was read in a sentence of several measures is what the file says of another of them."""
    from cypplan.plans.sentences import statement_disagreements  # noqa: PLC0415 (large)

    if one.in_file is not None or one.statement is None:
        return False
    text = measure.statements[one.statement].text
    others = (other for other in shared_by[text] if other is not measure)
    return any(
        (one.field, one.in_sentence)
        not in {(d.field, d.in_sentence) for d in statement_disagreements(s, other)}
        for other in others
        for s in other.statements
        if s.text == text
    )


def _told(one: Disagreement) -> str:
    if one.unread:
        words = ", ".join(f'"{run}"' for run in one.unread)
        return f"{one.field}: the file says {one.in_file}; compare by eye, since {words} was not understood"
    if one.in_sentence is None:
        return f"{one.field}: the file says {one.in_file}, and no such thing was read in the sentence"
    if one.in_file is None:
        return f"{one.field}: {one.in_sentence} was read in the sentence, and the file does not say so"
    return f"{one.field}: the file says {one.in_file}, the sentence was read as {one.in_sentence}"


RULES: Final = (
    Rule(
        code="T24",
        title="The plan file and its own sentence disagree",
        family=Family.TARGET,
        severity=Severity.WARNING,
        find=_otherwise,
    ),
)
