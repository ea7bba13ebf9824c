"""Fingertips, LAIT, population estimates, Nomis, ONS local statistics and tidy tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl
import pytest
from reader_files import put, xlsx

from cypplan.errors import ReadError, SchemaError

if TYPE_CHECKING:
    from pathlib import Path

FINGERTIPS = (
    "Indicator ID,Indicator Name,Parent Code,Parent Name,Area Code,Area Name,Area Type,Sex,Age,"
    "Category Type,Category,"
    "Time period,Value,Lower CI 95.0 limit,Upper CI 95.0 limit,Lower CI 99.8 limit,Upper CI 99.8 limit,Count,"
    "Denominator,Value note,Time period Sortable,Time period range\n"
)
HEAD = "90284,Admissions"
UNITARY = f"{HEAD},,,E06000006,Halton,UA"


def fingertips(*rows: str) -> str:
    """Return a download of these rows."""
    return FINGERTIPS + "\n".join(rows) + "\n"


def test_fingertips(read: Any) -> None:
    """Protects: value, count, denominator and 95 % limits, quoted thousands, and the group of a row."""
    found = read(
        fingertips(
            f'{UNITARY},Persons,All ages,,,2010/11,115.2,114,116,,,"1,074",93240,,20100000,1y',
            f"{UNITARY},Male,<15 yrs,Deciles,Most deprived,2011/12,9,8,10,,,5,6,,20110000,1y",
        )
    )
    first, second = found.rows
    assert found.reading.reader == "fingertips"
    assert (first["indicator"], first["group"], first["period"]) == (
        "fingertips-90284",
        "all",
        "2010/11 financial",
    )
    assert [first[n] for n in ("value", "lower", "upper", "count", "denominator")] == [
        115.2,
        114,
        116,
        1074,
        93240,
    ]
    assert second["group"] == "sex: Male; age: <15 yrs; Deciles: Most deprived"


def test_fingertips_empty_values_say_why_in_a_note(read: Any) -> None:
    """Protects: the note beside an empty value decides its mark, and stays with the figure."""
    found = read(
        fingertips(
            f"{UNITARY},Persons,All ages,,,2010/11,,,,,,,,Value suppressed,2010,1y",
            f"{HEAD},,,E06000007,Warrington,UA,Persons,All ages,,,2010/11,,,,,,,,Not presented,2010,1y",
        )
    )
    assert [(row["mark"], row["note"]) for row in found.rows] == [
        ("suppressed", "Value suppressed"),
        ("not-available", "Not presented"),
    ]


def test_fingertips_england_twice(read: Any) -> None:
    """Protects: England with and without a parent is one figure.

    With another value the second is a conflict.
    """
    row = "E92000001,England,England,Persons,All ages,,,2010/11,{},,,,,,,,2010,1y"
    found = read(
        fingertips(
            f"{HEAD},,,{row.format(5)}",
            f"{HEAD},E92000001,England,{row.format(5)}",
            f"{HEAD},X,Y,{row.format(6)}",
        )
    )
    assert [row["value"] for row in found.rows] == [5.0]
    assert [(one["row"], one["reason"]) for one in found.rejected] == [
        (3, "same figure as in a row before"),
        (4, "same key as a row before, with another figure"),
    ]


@pytest.mark.parametrize(
    ("label", "length", "period"),
    [
        ("2008 - 10", "3y", "2008 to 2010"),
        ("2019/20 - 21/22", "3y", "2019/20 to 2021/22 financial"),
        ("2020 Q1", "1q", "2020 Q1"),
        ("2020", "1y", "2020"),
    ],
)
def test_fingertips_periods(read: Any, label: str, length: str, period: str) -> None:
    """Protects: the length of a period tells three years from a month."""
    found = read(
        fingertips(f"{HEAD},,,E92000001,England,England,Persons,All ages,,,{label},5,,,,,,,,2010,{length}")
    )
    assert found.rows[0]["period"] == period


def test_fingertips_unknown_text_beside_a_value(read: Any) -> None:
    """Protects: a count that is no number is not dropped in silence; the row is rejected."""
    found = read(
        fingertips(f"{HEAD},,,E92000001,England,England,Persons,All ages,,,2010/11,5,,,,,many,,,2010,1y")
    )
    assert found.rejected[0]["reason"] == "count: neither a number nor a known mark"


DICTIONARY = (
    "Measure_short,Year_Type,Last Update\nRTA,Calendar Year,45809\nLAC%,Financial Year,NA\nLAC%,NA,45962\n"
)


def lait(folder: Path, *rows: tuple[str, str, str, str, float]) -> Path:
    """Write a table of LAIT with its dictionary beside it."""
    put(folder, "dictionary.csv", DICTIONARY)
    schema = ["Short Desc", "Years", "LA and Regions", "Values", "LA Number"]
    types = dict.fromkeys(schema[:-1], pl.String) | {"LA Number": pl.Float64}
    path = folder / "lait.parquet"
    pl.DataFrame(rows, schema=types, orient="row").write_parquet(path)
    return path


def _read(path: Path, **options: Any) -> Any:
    from cypplan.observations.readers import read_any

    return read_any(path, **options)


def test_lait(read: Any, tmp_path: Path) -> None:
    """Protects: the dictionary's years, numbers freed of noise, "-" everywhere and "-" somewhere."""
    path = lait(
        tmp_path,
        ("RTA", "2014-16", "Halton", "4.4000000000000004", 876.0),
        ("RTA", "2015-17", "Halton", "-", 876.0),
        ("RTA", "2015-17", "Warrington", "3", 877.0),
        ("LAC%", "2016", "Halton", "-", 876.0),
        ("LAC%", "2016", "Warrington", "-", 877.0),
        ("LAC%", "2025 (prov)", "Warrington", "12.100000000000001", 877.0),
        ("LAC%", "0", "Warrington", "1", 877.0),
        ("RTA", "2014-16", "Halton", "4.4000000000000004", 876.0),
        ("Other", "2016", "Halton", "1", 876.0),
        ("RTA", "2014-16", "Nowhere", "1", 999.0),
    )
    found = read(path.read_bytes(), "lait.parquet")
    assert [
        (r["indicator"], r["area"], r["period"], r["value"], r["mark"], r["qualifiers"]) for r in found.rows
    ] == [
        ("RTA", "E06000006", "2014 to 2016", 4.4, None, None),
        ("RTA", "E06000006", "2015 to 2017", None, "not-available", None),
        ("RTA", "E06000007", "2015 to 2017", 3.0, None, None),
        ("LAC%", "E06000006", "2015/16 financial", None, "not-collected", None),
        ("LAC%", "E06000007", "2015/16 financial", None, "not-collected", None),
        ("LAC%", "E06000007", "2024/25 financial", 12.1, None, "provisional"),
    ]
    assert found.summary.figures == 10
    assert str(found.rows[0]["published"]) == "2025-06-01"
    assert str(found.rows[3]["published"]) == "2025-11-01"


def test_lait_needs_its_dictionary(tmp_path: Path) -> None:
    """Protects: without the dictionary nobody knows what "2016" is, so that nothing is read."""
    from cypplan.areas import Area, Areas

    path = lait(tmp_path)
    (tmp_path / "dictionary.csv").unlink()
    with pytest.raises(ReadError, match="dictionary of the tool is needed"):
        _read(path, areas=Areas([Area("E92000001", "England", "country")]))


def test_population_csv_is_of_mid_year(read: Any) -> None:
    """Protects: a "reporting year" of population estimates is 30 June, not a financial year."""
    found = read(
        "time_period,time_identifier,geographic_level,country_code,country_name,region_code,region_name,old_la_code,"
        "new_la_code,la_name,age_group,population_estimate\n"
        "2024,Reporting year,National,E92000001,England,,,,,,Children aged 0 to 17 years,12183016\n"
    )
    assert found.reading.reader == "ons-population"
    assert (found.rows[0]["period"], found.rows[0]["value"]) == ("2024-06-30", 12183016.0)


def test_population_workbook(read: Any, tmp_path: Path) -> None:
    """Protects: the header stands in row 8; sheets of other things are left, and said to be."""
    title = "MYE2: Females by single year of age and sex for local authorities, mid-2023"
    rows: list[list[object]] = [
        [title],
        *[["words"]] * 6,
        ["Code", "Name", "Geography", "All ages", 0, "90+"],
    ]
    rows.append(["E92000001", "ENGLAND", "Country", 57690323, 573100, 7])
    years: list[list[object]] = [
        ["MYE4: Population estimates: Summary, mid-2022 to mid-2023"],
        ["Code", "Name", "Geography", "Mid-2023", "Mid-2022"],
        ["E06000006", "Halton", "UA", 129, 128],
    ]
    median: list[list[object]] = [
        ["MYE6: Median age"],
        ["Code", "Name", "Geography", "Mid-2023"],
        ["E06000006", "Halton", "UA", 40.1],
    ]
    path = xlsx(tmp_path / "m.xlsx", {"Notes": [["n"]], "MYE2": rows, "MYE4": years, "MYE6": median})
    found = read(path.read_bytes(), "m.xlsx")
    assert [(r["group"], r["period"], r["value"]) for r in found.rows] == [
        ("sex: Female", "2023-06-30", 57690323.0),
        ("sex: Female; age: 0", "2023-06-30", 573100.0),
        ("sex: Female; age: 90+", "2023-06-30", 7.0),
        ("all", "2023-06-30", 129.0),
        ("all", "2022-06-30", 128.0),
    ]
    assert 'not read: the sheet "MYE6"' in found.notes


def test_nomis(read: Any) -> None:
    """Protects: dimensions are groups, the status of a value is its mark.

    A rolling year is its months.
    """
    found = read(
        "DATE,DATE_NAME,GEOGRAPHY,GEOGRAPHY_NAME,GEOGRAPHY_CODE,GENDER_NAME,MEASURES_NAME,OBS_VALUE,OBS_STATUS,OBS_STATUS_NAME\n"
        "2023,2023,1,Halton,E06000006,Total,Value,129,A,Normal Value\n"
        "2023,2023,1,Halton,E06000006,Male,Value,,Q,Missing\n"
        "2024-03,Apr 2023-Mar 2024,1,Halton,E06000006,Total,Value,5,P,Provisional\n"
    )
    assert found.reading.reader == "nomis"
    assert [(r["period"], r["group"], r["value"], r["mark"], r["qualifiers"]) for r in found.rows] == [
        ("2023", "all", 129.0, None, None),
        ("2023", "gender: Male", None, "not-available", None),
        ("2023/24 financial", "all", 5.0, None, "provisional"),
    ]


def test_ons_local_statistics(read: Any) -> None:
    """Protects: periods as intervals, and a status in place of a value or beside it."""
    found = read(
        "indicator,area_code,area_name,period,value,status,lower_ci_95,upper_ci_95\n"
        "absence,E06000006,Halton,2024-09-01/P1Y,7.1,,7.0,7.2\n"
        "absence,E06000007,Warrington,2024-09-01/P1Y,,x,,\n"
        "absence,E92000001,England,2024-09-01/P1Y,,c,,\n"
        "absence,E92000001,England,2024-04-01/P1Y,6.5,p,,\n"
        "absence,E92000001,England,2024-04-01/P1X,6.5,,,\n"
        "absence,E92000001,England,2023-04-01/P1Y,6.5,wrong,,\n"
    )
    assert found.reading.reader == "ons-local"
    assert [(r["period"], *v) for r, v in zip(found.rows, found.values, strict=True)] == [
        ("2024/25 academic", 7.1, None, None),
        ("2024/25 academic", None, "not-available", None),
        ("2024/25 academic", None, "suppressed", None),
        ("2024/25 financial", 6.5, None, "provisional"),
    ]
    assert (found.rows[0]["lower"], found.rows[0]["upper"]) == (7.0, 7.2)
    assert [one["row"] for one in found.rejected] == [6, 7]


TIDY = "indicator,area,period,value,count,mark,qualifiers,source\n"


def test_tidy_table(read: Any) -> None:
    """Protects: the observation format reads back as it was, names of areas and marks in cells included."""
    found = read(
        TIDY
        + "mine,E06000006,2014/15 financial,5.5,11,,provisional,s\n"
        + "mine,St Nowhere,2014/15,5,,,,s\n"
        + "mine,Halton UA,2015-03-31,,,suppressed,,s\n"
        + "mine,Halton,2015 Q1,[c],,,,s\n"
        + "mine,Halton,2015 Q2,,,odd,,s\n"
        + ",Halton,2015 Q2,1,,,,s\n"
    )
    assert found.reading.reader == "tidy"
    assert found.values == [
        (5.5, None, "provisional"),
        (None, "suppressed", None),
        (None, "suppressed", None),
    ]
    assert [row["source"] for row in found.rows] == ["s"] * 3
    assert [one["row"] for one in found.rejected] == [3, 6, 7]


def test_tidy_round_trip(read: Any, tmp_path: Path) -> None:
    """Protects: what was read and written out in the observation format is read back equal."""
    first = read(
        TIDY
        + "mine,Halton,2014-07-01/2014-12-31,5.25,11,,provisional,s\nmine,Halton,2016,,,not-collected,,s\n"
    )
    first.frame.write_csv(tmp_path / "again.csv")
    first.frame.write_parquet(tmp_path / "again.parquet")
    for name in ("again.csv", "again.parquet"):
        again = read((tmp_path / name).read_bytes(), name)
        assert again.rows == first.rows


def test_near_miss_is_named(read: Any) -> None:
    """Protects: a tidy table without a column it must have is refused with the name of that column."""
    with pytest.raises(SchemaError, match="lacks the column value"):
        read("indicator,area,period,val\na,E06000006,2014,5\n")
