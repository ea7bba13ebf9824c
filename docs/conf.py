"""Settings of the documentation build."""

from __future__ import annotations

import importlib
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import ModuleType

    from sphinx.application import Sphinx

project = "cypplan"
author = "The cypplan developers"
copyright = "2026, The cypplan developers"
release = metadata.version("cypplan")
version = release

extensions = [
    "myst_parser",
    "sphinx.ext.autodoc",
    "sphinx.ext.napoleon",
]
exclude_patterns = ["_build"]
html_theme = "furo"
html_title = f"cypplan {release}"

# MyST
myst_enable_extensions = ["colon_fence", "deflist", "dollarmath"]
myst_heading_anchors = 3

# Reference: one page for each public module that exists, written anew in each build
autodoc_member_order = "bysource"
autodoc_typehints = "signature"
autodoc_default_options = {"members": True, "show-inheritance": True}
napoleon_use_ivar = True  # a field is described once, where its class lists it

SOURCE = Path(__file__).resolve().parent.parent / "src"
API = Path(__file__).resolve().parent / "reference" / "api"


def public_modules() -> list[str]:
    """Name every module of the core that does not start with an underscore, packages included."""
    files = sorted(SOURCE.glob("cypplan/**/*.py"))
    names = [file.relative_to(SOURCE).with_suffix("").parts for file in files]
    dotted = [".".join(parts[:-1] if parts[-1] == "__init__" else parts) for parts in names]
    return [name for name in dotted if "._" not in name]


def home_of(module: ModuleType, name: str) -> str:
    """Return where a name that a module exports is defined; the module itself where that cannot be told."""
    try:
        value: object = getattr(module, name)
    except (ImportError, AttributeError):  # autodoc says what is wrong with it
        return f"{module.__name__}.{name}"
    home = getattr(value, "__module__", None) or module.__name__
    return f"{home}.{getattr(value, '__name__', name)}"


def borrowed_names(name: str) -> dict[str, str]:
    """Map the names that a module exports but does not define to where they are defined."""
    try:
        module = importlib.import_module(name)
    except ImportError:  # autodoc says what is wrong with it
        return {}
    homes = {each: home_of(module, each) for each in getattr(module, "__all__", ())}
    return {each: home for each, home in homes.items() if home.rpartition(".")[0] != name}


def page_of(name: str) -> str:
    """Return the page of one module: a name is described where it is defined and linked to elsewhere."""
    lines = [name, "=" * len(name), "", f".. automodule:: {name}"]
    if borrowed := borrowed_names(name):
        lines += [f"   :exclude-members: {', '.join(borrowed)}", "", "Defined elsewhere:", ""]
        lines += [f"- :py:obj:`{each} <{home}>`" for each, home in borrowed.items()]
    return "\n".join([*lines, ""])


def write_reference(_app: Sphinx) -> None:
    """Write a page for each public module, and take away those of modules that are gone."""
    API.mkdir(parents=True, exist_ok=True)
    pages = {f"{name}.rst": page_of(name) for name in public_modules()}
    for old in API.glob("*.rst"):
        if old.name not in pages:
            old.unlink()
    for name, text in pages.items():
        page = API / name
        if not page.exists() or page.read_text(encoding="utf-8") != text:
            page.write_text(text, encoding="utf-8")


def setup(app: Sphinx) -> None:
    """Have the pages of the reference written before Sphinx looks for pages."""
    app.connect("builder-inited", write_reference)


# Two classes of different rooms may share a name (a published Document, a report's Document); annotations
# name them shortly, and autodoc cannot tell which is meant.
suppress_warnings = ["ref.python"]
