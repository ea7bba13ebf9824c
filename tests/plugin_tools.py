"""What the tests of plugins share: the group under which they install plugins, and how one is installed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from cypplan.plugins import Registry

GROUP = "cypplan_of_these_tests"  # so that what else is installed does not count

REGISTRY: list[Registry] = []
"""The registry under test, for plugins that ask it."""


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
        files: Mapping[str, bytes] | None = None,
        metadata: str = "",
    ) -> Path:
        """Write the module ``name``, its metadata with the text of ``points``, and files beside it."""
        ...
