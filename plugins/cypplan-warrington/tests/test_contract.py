"""What cypplan holds every plugin to, one named test for each check; and what is printed so, and stays."""

from __future__ import annotations

from cypplan.testing import contract

TestCare2018 = contract(
    "warrington",
    plans=["warrington-care-2018"],
    known={
        "findings:A01": "The two percentages beside the counts are printed so.",
        "findings:M03": "Narrative and action plan print different targets for GCSEs.",
        "findings:M08": "Narrative and action plan word two measures differently.",
        "findings:T09": "Baselines are printed for few of the measures.",
    },
)
TestCypp2019 = contract(
    "warrington",
    plans=["warrington-cypp-2019"],
    known={
        "findings:T07": "The target for childhood obesity is that of the nation, for 2030.",
        "findings:T09": "The plan prints no baseline.",
        "findings:T11": "The plan lists most of its measures without a target.",
    },
)
