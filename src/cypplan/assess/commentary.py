"""What an authority says of its verdicts, and what it decided: dated comments from a file of its own.

```toml
[[comment]]
on = "placement-stability"        # id of a measure or of a verdict
date = 2021-05-12
by = "Head of service"
text = "Two placements ended with one closure."
decision = "Commission four local placements by September."    # may be left out
```
"""

from __future__ import annotations

import datetime as dt
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import attrs

from cypplan.errors import Fault, PlanFileError, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from os import PathLike

    from cypplan.assess.scorecard import Scorecard

__all__ = ["Comment", "CommentFileError", "read_comments"]

_FIELDS: Final = {"on": str, "date": dt.date, "by": str, "text": str, "decision": str}
_NEEDED: Final = ("on", "date", "text")


class CommentFileError(PlanFileError):
    """A file of comments that cannot be used; ``faults`` holds all of them."""


@attrs.frozen(kw_only=True)
class Comment:
    """What somebody said of a verdict on a day, and what was decided."""

    on: str
    """Id of the verdict, or of the measure whose every target it speaks of."""
    date: dt.date
    text: str
    by: str | None = None
    decision: str | None = None


def read_comments(path: str | PathLike[str], card: Scorecard) -> Mapping[str, tuple[Comment, ...]]:
    """Return the comments of a file by the id of what they speak of, the newest first.

    Raises
    ------
    CommentFileError
        If the file is no TOML, a comment lacks something, or it speaks of what the scorecard does not have;
        every fault is named.
    OSError
        If the file cannot be opened.
    """
    path = Path(path)
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except ValueError as error:
        raise CommentFileError(str(path), [Fault("", f"no TOML: {error}")]) from error
    known = list(dict.fromkeys(name for v in card for name in (v.id, v.measure.id)))
    faults = list(_faults(data, known))
    if faults:
        raise CommentFileError(str(path), faults)
    found: dict[str, list[Comment]] = {}
    for row in sorted(data.get("comment", []), key=lambda row: row["date"], reverse=True):
        found.setdefault(row["on"], []).append(Comment(**row))
    return {name: tuple(comments) for name, comments in found.items()}


def _faults(data: Mapping[str, Any], known: list[str]) -> Iterator[Fault]:
    for name in data:
        if name != "comment":
            yield Fault(name, "only [[comment]] tables are read" + did_you_mean(name, ["comment"]))
    rows = data.get("comment", [])
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        yield Fault("comment", "write each comment as a table of its own, under [[comment]]")
        return
    for at, row in enumerate(rows):
        place = f"comment[{at}]"
        yield from (Fault(place, f'"{name}" is missing') for name in _NEEDED if name not in row)
        for name, value in row.items():
            problem = _problem(name, value, known)
            if problem:
                yield Fault(f"{place}.{name}", problem)


def _problem(name: str, value: object, known: list[str]) -> str:
    """Return what is wrong with a field of a comment; empty where nothing is."""
    kind = _FIELDS.get(name)
    if kind is None:
        return f"no such field;{did_you_mean(name, list(_FIELDS))}"
    if type(value) is not kind or not value:
        wanted = "a day, as 2021-05-12 without quotes" if kind is dt.date else "a text that is not empty"
        return f"{value!r} is not {wanted}"
    if name == "on" and value not in known:
        return f'"{value}" is no measure or verdict of this scorecard.{did_you_mean(str(value), known)}'
    return ""
