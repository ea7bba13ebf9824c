"""A small world to judge plans in: one authority, its company, a few indicators, plans made in code."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import attrs
import polars as pl

from cypplan.areas import Area, AreaKind
from cypplan.assess import Scorecard, Verdict, scorecard
from cypplan.comparators import NeighbourSet
from cypplan.indicators import Direction, Form, Indicator
from cypplan.observations import COLUMNS
from cypplan.periods import Period, PeriodKind
from cypplan.plans import (
    Baseline,
    Comparability,
    IndicatorLink,
    Measure,
    Plan,
    PlanPeriod,
    Statement,
    StatementKind,
    Target,
    ValueTarget,
)
from cypplan.plugins import Registry, hookimpl
from cypplan.units import Unit

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

HERE, COUNTRY, REGION = "E06000901", "E92000009", "E12000099"
NEAR = ("E06000911", "E06000912", "E06000913", "E06000914")
AS_OF = "2021-03-31"
ELSEWHERE = "E06000999"


def indicator(
    name: str,
    unit: str,
    direction: str | None,
    kind: PeriodKind | None = PeriodKind.FINANCIAL,
    form: Form = Form.LEVEL,
    **more: Any,
) -> Indicator:
    """Make an indicator."""
    return Indicator(
        id=name,
        title=name,
        form=form,
        unit=Unit.parse(unit),
        direction=Direction(direction) if direction else None,
        period_kind=kind,
        **more,
    )


INDICATORS = (
    indicator("share", "percent_of_pupils", "higher"),
    indicator("share-low", "percent_of_pupils", "lower"),
    indicator("aimed", "percent_of_pupils", "towards-target"),
    indicator("neutral", "percent_of_pupils", "none"),
    indicator("rate", "per_10_000_children", "lower", form=Form.RATE),
    indicator("stock", "per_10_000_children", "lower", PeriodKind.DAY, form=Form.RATE),
    indicator("points", "score", "higher", PeriodKind.ACADEMIC, form=Form.SCORE),
    indicator("number", "children", "higher", form=Form.COUNT),
    indicator("gap", "percentage_points_of_pupils", "lower", form=Form.GAP),
)


class _World:
    """A plugin that supplies all of it."""

    def __init__(self, indicators: Iterable[Indicator], sets: Iterable[NeighbourSet]) -> None:
        self._indicators, self._sets = tuple(indicators), tuple(sets)

    @hookimpl
    def cypplan_areas(self) -> tuple[Area, ...]:
        """Return one authority, four like it, another one, their region and their country."""
        return (
            Area(COUNTRY, "Logres", AreaKind.COUNTRY),
            Area(REGION, "The Marches", AreaKind.REGION),
            Area(HERE, "Camelot", AreaKind.AUTHORITY, region=REGION),
            *(Area(code, f"Near {code[-1]}", AreaKind.AUTHORITY, region=REGION) for code in NEAR),
            Area(ELSEWHERE, "Elsewhere", AreaKind.AUTHORITY),
        )

    @hookimpl
    def cypplan_indicators(self) -> tuple[Indicator, ...]:
        return self._indicators

    @hookimpl
    def cypplan_comparator_sets(self) -> tuple[NeighbourSet, ...]:
        return self._sets


def neighbours(version: str = "2025", members: Mapping[str, Sequence[str]] | None = None) -> NeighbourSet:
    """Make a version of the neighbours; by default four of the one authority."""
    chosen = {area: tuple(near) for area, near in (members or {HERE: NEAR}).items()}
    return NeighbourSet(version=version, title=version, source="test", members=chosen)


def world(*changed: Indicator, sets: Iterable[NeighbourSet] | None = None) -> Registry:
    """Make a registry; indicators given stand in place of those of the same id."""
    known = {one.id: one for one in (*INDICATORS, *changed)}
    plugin = _World(known.values(), (neighbours(),) if sets is None else sets)
    return Registry({"test": plugin})


WORLD = world()


def value(number: float | str, period: str | None = None, **more: Any) -> ValueTarget:
    """Make a target of one value."""
    due = Period.parse(period) if period else None
    return ValueTarget(value=Decimal(str(number)), period=due, **more)


def baseline(number: float | str | None, period: str | None = "2017/18") -> Baseline:
    """Make a baseline."""
    number = None if number is None else Decimal(str(number))
    return Baseline(value=number, period=Period.parse(period) if period else None)


def statement(*targets: Target, change: str | None = None, text: str = "As printed.") -> Statement:
    """Make a statement."""
    return Statement(text=text, kind=StatementKind.NARRATIVE, targets=targets, change=change)


def measure(
    link: str | None,
    *targets: Target,
    base: Baseline | None = None,
    change: str | None = None,
    unit: str | None = "",
    name: str = "measure",
    comparability: Comparability = Comparability.SAME,
    statements: tuple[Statement, ...] | None = None,
    direction: str | None = None,
    **more: Any,
) -> Measure:
    """Make a measure tied to one of INDICATORS, in that one's unit unless another is given."""
    units = {one.id: one.unit for one in INDICATORS}
    chosen = units.get(link or "") if unit == "" else Unit.parse(unit) if unit else None
    return Measure(
        id=name,
        title=name,
        unit=chosen,
        direction=Direction(direction) if direction else None,
        indicator=IndicatorLink(id=link, comparability=comparability) if link else None,
        baseline=base,
        statements=statements or (statement(*targets, change=change),),
        **more,
    )


def plan(
    *measures: Measure,
    start: str | None = "2018-04-01",
    end: str | None = "2021-03-31",
    authority: str = HERE,
) -> Plan:
    """Make a plan of measures."""
    first, last = (dt.date.fromisoformat(day) if day else None for day in (start, end))
    return Plan(
        id="test-2018",
        title="A plan",
        authority=authority,
        period=PlanPeriod(start=first, end=last),
        measures=measures,
    )


def row(
    link: str, number: float | None, period: str = "2019/20", area: str = HERE, **more: Any
) -> dict[str, Any]:
    """Make an observation; keyword arguments are further columns."""
    when = Period.parse(period)
    blank: dict[str, Any] = {column.name: None for column in COLUMNS}
    known = {
        "indicator": link,
        "area": area,
        "period": when.key,
        "period_kind": when.kind.value,
        "period_start": when.start,
        "period_end": when.end,
        "group": "all",
        "value": None if number is None else float(number),
        "source": "a-source",
        "release": "a release",
    }
    return {**blank, **known, **more}


SCHEMA = {
    column.name: {"text": pl.String, "number": pl.Float64, "date": pl.Date}[column.type] for column in COLUMNS
}


def table(rows: Iterable[Mapping[str, Any]]) -> pl.DataFrame:
    """Make an eager Polars table of observations, whole columns of missing values typed as well."""
    return pl.DataFrame(list(rows), schema=SCHEMA)


def card(
    *measures: Measure, rows: Iterable[Mapping[str, Any]] = (), as_of: str = AS_OF, **more: Any
) -> Scorecard:
    """Judge measures on observations."""
    made = {key: more.pop(key) for key in ("start", "end", "authority") if key in more}
    more.setdefault("registry", WORLD)
    return scorecard(plan(*measures, **made), table(rows), as_of=as_of, **more)


def verdict(one: Measure, *rows: Mapping[str, Any], **more: Any) -> Verdict:
    """Judge a measure that has one target."""
    (only,) = card(one, rows=rows, **more)
    return only


def verdicts(*pairs: tuple[Measure, Iterable[Mapping[str, Any]]], **more: Any) -> list[Verdict]:
    """Judge many measures of one target, each on rows of its own, in one scorecard.

    Building a scorecard's expressions costs more than judging: one scorecard for many cases is quick. Every
    measure gets a copy of its indicator under another name, so that no row serves two of them.
    """
    registry: Registry = more.pop("registry", WORLD)
    copies, measures, rows = [], [], []
    for number, (one, figures) in enumerate(pairs):
        link, name = one.indicator, f"m{number}"
        known = registry.indicators[link.id] if link else None
        copy = f"copy-{number}" if known else f"test-2018.{name}"
        if known and link:
            copies.append(attrs.evolve(known, id=copy))
            link = attrs.evolve(link, id=copy)
        measures.append(attrs.evolve(one, id=name, indicator=link))
        rows += [{**figure, "indicator": copy} for figure in figures]
    every = world(*copies, sets=registry.neighbour_sets.values())
    found = card(*measures, rows=rows, registry=every, **more)
    assert len(found) == len(pairs), [one.id for one in found]
    return list(found)


def statuses(one: Measure, *figures: float | None, **more: Any) -> list[str]:
    """Return the status of a measure at each of several figures of 2019/20."""
    link = one.indicator.id if one.indicator else ""
    return [found.status for found in verdicts(*((one, [row(link, figure)]) for figure in figures), **more)]


def reason(found: Verdict) -> str | None:
    """Return the typed reason of a verdict, if it has one."""
    assert len(found.reasons) <= 1
    assert all(one.sentence for one in found.reasons)
    return found.reasons[0].reason if found.reasons else None


def evolved(name: str, **changes: Any) -> Indicator:
    """Return an indicator of :data:`INDICATORS` with other properties."""
    return next(attrs.evolve(one, **changes) for one in INDICATORS if one.id == name)
