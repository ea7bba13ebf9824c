"""Cases of the rules on a target against itself."""

# ruff: noqa: E501 (a plan in one line is easier to compare with its neighbour)

from __future__ import annotations

from typing import Final

from audit.casebook import Case, case, swap

TARGET = 'targets = [{ kind = "value", value = 70, period = "2025/26" }]'
SENTENCE = "An increase in visits in time to 70% in 2025/26."
BASE = 'baseline = { value = 60, period = "2023/24" }\n'
FIRST = "measures.visits.statements[0].targets[0]"
WORD = 'change = "increase"\n'


def aimed(value: str, *more: str) -> tuple[str, ...]:
    """Put another target in the place of the clean plan's, with further changes."""
    return (TARGET, f"targets = [{value}]", *more)


def stated(base: str, target: str, *, change: str = "increase", sentence: str = SENTENCE) -> tuple[str, ...]:
    """Put other numbers, another word of change and another sentence in the place of the clean plan's."""
    return (
        BASE,
        f"baseline = {{ {base} }}\n",
        TARGET,
        f"targets = [{{ {target} }}]",
        SENTENCE,
        sentence,
        WORD,
        f'change = "{change}"\n' if change else "",
    )


VALUE_70 = 'kind = "value", value = 70, period = "2025/26"'
BASE_60 = 'value = 60, period = "2023/24"'

DUE_EARLY = aimed('{ kind = "value", value = 70, period = "2024/25" }')
FIGURE = '\n[[statistics]]\nid = "n-first"\ntext = "So many."\nvalue = 40\nperiod = "{}"\n'
GAP = ("percent_of_children", "percentage_points_of_children", 'direction = "higher"')
NARROW = "A reduction of the gap from 60 percentage points in 2023/24 to 50 percentage points in 2025/26."
NARROWED = stated(
    BASE_60, 'kind = "value", value = 50, period = "2025/26"', change="reduction", sentence=NARROW
)

CASES: Final[tuple[Case, ...]] = (
    case(
        "T01",
        FIRST,
        swap(*stated(BASE_60, 'kind = "value", value = 55, period = "2025/26"')),
        swap(*stated(BASE_60, 'kind = "value", value = 60.5, period = "2025/26"')),
        swap(
            *stated(
                'value = 60, qualifier = "about", period = "2023/24"',
                'kind = "value", value = 59, period = "2025/26"',
            )
        ),
        swap(
            *stated(
                'value = 60, qualifier = "less than", period = "2023/24"',
                'kind = "value", value = 59, period = "2025/26"',
            )
        ),
        swap(
            *stated(BASE_60, 'kind = "value", value = 55, period = "2025/26"', change="reduction"),
            'direction = "higher"',
            'direction = "lower"',
        ),
    ),
    case(
        "T02",
        FIRST,
        swap(*stated(BASE_60, 'kind = "value", value = 55, period = "2025/26"', change="")),
        swap(*stated(BASE_60, 'kind = "value", value = 65, period = "2025/26"', change="")),
        swap(
            *stated(
                BASE_60,
                'kind = "value", value = 55, bound = "at-least", period = "2025/26"',
                change="",
                sentence="Visits in time remain at 55% or more.",
            )
        ),
        swap(
            *stated(BASE_60, 'kind = "value", value = 55, period = "2025/26"', change=""),
            'direction = "higher"',
            'direction = "towards-target"',
        ),
    ),
    case(
        "T03",
        FIRST,
        swap(*stated('value = 70, period = "2023/24"', 'kind = "value", value = 70.3, period = "2025/26"')),
        swap(*stated('value = 70.0, period = "2023/24"', 'kind = "value", value = 70.3, period = "2025/26"')),
        swap(
            *stated(
                'value = 70, period = "2023/24"',
                VALUE_70,
                change="maintain",
                sentence="Visits in time are maintained at 70%.",
            )
        ),
        swap(
            *stated('value = 70, period = "2023/24"', 'kind = "value", value = 71, period = "2025/26"'),
            "percent_of_children",
            "children",
        ),
    ),
    case(
        "T04",
        FIRST,
        swap(
            *stated(BASE_60, 'kind = "value", value = 70, bound = "at-most", period = "2025/26"', change="")
        ),
        swap(
            *stated(BASE_60, 'kind = "value", value = 70, bound = "at-least", period = "2025/26"', change="")
        ),
    ),
    case(
        "T05",
        FIRST,
        swap(
            'period = { stated = "April 2024 to March 2027", start = 2024-04-01, end = 2027-03-31 }',
            'period = { stated = "to March 2027", end = 2027-03-31 }',
            *aimed('{ kind = "value", value = 70, period = "2023/24" }'),
        ),
        swap(*aimed('{ kind = "value", value = 70, period = "2024/25" }')),
    ),
    case(
        "T06",
        FIRST,
        swap(
            BASE,
            'baseline = { value = 60, period = "2021/22" }\n',
            *aimed('{ kind = "value", value = 70, period = "2022/23" }'),
        ),
        swap(*aimed('{ kind = "value", value = 70, period = "1 April 2024" }')),
    ),
    case(
        "T07",
        FIRST,
        swap(*aimed('{ kind = "value", value = 70, period = "2030" }')),
        swap(*aimed('{ kind = "value", value = 70, period = "2026/27 academic" }')),
    ),
    case(
        "T08",
        FIRST,
        swap(
            *aimed('{ kind = "value", value = 70, period = "2024/25" }'),
            add='\n[document]\nid = "a-plan"\ntitle = "A plan"\npublisher = "A council"\npublished = "December 2025"\n',
        ),
        swap(
            add='\n[document]\nid = "a-plan"\ntitle = "A plan"\npublisher = "A council"\npublished = "December 2025"\n'
        ),
    ),
    case(
        "T08",
        FIRST,
        swap(*DUE_EARLY, add=FIGURE.format("April 2025")),
        swap(*DUE_EARLY, add=FIGURE.format("2024/25")),
        swap(*DUE_EARLY, add=FIGURE.format("February 2025")),
        swap(*DUE_EARLY, add=FIGURE.format("April 2025") + "provisional = true\n"),
        swap(*DUE_EARLY, add=FIGURE.format("April 2025") + 'role = "illustration"\n'),
    ),
    case(
        "T09",
        FIRST,
        swap(
            BASE,
            "",
            *aimed('{ kind = "change", sense = "increase", by = 10, relative = false, period = "2025/26" }'),
        ),
        swap(*aimed('{ kind = "direction", sense = "increase", period = "2025/26" }')),
        swap(
            BASE,
            "",
            *aimed(
                '{ kind = "comparator", comparator = "country", relation = "better", period = "2025/26" }'
            ),
        ),
    ),
    case(
        "T09",
        FIRST,
        swap(
            *(BASE, "", SENTENCE, "Maintain the visits in time in 2025/26.", WORD, 'change = "maintain"\n'),
            *aimed('{ kind = "maintain", period = "2025/26" }'),
        ),
        swap(
            *(SENTENCE, "Maintain the visits in time in 2025/26.", WORD, 'change = "maintain"\n'),
            *aimed('{ kind = "maintain", period = "2025/26" }'),
        ),
        swap(
            *(BASE, "", SENTENCE, "Visits in time in the top quartile.", WORD, ""),
            *aimed('{ kind = "rank", share = 25, period = "2025/26" }'),
        ),
    ),
    case(
        "T10",
        "measures.visits",
        swap(BASE, ""),
        swap(BASE, "", *aimed('{ kind = "all", period = "2025/26" }')),
    ),
    case(
        "T11",
        "measures.visits",
        swap(TARGET, "", WORD, ""),
        swap(TARGET, "", WORD, "", "[[measures.statements]]", 'kind = "implied"\n\n[[measures.statements]]'),
    ),
    case(
        "T12",
        FIRST,
        swap(*aimed('{ kind = "to-be-set" }')),
        swap(*aimed('{ kind = "qualitative" }')),
    ),
    case(
        "T13",
        "measures.visits.baseline",
        swap(BASE, "baseline = { value = 60 }\n"),
        swap(BASE, 'baseline = { value = 60, period = "March 2024" }\n'),
    ),
    case(
        "T14",
        FIRST,
        swap(*aimed('{ kind = "value", value = 70 }')),
        swap(*aimed('{ kind = "value", value = 70, ongoing = true }')),
        swap(
            *aimed('{ kind = "value", value = 70 }'),
            'change = "increase"',
            'change = "increase"\ntimescale = "monthly review"',
        ),
    ),
    case(
        "T15",
        FIRST,
        swap(*aimed('{ kind = "value", value = 107, period = "2025/26" }')),
        swap(*aimed('{ kind = "value", value = 100, period = "2025/26" }')),
        swap("percent_of_children", "score", *aimed('{ kind = "value", value = 107, period = "2025/26" }')),
    ),
    case(
        "T19",
        FIRST,
        swap(
            "percent_of_children",
            "children",
            *stated(
                BASE_60,
                'kind = "all", period = "2025/26"',
                change="",
                sentence="All children are visited in time in 2025/26.",
            ),
        ),
        swap(
            *stated(
                BASE_60,
                'kind = "all", period = "2025/26"',
                change="",
                sentence="All children are visited in time in 2025/26.",
            )
        ),
    ),
    case(
        "T20",
        "measures.visits",
        swap(
            "percent_of_children",
            "per_100_000_children",
            'source = "case records"',
            'indicator = { id = "rate", comparability = "same" }',
            'direction = "higher"',
            'direction = "lower"',
            *stated(BASE_60, 'kind = "value", value = 50, period = "2025/26"', change="reduction"),
        ),
        swap(
            "percent_of_children",
            "per_10_000_children",
            'source = "case records"',
            'indicator = { id = "rate", comparability = "same" }',
            'direction = "higher"',
            'direction = "lower"',
            *stated(BASE_60, 'kind = "value", value = 50, period = "2025/26"', change="reduction"),
        ),
        swap(
            "percent_of_children",
            "per_100_000_children",
            'source = "case records"',
            'source = "x"\nindicator = { id = "rate", comparability = "not-comparable" }',
            'direction = "higher"',
            'direction = "lower"',
            *stated(BASE_60, 'kind = "value", value = 50, period = "2025/26"', change="reduction"),
        ),
    ),
    case(
        "T21",
        "measures.visits",
        swap(
            "percent_of_children",
            "per_10_000_children",
            'source = "case records"',
            'source = "hospitals"\nsuspected_unit = "per_100_000_children"',
        ),
        swap("percent_of_children", "per_10_000_children"),
    ),
    case(
        "T22",
        "measures.visits",
        swap(
            'source = "case records"',
            'indicator = { id = "share-low", comparability = "same" }',
            "percent_of_children",
            "percent_of_pupils",
        ),
        swap(
            'source = "case records"',
            'indicator = { id = "share", comparability = "same" }',
            "percent_of_children",
            "percent_of_pupils",
        ),
    ),
    case(
        "T24",
        "measures.visits.statements[0]",
        swap(SENTENCE, "An increase in visits in time to 75% in 2025/26."),
        swap(SENTENCE, "Visits in time increase from 60% to 70% in 2025/26."),
        swap(
            *(
                SENTENCE,
                "Better visits by all, including improved attendance.",
                WORD,
                'change = "improved"\n',
            ),
            *aimed('{ kind = "direction", sense = "increase" }'),
        ),
    ),
    case(
        "T23",
        FIRST,
        swap(
            'source = "case records"',
            'indicator = { id = "share", comparability = "same" }',
            "percent_of_children",
            "percent_of_pupils",
            *aimed('{ kind = "value", value = 70, period = "2025/26 academic" }'),
        ),
        swap(
            'source = "case records"',
            'indicator = { id = "share", comparability = "same" }',
            "percent_of_children",
            "percent_of_pupils",
            *aimed('{ kind = "value", value = 70, period = "March 2026" }'),
        ),
    ),
    case(
        "T25",
        "measures.visits",
        swap(*GAP, 'direction = "lower"\ngroups = ["children in care"]', *NARROWED),
        swap(*GAP, 'direction = "lower"\ngroups = ["children in care", "all children"]', *NARROWED),
        swap('direction = "higher"', 'direction = "higher"\ngroups = ["children in care"]'),
    ),
    case(
        "T25",
        "measures.visits",
        swap('title = "Children visited in time"', 'title = "Gap in visits in time"'),
        swap('title = "Children visited in time"', 'title = "Children visited after a gaping wound"'),
    ),
)
