"""The page: structure that assistive technology relies on, and nothing loaded from anywhere."""

from __future__ import annotations

import html
import itertools
import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest

import cypplan
from cypplan import reports
from cypplan.assess.changes import changes_since, earlier_card
from cypplan.audit import check
from cypplan.reports.briefing import brief
from cypplan.reports.tree import tidy

if TYPE_CHECKING:
    from cypplan.assess import Scorecard
    from cypplan.reports.briefing import Briefing

VOID = {"meta", "br", "link", "img", "hr", "input"}


class _Outline(HTMLParser):
    """Collects what the tests ask about, and fails on elements closed out of order."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.headings: list[int] = []
        self.tables: list[list[tuple[str, dict[str, str | None]]]] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.elements.append((tag, found))
        if tag not in VOID:
            self.open.append(tag)
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if tag == "table":
            self.tables.append([])
        if "table" in self.open:
            self.tables[-1].append((tag, found))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.fixture(scope="module", params=["warrington-care-2018", "worcestershire-cypp-2014", "plan", "all"])
def page(request: pytest.FixtureRequest) -> str:
    """The pages of both scorecards, of a plan, and of a scorecard with all that can stand beside it."""
    if request.param == "all":
        card = cypplan.scorecard(cypplan.plan("warrington-care-2018"), as_of="2021-03-31")
        changes = changes_since(card, earlier_card(cypplan.scorecard(card.plan, as_of="2020-03-31")))
        return reports.render(brief(card, changes=changes, findings=check(card.plan)), "html")
    if request.param == "plan":
        return reports.render(cypplan.plan("worcestershire-cypp-2014"), "html")
    return reports.render(cypplan.scorecard(cypplan.plan(request.param), as_of="2021-03-31"), "html")


def test_elements_are_closed_in_order(page: str) -> None:
    """A page that a strict reader can follow."""
    assert _Outline(page).open == []


def test_headings_go_down_one_level_at_a_time(page: str) -> None:
    """One heading of the first level, and none that leaves a level out."""
    levels = _Outline(page).headings
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(later - earlier <= 1 for earlier, later in itertools.pairwise(levels))


def test_every_table_says_what_it_is(page: str) -> None:
    """Each table has a caption, and each of its headings a scope."""
    for table in _Outline(page).tables:
        tags = [tag for tag, _ in table]
        assert tags.count("caption") == 1
        assert {attributes.get("scope") for tag, attributes in table if tag == "th"} == {"col", "row"}


def test_the_page_has_its_landmarks(page: str) -> None:
    """Language, title, skip link, navigation and main part are there."""
    elements = _Outline(page).elements
    tags = [tag for tag, _ in elements]
    assert all(tags.count(tag) == 1 for tag in ("html", "title", "header", "nav", "main"))
    assert dict(elements)["html"]["lang"] == "en-GB"
    assert ("a", {"class": "skip", "href": "#main"}) in elements


def test_links_stay_in_the_page(page: str) -> None:
    """Every link leads to a place that is there, and no two places have one name."""
    elements = _Outline(page).elements
    ids = [attributes["id"] for _, attributes in elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    links = [attributes.get("href") or "" for tag, attributes in elements if tag == "a"]
    assert links
    assert all(link.startswith("#") and link[1:] in ids for link in links)


def test_nothing_is_loaded(page: str) -> None:
    """The page is one file: no script, no image, no style or font from elsewhere."""
    elements = _Outline(page).elements
    assert not [tag for tag, _ in elements if tag in {"script", "link", "img", "iframe", "object", "embed"}]
    assert not [attributes for _, attributes in elements if "src" in attributes]
    style = page[page.index("<style>") : page.index("</style>")]
    assert not re.search(r"url\(|@import|http", style)


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_colours_have_contrast(card: Scorecard) -> None:
    """Every colour of text stands out from both grounds by 4.5 to 1, in light and in dark."""
    page = reports.render(card, "html")
    schemes = [
        dict(re.findall(r"--(\w+): (#[0-9a-f]{6})", found)) for found in re.findall(r":root \{[^}]*\}", page)
    ]
    assert len(schemes) >= 2
    for scheme in schemes[:2]:
        for name in ("ink", "soft", "link", "green", "amber", "red"):
            for ground in ("ground", "raised"):
                light, dark = sorted((_luminance(scheme[name]), _luminance(scheme[ground])), reverse=True)
                assert (light + 0.05) / (dark + 0.05) >= 4.5, (name, ground, scheme)


def test_colours_of_charts_have_contrast(card: Scorecard) -> None:
    """Lines and signs of charts stand out from the ground by 3 to 1, words by 4.5, light and dark."""
    page = reports.render(card, "html")
    found = [
        dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", one)) for one in re.findall(r":root \{[^}]*\}", page)
    ]
    for scheme in found[:2]:
        for name in ("own", "country", "region", "near", "target", "ink"):
            pair = (_luminance(scheme[f"chart-{name}"]), _luminance(scheme["ground"]))
            light, dark = sorted(pair, reverse=True)
            least = 4.5 if name == "ink" else 3
            assert (light + 0.05) / (dark + 0.05) >= least, (name, scheme)


def test_pictures_are_spoken_and_their_figures_within_reach(page_of_all: str) -> None:
    """Every picture is named by words that are there; the table behind it opens from the keyboard."""
    elements = _Outline(page_of_all).elements
    ids = {attributes["id"] for _, attributes in elements if "id" in attributes}
    pictures = [attributes for tag, attributes in elements if tag == "svg"]
    assert len(pictures) > 10
    assert all(one["role"] == "img" and one["aria-labelledby"] in ids for one in pictures)
    tags = [tag for tag, _ in elements]
    assert tags.count("details") == tags.count("summary") == len(pictures)
    assert all(attributes.get("tabindex") in {None, "0"} for _, attributes in elements)
    labels = [attributes["aria-label"] for _, attributes in elements if attributes.get("role") == "region"]
    assert len(labels) == len(set(labels)), "two regions of one name cannot be told apart"


def test_a_page_of_all_stays_light(page_of_all: str) -> None:
    """With every chart and all neighbours a page is far from two megabytes."""
    assert len(page_of_all.encode()) < 2_000_000


def test_a_page_says_all_that_stands_beside(page_of_all: str, briefed: Briefing) -> None:
    """Comments with their decision, findings with their code, flips, the age of figures and who answers."""
    assert "Decision: Done." in page_of_all
    assert "12 May 2021, Somebody" in page_of_all
    assert briefed.findings is not None
    words = html.unescape(page_of_all)
    for one in briefed.findings.open:
        assert tidy(one.message) in words, one
    assert briefed.changes is not None
    for flip in briefed.changes.flips:
        assert f"{flip.before.status}" in words
    assert words.count("Answers for it") == len({verdict.measure.id for verdict in briefed.card})
    seen = sum(verdict.observation is not None for verdict in briefed.card)
    assert words.count("<dt>Age</dt>") == words.count("<dt>Next figure</dt>") == seen
