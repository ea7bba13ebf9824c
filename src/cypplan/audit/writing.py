"""Findings for machines: SARIF, which code hosts and editors read, and annotations of GitHub's runners."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from cypplan.audit.findings import Severity
from cypplan.audit.locating import line_of, lines_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from cypplan.audit.findings import Finding, Findings
    from cypplan.audit.rules import Rule, RuleSet

__all__ = ["PAGES", "github", "page_of", "sarif"]

PAGES: Final = "reference/rules/{code}.html"
"""Where the page of a rule stands in the documentation."""
_SCHEMA: Final = "https://json.schemastore.org/sarif-2.1.0.json"
_COMMANDS: Final = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}


def page_of(rule: Rule) -> str:
    """Return where the documentation of a rule is."""
    return rule.page or PAGES.format(code=rule.code)


def sarif(findings: Findings, rules: RuleSet, *, file: str, text: str, version: str) -> dict[str, Any]:
    """Return findings as a SARIF 2.1.0 log: plain dictionaries, ready for JSON.

    Args:
        findings: what was found.
        rules: the rules that were run.
        file: the path of the plan file, as the reader of the log knows it, with forward slashes.
        text: the text of the plan file, for lines.
        version: the version of this library.
    """
    lines, index = lines_of(text), {rule.code: number for number, rule in enumerate(rules)}
    driver = {"name": "cypplan", "version": version, "rules": [_described(rule) for rule in rules]}
    results = [_result(one, index[one.code], file, lines) for one in findings]
    return {
        "$schema": _SCHEMA,
        "version": "2.1.0",
        "runs": [{"tool": {"driver": driver}, "results": results}],
    }


def _described(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.code,
        "shortDescription": {"text": rule.title},
        "help": {"text": f"{rule.title}: see {page_of(rule)} of the documentation."},
        "defaultConfiguration": {"level": rule.severity.value},
        "properties": {"tags": [rule.family.value]},
    }


def _result(one: Finding, at: int, file: str, lines: Mapping[str, int]) -> dict[str, Any]:
    place = {
        "physicalLocation": {
            "artifactLocation": {"uri": file},
            "region": {"startLine": line_of(one.fact.path, lines)},
        },
        "logicalLocations": [{"fullyQualifiedName": one.fact.path}],
    }
    result: dict[str, Any] = {
        "ruleId": one.code,
        "ruleIndex": at,
        "level": one.severity.value,
        "message": {"text": _told(one)},
        "locations": [place],
        "properties": {"fact": one.fact.path, "sides": one.to_dict()["sides"], "verdict": one.verdict},
    }
    if one.acknowledged:
        result["suppressions"] = [{"kind": "inSource", "justification": one.reason or ""}]
    return result


def _told(one: Finding) -> str:
    sides = "; ".join(str(side) for side in one.sides)
    return " ".join(filter(None, [f"{one.message}.", f"{sides}." if sides else "", one.verdict]))


def github(findings: Findings, *, file: str, text: str) -> Iterator[str]:
    """Yield open findings as lines that GitHub's runners show beside the plan file."""
    lines = lines_of(text)
    for one in findings.open:
        title = _property(f"{one.code} {one.title}")
        where = f"file={_property(file)},line={line_of(one.fact.path, lines)},title={title}"
        yield f"::{_COMMANDS[one.severity]} {where}::{_data(f'{one.fact.path}: {_told(one)}')}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
