"""The figures of every case, found by one query in the caller's engine.

The query joins the observations to what the plan needs: own figures and those of comparators, of periods
that have ended. Its small result is collected once, so that the observations are walked once; from it each
case takes the figure of its judged period, the one before, and its comparators'.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import attrs
import narwhals as nw

from cypplan.assess.words import Judged
from cypplan.comparators import Aggregate, ComparatorKind
from cypplan.indicators import ALL_GROUPS, aligned
from cypplan.observations.frames import gathered, like, opened
from cypplan.observations.releases import taken_release
from cypplan.observations.table import Mark
from cypplan.periods import PeriodKind

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Mapping, Sequence

    from cypplan.assess.cases import Case
    from cypplan.calc.carrier import Table
    from cypplan.indicators import Indicator

__all__ = ["NEEDS", "NEIGHBOURS_AS", "OWN", "Company", "figures_of", "found", "known_figures"]

OWN: Final = "own"
NEIGHBOURS_AS: Final = {one: f"neighbours_{one.value}" for one in Aggregate}
"""Column of the neighbours' figure, by aggregate."""
_NO_MEDIAN: Final = nw.lit(None, dtype=nw.Float64).alias(NEIGHBOURS_AS[Aggregate.MEDIAN])
_ANY: Final = "any"
_STEP: Final = {PeriodKind.QUARTER: 3, PeriodKind.MONTH: 1}
_CARRIED: Final = (
    "value", "count", "denominator", "mark", "qualifiers", "source", "release", "published", "derivation",
    "period", "period_end", "period_kind",
)  # fmt: skip
NEEDS: Final = {
    "case": "Int64", "indicator": "String", "area": "String", "group": "String", "role": "String",
    "kind": "String", "complement": "Int64",
}  # fmt: skip
"""Columns of the table that says which figures are needed, and the type of each."""
_FIGURE: Final = ("case", "area", "period", "period_kind")
"""What tells one figure of a case from another, whatever release it comes from."""
_CASES: Final = {"case": "Int64", "final": "Int64", "due_end": "Date", "step": "Int64"}


@attrs.frozen(kw_only=True)
class Company:
    """The area that is judged and those it is compared with, by GSS code."""

    area: str
    country: str | None = None
    region: str | None = None
    neighbours: tuple[str, ...] = ()

    @property
    def roles(self) -> Mapping[str, str]:
        """Every area to the role it plays; the area itself is never its own comparator."""
        roles = {code: ComparatorKind.NEIGHBOURS.value for code in self.neighbours if code != self.area}
        if self.region is not None:
            roles[self.region] = ComparatorKind.REGION.value
        if self.country is not None:
            roles[self.country] = ComparatorKind.COUNTRY.value
        return {**roles, self.area: OWN}


def _needs(cases: Sequence[Case], company: Company) -> dict[str, list[Any]]:
    """One row for each case and area whose figures it needs."""
    rows = [
        (
            number,
            indicator.published_id,
            area,
            ALL_GROUPS,
            role,
            kind,
            1 if indicator.derivation else 0,
        )
        for number, case in enumerate(cases)
        if (indicator := case.indicator) is not None and case.has_figures
        for area, role in company.roles.items()
        for kind in _kinds(case, indicator)
    ]
    return {name: [row[at] for row in rows] for at, name in enumerate(NEEDS)}


def _kinds(case: Case, indicator: Indicator) -> list[str]:
    """Return the kinds of period whose figures can answer for a case; any, where nothing says which.

    Where no kind is known of an indicator, a figure of March still does not stand in for the year.
    """
    if indicator.period_kind is not None:
        return [indicator.period_kind.value]
    if case.due is None or case.judged is Judged.STANDING:
        return [_ANY]
    return [kind.value for kind in PeriodKind if aligned(case.due, kind) is not None]


def _case_rows(cases: Sequence[Case]) -> dict[str, list[Any]]:
    kinds = [case.indicator.period_kind if case.indicator else None for case in cases]
    return {
        "case": list(range(len(cases))),
        "final": [int(case.judged is Judged.FINAL) for case in cases],
        "due_end": [case.due_end for case in cases],
        "step": [_STEP.get(kind, 12) if kind else 12 for kind in kinds],
    }


def _known(frame: nw.LazyFrame[Any], as_of: dt.date, known_at: dt.date | None) -> nw.LazyFrame[Any]:
    """Keep figures of periods that have ended, and of releases that were out by then."""
    frame = frame.filter(nw.col("period_end") <= nw.lit(as_of))
    return frame if known_at is None else frame.filter(nw.col("published") <= nw.lit(known_at))


def figures_of(
    frame: nw.LazyFrame[Any], needs: nw.LazyFrame[Any], *, as_of: dt.date, known_at: dt.date | None
) -> nw.LazyFrame[Any]:
    """Join figures that were known by then to what the cases need, complements taken, months counted."""
    joined = _known(frame, as_of, known_at).join(needs, on=["indicator", "area", "group"], how="inner")
    joined = joined.filter((nw.col("period_kind") == nw.col("kind")) | (nw.col("kind") == nw.lit(_ANY)))
    rest = nw.col("complement") == 1
    end = nw.col("period_end")
    # a number that stands beside the mark of its suppression is not to be read
    parts = ("value", "count", "denominator")
    secret = nw.when(~nw.col("mark").is_null()).then(nw.col("mark")).otherwise(nw.lit(""))
    joined = joined.with_columns(
        nw.when(secret != nw.lit(Mark.SUPPRESSED.value)).then(nw.col(name)).alias(name) for name in parts
    )
    return joined.with_columns(
        value=nw.when(rest).then(100 - nw.col("value")).otherwise(nw.col("value")),
        count=nw.when(rest).then(nw.col("denominator") - nw.col("count")).otherwise(nw.col("count")),
        month=(end.dt.year().cast(nw.Int64) * 12 + end.dt.month().cast(nw.Int64)),
    )


def known_figures(
    frame: nw.LazyFrame[Any],
    needs: nw.LazyFrame[Any],
    *,
    as_of: dt.date,
    known_at: dt.date | None,
    release: str | None = None,
    must_be: bool = False,
) -> nw.DataFrame[Any]:
    """Collect the figures that the cases need, one release of each: the last known then, or a named one."""
    few = gathered(figures_of(frame, needs, as_of=as_of, known_at=known_at)).lazy()
    return gathered(taken_release(few, _FIGURE, release=release, must_be=must_be))


def _judged_periods(own: nw.LazyFrame[Any], cases: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """Say for each case which period it is judged on: its due period, or the latest that has a figure.

    Where no period has a figure, it is the latest that says why.
    """
    valued = own.filter(~nw.col("value").is_null())
    latest = valued.group_by("case").agg(nw.col("period_end").max().alias("latest_end"))
    said = own.group_by("case").agg(nw.col("period_end").max().alias("said_end"))
    cases = cases.join(latest, on="case", how="left").join(said, on="case", how="left")
    latest_end = nw.when(nw.col("latest_end").is_null()).then(nw.col("said_end")).otherwise("latest_end")
    judged = nw.when(nw.col("final") == 1).then(nw.col("due_end")).otherwise(latest_end)
    cases = cases.with_columns(judged_end=judged)
    month = nw.col("judged_end").dt.year().cast(nw.Int64) * 12 + nw.col("judged_end").dt.month().cast(
        nw.Int64
    )
    return cases.with_columns(month=month, before=month - nw.col("step"))


def _now(own: nw.LazyFrame[Any], cases: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    joined = own.select("case", *_CARRIED).join(cases.select("case", "judged_end"), on="case", how="inner")
    return joined.filter(nw.col("period_end") == nw.col("judged_end")).drop("judged_end")


def _alike() -> nw.Expr:
    """Return whether a figure is for a period of the same kind as the judged one, if there is one."""
    kind = nw.col("judged_kind")
    return kind.is_null() | (nw.col("period_kind") == kind)


def _before(own: nw.LazyFrame[Any], cases: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """Return the figure of the period just before the judged one, where there is one."""
    joined = own.select("case", "month", "value", "period", "period_kind").join(
        cases.select("case", "before", "judged_kind"), on="case", how="inner"
    )
    joined = joined.filter((nw.col("month") == nw.col("before")) & ~nw.col("value").is_null() & _alike())
    return joined.select("case", nw.col("value").alias("previous"), nw.col("period").alias("previous_period"))


def _others(
    figures: nw.LazyFrame[Any], cases: nw.LazyFrame[Any], aggregates: Collection[Aggregate]
) -> list[nw.LazyFrame[Any]]:
    """Return country, region and neighbours at the judged period: a figure each, and how many had one."""
    there = figures.filter((nw.col("role") != nw.lit(OWN)) & ~nw.col("value").is_null())
    there = there.join(cases.select("case", "judged_end", "judged_kind"), on="case", how="inner")
    there = there.filter((nw.col("period_end") == nw.col("judged_end")) & _alike())
    kinds = (ComparatorKind.COUNTRY, ComparatorKind.REGION)
    tables = []
    for kind in kinds:
        one = there.filter(nw.col("role") == nw.lit(kind.value))
        tables.append(one.select("case", nw.col("value").alias(kind.value)))
    near = there.filter(nw.col("role") == nw.lit(ComparatorKind.NEIGHBOURS.value)).select(
        "case", "area", "value"
    )
    each = near.group_by("case", "area").agg(nw.len().alias("figures"))
    counted = each.group_by("case").agg(
        nw.len().alias("neighbours_n"), nw.col("figures").max().alias("neighbours_most")
    )
    means = near.group_by("case").agg(nw.col("value").mean().alias(NEIGHBOURS_AS[Aggregate.MEAN]))
    # a median takes a join of its own, and is seldom asked for
    medians = _medians(near) if Aggregate.MEDIAN in aggregates else near.head(0).select("case", _NO_MEDIAN)
    return [*tables, counted, means, medians]


def _medians(near: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """Return medians by counting, for each value, those below and beside it: exact on every engine.

    Some engines have no median per group, or only an approximate one.
    """
    other = near.select("case", nw.col("value").alias("other"))
    pairs = near.join(other, on="case", how="inner").with_columns(
        below=(nw.col("other") < nw.col("value")).cast(nw.Int64),
        level=(nw.col("other") <= nw.col("value")).cast(nw.Int64),
    )
    ranked = pairs.group_by("case", "area", "value").agg(
        nw.col("below").sum(), nw.col("level").sum(), nw.len().alias("n")
    )
    # with n values, the middle two are those with at most n/2 below them and at least n/2 at or below
    n = nw.col("n").cast(nw.Int64)
    middle = ranked.filter((2 * nw.col("below") <= n) & (2 * nw.col("level") >= n))
    ends = middle.group_by("case").agg(
        nw.col("value").min().alias("low_middle"), nw.col("value").max().alias("high_middle")
    )
    half = (nw.col("low_middle") + nw.col("high_middle")) / 2
    return ends.select("case", half.alias(NEIGHBOURS_AS[Aggregate.MEDIAN]))


def found(
    observations: Table,
    cases: Sequence[Case],
    company: Company,
    *,
    as_of: dt.date,
    known_at: dt.date | None,
    aggregate: Aggregate,
    release: str | None = None,
) -> nw.LazyFrame[Any]:
    """Return a lazy table with one row for each case: its figures, as far as there are any.

    ``observations`` is the caller's table. Two figures for one case show as two rows, which the caller
    refuses. The column "unpublished" says of all rows whether any figure is unpublished.
    """
    needs = _needs(cases, company)
    keep = {"indicator": sorted(set(needs["indicator"])), "area": sorted(company.roles)}
    frame = opened(observations, keep=keep)
    needed = like(frame, needs, NEEDS)
    few = known_figures(frame, needed, as_of=as_of, known_at=known_at, release=release, must_be=True)
    # in one order, so that a mean has the same last digit whatever the order of the caller's rows
    figures = few.sort("case", "area", "period_end", "value").lazy()
    own = figures.filter(nw.col("role") == nw.lit(OWN))
    rows = _judged_periods(own, like(figures, _case_rows(cases), _CASES))
    rows = rows.join(_now(own, rows).rename({"period_kind": "judged_kind"}), on="case", how="left")
    aggregates = {aggregate, *(case.goal.aggregate or aggregate for case in cases)}
    for part in (_before(own, rows), *_others(figures, rows, aggregates)):
        rows = rows.join(part, on="case", how="left")
    return rows.with_columns(unpublished=nw.lit(int(_any_unpublished(figures)), dtype=nw.Int64))


def _any_unpublished(figures: nw.LazyFrame[Any]) -> bool:
    marked = nw.col("qualifiers").str.contains(Mark.UNPUBLISHED.value, literal=True)
    return (
        len(
            figures.select("qualifiers")
            .filter(~nw.col("qualifiers").is_null())
            .filter(marked)
            .head(1)
            .collect()
        )
        > 0
    )
