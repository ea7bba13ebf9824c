"""The check itself: what it runs, what it leaves out, how it is told what is known, and what plugins add."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs
import narwhals as nw
import pytest
from assess.building import WORLD, world
from audit.casebook import CLEAN, HERE, table
from audit.cases_figures import SERIES

from cypplan.audit import (
    STANDARD,
    Fact,
    Family,
    Finding,
    Findings,
    Found,
    Need,
    Rule,
    RuleSet,
    Severity,
    Side,
    Subject,
    check,
    rules_of,
)
from cypplan.audit.grouping import each_or_most
from cypplan.audit.locating import lines_of
from cypplan.citations import Citation
from cypplan.errors import FrameError, LookupFailed, ValueFault
from cypplan.plans import loads
from cypplan.plugins import Registry, hookimpl

if TYPE_CHECKING:
    from collections.abc import Iterator

NOTHING = Registry()
FAULTY = CLEAN.replace("value = 70, ", "value = 55, ").replace("to 70%", "to 55%")
LINKED = CLEAN.replace("E06000999", HERE).replace(
    'source = "case records"', 'indicator = { id = "share", comparability = "same" }'
).replace("percent_of_children", "percent_of_pupils")  # fmt: skip


def _short(subject: Subject) -> Iterator[Found]:
    """Find plans with short titles."""
    if len(subject.plan.title) < 30:
        fact = Fact("title", subject.plan.cite)
        yield Found(
            fact=fact, message="the title is short", sides=(Side(subject.plan.title),), verdict="None."
        )


SHORT = Rule(
    code="ABC-1", title="A short title", family=Family.STRUCTURE, severity=Severity.ERROR, find=_short
)


class _Plugin:
    """A plugin with a rule of its own."""

    def __init__(self, *rules: Rule) -> None:
        self._rules = rules

    @hookimpl
    def cypplan_audit_rules(self) -> tuple[Rule, ...]:
        return self._rules


def test_without_figures_and_other_plans_their_rules_are_named() -> None:
    """A rule that could not be run is named with what it lacks: silence must not pass for a clean plan."""
    found = check(loads(CLEAN), registry=NOTHING, others=())
    needing = {rule.code for rule in STANDARD if rule.needs}
    assert {one.code for one in found.not_run} == needing
    assert {one.why for one in found.not_run} == {
        "needs published figures, and there are none",
        "needs other plans of the authority, and there are none",
    }


def test_figures_are_read_by_one_query(monkeypatch: pytest.MonkeyPatch) -> None:
    """However many rules look at figures, the table is collected once."""
    collected: list[int] = []
    collect = nw.LazyFrame.collect

    def counted(self: nw.LazyFrame[Any], *arguments: Any, **more: Any) -> Any:
        collected.append(1)
        return collect(self, *arguments, **more)

    monkeypatch.setattr(nw.LazyFrame, "collect", counted)
    found = check(loads(LINKED), observations=table(SERIES).lazy(), registry=WORLD, others=())
    assert "F03" in found.codes
    assert len(collected) == 1


def test_a_plan_without_indicators_reads_no_figures() -> None:
    """A plan that is tied to no indicator is checked without touching the table."""
    broken = object()
    assert not check(loads(CLEAN), observations=broken, registry=WORLD, others=()).items
    with pytest.raises(FrameError):
        check(loads(LINKED), observations=broken, registry=WORLD, others=())


def test_figures_of_later_periods_are_not_seen() -> None:
    """As of a day before the period has ended, its figure is not known, and nothing differs from it."""
    rows = table(SERIES)
    late = check(loads(LINKED), observations=rows, registry=WORLD, others=(), as_of="2024-03-31")
    early = check(loads(LINKED), observations=rows, registry=WORLD, others=(), as_of="2024-03-30")
    assert late.codes == ("F03",)
    assert early.codes == ()
    with pytest.raises(ValueFault, match="is not a date"):
        check(loads(CLEAN), as_of="soon", registry=NOTHING)


def test_a_proxy_weighs_less() -> None:
    """A difference from a figure that is only near is a note, and says that this may explain it."""
    near = LINKED.replace('comparability = "same"', 'comparability = "proxy"')
    (found,) = check(loads(near), observations=table(SERIES), registry=WORLD, others=(), as_of="2026-01-01")
    assert (found.code, found.severity) == ("F03", Severity.NOTE)
    assert "a near indicator, which may explain it" in found.message


def test_an_acknowledgement_holds_for_its_code_and_fact() -> None:
    """Acknowledging a measure covers its parts; another code, or another fact, is left as it is."""
    for fact, marked in (
        ("measures.visits", True),
        ("*", True),
        ("measures.visi", False),
        ("measures.other", False),
    ):
        known = f'\n[[acknowledged]]\ncode = "T01"\nfact = "{fact}"\nreason = "Printed so."\n'
        found = check(loads(FAULTY + known), registry=NOTHING, others=())
        assert [one.acknowledged for one in found] == [marked]
        assert found.fails() is not marked
        assert found.unused == (() if marked else (f"T01 on {fact}",))
    other = check(loads(FAULTY + known.replace("T01", "T02")), registry=NOTHING, others=())
    assert other.fails()


def test_an_acknowledgement_of_a_rule_that_was_not_run_is_not_idle() -> None:
    """Running a few rules only must not call what the others find acknowledged for nothing."""
    known = '\n[[acknowledged]]\ncode = "T01"\nfact = "measures.visits"\nreason = "Printed so."\n'
    few = STANDARD.selected(select=["A"])
    assert not check(loads(FAULTY + known), registry=NOTHING, others=(), rules=few).unused


def test_rules_are_chosen_by_the_beginnings_of_their_codes() -> None:
    """Rules are chosen and left out by prefix; a prefix that no code has is refused, with the nearest."""
    assert [rule.code for rule in STANDARD.selected(select=["m0"], ignore=["M01"])][:2] == ["M02", "M03"]
    with pytest.raises(LookupFailed, match="Z9"):
        STANDARD.selected(select=["Z9"])
    with pytest.raises(LookupFailed):
        STANDARD.selected(ignore=[""])
    with pytest.raises(LookupFailed, match='Did you mean "T01"'):
        STANDARD["T01X"]


def test_a_plugin_adds_a_rule() -> None:
    """A rule of a plugin runs with the others and is found, selected and acknowledged like them."""
    registry = Registry({"abc": _Plugin(SHORT)})
    assert rules_of(registry)["ABC-1"].title == "A short title"
    found = check(loads(CLEAN), registry=registry, others=())
    assert [(one.code, one.fact.path, one.severity) for one in found] == [("ABC-1", "title", Severity.ERROR)]
    assert found.fails()


def test_a_broken_rule_of_a_plugin_does_not_stop_the_others() -> None:
    """A plugin's rule that breaks off is named with its error; every other rule has been run."""

    def broken(subject: Subject) -> Iterator[Found]:
        raise RuntimeError(f"no idea of {subject.plan.id}")

    rules = STANDARD.with_rules(attrs.evolve(SHORT, find=broken))
    found = check(loads(FAULTY), registry=NOTHING, others=(), rules=rules)
    assert "T01" in found.codes
    assert [one.why for one in found.not_run if one.code == "ABC-1"] == [
        "broke off: RuntimeError: no idea of example-2024"
    ]


def test_two_rules_of_one_code_are_refused() -> None:
    """A code stands for one rule: a set with two of them names both."""
    with pytest.raises(ValueFault, match=r'"T01".*A short title'):
        STANDARD.with_rules(attrs.evolve(SHORT, code="T01"))
    for code in ("t01", "", "T 1", "-T1"):
        with pytest.raises(ValueFault):
            attrs.evolve(SHORT, code=code)
    with pytest.raises(ValueFault):
        attrs.evolve(SHORT, title=" ")
    assert len(RuleSet()) == 0


def test_other_plans_come_from_the_registry() -> None:
    """By default a plan is held against the installed plans of its authority, never against itself."""
    found = check(loads(CLEAN), registry=WORLD)
    assert {one.code for one in found.not_run} >= {"X01", "X04"}
    own = loads(CLEAN)
    assert "X01" in {one.code for one in check(own, registry=NOTHING, others=[own]).not_run}


def test_findings_can_be_asked() -> None:
    """Findings are found by code and by fact, a part of a fact included, and counted while they are open."""
    one = Finding(
        code="T01", title="t", family=Family.TARGET, severity=Severity.ERROR, plan="p", message="m",
        fact=Fact("measures.a.statements[0]", Citation(("H",), "bullet 1", 3)),
        sides=(Side("x", Citation(("H",), "bullet 1", 3)), Side("y", source="a source"), Side("z")),
    )  # fmt: skip
    found = Findings(plan="p", items=(one, attrs.evolve(one, acknowledged=True, severity=Severity.WARNING)))
    assert found.on("measures.a") == found.of("T01") == found.items
    assert not found.on("measures")[2:]
    assert not found.on("measures.a.statements[0].targets")
    assert dict(found.counts()) == {Severity.ERROR: 1, Severity.WARNING: 0, Severity.NOTE: 0}
    assert (one.fact.kind, one.fact.id, Fact("plan").id) == ("measures", "a", None)
    assert [str(side) for side in one.sides] == ["x [H > bullet 1 (line 3)]", "y [a source]", "z"]
    assert not Findings(plan="p", items=(attrs.evolve(one, severity=Severity.WARNING),)).fails()
    assert Findings(plan="p", items=(attrs.evolve(one, severity=Severity.WARNING),)).fails(strict=True)


def test_needs_are_named() -> None:
    """Rules on figures and on other plans say what they need, so that they are left out and named."""
    needs = {rule.family: rule.needs for rule in STANDARD if rule.needs}
    assert needs == {Family.FIGURES: frozenset({Need.FIGURES}), Family.ACROSS: frozenset({Need.OTHERS})}
    assert world() is not None


@pytest.mark.parametrize("engine", ["polars", "pandas", "pyarrow", "duckdb"])
def test_figures_of_any_engine_give_the_same_findings(engine: str) -> None:
    """The caller's table may be of any engine: findings are the same."""
    rows = table(SERIES)
    plan = loads(LINKED.replace("value = 60, ", "value = 54.7, "))
    native: Any = rows
    if engine == "pandas":
        native = rows.to_pandas()
    elif engine == "pyarrow":
        native = rows.to_arrow()
    elif engine == "duckdb":
        import duckdb

        arrow = rows.to_arrow()
        native = duckdb.connect().from_arrow(arrow)
    found = check(plan, observations=native, registry=WORLD, others=(), as_of="2026-01-01")
    expected = check(plan, observations=rows, registry=WORLD, others=(), as_of="2026-01-01")
    assert found.codes == ("F02",)
    assert found == expected


def test_what_most_lack_is_one_finding() -> None:
    """Of six, three that lack something are three findings and four are one, with all four for its sides."""
    lacking = [Found(fact=Fact(f"measures.m{number}"), message="m", verdict="v.") for number in range(4)]
    assert list(each_or_most(lacking[:3], 6, "lack it")) == lacking[:3]
    (one,) = each_or_most(lacking, 6, "lack it")
    assert (one.message, one.fact.path, len(one.sides)) == ("4 of 6 lack it", "plan", 4)


def test_lines_of_a_plan_file() -> None:
    """A table is found by its id, or by its place in its list; nested ones under their parent."""
    text = (
        'id = "p"\n[[measures]]\nid = "a"\n[[measures.statements]]\n[[measures.statements]]\n'
        '[measures.baseline]\n[[measures]]\nid = "b"\n[[measures.statements]]\n[[declared]]\n[[declared]]\n'
    )
    lines = lines_of(text)
    assert lines["measures.a"] == 2
    assert [lines[f"measures.a.statements[{number}]"] for number in (0, 1)] == [4, 5]
    assert (lines["measures.a.baseline"], lines["measures.b"], lines["measures.b.statements[0]"]) == (6, 7, 9)
    assert (lines["declared[0]"], lines["declared[1]"]) == (10, 11)
