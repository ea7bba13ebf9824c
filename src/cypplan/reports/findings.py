"""From the findings of a check to a document: the gravest first, both sides of each contradiction."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cypplan.audit.findings import Severity
from cypplan.reports.tree import Block, Document, Fact, Facts, Item, Items, Paragraph, Section, Symbol, Tone
from cypplan.reports.words import plural

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cypplan.audit.findings import Finding, Findings

__all__ = ["findings_document"]

_HEADINGS: Final = {Severity.ERROR: "Errors", Severity.WARNING: "Warnings", Severity.NOTE: "Notes"}
_TONES: Final = {Severity.ERROR: Tone.RED, Severity.WARNING: Tone.AMBER, Severity.NOTE: Tone.GREY}
_SYMBOLS: Final = {
    Severity.ERROR: Symbol("✗", "x"),
    Severity.WARNING: Symbol("!", "!"),
    Severity.NOTE: Symbol("–", "-"),
}
_MOST_SIDES: Final = 4


def findings_document(findings: Findings, title: str | None = None) -> Document:
    """Return the findings of a check as a document; ``title`` is the plan's."""
    blocks: list[Block] = [
        _severity(severity, findings) for severity in Severity if _open(findings, severity)
    ]
    blocks += _rest(findings)
    blocks.append(Section(title="In short", blocks=(Paragraph(_summary(findings)),), closing=True))
    return Document(
        title=title or findings.plan,
        subtitle=f"Findings of the check of {findings.plan}",
        blocks=tuple(blocks),
    )


def _open(findings: Findings, severity: Severity) -> list[Finding]:
    return [one for one in findings.open if one.severity is severity]


def _severity(severity: Severity, findings: Findings) -> Section:
    by_rule: dict[str, list[Finding]] = {}
    for one in _open(findings, severity):
        by_rule.setdefault(one.code, []).append(one)
    rules = tuple(_rule(severity, found) for found in by_rule.values())
    return Section(title=_HEADINGS[severity], blocks=rules, tone=_TONES[severity])


def _rule(severity: Severity, found: Sequence[Finding]) -> Section:
    title = f"{found[0].code} {found[0].title}"
    if severity is Severity.NOTE:
        items = tuple(_item(one) for one in found)
        return Section(title=title, blocks=(Items(items),), tone=Tone.GREY)
    return Section(title=title, blocks=tuple(Facts(tuple(_facts(one))) for one in found))


def _item(one: Finding) -> Item:
    return Item(
        title=one.fact.path, text=one.message, explanation=_explained(one), symbol=_SYMBOLS[one.severity]
    )


def _explained(one: Finding) -> str:
    more = len(one.sides) - _MOST_SIDES
    told = [*map(str, one.sides[:_MOST_SIDES]), *([f"and {more} more"] if more > 0 else [])]
    sides = "; ".join(told)
    return " ".join(filter(None, [f"{sides}." if sides else "", one.verdict]))


def _facts(one: Finding) -> Iterator[Fact]:
    yield Fact(term="Found", text=one.message, symbol=_SYMBOLS[one.severity], tone=_TONES[one.severity])
    yield Fact(term="On", text=one.fact.path)
    terms = ("With", "With") if one.fact.kind == "plan" else ("Says", "Against")
    for number, side in enumerate(one.sides[:_MOST_SIDES]):
        yield Fact(term=terms[number > 0], text=str(side))
    if len(one.sides) > _MOST_SIDES:
        yield Fact(term="", text=f"and {len(one.sides) - _MOST_SIDES} more")
    if one.verdict:
        yield Fact(term="So", text=one.verdict)


def _rest(findings: Findings) -> Iterator[Block]:
    known = [one for one in findings if one.acknowledged]
    if known:
        items = tuple(
            Item(title=f"{one.code} {one.fact.path}", text=one.message, explanation=one.reason or "")
            for one in known
        )
        yield Section(title="Acknowledged as published", blocks=(Items(items),), tone=Tone.GREY)
    if findings.unused:
        items = tuple(
            Item(title=text, text="acknowledged, and not found; take it out") for text in findings.unused
        )
        yield Section(title="Acknowledged for nothing", blocks=(Items(items),))
    if findings.not_run:
        whys: dict[str, list[str]] = {}
        for one in findings.not_run:
            whys.setdefault(one.why, []).append(one.code)
        items = tuple(Item(title=", ".join(codes), text=why) for why, codes in whys.items())
        yield Section(title="Rules that were not run", blocks=(Items(items),), tone=Tone.GREY)


def _summary(findings: Findings) -> str:
    counts = [plural(n, severity.value) for severity, n in findings.counts().items()]
    known = len(findings.items) - len(findings.open)
    told = f"{', '.join(counts[:-1])} and {counts[-1]}"
    run = len(findings.rules) - len(findings.not_run)
    known_words = f"; {known} acknowledged" if known else ""
    return f"{told}{known_words}. {plural(run, 'rule')} {'was' if run == 1 else 'were'} run."
