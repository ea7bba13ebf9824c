"""The rules of the library, in one set."""

from __future__ import annotations

from typing import Final

from cypplan.audit import (
    across,
    ambition,
    arithmetic,
    claims,
    dates,
    following,
    governance,
    measures,
    published,
    structure,
    targets,
    units,
    wording,
)
from cypplan.audit.rules import RuleSet

__all__ = ["STANDARD"]

_MODULES: Final = (
    targets, dates, units, wording, measures, arithmetic, structure, following, governance, published,
    ambition, claims, across,
)  # fmt: skip

STANDARD: Final = RuleSet(
    tuple(sorted((rule for module in _MODULES for rule in module.RULES), key=lambda rule: rule.code))
)
"""The rules that every check has unless told otherwise, by code."""
