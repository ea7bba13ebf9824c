"""``python -m tests.bench``: how fast the library is beside doing the same by hand, as a table of ratios.

Names of groups as arguments run only these; ``large`` runs only when named, with the number of rows after
it if not 10^8; ``readers`` takes a number of rows as well.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final

from . import cards, large, pages, plugins, readers, tables
from .timing import table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from .timing import Result

GROUPS: Final[dict[str, tuple[Callable[[], Iterable[Result]], ...]]] = {
    "tables": (tables.beside_polars, tables.beside_numpy, tables.beside_python, tables.beside_pandas),
    "growth": (tables.growth,),
    "memory": (tables.memory,),
    "scorecard": (cards.beside_polars, cards.engines),
    "start": (cards.start,),
    "plugins": (plugins.many,),
    "pages": (pages.all_plans,),
    "readers": (readers.beside_scan_csv,),
}


def main(arguments: list[str]) -> int:
    """Run the groups that are named, or all but ``large``."""
    rows = next((int(float(one)) for one in arguments if one[0].isdigit()), None)
    sized: dict[str, Callable[[], Iterable[Result]]] = {
        "large": lambda: large.streamed(rows or 10**8),
        "readers": lambda: readers.beside_scan_csv(rows or readers.ROWS),
    }
    names = [one for one in arguments if not one[0].isdigit()] or list(GROUPS)
    unknown = [name for name in names if name not in {*GROUPS, "large"}]
    if unknown:
        sys.stderr.write(f"no group {unknown[0]!r}; there is: {', '.join(GROUPS)}, large\n")
        return 2
    for name in names:
        makers = (sized[name],) if name in sized else GROUPS[name]
        results = [result for make in makers for result in make()]
        sys.stdout.write(f"\n{name}\n{table(results)}\n")
        sys.stdout.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
