"""What a plan says besides its outcomes and measures: figures, tables, terms, people, voices, strategies."""

# Annotations of this module are types, not texts: see cypplan.plans.targets.
from decimal import Decimal
from typing import ClassVar

import attrs

from cypplan.citations import Citation
from cypplan.comparators import ComparatorKind
from cypplan.periods import Period
from cypplan.plans.targets import Sense
from cypplan.plans.words import (
    Basis,
    Cadence,
    Comparability,
    Found,
    Standing,
    StatisticForm,
    StatisticRole,
    StrategyRelation,
)
from cypplan.units import Unit

__all__ = [
    "Achievement",
    "Acknowledgement",
    "Claim",
    "Declared",
    "IndicatorLink",
    "Ladder",
    "Partner",
    "Person",
    "Review",
    "Rung",
    "StatedTable",
    "Statistic",
    "Strategy",
    "TableCell",
    "TableReading",
    "TableRow",
    "Term",
    "Variant",
    "Village",
    "VillageFigure",
    "Voice",
]


@attrs.frozen(kw_only=True)
class IndicatorLink:
    """How a measure or a stated figure is tied to a national indicator."""

    id: str
    comparability: Comparability
    reason: str | None = None
    """Why it is a proxy or not comparable: definition, age band, unit or cohort."""


@attrs.frozen(kw_only=True)
class Person:
    """Somebody whom a plan names: post and role as published."""

    id: str
    name: str
    post: str | None = None
    """As printed: "Head of Education and Inclusion"."""
    role: str | None = None
    """What the plan makes of them: "chair", "lead member", "lead of the outcome"."""
    bodies: tuple[str, ...] = ()
    """Ids of the bodies that they sit on or chair."""
    cite: Citation | None = None
    note: str | None = None


@attrs.frozen(kw_only=True)
class Partner:
    """An organisation that takes part, and what it does, as published.

    A plan file may write the name alone.
    """

    TEXT_KEY: ClassVar[str] = "name"

    name: str
    role: str | None = None
    body: str | None = None
    """Id of the body that it is, where the plan lists it among those, too."""
    cite: Citation | None = None
    note: str | None = None

    def __str__(self) -> str:
        return self.name


@attrs.frozen(kw_only=True)
class Review:
    """How often something is looked at: what, how often, and the printed words."""

    cadence: Cadence | None = None
    what: str | None = None
    """"progress reports", "action plans"; ``None`` where the plan does not say."""
    stated: str | None = None
    """As printed: "at mid-year and year-end"."""
    cite: Citation | None = None
    note: str | None = None


@attrs.frozen(kw_only=True)
class Term:
    """A term and what the plan says that it means; no meaning where it is used and nowhere explained."""

    term: str
    meaning: str | None = None
    short: str | None = None
    """Its abbreviation, as printed."""
    cite: Citation | None = None
    note: str | None = None


@attrs.frozen(kw_only=True)
class Claim:
    """What a plan says of a figure of its own beside somebody else's: "better than the national average"."""

    comparator: ComparatorKind
    stands: Standing
    value: Decimal | None = None
    """The other's figure, where it is printed."""
    area: str | None = None
    """GSS code, where a certain area is meant ("the North West")."""
    note: str | None = None


@attrs.frozen(kw_only=True)
class Statistic:
    """A figure that a plan states and does not make a measure of."""

    id: str
    text: str
    """The sentence or line, as published."""
    label: str | None = None
    """What the plan calls the figure: "standard pass (grade 9 to 5)"."""
    role: StatisticRole = StatisticRole.CONTEXT
    form: StatisticForm = StatisticForm.LEVEL
    value: Decimal | None = None
    qualifier: str | None = None
    """The printed "more than", "about", "almost"."""
    unit: Unit | None = None
    printed_unit: str | None = None
    """Where the print differs from the meaning."""
    printed: str | None = None
    """The figure as printed, where it is in words: "a third", "1 in 6"."""
    sense: Sense | None = None
    """Of a change: whether the plan speaks of an increase or a decrease; the value has no sign of its own."""
    out_of: Decimal | None = None
    """Of a rank: among how many."""
    provisional: bool = False
    share: Decimal | None = None
    """The percentage printed beside a count: the 85 of "343 (85%)"."""
    of: str | None = None
    """Id of the statistic whose part this one is."""
    split: str | None = None
    """Name of the division whose parts make the whole: "ethnicity", "sex"."""
    numerator: str | None = None
    """Id of the statistic that a rate or a percentage counts."""
    denominator: str | None = None
    """Id of the statistic that a rate or a percentage is taken of."""
    period: Period | None = None
    period_basis: Basis | None = None
    since: str | None = None
    """As printed, where the time has no end: "since 1st April 2013"."""
    area: str | None = None
    """GSS code, where the figure is not of the plan's own authority."""
    geography: str | None = None
    """As printed: "nationally", "20 neighbourhoods"."""
    population: str | None = None
    age_band: str | None = None
    group: str | None = None
    measure: str | None = None
    """Id of the measure whose figure it is."""
    indicator: IndicatorLink | None = None
    claims: tuple[Claim, ...] = ()
    source: str | None = None
    """As printed: "Population estimates, Nomis, 31 March 2018"."""
    cite: Citation | None = None
    note: str | None = None


@attrs.frozen(kw_only=True)
class Achievement:
    """What a plan says was done under the plan before it."""

    id: str
    text: str
    promise: str | None = None
    """The priority or outcome of the earlier plan under which it stands ("We said …")."""
    statistics: tuple[str, ...] = ()
    """Ids of the figures in it."""
    target_met: bool | None = None
    """Whether the plan says that the earlier target was reached."""
    cite: Citation | None = None
    note: str | None = None


@attrs.frozen(kw_only=True)
class TableCell:
    """A cell: the column that it stands in, and its number."""

    column: str
    value: Decimal


@attrs.frozen(kw_only=True)
class TableReading:
    """One way to put the printed numbers of a row into columns."""

    cells: tuple[TableCell, ...]
    note: str | None = None


@attrs.frozen(kw_only=True)
class TableRow:
    """A row: as printed, and its cells; or every possible reading, where the print leaves more than one."""

    label: str
    printed: str | None = None
    """The row as the text has it, where cells were lost."""
    cells: tuple[TableCell, ...] = ()
    readings: tuple[TableReading, ...] = ()
    total: bool = False
    """Whether it is the row of totals."""
    cite: Citation | None = None
    note: str | None = None


@attrs.frozen(kw_only=True)
class StatedTable:
    """A table of a plan. Empty cells are left out."""

    id: str
    title: str
    columns: tuple[str, ...]
    total_column: str | None = None
    """The column that sums the others."""
    rows: tuple[TableRow, ...] = ()
    unit: Unit | None = None
    period: Period | None = None
    source: str | None = None
    cite: Citation | None = None
    note: str | None = None


@attrs.frozen(kw_only=True)
class Voice:
    """What children, young people or others said, as the plan reports it."""

    text: str
    by: str | None = None
    """"Older Children in Care Council"."""
    occasion: str | None = None
    """"Make Your Mark", "View Point Survey"."""
    period: Period | None = None
    topic: str | None = None
    """The line under which it stands: "Top 3 national issues"."""
    rank: int | None = None
    statistics: tuple[str, ...] = ()
    """Ids of the figures in it."""
    cite: Citation | None = None
    note: str | None = None


@attrs.frozen(kw_only=True)
class Rung:
    """One level of a ladder of participation."""

    name: str
    meaning: str | None = None
    cite: Citation | None = None


@attrs.frozen(kw_only=True)
class Ladder:
    """A ladder of participation, its top rung first."""

    title: str
    rungs: tuple[Rung, ...]
    cite: Citation | None = None
    note: str | None = None


@attrs.frozen(kw_only=True)
class VillageFigure:
    """What is said of some of the children of a village; no value where the picture did not survive."""

    text: str
    value: Decimal | None = None
    cite: Citation | None = None


@attrs.frozen(kw_only=True)
class Village:
    """A place imagined as so many children, to show what percentages mean. Its figures are illustrations."""

    title: str
    children: int = 100
    period: Period | None = None
    figures: tuple[VillageFigure, ...] = ()
    cite: Citation | None = None
    note: str | None = None


@attrs.frozen(kw_only=True)
class Strategy:
    """Another plan, strategy, law or programme that a plan names, and how it stands to it."""

    id: str
    name: str
    relation: StrategyRelation = StrategyRelation.NAMED
    text: str | None = None
    """What the plan says of it."""
    leads: tuple[str, ...] = ()
    """Ids of bodies or people."""
    cite: Citation | None = None
    note: str | None = None


@attrs.frozen(kw_only=True)
class Declared:
    """Content that a plan announces: an annex, a summary, an action plan. And whether it is there."""

    text: str
    found: Found
    at: Citation | None = None
    """Where it stands."""
    cite: Citation | None = None
    """Where it is announced."""
    note: str | None = None


@attrs.frozen(kw_only=True)
class Variant:
    """A second printed version of a text of the plan, which does not agree with the first."""

    of: str
    """Path of the fact: "period.stated", "outcomes.be-healthy.title", "bodies.trust.name"."""
    text: str
    cite: Citation | None = None
    note: str | None = None


@attrs.frozen(kw_only=True)
class Acknowledgement:
    """A finding of a check that is so in the published document: known, and why it stays."""

    code: str
    """Code of the rule."""
    fact: str
    """Path of the fact that the finding names; "*" for every fact."""
    reason: str
