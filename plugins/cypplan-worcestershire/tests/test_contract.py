"""What cypplan holds every plugin to, one named test for each check; and what is printed so, and stays."""

from __future__ import annotations

from cypplan.testing import contract

TestContract = contract(
    "worcestershire",
    known={
        "findings:G04": "The Executive Board is printed under two boards.",
        "findings:M02": "The target for NEET is printed twice, for two years.",
        "findings:M09": "The GCSE figure of children looked after is printed as 9.5% and as 15.4%.",
        "findings:M10": "A figure of March is printed beside a baseline of the year.",
        "findings:S09": "One heading prints the period as 2104-2017.",
        "findings:T01": "A reduction and a decrease are printed with numbers that rise.",
        "findings:T03": "Two targets are printed within the rounding of their baselines.",
        "findings:T06": "The target for exclusions is printed for a year before the plan.",
        "findings:T08": "A target for NEET is printed for a year whose last month the plan reports on.",
        "findings:T09": "Baselines are printed for few of the targets.",
        "findings:T12": "The plan announces a target and does not set it.",
        "findings:T19": "The plan promises things to everybody without a percentage.",
        "findings:T21": "The rate of self-harm is printed per 10,000.",
    },
)
