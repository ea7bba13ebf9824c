"""Make ``areas.csv``: one row a territory, with the codes and names that it has and had.

A recoding without a change of territory (same number of the Department for Education, or named in
``succession.csv``) is one area under its current code. What became of abolished authorities stands in no
download and comes from ``succession.csv``.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from typing import TYPE_CHECKING, Final

import attrs

from cypplan_england.build.inputs import BuildError, read_table

if TYPE_CHECKING:
    import polars as pl

    from cypplan_england.build.inputs import Inputs

__all__ = ["COLUMNS", "AreaIndex", "build_areas", "index_of"]

COLUMNS: Final = (
    "code", "name", "kind", "dfe_code", "region", "former_codes", "other_names", "start", "end",
    "predecessors", "successors",
)  # fmt: skip
_CODES_BEGIN: Final = dt.date(2009, 1, 1)
"""GSS codes began then: as a date of operation it says nothing about the area."""

_GSS: Final = re.compile(r"E\d{8}")

Row = dict[str, str]


@attrs.frozen
class AreaIndex:
    """Finds the current code of an area by DfE number or by any of its GSS codes."""

    by_number: dict[str, str]
    by_code: dict[str, str]
    authorities: frozenset[str]
    regions: frozenset[str]
    """The nine regions, which make up England."""


def _date(text: str | None) -> dt.date | None:
    return dt.datetime.strptime(text, "%d/%m/%Y").date() if text else None  # noqa: DTZ007 (a date, no time)


def _territories(rows: list[Row], recoded: dict[str, str]) -> dict[str, list[Row]]:
    """Group the rows of the code list by territory, keyed by the code in force (the last one)."""
    current = {r["old_la_code"]: r["new_la_code"] for r in rows if r["status"] == "live"}
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        code = row["new_la_code"]
        same_number = current.get(row["old_la_code"], code)
        groups[recoded.get(code, same_number)].append(row)
    return groups


def _authority(code: str, rows: list[Row], lait_names: dict[str, str]) -> dict[str, str]:
    head = next(r for r in rows if r["new_la_code"] == code)
    starts = [d for d in (_date(r["date_of_operation"]) for r in rows) if d]
    start = min(starts, default=None)
    number = head["old_la_code"]
    names = {r["la_name"] for r in rows} | {lait_names.get(number, head["la_name"])}
    end = _date(head["date_of_termination"])
    return {
        "code": code,
        "name": head["la_name"],
        "kind": "authority",
        "dfe_code": number if number.isdigit() else "",
        "region": head["parent_geography_code"],
        "former_codes": "|".join(sorted(r["new_la_code"] for r in rows if r["new_la_code"] != code)),
        "other_names": "|".join(sorted(names - {head["la_name"]})),
        "start": start.isoformat() if start and start > _CODES_BEGIN else "",
        "end": end.isoformat() if end else "",
        "predecessors": "",
        "successors": "",
    }


def _regions(lait_names: dict[str, str]) -> list[dict[str, str]]:
    blank = dict.fromkeys(COLUMNS, "")
    made: list[dict[str, str]] = []
    for row in read_table("regions.csv").iter_rows(named=True):
        other = lait_names.get(row["number"]) or str(row["name"])
        area: dict[str, str] = blank | {
            "code": row["code"],
            "name": row["name"],
            "kind": row["kind"],
            "dfe_code": row["number"],
            "region": str(row["parent"] or ""),
            "other_names": "" if other == row["name"] else other,
        }
        made.append(area)
    return made


def _succeed(areas: dict[str, dict[str, str]], changes: list[Row]) -> None:
    followers: dict[str, list[str]] = defaultdict(list)
    leaders: dict[str, list[str]] = defaultdict(list)
    for change in changes:
        followers[change["code"]].append(change["successor"])
        leaders[change["successor"]].append(change["code"])
    for code, area in areas.items():
        area["successors"] = "|".join(sorted(followers[code]))
        area["predecessors"] = "|".join(sorted(leaders[code]))
    lost = [a["name"] for a in areas.values() if a["end"] and not a["successors"]]
    unknown = sorted((set(followers) | set(leaders)) - set(areas))
    if lost or unknown:
        message = (
            f"succession.csv: no successor for {lost or 'none'}; unknown codes: {unknown or 'none'}; "
            "add or correct rows"
        )
        raise BuildError(message)


def build_areas(inputs: Inputs, lait_names: dict[str, str]) -> list[dict[str, str]]:
    """Return the rows of ``areas.csv``: authorities by code, then regions and England.

    ``lait_names`` gives the spelling that LAIT uses for each DfE number.
    """
    listed = inputs.csv("dfe_las.csv", "new_la_code", "old_la_code", "status", "parent_geography_code")
    # besides areas the list has two areas on one row, and what lies outside England
    rows = [r for r in listed.iter_rows(named=True) if _GSS.fullmatch(r["new_la_code"] or "")]
    changes = list(read_table("succession.csv").iter_rows(named=True))
    recoded = {c["code"]: c["successor"] for c in changes if c["change"] == "recoded"}
    groups = _territories(rows, recoded)
    areas = {code: _authority(code, group, lait_names) for code, group in sorted(groups.items())}
    _succeed(areas, [c for c in changes if c["change"] == "abolished"])
    return [*areas.values(), *_regions(lait_names)]


def index_of(areas: list[dict[str, str]]) -> AreaIndex:
    """Index the rows of ``areas.csv`` by DfE number and by current and former GSS code."""
    by_code: dict[str, str] = {}
    for area in areas:
        for code in filter(None, (area["code"], *area["former_codes"].split("|"))):
            by_code[code] = area["code"]
    return AreaIndex(
        by_number={a["dfe_code"]: a["code"] for a in areas if a["dfe_code"]},
        by_code=by_code,
        authorities=frozenset(a["code"] for a in areas if a["kind"] == "authority"),
        regions=frozenset(a["code"] for a in areas if a["kind"] == "region" and not a["region"]),
    )


def lait_names(figures: pl.DataFrame) -> dict[str, str]:
    """Return the spelling of each area in LAIT by its number."""
    pairs = figures.select("number", "LA and Regions").unique().sort("number", "LA and Regions")
    return dict(pairs.iter_rows())
