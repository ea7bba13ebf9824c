"""All surfaces at once: the same numbers, nothing that is suppressed, and no text that acts."""

from __future__ import annotations

import csv
import datetime as dt
import html
import io
import json
import re
import xml.etree.ElementTree as ET
import zipfile
from decimal import Decimal
from typing import TYPE_CHECKING

import attrs
import polars as pl
import pytest
from reports_cases import PLANS, parts, read_workbook, table

import cypplan
from cypplan import reports
from cypplan.plans import Baseline, Body, Measure, Outcome, Plan, Statement, StatementKind, ValueTarget
from cypplan.reports.overview import asked
from cypplan.reports.tree import tidy
from cypplan.reports.words import baseline_words, value_words
from cypplan.units import Unit

if TYPE_CHECKING:
    from cypplan.assess import Scorecard, Verdict

LONG = "<script>alert(1)</script> {{ 7*7 }} \u202eback\u202c 😀 مرحبا \x1b[31m " + "x" * 10_000
HARM = f"=cmd|' /C calc'!A0 {LONG}"
HIDDEN = "61.2345"
ACTING = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


@attrs.frozen
class Surfaces:
    """Everything that is shown of one card."""

    words: dict[str, str]
    """The words of the forms that people read, on one line."""
    raw: dict[str, str]
    """All forms as they are written, those that are archives by what is in them."""
    data: dict[str, list[dict[str, object]]]
    """Of the forms for programs, one row for each verdict."""
    counts: dict[str, dict[str, int]]
    """How many targets have each status, own figures and proxies together."""


def _surfaces(card: Scorecard) -> Surfaces:
    texts = {form: reports.render(card, form) for form in ("text", "md", "html", "json")}
    book, package = reports.made(card, "xlsx"), reports.made(card, "datapackage")
    assert isinstance(book, bytes)
    assert isinstance(package, bytes)
    sheets, data = read_workbook(book), json.loads(texts["json"])
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        files = {name: archive.read(name).decode() for name in archive.namelist()}
    (name,) = (name for name in files if name.endswith("/verdicts.csv"))
    index = json.loads(files["datapackage.json"])
    return Surfaces(
        words={form: _plain(text, form) for form, text in texts.items() if form != "json"},
        raw={
            **texts,
            "xlsx": "\n".join(parts(book, r".*\.xml")),
            "datapackage": "\n".join(files.values()),
            "stratml": reports.render(card.plan, "stratml"),
            "notebook": card._repr_html_() + "".join(verdict._repr_html_() for verdict in card),
        },
        data={
            "json": list(map(_of_json, data["verdicts"])),
            "xlsx": list(map(_of_sheet, table(sheets["Targets"], "Outcome"))),
            "datapackage": list(map(_of_csv, csv.DictReader(io.StringIO(files[name])))),
            "frame": list(map(_of_frame, card.to_frame().lazy().collect().to_dicts())),
        },
        counts={
            "json": _summed(data["counts"]),
            "datapackage": _summed(index["cypplan"]["counts"]),
            "xlsx": {
                str(row["Status"]): int(row["Targets, own figures"]) + int(row["Targets, proxies"])
                for row in table(sheets["Summary"], "Status")
                if int(row["Targets, own figures"]) + int(row["Targets, proxies"])
            },
        },
    )


def _plain(text: str, form: str) -> str:
    if form == "html":
        text = html.unescape(re.sub(r"<[^>]*>", " ", text))
    if form == "md":
        text = re.sub(r"\\([\\`*_\[\]<>|~&])", r"\1", text)
    return " ".join(text.replace("\u00a0", " ").split())


def _summed(counts: dict[str, dict[str, int]]) -> dict[str, int]:
    return {
        status: counts["own"].get(status, 0) + counts["proxy"].get(status, 0)
        for status in {**counts["own"], **counts["proxy"]}
    }


def _row(status: object, figure: object, baseline: object, target: object) -> dict[str, object]:
    return {"status": status, "figure": figure, "baseline": baseline, "target": target or None}


def _of_json(one: dict[str, dict[str, object] | None]) -> dict[str, object]:
    measure = one["measure"] or {}
    baseline = measure["baseline"]
    value = baseline["value"] if isinstance(baseline, dict) else None
    return _row(one["status"], (one["observation"] or {}).get("value"), value, one["goal"])


def _of_sheet(one: dict[str, str | float]) -> dict[str, object]:
    figure, baseline = (None if isinstance(one[name], str) else one[name] for name in ("Figure", "Baseline"))
    return _row(one["Status"], figure, baseline, one["Target"])


def _of_csv(one: dict[str, str]) -> dict[str, object]:
    figure, baseline = (float(one[name]) if one[name] else None for name in ("value", "baseline"))
    return _row(one["status"], figure, baseline, one["goal"])


def _of_frame(one: dict[str, object]) -> dict[str, object]:
    return _row(one["status"], one["value"], one["baseline"], one["goal"])


def _expected(verdict: Verdict) -> dict[str, object]:
    seen, baseline = verdict.observation, verdict.measure.baseline
    value = None if baseline is None or baseline.value is None else float(baseline.value)
    return _row(verdict.status.value, seen.value if seen else None, value, verdict.goal)


@pytest.mark.parametrize("name", PLANS)
def test_the_numbers_on_every_surface_are_the_same(name: str) -> None:
    """Figure, baseline, target and status of each target, and the counts, are the card's everywhere."""
    card = cypplan.scorecard(cypplan.plan(name), as_of="2021-03-31")
    shown = _surfaces(card)
    for verdict, *rows in zip(card, *shown.data.values(), strict=True):
        expected = _expected(verdict)
        for form, row in zip(shown.data, rows, strict=True):
            if form == "xlsx" and not verdict.goal:  # which then has the plan's own words
                row["target"] = None
            for key, value in expected.items():
                same = pytest.approx(value, rel=1e-15) if isinstance(value, float) else value
                assert row[key] == same, (form, verdict.id, key)
        for form, words in shown.words.items():
            for said in _said(verdict):
                assert said in words, (form, verdict.id)
    statuses = [verdict.status.value for verdict in card]
    for form, counts in shown.counts.items():
        assert counts == {one: statuses.count(one) for one in set(statuses)}, form


def _said(verdict: Verdict) -> list[str]:
    """Return what a reader must find of a verdict: target, baseline, figure, status, as they are written."""
    decimals = verdict.indicator.decimals if verdict.indicator else None
    unit = verdict.measure.unit or (verdict.indicator.unit if verdict.indicator else None)
    seen = verdict.observation
    words = [asked(verdict), baseline_words(verdict.measure.baseline, unit), verdict.status.value]
    words += [value_words(seen, decimals=decimals, long=True)] if seen else []
    return [tidy(one) for one in words if one]


def _plan_of(text: str) -> Plan:
    target = ValueTarget(value=Decimal(70), period=cypplan.Period.parse("2019/20 financial"))
    measure = Measure(
        id="m",
        title=text,
        outcome="o",
        unit=Unit.parse("percent_of_pupils"),
        direction=cypplan.Direction.HIGHER,
        baseline=Baseline(value=Decimal(50), qualifier=text),
        statements=(Statement(text=text, kind=StatementKind.NARRATIVE, targets=(target,)),),
    )
    return Plan(
        id="hostile",
        title=text,
        authority="E06000007",
        vision=text,
        outcomes=(Outcome(id="o", title=text),),
        bodies=(Body(id="b", name=text, role=text),),
        measures=(measure,),
    )


def _card_of(text: str, **more: object) -> Scorecard:
    figures = {
        "indicator": ["hostile.m", "hostile.m"],
        "area": ["E06000007", "E06000007"],
        "period": ["2018/19 financial", "2019/20 financial"],
        "period_kind": ["financial", "financial"],
        "period_start": [dt.date(2018, 4, 1), dt.date(2019, 4, 1)],
        "period_end": [dt.date(2019, 3, 31), dt.date(2020, 3, 31)],
        "value": [64.0, 65.0],
        "source": [text, text],
        "release": [text, text],
    }
    return cypplan.scorecard(_plan_of(text), pl.DataFrame({**figures, **more}), as_of="2021-03-31")


def test_hostile_text_is_text_on_every_surface() -> None:
    """Mark-up, formulas, escapes, turned writing, very long text and emoji are shown, never obeyed."""
    card = _card_of(HARM)
    shown = _surfaces(card)
    for form, raw in shown.raw.items():
        assert not ACTING.search(raw), form
        assert "😀" in raw, form
        if form in {"html", "xlsx", "stratml", "notebook"}:
            assert "<script" not in raw, form
            assert "&lt;script&gt;" in raw, form
        if form not in {"notebook", "text"}:  # the one cuts, the other sets in lines
            assert "x" * 10_000 in raw, form
    for form, words in shown.words.items():
        assert "=cmd|' /C calc'!A0 <script>alert(1)</script>" in words, form
        assert "{{ 7*7 }}" in words, form
    assert json.loads(shown.raw["json"])["plan"]["title"] == HARM
    root = ET.fromstring(shown.raw["stratml"])  # noqa: S314 (made by ourselves)
    assert root[0].text == tidy(HARM)
    assert "<f>" not in shown.raw["xlsx"]
    assert not re.search(r"(?m)(^|,|\")=cmd", shown.raw["datapackage"].replace('": "=cmd', ""))
    assert "'=cmd" in shown.raw["datapackage"]


def test_a_suppressed_figure_is_on_no_surface() -> None:
    """Neither the figure nor the count that it was made of, and the mark stands in its place."""
    count = 8_675_309.0
    card = _card_of(
        "A plan",
        value=[64.0, float(HIDDEN)],
        count=[None, count],
        denominator=[None, 2 * count],
        mark=[None, "suppressed"],
    )
    assert card.verdicts[0].observation is not None
    for form, raw in _surfaces(card).raw.items():
        assert HIDDEN[:4] not in raw, form
        assert not re.search(r"8,?675,?309|17,?350,?618", raw), form
        if form != "stratml":
            assert "suppressed" in raw, form
