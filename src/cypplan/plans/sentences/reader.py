"""Reading a target sentence: tokens, pieces, uses, dates, demands, and what of the text is left."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

import attrs

from cypplan.errors import ValueFault
from cypplan.indicators import Direction
from cypplan.periods.kinds import kind_of
from cypplan.plans.sentences.binding import Dates, dates_of
from cypplan.plans.sentences.chopping import sentences
from cypplan.plans.sentences.demand import Context, Demand, is_gap
from cypplan.plans.sentences.demands import demands_of
from cypplan.plans.sentences.gaps import groups_of
from cypplan.plans.sentences.leading import own_changes
from cypplan.plans.sentences.parts import Understood, parts_of, roles_of
from cypplan.plans.sentences.pieces import Change, Figure, Frequency, Mark, MarkKind, Piece, UnitWord, When
from cypplan.plans.sentences.result import Ambiguity, PrintedUnit, ReadBaseline, Reading, Unsayable
from cypplan.plans.sentences.tokens import Tokens
from cypplan.plans.sentences.uses import Use, tells_of_past, uses_of
from cypplan.plans.targets import Target, YearOnYearTarget
from cypplan.units import Unit, UnitForm

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from cypplan.periods import Period, PeriodKind

__all__ = ["read_target"]


def read_target(
    text: str,
    *,
    unit: Unit | str | None = None,
    direction: Direction | str | None = None,
    years: PeriodKind | str | None = None,
    timescale: str | None = None,
) -> Reading:
    """Read what a sentence of a plan demands; what is not understood comes back as such.

    Parameters
    ----------
    text
        The sentence as printed; also the cell of a table ("Fewer than 85", "No target set").
    unit
        Unit of the measure, where it is known: it tells whether "5%" off a percentage may be points.
    direction
        Which way is better, where it is known: it says what "improve" means.
    years
        Kind of year that "2014/15" is, where it is known. Without it such a year is read as financial and
        marked as inferred, and both readings are among the ambiguities.
    timescale
        What a column beside the sentence says of its time: "Ongoing - monthly review".

    Examples
    --------
    >>> reading = read_target("A reduction in referrals from 308 per 10,000 in 2012/13 to 261.8 in 2014/15.")
    >>> reading.change, str(reading.baseline.value), str(reading.targets[0].value)
    ('reduction', '308', '261.8')
    >>> read_target("To be reviewed with partners").unread
    ('To be reviewed with partners',)
    """
    if not isinstance(text, str):
        message = f"text: {text!r} is no text; give the sentence as printed"
        raise ValueFault(message)
    context = Context(
        unit=Unit.parse(unit) if isinstance(unit, str) else unit,
        direction=_direction(direction),
    )
    kind = kind_of(years) if years is not None else None
    tokens = Tokens(text)
    clauses = [_Clause.of(tokens, pieces, context) for pieces in sentences(tokens)]
    reading = _joined(text, [clause.reading(kind) for clause in clauses])
    pieces = chain.from_iterable(clause.pieces for clause in clauses)
    roles = chain.from_iterable(roles_of(clause.pieces, clause.understood) for clause in clauses)
    reading = attrs.evolve(reading, parts=tuple(parts_of(tokens, pieces, roles)))
    return reading if timescale is None else _with_timescale(reading, timescale, kind)


def _direction(direction: Direction | str | None) -> Direction | None:
    if direction is None or isinstance(direction, Direction):
        return direction
    try:
        return Direction(direction)
    except ValueError:
        message = f'direction: "{direction}" is not known; write one of {", ".join(Direction)}'
        raise ValueFault(message) from None


@attrs.frozen
class _Clause:
    """One sentence of a text, with what each of its pieces is for."""

    tokens: Tokens
    pieces: Sequence[Piece]
    uses: Mapping[int, Use]
    changes: tuple[int, ...]
    dates: Dates
    demands: tuple[Demand, ...]

    @classmethod
    def of(cls, tokens: Tokens, pieces: Sequence[Piece], context: Context) -> _Clause:
        """Find what the pieces of a sentence are for."""
        uses = uses_of(tokens, pieces)
        changes = own_changes(tokens, pieces, uses)
        demands = () if tells_of_past(tokens, pieces) else demands_of(tokens, pieces, uses, changes, context)
        demands = tuple(demand for demand in demands if demand.readings or demand.unsayable)
        return cls(tokens, pieces, uses, changes, dates_of(tokens, pieces, uses), demands)

    @property
    def change(self) -> int | None:
        """The place of its own word of change."""
        return self.changes[0] if self.changes and self.demands else None

    @property
    def understood(self) -> Understood:
        """What of it was used."""
        told = frozenset(chain.from_iterable((demand.at, *demand.with_) for demand in self.demands))
        return Understood(
            uses=self.uses,
            dates=self.dates.used if self.demands else frozenset(),
            demands=told,
            change=self.change,
            provisional=Use.BASELINE in self.uses.values(),
            says_something=bool(self.demands),
        )

    def reading(self, years: PeriodKind | None) -> Reading:
        """Return what it says."""
        change = self.pieces[self.change] if self.change is not None else None
        told = {demand.at for demand in self.demands}
        targets, doubts = self._targets(years)
        gap = is_gap(self.pieces)
        return Reading(
            text="",
            change=self._printed(change) if change is not None else None,
            further_changes=tuple(self._printed(self.pieces[at]) for at in self.changes[1:] if at in told),
            sense=change.sense if isinstance(change, Change) else None,
            operator=next((f.operator for f in self._figures(Use.TARGET) if f.operator), None),
            unit=_of_gap(self._unit(), gap=gap) if self.demands else None,
            baseline=self._baseline(years) if self.demands else None,
            targets=targets,
            groups=groups_of(self.tokens, self.pieces) if gap else (),
            gap=gap,
            review=next((p.cadence for p in self.pieces if isinstance(p, Frequency)), None),
            no_target=any(demand.unsayable == "no target" for demand in self.demands),
            ambiguities=doubts,
            unsayable=tuple(self._unsayable()),
        )

    def _printed(self, piece: Piece) -> str:
        return self.tokens.printed(piece.start, piece.stop)

    def _figures(self, *uses: Use) -> Iterator[Figure]:
        for at, use in self.uses.items():
            piece = self.pieces[at]
            if use in uses and isinstance(piece, Figure):
                yield piece

    def _unit(self) -> PrintedUnit | None:
        """Return the unit of the levels; of its size where only a change is said; or the word before them."""
        word = next((piece.unit for piece in self.pieces if isinstance(piece, UnitWord)), None)
        levels = [figure.unit for figure in self._figures(Use.TARGET, Use.BASELINE)]
        if not levels and word is None:
            levels = [
                f.unit for f in self._figures(Use.AMOUNT) if f.unit and f.unit.form is not UnitForm.PERCENT
            ]
        said = next((unit for unit in levels if unit is not None), None)
        if said is None or word is None or said.base is not None or said.form is not word.form:
            return said or word
        return attrs.evolve(said, base=word.base)

    def _targets(self, years: PeriodKind | None) -> tuple[tuple[Target, ...], tuple[Ambiguity, ...]]:
        targets: list[Target] = []
        doubts: list[Ambiguity] = []
        ongoing = any(isinstance(p, Mark) and p.kind is MarkKind.ONGOING for p in self.pieces)
        for demand in self.demands:
            piece = self.pieces[demand.at]
            at = next((place for place in (demand.at, *demand.with_) if place in self.dates.of), demand.at)
            readings = tuple(self._dated(target, at, years, ongoing=ongoing) for target in demand.readings)
            if len(readings) == 1:
                targets += readings
            elif readings:
                doubts.append(Ambiguity("target", self._printed(piece), readings))
            if demand.relations:
                doubts.append(Ambiguity("relation", self._printed(piece), demand.relations))
        return _following(targets), (*doubts, *self._doubtful_dates(years))

    def _dated(self, target: Target, at: int, years: PeriodKind | None, *, ongoing: bool) -> Target:
        if isinstance(target, YearOnYearTarget):
            after = _first(self._when(self.dates.since), years)
            target, ongoing = attrs.evolve(target, after=after), False
            if (
                len(self.demands) > 1
            ):  # the date is that of the level before: "26 in 2018/19, then more each year"
                return target
        when = self._when(self.dates.of.get(at, self.dates.due))
        period = _first(when, years)
        if when is None or period is None:
            return attrs.evolve(target, ongoing=ongoing)
        return attrs.evolve(target, period=period, period_basis=when.basis)

    def _when(self, at: int | None) -> When | None:
        piece = self.pieces[at] if at is not None else None
        return piece if isinstance(piece, When) else None

    def _doubtful_dates(self, years: PeriodKind | None) -> Iterator[Ambiguity]:
        for at in sorted(self.dates.used) if self.demands else ():
            when = self._when(at)
            readings = _of_years(when, years) if when is not None else ()
            if when is not None and len(readings) > 1:
                yield Ambiguity("period", self._printed(when), readings)

    def _baseline(self, years: PeriodKind | None) -> ReadBaseline | None:
        found = next(((at, p) for at, p in enumerate(self.pieces) if self.uses.get(at) is Use.BASELINE), None)
        at, figure = found or (None, None)
        when = self._when(self.dates.baseline if at is None else self.dates.of.get(at))
        if not isinstance(figure, Figure) and when is None:
            return None
        value = None if not isinstance(figure, Figure) else -figure.value if figure.sign < 0 else figure.value
        return ReadBaseline(
            value=value,
            period=_first(when, years),
            period_basis=when.basis if when is not None else None,
            qualifier=self._qualifier(figure) if isinstance(figure, Figure) else None,
            provisional=any(isinstance(p, Mark) and p.kind is MarkKind.PROVISIONAL for p in self.pieces),
            unit=figure.unit if isinstance(figure, Figure) else None,
        )

    def _qualifier(self, figure: Figure) -> str | None:
        if figure.operator is not None:
            return figure.operator
        return figure.about

    def _unsayable(self) -> Iterator[Unsayable]:
        for demand in self.demands:
            if demand.unsayable is not None and demand.unsayable != "no target":
                places = (demand.at, *demand.with_)
                text = self.tokens.printed(self.pieces[min(places)].start, self.pieces[max(places)].stop)
                yield Unsayable(demand.unsayable, text)


def _of_years(when: When, years: PeriodKind | None) -> tuple[Period, ...]:
    """Return the readings of a date that fit the kind of year asked for."""
    fitting = tuple(period for period in when.readings if years in {period.kind, period.unit})
    return fitting or when.readings


def _first(when: When | None, years: PeriodKind | None) -> Period | None:
    readings = _of_years(when, years) if when is not None else ()
    return readings[0] if readings else None


def _of_gap(unit: PrintedUnit | None, *, gap: bool) -> PrintedUnit | None:
    """Say that a gap printed in per cent is meant in percentage points."""
    if unit is None or not gap or unit.form is not UnitForm.PERCENT:
        return unit
    return attrs.evolve(unit, meant=UnitForm.POINTS)


def _following(targets: list[Target]) -> tuple[Target, ...]:
    """Let a change year on year follow the dated target before it."""
    levels = (target.period for target in targets if not isinstance(target, YearOnYearTarget))
    dated = next((period for period in levels if period is not None), None)
    return tuple(
        attrs.evolve(target, after=dated) if isinstance(target, YearOnYearTarget) and target.after is None
        else target
        for target in targets
    )  # fmt: skip


def _joined(text: str, readings: Sequence[Reading]) -> Reading:
    """Return the readings of several sentences as one."""

    def first(name: str) -> object:
        return next((found for one in readings if (found := getattr(one, name)) is not None), None)

    said = {name: first(name) for name in ("change", "sense", "operator", "unit", "baseline", "review")}
    return Reading(
        text=text,
        further_changes=tuple(chain.from_iterable(one.further_changes for one in readings)),
        targets=tuple(chain.from_iterable(one.targets for one in readings)),
        groups=next((one.groups for one in readings if one.groups), ()),
        gap=any(one.gap for one in readings),
        no_target=any(one.no_target for one in readings),
        ambiguities=tuple(chain.from_iterable(one.ambiguities for one in readings)),
        unsayable=tuple(chain.from_iterable(one.unsayable for one in readings)),
        **said,  # pyright: ignore[reportArgumentType]
    )


def _with_timescale(reading: Reading, timescale: str, years: PeriodKind | None) -> Reading:
    """Add what a column of times says: a date, that the target stands all the time, or a review."""
    tokens = Tokens(timescale)
    pieces = list(chain.from_iterable(sentences(tokens)))
    review = next((p.cadence for p in pieces if isinstance(p, Frequency)), reading.review)
    ongoing = any(isinstance(p, Mark) and p.kind is MarkKind.ONGOING for p in pieces)
    dates = {_first(p, years): p.basis for p in pieces if isinstance(p, When) and p.readings}
    targets = reading.targets
    if ongoing:
        targets = tuple(attrs.evolve(t, ongoing=t.period is None) for t in targets)
    elif len(dates) == 1:
        period, basis = next(iter(dates.items()))
        targets = tuple(
            t
            if t.period or t.ongoing or isinstance(t, YearOnYearTarget)
            else attrs.evolve(t, period=period, period_basis=basis)
            for t in targets
        )
    return attrs.evolve(reading, targets=targets, review=review)
