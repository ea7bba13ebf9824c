"""Cases of the rules on the sizes of changes, margins and gaps: sums, units, per cent and points."""

# ruff: noqa: E501 (a plan in one line is easier to compare with its neighbour)

from __future__ import annotations

from typing import Final

from audit.casebook import Case, case, swap
from audit.cases_target import BASE_60, FIRST, SENTENCE, aimed, stated

CASES: Final[tuple[Case, ...]] = (
    case(
        "T16",
        FIRST,
        swap(
            *aimed(
                '{ kind = "value", value = 70, period = "2025/26" }, { kind = "change", sense = "increase", by = 10, relative = true }'
            ),
            "percent_of_children",
            "children",
            SENTENCE,
            "A 10% increase in visits in time to 70 in 2025/26.",
        ),
        swap(
            *aimed(
                '{ kind = "value", value = 66, period = "2025/26" }, { kind = "change", sense = "increase", by = 10, relative = true, period = "2025/26" }'
            ),
            "percent_of_children",
            "children",
        ),
        swap(
            *aimed(
                '{ kind = "value", value = 66, period = "2025/26" }, { kind = "change", sense = "increase", by = 11, relative = true, period = "2025/26" }'
            ),
            "percent_of_children",
            "children",
        ),
        swap(
            *aimed(
                '{ kind = "value", value = 70, period = "2025/26" }, { kind = "change", sense = "increase", by = 10, most = 20, relative = true }'
            ),
            "percent_of_children",
            "children",
        ),
        swap(
            *aimed(
                '{ kind = "value", value = 70, period = "2025/26" }, { kind = "change", sense = "increase", by = 15, qualifier = "about", relative = true }'
            ),
            "percent_of_children",
            "children",
        ),
    ),
    case(
        "T17",
        "measures.visits",
        swap(
            "percent_of_children",
            "percentage_points_of_children",
            'direction = "higher"',
            'direction = "lower"\ngroups = ["children in care", "all children"]',
            *stated(
                BASE_60,
                'kind = "value", value = 50, period = "2025/26"',
                change="reduction",
                sentence="A reduction of the gap from 60% in 2023/24 to 50% in 2025/26.",
            ),
        ),
        swap(
            "percent_of_children",
            "percentage_points_of_children",
            'direction = "higher"',
            'direction = "lower"\ngroups = ["children in care", "all children"]',
            *stated(
                BASE_60,
                'kind = "value", value = 50, period = "2025/26"',
                change="reduction",
                sentence="A reduction of the gap from 60 to 50 percentage points.",
            ),
        ),
    ),
    case(
        "T18",
        FIRST,
        swap(
            *stated(
                BASE_60,
                'kind = "year-on-year", sense = "increase", by = 3, relative = true',
                sentence="Increase visits in time by 3% each year.",
            )
        ),
        swap(
            *stated(
                BASE_60,
                'kind = "year-on-year", sense = "increase", after = "2023/24"',
                sentence="An increase in visits in time each year.",
            )
        ),
    ),
    case(
        "T18",
        FIRST,
        swap(
            *stated(
                BASE_60,
                'kind = "comparator", comparator = "country", relation = "better", margin = 5, period = "2025/26"',
                change="",
                sentence="Visits in time 5% better than England in 2025/26.",
            )
        ),
        swap(
            *stated(
                BASE_60,
                'kind = "comparator", comparator = "country", relation = "better", margin = 5, period = "2025/26"',
                change="",
                sentence="Visits in time 5 percentage points better than England in 2025/26.",
            )
        ),
    ),
    case(
        "T18",
        FIRST,
        swap(
            *stated(
                BASE_60,
                'kind = "change", sense = "increase", by = 10, relative = true, period = "2025/26"',
                sentence="A 10% increase in visits in time in 2025/26.",
            )
        ),
        swap(
            *stated(
                BASE_60,
                'kind = "change", sense = "increase", by = 10, relative = false, period = "2025/26"',
                sentence="An increase of 10 percentage points in visits in time.",
            )
        ),
        swap(
            "percent_of_children",
            "children",
            *stated(
                BASE_60,
                'kind = "change", sense = "increase", by = 10, relative = true, period = "2025/26"',
                sentence="A 10% increase in visits in time in 2025/26.",
            ),
        ),
    ),
)
