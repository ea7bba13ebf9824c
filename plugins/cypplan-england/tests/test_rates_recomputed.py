"""Published rates and percentages, computed again from their published counts by the library's formulas."""

from __future__ import annotations

import polars as pl
import pytest

from cypplan.calc import with_proportions, with_rates
from cypplan.units import UnitForm
from cypplan_england.catalogue import indicators
from cypplan_england.figures import observation_sets

UNITS = {one.id: one.unit for one in indicators()}


@pytest.fixture(scope="module")
def counted() -> pl.DataFrame:
    """Every published figure that has count and denominator."""
    figures = next(iter(observation_sets())).scan()
    both = pl.col("count").is_not_null() & pl.col("denominator").is_not_null()
    return figures.filter(both & pl.col("value").is_not_null() & pl.col("derivation").is_null()).collect()


def _half_of_last_decimal(values: pl.Series) -> float:
    """Return half of one in the last decimal that a series is published with."""
    decimals = next(n for n in range(12) if (values - values.round(n)).abs().max() < 1e-9)
    return 0.5 * 10.0**-decimals + 1e-9


@pytest.mark.parametrize("name", ["cpp-rate", "cin-rate", "referrals-rate", "cla-rate"])
def test_published_rates_are_the_quotients(counted: pl.DataFrame, name: str) -> None:
    """Protects: rates per 10,000 of hundreds of authorities and years, to the published precision."""
    assert UNITS[name].form is UnitForm.RATE
    rows = counted.filter(pl.col("indicator") == name)
    assert rows.height > 500
    made = with_rates(rows, count="count", population="denominator", unit=UNITS[name], into="again")
    assert made["again_reason"].null_count() == made.height
    assert ((made["again"] - made["value"]).abs() <= _half_of_last_decimal(made["value"])).all()


@pytest.mark.parametrize("name", ["cpp-repeat", "cla-dental-checks", "care-leavers-eet", "re-referrals"])
def test_published_percentages_are_the_quotients(counted: pl.DataFrame, name: str) -> None:
    """Protects: percentages with published counts, to the published precision, each within its own limits."""
    assert UNITS[name].form is UnitForm.PERCENT
    rows = counted.filter(pl.col("indicator") == name)
    assert rows.height > 300
    made = with_proportions(rows, count="count", total="denominator", into="again")
    assert ((made["again"] - made["value"]).abs() <= _half_of_last_decimal(made["value"])).all()
    assert (made["again_lower"] <= made["again"]).all()
    assert (made["again"] <= made["again_upper"]).all()
