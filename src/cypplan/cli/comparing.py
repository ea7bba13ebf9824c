"""The commands that set things side by side: plans, editions, choices; and the calendar of reviews."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

import cypplan
from cypplan.cli.output import put, report, waiting
from cypplan.cli.plan_argument import installed_ids, opened
from cypplan.cli.unpublished import UnpublishedOption, safe_figures
from cypplan.errors import LookupFailed, ValueFault

if TYPE_CHECKING:
    from cypplan.reports.tree import Document

__all__ = ["compare_plans", "review_days", "what_if"]

_FORMATS = ("text", "md", "html", "json", "xlsx")

_Plans = Annotated[
    list[str],
    typer.Argument(
        metavar="PLAN PLAN…", help="Ids of plans, or plan files (.toml).", autocompletion=installed_ids
    ),
]
_Plan = Annotated[
    str,
    typer.Argument(
        metavar="PLAN",
        help='Id of an installed plan, path of a plan file (.toml), or "-" for standard input.',
        autocompletion=installed_ids,
    ),
]
_AsOf = Annotated[
    str | None,
    typer.Option(
        metavar="DATE", help="Only periods that had ended by this day, as 2021-03-31; default: today."
    ),
]
_Format = Annotated[
    str | None,
    typer.Option(
        "--format",
        "-f",
        metavar="FORMAT",
        help="Form: text, md, html, json or xlsx; default: by the ending of FILE, else text.",
    ),
]
_Output = Annotated[
    Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write to a file instead of the screen.")
]
_Data = Annotated[
    list[Path] | None,
    typer.Option(metavar="FILE", help="Figures in place of the published ones; may be given several times."),
]


def compare_plans(
    plans: _Plans,
    *,
    editions: Annotated[
        bool, typer.Option("--editions", help="Two editions of one plan, the older first: what changed.")
    ] = False,
    data: _Data = None,
    unpublished: UnpublishedOption = False,
    as_of: _AsOf = None,
    format: _Format = None,  # noqa: A002 (the name of the option)
    output: _Output = None,
) -> None:
    """Set plans side by side: outcomes, coverage of common frames, shared indicators; or two editions."""
    from cypplan.reports import comparison as shown  # noqa: PLC0415

    registry = cypplan.registry()
    if editions:
        from cypplan.assess.editions import compare_editions  # noqa: PLC0415

        if len(plans) != 2:  # noqa: PLR2004 (an older and a newer one)
            raise ValueFault(f"--editions compares two plans, the older first; {len(plans)} given")
        old, new = (opened(name, registry) for name in plans)
        changes = compare_editions(old, new, registry.indicators)
        _show(shown.editions_document(changes), shown.editions_data(changes), format, output)
        return
    from cypplan.assess.comparing import compare  # noqa: PLC0415

    with waiting("Comparing"):
        figures, _ = safe_figures(data, unpublished=unpublished)
        cards = [cypplan.scorecard(opened(name, registry), figures, as_of=as_of) for name in plans]
        found = compare(cards)
    _show(shown.comparison_document(found), shown.comparison_data(found), format, output)


def what_if(  # noqa: PLR0913 (one option for each choice)
    plan: _Plan,
    *,
    rule: Annotated[
        str | None, typer.Option(metavar="NAME", help="Another rule: interval, tolerance:2, a plugin's.")
    ] = None,
    neighbours: Annotated[
        str | None, typer.Option(metavar="VERSION", help="Another version of the neighbours.")
    ] = None,
    aggregate: Annotated[
        str | None, typer.Option(metavar="mean|median", help="Another way to make one figure of theirs.")
    ] = None,
    confidence: Annotated[
        float | None, typer.Option(metavar="SHARE", help="Another confidence of intervals.")
    ] = None,
    data: _Data = None,
    unpublished: UnpublishedOption = False,
    as_of: _AsOf = None,
    format: _Format = None,  # noqa: A002
    output: _Output = None,
) -> None:
    """Show which verdicts would be others under another rule, neighbour set, aggregate or confidence."""
    from cypplan.assess.whatif import whatif  # noqa: PLC0415
    from cypplan.reports import comparison as shown  # noqa: PLC0415

    given = {"rule": rule, "neighbours": neighbours, "aggregate": aggregate, "confidence": confidence}
    change: dict[str, Any] = {name: value for name, value in given.items() if value is not None}
    if not change:
        raise ValueFault("nothing is changed: give --rule, --neighbours, --aggregate or --confidence")
    with waiting("Judging twice"):
        figures, _ = safe_figures(data, unpublished=unpublished)
        found = whatif(opened(plan, cypplan.registry()), figures, change=change, as_of=as_of)
    _show(shown.whatif_document(found), shown.whatif_data(found), format, output)


def review_days(
    plan: _Plan,
    *,
    start: Annotated[
        str | None, typer.Option("--from", metavar="DATE", help="First day; default: today.")
    ] = None,
    end: Annotated[
        str | None, typer.Option("--to", metavar="DATE", help="Last day; default: a year after the first.")
    ] = None,
    format: Annotated[  # noqa: A002
        str | None,
        typer.Option(
            "--format",
            "-f",
            metavar="FORMAT",
            help="Form: text, md, html, json, xlsx or ics; default: by the ending of FILE, else text.",
        ),
    ] = None,
    output: _Output = None,
) -> None:
    """List what a plan makes due: reviews, figures, targets; when, to whom, with which measures."""
    from cypplan.assess.calendar import review_calendar  # noqa: PLC0415
    from cypplan.reports import calendar as shown  # noqa: PLC0415

    first = _day(start, "--from") or dt.date.today()  # noqa: DTZ011 (the user's own day)
    last = _day(end, "--to") or first + dt.timedelta(days=365)
    found = opened(plan, cypplan.registry())
    due = review_calendar(found, first, last)
    form = _form(format, output, (*_FORMATS, "ics"))
    if form == "ics":
        put(shown.calendar_file(found, due), output)
    else:
        _show(shown.calendar_document(found, due), shown.calendar_data(found, due), form, output)


def _day(text: str | None, option: str) -> dt.date | None:
    try:
        return None if text is None else dt.date.fromisoformat(text)
    except ValueError:
        raise ValueFault(f'{option}: "{text}" is not a date; write it as 2021-03-31') from None


def _show(document: Document, data: object, wanted: str | None, output: Path | None) -> None:
    form = _form(wanted, output, _FORMATS)
    if form == "json":
        from cypplan.reports.data import written  # noqa: PLC0415

        put(written(data), output)
    else:
        report(document, form, output)


def _form(wanted: str | None, output: Path | None, known: tuple[str, ...]) -> str:
    ending = output.suffix.removeprefix(".").lower() if output else ""
    form = wanted or (ending if ending in known else "text")
    if form not in known:
        what = "format"
        raise LookupFailed(what, form, known)
    return form
