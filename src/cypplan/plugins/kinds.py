"""What each hook takes: the types of its values, by which name they are found, and how they are checked.

Values of rooms above the plugins (rules, formats) are named by what they can do, so that this room need not
know the rooms that use them.
"""

from __future__ import annotations

import importlib
import re
import sys
from collections.abc import Callable  # noqa: TC003 (the type of a field is read at run time)
from typing import TYPE_CHECKING, Final, Protocol

import attrs

from cypplan.errors import ValueFault
from cypplan.plugins.failures import shown

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["HOOKS", "AuditRule", "HookKind", "RagRule", "ReportFormat"]

_NAME: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_EXTENSION: Final = re.compile(r"\.[a-z0-9]+")


class AuditRule(Protocol):
    """What this room has to know of an audit rule; plugins make :class:`cypplan.audit.Rule`."""

    @property
    def code(self) -> str:
        """Its id: letters of the plugin's own, a hyphen and a number, as "HAL-1"."""
        ...

    @property
    def title(self) -> str:
        """What it finds, in a line."""
        ...

    @property
    def find(self) -> Callable[..., Iterable[object]]:
        """The function that looks at a plan, and yields what it finds."""
        ...


class RagRule(Protocol):
    """What this room has to know of a RAG rule; plugins make :class:`cypplan.assess.RagRule`."""

    @property
    def name(self) -> str:
        """How it is asked for, as in ``--rule``."""
        ...

    @property
    def version(self) -> str:
        """Which version of it this is; recorded in every verdict."""
        ...

    @property
    def words(self) -> str:
        """The rule in a sentence."""
        ...


def _matches(pattern: re.Pattern[str], example: str) -> Callable[[object, attrs.Attribute[str], str], None]:
    def check(_format: object, attribute: attrs.Attribute[str], value: str) -> None:
        if not pattern.fullmatch(value):
            raise ValueFault(f'{attribute.name}: "{value}" cannot be used; write it as "{example}"')

    return check


@attrs.frozen(kw_only=True)
class ReportFormat:
    """A format in which a report can be written."""

    name: str = attrs.field(validator=_matches(_NAME, "word-list"))
    """How it is asked for, as in ``--format``."""
    extension: str = attrs.field(validator=_matches(_EXTENSION, ".txt"))
    """How names of its files end."""
    render: Callable[..., str | bytes] = attrs.field(validator=attrs.validators.is_callable(), repr=False)
    """Returns the text or the bytes of a document of :mod:`cypplan.reports.tree`."""


@attrs.frozen(kw_only=True)
class HookKind:
    """One hook: what its values are, and by which of their attributes they are found."""

    hook: str
    type: str
    """Name of the type of its values."""
    module: str
    """Where that type is."""
    above: bool = False
    """Whether that is a room above this one. It is not loaded from here: a value of its types has done so."""
    key: str
    """The attribute by which a value is found."""
    pattern: re.Pattern[str] | None = None
    """How the key is written, where the type itself does not see to it."""
    example: str = ""
    reserved: frozenset[str] = frozenset()
    """Keys that the library itself has taken."""

    def problem(self, value: object) -> str | None:
        """Say why a value cannot be used, or return ``None``."""
        module = sys.modules.get(self.module) if self.above else importlib.import_module(self.module)
        wanted: type | None = getattr(module, self.type, None)
        if wanted is None or not isinstance(value, wanted):
            return f"{shown(value)} is no {self.type}"
        key = self.key_of(value)
        if self.pattern is not None and not self.pattern.fullmatch(key):
            return f'{shown(key)} cannot be the {self.key} of a {self.type}; write it as "{self.example}"'
        return None

    def key_of(self, value: object) -> str:
        """Return the name by which a value is found."""
        return str(getattr(value, self.key))


_KINDS: Final = (
    HookKind(hook="cypplan_plans", type="Path", module="pathlib", key="stem"),
    HookKind(hook="cypplan_indicators", type="Indicator", module="cypplan.indicators", key="id"),
    HookKind(hook="cypplan_areas", type="Area", module="cypplan.areas", key="code"),
    HookKind(
        hook="cypplan_comparator_sets", type="NeighbourSet", module="cypplan.comparators", key="version"
    ),
    HookKind(
        hook="cypplan_observations", type="ObservationSet", module="cypplan.observations.sets", key="id"
    ),
    HookKind(
        hook="cypplan_readers",
        type="Reader",
        module="cypplan.observations.readers.protocol",
        key="name",
        pattern=_NAME,
        example="my-survey",
    ),
    HookKind(
        hook="cypplan_audit_rules",
        type="Rule",
        module="cypplan.audit.rules",
        above=True,
        key="code",
        pattern=re.compile(r"[A-Z][A-Z0-9]*(?:-[A-Z0-9]+)+"),
        example="HAL-1",
    ),
    HookKind(
        hook="cypplan_report_formats",
        type="ReportFormat",
        module="cypplan.plugins.kinds",
        key="name",
        reserved=frozenset({"text", "md", "html", "json", "xlsx", "stratml", "stratml-1", "datapackage"}),
    ),
    HookKind(
        hook="cypplan_rag_rules",
        type="RagRule",
        module="cypplan.assess.rules",
        above=True,
        key="name",
        pattern=_NAME,
        example="my-rule",
        reserved=frozenset({"interval", "trajectory"}),
    ),
)
HOOKS: Final = {kind.hook: kind for kind in _KINDS}
"""The hooks in the order in which they are asked."""
