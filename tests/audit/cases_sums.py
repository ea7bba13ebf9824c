"""Cases of the rules on figures that should add up."""

from __future__ import annotations

from typing import Final

from audit.casebook import Case, case, swap


def counted(name: str, value: float, **more: str) -> str:
    """Add a count; texts of further keys are written as they are."""
    keys = {"unit": '"children"', **more}
    lines = "".join(f"{key} = {text}\n" for key, text in keys.items())
    return f'\n[[statistics]]\nid = "n-{name}"\ntext = "{name}"\nvalue = {value}\nperiod = "2023/24"\n{lines}'


def parts(whole: float, *values: float, **more: str) -> str:
    """Add a whole and its parts."""
    made = counted("whole", whole)
    for number, value in enumerate(values):
        made += counted(f"part-{number}", value, of='"n-whole"', split='"sex"', **more)
    return made


def table(*rows: str, columns: str = '"girls", "boys", "all"') -> str:
    """Add a table whose last column sums the others."""
    head = f'\n[[tables]]\nid = "n-schools"\ntitle = "Schools"\ncolumns = [{columns}]\ntotal_column = "all"\n'
    return head + "".join(f"\n[[tables.rows]]\n{row}\n" for row in rows)


def cells(*values: float, more: str = "", label: str = "a") -> str:
    """Write a row of a table."""
    named = zip(("girls", "boys", "all"), values, strict=False)
    inner = ", ".join(f'{{ column = "{column}", value = {value} }}' for column, value in named)
    return f'label = "{label}"\n{more}cells = [{inner}]'


TOTAL = "total = true\n"
READINGS: Final = """label = "a"
readings = [
    { cells = [{ column = "girls", value = 3 }, { column = "all", value = 4 }] },
    { cells = [{ column = "boys", value = 4 }, { column = "all", value = 4 }] },
]"""
HALF = 'share = "{}"'

CASES: Final[tuple[Case, ...]] = (
    case(
        "A01",
        "statistics.n-part",
        swap(add=counted("whole", 401) + counted("part", 343, of='"n-whole"', share="85")),
        swap(add=counted("whole", 401) + counted("part", 343, of='"n-whole"', share="86")),
        swap(add=counted("whole", 401) + counted("part", 343, of='"n-whole"', share="85.5")),
        swap(
            add=counted("whole", 401, qualifier='"over"') + counted("part", 343, of='"n-whole"', share="85")
        ),
    ),
    case(
        "A02",
        "statistics.n-rate",
        swap(
            add=counted("people", 11500)
            + counted("cases", 380)
            + counted(
                "rate", 33, unit='"per_10_000_children"', numerator='"n-cases"', denominator='"n-people"'
            )
        ),
        swap(
            add=counted("people", 115165)
            + counted("cases", 380)
            + counted(
                "rate", 33, unit='"per_10_000_children"', numerator='"n-cases"', denominator='"n-people"'
            )
        ),
        swap(
            add=counted("people", 115000)
            + counted("cases", 380)
            + counted(
                "rate", 33.0, unit='"per_10_000_children"', numerator='"n-cases"', denominator='"n-people"'
            )
        ),
    ),
    case(
        "A03",
        "statistics.n-whole",
        swap(add=parts(49000, 25200, 23100)),
        swap(add=parts(49000, 25200, 23800)),
        swap(add=parts(49000, 25200)),
        swap(add=parts(49000, 25250, 23800)),
        swap(add=parts(49000, 25200, 23100, qualifier='"about"')),
    ),
    case(
        "A04",
        "statistics.n-whole",
        swap(
            add=counted("whole", 340500)
            + counted("a", 61, of='"n-whole"', split='"age"', unit='"percent_of_people"')
            + counted("b", 31, of='"n-whole"', split='"age"', unit='"percent_of_people"')
        ),
        swap(
            add=counted("whole", 340500)
            + counted("a", 61, of='"n-whole"', split='"age"', unit='"percent_of_people"')
            + counted("b", 38, of='"n-whole"', split='"age"', unit='"percent_of_people"')
        ),
        swap(
            add=counted("whole", 340500)
            + counted("a", 61, of='"n-whole"', split='"age"', unit='"percent_of_people"')
            + counted("b", 5, of='"n-whole"', split='"origin"', unit='"percent_of_people"')
        ),
    ),
    case(
        "A05",
        "tables.n-schools",
        swap(add=table(cells(3, 4, 8))),
        swap(add=table(cells(3, 4, 7))),
        swap(add=table(cells(3, 4))),
        swap(add=table(READINGS)),
    ),
    case(
        "A06",
        "tables.n-schools",
        swap(add=table(cells(3, 4, 7), cells(1, 1, 2, label="b"), cells(4, 6, 10, more=TOTAL, label="all"))),
        swap(add=table(cells(3, 4, 7), cells(1, 1, 2, label="b"), cells(4, 5, 9, more=TOTAL, label="all"))),
        swap(add=table(READINGS, cells(0, 4, 4, more=TOTAL, label="all"))),
    ),
    case(
        "A07",
        "statistics.n-share",
        swap(
            add=counted(
                "share",
                40,
                unit='"percent_of_children"',
                claims='[{ comparator = "country", stands = "higher", value = 45 }]',
            )
        ),
        swap(
            add=counted(
                "share",
                40,
                unit='"percent_of_children"',
                claims='[{ comparator = "country", stands = "lower", value = 45 }]',
            )
        ),
        swap(
            add=counted(
                "share",
                40,
                unit='"percent_of_children"',
                claims='[{ comparator = "country", stands = "better", value = 45 }]',
            )
        ),
    ),
    case(
        "A06",
        "tables.n-schools",
        swap(
            add=table(READINGS, cells(1, 3, 4, more=TOTAL, label="all")).replace(
                'value = 3 }, { column = "all", value = 4', 'value = 4 }, { column = "all", value = 4', 1
            )
        ),
        swap(add=table(READINGS, cells(3, 0, 4, more=TOTAL, label="all"))),
    ),
)
