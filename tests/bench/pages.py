"""What people look at: the pages of all installed plans, with every chart, and where the time goes."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, TypeVar

import cypplan
from cypplan.assess.charts import charts_of
from cypplan.audit import check
from cypplan.reports import drawing, render
from cypplan.reports.briefing import Briefing, brief
from cypplan.reports.charts import chart_blocks

from .timing import Result, fresh_seconds

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

T = TypeVar("T")

PROMISED = 5.0
"""Seconds: no more than a few, for the pages of all plans."""


def all_plans() -> Iterator[Result]:
    """Whole processes with and without charts; then, in one process, the parts one after the other."""
    names = list(cypplan.registry().plans)
    head = "import cypplan; from cypplan.reports import render; from cypplan.reports.briefing import brief\n"
    page = "render(brief(cypplan.scorecard(cypplan.plan(name)), charts={}), 'html')"
    scripts = [["-c", f"{head}[{page.format(charts)} for name in {names}]"] for charts in (True, False)]
    drawn, plain = fresh_seconds(scripts, runs=3)
    what = f"{len(names)} plans as HTML"
    yield Result(f"{what} with charts, whole process", drawn, PROMISED, "s", "what we promise")
    yield Result(f"{what} without charts, whole process", plain, None, "s")
    yield from _parts(names)


def _parts(names: list[str]) -> Iterator[Result]:
    """Each part once: compiling happens once in a process, and the others take turns badly."""
    plans = [cypplan.plan(name) for name in names]
    cards, seconds = _timed(lambda: [cypplan.scorecard(plan) for plan in plans])
    yield Result(f"of that: judging {len(plans)} plans", seconds, None, "s")
    charts, seconds = _timed(lambda: [charts_of(card) for card in cards])
    yield Result("of that: series and what charts show", seconds, None, "s")
    blocks = [block for one in charts for charted in one.values() for block in chart_blocks(charted)]
    _, seconds = _timed(lambda: [drawing.picture(block, "name") for block in blocks])
    yield Result(f"of that: {len(blocks)} charts drawn", seconds, None, "s")
    _, seconds = _timed(lambda: [render(Briefing(card=card), "html") for card in cards])
    yield Result("of that: pages without their charts", seconds, None, "s")
    findings, seconds = _timed(lambda: [check(plan) for plan in plans])
    yield Result("and besides: the findings of the check", seconds, None, "s")
    page = max(
        len(render(brief(card, findings=found), "html").encode())
        for card, found in zip(cards, findings, strict=True)
    )
    yield Result("largest page with charts and findings", page / 1e6, 2.0, "MB", "what we promise")


def _timed(call: Callable[[], T]) -> tuple[T, float]:
    start = time.perf_counter()
    result = call()
    return result, time.perf_counter() - start
