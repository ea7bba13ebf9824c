"""Areas and a short way to read, for the tests of the readers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from reader_files import put

from cypplan.areas import Area, Areas
from cypplan.observations.readers import read_any

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

AREAS = Areas(
    [
        Area("E92000001", "England", "country"),
        Area("E12000002", "North West", "region", region="E92000001"),
        Area(
            "E06000006", "Halton", "authority", dfe_code="876", region="E12000002", other_names=("Halton UA",)
        ),
        Area("E06000007", "Warrington", "authority", dfe_code="877", region="E12000002"),
        Area("E08000038", "Barnsley", "authority", dfe_code="370", former_codes=("E08000016",)),
    ]
)


class Read:
    """A file that was read: its rows, rejections, summary and notes."""

    def __init__(self, path: Path, **options: Any) -> None:
        """Read it."""
        self.reading = read_any(path, areas=options.pop("areas", AREAS), **options)
        self.frame = self.reading.collect()
        self.rows = self.frame.to_dicts()
        self.rejected = self.reading.collect_rejections().to_dicts()
        self.summary = self.reading.summary()
        self.notes = "\n".join(f"{note.kind}: {note.text}" for note in self.reading.notes)
        assert self.summary.observations == len(self.rows)
        assert self.summary.rejections == len(self.rejected)

    @property
    def values(self) -> list[Any]:
        """Value, mark and qualifiers of each observation."""
        return [(row["value"], row["mark"], row["qualifiers"]) for row in self.rows]


@pytest.fixture
def read(tmp_path: Path) -> Callable[..., Read]:
    """Write a text to a file and read it."""
    return lambda text, name="data.csv", **options: Read(put(tmp_path, name, text), **options)
