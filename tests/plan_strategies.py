"""Random plans, built from the classes: whatever can be said in one, and whatever can be left unsaid."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st
from strategies import PERIODS, UNITS

from cypplan.citations import POSITIONS, Citation, Document
from cypplan.comparators import Aggregate, ComparatorKind
from cypplan.indicators import Direction
from cypplan.plans import (
    Action,
    AllTarget,
    Baseline,
    Basis,
    Body,
    Bound,
    Cadence,
    ChangeTarget,
    Comparability,
    ComparatorTarget,
    DirectionTarget,
    GapTarget,
    IndicatorLink,
    Measure,
    MeasureKind,
    MilestoneTarget,
    Outcome,
    Plan,
    PlanPeriod,
    Priority,
    Review,
    QualitativeTarget,
    RangeTarget,
    Relation,
    Sense,
    Statement,
    StatementKind,
    SufficiencyTarget,
    Target,
    ToBeSetTarget,
    ValueTarget,
    YearOnYearTarget,
)

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
CITES = st.builds(
    Citation,
    st.lists(TEXTS.filter(lambda text: text.split()), min_size=1, max_size=3).map(tuple),
    st.none() | st.builds("{} {}".format, st.sampled_from(POSITIONS), st.integers(1, 9)),
    st.none() | st.integers(1, 9999),
    st.none() | IDS,
)
MEMBERS = st.sampled_from


def maybe(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Return values, or None in their place."""
    return st.none() | values


def several(values: st.SearchStrategy[Any], most: int = 2) -> st.SearchStrategy[tuple[Any, ...]]:
    """Return a few values as a tuple, or none."""
    return st.lists(values, max_size=most).map(tuple)


def _of(ids: list[str]) -> st.SearchStrategy[str]:
    return st.sampled_from(ids) if ids else st.nothing()


def _some(ids: list[str]) -> st.SearchStrategy[tuple[str, ...]]:
    return several(_of(ids)) if ids else st.just(())


def _ids(most: int) -> st.SearchStrategy[list[str]]:
    return st.lists(IDS, max_size=most, unique=True)


def _due() -> dict[str, st.SearchStrategy[Any]]:
    return {"period_basis": maybe(MEMBERS(Basis)), "note": maybe(TEXTS)}


_FIELDS: dict[type[Target], dict[str, st.SearchStrategy[Any]]] = {
    ValueTarget: {
        "value": NUMBERS, "bound": maybe(MEMBERS(Bound)), "tolerance": maybe(NUMBERS), "unit": maybe(UNITS),
    },
    AllTarget: {},
    ChangeTarget: {"sense": MEMBERS(Sense), "by": NUMBERS, "relative": st.booleans()},
    DirectionTarget: {"sense": MEMBERS(Sense)},
    ComparatorTarget: {
        "comparator": MEMBERS(ComparatorKind),
        "relation": MEMBERS(Relation),
        "relation_basis": maybe(MEMBERS(Basis)),
        "aggregate": maybe(MEMBERS(Aggregate)),
        "area": maybe(st.just("E06000007")),
    },
    GapTarget: {"closed_by": NUMBERS},
    YearOnYearTarget: {"sense": MEMBERS(Sense), "after": maybe(PERIODS)},
    MilestoneTarget: {},
    SufficiencyTarget: {},
    QualitativeTarget: {},
    ToBeSetTarget: {},
}  # fmt: skip


@st.composite
def targets(draw: st.DrawFn, name: str | None = None) -> Target:
    """Draw a target of any kind, with that id if one is given."""
    when = draw(st.fixed_dictionaries({}, optional={"period": PERIODS, "ongoing": st.booleans()}))
    if when.get("ongoing"):
        when.pop("period", None)
    rest = {key: draw(values) for key, values in _due().items()}
    cls = draw(st.sampled_from([*_FIELDS, RangeTarget]))
    if cls is RangeTarget:
        low, high = sorted([draw(NUMBERS), draw(NUMBERS)])
        return RangeTarget(id=name, low=low, high=high, **when, **rest)
    return cls(id=name, **{key: draw(values) for key, values in _FIELDS[cls].items()}, **when, **rest)


@st.composite
def statements(draw: st.DrawFn, bodies: list[str], target_ids: list[str]) -> Statement:
    """Draw a sentence and its targets, which take the ids given."""
    names: list[str | None] = [*target_ids, *draw(st.lists(st.none(), max_size=1))]
    return Statement(
        text=draw(TEXTS),
        kind=draw(MEMBERS(StatementKind)),
        change=draw(maybe(TEXTS)),
        targets=tuple(draw(targets(name)) for name in names),
        leads=draw(_some(bodies)),
        timescale=draw(maybe(TEXTS)),
        review=draw(maybe(MEMBERS(Cadence))),
        cite=draw(maybe(CITES)),
        note=draw(maybe(TEXTS)),
    )


BASELINES = st.builds(
    Baseline,
    value=maybe(NUMBERS),
    period=maybe(PERIODS),
    period_basis=maybe(MEMBERS(Basis)),
    qualifier=maybe(TEXTS),
    provisional=st.booleans(),
    cite=maybe(CITES),
    note=maybe(TEXTS),
)
LINKS = st.builds(IndicatorLink, id=IDS, comparability=MEMBERS(Comparability), reason=maybe(TEXTS))
DOCUMENTS = st.builds(
    Document,
    id=IDS,
    title=TEXTS,
    publisher=TEXTS,
    published=maybe(TEXTS),
    url=maybe(TEXTS),
    licence=maybe(TEXTS),
    file=maybe(IDS.map("{}.txt".format)),
    note=maybe(TEXTS),
)
DATES = st.dates(dt.date(1, 1, 1))
PLAN_PERIODS = st.builds(
    PlanPeriod,
    stated=maybe(TEXTS),
    start=maybe(DATES),
    end=maybe(DATES),
    basis=maybe(MEMBERS(Basis)),
    note=maybe(TEXTS),
)


@st.composite
def measures(draw: st.DrawFn, name: str, ids: dict[str, list[str]]) -> Measure:
    """Draw a measure of that id; ``ids`` holds what it may refer to. Without a unit it has no statements."""
    unit = draw(maybe(UNITS))
    first, second = draw(_ids(3)), draw(statements(ids["body"], []))
    said = (draw(statements(ids["body"], first)), second) if draw(st.booleans()) else ()
    return Measure(
        id=name,
        title=draw(TEXTS),
        kind=draw(MEMBERS(MeasureKind)),
        outcome=draw(maybe(_of(ids["outcome"]))),
        borrowed_by=draw(_some(ids["outcome"])),
        unit=unit,
        printed_unit=draw(maybe(TEXTS)),
        direction=draw(maybe(MEMBERS(Direction))),
        direction_basis=draw(maybe(MEMBERS(Basis))),
        indicator=draw(maybe(LINKS)),
        of=draw(maybe(_of(ids["measure"]))),
        population=draw(maybe(TEXTS)),
        age_band=draw(maybe(TEXTS)),
        groups=draw(several(TEXTS)),
        baseline=draw(maybe(BASELINES)) if unit else None,
        actions=draw(_some(ids["action"])),
        statements=said if unit else (),
        source=draw(maybe(TEXTS)),
        note=draw(maybe(TEXTS)),
    )


def bodies(names: list[str]) -> st.SearchStrategy[tuple[Body, ...]]:
    """Return a body of each id."""
    return st.tuples(*(
        st.builds(
            Body,
            id=st.just(name),
            name=TEXTS,
            aliases=several(TEXTS),
            role=maybe(TEXTS),
            parents=_some(names),
            chair=maybe(TEXTS),
            members=several(TEXTS),
            reviews=several(st.builds(Review, cadence=maybe(MEMBERS(Cadence)), stated=maybe(TEXTS))),
            answers_for=several(TEXTS),
            cite=maybe(CITES),
            note=maybe(TEXTS),
        )
        for name in names
    ))  # fmt: skip


@st.composite
def outcomes(draw: st.DrawFn, name: str, leads: list[str], actions: list[str]) -> Outcome:
    """Draw an outcome of that id with an action of each of those ids."""
    drawn = tuple(
        Action(
            id=action,
            text=draw(TEXTS),
            leads=draw(_some(leads)),
            timescale=draw(maybe(TEXTS)),
            period=draw(maybe(PERIODS)),
            review=draw(maybe(MEMBERS(Cadence))),
            cite=draw(maybe(CITES)),
            note=draw(maybe(TEXTS)),
        )
        for action in actions
    )
    texts = {key: draw(several(TEXTS)) for key in ("areas_of_focus", "success")}
    rest = {"number": draw(maybe(TEXTS)), "cite": draw(maybe(CITES)), "note": draw(maybe(TEXTS))}
    return Outcome(id=name, title=draw(TEXTS), leads=draw(_some(leads)), actions=drawn, **texts, **rest)


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    """Draw a whole plan in which every reference leads somewhere."""
    ids = {kind: draw(_ids(2)) for kind in ("body", "outcome", "priority", "measure")}
    ids["action"] = draw(_ids(2)) if ids["outcome"] else []
    per_outcome = [ids["action"], *([] for _ in ids["outcome"])]
    texts = {key: draw(maybe(TEXTS)) for key in ("partnership", "age_range", "vision", "ambition", "note")}
    lists = {key: draw(several(TEXTS)) for key in ("values", "principles", "partners")}
    return Plan(
        id=draw(IDS),
        title=draw(TEXTS),
        authority="E06000007",
        period=draw(PLAN_PERIODS),
        document=draw(maybe(DOCUMENTS)),
        bodies=draw(bodies(ids["body"])),
        outcomes=tuple(
            draw(outcomes(name, ids["body"], actions))
            for name, actions in zip(ids["outcome"], per_outcome, strict=False)
        ),
        priorities=tuple(
            Priority(
                id=name,
                title=draw(TEXTS),
                outcome=draw(maybe(_of(ids["outcome"]))),
                cite=draw(maybe(CITES)),
                note=draw(maybe(TEXTS)),
            )
            for name in ids["priority"]
        ),
        measures=tuple(draw(measures(name, ids)) for name in ids["measure"]),
        **texts,
        **lists,
    )
