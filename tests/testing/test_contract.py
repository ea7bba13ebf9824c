"""The contract kit: each check finds its fault and no other, and what is known to fail is held to it."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

import pytest

import cypplan
from cypplan.errors import ValueFault
from cypplan.plans import loads
from cypplan.scaffold import Choices, rendered
from cypplan.testing import Contract, contract
from cypplan.testing.contracts import PLAN_CHECKS, PLUGIN_CHECKS
from cypplan.testing.host import _changes, _names, _replaced, _state
from cypplan.testing.problems import Problem, told

if TYPE_CHECKING:
    from pathlib import Path

pytest_plugins = ("pytester",)

PLAN = "rutland-cypp-2025"
BODY = '\n[[bodies]]\nid = "{}"\nname = "{}"\nparents = ["{}"]\ncite = "@2"\n'
IDLE = '[[outcomes]]\nid = "idle"\ntitle = "x"\ncite = "@4"\n\n[[measures]]'
KNOWN = '[[acknowledged]]\ncode = "T01"\nfact = "*"\nreason = "x"\n\n'
NUMBER = '[[statistics]]\nid = "children"\ntext = "8,000 children"\nvalue = 8000\ncite = "@9"\n'


@pytest.fixture(scope="module")
def sound() -> str:
    """A plan file that keeps the contract: the one that a new package starts with."""
    registry = cypplan.registry()
    choices = Choices(
        area=registry.areas.find("Rutland"),
        indicator=registry.indicators["cla-same-placement-2-years"],
        start=dt.date(2025, 4, 1),
        end=dt.date(2028, 3, 31),
    )
    return rendered(choices)[f"src/cypplan_rutland/plans/{PLAN}.toml"]


def held(folder: Path, text: str) -> Contract:
    """Return a contract for a plan file of that text."""
    path = folder / f"{PLAN}.toml"
    path.write_text(text, encoding="utf-8")
    return Contract(PLAN, (path,))


def broken(held: Contract) -> dict[str, list[str]]:
    """Return the checks that find something, with the places that they name."""
    plan = held.read(PLAN)
    found = {name: list(check(held)) for name, check in PLUGIN_CHECKS.items() if name != "host"}
    if plan is not None:
        found |= {name: list(check(plan, held.registry)) for name, check in PLAN_CHECKS.items()}
    return {name: [one.where for one in problems] for name, problems in found.items() if problems}


def test_sound_plan_keeps_the_contract(tmp_path: Path, sound: str) -> None:
    """A plan without a fault fails no check, so that a failed one means something."""
    assert broken(held(tmp_path, sound)) == {}


@pytest.mark.parametrize(
    ("old", "new", "check", "where"),
    [
        ("[[outcomes]]", BODY.format("A_b", "A", "partnership") + "[[outcomes]]", "ids", "bodies.A_b"),
        ('outcome = "example"', 'outcome = "Ex_ample"', "loads", "cypplan_plans"),
        ('"E06000017"', '"E06999999"', "ids", "authority"),
        ('"E06000017"', '"E12000004"', "ids", "authority"),
        ('# supersedes = "rutland-cypp-2020"', f'supersedes = "{PLAN}"', "ids", "supersedes"),
        ('cite = "Example > bullet 1"\n', "", "citations", "outcomes.example.title"),
        ("percent_of_children_looked_after", "per_10_000_children", "units", None),
        ("[[outcomes]]", f"{NUMBER}[[outcomes]]", "units", "statistics.children"),
        ('stated = "2025 to 2028" # as printed\n', "", "periods", "period"),
        (
            "# baseline",
            'baseline = { value = 65, period = "2029/30", cite = "@3" }\n#',
            "periods",
            None,
        ),
        ('direction = "higher"', 'direction = "lower"', "directions", None),
        ('id = "cla-same-placement-2-years", comp', 'id = "cla-same", comp', "targets", None),
        ('comparability = "same"', 'comparability = "proxy"', "targets", None),
        ('comparator = "country"', 'comparator = "area", area = "E06999999"', "targets", None),
        (
            "[[outcomes]]",
            BODY.format("a", "A", "b") + BODY.format("b", "B", "a") + "[[outcomes]]",
            "bodies",
            "bodies.a.parents",
        ),
        (
            "[[outcomes]]",
            BODY.format("a", "Trust", "partnership") + BODY.format("b", "Trust", "a") + "[[outcomes]]",
            "bodies",
            "bodies.a.name",
        ),
        ("[[measures]]", IDLE, "findings", "S02"),
        ("[period]", f"{KNOWN}[period]", "findings", "acknowledged"),
    ],
)
def test_each_check_finds_its_fault(
    tmp_path: Path, sound: str, old: str, new: str, check: str, where: str | None
) -> None:
    """One fault in a plan file fails the check that is for it, at its place."""
    assert old in sound
    text = sound.replace(old, new, 1)
    if check == "periods" and "baseline" in new:
        text = text.replace('"at-least-as-good" }', '"at-least-as-good", period = "2027/28" }')
    found = broken(held(tmp_path, text))
    assert check in found
    assert where is None or where in found[check]


@pytest.mark.parametrize("indicator", ["cla-rate", None])
def test_target_without_a_better_side_is_found(tmp_path: Path, sound: str, indicator: str | None) -> None:
    """A target that is judged by direction, of an indicator that has none, must have one from the plan."""
    link = 'id = "cla-same-placement-2-years"'
    text = sound.replace('direction = "higher"', "", 1)
    assert "directions" not in broken(held(tmp_path, text))  # the indicator says it
    unit = text.replace("percent_of_children_looked_after", "per_10_000_children")
    other = (
        unit.replace(link, f'id = "{indicator}"') if indicator else re.sub(r"(?m)^indicator = .*$", "", unit)
    )
    registry = cypplan.registry()
    (problem,) = PLAN_CHECKS["directions"](loads(other), registry)
    assert problem.where.endswith(".direction")
    assert ("cla-rate has none" in problem.what) is (indicator is not None)
    assert 'add direction = "higher" or "lower"' in problem.do
    said = re.sub(r"(?m)^unit = ", 'direction = "lower"\nunit = ', other, count=1)
    assert list(PLAN_CHECKS["directions"](loads(said), registry)) == []


def test_plan_without_a_document_is_found(tmp_path: Path, sound: str) -> None:
    """Citations of a document that nobody names lead nowhere."""
    start, end = sound.index("[document]"), sound.index("# Who answers")
    assert "document" in broken(held(tmp_path, sound[:start] + sound[end:]))["citations"]


def test_plugin_that_is_not_there_is_said_so() -> None:
    """A misspelt name in a contract fails with the names that there are, and passes over no check."""
    (problem,) = PLUGIN_CHECKS["loads"](Contract("haltn"))
    assert "halton" in problem.what


def test_plan_that_is_not_supplied_is_refused() -> None:
    """A contract for a plan that the plugin does not have would test nothing."""
    with pytest.raises(ValueFault, match=r'no plan "halton-cypp"\. Did you mean "halton-cypfp"'):
        _ = Contract("halton", only=("halton-cypp",)).plans


@pytest.mark.parametrize(
    ("known", "message"), [({"finding:T09": "so"}, 'Did you mean "findings"'), ({"bodies": " "}, "no reason")]
)
def test_known_failures_are_checked_themselves(known: dict[str, str], message: str) -> None:
    """A known failure of a check that does not exist, or without a reason, would hide that it is not one."""
    with pytest.raises(ValueFault, match=message):
        contract("halton", known=known)


TWO_LINES = """
from pathlib import Path
from cypplan.testing import contract
TestContract = contract(Path("{path}"), known={known})
"""


@pytest.mark.slow
def test_named_tests_with_known_failures(pytester: pytest.Pytester, tmp_path: Path, sound: str) -> None:
    """One named test a check; a declared failure is expected, any other fails, and one that is gone."""
    text = sound.replace("[[measures]]", IDLE, 1)
    path = held(tmp_path, text).local[0]
    runs = {
        "{}": 1,
        '{"findings:S02": "as printed"}': 0,
        '{"bodies": "gone", "findings:S02": "as printed"}': 1,
    }
    for known, failed in runs.items():
        module = pytester.makepyfile(test_contract=TWO_LINES.format(path=path.as_posix(), known=known))
        result = pytester.runpytest_subprocess(module, "-v", "-p", "no:cacheprovider", "-p", "no:xdist")
        result.assert_outcomes(
            passed=12 - (known == "{}") - ("bodies" in known), failed=failed, xfailed=int("S02" in known)
        )
        names = result.stdout.str()
        wanted = [name for name in PLAN_CHECKS if name not in known]
        assert all(f"::TestContract::test_{name}[{PLAN}]" in names for name in wanted)
        assert f"test_findings[{PLAN}-S02]" in names or known == "{}"


def test_failed_check_says_what_to_do() -> None:
    """The message names place, fault and remedy, and how a failure that has to stay is declared."""
    text = told("bodies", [Problem("bodies.a", "stands above itself", "remove one of the parents")] * 25)
    assert "bodies: 25 problems" in text
    assert "  bodies.a: stands above itself. To do: remove one of the parents" in text
    assert "and 5 more" in text
    assert 'known={"bodies:bodies.a": "why"}' in text


HOST = """
import os, decimal
from cypplan.plans import Plan
os.environ["CYPPLAN_TRACE"] = "1"
decimal.getcontext().prec = 5
Plan.measure = lambda plan, name: None
def cypplan_plans():
    return []
from cypplan.plugins import hookimpl
cypplan_plans = hookimpl(cypplan_plans)
"""


def test_plugin_that_changes_its_host_is_found(tmp_path: Path) -> None:
    """A plugin that sets the environment, the arithmetic or a method of the library is found for each."""
    path = tmp_path / "meddler.py"
    path.write_text(HOST, encoding="utf-8")
    problems = {one.where for one in PLUGIN_CHECKS["host"](Contract("meddler", (path,)))}
    assert problems == {"environment variables", "decimal context", "cypplan.plans.model.Plan.measure"}


@pytest.mark.parametrize(
    ("code", "message"), [("import os; os._exit(3)", "ended with code 3"), ("raise SystemExit(1)", None)]
)
def test_plugin_that_ends_its_process_is_found(tmp_path: Path, code: str, message: str | None) -> None:
    """What ends the process is said; what the registry can hold is left to the check that it loads."""
    path = tmp_path / "ender.py"
    path.write_text(code, encoding="utf-8")
    problems = [one.what for one in PLUGIN_CHECKS["host"](Contract("ender", (path,)))]
    assert len(problems) == (message is not None)
    assert message is None or message in problems[0]


def test_watching_changes_nothing() -> None:
    """The look at the state of a process finds no change where nobody has changed anything."""
    assert _changes(_state(), _state()) == []
    assert _replaced(_names()) == []
