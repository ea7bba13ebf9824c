"""Cases of the rules on published figures, in the small world of the tests of judgement."""

from __future__ import annotations

from typing import Final

from audit.casebook import COUNTRY, HERE, NEAR, Case, Edit, case, swap
from audit.cases_target import TARGET

THERE = ("E06000999", HERE)
FIRST = "measures.visits.statements[0].targets[0]"


def linked(
    base: str, *rows: tuple[object, ...], link: str = "share", unit: str = "percent_of_pupils",
    comparability: str = "same", target: str = "70", more: tuple[str, ...] = (),
) -> Edit:  # fmt: skip
    """Tie the measure to an indicator, give it a baseline, and publish figures."""
    source = f'indicator = {{ id = "{link}", comparability = "{comparability}" }}'
    return swap(
        *THERE,
        'source = "case records"',
        source,
        "percent_of_children",
        unit,
        'baseline = { value = 60, period = "2023/24" }\n',
        f"baseline = {{ {base} }}\n" if base else "",
        TARGET,
        TARGET.replace("70", target),
        *more,
        rows=rows,
    )


def years(
    *values: float, link: str = "share", area: str = HERE, first: int = 2020
) -> tuple[tuple[object, ...], ...]:
    """Publish a figure for each year from 2020/21 on."""
    return tuple(
        (link, area, f"{first + at}/{(first + at + 1) % 100:02d}", value) for at, value in enumerate(values)
    )


SERIES = years(51.3, 52.6, 54.7, 58.4)
"""Of 2020/21 to 2023/24."""
RATE = {"link": "rate", "unit": "per_10_000_children", "target": "30"}
LOWER = ('direction = "higher"', 'direction = "lower"', 'change = "increase"', 'change = "reduction"')
WIDE = tuple(("rate", area, "2022/23", value) for area, value in zip(NEAR, (30, 45, 60, 80), strict=True))
NO_BASE = ("An increase in visits in time from 60% in 2023/24 to 70% in 2025/26.", "Visits rise.")


def claim(stands: str, value: str = "") -> str:
    """Add a figure with a claim on the country's."""
    return (
        '\n[[statistics]]\nid = "n-share"\ntext = "So many."\nvalue = 58.4\nunit = "percent_of_pupils"\n'
        'period = "2023/24"\nindicator = { id = "share", comparability = "same" }\n'
        f'claims = [{{ comparator = "country", stands = "{stands}"{value} }}]\n'
    )


def claimed(stands: str, theirs: float, value: str = "") -> Edit:
    """Claim something of the country, and publish its figure."""
    return swap(*THERE, add=claim(stands, value), rows=(*SERIES, *years(theirs, area=COUNTRY, first=2023)))


def bare(*theirs: float, stands: str = "better", comparability: str = "same", form: str = '"level"') -> Edit:
    """Claim something of the country without a figure or a period, and publish its last two figures."""
    said = claim(stands).replace("value = 58.4\n", "").replace('period = "2023/24"\n', f"form = {form}\n")
    said = said.replace('"same"', f'"{comparability}"')
    return swap(*THERE, add=said, rows=(*SERIES, *years(*theirs, area=COUNTRY, first=2022)))


CASES: Final[tuple[Case, ...]] = (
    case(
        "F01",
        "measures.visits.baseline",
        linked('value = 60, period = "2023/24"', *years(57, 58.4, first=2022)),
        linked('value = 58, period = "2023/24"', *SERIES),
        linked('value = 58.42, period = "2023/24"', *SERIES),
        linked('value = 60, period = "2024/25"', *SERIES),
        linked('value = 58, qualifier = "more than", period = "2023/24"', *SERIES),
        linked('value = 60, qualifier = "about", period = "2023/24"', *SERIES),
        linked('value = 60, period = "2023/24"', *SERIES, comparability="not-comparable"),
    ),
    case(
        "F02",
        "measures.visits.baseline",
        linked('value = 54.7, period = "2023/24"', *SERIES),
        linked('value = 58.4, period = "2023/24"', *SERIES),
        linked('value = 55, period = "2023/24"', *SERIES),
    ),
    case(
        "F03",
        "measures.visits.baseline",
        linked('value = 60, period = "2023/24"', *SERIES),
        linked('value = 58, period = "2023/24"', *SERIES),
    ),
    case(
        "F04",
        "measures.visits.baseline",
        linked('value = 49.7, period = "2023/24"', *SERIES, *years(49.7, link="share-strong", first=2023)),
        linked('value = 58.4, period = "2023/24"', *SERIES, *years(49.7, link="share-strong", first=2023)),
        linked('value = 49.7, period = "2023/24"', *SERIES, *years(49.7, link="number", first=2023)),
    ),
    case(
        "F05",
        "statistics.n-share",
        swap(
            *THERE,
            add=claim("higher")
            .replace('period = "2023/24"\n', "")
            .replace('claims = [{ comparator = "country", stands = "higher" }]\n', ""),
            rows=SERIES,
        ),
        swap(
            *THERE,
            add=claim("higher")
            .replace('period = "2023/24"\n', "")
            .replace('claims = [{ comparator = "country", stands = "higher" }]\n', ""),
            rows=years(58.4, 58.4),
        ),
        swap(
            *THERE,
            add=claim("higher")
            .replace('period = "2023/24"\n', "")
            .replace("58.4", "58")
            .replace('claims = [{ comparator = "country", stands = "higher" }]\n', ""),
            rows=SERIES,
        ),
    ),
    case(
        "F06",
        "measures.visits.baseline",
        linked('value = 416, period = "2023/24"', *WIDE, **RATE, more=LOWER),
        linked('value = 62, period = "2023/24"', *WIDE, **RATE, more=LOWER),
        linked('value = 90, period = "2023/24"', *WIDE, **RATE, more=LOWER),
    ),
    case(
        "F07",
        FIRST,
        linked('value = 60, qualifier = "about", period = "2023/24"', *years(71.5, 72.6, 74.7, 71.2)),
        linked('value = 58.4, period = "2023/24"', *SERIES),
    ),
    case(
        "F08",
        FIRST,
        linked('value = 58.4, period = "2023/24"', *SERIES, *years(75.5, area=COUNTRY, first=2023)),
        linked('value = 58.4, period = "2023/24"', *SERIES, *years(65.5, area=COUNTRY, first=2023)),
        linked('value = 58.4, period = "2023/24"', *SERIES, *years(75.5, area=COUNTRY, first=2022)),
    ),
    case(
        "F09",
        FIRST,
        linked(
            'value = 58.4, period = "2023/24"',
            *SERIES,
            *(row for area in NEAR for row in years(75.5, area=area, first=2023)),
        ),
        linked(
            'value = 58.4, period = "2023/24"',
            *SERIES,
            *(row for area in NEAR for row in years(65.5, area=area, first=2023)),
        ),
        linked('value = 58.4, period = "2023/24"', *SERIES, *years(75.5, area=NEAR[0], first=2023)),
    ),
    case(
        "F10", "statistics.n-share", claimed("better", 61.5), claimed("better", 55.5), claimed("lower", 61.5)
    ),
    case(
        "F10",
        "statistics.n-share",
        bare(56, 61),
        bare(56, 55),
        bare(54, 61),
        bare(56, 61, stands="lower"),
        bare(56, 61, comparability="not-comparable"),
        bare(56, 61, form='"change"'),
    ),
    case(
        "F11",
        "statistics.n-share",
        claimed("higher", 55.5, ", value = 51.5"),
        claimed("higher", 55.5, ", value = 55.5"),
        claimed("higher", 55.5, ", value = 56"),
    ),
)
