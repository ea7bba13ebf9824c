"""Random targets with their figures, and the status that the methods give each, in exact fractions."""

from __future__ import annotations

import math
from decimal import Decimal
from fractions import Fraction
from typing import Any

import attrs
from assess.building import (
    baseline,
    measure,
    row,
    value,
)
from hypothesis import strategies as st

from cypplan.periods import Period
from cypplan.plans import (
    AllTarget,
    Bound,
    ChangeTarget,
    DirectionTarget,
    GapTarget,
    Measure,
    RangeTarget,
    Sense,
    Target,
)

TENTHS = st.integers(0, 1000).map(lambda n: Decimal(n) / 10)
NEAR_FIFTY = st.integers(450, 550).map(lambda n: Decimal(n) / 10)
FIGURES = st.one_of(NEAR_FIFTY, NEAR_FIFTY, TENTHS)
YEARS = ("2017/18", "2018/19", "2019/20", "2020/21", "2021/22")


@attrs.frozen(kw_only=True)
class Case:
    """One target and the figures it is judged on, as plain numbers."""

    kind: str
    direction: str
    target: Decimal
    """The value; the size of a change or of a share; the low end of a range."""
    width: Decimal
    """Tolerance, or the width of a range."""
    sense: Sense
    base: Decimal | None
    base_year: int
    due_year: int | None
    figures: tuple[Decimal | None, ...]
    """One for each of YEARS up to the year that ends on the day one looks from."""
    noise: int
    """By how many last bits the floats of the figures are off."""

    def of(self) -> Target:
        """Return the target as the plan's class."""
        due: dict[str, Any] = {
            "period": None if self.due_year is None else Period.parse(YEARS[self.due_year])
        }
        match self.kind:
            case "bare" | "at-least" | "at-most" | "above" | "below" | "exactly":
                bound = None if self.kind == "bare" else Bound(self.kind)
                tolerance = self.width if self.kind == "bare" or bound is Bound.EXACTLY else None
                return attrs.evolve(value(self.target, bound=bound, tolerance=tolerance), **due)
            case "range":
                return RangeTarget(low=self.target, high=self.target + self.width, **due)
            case "all":
                return AllTarget(**due)
            case "relative" | "absolute":
                return ChangeTarget(
                    sense=self.sense, by=self.target / 4, relative=self.kind == "relative", **due
                )
            case "direction":
                return DirectionTarget(sense=self.sense, **due)
            case _:
                return GapTarget(closed_by=self.target, **due)

    def pair(self) -> tuple[Measure, list[dict[str, Any]]]:
        """Return measure and observations."""
        base = None if self.base is None else baseline(self.base, YEARS[self.base_year])
        one = measure("share", self.of(), base=base, direction=self.direction)
        rows = [
            row("share", None if number is None else _off(float(number), self.noise), year)
            for number, year in zip(self.figures, YEARS, strict=False)
        ]
        return one, rows


def _off(number: float, bits: int) -> float:
    return math.nextafter(number, math.inf if bits > 0 else -math.inf) if bits else number


KINDS = (
    "bare", "at-least", "at-most", "above", "below", "exactly", "range", "all", "relative", "absolute",
    "direction", "gap",
)  # fmt: skip
CASES = st.builds(
    Case,
    kind=st.sampled_from(KINDS),
    direction=st.sampled_from(["higher", "lower", "towards-target"]),
    target=FIGURES,
    width=st.integers(0, 30).map(lambda n: Decimal(n) / 10),
    sense=st.sampled_from(Sense),
    base=st.none() | FIGURES,
    base_year=st.integers(0, 2),
    due_year=st.none() | st.integers(1, 4),
    figures=st.tuples(*[st.one_of(NEAR_FIFTY, FIGURES, st.none())] * 4),
    noise=st.sampled_from([0, 0, 1, -1]),
)


def oracle(case: Case) -> str:  # noqa: C901, PLR0911, PLR0912, PLR0915 (the rules of one case, one after the other)
    """Return the status of a case, from the methods, in fractions. The last of four years has just ended."""
    base = None if case.base is None else Fraction(case.base)
    target, width = Fraction(case.target), Fraction(case.width)
    low: Fraction | None = None
    high: Fraction | None = None
    strict, reach = case.kind in {"above", "below", "direction"}, False
    kind = case.kind
    if kind == "bare":
        kind = {"higher": "at-least", "lower": "at-most", "towards-target": "reach"}[case.direction]
    if kind in {"relative", "absolute", "direction", "gap"}:
        if base is None:
            return "cannot say"
        if kind == "gap":
            edge = base * (1 - target / 100)
            up = base <= 0
        else:
            size = {"relative": base * target / 400, "absolute": target / 4, "direction": Fraction(0)}[kind]
            up = case.sense is Sense.INCREASE
            edge = base + size if up else base - size
        low, high = (edge, None) if up else (None, edge)
    elif kind == "all":
        low = Fraction(100)
    elif kind == "range":
        low, high = target, target + width
    elif kind in {"reach", "exactly"}:
        low, high, reach = target - width, target + width, True
    elif kind in {"at-least", "above"}:
        low = target
    else:
        high = target

    def met(number: Fraction) -> bool:
        if strict:
            return (low is None or number > low) and (high is None or number < high)
        return (low is None or number >= low) and (high is None or number <= high)

    def short(number: Fraction) -> Fraction:
        """How far from what meets it; for a figure to be reached, from the figure itself."""
        if reach:
            return abs(number - target)
        return max(
            Fraction(0),
            Fraction(0) if low is None else low - number,
            Fraction(0) if high is None else number - high,
        )

    last = 3
    final = case.due_year is not None and case.due_year <= last
    if final:
        figure = case.figures[case.due_year or 0]
        if figure is None:
            return "cannot say"
        return "met" if met(Fraction(figure)) else "not met"
    known = [year for year in range(last + 1) if case.figures[year] is not None]
    if not known:
        return "cannot say"
    year = known[-1]
    now = Fraction(case.figures[year] or 0)
    if case.due_year is None:
        return "met" if met(now) else "not met"
    if met(now):
        return "met already"
    if base is None or year <= case.base_year:
        return "cannot say"
    if met(base):
        return "worse than the baseline"
    if short(base) == 0:  # "more than" from the very edge
        return "no progress" if short(now) == 0 else "worse than the baseline"
    done = 1 - short(now) / short(base)
    if done == 0:
        return "no progress"
    if done < 0:
        return "worse than the baseline"
    return "on track" if done >= Fraction(year - case.base_year, case.due_year - case.base_year) else "behind"
