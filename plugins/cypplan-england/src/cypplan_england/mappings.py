"""Which figures of published datasets are figures of which national indicator, as data for the readers."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

from cypplan.errors import LookupFailed
from cypplan_england.files import DATA

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["mapping_file", "mapping_names"]

_FOLDER: Final = DATA / "mappings"


@cache
def mapping_names() -> tuple[str, ...]:
    """Return the datasets that there are mappings for."""
    return tuple(sorted(path.stem for path in _FOLDER.glob("*.toml")))


def mapping_file(name: str) -> Path:
    """Return the mapping file of a dataset, for ``cypplan.read_any(path, mapping=...)``.

    Raises
    ------
    LookupFailed
        If there is none of that name.
    """
    if name not in mapping_names():
        what = "mapping of a dataset"
        raise LookupFailed(what, name, mapping_names())
    return _FOLDER / f"{name}.toml"
