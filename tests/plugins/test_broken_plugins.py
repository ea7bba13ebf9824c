"""A broken plugin is named with its cause, and changes nothing else."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

import pytest
from plugin_tools import GROUP

from cypplan.plans import Plan, save
from cypplan.plugins import Registry

if TYPE_CHECKING:
    from pathlib import Path

    from plugin_tools import Install

GOOD = """
    from pathlib import Path
    from cypplan.areas import Area
    from cypplan.indicators import Indicator
    from cypplan.plugins import hookimpl
    from cypplan.units import Unit

    @hookimpl
    def cypplan_plans():
        return sorted(Path(__file__).parent.glob("good-*.toml"))

    @hookimpl
    def cypplan_indicators():
        for name in ("one", "two"):
            yield Indicator(id=name, title="good", form="level", unit=Unit.parse("percent_of_pupils"))

    @hookimpl
    def cypplan_areas():
        return [Area("E06000007", "Warrington", "authority")]
    """
HEAD = textwrap.dedent("""
    from pathlib import Path
    from cypplan.areas import Area
    from cypplan.indicators import Indicator
    from cypplan.plugins import hookimpl
    from cypplan.units import Unit

    def indicator(name, title="bad"):
        return Indicator(id=name, title=title, form="level", unit=Unit.parse("percent_of_pupils"))
    """)


def _hook(body: str, name: str = "cypplan_indicators") -> str:
    return f"{HEAD}\n@hookimpl\ndef {name}():\n{textwrap.indent(textwrap.dedent(body).strip(), '    ')}\n"


@pytest.fixture
def site(install: Install) -> Path:
    """A folder with a good plugin, whose name comes after that of the broken one, and one before it."""
    folder = install("good", GOOD)
    install("also_good", GOOD.replace('"one", "two"', '"three",').replace("good-*", "also-*").replace(
        "E06000007", "E06000008"
    ))  # fmt: skip
    save(Plan(id="good-2030", title="Good", authority="E06000007"), folder / "good-2030.toml")
    return folder


def _check_good(registry: Registry) -> None:
    """What the good plugins supply is all there and no failure is theirs."""
    assert registry.plan("good-2030").title == "Good"
    assert [registry.indicators[name].title for name in ("one", "two", "three")] == ["good"] * 3
    assert {"E06000007", "E06000008"} <= {area.code for area in registry.areas}
    assert {"good", "also_good"} <= {info.name for info in registry.plugins}
    assert all(failure.plugin == "bad" for failure in registry.failures)


def test_good_plugins_alone_have_no_failures(site: Path) -> None:
    """The plugins beside which the tests below put a broken one are good."""
    assert site.exists()
    registry = Registry.from_entry_points(GROUP)
    _check_good(registry)
    assert registry.failures == ()


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("import no_such_module_anywhere", ["ModuleNotFoundError", "no_such_module_anywhere"]),
        ("raise RuntimeError('at import')", ["RuntimeError: at import"]),
        ("import sys; sys.exit(3)", ["SystemExit: 3"]),
        ("class Odd(BaseException): pass\nraise Odd", ["bad did not load: Odd"]),
        ("def broken(:", ["SyntaxError"]),
        ("def f(): f()\nf()", ["RecursionError"]),
        (
            "class Odd(Exception):\n    def __str__(self): raise ValueError\nraise Odd",
            ["bad did not load: Odd"],
        ),
    ],
    ids=["import error", "error", "exit", "base exception", "syntax", "recursion", "error without a text"],
)
def test_module_that_does_not_load(site: Path, install: Install, code: str, words: list[str]) -> None:
    """A module that raises anything at import is named with its version, and the others are loaded."""
    assert site.exists()
    install("bad", code, version="0.9")
    registry = Registry.from_entry_points(GROUP)
    _check_good(registry)
    (failure,) = registry.failures
    assert (failure.plugin, failure.version, failure.hook) == ("bad", "0.9", None)
    assert "bad did not load: " in failure.cause
    for word in words:
        assert word in failure.cause


@pytest.mark.parametrize(
    ("body", "words", "kept"),
    [
        ("raise RuntimeError('in the hook')", ["RuntimeError: in the hook"], []),
        ("raise SystemExit('leaving')", ["SystemExit: leaving"], []),
        ("class Odd(BaseException): pass\nraise Odd('odd')", ["Odd: odd"], []),
        ("raise KeyError", ["KeyError"], []),
        ("yield indicator('half')\nraise OSError('way')", ["OSError: way"], ["half"]),
        ("yield indicator('half')\nraise SystemExit", ["SystemExit"], ["half"]),
        ("yield indicator('half')\nraise GeneratorExit", ["GeneratorExit"], ["half"]),
        ("return None", ["returned None; return an iterable of Indicator"], []),
        ("return 'text'", ["returned 'text'; return an iterable of Indicator"], []),
        ("return 5", ["returned 5; return an iterable"], []),
        ("return indicator('alone')", ["returned Indicator(id='alone'", "return an iterable"], []),
        ("return [None]", ["among its values None is no Indicator; return only Indicator"], []),
        ("return [Path('x'), indicator('kept')]", ["among its values", "return only Indicator"], ["kept"]),
        ("return ['x' * 10**6]", ["values 'xxx", "…", "return only Indicator"], []),
        (
            "class Odd:\n    def __repr__(self): raise ValueError('no words')\nreturn [Odd()]",
            ["among its values a Odd that cannot be shown is no Indicator"],
            [],
        ),
        ("return [indicator('Bad Id')]", ['ValueFault: id: "Bad Id" is not an id'], []),
    ],
)
def test_hook_that_fails(site: Path, install: Install, body: str, words: list[str], kept: list[str]) -> None:
    """A hook that raises or returns nonsense is named, and what it gave before that counts."""
    assert site.exists()
    install("bad", _hook(body), version="0.9")
    registry = Registry.from_entry_points(GROUP)
    _check_good(registry)
    (failure,) = registry.failures
    assert (failure.plugin, failure.version, failure.hook) == ("bad", "0.9", "cypplan_indicators")
    assert len(failure.cause) < 400
    for word in words:
        assert word in failure.cause
    assert [name for name, one in registry.indicators.items() if one.title == "bad"] == kept


def test_hook_that_fails_spares_the_other_hooks_of_its_plugin(site: Path, install: Install) -> None:
    """A failing hook does not take the plugin's other hooks with it."""
    assert site.exists()
    areas = _hook("return [Area('E06000049', 'Cheshire East', 'authority')]", "cypplan_areas")
    install("bad", _hook("return None") + areas)
    registry = Registry.from_entry_points(GROUP)
    _check_good(registry)
    assert registry.areas["E06000049"].name == "Cheshire East"


def test_misspelt_hook(site: Path, install: Install) -> None:
    """A hook that nobody asks is reported with the one that was meant; it would go unnoticed else."""
    assert site.exists()
    install("bad", _hook("return []", "cypplan_indicator") + _hook("return [indicator('kept')]"))
    registry = Registry.from_entry_points(GROUP)
    _check_good(registry)
    (failure,) = registry.failures
    assert failure.hook == "cypplan_indicator"
    assert failure.cause == (
        'implements "cypplan_indicator", which is no hook. Did you mean "cypplan_indicators"?'
    )
    assert "kept" in registry.indicators


def test_hook_with_an_argument_that_there_is_not(site: Path, install: Install) -> None:
    """A plugin whose hook wants an argument supplies nothing, rather than the half of its hooks."""
    assert site.exists()
    code = _hook("return [Area('E06000049', 'Cheshire East', 'authority')]", "cypplan_areas")
    install("bad", code + "\n@hookimpl\ndef cypplan_plans(year):\n    return []\n")
    registry = Registry.from_entry_points(GROUP)
    _check_good(registry)
    (failure,) = registry.failures
    assert failure.cause.startswith("cannot be registered: PluginValidationError")
    assert "year" in failure.cause
    assert "E06000049" not in registry.areas
    assert "bad" not in {info.name for info in registry.plugins}


def test_entry_point_of_none(site: Path, install: Install) -> None:
    """An entry point that leads to None is named; no other plugin is blocked by it."""
    assert site.exists()
    install("bad", "nothing = None", points=f"[{GROUP}]\nbad = bad:nothing\n")
    registry = Registry.from_entry_points(GROUP)
    _check_good(registry)
    (failure,) = registry.failures
    assert str(failure) == (
        "bad 1.0: cannot be registered: it is None. "
        "To do: name a module, or an object with hooks, in the entry point"
    )


def test_one_name_for_two_plugins(site: Path, install: Install) -> None:
    """Of two distributions that call their plugin alike the first is kept, with its version."""
    assert site.exists()
    install("bad", _hook("return [indicator('first')]"), version="1.1")
    install("worse", _hook("return [indicator('second')]"), version="2.2", points=f"[{GROUP}]\nbad = worse\n")
    registry = Registry.from_entry_points(GROUP)
    _check_good(registry)
    (failure,) = registry.failures
    assert (failure.plugin, failure.version) == ("bad", "2.2")
    assert failure.cause == ('worse cannot be used: another plugin is called so ("bad 1.1", bad) and is kept')
    assert {info.name: info.version for info in registry.plugins}["bad"] == "1.1"
    assert "first" in registry.indicators
    assert "second" not in registry.indicators


def test_one_plugin_under_two_names(site: Path, install: Install) -> None:
    """A module named by two entry points is one plugin, and the second name is reported."""
    assert site.exists()
    install("bad", _hook("return [indicator('a')]"), points=f"[{GROUP}]\nbad = good\n")
    registry = Registry.from_entry_points(GROUP)
    (failure,) = registry.failures
    assert failure.plugin == "good"
    assert 'it is the plugin "bad", which is kept' in failure.cause
    assert list(registry.indicators) == ["three", "one", "two"]


@pytest.mark.parametrize(
    ("hook", "body", "what"),
    [
        ("cypplan_indicators", "return [indicator('new'), indicator('two')]", "two"),
        ("cypplan_areas", "return [Area('E06000007', 'Elsewhere', 'authority')]", "E06000007"),
        ("cypplan_plans", "return [Path(__file__).with_name('good-2030.toml')]", "good-2030"),
    ],
)
def test_clash_of_ids(install: Install, hook: str, body: str, what: str) -> None:
    """Of two that supply one id, the first by name is kept and the second is named with the first."""
    install("good", GOOD)
    other = install("zzz_bad", _hook(body, hook), folder="other")
    site = install("good", GOOD)
    for folder, title in ((site, "Good"), (other, "Bad")):
        save(Plan(id="good-2030", title=title, authority="E06000007"), folder / "good-2030.toml")
    registry = Registry.from_entry_points(GROUP)
    (failure,) = registry.failures
    assert (failure.plugin, failure.hook) == ("zzz_bad", hook)
    assert failure.cause == f'supplies "{what}", which the plugin "good" supplies already; that one is kept'
    assert registry.plan("good-2030").title == "Good"
    assert registry.indicators["two"].title == "good"
    assert registry.areas["E06000007"].name == "Warrington"
    assert ("new" in registry.indicators) == (hook == "cypplan_indicators")


def test_bad_plan_files(site: Path, install: Install) -> None:
    """A plan file with faults, one with another id and one that is not there are named; others are read."""
    install(
        "bad",
        _hook("return [Path(__file__).with_name(f'bad-{n}.toml') for n in range(4)]", "cypplan_plans"),
    )
    (site / "bad-0.toml").write_text("schema_version = 1\ncolour = 1\n", encoding="utf-8")
    (site / "bad-1.toml").write_bytes(b"\xff")
    save(Plan(id="other", title="Other", authority="E06000007"), site / "bad-2.toml")
    registry = Registry.from_entry_points(GROUP)
    assert list(registry.plans) == ["bad-0", "bad-1", "bad-2", "bad-3", "good-2030"]
    _check_good(registry)
    causes = [failure.cause for failure in registry.failures]
    assert len(causes) == 4
    assert {failure.hook for failure in registry.failures} == {"cypplan_plans"}
    for cause, words in zip(
        causes,
        [
            ["PlanFileError: bad-0.toml: 4 faults", "colour: "],
            ["bad-1.toml: 1 fault", "not UTF-8"],
            ["bad-2.toml", 'id: is "other", but the file is named "bad-2.toml"'],
            ["FileNotFoundError", "bad-3.toml"],
        ],
        strict=True,
    ):
        for word in words:
            assert word in cause
