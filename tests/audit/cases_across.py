"""Cases of the rules across plans of one authority."""

from __future__ import annotations

from typing import Final

from audit.casebook import CLEAN, Case, case, swap
from audit.cases_plan import SAFE

OTHER: Final = (
    CLEAN.replace("example-2024", "example-2019")
    .replace("2024 to March 2027", "2019 to March 2022")
    .replace("start = 2024-04-01, end = 2027-03-31", "start = 2019-04-01, end = 2022-03-31")
)


def outcome(title: str, number: str = "") -> str:
    """Write an outcome."""
    return f'\n[[outcomes]]\nid = "safe"\ntitle = "{title}"\n' + (f'number = "{number}"\n' if number else "")


def beside(mine: str, theirs: str) -> tuple[str, ...]:
    """Return the keywords that put two outcomes into two plans."""
    return mine, theirs


LINK = (
    'source = "case records"',
    'indicator = { id = "share", comparability = "same" }',
    "percent_of_children",
    "percent_of_pupils",
)
LINKED: Final = OTHER.replace(*LINK[:2]).replace(*LINK[2:])
PERIOD = ('period = "2025/26"', 'period = "2020/21"')
ASPIRATION = '\n[[aspirations]]\nid = "gap"\ntext = "{}"\nmeasures = ["visits"]\n'

CASES: Final[tuple[Case, ...]] = (
    case(
        "X01",
        "outcomes.safe",
        swap(
            *SAFE,
            add=outcome("Children grow up safe and well"),
            other=OTHER + outcome("Children are safe and well"),
        ),
        swap(*SAFE, add=outcome("Children are safe"), other=OTHER + outcome("Children are safe.")),
        swap(*SAFE, add=outcome("Children are safe"), other=OTHER + outcome("Young people find work")),
    ),
    case(
        "X02",
        "outcomes.safe",
        swap(*SAFE, add=outcome("Children are safe", "1"), other=OTHER + outcome("Children are safe", "2")),
        swap(*SAFE, add=outcome("Children are safe", "1"), other=OTHER + outcome("Children are safe", "1")),
        swap(*SAFE, add=outcome("Children are safe", "1"), other=OTHER + outcome("Children are safe")),
    ),
    case(
        "X03",
        "measures.visits",
        swap(*LINK, other=LINKED.replace("value = 70", "value = 75")),
        swap(*LINK, other=LINKED),
        swap(*LINK, other=LINKED.replace("value = 70", "value = 75").replace(*PERIOD)),
    ),
    case(
        "X04",
        "aspirations.gap",
        swap(
            add=ASPIRATION.format("Visits in time for all"),
            other=OTHER.replace("visits", "reviews")
            .replace("visited", "reviewed")
            .replace("in time", "late"),
        ),
        swap(add=ASPIRATION.format("Visits in time for all"), other=OTHER),
    ),
)
