"""The command ``new``: a plugin package for an authority, ready to fill in."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

import cypplan
from cypplan.cli.output import say
from cypplan.errors import LookupFailed, ValueFault

if TYPE_CHECKING:
    from cypplan.areas import Area
    from cypplan.scaffold import Choices

__all__ = ["new_package"]


def new_package(  # noqa: PLR0913 (one option for each thing that may be said)
    authority: Annotated[str, typer.Argument(metavar="AUTHORITY", help="Name or GSS code of an authority.")],
    *,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FOLDER", help="Where to; default: cypplan-AUTHORITY, here."),
    ] = None,
    title: Annotated[
        str | None, typer.Option(metavar="TEXT", help="Title of the plan, as published.")
    ] = None,
    start: Annotated[
        str | None, typer.Option(metavar="DATE", help="First day of the plan, as 2025-04-01.")
    ] = None,
    end: Annotated[str | None, typer.Option(metavar="DATE", help="Last day of the plan.")] = None,
    publisher: Annotated[
        str | None, typer.Option(metavar="NAME", help="Who published it; default: the authority.")
    ] = None,
    url: Annotated[str | None, typer.Option(metavar="URL", help="Where it was published.")] = None,
    licence: Annotated[
        str | None, typer.Option(metavar="TEXT", help="Its licence, as stated; default: it states none.")
    ] = None,
    indicator: Annotated[
        str | None, typer.Option(metavar="ID", help="Indicator of the first measure; see cypplan indicators.")
    ] = None,
    plan_id: Annotated[
        str | None, typer.Option("--id", metavar="ID", help="Id of the plan; default: AUTHORITY-cypp-YEAR.")
    ] = None,
    author: Annotated[str | None, typer.Option(metavar="NAME", help="Whose the package is.")] = None,
    ask: Annotated[
        bool | None, typer.Option("--ask/--no-ask", help="Ask for what is not given; default: in a terminal.")
    ] = None,
) -> None:
    """Make a plugin package for an authority: plan file, tests, README, licence and CI, ready to fill in."""
    from cypplan.scaffold import make  # noqa: PLC0415 (loaded when the command runs)

    area = _area(authority)
    given = {"title": title, "start": start, "end": end, "url": url, "licence": licence}
    if ask or (ask is None and sys.stdin.isatty() and sys.stdout.isatty()):
        given = _asked(area, given)
    more = {"publisher": publisher, "author": author, "plan_id": plan_id}
    choices = _choices(area, indicator, {**given, **more})
    folder = output or Path(choices.names.distribution)
    files = make(choices, folder)
    listed = "".join(f"  {path.relative_to(folder)}\n" for path in files)
    plan = next(path for path in files if path.suffix == ".toml" and path.parent.name == "plans")
    say(
        f"{folder} is ready:\n{listed}\n"
        f"Next, in that folder:\n"
        f'  pip install -e ".[test]"\n'
        f"  pytest\n"
        f"  cypplan scorecard {choices.plan}\n\n"
        f"Then put the plan's own words in place of the examples in\n  {plan.relative_to(folder)}\n"
    )


def _area(text: str) -> Area:
    areas = cypplan.registry().areas
    if not len(areas):
        raise ValueFault("no areas are installed; install their package: pip install cypplan-england")
    return areas.find(text, kind="authority")


def _choices(area: Area, indicator: str | None, given: dict[str, str | None]) -> Choices:
    from cypplan.scaffold import Choices  # noqa: PLC0415 (as above)
    from cypplan.scaffold.choices import INDICATOR  # noqa: PLC0415

    known, name = cypplan.registry().indicators, indicator or INDICATOR
    if name not in known:
        raise LookupFailed("indicator", name, list(known))
    start, end = Choices.period_from(_day("--start", given.pop("start")), _day("--end", given.pop("end")))
    said = {key: value for key, value in given.items() if value is not None}
    return Choices(area=area, indicator=known[name], start=start, end=end, **said)


def _day(option: str, text: str | None) -> dt.date | None:
    try:
        return None if text is None else dt.date.fromisoformat(text)
    except ValueError:
        raise ValueFault(f'{option}: "{text}" is not a date; write it as 2025-04-01') from None


def _asked(area: Area, given: dict[str, str | None]) -> dict[str, str | None]:
    """Ask for what is not given; an empty answer leaves it open."""
    questions = {
        "title": f"Title of the plan of {area.name}, as published",
        "start": "First day of the plan (as 2025-04-01)",
        "end": "Last day of the plan",
        "url": "Where it was published (address)",
        "licence": "Its licence, as stated",
    }
    return {
        key: given[key] or typer.prompt(question, default="", show_default=False) or None
        for key, question in questions.items()
    }
