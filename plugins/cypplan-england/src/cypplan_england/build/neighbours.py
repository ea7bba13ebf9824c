"""Make ``neighbours.csv``: the statistical neighbours of two versions, by GSS code, closest first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import polars as pl

    from cypplan_england.build.areas import AreaIndex
    from cypplan_england.build.inputs import Inputs, Ledger

__all__ = ["COLUMNS", "build_neighbours"]

COLUMNS: Final = ("version", "area", "rank", "neighbour", "closeness")
_MANY: Final = 10


def _names(version: str, rank: int) -> tuple[str, str]:
    """Return the columns of a neighbour's number and closeness; repeated headings get a suffix."""
    if version == "2025":
        return f"SN_{rank}", f"SN_{rank}P"
    return f"SN{rank}", "SNP" if rank == 1 else f"SNP_duplicated_{rank - 2}"


def _rows(
    frame: pl.DataFrame, version: str, number: str, areas: AreaIndex, ledger: Ledger
) -> list[dict[str, str]]:
    made: list[dict[str, str]] = []
    for row in frame.iter_rows(named=True):
        if not (row[number] or "").isdigit():  # an empty line or the heading above the abolished authorities
            ledger.counts[f"neighbours {version}: lines without a number"] += 1
            continue
        area = areas.by_number.get(row[number])
        for rank in range(1, _MANY + 1):
            code, close = _names(version, rank)
            neighbour = areas.by_number.get(row[code] or "")
            if area is None or neighbour is None or neighbour == area:
                ledger.notes.append(
                    f"neighbours {version}: {row[number]} rank {rank}: {row[code]!r} is no other area"
                )
                continue
            closeness = (row[close] or "").strip().capitalize()
            made.append(
                {
                    "version": version,
                    "area": area,
                    "rank": str(rank),
                    "neighbour": neighbour,
                    "closeness": closeness,
                }
            )
    return made


def build_neighbours(inputs: Inputs, areas: AreaIndex, ledger: Ledger) -> list[dict[str, str]]:
    """Return the rows of ``neighbours.csv``; numbers that name no area are noted in the ledger."""
    old = inputs.csv("New_Statistical_Neighbour_Groupings_April_2021.csv", "LA number", "SN1")
    new = inputs.csv("sn_model_2025_wide.csv", "old_la_code", "SN_1")
    made = [
        *_rows(old, "2021", "LA number", areas, ledger),
        *_rows(new, "2025", "old_la_code", areas, ledger),
    ]
    return sorted(made, key=lambda r: (r["version"], r["area"], int(r["rank"])))
