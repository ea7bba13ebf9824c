"""The catalogue of national indicators."""

from __future__ import annotations

from collections import Counter

import pytest

from cypplan.indicators import Direction, Form, Indicator, by_id
from cypplan.periods import Period, PeriodKind
from cypplan.units import UnitForm
from cypplan_england.catalogue import indicators, lait_names
from cypplan_england.figures import sources

CURATED = [
    "cla-same-placement-2-years",
    "cla-three-placements",
    "cla-adopted",
    "cla-adopted-share",
    "cla-ceased-special-guardianship",
    "cla-ceased-special-guardianship-share",
    "cla-health-checks",
    "cla-dental-checks",
    "cla-immunisations",
    "cla-substance-misuse",
    "cla-emotional-health",
    "cla-absence",
    "cla-attendance",
    "cla-persistent-absence",
    "cla-missing",
    "cla-ks2-rwm",
    "cla-english-maths-9-4",
    "cla-rate",
    "cla-number",
    "cla-convictions",
    "cla-placed-20-miles",
    "care-leavers-eet",
    "care-leavers-accommodation",
    "care-leavers-higher-education",
    "care-leavers-neet",
    "care-leavers-staying-put",
    "cpp-rate",
    "cpp-number",
    "cpp-repeat",
    "cpp-two-years-or-more",
    "referrals-rate",
    "referrals-number",
    "re-referrals",
    "cin-rate",
    "population-0-17",
    "eyfs-good-development",
    "level-2-at-19",
    "level-3-at-19",
    "level-2-gap-at-19",
    "level-3-gap-at-19",
    "excess-weight-year-6",
    "excess-weight-reception",
    "breastfeeding-6-8-weeks",
    "alcohol-admissions-under-18",
    "hospital-admissions-injuries-0-14",
    "neet-16-17",
    "permanent-exclusions",
    "persistent-absence",
    "absence",
    "ks2-rwm",
    "attainment-8",
    "english-maths-9-4",
    "english-maths-9-5",
    "first-time-entrants",
    "infant-mortality",
]
UNPUBLISHED = {"cla-attendance", "population-0-17"}
"""Curated indicators that are no measure of LAIT."""


@pytest.fixture(scope="module")
def catalogue() -> dict[str, Indicator]:
    """Return the catalogue by id."""
    return by_id(indicators())


def test_every_measure_of_lait_is_there_once(catalogue: dict[str, Indicator]) -> None:
    """The dictionary lists 14 measures twice; the catalogue has each of the 434 once."""
    assert len(lait_names()) == len(set(lait_names().values())) == 434
    assert len(indicators()) == len(catalogue) == 434 + len(UNPUBLISHED)


def test_curated_indicators_exist_and_the_rest_is_prefixed(catalogue: dict[str, Indicator]) -> None:
    """Plans are tied to these ids; all others say where they come from."""
    assert set(CURATED) <= set(catalogue)
    assert {ident for ident in catalogue if not ident.startswith("lait-")} == set(CURATED)


@pytest.mark.parametrize("ident", CURATED)
def test_curated_indicators_say_whom_they_speak_of(catalogue: dict[str, Indicator], ident: str) -> None:
    """A curated indicator names its population and has a title without jargon of its source."""
    indicator = catalogue[ident]
    assert indicator.population
    assert indicator.title[0].isupper()
    assert not indicator.title.endswith(".")


def test_directions_are_those_of_the_dictionary() -> None:
    """A measure listed twice counts once; "-" and blank both say that neither way is better."""
    found = Counter(indicator.direction for indicator in indicators() if indicator.id not in UNPUBLISHED)
    assert found == {Direction.HIGHER: 220, Direction.LOWER: 88, Direction.NONE: 126}


@pytest.mark.parametrize(
    ("ident", "direction"),
    [
        ("cla-same-placement-2-years", Direction.HIGHER),
        ("cla-substance-misuse", Direction.LOWER),
        ("cla-rate", Direction.NONE),
        ("cla-attendance", Direction.HIGHER),
        ("cpp-repeat", Direction.LOWER),
        ("cla-ceased-special-guardianship", Direction.NONE),
    ],
)
def test_single_directions(catalogue: dict[str, Indicator], ident: str, direction: Direction) -> None:
    """What is better must not be turned round by a rebuild."""
    assert catalogue[ident].direction is direction


def test_form_follows_the_unit() -> None:
    """A count is a count, a gap is a difference, and a share is per hundred of something named."""
    for indicator in indicators():
        unit = indicator.unit
        assert (indicator.form is Form.GAP) == unit.is_difference, indicator.id
        assert (indicator.form is Form.COUNT) == (unit.form is UnitForm.COUNT), indicator.id
        if indicator.form is Form.LEVEL:
            assert unit.form is UnitForm.PERCENT, indicator.id


@pytest.mark.parametrize(
    ("ident", "unit"),
    [
        ("cla-same-placement-2-years", "percent_of_children_looked_after"),
        ("cla-adopted", "children"),
        ("cla-ceased-special-guardianship", "children"),
        ("cla-absence", "percent_of_sessions"),
        ("cla-emotional-health", "score"),
        ("cla-rate", "per_10_000_children"),
        ("cpp-rate", "per_10_000_children"),
        ("cpp-repeat", "percent_of_plans_started"),
        ("population-0-17", "children"),
        ("level-2-gap-at-19", "percentage_points_of_young_people"),
        ("first-time-entrants", "per_100_000_young_people"),
        ("infant-mortality", "per_1_000_births"),
        ("lait-lac-unauth", "percent_of_sessions"),
        ("lait-prechilddea", "deaths"),
        ("lait-lacfinance", "pounds"),
    ],
)
def test_units_are_those_of_the_measure(catalogue: dict[str, Indicator], ident: str, unit: str) -> None:
    """The base of a percentage is what it is a share of, even where the axis of the tool says otherwise."""
    assert str(catalogue[ident].unit) == unit


@pytest.mark.parametrize(
    ("ident", "kind"),
    [
        ("cla-rate", PeriodKind.DAY),
        ("cpp-number", PeriodKind.DAY),
        ("cla-adopted", PeriodKind.FINANCIAL),
        ("cla-absence", PeriodKind.ACADEMIC),
        ("infant-mortality", PeriodKind.CALENDAR),
        ("alcohol-admissions-under-18", PeriodKind.SPAN),
        ("lait-rta", PeriodKind.SPAN),
        ("lait-work-force-nosw", PeriodKind.DAY),
        ("lait-prifsm", PeriodKind.MONTH),
    ],
)
def test_kinds_of_period(catalogue: dict[str, Indicator], ident: str, kind: PeriodKind) -> None:
    """A label such as "2016" is five different periods in this source."""
    assert catalogue[ident].period_kind is kind


def test_attendance_is_derived_from_absence(catalogue: dict[str, Indicator]) -> None:
    """Attendance is not published: it is 100 % minus absence."""
    assert catalogue["cla-attendance"].published_id == "cla-absence"


@pytest.mark.parametrize(
    ("ident", "earlier", "later"),
    [
        ("persistent-absence", "2014/15 academic", "2015/16 academic"),
        ("ks2-rwm", "2014/15 academic", "2015/16 academic"),
        ("attainment-8", "2015/16 academic", "2016/17 academic"),
        ("eyfs-good-development", "2018/19 academic", "2021/22 academic"),
        ("care-leavers-eet", "2012/13 financial", "2013/14 financial"),
        ("absence", "2018/19 academic", "2020/21 academic"),
    ],
)
def test_breaks_of_series_are_known(
    catalogue: dict[str, Indicator], ident: str, earlier: str, later: str
) -> None:
    """Figures on both sides of a changed definition must not be compared."""
    indicator = catalogue[ident]
    found = indicator.break_between(Period.parse(earlier), Period.parse(later))
    assert found
    assert found.reason
    assert indicator.break_between(Period.parse(later), Period.parse(later)) is None


def test_decimals_are_what_the_source_uses(catalogue: dict[str, Indicator]) -> None:
    """Decimals decide what is float noise; where figures were never rounded they are unknown."""
    assert catalogue["cla-health-checks"].decimals == 0
    assert catalogue["cpp-rate"].decimals == 1
    assert catalogue["excess-weight-year-6"].decimals == 2
    assert catalogue["neet-16-17"].decimals is None


def test_every_source_of_an_indicator_is_described() -> None:
    """An id of a source leads to title, publisher and licence."""
    known = {source.id for source in sources()}
    assert {indicator.source for indicator in indicators() if indicator.source} <= known
