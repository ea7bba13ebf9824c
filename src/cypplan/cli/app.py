"""The commands. Each imports what it needs when it runs, so that help is there at once."""

from __future__ import annotations

import enum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

import cypplan
from cypplan.cli.output import guarded, report, say, waiting
from cypplan.errors import ValueFault

if TYPE_CHECKING:
    from cypplan.plans.model import Plan

__all__ = ["app", "run"]

app = typer.Typer(
    name="cypplan",
    help="Children and Young People's Plans, judged on real figures.",
    epilog="Without --data a scorecard uses the published figures of the installed packages, offline.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


class Format(enum.StrEnum):
    """Formats of a report."""

    TEXT = "text"
    MD = "md"
    HTML = "html"
    JSON = "json"


class ListFormat(enum.StrEnum):
    """Formats of a list."""

    TEXT = "text"
    JSON = "json"


PlanArgument = Annotated[
    str, typer.Argument(metavar="PLAN", help="Id of an installed plan, or path of a plan file (.toml).")
]
FormatOption = Annotated[
    Format | None,
    typer.Option("--format", "-f", help="Form of the output; default: by the ending of FILE, else text."),
]
ListFormatOption = Annotated[ListFormat, typer.Option("--format", "-f", help="Form of the output.")]
OutputOption = Annotated[
    Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write to a file instead of the screen.")
]
ConfidenceOption = Annotated[
    float, typer.Option(metavar="SHARE", help="Confidence of intervals, between 0 and 1; 0.998 is stricter.")
]


def run() -> int:
    """Run a command and return its exit code: 0, or 2 where something was wrong, said in a sentence."""
    return guarded(lambda: app(prog_name="cypplan"))


def _version(wanted: bool) -> None:  # noqa: FBT001 (typer calls it so)
    if wanted:
        say(f"cypplan {cypplan.__version__}\n")
        raise typer.Exit


@app.callback()
def root(
    *,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and leave.")
    ] = False,
) -> None:
    """Children and Young People's Plans, judged on real figures."""
    del version  # its callback has shown it


@app.command()
def plans(*, format: ListFormatOption = ListFormat.TEXT) -> None:  # noqa: A002 (the name of the option)
    """List what is installed: plans, authorities, measures, plugins, failures."""
    from cypplan.cli import lists  # noqa: PLC0415 (as the docstring of the module says)

    with waiting("Reading the installed plans"):
        listed = lists.installed(cypplan.registry())
    lists.show(listed, format)


@app.command()
def plugins(*, format: ListFormatOption = ListFormat.TEXT) -> None:  # noqa: A002
    """List the plugins: version, path, hooks, and what failed."""
    from cypplan.cli import lists  # noqa: PLC0415

    with waiting("Asking the plugins"):
        listed = lists.plugins(cypplan.registry())
    lists.show(listed, format)


@app.command()
def indicators(
    text: Annotated[
        str, typer.Argument(metavar="[TEXT]", help="Words that the id, title or topic has.")
    ] = "",
    *,
    format: ListFormatOption = ListFormat.TEXT,  # noqa: A002
) -> None:
    """Search the catalogue of indicators: the ids that a plan file ties its measures to."""
    from cypplan.cli import lists  # noqa: PLC0415

    with waiting("Reading the catalogue"):
        listed = lists.indicators(cypplan.registry(), text)
    lists.show(listed, format)


@app.command(name="show")
def show_plan(
    plan: PlanArgument,
    *,
    format: FormatOption = None,  # noqa: A002
    output: OutputOption = None,
    verbose: Annotated[
        bool, typer.Option("--verbose", "-v", help="With actions, notes and what success looks like.")
    ] = False,
) -> None:
    """Show a plan: its outcomes, measures with their statements and targets, and its bodies."""
    with waiting("Reading the plan"):
        found = _plan(plan)
    report(found, _form(format, output), output, verbose=verbose)


@app.command()
def scorecard(  # noqa: PLR0913 (one option for each argument of the library's function)
    plan: PlanArgument,
    *,
    data: Annotated[
        list[Path] | None,
        typer.Option(
            metavar="FILE",
            help="Figures in the observation format (.csv, .parquet), in place of the published ones; "
            "may be given several times.",
        ),
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
    confidence: ConfidenceOption = 0.95,
    format: FormatOption = None,  # noqa: A002
    output: OutputOption = None,
    verbose: Annotated[
        bool, typer.Option("--verbose", "-v", help="Every measure in full, and how to read the words.")
    ] = False,
) -> None:
    """Judge every target of a plan on figures: are we on track, compared with whom, can it be trusted?"""
    with waiting("Judging"):
        from cypplan.cli.data import read_figures  # noqa: PLC0415

        card = cypplan.scorecard(
            _plan(plan),
            read_figures(data) if data else None,
            as_of=as_of,
            known_at=known_at,
            neighbours=neighbours,
            aggregate=aggregate,
            rule=rule,
            confidence=_share(confidence),
        )
    report(card, _form(format, output), output, verbose=verbose)


@app.command()
def rate(
    count: Annotated[float, typer.Argument(help="Number of events or people.", metavar="COUNT")],
    population: Annotated[float, typer.Argument(help="Number of people of the base.", metavar="POPULATION")],
    *,
    unit: Annotated[
        str, typer.Option(metavar="UNIT", help="Unit of the result, as per_1_000_pupils.")
    ] = "per_10_000_children",
    confidence: ConfidenceOption = 0.95,
) -> None:
    """Work out one rate with its interval: Byar's, exact Poisson for counts below 10."""
    say(f"{cypplan.rate(count, population, unit=unit, confidence=_share(confidence))}\n")


def _form(wanted: Format | None, output: Path | None) -> Format:
    """Return the format that was asked for, or that the ending of the file says."""
    if wanted is not None:
        return wanted
    ending = output.suffix.removeprefix(".").lower() if output else ""
    return Format(ending) if ending in set(Format) else Format.TEXT


def _share(confidence: float) -> float:
    if not 0 < confidence < 1:
        message = f"--confidence {confidence:g} is not between 0 and 1; write 0.95 for 95%"
        raise ValueFault(message)
    return confidence


def _plan(name: str) -> Plan:
    """Return the plan of an id or of a path; an installed plan goes before a file of its name."""
    if not name.endswith(".toml"):
        return cypplan.plan(name)
    from cypplan.plans import load  # noqa: PLC0415

    return load(name)
