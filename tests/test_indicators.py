"""Indicators: their rules, breaks in their series, and which period answers for which."""

from __future__ import annotations

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import PERIODS, SINGLE_KINDS, YEAR_KINDS

from cypplan.errors import ValueFault
from cypplan.indicators import Complement, Direction, Form, Indicator, SeriesBreak, aligned, by_id
from cypplan.periods import Period, PeriodKind
from cypplan.units import Unit


def _indicator(**changes: object) -> Indicator:
    fields = {"id": "cla-rate", "title": "A rate", "form": Form.LEVEL} | changes
    fields["unit"] = Unit.parse(str(fields.get("unit", "percent_of_pupils")))
    return Indicator(**fields)  # pyright: ignore[reportArgumentType]


# Which period answers


@pytest.mark.parametrize(
    ("period", "kind", "answer"),
    [
        # the same kind answers for itself
        ("2014/15", "financial", "2014/15"),
        ("2014/15 academic", "academic", "2014/15 academic"),
        ("2014", "calendar", "2014"),
        ("2014-03-31", "day", "2014-03-31"),
        ("2014 Q2", "quarter", "2014 Q2"),
        ("2014-03", "month", "2014-03"),
        ("2014 to 2016", "span", "2014 to 2016"),
        # unlike years never answer for each other
        ("2014/15", "academic", None),
        ("2014/15 academic", "financial", None),
        ("2014", "financial", None),
        ("2014/15", "calendar", None),
        ("2014/15 academic", "calendar", None),
        # a stock answers by its count at the end of the year, quarter or month
        ("2014/15", "day", "2015-03-31"),
        ("2014/15 academic", "day", "2015-08-31"),
        ("2014", "day", "2014-12-31"),
        ("2014 Q1", "day", "2014-03-31"),
        ("2016-02", "day", "2016-02-29"),
        # a date, month or quarter is answered for by the year in which it lies
        ("2015-03-31", "financial", "2014/15"),
        ("2015-04-01", "financial", "2015/16"),
        ("2015-08-31", "academic", "2014/15 academic"),
        ("2015-09-01", "academic", "2015/16 academic"),
        ("2015-03-31", "calendar", "2015"),
        ("2015-03-31", "quarter", "2015 Q1"),
        ("2015-03-31", "month", "2015-03"),
        ("March 2015", "financial", "2014/15"),
        ("2015 Q1", "financial", "2014/15"),
        ("2015 Q2", "academic", "2014/15 academic"),
        ("March 2015", "quarter", "2015 Q1"),
        # July to September lies in two academic years
        ("2015 Q3", "academic", None),
        # a part of a year does not answer for the whole
        ("2014/15", "quarter", None),
        ("2014/15", "month", None),
        ("2015 Q1", "month", None),
        # pooled years answer for nothing else
        ("2014 to 2016", "calendar", None),
        ("2014 to 2016", "day", None),
        ("2014", "span", None),
        ("2014-03-31", "span", None),
    ],
)
def test_aligned(period: str, kind: str, answer: str | None) -> None:
    """Which period of an indicator's kind answers for the period of a target, if any does."""
    want = None if answer is None else Period.parse(answer)
    assert aligned(Period.parse(period), PeriodKind(kind)) == want


@given(PERIODS, st.sampled_from(PeriodKind))
def test_answer_is_of_the_kind_and_ends_within(period: Period, kind: PeriodKind) -> None:
    """An answer has the kind asked for and holds the last day of the period it answers for."""
    answer = aligned(period, kind)
    if answer is not None:
        assert answer.kind is kind
        assert answer.contains(period.end)
        assert aligned(answer, kind) == answer


@given(PERIODS, st.sampled_from(SINGLE_KINDS))
def test_answer_covers_or_is_a_snapshot(period: Period, kind: PeriodKind) -> None:
    """A figure over time answers only for what lies wholly in it, so that nothing is judged on a part."""
    answer = aligned(period, kind)
    if answer is not None and kind is not PeriodKind.DAY:
        assert answer.start <= period.start


@given(PERIODS)
def test_two_kinds_of_year_never_meet(period: Period) -> None:
    """No period has answers in two kinds of year unless it is shorter than a year."""
    answers = [kind for kind in YEAR_KINDS if aligned(period, kind) is not None]
    if period.is_year:
        assert answers == [period.kind]


# Breaks


BROKEN = (
    SeriesBreak(Period.financial(2015), "persistent absence is counted from 10 per cent"),
    SeriesBreak(Period.financial(2019), "another"),
)


@pytest.mark.parametrize(
    ("earlier", "later", "found"),
    [
        ("2013/14", "2014/15", None),
        ("2014/15", "2015/16", 0),
        ("2015/16", "2016/17", None),
        ("2012/13", "2018/19", 0),
        ("2016/17", "2019/20", 1),
        ("2014/15", "2021/22", 0),
        ("2019/20", "2021/22", None),
        ("2014/15", "2014/15", None),
        ("2015-03-31", "2016-03-31", 0),
        ("2016-03-31", "2017-03-31", None),
    ],
)
def test_break_between(earlier: str, later: str, found: int | None) -> None:
    """A break lies between two periods when the earlier is of the old series and the later of the new."""
    broken = _indicator(breaks=BROKEN).break_between(Period.parse(earlier), Period.parse(later))
    assert broken == (None if found is None else BROKEN[found])


@given(st.integers(2000, 2030), st.integers(2000, 2030), st.integers(2000, 2030))
def test_break_parts_a_series_in_two(start: int, one: int, other: int) -> None:
    """Two periods have a break between them exactly when they lie on its two sides."""
    indicator = _indicator(breaks=(SeriesBreak(Period.financial(start), "why"),))
    earlier, later = sorted([one, other])
    found = indicator.break_between(Period.financial(earlier), Period.financial(later))
    assert (found is not None) == (earlier < start <= later)


# Rules


@pytest.mark.parametrize("name", ["cla-rate", "a", "7", "l2-at-19", "lait-x.y_z", "a-1"])
def test_ids_that_are_taken(name: str) -> None:
    """An id is small letters and digits, joined one by one."""
    assert _indicator(id=name).id == name


@pytest.mark.parametrize("name", ["", "CLA", "cla rate", "-cla", "cla-", "cla--rate", "cla/rate", "é", "a\n"])
def test_ids_that_are_refused(name: str) -> None:
    """Anything else is refused with the value and an example, for ids stand in files and addresses."""
    with pytest.raises(ValueFault) as caught:
        _indicator(id=name)
    assert str(caught.value).startswith(f'id: "{name}" is not an id; use small letters')
    assert "cla-same-placement-2-years" in str(caught.value)


def test_difference_needs_a_gap() -> None:
    """Percentage points are the unit of a gap between groups, and of nothing else."""
    points = "percentage_points_of_pupils"
    assert _indicator(form=Form.GAP, unit=points).unit.is_difference
    for form in set(Form) - {Form.GAP}:
        with pytest.raises(ValueFault, match=f'cla-rate: unit "{points}" is a difference; only an indicator'):
            _indicator(form=form, unit=points)


def test_complement_needs_a_percentage() -> None:
    """Only what is a share of a whole can be taken from 100 per cent."""
    attendance = _indicator(derivation=Complement("absence"), unit="percent_of_sessions")
    assert attendance.published_id == "absence"
    assert _indicator().published_id == "cla-rate"
    for unit in ("per_10_000_children", "children", "score"):
        with pytest.raises(ValueFault, match=f'cla-rate: a complement needs a percentage, not "{unit}"'):
            _indicator(derivation=Complement("absence"), unit=unit)


def test_sign_of_a_direction() -> None:
    """Higher and lower are opposite; the other directions give no sense."""
    assert [direction.sign for direction in Direction] == [1, -1, 0, 0]


def test_indicator_is_a_value() -> None:
    """Indicators hash, pickle and cannot be changed."""
    indicator = _indicator(breaks=BROKEN, direction=Direction.LOWER)
    assert pickle.loads(pickle.dumps(indicator)) == indicator  # noqa: S301 (our own bytes)
    assert {indicator: 1}[_indicator(breaks=BROKEN, direction=Direction.LOWER)] == 1
    with pytest.raises(AttributeError):
        indicator.id = "other"  # pyright: ignore[reportAttributeAccessIssue]


def test_index_by_id() -> None:
    """Two indicators of one id are refused with both titles; one given twice is one."""
    one, other = _indicator(), _indicator(id="other")
    assert by_id([one, other, _indicator()]) == {"cla-rate": one, "other": other}
    with pytest.raises(ValueFault, match='two indicators have the id "cla-rate": "A rate" and "Another"'):
        by_id([one, _indicator(title="Another")])
