"""What of a figure is small, as expressions over the columns of an observation table of any engine."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

import attrs
import narwhals as nw

from cypplan.areas import AreaKind
from cypplan.calc.disclosure import Unchecked, is_small, rounded, small_cohort
from cypplan.calc.expressions import Columns
from cypplan.indicators import ALL_GROUPS
from cypplan.observations.table import Mark
from cypplan.units import UnitForm

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from cypplan.areas import Areas
    from cypplan.calc.carrier import Table
    from cypplan.calc.disclosure import DisclosureRule
    from cypplan.indicators import Indicator

__all__ = [
    "BASE", "BETWEEN", "COUNT", "GUARDED", "KEYS", "NUMBERS", "SECRET", "STAGES", "UNCHECKED", "Sight",
]  # fmt: skip

KEYS: Final = ("indicator", "area", "period", "group")
"""The columns that say which figure it is, whatever its source and release."""
BETWEEN: Final = "\x1f"
"""Stands between the keys where they are joined to one text; no published text holds it."""
NUMBERS: Final = ("value", "count", "denominator", "lower", "upper")
"""The columns that tell how many there are."""
COUNT, BASE, GUARDED, SMALL, SECRET, UNCHECKED = STAGES = tuple(
    f"_cypplan_{name}" for name in ("count", "base", "guarded", "small", "secret", "unchecked")
)
_COUNTS: Final = frozenset({UnitForm.COUNT, UnitForm.FREQUENCY})
_LARGE: Final = ("E92", "E12", "E13", "K0", "W92", "S92", "N92")
"""How the codes of countries and regions begin."""


def _forms(indicators: Iterable[Indicator]) -> tuple[frozenset[str], dict[float, list[str]], frozenset[str]]:
    counts, scales, known = set[str](), defaultdict[float, list[str]](list), set[str]()
    for one in indicators:
        known.add(one.id)
        if one.unit.form in _COUNTS:
            counts.add(one.id)
        elif one.unit.scale is not None and not one.unit.is_difference:
            scales[float(one.unit.scale)].append(one.id)
    return frozenset(counts), dict(scales), frozenset(known)


@attrs.frozen
class Sight:
    """Expressions over an observation table; ``names`` are its columns, of which some may be absent."""

    names: Collection[str]
    rule: DisclosureRule
    indicators: Mapping[str, Indicator] = attrs.field(factory=dict)
    areas: Areas | None = None
    marked_only: bool = False
    c: Columns = attrs.field(factory=lambda: Columns(()))

    def number(self, name: str) -> nw.Expr:
        """Return a column of numbers; what is not finite is missing."""
        if name not in self.names:
            return self.c.missing
        number = nw.col(name).cast(nw.Float64)
        return nw.when(number.is_finite()).then(number)

    def text(self, name: str) -> nw.Expr:
        """Return a column of text; a missing group is everybody."""
        if name not in self.names:
            return nw.lit(ALL_GROUPS if name == "group" else None, dtype=nw.String)
        text = nw.col(name).cast(nw.String)
        return nw.when(~text.is_null()).then(text).otherwise(nw.lit(ALL_GROUPS)) if name == "group" else text

    @property
    def key(self) -> nw.Expr:
        """The four keys as one text."""
        return nw.concat_str([self.text(name) for name in KEYS], separator=BETWEEN)

    def has(self, column: str, mark: Mark) -> nw.Expr:
        """Return whether a mark stands in a column of marks."""
        text = self.text(column)
        held = nw.when(~text.is_null()).then(text).otherwise(nw.lit(""))
        return held.str.contains(mark.value, literal=True)

    def staged(self, frame: Table) -> Table:
        """Add what is said of each figure as the columns of ``STAGES``; later ones made of earlier ones."""
        x, n = self._parts()
        frame = frame.with_columns(**{COUNT: x, BASE: n, GUARDED: self._guarded()})
        frame = frame.with_columns(**{SMALL: self._certain(self._small())})
        secret = nw.col(GUARDED) & (nw.col(SMALL) | self.has("mark", Mark.SUPPRESSED))
        frame = frame.with_columns(**{SECRET: secret})
        return frame.with_columns(**{UNCHECKED: nw.col(GUARDED) & ~nw.col(SECRET) & self._unchecked()})

    def _guarded(self) -> nw.Expr:
        done = self.has("qualifiers", Mark.DISCLOSURE_CONTROLLED)
        return self.has("qualifiers", Mark.UNPUBLISHED) if self.marked_only else ~done

    def _is_of(self, ids: Collection[str]) -> nw.Expr:
        return self.text("indicator").is_in(sorted(ids)) if ids else nw.lit(value=False)

    def _scale(self) -> nw.Expr:
        scale: nw.Expr = self.c.missing
        for per, ids in _forms(self.indicators.values())[1].items():
            scale = self.c.where(self._is_of(ids), per, scale)
        return scale

    def _alone(self) -> nw.Expr:
        """Whether the value is the count itself: by its unit, or, without one, as a whole number alone."""
        counts, _, known = _forms(self.indicators.values())
        value, base = self.number("value"), self.number("denominator")
        return self._is_of(counts) | (~self._is_of(known) & base.is_null() & (value == value.round(0)))

    def _parts(self) -> tuple[nw.Expr, nw.Expr]:
        """Count and base: as they stand, or as value, unit and the other of the two give them away."""
        c = self.c
        value, count, base, scale = *map(self.number, ("value", "count", "denominator")), self._scale()
        x = c.where(self._alone(), value, value * base / scale)
        n = c.where(value > 0, c.ratio(count * scale, value), c.missing)
        return c.where(count.is_null(), x, count), c.where(base.is_null(), n, base)

    def _small(self) -> nw.Expr:
        """Whether count, base or the rest of the base is small; by half more where they are worked out."""
        x, n, room = nw.col(COUNT), nw.col(BASE), self.rule.threshold
        no_count, no_base = self.number("count").is_null(), self.number("denominator").is_null()
        nearly = is_small(self.c, n, room + 0.5) | is_small(self.c, n - x, room + 0.5)
        near = no_count & is_small(self.c, x, room + 0.5) & (x != room)
        few = is_small(self.c, x, room) | small_cohort(self.c, x, n, room)
        return few | ((no_count | no_base) & nearly) | near

    def _unchecked(self) -> nw.Expr:
        """Whether a figure that is no zero comes without what it takes to tell how few it speaks of."""
        if self.rule.unchecked is Unchecked.SHOW:
            return nw.lit(value=False)
        x, n, value = nw.col(COUNT), nw.col(BASE), self.number("value")
        counts, _, known = _forms(self.indicators.values())
        alone = self._is_of(counts) | (~self._is_of(known) & (value == x))
        told = (~x.is_null() & alone) | (~x.is_null() & ~n.is_null()) | (n >= self.rule.threshold)
        return ~value.is_null() & (value != 0) & ~self._certain(told) & ~self._large()

    def _large(self) -> nw.Expr:
        area = self.text("area")
        area = nw.when(~area.is_null()).then(area).otherwise(nw.lit(""))
        if self.areas is not None:
            wide = [one.code for one in self.areas if one.kind in {AreaKind.COUNTRY, AreaKind.REGION}]
            return area.is_in(wide) if wide else nw.lit(value=False)
        large = nw.lit(value=False)
        for start in _LARGE:
            large = large | area.str.starts_with(start)
        return large

    def _certain(self, condition: nw.Expr) -> nw.Expr:
        """Return a condition that is false where it cannot be told."""
        return nw.when(condition).then(nw.lit(value=True)).otherwise(nw.lit(value=False))

    @property
    def is_open(self) -> nw.Expr:
        """Whether there is a figure at all, of whatever kind."""
        found = nw.lit(value=False)
        for name in NUMBERS:
            if name in self.names:
                found = found | ~self.number(name).is_null()
        return found

    def rounded(self) -> nw.Expr:
        """Return the figure made of rounded numbers, over the staged columns.

        Rates are made anew of the rounded count and base; a rate whose scale is not known is not made. Of
        scores and the like no count is known, and their value tells of none.
        """
        c, base, scale = self.c, float(self.rule.rounding or 1), self._scale()
        x, n = nw.col(COUNT), nw.col(BASE)
        near = rounded(c, x, base)
        made = c.where(self._alone(), near, scale * c.ratio(near, rounded(c, n, base)))
        plain = ~self._certain(self._alone()) & scale.is_null() & x.is_null()
        return c.where(plain, self.number("value"), made.round(2))

    def vanishes(self) -> nw.Expr:
        """Return whether a count rounds to zero though it is not, over the staged columns."""
        x = nw.col(COUNT)
        return self._certain((x > 0) & (rounded(self.c, x, float(self.rule.rounding or 1)) == 0))
