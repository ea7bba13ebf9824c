"""The contract of the observation table."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from cypplan.errors import FrameError
from cypplan.observations import COLUMNS, MISSING_MARKS, QUALIFIERS, Mark, check_columns

REQUIRED = ["indicator", "area", "period", "period_kind", "period_start", "period_end", "value"]
NAMES = [column.name for column in COLUMNS]


def test_required_columns_are_fixed() -> None:
    """Other programs write this table: which columns they must have does not change unnoticed."""
    assert [column.name for column in COLUMNS if not column.optional] == REQUIRED


def test_columns_are_said_once_with_type_and_meaning() -> None:
    """Each column has one name, one of three types, and a meaning."""
    assert len(set(NAMES)) == len(NAMES)
    assert {column.type for column in COLUMNS} == {"text", "number", "date"}
    assert all(column.meaning for column in COLUMNS)
    assert all(re.fullmatch("[a-z_]+", name) for name in NAMES)


def test_every_mark_is_of_one_sort() -> None:
    """A mark stands either in place of a value or beside one."""
    assert set(Mark) == MISSING_MARKS | QUALIFIERS
    assert not MISSING_MARKS & QUALIFIERS
    assert Mark.SUPPRESSED in MISSING_MARKS
    assert Mark.PROVISIONAL in QUALIFIERS


@pytest.mark.parametrize("names", [REQUIRED, NAMES, [*REQUIRED, "my own", "value_2"], REQUIRED[::-1]])
def test_enough_columns(names: list[str]) -> None:
    """The required columns suffice, in any order, whatever stands beside them."""
    check_columns(names)


@pytest.mark.parametrize("name", REQUIRED)
def test_missing_column_is_named(name: str) -> None:
    """A table without a required column is refused with the column's name and with what it has."""
    with pytest.raises(FrameError) as caught:
        check_columns([one for one in REQUIRED if one != name])
    assert f"observations lack the column {name};" in str(caught.value)
    assert "the table has: " in str(caught.value)


def test_misspelt_column_is_guessed() -> None:
    """The caller's column that comes nearest to a missing one is offered, and none of the contract's."""
    with pytest.raises(FrameError) as caught:
        check_columns([*REQUIRED[:-1], "vlaue"])
    assert str(caught.value) == (
        'observations lack the column value; Did you mean "vlaue"? '
        f"the table has: {', '.join(REQUIRED[:-1])}, vlaue"
    )
    with pytest.raises(FrameError) as caught:
        check_columns([name for name in REQUIRED if name != "period_start"])
    assert "Did you mean" not in str(caught.value)


def test_table_without_columns() -> None:
    """A table of nothing is refused in words, too."""
    with pytest.raises(FrameError, match="lack the columns indicator, area, period"):
        check_columns([])


def test_published_figures_keep_the_contract() -> None:
    """The figures that the package for England carries have every column of the contract, in its order."""
    import polars as pl

    import cypplan

    (path,) = {one.path for one in cypplan.registry().observation_sets.values()}
    assert isinstance(path, Path)
    assert list(pl.scan_parquet(path).collect_schema().names()) == NAMES
