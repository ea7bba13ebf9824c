"""What the tests of plugins share: the group under which they install plugins, and how one is installed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from pathlib import Path

GROUP = "cypplan_of_these_tests"  # so that what else is installed does not count


class Install(Protocol):
    """Put a distribution on the import path."""

    def __call__(
        self,
        name: str,
        code: str = "",
        *,
        version: str = "1.0",
        points: str | None = None,
        folder: str = "site",
    ) -> Path:
        """Write the module ``name`` and its metadata, with the text of ``points`` under the group."""
        ...
