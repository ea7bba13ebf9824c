"""From a plan's text to a plan file to complete: what its sentences say, and what a person must look at."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

import attrs
import tomli_w

from cypplan.plans.drafting_outline import Item, number_and_title, outline_of
from cypplan.plans.model import SCHEMA_VERSION, Baseline, Measure, Outcome, Statement
from cypplan.plans.sentences import read_target
from cypplan.plans.sentences.differences import describe
from cypplan.plans.sentences.measured import noun_at
from cypplan.plans.sentences.tokens import Tokens
from cypplan.plans.targets import (
    ChangeTarget,
    ComparatorTarget,
    RangeTarget,
    Target,
    ValueTarget,
    YearOnYearTarget,
)
from cypplan.plans.words import MeasureKind, StatementKind
from cypplan.plans.writing import write_table
from cypplan.units import Unit, UnitForm

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cypplan.plans.sentences import PrintedUnit, Reading

__all__ = ["Draft", "draft_plan"]

_HEAD: Final = """\
# A draft, made from the text of a plan: read it against the document, line by line.
# Lines "# unread:" quote what was not understood; "# to complete:" says what the sentence does not;
# "# background:" quotes what stands under a heading that tells of the past or the present.
# Bullets and tables with a column of targets were read; running text was not.
"""
_NO_AUTHORITY: Final = "to complete"
_FORMAL: Final = re.compile(r"measure|indicator|target|success|difference", re.IGNORECASE)
_LISTED: Final = re.compile(r"measure|indicator|target", re.IGNORECASE)
_BACKGROUND: Final = re.compile(
    r"achieved|how well|why is (?:this|it)|what we know|there are|told us|context|foreword|introduction"
    r"|needs? assessment",
    re.IGNORECASE,
)
_LONGEST: Final = 500
"""A longer bullet is running text that lost its breaks, no target sentence."""
_WORDS_OF_ID: Final = 6
_CONTROLS: Final = re.compile(r"[\x00-\x1f\x7f\u0085\u2028\u2029]+")


@attrs.frozen
class Draft:
    """A drafted plan file, and how much of the text went into it.

    Attributes:
        text: the plan file.
        measures: how many sentences became measures.
        unread: the sentences that were not understood, in order.
    """

    text: str
    measures: int
    unread: tuple[str, ...]


def draft_plan(text: str, *, id: str, authority: str | None = None) -> Draft:  # noqa: A002 (as in the file)
    """Draft the plan file of a published plan from its text; nothing is invented.

    Headings that name an outcome, a priority or the like become outcomes. A bullet, or a cell in a column of
    targets, that reads as a target becomes a measure with its statement, its place in the document, and as
    much of baseline, unit and targets as it says; a figure whose unit cannot be named waits in a comment. The
    draft loads as a plan file as it is.

    Parameters
    ----------
    text
        The plan's text, one printed line a line.
    id
        Id of the plan.
    authority
        GSS code of its authority, if known.
    """
    outline = outline_of(text)
    names = _Names()
    ids = {heading: names.of(number_and_title(heading)[1]) for heading, _ in outline.outcomes}
    body: list[str] = []
    measures = 0
    unread: list[str] = []
    for item in outline.items:
        if _BACKGROUND.search(item.heading[-1] if item.heading else ""):
            body.append(_comment("background", f"{item.text} ({item.cite})"))
            continue
        reading = read_target(item.text, timescale=item.timescale)
        if reading.says_something and len(item.text) <= _LONGEST:
            measures += 1
            body.append(_measure(item, reading, ids, names))
        else:
            unread.append(item.text)
            body.append(_comment("unread", f"{item.text} ({item.cite})"))
    top = {
        "schema_version": SCHEMA_VERSION,
        "id": id,
        "title": _said(outline.title) or id,
        "authority": authority or _NO_AUTHORITY,
    }
    parts = [
        _HEAD,
        "" if authority else _comment("to complete", "authority, the GSS code of the authority"),
        tomli_w.dumps(top),
        tomli_w.dumps({"period": {"stated": outline.period}}) if outline.period else "",
        *(_outcome(heading, line, ids[heading]) for heading, line in outline.outcomes),
        *body,
    ]
    return Draft("\n".join(part for part in parts if part), measures, tuple(unread))


@attrs.define
class _Names:
    """Gives ids out of words, each once."""

    given: set[str] = attrs.field(factory=set)

    def of(self, words: str) -> str:
        plain = re.findall(r"[a-z0-9]+", words.casefold().replace("'", "").replace("\u2019", ""))
        stem = "-".join(plain[:_WORDS_OF_ID]) or "unnamed"
        name, number = stem, 2
        while name in self.given:
            name, number = f"{stem}-{number}", number + 1
        self.given.add(name)
        return name


def _said(text: str | None) -> str | None:
    return text if text and text.strip() else None


def _comment(word: str, text: str) -> str:
    return f"# {word}: {_CONTROLS.sub(' ', text)}\n"


def _outcome(heading: str, line: int, name: str) -> str:
    from cypplan.citations import Citation  # noqa: PLC0415 (as in the outline)

    number, title = number_and_title(heading)
    outcome = Outcome(id=name, title=title, number=number, cite=Citation((heading,), None, line))
    return _block("[[outcomes]]", write_table(outcome))


def _block(head: str, table: dict[str, Any]) -> str:
    """Return a table under its head, the tables in it under heads of their own, targets each on one line.

    tomli_w would write a short list of tables as one value, after which no comment and no further table of
    that list could follow.
    """
    path = head.strip("[]")
    plain = {key: value for key, value in table.items() if key not in {"baseline", "statements", "targets"}}
    lines = [head + "\n", tomli_w.dumps(plain)]
    if targets := table.get("targets"):
        inline = ("{ " + ", ".join(tomli_w.dumps(one).splitlines()) + " }" for one in targets)
        lines.append("targets = [\n" + "".join(f"    {one},\n" for one in inline) + "]\n")
    if "baseline" in table:
        lines.append("\n" + _block(f"[{path}.baseline]", table["baseline"]))
    lines += ["\n" + _block(f"[[{path}.statements]]", one) for one in table.get("statements", ())]
    return "".join(lines)


def _measure(item: Item, reading: Reading, outcomes: dict[str, str], names: _Names) -> str:
    unit = _unit(reading)
    kept, waiting = _parted(reading.targets, has_unit=unit is not None)
    baseline = _baseline(reading) if unit is not None else None
    title = reading.subject or item.text
    heading = " ".join(item.heading)
    measure = Measure(
        id=names.of(title),
        title=title,
        kind=MeasureKind.FORMAL if _FORMAL.search(heading) or item.in_table else MeasureKind.IMPLIED,
        outcome=outcomes.get(item.outcome or ""),
        unit=unit,
        printed_unit=reading.unit.printed if reading.unit is not None else None,
        groups=reading.groups,
        baseline=baseline,
        statements=(
            Statement(
                text=item.text,
                kind=_kind(item, heading),
                change=reading.change,
                targets=kept,
                timescale=item.timescale,
                review=reading.review,
                cite=item.cite,
            ),
        ),
    )
    notes = "".join(_notes(reading, waiting, without_unit=unit is None))
    return notes + _block("[[measures]]", write_table(measure))


def _kind(item: Item, heading: str) -> StatementKind:
    if item.in_table:
        return StatementKind.ACTION_PLAN
    return StatementKind.INDICATOR_LIST if _LISTED.search(heading) else StatementKind.NARRATIVE


def _parted(targets: Iterable[Target], *, has_unit: bool) -> tuple[tuple[Target, ...], tuple[Target, ...]]:
    """Part the targets that a plan file may hold from those that need a unit first."""
    kept = tuple(target for target in targets if has_unit or not _needs_unit(target))
    return kept, tuple(target for target in targets if not has_unit and _needs_unit(target))


def _needs_unit(target: Target) -> bool:
    match target:
        case ChangeTarget(by=size, relative=relative) | YearOnYearTarget(by=size, relative=relative):
            return size is not None and not relative
        case ComparatorTarget(margin=size, margin_relative=relative):
            return size is not None and not relative
        case _:
            return isinstance(target, ValueTarget | RangeTarget)


def _baseline(reading: Reading) -> Baseline | None:
    read = reading.baseline
    if read is None:
        return None
    return Baseline(
        value=read.value,
        period=read.period,
        period_basis=read.period_basis,
        qualifier=read.qualifier,
        provisional=read.provisional,
    )


def _unit(reading: Reading) -> Unit | None:
    """Return the unit as printed, its base taken from the first words of the subject that name one."""
    printed = reading.unit
    if printed is None:
        return None
    return printed.unit or _based(printed, reading.subject or "")


def _based(printed: PrintedUnit, subject: str) -> Unit | None:
    form = printed.meant or printed.form
    if form not in {UnitForm.PERCENT, UnitForm.POINTS, UnitForm.RATE, UnitForm.FREQUENCY}:
        return None
    tokens = Tokens(subject)
    named = next((found for at in range(len(tokens)) if (found := noun_at(tokens, at)) is not None), None)
    return None if named is None or form is None else Unit(form, named[0], printed.scale)


def _notes(reading: Reading, waiting: Iterable[Target], *, without_unit: bool) -> Iterator[str]:
    """Yield as comments what a person must add or decide."""
    lacking = ["direction", "indicator"]
    lacking += ["unit"] if without_unit and (reading.unit or any(map(_needs_unit, reading.targets))) else []
    yield _comment("to complete", ", ".join(lacking))
    if reading.unit is not None and reading.unit.unit is None and not without_unit:
        yield _comment(
            "to check", f'what "{reading.unit.printed}" is of; the base is read from the words near it'
        )
    for target in waiting:
        yield _comment("waits for its unit", f"target {describe(target)}")
    if without_unit and reading.baseline is not None:
        start = reading.baseline
        when = f" at {start.period}" if start.period is not None else ""
        yield _comment("waits for its unit", f"baseline {start.value}{when}")
    for doubt in reading.ambiguities:
        what = " or ".join(describe(one) for one in doubt.readings)
        yield _comment("ambiguous", f'{doubt.about} "{doubt.text}": {what}')
    for beyond in reading.unsayable:
        yield _comment("beyond the kinds of target", f'{beyond.what} "{beyond.text}"')
    for span in reading.unread:
        yield _comment("unread", span)
