"""Readers, rules and formats of plugins: used like the library's own, and harmless when they fail."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs
import pytest
from plugin_zoo import hook

import cypplan
from cypplan import reports
from cypplan.assess import RULES, Rag, RagRule, Status
from cypplan.audit import Fact, Found, Rule, check
from cypplan.errors import FrameError, LookupFailed, PluginError
from cypplan.observations.readers.protocol import NO, YES, Head
from cypplan.plans import Plan
from cypplan.plugins import FailureKind, Registry, ReportFormat, hookimpl
from cypplan.plugins.kinds import HOOKS
from cypplan.reports.tree import Document

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

PLAN = Plan(id="a-2030", title="A plan", authority="E06000007")


def registry_of(name: str, *values: object) -> Registry:
    """A registry of one plugin with one hook that returns these values."""

    class Given:
        pass

    setattr(Given, f"cypplan_{name}", staticmethod(hookimpl(lambda: values, specname=f"cypplan_{name}")))
    return Registry({"given": Given})


def rule(find: Callable[..., Any], code: str = "ABC-1") -> Rule:
    """An audit rule."""
    return Rule(code=code, title="A rule", family="plan", severity="warning", find=find)  # pyright: ignore[reportArgumentType]


def _breaks_off(subject: object) -> Iterator[Found]:
    assert subject
    yield Found(fact=Fact("plan"), message="before")
    raise SystemExit(3)


def test_audit_rule_that_breaks_off() -> None:
    """What a rule found before counts, the check says that it broke off, the registry who did it."""
    registry = registry_of(
        "audit_rules", rule(_breaks_off), rule(lambda _: [Found(fact=Fact("plan"), message="x")], "ABC-2")
    )
    found = check(PLAN, registry=registry, as_of="2026-01-01")
    assert [one.message for one in (*found.of("ABC-1"), *found.of("ABC-2"))] == ["before", "x"]
    (broken,) = [one for one in found.not_run if one.code == "ABC-1"]
    assert "given, in cypplan_audit_rules: the rule ABC-1 raised SystemExit: 3" in broken.why
    (failure,) = registry.failures_so_far
    assert (failure.plugin, failure.kind) == ("given", FailureKind.RAISED)


def test_audit_rule_without_end() -> None:
    """A rule that finds without end is stopped."""

    def endless(_: object) -> Iterator[str]:
        while True:
            yield "found"

    registry = registry_of("audit_rules", rule(endless))
    assert len(list(registry.audit_rules["ABC-1"].find(None))) == 100_000
    assert [one.kind for one in registry.failures_so_far] == [FailureKind.TOO_MANY]


def test_code_of_an_audit_rule_is_the_plugins_own() -> None:
    """A code without a hyphen is one of the library's, now or later."""
    registry = registry_of("audit_rules", rule(_breaks_off, "T01"), rule(_breaks_off))
    assert list(registry.audit_rules) == ["ABC-1"]
    assert [one.cause for one in registry.failures] == [
        "among its values 'T01' cannot be the code of a Rule; write it as \"HAL-1\"; return only Rule"
    ]


class _Reader:
    name = "survey"
    title = "A survey"

    def __init__(self, answer: object = YES, error: BaseException | None = None) -> None:
        self.answer, self.error = answer, error

    def recognises(self, head: Head) -> Any:
        assert isinstance(head, Head)
        if self.error:
            raise self.error
        return self.answer

    def read(self, table: object, request: object) -> Any:
        if self.error:
            raise self.error
        return (table, request)


def _reader(*arguments: Any) -> tuple[Any, Registry]:
    registry = registry_of("readers", _Reader(*arguments))
    return registry.readers["survey"], registry


def test_reader_is_used_as_it_is() -> None:
    """What a reader says and reads comes through."""
    reader, registry = _reader()
    assert (reader.name, reader.title) == ("survey", "A survey")
    assert reader.recognises(Head(())) is YES
    assert reader.read(1, 2) == (1, 2)
    assert registry.failures == ()


def test_reader_that_fails() -> None:
    """One that fails to look at a file does not recognise it; one that fails to read is named."""
    reader, registry = _reader(YES, KeyboardInterrupt())
    assert reader.recognises(Head(())) is NO
    with pytest.raises(PluginError, match="given, in cypplan_readers: the reader survey raised Keyboard"):
        reader.read(None, None)
    assert {one.kind for one in registry.failures} == {FailureKind.RAISED}
    reader, registry = _reader("yes")
    assert reader.recognises(Head(())) is NO
    assert [one.kind for one in registry.failures] == [FailureKind.WRONG_VALUE]


@pytest.mark.parametrize("error", [FrameError("no column"), FileNotFoundError("no file")])
def test_reader_that_speaks_of_the_file(error: Exception) -> None:
    """An error about the file is the caller's to know, and no failure of the plugin."""
    reader, registry = _reader(YES, error)
    with pytest.raises(type(error), match=str(error)):
        reader.read(None, None)
    assert registry.failures == ()


def report_format(render: Callable[..., Any], name: str = "shout") -> ReportFormat:
    """A report format."""
    return ReportFormat(name=name, extension=".shout", render=render)


@pytest.fixture
def formats(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Registry]:
    """A function that makes a registry of one format the default one."""

    def put(render: Callable[..., Any]) -> Registry:
        registry = registry_of("report_formats", report_format(render))
        monkeypatch.setattr(reports, "default_registry", lambda: registry)
        return registry

    return put


def test_report_format_of_a_plugin(formats: Callable[..., Registry], tmp_path: Path) -> None:
    """A format of a plugin is asked for by its name, and by the ending of a file."""
    formats(lambda document: document.title.upper())
    assert reports.render(PLAN, "shout") == "A PLAN"
    assert reports.format_of(tmp_path / "x.shout") == "shout"
    assert reports.format_of("x.md") == "md"
    assert reports.format_of("x.doc") is None
    with pytest.raises(LookupFailed, match='Did you mean "shout"'):
        reports.render(PLAN, "shut")


def test_report_format_of_bytes(formats: Callable[..., Registry], tmp_path: Path) -> None:
    """A format that gives bytes is written to files."""
    formats(lambda document: b"\x00" + document.title.encode())
    reports.save(PLAN, tmp_path / "a.shout", "shout")
    assert (tmp_path / "a.shout").read_bytes() == b"\x00A plan"
    with pytest.raises(ValueError, match="write it to a file"):
        reports.render(PLAN, "shout")


@pytest.mark.parametrize(
    ("render", "says"),
    [
        (lambda _: 1 / 0, "the format shout raised ZeroDivisionError"),
        (lambda _: None, "returned None, which"),
    ],
)
def test_report_format_that_fails(
    formats: Callable[..., Registry], render: Callable[..., Any], says: str
) -> None:
    """The caller learns which plugin failed, in a sentence."""
    registry = formats(render)
    with pytest.raises(PluginError, match=f"given, in cypplan_report_formats: .*{says}"):
        reports.render(PLAN, "shout")
    assert len(registry.failures) == 1


def test_rag_rule_of_a_plugin() -> None:
    """A scorecard takes the rule of a plugin by its name, and records it."""
    colours = {Status.MET: Rag.AMBER, Status.NOT_MET: Rag.AMBER}
    mine = RagRule(name="all-amber", version="2", words="amber", colours=colours)
    given = registry_of("rag_rules", mine)
    assert given.rag_rules["all-amber"] == mine

    @attrs.frozen
    class Both:
        rag_rules: Any = given.rag_rules

        def __getattr__(self, name: str) -> object:
            return getattr(cypplan.registry(), name)

    plan = cypplan.plan("warrington-care-2018")
    card = cypplan.scorecard(plan, as_of="2021-03-31", rule="all-amber", registry=Both())  # pyright: ignore[reportArgumentType]
    assert {verdict.rag for verdict in card} == {Rag.AMBER, None}
    assert str(card.rule) == "all-amber 2"
    with pytest.raises(LookupFailed, match='Did you mean "all-amber"'):
        cypplan.scorecard(plan, rule="al-amber", registry=Both())  # pyright: ignore[reportArgumentType]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("rag_rules", RagRule(name="trajectory", version="9", words="mine", colours={})),
        ("report_formats", ReportFormat(name="html", extension=".html", render=str)),
    ],
)
def test_names_of_the_library_are_taken(name: str, value: object) -> None:
    """A plugin cannot take the place of the library's own rule or format; both parties are named."""
    registry = registry_of(name, value)
    assert dict(getattr(registry, name)) == {}
    (failure,) = registry.failures
    assert failure.kind is FailureKind.CLASH
    assert failure.cause.endswith("which cypplan itself supplies; that one is kept")


def test_reserved_names_are_those_of_the_library() -> None:
    """What the registry keeps for the library is what the library has; ``kinds.py`` names it."""
    assert HOOKS["cypplan_rag_rules"].reserved == set(RULES)
    assert HOOKS["cypplan_report_formats"].reserved == set(reports.FORMATS)


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"name": "My Format"}, 'name: "My Format" cannot be used; write it as "word-list"'),
        ({"extension": "txt"}, 'extension: "txt" cannot be used; write it as ".txt"'),
        ({"render": "text"}, "callable"),
    ],
)
def test_report_format_is_checked_when_it_is_made(fields: dict[str, Any], says: str) -> None:
    """Its author sees what is wrong where it is wrong."""
    with pytest.raises((ValueError, TypeError), match=says):
        ReportFormat(**{"name": "a", "extension": ".a", "render": str, **fields})


def test_document_reaches_the_format(formats: Callable[..., Registry]) -> None:
    """A format gets the frozen document tree, whatever is reported."""
    seen: list[object] = []
    formats(lambda document: seen.append(document) or "")
    reports.render(PLAN, "shout")
    assert isinstance(seen[0], Document)


def test_figures_that_are_not_there(tmp_path: Path) -> None:
    """A set of figures whose file is missing is named, and not offered."""
    code = hook(
        "from cypplan.observations.sets import ObservationSet\n"
        "return [ObservationSet(id='x', title='X', path=Path(__file__).with_name('x.parquet'))]",
        "cypplan_observations",
    )
    (tmp_path / "figures.py").write_text(code, encoding="utf-8")
    registry = Registry.from_local(tmp_path)
    assert dict(registry.observation_sets) == {}
    (failure,) = registry.failures
    assert (failure.kind, failure.hook) == (FailureKind.NOT_FOUND, "cypplan_observations")
    (tmp_path / "x.parquet").touch()
    assert list(Registry.from_local(tmp_path).observation_sets) == ["x"]
