"""Explore Education Statistics: every trap of the layout."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from reader_files import EES, ENGLAND, HALTON, ees, put

from cypplan.errors import SchemaError
from cypplan.observations.readers import read_any

if TYPE_CHECKING:
    from pathlib import Path

ONE = ees("202425|Academic year|Halton|Total,12", "202425|Academic year|England|Boys,x")


def test_wide_to_long_with_groups(read: Any) -> None:
    """Protects: each cell becomes one observation, with its area, period, group, source and mark."""
    found = read(
        ees(
            "2025|Reporting year|Halton|Total,12,3.5",
            "2025|Reporting year|England|Boys,c,z",
            columns="sex,number,percent",
        )
    )
    assert found.reading.reader == "ees"
    assert [
        (r["indicator"], r["area"], r["period"], r["group"], r["value"], r["mark"]) for r in found.rows
    ] == [
        ("data.number", "E06000006", "2024/25 financial", "all", 12.0, None),
        ("data.number", "E92000001", "2024/25 financial", "sex: Boys", None, "suppressed"),
        ("data.percent", "E06000006", "2024/25 financial", "all", 3.5, None),
        ("data.percent", "E92000001", "2024/25 financial", "sex: Boys", None, "not-applicable"),
    ]
    assert {r["source"] for r in found.rows} == {"data"}
    assert (found.summary.rows, found.summary.figures) == (2, 4)


@pytest.mark.parametrize("start", ["\ufeff", "", "\ufeff\ufeff"])
def test_byte_order_mark(read: Any, start: str) -> None:
    """Protects: a byte-order mark is no part of the first column's name."""
    assert read(start + ONE).summary.observations == 2


def test_utf_16_is_read(read: Any) -> None:
    """Protects: a file that says by its first bytes that it is UTF-16 is read."""
    assert read(ONE.encode("utf-16")).summary.observations == 2


def test_any_order_of_columns(read: Any) -> None:
    """Protects: columns are found by name and content, wherever they stand."""
    lines = [line.split(",") for line in ONE.splitlines()]
    turned = "\n".join(",".join(reversed(cells)) for cells in lines)
    assert sorted(map(str, read(turned).rows)) == sorted(map(str, read(ONE).rows))


@pytest.mark.parametrize(
    "level", ["Local authority", "local authority", "LOCAL AUTHORITY", "Local Authority "]
)
def test_spelling_of_levels(read: Any, level: str) -> None:
    """Protects: levels in any case name the same columns of codes."""
    assert read(ONE.replace("Local authority", level)).rows[0]["area"] == "E06000006"


def test_names_of_columns_in_another_case(read: Any) -> None:
    """Protects: the known columns are known in any case, and with blanks for underscores."""
    head, _, rest = ONE.partition("\n")
    assert read(head.title().replace("_", " ") + "\n" + rest).summary.observations == 2


def test_former_codes_and_numbers(read: Any) -> None:
    """Protects: an area that was given a new code is found under its old one, and by its three digits."""
    text = ONE.replace(HALTON, "E92000001,England,E12000003,Y,370,E08000016,Barnsley")
    assert read(text).rows[0]["area"] == "E08000038"
    text = ONE.replace(HALTON, "E92000001,England,E12000003,Y,370,,Barnsley")
    assert read(text).rows[0]["area"] == "E08000038"


def test_blank_places_of_single_spaces(read: Any) -> None:
    """Protects: codes that are a blank are no codes."""
    text = ONE.replace(ENGLAND, "E92000001,England, , , , , ")
    assert read(text).rows[1]["area"] == "E92000001"


def test_levels_without_an_area_are_listed(read: Any) -> None:
    """Protects: a school has no area of its own: rejected with its row, column, text and reason."""
    found = read(ONE.replace("Local authority", "School"))
    (one,) = found.rejected
    assert (one["row"], one["column"], one["text"]) == (2, "children_count", "12")
    assert 'level "School"' in one["reason"]
    assert found.summary.figures == 2


def test_unknown_areas_and_periods_are_listed(read: Any) -> None:
    """Protects: a row whose area or period is not understood is rejected, and those beside it survive."""
    text = (
        ees(
            "202425|Academic year|Halton|Total,12",
            "202499|Academic year|Halton|Total,13",
            "|Academic year|Halton|Total,14",
        )
        + "202425,Academic year,Local authority,E92000001,England,,,999,Q99,Nowhere,Total,15\n"
    )
    found = read(text)
    assert [row["value"] for row in found.rows] == [12.0]
    assert [(one["row"], one["text"]) for one in found.rejected] == [(3, "13"), (4, "14"), (5, "15")]


def test_unknown_text_is_listed_and_never_a_group(read: Any) -> None:
    """Protects: a text that is neither number nor mark is rejected, and the column stays one of figures."""
    found = read(ees("202425|Academic year|Halton|Total,12", "202425|Academic year|England|Total,*"))
    assert [row["value"] for row in found.rows] == [12.0]
    assert found.rejected[0]["text"] == "*"
    assert "children_count" in found.notes


def test_numbers_as_groups(read: Any) -> None:
    """Protects: an age written as a number is a group, not a figure."""
    found = read(
        ees("202425|Academic year|Halton|5,12", "202425|Academic year|Halton|6,13", columns="age,children")
    )
    assert [row["group"] for row in found.rows] == ["age: 5", "age: 6"]


def test_thousands_and_blanks(read: Any) -> None:
    """Protects: "1,234" in quotes is a number; an empty cell is not available, since nothing more is said."""
    found = read(ees('202425|Academic year|Halton|Total,"1,234"', "202425|Academic year|England|Total,"))
    assert found.values == [(1234.0, None, None), (None, "not-available", None)]


@pytest.mark.parametrize(
    ("cells", "mark"),
    [(("x", "."), "suppressed"), (("x", "c"), "not-available"), (("x", "5"), "not-available")],
)
def test_era_of_marks(read: Any, cells: tuple[str, str], mark: str) -> None:
    """Protects: "x" means what it meant when the file was made, which its other marks show."""
    found = read(
        ees(
            f"202425|Academic year|Halton|Total,{cells[0]}",
            f"202425|Academic year|England|Total,{cells[1]}",
            "202425|Academic year|England|Boys,3",
        )
    )
    assert found.rows[0]["mark"] == mark


def test_era_by_the_latest_year(read: Any) -> None:
    """Protects: a file that ends before 2019 and has no other mark is of the older convention.

    Which is said.
    """
    found = read(ees("201718|Academic year|Halton|Total,x", "201718|Academic year|England|Total,3"))
    assert found.rows[0]["mark"] == "suppressed"
    assert "assumed: marks" in found.notes
    assert (
        read(
            ees("201718|Academic year|Halton|Total,x", "201718|Academic year|England|Total,3"), marks="ees"
        ).rows[0]["mark"]
        == "not-available"
    )


def test_meta_file_goes_before_content(read: Any, tmp_path: Path) -> None:
    """Protects: the .meta.csv says what is a filter and what a figure.

    Which value stands for everybody.
    """
    put(
        tmp_path,
        "data.meta.csv",
        "col_name,col_type,label,filter_default\nsex,Filter,Sex,Persons\nchildren_count,Indicator,Children,\n",
    )
    found = read(
        ees(
            "202425|Academic year|Halton|Persons,12",
            "202425|Academic year|England|Boys,z",
            columns="sex,children_count",
        )
    )
    assert [row["group"] for row in found.rows] == ["all", "sex: Boys"]
    assert "by the .meta.csv" in found.notes


def test_meta_file_of_another_release_is_refused(read: Any, tmp_path: Path) -> None:
    """Protects: a column that was renamed between releases is named, and nothing is read wrongly."""
    put(tmp_path, "data.meta.csv", "col_name,col_type,label\nsex,Filter,Sex\nnumber,Indicator,Children\n")
    with pytest.raises(SchemaError, match="lacks the column number"):
        read(ONE)


def test_lacking_column_is_named(read: Any) -> None:
    """Protects: a file that lost a column is refused with its name, not taken for something else."""
    with pytest.raises(
        SchemaError, match=r"looks like Explore Education Statistics.*lacks the column time_identifier"
    ):
        read(ONE.replace("time_identifier", "identifier"))


def test_without_figures(tmp_path: Path) -> None:
    """Protects: a file of the layout without any figures says so."""
    text = "\n".join([EES, f"2025,Reporting year,National,{ENGLAND}", ""])
    with pytest.raises(SchemaError, match="no column of figures"):
        read_any(put(tmp_path, "a.csv", text))


def test_without_areas_codes_are_taken_as_published(read: Any) -> None:
    """Protects: reading works without any plugin, and then changes no code."""
    text = ONE.replace(HALTON, "E92000001,England,E12000003,Y,370,E08000016,Barnsley")
    assert read(text, areas=None).rows[0]["area"] == "E08000016"


def test_observations_stay_lazy(tmp_path: Path) -> None:
    """Protects: nothing is read before it is asked for.

    The frame is lazy, and its columns those of the contract.
    """
    import polars as pl

    from cypplan.observations import COLUMNS

    reading = read_any(put(tmp_path, "a.csv", ONE))
    assert isinstance(reading.observations, pl.LazyFrame)
    assert reading.observations.collect_schema().names() == [column.name for column in COLUMNS]
