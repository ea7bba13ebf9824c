"""The audit: a plan checked against itself, other plans and published figures; findings, never verdicts."""

from __future__ import annotations

from cypplan.audit.checking import check, rules_of
from cypplan.audit.findings import Fact, Family, Finding, Findings, NotRun, Severity, Side
from cypplan.audit.rules import Found, Need, Rule, RuleSet
from cypplan.audit.standard import STANDARD
from cypplan.audit.stated import Stated
from cypplan.audit.subject import Demand, Subject

__all__ = [
    "STANDARD",
    "Demand",
    "Fact",
    "Family",
    "Finding",
    "Findings",
    "Found",
    "Need",
    "NotRun",
    "Rule",
    "RuleSet",
    "Severity",
    "Side",
    "Stated",
    "Subject",
    "check",
    "rules_of",
]
