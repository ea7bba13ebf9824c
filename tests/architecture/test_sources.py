"""Rules that hold for every source file."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LONGEST_MODULE = 400
LONGEST_FUNCTION = 40


def _functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"), filename=str(path))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def _body_lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of the body; signature and docstring do not count."""
    body = function.body[1:] if ast.get_docstring(function, clean=False) is not None else function.body
    return (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0


def test_no_module_is_long(root: Path, modules: list[Path]) -> None:
    """A module that grows past 400 lines is divided before it is merged."""
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in modules}
    long = {str(path.relative_to(root)): lines for path, lines in lengths.items() if lines > LONGEST_MODULE}
    assert not long, f"over {LONGEST_MODULE} lines, divide them: {long}"


def test_no_function_is_long(root: Path, modules: list[Path]) -> None:
    """A function of the library whose body grows past 40 lines is divided before it is merged."""
    long = {
        f"{path.relative_to(root)}:{function.lineno} {function.name}": _body_lines(function)
        for path in modules
        if "src" in path.relative_to(root).parts
        for function in _functions(path)
        if _body_lines(function) > LONGEST_FUNCTION
    }
    assert not long, f"bodies over {LONGEST_FUNCTION} lines, divide them: {long}"


def test_every_test_says_what_it_protects(root: Path, modules: list[Path]) -> None:
    """A failing test tells its reader what is at stake: each test function has a docstring."""
    silent = [
        f"{path.relative_to(root)}:{function.lineno} {function.name}"
        for path in modules
        if "tests" in path.relative_to(root).parts or "testing" in path.relative_to(root).parts
        for function in _functions(path)
        if function.name.startswith("test_") and not ast.get_docstring(function)
    ]
    assert not silent, f"tests without a docstring: {silent}"


def test_every_package_is_typed(root: Path) -> None:
    """Each distribution tells type checkers that its annotations count."""
    packages = [path.parent for path in root.glob("src/*/__init__.py")]
    packages += [path.parent for path in root.glob("plugins/*/src/*/__init__.py")]
    assert packages
    assert not [str(path.relative_to(root)) for path in packages if not (path / "py.typed").exists()]
