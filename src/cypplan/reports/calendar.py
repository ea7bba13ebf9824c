"""The review cycle of a plan as a document, and as an iCalendar file (RFC 5545)."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import TYPE_CHECKING

from cypplan.errors import ExtraMissingError
from cypplan.plans.words import Basis
from cypplan.reports.tree import Block, Cell, Column, Document, Paragraph, Row, Section, Table, tidy
from cypplan.reports.words import day, plural

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cypplan.assess.calendar import Due
    from cypplan.plans.model import Plan

__all__ = ["calendar_data", "calendar_document", "calendar_file"]

_NOTE = (
    "The plan says how often, and seldom on which day: days are the last of a month, of a school term, or "
    "Fridays, counted in the plan's own year. Only days of targets are the plan's own."
)


def calendar_document(plan: Plan, due: Sequence[Due]) -> Document:
    """Return what is due as a document, a table for each month."""
    blocks: list[Block] = [Paragraph(_NOTE)]
    months: dict[str, list[Due]] = {}
    for one in due:
        months.setdefault(f"{one.day:%B %Y}" if one.day else "On days that the plan leaves open", []).append(
            one
        )
    blocks += [Section(title=month, blocks=(_table(plan, month, ones),)) for month, ones in months.items()]
    if not due:
        blocks.append(Paragraph("Nothing is due in this time."))
    return Document(title=f"What is due: {plan.title}", subtitle=plan.id, blocks=tuple(blocks))


def _table(plan: Plan, caption: str, due: Sequence[Due]) -> Table:
    columns = (Column("Due to", 26), Column("What, and which measures", 44))
    return Table(
        caption=caption,
        head="Day",
        columns=columns,
        rows=tuple(
            Row(
                Cell(day(one.day) if one.day else "open"),
                (
                    Cell("; ".join(_names(plan, one)) or "the plan does not say"),
                    Cell(_what(one), _titles(plan, one)),
                ),
            )
            for one in due
        ),
    )


def _what(due: Due) -> str:
    often = f", {due.cadence.value.replace('-', ' ')}" if due.cadence else ""
    return f"{due.what}{often}"


def _names(plan: Plan, due: Due) -> list[str]:
    return [plan.lead(name).name for name in due.to]


def _titles(plan: Plan, due: Due) -> str:
    if len(due.measures) == len(plan.measures) and plan.measures:
        return f"all {plural(len(plan.measures), 'measure')}"
    return "; ".join(plan.measure(name).title for name in due.measures)


def calendar_data(plan: Plan, due: Sequence[Due]) -> dict[str, object]:
    """Return what is due as plain data."""
    return {
        "plan": plan.id,
        "due": [
            {
                "kind": one.kind.value,
                "day": one.day,
                "what": one.what,
                "to": list(one.to),
                "measures": list(one.measures),
                "cadence": one.cadence and one.cadence.value,
                "stated": one.stated,
                "basis": one.basis.value,
                "cite": str(one.cite) if one.cite else None,
            }
            for one in due
        ],
    }


def calendar_file(plan: Plan, due: Sequence[Due], *, stamp: dt.datetime | None = None) -> str:
    """Return what is due as the text of an iCalendar file; entries without a day are left out.

    The same entry has the same UID each time, so that a calendar that takes the file again does not double
    it. ``stamp`` is when the file was made; now, if not given.

    Raises
    ------
    ExtraMissingError
        If the package "icalendar" is not installed.
    """
    try:
        from icalendar import Calendar, Event  # noqa: PLC0415 (an extra)
    except ImportError as error:
        raise ExtraMissingError("an iCalendar file", "calendar", "icalendar") from error
    made = stamp or dt.datetime.now(dt.UTC)
    calendar = Calendar()
    calendar.add("prodid", "-//cypplan//review calendar//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", tidy(plan.title))
    for one in due:
        if one.day is not None:
            event = Event()
            event.add("uid", _uid(plan, one))
            event.add("dtstamp", made)
            event.add("dtstart", one.day)
            event.add("dtend", one.day + dt.timedelta(days=1))
            event.add("summary", tidy(f"{one.what}: {'; '.join(_names(plan, one)) or plan.title}"))
            event.add("description", _description(plan, one))
            event.add("transp", "TRANSPARENT")
            calendar.add_component(event)
    return calendar.to_ical().decode("utf-8")


def _uid(plan: Plan, due: Due) -> str:
    parts = (plan.id, due.kind.value, str(due.day), due.what, *due.to, *due.measures)
    return f"{hashlib.sha256(chr(31).join(parts).encode()).hexdigest()[:32]}@cypplan"


def _description(plan: Plan, due: Due) -> str:
    lines = [tidy(due.stated)] if due.stated else []
    if due.measures:
        lines.append(f"Measures: {tidy(_titles(plan, due))}")
    if due.cite:
        lines.append(tidy(f"Where it stands: {due.cite}"))
    if due.basis is Basis.INFERRED:
        lines.append("The day follows a convention; the plan does not give it.")
    return "\n".join(lines)
