"""The outline of a plan's text: its headings, and the bullets and table rows under them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import attrs

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cypplan.citations import Citation

__all__ = ["Item", "Outline", "number_and_title", "outline_of"]

_SIGN: Final = r"(?:[-*•·▪●‣–—]|o(?=\s))"
_NUMBER: Final = (
    r"(?:\(?(?:[0-9]{1,2}|[a-z]|[ivx]{2,4})[.)](?=\s)"
    r"|[0-9]{1,2}(?:\.[0-9]{1,2})+(?:[.)](?=\s)|(?=\s+[\"'“\u2018(<>≤≥]?[A-Z0-9])))"
)
"""A list number: "1.", "a)", "(ii)"; a clause number, "1.1", only before a capital or a figure."""
_BULLET: Final = re.compile(rf"\s*(?:{_SIGN}\s*(?:{_NUMBER})?|{_NUMBER})\s*")
_OUTCOME: Final = re.compile(
    r"(?:strategic |our |key )?(?:outcome|priority|theme|ambition|objective|aim)s?\b"
    r"(?: (?:area )?(?P<number>[0-9]{1,2}|one|two|three|four|five|six|seven|eight|nine|ten))?\s*[:.–-]",
    re.IGNORECASE,
)
_LONGEST_HEADING: Final = 120
_SENTENCE_COLUMNS: Final = ("success measure", "measure of success", "target", "performance measure", "kpi")
_TIME_COLUMNS: Final = ("timescale", "by when", "deadline", "target date", "due", "completion")


@attrs.frozen(kw_only=True)
class Item:
    """A bullet, or a cell of a table, that may be a target sentence."""

    text: str
    line: int
    heading: tuple[str, ...]
    position: str
    outcome: str | None = None
    """The heading of the outcome under which it stands."""
    timescale: str | None = None
    in_table: bool = False

    @property
    def cite(self) -> Citation:
        """Its place in the document."""
        from cypplan.citations import Citation  # noqa: PLC0415 (a draft is made once; a plan is read often)

        return Citation(self.heading, self.position, self.line)


@attrs.frozen
class Outline:
    """What a plan's text holds, as far as its lines show it."""

    title: str | None
    period: str | None
    outcomes: tuple[tuple[str, int], ...]
    """Headings of outcomes, each with its line."""
    items: tuple[Item, ...]


@attrs.frozen
class _Line:
    number: int
    text: str
    raw: str
    alone: bool
    """Whether a blank line, or the end, stands before it."""


@attrs.define
class _Place:
    """Where the reading of lines has come to."""

    outcome: str | None = None
    section: str | None = None
    row: int = 0
    bullet: int = 0
    columns: tuple[str, ...] = ()

    @property
    def heading(self) -> tuple[str, ...]:
        return tuple(filter(None, (self.outcome, self.section)))

    def open(self, heading: str, *, outcome: bool) -> None:
        """Go under a heading."""
        if outcome:
            self.outcome, self.section = heading, None
        else:
            self.section = heading
        self.bullet = self.row = 0
        self.columns = ()


def outline_of(text: str) -> Outline:
    """Return headings, bullets and table rows of a plan's text, in order."""
    lines = _lines(text)
    place = _Place()
    outcomes: dict[str, int] = {}
    items: list[Item] = []
    at = 0
    while at < len(lines):
        line = lines[at]
        at += 1
        if "\t" in line.raw.strip():
            items += _row(line, place)
        elif _BULLET.match(line.raw) and not _is_outcome(line):
            more = _continuation(lines, at)
            items += _bullet(lines[at - 1 : at + more], place)
            at += more
        elif _is_heading(line):
            heading, at = _joined(lines, at)
            outcome = _OUTCOME.match(heading) is not None
            place.open(heading, outcome=outcome)
            if outcome:
                outcomes.setdefault(heading, line.number)
    title, period = _title(lines)
    return Outline(title, period, tuple(outcomes.items()), tuple(items))


def number_and_title(heading: str) -> tuple[str | None, str]:
    """Return the number that the label of an outcome's heading has, and the heading without the label."""
    label = _OUTCOME.match(heading)
    title = heading[label.end() :].strip() if label is not None else ""
    return (label["number"], title) if label is not None and title else (None, heading)


def _lines(text: str) -> list[_Line]:
    """Return the lines that hold something; columns of a table stay parted in the raw text."""
    found: list[_Line] = []
    alone = True
    for number, raw in enumerate(text.split("\n"), 1):
        plain = " ".join(raw.replace("**", "").split())
        if any(letter.isalnum() for letter in plain):
            found.append(_Line(number, plain, raw, alone))
        alone = not plain
    return found


def _is_outcome(line: _Line) -> bool:
    return _OUTCOME.match(line.text) is not None and len(line.text) <= _LONGEST_HEADING


def _is_heading(line: _Line) -> bool:
    """Whether a line stands apart, is short, begins with a letter and does not end as a sentence does."""
    short = len(line.text) <= _LONGEST_HEADING and line.text[-1] not in ".,;"
    return (line.alone and short and line.text[0].isalpha()) or _is_outcome(line)


def _joined(lines: Sequence[_Line], at: int) -> tuple[str, int]:
    """Return a heading, with the line after it where it ends in a colon and that line is one as well."""
    heading = lines[at - 1].text
    after = lines[at] if at < len(lines) else None
    open_ended = heading.endswith(":") and _OUTCOME.fullmatch(heading) is not None
    if open_ended and after is not None and _is_heading(after) and not _BULLET.match(after.raw):
        return f"{heading} {after.text}", at + 1
    return heading, at


def _continuation(lines: Sequence[_Line], at: int) -> int:
    """Return how many lines after a bullet still belong to it: a broken line goes on in small letters."""
    more = 0
    while at + more < len(lines):
        line, before = lines[at + more], lines[at + more - 1]
        if line.alone or _BULLET.match(line.raw) or "\t" in line.raw.strip() or before.text[-1] in ".;:":
            break
        more += 1
    return more


def _bullet(lines: Sequence[_Line], place: _Place) -> Iterator[Item]:
    place.bullet += 1
    text = " ".join([_BULLET.sub("", lines[0].text, count=1), *(line.text for line in lines[1:])]).strip()
    if text:
        yield Item(
            text=text,
            line=lines[0].number,
            heading=place.heading,
            position=f"bullet {place.bullet}",
            outcome=place.outcome,
        )


def _row(line: _Line, place: _Place) -> Iterator[Item]:
    """Read a row of a table whose head names a column of targets; a head sets the columns."""
    cells = [" ".join(cell.split()) for cell in line.raw.split("\t")]
    heads = tuple(cell.casefold() for cell in cells)
    if any(name in head for head in heads for name in _SENTENCE_COLUMNS) and not _column(
        place.columns, _SENTENCE_COLUMNS
    ):
        place.columns = heads
        return
    if heads == place.columns:
        return
    at = _column(place.columns, _SENTENCE_COLUMNS)
    if at is None or at >= len(cells) or not cells[at]:
        return
    place.row += 1
    when = _column(place.columns, _TIME_COLUMNS)
    yield Item(
        text=cells[at],
        line=line.number,
        heading=place.heading,
        position=f"row {place.row}",
        outcome=place.outcome,
        timescale=cells[when] or None if when is not None and when < len(cells) else None,
        in_table=True,
    )


def _column(columns: Sequence[str], names: Sequence[str]) -> int | None:
    return next((at for at, head in enumerate(columns) if any(name in head for name in names)), None)


_YEARS: Final = re.compile(
    r"(?:[0-9]{1,2} [A-Z][a-z]+ )?20[0-9]{2} to (?:[0-9]{1,2} [A-Z][a-z]+ )20[0-9]{2}"
    r"|20[0-9]{2}\s*(?:to\s*20[0-9]{2}|[-–—/]\s*(?:20)?[0-9]{2})(?![0-9])"
)
_NAMES_PLAN: Final = re.compile(r"\b(?:plan|strategy)\b", re.IGNORECASE)
_FIRST_LINES: Final = 40


def _title(lines: Sequence[_Line]) -> tuple[str | None, str | None]:
    """Return the first heading, or the first that names a plan, and the years in it or in the next lines."""
    heads = [at for at, line in enumerate(lines[:_FIRST_LINES]) if _is_heading(line) and "\t" not in line.raw]
    if not heads:
        return None, None
    first = next((at for at in heads if _NAMES_PLAN.search(lines[at].text)), heads[0])
    near = lines[first : first + 4]
    years = next((found[0] for line in near if (found := _YEARS.search(line.text))), None)
    return lines[first].text, years
