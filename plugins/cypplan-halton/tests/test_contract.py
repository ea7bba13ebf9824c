"""What cypplan holds every plugin to, one named test for each check; and what is printed so, and stays."""

from __future__ import annotations

from cypplan.testing import contract

TestContract = contract(
    "halton",
    known={
        "findings:S02": "What could be read out of the plan leaves one area without a measure.",
        "findings:S08": "The plan prints no period.",
        "findings:S10": "The plan announces an action plan, and who is responsible; neither is in it.",
        "findings:T09": "The plan prints no baseline.",
    },
)
