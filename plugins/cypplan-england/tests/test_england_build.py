"""The build script, on small downloads made here, and on the real ones where they are at hand."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from cypplan_england.build.__main__ import main
from cypplan_england.build.make import OUTPUTS
from cypplan_england.files import DATA

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Built, Downloads

    Build = Callable[[Downloads], Built]


def test_float_noise_is_gone_and_marks_are_told_apart(downloads: Downloads, build: Build) -> None:
    """A dash for one area is not available, a dash for all is not collected."""
    downloads.measure("A%", dps="2")
    downloads.figure("A%", "2016", 805, "4.4000000000000004")
    downloads.figure("A%", "2016", 370, "-")
    downloads.figure("A%", "2017 (prov)", 805, "-")
    downloads.figure("A%", "2017 (prov)", 370, "-")
    built = build(downloads)
    found = built.figures.select("area", "period", "value", "mark", "qualifiers", "indicator").rows()
    assert found == [
        ("E06000001", "2015/16 financial", 4.4, None, None, "lait-a-percent"),
        ("E06000001", "2016/17 financial", None, "not-collected", "provisional", "lait-a-percent"),
        ("E08000038", "2015/16 financial", None, "not-available", None, "lait-a-percent"),
        ("E08000038", "2016/17 financial", None, "not-collected", "provisional", "lait-a-percent"),
    ]


def test_rows_that_can_be_no_observation_are_listed(downloads: Downloads, build: Build) -> None:
    """Good rows beside bad ones survive, and every bad one says where it is and why."""
    downloads.measure("A")
    downloads.figure("A", "2016", 805, "1")
    downloads.figure("A", "2016", 805, "2")
    downloads.figure("A", "0", 805, "-")
    downloads.figure("A", "2017", 805, "about 3")
    downloads.figure("A", "2017", 123, "3", "Atlantis")
    downloads.figure("B", "2017", 805, "3")
    built = build(downloads)
    assert built.figures.get_column("value").to_list() == [1.0]
    assert sorted(built.rejected.select("reason", "value").rows()) == [
        ("area is not in the code list", "Atlantis"),
        ("measure is not in the dictionary", "B"),
        ("no period", "0"),
        ("not a number", "about 3"),
        ("same key as a row before", "2"),
    ]
    assert "Rejected rows: 5" in built.said
    assert "Short Desc=A, LA and Regions=Atlantis, Years=2017" in built.rejected.get_column("where")


def test_a_measure_listed_twice_is_one(downloads: Downloads, build: Build) -> None:
    """A plain join would double its figures; what the first row leaves open the second may say."""
    downloads.measure("A", Topic="First", dps="NA")
    downloads.measure("A", Topic="Second", dps="0", again="yes")
    downloads.figure("A", "2016", 805, "1")
    built = build(downloads)
    assert built.figures.height == 1
    entry = next(row for row in built.rows("indicators.csv") if row["lait"] == "A")
    assert (entry["topic"], entry["decimals"]) == ("First", "0")


def test_areas_are_joined_by_territory(downloads: Downloads, build: Build) -> None:
    """A recoded area is one row with its former code, an abolished one keeps its own."""
    downloads.figure("LAC", "2018", 837, "1", "Bournemouth (Pre LG)")
    built = build(downloads)
    areas = {row["code"]: row for row in built.rows("areas.csv")}
    assert areas["E08000038"]["former_codes"] == "E08000016"
    assert "E08000016" not in areas
    assert (areas["E06000028"]["end"], areas["E06000028"]["successors"]) == ("2019-03-31", "E06000058")
    assert areas["E06000028"]["other_names"] == "Bournemouth (Pre LG)"
    assert areas["E06000058"]["predecessors"] == "E06000028"
    assert "z" not in areas
    assert built.one("cla-rate", "E06000028")["value"] == 1


def test_neighbours_get_current_codes(downloads: Downloads, build: Build) -> None:
    """Numbers become codes, the footer of the old file is read, and blanks after a band are dropped."""
    built = build(downloads)
    rows = [(r["version"], r["area"], r["neighbour"], r["closeness"]) for r in built.rows("neighbours.csv")]
    assert rows[0] == ("2021", "E06000001", "E08000038", "Close")
    assert ("2021", "E06000028", "E06000001", "Not close") in rows
    assert ("2025", "E06000001", "E08000038", "Very close") in rows


@pytest.mark.parametrize(
    ("cell", "mark", "qualifiers"),
    [
        ("z", "not-applicable", None),
        ("x", "not-available", None),
        (":", "not-available", None),
        ("c", "suppressed", None),
        ("k", "rounds-to-zero", None),
        ("low", "rounds-to-zero", None),
        ("~", "rounds-to-zero", None),
        ("u", "not-available", "low-reliability"),
        ("", "not-available", None),
    ],
)
def test_each_mark_has_its_meaning(
    downloads: Downloads, build: Build, cell: str, mark: str, qualifiers: str | None
) -> None:
    """A letter in a cell is a reason, and no number."""
    downloads.cell("cpp-repeat", "805", "2025", value=cell, count=cell, denominator="40")
    row = build(downloads).one("cpp-repeat", "E06000001")
    assert (row["value"], row["count"], row["mark"], row["qualifiers"]) == (None, None, mark, qualifiers)


def test_a_cell_that_is_neither_number_nor_mark_is_rejected(downloads: Downloads, build: Build) -> None:
    """An unknown sign must not pass for a missing value; an unknown area is listed too."""
    downloads.cell("cpp-repeat", "805", "2025", value="?", count="1", denominator="40")
    downloads.cell("cpp-repeat", "999", "2025", value="1", count="1", denominator="40")
    downloads.cell("cpp-repeat", "370", "2025", value="10", count="4", denominator="40")
    built = build(downloads)
    assert built.figures.select("area", "count", "denominator").rows() == [("E08000038", 4.0, 40.0)]
    assert set(built.rejected.get_column("reason")) == {
        "neither a number nor a known mark",
        "area is not in the code list",
    }


def test_counts_that_do_not_give_the_published_value_are_dropped(downloads: Downloads, build: Build) -> None:
    """Of 110 and 305 published as 37 the value is kept and the counts are not; the summary counts it."""
    downloads.cell("cpp-repeat", "805", "2025", value="37", count="110", denominator="305")
    downloads.cell("cpp-repeat", "370", "2025", value="36", count="110", denominator="305")
    built = build(downloads)
    assert built.one("cpp-repeat", "E06000001")["count"] is None
    assert built.one("cpp-repeat", "E06000001")["value"] == 37
    assert built.one("cpp-repeat", "E08000038")["count"] == 110
    assert "1  cpp-repeat: published value is not the quotient of its counts" in built.said


def test_the_file_with_counts_goes_before_lait(downloads: Downloads, build: Build) -> None:
    """One row a key: with counts where there are some, the published value where only LAIT has it."""
    downloads.measure("PrevRegCPR", y_axis_name="% previously plans")
    downloads.figure("PrevRegCPR", "2025", 805, "10")
    downloads.figure("PrevRegCPR", "2025", 370, "20")
    downloads.figure("PrevRegCPR", "2025", 839, "-")
    downloads.cell("cpp-repeat", "805", "2025", value="12", count="12", denominator="100")
    downloads.cell("cpp-repeat", "370", "2025", value="c", count="c", denominator="40")
    downloads.cell("cpp-repeat", "839", "2025", value="c", count="c", denominator="40")
    built = build(downloads)
    columns = ("area", "value", "count", "mark", "source")
    assert built.figures.select(columns).sort("area").rows() == [
        ("E06000001", 12.0, 12.0, None, "dfe-children-in-need"),
        ("E06000058", None, None, "suppressed", "dfe-children-in-need"),
        ("E08000038", 20.0, None, None, "dfe-lait"),
    ]
    assert "beyond rounding: 1" in built.said


def test_an_older_release_fills_only_what_lait_lacks(downloads: Downloads, build: Build) -> None:
    """Cohorts before LAIT come from the file; a cohort that is 0 everywhere has no figure yet."""
    downloads.measure("Level2Age19", y_axis_name="% of 19 year olds", Year_Type="Academic Year")
    downloads.figure("Level2Age19", "2016", 805, "81")
    for code in ("E06000001", "ALL"):
        downloads.cohort(code, "2015", "80", "80")
        downloads.cohort(code, "2016", "82", "82")
        downloads.cohort(code, "2025", "0", "0")
    built = build(downloads)
    own = built.figures.filter(indicator="level-2-at-19", area="E06000001")
    assert own.select("period", "value", "count", "mark").rows() == [
        ("2014/15 academic", 80.0, 80.0, None),
        ("2015/16 academic", 81.0, None, None),
        ("2024/25 academic", None, None, "not-available"),
    ]
    assert built.figures.filter(area="E12000001", indicator="level-2-at-19").height == 3


def test_rounded_counts_are_marked(downloads: Downloads, build: Build) -> None:
    """All regions in tens were rounded; a few authorities with multiples of 5 may be so by chance."""
    downloads.measure("LACnum", y_axis_name="Number of Children Looked After", Year_Type="Annual")
    for number in ("980", "981", "982", "983", "990", "970", "805"):
        downloads.figure("LACnum", "2016", int(number), "120")
    built = build(downloads)
    assert built.one("cla-number", "E12000001")["qualifiers"] == "rounded-10"
    assert built.one("cla-number", "E06000001")["qualifiers"] is None


def test_rates_are_computed_where_none_is_published(downloads: Downloads, build: Build) -> None:
    """March 2015 rests on the estimate of mid-2014; a published rate stays, with counts that give it."""
    downloads.measure("CPP_rate", y_axis_name="Rate per 10,000", Year_Type="Annual", dps="1")
    downloads.figure("CPP_rate", "2016", 805, "50.1")
    downloads.figure("CPP_rate", "2016", 370, "60")
    for place in ("805", "370", "980"):
        for year in ("2014", "2015"):
            population = str(10_000 if year == "2014" else 9_980)
            downloads.cell("population-0-17", place, year, value=population)
            downloads.cell("cpp-rate", place, str(int(year) + 1), count="50")
    built = build(downloads)
    made = built.figures.filter(indicator="cpp-rate").sort("area", "period")
    assert made.select("area", "period", "value", "count", "denominator", "qualifiers").rows() == [
        ("E06000001", "2015-03-31", 50.0, 50.0, 10_000.0, None),
        ("E06000001", "2016-03-31", 50.1, 50.0, 9_980.0, None),
        ("E08000038", "2015-03-31", 50.0, 50.0, 10_000.0, None),
        ("E08000038", "2016-03-31", 60.0, None, None, None),
        ("E12000001", "2015-03-31", 50.0, None, None, "rounded-10"),
        ("E12000001", "2016-03-31", pytest.approx(50.1002, abs=1e-4), None, None, "rounded-10"),
    ]
    assert "1  cpp-rate: LAIT value not reproduced" in built.said


def test_an_england_that_sums_its_regions_is_withheld(downloads: Downloads, build: Build) -> None:
    """What cannot be an average is not shown as one; the published value is told."""
    axis = "Rate per 100,000 of 10-17 population"
    downloads.measure("FirstYJS", y_axis_name=axis, Year_Type="Calendar Year", dps="0")
    for number in ("980", "981", "982", "983", "990"):
        downloads.figure("FirstYJS", "2020", int(number), "100")
    downloads.figure("FirstYJS", "2020", 970, "500")
    row = build(downloads).one("first-time-entrants", "E92000001")
    assert (row["value"], row["mark"]) == (None, "not-available")
    assert row["derivation"].startswith("published value 500")


def test_the_date_of_the_dictionary_is_the_day_of_publication(downloads: Downloads, build: Build) -> None:
    """Spreadsheet serials become dates; "New Data" is none."""
    downloads.measure("A", **{"Last Update": "45962"})
    downloads.measure("B", **{"Last Update": "New Data"})
    downloads.figure("A", "2016", 805, "1")
    downloads.figure("B", "2016", 805, "1")
    built = build(downloads)
    assert str(built.one("lait-a", "E06000001")["published"]) == "2025-11-01"
    assert built.one("lait-b", "E06000001")["published"] is None


def test_a_file_that_is_not_there_stops_the_build(
    downloads: Downloads, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing is written, and the message names folder and file."""
    folder = downloads.write()
    (folder / "ks2_la.csv").unlink()
    output = folder.parent / "made"
    assert main([str(folder), "--output", str(output)]) == 1
    complaint = capsys.readouterr().err
    assert "ks2_la.csv" in complaint
    assert str(folder) in complaint
    assert not output.exists()


def test_an_axis_without_a_unit_stops_the_build(
    downloads: Downloads, capsys: pytest.CaptureFixture[str]
) -> None:
    """A new measure needs a decision about its unit; it is never guessed."""
    downloads.measure("A", y_axis_name="% of something new")
    folder = downloads.write()
    assert main([str(folder), "--output", str(folder.parent / "made")]) == 1
    assert (
        'units.csv: no unit for the axis "% of something new" of the measure "A"' in capsys.readouterr().err
    )


def test_two_measures_of_one_id_stop_the_build(
    downloads: Downloads, capsys: pytest.CaptureFixture[str]
) -> None:
    """Short names that differ only in signs would mix two series."""
    downloads.measure("A-b")
    downloads.measure("A_B")
    folder = downloads.write()
    assert main([str(folder), "--output", str(folder.parent / "made")]) == 1
    assert 'have the id "lait-a-b"' in capsys.readouterr().err


@pytest.mark.skipif(
    "CYPPLAN_SOURCE_DATA" not in os.environ, reason="CYPPLAN_SOURCE_DATA names no folder of downloads"
)
def test_the_committed_files_are_what_the_script_makes(tmp_path: Path) -> None:
    """Anyone with the same downloads gets the same data."""
    assert main([os.environ["CYPPLAN_SOURCE_DATA"], "--output", str(tmp_path)]) == 0
    for name in OUTPUTS[:-1]:
        assert (tmp_path / name).read_bytes() == (DATA / name).read_bytes()
    made, committed = (pl.read_parquet(folder / OUTPUTS[-1]) for folder in (tmp_path, DATA))
    assert_frame_equal(made, committed, check_exact=True)
