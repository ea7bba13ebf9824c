"""The how-to page on clusters runs as it stands, the blocks for Spark included."""

from __future__ import annotations

import contextlib
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

pytestmark = pytest.mark.spark

PAGE = Path(__file__).resolve().parents[2] / "docs" / "how-to" / "one-machine-or-a-cluster.md"


def test_every_block_runs(spark: SparkSession, spark_home: Path) -> None:
    """What a reader copies works from top to bottom, under warnings as errors."""
    assert spark is not None
    page = PAGE.read_text(encoding="utf-8")
    blocks = [
        (page.count("\n", 0, found.start(1)), found[1])
        for found in re.finditer(r"^```python\n(.*?)^```", page, flags=re.MULTILINE | re.DOTALL)
    ]
    assert any("SparkSession" in code for _, code in blocks)
    names: dict[str, object] = {"__name__": "page"}
    with contextlib.chdir(spark_home):
        for line, code in blocks:
            exec(compile("\n" * line + code, str(PAGE), "exec"), names)  # noqa: S102 (the page's own code)
