"""Words and signs that reports share: statuses, targets, figures, periods, gaps. Nothing is computed here."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from cypplan.assess.words import Rag, Status, Travel
from cypplan.comparators import ComparatorKind
from cypplan.periods import PeriodKind
from cypplan.plans.targets import (
    AllTarget,
    Bound,
    ChangeTarget,
    ComparatorTarget,
    DirectionTarget,
    GapTarget,
    MaintainTarget,
    MilestoneTarget,
    QualitativeTarget,
    RangeTarget,
    RankTarget,
    Relation,
    SufficiencyTarget,
    ToBeSetTarget,
    ValueTarget,
    YearOnYearTarget,
)
from cypplan.reports.tree import Symbol, Tone
from cypplan.units import Unit, UnitForm

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping
    from decimal import Decimal

    from cypplan.assess.verdicts import Observation, Verdict
    from cypplan.periods import Period
    from cypplan.plans.model import Baseline, Measure
    from cypplan.plans.targets import Target

__all__ = [
    "MEANINGS",
    "NOTHING",
    "SYMBOLS",
    "TONES",
    "TRAVELS",
    "baseline_words",
    "day",
    "due_words",
    "figure",
    "people",
    "period_words",
    "plural",
    "short_period",
    "target_words",
    "value_words",
    "verdict_due",
    "within",
]

NOTHING: Final = Symbol("–", "-").character
"""Stands where a plan or a publisher says nothing."""

SYMBOLS: Final[Mapping[Status, Symbol]] = MappingProxyType(
    {
        Status.MET: Symbol("✓", "+"),
        Status.NOT_MET: Symbol("✗", "x"),
        Status.MET_ALREADY: Symbol("✓", "+"),
        Status.ON_TRACK: Symbol("▲", "^"),
        Status.BEHIND: Symbol("◆", "~"),
        Status.NO_PROGRESS: Symbol("■", "="),
        Status.WORSE: Symbol("▼", "v"),
        Status.NEARLY_MET: Symbol("≈", "*"),
        Status.CANNOT_SAY: Symbol("?", "?"),
    }
)

MEANINGS: Final[Mapping[Status, str]] = MappingProxyType(
    {
        Status.MET: "the figure of the period that was due, or the latest where none was, reaches the target",
        Status.NOT_MET: "that figure does not reach the target",
        Status.NEARLY_MET: "that figure is short of the target by no more than the rule tolerates",
        Status.MET_ALREADY: "reached before the period in which the target is due has ended",
        Status.ON_TRACK: "not due yet; at or better than the straight line from baseline to target",
        Status.BEHIND: "not due yet; better than the baseline, short of that line",
        Status.NO_PROGRESS: "not due yet; where the baseline was",
        Status.WORSE: "not due yet; on the wrong side of the baseline",
        Status.CANNOT_SAY: "no judgement is possible; the reason stands beside it",
    }
)

TONES: Final[Mapping[Rag | None, Tone]] = MappingProxyType(
    {Rag.GREEN: Tone.GREEN, Rag.AMBER: Tone.AMBER, Rag.RED: Tone.RED, None: Tone.GREY}
)

TRAVELS: Final[Mapping[Travel, Symbol]] = MappingProxyType(
    {
        Travel.IMPROVING: Symbol("↗", "+"),
        Travel.WORSENING: Symbol("↘", "-"),
        Travel.STEADY: Symbol("→", "="),
        Travel.RISING: Symbol("↑", "^"),
        Travel.FALLING: Symbol("↓", "v"),
    }
)

_SHORT_KINDS: Final = {" financial": " fin.", " academic": " acad.", " calendar": " cal."}
_BOUNDS: Final = {
    Bound.AT_LEAST: "at least ",
    Bound.AT_MOST: "at most ",
    Bound.ABOVE: "above ",
    Bound.BELOW: "below ",
    Bound.EXACTLY: "exactly ",
    None: "",
}
_RELATIONS: Final = {
    Relation.AT_LEAST_AS_GOOD: "at least as good as {}",
    Relation.BETTER: "better than {}",
    Relation.IN_LINE: "in line with {}",
    Relation.NOT_WORSE: "not significantly worse than {}",
}
_MARGINS: Final = {
    Relation.AT_LEAST_AS_GOOD: "at least {} better than {}",
    Relation.BETTER: "at least {} better than {}",
    Relation.IN_LINE: "within {} of {}",
    Relation.NOT_WORSE: "at most {} worse than {}",
}
_AMONG: Final = {
    ComparatorKind.COUNTRY: "nationally",
    ComparatorKind.REGION: "regionally",
    ComparatorKind.NEIGHBOURS: "of statistical neighbours",
}
_COMPARATORS: Final = {
    ComparatorKind.COUNTRY: "England",
    ComparatorKind.REGION: "the region",
    ComparatorKind.NEIGHBOURS: "statistical neighbours",
    ComparatorKind.AREA: "a named area",
    ComparatorKind.GROUP: "another group",
    ComparatorKind.EXTERNAL: "an external value",
}
_WORDED: Final[Mapping[type[Target], str]] = {
    MilestoneTarget: "a milestone",
    SufficiencyTarget: "enough of something, without a number",
    QualitativeTarget: "in words only",
    ToBeSetTarget: "to be set",
    AllTarget: "all",
    MaintainTarget: "no worse than the baseline",
}


def day(date: dt.date) -> str:
    """Return a date as people write it: 31 March 2021."""
    return f"{date.day} {date:%B %Y}"


def period_words(period: Period) -> str:
    """Return a period in words; a single day as people write it: 31 Mar 2021."""
    if period.kind is not PeriodKind.DAY:
        return str(period)
    return f"{period.end.day} {period.end:%b %Y}"


def within(period: Period) -> str:
    """Return a period as the end of a phrase: "in 2017/18 financial", "on 31 Mar 2018"."""
    return f"{'on' if period.kind is PeriodKind.DAY else 'in'} {period_words(period)}"


def short_period(words: str) -> str:
    """Return the words of a period with the kind of its year cut short: "2020/21 fin.", "2020/21 acad."."""
    for kind, short in _SHORT_KINDS.items():
        words = words.replace(kind, short)
    return words


def plural(number: int, noun: str) -> str:
    """Return a number with its noun: "1 child", "9 targets"."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def figure(value: float, unit: Unit | None, *, long: bool = False, decimals: int | None = None) -> str:
    """Return a figure in its unit: as published where its decimals are known, else to two at most."""
    if decimals is None:
        value = round(float(value), 2)
    if unit is None:
        return f"{value:,g}"
    return unit.format(float(value), decimals, long=long)


def value_words(observation: Observation, *, decimals: int | None = None, long: bool = False) -> str:
    """Return the figure of an observation, or the mark that stands in its place."""
    if observation.value is None:
        return observation.mark or "no value"
    return figure(observation.value, observation.unit, decimals=decimals, long=long)


def baseline_words(baseline: Baseline | None, unit: Unit | None) -> str:
    """Return the value of a baseline with its printed qualifier; empty where there is none."""
    if baseline is None or baseline.value is None:
        return ""
    shown = figure(float(baseline.value), unit)
    return f"{baseline.qualifier} {shown}" if baseline.qualifier else shown


def due_words(target: Target | None) -> str:
    """Return when a target is due, as far as the plan says."""
    if target is None:
        return ""
    if target.period is not None:
        return period_words(target.period)
    return "ongoing" if target.ongoing else ""


def verdict_due(verdict: Verdict) -> str:
    """Return when a target is due as it was judged, else as far as the plan says."""
    return period_words(verdict.due) if verdict.due else due_words(verdict.target)


def target_words(target: Target, measure: Measure) -> str:  # noqa: PLR0911 (one return for each kind)
    """Return what a target asks for, in words, as the plan states it."""
    match target:
        case ValueTarget() | RangeTarget() | ChangeTarget():
            return _amount(target, measure.unit)
        case DirectionTarget(sense=sense):
            return f"{sense}, without a size"
        case GapTarget(closed_by=share):
            return f"gap closed by {share.normalize():f}%"
        case YearOnYearTarget(sense=sense, by=by, relative=relative):
            size = "" if by is None else f" by {_size(by, measure.unit, relative=relative)}"
            after = f" after {period_words(target.after)}" if target.after else ""
            return f"{sense}{size} every year{after}"
        case ComparatorTarget():
            return _compared(target, measure.unit)
        case RankTarget():
            return _ranked(target)
        case _:
            return _WORDED.get(type(target), target.kind)


def _amount(target: ValueTarget | RangeTarget | ChangeTarget, unit: Unit | None) -> str:
    match target:
        case ValueTarget(value=value, bound=bound):
            about = f"{target.qualifier} " if target.qualifier else ""
            return f"{_BOUNDS[bound]}{about}{figure(float(value), target.unit or unit)}"
        case RangeTarget(low=low, high=high):
            return f"{figure(float(low), unit)} to {figure(float(high), unit)}"
        case ChangeTarget(sense=sense, by=by, relative=relative, most=most):
            about = f"{target.qualifier} " if target.qualifier else ""
            to = "" if most is None else f" to {_size(most, unit, relative=relative)}"
            return f"{sense} by {about}{_size(by, unit, relative=relative)}{to}"


def _size(by: Decimal, unit: Unit | None, *, relative: bool) -> str:
    """Return the size of a change or of a margin."""
    return f"{by.normalize():f}%" if relative else figure(float(by), unit and unit.difference)


def _ranked(target: RankTarget) -> str:
    best = (
        f"place {target.place} or better" if target.share is None else f"best {target.share.normalize():f}%"
    )
    return best if target.among is None else f"{best} {_AMONG[target.among]}"


def _compared(target: ComparatorTarget, unit: Unit | None) -> str:
    name = target.area or _COMPARATORS[target.comparator]
    if target.aggregate is not None:
        name = f"the {target.aggregate} of {name}"
    if target.margin is None:
        return _RELATIONS[target.relation].format(name)
    size = _size(target.margin, unit, relative=target.margin_relative)
    return _MARGINS[target.relation].format(size, name)


def people(number: int, unit: Unit) -> str:
    """Return a whole number of what a unit is per: "9 pupils" for percentages, "1 case" for rates."""
    if unit.form is UnitForm.RATE or unit.base is None:
        return plural(number, "case")
    return Unit(UnitForm.COUNT, unit.base).format(number, long=True)
