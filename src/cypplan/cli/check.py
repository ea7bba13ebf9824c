"""The command ``check``: what a plan says against itself, other plans and published figures."""

from __future__ import annotations

import enum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

import cypplan
from cypplan.cli.output import put, report, say, waiting
from cypplan.cli.plan_argument import STANDARD_INPUT, installed_ids
from cypplan.errors import ValueFault

if TYPE_CHECKING:
    from cypplan.audit import Findings, RuleSet
    from cypplan.plans.model import Plan

__all__ = ["check_plan"]

FOUND = 1
"""Exit code where there are errors that nobody has acknowledged."""


class CheckFormat(enum.StrEnum):
    """Formats of findings."""

    TEXT = "text"
    MD = "md"
    HTML = "html"
    JSON = "json"
    SARIF = "sarif"
    GITHUB = "github"


CodesOption = Annotated[
    list[str] | None,
    typer.Option(metavar="CODE", help="Only rules whose code begins so, as T or F02; several with commas."),
]


def check_plan(  # noqa: PLR0913 (one option for each choice)
    plan: Annotated[
        str | None,
        typer.Argument(
            metavar="PLAN|FILE",
            help='Id of an installed plan, path of a plan file (.toml), or "-" for standard input.',
            autocompletion=installed_ids,
        ),
    ] = None,
    *,
    data: Annotated[
        list[Path] | None,
        typer.Option(
            metavar="FILE", help="Figures in the observation format, in place of the published ones."
        ),
    ] = None,
    as_of: Annotated[
        str | None, typer.Option(metavar="DATE", help="Only figures of periods that had ended by this day.")
    ] = None,
    select: CodesOption = None,
    ignore: Annotated[
        list[str] | None, typer.Option(metavar="CODE", help="Not the rules whose code begins so.")
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Leave with 1 for warnings as well.")] = False,
    rules: Annotated[bool, typer.Option("--rules", help="List the rules and leave.")] = False,
    format: Annotated[  # noqa: A002 (the name of the option)
        CheckFormat, typer.Option("--format", "-f", help="Form of the output.")
    ] = CheckFormat.TEXT,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="Write to a file instead of the screen."),
    ] = None,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Notes with both sides, too.")] = False,
) -> None:
    """Check a plan: contradictions, gaps, sums, and what published figures say. Leaves with 1 on errors."""
    from cypplan import audit  # noqa: PLC0415 (loaded when the command runs)
    from cypplan.cli.plan_argument import opened  # noqa: PLC0415 (as above)

    chosen = audit.rules_of(cypplan.registry()).selected(select=_codes(select), ignore=_codes(ignore))
    if rules:
        _show_rules(chosen, format)
        return
    if plan is None:
        message = "name a plan or a plan file; cypplan plans lists the installed ones"
        raise typer.BadParameter(message, param_hint="PLAN|FILE")
    with waiting("Checking"):
        read = opened(plan, cypplan.registry())
        found = audit.check(read, observations=_figures(data), as_of=as_of, rules=chosen)
    text = _written(found, chosen, format, _file_of(plan, read))
    if text is None:
        from cypplan.reports.findings import findings_document  # noqa: PLC0415 (as above)

        report(findings_document(found, read.title), format.value, output, verbose=verbose)
    else:
        put(text, output)
    if found.fails(strict=strict):
        raise typer.Exit(FOUND)


def _codes(texts: list[str] | None) -> list[str]:
    """Return the codes of an option, given several times or with commas."""
    return [code.strip() for text in texts or () for code in text.split(",") if code.strip()]


def _file_of(name: str, plan: Plan) -> Path:
    """Return the file in which a plan stands: that of the argument, or of the installed plan of its id."""
    path = Path(name)
    if path.is_file() or name == STANDARD_INPUT:
        return path
    inside = [one for one in path.glob("*.toml") if path.is_dir()]
    return inside[0] if inside else cypplan.registry().plans[plan.id].path


def _figures(paths: list[Path] | None) -> object:
    """Return the caller's figures, ``None`` for the published ones."""
    from cypplan.cli.unpublished import safe_figures  # noqa: PLC0415 (as above)

    return safe_figures(paths)[0]


def _written(found: Findings, rules: RuleSet, form: CheckFormat, path: Path) -> str | None:
    """Return findings in a format for machines, ``None`` for one that people read."""
    from cypplan.audit import writing  # noqa: PLC0415 (as above)
    from cypplan.reports.data import written  # noqa: PLC0415 (as above)

    match form:
        case CheckFormat.JSON:
            return written(found.to_dict())
        case CheckFormat.SARIF | CheckFormat.GITHUB if str(path) == STANDARD_INPUT:
            raise ValueFault(f'--format {form} names lines of a file; give the plan as a file, not as "-"')
        case CheckFormat.SARIF:
            text = path.read_text(encoding="utf-8-sig")
            log = writing.sarif(found, rules, file=_named(path), text=text, version=cypplan.__version__)
            return written(log)
        case CheckFormat.GITHUB:
            lines = writing.github(found, file=_named(path), text=path.read_text(encoding="utf-8-sig"))
            return "".join(f"{line}\n" for line in lines)
        case _:
            return None


def _named(path: Path) -> str:
    """Return a path as a reader of the output knows it: from here, where the file is below, with slashes."""
    here = Path.cwd()
    full = path.resolve()
    return (full.relative_to(here) if full.is_relative_to(here) else full).as_posix()


def _show_rules(rules: RuleSet, form: CheckFormat) -> None:
    from cypplan.reports.data import written  # noqa: PLC0415 (as above)
    from cypplan.reports.tree import Cell, Column, Document, Row, Table  # noqa: PLC0415 (as above)

    data = [
        {"code": one.code, "title": one.title, "family": one.family.value, "severity": one.severity.value,
         "needs": sorted(need.value for need in one.needs)}
        for one in rules
    ]  # fmt: skip
    if form is CheckFormat.JSON:
        say(written(data))
        return
    rows = tuple(Row(Cell(f"{one['code']} {one['title']}"), (Cell(str(one["severity"])),)) for one in data)
    table = Table(caption="Rules", head="Rule", columns=(Column("Severity", 8),), rows=rows, stacked=False)
    report(Document(title="Rules of the check", blocks=(table,)), "text")
