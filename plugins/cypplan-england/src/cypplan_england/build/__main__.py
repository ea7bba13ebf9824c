"""``python -m cypplan_england.build FOLDER``: make the package's data files from published downloads."""

from __future__ import annotations

import argparse
import csv
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import attrs

from cypplan.errors import CypplanError
from cypplan_england.build.inputs import Inputs, Ledger, Rejection
from cypplan_england.build.make import OUTPUTS, make, save

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_DATA = Path(__file__).resolve().parent.parent / "data"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m cypplan_england.build", description=__doc__)
    parser.add_argument("folder", type=Path, help="folder that holds the downloads, at any depth")
    parser.add_argument(
        "--output", type=Path, default=_DATA, help="where to write (default: the package's data)"
    )
    parser.add_argument("--sources", type=Path, default=_DATA / "sources.toml", help="the table of sources")
    parser.add_argument("--rejections", type=Path, help="write the rejected rows to this CSV file")
    parser.add_argument(
        "--disagreements", type=Path, help="write the disagreements between sources to this CSV file"
    )
    return parser


def _summary(ledger: Ledger, output: Path) -> Iterator[str]:
    yield "Counts"
    yield from (f"  {number:>9,}  {name}" for name, number in ledger.counts.items())
    yield f"Rejected rows: {len(ledger.rejections):,}"
    yield from (f"  {number:>9,}  {reason}" for reason, number in ledger.by_reason().most_common())
    yield f"Disagreements between LAIT and files with counts, beyond rounding: {len(ledger.disagreements):,}"
    by_indicator = Counter(row[0] for row in ledger.disagreements)
    yield from (f"  {number:>9,}  {indicator}" for indicator, number in by_indicator.most_common())
    yield f"England's values withheld: {len(ledger.withheld):,}"
    yield from (f"  {i} {p}: {v:g} is outside {low:g} to {high:g}" for i, p, v, low, high in ledger.withheld)
    yield from (f"Note: {note}" for note in ledger.notes)
    yield "Sizes"
    yield from (f"  {(output / name).stat().st_size:>9,}  {name}" for name in OUTPUTS)


def _write_list(path: Path, header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *rows])


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the build and print its summary; return 1 where the inputs do not allow it."""
    options = _parser().parse_args(arguments)
    ledger = Ledger()
    try:
        made = make(Inputs(options.folder), options.sources, ledger)
    except CypplanError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    save(made, options.output)
    if options.rejections:
        header = [field.name for field in attrs.fields(Rejection)]
        _write_list(options.rejections, header, [attrs.astuple(row) for row in ledger.rejections])
    if options.disagreements:
        _write_list(
            options.disagreements, ["indicator", "area", "period", "lait", "other"], ledger.disagreements
        )
    sys.stdout.write("\n".join([*_summary(ledger, options.output), ""]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
