"""The default registry: everything installed, as environment variables say."""

from __future__ import annotations

import functools
import os
from typing import TYPE_CHECKING, Final

from cypplan.plugins.registry import Registry

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["ALLOW", "BLOCK", "LOCAL", "STRICT", "default_registry", "from_environment", "put"]

BLOCK: Final = "CYPPLAN_BLOCK"
"""Names of plugins that are not loaded, separated by commas."""
ALLOW: Final = "CYPPLAN_ALLOW"
"""Names of the only plugins that are loaded, separated by commas."""
LOCAL: Final = "CYPPLAN_PLUGINS"
"""Plan files, modules and folders of plugins, separated as the folders of PATH are."""
STRICT: Final = "CYPPLAN_STRICT"
"""Whether the first failure of a plugin ends the program: 1 for yes."""


@functools.cache
def default_registry() -> Registry:
    """Return the registry of everything installed, made on first use."""
    return from_environment()


def from_environment() -> Registry:
    """Make a registry of everything installed, as the environment variables of this module say."""
    return Registry.from_entry_points(
        local=[path for path in os.environ.get(LOCAL, "").split(os.pathsep) if path],
        block=_names(BLOCK),
        allow=_names(ALLOW) or None,
        strict=os.environ.get(STRICT, "").strip().lower() in {"1", "true", "yes", "on"},
    )


def put(
    *,
    block: Iterable[str] | None = None,
    allow: Iterable[str] | None = None,
    local: Iterable[str | os.PathLike[str]] | None = None,
    strict: bool = False,
) -> None:
    """Set the environment variables, for the default registry that is made after this and for children."""
    values = {
        BLOCK: ",".join(block or ()),
        ALLOW: ",".join(allow or ()),
        LOCAL: os.pathsep.join(os.fspath(path) for path in local or ()),
        STRICT: "1" if strict else "",
    }
    os.environ.update({variable: value for variable, value in values.items() if value})


def _names(variable: str) -> list[str]:
    return [name.strip() for name in os.environ.get(variable, "").split(",") if name.strip()]
