from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from cypplan.cli.app import app
from cypplan.cli.draft import draft_file
from cypplan.errors import ValueFault
from cypplan.plans import Cadence, MeasureKind, StatementKind, loads
from cypplan.plans.drafting import draft_plan
from cypplan.plans.sentences import disagreements

if TYPE_CHECKING:
    from pathlib import Path

    from cypplan.plans import Plan

PLAN = """
Northshire Children and Young People's Plan

2020 to 2023

Foreword

This plan is ours. 95% of it is prose.

Outcome:

children are safe



How well are we doing?

- 62% of assessments were on time in 2019.

How will success be measured?

- A decrease in the rate of children on a plan from 41 per 10,000 children in March 2020 to 36 per 10,000
children in 2021/22.
- 85% of the young people we know
- Feel listened to
- Improve attendance

Priority 2: Be healthy

What will we measure?

1. 90% of pupils with a check by July 2021, subject to funding
2. Fewer than 85

Activity\tLead\tTimescale\tSuccess measure
Visits\tTeam\tOngoing - monthly review\t100% of children seen within 5 days
\tTeam\t\tTalks are held
"""


def drafted(text: str = PLAN) -> Plan:
    """Return the plan that the draft of a text loads as."""
    return loads(draft_plan(text, id="northshire-2020", authority="E10000099").text)


def test_a_draft_holds_what_the_text_says() -> None:
    """Protects: title, years as stated, outcomes with their lines, and a measure for each target sentence."""
    plan = drafted()
    assert (plan.id, plan.authority) == ("northshire-2020", "E10000099")
    assert plan.title == "Northshire Children and Young People's Plan"
    assert plan.period.stated == "2020 to 2023"
    assert (plan.period.start, plan.period.end) == (None, None)
    assert [outcome.title for outcome in plan.outcomes] == ["children are safe", "Be healthy"]
    assert [len(measure.statements) for measure in plan.measures] == [1] * len(plan.measures)
    assert len(plan.measures) == 6


def test_a_statement_is_quoted_with_its_place_and_its_line_breaks_mended() -> None:
    """Protects: the sentence as printed, over two lines of the text, and where it stands."""
    measure = drafted().measures[0]
    (statement,) = measure.statements
    assert statement.text.endswith("to 36 per 10,000 children in 2021/22.")
    assert statement.cite is not None
    place = "Outcome: children are safe > How will success be measured? > bullet 1 @22"
    assert statement.cite.compact == place
    assert (statement.kind, measure.kind) == (StatementKind.INDICATOR_LIST, MeasureKind.FORMAL)
    assert str(measure.unit) == "per_10_000_children"
    assert measure.baseline is not None
    assert (str(measure.baseline.value), str(measure.baseline.period)) == ("41", "2020-03")
    assert str(statement.targets[0].period) == "2021/22 financial"


def test_a_table_gives_its_column_of_targets_with_the_time_beside() -> None:
    """Protects: success measures of an action plan, their timescale and cadence."""
    statement = drafted().measures[-1].statements[0]
    assert statement.text == "100% of children seen within 5 days"
    assert (statement.kind, statement.review) == (StatementKind.ACTION_PLAN, Cadence.MONTHLY)
    assert statement.targets[0].ongoing
    assert statement.cite is not None
    assert statement.cite.position == "row 1"


def test_what_was_not_read_is_quoted_and_marked() -> None:
    """Protects: sentences without a target, conditions, statistics, and figures without a unit."""
    draft = draft_plan(PLAN, id="x")
    assert draft.unread == ("Feel listened to", "Talks are held")
    assert "# unread: Feel listened to" in draft.text
    assert "# unread: subject to funding" in draft.text
    assert "# background: 62% of assessments were on time in 2019." in draft.text
    assert "# waits for its unit: target value 85 below" in draft.text
    assert '# ambiguous: target "Improve": direction increase or direction decrease' in draft.text
    assert "# to complete: authority" in draft.text
    assert "prose" not in draft.text


def test_a_draft_agrees_with_its_own_sentences() -> None:
    """Protects: the draft says what the sentences say; only what waits in a comment is lacking."""
    found = [found for measure in drafted().measures for found in disagreements(measure)]
    assert {(one.field, one.in_file) for one in found} == {("targets", None)}
    assert [one.in_sentence for one in found] == [
        "direction increase or direction decrease",
        "value 85 below",
    ]


LINES = st.sampled_from(
    [*PLAN.splitlines(), "Outcome: x", "- 50%", "* £3m", "\t", "a\tTarget", "•", "- \x85", "o 1"]
)


@given(text=st.lists(LINES | st.text(max_size=40), max_size=30).map("\n".join))
def test_any_text_gives_a_draft_that_loads(text: str) -> None:
    """Protects: a draft is a valid plan file whatever the text, and drafting never raises."""
    draft = draft_plan(text, id="any-1")
    plan = loads(draft.text)
    assert len(plan.measures) == draft.measures
    assert plan.id == "any-1"


def test_the_command_writes_the_draft_and_spares_a_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Protects: the id taken from the file's name, the report, and a file that is there already."""
    source, target = tmp_path / "Northshire CYPP.txt", tmp_path / "plan.toml"
    source.write_text(PLAN, encoding="utf-8")
    draft_file(source, output=target)
    assert loads(target.read_text(encoding="utf-8")).id == "northshire-cypp"
    assert "6 sentences read as targets, 2 not understood" in capsys.readouterr().err
    with pytest.raises(ValueFault, match="is there already"):
        draft_file(source, output=target)
    draft_file(source)
    assert 'id = "northshire-cypp"' in capsys.readouterr().out


def test_a_file_in_another_encoding_is_named(tmp_path: Path) -> None:
    """Protects: a plan saved in an old encoding gets a sentence, not a traceback."""
    source = tmp_path / "plan.txt"
    source.write_bytes("caf\u00e9".encode("latin-1"))
    with pytest.raises(ValueFault, match="UTF-8"):
        draft_file(source)


def test_the_command_is_among_the_others() -> None:
    """Protects: that ``cypplan draft`` is there, with its arguments."""
    shown = CliRunner().invoke(app, ["draft", "--help"], env={"COLUMNS": "80"})
    assert shown.exit_code == 0
    assert "--authority" in shown.output


NUMBERED = """
Northshire Plan

Outcome 1. Children: safe and well

1.1 75% of children will have a good level of development by July 2025 (2022/23: 66.1%).
- 1.2 At least 85% of assessments within 45 days by
March 2026, 2.5 per cent more than today
1.2.1. 90% of pupils with a check by July 2026
a) 80% of children seen by July 2026
(ii) 70% of families seen by July 2026
- 2. 60% of carers seen by July 2026

Priority two: Be healthy
"""


def test_numbers_of_clauses_are_signs_of_a_list() -> None:
    """Protects: "1.1 75% of …" is a bullet whose figure is 75; a figure that begins a line is none."""
    plan = drafted(NUMBERED)
    begins = [measure.statements[0].text[:4] for measure in plan.measures]
    assert begins == ["75% ", "At l", "90% ", "80% ", "70% ", "60% "]
    assert plan.measures[1].statements[0].text.endswith("2.5 per cent more than today")
    baseline = plan.measures[0].baseline
    assert baseline is not None
    assert str(baseline.value) == "66.1"


def test_the_label_of_an_outcome_is_its_number_and_not_its_title() -> None:
    """Protects: "Outcome 1." leaves the title, and stays in number and citation."""
    first, second = drafted(NUMBERED).outcomes
    assert (first.number, first.title, first.id) == ("1", "Children: safe and well", "children-safe-and-well")
    assert (second.number, second.title) == ("two", "Be healthy")
    assert first.cite is not None
    assert first.cite.compact.startswith("Outcome 1. Children")
