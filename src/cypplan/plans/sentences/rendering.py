"""The sentence that reads back as a target: canonical, plain, and only where there is one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from cypplan.comparators import Aggregate, ComparatorKind
from cypplan.periods import Period, PeriodKind
from cypplan.plans.sentences.dates import is_plausible_year
from cypplan.plans.sentences.figures import ABOUT
from cypplan.plans.targets import (
    AllTarget,
    Bound,
    ChangeTarget,
    ComparatorTarget,
    DirectionTarget,
    GapTarget,
    MaintainTarget,
    MilestoneTarget,
    RangeTarget,
    RankTarget,
    Relation,
    Sense,
    SufficiencyTarget,
    Target,
    ToBeSetTarget,
    ValueTarget,
    YearOnYearTarget,
)
from cypplan.plans.words import Basis
from cypplan.units import Unit, UnitForm

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

__all__ = ["target_sentence"]

_BOUNDS: Final[Mapping[Bound | None, str]] = {
    Bound.AT_LEAST: "At least ", Bound.AT_MOST: "At most ", Bound.ABOVE: "Above ", Bound.BELOW: "Below ",
    Bound.EXACTLY: "Exactly ", None: "A target of ",
}  # fmt: skip
_RELATIONS: Final[Mapping[tuple[Relation, Basis | None], str]] = {
    (Relation.BETTER, Basis.STATED): "Better than",
    (Relation.AT_LEAST_AS_GOOD, Basis.STATED): "At least as good as",
    (Relation.NOT_WORSE, Basis.STATED): "Not significantly worse than",
    (Relation.IN_LINE, Basis.STATED): "Not significantly different from",
    (Relation.IN_LINE, Basis.INFERRED): "In line with",
}  # fmt: skip
"""By relation, and whether the plan states it or it was inferred."""
_MARGINS: Final[Mapping[tuple[Relation, Basis | None], str]] = {
    (Relation.BETTER, Basis.STATED): "{} better than",
    (Relation.NOT_WORSE, Basis.STATED): "No more than {} worse than",
    (Relation.IN_LINE, Basis.INFERRED): "Within {} of",
}
_AMONG: Final[Mapping[ComparatorKind | None, str]] = {
    None: "", ComparatorKind.COUNTRY: " nationally", ComparatorKind.REGION: " regionally",
    ComparatorKind.NEIGHBOURS: " of statistical neighbours",
}  # fmt: skip
_WHOM: Final[Mapping[ComparatorKind, str]] = {
    ComparatorKind.COUNTRY: "the England figure", ComparatorKind.REGION: "the regional figure",
    ComparatorKind.NEIGHBOURS: "statistical neighbours", ComparatorKind.GROUP: "their peers",
    ComparatorKind.EXTERNAL: "the external benchmark",
}  # fmt: skip
_CODE: Final = re.compile(r"[EWSN][0-9]{8}")
_NUMBERS: Final = 15
_YEARS: Final = range(1990, 2070)


def target_sentence(target: Target, *, unit: Unit | None = None) -> str | None:
    """Return a sentence that :func:`~cypplan.plans.sentences.read_target` reads back as ``target``.

    ``unit`` is the measure's, in which the numbers stand; without one they are written bare. ``None`` where
    no sentence says it: a target in words only, a tolerance, a period without a basis that shows in print, a
    number of more than fifteen digits. Ids and notes of a target are not said.

    Examples
    --------
    >>> from decimal import Decimal
    >>> from cypplan.plans import Bound, ValueTarget
    >>> target_sentence(ValueTarget(value=Decimal(70), bound=Bound.AT_LEAST))
    'At least 70.'
    """
    core = _core(target, unit)
    when = _when(target)
    return None if core is None or when is None else f"{core}{when}."


def _core(target: Target, unit: Unit | None) -> str | None:  # noqa: C901, PLR0911, PLR0912 (one for each kind)
    match target:
        case ValueTarget() | RangeTarget():
            return _level(target, unit)
        case ChangeTarget():
            return _change(target, unit)
        case ComparatorTarget():
            return _comparison(target, unit)
        case RankTarget():
            return _rank(target)
        case AllTarget():
            return "All"
        case MaintainTarget():
            return "Maintain"
        case DirectionTarget(sense=sense):
            return "Increase" if sense is Sense.INCREASE else "Decrease"
        case GapTarget(closed_by=by):
            share = _number(by)
            return None if share is None or by < 0 else f"Close the gap by {share}%"
        case YearOnYearTarget():
            return _yearly(target, unit)
        case ToBeSetTarget():
            return "Target to be set"
        case MilestoneTarget():
            return "In place"
        case SufficiencyTarget():
            return "Sufficient"
        case _:
            return None


def _level(target: ValueTarget | RangeTarget, unit: Unit | None) -> str | None:
    if isinstance(target, RangeTarget):
        low, high = _number(target.low), _figure(target.high, unit)
        return None if low is None or high is None or target.low < 0 else f"Between {low} and {high}"
    figure = _figure(target.value, target.unit or unit)
    spare = target.unit is not None and (unit is None or not _is_another(target.unit, unit))
    about = _about(target.qualifier)
    if figure is None or about is None or target.tolerance is not None or spare:
        return None
    if about and target.value < 0:
        return None
    return f"{_BOUNDS[target.bound]}{about}{figure}"


def _about(qualifier: str | None) -> str | None:
    """Return a word that makes a figure approximate, with its space; ``None`` for what is no such word."""
    return "" if qualifier is None else f"{qualifier} " if qualifier in ABOUT else None


def _is_another(unit: Unit, own: Unit) -> bool:
    """Whether a unit shows in print beside the measure's: another form or scale, and no gap in per cent."""
    points = {unit.form, own.form} == {UnitForm.PERCENT, UnitForm.POINTS}
    return not points and (unit.form, unit.scale) != (own.form, own.scale)


def _change(target: ChangeTarget, unit: Unit | None) -> str | None:
    word = "An increase of" if target.sense is Sense.INCREASE else "A decrease of"
    about = _about(target.qualifier)
    size = _size(
        target.by if target.most is None else target.most, unit, of="the baseline", relative=target.relative
    )
    if target.by < 0 or size is None or about is None:
        return None
    if target.most is None:
        return f"{word} {about}{size}"
    least = _number(target.by)
    return None if least is None or about else f"{word} between {least} and {size}"


def _size(by: Decimal, unit: Unit | None, *, of: str, relative: bool) -> str | None:
    """Return the size of a change in print; ``None`` for a negative one."""
    if by < 0:
        return None
    if not relative:
        return _figure(by, unit.difference if unit is not None else None)
    share = _number(by)
    return None if share is None else f"{share}% of {of}"


def _rank(target: RankTarget) -> str | None:
    among = _AMONG[target.among]
    if target.share is None:
        return f"In the top {target.place}{among}"
    share = _number(target.share)
    return None if share is None else f"In the top {share}%{among}"


def _distance(target: ComparatorTarget, margin: Decimal, unit: Unit | None) -> str | None:
    """Return a comparison up to its comparator; a margin in per cent only where no points may be meant."""
    words = _MARGINS.get((target.relation, target.relation_basis))
    counted = unit is not None and unit.form not in {UnitForm.PERCENT, UnitForm.POINTS}
    share = _number(margin) if counted else None
    size = share and f"{share}%"
    if not target.margin_relative:
        size = _figure(margin, unit.difference if unit is not None else None)
    if words is None or size is None or is_plausible_year(size):
        return None
    return words.format(size)


def _comparison(target: ComparatorTarget, unit: Unit | None) -> str | None:
    relation = _RELATIONS.get((target.relation, target.relation_basis))
    if target.margin is not None:
        relation = _distance(target, target.margin, unit)
    elif target.margin_relative:
        return None
    area = target.area if target.area is not None and _CODE.fullmatch(target.area) else None
    whom = area if target.comparator is ComparatorKind.AREA else _WHOM[target.comparator]
    odd = (target.area is not None) is not (target.comparator is ComparatorKind.AREA)
    if target.aggregate is not None:
        odd |= target.comparator is not ComparatorKind.NEIGHBOURS
        whom = f"the statistical neighbour {'average' if target.aggregate is Aggregate.MEAN else 'median'}"
    return None if relation is None or whom is None or odd else f"{relation} {whom}"


def _yearly(target: YearOnYearTarget, unit: Unit | None) -> str | None:
    word = "Increase" if target.sense is Sense.INCREASE else "Decrease"
    if target.period is not None or target.ongoing or (target.relative and target.by is None):
        return None
    if target.by is not None:
        size = _size(target.by, unit, of="the year before", relative=target.relative)
        if size is None:
            return None
        word = f"{'An increase' if target.sense is Sense.INCREASE else 'A decrease'} of {size}"
    after = "" if target.after is None else _period(target.after, Basis.STATED)
    if after is None:
        return None
    return f"{word} year on year after {after}" if after else f"{word} year on year"


def _when(target: Target) -> str | None:
    if target.period is None:
        return ", ongoing" if target.ongoing else "" if target.period_basis is None else None
    text = _period(target.period, target.period_basis)
    return None if text is None else f" by {text}"


def _period(period: Period, basis: Basis | None) -> str | None:  # noqa: PLR0911 (one for each kind)
    """Return a period as printed; a split year without its kind is an inferred financial one."""
    kind = period.unit or period.kind
    split = kind in {PeriodKind.FINANCIAL, PeriodKind.ACADEMIC}
    if kind is PeriodKind.SPAN or not {period.start.year, period.end.year} <= set(_YEARS):
        return None  # a time without a name is printed by its dates, of which sentences know only one
    if basis is Basis.INFERRED:
        return period.key.removesuffix(f" {kind}") if kind is PeriodKind.FINANCIAL else None
    if basis is not Basis.STATED:
        return None
    if split:
        return f"{period.key} year"
    match period.kind:
        case PeriodKind.MONTH:
            return f"{period.start:%B %Y}"
        case PeriodKind.DAY:
            return f"{period.start.day} {period.start:%B %Y}"
        case PeriodKind.QUARTER:
            return f"Q{(period.start.month + 2) // 3} {period.start.year}"
        case _:
            return period.key


def _number(value: Decimal) -> str | None:
    text = format(value, "f")
    return text if len(text.lstrip("-")) <= _NUMBERS else None


def _figure(value: Decimal, unit: Unit | None) -> str | None:  # noqa: PLR0911 (one for each form)
    """Return a number with its unit in words; every digit is kept as it is printed."""
    number = _number(value)
    if number is None or (value.is_signed() and value.is_zero()):
        return None
    if unit is None:
        return number
    match unit.form:
        case UnitForm.PERCENT:
            return f"{number}% of {unit.noun}"
        case UnitForm.POINTS:
            return f"{number} percentage points"
        case UnitForm.RATE:
            return f"{number} per {unit.scale:,} {unit.noun}"
        case UnitForm.FREQUENCY:
            return f"{number} {unit.noun} per month"
        case UnitForm.MONEY:
            return None if value < 0 else f"£{number}"
        case UnitForm.SCORE:
            return f"{number} points"
        case UnitForm.RATIO:
            return number
        case _:
            return number if unit.base is None else f"{number} {unit.noun}"
