"""A Spark session on this machine, for the tests of this folder. They have a gate of their own."""

from __future__ import annotations

import contextlib
import os
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pyspark.sql import SparkSession


@pytest.fixture(scope="session")
def spark_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The directory in which the Java process works, where it looks for files without a path."""
    return tmp_path_factory.mktemp("spark")


@pytest.fixture(scope="session")
def spark(spark_home: Path) -> Iterator[SparkSession]:
    """One session for all tests; at the end its Java process is waited for, so that nothing outlives them."""
    os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    from pyspark.sql import SparkSession

    settings = {
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.driver.memory": "1g",
        "spark.sql.shuffle.partitions": "2",
        "spark.sql.session.timeZone": "UTC",
        "spark.sql.warehouse.dir": str(spark_home / "warehouse"),
    }
    builder = SparkSession.builder.master("local[2]").appName("cypplan-tests")
    for name, value in settings.items():
        builder = builder.config(name, value)
    with contextlib.chdir(spark_home):
        session = builder.getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    gateway = session.sparkContext._gateway
    yield session
    session.stop()
    java = gateway.proc
    gateway.shutdown()
    java.stdin.close()
    java.wait(timeout=60)
