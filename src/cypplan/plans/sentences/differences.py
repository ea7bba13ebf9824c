"""What a plan file says of a statement against what the statement's own sentence says."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

import attrs

from cypplan.plans.sentences.reader import read_target
from cypplan.plans.targets import (
    AllTarget,
    ChangeTarget,
    ComparatorTarget,
    DirectionTarget,
    GapTarget,
    MaintainTarget,
    MilestoneTarget,
    QualitativeTarget,
    RangeTarget,
    RankTarget,
    SufficiencyTarget,
    Target,
    ToBeSetTarget,
    ValueTarget,
    YearOnYearTarget,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from cypplan.plans.model import Measure, Statement
    from cypplan.plans.sentences.result import Meaning, Reading

__all__ = ["Disagreement", "disagreements", "statement_disagreements"]

_FIELDS: Final[Mapping[type[Target], tuple[str, ...]]] = {
    ValueTarget: ("value", "bound", "qualifier"),
    RangeTarget: ("low", "high"),
    ChangeTarget: ("sense", "by", "most", "relative", "qualifier"),
    DirectionTarget: ("sense",),
    MaintainTarget: (),
    ComparatorTarget: ("comparator", "relation", "aggregate", "area", "margin", "margin_relative"),
    RankTarget: ("place", "share", "among"),
    GapTarget: ("closed_by",),
    YearOnYearTarget: ("sense", "by", "relative", "after"),
    AllTarget: (),
    ToBeSetTarget: (),
    MilestoneTarget: (),
    QualitativeTarget: (),
    SufficiencyTarget: (),
}
_EVERYBODY: Final = 100
_IN_WORDS: Final = (QualitativeTarget, SufficiencyTarget, MilestoneTarget)
"""Kinds that a person reads out of words; that the grammar reads none is no disagreement."""
_PROMISES: Final = (DirectionTarget, MaintainTarget, *_IN_WORDS)
_WORDED: Final = {"most": "to {}", "margin": "by {}", "place": "place {}", "share": "best {}%"}
"""Fields that a bare number or word would not tell from others."""
_UNTOLD: Final = frozenset({"aggregate", "among", "bound"})
"""Fields that the file may fill from knowledge where the sentence is silent, and the other way round not."""


@attrs.frozen
class Disagreement:
    """One difference between a plan file and a sentence that it quotes.

    Attributes:
        field: what differs: "change", "target.value", "baseline.period", "unit", "review" …
        in_file: what the file says; ``None`` where it says nothing.
        in_sentence: what the sentence says; ``None`` where nothing was read.
        statement: the place of the statement among those of its measure, from 0.
        unread: the words of the sentence that were not understood, where nothing was read: they may well say
            what the file says.
    """

    field: str
    in_file: str | None
    in_sentence: str | None
    statement: int | None = None
    unread: tuple[str, ...] = ()


def disagreements(measure: Measure) -> tuple[Disagreement, ...]:
    """Return where the file's measure and its own sentences differ, statement by statement."""
    return tuple(
        attrs.evolve(found, statement=place)
        for place, statement in enumerate(measure.statements)
        for found in statement_disagreements(statement, measure)
    )


def statement_disagreements(statement: Statement, measure: Measure) -> tuple[Disagreement, ...]:
    """Return where one statement of a measure and its sentence differ.

    An ambiguous sentence agrees with a file that holds one of its readings. Targets in words only (a
    milestone, a quality; "all" or "more" in a sentence that the grammar does not understand) are a person's
    reading, and agree with a sentence in which the grammar finds no other target.
    """
    reading = read_target(
        statement.text, unit=measure.unit, direction=measure.direction, timescale=statement.timescale
    )
    found = (
        *_change(statement, reading),
        *_targets(statement.targets, reading),
        *_baseline(measure, reading),
        *_unit(measure, reading),
        *_review(statement, reading),
    )
    return tuple(
        attrs.evolve(one, unread=reading.unread) if one.in_sentence is None else one for one in found
    )


def _text(value: object) -> str | None:
    return None if value is None else format(value, "f") if hasattr(value, "as_tuple") else str(value)


def _change(statement: Statement, reading: Reading) -> Iterator[Disagreement]:
    in_file, in_sentence = statement.change, reading.change
    read = {word.casefold() for word in (in_sentence, *reading.further_changes) if word is not None}
    if (read and (in_file or "").casefold() not in read) or (
        in_file is not None and in_file.casefold() not in statement.text.casefold()
    ):
        yield Disagreement("change", in_file, in_sentence)


def _targets(in_file: Sequence[Target], reading: Reading) -> Iterator[Disagreement]:
    slots = [(target,) for target in reading.targets]
    slots += [doubt.readings for doubt in reading.ambiguities if doubt.about == "target"]
    open_slots = list(slots)
    allowed = _alternatives(reading)
    for target in in_file:
        slot = _best(target, open_slots)
        if slot is not None:
            open_slots.remove(slot)
            yield from _fields(target, slot, allowed)
        elif not _is_left_to_people(target, reading):
            yield Disagreement("targets", describe(target), None)
    matched = len(open_slots) < len(slots)
    if matched or any(isinstance(target, _IN_WORDS) for target in in_file):
        # a further promise of a sentence with several may be another measure's
        open_slots = [slot for slot in open_slots if not isinstance(slot[0], _PROMISES)]
    for slot in open_slots:
        yield Disagreement("targets", None, " or ".join(describe(one) for one in slot))


def _is_left_to_people(target: Target, reading: Reading) -> bool:
    """Whether a target that the grammar did not find may yet be in the words of the sentence.

    A figure must show; "for all" or "more" somewhere in a sentence that was not understood need not.
    """
    in_words = isinstance(target, AllTarget | DirectionTarget | MaintainTarget) and not reading.says_something
    return in_words or isinstance(target, _IN_WORDS) or bool(reading.unsayable)


def _alternatives(reading: Reading) -> Mapping[Meaning, set[Meaning]]:
    """Return, for each reading that was taken of ambiguous words, all that they may mean."""
    found: dict[Meaning, set[Meaning]] = defaultdict(set)
    for doubt in reading.ambiguities:
        if doubt.about != "target":
            found[doubt.readings[0]].update(doubt.readings)
    return found


def _best(target: Target, slots: Sequence[tuple[Meaning, ...]]) -> tuple[Meaning, ...] | None:
    """Return the slot that agrees best with a target; one of another kind only where they mean the same."""
    fitting = [slot for slot in slots if any(_alike(target, one) for one in slot)]
    return max(fitting, key=lambda slot: max(_score(target, one) for one in slot), default=None)


def _alike(target: Target, other: Meaning) -> bool:
    return type(target) is type(other) or _means_all(target, other) or _means_all(other, target)


def _means_all(one: object, other: object) -> bool:
    """Whether one says "all" and the other 100 per cent, which is the same demand."""
    return isinstance(one, AllTarget) and isinstance(other, ValueTarget) and other.value == _EVERYBODY


def _score(target: Target, other: Meaning) -> int:
    names = ("period", *_FIELDS[type(target)])
    return sum(getattr(target, name, None) == getattr(other, name, None) for name in names)


def _fields(
    target: Target, slot: tuple[Meaning, ...], allowed: Mapping[Meaning, set[Meaning]]
) -> Iterator[Disagreement]:
    read = max(slot, key=lambda one: _score(target, one))
    if type(read) is not type(target):
        return
    for name in (*_FIELDS[type(target)], "period", "ongoing"):
        in_file, in_sentence = getattr(target, name), getattr(read, name)
        if name == "qualifier" and in_file and in_sentence:
            in_file, in_sentence = in_file.casefold(), in_sentence.casefold()
        if in_file == in_sentence or in_file in allowed.get(in_sentence, ()):
            continue
        if in_sentence is None and name in _UNTOLD:
            continue
        yield Disagreement(f"target.{name}", _text(in_file), _text(in_sentence))


def _baseline(measure: Measure, reading: Reading) -> Iterator[Disagreement]:
    read, held = reading.baseline, measure.baseline
    if read is None:
        return
    if held is None:
        yield Disagreement("baseline.value", None, _text(read.value))
        return
    if read.value is not None and held.value != read.value:
        yield Disagreement("baseline.value", _text(held.value), _text(read.value))
    allowed = _alternatives(reading).get(read.period, set()) if read.period is not None else set()
    if read.period is not None and held.period != read.period and held.period not in allowed:
        yield Disagreement("baseline.period", _text(held.period), _text(read.period))
    if read.qualifier is not None and (held.qualifier or "").casefold() != read.qualifier.casefold():
        yield Disagreement("baseline.qualifier", held.qualifier, read.qualifier)


def _unit(measure: Measure, reading: Reading) -> Iterator[Disagreement]:
    """Compare kind and scale of the unit; which base is meant is the file's to say."""
    leveled = reading.baseline or any(isinstance(one, ValueTarget | RangeTarget) for one in reading.targets)
    if reading.unit is None or reading.unit.form is None or not leveled or measure.unit is None:
        return
    form = reading.unit.meant or reading.unit.form
    if (form, reading.unit.scale) != (measure.unit.form, measure.unit.scale):
        yield Disagreement("unit", str(measure.unit), reading.unit.printed)


def _review(statement: Statement, reading: Reading) -> Iterator[Disagreement]:
    if reading.review is not None and reading.review is not statement.review:
        yield Disagreement("review", _text(statement.review), _text(reading.review))


def describe(target: Meaning) -> str:
    """Return a target in a few words, for a message."""
    if not isinstance(target, Target):
        return str(target)
    unsaid = {field.name: field.default for field in attrs.fields(type(target))}
    values = ((name, getattr(target, name)) for name in _FIELDS[type(target)])
    said = (_WORDED.get(name, "{}").format(_text(value)) for name, value in values if value != unsaid[name])
    words = [target.kind, *said]
    return " ".join([*words, *([f"due {target.period}"] if target.period else [])])
