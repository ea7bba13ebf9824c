"""Cards and plans that the reports are tried on: the real ones, and one made by somebody who means harm."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING

import polars as pl
import pytest

import cypplan
from cypplan.assess.changes import changes_since, earlier_card
from cypplan.assess.commentary import read_comments
from cypplan.audit import check
from cypplan.plans import (
    Baseline,
    Body,
    Measure,
    Outcome,
    Plan,
    Statement,
    StatementKind,
    ToBeSetTarget,
    ValueTarget,
)
from cypplan.reports import render
from cypplan.reports.briefing import Briefing, brief
from cypplan.units import Unit

if TYPE_CHECKING:
    from cypplan.assess import Scorecard

PLANS = ("warrington-care-2018", "worcestershire-cypp-2014")
HOSTILE = (
    "<script>alert(1)</script> \x1b[31mred\x1b[0m \x9b2J \u202eback\u202c | *bold* {{ 7*7 }} [link](x) `x`"
)


@pytest.fixture(scope="session", params=PLANS)
def card(request: pytest.FixtureRequest) -> Scorecard:
    """A scorecard of each installed plan on published figures."""
    return cypplan.scorecard(cypplan.plan(request.param), as_of="2021-03-31")


@pytest.fixture(scope="session")
def under_way() -> Scorecard:
    """A scorecard of targets that are not due yet."""
    return cypplan.scorecard(cypplan.plan("worcestershire-cypp-2014"), as_of="2014-12-31")


@pytest.fixture(scope="session")
def briefed(card: Scorecard, tmp_path_factory: pytest.TempPathFactory) -> Briefing:
    """The same with all that can stand beside it."""
    comments = tmp_path_factory.mktemp("comments") / "comments.toml"
    on = next(verdict.measure.id for verdict in card if verdict.observation is not None)
    comments.write_text(
        f'[[comment]]\non = "{on}"\ndate = 2021-05-12\nby = "Somebody"\ntext = "Said."\ndecision = "Done."\n',
        encoding="utf-8",
    )
    return brief(
        card,
        changes=changes_since(card, earlier_card(cypplan.scorecard(card.plan, as_of="2020-03-31"))),
        comments=read_comments(comments, card),
        findings=check(card.plan, as_of=card.as_of),
    )


@pytest.fixture(scope="session")
def page_of_all(briefed: Briefing) -> str:
    """Its page."""
    return render(briefed, "html")


@pytest.fixture(scope="session")
def hostile_plan() -> Plan:
    """A plan whose every text tries to be more than text."""
    statement = Statement(
        text=HOSTILE,
        kind=StatementKind.NARRATIVE,
        targets=(ValueTarget(id="a", value=Decimal(70)), ToBeSetTarget(id="b")),
    )
    measure = Measure(
        id="m",
        title=HOSTILE,
        outcome="o",
        unit=Unit.parse("percent_of_pupils"),
        direction=cypplan.Direction.HIGHER,
        baseline=Baseline(value=Decimal(50), qualifier=HOSTILE),
        statements=(statement,),
    )
    return Plan(
        id="hostile",
        title=HOSTILE,
        authority="E06000007",
        vision=HOSTILE,
        outcomes=(Outcome(id="o", title=HOSTILE),),
        bodies=(Body(id="b", name=HOSTILE, role=HOSTILE),),
        measures=(measure,),
    )


@pytest.fixture(scope="session")
def hostile_card(hostile_plan: Plan) -> Scorecard:
    """Its scorecard, on a figure whose source is as hostile."""
    figures = pl.DataFrame(
        {
            "indicator": ["hostile.m"],
            "area": ["E06000007"],
            "period": ["2019/20 financial"],
            "period_kind": ["financial"],
            "period_start": [dt.date(2019, 4, 1)],
            "period_end": [dt.date(2020, 3, 31)],
            "value": [65.0],
            "source": [HOSTILE],
            "release": [HOSTILE],
        }
    )
    return cypplan.scorecard(hostile_plan, figures, as_of="2021-03-31")
