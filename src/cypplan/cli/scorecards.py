"""The command ``scorecard``: a plan judged, with what a board reads beside it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path  # noqa: TC003 (typer reads the annotations)
from typing import TYPE_CHECKING, Annotated, Any

import typer

import cypplan
from cypplan.cli.output import report, waiting
from cypplan.cli.plan_argument import installed_ids
from cypplan.cli.unpublished import ReleaseOption, UnpublishedOption, safe_figures
from cypplan.errors import ValueFault

if TYPE_CHECKING:
    from cypplan.assess import Scorecard
    from cypplan.assess.changes import Changes
    from cypplan.plans.model import Plan
    from cypplan.reports.briefing import Briefing

__all__ = ["judge_plan"]


def judge_plan(  # noqa: PLR0913 (one option for each choice)
    plan: Annotated[
        str,
        typer.Argument(
            metavar="PLAN",
            help='Id of an installed plan, path of a plan file (.toml), or "-" for standard input.',
            autocompletion=installed_ids,
        ),
    ],
    *,
    data: Annotated[
        list[Path] | None,
        typer.Option(
            metavar="FILE",
            help="Figures in the observation format or any that `cypplan read` knows, in place of the "
            "published ones; may be given several times.",
        ),
    ] = None,
    mapping: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="A mapping file (.toml) that says what the columns of --data are."),
    ] = None,
    as_of: Annotated[
        str | None,
        typer.Option(
            metavar="DATE", help="Only periods that had ended by this day, as 2021-03-31; default: today."
        ),
    ] = None,
    known_at: Annotated[
        str | None, typer.Option(metavar="DATE", help="Only figures that had been published by this day.")
    ] = None,
    rule: Annotated[str, typer.Option(metavar="NAME", help="The rule that gives colours.")] = "trajectory",
    neighbours: Annotated[
        str | None,
        typer.Option(metavar="VERSION", help="Version of the statistical neighbours; default: the newest."),
    ] = None,
    aggregate: Annotated[
        str, typer.Option(metavar="mean|median", help="How the neighbours' figures become one.")
    ] = "mean",
    confidence: Annotated[
        float,
        typer.Option(metavar="SHARE", help="Confidence of intervals, between 0 and 1; 0.998 is stricter."),
    ] = 0.95,
    release: ReleaseOption = None,
    unpublished: UnpublishedOption = False,
    since: Annotated[
        str | None,
        typer.Option(
            metavar="DATE|FILE",
            help="Show what has changed since an earlier scorecard: that of a day, or one kept as JSON.",
        ),
    ] = None,
    comments: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="The authority's dated comments and decisions (.toml)."),
    ] = None,
    charts: Annotated[
        bool | None,
        typer.Option("--charts/--no-charts", help="With charts of the figures; default: on a page only."),
    ] = None,
    check: Annotated[
        bool | None,
        typer.Option(
            "--check/--no-check", help="With what the check finds in the plan; default: on a page only."
        ),
    ] = None,
    format: Annotated[  # noqa: A002 (the name of the option)
        str | None,
        typer.Option(
            "--format",
            "-f",
            metavar="FORMAT",
            help="Form: text, md, html, json, xlsx, datapackage, or a plugin's; default: by the ending of "
            "FILE, else text.",
        ),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="Write to a file instead of the screen."),
    ] = None,
    verbose: Annotated[
        bool, typer.Option("--verbose", "-v", help="Every measure in full, and how to read the words.")
    ] = False,
) -> None:
    """Judge every target of a plan on figures: are we on track, compared with whom, can it be trusted?"""
    if not 0 < confidence < 1:
        raise ValueFault(f"--confidence {confidence:g} is not between 0 and 1; write 0.95 for 95%")
    form = _form(format, output)
    page = form == "html"
    with waiting("Judging"):
        from cypplan.cli.plan_argument import opened  # noqa: PLC0415 (loaded when the command runs)

        read = opened(plan, cypplan.registry())
        figures, disclosure = safe_figures(data, unpublished=unpublished, mapping=mapping)
        choices: dict[str, Any] = {
            "observations": figures,
            "disclosure": disclosure,
            "release": release,
            "known_at": known_at,
            "neighbours": neighbours,
            "aggregate": aggregate,
            "rule": rule,
            "confidence": confidence,
        }
        card = cypplan.scorecard(read, as_of=as_of, **choices)
        beside = _beside(
            card,
            choices["observations"],
            charts=page if charts is None else charts,
            changes=_changes(card, since, choices) if since is not None else None,
            comments=comments,
            check=page if check is None else check,
        )
        report(beside, form, output, verbose=verbose)


def _beside(
    card: Scorecard,
    figures: object,
    *,
    charts: bool,
    changes: Changes | None,
    comments: Path | None,
    check: bool,
) -> Briefing | Scorecard:
    """Return the scorecard with what was asked for beside it; itself where nothing was."""
    if not (charts or check) and changes is None and comments is None:
        return card
    from cypplan.reports.briefing import brief  # noqa: PLC0415 (as above)

    spoken = findings = None
    if comments is not None:
        from cypplan.assess.commentary import read_comments  # noqa: PLC0415 (as above)

        spoken = read_comments(comments, card)
    if check:
        from cypplan import audit  # noqa: PLC0415 (as above)

        findings = audit.check(card.plan, observations=figures, as_of=card.as_of)
    return brief(card, figures, charts=charts, changes=changes, comments=spoken, findings=findings)


def _changes(card: Scorecard, since: str, choices: dict[str, Any]) -> Changes:
    """Return what has changed since a day, or since the scorecard of a file."""
    from cypplan.assess.changes import changes_since, earlier_card, read_card  # noqa: PLC0415 (as above)

    day = _day(since)
    if day is None:
        return changes_since(card, read_card(since))
    if day >= card.as_of:
        raise ValueFault(f"--since {since} is not before the day of the scorecard, {card.as_of}")
    return changes_since(card, earlier_card(_again(card.plan, day, choices)))


def _again(plan: Plan, day: dt.date, choices: dict[str, Any]) -> Scorecard:
    """Judge the plan on an earlier day, all else the same."""
    return cypplan.scorecard(plan, as_of=day, **choices)


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


def _form(wanted: str | None, output: Path | None) -> str:
    """Return the format that was asked for, or that the ending of the file says."""
    if wanted is not None or output is None:
        return wanted or "text"
    from cypplan.reports import format_of  # noqa: PLC0415 (as above)

    return format_of(output) or "text"
