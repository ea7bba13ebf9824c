"""What a reading says, in one line, so that a table of sentences can hold what is expected of each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cypplan.plans.sentences.differences import describe

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cypplan.plans.sentences import Reading
    from cypplan.plans.sentences.result import Meaning, PrintedUnit


def told(reading: Reading) -> str:
    """Return all that a reading says and all that it did not read, save which kinds of year are possible."""
    return "; ".join(_told(reading)) or "nothing"


def _told(reading: Reading) -> Iterator[str]:
    for target in reading.targets:
        yield _target(target)
    for doubt in reading.ambiguities:
        if doubt.about == "target":
            yield "either " + " or ".join(_target(one) for one in doubt.readings)
        elif doubt.about == "relation":
            yield "perhaps " + " or ".join(map(str, doubt.readings[1:]))
    if reading.no_target:
        yield "no target"
    for beyond in reading.unsayable:
        yield f"beyond: {beyond.what}"
    if (start := reading.baseline) is not None:
        words = ("from", start.qualifier, start.value, start.period and f"at {start.period}")
        yield " ".join(str(word) for word in words if word is not None)
    if reading.unit is not None:
        yield f"in {_unit(reading.unit)}"
    for unread in reading.unread:
        yield f'unread "{unread}"'


def _target(target: Meaning) -> str:
    text = describe(target).replace(" True", " relative")
    return text.replace(" False", " absolute") + (" ongoing" if getattr(target, "ongoing", False) else "")


def _unit(unit: PrintedUnit) -> str:
    words = [unit.form or unit.printed, unit.scale if unit.scale != 100 else None, unit.base]
    return " ".join(str(word) for word in [*words, unit.meant and f"meant {unit.meant}"] if word)
