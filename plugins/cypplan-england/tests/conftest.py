"""Small downloads for the build script, and a run of it."""

from __future__ import annotations

import csv
import tomllib
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from cypplan_england.build.__main__ import main
from cypplan_england.build.inputs import TABLES

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

AREAS = [
    # GSS code, name, first day, last day, region, number
    ("E06000001", "Hartlepool", "01/01/2009", "", "E12000001", "805", "live"),
    ("E08000016", "Barnsley", "01/01/2009", "30/04/2025", "E12000003", "370", "terminated"),
    ("E08000038", "Barnsley", "01/05/2025", "", "E12000003", "370", "live"),
    ("E06000028", "Bournemouth", "01/01/2009", "31/03/2019", "E12000009", "837", "terminated"),
    ("E06000058", "Bournemouth, Christchurch and Poole", "01/04/2019", "", "E12000009", "839", "live"),
    ("z", "Outside of England", "", "", "", "702", "live"),
]
SUCCESSION = "code,change,successor,share,basis\nE06000028,abolished,E06000058,whole,an order\n"
DICTIONARY = ["Measure_code", "Topic", "Measure", "Measure_short", "Polarity", "y_axis_name"]
DICTIONARY += ["Last Update", "dps", "Year_Type"]
EES = ["time_period", "time_identifier", "geographic_level", "country_code", "country_name", "region_code"]
EES += ["region_name", "old_la_code", "new_la_code", "la_name"]
PLACES = {
    "England": ("National", "E92000001", "", "", ""),
    "980": ("Regional", "E92000001", "E12000001", "", ""),
    "805": ("Local authority", "E92000001", "E12000001", "805", "E06000001"),
    "370": ("Local authority", "E92000001", "E12000003", "370", "E08000016"),
    "839": ("Local authority", "E92000001", "E12000009", "839", "E06000058"),
    "999": ("Local authority", "E92000001", "E12000009", "999", "E06000999"),
}


def write_csv(path: Path, rows: list[dict[str, Any]], columns: list[str], *, mark: str = "") -> None:
    """Write rows under a header, with a byte-order mark where one is asked for."""
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(mark)
        writer = csv.DictWriter(file, columns)
        writer.writeheader()
        writer.writerows(rows)


def series() -> list[dict[str, Any]]:
    """Return the series that the script reads."""
    return tomllib.loads((TABLES / "series.toml").read_text(encoding="utf-8"))["series"]


class Downloads:
    """A folder of downloads: every file the script asks for, empty of figures until some are added."""

    def __init__(self, folder: Path) -> None:
        """Make the folder."""
        self.folder = folder
        self.measures: list[dict[str, str]] = []
        self.figures: list[tuple[str, str, str, str, int]] = []
        self.ees: dict[str, list[dict[str, str]]] = {entry["file"]: [] for entry in series()}
        curated = tomllib.loads((TABLES / "curated.toml").read_text(encoding="utf-8"))
        for entry in curated.values():
            if "lait" in entry:
                self.measure(entry["lait"])

    def measure(self, short: str, **other: str) -> None:
        """List a measure in the dictionary; listed again, the newer row replaces nothing."""
        row = dict.fromkeys(DICTIONARY, "NA") | {"Measure": f"About {short}", "Measure_short": short}
        row |= {"y_axis_name": "% of pupils", "Year_Type": "Financial Year", "Polarity": "High", "Topic": "A"}
        self.measures = [m for m in self.measures if m["Measure_short"] != short or "again" in other]
        other.pop("again", None)
        self.measures.append(row | {"Last Update": "45962"} | other)

    def figure(self, short: str, label: str, number: int, value: str, name: str = "Somewhere") -> None:
        """Add a figure of LAIT."""
        self.figures.append((short, label, name, value, number))

    def cell(self, indicator: str, place: str, time: str, **cells: str) -> None:
        """Add a row for an indicator to the file of its series; cells are value, count, denominator."""
        entry = next(e for e in series() if e["indicator"] == indicator)
        level, country, region, number, code = PLACES[place]
        row = {"time_period": time, "geographic_level": level, "country_code": country, "region_code": region}
        row |= {"old_la_code": number, "new_la_code": code, "la_name": place} | entry.get("where", {})
        row |= {entry[key]: text for key, text in cells.items()}
        self.ees[entry["file"]].append(row)

    def cohort(self, code: str, year: str, value: str, count: str) -> None:
        """Add a row to the file on ages 16 to 19, which has columns of its own."""
        everybody = dict.fromkeys(("gender", "fsm", "sen"), "ALL")
        row = {"cohort_19_in": year, "number_in_ss_cohort": "100", "region": "North East", "la_code_9": code}
        row |= {"l2_by19": count, "l2_by19_rate": value, "l3_by19": count, "l3_by19_rate": value}
        self.ees["level_2_3_by_19.csv"].append(row | everybody)

    def write(self) -> Path:
        """Write everything and return the folder."""
        self.folder.mkdir()
        (self.folder / "deep").mkdir()
        self._areas()
        write_csv(self.folder / "lait_data_dictionary.csv", self.measures, DICTIONARY)
        schema = ["Short Desc", "Years", "LA and Regions", "Values", "LA Number"]
        types = dict.fromkeys(schema[:-1], pl.String) | {"LA Number": pl.Float64}
        rows = [(*figure[:-1], float(figure[-1])) for figure in self.figures]
        pl.DataFrame(rows, schema=types, orient="row").write_parquet(self.folder / "lait_bds_long_0.parquet")
        for file in self.ees:
            self._ees(file)
        return self.folder

    def _areas(self) -> None:
        columns = [
            "new_la_code",
            "la_name",
            "date_of_operation",
            "date_of_termination",
            "parent_geography_code",
        ]
        columns += ["old_la_code", "status"]
        rows = [dict(zip(columns, row, strict=True)) for row in AREAS]
        write_csv(self.folder / "deep" / "dfe_las.csv", rows, columns)
        pairs = [f"SN{i},SNP" for i in range(1, 11)]
        old = [",".join(["LA num", "LA Name", "LA number", *pairs])]
        old += ["805,Hartlepool,805," + ",".join(["370,Close "] * 10), ",,", ",Old SNs:,"]
        old += ["837,Bournemouth,837," + ",".join(["805,Not Close"] * 10)]
        text = "\n".join([old[0], *(line + "," * (old[0].count(",") - line.count(",")) for line in old[1:])])
        name = "New_Statistical_Neighbour_Groupings_April_2021.csv"
        (self.folder / name).write_text(text + "\n", encoding="utf-8")
        heads = [f"SN_{i},SN_{i}P" for i in range(1, 11)]
        new = [
            ",".join(["old_la_code", "la_name", *heads]),
            "805,Hartlepool," + ",".join(["370,Very close"] * 10),
        ]
        (self.folder / "sn_model_2025_wide.csv").write_text("\n".join([*new, ""]), encoding="utf-8-sig")

    def _ees(self, file: str) -> None:
        entries = [entry for entry in series() if entry["file"] == file]
        own = ["cohort_19_in", "region", "la_code_9", "la_name"]
        columns = own if file == "level_2_3_by_19.csv" else list(EES)
        for entry in entries:
            named = [entry.get(key) for key in ("value", "count", "denominator")]
            columns += [c for c in [*named, *entry.get("where", {}), *entry.get("total_where", {})] if c]
        columns = list(dict.fromkeys(columns))
        write_csv(self.folder / file, self.ees[file], columns, mark="\ufeff")


@pytest.fixture
def downloads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Downloads:
    """Return downloads without figures, and a succession that speaks of their areas only."""
    tables = tmp_path / "tables"
    tables.mkdir()
    for file in TABLES.iterdir():
        (tables / file.name).write_bytes(file.read_bytes())
    (tables / "succession.csv").write_text(SUCCESSION, encoding="utf-8")
    monkeypatch.setattr("cypplan_england.build.inputs.TABLES", tables)
    return Downloads(tmp_path / "downloads")


class Built:
    """What a run of the script wrote and said."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        """Run the script on the downloads in ``folder``."""
        self.output = folder.parent / "made"
        rejections = folder.parent / "rejections.csv"
        status = main([str(folder), "--output", str(self.output), "--rejections", str(rejections)])
        self.said, self.complaint = capsys.readouterr()
        assert status == 0, self.complaint
        self.figures = pl.read_parquet(self.output / "figures.parquet")
        self.rejected = pl.read_csv(rejections, infer_schema=False)

    def rows(self, name: str) -> list[dict[str, str]]:
        """Return the rows of a CSV that was written."""
        with (self.output / name).open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    def one(self, indicator: str, area: str) -> dict[str, Any]:
        """Return the only figure of an indicator and area."""
        return self.figures.filter(indicator=indicator, area=area).row(0, named=True)


@pytest.fixture
def build(capsys: pytest.CaptureFixture[str]) -> Callable[[Downloads], Built]:
    """Return the function that runs the script on downloads."""
    return lambda downloads: Built(downloads.write(), capsys)
