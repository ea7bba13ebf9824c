"""What the check finds in published plans, and what it leaves alone in them."""

from __future__ import annotations

import functools

import pytest

import cypplan
from cypplan.audit import STANDARD, Finding, Findings, Severity, check

AS_OF = "2026-01-01"


@functools.cache
def checked(name: str) -> Findings:
    """Check an installed plan on the published figures of the installed packages."""
    return check(cypplan.plan(name), as_of=AS_OF, rules=STANDARD)


def one(name: str, code: str, path: str) -> Finding:
    """Return the only finding of a rule on a fact."""
    (found,) = (finding for finding in checked(name).of(code) if finding.fact.within(path))
    return found


WORCESTERSHIRE, CARE, CYPP = "worcestershire-cypp-2014", "warrington-care-2018", "warrington-cypp-2019"

MUST: list[tuple[str, str, str, str]] = [
    (WORCESTERSHIRE, "T01", "measures.excess-weight-year-6", "from 31.9% to 33%"),
    (WORCESTERSHIRE, "T01", "measures.foundation-stage-gap", "from 34.9 percentage points to 37"),
    (WORCESTERSHIRE, "M02", "measures.neet-16-18", "2014/15 financial in one place and in 2013/14"),
    (
        WORCESTERSHIRE,
        "F02",
        "measures.repeat-child-protection-plans.baseline",
        "published figure for 2013/14",
    ),
    (WORCESTERSHIRE, "F03", "measures.referrals.baseline", "figure of none of the 13 published periods"),
    (WORCESTERSHIRE, "T06", "measures.permanent-exclusions", "2012/13 academic, which ended before"),
    (CARE, "M03", "measures.gcse", "27% at no stated time and 50%"),
    (CARE, "F03", "measures.placement-stability.baseline", "published is 65%"),
    (CARE, "F03", "measures.adoptions.baseline", "published is 25 children"),
    (CYPP, "F04", "statistics.gcse-english-and-maths", "grades 9 to 5"),
    (WORCESTERSHIRE, "F10", "statistics.repeat-child-protection-plans", "better than the country is claimed"),
    (WORCESTERSHIRE, "S09", "period", 'printed as "2104-2017"'),
    (WORCESTERSHIRE, "T08", "measures.neet-16-18", "2013/14 financial, which had ended"),
    (WORCESTERSHIRE, "T25", "measures.foundation-stage-gap", "neither side is named"),
    (WORCESTERSHIRE, "G10", "bodies.local-childrens-partnerships", "one word tells them apart"),
    (CARE, "S14", "measures.ks2-rwm", "no row in the action plan"),
    (CARE, "S13", "ambition", "tied to this ambition"),
    (CARE, "M11", "outcomes.adult-lives.achieve[1]", "promised to everybody"),
]


@pytest.mark.parametrize(
    ("name", "code", "path", "words"), MUST, ids=[f"{code}-{path}" for _, code, path, _ in MUST]
)
def test_known_contradictions_are_found(name: str, code: str, path: str, words: str) -> None:
    """Contradictions that a person found in the published plans are found by the rules."""
    assert words in one(name, code, path).message


def test_the_rate_of_self_harm_is_doubted() -> None:
    """A rate that only makes sense per 100,000 is found: by the figures, or as the file suspects it."""
    found = [
        finding
        for finding in checked(WORCESTERSHIRE).on("measures.self-harm-admissions")
        if finding.code in {"F06", "T21"}
    ]
    assert len(found) == 1
    assert "per 100,000" in found[0].message


def test_both_sides_are_cited() -> None:
    """Both sides of a contradiction have their place: in the document, or in a publication."""
    targets = one(CARE, "M03", "measures.gcse")
    assert [side.cite is not None for side in targets.sides] == [True, True]
    assert targets.sides[0].cite != targets.sides[1].cite
    figure = one(WORCESTERSHIRE, "F02", "measures.repeat-child-protection-plans.baseline")
    assert figure.sides[0].cite is not None
    assert [bool(side.source) for side in figure.sides] == [False, True, True]


def test_only_contradictions_are_errors() -> None:
    """What is merely missing is a note or a warning: an error is a contradiction or a lost target."""
    for name in (WORCESTERSHIRE, CARE, CYPP):
        grave = {finding.code for finding in checked(name) if finding.severity is Severity.ERROR}
        assert grave <= {"A01", "A03", "A05", "A06", "M01", "M02", "M03", "M09", "S09", "T01", "T06"}


def test_agreeing_baselines_are_left_alone() -> None:
    """Baselines that are the published figures, rounded as printed, give nothing."""
    for measure in ("child-protection-plan-rate", "good-level-of-development"):
        assert not [f for f in checked(WORCESTERSHIRE).on(f"measures.{measure}.baseline") if f.code[0] == "F"]


def test_harmless_numbers_give_nothing() -> None:
    """A village of 100 children, ages, key stages and illustrations are no figures of the area."""
    for finding in checked(WORCESTERSHIRE):
        assert finding.fact.kind not in {"villages", "glossary"} or finding.code in {"G07", "G08"}
        assert finding.code == "S10" or "100 children" not in finding.message  # that its picture is lost


FALSE_ALARMS = [
    (WORCESTERSHIRE, "M07", "measures.vulnerable-outcomes"),
    (WORCESTERSHIRE, "M07", "measures.looked-after-number"),
    (WORCESTERSHIRE, "T24", "measures.vulnerable-gaps"),
    (CARE, "M07", "measures.care-leavers-eet"),
    (CARE, "G08", "glossary.strategic-outcomes"),
    (CYPP, "T24", "measures.activity-participation"),
]


@pytest.mark.parametrize(("name", "code", "path"), FALSE_ALARMS, ids=[path for *_, path in FALSE_ALARMS])
def test_known_false_alarms_stay_away(name: str, code: str, path: str) -> None:
    """What a person has read and found harmless in the published plans gives no finding."""
    assert not [finding for finding in checked(name).of(code) if finding.fact.within(path)]


def test_no_rule_knows_a_plan() -> None:
    """Rules are about plans: none has the name of a plan, an authority or an indicator of these documents."""
    from importlib.resources import files

    registry = cypplan.registry()
    names = {*registry.plans, *registry.indicators, "warrington", "worcestershire", "halton", "chester"}
    names = {name for name in names if len(name) > len("absence")}
    for source in files("cypplan.audit").iterdir():
        if source.name.endswith(".py") and source.name != "checking.py":  # its docstring has an example
            text = source.read_text(encoding="utf-8").casefold()
            assert not [name for name in names if name in text], source.name
