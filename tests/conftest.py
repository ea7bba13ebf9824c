"""Fixtures for all tests."""

from __future__ import annotations

import pytest
from engines import ENGINES, EngineKind


@pytest.fixture(params=ENGINES, ids=str)
def engine(request: pytest.FixtureRequest) -> EngineKind:
    """Each kind of table that callers have, one after the other."""
    return request.param
