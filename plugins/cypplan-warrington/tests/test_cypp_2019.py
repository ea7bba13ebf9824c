"""The plan of 2019 to 2022: the plan file against what was counted and read in the document.

Counted by hand in the text of the document (line numbers of the text file):

* 8 priorities (80 to 87), 5 strategic outcomes (93 to 97), 3 aspirations (101 to 103);
* 13 values in three groups of 5, 4 and 4 (115 to 133), 11 behaviours (139 to 149);
* 47 actions, by outcome 9, 7, 13, 12 and 6 (159 to 231; two of the lists run over a page break);
* 15 key indicators (241 to 260): two of them on primary and secondary schools, one with five parts.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from plan_citations import document_lines, misquotations, tidy, uncited, unprinted_headings

import cypplan_warrington
from cypplan import plans
from cypplan.plans import BodyKind, Found, StatisticForm, StrategyRelation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cypplan.plans import Plan

PLAN_ID = "warrington-cypp-2019"


@pytest.fixture(scope="module")
def path() -> Path:
    """The plan file, as the hook supplies it."""
    return next(file for file in cypplan_warrington.cypplan_plans() if file.stem == PLAN_ID)


@pytest.fixture(scope="module")
def plan(path: Path) -> Plan:
    """The plan, read without faults."""
    return plans.load(path)


@pytest.fixture(scope="module")
def lines(plan: Plan) -> list[str]:
    """The lines of the document, where the folder with the texts is at hand."""
    return document_lines(plan)


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
    """No priority, outcome, action, aspiration, value or behaviour is missing or there twice."""
    assert [len(outcome.actions) for outcome in plan.outcomes] == [9, 7, 13, 12, 6]
    assert [outcome.number for outcome in plan.outcomes] == ["1", "2", "3", "4", "5"]
    assert [priority.number for priority in plan.priorities] == [str(number) for number in range(1, 9)]
    assert (len(plan.aspirations), len(plan.values), len(plan.behaviours)) == (3, 13, 11)
    assert (len(plan.statistics), len(plan.commitments), len(plan.bodies), len(plan.people)) == (7, 7, 4, 1)
    assert (len(plan.glossary), len(plan.strategies), len(plan.declared)) == (15, 6, 2)
    assert len({text.text for text in (*plan.values, *plan.behaviours)}) == 24


def test_what_the_plan_does_not_have_stays_absent(plan: Plan) -> None:
    """It lists no partners, principles, enablers, achievements, tables or voices, and none is made up."""
    absent = (plan.partners, plan.principles, plan.enablers, plan.achievements, plan.tables, plan.voices)
    assert not any(absent)
    assert plan.document is not None
    assert (plan.document.published, plan.document.url, plan.document.licence) == (None, None, None)


def test_priorities_belong_to_no_outcome(plan: Plan) -> None:
    """The document does not tie its two lists together, nor do we; three priorities imply a measure."""
    assert {priority.outcome for priority in plan.priorities} == {None}
    told = {priority.number: priority.measures for priority in plan.priorities if priority.measures}
    assert told == {"4": ("attainment-vulnerable",), "5": ("health-and-wellbeing",), "6": ("risk-taking",)}
    for (name,) in told.values():
        assert plan.measure(name).outcome is None


def test_values_keep_their_headings(plan: Plan) -> None:
    """The three sentences under which the values stand, five, four and four of them."""
    headings = [value.heading for value in plan.values]
    first, second, third = dict.fromkeys(headings)
    assert [headings.count(heading) for heading in (first, second, third)] == [5, 4, 4]
    assert first == "We value the relationships that we have with children and their families. To that end:"
    assert {behaviour.heading for behaviour in plan.behaviours} == {None}


def test_aspirations_lead_to_their_measures(plan: Plan) -> None:
    """Two aspirations are told by measures; that on neglect by none, which is a finding."""
    first, second, third = plan.aspirations
    assert first.measures == ("attainment-gap", "progress-gap", "ks2-rwm", "progress-8", "level-3-at-19")
    assert second.measures == ("children-looked-after",)
    assert third.measures == ()
    for measure in (*first.measures, *second.measures):
        assert plan.measure(measure).targets or plan.measure(measure).heading == "Closing the gap:"


def test_outcomes_say_what_they_are_for(plan: Plan) -> None:
    """The sentence over each list of actions is what is to be achieved; no lead or timescale is printed."""
    assert [len(outcome.achieve) for outcome in plan.outcomes] == [1] * 5
    assert not any(outcome.leads or outcome.areas_of_focus for outcome in plan.outcomes)
    assert not any(action.leads or action.timescale or action.period for action in plan.actions)


def test_misprint_is_kept(plan: Plan) -> None:
    """The word that is missing in the document is missing here."""
    assert plan.action("diversity").text.startswith("Celebrate the diversity Warrington's children")


def test_period_is_stated_without_months(plan: Plan) -> None:
    """The years are printed; that they are three financial years is marked as inferred."""
    period = plan.period
    assert (period.stated, period.basis) == ("2019 - 2022", "inferred")
    assert (str(period.start), str(period.end)) == ("2019-04-01", "2022-03-31")
    variants = {variant.of: variant.text for variant in plan.variants}
    assert variants["period.stated"] == "the next three years"
    assert variants["title"] == "the Children's and Young People's Plan 2019-22"


def test_one_ambition_and_two_sentences_more(plan: Plan) -> None:
    """What the introduction and a later sentence call an ambition is not lost."""
    assert plan.ambition is not None
    assert plan.ambition.text.startswith("Our ambition is to have a borough that works")
    more = [said.text.split(" is ")[0] for said in plan.commitments if "mbition" in said.text]
    assert more == ["Our challenge and ambition", "Our ambition"]


def test_who_answers_for_the_plan(plan: Plan) -> None:
    """Two partnerships answer for the same two things; nothing says how often they look."""
    named = [plan.body(name) for name in ("early-help-partnership", "safeguarding-partnership")]
    for body in named:
        assert body.kind is BodyKind.GOVERNANCE
        assert [point.text.split()[0] for point in body.answers_for] == ["ensuring", "reviewing"]
        assert body.meets is None
        assert body.chair is None
    assert {review.cadence for body in plan.bodies for review in body.reviews} == {None}
    assert {review.cadence for review in plan.reviews} == {None}
    (person,) = plan.people
    assert (person.name, person.post) == (
        "Cllr Matt Smith",
        "Cabinet Portfolio Holder for Children's Services",
    )


def test_announced_content_is_found_elsewhere(plan: Plan) -> None:
    """The implementation plan and the measures of the dashboard are not in the document."""
    assert [declared.found for declared in plan.declared] == [Found.ELSEWHERE, Found.ELSEWHERE]
    relations = {strategy.id: strategy.relation for strategy in plan.strategies}
    assert relations["implementation-plan"] is StrategyRelation.BENEATH
    assert relations["childhood-obesity-commitment"] is StrategyRelation.ABOVE
    variants = [variant.text for variant in plan.variants if "implementation-plan" in variant.of]
    assert variants == ["the partnership implementation plans"]


@pytest.mark.parametrize(
    ("name", "value", "unit", "area"),
    [
        ("population-share-0-18", "23", "percent_of_people", None),
        ("employment-rate", "76.3", "percent_of_people", None),
        ("gcse-english-and-maths", "46.6", "percent_of_pupils", None),
        ("gcse-english-and-maths-north-west", "41.2", "percent_of_pupils", "E12000002"),
        ("gcse-english-and-maths-england", "43.5", "percent_of_pupils", "E92000001"),
        ("obese-year-6", "17.3", "percent_of_children", None),
        ("deprived-neighbourhoods", "20", "neighbourhoods", None),
    ],
)
def test_figures_are_as_printed(plan: Plan, name: str, value: str, unit: str, area: str | None) -> None:
    """Each figure of the introduction, in its unit and of its area; no year is printed, so none is given."""
    figure = plan.statistic(name)
    assert (str(figure.value), str(figure.unit), figure.area) == (value, unit, area)
    assert (figure.period, figure.source, figure.form) == (None, None, StatisticForm.LEVEL)


def test_claims_beside_other_areas(plan: Plan) -> None:
    """What is said to be above or better than whom; two of the others' figures are printed."""
    claims = {
        figure.id: [(claim.comparator.value, claim.stands.value, claim.value) for claim in figure.claims]
        for figure in plan.statistics
        if figure.claims
    }
    assert {name: [claim[:2] for claim in made] for name, made in claims.items()} == {
        "employment-rate": [("country", "higher"), ("region", "higher")],
        "gcse-english-and-maths": [("region", "better"), ("country", "better")],
        "obese-year-6": [("country", "better")],
    }
    assert [str(value) for *_, value in claims["gcse-english-and-maths"]] == ["41.2", "43.5"]


def test_label_that_contradicts_itself_is_kept(plan: Plan) -> None:
    """A "standard pass" of "grade 9 to 5" keeps both; the indicator is that of the printed grades."""
    figure = plan.statistic("gcse-english-and-maths")
    assert figure.label == "standard pass (grade 9 to 5)"
    assert figure.indicator is not None
    assert figure.indicator.id == "english-maths-9-5"
    assert "contradicts itself" in (figure.note or "")


def test_every_quotation_has_its_place(plan: Plan) -> None:
    """Nothing that the plan is said to print comes without a line."""
    assert uncited(plan) == []


def test_every_quotation_is_in_the_document(plan: Plan, lines: list[str]) -> None:
    """What claims to be the document's wording stands at the cited line, under headings that are printed."""
    assert misquotations(plan, lines) == []
    assert unprinted_headings(plan, lines) == []


def _smaller_texts(plan: Plan) -> Iterator[str]:
    """Yield what is quoted and has no citation of its own: headings, labels, posts, other names."""
    yield from (point.heading for point in plan.values if point.heading)
    yield from (person.post for person in plan.people if person.post)
    yield from (alias for body in plan.bodies for alias in body.aliases)
    yield from (term.short for term in plan.glossary if term.short)
    for figure in plan.statistics:
        yield from filter(None, (figure.label, figure.geography, figure.age_band, figure.group))
    for measure in plan.measures:
        yield from filter(None, (measure.heading, measure.printed_unit, *measure.groups))


def test_smaller_quotations_are_in_the_document(plan: Plan, lines: list[str]) -> None:
    """Headings of lists, labels of figures, posts, groups and other names are the document's own."""
    whole = " ".join(filter(None, map(tidy, lines)))
    assert [text for text in _smaller_texts(plan) if tidy(text) not in whole] == []


def test_no_numbered_line_or_bullet_is_passed_over(plan: Plan, lines: list[str]) -> None:
    """Every bullet and every numbered line after the foreword is cited by something."""
    whole = plans.dumps(plan)
    listed = {
        at
        for at, line in enumerate(lines, 1)
        if at > 36 and (line.lstrip().startswith("- ") or line[:1].isdigit())
    }
    assert len(listed) == 3 + 8 + 5 + 3 + 13 + 11 + 47 + 15 + 5
    assert {at for at in listed if f'@{at}"' not in whole} == set()
