"""The plan file: a plan as TOML, read with all its faults at once and written so that it reads back."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Final

from cypplan.errors import Fault, PlanFileError
from cypplan.plans.checks import faults_of
from cypplan.plans.model import SCHEMA_VERSION, Plan
from cypplan.plans.reading import read_table
from cypplan.plans.writing import write_table

if TYPE_CHECKING:
    import os

__all__ = ["dumps", "load", "loads", "save"]

_SCHEMA_LINE: Final = "#:schema {}\n"


def loads(text: str, *, source: str = "plan file") -> Plan:
    r"""Read a plan from the text of a plan file.

    Parameters
    ----------
    text
        TOML, as the JSON Schema beside this module describes it.
    source
        Name of the file, for messages.

    Raises
    ------
    PlanFileError
        With every fault of the text, each with its path. A syntax error of TOML comes alone.

    Examples
    --------
    >>> plan = loads('id = "a-2030"\ntitle = "A plan"\nauthority = "E06000007"\nschema_version = 1\n')
    >>> plan.title
    'A plan'
    """
    try:
        data = tomllib.loads(text, parse_float=Decimal)
    except (ValueError, ArithmeticError, RecursionError) as error:  # the last two: absurd numbers and nesting
        raise PlanFileError(source, [Fault("", f"is not TOML: {error}")]) from error
    version = data.get("schema_version")
    if version != SCHEMA_VERSION:
        shown = f'"{version}"' if isinstance(version, str) else version
        found = "is missing" if version is None else f"is {shown}"
        message = f"{found}; this release of cypplan reads only schema_version = {SCHEMA_VERSION}"
        raise PlanFileError(source, [Fault("schema_version", message)])
    faults: list[Fault] = []
    plan = read_table(Plan, data, faults)
    faults += faults_of(data)
    if faults:
        raise PlanFileError(source, faults)
    return plan


def load(path: str | os.PathLike[str]) -> Plan:
    """Read a plan from a plan file; errors as :func:`loads`, and ``OSError`` where there is no file."""
    path = Path(path)
    try:
        text = path.read_text(encoding="utf-8-sig")  # some editors put a byte-order mark before UTF-8
    except UnicodeDecodeError as error:
        fault = Fault("", f"is not UTF-8 at byte {error.start}; save the file as UTF-8")
        raise PlanFileError(path.name, [fault]) from error
    return loads(text, source=path.name)


def dumps(plan: Plan, *, schema: str | None = None) -> str:
    """Return the text of the plan file that reads back as ``plan``.

    ``schema`` is the place of the JSON Schema, relative to the file; it is named in the first line, where
    editors look for it.
    """
    import tomli_w  # noqa: PLC0415 (needed only for writing, and reading must start quickly)

    head = _SCHEMA_LINE.format(schema) if schema else ""
    return head + tomli_w.dumps(write_table(plan), multiline_strings=False)


def save(plan: Plan, path: str | os.PathLike[str], *, schema: str | None = None) -> None:
    """Write a plan file in one step: the old file stays whole until the new one is.

    A link stays a link, and the file that it leads to is replaced. An old file's permissions are kept.
    """
    import secrets  # noqa: PLC0415 (as tomli_w)

    path = Path(path).resolve()
    text = dumps(plan, schema=schema).encode()
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        draft.write_bytes(text)
        if path.exists():
            draft.chmod(path.stat().st_mode)
        draft.replace(path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
