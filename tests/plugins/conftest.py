"""Distributions for tests of plugins: a module and the metadata that an installer would write beside it."""

from __future__ import annotations

import sys
import textwrap
from typing import TYPE_CHECKING

import pytest
from plugin_tools import GROUP

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from plugin_tools import Install


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Install]:
    """A function that installs a distribution for one test; its modules are forgotten afterwards."""
    before = set(sys.modules)

    def put(
        name: str,
        code: str = "",
        *,
        version: str = "1.0",
        points: str | None = None,
        folder: str = "site",
        files: Mapping[str, bytes] | None = None,
        metadata: str = "",
    ) -> Path:
        site = tmp_path / folder
        info = site / f"{name}-{version}.dist-info"
        info.mkdir(parents=True, exist_ok=True)
        (site / f"{name}.py").write_bytes(textwrap.dedent(code).encode(errors="surrogateescape"))
        for file, content in (files or {}).items():
            (site / file).parent.mkdir(parents=True, exist_ok=True)
            (site / file).write_bytes(content)
        head = f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n"
        (info / "METADATA").write_text(f"{head}{metadata}\ncypplan is described here.\n", encoding="utf-8")
        lines = f"[{GROUP}]\n{name} = {name}\n" if points is None else points
        (info / "entry_points.txt").write_text(lines, encoding="utf-8")
        if str(site) not in sys.path:
            monkeypatch.syspath_prepend(site)
        return site

    yield put
    for name in set(sys.modules) - before:
        if str(tmp_path) in str(getattr(sys.modules[name], "__file__", "")):
            del sys.modules[name]
