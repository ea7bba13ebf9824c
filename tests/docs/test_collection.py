"""Every page and every module that holds an example is among those whose examples run."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
MODULES = [
    path for folder in (ROOT / "src", *sorted(ROOT.glob("plugins/*/src"))) for path in folder.rglob("*.py")
]


def _with_examples() -> set[str]:
    pages = [page for page in PAGES if "```python" in page.read_text(encoding="utf-8")]
    modules = [module for module in MODULES if ">>> " in module.read_text(encoding="utf-8")]
    return {path.relative_to(ROOT).as_posix() for path in pages + modules}


def test_every_example_is_collected() -> None:
    """An example that never ran is wrong sooner or later: no page or module with one is passed over."""
    places = ["src", "docs", "plugins", "README.md", "CONTRIBUTING.md"]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "--collect-only", "-q", "-p", "no:cacheprovider", *places],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    collected = {line.partition("::")[0] for line in done.stdout.splitlines() if "::line:" in line}
    assert _with_examples() <= collected, sorted(_with_examples() - collected)
