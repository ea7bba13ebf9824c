"""Cases of the rules on measures against each other."""

from __future__ import annotations

from typing import Final

from audit.casebook import Case, Edit, case, swap
from audit.cases_target import BASE, TARGET

AGAIN: Final = """
[[measures.statements]]
text = "{text}"
kind = "{kind}"
leads = ["director"]
targets = [{{ {target} }}]
"""
VALUE: Final = 'kind = "value", value = {}, period = "{}"'
OUTCOMES: Final = """
[[outcomes]]
id = "safe"
title = "Children are safe"
{safe}
[[outcomes]]
id = "well"
title = "Children are well"
{well}
"""
SECOND: Final = """
[[measures]]
id = "reviews"
title = "Reviews held in time"
unit = "percent_of_children"
direction = "higher"
source = "case records"
baseline = {{ value = {base}, period = "2023/24" }}
{more}
[[measures.statements]]
text = "{text}"
kind = "indicator-list"
{change}leads = ["director"]
targets = [{{ {target} }}]
"""


def again(
    value: float, due: str = "2025/26", kind: str = "indicator-list", text: str = "Visits rise."
) -> str:
    """Add a second sentence with a target of its own."""
    return AGAIN.format(text=text, kind=kind, target=VALUE.format(value, due))


def second(
    base: float = 50,
    value: float = 80,
    due: str = "2025/26",
    text: str = "Reviews rise.",
    more: str = "",
    change: str = "",
) -> str:
    """Add a second measure."""
    return SECOND.format(base=base, text=text, change=change, target=VALUE.format(value, due), more=more)


def statistic(name: str, value: float, period: str = "2023/24", **more: str) -> str:
    """Add a stated figure; texts of further keys are written as they are."""
    keys = {"unit": '"percent_of_children"', "label": '"visits"', **more}
    lines = "".join(f"{key} = {text}\n" for key, text in keys.items())
    return (
        f'\n[[statistics]]\nid = "{name}"\ntext = "So many."\nvalue = {value}\nperiod = "{period}"\n{lines}'
    )


def action(name: str, text: str, *measures: str) -> str:
    """Write an action under an outcome."""
    del measures
    head = f'\n[[outcomes.actions]]\nid = "{name}"\ntext = "{text}"\n'
    return head + 'leads = ["director"]\ntimescale = "2026"\n'


BOTH = "An increase in visits and reviews to 70% in 2025/26."
LINKED = (
    'source = "case records"',
    'indicator = { id = "share", comparability = "same" }',
    "percent_of_children",
    "percent_of_pupils",
)
LINK = 'indicator = { id = "share", comparability = "same" }'
SAFE = ('id = "visits"\n', 'id = "visits"\noutcome = "safe"\n')
SECOND_LAST = "measures.visits.statements[1].targets[0]"


def under(text: str, name: str = "visit") -> str:
    """Add an outcome with one action, under which the measure stands."""
    return '\n[[outcomes]]\nid = "safe"\ntitle = "Children are safe"\n' + action(name, text)


def wanted(points: str) -> Edit:
    """Add an outcome under which the measure stands, with what is to be achieved."""
    return swap(*SAFE, add=f'\n[[outcomes]]\nid = "safe"\ntitle = "Children are safe"\nachieve = {points}\n')


CASES: Final[tuple[Case, ...]] = (
    case(
        "M01",
        SECOND_LAST,
        swap(add=again(75)),
        swap(add=again(75, "2026/27")),
        swap(TARGET, 'targets = [{ kind = "value", value = 70 }, { kind = "value", value = 75 }]'),
        swap(add=again(70)),
        swap(add=again(75, text="Visits at the age of 19 rise.")),
    ),
    case(
        "M02",
        SECOND_LAST,
        swap(add=again(70, "2026/27")),
        swap(add=again(70)),
        swap(add=again(75, "2026/27")),
    ),
    case(
        "M03",
        SECOND_LAST,
        swap(add=again(75, kind="action-plan")),
        swap(add=again(70, kind="action-plan")),
        swap(add=again(75, "2026/27", kind="action-plan")),
    ),
    case(
        "M04",
        "measures.reviews",
        swap(
            *LINKED,
            add=second(base=60, value=80, more=LINK)
            .replace("percent_of_children", "percent_of_pupils")
            .replace('source = "case records"\n', ""),
        ),
        swap(
            *LINKED,
            add=second(base=60, value=70, more=LINK)
            .replace("percent_of_children", "percent_of_pupils")
            .replace('source = "case records"\n', ""),
        ),
        swap(
            *LINKED,
            add=second(base=60, value=80, more=f'{LINK}\nage_band = "16 and over"')
            .replace("percent_of_children", "percent_of_pupils")
            .replace('source = "case records"\n', ""),
        ),
    ),
    case(
        "M05",
        "measures.visits",
        swap(
            *SAFE,
            'outcome = "safe"',
            'outcome = "safe"\nborrowed_by = ["well"]',
            add=OUTCOMES.format(safe="", well=""),
        ),
        swap(*SAFE, add=OUTCOMES.format(safe="", well="") + second(more='outcome = "well"')),
    ),
    case(
        "M06",
        "measures.reviews",
        swap(
            "An increase in visits in time to 70% in 2025/26.",
            BOTH,
            add=second(value=70, text=BOTH, change='change = "increase"\n'),
        ),
        swap(add=second(text="Reviews rise.")),
    ),
    case(
        "M07",
        "measures.visits",
        swap(
            *SAFE,
            'outcome = "safe"',
            'outcome = "safe"\nactions = ["visit"]',
            add=under("Recruit foster carers."),
        ),
        swap(
            *SAFE,
            'outcome = "safe"',
            'outcome = "safe"\nactions = ["visit"]',
            add=under("Visit every child who waits."),
        ),
        swap(
            *SAFE,
            'outcome = "safe"',
            'outcome = "safe"\nactions = ["visit"]\npopulation = "foster carers"',
            'title = "Children visited in time"',
            'title = "Foster carers visited in time"',
            add=under("Recruit foster carers."),
        ),
    ),
    case(
        "M08",
        "measures.visits.statements[1]",
        swap(add=again(70, text="Visits of children aged 12 will be 70% in 2025/26.")),
        swap(add=again(70, text="Visits of children rise by 12.")),
        swap(
            "An increase in visits in time",
            "An increase in visits of children aged 12 in time",
            add=again(70, text="Visits at the age of 12 rise."),
        ),
    ),
    case(
        "M09",
        "statistics.n-second",
        swap(add=statistic("n-first", 40) + statistic("n-second", 45)),
        swap(add=statistic("n-first", 40) + statistic("n-second", 45, period="2022/23")),
        swap(add=statistic("n-first", 40) + statistic("n-second", 45, area='"E92000001"')),
        swap(add=statistic("n-first", 40) + statistic("n-second", 40.4)),
        swap(add=statistic("n-first", 40) + statistic("n-second", 45, role='"illustration"')),
    ),
    case(
        "M10",
        "statistics.n-first",
        swap(add=statistic("n-first", 45, measure='"visits"')),
        swap(add=statistic("n-first", 60.4, measure='"visits"')),
        swap(add=statistic("n-first", 45, "2022/23", measure='"visits"')),
        swap(add=statistic("n-first", 45, measure='"visits"', qualifier='"about"')),
    ),
    case(
        "M11",
        "outcomes.safe.actions.visit",
        swap(
            *SAFE,
            'outcome = "safe"',
            'outcome = "safe"\nactions = ["other"]',
            add=under("Every child will be heard.")
            + 'success = ["They say so."]\n'
            + action("other", "Visit in time."),
        ),
        swap(
            *SAFE,
            'outcome = "safe"',
            'outcome = "safe"\nactions = ["visit"]',
            add=under("Every child will be visited."),
        ),
        swap(*SAFE, add=under("Work with all schools.")),
    ),
    case(
        "M11",
        "outcomes.safe.achieve[0]",
        wanted('["We want to ensure that all our children are heard."]'),
        wanted('["We want to ensure that partners meet."]'),
        wanted('["All partners meet."]'),
        wanted('[{ text = "All children are heard.", measures = ["visits"] }]'),
    ),
    case(
        "M11",
        "commitments[0]",
        swap("reviews = [", 'commitments = ["Everyone is heard."]\nreviews = ['),
        swap("reviews = [", 'commitments = ["Everything is heard."]\nreviews = ['),
    ),
)
__all__ = ["BASE", "CASES", "TARGET"]
