"""The text form: widths, signs and colours."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

import cypplan
from cypplan import reports
from cypplan.assess import Status
from cypplan.comparators import Aggregate, ComparatorKind
from cypplan.periods import Period
from cypplan.plans import (
    AllTarget,
    Bound,
    ChangeTarget,
    ComparatorTarget,
    DirectionTarget,
    GapTarget,
    MaintainTarget,
    Measure,
    MilestoneTarget,
    RangeTarget,
    RankTarget,
    Relation,
    Sense,
    Target,
    ToBeSetTarget,
    ValueTarget,
    YearOnYearTarget,
)
from cypplan.reports.terminal import as_ascii
from cypplan.reports.tree import Cell, Column, Document, Fact, Facts, Row, Table, tidy
from cypplan.reports.words import MEANINGS, SYMBOLS, people, target_words
from cypplan.units import Unit

if TYPE_CHECKING:
    from cypplan.assess import Scorecard


@pytest.mark.parametrize("width", [48, 60, 80, 100, 120, 160, 250])
@pytest.mark.parametrize("verbose", [False, True])
def test_no_line_is_wider_than_the_terminal(card: Scorecard, width: int, *, verbose: bool) -> None:
    """A table that breaks the lines of a terminal cannot be read."""
    lines = reports.render(card, "text", width=width, verbose=verbose).splitlines()
    assert max(map(len, lines)) <= width


@pytest.mark.parametrize("name", ["warrington-care-2018", "worcestershire-cypp-2014"])
def test_a_plan_fits_eighty_columns(name: str) -> None:
    """The report of a plan keeps to the narrowest usual terminal, long words apart none."""
    lines = reports.render(cypplan.plan(name), "text", width=80).splitlines()
    assert max(map(len, lines)) <= 80


def test_figures_stay_on_one_line(card: Scorecard) -> None:
    """At 80 columns each figure of a judged target stands whole in its line."""
    lines = reports.render(card, "text", width=80, verbose=False).splitlines()
    for verdict in card:
        if verdict.status is not Status.CANNOT_SAY and verdict.observation and verdict.observation.value:
            number = verdict.observation.unit.format(verdict.observation.value).split(" per ")[0]
            assert any(re.search(rf"(^|\s){re.escape(number)}(\s|$)", line) for line in lines), verdict.id


def test_wide_terminals_show_more(card: Scorecard) -> None:
    """Region, distance and travel are there from 120 columns on, chance and cautions from 160."""

    def heads(width: int) -> str:
        text = reports.render(card, "text", width=width, verbose=False)
        return next(line for line in text.splitlines() if line.strip().startswith("Baseline"))

    assert "Neighbours" in heads(80)
    assert "Region" not in heads(80)
    assert all(word in heads(120) for word in ("Region", "Distance", "Travel"))
    assert all(word in heads(160) for word in ("Chance", "Read with care"))


def test_the_short_form_gives_cannot_say_a_line_or_two(card: Scorecard) -> None:
    """Targets of which nothing can be said do not drown the others."""
    text = reports.render(card, "text", width=80, verbose=False)
    items = re.findall(r"^\? .*(?:\n  \S.*)*", text, flags=re.MULTILINE)
    assert len(items) >= 10
    assert max(item.count("\n") for item in items if item.startswith("? ")) <= 2


def test_the_summary_comes_last(card: Scorecard) -> None:
    """What a reader sees when the output has run through is the summary."""
    text = reports.render(card, "text", verbose=False)
    assert text.index("\nSummary\n") > text.index("\nSources\n")


def test_ascii_only_holds_nothing_else(card: Scorecard) -> None:
    """A terminal without UTF gets signs that it can show."""
    text = reports.render(card, "text", ascii_only=True)
    assert text.isascii()
    assert "x not met" in text


def test_ascii_keeps_quotes_readable() -> None:
    """Typographic marks have plain ones in their place, and only the rest becomes a question mark."""
    assert as_ascii("“Children’s” – £5 漢") == '"Children\'s" - GBP 5 ?'


def test_colour_only_where_it_is_wanted(card: Scorecard) -> None:
    """Plain text has no escape sequence; with colour the words are the same."""
    plain = reports.render(card, "text")
    coloured = reports.render(card, "text", colour=True)
    assert "\x1b" not in plain
    assert "\x1b[1;31m" in coloured
    stripped = re.sub(r"\x1b\[[0-9;]*m", "", coloured)
    assert [line.rstrip() for line in stripped.splitlines()] == plain.splitlines()


def test_every_status_has_a_sign_and_a_meaning() -> None:
    """A status without a sign would stand by colour alone."""
    assert set(SYMBOLS) == set(MEANINGS) == set(Status)
    assert all(symbol.ascii.isascii() and symbol.ascii for symbol in SYMBOLS.values())


def test_narrow_terminals_lose_columns_not_words() -> None:
    """A column that does not fit is left out whole; those that fit keep all their words."""
    columns = (Column("First", 10), Column("Second", 60, priority=2))
    row = Row(Cell("a head"), (Cell("one two three four", "under"), Cell("x" * 50)))
    document = Document(
        title="T",
        blocks=(
            Table(caption="C", head="H", columns=columns, rows=(row,)),
            Facts((Fact(term="A term that is longer than its place", text="value"),)),
        ),
    )
    narrow, wide = (reports.render(document, "text", width=width) for width in (40, 100))
    assert "Second" not in narrow
    assert "x" * 50 in wide
    assert all(word in narrow for word in ("one", "two", "three", "four", "under", "place", "value"))


def _margin(relation: Relation, size: int, *, relative: bool = False) -> ComparatorTarget:
    return ComparatorTarget(
        comparator=ComparatorKind.COUNTRY, relation=relation, margin=Decimal(size), margin_relative=relative
    )


@pytest.mark.parametrize(
    ("target", "words"),
    [
        (ValueTarget(value=Decimal("58.10"), bound=Bound.AT_LEAST), "at least 58.1%"),
        (ValueTarget(value=Decimal(70)), "70%"),
        (AllTarget(), "all"),
        (RangeTarget(low=Decimal(50), high=Decimal(55)), "50% to 55%"),
        (ChangeTarget(sense=Sense.DECREASE, by=Decimal(10), relative=True), "decrease by 10%"),
        (
            ChangeTarget(sense=Sense.INCREASE, by=Decimal(5), relative=False),
            "increase by 5 percentage points",
        ),
        (DirectionTarget(sense=Sense.INCREASE), "increase, without a size"),
        (GapTarget(closed_by=Decimal(100)), "gap closed by 100%"),
        (
            YearOnYearTarget(sense=Sense.INCREASE, after=Period.financial(2018)),
            "increase every year after 2018/19 financial",
        ),
        (
            YearOnYearTarget(sense=Sense.DECREASE, by=Decimal("2.50"), relative=True),
            "decrease by 2.5% every year",
        ),
        (
            YearOnYearTarget(sense=Sense.INCREASE, by=Decimal(2)),
            "increase by 2 percentage points every year",
        ),
        (
            ChangeTarget(sense=Sense.DECREASE, by=Decimal(5), most=Decimal(10), relative=True),
            "decrease by 5% to 10%",
        ),
        (
            ChangeTarget(sense=Sense.DECREASE, by=Decimal(5), qualifier="about", relative=True),
            "decrease by about 5%",
        ),
        (ValueTarget(value=Decimal(30), bound=Bound.AT_LEAST, qualifier="about"), "at least about 30%"),
        (MaintainTarget(), "no worse than the baseline"),
        (RankTarget(share=Decimal(25)), "best 25%"),
        (RankTarget(place=10, among=ComparatorKind.COUNTRY), "place 10 or better nationally"),
        (_margin(Relation.BETTER, 2), "at least 2 percentage points better than England"),
        (_margin(Relation.NOT_WORSE, 2), "at most 2 percentage points worse than England"),
        (_margin(Relation.IN_LINE, 5, relative=True), "within 5% of England"),
        (
            ComparatorTarget(
                comparator=ComparatorKind.NEIGHBOURS, relation=Relation.IN_LINE, aggregate=Aggregate.MEAN
            ),
            "in line with the mean of statistical neighbours",
        ),
        (
            ComparatorTarget(comparator=ComparatorKind.COUNTRY, relation=Relation.BETTER),
            "better than England",
        ),
        (MilestoneTarget(), "a milestone"),
        (ToBeSetTarget(), "to be set"),
    ],
)
def test_targets_in_words(target: Target, words: str) -> None:
    """Every kind of target reads as a phrase."""
    assert target_words(target, Measure(id="m", title="M", unit=Unit.parse("percent_of_pupils"))) == words


@pytest.mark.parametrize(
    ("number", "unit", "words"),
    [
        (1, "percent_of_children_looked_after", "1 child looked after"),
        (9, "percent_of_pupils", "9 pupils"),
        (1, "per_10_000_children", "1 case"),
        (1069, "per_10_000_children", "1,069 cases"),
        (12, "children", "12 children"),
    ],
)
def test_distances_in_children(number: int, unit: str, words: str) -> None:
    """A distance is said in the people that the unit is per, and in cases for rates."""
    assert people(number, Unit.parse(unit)) == words


def test_tidy_keeps_words_and_spells_out_what_acts() -> None:
    """White space is single; a half of a character and a mark nobody sees are spelt out."""
    assert tidy("  a\n b\tc ") == "a b c"
    assert tidy("a\ud800b\u200bc") == "a\\ud800b\\u200bc"
    assert tidy(None) == ""
