"""The isolation zoo: plugins that do whatever a plugin can do wrong, and what is said of each."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

import attrs

from cypplan.plugins import FailureKind as Kind
from cypplan.plugins.entries import LARGEST
from cypplan.plugins.loading import MOST

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from plugin_tools import Install

INDICATORS = "cypplan_indicators"
PLANS = "cypplan_plans"
HEAD = textwrap.dedent("""
    from pathlib import Path
    from cypplan.indicators import Indicator
    from cypplan.plugins import hookimpl
    from cypplan.units import Unit

    def indicator(name, title="bad"):
        return Indicator(id=name, title=title, form="level", unit=Unit.parse("percent_of_pupils"))
    """)


def hook(body: str, name: str = INDICATORS, arguments: str = "") -> str:
    """The code of a plugin with one hook."""
    inner = textwrap.indent(textwrap.dedent(body).strip(), "    ")
    return f"{HEAD}\n@hookimpl\ndef {name}({arguments}):\n{inner}\n"


@attrs.frozen(kw_only=True)
class Animal:
    """A broken plugin, and the failure that it must be listed with."""

    code: str
    kind: Kind
    where: str | None = None
    """The hook of the failure."""
    says: str
    kept: tuple[str, ...] = ()
    """Indicators that are used of it nevertheless."""
    files: Mapping[str, bytes] = {}
    needs: str = ""

    def put(self, name: str, install: Install) -> Path:
        """Install it under a name."""
        requires = f"Requires-Dist: cypplan{self.needs}\n" if self.needs else ""
        return install(name, self.code, version="0.9", files=self.files, metadata=requires)


ODD = "class Odd(BaseException): pass\n"
PLAN_HOOK = hook('return sorted(Path(__file__).parent.glob("zoo-*.toml"))', PLANS)
HEAD_OF_PLAN = b'schema_version = 1\nid = "zoo-1"\ntitle = "Zoo"\nauthority = "E06000007"\n'

ZOO = {
    "import-error": Animal(
        code="import no_such_module_anywhere", kind=Kind.NOT_LOADED, says="no_such_module_anywhere"
    ),
    "syntax-error": Animal(code="def broken(:", kind=Kind.NOT_LOADED, says="SyntaxError"),
    "error at import": Animal(code="1 / 0", kind=Kind.NOT_LOADED, says="ZeroDivisionError"),
    "exit at import": Animal(code="raise SystemExit(3)", kind=Kind.NOT_LOADED, says="SystemExit: 3"),
    "interrupt at import": Animal(
        code="raise KeyboardInterrupt", kind=Kind.NOT_LOADED, says="KeyboardInterrupt"
    ),
    "odd error at import": Animal(code=f"{ODD}raise Odd", kind=Kind.NOT_LOADED, says="Odd"),
    "recursion at import": Animal(code="def f(): f()\nf()", kind=Kind.NOT_LOADED, says="RecursionError"),
    "not utf-8": Animal(code='x = "\udcff"\n', kind=Kind.NOT_LOADED, says="SyntaxError"),
    "prints at import": Animal(
        code="print('hello')\n" + hook("return [indicator('kept')]"),
        kind=Kind.PRINTED,
        says="printed 'hello\\n'",
        kept=("kept",),
    ),
    "asks at import": Animal(
        code="from plugin_tools import REGISTRY\nREGISTRY[-1].indicators",
        kind=Kind.NOT_LOADED,
        says="asks the registry while plugins are loaded",
    ),
    "exception": Animal(
        code=hook("raise RuntimeError('in the hook')"), kind=Kind.RAISED, where=INDICATORS, says="in the hook"
    ),
    "half-way": Animal(
        code=hook("yield indicator('half')\nraise OSError('gone')"),
        kind=Kind.RAISED,
        where=INDICATORS,
        says="OSError: gone",
        kept=("half",),
    ),
    "exit": Animal(
        code=hook("raise SystemExit('bye')"), kind=Kind.RAISED, where=INDICATORS, says="SystemExit: bye"
    ),
    "interrupt": Animal(
        code=hook("raise KeyboardInterrupt"), kind=Kind.RAISED, where=INDICATORS, says="KeyboardInterrupt"
    ),
    "recursion": Animal(
        code=hook("return cypplan_indicators()"), kind=Kind.RAISED, where=INDICATORS, says="RecursionError"
    ),
    "asks itself": Animal(
        code=hook("from plugin_tools import REGISTRY\nreturn REGISTRY[-1].indicators.values()"),
        kind=Kind.RAISED,
        where=INDICATORS,
        says="asks the registry for what cypplan_indicators is about to supply",
    ),
    "wrong type": Animal(
        code=hook("return [Path('x'), indicator('kept')]"),
        kind=Kind.WRONG_VALUE,
        where=INDICATORS,
        says="is no Indicator; return only Indicator",
        kept=("kept",),
    ),
    "none": Animal(
        code=hook("return None"), kind=Kind.NOT_ITERABLE, where=INDICATORS, says="returned None; return an"
    ),
    "coroutine": Animal(
        code=hook("return []").replace("\ndef cyp", "\nasync def cyp"),
        kind=Kind.NOT_ITERABLE,
        where=INDICATORS,
        says="returned <coroutine",
    ),
    "misspelt": Animal(
        code=hook("return []", "cypplan_indicator"),
        kind=Kind.UNKNOWN_HOOK,
        where="cypplan_indicator",
        says='Did you mean "cypplan_indicators"?',
    ),
    "wrapper": Animal(
        code=hook("yield").replace("@hookimpl", "@hookimpl(wrapper=True)"),
        kind=Kind.WRAPPER,
        where=INDICATORS,
        says="is a wrapper",
    ),
    "wants too much": Animal(code=hook("return []", arguments="year"), kind=Kind.UNUSABLE, says="year"),
    "no hook": Animal(code="x = 1", kind=Kind.NO_HOOK, says="has no hook and no plan file"),
    "clash": Animal(
        code=hook("return [indicator('one')]"),
        kind=Kind.CLASH,
        where=INDICATORS,
        says='supplies "one", which the plugin "good" supplies already; that one is kept',
    ),
    "endless values": Animal(
        code=hook("one = indicator('kept')\nwhile True:\n    yield one"),
        kind=Kind.TOO_MANY,
        where=INDICATORS,
        says=f"gave more than {MOST:,} values",
        kept=("kept",),
    ),
    "endless nonsense": Animal(
        code=hook("while True:\n    yield 'x' * 10**6"),
        kind=Kind.TOO_MANY,
        where=INDICATORS,
        says="gave 10 values of a wrong type",
    ),
    "endless text": Animal(
        code=hook("raise ValueError('x' * 10**7)"),
        kind=Kind.RAISED,
        where=INDICATORS,
        says="…",
    ),
    "endless print": Animal(
        code=hook("for _ in range(1000):\n    print('x' * 10**4)\nreturn [indicator('kept')]"),
        kind=Kind.PRINTED,
        where=INDICATORS,
        says="printed 'xxx",
        kept=("kept",),
    ),
    "changes its argument": Animal(
        code=hook("host.version = '9'\nreturn []", arguments="host"),
        kind=Kind.RAISED,
        where=INDICATORS,
        says="FrozenInstanceError",
    ),
    "bad plan file": Animal(
        code=PLAN_HOOK,
        files={"zoo-1.toml": b"colour = 1\n" + HEAD_OF_PLAN},
        kind=Kind.PLAN_FILE,
        where=PLANS,
        says="zoo-1.toml: 1 fault\n  colour: ",
    ),
    "plan not utf-8": Animal(
        code=PLAN_HOOK,
        files={"zoo-2.toml": b"\xff"},
        kind=Kind.PLAN_FILE,
        where=PLANS,
        says="is not UTF-8 at byte 0",
    ),
    "huge plan": Animal(
        code=PLAN_HOOK,
        files={"zoo-3.toml": HEAD_OF_PLAN + b"#" * LARGEST},
        kind=Kind.PLAN_FILE,
        where=PLANS,
        says=f"and a plan file at most {LARGEST:,}",
    ),
    "deep plan": Animal(
        code=PLAN_HOOK,
        files={"zoo-4.toml": HEAD_OF_PLAN + b"values = " + b"[" * 10**5},
        kind=Kind.PLAN_FILE,
        where=PLANS,
        says="is not TOML",
    ),
    "no plan there": Animal(
        code=hook("return [Path('nowhere.toml')]", PLANS),
        kind=Kind.PLAN_FILE,
        where=PLANS,
        says="FileNotFoundError",
    ),
    "too new for us": Animal(
        code="raise AssertionError", needs=">=99", kind=Kind.VERSION, says="which is too old"
    ),
    "too old for us": Animal(
        code="raise AssertionError", needs="<0.0.1", kind=Kind.VERSION, says="which is too new"
    ),
}
"""Animals that a registry finds while it runs; those that take it down are in the tests of checking."""
