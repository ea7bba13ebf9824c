"""Published figures beside a plan: everything that its check may need, gathered by one query."""

from __future__ import annotations

import datetime as dt  # noqa: TC003 (types of fields are read at run time)
import math
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import attrs
import narwhals as nw

from cypplan.audit.numbers import Printed, decimals_of, half_step
from cypplan.audit.texts import overlap, stems
from cypplan.comparators import ComparatorKind
from cypplan.errors import UnitError
from cypplan.indicators import ALL_GROUPS, Form
from cypplan.observations.frames import gathered, opened
from cypplan.units import UnitForm

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from cypplan.audit.stated import Stated
    from cypplan.calc.carrier import Table
    from cypplan.indicators import Indicator
    from cypplan.periods import Period
    from cypplan.plans.contents import IndicatorLink, Statistic
    from cypplan.plans.model import Measure, Plan
    from cypplan.plugins import Registry
    from cypplan.units import Unit

__all__ = ["Company", "Figure", "Figures", "company_of", "factor_between", "gather", "kindred"]

_SHARED: Final = 2
"""How many words of their titles two rates must share to be akin."""
_LIKE: Final = 0.5
"""Which share of the words of their titles two indicators must share to be taken for each other."""
_Row: TypeAlias = "dict[str, Any]"
_Part: TypeAlias = "tuple[set[Indicator], set[str] | None]"
_TAKEN: Final = (
    "indicator", "area", "period", "period_end", "value", "count", "denominator", "source", "release",
)  # fmt: skip


@attrs.frozen(kw_only=True)
class Company:
    """The area of a plan and those it is compared with, by GSS code."""

    area: str
    country: str | None = None
    region: str | None = None
    neighbours: tuple[str, ...] = ()

    def area_of(self, kind: ComparatorKind) -> str | None:
        """Return the area that a comparator is, where it is one."""
        return {ComparatorKind.COUNTRY: self.country, ComparatorKind.REGION: self.region}.get(kind)

    @property
    def areas(self) -> tuple[str, ...]:
        """All of them."""
        return tuple(filter(None, (self.area, self.country, self.region, *self.neighbours)))


def company_of(plan: Plan, registry: Registry) -> Company:
    """Return an authority's country, region and newest statistical neighbours, as far as they are known."""
    areas, sets = registry.areas, registry.neighbour_sets
    if plan.authority not in areas:
        return Company(area=plan.authority)
    area = areas[plan.authority]
    country = next((one.code for one in areas if one.kind == "country" and one.code != area.code), None)
    near = sets[max(sets)].members.get(area.code, ()) if sets else ()
    return Company(area=area.code, country=country, region=area.region, neighbours=tuple(near))


@attrs.frozen(kw_only=True)
class Figure:
    """A published figure, exactly: as published, and as its count and denominator have it."""

    indicator: str
    period: str
    end: dt.date
    value: Fraction
    decimals: int | None
    """To how many decimals it was published; ``None`` where unknown."""
    quotient: Fraction | None
    source: str

    @property
    def shown(self) -> Decimal:
        """The figure, rounded for the eye."""
        exact = Decimal(self.value.numerator) / Decimal(self.value.denominator)
        return round(exact, 2 if self.decimals is None else self.decimals)

    def words(self, unit: Unit) -> str:
        """Write the figure in its indicator's unit."""
        return unit.format(float(self.shown), None, long=unit.form is UnitForm.COUNT)

    def agrees(self, printed: Printed, factor: Fraction) -> bool:
        """Return whether a printed number can be this figure; ``factor`` brings it into this one's unit."""
        told = Fraction(printed.value) * factor
        step = half_step(decimals_of(printed.value)) * factor
        rounded = step if self.decimals is None else max(step, half_step(self.decimals))
        if abs(told - self.value) <= rounded or (
            self.quotient is not None and abs(told - self.quotient) <= step
        ):
            return True
        return not printed.is_plain and printed.span.holds(self.value / factor)


@attrs.frozen(kw_only=True)
class Figures:
    """The published figures that a check needs."""

    company: Company
    indicators: Mapping[str, Indicator] = attrs.field(repr=False)
    rows: Mapping[tuple[str, str], list[_Row]] = attrs.field(repr=False)
    """Published id and area to what was found, in the order of time."""
    ranges: Mapping[str, tuple[Fraction, Fraction]] = attrs.field(repr=False)
    """For rates: the lowest and the highest figure that any area has published, per one."""
    _made: dict[tuple[str, str], tuple[Figure, ...]] = attrs.field(factory=dict, init=False, repr=False)

    def series(self, indicator: str, area: str | None = None) -> tuple[Figure, ...]:
        """Return the figures of an indicator for an area, by default the plan's own, in the order of time."""
        key = indicator, area or self.company.area
        known = self.indicators.get(indicator)
        if known is not None and key not in self._made:
            rows = self.rows.get((known.published_id, key[1]), [])
            self._made[key] = tuple(_figure(row, known) for row in rows)
        return self._made.get(key, ())

    def at(self, indicator: str, period: Period, area: str | None = None) -> Figure | None:
        """Return the figure of one period, ``None`` where there is none."""
        found = (one for one in self.series(indicator, area) if one.period == period.key)
        return next(found, None)

    def neighbours_at(self, indicator: str, period: str) -> tuple[Fraction, int] | None:
        """Return the mean of the neighbours in a period, and of how many; half of them must have a figure."""
        near = [
            one.value
            for code in self.company.neighbours
            for one in self.series(indicator, code)
            if one.period == period
        ]
        if not near or 2 * len(near) < len(self.company.neighbours):
            return None
        return sum(near, Fraction(0)) / len(near), len(near)

    def siblings(self, indicator: Indicator) -> Iterator[Indicator]:
        """Yield indicators that one can be taken for: of one topic and unit, with like titles."""
        for other in self.indicators.values():
            if other.id != indicator.id and _alike(indicator, other):
                yield other


def factor_between(unit: Unit | None, other: Unit) -> Fraction | None:
    """Return what brings a number of one unit into another, ``None`` where no ratio does."""
    if unit is None:
        return None
    try:
        return unit.factor_to(other)
    except UnitError:
        return None


def kindred(measure: Measure, indicators: Mapping[str, Indicator]) -> tuple[Indicator, ...]:
    """Return the rates that a measure is held against: its own, or those whose titles share its words."""
    own = indicators.get(measure.indicator.id) if measure.indicator else None
    if own is not None:
        return (own,) if own.form is Form.RATE else ()
    said = stems(measure.title)
    rates = (one for one in indicators.values() if one.form is Form.RATE)
    return tuple(one for one in rates if len(said & stems(one.title)) >= _SHARED)


def _alike(one: Indicator, other: Indicator) -> bool:
    if one.unit != other.unit or one.topic is None or one.topic != other.topic:
        return False
    return one.period_kind is other.period_kind and overlap(stems(one.title), stems(other.title)) >= _LIKE


def gather(
    observations: Table, plan: Plan, stated: Iterable[Stated], registry: Registry, as_of: dt.date
) -> Figures:
    """Return what a check of a plan needs of a table of observations, in the engine of that table.

    The table is walked once: one filter for the indicators and areas in question, collected once.
    """
    company, known = company_of(plan, registry), registry.indicators
    claimed = tuple(_claimed(plan))
    stated = tuple(stated)
    linked = {known[one.link.id] for one in stated if one.link and one.link.id in known}
    linked |= {
        known[one.indicator.id] for one in plan.measures if one.indicator and one.indicator.id in known
    }
    linked |= {known[link.id] for link, _ in claimed if link.id in known}
    near = {other for one in linked for other in known.values() if other.id != one.id and _alike(one, other)}
    wide = {one for measure in _rates(plan) for one in kindred(measure, known)}
    own = {company.area, *(one.area for one in stated if one.area)}
    own |= {claim.area for _, one in claimed for claim in one.claims if claim.area}
    own |= {one.area for _, one in claimed if one.area}
    parts = ((linked, own | set(company.areas)), (near, own), (wide, None))
    rows: dict[tuple[str, str], list[_Row]] = {}
    for row in _rows(observations, [part for part in parts if part[0]], as_of):
        rows.setdefault((row["indicator"], row["area"]), []).append(row)
    return Figures(
        company=company,
        indicators={one.id: one for one in (*linked, *near)},
        rows=rows,
        ranges={one.id: found for one in wide if (found := _range(rows, one)) is not None},
    )


def _claimed(plan: Plan) -> Iterator[tuple[IndicatorLink, Statistic]]:
    """Yield the statistics with claims, with or without a figure, and what each is tied to."""
    links = {measure.id: measure.indicator for measure in plan.measures}
    for one in plan.statistics:
        link = one.indicator or links.get(one.measure or "")
        if one.claims and link is not None:
            yield link, one


def _rates(plan: Plan) -> Iterator[Measure]:
    return (one for one in plan.measures if one.unit is not None and one.unit.form is UnitForm.RATE)


def _rows(observations: Table, parts: list[_Part], as_of: dt.date) -> list[_Row]:
    """Return the figures of each part: of some indicators for some areas, or for all of them."""
    wanted = sorted({one.published_id for indicators, _ in parts for one in indicators})
    if not wanted:
        return []
    frame = opened(observations, keep={"indicator": wanted})
    chosen = nw.any_horizontal(*(_is_of(*part) for part in parts), ignore_nulls=True)
    there = (nw.col("group") == nw.lit(ALL_GROUPS)) & ~nw.col("value").is_null()
    frame = frame.filter(chosen & there & (nw.col("period_end") <= nw.lit(as_of)))
    few = gathered(frame.select(*_TAKEN)).sort("indicator", "area", "period_end")
    return [dict(row) for row in few.iter_rows(named=True)]


def _is_of(indicators: set[Indicator], areas: set[str] | None) -> nw.Expr:
    named = nw.col("indicator").is_in(sorted({one.published_id for one in indicators}))
    return named if areas is None else named & nw.col("area").is_in(sorted(areas))


def _figure(row: Mapping[str, Any], indicator: Indicator) -> Figure:
    value = Fraction(repr(float(row["value"])))
    count, denominator = row["count"], row["denominator"]
    quotient = None
    if count is not None and denominator and math.isfinite(count) and math.isfinite(denominator):
        quotient = Fraction(count) / Fraction(denominator) * (indicator.unit.scale or 1)
    if indicator.derivation is not None:
        value, quotient = 100 - value, None if quotient is None else 100 - quotient
    return Figure(
        indicator=indicator.id,
        period=str(row["period"]),
        end=row["period_end"],
        value=value,
        decimals=indicator.decimals,
        quotient=quotient,
        source=", ".join(str(part) for part in (row["source"], row["release"]) if part),
    )


def _range(
    rows: Mapping[tuple[str, str], list[_Row]], indicator: Indicator
) -> tuple[Fraction, Fraction] | None:
    """Return the lowest and highest published figure per one of the base; noughts say nothing of a scale."""
    found = (
        row["value"] for key, several in rows.items() if key[0] == indicator.published_id for row in several
    )
    values = [value for value in found if value > 0]
    if not values:
        return None
    scale = indicator.unit.per_one
    return Fraction(min(values)) / scale, Fraction(max(values)) / scale
