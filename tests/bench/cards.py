"""A scorecard beside the query that an analyst would write for the same answer, and what a start costs."""

from __future__ import annotations

import inspect
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

import cypplan

from .timing import Result, fresh_seconds, turns

if TYPE_CHECKING:
    from collections.abc import Iterator

PLAN = "warrington-care-2018"
AS_OF = "2021-03-31"


def by_hand(path: str, targets: list[tuple[Any, ...]], areas: dict[str, str]) -> list[dict[str, Any]]:
    """Figures of every target and whether it is met, in Polars alone, on constants that somebody typed in."""
    import datetime as dt

    import polars as pl

    names = ["id", "indicator", "kind", "rest", "due", "low", "high", "strict"]
    schema = [pl.String] * 3 + [pl.Boolean, pl.Date, pl.Float64, pl.Float64, pl.Boolean]
    wanted = pl.LazyFrame(targets, schema=dict(zip(names, schema, strict=True)), orient="row")
    roles = pl.LazyFrame({"area": list(areas), "role": list(areas.values())})
    figures = (
        pl.scan_parquet(path)
        .filter(
            pl.col("indicator").is_in([target[1] for target in targets]),
            pl.col("area").is_in(list(areas)),
            pl.col("group") == "all",
            pl.col("period_end") <= dt.date(2021, 3, 31),
        )
        .select("indicator", "area", "period_kind", "period_end", "value")
        .join(wanted, on="indicator")
        .filter((pl.col("kind") == pl.col("period_kind")) | pl.col("kind").is_null())
        .join(roles, on="area")
        .with_columns(value=pl.when("rest").then(100 - pl.col("value")).otherwise("value"))
        .collect()
        .lazy()
    )
    own = figures.filter(pl.col("role") == "own")
    latest = own.filter(pl.col("value").is_not_null()).group_by("id").agg(last=pl.col("period_end").max())
    cases = wanted.join(latest, on="id", how="left").with_columns(at=pl.coalesce("due", "last"))
    there = figures.join(cases.select("id", "at"), on="id").filter(pl.col("period_end") == pl.col("at"))
    value = there.group_by("id", "role").agg(pl.col("value").mean(), n=pl.col("value").count())
    for role in ("own", "country", "region", "neighbours"):
        one = value.filter(pl.col("role") == role).select(
            "id", pl.col("value").alias(role), pl.col("n").alias(f"{role}_n")
        )
        cases = cases.join(one, on="id", how="left")
    inside = pl.min_horizontal(pl.col("own") - pl.col("low"), pl.col("high") - pl.col("own"))
    cases = cases.with_columns(met=pl.when("strict").then(inside > 0).otherwise(inside >= 0))
    return cases.select("id", "own", "country", "region", "neighbours", "met").collect().to_dicts()


def _is_plain(goal: Any) -> bool:
    """Whether a target is a fixed value with a side; others are more than the query by hand can judge."""
    return goal.comparator is None and not (goal.previous or goal.by_interval or goal.towards)


def _typed_in() -> tuple[str, list[tuple[Any, ...]], dict[str, str]]:
    """The constants of the query by hand: what an analyst reads in the plan and types in."""
    import datetime as dt

    from cypplan.assess.compiling import compile_plan
    from cypplan.assess.scorecard import _company, _neighbour_set
    from cypplan.assess.words import Judged

    registry, plan = cypplan.registry(), cypplan.plan(PLAN)
    cases = compile_plan(plan, registry.indicators, dt.date.fromisoformat(AS_OF))
    card = cypplan.scorecard(plan, as_of=AS_OF)
    targets = [
        (
            verdict.id,
            case.indicator.published_id,
            case.indicator.period_kind.value if case.indicator.period_kind else None,
            case.indicator.derivation is not None,
            case.due_end if case.judged is Judged.FINAL else None,
            case.goal.low,
            case.goal.high,
            case.goal.strict,
        )
        for verdict, case in zip(card, cases, strict=True)
        if case.indicator is not None and case.reason is None and _is_plain(case.goal)
    ]
    company = _company(plan, registry, _neighbour_set(registry, None))
    path = str(next(iter(registry.observation_sets.values())).path)
    return path, targets, dict(company.roles)


def _assert_same(found: list[dict[str, Any]]) -> None:
    """The query by hand finds what the scorecard finds: figures of all, and whether the target is met."""
    card = cypplan.scorecard(cypplan.plan(PLAN), as_of=AS_OF)
    assert len(found) > 5
    for row in found:
        verdict = card[row["id"]]
        value = verdict.observation.value if verdict.observation else None
        assert value is None or abs(value - row["own"]) < 1e-9, (row, verdict)
        if verdict.status.value in {"met", "not met"} and row["met"] is not None:
            assert (verdict.status.value == "met") == row["met"], (row, verdict)


def beside_polars() -> Iterator[Result]:
    """Warm calls in one process, then whole processes with everything they import."""
    path, targets, areas = _typed_in()
    _assert_same(by_hand(path, targets, areas))
    plan = cypplan.plan(PLAN)
    mine, other = turns(
        lambda: cypplan.scorecard(plan, as_of=AS_OF), lambda: by_hand(path, targets, areas), runs=15
    )
    yield Result("scorecard, warm call", 1e3 * mine, 1e3 * other, "ms", "Polars by hand, figures and met")
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "by_hand.py"
        code = inspect.getsource(by_hand)
        data = f"\nimport datetime\ninf = float('inf')\nby_hand({path!r}, {targets!r}, {areas!r})\n"
        head = "from __future__ import annotations\n"
        script.write_text(head + code + data, encoding="utf-8")
        own = f"import cypplan; cypplan.scorecard(cypplan.plan({PLAN!r}), as_of={AS_OF!r})"
        bare, mine, other = fresh_seconds([["-c", "pass"], ["-c", own], [str(script)]])
    yield Result("scorecard, whole process", 1e3 * mine, 1e3 * other, "ms", "the same, imports included")
    yield Result("scorecard, less a bare start", 1e3 * (mine - bare), 1e3 * (other - bare), "ms", "the same")


def start() -> Iterator[Result]:
    """What an import and the first plan cost on top of an interpreter."""
    plan = f"import cypplan; cypplan.plan({PLAN!r})"
    scripts = [["-c", "pass"], ["-c", "import cypplan"], ["-c", plan]]
    bare, door, first = fresh_seconds(scripts, runs=15)
    yield Result("import cypplan, less a bare start", 1e3 * (door - bare), None, "ms")
    yield Result("first plan, less a bare start", 1e3 * (first - bare), 200.0, "ms", "what we promise")


def engines() -> Iterator[Result]:
    """The warm call on other engines, beside lazy Polars."""
    import duckdb

    plan = cypplan.plan(PLAN)
    path = str(next(iter(cypplan.registry().observation_sets.values())).path)
    frame = pl.read_parquet(path)
    kinds = {
        "Polars in memory": frame,
        "pandas": frame.to_pandas(),
        "PyArrow": frame.to_arrow(),
        "DuckDB": duckdb.read_parquet(path),
    }
    for name, native in kinds.items():
        mine, other = turns(
            lambda native=native: cypplan.scorecard(plan, native, as_of=AS_OF),
            lambda: cypplan.scorecard(plan, as_of=AS_OF),
            runs=5,
        )
        yield Result(f"scorecard on {name}", 1e3 * mine, 1e3 * other, "ms", "Polars lazily from the file")
