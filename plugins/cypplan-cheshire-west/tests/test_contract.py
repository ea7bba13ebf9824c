"""What cypplan holds every plugin to, one named test for each check; and what is printed so, and stays."""

from __future__ import annotations

from cypplan.testing import contract

TestContract = contract(
    "cheshire-west",
    known={
        "findings:S02": "The plan prints no measure for the voice of children.",
        "findings:S08": "The plan prints years, and no last day.",
        "findings:S09": "The plan speaks of the next four years and of the next five.",
        "findings:S10": "Priorities for recovery and changes to action plans are announced and not in it.",
        "findings:T09": "The plan prints no baseline.",
        "findings:T19": "The plan promises things to everybody without a percentage.",
    },
)
