"""Every rule on a plan that has its fault, and on plans that only look like it."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import pytest
from assess.building import indicator, world
from audit.casebook import CLEAN, Case, Edit, table
from audit.cases_across import CASES as ACROSS
from audit.cases_figures import CASES as FIGURES
from audit.cases_plan import CASES as PLAN
from audit.cases_sizes import CASES as SIZES
from audit.cases_structure import CASES as STRUCTURE
from audit.cases_sums import CASES as SUMS
from audit.cases_target import CASES as TARGETS

from cypplan.audit import STANDARD, Findings, check
from cypplan.plans import loads

if TYPE_CHECKING:
    from collections.abc import Iterable

CASES = (*TARGETS, *SIZES, *PLAN, *SUMS, *STRUCTURE, *FIGURES, *ACROSS)
WORLD = world(
    indicator("share", "percent_of_pupils", "higher", topic="Schools"),
    indicator("share-strong", "percent_of_pupils", "higher", topic="Schools"),
)


def found(edit: Edit) -> Findings:
    """Check a changed plan."""
    others = [loads(edit.other)] if edit.other else []
    rows = table(edit.rows) if edit.rows else None
    return check(edit.plan, observations=rows, others=others, registry=WORLD, as_of="2030-01-01")


def told(findings: Iterable[object]) -> list[str]:
    """Return findings in a form that a failing test shows well."""
    return [str(one) for one in findings]


def test_the_clean_plan_is_clean() -> None:
    """The plan that all cases change has no finding of its own, or none of them would prove anything."""
    assert not told(found(Edit()))
    assert CLEAN.count("[[measures]]") == 1


@pytest.mark.parametrize("one", CASES, ids=[f"{one.code}-{number}" for number, one in enumerate(CASES)])
def test_a_fault_is_found_once_and_nothing_else(one: Case) -> None:
    """A rule finds its fault, on the fact that has it, and no other rule takes it for one of its own."""
    findings = found(one.fault)
    assert findings.codes == (one.code,), told(findings)
    assert str(findings.items[0].fact) == one.fact
    assert findings.items[0].severity is STANDARD[one.code].severity


NEAR = [(one.code, near) for one in CASES for near in one.near]


@pytest.mark.parametrize(("code", "near"), NEAR, ids=[f"{code}-{at}" for at, (code, _) in enumerate(NEAR)])
def test_a_near_miss_is_not_found(code: str, near: Edit) -> None:
    """What only looks like the fault gives no finding of the rule."""
    findings = found(near)
    assert not told(findings.of(code))


def test_every_rule_has_its_cases() -> None:
    """No rule is without a plan on which it fires and one on which it does not."""
    assert {one.code for one in CASES} == {rule.code for rule in STANDARD}
    assert all(one.near for one in CASES)


@pytest.mark.parametrize("one", CASES, ids=[f"{one.code}-{number}" for number, one in enumerate(CASES)])
def test_a_finding_says_what_follows(one: Case) -> None:
    """A finding has a sentence and what it means for the verdict; an error or a warning names its sides."""
    for finding in found(one.fault):
        assert finding.message
        assert finding.verdict.endswith(".")
        assert finding.title == STANDARD[finding.code].title


def test_acknowledging_a_fault_marks_it() -> None:
    """A finding that the plan file acknowledges stays, is marked with the reason, and fails no check."""
    for one in CASES:
        reason = "It is printed so."
        known = f'\n[[acknowledged]]\ncode = "{one.code}"\nfact = "{one.fact}"\nreason = "{reason}"\n'
        edit = Edit(
            swaps=one.fault.swaps, add=one.fault.add + known, rows=one.fault.rows, other=one.fault.other
        )
        findings = found(edit)
        marked = [finding for finding in findings if finding.acknowledged]
        assert [finding.reason for finding in marked] == [reason] * len(marked)
        assert marked
        assert not findings.fails(strict=True) or len(findings) > len(marked)
        assert not findings.unused


PAIRS = [
    (one, other)
    for one, other in itertools.combinations(SUMS, 2)
    if not (one.fault.swaps or other.fault.swaps or one.fault.rows or other.fault.rows)
]


@pytest.mark.parametrize(("one", "other"), PAIRS, ids=[f"{a.code}-{b.code}" for a, b in PAIRS])
def test_two_faults_are_two_findings(one: Case, other: Case) -> None:
    """Sums that are wrong in two places of one plan are found in both, and not a third time."""
    add = one.fault.add + other.fault.add.replace('"n-', '"m-')
    findings = found(Edit(add=add))
    assert set(findings.codes) == {one.code, other.code}, told(findings)
