"""Rules: a code that never changes, a title, and a function that looks for one thing in a plan."""

from __future__ import annotations

import enum
import re
from typing import TYPE_CHECKING, Final, TypeAlias

import attrs

from cypplan.audit.findings import Fact, Family, Severity, Side
from cypplan.errors import LookupFailed, ValueFault

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from cypplan.audit.subject import Subject

__all__ = ["Finder", "Found", "Need", "Rule", "RuleSet", "family"]

Finder: TypeAlias = "Callable[[Subject], Iterable[Found]]"
"""The function of a rule."""

_CODE: Final = re.compile(r"[A-Z][A-Z0-9]*(?:-[A-Z0-9]+)*")


@attrs.frozen(kw_only=True)
class Found:
    """What the function of a rule yields; the rule's code, title and severity are added to it."""

    fact: Fact
    message: str
    sides: tuple[Side, ...] = ()
    verdict: str = ""
    severity: Severity | None = None
    """Where it differs from the rule's: a contradiction on a proxy weighs less."""


class Need(enum.StrEnum):
    """What a rule needs besides the plan."""

    FIGURES = "published figures"
    OTHERS = "other plans of the authority"


def _is_code(_: object, attribute: attrs.Attribute[str], value: str) -> None:
    if not _CODE.fullmatch(value):
        message = (
            f'{attribute.name}: "{value}" is no code of a rule; use capitals and digits, as "T01", "ABC-1"'
        )
        raise ValueFault(message)


def _says(_: object, attribute: attrs.Attribute[str], value: str) -> None:
    if not value.strip():
        raise ValueFault(f"{attribute.name}: is empty; say in a line what the rule finds")


@attrs.frozen(kw_only=True)
class Rule:
    """One thing that a check looks for.

    Attributes:
        code: stable and unique; plugins begin theirs with letters of their own and a hyphen ("HAL-1").
        title: what it finds, in a line.
        family: what it compares with what.
        severity: how much its findings weigh.
        find: takes the subject (the plan and what stands beside it) and yields what it found.
        needs: what it needs besides the plan; a rule is left out, and that is said, where it is not at hand.
        page: where its documentation is; ``None`` for a rule whose page is among those of the library.
    """

    code: str = attrs.field(validator=_is_code)
    title: str = attrs.field(validator=_says)
    family: Family = attrs.field(converter=Family)
    severity: Severity = attrs.field(converter=Severity)
    find: Finder = attrs.field(repr=False)
    needs: frozenset[Need] = attrs.field(default=frozenset(), converter=frozenset)
    page: str | None = None


def family(
    name: Family, *rows: tuple[str, str, Severity, Finder], needs: Iterable[Need] = ()
) -> tuple[Rule, ...]:
    """Return the rules of a family from rows of code, title, severity and function."""
    return tuple(
        Rule(code=code, title=title, family=name, severity=severity, find=find, needs=frozenset(needs))
        for code, title, severity, find in rows
    )


def _by_code(rules: Iterable[Rule]) -> tuple[Rule, ...]:
    known: dict[str, Rule] = {}
    for rule in rules:
        other = known.setdefault(rule.code, rule)
        if other is not rule:
            message = f'two rules have the code "{rule.code}": "{other.title}" and "{rule.title}"'
            raise ValueFault(message)
    return tuple(known.values())


@attrs.frozen
class RuleSet:
    """The rules of a check, in order; every code is there once.

    Examples:
        >>> from cypplan.audit import STANDARD
        >>> STANDARD["T01"].title
        'The word of change goes against baseline and target'
        >>> [rule.code for rule in STANDARD.selected(select=["A"], ignore=["A03"])][:3]
        ['A01', 'A02', 'A04']
    """

    rules: tuple[Rule, ...] = attrs.field(default=(), converter=_by_code)

    def __iter__(self) -> Iterator[Rule]:
        """Iterate over the rules."""
        return iter(self.rules)

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self.rules)

    def __getitem__(self, code: str) -> Rule:
        """Return the rule of a code; raise :class:`LookupFailed`, with the nearest, if there is none."""
        for rule in self.rules:
            if rule.code == code:
                return rule
        what = "rule"
        raise LookupFailed(what, code, [rule.code for rule in self.rules])

    def with_rules(self, *rules: Rule) -> RuleSet:
        """Return a set that has more rules; two of one code are a fault."""
        return RuleSet((*self.rules, *rules))

    def selected(self, *, select: Iterable[str] = (), ignore: Iterable[str] = ()) -> RuleSet:
        """Return the rules whose codes begin with one of ``select`` (all, if empty) and none of ``ignore``.

        Raises:
            LookupFailed: a text begins no code; a misspelt choice must not silently choose nothing.
        """
        wanted, unwanted = self._prefixes(select), self._prefixes(ignore)
        kept = (rule for rule in self.rules if not wanted or rule.code.startswith(wanted))
        return RuleSet(tuple(rule for rule in kept if not unwanted or not rule.code.startswith(unwanted)))

    def _prefixes(self, texts: Iterable[str]) -> tuple[str, ...]:
        prefixes = tuple(text.upper() for text in texts)
        for prefix in prefixes:
            if not prefix or not any(rule.code.startswith(prefix) for rule in self.rules):
                what = "rule whose code begins with"
                raise LookupFailed(what, prefix, [rule.code for rule in self.rules])
        return prefixes
