"""Findings: what a check found in a plan, on which fact, between which two sides, and what follows."""

from __future__ import annotations

import enum
from collections import Counter
from typing import TYPE_CHECKING, Any

import attrs

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from cypplan.citations import Citation

__all__ = ["Fact", "Family", "Finding", "Findings", "NotRun", "Severity", "Side"]


class Severity(enum.StrEnum):
    """How much a finding weighs."""

    ERROR = "error"
    """The plan contradicts itself or published figures, or a target can never be judged."""
    WARNING = "warning"
    """Something that somebody should look at; there may be a good reason for it."""
    NOTE = "note"
    """Something absent or unclear, which limits what can be said."""

    @property
    def rank(self) -> int:
        """0 for the gravest, so that findings sort by it."""
        return list(Severity).index(self)


class Family(enum.StrEnum):
    """What a rule compares with what."""

    TARGET = "target"
    """A target against itself: its sentence, its baseline, its dates, its unit."""
    PLAN = "plan"
    """Facts of a plan against each other."""
    ARITHMETIC = "arithmetic"
    """Figures that should add up."""
    STRUCTURE = "structure"
    """What a plan should have, and how its parts hang together."""
    GOVERNANCE = "governance"
    """Bodies: who answers for what, to whom, how often."""
    FIGURES = "figures"
    """A plan against published figures."""
    ACROSS = "across"
    """Plans of one authority against each other."""


@attrs.frozen
class Fact:
    """The part of a plan that a finding concerns: a path through ids, and where it stands in the document.

    A path reads ``measures.adoptions.baseline`` or ``bodies.executive-board``; the plan itself is ``plan``.
    """

    path: str
    cite: Citation | None = None

    @property
    def kind(self) -> str:
        """The part of the plan file that it stands in: "measures", "outcomes", ..., or "plan"."""
        return self.path.partition(".")[0]

    @property
    def id(self) -> str | None:
        """The id of the measure, outcome, body, ... that it belongs to; ``None`` for the plan itself."""
        return self.path.split(".")[1] if "." in self.path else None

    def within(self, path: str) -> bool:
        """Whether it is the fact of that path, or a part of it."""
        return self.path == path or self.path.startswith((f"{path}.", f"{path}["))

    def __str__(self) -> str:
        return self.path


@attrs.frozen
class Side:
    """One side of a contradiction: what is said, and where."""

    says: str
    cite: Citation | None = None
    """The place in the plan's document."""
    source: str | None = None
    """For a side that is not the plan's: which publication, which other plan."""

    @property
    def place(self) -> str:
        """Where it is said, in words; empty where that is not known."""
        return self.source or (str(self.cite) if self.cite else "")

    def __str__(self) -> str:
        return f"{self.says} [{self.place}]" if self.place else self.says


@attrs.frozen(kw_only=True)
class Finding:
    """Something that a check found in a plan, attached to the fact that it concerns."""

    code: str
    """Stable code of the rule."""
    title: str
    """Title of the rule."""
    family: Family
    severity: Severity
    plan: str
    """Id of the plan."""
    fact: Fact
    message: str
    """What was found here, in a sentence."""
    sides: tuple[Side, ...] = ()
    """What contradicts what."""
    verdict: str = ""
    """What follows for the judgement of the measure."""
    acknowledged: bool = False
    """Whether the plan file says that this stands so in the published plan."""
    reason: str | None = None
    """Why it was acknowledged."""

    @property
    def counts(self) -> bool:
        """Whether it is an error that nobody has acknowledged."""
        return self.severity is Severity.ERROR and not self.acknowledged

    def to_dict(self) -> dict[str, Any]:
        """Return it in plain dictionaries and texts."""
        cite = self.fact.cite
        return {
            "code": self.code,
            "title": self.title,
            "family": self.family.value,
            "severity": self.severity.value,
            "plan": self.plan,
            "fact": self.fact.path,
            "cite": cite.compact if cite else None,
            "message": self.message,
            "sides": [
                {"says": one.says, "cite": one.cite.compact if one.cite else None, "source": one.source}
                for one in self.sides
            ],
            "verdict": self.verdict,
            "acknowledged": self.acknowledged,
            "reason": self.reason,
        }


@attrs.frozen
class NotRun:
    """A rule that was not run, or broke off, and why."""

    code: str
    why: str


@attrs.frozen(kw_only=True)
class Findings:
    """All findings of one plan, the gravest first, in the order of the plan within each severity."""

    plan: str
    items: tuple[Finding, ...] = ()
    rules: tuple[str, ...] = ()
    """Codes of the rules that were run."""
    not_run: tuple[NotRun, ...] = ()
    """Rules that needed what was not at hand, and rules of plugins that failed."""
    unused: tuple[str, ...] = ()
    """Acknowledgements of the plan file that no finding answers to, as "code on fact"."""

    def __iter__(self) -> Iterator[Finding]:
        """Iterate over the findings."""
        return iter(self.items)

    def __len__(self) -> int:
        """Return how many there are, acknowledged ones included."""
        return len(self.items)

    def of(self, code: str) -> tuple[Finding, ...]:
        """Return the findings of one rule."""
        return tuple(one for one in self.items if one.code == code)

    def on(self, path: str) -> tuple[Finding, ...]:
        """Return the findings on a fact and its parts: ``on("measures.adoptions")``."""
        return tuple(one for one in self.items if one.fact.within(path))

    @property
    def open(self) -> tuple[Finding, ...]:
        """Findings that nobody has acknowledged."""
        return tuple(one for one in self.items if not one.acknowledged)

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes that were found, each once, in order."""
        return tuple(dict.fromkeys(one.code for one in self.items))

    def counts(self) -> Mapping[Severity, int]:
        """Return how many findings of each severity are open."""
        found = Counter(one.severity for one in self.open)
        return {severity: found[severity] for severity in Severity}

    def fails(self, *, strict: bool = False) -> bool:
        """Return whether there is an open error, or, if ``strict``, an open warning."""
        grave = {Severity.ERROR, Severity.WARNING} if strict else {Severity.ERROR}
        return any(one.severity in grave for one in self.open)

    def to_dict(self) -> dict[str, Any]:
        """Return everything in plain dictionaries, lists and texts, as the JSON output has it."""
        return {
            "schema_version": 1,
            "plan": self.plan,
            "counts": {severity.value: n for severity, n in self.counts().items()},
            "acknowledged": len(self.items) - len(self.open),
            "findings": [one.to_dict() for one in self.items],
            "rules": list(self.rules),
            "not_run": [{"code": one.code, "why": one.why} for one in self.not_run],
            "unused_acknowledgements": list(self.unused),
        }
