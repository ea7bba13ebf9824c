from __future__ import annotations

import math

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

import cypplan
from cypplan.calc.carrier import NUMBERS
from cypplan.calc.estimates import proportion, rate
from cypplan.calc.trends import (
    CRITICAL,
    Course,
    RecentTrend,
    proportion_trend,
    rate_trend,
    recent_trend,
    trend_of_proportions,
    trend_of_rates,
)
from cypplan.errors import PeriodError, ValueFault
from cypplan.indicators import SeriesBreak
from cypplan.periods import Period

AT = np.arange(5.0)
YEARS = [f"{year}/{year % 100 + 1}" for year in range(2012, 2017)]
VALUES = st.lists(st.floats(1, 1000), min_size=5, max_size=5)
HALVES = st.lists(st.floats(0.5, 100), min_size=5, max_size=5)
TOTALS = st.lists(st.integers(20, 5000), min_size=5, max_size=5)
SHARES = st.lists(st.floats(0, 1), min_size=5, max_size=5)
OTHER = {"higher": "lower", "lower": "higher", None: None}


def points(values: list[float], halves: list[float]) -> dict[str, tuple[float, float, float]]:
    """Figures with symmetric limits, for five financial years."""
    triples = ((v, v - h, v + h) for v, h in zip(values, halves, strict=True))
    return dict(zip(YEARS, triples, strict=True))


def pairs(totals: list[int], shares: list[float]) -> dict[str, tuple[float, float]]:
    """Counts of totals for five financial years."""
    return dict(zip(YEARS, ((round(n * p), n) for n, p in zip(totals, shares, strict=True)), strict=True))


def straight(values: list[float], weights: list[float], keep: list[int]) -> tuple[float, float]:
    """Slope and its variance by weighted least squares in matrices."""
    w, x = np.diag(np.array(weights)[keep]), np.vander(AT[keep], 2)
    spread = np.linalg.inv(x.T @ w @ x)
    return (spread @ x.T @ w @ np.array(values)[keep])[0], spread[0, 0]


def test_the_critical_value_is_that_of_chi_squared() -> None:
    """99.8 % of chi-squared with one degree of freedom."""
    assert pytest.approx(stats.chi2.ppf(0.998, 1), abs=5e-5) == CRITICAL


@given(VALUES, HALVES)
def test_rates_agree_with_weighted_least_squares_in_matrices(
    values: list[float], halves: list[float]
) -> None:
    """Slope, chi-squared and the sign that all leave-one-out fits keep, against NumPy's linear algebra."""
    weights = [1 / (2 * half / 3.92) ** 2 for half in halves]
    slope, variance = straight(values, weights, list(range(5)))
    lows, highs = zip(*((v - h, v + h) for v, h in zip(values, halves, strict=True)), strict=True)
    found, chi_squared, kept = trend_of_rates(NUMBERS, values, lows, highs)
    size = max(values) - min(values)
    assert found == pytest.approx(slope, rel=1e-6, abs=1e-7 * size + 1e-12)
    assert chi_squared == pytest.approx(slope**2 / variance, rel=1e-5, abs=1e-7)
    slopes = [straight(values, weights, [i for i in range(5) if i != out])[0] for out in range(5)] + [slope]
    if min(map(abs, slopes)) > 1e-7 * size:
        assert kept == (1 if min(slopes) > 0 else -1 if max(slopes) < 0 else 0)


@given(TOTALS, SHARES)
def test_proportions_agree_with_the_correlation_of_single_people(
    totals: list[int], shares: list[float]
) -> None:
    """Cochran and Armitage's chi-squared is N r², r the correlation of year and outcome over all people.

    Contingency packages give (N - 1) r², the linear-by-linear test; the two differ by the factor N / (N - 1).
    """
    counts = [round(n * p) for n, p in zip(totals, shares, strict=True)]
    people = sum(totals)
    _, found, _ = trend_of_proportions(NUMBERS, [float(x) for x in counts], [float(n) for n in totals])
    if sum(counts) in {0, people}:
        assert found == 0
        return
    year = np.repeat(AT, totals)
    had = np.concatenate([np.repeat([1.0, 0.0], [x, n - x]) for x, n in zip(counts, totals, strict=True)])
    r = np.corrcoef(year, had)[0, 1]
    assert found == pytest.approx(people * r**2, rel=1e-7, abs=1e-8)


@given(TOTALS, SHARES)
def test_proportions_agree_with_the_score_test_of_a_logistic_line(
    totals: list[int], shares: list[float]
) -> None:
    """A second derivation: U² / I of the slope in a logistic model, at no slope."""
    counts = np.array([round(n * p) for n, p in zip(totals, shares, strict=True)], dtype=float)
    sizes = np.array(totals, dtype=float)
    p = counts.sum() / sizes.sum()
    if not 0 < p < 1:
        return
    middle = (sizes * AT).sum() / sizes.sum()
    score = ((counts - sizes * p) * AT).sum()
    information = p * (1 - p) * (sizes * (AT - middle) ** 2).sum()
    slope, found, kept = trend_of_proportions(NUMBERS, list(counts), list(sizes))
    assert found == pytest.approx(score**2 / information, rel=1e-7, abs=1e-8)
    fits = [np.polyfit(AT[keep], (counts / sizes)[keep], 1, w=np.sqrt(sizes[keep]))[0] for keep in _fits()]
    assert slope == pytest.approx(fits[0], rel=1e-6, abs=1e-9)
    if min(map(abs, fits)) > 1e-9:
        assert kept == (1 if min(fits) > 0 else -1 if max(fits) < 0 else 0)


def _fits() -> list[list[int]]:
    return [list(range(5)), *([i for i in range(5) if i != out] for out in range(5))]


def test_an_example_worked_by_hand() -> None:
    """The formula in whole numbers, years counted from 0: 10, 20, … 50 of 100 each."""
    counts, totals = [10.0, 20.0, 30.0, 40.0, 50.0], [100.0] * 5
    n, r = 500, 150
    rt, nt, ntt = sum(t * x for t, x in enumerate(counts)), 1000, 3000
    expected = n * (n * rt - r * nt) ** 2 / (r * (n - r) * (n * ntt - nt**2))
    slope, found, kept = trend_of_proportions(NUMBERS, counts, totals)
    assert (found, slope, kept) == (pytest.approx(expected), pytest.approx(0.1), 1)


@given(VALUES, HALVES, st.sampled_from(["higher", "lower", None]))
def test_turning_data_and_direction_round_changes_no_judgement(
    values: list[float], halves: list[float], way: str | None
) -> None:
    """Symmetry: the standing stays, increasing becomes decreasing, chi-squared is the same."""
    one = rate_trend(points(values, halves), direction=way)
    other = rate_trend(points([-v for v in values], halves), direction=OTHER[way])
    turned = {Course.INCREASING: Course.DECREASING, Course.DECREASING: Course.INCREASING}
    assert (other.standing, other.chi_squared) == (one.standing, one.chi_squared)
    assert other.course is turned.get(one.course, one.course)


@given(TOTALS, SHARES, st.sampled_from(["higher", "lower", None]))
def test_those_who_do_and_those_who_do_not_are_judged_alike(
    totals: list[int], shares: list[float], way: str | None
) -> None:
    """Symmetry of proportions: the complement under the other direction has the same standing."""
    given_pairs = pairs(totals, shares)
    one = proportion_trend(given_pairs, direction=way)
    other = proportion_trend({at: (n - x, n) for at, (x, n) in given_pairs.items()}, direction=OTHER[way])
    assert other.chi_squared == pytest.approx(one.chi_squared, rel=1e-9, abs=1e-9)
    if abs((one.chi_squared or 0) - CRITICAL) > 1e-6:
        assert other.standing is one.standing


@given(VALUES, HALVES, st.sampled_from([0.125, 8.0]))
def test_the_scale_changes_no_trend(values: list[float], halves: list[float], factor: float) -> None:
    """Per 10,000 or per 80,000: one course, one chi-squared."""
    one = rate_trend(points(values, halves))
    other = rate_trend(points([v * factor for v in values], [h * factor for h in halves]))
    assert (other.course, other.chi_squared) == (one.course, one.chi_squared)


@given(VALUES, HALVES, st.permutations(range(5)))
def test_the_order_in_which_points_are_given_changes_nothing(
    values: list[float], halves: list[float], order: list[int]
) -> None:
    """Points are put in time by their periods."""
    given_points = list(points(values, halves).items())
    assert rate_trend(dict(given_points[at] for at in order)) == rate_trend(dict(given_points))


def test_both_conditions_are_needed() -> None:
    """A jump that one point alone makes is large in chi-squared, and no trend."""
    jump = rate_trend(points([10, 10, 10, 10, 30], [1] * 5))
    assert jump.chi_squared is not None
    assert jump.chi_squared > CRITICAL
    assert str(jump) == "no significant change"
    small = rate_trend(points([10, 11, 12, 13, 14], [9] * 5))
    assert str(small) == "no significant change"
    assert str(rate_trend(points([10, 20, 30, 40, 50], [1] * 5))) == "increasing"
    assert (
        str(rate_trend(points([50, 40, 30, 20, 10], [1] * 5), direction="lower"))
        == "decreasing and getting better"
    )
    assert str(rate_trend(points([50, 40, 30, 20, 10], [1] * 5), direction="none")) == "decreasing"


def test_nothing_moves_where_nothing_moves() -> None:
    """Equal figures, nobody, and everybody: no significant change."""
    assert rate_trend(points([10] * 5, [1] * 5)).slope == 0
    for share in (0.0, 1.0, 0.5):
        told = proportion_trend(pairs([100] * 5, [share] * 5), direction="lower")
        assert (told.course, told.standing, told.chi_squared) == (Course.NO_CHANGE, None, 0)


def test_only_the_last_five_years_speak() -> None:
    """An earlier rise is not looked at, and the result says which years were."""
    early = {
        f"{year}/{year % 100 + 1:02d}": (float(year - 1990), year - 1991.0, year - 1989.0)
        for year in range(2002, 2012)
    }
    told = rate_trend(early | points([10] * 5, [1] * 5))
    assert told.course is Course.NO_CHANGE
    assert [str(period) for period in told.periods] == [f"{year} financial" for year in YEARS]


def refused(periods: list[str], breaks: list[SeriesBreak] | None = None) -> str | None:
    """Why a steep rise over these periods cannot be called one."""
    told = rate_trend(
        {at: (10.0 * i, 10.0 * i - 1, 10.0 * i + 1) for i, at in enumerate(periods)}, breaks=breaks or []
    )
    assert (told.course is Course.CANNOT_SAY) == (told.reason is not None)
    return told.reason


@pytest.mark.parametrize(
    ("periods", "reason"),
    [
        (YEARS, None),
        ([f"{year}-03-31" for year in range(2012, 2017)], None),
        (YEARS[:4], "too few points"),
        ([], "too few points"),
        ([*YEARS[:4], "2017/18"], "points not consecutive"),
        ([*YEARS[:4], "2017/18 academic"], "periods of unlike kinds"),
        ([*YEARS[:4], "2017"], "periods of unlike kinds"),
        ([f"{year} to {year + 2}" for year in range(2008, 2013)], "periods overlap"),
        ([f"{year} to {year + 2}" for year in range(2000, 2015, 3)], "not annual points"),
        ([f"2012 Q{n}" for n in (1, 2, 3, 4)] + ["2013 Q1"], "not annual points"),
        (["2012-03-31", "2013-03-31", "2014-03-31", "2015-03-31", "2016-04-30"], "points not consecutive"),
        (["2012-03-31", "2013-03-31", "2014-03-31", "2015-03-01", "2015-03-31"], "points not consecutive"),
    ],
)
def test_points_that_are_no_series_of_years_are_refused(periods: list[str], reason: str | None) -> None:
    """Each reason of its own, and none for years or dates a year apart."""
    assert refused(periods) == reason


def test_a_break_of_series_inside_the_five_is_refused_and_one_before_is_not() -> None:
    """The first period of the new series may be the first of the five."""
    for first, inside in zip(["2011/12", *YEARS, "2017/18"], [False, False, *[True] * 4, False], strict=True):
        reason = refused(YEARS, [SeriesBreak(Period.parse(first), "new return")])
        assert reason == (f"series break at {first} financial: new return" if inside else None)


def test_figures_without_chance_have_no_weights() -> None:
    """Limits without width would weigh without end."""
    assert str(rate_trend(points([1, 2, 3, 4, 5], [1, 1, 0, 1, 1]))) == "cannot say: limits without width"


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: rate_trend({"2014": (1, 2, 1)}), "2014: 1"),
        (lambda: rate_trend({"2014": (math.nan, 1, 2)}), "leave the period out"),
        (lambda: proportion_trend({"2014": (3, 2)}), "3 of 2"),
        (lambda: proportion_trend({"2014": (0, 0)}), "0 of 0"),
        (lambda: proportion_trend({"2014/15": (1, 2), "2014/15 financial": (1, 2)}), "one period twice"),
        (lambda: rate_trend({}, direction="up"), '"up" is no direction'),
        (lambda: recent_trend({"2014": rate(5, 10), "2015": proportion(5, 10)}), "not one series"),
        (lambda: recent_trend({"2014": rate(5, 10, confidence=0.998)}), "no limits at 95 %"),
    ],
)
def test_figures_that_are_none_are_named(call: object, message: str) -> None:
    """A faulty figure is refused with its period; it is no point that is silently left out."""
    with pytest.raises(ValueFault, match=message):
        call()  # type: ignore[operator]
    with pytest.raises(PeriodError):
        proportion_trend({"sometime": (1, 2)})


def test_estimates_take_the_test_that_fits_them() -> None:
    """Percentages by their counts, rates by their limits at 95 %, whatever other levels they carry."""
    shares = {at: proportion(30 + 10 * i, 400) for i, at in enumerate(YEARS)}
    assert recent_trend(shares) == proportion_trend({at: (30 + 10 * i, 400) for i, at in enumerate(YEARS)})
    rates = {at: rate(300 + 60 * i, 90_000, confidence=(0.998, 0.95)) for i, at in enumerate(YEARS)}
    expected = {at: (one.value, one.intervals[1].lower, one.intervals[1].upper) for at, one in rates.items()}
    assert recent_trend(rates) == rate_trend(expected)
    assert recent_trend({}) == RecentTrend(course=Course.CANNOT_SAY, reason="too few points")


def test_a_published_series_has_a_trend() -> None:
    """Smoke test on figures as published: five years of re-referrals in Warrington can be judged."""
    rows = cypplan.published().filter(
        pl.col("indicator") == "re-referrals", pl.col("area") == "E06000007", pl.col("count").is_not_null()
    )
    figures = {period: (count, total) for period, count, total in rows.select(
        "period", "count", "denominator"
    ).collect().iter_rows()}  # fmt: skip
    told = proportion_trend(figures, direction="lower")
    assert told.course is not Course.CANNOT_SAY
    assert len(told.periods) == 5
