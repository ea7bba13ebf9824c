"""Judgement: a plan and observations become verdicts and a scorecard."""

from __future__ import annotations

from cypplan.assess.rules import RULES, TRAJECTORY, RagRule
from cypplan.assess.scorecard import Scorecard, scorecard
from cypplan.assess.verdicts import Comparison, Evidence, Explanation, Observation, Trend, Verdict
from cypplan.assess.words import Judged, Qualifier, Rag, Reason, Status, Travel

__all__ = [
    "RULES",
    "TRAJECTORY",
    "Comparison",
    "Evidence",
    "Explanation",
    "Judged",
    "Observation",
    "Qualifier",
    "Rag",
    "RagRule",
    "Reason",
    "Scorecard",
    "Status",
    "Travel",
    "Trend",
    "Verdict",
    "scorecard",
]
