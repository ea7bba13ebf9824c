"""Which tables are taken."""

from __future__ import annotations

import re

import pandas as pd
import pytest

from cypplan.calc import opening, with_rates
from cypplan.calc.opening import taken
from cypplan.errors import FrameError


def test_pandas_before_3_is_refused_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    """Protects: a release that makes the word "None" of a missing text is refused, never wrong in silence."""
    table = pd.DataFrame({"x": [1.0], "n": [2.0]})
    monkeypatch.setattr(opening, "_PANDAS", 99)
    with pytest.raises(FrameError, match=rf"pandas {re.escape(pd.__version__)} .*install pandas 99 or newer"):
        with_rates(table, count="x", population="n")


def test_what_is_no_table_is_named() -> None:
    """Protects: a list in place of a table is named, with what to give instead."""
    with pytest.raises(FrameError, match="list is no table; give one of pandas"):
        taken([1, 2])
