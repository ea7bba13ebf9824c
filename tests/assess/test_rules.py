"""RAG rules: what each makes of a status, a distance and an interval."""

from __future__ import annotations

import pytest
from assess.building import WORLD, baseline, measure, plan, row, table, value
from hypothesis import given
from hypothesis import strategies as st

from cypplan.assess import Rag, Scorecard, Status, scorecard
from cypplan.assess.rules import INTERVAL, RULES, rule_named, tolerance_rule
from cypplan.errors import LookupFailed, ValueFault


def judged(target: float, rule: str, *, indicator: str = "share", figure: float = 71) -> Scorecard:
    """Judge one figure of 71 of 100, or so, against one target under a rule."""
    measures = (measure(indicator, value(target, "2019/20"), base=baseline(50)),)
    rows = (row(indicator, figure, count=figure, denominator=100),)
    return scorecard(plan(*measures), table(rows), as_of="2021-03-31", registry=WORLD, rule=rule)


@pytest.mark.parametrize(
    ("target", "rule", "status", "rag"),
    [
        (72, "trajectory", Status.NOT_MET, Rag.RED),
        (72, "tolerance:2", Status.NEARLY_MET, Rag.AMBER),
        (73, "tolerance:2", Status.NEARLY_MET, Rag.AMBER),
        (73.1, "tolerance:2", Status.NOT_MET, Rag.RED),
        (71, "tolerance:2", Status.MET, Rag.GREEN),
        (72, "interval", Status.NOT_MET, Rag.AMBER),
        (70, "interval", Status.MET, Rag.AMBER),
        (40, "interval", Status.MET, Rag.GREEN),
        (95, "interval", Status.NOT_MET, Rag.RED),
    ],
)
def test_what_a_rule_makes_of_a_figure(target: float, rule: str, status: Status, rag: Rag) -> None:
    """The edge of a tolerance belongs to it; the interval decides before the side does."""
    verdict = judged(target, rule)["measure"]
    assert (verdict.status, verdict.rag) == (status, rag)
    assert str(verdict.rule) == f"{rule} 1"


def test_no_interval_no_colour() -> None:
    """A rule that rests on an interval gives no colour to a figure that has none."""
    measures = (measure("share", value(70, "2019/20")),)
    card = scorecard(
        plan(*measures), table([row("share", 71)]), as_of="2021-03-31", registry=WORLD, rule=INTERVAL
    )
    assert (card["measure"].status, card["measure"].rag) == (Status.MET, None)


@given(st.floats(0, 100), st.floats(0, 100), st.floats(0.1, 10))
def test_a_tolerance_judges_complements_alike(figure: float, target: float, amount: float) -> None:
    """86 of 95 attending and 14 of 5 absent are one fact: the rule sees only the distance."""
    rule = tolerance_rule(amount)
    statuses = [
        rule.judged(Status.MET if d >= 0 else Status.NOT_MET, distance=d, within_chance=None)
        for d in (figure - target, (100 - target) - (100 - figure))
    ]
    if abs(abs(figure - target) - amount) > 1e-9 and abs(figure - target) > 1e-9:
        assert statuses[0] == statuses[1]


def test_rules_by_name() -> None:
    """Every rule is found by its name; a wrong one is named, with what there is."""
    assert all(rule_named(name) is rule for name, rule in RULES.items())
    assert rule_named("tolerance:0.5").tolerance == 0.5
    with pytest.raises(LookupFailed, match="trajectory"):
        rule_named("trajectry")
    for name in (
        "tolerance:",
        "tolerance:x",
        "tolerance:0",
        "tolerance:-1",
        "tolerance:nan",
        "tolerance:inf",
    ):
        with pytest.raises(ValueFault, match="write a number"):
            rule_named(name)
