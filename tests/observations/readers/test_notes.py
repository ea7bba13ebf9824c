"""Marks that a workbook explains itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from reader_files import HALTON, ods, xlsx

from cypplan.areas import Area, Areas
from cypplan.observations.readers import read_any
from cypplan.observations.readers.notes import meaning_of

if TYPE_CHECKING:
    from pathlib import Path

AREAS = Areas([Area("E06000006", "Halton", "authority", dfe_code="876")])
HEADER: list[object] = ["indicator", "area", "period", "value"]
CELLS = ("[x]", "12 [p]", ":", "*", "[z]", "7")
FIGURES: list[list[object]] = [
    HEADER,
    *([f"i{at}", HALTON.split(",")[5], "2024/25", cell] for at, cell in enumerate(CELLS)),
]
NOTES: list[list[object]] = [
    ["Notes"],
    ["This table holds revised figures and some that are suppressed."],
    ["[note 1]", "Not available before 2013."],
    ["[x]", "Suppressed to protect confidentiality"],
    ["[p]", "Revised since the last release"],
    [": = not applicable"],
    ["* indicates that fewer than half a unit, that is it rounds to zero"],
    ["a", "Not collected"],
]


@pytest.mark.parametrize("write", [xlsx, ods])
def test_notes_go_before_the_convention(tmp_path: Path, write: type) -> None:
    """Protects: a mark means what the workbook says; what it does not explain keeps its usual meaning."""
    path = write(tmp_path / "book", {"Notes": NOTES, "Data": FIGURES})
    reading = read_any(path, areas=AREAS)
    rows = reading.collect().select("indicator", "value", "mark", "qualifiers").rows()
    assert rows == [
        ("i0", None, "suppressed", None),
        ("i1", 12.0, None, "revised"),
        ("i2", None, "not-applicable", None),
        ("i3", None, "rounds-to-zero", None),
        ("i4", None, "not-applicable", None),
        ("i5", 7.0, None, None),
    ]
    said = [note.text for note in reading.notes]
    assert any("[x] suppressed, [p] revised, : not-applicable, * rounds-to-zero" in text for text in said)
    assert not any('sheet "Notes"' in text for text in said)


def test_what_the_caller_says_goes_before_the_notes(tmp_path: Path) -> None:
    """Protects: a convention that is asked for is kept."""
    path = xlsx(tmp_path / "book", {"Notes": NOTES, "Data": FIGURES})
    assert read_any(path, areas=AREAS, marks="gss").collect()["mark"][0] == "not-available"


def test_other_sheets_explain_nothing(tmp_path: Path) -> None:
    """Protects: pairs of texts in a sheet of figures, and letters without a heading, change no meaning."""
    path = xlsx(tmp_path / "book", {"Table 1": NOTES, "Data": FIGURES})
    assert read_any(path, areas=AREAS).collect()["mark"][0] == "not-available"


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("Not available", "not-available"),
        ("Data are not available because they are confidential", "suppressed"),
        ("Value is less than half the unit shown", "rounds-to-zero"),
        ("Not applicable, or not collected", None),
        ("Provisional and revised", None),
        ("A break in the time series", "series-break"),
        ("Total", None),
    ],
)
def test_meanings(text: str, mark: str | None) -> None:
    """Protects: a meaning in words is one mark, and where it may be two it is none."""
    assert meaning_of(text) == mark


def test_a_symbol_with_two_meanings_keeps_its_usual_one(tmp_path: Path) -> None:
    """Protects: notes that contradict each other decide nothing."""
    notes = [*NOTES, ["[x]", "Not applicable"]]
    path = xlsx(tmp_path / "book", {"Cover": notes, "Data": FIGURES})
    assert read_any(path, areas=AREAS).collect()["mark"][0] == "not-available"
