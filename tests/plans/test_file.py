"""Written and read back, a plan is the same plan; and a file is written whole or not at all."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import attrs
import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from plan_strategies import NUMBERS, TEXTS, plans, targets

import cypplan
from cypplan.citations import Citation
from cypplan.plans import (
    Baseline,
    Measure,
    Partner,
    Plan,
    Point,
    Statement,
    Target,
    ValueTarget,
    dumps,
    load,
    loads,
    save,
)
from cypplan.plans.shapes import fields_of
from cypplan.plans.targets import TARGET_KINDS
from cypplan.units import Unit

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

INSTALLED = ["cheshire-west-cypp-2020", "warrington-care-2018", "worcestershire-cypp-2014"]
SMALL = Plan(id="a-2030", title="A plan", authority="E06000007")


def _with(target: Target) -> Plan:
    """A plan of one measure with one target."""
    said = Statement(text="More", kind="narrative", targets=(target,))  # pyright: ignore[reportArgumentType]
    return attrs.evolve(
        SMALL,
        measures=(Measure(id="m", title="M", unit=Unit.parse("percent_of_pupils"), statements=(said,)),),
    )


def _leaves(value: object) -> Iterator[object]:
    """Every value in an object and what it holds, in order."""
    if attrs.has(type(value)):
        for field in attrs.fields(type(value)):
            yield from _leaves(getattr(value, field.name))
    elif isinstance(value, tuple):
        for one in value:
            yield from _leaves(one)
    else:
        yield value


@given(plans())
@settings(
    max_examples=40, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)  # plans are large
def test_any_plan_reads_back(plan: Plan) -> None:
    """Whatever a plan says, and whatever it leaves unsaid, its file says the same, in the same types."""
    again = loads(dumps(plan))
    assert again == plan
    assert [type(leaf) for leaf in _leaves(again)] == [type(leaf) for leaf in _leaves(plan)]


@given(targets())
def test_any_target_reads_back(target: Target) -> None:
    """A target of each kind keeps its kind and all that it says."""
    (again,) = loads(dumps(_with(target))).measure("m").targets
    assert again == target
    assert type(again) is type(target)


@pytest.mark.parametrize("kind", TARGET_KINDS)
def test_every_kind_of_target_is_drawn(kind: str) -> None:
    """The test above leaves out no kind of target, however late it was added."""
    from hypothesis import find

    quick = settings(phases=[Phase.generate], max_examples=1000)  # any will do, not the smallest
    assert find(targets(), lambda target: target.kind == kind, settings=quick).kind == kind


@given(TEXTS)
@example("“quoted” \"text\" with 'both' and \\ and \n two lines \r\n of DOS\ttab \x00 \x85 \u2028 👧🏽")
@example('"""')
@example("ends with a quote\"'")
@example(" leading and trailing ")
def test_text_is_word_for_word(text: str) -> None:
    """Texts of a plan survive with every quote, line end and space."""
    again = loads(dumps(attrs.evolve(SMALL, title=text, vision=text, values=(text,))))
    assert again.title == text
    assert (again.vision, again.values) == (Point(text=text), (Point(text=text),))


CITE = Citation.parse("Vision > paragraph 1 @3")


@pytest.mark.parametrize(
    ("written", "point"),
    [
        ('"Safe"', Point(text="Safe")),
        ('{ text = "Safe" }', Point(text="Safe")),
        ('{ text = "Safe", cite = "Vision > paragraph 1 @3" }', Point(text="Safe", cite=CITE)),
        ('{ text = "Safe", id = "safe", heading = "We:" }', Point(text="Safe", id="safe", heading="We:")),
    ],
)
def test_a_point_is_a_text_or_a_table(written: str, point: Point) -> None:
    """A text of a plan may be written alone or with its place; where it says no more it is written alone."""
    head = 'schema_version = 1\nid = "a-2030"\ntitle = "A plan"\nauthority = "E06000007"\n'
    plan = loads(f"{head}vision = {written}\nvalues = [{written}]\n")
    assert plan.vision == point
    assert plan.values == (point,)
    data = tomllib.loads(dumps(plan))
    assert (data["vision"] == "Safe") is (data["values"] == ["Safe"]) is (point == Point(text="Safe"))
    assert loads(dumps(plan)) == plan


def test_a_partner_is_a_name_or_a_table() -> None:
    """A partner of whom a plan gives only the name is written as that name."""
    plan = attrs.evolve(SMALL, partners=("the police", Partner(name="the council", role="leads")))
    assert tomllib.loads(dumps(plan))["partners"] == ["the police", {"name": "the council", "role": "leads"}]
    assert loads(dumps(plan)).partners == (
        Partner(name="the police"),
        Partner(name="the council", role="leads"),
    )


@pytest.mark.parametrize(
    "field",
    [field.name for field in fields_of(Plan) if not field.required and field.name != "schema_version"],
)
def test_every_field_of_a_plan_is_drawn(field: str) -> None:
    """The test of random plans leaves out nothing that a plan can say, however late it was added."""
    from hypothesis import find

    quick = settings(phases=[Phase.generate], max_examples=100, suppress_health_check=list(HealthCheck))
    default = getattr(SMALL, field)
    plan = find(plans(frozenset({field})), lambda plan: getattr(plan, field) != default, settings=quick)
    assert getattr(plan, field) != default


@given(NUMBERS)
@example(Decimal("58.10"))
@example(Decimal(70))
@example(Decimal("0.00"))
def test_number_keeps_its_digits(number: Decimal) -> None:
    """58.10 stays 58.10 and 70 stays 70: how precisely a figure was printed is part of what was said."""
    plan = _with(ValueTarget(value=number))
    plan = attrs.evolve(plan, measures=(attrs.evolve(plan.measures[0], baseline=Baseline(value=number)),))
    measure = loads(dumps(plan)).measure("m")
    assert measure.baseline is not None
    assert measure.baseline.value is not None
    assert measure.baseline.value.as_tuple() == number.as_tuple()
    (target,) = measure.targets
    assert isinstance(target, ValueTarget)
    assert target.value.as_tuple() == number.as_tuple()


@pytest.mark.parametrize("name", INSTALLED)
def test_real_plan_reads_back(name: str, tmp_path: Path) -> None:
    """The published plans survive being written, as text and as a file."""
    plan = cypplan.plan(name)
    assert loads(dumps(plan)) == plan
    save(plan, tmp_path / f"{name}.toml")
    assert load(tmp_path / f"{name}.toml") == plan
    assert cypplan.registry().plans[name].load() == plan


@pytest.mark.parametrize("name", INSTALLED)
def test_real_plan_loses_no_key(name: str) -> None:
    """Reading and writing a published plan gives the data of its file: no key is dropped on the way."""
    path = cypplan.registry().plans[name].path
    original = tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
    written = tomllib.loads(dumps(load(path)), parse_float=Decimal)
    assert _shape(written) == _shape(original)


WRITTEN_OUT = {
    ("kind", "formal"),
    ("relation", "named"),
    ("role", "context"),
    ("form", "level"),
    ("children", "100"),
    ("comparable", "True"),
}
"""Keys with their defaults, which a plan file may write out and the writer leaves away."""


def _shape(data: Any) -> Any:
    """The keys of a plan's data; its defaults may be written out, its texts spelt otherwise or in a table."""
    if isinstance(data, dict):
        if len(data) == 1 and data.keys() <= {"text", "name"}:
            return "str"
        return {key: _shape(value) for key, value in data.items() if (key, str(value)) not in WRITTEN_OUT}
    return [_shape(one) for one in data] if isinstance(data, list) else type(data).__name__


def test_what_is_absent_is_not_written() -> None:
    """A plan file holds what was said: no empty lists and no defaults, save the schema's version."""
    assert tomllib.loads(dumps(SMALL)) == {
        "schema_version": 1,
        "id": "a-2030",
        "title": "A plan",
        "authority": "E06000007",
    }


def test_first_line_names_the_schema_where_asked() -> None:
    """An editor finds the schema in the first line, which the reader passes over."""
    text = dumps(SMALL, schema="../plan.schema.json")
    assert text.splitlines()[0] == "#:schema ../plan.schema.json"
    assert loads(text) == SMALL
    assert not dumps(SMALL).startswith("#")


def test_save_is_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When writing fails at any point the old file stands as it was, and no draft is left beside it."""
    from pathlib import Path as AnyPath

    path = tmp_path / "a-2030.toml"
    save(SMALL, path)
    before = path.read_bytes()
    newer = attrs.evolve(SMALL, title="Another")

    def half(self: Path, data: bytes) -> int:
        with self.open("wb") as file:
            file.write(data[: len(data) // 2])
        raise KeyboardInterrupt

    def refuse(_self: Path, _target: Path) -> None:
        raise PermissionError

    for method, fault, error in [
        ("write_bytes", half, KeyboardInterrupt),
        ("replace", refuse, PermissionError),
    ]:
        with monkeypatch.context() as patch:
            patch.setattr(AnyPath, method, fault)
            with pytest.raises(error):
                save(newer, path)
        assert path.read_bytes() == before
        assert list(tmp_path.iterdir()) == [path]
    save(newer, path)
    assert load(path) == newer


def test_plan_that_cannot_be_written_leaves_the_file(tmp_path: Path) -> None:
    """A text that no file can hold (half of a surrogate pair) fails before anything is touched."""
    path = tmp_path / "a-2030.toml"
    save(SMALL, path)
    before = path.read_bytes()
    with pytest.raises(UnicodeEncodeError):
        save(attrs.evolve(SMALL, title="\ud800"), path)
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_save_keeps_permissions_and_links(tmp_path: Path) -> None:
    """Saving changes what a file says, not who may read it nor where a link leads."""
    path, link = tmp_path / "a-2030.toml", tmp_path / "link.toml"
    save(SMALL, path)
    fresh = tmp_path / "fresh"
    fresh.touch()
    assert path.stat().st_mode == fresh.stat().st_mode
    path.chmod(0o640)
    link.symlink_to(path)
    save(attrs.evolve(SMALL, title="Another"), link)
    assert link.is_symlink()
    assert load(path).title == "Another"
    assert path.stat().st_mode & 0o777 == 0o640


def test_save_takes_a_text_for_a_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A path may be a text, relative to where one is."""
    monkeypatch.chdir(tmp_path)
    save(SMALL, "a-2030.toml")
    assert load("a-2030.toml") == SMALL
