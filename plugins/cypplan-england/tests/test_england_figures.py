"""The published figures that the package carries."""

from __future__ import annotations

import polars as pl
import pytest

from cypplan.indicators import Form
from cypplan.observations import COLUMNS, MISSING_MARKS, QUALIFIERS
from cypplan.periods import Period
from cypplan_england.catalogue import indicators
from cypplan_england.figures import observation_sets, sources

WARRINGTON, WORCESTERSHIRE, ENGLAND = "E06000007", "E10000034", "E92000001"


@pytest.fixture(scope="module")
def figures() -> pl.DataFrame:
    """Return all figures."""
    return observation_sets()[0].scan().collect()


def one(figures: pl.DataFrame, indicator: str, area: str, period: str) -> dict[str, object]:
    """Return the one figure of a key."""
    return figures.filter(indicator=indicator, area=area, period=period).row(0, named=True)


def test_columns_are_those_of_the_contract(figures: pl.DataFrame) -> None:
    """Readers rely on names, order and types of the observation table."""
    types = {"text": pl.String, "number": pl.Float64, "date": pl.Date}
    assert dict(figures.schema) == {column.name: types[column.type] for column in COLUMNS}
    assert figures.columns == [column.name for column in COLUMNS]


def test_each_key_is_there_once(figures: pl.DataFrame) -> None:
    """One figure of an indicator, area, period and group: the sources were merged."""
    assert figures.select("indicator", "area", "period", "group").is_duplicated().sum() == 0


def test_required_columns_are_filled(figures: pl.DataFrame) -> None:
    """Only a value may be absent of what the contract requires, and every row has a source and release."""
    needed = [column.name for column in COLUMNS if not column.optional and column.name != "value"]
    assert figures.select(pl.col(*needed, "group", "source", "release").null_count()).row(0) == (0,) * 9


def test_a_value_is_there_or_its_absence_has_a_mark(figures: pl.DataFrame) -> None:
    """A missing value has a reason, a present one has none; neither is NaN or infinite."""
    assert figures.filter(pl.col("value").is_null() == pl.col("mark").is_null()).height == 0
    assert figures.filter(pl.col("value").is_not_null() & ~pl.col("value").is_finite()).height == 0
    assert set(figures.get_column("mark").drop_nulls().unique()) <= MISSING_MARKS
    found = figures.get_column("qualifiers").drop_nulls().str.split(" ").explode().unique()
    assert set(found) <= QUALIFIERS


def test_counts_stand_only_beside_values_that_they_reproduce(figures: pl.DataFrame) -> None:
    """Verdicts judge on count over denominator: it must be the published figure, unrounded."""
    table = pl.DataFrame(
        [(i.id, float(i.unit.scale or 0)) for i in indicators()], ["indicator", "scale"], orient="row"
    )
    counted = figures.filter(pl.col("count").is_not_null()).join(table, on="indicator")
    assert counted.height > 20_000
    assert counted.filter(pl.col("denominator").is_null() | pl.col("value").is_null()).height == 0
    off = (pl.col("scale") * pl.col("count") / pl.col("denominator") - pl.col("value")).abs()
    assert counted.filter(off > 0.5 + 1e-9).height == 0
    assert figures.filter(pl.col("count").is_null() & pl.col("denominator").is_not_null()).height == 0


def test_regions_and_england_have_no_rounded_counts(figures: pl.DataFrame) -> None:
    """The publisher rounds counts above authorities to 10; three older series have them exact."""
    above = figures.filter(pl.col("area").str.contains("^E(12|13|92)") & pl.col("count").is_not_null())
    assert set(above.get_column("indicator")) == {"eyfs-good-development", "level-2-at-19", "level-3-at-19"}


def test_periods_are_canonical(figures: pl.DataFrame) -> None:
    """Each period text reads back to itself, with its kind and days."""
    columns = ("period", "period_kind", "period_start", "period_end")
    for text, kind, start, end in figures.select(columns).unique().iter_rows():
        period = Period.parse(text)
        assert (period.key, period.kind, period.start, period.end) == (text, kind, start, end)


def test_every_indicator_has_figures_of_its_own_kind_of_period(figures: pl.DataFrame) -> None:
    """The catalogue and the figures speak of the same things."""
    kinds = dict(figures.select("indicator", "period_kind").unique().iter_rows())
    published = {i.id: i.period_kind for i in indicators() if i.derivation is None}
    assert kinds == published


def test_england_has_a_figure_for_each_curated_percentage_or_rate(figures: pl.DataFrame) -> None:
    """Comparing with England must be possible, save where its value was withheld."""
    england = set(figures.filter(pl.col("value").is_not_null(), area=ENGLAND).get_column("indicator"))
    wanted = {i.id for i in indicators() if not i.id.startswith("lait-") and i.derivation is None}
    assert wanted - england == {"first-time-entrants"}


def test_england_lies_within_its_regions(figures: pl.DataFrame) -> None:
    """An average outside the range of its parts is a sum in disguise; it was withheld, and says so."""
    rates = [i.id for i in indicators() if i.form in {Form.RATE, Form.LEVEL}]
    table = figures.filter(pl.col("indicator").is_in(rates))
    spread = (
        table.filter(pl.col("area").str.starts_with("E12"))
        .group_by("indicator", "period")
        .agg(high=pl.col("value").max(), n=pl.col("value").count())
    )
    england = table.filter(area=ENGLAND).join(spread, on=["indicator", "period"]).filter(pl.col("n") >= 5)
    assert england.filter(pl.col("value") > 1.5 * pl.col("high") + 1).height == 0
    withheld = one(figures, "first-time-entrants", ENGLAND, "2020")
    assert (withheld["value"], withheld["mark"]) == (None, "not-available")
    assert "1521" in str(withheld["derivation"])


@pytest.mark.parametrize(
    ("indicator", "area", "period", "value", "count", "denominator"),
    [
        ("cla-same-placement-2-years", WARRINGTON, "2020/21 financial", 65, 102, 158),
        ("cla-health-checks", WARRINGTON, "2020/21 financial", 99, 279, 283),
        ("cla-dental-checks", WARRINGTON, "2020/21 financial", 24, 67, 283),
        ("cla-substance-misuse", WARRINGTON, "2020/21 financial", 7, 21, 283),
        ("cla-adopted", WARRINGTON, "2018/19 financial", 16, None, None),
        ("cla-adopted", WARRINGTON, "2019/20 financial", 19, None, None),
        ("cla-adopted", WARRINGTON, "2020/21 financial", 7, None, None),
        ("cla-absence", WARRINGTON, "2020/21 academic", 7.8, None, None),
        ("cla-absence", WARRINGTON, "2018/19 academic", 3.6, None, None),
        ("cla-rate", WARRINGTON, "2025-03-31", 69, 310, 44_799),
        ("cpp-number", WORCESTERSHIRE, "2015-03-31", 368, None, None),
        ("cpp-rate", WORCESTERSHIRE, "2015-03-31", 368 / 115_285 * 10_000, 368, 115_285),
        ("cpp-rate", WORCESTERSHIRE, "2016-03-31", 41.0, 473, 115_430),
        ("cpp-repeat", WORCESTERSHIRE, "2014/15 financial", 22.7, 112, 493),
        ("eyfs-good-development", WORCESTERSHIRE, "2013/14 academic", 58.1, 3598, 6188),
        ("population-0-17", WORCESTERSHIRE, "2014-06-30", 115_285, None, None),
        ("care-leavers-eet", WARRINGTON, "2020/21 financial", 50, 60, 119),
    ],
)
def test_known_figures(
    figures: pl.DataFrame,
    indicator: str,
    area: str,
    period: str,
    value: float,
    count: int | None,
    denominator: int | None,
) -> None:
    """Figures looked up by hand in the publishers' files."""
    row = one(figures, indicator, area, period)
    assert (row["value"], row["count"], row["denominator"]) == (value, count, denominator)


def test_not_collected_is_not_the_same_as_not_available(figures: pl.DataFrame) -> None:
    """No area has absence for 2019/20; Hackney alone has no plans for 2022."""
    assert one(figures, "cla-absence", WARRINGTON, "2019/20 academic")["mark"] == "not-collected"
    assert one(figures, "cpp-rate", "E09000012", "2022-03-31")["mark"] == "not-available"
    nowhere = figures.filter(mark="not-collected").select("indicator", "period").unique()
    assert figures.join(nowhere, on=["indicator", "period"], how="semi").get_column("value").null_count() == (
        figures.join(nowhere, on=["indicator", "period"], how="semi").height
    )


def test_zeros_that_are_not_zeros_are_not_available(figures: pl.DataFrame) -> None:
    """Cohorts that have not reached 19 are 0 in the file, everywhere."""
    last = one(figures, "level-2-at-19", ENGLAND, "2024/25 academic")
    assert (last["value"], last["mark"]) == (None, "not-available")
    assert figures.filter(pl.col("value") == 0, indicator="level-2-at-19").height == 0


def test_computed_rates_say_how(figures: pl.DataFrame) -> None:
    """A derived figure names its parts, and one made from rounded counts says that."""
    made = figures.filter(pl.col("derivation").str.starts_with("rate per 10,000"))
    assert set(made.get_column("indicator")) == {"cpp-rate", "referrals-rate", "cin-rate"}
    assert made.get_column("period_end").dt.year().unique().sort().to_list() == [2013, 2014, 2015]
    own = one(figures, "cpp-rate", WORCESTERSHIRE, "2015-03-31")
    expected = "rate per 10,000: count of plans on 31 March / ONS mid-2014 children aged 0 to 17"
    assert own["derivation"] == expected
    england = one(figures, "cpp-rate", ENGLAND, "2015-03-31")
    assert (england["qualifiers"], england["count"]) == ("rounded-10", None)


def test_labels_leave_their_qualifiers(figures: pl.DataFrame) -> None:
    """Provisional and revised figures are marked; final ones and outturn are plain."""
    phonics = one(figures, "lait-ks1p-all", ENGLAND, "2024/25 academic")
    assert phonics["qualifiers"] == "provisional"
    levels = figures.filter(indicator="lait-a3a", area=ENGLAND).select("period", "qualifiers")
    assert dict(levels.iter_rows())["2021/22 academic"] == "revised"
    assert dict(levels.iter_rows())["2019/20 academic"] is None


def test_counts_rounded_by_the_publisher_are_marked(figures: pl.DataFrame) -> None:
    """Two years of counts of care leavers are multiples of 5, and England's counts multiples of 10."""
    own = one(figures, "cla-ceased-special-guardianship", WARRINGTON, "2015/16 financial")
    assert own["qualifiers"] == "rounded-5"
    later = one(figures, "cla-ceased-special-guardianship", WARRINGTON, "2017/18 financial")
    assert later["qualifiers"] is None
    england = one(figures, "cla-adopted", ENGLAND, "2020/21 financial")
    assert england["qualifiers"] == "rounded-10"


def test_reading_one_indicator_touches_little(figures: pl.DataFrame) -> None:
    """Rows are sorted by indicator in groups of moderate size, so that a filter skips most of the file."""
    assert figures.select("indicator", "area", "period_end").rows() == sorted(
        figures.select("indicator", "area", "period_end").rows()
    )


def test_every_source_has_a_licence_and_is_described(figures: pl.DataFrame) -> None:
    """Reuse needs the licence, and each figure leads to its source."""
    table = {source.id: source for source in sources()}
    assert set(figures.get_column("source").unique()) <= set(table)
    assert {source.licence for source in table.values()} == {"Open Government Licence v3.0"}
    releases = dict(figures.select("source", "release").unique().iter_rows())
    assert releases == {ident: table[ident].release for ident in releases}
