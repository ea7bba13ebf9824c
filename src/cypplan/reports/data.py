"""A report as JSON: everything there is, in the words of the data and not of a reader."""

from __future__ import annotations

import datetime as dt
import json
import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from cypplan.errors import LookupFailed

if TYPE_CHECKING:
    from cypplan.assess import Scorecard
    from cypplan.plans.model import Plan
    from cypplan.reports.briefing import Briefing
    from cypplan.reports.tree import Document

__all__ = ["json_text", "written"]

# what JSON may leave raw inside a text, though a terminal would act on it
_ACTING = re.compile("[\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]")


def json_text(thing: Scorecard | Briefing | Plan | Document) -> str:
    """Return a scorecard or a plan as JSON."""
    from cypplan.plans.model import Plan  # noqa: PLC0415 (a scorecard has loaded it, a list need not)
    from cypplan.reports.tree import Document  # noqa: PLC0415

    if isinstance(thing, Document):
        what = "format of a document without data"
        raise LookupFailed(what, "json", ("text", "md", "html"))
    if isinstance(thing, Plan):
        from cypplan.plans.writing import write_table  # noqa: PLC0415

        return written(write_table(thing))
    return written(thing.to_dict())


def written(data: object) -> str:
    """Return plain data as indented JSON, characters that steer a terminal spelt out."""
    text = json.dumps(data, ensure_ascii=False, indent=2, default=_plain, allow_nan=False)
    return _ACTING.sub(lambda found: f"\\u{ord(found[0]):04x}", text) + "\n"


def _plain(value: Any) -> Any:  # noqa: ANN401 (whatever JSON has no form for)
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, dt.date):
        return value.isoformat()
    return str(value)
