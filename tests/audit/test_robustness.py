"""Whatever a plan says or leaves unsaid, a check says something sensible of it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from assess.building import WORLD, row, table
from hypothesis import given, settings
from plan_strategies import plans

from cypplan.audit import STANDARD, check
from cypplan.audit.locating import line_of, lines_of
from cypplan.audit.writing import github, sarif
from cypplan.plans import dumps, loads

if TYPE_CHECKING:
    from cypplan.plans import Plan

ROWS = table([row("share", 50.0, "2019/20"), row("rate", 31.0, "2019/20")])


@settings(max_examples=60)
@given(plans())
def test_any_plan_can_be_checked(plan: Plan) -> None:
    """No plan, however odd, breaks a rule; findings are the same twice, and plain data can hold them."""
    found = check(plan, observations=ROWS, others=[plan], registry=WORLD, as_of="2026-01-01")
    again = check(plan, observations=ROWS, others=[plan], registry=WORLD, as_of="2026-01-01")
    assert found == again
    assert json.loads(json.dumps(found.to_dict()))["plan"] == plan.id
    assert [one.severity.rank for one in found] == sorted(one.severity.rank for one in found)
    assert set(found.rules) == {rule.code for rule in STANDARD}


@settings(max_examples=40)
@given(plans())
def test_any_finding_has_a_line_of_its_file(plan: Plan) -> None:
    """Every finding leads to a line of the plan file, and formats for machines are well formed."""
    text = dumps(plan)
    found = check(loads(text), observations=ROWS, others=(), registry=WORLD, as_of="2026-01-01")
    lines, count = lines_of(text), len(text.splitlines())
    assert all(1 <= line_of(one.fact.path, lines) <= count for one in found)
    log = sarif(found, STANDARD, file="plan.toml", text=text, version="1")
    assert len(log["runs"][0]["results"]) == len(found)
    assert all("\n" not in line for line in github(found, file="plan.toml", text=text))
