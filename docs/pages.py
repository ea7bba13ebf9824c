"""Writes the reference of the command line and of the errors from the code itself.

``uv run python docs/pages.py`` after a change of a command or an error; a test fails until it was run.
"""
# ruff: noqa: ANN401, INP001 (annotations are any objects; a script beside the pages)

from __future__ import annotations

import enum
import importlib
import inspect
import pkgutil
import types
import typing
from pathlib import Path
from typing import TYPE_CHECKING, Any

from typer.models import ArgumentInfo, OptionInfo

import cypplan
from cypplan.cli.app import app
from cypplan.errors import CypplanError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

FOLDER = Path(__file__).parent / "reference"
COMMANDS = """# The command line

The command `cypplan` comes with the extra `cli`. Every command has `--help`. Exit codes: 0; 1 where a check
finds errors; 2 where something was wrong, which is said in a sentence on the error stream.

A `PLAN` is the id of an installed plan, or the path of a plan file. [The options before the
command](plugins.md#options-and-environment-variables) choose plugins.

`cypplan --install-completion` teaches your shell to complete commands, options and ids of plans;
`--show-completion` prints what it would add.
"""
ERRORS = """# Errors

Everything that cypplan raises on purpose derives from `CypplanError`, and is what Python itself would raise
in its place as well: a name that is not there is a `KeyError`. What an error is made of, it keeps under the
same names. [How to catch them](../how-to/catch-errors.md).
"""


def commands() -> dict[str, Callable[..., object]]:
    """Return the functions of all commands by name; that of the program itself comes first."""
    registered = app.registered_commands
    found = {one.name or str(getattr(one.callback, "__name__", "")): one.callback for one in registered}
    root = app.registered_callback
    whole = {"cypplan": root.callback if root else None}
    whole |= {f"cypplan {name}": call for name, call in sorted(found.items())}
    return {name: call for name, call in whole.items() if call is not None}


def command_line() -> str:
    """Return the page of the commands: a section for each, with its signature, arguments and options."""
    return "\n".join([COMMANDS, *(line for name, call in commands().items() for line in section(name, call))])


def section(name: str, call: Callable[..., object]) -> Iterator[str]:
    """Yield heading, purpose, signature and table of a command."""
    hints = typing.get_type_hints(call, include_extras=True)
    shown = [(one, *_annotated(hints[one.name])) for one in inspect.signature(call).parameters.values()]
    words = [name, *(["[OPTION]…"] if any(isinstance(info, OptionInfo) for _, _, info in shown) else [])]
    words += [_argument(one, info) for one, _, info in shown if isinstance(info, ArgumentInfo)]
    yield f"## `{name}`\n"
    yield f"{inspect.cleandoc(call.__doc__ or '').splitlines()[0]}\n"
    yield f"```text\n{' '.join(words)}{' COMMAND …' if name == 'cypplan' else ''}\n```\n"
    if shown:
        yield "| argument or option | meaning | default |\n|---|---|---|"
        yield from (_row(*each) for each in shown)
        yield ""


def _annotated(hint: Any) -> tuple[Any, ArgumentInfo | OptionInfo]:
    kind, *notes = typing.get_args(hint)
    info = next(one for one in notes if isinstance(one, ArgumentInfo | OptionInfo))
    return kind, info


def _argument(one: inspect.Parameter, info: ArgumentInfo) -> str:
    """Return an argument as the signature shows it, in brackets where it may be left out."""
    name = info.metavar or one.name.upper()
    return name if one.default is one.empty or name.startswith("[") else f"[{name}]"


def _option(one: inspect.Parameter, kind: Any, info: OptionInfo) -> str:
    """Return an option with all its names, and what it takes."""
    first = [info.default] if isinstance(info.default, str) else []  # where typer puts the first name
    long = f"--{one.name.replace('_', '-')}"
    names = [*first, *(info.param_decls or ())] or [long]
    if not any(name.startswith("--") for name in names):
        names.insert(0, long)
    inner = [each for each in typing.get_args(kind) or (kind,) if each is not types.NoneType]
    if bool in inner:
        return ", ".join(names)
    takes = "|".join(each.value for each in inner[0]) if _is_enum(inner[0]) else "VALUE"
    return f"{', '.join(names)} {info.metavar or takes}"


def _is_enum(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, enum.Enum)


def _row(one: inspect.Parameter, kind: Any, info: ArgumentInfo | OptionInfo) -> str:
    """Return the line of an argument or option."""
    spelt = _argument(one, info) if isinstance(info, ArgumentInfo) else _option(one, kind, info)
    value = getattr(one.default, "value", one.default)
    default = "" if one.default is one.empty or value in {None, False, ""} else f"`{value}`"
    return f"| `{_cell(spelt)}` | {_cell(info.help or '')} | {default} |"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def errors() -> list[type[CypplanError]]:
    """Return every class of errors, each after the one that it derives from."""
    for one in pkgutil.walk_packages(cypplan.__path__, "cypplan."):
        if "pytest" not in one.name:
            importlib.import_module(one.name)
    return list(dict.fromkeys(_derived(CypplanError)))


def _derived(cls: type[CypplanError]) -> Iterator[type[CypplanError]]:
    if cls.__module__.partition(".")[0] == "cypplan":
        yield cls
        for each in sorted(cls.__subclasses__(), key=lambda one: one.__name__):
            yield from _derived(each)


def error_page() -> str:
    """Return the page of the errors: of each its signature, what it derives from, and what it means."""
    parts = [ERRORS]
    for cls in errors():
        bases = ", ".join(f"`{base.__name__}`" for base in cls.__bases__)
        first = inspect.cleandoc(cls.__doc__ or "").splitlines()[0].replace("``", "`")
        parts.append(
            f"## `{cls.__name__}`\n\n```text\n{cls.__module__}.{cls.__name__}{_signature(cls)}\n```\n"
        )
        parts.append(f"{first} Derives from {bases}.\n")
    return "\n".join(parts)


def _signature(cls: type) -> str:
    made: Any = vars(cls).get("__init__") or getattr(cls, "__init__", None)
    if not inspect.isfunction(made):
        return "(message)"
    whole = inspect.signature(made)
    kept = [one for name, one in whole.parameters.items() if name != "self"]
    return str(whole.replace(parameters=kept, return_annotation=whole.empty)).replace("'", "")


PAGES = {FOLDER / "command-line.md": command_line, FOLDER / "errors.md": error_page}

if __name__ == "__main__":
    for path, made in PAGES.items():
        path.write_text(made(), encoding="utf-8")
