from __future__ import annotations

import subprocess
import sys
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import polars as pl
import pytest
from reports_cases import PLANS

import cypplan
from cypplan.calc import gap
from cypplan.reports.notebook import bundle
from cypplan.reports.tree import tidy

if TYPE_CHECKING:
    from cypplan.assess import Scorecard
    from cypplan.plans import Plan

SHORT = 20_000


class _Reader(HTMLParser):
    """Reads the words of a page, and holds that every element is closed."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: set[str] = set()
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        del attrs
        self.open.append(tag)
        self.seen.add(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def _read(value: object) -> tuple[str, set[str]]:
    shown = value._repr_html_()  # type: ignore[attr-defined]
    assert len(shown) < SHORT
    reader = _Reader()
    reader.feed(shown)
    assert not reader.open
    return " ".join(reader.words), reader.seen


@pytest.mark.parametrize("name", PLANS)
def test_everything_of_a_plan_shows_itself_shortly(name: str) -> None:
    """Plan, measures, verdicts, gaps and the scorecard are well-formed, short, and say their figures."""
    plan = cypplan.plan(name)
    card = cypplan.scorecard(plan, as_of="2021-03-31")
    words, _ = _read(plan)
    assert tidy(plan.title) in words
    for measure in plan.measures:
        assert measure.id in _read(measure)[0]
    for verdict in card:
        words, _ = _read(verdict)
        assert verdict.status in words
        for compared in verdict.comparisons:
            if compared.gap is not None:
                assert str(compared.gap) in words
                assert compared.gap.favour in _read(compared.gap)[0] or compared.gap.favour == "none"
    words, _ = _read(card)
    for status, number in card.counts(proxies=False).items():
        assert status in words
        assert str(number) in words


def test_a_rate_and_a_gap_say_their_limits() -> None:
    """A figure is shown with what it was made of, a gap with both figures and what it means."""
    rate = cypplan.rate(380, 115_165)
    words, _ = _read(rate)
    assert "33.0 per 10,000" in words
    assert "115,165" in words
    assert "Byar" in words
    apart = gap(rate, cypplan.rate(120, 60_000), direction=cypplan.Direction.LOWER)
    words, _ = _read(apart)
    assert "adverse" in words
    assert "20" in words
    assert apart._repr_mimebundle_(include=None, exclude=None)["text/plain"] == f"Gap {apart}"


def test_hostile_text_stays_text(hostile_plan: Plan, hostile_card: Scorecard) -> None:
    """No text of a plan becomes an element, whatever shows it."""
    for value in (hostile_plan, hostile_plan.measures[0], hostile_card, *hostile_card):
        words, seen = _read(value)
        assert "<script>" in words
        assert seen <= {
            "div",
            "p",
            "strong",
            "table",
            "caption",
            "thead",
            "tbody",
            "tr",
            "th",
            "td",
            "blockquote",
        }
        assert "\x1b" not in words
        assert "\u202e" not in words


def test_long_text_is_cut(hostile_plan: Plan) -> None:
    """A title of ten thousand characters does not fill the notebook."""
    import attrs

    assert len(attrs.evolve(hostile_plan, title="x" * 10_000)._repr_html_()) < SHORT


def test_the_plain_form_is_one_line() -> None:
    """A notebook that shows no HTML gets a line and not every field of a plan."""
    assert "\n" not in cypplan.plan(PLANS[0])._repr_mimebundle_()["text/plain"]
    assert bundle(object())["text/plain"].startswith("<object")


def test_unpublished_figures_are_not_shown(hostile_plan: Plan) -> None:
    """A scorecard that must not leave as it is says so instead of showing its figures."""
    import datetime as dt

    figures = pl.DataFrame(
        {
            "indicator": ["hostile.m"], "area": ["E06000007"], "period": ["2019/20 financial"],
            "period_kind": ["financial"], "period_start": [dt.date(2019, 4, 1)],
            "period_end": [dt.date(2020, 3, 31)], "value": [65.4321],
        }
    )  # fmt: skip
    card = cypplan.scorecard(hostile_plan, figures, as_of="2021-03-31", unpublished=True)
    words, _ = _read(card)
    assert "unpublished" in words
    assert "65.4" not in words


def test_it_costs_nothing_before_it_is_shown() -> None:
    """The classes know how to show themselves without loading what shows them."""
    code = (
        "import sys, cypplan; plan = cypplan.plan('halton-cypfp'); cypplan.rate(3, 100); "
        "sys.exit('reports' if 'cypplan.reports' in sys.modules else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr.decode()
