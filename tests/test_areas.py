"""Areas, their codes and the spellings of their names."""

from __future__ import annotations

import pickle
from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cypplan.areas import AmbiguousAreaError, Area, AreaKind, Areas, name_key
from cypplan.errors import LookupFailed, ValueFault

if TYPE_CHECKING:
    from collections.abc import Callable

ENDED = date(2019, 3, 31)
ENGLAND = Area("E92000001", "England", AreaKind.COUNTRY)
LONDON = Area("E12000007", "London", AreaKind.REGION)
WARRINGTON = Area("E06000007", "Warrington", AreaKind.AUTHORITY, "877", "E12000002")
BRISTOL = Area("E06000023", "Bristol, City of", AreaKind.AUTHORITY, "801")
CITY = Area("E09000001", "City of London", AreaKind.AUTHORITY, "201")
ST_HELENS = Area("E08000013", "St. Helens", AreaKind.AUTHORITY, "342")
HAMMERSMITH = Area("E09000013", "Hammersmith and Fulham", AreaKind.AUTHORITY, "205")
HULL = Area("E06000010", "Kingston upon Hull, City of", AreaKind.AUTHORITY, "810", other_names=("Hull",))
DURHAM = Area("E06000047", "County Durham", AreaKind.AUTHORITY, "840", predecessors=("E10000010",))
BEDFORD = Area("E06000055", "Bedford", AreaKind.AUTHORITY, "822")
POOLE = Area("E06000029", "Poole", AreaKind.AUTHORITY, "836", end=ENDED, successors=("E06000058",))
GATESHEAD = Area(
    "E08000037", "Gateshead", AreaKind.AUTHORITY, "390", former_codes=("E08000020",), start=date(2013, 4, 1)
)
OLD_DORSET = Area("E10000009", "Dorset", AreaKind.AUTHORITY, "835", end=ENDED, successors=("E06000059",))
DORSET = Area(
    "E06000059", "Dorset", AreaKind.AUTHORITY, "838", start=date(2019, 4, 1), predecessors=("E10000009",)
)
ALL = (
    ENGLAND, LONDON, WARRINGTON, BRISTOL, CITY, ST_HELENS, HAMMERSMITH, HULL, DURHAM, BEDFORD, POOLE,
    GATESHEAD, OLD_DORSET, DORSET,
)  # fmt: skip
AREAS = Areas(ALL)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("E06000007", WARRINGTON),
        ("877", WARRINGTON),
        ("E08000020", GATESHEAD),
        ("warrington", WARRINGTON),
        ("Warrington UA", WARRINGTON),
        ("Warrington Borough Council", WARRINGTON),
        ("WARRINGTON, Borough of", WARRINGTON),
        ("St Helens", ST_HELENS),
        ("Saint Helens", ST_HELENS),
        ("Hammersmith & Fulham", HAMMERSMITH),
        ("Bristol", BRISTOL),
        ("City of Bristol", BRISTOL),
        ("Bristol City of UA", BRISTOL),
        ("Bristol City Council", BRISTOL),
        ("Kingston Upon Hull, City of", HULL),
        ("hull", HULL),
        ("London", LONDON),
        ("City of London", CITY),
        ("County Durham", DURHAM),
        ("Bedford Borough", BEDFORD),
        ("Poole", POOLE),
        ("Poole (Pre LG)", POOLE),
        ("Dorset", DORSET),
        ("Dorset CC", DORSET),
        ("Dorset (Pre LG)", OLD_DORSET),
    ],
)
def test_area_is_found_by_codes_and_spellings(text: str, expected: Area) -> None:
    """Every code and the spellings that published files use lead to the one area that is meant."""
    assert AREAS.find(text) is expected


@given(
    st.sampled_from(ALL), st.sampled_from([str, str.upper, str.lower, str.title, lambda name: f" {name}  "])
)
def test_every_name_leads_to_an_area_of_that_name(area: Area, spelling: Callable[[str], str]) -> None:
    """Case and blanks never decide whether a name is known."""
    assert AREAS.find(spelling(area.name)).name == area.name


@given(st.text())
def test_name_key_is_stable(name: str) -> None:
    """The key of a name is its own key, so that indexed and asked names meet."""
    assert name_key(name_key(name)) == name_key(name)


@given(st.sampled_from(ALL))
def test_every_area_is_found_by_its_code(area: Area) -> None:
    """An area's own code always means that area, also where others share its name."""
    assert AREAS[area.code] is area
    assert area.code in AREAS
    assert area in AREAS


def test_item_takes_codes_only() -> None:
    """A subscript is for codes; names go through find, which is tolerant."""
    assert AREAS["877"] is WARRINGTON
    assert AREAS["E08000020"] is GATESHEAD
    assert "E08000020" in AREAS
    assert "Warrington" not in AREAS
    with pytest.raises(LookupFailed, match='no area with the code "E06000077"'):
        AREAS["E06000077"]


def test_unknown_name_has_a_suggestion() -> None:
    """A misspelt name is refused with the nearest one."""
    with pytest.raises(LookupFailed, match=r'no area "Waringtn"\. Did you mean "Warrington"\?'):
        AREAS.find("Waringtn")


def test_kind_and_date_narrow_the_search() -> None:
    """A date finds the area of that time, a kind only areas of it, and the message says both."""
    assert AREAS.find("Dorset", on=date(2018, 1, 1)) is OLD_DORSET
    assert AREAS.find("Dorset", on=date(2020, 1, 1)) is DORSET
    assert AREAS.find("London", kind="region") is LONDON
    with pytest.raises(LookupFailed, match='no area of the kind district on 2020-01-01 "London"'):
        AREAS.find("London", kind=AreaKind.DISTRICT, on=date(2020, 1, 1))


def test_ambiguous_name_names_its_candidates() -> None:
    """Two living areas of one name are both named, with code, kind and dates; so are two abolished ones."""
    county = Area("E10000099", "Dorset", AreaKind.DISTRICT)
    with pytest.raises(AmbiguousAreaError) as caught:
        Areas([OLD_DORSET, DORSET, county]).find("dorset")
    assert caught.value.candidates == (DORSET, county)
    assert "Dorset (E06000059, authority, since 2019-04-01), Dorset (E10000099, district, live)" in str(
        caught.value
    )
    again = pickle.loads(pickle.dumps(caught.value))  # noqa: S301 (our own bytes)
    assert str(again) == str(caught.value)
    before = Area("E10000098", "Dorset", AreaKind.AUTHORITY, start=date(1974, 4, 1), end=date(2000, 1, 1))
    with pytest.raises(AmbiguousAreaError, match="1974-04-01 to 2000-01-01"):
        Areas([OLD_DORSET, before]).find("dorset")


def test_reused_dfe_code_means_the_living_area() -> None:
    """A three-digit code that outlived a recoding leads to the area that still exists."""
    old = Area("E08000020", "Gateshead", AreaKind.AUTHORITY, "390", end=date(2013, 3, 31))
    new = Area("E08000037", "Gateshead", AreaKind.AUTHORITY, "390", former_codes=("E08000020",))
    areas = Areas([old, new])
    assert areas["390"] is new
    assert areas["E08000020"] is old


def test_duplicate_code_names_both_areas() -> None:
    """Two areas with one code are refused, and the message names both."""
    twin = Area("E06000007", "Halton", AreaKind.AUTHORITY)
    with pytest.raises(ValueFault, match="E06000007 is given to two areas, Warrington and Halton"):
        Areas([WARRINGTON, twin])


def test_areas_keep_order_and_are_a_value() -> None:
    """Areas iterate in their given order, count, compare, hash and pickle."""
    assert list(AREAS) == list(ALL)
    assert len(AREAS) == len(ALL)
    again = pickle.loads(pickle.dumps(AREAS))  # noqa: S301 (our own bytes)
    assert again == AREAS
    assert hash(again) == hash(AREAS)
    assert Areas(reversed(ALL)) != AREAS
    assert AREAS != ALL
    assert 5 not in AREAS
    assert repr(AREAS) == f"<Areas: {len(ALL)}>"


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"code": "E0600007"}, 'code: "E0600007" is no GSS code; write a letter and eight digits'),
        ({"code": "e06000007"}, "no GSS code"),
        ({"region": "North West"}, 'region: "North West" is no GSS code'),
        ({"former_codes": ["877"]}, 'former_codes: "877" is no GSS code'),
        ({"successors": "E06000058"}, "give a tuple"),
        ({"dfe_code": "8770"}, 'dfe_code: "8770" is no DfE code; write three digits'),
        ({"name": " "}, "is no name of an area"),
        ({"start": date(2020, 1, 1), "end": ENDED}, "end 2019-03-31 is before start 2020-01-01"),
        ({"kind": "county"}, '"county" is no kind of area; write one of "country"'),
    ],
)
def test_faulty_area_is_refused_with_the_value(fields: dict[str, object], message: str) -> None:
    """A code of the wrong form, an empty name or impossible dates are refused, and the value is named."""
    right = {"code": "E06000007", "name": "Warrington", "kind": AreaKind.AUTHORITY}
    with pytest.raises(ValueFault, match=message):
        Area(**(right | fields))  # pyright: ignore[reportArgumentType]


def test_area_knows_when_it_existed() -> None:
    """First and last day belong to an area; an unknown first day counts as long ago."""
    assert OLD_DORSET.existed(ENDED)
    assert not OLD_DORSET.existed(date(2019, 4, 1))
    assert DORSET.existed(date(2019, 4, 1))
    assert not DORSET.existed(ENDED)
    assert DORSET.is_live
    assert not OLD_DORSET.is_live
    assert str(DORSET) == "Dorset"
