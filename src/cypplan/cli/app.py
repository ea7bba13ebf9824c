"""The commands. Each imports what it needs when it runs, so that help is there at once."""

from __future__ import annotations

import enum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

import cypplan
from cypplan.cli.check import check_plan
from cypplan.cli.comparing import compare_plans, review_days, what_if
from cypplan.cli.diff_data import diff_data, show_coverage
from cypplan.cli.draft import draft_file
from cypplan.cli.new import new_package
from cypplan.cli.output import guarded, put, quiet, report, say, waiting
from cypplan.cli.plan_argument import installed_ids
from cypplan.cli.read import read_file
from cypplan.cli.scorecards import judge_plan
from cypplan.errors import ValueFault

if TYPE_CHECKING:
    from cypplan.plans.model import Plan

__all__ = ["app", "run"]

app = typer.Typer(
    name="cypplan",
    help="Children and Young People's Plans, judged on real figures.",
    epilog="Without --data a scorecard uses the published figures of the installed packages, offline.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


class ListFormat(enum.StrEnum):
    """Formats of a list."""

    TEXT = "text"
    JSON = "json"


PlanArgument = Annotated[
    str,
    typer.Argument(
        metavar="PLAN",
        help='Id of an installed plan, path of a plan file (.toml), or "-" for standard input.',
        autocompletion=installed_ids,
    ),
]
FormatOption = Annotated[
    str | None,
    typer.Option(
        "--format",
        "-f",
        metavar="FORMAT",
        help="Form: text, md, html, json, xlsx, stratml, stratml-1, or a plugin's; default: by the ending of "
        "FILE, else text.",
    ),
]
ListFormatOption = Annotated[ListFormat, typer.Option("--format", "-f", help="Form of the output.")]
OutputOption = Annotated[
    Path | None,
    typer.Option(
        "--output", "-o", metavar="FILE", help='Write to a file instead of the screen; "-" is the screen.'
    ),
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
    block: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME",
            help="Leave out a plugin; may be given several times. Also CYPPLAN_BLOCK=NAME,NAME.",
        ),
    ] = None,
    allow: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME",
            help="Load only this plugin; may be given several times. Also CYPPLAN_ALLOW=NAME,NAME.",
        ),
    ] = None,
    plugins: Annotated[
        list[Path] | None,
        typer.Option(
            metavar="PATH",
            help="Load plugins that are not installed: a plan file, a module, or a folder of these; may be "
            "given several times. Also CYPPLAN_PLUGINS.",
        ),
    ] = None,
    strict: Annotated[
        bool,
        typer.Option("--strict", help="Stop at the first failure of a plugin. Also CYPPLAN_STRICT=1."),
    ] = False,
    silent: Annotated[
        bool, typer.Option("--quiet", "-q", help="Say nothing of what is under way; errors only.")
    ] = False,
) -> None:
    """Children and Young People's Plans, judged on real figures."""
    del version  # its callback has shown it
    if silent:
        quiet()
    if block or allow or plugins or strict:
        from cypplan.plugins import settings  # noqa: PLC0415 (as the docstring of the module says)

        settings.put(block=block, allow=allow, local=plugins, strict=strict)


@app.command()
def plans(
    *,
    verbose: Annotated[
        bool,
        typer.Option("--verbose", "-v", help="Read each plan whole, and count its measures and targets."),
    ] = False,
    format: ListFormatOption = ListFormat.TEXT,  # noqa: A002 (the name of the option)
    output: OutputOption = None,
) -> None:
    """List what is installed: plans, authorities, plugins, and what failed."""
    from cypplan.cli import installed, lists  # noqa: PLC0415 (as the docstring of the module says)

    with waiting("Reading the installed plans"):
        listed = installed.plans(cypplan.registry(), whole=verbose)
    lists.show(listed, format, output)


@app.command()
def plugins(
    *,
    check: Annotated[
        bool,
        typer.Option(
            "--check",
            help="Load each plugin in a process of its own, so that one that hangs or ends its process is "
            "found, too; exit with 1 if anything failed.",
        ),
    ] = False,
    time_limit: Annotated[
        float, typer.Option(metavar="SECONDS", min=0.1, help="How long --check gives each plugin.")
    ] = 10.0,
    format: ListFormatOption = ListFormat.TEXT,  # noqa: A002
    output: OutputOption = None,
) -> None:
    """List the plugins: version, path, hooks, what each supplies, load time, and what failed."""
    from cypplan.cli import installed, lists  # noqa: PLC0415

    registry = cypplan.registry()
    with waiting("Asking the plugins"):
        if check:
            from cypplan.plugins.checking import check as checked  # noqa: PLC0415

            result = checked(registry, seconds=time_limit)
            found, failures = result.plugins, result.failures
        else:
            failures, found = registry.failures, registry.plugins
        listed = installed.plugins(registry, found, failures, checked=check)
    lists.show(listed, format, output)
    if check and failures:
        raise typer.Exit(1)


@app.command()
def indicators(
    words: Annotated[
        list[str] | None, typer.Argument(metavar="[WORD]…", help="Words that the id, title or topic has.")
    ] = None,
    *,
    format: ListFormatOption = ListFormat.TEXT,  # noqa: A002
    output: OutputOption = None,
) -> None:
    """Search the catalogue of indicators: the ids that a plan file ties its measures to."""
    from cypplan.cli import lists  # noqa: PLC0415

    with waiting("Reading the catalogue"):
        listed = lists.indicators(cypplan.registry(), " ".join(words or ()))
    lists.show(listed, format, output)


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


app.command(name="scorecard")(judge_plan)
app.command(name="compare")(compare_plans)
app.command(name="whatif")(what_if)
app.command(name="calendar")(review_days)
app.command(name="check")(check_plan)
app.command(name="draft")(draft_file)
app.command(name="read")(read_file)
app.command(name="diff-data")(diff_data)
app.command(name="coverage")(show_coverage)
app.command(name="new")(new_package)


@app.command()
def rate(
    count: Annotated[float, typer.Argument(help="Number of events or people.", metavar="COUNT")],
    population: Annotated[float, typer.Argument(help="Number of people of the base.", metavar="POPULATION")],
    *,
    unit: Annotated[
        str, typer.Option(metavar="UNIT", help="Unit of the result, as per_1_000_pupils.")
    ] = "per_10_000_children",
    confidence: ConfidenceOption = 0.95,
    output: OutputOption = None,
) -> None:
    """Work out one rate with its interval: Byar's, exact Poisson for counts below 10."""
    put(f"{cypplan.rate(count, population, unit=unit, confidence=_share(confidence))}\n", output)


def _form(wanted: str | None, output: Path | None) -> str:
    """Return the format that was asked for, or that the ending of the file says."""
    if wanted is not None or output is None:
        return wanted or "text"
    from cypplan.reports import format_of  # noqa: PLC0415

    return format_of(output) or "text"


def _share(confidence: float) -> float:
    if not 0 < confidence < 1:
        message = f"--confidence {confidence:g} is not between 0 and 1; write 0.95 for 95%"
        raise ValueFault(message)
    return confidence


def _plan(name: str) -> Plan:
    from cypplan.cli.plan_argument import opened  # noqa: PLC0415

    return opened(name, cypplan.registry())
