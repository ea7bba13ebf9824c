"""A wrong plan file: every fault of it at once, each with its place, its value and what would be right."""

from __future__ import annotations

import pickle
from typing import TYPE_CHECKING

import pytest

from cypplan.errors import PlanFileError
from cypplan.plans import load, loads

if TYPE_CHECKING:
    from pathlib import Path

HEAD = 'schema_version = 1\nid = "a-2030"\ntitle = "A plan"\nauthority = "E06000007"\n'
MEASURE = '[[measures]]\nid = "m"\ntitle = "A measure"\n'
UNIT = 'unit = "percent_of_pupils"\n'
STATEMENT = f'{MEASURE}{UNIT}[[measures.statements]]\ntext = "More"\nkind = "narrative"\n'


def _target(body: str) -> str:
    return f"{STATEMENT}targets = [{{ {body} }}]\n"


def _faults(text: str) -> dict[str, str]:
    """Faults by path; two at one path are joined."""
    with pytest.raises(PlanFileError) as caught:
        loads(text, source="a.toml")
    found: dict[str, str] = {}
    for fault in caught.value.faults:
        found[fault.path] = found.get(fault.path, "") + fault.message
    return found


EVERYTHING = """
schema_version = 1
id = "a-2030"
titel = "A plan"
authority = 7
vision = " "
values = "kindness"
partners = ["the council", 3]

[period]
start = "2018-04-01"
end = 2021-03-31T00:00:00Z
basis = "infered"

[document]
id = "doc"
title = "A plan"
publisher = "A council"
file = "folder/plan.txt"

[[bodies]]
id = "board"
name = "The Board"
parents = ["bord"]
reviews = [{ cadence = "quaterly" }, { how_often = "yearly" }]
kind = "gouvernance"
members = ["The chair", { cite = "A @1" }]

[[bodies]]
id = "board"
name = "Another Board"

[[people]]
id = "smith"
name = "A. Smith"
bodies = ["boards"]

[[people]]
id = "board"
name = "Bo Ard"

[[outcomes]]
id = "safe"
title = "Safe"
leads = ["smith", "forum"]
[[outcomes.actions]]
id = "train"
text = "Train"
period = "2014-15x"
leads = ["bored"]

[[priorities]]
id = "one"
title = "One"
outcome = "saef"

[[measures]]
id = "m"
title = "A measure"
outcome = "sfe"
borrowed_by = ["safe", "elsewhere"]
unit = "percent_of_pupls"
direction = "hihger"
of = "n"
actions = ["trian"]
cite = "x"
[measures.baseline]
value = "58.10"
period = 2014
provisional = "yes"
cite = "A >  > B"
[[measures.statements]]
text = "More"
kind = "narrative"
targets = [
  { kind = "vlaue", value = 70 },
  { value = 70 },
  70,
  { kind = "value", value = nan, id = "x" },
  { kind = "range", low = 5, high = 3, id = "x" },
  { kind = "change", by = 10 },
  { kind = "all", period = "2014/15", ongoing = true },
]

[[measures]]
id = "m"
title = "The same again"
kind = "formal"
baseline = { value = 5 }

[measures.indicator]
id = "cla-rate"
comparability = "similar"

[[statistics]]
id = "rate"
text = "60 per 10,000"
of = "rote"
numerator = "number"
denominator = "rate"
measure = "mm"
value = "60"
claims = [{ comparator = "country", stands = "beter" }, { comparator = "country" }]

[[achievements]]
id = "done"
text = "Done"
statistics = ["rat"]

[[voices]]
text = "More time"
statistics = ["rate", "ratio"]

[[aspirations]]
text = "Every child is well"
measures = ["m", "well"]

[[strategies]]
id = "plan"
name = "Another plan"
relation = "over"
leads = ["smiht"]

[[tables]]
id = "schools"
title = "Schools"
columns = "Type"
rows = [{ label = "A", cells = [{ column = "Primary" }] }]

[[tables]]
id = "schools"
title = "Schools again"
columns = ["Type"]
"""

EXPECTED = [
    ("titel", ['"titel"', 'Did you mean "title"']),
    ("title", ["is missing", "a text in quotes"]),
    ("authority", ["is 7", "a text in quotes"]),
    ("vision", ['is " "', "a text in quotes"]),
    ("values", ['is "kindness"', "a list in square brackets"]),
    ("partners[1]", ["is 3", "a text in quotes"]),
    ("period.start", ['is "2018-04-01"', "a date without quotes, as 2018-04-01"]),
    ("period.end", ["is 2021-03-31 00:00:00+00:00", "a date without quotes"]),
    ("period.basis", ['"infered"', "stated, inferred", 'Did you mean "inferred"']),
    ("document", ['file: "folder/plan.txt"', "without folders"]),
    ("bodies[0].parents[0]", ['"bord"', "no body", 'Did you mean "board"']),
    (
        "bodies[0].kind",
        ['"gouvernance"', "governance, team, partner, authority", 'Did you mean "governance"'],
    ),
    ("bodies[0].members[1].text", ["is missing", "a text in quotes"]),
    ("bodies[0].reviews[1].how_often", ['"how_often"', "not a key of this table"]),
    (
        "bodies[0].reviews[0].cadence",
        ['"quaterly"', "weekly, monthly, quarterly", 'Did you mean "quarterly"'],
    ),
    ("bodies[1].id", ['"board"', "another body (bodies[0].id)"]),
    ("people[0].bodies[0]", ['"boards"', "no body", 'Did you mean "board"']),
    ("people[1].id", ['"board"', "another body or person (bodies[0].id)"]),
    ("outcomes[0].leads[1]", ['"forum"', "no body"]),
    ("outcomes[0].actions[0].period", ['"2014-15x"', 'write "2014/15" (financial)']),
    ("outcomes[0].actions[0].leads[0]", ['"bored"', 'Did you mean "board"']),
    ("priorities[0].outcome", ['"saef"', "no outcome", 'Did you mean "safe"']),
    ("measures[0].outcome", ['"sfe"', 'Did you mean "safe"']),
    ("measures[0].borrowed_by[1]", ['"elsewhere"', "no outcome"]),
    ("measures[0].unit", ['"percent_of_pupls"', 'Did you mean "percent_of_pupils"']),
    ("measures[0].direction", ['"hihger"', "higher, lower, towards-target, none", 'Did you mean "higher"']),
    ("measures[0].of", ['"n"', "no measure"]),
    ("measures[0].actions[0]", ['"trian"', "no action", 'Did you mean "train"']),
    ("measures[0].cite", ['"cite"', "not a key of this table"]),
    ("measures[0].baseline.value", ['is "58.10"', "a number without quotes"]),
    ("measures[0].baseline.period", ["is 2014", 'a text, as "2014/15"']),
    ("measures[0].baseline.provisional", ['is "yes"', "true or false"]),
    ("measures[0].baseline.cite", ['"A >  > B"', "empty part"]),
    ("measures[0].statements[0].targets[0].kind", ['"vlaue"', "value, all, range", 'Did you mean "value"']),
    ("measures[0].statements[0].targets[1].kind", ["is missing", "value, all, range"]),
    ("measures[0].statements[0].targets[2]", ["is 70", 'as { kind = "value", value = 70 }']),
    ("measures[0].statements[0].targets[3].value", ["is NaN", "a number without quotes"]),
    ("measures[0].statements[0].targets[4]", ["from low to high, not from 5 to 3"]),
    ("measures[0].statements[0].targets[4].id", ['"x"', "another target of this measure", "targets[3]"]),
    ("measures[0].statements[0].targets[5].sense", ["is missing", "one of increase, decrease"]),
    ("measures[0].statements[0].targets[5].relative", ["is missing", "true or false"]),
    ("measures[0].statements[0].targets[6]", ['("2014/15 financial") or ongoing, not both']),
    ("measures[1].id", ['"m"', "another measure (measures[0].id)"]),
    ("measures[1].baseline.value", ["without a unit", 'the measure "m"', "percent_of_pupils"]),
    ("statistics[0].of", ['"rote"', "no statistic", 'Did you mean "rate"']),
    ("statistics[0].numerator", ['"number"', "no statistic"]),
    ("statistics[0].measure", ['"mm"', "no measure"]),
    ("statistics[0].value", ['is "60"', "a number without quotes"]),
    ("statistics[0].claims[0].stands", ['"beter"', "better, worse, higher, lower, same"]),
    ("statistics[0].claims[1].stands", ["is missing", "one of better"]),
    ("achievements[0].statistics[0]", ['"rat"', 'Did you mean "rate"']),
    ("voices[0].statistics[1]", ['"ratio"', "no statistic"]),
    ("aspirations[0].measures[1]", ['"well"', "no measure"]),
    ("strategies[0].relation", ['"over"', "above, beneath, beside, earlier, law, named"]),
    ("strategies[0].leads[0]", ['"smiht"', "no body or person", 'Did you mean "smith"']),
    ("tables[0].columns", ['is "Type"', "a list in square brackets"]),
    ("tables[0].rows[0].cells[0].value", ["is missing", "a number"]),
    ("tables[1].id", ['"schools"', "another table (tables[0].id)"]),
    ("measures[1].indicator.comparability", ['"similar"', "same, proxy, not-comparable"]),
]


@pytest.fixture(scope="module")
def everything() -> dict[str, str]:
    """The faults of the file above, read once."""
    return _faults(EVERYTHING)


@pytest.mark.parametrize(("path", "words"), EXPECTED, ids=[path for path, _ in EXPECTED])
def test_fault_has_place_value_and_remedy(everything: dict[str, str], path: str, words: list[str]) -> None:
    """Each fault among sixty is reported where it is, with what was found and what would be right."""
    assert path in everything
    for word in words:
        assert word in everything[path]


def test_nothing_is_reported_twice_or_invented(everything: dict[str, str]) -> None:
    """One wrong value makes one fault: what is right beside it is not blamed."""
    assert sorted(everything) == sorted(path for path, _ in EXPECTED)


@pytest.mark.parametrize(
    ("text", "path", "message"),
    [
        (MEASURE + "baseline = { value = 5 }\n", "measures[0].baseline.value", "without a unit"),
        (
            _target('kind = "value", value = 70').replace(UNIT, ""),
            "measures[0].statements[0].targets[0]",
            "without a unit",
        ),
        (
            _target('kind = "range", low = 1, high = 2').replace(UNIT, ""),
            "measures[0].statements[0].targets[0]",
            "without a unit",
        ),
        (
            _target('kind = "change", sense = "decrease", by = 5, relative = false').replace(UNIT, ""),
            "measures[0].statements[0].targets[0]",
            "without a unit",
        ),
        ("period = 5\n", "period", "write a table of keys and values"),
        ("measures = 5\n", "measures", "write a list in square brackets"),
        ("measures = [5]\n", "measures[0]", "write a table of keys and values"),
        ("period = { start = true }\n", "period.start", "is true; write a date"),
        (
            _target('kind = "value", value = inf'),
            "measures[0].statements[0].targets[0].value",
            "is Infinity; write a number",
        ),
        (
            _target('kind = "value", value = true'),
            "measures[0].statements[0].targets[0].value",
            "is true; write a number",
        ),
        (f'vision = """{" " * 80}"""\n', "vision", "…; write a text"),
    ],
)
def test_single_fault(text: str, path: str, message: str) -> None:
    """What is wrong alone is reported alone, at its own path."""
    found = _faults(HEAD + text)
    assert list(found) == [path]
    assert message in found[path]


@pytest.mark.parametrize(
    "body",
    [
        'kind = "value", value = 5, unit = "days"',
        'kind = "change", sense = "decrease", by = 10, relative = true',
        'kind = "direction", sense = "increase"',
        'kind = "all"',
        'kind = "milestone"',
    ],
)
def test_what_needs_no_unit_of_the_measure(body: str) -> None:
    """A target with a unit of its own, or without a number in one, asks for no unit of its measure."""
    text = HEAD + _target(body).replace(UNIT, "")
    assert len(loads(text).measure("m").targets) == 1


@pytest.mark.parametrize(
    "text",
    [
        "id = ",
        "id = 'a\n",
        "a = 1\na = 2\n",
        "a = 2018-02-31\n",
        "a = 1e99999999999999999999\n",
        f"a = {'9' * 5000}\n",
        f"a = {'[' * 3000}{']' * 3000}\n",
    ],
    ids=["no value", "open text", "key twice", "no such day", "huge exponent", "huge number", "deep nesting"],
)
def test_syntax_error_comes_alone(text: str) -> None:
    """What is not TOML has one fault, for the file as a whole."""
    found = _faults(text)
    assert list(found) == [""]
    assert found[""].startswith("is not TOML: ")


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("", "is missing"),
        ("schema_version = 2\n", "is 2"),
        ('schema_version = "1"\n', 'is "1"'),
    ],
)
def test_other_schema_version_is_refused_at_once(line: str, found: str) -> None:
    """A file of another version is not judged by the rules of this one: no other fault is reported."""
    assert _faults(f'{line}nonsense = "yes"\n') == {
        "schema_version": f"{found}; this release of cypplan reads only schema_version = 1"
    }


@pytest.mark.parametrize("version", ["true", "1.0"])
def test_schema_version_is_a_whole_number(version: str) -> None:
    """What Python takes for equal to 1 is no schema version."""
    found = _faults(HEAD.replace("schema_version = 1", f"schema_version = {version}"))
    assert list(found) == ["schema_version"]
    assert "a whole number" in found["schema_version"]


def test_file_that_is_not_utf_8(tmp_path: Path) -> None:
    """A file in another encoding is named with the place of the first byte that is not UTF-8."""
    path = tmp_path / "a-2030.toml"
    path.write_bytes(HEAD.encode() + b'vision = "caf\xe9"\n')
    with pytest.raises(PlanFileError, match=r"^a-2030\.toml: 1 fault\n  is not UTF-8 at byte 87; save"):
        load(path)
    path.write_bytes(HEAD.encode("utf-16"))
    with pytest.raises(PlanFileError, match="is not UTF-8 at byte 0"):
        load(path)


def test_byte_order_mark_is_no_fault(tmp_path: Path) -> None:
    """A file as some editors save it, with a byte-order mark and Windows line ends, is read."""
    path = tmp_path / "a-2030.toml"
    path.write_bytes(b"\xef\xbb\xbf" + HEAD.replace("\n", "\r\n").encode())
    assert load(path).id == "a-2030"


def test_file_that_is_not_there(tmp_path: Path) -> None:
    """A missing file is an error of the file system, not of the plan."""
    with pytest.raises(FileNotFoundError):
        load(tmp_path / "none.toml")


def test_error_reads_as_a_list_and_pickles() -> None:
    """The message names the file, counts the faults and gives one line to each; workers can send it back."""
    with pytest.raises(PlanFileError) as caught:
        loads(HEAD + "colour = 1\nvalues = 2\n", source="a.toml")
    lines = str(caught.value).splitlines()
    assert lines[0] == "a.toml: 2 faults"
    assert [line.split(":")[0] for line in lines[1:]] == ["  colour", "  values"]
    again = pickle.loads(pickle.dumps(caught.value))  # noqa: S301 (our own bytes)
    assert (str(again), again.faults) == (str(caught.value), caught.value.faults)
