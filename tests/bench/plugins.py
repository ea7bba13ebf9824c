"""What a thousand installed packages of plan files cost: commands with them, and without."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

import cypplan

from .timing import Result, fresh_seconds

if TYPE_CHECKING:
    from collections.abc import Iterator

MANY: Final = 1000
PLAN: Final = "warrington-care-2018"
_METADATA: Final = """\
Metadata-Version: 2.4
Name: {name}
Version: 1.0
Requires-Python: >=3.11
Requires-Dist: cypplan>=0.1

"""


def installed(folder: Path, many: int) -> None:
    """Put packages of one plan each into a folder, as an installer does."""
    text = cypplan.registry().plans[PLAN].path.read_text(encoding="utf-8")
    for number in range(many):
        name = f"cypplan_synthetic_{number:04}"
        info, plans = folder / f"{name}-1.0.dist-info", folder / name / "plans"
        info.mkdir(parents=True)
        plans.mkdir(parents=True)
        readme = "A plan of an authority, read from its document. " * 40
        (info / "METADATA").write_text(_METADATA.format(name=name) + readme, encoding="utf-8")
        points = f"[cypplan.plans]\nsynthetic-{number:04} = {name}\n"
        (info / "entry_points.txt").write_text(points, encoding="utf-8")
        plan = text.replace(f'id = "{PLAN}"', f'id = "synthetic-{number:04}"', 1)
        (plans / f"synthetic-{number:04}.toml").write_text(plan, encoding="utf-8")


def _command(folder: str, *words: str) -> list[str]:
    start = f"import sys; sys.path.append({folder!r}); sys.argv[1:] = {list(words)!r}"
    return ["-c", f"{start}; from cypplan.cli import main; main()"]


def many() -> Iterator[Result]:
    """The commands as whole processes, with so many packages and with none of them."""
    with tempfile.TemporaryDirectory() as full, tempfile.TemporaryDirectory() as empty:
        installed(Path(full), MANY)
        scripts = [
            _command(folder, *words)
            for words in (("plans",), ("show", "synthetic-0500"), ("show", PLAN))
            for folder in (empty, full)
        ]
        scripts[2] = _command(empty, "show", PLAN)  # the synthetic plan is a copy of it
        plans_none, plans_many, one_none, one_many, own_none, own_many = fresh_seconds(scripts, runs=3)
    what = f"{MANY:,} packages"
    yield Result(f"plans, {what} more", plans_many - plans_none, 1.0, "s", "what we promise")
    for name, without, with_many in (
        ("one of them", one_none, one_many),
        ("another", own_none, own_many),
    ):
        each = 1e3 * (with_many - without) / MANY
        yield Result(f"show {name}, each of {what}", each, 0.1, "ms", "what we promise")
