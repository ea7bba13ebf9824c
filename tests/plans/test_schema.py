"""The JSON Schema of the plan file: as shipped, and of one mind with the reader."""

from __future__ import annotations

import datetime as dt
import json
import re
import tomllib
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from plan_strategies import plans

from cypplan.plans import Plan, dumps
from cypplan.plans.schema import SCHEMA_FILE, plan_schema
from cypplan.plans.targets import TARGET_KINDS

ROOT = Path(__file__).resolve().parents[2]
PLAN_FILES = sorted(ROOT.glob("plugins/*/src/*/plans/*.toml"))
HEAD = 'schema_version = 1\nid = "a-2030"\ntitle = "A plan"\nauthority = "E06000007"\n'
SAID = '[[measures]]\nid = "m"\ntitle = "M"\n[[measures.statements]]\ntext = "More"\nkind = "narrative"\n'
TARGET = "$.measures[0].statements[0].targets[0]"


def _plain(data: Any) -> Any:
    """Data of TOML as JSON has them: dates are texts."""
    match data:
        case dict():
            return {key: _plain(value) for key, value in data.items()}
        case list():
            return [_plain(one) for one in data]
        case dt.date() | dt.time():
            return data.isoformat()
        case _:
            return data


@pytest.fixture(scope="module")
def schema() -> jsonschema.Draft202012Validator:
    """A validator that uses the schema as shipped."""
    return jsonschema.Draft202012Validator(
        json.loads(SCHEMA_FILE.read_text(encoding="utf-8")),
        format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER,
    )


def _problems(schema: jsonschema.Draft202012Validator, text: str) -> list[str]:
    return [error.json_path for error in schema.iter_errors(_plain(tomllib.loads(text)))]


def test_shipped_schema_is_what_the_classes_give() -> None:
    """The schema that editors read is up to date; `python -m cypplan.plans.schema` writes it."""
    assert json.loads(SCHEMA_FILE.read_text(encoding="utf-8")) == plan_schema()


def test_schema_is_a_schema() -> None:
    """The schema obeys the standard that it names, and says what each table is for."""
    schema = plan_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    assert all(one["description"] for one in schema["$defs"].values())


def test_plan_files_are_found() -> None:
    """The tests below see the plan files of the plugins."""
    assert {path.stem for path in PLAN_FILES} >= {
        "cheshire-west-cypp-2020",
        "warrington-care-2018",
        "worcestershire-cypp-2014",
    }


@pytest.mark.parametrize("path", PLAN_FILES, ids=[path.stem for path in PLAN_FILES])
def test_plan_file_is_valid(schema: jsonschema.Draft202012Validator, path: Path) -> None:
    """What the reader reads, the schema takes: an editor underlines nothing in a published plan."""
    assert _problems(schema, path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("path", PLAN_FILES, ids=[path.stem for path in PLAN_FILES])
def test_first_line_leads_to_the_schema(path: Path) -> None:
    """The first line of each plan file names the schema by a relative path, which exists."""
    found = re.fullmatch(r"#:schema (\S+)", path.read_text(encoding="utf-8").splitlines()[0])
    assert found
    assert not Path(found[1]).is_absolute()
    assert (path.parent / found[1]).resolve() == SCHEMA_FILE.resolve()


@given(plan=plans())
@settings(max_examples=20, suppress_health_check=list(HealthCheck))  # plans are large
def test_any_written_plan_is_valid(schema: jsonschema.Draft202012Validator, plan: Plan) -> None:
    """Whatever the writer writes, the schema takes."""
    assert _problems(schema, dumps(plan)) == []


@pytest.mark.parametrize(
    ("text", "where"),
    [
        (HEAD + 'titel = "A plan"\n', "$"),
        (HEAD.replace("schema_version = 1\n", ""), "$"),
        (HEAD.replace("schema_version = 1", "schema_version = 2"), "$.schema_version"),
        (HEAD.replace('title = "A plan"\n', ""), "$"),
        (HEAD.replace('"A plan"', '""'), "$.title"),
        (HEAD + 'values = "kindness"\n', "$.values"),
        (HEAD + 'values = [{ cite = "A @1" }]\n', "$.values[0]"),
        (HEAD + "vision = 5\n", "$.vision"),
        (HEAD + 'partners = [{ role = "leads" }]\n', "$.partners[0]"),
        (HEAD + '[[statistics]]\nid = "a"\ntext = "5"\nform = "levle"\n', "$.statistics[0].form"),
        (HEAD + '[[people]]\nid = "a"\n', "$.people[0]"),
        (HEAD + "[period]\nstart = 5\n", "$.period.start"),
        (HEAD + '[period]\nstart = "1 April"\n', "$.period.start"),
        (HEAD + '[period]\nbasis = "infered"\n', "$.period.basis"),
        (HEAD + '[[bodies]]\nid = "board"\n', "$.bodies[0]"),
        (HEAD + SAID.replace('"narrative"', '"chat"'), "$.measures[0].statements[0].kind"),
        (HEAD + SAID.replace('title = "M"', 'title = "M"\ndirection = "hihger"'), "$.measures[0].direction"),
        (HEAD + SAID.replace('title = "M"', 'title = "M"\nunit = 5'), "$.measures[0].unit"),
        (HEAD + SAID + 'targets = [{ kind = "value" }]\n', TARGET),
        (
            HEAD + SAID + 'targets = [{ kind = "vlaue", value = 1 }]\n',
            TARGET,
        ),
        (HEAD + SAID + 'targets = [{ kind = "all", value = 1 }]\n', TARGET),
        (HEAD + SAID + "targets = [{ value = 1 }]\n", TARGET),
        (
            HEAD + SAID + 'targets = [{ kind = "value", value = "1" }]\n',
            TARGET,
        ),
    ],
)
def test_wrong_file_is_refused(schema: jsonschema.Draft202012Validator, text: str, where: str) -> None:
    """What the reader refuses by the form of a single key, the schema refuses at the same place."""
    assert _problems(schema, text) == [where]


def test_every_kind_of_target_is_in_the_schema(schema: jsonschema.Draft202012Validator) -> None:
    """The schema knows each kind of target by its word, and no other."""
    kinds = [
        schema.schema["$defs"][choice["$ref"].rpartition("/")[2]]["properties"]["kind"]["const"]
        for choice in schema.schema["$defs"]["Statement"]["properties"]["targets"]["items"]["oneOf"]
    ]
    assert kinds == list(TARGET_KINDS)
