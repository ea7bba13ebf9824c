"""What an author says about a new package, each thing with what is taken where it is not said."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Final

import attrs

from cypplan.errors import ValueFault
from cypplan.scaffold.names import Names

if TYPE_CHECKING:
    from cypplan.areas import Area
    from cypplan.indicators import Indicator

__all__ = ["INDICATOR", "Choices"]

INDICATOR: Final = "cla-same-placement-2-years"
"""The national indicator of the first measure, where no other is chosen; it has figures everywhere."""
_YEARS: Final = 3
_CONTROLS: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_ID: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def _line(_: object, attribute: attrs.Attribute[str], value: str) -> None:
    if not value.strip() or _CONTROLS.search(value):
        raise ValueFault(f"{attribute.name}: {value!r} cannot be used; write one line of text")


@attrs.frozen(kw_only=True)
class Choices:
    """Everything that a new package depends on."""

    area: Area
    indicator: Indicator
    """What the first measure is tied to."""
    title: str = attrs.field(default="Children and Young People's Plan", validator=_line)
    """Title of the plan, as published."""
    start: dt.date
    """First day of the plan."""
    end: dt.date
    """Last day of the plan."""
    publisher: str | None = attrs.field(default=None, validator=attrs.validators.optional(_line))
    """Who has published it; the name of the authority where nobody says."""
    url: str | None = attrs.field(default=None, validator=attrs.validators.optional(_line))
    """Where it was published."""
    licence: str | None = attrs.field(default=None, validator=attrs.validators.optional(_line))
    """The terms under which it was published, as stated; ``None`` where it states none."""
    author: str | None = attrs.field(default=None, validator=attrs.validators.optional(_line))
    """Whose the package is; "The … developers" where nobody says."""
    plan_id: str | None = attrs.field(default=None)
    """Id of the plan; made from the authority and the first year where nobody says."""

    def __attrs_post_init__(self) -> None:
        if self.end < self.start:
            raise ValueFault(f"end: {self.end} is before start {self.start}; exchange them")
        if self.plan_id is not None and not _ID.fullmatch(self.plan_id):
            message = f'id: "{self.plan_id}" is no id; write one as "rutland-cypp-2025"'
            raise ValueFault(message)
        direction = self.indicator.direction
        if direction is None or not direction.sign:
            message = (
                f'indicator: of "{self.indicator.id}" it is not said whether higher or lower is better; '
                f'choose another, as "{INDICATOR}"'
            )
            raise ValueFault(message)

    @classmethod
    def period_from(cls, start: dt.date | None, end: dt.date | None) -> tuple[dt.date, dt.date]:
        """Return first and last day of a plan; three financial years from this one on where nobody says."""
        if start is None:
            today = end or dt.date.today()  # noqa: DTZ011 (the author's own day is meant)
            year = today.year - (_YEARS if end else today.month < 4)  # noqa: PLR2004 (April)
            start = dt.date(year, 4, 1)
        if end is None:
            end = start.replace(year=start.year + _YEARS, day=min(start.day, 28)) - dt.timedelta(days=1)
        return start, end

    @property
    def names(self) -> Names:
        """The names of the package."""
        return Names.of(self.area)

    @property
    def plan(self) -> str:
        """Id of the plan."""
        return self.plan_id or self.names.plan(self.start.year)
