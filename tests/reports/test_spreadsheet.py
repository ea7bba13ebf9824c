from __future__ import annotations

import re
import sys
import warnings
from typing import TYPE_CHECKING

import pytest
from reports_cases import parts, read_workbook, table

import cypplan
from cypplan import reports
from cypplan.errors import ExtraMissingError, ValueFault
from cypplan.observations.table import Mark
from cypplan.reports.briefing import brief
from cypplan.reports.shorthand import MEANINGS, shorthand
from cypplan.reports.spreadsheet import LONGEST, Book, Number, Sheet, SheetColumn, workbook
from cypplan.reports.tree import Cell, Chart, Charts, Column, Document, Row, Section, Table

if TYPE_CHECKING:
    from pathlib import Path

    from cypplan.assess import Scorecard

DIGITS = 1e-15
"""A spreadsheet keeps sixteen digits of a number."""
HARM = (
    "=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(A1)", "{=1}", "[link](http://x.example) and [b](c)",
    "$$note$$ and $$other$$", "http://x.example", "internal:Notes!A1", "مرحبا", "😀", "—", "a\tb\x00c",
    "\u202eback", "x" * 40_000, "   ",
)  # fmt: skip


@pytest.fixture(scope="module")
def written(card: Scorecard) -> bytes:
    """The spreadsheet of a scorecard."""
    made = reports.made(card, "xlsx")
    assert isinstance(made, bytes)
    return made


def _book(*rows: tuple[object, ...], title: str = "T") -> Book:
    columns = tuple(SheetColumn(f"Column {number}", note="n") for number in range(len(rows[0])))
    sheet = Sheet(label="One", title=title, about=title, columns=columns, rows=rows)  # type: ignore[arg-type]
    return Book(title=title, intro=(title,), about=(title,), notes={"n": title}, sheets=(sheet,))


def test_it_has_cover_contents_notes_and_one_table_on_each_sheet(written: bytes) -> None:
    """The sheets are those of the guidance, in its order; each has one table and no merged cell."""
    sheets = read_workbook(written)
    assert list(sheets)[:3] == ["Cover", "Contents", "Notes"]
    assert len(parts(written, r"xl/tables/table\d+\.xml")) == len(sheets) - 1
    for number, xml in enumerate(parts(written, r"xl/worksheets/sheet\d+\.xml")):
        assert "mergeCell" not in xml
        assert xml.count("<tablePart ") == (1 if number else 0)
    names = [row["Sheet name"] for row in table(sheets["Contents"], "Sheet name")]
    assert names == list(sheets)[3:]


def test_no_cell_of_a_table_is_empty_and_every_mark_is_explained(written: bytes) -> None:
    """What is missing has a mark in brackets, and its meaning stands on its sheet and on the cover."""
    sheets = read_workbook(written)
    cover = " ".join(map(str, sheets["Cover"].values()))
    for label, cells in list(sheets.items())[3:]:
        rows = table(cells, next(_first_heading(cells)))
        assert len({len(row) for row in rows}) == 1, label
        words = {str(value) for row in rows for value in row.values()}
        legend = next((str(value) for value in cells.values() if str(value).startswith("Marks: ")), "")
        for mark in set(MEANINGS) & {part for word in words for part in word.split()}:
            assert f"{mark} {MEANINGS[mark]}" in legend, (label, mark)
            assert f"{mark} {MEANINGS[mark]}" in cover, (label, mark)


def _first_heading(cells: dict[str, str | float]) -> object:
    """Yield the first heading of the table of a sheet: the first row that has a second cell."""
    rows = sorted(int(place[1:]) for place in cells if place[0] == "B" and place[1:].isdigit())
    yield str(cells[f"A{rows[0]}"]).split("\n")[0]


def test_figures_are_numbers_and_notes_are_numbered(written: bytes, card: Scorecard) -> None:
    """An analyst can compute with a figure; headings refer to the notes by number."""
    sheets = read_workbook(written)
    rows = {row["Target id"]: row for row in table(sheets["Targets"], "Outcome")}
    for verdict in card:
        seen = verdict.observation
        shown = rows[verdict.id]["Figure"]
        if seen is None or seen.value is None:
            assert str(shown).startswith("["), verdict.id
        else:
            assert shown == pytest.approx(seen.value, rel=DIGITS), verdict.id
    headings = " ".join(str(value) for value in sheets["Targets"].values() if "\n[note " in str(value))
    called = {int(number) for number in re.findall(r"\[note (\d+)\]", headings)}
    numbers = {row["Note number"] for row in table(sheets["Notes"], "Note number")}
    assert called
    assert called <= numbers


def test_a_mark_stands_in_place_of_a_suppressed_figure() -> None:
    """Each mark has its own brackets and a meaning."""
    assert {shorthand(mark) for mark in Mark} <= set(MEANINGS)
    assert shorthand("suppressed") == "[c]"
    assert shorthand("something-new") == "[something-new]"


def test_what_stands_beside_a_card_has_sheets_of_its_own(card: Scorecard) -> None:
    """Findings and the figures behind the charts are there where they were asked for."""
    from cypplan import audit

    briefing = brief(card, findings=audit.check(card.plan, as_of=card.as_of))
    sheets = read_workbook(reports.made(briefing, "xlsx"))  # type: ignore[arg-type]
    assert {"Findings", "Series"} <= set(sheets)
    own = {
        (row["Target id"], row["Period"]): row["Figure"]
        for row in table(sheets["Series"], "Target id")
        if row["Figure of"] == "own"
    }
    judged = [verdict for verdict in card if verdict.id in briefing.charts and verdict.observation]
    assert judged
    for verdict in judged:
        figures = [value for (name, _), value in own.items() if name == verdict.id]
        assert verdict.observation is not None
        value = verdict.observation.value
        assert value is None or any(one == pytest.approx(value, rel=DIGITS) for one in figures)


def test_nothing_in_a_text_acts() -> None:
    """No text becomes a formula, a link or a reference to a note, or stops the spreadsheet."""
    raw = workbook(_book(*((text, Number(1.5, 1)) for text in HARM), title="=1 [a](b) [c](d) $$x$$ 😀"))
    sheets = read_workbook(raw)
    xml = "".join(parts(raw, r"xl/worksheets/sheet\d+\.xml"))
    assert "<f>" not in xml
    assert xml.count("<hyperlink ") == 1  # from the contents to the sheet
    shown = [row["Column 0"] for row in table(sheets["One"], "Column 0")]
    assert shown[:8] == list(HARM[:8])
    assert shown[12:14] == ["a b\\u0000c", "\\u202eback"]
    assert len(str(shown[14])) == LONGEST
    assert str(shown[14]).endswith("(cut: the cell is full)")
    assert shown[15] == "[z]"
    assert sheets["Cover"]["A1"] == sheets["One"]["A1"] == "=1 [a](b) [c](d) $$x$$ 😀"
    assert len(table(sheets["Notes"], "Note number")) == 1
    assert 'quotePrefix="1"' in parts(raw, r"xl/styles\.xml")[0]


def test_headings_are_made_different_and_short() -> None:
    """A table of a spreadsheet needs headings that differ and are short; plans may share a title."""
    sheet = Sheet(
        label="One",
        title="T",
        columns=(
            *(SheetColumn("A plan") for _ in range(3)),
            SheetColumn("x" * 999, note="n"),
            SheetColumn("$$a$$"),
        ),
        rows=(("a", "b", "c", "d", "e"),),
    )
    cells = read_workbook(workbook(Book(title="B", notes={"n": "N"}, sheets=(sheet,))))["One"]
    (row,) = table(cells, "A plan")
    heads = list(row)
    assert heads[:3] == ["A plan", "A plan (2)", "A plan (3)"]
    assert len(heads[3]) == 200
    assert "$$" not in heads[4]


def test_a_document_has_every_table_and_text() -> None:
    """Any document can be a spreadsheet: charts by the table behind them, headings as a column."""
    inner = Table(
        caption="C", head="H", columns=(Column("N", numeric=True),), rows=(Row(Cell("r"), (Cell("1,204"),)),)
    )
    chart = Chart(kind="k", title="T", short="T", text="A text", table=inner)
    document = Document(title="D", blocks=(Section(title="S", blocks=(inner, Charts((chart,)))),))
    sheets = read_workbook(reports.made(document, "xlsx"))  # type: ignore[arg-type]
    assert list(sheets)[3:] == ["Table 1", "Table 2"]
    assert table(sheets["Table 1"], "H") == [{"H": "r", "N": 1204.0}]
    assert sheets["Table 2"]["A2"] == "A text"
    empty = read_workbook(reports.made(Document(title="Nothing", blocks=()), "xlsx"))  # type: ignore[arg-type]
    assert "Nothing" in empty["Remarks"].values()


def test_every_text_of_a_plan_is_in_its_spreadsheet() -> None:
    """The spreadsheet of a plan loses no statement."""
    plan = cypplan.plan("worcestershire-cypp-2014")
    sheets = read_workbook(reports.made(plan, "xlsx"))  # type: ignore[arg-type]
    words = {str(value) for cells in sheets.values() for value in cells.values()}
    for measure in plan.measures:
        for statement in measure.statements:
            assert any(" ".join(statement.text.split()) in one for one in words), measure.id


def test_the_same_card_gives_the_same_bytes(card: Scorecard, written: bytes) -> None:
    """A file that is made again is no change."""
    assert reports.made(card, "xlsx") == written


def test_it_is_no_text_and_says_so(card: Scorecard, tmp_path: Path) -> None:
    """Asked for as text it says how to have it; saved by its ending it is there."""
    with pytest.raises(ValueFault, match="-o FILE"):
        reports.render(card, "xlsx")
    path = tmp_path / "card.xlsx"
    reports.save(card, path, reports.format_of(path) or "")
    assert path.read_bytes()[:2] == b"PK"


def test_without_its_package_it_names_the_extra(card: Scorecard, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who has not installed gptables is told what to install."""
    monkeypatch.setitem(sys.modules, "gptables", None)
    with pytest.raises(ExtraMissingError, match=r"cypplan\[xlsx\]"):
        reports.made(card, "xlsx")


def test_making_it_warns_of_nothing(card: Scorecard) -> None:
    """What the library below deprecates is not our user's affair."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        reports.made(card, "xlsx")
