"""The plan of Worcestershire, read once, and the lines of its document where that is at hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from plan_citations import document_lines

import cypplan_worcestershire
from cypplan.plans import Plan, load

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="session")
def path() -> Path:
    """The plan file."""
    (found,) = cypplan_worcestershire.cypplan_plans()
    return found


@pytest.fixture(scope="session")
def plan(path: Path) -> Plan:
    """The plan, read."""
    return load(path)


@pytest.fixture(scope="session")
def lines(plan: Plan) -> list[str]:
    """The lines of the published document; the tests are skipped without it."""
    return document_lines(plan)
