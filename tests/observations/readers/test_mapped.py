"""Tables described by a mapping file: an analyst's own, and published ones with their indicators."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from reader_files import ees, ods, put, xlsx

from cypplan.errors import ReadError, SchemaError
from cypplan.observations.readers.mapping import load_mapping, mapping_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

OWN = """
title = "the quarterly return"
[file]
sheet = "Quarterly"
header_row = 3
[columns]
area = "Authority"
period = "Quarter"
group = "Who"
[constants]
source = "our case system"
release = "March 2025"
[marks]
"*" = "suppressed"
"[x]" = "not-collected"
[[figures]]
indicator = "stable"
value = "% stable"
count = "Number"
where = { Sort = ["A", "B"] }
[[figures]]
indicator = "number"
value = "Number"
period_kind = "quarter"
"""
GRID: list[list[object]] = [
    ["Placement stability, quarterly"],
    [None, "confidential"],
    ["Authority", "Quarter", "Who", "Sort", "% stable", "Number"],
    ["Halton Borough Council", "2024 Q1", "all", "A", "71.5%", 1234],
    ["Warrington", "Q2 2024/25", "boys", "C", "=1+1", "*"],
    ["Warrington", "2024 Q3", None, "B", "[x]", "about 5"],
    [None, None, None, None, None, None],
]


@pytest.mark.parametrize("write", [xlsx, ods])
def test_an_own_spreadsheet(read: Any, tmp_path: Path, write: Callable[..., Path]) -> None:
    """Protects: sheet, header row, own marks, percent signs.

    Filters and a name for the source are as described.
    """
    path = write(tmp_path / "own.x", {"Cover": [["words", "more"]], "Quarterly": GRID})
    found = read(path.read_bytes(), "own.bin", mapping=put(tmp_path, "own.toml", OWN))
    assert [
        (r["indicator"], r["area"], r["period"], r["group"], r["value"], r["mark"], r["count"])
        for r in found.rows
    ] == [
        ("stable", "E06000006", "2024 Q1", "all", 71.5, None, 1234.0),
        ("number", "E06000006", "2024 Q1", "all", 1234.0, None, None),
        ("number", "E06000007", "2024 Q3", "boys", None, "suppressed", None),
    ]
    assert {(r["source"], r["release"]) for r in found.rows} == {("our case system", "March 2025")}
    assert [(one["sheet"], one["row"], one["column"]) for one in found.rejected] == [
        ("Quarterly", 6, "% stable"),
        ("Quarterly", 6, "Number"),
    ]
    assert 'the sheet "Cover"' in found.notes


FIGURE = """
[[figures]]
indicator = "a"
value = "{}"
"""


def test_dates_and_decimal_commas(read: Any, tmp_path: Path) -> None:
    """Protects: a table of another locale is read as the mapping says, and only then."""
    text = (
        "Ort;Tag;Wert\nE06000006;2024-03-31;1.234,5\nE06000006;31/12/2024;12\nE06000006;2025-03-31;1,234.5\n"
    )
    mapping = '[file]\ndecimal = ","\n[columns]\narea = "Ort"\nperiod = "Tag"\n' + FIGURE.format("Wert")
    found = read(text, mapping=put(tmp_path, "m.toml", mapping))
    assert [(row["period"], row["value"]) for row in found.rows] == [
        ("2024-03-31", 1234.5),
        ("2024-12-31", 12.0),
    ]
    assert found.rejected[0]["text"] == "1,234.5"


def test_one_area_and_period_for_all(read: Any, tmp_path: Path) -> None:
    """Protects: what has no column of its own can be said once."""
    mapping = '[constants]\narea = "E06000006"\nperiod = "2024/25 financial"\ngroup = "girls"\n'
    found = read("n,other\n5,1\n", mapping=put(tmp_path, "m.toml", mapping + FIGURE.format("n")))
    (row,) = found.rows
    assert (row["area"], row["period"], row["group"], row["value"]) == (
        "E06000006",
        "2024/25 financial",
        "girls",
        5,
    )
    assert "does not name: other" in found.notes


def test_codes_for_other_texts(read: Any, tmp_path: Path) -> None:
    """Protects: a file that writes "ALL" for England.

    The region in a second column, is read by its mapping.
    """
    mapping = (
        '[columns]\narea = ["code", "region"]\nperiod = "year"\n[areas]\nALL = "E92000001"\n'
        '[[figures]]\nindicator = "a"\nvalue = "n"\n'
    )
    text = "code,region,year,n\nALL,ALL,2014,1\nALL,North West,2014,2\nE06000006,North West,2014,3\n"
    found = read(text, mapping=put(tmp_path, "m.toml", mapping))
    assert [row["area"] for row in found.rows] == ["E92000001", "E12000002", "E06000006"]


MAPPED = """
[file]
layout = "ees"
[constants]
period_kind = "day"
[former]
population_type = ["population_count"]
children_count = ["number"]
[[figures]]
indicator = "cla-number"
value = "children_count"
where = { population_type = "Children looked after" }
"""


@pytest.mark.parametrize("columns", ["population_type,children_count", "population_count,number"])
def test_a_published_file_becomes_indicators(read: Any, tmp_path: Path, columns: str) -> None:
    """Protects: a column renamed between releases is found under its former name, without any code."""
    text = ees(
        "2025|Reporting year|Halton|Children looked after,310",
        "2025|Reporting year|Halton|Children starting,99",
        columns=columns,
    )
    found = read(text, mapping=put(tmp_path, "m.toml", MAPPED))
    assert [(r["indicator"], r["period"], r["group"], r["value"]) for r in found.rows] == [
        ("cla-number", "2025-03-31", "all", 310.0)
    ]


def test_a_renamed_column_is_refused_by_name(read: Any, tmp_path: Path) -> None:
    """Protects: a column that nobody has described is named, and nothing is read."""
    text = ees(
        "2025|Reporting year|Halton|Children looked after,310", columns="population_kind,children_count"
    )
    with pytest.raises(SchemaError, match="lacks the column population_type"):
        read(text, mapping=put(tmp_path, "m.toml", MAPPED))


def test_a_new_filter_becomes_part_of_the_group(read: Any, tmp_path: Path) -> None:
    """Protects: a filter that a new release brings does not make two figures of one key."""
    text = ees(
        "2025|Reporting year|Halton|Children looked after,Total,310",
        "2025|Reporting year|Halton|Children looked after,Boys,160",
        columns="population_type,sex,children_count",
    )
    found = read(text, mapping=put(tmp_path, "m.toml", MAPPED))
    assert [(row["group"], row["value"]) for row in found.rows] == [("all", 310.0), ("sex: Boys", 160.0)]


def test_a_missing_sheet_is_named(tmp_path: Path) -> None:
    """Protects: a mapping for another sheet says which sheets there are."""
    from cypplan.observations.readers import read_any

    path = xlsx(tmp_path / "a.xlsx", {"Other": GRID})
    with pytest.raises(SchemaError, match='has no sheet "Quarterly"; there is: Other'):
        read_any(path, mapping=put(tmp_path, "own.toml", OWN))


def test_every_fault_of_a_mapping_at_once() -> None:
    """Protects: a mapping file with several faults is told all of them, with what there is instead."""
    table = {
        "file": {"sheet": 3, "decimals": ",", "marks": "ess"},
        "columns": {"area": 5},
        "marks": {"*": "hidden"},
        "figures": [{"indicator": "a"}, {"indicator": "a", "value": "b", "period_kind": "week"}, 3],
        "extra": 1,
    }
    with pytest.raises(ReadError) as caught:
        mapping_of(table)
    text = str(caught.value)
    for part in (
        "file.sheet: 3 is not a text",
        '"decimals" is not known. Did you mean "decimal"?',
        'file.marks: "ess" is none of',
        "columns.area: 5 is neither",
        '"hidden" is no mark',
        "figures[0]: lacks value",
        'figures[1].period_kind: "week"',
        "figures[2]: is no table",
        '"extra" is not known',
        "columns.period: say in which column",
    ):
        assert part in text, part


@pytest.mark.parametrize("content", ["[file", "\x00", ""])
def test_no_mapping_file(tmp_path: Path, content: str) -> None:
    """Protects: what is no mapping file is refused in words, a file that is not there as well."""
    with pytest.raises(ReadError):
        load_mapping(put(tmp_path, "m.toml", content))
    with pytest.raises(ReadError, match="cannot be read as a mapping file"):
        load_mapping(tmp_path / "none.toml")


def test_a_quarter_and_its_year_stand_in_two_columns(read: Any) -> None:
    """Protects: the texts of several columns are one label, and no second text is taken for a kind."""
    mapping = mapping_of({
        "columns": {"area": "place", "period": ["quarter", "year"]},
        "figures": [{"indicator": "a", "value": "n"}],
    })  # fmt: skip
    found = read("place,quarter,year,n\nE06000006,Q1,2024/25,5\nE06000006,Q4,2024/25,6\n", mapping=mapping)
    assert [row["period"] for row in found.rows] == ["2024 Q2", "2025 Q1"]
