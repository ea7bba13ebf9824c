"""Plans side by side: what they share, how far it can be set beside each other, what they cover."""

from __future__ import annotations

import attrs
import pytest
from assess.building import WORLD, baseline, measure, plan, row, table, value

import cypplan
from cypplan.assess import Scorecard, scorecard
from cypplan.assess.comparing import Equivalence, compare
from cypplan.errors import PlanFileError, ValueFault
from cypplan.plans import Comparability, IndicatorLink, Measure, Outcome, loads
from cypplan.plans.frames import FRAMES


def linked(name: str, indicator: str, how: Comparability = Comparability.SAME) -> Measure:
    """Return a measure tied to an indicator so or so closely."""
    made = measure(indicator, value(70, "2019/20"), base=baseline(50), name=name)
    return attrs.evolve(made, indicator=IndicatorLink(id=indicator, comparability=how, reason="so"))


def carded(name: str, *measures: Measure, covers: tuple[str, ...] = ()) -> Scorecard:
    """Return the scorecard of a plan with those measures, all under one outcome."""
    outcome = Outcome(id="o", title="O", covers=covers)
    under = tuple(attrs.evolve(one, outcome="o") for one in measures)
    made = attrs.evolve(plan(*under), id=name, outcomes=(outcome,))
    return scorecard(made, table([row("share", 71)]), as_of="2021-03-31", registry=WORLD)


def test_the_least_close_measure_decides() -> None:
    """Two plans are only as comparable as the looser of their ties to the indicator."""
    proxy, unlike = Comparability.PROXY, Comparability.NOT_COMPARABLE
    one = carded("one", linked("a", "share"), linked("b", "rate"), linked("c", "gap", unlike))
    two = carded("two", linked("a", "share"), linked("b", "rate", proxy), linked("c", "gap", proxy))
    found = {shared.id: shared.equivalence for shared in compare([one, two]).shared}
    assert found == {
        "share": Equivalence.EQUIVALENT,
        "rate": Equivalence.PROXY,
        "gap": Equivalence.NOT_COMPARABLE,
    }


def test_only_what_two_plans_name_is_shared() -> None:
    """Two measures of one plan make nothing shared; several of one plan are all shown."""
    one = carded("one", linked("a", "share"), linked("b", "share"), linked("c", "rate"))
    two = carded("two", linked("a", "share"))
    (shared,) = compare([one, two]).shared
    assert [side.measure.id for side in shared.of("one")] == ["a", "b"]
    seen = shared.of("two")[0].seen
    assert seen is not None
    assert seen.observation is not None
    assert seen.observation.value == 71


def test_coverage_of_a_frame() -> None:
    """A plan covers what its outcomes say; measures and figures under them are counted."""
    healthy = FRAMES["every-child-matters"].keys[0]
    one = carded("one", linked("a", "share"), linked("b", "rate"), covers=(healthy,))
    two = carded("two", linked("a", "share"))
    found = compare([one, two])
    assert [frame.id for frame in found.frames] == ["every-child-matters"]
    first, *others = found.coverage(found.frames[0])
    assert [(one.measures, one.with_figures) for one in first[1]] == [(2, 1), (0, 0)]
    assert all(not one.outcomes for _, row in others for one in row)


def test_a_frame_that_does_not_exist_is_a_fault_of_the_file() -> None:
    """A misspelt frame is named with the nearest one, and not lost in a table of blanks."""
    text = (
        'schema_version = 1\nid = "p"\ntitle = "P"\nauthority = "E06000007"\n'
        '[[outcomes]]\nid = "o"\ntitle = "O"\ncovers = ["every-child-matters/be-healty"]\n'
    )
    with pytest.raises(PlanFileError, match="be-healthy"):
        loads(text)


@pytest.mark.parametrize("names", [[], ["one"], ["one", "one"]])
def test_comparing_needs_two_plans(names: list[str]) -> None:
    """One plan beside itself is a mistake, not a comparison."""
    with pytest.raises(ValueFault, match="at least two"):
        compare([carded(name) for name in names])


def test_real_plans_share_indicators() -> None:
    """Published plans of two authorities are joined by the national indicators they name."""
    names = ("worcestershire-cypp-2014", "warrington-care-2018")
    found = compare([cypplan.scorecard(cypplan.plan(name), as_of="2021-03-31") for name in names])
    assert found.shared
    for shared in found.shared:
        assert {side.plan for side in shared.sides} == set(names)
        links = {side.measure.indicator and side.measure.indicator.id for side in shared.sides}
        assert links == {shared.id}
