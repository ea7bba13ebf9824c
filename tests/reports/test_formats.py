"""What every format of a report must say, and none may do."""

from __future__ import annotations

import html
import json
import re
import sys
from typing import TYPE_CHECKING

import pytest

import cypplan
from cypplan import reports
from cypplan.assess import Status
from cypplan.errors import ExtraMissingError, LookupFailed
from cypplan.reports.tree import Document, Paragraph, tidy

if TYPE_CHECKING:
    from pathlib import Path

    from cypplan.assess import Scorecard
    from cypplan.plans import Plan

ACTING = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def _read(text: str, form: str) -> str:
    """Return the words of a report as a reader sees them, on one line."""
    if form == "html":
        text = html.unescape(re.sub(r"<[^>]*>", " ", text))
    if form == "md":
        text = re.sub(r"\\([\\`*_\[\]<>|~&])", r"\1", text)
    return " ".join(text.replace("\u00a0", " ").split())


@pytest.mark.parametrize("form", ["text", "md", "html"])
def test_every_format_says_status_figure_and_reason_of_every_verdict(card: Scorecard, form: str) -> None:
    """No format keeps a verdict, its figure or the reason why there is none to itself."""
    words = _read(reports.render(card, form), form)
    for verdict in card:
        assert tidy(verdict.measure.title) in words, verdict.id
        assert verdict.status.value in words, verdict.id
        for reason in verdict.reasons:
            assert reason.reason.value in words, verdict.id
            assert tidy(reason.sentence) in words, verdict.id
        if verdict.observation is not None and verdict.observation.value is not None:
            decimals = verdict.indicator.decimals if verdict.indicator else None
            value = verdict.observation.value if decimals is not None else round(verdict.observation.value, 2)
            shown = verdict.observation.unit.format(value, decimals, long=True)
            assert shown in words, verdict.id
        for sentence in verdict.basis:
            assert tidy(sentence) in words, verdict.id


def test_json_says_status_figure_and_reason_of_every_verdict(card: Scorecard) -> None:
    """The JSON form holds what the other forms show, as data."""
    data = json.loads(reports.render(card, "json"))
    assert len(data["verdicts"]) == len(card)
    for verdict, row in zip(card, data["verdicts"], strict=True):
        assert row["status"] == verdict.status
        assert [one["sentence"] for one in row["reasons"]] == [one.sentence for one in verdict.reasons]
        assert (row["observation"] or {}).get("value") == (
            verdict.observation.value if verdict.observation else None
        )


@pytest.mark.parametrize("form", ["text", "md", "html"])
def test_own_figures_and_proxies_are_counted_apart(card: Scorecard, form: str) -> None:
    """A summary never adds up targets judged on proxies with the others."""
    words = _read(reports.render(card, form), form)
    assert "Own figures" in words
    for status in Status:
        own, proxy = card.counts(proxies=False)[status], card.counts(proxies=True)[status]
        if own or proxy:
            between = " [|] " if form == "md" else " "
            assert re.search(rf"{status}{between}{own}{between}{proxy}\b", words), (status, words)


@pytest.mark.parametrize("form", ["text", "md"])
@pytest.mark.parametrize("what", ["plan", "card"])
def test_hostile_text_is_shown_and_never_acts(
    hostile_plan: Plan, hostile_card: Scorecard, form: str, what: str
) -> None:
    """Escape sequences and turned writing of a plan are spelt out, so that no terminal obeys them."""
    text = reports.render(hostile_plan if what == "plan" else hostile_card, form)
    assert not ACTING.search(text)
    assert "\\u001b" in text.replace("\\\\", "\\")
    assert "\\u202e" in text.replace("\\\\", "\\")


@pytest.mark.parametrize("what", ["plan", "card"])
def test_hostile_text_stays_text_on_a_page(hostile_plan: Plan, hostile_card: Scorecard, what: str) -> None:
    """Mark-up and template code of a plan are shown as they were written."""
    page = reports.render(hostile_plan if what == "plan" else hostile_card, "html")
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert "{{ 7*7 }}" in page
    assert not ACTING.search(page)


def test_hostile_text_is_no_mark_up_in_markdown(hostile_plan: Plan) -> None:
    """Angle brackets, bars, links and stars of a plan are escaped."""
    text = reports.render(hostile_plan, "md")
    assert re.search(r"(?<!\\)<script", text) is None
    assert r"\[link\](x)" in text
    assert r"\*bold\*" in text


@pytest.mark.parametrize("what", ["plan", "card"])
def test_hostile_text_reads_back_from_json(hostile_plan: Plan, hostile_card: Scorecard, what: str) -> None:
    """JSON keeps every character of a text, without one that a terminal would act on."""
    text = reports.render(hostile_plan if what == "plan" else hostile_card, "json")
    assert not ACTING.search(text)
    data = json.loads(text)
    title = data["title"] if what == "plan" else data["plan"]["title"]
    assert title == hostile_plan.title


@pytest.mark.parametrize(("form", "blocked", "extra"), [("text", "rich", "cli"), ("html", "jinja2", "html")])
def test_a_missing_extra_is_named(
    card: Scorecard, monkeypatch: pytest.MonkeyPatch, form: str, blocked: str, extra: str
) -> None:
    """A format whose package is not installed says which extra to install."""
    from cypplan.reports import page

    for name in [name for name in sys.modules if name.partition(".")[0] == blocked]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, blocked, None)
    monkeypatch.delitem(sys.modules, "cypplan.reports.terminal", raising=False)
    page.template.cache_clear()
    with pytest.raises(ExtraMissingError, match=rf"cypplan\[{extra}\]"):
        reports.render(card, form)


def test_an_unknown_format_names_those_that_exist(card: Scorecard) -> None:
    """A misspelt format gets the nearest one as a hint."""
    with pytest.raises(LookupFailed, match='Did you mean "html"'):
        reports.render(card, "htm")


def test_a_document_without_data_has_no_json() -> None:
    """A document tree holds words; data can be had only from what it was made of."""
    with pytest.raises(LookupFailed, match="json"):
        reports.render(Document(title="A", blocks=(Paragraph("b"),)), "json")


def test_a_file_is_replaced_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When writing fails, the old file is as it was and nothing is left beside it."""
    from pathlib import Path

    target = tmp_path / "card.html"
    reports.write("old – ✓", target)
    assert target.read_text(encoding="utf-8") == "old – ✓"

    def fail(*_: object) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(OSError, match="the disk is full"):
        reports.write("new", target)
    assert target.read_text(encoding="utf-8") == "old – ✓"
    assert [path.name for path in tmp_path.iterdir()] == ["card.html"]


def test_a_card_writes_its_own_page(card: Scorecard, tmp_path: Path) -> None:
    """``to_html`` returns the page that it writes."""
    path = tmp_path / "card.html"
    assert card.to_html(path) == path.read_text(encoding="utf-8") == reports.render(card, "html")


@pytest.mark.parametrize("name", ["warrington-care-2018", "worcestershire-cypp-2014"])
@pytest.mark.parametrize("form", ["text", "md", "html", "json"])
def test_every_format_shows_every_measure_of_a_plan(name: str, form: str) -> None:
    """A plan's report holds every measure with the words of its statements, and every body."""
    plan = cypplan.plan(name)
    text = reports.render(plan, form)
    words = (
        _read(json.dumps(json.loads(text), ensure_ascii=False), form) if form == "json" else _read(text, form)
    )
    shown = words.replace('\\"', '"')
    for measure in plan.measures:
        for statement in measure.statements:
            assert tidy(statement.text) in shown, measure.id
    for body in plan.bodies:
        assert tidy(body.name) in shown, body.id
