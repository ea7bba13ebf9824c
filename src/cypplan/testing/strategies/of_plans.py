"""Random plans, drawn from the classes themselves: whatever can be said in one, and left unsaid.

What a field may hold follows from the shape that the plan file gives it, so that a field added to a class
is drawn as soon as it is there. Only what the shapes do not know is written here: ids, what refers to
them, and the fields that depend on each other.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

import attrs
from hypothesis import strategies as st

from cypplan.citations import POSITIONS, Citation, Document
from cypplan.comparators import ComparatorKind
from cypplan.periods import Period
from cypplan.plans import (
    Achievement,
    Action,
    Baseline,
    Body,
    ChangeTarget,
    ComparatorTarget,
    Measure,
    Outcome,
    Partner,
    Person,
    Plan,
    Point,
    Priority,
    RangeTarget,
    RankTarget,
    StatedTable,
    Statement,
    Statistic,
    Strategy,
    TableCell,
    TableReading,
    TableRow,
    Target,
    Voice,
)
from cypplan.plans.frames import FRAMES
from cypplan.plans.shapes import Choice, Field, ListOf, Scalar, Shape, Table, Tagged, fields_of
from cypplan.plans.targets import TARGET_KINDS
from cypplan.testing.strategies.of_values import PERIODS, UNITS
from cypplan.units import Unit

if TYPE_CHECKING:
    from collections.abc import Mapping

    Ids = Mapping[str, list[str]]

__all__ = ["measures", "plans", "tables", "targets"]

# Any text that says something: quotes, line ends, controls and every script, but no half of a surrogate pair.
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20).filter(str.strip) | (
    st.sampled_from(
        ['"', "'''", '"""', "a\nb\r\nc\rd", "\\n", "\\", "#", "\x00\x1f\x7f\t", "“in care” — £", "👧🏽"]
    )
)
IDS = st.from_regex(r"[a-z0-9]{1,6}(-[a-z0-9]{1,4})?", fullmatch=True)
# As printed: 58.10 is not 58.1.
NUMBERS = st.builds(
    lambda digits, places: Decimal(digits).scaleb(-places), st.integers(-(10**9), 10**9), st.integers(0, 4)
) | st.sampled_from([Decimal("58.10"), Decimal("0.0"), Decimal(100), Decimal("1E+3"), Decimal("1E-7")])
PLACES = st.integers(1, 200)
SHARES = st.integers(1, 10_000).map(lambda number: Decimal(number) / 100)
COMPANY = (ComparatorKind.COUNTRY, ComparatorKind.REGION, ComparatorKind.NEIGHBOURS)
CITES = st.builds(
    Citation,
    st.lists(TEXTS.filter(lambda text: text.split()), min_size=1, max_size=3).map(tuple),
    st.none() | st.builds("{} {}".format, st.sampled_from(POSITIONS), st.integers(1, 9)),
    st.none() | st.integers(1, 9999),
    st.none() | IDS,
)
DATES = st.dates(dt.date(1, 1, 1))
COVERED = st.sampled_from([key for frame in FRAMES.values() for key in frame.keys])
_SCALARS: Final[Mapping[type, st.SearchStrategy[Any]]] = {
    str: TEXTS,
    bool: st.booleans(),
    int: st.integers(1, 1000),
    Decimal: NUMBERS,
    dt.date: DATES,
    Unit: UNITS,
    Period: PERIODS,
    Citation: CITES,
}
_REFERENCES: Final[Mapping[type, Mapping[str, str]]] = {
    Body: {"parents": "body"},
    Person: {"bodies": "body"},
    Partner: {"body": "body"},
    Action: {"leads": "lead"},
    Outcome: {"leads": "lead"},
    Strategy: {"leads": "lead"},
    Statement: {"leads": "lead"},
    Point: {"measures": "measure"},
    Priority: {"outcome": "outcome", "measures": "measure"},
    Measure: {"outcome": "outcome", "borrowed_by": "outcome", "of": "measure", "actions": "action"},
    Statistic: {
        "of": "statistic", "numerator": "statistic", "denominator": "statistic", "measure": "measure",
    },
    Achievement: {"statistics": "statistic"},
    Voice: {"statistics": "statistic"},
}  # fmt: skip
"""Fields that hold ids, and of what."""
_GROUPS: Final[Mapping[str, tuple[str, type]]] = {
    "body": ("bodies", Body),
    "person": ("people", Person),
    "priority": ("priorities", Priority),
    "achievement": ("achievements", Achievement),
    "statistic": ("statistics", Statistic),
    "strategy": ("strategies", Strategy),
}
"""What has an id and no more that hangs together: its field of a plan, and its class."""
_NO_IDS: Final[Ids] = {}
_SELDOM: Final = 2
"""A field is used in one of three plans: plans that say all at once are too large to draw."""


def maybe(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Return values, or None in their place."""
    return st.none() | values


def several(values: st.SearchStrategy[Any], most: int = 2) -> st.SearchStrategy[tuple[Any, ...]]:
    """Return a few values as a tuple, or none."""
    return st.lists(values, max_size=most).map(tuple)


def drawn(cls: type, ids: Ids = _NO_IDS, **given: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Return objects of a class, every field drawn by its shape, save those given.

    Fields that refer to something take what ``ids`` has of it.
    """
    values = {field.name: _of_field(cls, field, ids) for field in fields_of(cls) if field.name not in given}
    return st.builds(cls, **values, **given)


def _of_field(cls: type, field: Field, ids: Ids) -> st.SearchStrategy[Any]:
    kind = _REFERENCES.get(cls, {}).get(field.name)
    if kind is None:
        values = _of_shape(field.shape, ids)
        return maybe(values) if field.default is None else values
    if not ids.get(kind):
        return st.just(field.default)
    names = st.sampled_from(ids[kind])
    return several(names) if isinstance(field.shape, ListOf) else maybe(names)


def _of_shape(shape: Shape, ids: Ids) -> st.SearchStrategy[Any]:
    match shape:
        case ListOf(item=item):
            return several(_of_shape(item, ids))
        case Choice(type=words):
            return st.sampled_from(words)
        case Tagged():
            return targets()
        case Table(type=cls) if cls is Document:
            return DOCUMENTS
        case Table(type=cls):
            return drawn(cls, ids)
        case Scalar(type=cls):
            return _SCALARS[cls]


DOCUMENTS = drawn(Document, id=IDS, file=maybe(IDS.map("{}.txt".format)))


def _ids(most: int) -> st.SearchStrategy[list[str]]:
    return st.lists(IDS, max_size=most, unique=True)


@st.composite
def targets(draw: st.DrawFn, name: str | None = None) -> Target:
    """Draw a target of any kind, with that id if one is given; dated, ongoing, or neither."""
    cls = draw(st.sampled_from(list(TARGET_KINDS.values())))
    undated: dict[str, st.SearchStrategy[Any]] = {"period": st.none()}
    dated: dict[str, st.SearchStrategy[Any]] = {"ongoing": st.just(value=False)}
    given = {"id": st.just(name), **(dated if draw(st.booleans()) else undated)}
    target: Target = draw(drawn(cls, _NO_IDS, **given, **draw(_hanging_together(cls))))
    return target


@st.composite
def _hanging_together(draw: st.DrawFn, cls: type) -> dict[str, st.SearchStrategy[Any]]:
    """Draw those fields of a target that not any values may stand in."""
    low, high = sorted([draw(NUMBERS), draw(NUMBERS)])
    if cls is RangeTarget:
        return {"low": st.just(low), "high": st.just(high)}
    if cls is ChangeTarget:
        return {"by": st.just(low), "most": st.sampled_from([None, high])}
    if cls is ComparatorTarget:
        return {"margin": maybe(NUMBERS.map(abs))}
    if cls is RankTarget:
        place, share = draw(st.tuples(PLACES, st.none()) | st.tuples(st.none(), SHARES))
        return {"place": st.just(place), "share": st.just(share), "among": maybe(st.sampled_from(COMPANY))}
    return {}


@st.composite
def measures(draw: st.DrawFn, name: str | None = None, ids: Ids = _NO_IDS) -> Measure:
    """Draw a measure, of that id if one is given. It names nothing else but what ``ids`` has.

    Without a unit it has no figures; the ids of its targets differ.
    """
    name = draw(IDS) if name is None else name
    measure: Measure = draw(
        drawn(Measure, ids, id=st.just(name), unit=maybe(UNITS), statements=st.just(()), baseline=st.none())
    )
    if measure.unit is None:
        return measure
    first: list[str | None] = [*draw(_ids(3)), None]
    said = (
        draw(drawn(Statement, ids, targets=st.tuples(*map(targets, first)))),
        draw(drawn(Statement, ids, targets=several(targets(), 1))),
    )
    return attrs.evolve(
        measure, statements=said[: draw(st.integers(0, 2))], baseline=draw(maybe(drawn(Baseline)))
    )


@st.composite
def tables(draw: st.DrawFn, name: str | None = None, most_rows: int = 4) -> StatedTable:
    """Draw a table, of that id if one is given: rows that are sure, and rows with several readings.

    Every cell stands in a column of the table.
    """
    columns = draw(st.lists(TEXTS, min_size=1, max_size=3, unique=True))
    cells = several(drawn(TableCell, column=st.sampled_from(columns)), 3)
    sure = drawn(TableRow, cells=cells, readings=st.just(()))
    open_ = drawn(TableRow, cells=st.just(()), readings=several(drawn(TableReading, cells=cells)))
    return draw(
        drawn(
            StatedTable,
            id=IDS if name is None else st.just(name),
            columns=st.just(tuple(columns)),
            total_column=maybe(st.sampled_from(columns)),
            rows=several(sure | open_, most_rows),
        )
    )


def _all(strategies: list[st.SearchStrategy[Any]]) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.tuples(*strategies)


@st.composite
def plans(draw: st.DrawFn, said: frozenset[str] | None = None) -> Plan:
    """Draw a whole plan in which every reference leads somewhere; ``said`` names the fields that it uses."""
    if said is None:
        said = frozenset(field.name for field in fields_of(Plan) if draw(st.integers(0, _SELDOM)) == 0)
    kinds = {kind: place for kind, (place, _) in _GROUPS.items()}
    kinds |= {"outcome": "outcomes", "measure": "measures", "table": "tables"}
    ids = {kind: draw(_ids(2)) if place in said else [] for kind, place in kinds.items()}
    ids["person"] = [name for name in ids["person"] if name not in ids["body"]]  # either may lead
    ids["lead"] = ids["body"] + ids["person"]
    ids["action"] = draw(_ids(2)) if ids["outcome"] else []
    given: dict[str, st.SearchStrategy[Any]] = {
        place: _all([drawn(cls, ids, id=st.just(name)) for name in ids[kind]])
        for kind, (place, cls) in _GROUPS.items()
    }
    actions = _all([drawn(Action, ids, id=st.just(name)) for name in ids["action"]])
    given["outcomes"] = _all(
        [
            drawn(
                Outcome,
                ids,
                id=st.just(name),
                covers=several(COVERED),
                actions=st.just(()) if at else actions,
            )
            for at, name in enumerate(ids["outcome"])
        ]
    )
    given["measures"] = _all([measures(name, ids) for name in ids["measure"]])
    given["tables"] = _all([tables(name) for name in ids["table"]])
    given |= {"id": IDS, "authority": st.just("E06000007"), "schema_version": st.just(1)}
    silent = {
        field.name: st.just(field.default)
        for field in fields_of(Plan)
        if not field.required and field.name not in said
    }
    plan: Plan = draw(drawn(Plan, ids, **{**silent, **given}))
    return plan
