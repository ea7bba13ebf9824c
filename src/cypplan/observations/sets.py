"""Where figures come from: sources, and sets of observations that a plugin carries."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import attrs

from cypplan.errors import ExtraMissingError

if TYPE_CHECKING:
    from datetime import date

    import polars as pl

__all__ = ["ObservationSet", "Source"]


@attrs.frozen(kw_only=True)
class Source:
    """A publication that figures were taken from."""

    id: str
    title: str
    publisher: str
    release: str
    """Which release of it, in the publisher's words."""
    licence: str
    published: date | None = None
    """When this release was published, where known."""
    url: str | None = None


@attrs.frozen(kw_only=True)
class ObservationSet:
    """Figures that a plugin carries: a Parquet file in the observation format, and its sources."""

    id: str
    title: str
    path: Path = attrs.field(converter=Path)
    sources: tuple[Source, ...] = ()

    def scan(self) -> pl.LazyFrame:
        """Open the figures lazily with Polars; nothing is read before a query is collected."""
        try:
            import polars as pl  # noqa: PLC0415 (an extra, and loaded only where figures are read)
        except ImportError as error:
            raise ExtraMissingError("reading published figures", "polars", "polars") from error
        return pl.scan_parquet(self.path)
