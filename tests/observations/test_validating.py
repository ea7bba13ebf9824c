"""A table is held against the contract: every fault at once, on every engine."""

from __future__ import annotations

import datetime as dt
import json
from importlib import resources
from typing import TYPE_CHECKING, Any

import pytest

from cypplan.errors import FrameError
from cypplan.observations import COLUMNS, check_observations, faults_of, table_schema

if TYPE_CHECKING:
    from engines import EngineKind

GOOD: dict[str, list[Any]] = {
    "indicator": ["a", "a", "b"],
    "area": ["E06000006"] * 3,
    "period": ["2014", "2015", "2014"],
    "period_kind": ["calendar"] * 3,
    "period_start": [dt.date(2014, 1, 1), dt.date(2015, 1, 1), dt.date(2014, 1, 1)],
    "period_end": [dt.date(2014, 12, 31), dt.date(2015, 12, 31), dt.date(2014, 12, 31)],
    "value": [1.0, None, 3.0],
    "count": [5.0, None, 7.0],
    "lower": [0.5, None, 2.0],
    "upper": [1.5, None, 4.0],
    "mark": [None, "suppressed", None],
    "qualifiers": ["provisional revised", None, None],
}


def made(engine: EngineKind, columns: dict[str, list[Any]]) -> Any:
    """Return a table of the engine."""
    types = {"number": "Float64", "date": "Date", "text": "String"}
    return engine.make(columns, {one.name: types[one.type] for one in COLUMNS if one.name in columns})


def changed(**columns: list[Any]) -> dict[str, list[Any]]:
    """Return the good table with some columns changed."""
    return GOOD | columns


def test_a_good_table_has_no_fault(engine: EngineKind) -> None:
    """Protects: a table that keeps the contract is not complained of, on any engine."""
    assert faults_of(made(engine, GOOD)) == ()


@pytest.mark.parametrize(
    ("columns", "column", "row", "message"),
    [
        ({"mark": [None, None, None]}, "mark", 2, "says why"),
        ({"mark": ["suppressed", "suppressed", None]}, "mark", 1, "beside a value"),
        ({"mark": [None, "hidden", None]}, "mark", 2, "is none of"),
        ({"qualifiers": [None, None, "provisional; new"]}, "qualifiers", 3, "separated by blanks"),
        ({"period_kind": ["calendar", "year", "calendar"]}, "period_kind", 2, "is none of: calendar"),
        ({"area": ["E06000006", None, "E06000006"]}, "area", 2, "is empty"),
        ({"upper": [0.1, None, 4.0]}, "upper", 1, "below the lower limit"),
        ({"count": [-1.0, None, 7.0]}, "count", 1, "is negative"),
        (
            {"period_end": [dt.date(2013, 1, 1), *GOOD["period_end"][1:]]},
            "period_end",
            1,
            "before period_start",
        ),
    ],
)
def test_each_fault_has_its_place(
    engine: EngineKind, columns: dict[str, list[Any]], column: str, row: int, message: str
) -> None:
    """Protects: a fault names the file, the row where the engine has rows, else the key, and the column."""
    (fault,) = faults_of(made(engine, changed(**columns)), name="figures.csv")
    assert fault.column == column
    assert message in fault.message
    assert fault.row in {row, None}
    assert fault.row is not None or dict(fault.key)["indicator"]
    assert str(fault).startswith("figures.csv, ")


def test_all_faults_at_once() -> None:
    """Protects: a table with several faults is told all of them in one message."""
    import polars as pl

    table = pl.DataFrame(changed(mark=["odd", None, None], qualifiers=["x", None, None]))
    with pytest.raises(FrameError) as caught:
        check_observations(table, name="f.csv")
    text = str(caught.value)
    assert text.startswith("f.csv: 4 faults\n")
    assert 'f.csv, row 1, column "qualifiers": "x": are some of these' in text


def test_missing_and_mistyped_columns() -> None:
    """Protects: a column that is missing or of the wrong type is a fault of its own, with what it holds."""
    import polars as pl

    table = pl.DataFrame(GOOD).rename({"value": "vlaue"}).with_columns(count=pl.lit("five"))
    messages = [str(fault) for fault in faults_of(table)]
    assert any('column "value": is missing. Did you mean "vlaue"?' in one for one in messages)
    assert any('column "count": holds String, which is no number' in one for one in messages)


def test_a_key_that_stands_there_twice(engine: EngineKind) -> None:
    """Protects: two figures of one key are a fault, with the key, whatever the engine."""
    faults = faults_of(made(engine, changed(period=["2014", "2014", "2014"])))
    assert [fault.message.partition(";")[0] for fault in faults] == ["stands there 2 times"]
    assert dict(faults[0].key) == {"indicator": "a", "area": "E06000006", "period": "2014"}


def test_the_schema_is_the_contract() -> None:
    """Protects: the schema that is shipped for other tools is that of the code."""
    shipped = json.loads(
        resources.files("cypplan.observations").joinpath("observation-table.schema.json").read_text("utf-8")
    )
    assert shipped == table_schema()
    assert [field["name"] for field in shipped["fields"]] == [column.name for column in COLUMNS]
