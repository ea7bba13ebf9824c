"""The small steps of the build script: labels of periods, ids of measures."""

from __future__ import annotations

import pytest

from cypplan.periods import PeriodKind
from cypplan_england.build.catalogue import slug
from cypplan_england.build.periods import dfe_period, lait_kind, lait_period


@pytest.mark.parametrize(
    ("year_type", "label", "key", "qualifier"),
    [
        ("Financial Year", "2016", "2015/16 financial", None),
        ("Academic Year", "2016", "2015/16 academic", None),
        ("Calendar Year", "2016", "2016", None),
        ("Annual", "2016", "2016-03-31", None),
        ("Annual - January", "2016", "2016-01", None),
        ("Annual (end of Sept)", "2016", "2016-09-30", None),
        ("Financial Year", "2016-17 (OT)", "2016/17 financial", None),
        ("Academic Year", "2015/16", "2015/16 academic", None),
        ("Academic Year", "2015-16", "2015/16 academic", None),
        ("Calendar Year", "2014-16", "2014 to 2016", None),
        ("Financial Year", "2020/21-22/23", "2020/21 to 2022/23 financial", None),
        ("Academic Year", "2025 (prov)", "2024/25 academic", "provisional"),
        ("Academic Year", "2022 (Rev)", "2021/22 academic", "revised"),
        ("Academic Year", "2020 (Final)", "2019/20 academic", None),
    ],
)
def test_labels_of_lait(year_type: str, label: str, key: str, qualifier: str | None) -> None:
    """The type of year beside a label decides which period it names."""
    read = lait_period(year_type, label)
    assert read
    assert (read[0].key, read[1]) == (key, qualifier)


@pytest.mark.parametrize("label", ["0", "", "2016 (guess)", "2016-19", "16", "2016/17/18"])
def test_labels_that_are_no_period(label: str) -> None:
    """What cannot be read is left to be rejected, never guessed."""
    assert lait_period("Financial Year", label) is None


def test_an_unknown_type_of_year_is_no_period() -> None:
    """A new type of year in the dictionary has to be looked at."""
    assert lait_period("Lunar Year", "2016") is None


def test_spans_are_their_own_kind_of_period() -> None:
    """A measure whose labels pool years is not one of its year type; a stray label changes nothing."""
    assert lait_kind("Calendar Year", ["2014-16", "2015-17"]) is PeriodKind.SPAN
    assert lait_kind("Academic Year", ["0", "2016"]) is PeriodKind.ACADEMIC


@pytest.mark.parametrize(
    ("text", "kind", "key"),
    [
        ("2025", "financial", "2024/25 financial"),
        ("2025", "day", "2025-03-31"),
        ("2024", "mid-year", "2024-06-30"),
        ("201213", "academic", "2012/13 academic"),
        ("2005", "academic", "2004/05 academic"),
    ],
)
def test_time_periods_of_dfe_files(text: str, kind: str, key: str) -> None:
    """The same digits are a year's end, a day or a packed pair of years."""
    period = dfe_period(text, kind)
    assert period
    assert period.key == key


def test_time_periods_that_are_none() -> None:
    """A footnote in the column is no period."""
    assert dfe_period("Note", "financial") is None


@pytest.mark.parametrize(
    ("short", "ident"),
    [
        ("LACDental%", "lait-lacdental-percent"),
        ("CPP_Total_Rateper10,000", "lait-cpp-total-rateper10-000"),
        ("Hosp_Adm_Alc_<18yrs", "lait-hosp-adm-alc-under-18yrs"),
        ("Level2Age19_E&M", "lait-level2age19-e-and-m"),
        ("%_2yr_olds", "lait-percent-2yr-olds"),
    ],
)
def test_ids_of_measures(short: str, ident: str) -> None:
    """Ids are made from short names alone, so that they stay the same from release to release."""
    assert slug(short) == ident
