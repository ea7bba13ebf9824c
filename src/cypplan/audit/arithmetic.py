"""Rules on figures that should add up: shares, rates, parts of a whole, rows and columns of tables."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from cypplan.audit.findings import Fact, Family, Severity, Side
from cypplan.audit.numbers import Printed, decimals_of, half_step, words_of
from cypplan.audit.rules import Found, family
from cypplan.plans.words import Standing, StatisticForm
from cypplan.units import UnitForm

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from cypplan.audit.stated import Stated
    from cypplan.audit.subject import Subject
    from cypplan.plans.contents import StatedTable, Statistic, TableRow

__all__ = ["RULES"]

_UNSURE: Final = "Neither figure can be relied on before it is known which is right."
_COUNTED: Final = frozenset({UnitForm.COUNT, UnitForm.FREQUENCY})
_SCALED: Final = frozenset({UnitForm.PERCENT, UnitForm.RATE})
_ENOUGH: Final = 2
_MANY: Final = 50
"""Sums that a column may make; of more, any total is among them by chance."""
_Figures = dict[str, "Statistic"]


def _known(subject: Subject) -> _Figures:
    return {one.id: one for one in subject.plan.statistics if one.form is StatisticForm.LEVEL}


def _side(one: Statistic) -> Side:
    number = words_of(one.value, one.unit) if one.value is not None else "no figure"
    words = f"{one.qualifier} {number}" if one.qualifier else number
    return Side(f"{words}: {one.label or one.text}", one.cite)


def _plain(one: Statistic | None) -> Decimal | None:
    """Return the value of a figure that is neither "about" nor "more than" so much."""
    if one is None or one.value is None or not Printed(one.value, one.qualifier).is_plain:
        return None
    return one.value


def _room(value: Decimal, *, counted: bool) -> Fraction:
    """Return how far a printed number may lie from the true one: its rounding.

    Whole thousands were rounded to thousands, whole hundreds to hundreds; other counts are exact.
    """
    if not counted:
        return half_step(decimals_of(value))
    step = next((one for one in (1000, 100) if value and value % one == 0), 1)
    return Fraction(step, 2) if step > 1 else Fraction(0)


def _is_count(one: Statistic) -> bool:
    return one.unit is None or one.unit.form in _COUNTED


def _fits(share: Decimal, scale: int, part: Statistic, whole: Statistic) -> bool | None:
    """Return whether a share is that of a part in a whole at the printed precision; ``None``: cannot say."""
    x, n = _plain(part), _plain(whole)
    if x is None or n is None or n <= 0:
        return None
    wide, far = _room(x, counted=_is_count(part)), _room(n, counted=_is_count(whole))
    low = scale * (Fraction(x) - wide) / (Fraction(n) + far)
    high = scale * (Fraction(x) + wide) / (Fraction(n) - far)
    step = half_step(decimals_of(share))
    return low - step <= Fraction(share) <= high + step


def _share_of_whole(subject: Subject) -> Iterator[Found]:
    known = _known(subject)
    for one in known.values():
        whole = known.get(one.of or "")
        if one.share is None or whole is None or one.period != whole.period:
            continue
        if _fits(one.share, 100, one, whole) is False:
            told = 100 * Fraction(one.value or 0) / Fraction(whole.value or 1)
            message = f"{one.share}% is printed, and {one.value} of {whole.value} are {float(told):.3g}%"
            yield _found(one, message, (_side(one), _side(whole)))


def _computed(subject: Subject, forms: frozenset[UnitForm]) -> Iterator[Found]:
    known = _known(subject)
    for one in known.values():
        part, whole = known.get(one.numerator or ""), known.get(one.denominator or "")
        value = _plain(one)
        if one.unit is None or one.unit.form not in forms or part is None or whole is None or value is None:
            continue
        scale = one.unit.scale or 1
        if _fits(value, scale, part, whole) is False:
            told = scale * Fraction(part.value or 0) / Fraction(whole.value or 1)
            words = words_of(value, one.unit)
            made = one.unit.format(float(told), decimals_of(value) + 1)
            message = f"{words} is printed, and {part.value} of {whole.value} make {made}"
            yield _found(one, message, (_side(one), _side(part), _side(whole)))


def _percentages(subject: Subject) -> Iterator[Found]:
    yield from _share_of_whole(subject)
    yield from _computed(subject, frozenset({UnitForm.PERCENT}))


def _rates(subject: Subject) -> Iterator[Found]:
    yield from _computed(subject, frozenset({UnitForm.RATE}))


def _divisions(known: _Figures) -> Iterator[tuple[Statistic, list[Statistic]]]:
    """Yield each whole with the parts of one named division of it."""
    groups: dict[tuple[str, str], list[Statistic]] = {}
    for one in known.values():
        if one.of in known and one.split is not None and one.period == known[one.of].period:
            groups.setdefault((one.of, one.split), []).append(one)
    for (name, _), parts in groups.items():
        if len(parts) >= _ENOUGH:
            yield known[name], parts


def _parts_and_whole(subject: Subject) -> Iterator[Found]:
    for whole, parts in _divisions(_known(subject)):
        total, values = _plain(whole), [_plain(one) for one in parts]
        if total is None or None in values or len({one.unit for one in (whole, *parts)}) > 1:
            continue
        numbers = [value for value in values if value is not None]
        room = _room(total, counted=_is_count(whole))
        room += sum((_room(value, counted=_is_count(whole)) for value in numbers), Fraction(0))
        if abs(Fraction(total) - sum(map(Fraction, numbers))) > room:
            made = " + ".join(f"{value:f}" for value in numbers)
            message = f"{made} make {sum(numbers)}, and the whole is {total}"
            yield _found(whole, message, (_side(whole), *map(_side, parts)))


def _shares_of_one_whole(subject: Subject) -> Iterator[Found]:
    for whole, parts in _divisions(_known(subject)):
        shares = [one.value if _is_percent(one) else one.share for one in parts]
        printed = [share for share in shares if share is not None]
        if len(printed) != len(parts) or any(_plain(one) is None for one in parts):
            continue
        room = sum((half_step(decimals_of(share)) for share in printed), Fraction(0))
        if abs(sum(map(Fraction, printed)) - 100) > room:
            message = f"the shares of one whole make {sum(printed)}%, not 100%"
            yield _found(whole, message, tuple(map(_side, parts)))


def _is_percent(one: Statistic) -> bool:
    return one.unit is not None and one.unit.form is UnitForm.PERCENT


def _found(one: Statistic, message: str, sides: tuple[Side, ...]) -> Found:
    return Found(fact=Fact(f"statistics.{one.id}", one.cite), message=message, sides=sides, verdict=_UNSURE)


def _readings(row: TableRow) -> Sequence[Mapping[str, Decimal]]:
    """Return every way in which the cells of a row can be read, each as numbers by column."""
    told = [row.cells] if row.cells else [reading.cells for reading in row.readings]
    return [{cell.column: cell.value for cell in cells} for cells in told]


def _row_totals(subject: Subject) -> Iterator[Found]:
    for table in subject.plan.tables:
        if table.total_column is None:
            continue
        for row in table.rows:
            sums = [_row_sum(cells, table) for cells in _readings(row)]
            if sums and all(made is not None and made != total for made, total in sums):
                made, total = sums[0]
                says = Side(f'row "{row.label}": {row.printed or _printed(row)}', row.cite or table.cite)
                message = f'row "{row.label}": the cells make {made}, the printed total is {total}'
                fact = Fact(f"tables.{table.id}", table.cite)
                yield Found(fact=fact, message=message, sides=(says,), verdict=_UNSURE)


def _row_sum(cells: Mapping[str, Decimal], table: StatedTable) -> tuple[Decimal | None, Decimal | None]:
    """Return what the cells of a row make, and the total printed beside them; twice nothing without one."""
    total = cells.get(table.total_column or "")
    if total is None:
        return None, None
    return sum((cells[name] for name in cells if name != table.total_column), Decimal(0)), total


def _printed(row: TableRow) -> str:
    return " | ".join(f"{cell.value}" for cell in row.cells)


def _column_totals(subject: Subject) -> Iterator[Found]:
    for table in subject.plan.tables:
        totals = [row for row in table.rows if row.total]
        parts = [_readings(row) for row in table.rows if not row.total]
        if len(totals) != 1 or len(_readings(totals[0])) != 1 or not all(parts):
            continue
        for name, total in _readings(totals[0])[0].items():
            sums = _column_sums(name, parts)
            if sums and total not in sums:
                made = " or ".join(str(one) for one in sorted(sums))
                says = Side(
                    f'row "{totals[0].label}": {totals[0].printed or _printed(totals[0])}', totals[0].cite
                )
                message = f'column "{name}": the rows make {made}, the printed total is {total}'
                fact = Fact(f"tables.{table.id}", table.cite)
                yield Found(fact=fact, message=message, sides=(says,), verdict=_UNSURE)


def _column_sums(name: str, parts: Sequence[Sequence[Mapping[str, Decimal]]]) -> set[Decimal]:
    """Return every sum that the rows of a column can make, as they can be read; none if too many."""
    sums = {Decimal(0)}
    for readings in parts:
        sums = {one + cells.get(name, Decimal(0)) for one in sums for cells in readings}
        if len(sums) > _MANY:
            return set()
    return sums


_HIGHER: Final = {Standing.HIGHER: 1, Standing.LOWER: -1, Standing.SAME: 0}


def _claims(subject: Subject) -> Iterator[Found]:
    for stated in subject.stated():
        for claim in stated.claims:
            sign = (
                _HIGHER.get(claim.stands)
                if claim.stands in _HIGHER
                else _better(subject, stated, claim.stands)
            )
            if claim.value is None or sign is None or not stated.printed.is_plain:
                continue
            gap = stated.printed.value - claim.value
            if (gap != 0) if sign == 0 else sign * gap <= 0:
                theirs = words_of(claim.value, stated.unit)
                message = f"{stated.words} is called {claim.stands} beside {theirs} ({claim.comparator})"
                sides = (stated.side, Side(f"{claim.comparator}: {theirs}", stated.fact.cite))
                yield Found(fact=stated.fact, message=message, sides=sides, verdict=_UNSURE)


def _better(subject: Subject, stated: Stated, stands: Standing) -> int | None:
    """Return the sign that "better" or "worse" means, ``None`` where no direction is known."""
    known = subject.indicator(stated.link)
    sign = known.direction.sign if known and known.direction else 0
    return (sign if stands is Standing.BETTER else -sign) or None


RULES: Final = family(
    Family.ARITHMETIC,
    ("A01", "A percentage and its counts do not agree", Severity.ERROR, _percentages),
    ("A02", "A rate, its count and its population do not agree", Severity.ERROR, _rates),
    ("A03", "Parts do not make the whole", Severity.ERROR, _parts_and_whole),
    ("A04", "Shares of one whole do not make 100%", Severity.ERROR, _shares_of_one_whole),
    ("A05", "The cells of a row do not make its total", Severity.ERROR, _row_totals),
    ("A06", "The rows of a column do not make its total", Severity.ERROR, _column_totals),
    ("A07", "A claim goes against its own figures", Severity.ERROR, _claims),
)
