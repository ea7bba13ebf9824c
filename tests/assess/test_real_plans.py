"""What every verdict of an installed plan must have, and a plan that no package carries."""

from __future__ import annotations

import functools

import polars as pl
import pytest

import cypplan
from cypplan.assess import Judged, Rag, Reason, Scorecard, Status, Travel
from cypplan.plans import loads

DAYS = {
    "worcestershire-cypp-2014": ("2014-06-30", "2015-08-31", "2017-12-31"),
    "warrington-care-2018": ("2018-12-31", "2020-04-30", "2021-03-31"),
}
CARDS = [(name, day) for name, days in DAYS.items() for day in days]


@functools.cache
def _card(name: str, day: str) -> Scorecard:
    return cypplan.scorecard(cypplan.plan(name), as_of=day)


@pytest.mark.parametrize(("name", "day"), CARDS)
class TestEveryVerdict:
    def test_has_a_rule(self, name: str, day: str) -> None:
        """Protects: no colour without the rule that gave it and its version; none where nothing is said."""
        for verdict in _card(name, day):
            assert verdict.rule.name
            assert verdict.rule.version
            assert verdict.rag is verdict.rule.rag(verdict.status)
            assert (verdict.rag is None) == (verdict.status is Status.CANNOT_SAY)

    def test_says_why_where_it_cannot_say(self, name: str, day: str) -> None:
        """Protects: exactly the verdicts that cannot say have a typed reason, with a finished sentence."""
        for verdict in _card(name, day):
            assert bool(verdict.reasons) == (verdict.status is Status.CANNOT_SAY), verdict.id
            for explanation in verdict.reasons:
                assert isinstance(explanation.reason, Reason)
                assert explanation.sentence.strip()
                assert "None" not in explanation.sentence
                assert "{" not in explanation.sentence

    def test_rests_on_a_figure_where_it_says_something(self, name: str, day: str) -> None:
        """Protects: what is judged has a figure of the right period, with area, source and release."""
        for verdict in _card(name, day):
            if verdict.status is Status.CANNOT_SAY:
                assert (verdict.distance, verdict.progress, verdict.pace, verdict.expected) == (None,) * 4
                continue
            figure = verdict.observation
            assert figure is not None, verdict.id
            assert figure.value is not None
            assert verdict.judged_on is not None
            assert figure.source
            assert figure.release
            assert figure.area == _card(name, day).plan.authority
            assert figure.period.ended_by(_card(name, day).as_of)
            if verdict.judged is Judged.FINAL:
                assert verdict.due is not None
                assert figure.period.end == verdict.due.end
            assert verdict.goal, verdict.id
            assert verdict.statements

    def test_has_numbers_that_fit_together(self, name: str, day: str) -> None:
        """Protects: limits around their figure, gaps that are differences, and statuses that fit the day."""
        for verdict in _card(name, day):
            if verdict.evidence is not None and verdict.judged_on is not None:
                assert verdict.evidence.lower <= verdict.judged_on <= verdict.evidence.upper
            for compared in verdict.comparisons:
                if compared.gap is not None and compared.value is not None and verdict.observation:
                    assert compared.gap.value == pytest.approx(
                        (verdict.observation.value or 0) - compared.value
                    )
            final = verdict.status in {Status.MET, Status.NOT_MET}
            if verdict.status is not Status.CANNOT_SAY:
                assert final == (verdict.judged is not Judged.UNDER_WAY)
            if verdict.status in {Status.MET, Status.MET_ALREADY} and verdict.distance is not None:
                chance = verdict.evidence is not None and verdict.evidence.within_chance
                assert chance or verdict.distance >= -1e-9

    def test_has_an_id_of_its_own(self, name: str, day: str) -> None:
        """Protects: every verdict can be asked for by its id, and every measure of the plan has one."""
        found = _card(name, day)
        assert len({verdict.id for verdict in found}) == len(found)
        assert {verdict.measure.id for verdict in found} == {one.id for one in found.plan.measures}
        assert all(found[verdict.id] is verdict for verdict in found)


def test_every_year_of_a_target_year_on_year_is_there_from_the_start() -> None:
    """Protects: two years still to come are two verdicts, not one."""
    names = [one.id for one in _card("warrington-care-2018", "2018-12-31").of("adoptions")]
    assert names[-2:] == ["adoptions/year-on-year-2019-20", "adoptions/year-on-year-2020-21"]


HALTON = """
schema_version = 1
id = "halton-children-2020"
title = "A plan of another council, made for this test"
authority = "E06000006"
[period]
start = 2020-04-01
end = 2023-03-31
[[measures]]
id = "stability"
title = "Children in care in the same placement for two years or more"
unit = "percent_of_children_looked_after"
indicator = { id = "cla-same-placement-2-years", comparability = "same" }
baseline = { value = 73, period = "2019/20" }
[[measures.statements]]
text = "At least 75% by 2022/23."
kind = "narrative"
targets = [{ kind = "value", value = 75, bound = "at-least", period = "2022/23" }]
"""


class TestAnotherCouncil:
    """Halton, of which no plan is installed; figures of DfE's return on children looked after."""

    CARD = cypplan.scorecard(loads(HALTON), as_of="2023-03-31")

    def test_the_figures_as_published(self) -> None:
        """Protects: 77 of 126 children in 2022/23 are 61.1 % against 75 %: not met, 18 children short."""
        verdict = self.CARD["stability"]
        figure, evidence = verdict.observation, verdict.evidence
        assert figure is not None
        assert evidence is not None
        assert (figure.period.key, figure.value, figure.count, figure.denominator) == (
            "2022/23 financial",
            61,
            77,
            126,
        )
        assert (verdict.status, verdict.rag, evidence.children) == (Status.NOT_MET, Rag.RED, -18)
        assert verdict.progress == pytest.approx((100 * 77 / 126 - 73) / 2)
        assert verdict.trend is not None
        assert (verdict.trend.previous_value, verdict.trend.travel) == (69, Travel.WORSENING)

    def test_its_own_company(self) -> None:
        """Protects: England, the North West and Halton's own ten neighbours, not those of another plan."""
        assert (self.CARD.area, self.CARD.neighbours) == ("Halton", "2025")
        compared = {one.kind.value: one for one in self.CARD["stability"].comparisons}
        country, region, near = compared["country"], compared["region"], compared["neighbours"]
        assert [(one.name, one.value) for one in (country, region)] == [("England", 68), ("North West", 68)]
        members = cypplan.registry().neighbour_sets["2025"].of("E06000006")
        theirs = cypplan.published().filter(
            pl.col("indicator") == "cla-same-placement-2-years",
            pl.col("period") == "2022/23 financial",
            pl.col("area").is_in(members),
            pl.col("value").is_not_null(),
        )
        values = theirs.collect()["value"]
        assert (near.n, near.of, near.value) == (len(values), 10, pytest.approx(values.mean()))

    def test_an_earlier_day(self) -> None:
        """Protects: a year before the end, 68.8 % where 74.3 % was expected and 73 % the start is worse."""
        verdict = cypplan.scorecard(loads(HALTON), as_of="2022-12-31")["stability"]
        assert (verdict.status, verdict.expected) == (Status.WORSE, pytest.approx(73 + 2 * 2 / 3))
        assert verdict.judged_on == pytest.approx(100 * 86 / 125)
        assert verdict.required_per_year == pytest.approx(75 - 100 * 86 / 125)
