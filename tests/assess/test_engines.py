"""One judgement whatever kind of table the figures come in, and a table of that kind back."""

from __future__ import annotations

import datetime as dt
import functools
import random
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import attrs
import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from assess.building import (
    AS_OF,
    COUNTRY,
    NEAR,
    REGION,
    WORLD,
    baseline,
    card,
    measure,
    plan,
    row,
    table,
    value,
)

import cypplan
from cypplan.assess import Scorecard, Status, scorecard
from cypplan.assess.plain import COLUMNS, verdict_row
from cypplan.comparators import ComparatorKind
from cypplan.plans import ComparatorTarget, Relation, ToBeSetTarget

if TYPE_CHECKING:
    from collections.abc import Callable

    from engines import EngineKind

PLANS = {"worcestershire-cypp-2014": "2015-08-31", "warrington-care-2018": "2021-03-31"}
TYPES = {pl.String: "String", pl.Float64: "Float64", pl.Date: "Date"}


@functools.cache
def _figures(name: str) -> pl.DataFrame:
    """Return the published figures of a plan's authority and its company, and a few others."""
    registry, authority = cypplan.registry(), cypplan.plan(name).authority
    area = registry.areas[authority]
    near = registry.neighbour_sets["2025"].of(authority)
    company = [authority, area.region, "E92000001", "E06000001", *near]
    links = [one.indicator.id for one in cypplan.plan(name).measures if one.indicator]
    wanted = [registry.indicators[link].published_id for link in links if link in registry.indicators]
    frame = cypplan.published().filter(pl.col("area").is_in(company), pl.col("indicator").is_in(wanted))
    return frame.collect()


@functools.cache
def _expected(name: str, aggregate: str) -> list[dict[str, Any]]:
    found = cypplan.scorecard(cypplan.plan(name), as_of=PLANS[name], aggregate=aggregate)
    return found.to_dict()["verdicts"]


def _rounded(data: Any) -> Any:
    """Return plain data with its numbers to twelve digits: engines add up in different orders."""
    match data:
        case float():
            return float(f"{data:.12g}") + 0.0 if abs(data) > 1e-12 else 0.0
        case dict():
            return {key: _rounded(one) for key, one in data.items()}
        case list():
            return [_rounded(one) for one in data]
        case _:
            return data


@pytest.mark.parametrize("name", PLANS)
@pytest.mark.parametrize("aggregate", ["mean", "median"])
def test_the_same_verdicts_from_every_engine(engine: EngineKind, name: str, aggregate: str) -> None:
    """Protects: every verdict of both real plans, whole, from published figures in any table."""
    figures = _figures(name)
    schema = {column: TYPES[type(dtype)] for column, dtype in figures.schema.items()}
    native = engine.make(figures.to_dict(as_series=False), schema)
    found = cypplan.scorecard(cypplan.plan(name), native, as_of=PLANS[name], aggregate=aggregate)
    assert _rounded(found.to_dict()["verdicts"]) == _rounded(_expected(name, aggregate))


MEASURES = (
    measure("share", value(70, "2019/20"), base=baseline(50), name="met"),
    measure("gap", value(7, "2019/20"), name="suppressed"),
    measure("rate", value(30, "2019/20"), name="without"),
    measure("number", value(0, "2019/20"), name="zero"),
    measure("share", ToBeSetTarget(), name="unset"),
    measure("share", value(90, "2021/22"), base=baseline(50), name="under-way"),
    measure(
        "share",
        ComparatorTarget(comparator=ComparatorKind.NEIGHBOURS, relation=Relation.NOT_WORSE),
        name="near",
    ),
)
ROWS = (
    row("share", 71, count=71, denominator=100, published=dt.date(2020, 11, 26)),
    row("share", 60, "2018/19", qualifiers="provisional"),
    row("gap", None, mark="suppressed"),
    row("number", 0),
    *(row("share", 60 + n, area=area) for n, area in enumerate((COUNTRY, REGION, *NEAR))),
    *(row("share", 1, f"{year}/{(year + 1) % 100:02d}") for year in range(2005, 2017)),
)
EXPECTED = card(*MEASURES, rows=ROWS)


def _judge(observations: object) -> Scorecard:
    return scorecard(plan(*MEASURES), observations, as_of=AS_OF, registry=WORLD)


def _columns(rows: Any) -> dict[str, list[Any]]:
    return table(rows).to_dict(as_series=False)


SCHEMA = {column: TYPES[type(dtype)] for column, dtype in table([]).schema.items()}


def test_the_frame_comes_back_as_the_callers_kind(engine: EngineKind) -> None:
    """Protects: same kind in and out, the scorecard's rows, and what is missing is not 0 or ""."""
    found = _judge(engine.make(_columns(ROWS), SCHEMA))
    native = found.to_frame()
    rows = sorted(engine.back(native), key=lambda one: [v.id for v in found].index(one["verdict"]))
    assert rows == [verdict_row(verdict) for verdict in EXPECTED]
    assert list(rows[0]) == list(COLUMNS)
    by_name = {one["verdict"]: one for one in rows}
    assert by_name["zero"]["value"] == 0
    assert by_name["suppressed"]["value"] is None
    assert (by_name["unset"]["within_chance"], by_name["unset"]["neighbours_n"]) == (None, 4)
    assert (by_name["without"]["rag"], by_name["without"]["neighbours_n"]) == (None, None)


def test_a_table_of_the_callers_own_making(engine: EngineKind) -> None:
    """Protects: foreign columns, rows and columns in another order, and names like ours, change nothing."""
    chance = random.Random(7)  # noqa: S311 (an order, not a secret)
    rows = [
        {
            **one,
            "note": "mine",
            "case": 99,
            "role": "own",
            "month": 1.5,
            "judged_end": dt.date(1999, 1, 1),
            "_cypplan_0_0": "x",
            "neighbours_n": 1,
        }
        for one in ROWS
    ]
    chance.shuffle(rows)
    names = list(rows[0])
    chance.shuffle(names)
    kinds = {"case": "Int64", "month": "Float64", "judged_end": "Date", "neighbours_n": "Int64"}
    schema = {name: SCHEMA.get(name) or kinds.get(name, "String") for name in names}
    native = engine.make({name: [one[name] for one in rows] for name in names}, schema)
    before = engine.back(native)
    found = _judge(native)
    assert found.to_dict() == EXPECTED.to_dict()
    assert engine.back(native) == before, "the input was changed"


def test_a_plan_without_measures(engine: EngineKind) -> None:
    """Protects: nothing to judge gives an empty scorecard and an empty table of the caller's kind."""
    found = scorecard(plan(), engine.make(_columns(ROWS), SCHEMA), as_of=AS_OF, registry=WORLD)
    assert len(found) == 0
    assert engine.back(found.to_frame()) == []


def test_no_figures_at_all(engine: EngineKind) -> None:
    """Protects: an empty table judges nothing, and says so of every target."""
    found = _judge(engine.make(_columns([]), SCHEMA))
    assert {one.status for one in found} == {"cannot say"}


TEXTS = ("indicator", "area", "group", "period_kind", "mark", "source")
DATES = ("period_start", "period_end", "published")
POLARS: dict[str, Callable[[pl.DataFrame], Any]] = {
    "categorical": lambda frame: frame.with_columns(pl.col(TEXTS).cast(pl.Categorical)),
    "enum": lambda frame: frame.with_columns(
        pl.col(name).cast(pl.Enum(frame[name].unique().drop_nulls().to_list())) for name in TEXTS
    ),
    "decimal": lambda frame: frame.with_columns(pl.col("value", "count").cast(pl.Decimal(12, 3))),
    "whole": lambda frame: frame.with_columns(pl.col("value", "count", "denominator").cast(pl.Int32)),
    "datetime": lambda frame: frame.with_columns(pl.col(DATES).cast(pl.Datetime)),
    "date as text": lambda frame: frame.with_columns(pl.col(DATES).cast(pl.String)),
    "untyped": lambda frame: frame.with_columns(pl.lit(None).alias(name) for name in ("lower", "derivation")),
    "empty text": lambda frame: frame.with_columns(pl.lit(None, dtype=pl.String).alias("upper")),
}


@pytest.mark.parametrize("change", POLARS.values(), ids=POLARS.keys())
def test_columns_of_other_types_in_polars(change: Callable[[pl.DataFrame], Any]) -> None:
    """Protects: categories, decimals, whole numbers and dates as text are what they are."""
    assert _judge(change(table(ROWS)).lazy()).to_dict() == EXPECTED.to_dict()


def _pandas() -> pd.DataFrame:
    return pd.DataFrame([dict(one) for one in ROWS])


PANDAS: dict[str, Callable[[], pd.DataFrame]] = {
    "as read": _pandas,
    "with an index": lambda: _pandas().set_index(pd.Index([f"r{n}" for n in range(len(ROWS))], name="area")),
    "with one index for all": lambda: _pandas().set_axis([0] * len(ROWS)),
    "with an index of two": lambda: (
        _pandas().set_index(["source", "release"], drop=False).rename_axis(["a", "b"])
    ),
    "nullable": lambda: _pandas().convert_dtypes(),
    "objects": lambda: _pandas().astype(object),
    "categories": lambda: _pandas().astype(dict.fromkeys(TEXTS, "category")),
    "datetime64": lambda: _pandas().assign(**{one: pd.to_datetime(_pandas()[one]) for one in DATES}),
    "date as text": lambda: _pandas().assign(period_end=[str(one["period_end"]) for one in ROWS]),
    "decimal": lambda: _pandas().assign(
        value=[None if one["value"] is None else Decimal(str(one["value"])) for one in ROWS]
    ),
}


@pytest.mark.parametrize("make", PANDAS.values(), ids=PANDAS.keys())
def test_frames_of_pandas(make: Callable[[], pd.DataFrame]) -> None:
    """Protects: any index and any of pandas' types give the same verdicts, and the frame stays as it was."""
    frame = make()
    before = frame.copy(deep=True)
    assert _judge(frame).to_dict() == EXPECTED.to_dict()
    pd.testing.assert_frame_equal(frame, before)


def _arrow() -> pa.Table:
    return table(ROWS).to_arrow()


def _recast(native: pa.Table, kind: pa.DataType, *names: str) -> pa.Table:
    for name in names:
        native = native.set_column(native.column_names.index(name), name, native[name].cast(kind))
    return native


ARROW: dict[str, Callable[[], pa.Table]] = {
    "large strings": lambda: _recast(_arrow(), pa.large_string(), *TEXTS),
    "strings": lambda: _recast(_arrow(), pa.string(), *TEXTS),
    "dictionaries": lambda: _recast(
        _arrow(), pa.dictionary(pa.int32(), pa.string()), "indicator", "area", "mark"
    ),
    "timestamps": lambda: _recast(_arrow(), pa.timestamp("us"), *DATES),
    "decimals": lambda: _recast(_arrow(), pa.decimal128(12, 3), "value"),
    "nulls": lambda: _arrow().drop_columns(["lower"]).append_column("lower", pa.nulls(len(ROWS))),
    "in chunks": lambda: pa.concat_tables([_arrow().slice(0, 5), _arrow().slice(5)]),
}


@pytest.mark.parametrize("make", ARROW.values(), ids=ARROW.keys())
def test_tables_of_arrow(make: Callable[[], pa.Table]) -> None:
    """Protects: large strings, dictionaries, timestamps, decimals and chunks give the same verdicts."""
    assert _judge(make()).to_dict() == EXPECTED.to_dict()


class TestDuckDB:
    @pytest.fixture
    def connection(self) -> Any:
        """Return a connection of the user's own with a table of observations."""
        connection = duckdb.connect()
        connection.register("arrow", _arrow())
        connection.execute("CREATE TABLE figures AS SELECT * FROM arrow")
        return connection

    @pytest.mark.parametrize(
        "change",
        [
            "",
            "REPLACE (value::DECIMAL(12, 3) AS value, published::TIMESTAMP AS published)",
            "REPLACE (value::INT AS value, period_end::VARCHAR AS period_end), 'it''s' AS note",
            "REPLACE (mark::ENUM ('suppressed') AS mark)",
        ],
    )
    def test_a_relation_of_the_users_connection(self, connection: Any, change: str) -> None:
        """Protects: a relation of any connection is judged there, its table left as it was."""
        before = connection.execute("SELECT count(*), sum(value) FROM figures").fetchall()
        found = _judge(connection.sql(f"SELECT * {change} FROM figures ORDER BY random()"))  # noqa: S608 (above)
        assert found.to_dict() == EXPECTED.to_dict()
        back = found.to_frame()
        assert isinstance(back, duckdb.DuckDBPyRelation)
        assert len(back.filter("status = 'met'").fetchall()) == found.counts(proxies=False)[Status.MET]
        assert connection.execute("SELECT count(*), sum(value) FROM figures").fetchall() == before
        assert connection.execute("SELECT count(*) FROM duckdb_views() WHERE NOT internal").fetchall() == [
            (1,)
        ]

    def test_texts_with_quotes(self) -> None:
        """Protects: a quote in a title of a plan does not end the query that it is written into."""
        title = 'The child\'s "view"; DROP TABLE figures'
        quoted = attrs.evolve(measure("share", value(70, "2019/20")), title=title)
        relation = duckdb.connect().from_arrow(_arrow())
        found = scorecard(plan(quoted), relation, as_of=AS_OF, registry=WORLD)
        assert found.to_frame().select("title").fetchall() == [(title,)]


def test_a_scan_is_walked_once() -> None:
    """Protects: a lazy table is read once for a whole scorecard, and not again for its frame."""
    reads = []

    def counted(frame: pl.DataFrame) -> pl.DataFrame:
        if frame.height:
            reads.append(frame.height)
        return frame

    lazy = table(ROWS).lazy().map_batches(counted, schema=table([]).schema)
    found = _judge(lazy)
    assert isinstance(found.to_frame(), pl.LazyFrame)
    assert found.to_dict() == EXPECTED.to_dict()
    assert reads == [len(ROWS)]


def test_lazy_stays_lazy_and_eager_stays_eager(engine: EngineKind) -> None:
    """Protects: the type of the frame that comes back is that of the one that went in."""
    assert type(_judge(engine.make(_columns(ROWS), SCHEMA)).to_frame()) is engine.type


def test_the_same_digits_in_any_order_of_rows() -> None:
    """Protects: the same figures give the same scorecard to the last digit in any order of rows."""
    figures = dict(zip((0.1, 33.3, 66.1, 0.7), NEAR, strict=True))
    one, ours = measure("share", value(70, "2019/20")), row("share", 71)
    # added up one after the other, the first and the second give 25.05 and 25.049999999999997
    orders = ((0.1, 33.3, 66.1, 0.7), (0.1, 0.7, 33.3, 66.1), (66.1, 33.3, 0.7, 0.1))
    cards = [card(one, rows=[ours, *(row("share", n, area=figures[n]) for n in order)]) for order in orders]
    first, *others = [found.to_dict() for found in cards]
    assert others == [first, first]
