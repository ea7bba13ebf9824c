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
    from cypplan.calc.disclosure import DisclosureRule
    from cypplan.indicators import Indicator

__all__ = ["BETWEEN", "KEYS", "Sight"]

KEYS: Final = ("indicator", "area", "period", "group")
"""The columns that say which figure it is, whatever its source and release."""
BETWEEN: Final = "\x1f"
"""Stands between the keys where they are joined to one text; no published text holds it."""
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

    @property
    def guarded(self) -> nw.Expr:
        """Whether a figure is unpublished, and so to be looked at; what was looked at before is not again."""
        done = self.has("qualifiers", Mark.DISCLOSURE_CONTROLLED)
        return self.has("qualifiers", Mark.UNPUBLISHED) if self.marked_only else ~done

    def _is_of(self, ids: Collection[str]) -> nw.Expr:
        return self.text("indicator").is_in(sorted(ids)) if ids else nw.lit(value=False)

    @property
    def parts(self) -> tuple[nw.Expr, nw.Expr]:
        """Count and base: as they stand, or as value, unit and the other of the two give them away."""
        c = self.c
        value, count, base = self.number("value"), self.number("count"), self.number("denominator")
        counts, scales, known = _forms(self.indicators.values())
        scale: nw.Expr = c.missing
        for per, ids in scales.items():
            scale = c.where(self._is_of(ids), per, scale)
        # without a unit, a whole number that stands alone may be a count, and is taken for one
        alone = ~self._is_of(known) & base.is_null() & (value == value.round(0))
        x = c.where(self._is_of(counts) | alone, value, value * base / scale)
        n = c.where(value > 0, c.ratio(count * scale, value), c.missing)
        return c.where(count.is_null(), x, count), c.where(base.is_null(), n, base)

    @property
    def is_open(self) -> nw.Expr:
        """Whether there is a figure at all, of whatever kind."""
        found = nw.lit(value=False)
        for name in ("value", "count", "denominator", "lower", "upper"):
            if name in self.names:
                found = found | ~self.number(name).is_null()
        return found

    @property
    def small(self) -> nw.Expr:
        """Whether count, base or the rest of the base is small; half more where they had to be worked out."""
        x, n = self.parts
        room = self.rule.threshold
        worked = self.number("count").is_null() | self.number("denominator").is_null()
        few = is_small(self.c, x, room) | small_cohort(self.c, x, n, room)
        nearly = is_small(self.c, n, room + 0.5) | is_small(self.c, n - x, room + 0.5)
        nearly = nearly | (self.number("count").is_null() & is_small(self.c, x, room + 0.5) & (x != room))
        return self.certain(few | (worked & nearly))

    @property
    def withheld(self) -> nw.Expr:
        """Whether the figure was suppressed by whoever gave it."""
        return self.has("mark", Mark.SUPPRESSED)

    @property
    def unchecked(self) -> nw.Expr:
        """Whether a figure that is no zero comes without what it takes to tell how few it speaks of."""
        if self.rule.unchecked is Unchecked.SHOW:
            return nw.lit(value=False)
        x, n = self.parts
        counts, _, known = _forms(self.indicators.values())
        alone = self._is_of(counts) | (~self._is_of(known) & (self.number("value") == x))
        told = (~x.is_null() & alone) | (~x.is_null() & ~n.is_null()) | (n >= self.rule.threshold)
        value = self.number("value")
        return ~value.is_null() & (value != 0) & ~self.certain(told) & ~self._large

    @property
    def _large(self) -> nw.Expr:
        area = self._held(self.text("area"))
        if self.areas is None:
            starts = nw.lit(value=False)
            for start in _LARGE:
                starts = starts | area.str.starts_with(start)
            return starts
        wide = [one.code for one in self.areas if one.kind in {AreaKind.COUNTRY, AreaKind.REGION}]
        return area.is_in(wide) if wide else nw.lit(value=False)

    def _held(self, text: nw.Expr) -> nw.Expr:
        return nw.when(~text.is_null()).then(text).otherwise(nw.lit(""))

    def certain(self, condition: nw.Expr) -> nw.Expr:
        """Return a condition that is false where it cannot be told."""
        return nw.when(condition).then(nw.lit(value=True)).otherwise(nw.lit(value=False))

    @property
    def rounded(self) -> tuple[nw.Expr, nw.Expr]:
        """The figure made of rounded numbers, and whether it rounds to zero though it is not.

        Rates are made anew of the rounded count and base; a rate whose scale is not known is not made.
        """
        c, base = self.c, float(self.rule.rounding or 1)
        value = self.number("value")
        x, n = self.parts
        counts, scales, known = _forms(self.indicators.values())
        scale: nw.Expr = c.missing
        for per, ids in scales.items():
            scale = c.where(self._is_of(ids), per, scale)
        near = rounded(c, x, base)
        alone = self._is_of(counts) | (~self._is_of(known) & self.number("denominator").is_null())
        made = c.where(alone, near, scale * c.ratio(near, rounded(c, n, base)))
        # of scores and the like no count is known; their value tells of none
        plain = ~alone & scale.is_null() & x.is_null()
        return c.where(plain, value, made.round(2)), self.certain((x > 0) & (near == 0))
