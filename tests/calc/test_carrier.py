"""The carriers: every method gives on columns what it gives on numbers."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import narwhals as nw
import numpy as np
import pandas as pd
import polars as pl
import pytest
from engines import ENGINES, EngineKind
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cypplan.calc.carrier import NUMBERS
from cypplan.calc.expressions import Columns

if TYPE_CHECKING:
    from collections.abc import Callable

    from cypplan.calc.carrier import Carrier, Cell

EXACT: dict[str, Callable[[Carrier, Cell, Cell], Cell]] = {
    "where": lambda c, a, b: c.where(a > b, a, b),
    "where missing": lambda c, a, b: c.where((a > 0) & (b > 0), 1.0, c.missing),
    "where literal": lambda c, a, b: c.where((a > 0) | (b > 0), 1.0, 0.0),
    "sqrt": lambda c, a, b: c.sqrt(a + b),
    "root": lambda c, a, b: c.root(c.distance(a, b)),
    "ratio": lambda c, a, b: c.ratio(a, b),
    "least": lambda c, a, b: c.least(a, b),
    "distance": lambda c, a, b: c.distance(a, b),
    "lookup": lambda c, a, b: c.lookup(a, {1: 10.0, 2: 20.0}, b),
    "let": lambda c, a, b: sum(c.let(a + b, a - b), start=0.0),
    "nested let": lambda c, a, b: c.let(*[x * 2 for x in c.let(a, b)])[0] + b,
}
NEAR: dict[str, Callable[[Carrier, Cell, Cell], Cell]] = {
    "exp": lambda c, a, b: c.exp(a + 0 * b),
    "log": lambda c, a, b: c.log(a + 0 * b),
}
numbers = st.one_of(st.none(), st.integers(-3, 3).map(float), st.floats(min_value=-1e6, max_value=1e6))
pairs = st.lists(st.tuples(numbers, numbers), min_size=1, max_size=25)


def _columns(kind: EngineKind, formula: Any, cells: list[tuple[Any, Any]]) -> list[Any]:
    data = {"at": list(range(len(cells))), "a": [a for a, _ in cells], "b": [b for _, b in cells]}
    frame = nw.from_native(kind.make(data, {"at": "Int64", "a": "Float64", "b": "Float64"}))
    c = Columns(["at", "a", "b"])
    result = formula(c, nw.col("a"), nw.col("b"))
    made = c.add_to(frame, result=result).to_native()
    rows = sorted(kind.back(made), key=lambda row: row["at"])
    assert list(rows[0]) == ["at", "a", "b", "result"]
    return [row["result"] for row in rows]


def _number(formula: Any, a: float | None, b: float | None) -> float | None:
    value = formula(NUMBERS, math.nan if a is None else a, math.nan if b is None else b)
    return None if math.isnan(value) else value


@pytest.mark.parametrize("kind", ENGINES, ids=str)
@pytest.mark.parametrize("name", EXACT)
@settings(max_examples=4, suppress_health_check=[HealthCheck.too_slow])
@given(cells=pairs)
def test_columns_give_what_numbers_give(kind: EngineKind, name: str, cells: list[tuple[Any, Any]]) -> None:
    """Plain arithmetic is the same bit for bit, and what is missing is missing on both."""
    assert _columns(kind, EXACT[name], cells) == [_number(EXACT[name], a, b) for a, b in cells]


@pytest.mark.parametrize("kind", ENGINES, ids=str)
@pytest.mark.parametrize("name", NEAR)
@settings(max_examples=4, suppress_health_check=[HealthCheck.too_slow])
@given(cells=pairs)
def test_exp_and_log_agree_nearly(kind: EngineKind, name: str, cells: list[tuple[Any, Any]]) -> None:
    """Engines have exponentials of their own: they agree to 1e-12."""
    for found, (a, b) in zip(_columns(kind, NEAR[name], cells), cells, strict=True):
        expected = _number(NEAR[name], a, b)
        assert (found is None) is (expected is None)
        assert found is None or found == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize("x", [710.0, 1e300, math.inf])
def test_exp_beyond_floats_is_missing(engine: EngineKind, x: float) -> None:
    """Nothing is infinite."""
    assert math.isnan(NUMBERS.exp(x))
    assert _columns(engine, lambda c, a, _: c.exp(a), [(x, 0.0)]) == [None]


@pytest.mark.parametrize("name", ["sqrt", "root", "exp", "log"])
def test_what_a_mask_hides_is_not_computed(name: str) -> None:
    """Numbers stay behind missing cells of pandas, which would warn of the root or logarithm of them."""
    cells = pd.arrays.FloatingArray(np.array([-1.0, 0.0, 1e4, 4.0]), np.array([True, True, True, False]))
    frame = nw.from_native(pd.DataFrame({"a": cells}))
    c = Columns(["a"])
    made = c.add_to(frame, result=getattr(c, name)(nw.col("a"))).to_native()
    assert made["result"].isna().tolist() == [True, True, True, False]
    assert made["result"].iloc[3] == pytest.approx(getattr(NUMBERS, name)(4.0))


def test_temporary_columns_take_free_names() -> None:
    """A caller may have columns named as ours would be."""
    frame = nw.from_native(pl.DataFrame({"_cypplan_0_0": [1.0], "_cypplan_0_0_": [2.0]}))
    c = Columns(frame.columns)
    (step,) = c.let(nw.col("_cypplan_0_0") + nw.col("_cypplan_0_0_"))
    made = c.add_to(frame, result=2 * step).to_native()
    assert made.to_dicts() == [{"_cypplan_0_0": 1.0, "_cypplan_0_0_": 2.0, "result": 6.0}]
