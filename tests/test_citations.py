"""Documents and the places in them."""

from __future__ import annotations

import pickle
from pathlib import PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cypplan.citations import POSITIONS, Citation, Document
from cypplan.errors import ValueFault

words = st.text(min_size=1, max_size=20).filter(str.strip)
awkward = st.text(alphabet="ab>@[]\\ \0\n:", min_size=1, max_size=12).filter(str.strip)
headings = st.one_of(
    words, awkward, st.sampled_from(["table of contents", "row on row", "[1] Notes", "@home", "a > b"])
)
positions = st.builds("{} {}".format, st.sampled_from(POSITIONS), st.one_of(words, awkward))
citations = st.builds(
    Citation,
    heading=st.lists(headings, min_size=1, max_size=4).map(tuple),
    position=st.none() | positions,
    line=st.none() | st.integers(1, 100_000),
    document=st.none() | st.from_regex(r"[a-z][a-z0-9-]{0,10}", fullmatch=True),
)


def test_citation_in_words() -> None:
    """A citation reads as the path of headings, the position and the line."""
    place = Citation(
        ("Priority one: Live in settled families", "What difference will we make?"), "bullet 3", 253
    )
    assert str(place) == (
        "Priority one: Live in settled families > What difference will we make? > bullet 3 (line 253)"
    )
    assert str(Citation(("Key facts",), document="care-strategy-2018")) == "care-strategy-2018: Key facts"
    assert str(Citation(line=7)) == "line 7"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A > B > bullet 3 @253", Citation(("A", "B"), "bullet 3", 253)),
        ("A > B", Citation(("A", "B"))),
        ("A>B", Citation(("A", "B"))),
        ("footnote 9", Citation((), "footnote 9")),
        ("@12", Citation(line=12)),
        ("[strategy] A @1", Citation(("A",), None, 1, "strategy")),
        ("Table of contents", Citation(("Table of contents",))),
        ("bullet", Citation(("bullet",))),
        (r"\table of contents", Citation(("table of contents",))),
        (r"Write to a@b.uk > 5 \> 4 \@home", Citation(("Write to a@b.uk", "5 > 4 @home"))),
        ("  A   b  >  row  4  @9 ", Citation(("A b",), "row 4", 9)),
    ],
)
def test_compact_form_is_read(text: str, expected: Citation) -> None:
    """The one-line form of plan files says heading, position, line and document."""
    assert Citation.parse(text) == expected


@given(citations)
def test_compact_form_round_trips(citation: Citation) -> None:
    """Whatever a heading holds, the compact form is read back to an equal citation."""
    assert Citation.parse(citation.compact) == citation


@given(st.text(alphabet="ab>@[]\\ 1\0"))
def test_any_text_is_read_or_refused(text: str) -> None:
    """Reading a text either gives a citation that round-trips or raises ValueFault, nothing else."""
    try:
        citation = Citation.parse(text)
    except ValueFault:
        return
    assert Citation.parse(citation.compact) == citation


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "names no place"),
        ("A >  > B", "empty part"),
        ("> A", "empty part"),
        ("A @x", '"@x" is no line'),
        ("A @0", '"@0" is no line'),
        ("[no id!] A", '"no id!" is no id of a document'),
    ],
)
def test_faulty_text_is_refused_with_the_reason(text: str, message: str) -> None:
    """A text that names no place is refused with what was wrong in it."""
    with pytest.raises(ValueFault, match=message):
        Citation.parse(text)


def test_faulty_fields_are_refused_with_the_value() -> None:
    """Fields of the wrong form are named with their value."""
    with pytest.raises(ValueFault, match='"third bullet" is no position; write one of bullet'):
        Citation(("A",), "third bullet")
    with pytest.raises(ValueFault, match="part 2 of"):
        Citation(("A", " "))
    with pytest.raises(ValueFault, match="line: 0 is no line"):
        Citation(("A",), line=0)
    with pytest.raises(ValueFault, match="give a tuple of headings"):
        Citation("A > B")
    with pytest.raises(ValueFault, match="names no place"):
        Citation()


def test_broken_lines_in_headings_are_one_space() -> None:
    """Two extractions of one heading that break its lines differently give equal citations."""
    assert Citation(["What difference\n  will we make?"]) == Citation(("What difference will we make?",))


def test_citation_is_a_value() -> None:
    """Citations hash, pickle and cannot be changed."""
    place = Citation(("A",), "row 4", 3)
    assert pickle.loads(pickle.dumps(place)) == place  # noqa: S301 (our own bytes)
    assert {place: 1}[Citation(("A",), "row 4", 3)] == 1
    with pytest.raises(AttributeError):
        place.line = 4  # pyright: ignore[reportAttributeAccessIssue]


def test_document_says_what_it_is() -> None:
    """A document shows title, publisher and the date as it states it, if it does."""
    document = Document("care-2018", "Care Strategy", "Warrington Borough Council", "December 2018")
    assert str(document) == "Care Strategy (Warrington Borough Council, December 2018)"
    assert str(Document("x", "Plan", "Halton")) == "Plan (Halton)"


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"id": "care strategy"}, '"care strategy" is no id'),
        ({"title": ""}, "title: is empty"),
        ({"publisher": ""}, "publisher: is empty"),
        ({"file": str(PurePosixPath("/", "home", "someone", "plan.txt"))}, "without folders"),
        ({"file": "C:plan.txt"}, "without folders"),
        ({"file": ""}, "is no name of a file"),
    ],
)
def test_faulty_document_is_refused(fields: dict[str, str], message: str) -> None:
    """A document without a title or with the path of somebody's machine is refused."""
    right = {"id": "care-2018", "title": "Care Strategy", "publisher": "Warrington", "file": "care.txt"}
    assert Document(**right).file == "care.txt"
    with pytest.raises(ValueFault, match=message):
        Document(**(right | fields))
