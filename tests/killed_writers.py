"""Writes one report after another in children that are killed on the way; run by test_atomic."""

from __future__ import annotations

import datetime as dt
import json
import os
import resource
import signal
import sys
from decimal import Decimal
from pathlib import Path

import pandas as pd

import cypplan
from cypplan import reports
from cypplan.plans import Measure, Plan, Statement, StatementKind, ValueTarget
from cypplan.units import Unit

FORMATS = {
    "text": "card.text", "md": "card.md", "html": "card.html", "json": "card.json", "xlsx": "card.xlsx",
    "stratml": "plan.stratml", "stratml-1": "plan.xml", "datapackage": "figures.zip",
    "datapackage-folder": "figures",
}  # fmt: skip
HALF = 300
MIDDLE, RENAME = "in the middle of a file", "before a file takes its name"
EVENTS = ("open", "os.rename", "os.mkdir", "os.remove", "os.rmdir", "os.chmod")
STEPS = range(40)
IN_STEPS = frozenset({"md", "datapackage-folder"})
"""Formats that are killed at every step: they stand for both ways of writing."""


def card(title: str) -> cypplan.Scorecard:
    """A small scorecard, judged without threads, so that the process may be forked."""
    target = ValueTarget(value=Decimal(70))
    measure = Measure(
        id="m",
        title=title,
        unit=Unit.parse("percent_of_pupils"),
        direction=cypplan.Direction.HIGHER,
        statements=(Statement(text="At least 70%", kind=StatementKind.NARRATIVE, targets=(target,)),),
    )
    figures = pd.DataFrame(
        {
            "indicator": ["p.m"], "area": ["E06000007"], "period": ["2019/20 financial"],
            "period_kind": ["financial"], "period_start": [dt.date(2019, 4, 1)],
            "period_end": [dt.date(2020, 3, 31)], "value": [65.0],
        }
    )  # fmt: skip
    plan = Plan(id="p", title=title, authority="E06000007", measures=(measure,))
    return cypplan.scorecard(plan, figures, as_of="2021-03-31", registry=cypplan.Registry())


def write(made: cypplan.Scorecard, form: str, place: Path) -> None:
    """Write it in one format."""
    name = form.removesuffix("-folder")
    reports.save(made.plan if form.startswith("stratml") else made, place, name)


def state(place: Path) -> dict[str, str]:
    """Return what is there for whoever looks: of a folder its index, and the files that it names."""
    if place.is_dir():
        index = (place / "datapackage.json").read_bytes()
        files = [one["path"] for one in json.loads(index)["resources"]]
        return {"": index.hex(), **{name: (place / name).read_bytes().hex() for name in files}}
    return {"": place.read_bytes().hex()} if place.exists() else {}


def child(made: cypplan.Scorecard, form: str, place: Path, step: int | str) -> int | None:
    """Write in a child that is killed at a step; return the signal that ended it."""
    pid = os.fork()
    if pid == 0:
        if step == MIDDLE:
            signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
            resource.setrlimit(resource.RLIMIT_FSIZE, (HALF, HALF))
        else:
            _kill_at(step, place.parent)
        write(made, form, place)
        os._exit(0)
    _, status = os.waitpid(pid, 0)
    return os.WTERMSIG(status) if os.WIFSIGNALED(status) else None


def _kill_at(step: int | str, folder: Path) -> None:
    seen = [0]

    def look(event: str, arguments: tuple[object, ...]) -> None:
        if event not in EVENTS or not str(arguments[0]).startswith(str(folder)):
            return
        if seen[0] == step or (step == RENAME and event == "os.rename"):
            os.kill(os.getpid(), signal.SIGKILL)
        seen[0] += 1

    sys.addaudithook(look)


def kills(form: str, folder: Path, *, there: bool) -> list[str]:
    """Kill the writing of a format at its steps; return what was neither the old output nor the new."""
    old, new = card("The old one"), card("The new one")
    wrong: list[str] = []
    place = folder / FORMATS[form]
    write(new, form, place)
    right = state(place)
    wanted = {json.dumps(right)}
    _clear(place)
    for step in (MIDDLE, *(STEPS if form in IN_STEPS else (RENAME,))):
        before: dict[str, str] = {}
        if there:
            write(old, form, place)
            before = state(place)
        ended = child(new, form, place, step)
        if json.dumps(state(place)) not in {json.dumps(before), *wanted}:
            wrong.append(f"{form}, step {step}, there before: {there}")
        if ended is None:  # it has fewer steps than that
            if state(place) != right or not isinstance(step, int):
                wrong.append(f"{form}, step {step}: was not killed, or wrote something else")
            break
        _clear(place)
    return wrong


def _clear(place: Path) -> None:
    import shutil

    for one in place.parent.iterdir():
        shutil.rmtree(one) if one.is_dir() else one.unlink()


if __name__ == "__main__":
    found = [
        one
        for form in FORMATS
        for there in (False, True)
        for one in kills(form, Path(sys.argv[1]), there=there)
    ]
    sys.exit("\n".join(found) or 0)
