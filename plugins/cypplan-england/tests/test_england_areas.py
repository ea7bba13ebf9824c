"""The areas that the package carries."""

from __future__ import annotations

import datetime as dt
from collections import Counter

import polars as pl
import pytest

from cypplan.areas import Area, AreaKind, Areas
from cypplan_england.areas import areas
from cypplan_england.files import DATA


@pytest.fixture(scope="module")
def index() -> Areas:
    """Return the areas of the package, to look up."""
    return Areas(areas())


def live(kind: AreaKind) -> list[Area]:
    """Return the areas of a kind that exist today."""
    return [area for area in areas() if area.kind is kind and area.end is None]


def test_every_live_authority_and_region_is_there() -> None:
    """England has 153 upper-tier authorities, nine regions with two halves of London, and itself."""
    assert len(live(AreaKind.AUTHORITY)) == 153
    assert len(live(AreaKind.REGION)) == 11
    assert [area.name for area in live(AreaKind.COUNTRY)] == ["England"]


def test_codes_are_distinct(index: Areas) -> None:
    """No code, current or former, names two areas, so that a figure has one place."""
    codes = Counter(code for area in index for code in (area.code, *area.former_codes))
    assert [code for code, times in codes.items() if times > 1] == []


def test_each_authority_lies_in_one_of_the_nine_regions(index: Areas) -> None:
    """A comparison with the region needs one for every authority."""
    regions = {area.code for area in live(AreaKind.REGION) if area.code.startswith("E12")}
    assert len(regions) == 9
    assert {area.region for area in index if area.kind is AreaKind.AUTHORITY} == regions
    assert index.find("Warrington").region == "E12000002"


@pytest.mark.parametrize(
    ("code", "former"),
    [
        ("E08000038", "E08000016"),  # Barnsley
        ("E08000039", "E08000019"),  # Sheffield
        ("E08000037", "E08000020"),  # Gateshead
        ("E06000065", "E10000023"),  # North Yorkshire
        ("E06000060", "E10000002"),  # Buckinghamshire
        ("E06000057", "E06000048"),  # Northumberland
        ("E06000057", "E10000022"),
        ("E06000066", "E10000027"),  # Somerset
        ("E06000047", "E10000010"),  # County Durham
    ],
)
def test_a_recoded_territory_is_one_area(index: Areas, code: str, former: str) -> None:
    """A new code without a new territory must not split a series in two."""
    area = index[former]
    assert area.code == code
    assert former in area.former_codes
    assert area.end is None


@pytest.mark.parametrize(
    ("number", "name", "end", "successors"),
    [
        ("835", "Dorset", dt.date(2019, 3, 31), {"E06000058", "E06000059"}),
        ("836", "Poole", dt.date(2019, 3, 31), {"E06000058"}),
        ("837", "Bournemouth", dt.date(2019, 3, 31), {"E06000058"}),
        ("928", "Northamptonshire", dt.date(2021, 3, 31), {"E06000061", "E06000062"}),
        ("909", "Cumbria", dt.date(2023, 3, 31), {"E06000063", "E06000064"}),
        ("820", "Bedfordshire", dt.date(2009, 3, 31), {"E06000055", "E06000056"}),
        ("875", "Cheshire", dt.date(2009, 3, 31), {"E06000049", "E06000050"}),
    ],
)
def test_abolished_authorities_name_their_successors(
    index: Areas, number: str, name: str, end: dt.date, successors: set[str]
) -> None:
    """What became of an authority is known, and its successors know it."""
    area = next(a for a in index if a.dfe_code == number)
    assert (area.name, area.end, set(area.successors)) == (name, end, successors)
    assert all(area.code in index[code].predecessors for code in successors)


@pytest.mark.parametrize(
    ("spelling", "code"),
    [
        ("Durham", "E06000047"),
        ("Bedford Borough", "E06000055"),
        ("Herefordshire", "E06000019"),
        ("Kingston Upon Hull, City of", "E06000010"),
        ("Dorset (Pre LG)", "E10000009"),
        ("Dorset", "E06000059"),
        ("Yorkshire and the Humber", "E12000003"),
        ("London (Inner)", "E13000001"),
        ("940", "E06000061"),
    ],
)
def test_spellings_of_published_files_are_found(index: Areas, spelling: str, code: str) -> None:
    """Files write names in their own way; each way leads to the area."""
    assert index.find(spelling).code == code


def test_authorities_that_began_later_have_a_start(index: Areas) -> None:
    """A first day stands where it is known, and not where it is only the day on which codes began."""
    assert index["E06000058"].start == dt.date(2019, 4, 1)
    assert index["E06000063"].start == dt.date(2023, 4, 1)
    assert index["E06000007"].start is None
    assert index["E06000065"].start is None


def test_every_area_of_the_figures_is_known(index: Areas) -> None:
    """A figure of an unknown place could not be compared with anything."""
    used = pl.scan_parquet(DATA / "figures.parquet").select(pl.col("area").unique()).collect()
    assert set(used.get_column("area")) <= {area.code for area in index}
