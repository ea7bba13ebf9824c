"""Cases of the rules on structure and governance."""

# ruff: noqa: E501 (a plan in one line is easier to compare with its neighbour)

from __future__ import annotations

from typing import Final

from audit.casebook import CLEAN, Case, case, swap
from audit.cases_plan import SAFE, action, again, second, under

MEASURE: Final = CLEAN[CLEAN.index("\n[[measures]]") :]
PERIOD: Final = 'period = { stated = "April 2024 to March 2027", start = 2024-04-01, end = 2027-03-31 }'
ACTIONS = ('outcome = "safe"', 'outcome = "safe"\nactions = ["visit"]')
BOARD: Final = '\n[[bodies]]\nid = "board"\nname = "The board"\nkind = "governance"\nmeets = {{ cadence = "monthly" }}\nanswers_for = ["the plan"]\n{}'
PANEL: Final = '\n[[bodies]]\nid = "panel"\nname = "The panel"\nkind = "governance"\nmeets = {{ cadence = "monthly" }}\nanswers_for = ["the plan"]\n{}'
LEADS = 'leads = ["director"]\n'


def outcome(name: str, title: str, more: str = "") -> str:
    """Write an outcome."""
    return f'\n[[outcomes]]\nid = "{name}"\ntitle = "{title}"\n{more}\n'


def bodies(first: str, other: str) -> str:
    """Write two bodies of these names."""
    both = BOARD.format("") + PANEL.format("")
    return both.replace("The board", first).replace("The panel", other)


PRINTED: Final = '\n[[variants]]\nof = "period.stated"\ntext = "{}"\n'
FOCUS: Final = 'areas_of_focus = ["to listen", "to help"]'
LISTED: Final = '\n[[variants]]\nof = "outcomes.safe.areas_of_focus"\ntext = "{}"\n'

CASES: Final[tuple[Case, ...]] = (
    case("S01", "plan", swap(MEASURE, ""), swap()),
    case(
        "S02",
        "outcomes.well",
        swap(*SAFE, add=outcome("safe", "Children are safe") + outcome("well", "Children are well")),
        swap(
            *SAFE,
            'outcome = "safe"',
            'outcome = "safe"\nborrowed_by = ["well"]',
            add=outcome("safe", "Children are safe") + outcome("well", "Children are well"),
        ),
    ),
    case(
        "S03",
        "measures.visits",
        swap(add=outcome("safe", "Children are safe") + second(more='outcome = "safe"')),
        swap(*SAFE, add=outcome("safe", "Children are safe")),
    ),
    case(
        "S04",
        "measures.reviews",
        swap(*SAFE, *ACTIONS, add=under("Visit children in time.") + second(more='outcome = "safe"')),
        swap(
            *SAFE,
            *ACTIONS,
            add=under("Visit and review children.") + second(more='outcome = "safe"\nactions = ["visit"]'),
        ),
    ),
    case(
        "S05",
        "outcomes.safe.actions.talk",
        swap(*SAFE, *ACTIONS, add=under("Visit children in time.") + action("talk", "Talk to schools.")),
        swap(
            *SAFE,
            *ACTIONS,
            add=under("Visit children in time.")
            + action("talk", "Talk to schools.")
            + 'success = ["Schools say so."]\n',
        ),
    ),
    case(
        "S06",
        "measures.visits",
        swap(LEADS, ""),
        swap(LEADS, "", *SAFE, add=outcome("safe", "Children are safe", 'leads = ["director"]')),
    ),
    case(
        "S07",
        "measures.visits",
        swap('source = "case records"\n', ""),
        swap(
            'source = "case records"\n',
            'indicator = { id = "share", comparability = "proxy" }\n',
            "percent_of_children",
            "percent_of_pupils",
        ),
        swap(
            'source = "case records"\n',
            "",
            'unit = "percent_of_children"\n',
            "",
            'baseline = { value = 60, period = "2023/24" }\n',
            "",
            'targets = [{ kind = "value", value = 70, period = "2025/26" }]',
            'targets = [{ kind = "milestone" }]',
        ),
    ),
    case(
        "S08",
        "plan",
        swap(PERIOD + "\n", ""),
        swap(PERIOD, 'period = { stated = "to 2027", end = 2027-03-31 }'),
    ),
    case(
        "S09",
        "period",
        swap('title = "A plan for children"', 'title = "A plan for children 2024 to 2028"'),
        swap('title = "A plan for children"', 'title = "A plan for children 2024 to 2027"'),
        swap('title = "A plan for children"', 'title = "A plan for 2000 children"'),
        swap('title = "A plan for children"', 'title = "A plan for children 2024-27"'),
    ),
    case(
        "S10",
        "declared[0]",
        swap(add='\n[[declared]]\ntext = "Annex C shows the structure."\nfound = "absent"\n'),
        swap(add='\n[[declared]]\ntext = "Annex C shows the structure."\nfound = "present"\n'),
    ),
    case(
        "S11",
        "outcomes.safe.title",
        swap(
            *SAFE,
            add=outcome("safe", "Children are safe")
            + '\n[[variants]]\nof = "outcomes.safe.title"\ntext = "Keep safe"\n',
        ),
        swap(*SAFE, add=outcome("safe", "Children are safe")),
    ),
    case(
        "S12",
        "outcomes.safe",
        swap(
            *SAFE,
            add=outcome("safe", "Children are safe", 'areas_of_focus = ["to improve their health"]')
            + '\n[[priorities]]\nid = "health"\ntitle = "to improve their mental health"\noutcome = "safe"\n',
        ),
        swap(
            *SAFE,
            add=outcome("safe", "Children are safe", 'areas_of_focus = ["To improve their health;"]')
            + '\n[[priorities]]\nid = "health"\ntitle = "to improve their health"\noutcome = "safe"\n',
        ),
    ),
    case(
        "G01",
        "bodies.board",
        swap(add=BOARD.format("").replace('meets = { cadence = "monthly" }\n', "")),
        swap(
            add=BOARD.format("")
            .replace('meets = { cadence = "monthly" }\n', "")
            .replace('"governance"', '"team"')
        ),
        swap(add=BOARD.format("").replace("meets = {", "reviews = [{").replace("}", "}]")),
    ),
    case(
        "G02",
        "bodies.board",
        swap(add=BOARD.format("").replace('answers_for = ["the plan"]\n', "")),
        swap(
            'leads = ["director"]',
            'leads = ["board"]',
            add=BOARD.format("").replace('answers_for = ["the plan"]\n', ""),
        ),
    ),
    case(
        "G03",
        "bodies.board",
        swap(add=BOARD.format('parents = ["panel"]\n') + PANEL.format('parents = ["board"]\n')),
        swap(add=BOARD.format("") + PANEL.format('parents = ["board"]\n')),
    ),
    case(
        "G04",
        "bodies.team",
        swap(
            add=BOARD.format("")
            + PANEL.format("")
            + '\n[[bodies]]\nid = "team"\nname = "The team"\nkind = "team"\nparents = ["board", "panel"]\n'
        ),
        swap(
            add=BOARD.format("")
            + PANEL.format("")
            + '\n[[bodies]]\nid = "team"\nname = "The team"\nkind = "team"\nparents = ["board"]\n'
        ),
    ),
    case(
        "G05",
        "bodies.board",
        swap(add=BOARD.format('aliases = ["The Safety Committee"]\n')),
        swap(add=BOARD.format('aliases = ["Board", "our board"]\n')),
        swap(add=BOARD.format('aliases = ["CSP"]\n').replace("The board", "Children’s Safety Partnership")),
    ),
    case(
        "G06",
        "bodies.panel",
        swap(add=BOARD.format("") + PANEL.format("").replace("The panel", "Board")),
        swap(add=BOARD.format("") + PANEL.format("")),
    ),
    case(
        "G07",
        "glossary.cse",
        swap(*SAFE, add=outcome("safe", "Children are safe from CSE")),
        swap(*SAFE, add=outcome("safe", "Children are safe from child sexual exploitation (CSE)")),
        swap(
            *SAFE,
            add=outcome("safe", "Children are safe from CSE")
            + '\n[[glossary]]\nterm = "CSE"\nmeaning = "child sexual exploitation"\n',
        ),
        swap(*SAFE, add=outcome("safe", "CHILDREN ARE SAFE")),
    ),
    case(
        "G08",
        "glossary.poverty",
        swap(add='\n[[glossary]]\nterm = "Poverty"\nmeaning = "Being poor."\n'),
        swap(add='\n[[glossary]]\nterm = "Visits"\nmeaning = "Meetings at home."\n'),
        swap(add='\n[[glossary]]\nterm = "Poverty"\n'),
        swap(add='\n[[glossary]]\nterm = "Strategic outcomes"\nmeaning = "What we aim at."\n'),
    ),
    case(
        "G09",
        "plan",
        swap('reviews = [{ cadence = "annual" }]\n', ""),
        swap('reviews = [{ cadence = "annual" }]\n', "", LEADS, LEADS + 'review = "monthly"\n'),
    ),
    case(
        "S09",
        "period",
        swap(
            'stated = "April 2024 to March 2027"',
            'stated = "the next three years"',
            add='\n[[variants]]\nof = "period.stated"\ntext = "the next four years"\n',
        ),
        swap(
            'stated = "April 2024 to March 2027"',
            'stated = "the next three years"',
            add='\n[[variants]]\nof = "period.stated"\ntext = "a three-year plan"\n',
        ),
    ),
    case(
        "S09",
        "period",
        swap(add=PRINTED.format("2104-2027")),
        swap(add=PRINTED.format("2024-27")),
        swap(add=PRINTED.format("the year 2025")),
        swap(add=PRINTED.format("the coming twelve months")),
    ),
    case(
        "S11",
        "outcomes.safe.areas_of_focus",
        swap(*SAFE, add=outcome("safe", "Children are safe", FOCUS) + LISTED.format("to listen")),
        swap(*SAFE, add=outcome("safe", "Children are safe", FOCUS)),
    ),
    case(
        "S13",
        "vision",
        swap("reviews = [", 'vision = "All is well."\nreviews = ['),
        swap("reviews = [", 'vision = { text = "All is well.", measures = ["visits"] }\nreviews = ['),
        swap("reviews = [", 'vision = "All is well."\nreviews = [', MEASURE, ""),
    ),
    case(
        "S13",
        "aspirations[0]",
        swap(add='\n[[aspirations]]\ntext = "All is well."\n'),
        swap(add='\n[[aspirations]]\ntext = "All is well."\nmeasures = ["visits"]\n'),
    ),
    case(
        "S14",
        "measures.visits",
        swap(add=second().replace("indicator-list", "action-plan")),
        swap(add=again(70, kind="action-plan") + second().replace("indicator-list", "action-plan")),
        swap("indicator-list", "action-plan", add=second().replace("indicator-list", "action-plan")),
        swap(add=second()),
    ),
    case(
        "S15",
        "outcomes.safe.actions.visit",
        swap(*SAFE, *ACTIONS, add=under("Visit children in time.").replace('timescale = "2026"\n', "")),
        swap(*SAFE, *ACTIONS, add=under("Visit children in time.").replace("timescale", "period")),
        swap(
            *(*SAFE, *ACTIONS, 'kind = "indicator-list"', 'kind = "action-plan"\ntimescale = "2026"'),
            add=under("Visit children in time.").replace('timescale = "2026"\n', ""),
        ),
    ),
    case(
        "S15",
        "outcomes.safe.actions.visit",
        swap(*SAFE, *ACTIONS, add=under("Visit children in time.").replace(LEADS, "")),
        swap(
            *(*SAFE, *ACTIONS),
            add=under("Visit children in time.").replace(LEADS, 'leads_stated = "All of us"\n'),
        ),
    ),
    case(
        "S16",
        "measures.visits.indicator",
        swap('source = "case records"', 'source = "x"\nindicator = { id = "shar", comparability = "same" }'),
        swap('source = "case records"', 'source = "x"\nindicator = { id = "share", comparability = "same" }'),
    ),
    case(
        "G10",
        "bodies.panel",
        swap(add=bodies("Children in care board", "Children in care forum")),
        swap(add=bodies("Children in care board", "Foster care forum")),
        swap(add=bodies("Youth board", "Youth forum")),
        swap(
            add=bodies("Children in care board", "Children in care forum").replace('"governance"', '"team"')
        ),
    ),
    case(
        "G10",
        "bodies.panel",
        swap(add=bodies("The Children’s Trust", "Children's Trust Board")),
        swap(add=bodies("The Children’s Trust", "Children's Trust Executive Board")),
    ),
)
