"""What cells say, by the convention of their source."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cypplan.errors import LookupFailed
from cypplan.observations import Mark
from cypplan.observations.readers.marks import CONVENTIONS, Cell, convention_of

EES = CONVENTIONS["ees"]
OLD = CONVENTIONS["dfe-before-ees"]
GSS = CONVENTIONS["gss"]
OWN = CONVENTIONS["own"]


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("z", Mark.NOT_APPLICABLE),
        ("x", Mark.NOT_AVAILABLE),
        (":", Mark.NOT_AVAILABLE),
        ("c", Mark.SUPPRESSED),
        ("k", Mark.ROUNDS_TO_ZERO),
        ("low", Mark.ROUNDS_TO_ZERO),
        ("~", Mark.ROUNDS_TO_ZERO),
        (" Z ", Mark.NOT_APPLICABLE),
        ("LOW", Mark.ROUNDS_TO_ZERO),
    ],
)
def test_marks_of_ees(text: str, mark: Mark) -> None:
    """Protects: each letter of Explore Education Statistics keeps its meaning, in any case."""
    assert EES.read(text) == Cell(mark=mark)


def test_low_reliability_without_a_number() -> None:
    """Protects: "u" in place of a number says that there is none to rely on, and why."""
    assert EES.read("u") == Cell(mark=Mark.NOT_AVAILABLE, qualifiers=(Mark.LOW_RELIABILITY,))


def test_x_depends_on_the_era() -> None:
    """Protects: the letter alone means nothing; before EES "x" was suppressed and "." not applicable."""
    assert OLD.read("x").mark is Mark.SUPPRESSED
    assert EES.read("x").mark is Mark.NOT_AVAILABLE
    assert OLD.read(".").mark is Mark.NOT_APPLICABLE
    assert not EES.read(".").known
    assert not OLD.read("c").known


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("[c]", Cell(mark=Mark.SUPPRESSED)),
        ("[low]", Cell(mark=Mark.ROUNDS_TO_ZERO)),
        ("1.1[p]", Cell(1.1, qualifiers=(Mark.PROVISIONAL,))),
        ("1,234 [r][e]", Cell(1234.0, qualifiers=(Mark.REVISED, Mark.ESTIMATED))),
        ("1.1p", Cell(1.1, qualifiers=(Mark.PROVISIONAL,))),
        ("1.1 (r)", Cell(1.1, qualifiers=(Mark.REVISED,))),
        ("[r][x]", Cell(mark=Mark.NOT_AVAILABLE, qualifiers=(Mark.REVISED,))),
        ("[e]", Cell(mark=Mark.NOT_AVAILABLE, qualifiers=(Mark.ESTIMATED,))),
        ("0 [low]", Cell(mark=Mark.ROUNDS_TO_ZERO)),
        ("12 [note 3]", Cell(12.0)),
        ("12 [b][note 1, 2]", Cell(12.0, qualifiers=(Mark.SERIES_BREAK,))),
        ("5 [c]", Cell(known=False)),
        ("[c][z]", Cell(known=False)),
        ("[q]", Cell(known=False)),
        ("12 [p", Cell(known=False)),
        ("c", Cell(known=False)),
    ],
)
def test_brackets(text: str, cell: Cell) -> None:
    """Protects: bracket marks alone, stacked and behind a value.

    What contradicts itself is not understood.
    """
    assert GSS.read(text) == cell


def test_notes_may_redefine_a_mark() -> None:
    """Protects: a workbook's own sheet of notes goes before the usual meaning."""
    own = GSS.with_marks({"[x]": Mark.SUPPRESSED, "*": Mark.ROUNDED_5})
    assert own.read("[x]").mark is Mark.SUPPRESSED
    assert own.read("12 [r]").qualifiers == (Mark.REVISED,)
    assert GSS.read("[x]").mark is Mark.NOT_AVAILABLE


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,234", 1234.0),
        ("1,234,567.5", 1234567.5),
        ("-3", -3.0),
        ("\u22123.5", -3.5),
        (".5", 0.5),
        ("1E3", 1000.0),
        ("12,34", None),
        ("1,2345", None),
        ("1_000", None),
        ("nan", None),
        ("inf", None),
        ("1e999", None),
        ("0x10", None),
        ("\u0661", None),
        ("=1+1", None),
        ("31/03/2024", None),
        ("12%", None),
        ("#DIV/0!", None),
    ],
)
def test_numbers(text: str, value: float | None) -> None:
    """Protects: thousands are separated in threes or the cell is no number; nothing is guessed."""
    assert EES.number(text) == value
    assert EES.read(text).known is (value is not None)


def test_own_tables_write_more() -> None:
    """Protects: signs beside a number and "<5" are understood in an analyst's own table."""
    assert OWN.read("96.2%") == Cell(96.2)
    assert OWN.read("\u00a31,200") == Cell(1200.0)
    assert OWN.read("<5") == Cell(mark=Mark.SUPPRESSED)
    assert OWN.read("fewer than 5").mark is Mark.SUPPRESSED
    assert OWN.read("N/A").mark is Mark.NOT_APPLICABLE
    assert not OWN.read("fewer than 85 children").known


def test_unknown_convention() -> None:
    """Protects: a misspelt convention is refused with the names that there are."""
    with pytest.raises(LookupFailed, match="convention of marks"):
        convention_of("eess")


@given(st.text(max_size=80), st.sampled_from(sorted(CONVENTIONS)))
def test_any_text_is_understood_or_not(text: str, name: str) -> None:
    """Protects: no text breaks the reading of cells, and what has no mark has a finite value or is empty."""
    cell = CONVENTIONS[name].read(text)
    assert cell.value is None or cell.mark is None
    assert cell.known or (cell.value is None and cell.mark is None)
