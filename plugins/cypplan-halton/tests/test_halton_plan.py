"""The plan of Halton against what was counted and read in the document.

Counted by hand in the text of the document (line numbers of the text file): 3 areas (104, 128, 146) with 5, 4
and 6 areas of focus; 9 achievements in three groups of three (81 to 101); 4 statements of behaviour (194 to
206); 16 terms in the glossary (210 to 256); 5 Acts and the reforms that three of them support (51 to 75).
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from plan_citations import document_lines, misquotations, tidy, uncited, unprinted_headings

import cypplan_halton
from cypplan import plans
from cypplan.indicators import Direction
from cypplan.plans import (
    AllTarget,
    Basis,
    Cadence,
    Comparability,
    DirectionTarget,
    Found,
    MeasureKind,
    Sense,
    StatementKind,
    StatisticRole,
    StrategyRelation,
)
from cypplan.plugins import Registry

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cypplan.plans import Plan, Point

PLAN_ID = "halton-cypfp"


@pytest.fixture(scope="module")
def path() -> Path:
    """The plan file, as the hook supplies it."""
    (found,) = cypplan_halton.cypplan_plans()
    return found


@pytest.fixture(scope="module")
def plan(path: Path) -> Plan:
    """The plan, read without faults."""
    return plans.load(path)


@pytest.fixture(scope="module")
def lines(plan: Plan) -> list[str]:
    """The lines of the document, where the folder with the texts is at hand."""
    return document_lines(plan)


def _areas(plan: Plan) -> Iterator[Point]:
    return (point for outcome in plan.outcomes for point in outcome.areas_of_focus)


def test_plugin_supplies_the_plan_without_a_failure() -> None:
    """The package as installed gives one plan, of Halton, and the registry has nothing to complain of."""
    registry = Registry({"halton": cypplan_halton})
    assert list(registry.plans) == [PLAN_ID]
    assert registry.plan(PLAN_ID).authority == "E06000006"
    assert registry.failures == ()


def test_plan_file_reads_back(path: Path, plan: Plan) -> None:
    """The file is named by the plan's id, and writing and reading the plan loses nothing."""
    assert plan.id == path.stem == PLAN_ID
    assert plans.loads(plans.dumps(plan)) == plan


def test_first_line_leads_to_the_schema(path: Path) -> None:
    """An editor finds the JSON Schema by the path in the first line."""
    first = path.read_text(encoding="utf-8").split("\n", 1)[0]
    assert first.startswith("#:schema ")
    schema = (path.parent / first.removeprefix("#:schema ")).resolve()
    assert schema == Path(plans.__file__).resolve().with_name("plan.schema.json")


def test_whole_and_parts_are_as_counted(plan: Plan) -> None:
    """No area, area of focus, achievement, behaviour, term or law is missing or there twice."""
    assert [len(outcome.areas_of_focus) for outcome in plan.outcomes] == [5, 4, 6]
    assert [len(outcome.achieve) for outcome in plan.outcomes] == [1, 1, 1]
    assert (len(plan.achievements), len(plan.behaviours), len(plan.voices)) == (9, 4, 2)
    assert (len(plan.bodies), len(plan.people), len(plan.partners)) == (4, 2, 7)
    listed = [
        term for term in plan.glossary if term.cite and term.cite.position and "row" in term.cite.position
    ]
    assert [term.cite.position for term in listed if term.cite] == [f"row {row}" for row in range(1, 17)]
    assert all(term.meaning for term in listed)
    laws = [strategy.id for strategy in plan.strategies if strategy.relation is StrategyRelation.LAW]
    assert (len(laws), len(plan.strategies)) == (6, 13)


def test_areas_bear_their_numbers_and_titles(plan: Plan) -> None:
    """The "3 areas" are the outcomes, in their order."""
    assert [(outcome.number, outcome.title) for outcome in plan.outcomes] == [
        ("1", "Early Intervention"),
        ("2", "Achievement and Ambition"),
        ("3", "Healthy and Safe"),
    ]
    assert plan.priorities == ()


def test_what_the_plan_does_not_state_stays_absent(plan: Plan) -> None:
    """No period, ages, ambition, leads, actions, baselines, sources or other numbers are made up."""
    period = plan.period
    assert (period.stated, period.start, period.end, period.basis) == (None, None, None, None)
    assert "No period is printed" in (period.note or "")
    assert (plan.age_range, plan.ambition, plan.edition) == (None, None, None)
    assert plan.actions == ()
    assert not any(outcome.leads for outcome in plan.outcomes)
    assert not any(measure.baseline or measure.source for measure in plan.measures)
    assert not any(target.period or target.ongoing for measure in plan.measures for target in measure.targets)
    assert plan.document is not None
    assert (plan.document.published, plan.document.url, plan.document.licence) == (None, None, None)


def test_no_measure_is_formal(plan: Plan) -> None:
    """All fourteen measures are read out of areas of focus or a commitment, one narrative sentence each."""
    assert {measure.kind for measure in plan.measures} == {MeasureKind.IMPLIED}
    assert [len(measure.statements) for measure in plan.measures] == [1] * 14
    assert {said.kind for measure in plan.measures for said in measure.statements} == {
        StatementKind.NARRATIVE
    }
    by_outcome = Counter(measure.outcome for measure in plan.measures)
    assert by_outcome == {"achievement-and-ambition": 4, "healthy-and-safe": 9, None: 1}


def test_measures_and_promises_name_each_other(plan: Plan) -> None:
    """A commitment or area of focus names the measures read out of it, and their sentence is its own."""
    promises = (*plan.commitments, *_areas(plan))
    named = {measure: point for point in promises for measure in point.measures}
    assert list(named) == [measure.id for measure in plan.measures]
    for name, point in named.items():
        (said,) = plan.measure(name).statements
        assert (said.text, said.cite) == (point.text, point.cite)
        assert bool(said.note) is (len(point.measures) > 1 or name == "best-services")


@pytest.mark.parametrize(
    ("name", "word", "demand"),
    [
        ("early-years-achievement", "Raise", Sense.INCREASE),
        ("ks2-attainment", "Raise", Sense.INCREASE),
        ("ks2-progress", "Raise", Sense.INCREASE),
        ("post-16-participation", "Improve", Sense.INCREASE),
        ("best-services", None, AllTarget),
        ("best-start", None, AllTarget),
        ("activity", "more", Sense.INCREASE),
        ("healthy-eating", None, AllTarget),
        ("alcohol-harm", "reduce", Sense.DECREASE),
        ("victimisation", "reduce", Sense.DECREASE),
        ("criminality", "reduce", Sense.DECREASE),
        ("anti-social-behaviour", "reduce", Sense.DECREASE),
        ("prevention-messages", None, AllTarget),
        ("criminal-justice", "divert", Sense.DECREASE),
    ],
)
def test_promises_are_as_printed(plan: Plan, name: str, word: str | None, demand: Sense | type) -> None:
    """The printed word of change, and the movement or the "all" that it asks for."""
    measure = plan.measure(name)
    (said,), (target,) = measure.statements, measure.targets
    assert said.change == word
    assert (word or "") in said.text
    if isinstance(demand, Sense):
        assert isinstance(target, DirectionTarget)
        assert target.sense is demand
        assert measure.direction is (Direction.HIGHER if demand is Sense.INCREASE else Direction.LOWER)
    else:
        assert isinstance(target, demand)


def test_direction_is_stated_only_where_a_word_says_so(plan: Plan) -> None:
    """Raise, improve, more and reduce state a direction; "all" and "divert" leave it to be inferred."""
    inferred = {measure.id for measure in plan.measures if measure.direction_basis is Basis.INFERRED}
    assert inferred == {
        "best-services",
        "best-start",
        "healthy-eating",
        "prevention-messages",
        "criminal-justice",
    }


def test_national_indicators_are_all_proxies(plan: Plan) -> None:
    """The plan defines nothing that is published, so that every tie is a proxy with its reason."""
    links = {measure.id: measure.indicator for measure in plan.measures if measure.indicator}
    assert {link.comparability for link in links.values()} == {Comparability.PROXY}
    assert all(link.reason for link in links.values())
    assert {name: link.id for name, link in links.items()} == {
        "early-years-achievement": "eyfs-good-development",
        "ks2-attainment": "ks2-rwm",
        "post-16-participation": "lait-16-17ed-and-training",
        "alcohol-harm": "alcohol-admissions-under-18",
        "criminal-justice": "first-time-entrants",
    }


def test_the_one_figure_is_an_achievement(plan: Plan) -> None:
    """375 families, under the plan before; ages, years and the 24 hours of a definition are no figures."""
    (figure,) = plan.statistics
    assert (str(figure.value), str(figure.unit), figure.role) == (
        "375",
        "families",
        StatisticRole.ACHIEVEMENT,
    )
    assert figure.period is None
    told = {
        achievement.id: achievement.statistics for achievement in plan.achievements if achievement.statistics
    }
    assert told == {"inspiring-families": ("inspiring-families",)}


def test_achievements_stand_under_their_headings(plan: Plan) -> None:
    """Three headings of the plan before with three achievements each; no target is said to be met."""
    headings = Counter(achievement.promise for achievement in plan.achievements)
    assert headings == {"Integrated Commissioning": 3, "Closing the Gap": 3, "Early Intervention": 3}
    assert {achievement.target_met for achievement in plan.achievements} == {None}


def test_who_chairs_and_who_signs(plan: Plan) -> None:
    """The chair of the Board and the director, with their posts; whose the Board is, is inferred."""
    board = plan.body("childrens-trust-board")
    assert (board.chair, board.parents) == ("Councillor Tom McInerney", ("childrens-trust",))
    assert "inferred" in (board.note or "")
    posts = {person.name: (person.post, person.role) for person in plan.people}
    assert posts["Councillor Tom McInerney"] == (
        "Lead Member Children, Young People and Families",
        "Chair, Halton Children’s Trust Board",
    )
    assert posts["Milorad Vasic"][0] == "Strategic Director People"


def test_reporting_at_each_meeting(plan: Plan) -> None:
    """The action plan is reported on at each meeting of the Trust; how often it meets is not known."""
    trust = plan.body("childrens-trust")
    assert [review.cadence for review in (*plan.reviews, *trust.reviews)] == [Cadence.EACH_MEETING] * 2
    assert trust.meets is None
    assert len(trust.members) == 4


def test_announced_content(plan: Plan) -> None:
    """The action plan is deferred, and with it who is responsible; what success looks like is not there."""
    found = {declared.text: declared.found for declared in plan.declared}
    assert found == {
        "In this Plan we set out our priorities for children, young people and families": Found.PRESENT,
        "how we aim to achieve these": Found.PRESENT,
        "who is responsible": Found.DEFERRED,
        "what our success will look like": Found.ABSENT,
        "We will draw up a detailed Action Plan.": Found.DEFERRED,
    }


def test_names_of_the_plan_vary(plan: Plan) -> None:
    """It is called by three names that differ in more than capitals."""
    titles = [variant.text for variant in plan.variants if variant.of == "title"]
    assert plan.title == "Halton Children, Young People and Families Plan"
    assert titles == ["Children and Young People and Family Plan", "Children and Young People’s Plan"]


@pytest.mark.parametrize(
    "misprint",
    [
        "children and young people ae our primary concern",
        "established to support to young first time mothers",
        "Schools and early years setting are improving",
        "the least and most disadvantage.",
        "It has strategic role",
        "gives Council’s three key roles",
        "Youth/Social Workers Health professionals",
        "The Children and Family Act 2014",
    ],
)
def test_misprints_are_kept(path: Path, misprint: str) -> None:
    """What is misprinted in the document is misprinted here."""
    assert misprint in path.read_text(encoding="utf-8")


def test_lost_order_and_headings_are_said(plan: Plan) -> None:
    """What extraction has destroyed is told and not restored in silence."""
    assert plan.document is not None
    assert "Headings are lost" in (plan.document.note or "")
    assert [bool(behaviour.note) for behaviour in plan.behaviours] == [True] * 4


def test_every_quotation_has_its_place(plan: Plan) -> None:
    """Nothing that the plan is said to print comes without a line."""
    assert uncited(plan) == []


def test_every_quotation_is_in_the_document(plan: Plan, lines: list[str]) -> None:
    """What claims to be the document's wording stands at the cited line, under headings that are printed."""
    assert misquotations(plan, lines) == []
    assert unprinted_headings(plan, lines) == []


def test_smaller_quotations_are_in_the_document(plan: Plan, lines: list[str]) -> None:
    """Posts, the chair, other names, headings and abbreviations are the document's own."""
    whole = " ".join(filter(None, map(tidy, lines)))
    said = [value for person in plan.people for value in (person.post, person.name)]
    said += [value for body in plan.bodies for value in (*body.aliases, body.chair)]
    said += [term.short for term in plan.glossary]
    said += [point.heading for point in plan.commitments]
    said += [achievement.promise for achievement in plan.achievements]
    assert [text for text in filter(None, said) if tidy(text) not in whole] == []


def test_no_bullet_is_passed_over(plan: Plan, lines: list[str]) -> None:
    """Every bullet of the document is cited, or stands in the text of the Act that it is said of."""
    texts = " ".join(filter(None, (strategy.text for strategy in plan.strategies)))
    whole = plans.dumps(plan)
    bullets = {at: tidy(line) for at, line in enumerate(lines, 1) if line.lstrip().startswith("· ")}
    assert len(bullets) == 6 + 3 + 9 + 15
    assert [at for at, text in bullets.items() if f'@{at}"' not in whole and text not in texts] == []
