from __future__ import annotations

import time
from decimal import Decimal

import attrs
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cypplan.errors import CypplanError
from cypplan.indicators import Direction
from cypplan.plans import Basis, Cadence, ChangeTarget, DirectionTarget, Sense, ValueTarget, YearOnYearTarget
from cypplan.plans.sentences import Reading, Role, read_target

WORDS = [
    "A",
    "reduction",
    "in",
    "the",
    "percentage",
    "of",
    "children",
    "from",
    "33",
    "per",
    "10,000",
    "in",
    "March",
    "2014",
    "to",
    "31%",
    "by",
    "2014/15",
    "(academic",
    "year)",
    "at",
    "least",
    "no",
    "more",
    "than",
    "or",
    "fewer",
    "half",
    "two",
    "thirds",
    "1",
    "in",
    "4",
    "£1.2m",
    "≤",
    "=<",
    "+",
    "-",
    "gap",
    "between",
    "and",
    "peers",
    "year",
    "on",
    "year",
    "to",
    "be",
    "set",
    "TBC",
    "all",
    "every",
    "Key",
    "Stage",
    "2",
    "year",
    "olds",
    "aged",
    "16",
    "under",
    "18",
    "in",
    "line",
    "with",
    "statistical",
    "neighbours'",
    "average",
    "above",
    "national",
    "top",
    "quartile",
    "maintain",
    "halve",
    "double",
    "10",
    "points",
    "days",
    "weeks",
    "ongoing",
    "monthly",
    "review",
    "baseline",
    "target",
    ":",
    ";",
    ".",
    "(",
    ")",
    "-",
    "–",
    "unless",
    "if",
    "was",
    "were",
    "5",
    "A*-C",
    "2018/19:",
    "50%",
    "24/7",
    "www.x.org",
    "31/03/2027",
    "Q2",
    "1-Apr-19",
    "Mar-25",
    "one",
    "hundred",
    "and",
    "twenty-five",
]
TEXTS = st.text(max_size=200) | st.lists(st.sampled_from(WORDS), max_size=60).map(" ".join)


def _covered(reading: Reading) -> str:
    """Return the text with everything blanked that stands in some part of the reading."""
    held = list(reading.text)
    for part in reading.parts:
        assert reading.text[part.start : part.end] == part.text
        held[part.start : part.end] = " " * (part.end - part.start)
    return "".join(held)


@given(text=TEXTS)
@example(text="²⅓٣ ½ 9²")
@example(text="one million million hundred and")
@example(text="31/02/2027 0000/01 99/00 Q4 9999/00")
def test_any_text_is_read_and_nothing_of_it_is_lost(text: str) -> None:
    """Protects: totality; no text raises, and every character but white space is in one part, in order."""
    reading = read_target(text)
    assert not _covered(reading).strip()
    starts = [part.start for part in reading.parts]
    assert starts == sorted(starts)
    assert all(
        first.end <= second.start for first, second in zip(reading.parts, reading.parts[1:], strict=False)
    )
    assert reading.says_something or not reading.targets
    assert reading.text == text


@given(text=TEXTS, timescale=TEXTS)
@example(text="70% ongoing", timescale="2014/15")
@example(text="70% by 2030", timescale="Ongoing")
def test_what_is_known_of_the_measure_never_breaks_a_reading(text: str, timescale: str) -> None:
    """Protects: any unit, direction, kind of year and column of times beside any sentence."""
    reading = read_target(
        text, unit="percent_of_pupils", direction="lower", years="academic", timescale=timescale
    )
    assert not _covered(reading).strip()


@given(text=TEXTS)
def test_reading_twice_gives_the_same(text: str) -> None:
    """Protects: a reading is a value, equal to another of the same text, and can be hashed."""
    assert read_target(text) == read_target(text)
    assert hash(read_target(text)) == hash(read_target(text))


@pytest.mark.parametrize(
    "piece",
    [
        "9", "1,", "increase ", "10% ", "2014/15 ", "and all ", "a-", "above national and ", "gap between ",
        "A. ", "from 10% to 20% ", "www.a/", "one hundred and ", "increase year on year ", "(",
        "10% reduction ", "was 5 ",
    ],
)  # fmt: skip
def test_time_grows_with_the_text_only(piece: str) -> None:
    """Protects: a hostile text costs time in proportion to its length, not to its square."""
    seconds = []
    for length in (2_000, 16_000):
        start = time.perf_counter()
        read_target(piece * (length // len(piece)))
        seconds.append(time.perf_counter() - start)
    assert seconds[1] < 40 * max(seconds[0], 0.02)  # eight times the length; squared it would be 64 times


def test_a_hundred_thousand_digits_are_no_figure() -> None:
    """Protects: absurd numbers stay unread and cost nothing."""
    reading = read_target("9" * 100_000)
    assert not reading.targets
    assert reading.unread == (reading.text,)


def test_a_split_year_is_marked_as_inferred_and_both_kinds_are_named() -> None:
    """Protects: "2014/15" is two periods; the house reading is never passed off as stated."""
    reading = read_target("14% or fewer in 2014/15")
    assert reading.targets[0].period_basis is Basis.INFERRED
    (doubt,) = reading.ambiguities
    assert [str(period) for period in doubt.readings] == ["2014/15 financial", "2014/15 academic"]
    known = read_target("14% or fewer in 2014/15", years="academic")
    assert str(known.targets[0].period) == "2014/15 academic"
    assert not known.ambiguities


def test_a_word_settles_the_kind_of_year() -> None:
    """Protects: a stated kind of year leaves no doubt."""
    reading = read_target("49% in 2012/13 (academic year)")
    assert reading.targets == (
        ValueTarget(value=Decimal(49), period=reading.targets[0].period, period_basis=Basis.STATED),
    )
    assert str(reading.targets[0].period) == "2012/13 academic"
    assert not reading.ambiguities


def test_what_is_known_settles_what_is_ambiguous() -> None:
    """Protects: "improve" follows the direction, and a percentage off a count is relative."""
    assert read_target("Improve attendance", direction=Direction.HIGHER).targets == (
        DirectionTarget(sense=Sense.INCREASE),
    )
    assert read_target("+3%", unit="children").targets == (
        ChangeTarget(sense=Sense.INCREASE, by=Decimal(3), relative=True),
    )
    assert not read_target("+3%", unit="percent_of_pupils").targets


def test_a_column_of_times_dates_the_target() -> None:
    """Protects: an action plan's timescale is read with its success measure."""
    ongoing = read_target("95% registered with a dentist", timescale="Ongoing – monthly review")
    assert ongoing.targets[0].ongoing
    assert ongoing.review is Cadence.MONTHLY
    dated = read_target("26 adoptions", timescale="1-Apr-19 Annual review thereafter")
    assert str(dated.targets[0].period) == "2019-04-01"
    assert dated.review is Cadence.ANNUAL


def test_a_yearly_change_follows_the_dated_target() -> None:
    """Protects: "and the number will continue to increase" begins after the year named before it."""
    reading = read_target("12 orders will be granted in 2018/19 and the number will increase year on year.")
    assert [target.kind for target in reading.targets] == ["value", "year-on-year"]
    yearly = reading.targets[1]
    assert isinstance(yearly, YearOnYearTarget)
    assert str(yearly.after) == "2018/19 financial"


def test_a_gap_names_its_groups_and_its_unit_as_meant() -> None:
    """Protects: a gap printed in per cent is in percentage points, and who stands at its ends."""
    reading = read_target("Reduce the gap between boys and girls from 12% to 9%")
    assert reading.groups == ("boys", "girls")
    assert reading.gap
    assert reading.unit is not None
    assert (str(reading.unit.form), str(reading.unit.meant)) == ("percent", "points")
    assert read_target("A smaller SEN/Non SEN attainment gap of 40%").groups == ("SEN", "Non SEN")


def test_the_subject_is_quoted_whole() -> None:
    """Protects: what is measured is quoted as printed, harmless digits included, and is not unread."""
    reading = read_target("95% of 2 year olds will have a check at 6-8 weeks")
    assert reading.subject == "2 year olds will have a check at 6-8 weeks"
    assert reading.is_whole
    assert {part.role for part in reading.parts} == {Role.TARGET, Role.JOINING, Role.SUBJECT}


def test_a_reading_is_frozen() -> None:
    """Protects: nobody changes a reading that another holds."""
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        read_target("70%").text = ""  # pyright: ignore[reportAttributeAccessIssue]


@pytest.mark.parametrize("wrong", [{"unit": "percents"}, {"direction": "up"}, {"years": "lunar"}])
def test_a_wrong_argument_is_named(wrong: dict[str, str]) -> None:
    """Protects: only errors of ours, and with the value that was wrong."""
    with pytest.raises(CypplanError, match=next(iter(wrong.values()))):
        read_target("70%", **wrong)  # pyright: ignore[reportArgumentType]


def test_what_is_no_text_is_refused() -> None:
    """Protects: a number from a table's cell is not taken for a sentence."""
    with pytest.raises(CypplanError, match="70"):
        read_target(70)  # pyright: ignore[reportArgumentType]
