"""The judgement itself, column by column: formulas of :mod:`cypplan.calc` over the figures of every case."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

import narwhals as nw

from cypplan.assess.query import NEIGHBOURS_AS
from cypplan.assess.words import Judged, Reason, Status
from cypplan.calc.expressions import Columns
from cypplan.calc.intervals import EXACT_BELOW, byar, wilson
from cypplan.calc.trajectory import (
    NOISE,
    approach,
    expected,
    margin,
    meets,
    nearness,
    progress,
    required_per_year,
    time_share,
)
from cypplan.comparators import Aggregate, ComparatorKind
from cypplan.observations.frames import like
from cypplan.observations.table import Mark
from cypplan.units import UnitForm

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cypplan.assess.cases import Case

__all__ = ["judged"]

_GOALS: Final = {
    "case": "Int64", "low": "Float64", "high": "Float64", "strict": "Int64", "aim": "Float64",
    "towards": "Int64", "by_interval": "Int64", "edge_from": "String", "sense": "Int64", "base": "Float64",
    "base_month": "Float64", "due_month": "Float64", "mode": "String", "scale": "Float64", "limits": "String",
    "break_month": "Float64", "set_size": "Int64", "static": "String", "by_count": "Int64",
    "ranged": "Int64", "median": "Int64", "margin": "Float64", "margin_relative": "Int64",
}  # fmt: skip
_MARKS: Final = {
    Mark.SUPPRESSED: Reason.SUPPRESSED,
    Mark.NOT_COLLECTED: Reason.NOT_COLLECTED,
    Mark.NOT_AVAILABLE: Reason.NOT_AVAILABLE,
    Mark.NOT_APPLICABLE: Reason.NOT_APPLICABLE,
    Mark.ROUNDS_TO_ZERO: Reason.ROUNDS_TO_ZERO,
}


def _goal_rows(cases: Sequence[Case], set_size: int, aggregate: Aggregate) -> dict[str, list[Any]]:
    columns: dict[str, list[Any]] = {name: [] for name in _GOALS}
    for number, case in enumerate(cases):
        goal, unit = case.goal, case.indicator.unit if case.indicator else None
        form = unit.form if unit else None
        row = {
            "case": number,
            "low": goal.low,
            "high": goal.high,
            "strict": int(goal.strict),
            "aim": goal.aim,
            "towards": int(goal.towards),
            "by_interval": int(goal.by_interval),
            "edge_from": goal.comparator.value
            if goal.comparator
            else "previous"
            if goal.previous
            else "plan",
            "sense": goal.sense,
            "margin": goal.margin,
            "margin_relative": int(goal.margin_relative),
            "base": case.base,
            "base_month": case.base_month,
            "due_month": case.due.end_month if case.due else None,
            "mode": case.judged.value,
            "scale": float(unit.scale) if unit and unit.scale else 1.0,
            "limits": {UnitForm.PERCENT: "wilson", UnitForm.RATE: "byar"}.get(form, "none")
            if form
            else "none",
            "break_month": _break_month(case),
            "set_size": set_size,
            "static": case.reason.value if case.reason else None,
            "by_count": int(form is UnitForm.COUNT),
            "median": int((goal.aggregate or aggregate) is Aggregate.MEDIAN),
            "ranged": int(math.isfinite(goal.low) and math.isfinite(goal.high) and not goal.towards),
        }
        for name, value in row.items():
            columns[name].append(value)
    return columns


def _break_month(case: Case) -> int | None:
    """Return the month of the first break of series after the baseline, which no comparison may cross."""
    if case.indicator is None or case.base_month is None:
        return None
    after = [b.first.end_month for b in case.indicator.breaks if b.first.end_month > case.base_month]
    return min(after, default=None)


def judged(
    found: nw.LazyFrame[Any],
    cases: Sequence[Case],
    *,
    set_size: int,
    aggregate: Aggregate,
    confidence: float,
) -> nw.LazyFrame[Any]:
    """Add to the figures of each case what follows from them: edges, distance, progress, reason, status."""
    frame = found.drop("step", "due_end", "final").join(
        like(found, _goal_rows(cases, set_size, aggregate), _GOALS), on="case", how="left"
    )
    c = Columns(frame.collect_schema().names())
    return c.add_to(frame, **_results(c, confidence))


def _results(c: Columns, confidence: float) -> dict[str, nw.Expr]:
    value, lower, upper = _value_and_limits(c, confidence)
    low, high, aim = _edges(c)
    (inside,) = c.let(margin(c, value, low, high))
    held = (lower <= aim) & (upper >= aim)
    exact = meets(c, inside, value, nw.col("strict"))
    by_interval = nw.col("by_interval") == 1
    met = c.where(exact | (by_interval & held), 1, c.where(inside.is_null(), c.missing, 0))
    (met,) = c.let(met)
    base, month, due = nw.col("base"), nw.col("month"), nw.col("due_month")
    towards, ranged = nw.col("towards") == 1, nw.col("ranged") == 1
    (base_inside,) = c.let(margin(c, base, low, high))
    done = c.where(towards, nearness(c, value, base, aim), progress(c, value, base, aim))
    done = c.where(ranged, approach(c, inside, base_inside), done)
    share = time_share(c, month, nw.col("base_month"), due)
    # an edge found in the figures moves from year to year: there is no way from a baseline to it
    planned = nw.col("edge_from") == "plan"
    done, share, passed = c.let(nw.when(planned).then(done), share, nw.when(share > 0).then(share))
    base_meets = planned & meets(c, base_inside, base, nw.col("strict"))
    (base_meets,) = c.let(c.where(base_meets, 1, c.where(base.is_null(), c.missing, 0)))
    (reason,) = c.let(_reason(c, value, lower, aim, met, share))
    return {
        "judged_on": value,
        "lower": lower,
        "upper": upper,
        "low_edge": low,
        "high_edge": high,
        "aim_at": aim,
        "distance": c.where(towards, -c.distance(value, aim), inside),
        "progress": done,
        "expected": expected(base, aim, passed),
        "pace": c.ratio(done, passed),
        "required": c.where(met == 1, c.missing, required_per_year(c, value, aim, month, due)),
        "within_chance": c.where(held, 1, c.where(lower.is_null() | aim.is_null(), c.missing, 0)),
        "base_meets": base_meets,
        "overshot": c.where((towards | ranged) & (met == 0) & ((value - aim) * (base - aim) < 0), 1, 0),
        "reason": reason,
        "status": _status(c, reason, met, base_meets, done, share, meets(c, inside, value, 0)),
    }


def _value_and_limits(c: Columns, confidence: float) -> tuple[nw.Expr, ...]:
    """Return the figure that is judged (the quotient where both its parts are known), and its limits."""
    published, scale, limits = nw.col("value"), nw.col("scale"), nw.col("limits")
    itself = (nw.col("by_count") == 1) & (published >= 0) & (published == published.round(0))
    x = c.where(itself, published, nw.col("count"))
    n = c.where(itself, 1.0, nw.col("denominator"))
    usable = (x >= 0) & (n > 0) & ((x >= EXACT_BELOW) | (x == x.round(0)))
    usable &= (limits != "wilson") | (x <= n)  # a part above its whole is none
    x, n = c.let(nw.when(usable & ~published.is_null()).then(x), nw.when(usable).then(n))
    quotient = c.where((limits == "wilson") | (limits == "byar"), scale * c.ratio(x, n), c.missing)
    part = nw.when(x <= n).then(x)  # of other units, whose limits are not Wilson's
    count_low, count_high = byar(c, x, confidence)
    part_low, part_high = wilson(c, part, n, confidence)
    wilsons, counts = limits == "wilson", (limits == "byar") | itself
    return c.let(
        c.where(quotient.is_null(), published, quotient),
        c.where(wilsons, scale * part_low, c.where(counts, scale * c.ratio(count_low, n), c.missing)),
        c.where(wilsons, scale * part_high, c.where(counts, scale * c.ratio(count_high, n), c.missing)),
    )


def _edges(c: Columns) -> tuple[nw.Expr, ...]:
    """Return the interval that meets the target, and the edge that progress is measured to."""
    source, sense = nw.col("edge_from"), nw.col("sense")
    mean, median = (nw.col(NEIGHBOURS_AS[one]) for one in (Aggregate.MEAN, Aggregate.MEDIAN))
    near = c.where(nw.col("median") == 1, median, mean)
    enough = 2 * nw.col("neighbours_n") >= nw.col("set_size")
    edge = c.where(source == "previous", nw.col("previous"), c.missing)
    edge = c.where((source == ComparatorKind.NEIGHBOURS.value) & enough, near, edge)
    for kind in (ComparatorKind.COUNTRY, ComparatorKind.REGION):
        edge = c.where(source == kind.value, nw.col(kind.value), edge)
    (edge,) = c.let(edge)
    (edge, spread) = _with_margin(c, edge)
    planned = source == "plan"
    return c.let(
        c.where(planned, nw.col("low"), c.where(sense >= 0, edge - spread, float("-inf"))),
        c.where(planned, nw.col("high"), c.where(sense <= 0, edge + spread, float("inf"))),
        c.where(planned, nw.col("aim"), edge),
    )


def _with_margin(c: Columns, edge: nw.Expr) -> tuple[nw.Expr, ...]:
    """Return an edge found in the figures with its margin added, and how far from it is still met."""
    share = c.distance(edge, nw.lit(0.0)) / 100  # also below zero a margin is added on the side of its sign
    size = nw.col("margin") * c.where(nw.col("margin_relative") == 1, share, 1.0)
    either_side = nw.col("sense") == 0
    return c.let(edge + c.where(either_side, 0.0, size), c.where(either_side, size, 0.0))


def _reason(
    c: Columns, value: nw.Expr, lower: nw.Expr, aim: nw.Expr, met: nw.Expr, share: nw.Expr
) -> nw.Expr:
    """Return why nothing can be said, the first reason that holds; missing where something can."""
    mode, source, by_interval = nw.col("mode"), nw.col("edge_from"), nw.col("by_interval") == 1
    under_way = mode == Judged.UNDER_WAY.value
    reason: Any = nw.lit(None, dtype=nw.String)
    short = under_way & (met == 0)
    reason = c.where(short & (share.is_null() | (share <= 0)), Reason.NO_TIME.value, reason)
    # an edge found in the figures is known when due, and no line leads there
    reason = c.where(
        short & (nw.col("base").is_null() | (source != "plan")), Reason.NOT_YET_DUE.value, reason
    )
    crossed = (nw.col("base_month") < nw.col("break_month")) & (nw.col("month") >= nw.col("break_month"))
    reason = c.where(crossed, Reason.NOT_COMPARABLE.value, reason)
    reason = c.where(by_interval & (met == 0) & lower.is_null(), Reason.NO_INTERVAL.value, reason)
    reason = c.where((source != "plan") & aim.is_null(), Reason.NO_COMPARATOR.value, reason)
    near = c.where(nw.col("neighbours_n").is_null(), 0, nw.col("neighbours_n"))
    few = (source == ComparatorKind.NEIGHBOURS.value) & (2 * near < nw.col("set_size"))
    reason = c.where(few, Reason.TOO_FEW_NEIGHBOURS.value, reason)
    reason = c.where(value.is_null(), Reason.NO_OBSERVATION.value, reason)
    for mark, meaning in _MARKS.items():
        reason = c.where(value.is_null() & (nw.col("mark") == mark.value), meaning.value, reason)
    return c.where(~nw.col("static").is_null(), nw.col("static"), reason)


def _status(
    c: Columns,
    reason: nw.Expr,
    met: nw.Expr,
    base_meets: nw.Expr,
    done: nw.Expr,
    share: nw.Expr,
    at_edge: nw.Expr,
) -> nw.Expr:
    mode = nw.col("mode")
    # a change from the baseline without a size has no way between the two: there is only before and behind
    level = c.where(at_edge, Status.NO_PROGRESS.value, Status.WORSE.value)
    level = c.where(done.is_null(), level, Status.NO_PROGRESS.value)
    moving = c.where(done > NOISE, Status.BEHIND.value, c.where(done < -NOISE, Status.WORSE.value, level))
    # at the baseline itself nothing was due yet, and nothing done is no progress, not "on track"
    moving = c.where((done > NOISE) & (done >= share - NOISE), Status.ON_TRACK.value, moving)
    moving = c.where(base_meets == 1, Status.WORSE.value, moving)
    moving = c.where(met == 1, Status.MET_ALREADY.value, moving)
    settled = c.where(met == 1, Status.MET.value, Status.NOT_MET.value)
    status = c.where(mode == Judged.UNDER_WAY.value, moving, settled)
    return c.where(reason.is_null(), status, Status.CANNOT_SAY.value)
