from __future__ import annotations

import hashlib
import json

import jsonschema
import pytest
from reports_cases import PLANS

import cypplan
from cypplan import audit, reports
from cypplan.assess.changes import changes_since, earlier_card
from cypplan.assess.commentary import Comment
from cypplan.assess.plain import CARD_SCHEMA
from cypplan.reports.briefing import brief
from cypplan.reports.card_schema import SCHEMA_FILE, card_schema

SHAPES = {1: "b2a1cadc8adb68bc322314d9951dcdba8c116cc334b959368def32a289c148e4"}
"""The shape of each version that was ever published. Never change a line: raise CARD_SCHEMA and add one."""


def _validator() -> jsonschema.Draft202012Validator:
    schema = json.loads(SCHEMA_FILE.read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def _shape(value: object) -> object:
    """Return a schema without what is there for people only."""
    if isinstance(value, dict):
        return {
            key: _shape(inner)
            for key, inner in value.items()
            if key not in {"description", "title"} or isinstance(inner, dict)
        }
    return [_shape(one) for one in value] if isinstance(value, list) else value


def test_the_shipped_schema_is_that_of_the_classes() -> None:
    """The published file says what ``to_dict`` writes: ``python -m cypplan.reports.card_schema`` again."""
    assert json.loads(SCHEMA_FILE.read_text(encoding="utf-8")) == card_schema()


def test_another_shape_is_another_version() -> None:
    """Whoever changes the shape of the output raises its version, so that no reader is surprised."""
    text = json.dumps(_shape(card_schema()), sort_keys=True)
    assert hashlib.sha256(text.encode()).hexdigest() == SHAPES[CARD_SCHEMA]
    assert max(SHAPES) == CARD_SCHEMA


@pytest.mark.parametrize("day", ["2014-12-31", "2021-03-31", "2026-01-01"])
@pytest.mark.parametrize("name", PLANS)
def test_every_output_is_valid(name: str, day: str) -> None:
    """What every plan's scorecard writes as JSON is as the schema says, before and after its targets."""
    card = cypplan.scorecard(cypplan.plan(name), as_of=day)
    _validator().validate(json.loads(reports.render(card, "json")))
    assert json.loads(reports.render(card, "json")) == json.loads(json.dumps(card.to_dict()))


def test_what_stands_beside_is_valid(card: cypplan.Scorecard) -> None:
    """Charts, changes, comments and findings have their places in the schema."""
    import datetime as dt

    before = earlier_card(cypplan.scorecard(card.plan, as_of="2016-01-01"))
    comment = Comment(on=card.verdicts[0].id, date=dt.date(2021, 4, 1), text="t", decision="d")
    briefing = brief(
        card,
        changes=changes_since(card, before),
        comments={comment.on: (comment,)},
        findings=audit.check(card.plan, as_of=card.as_of),
    )
    data = json.loads(reports.render(briefing, "json"))
    assert {"charts", "changes", "comments", "findings"} <= set(data)
    _validator().validate(data)


def test_the_schema_is_not_blind(card: cypplan.Scorecard) -> None:
    """A part that is missing, one too many, or of another kind is refused."""
    data = card.to_dict()
    validator = _validator()
    assert validator.is_valid(data)
    assert not validator.is_valid({**data, "schema_version": CARD_SCHEMA + 1})
    assert not validator.is_valid({**data, "more": 1})
    assert not validator.is_valid({key: value for key, value in data.items() if key != "area"})
    first = {**data["verdicts"][0], "status": "perhaps"}
    assert not validator.is_valid({**data, "verdicts": [first]})
