"""Two editions of a plan: every change is found, named, and given its side."""

from __future__ import annotations

from typing import Any

import attrs
import pytest
from assess.building import baseline, measure, plan, value

import cypplan
from cypplan.assess.editions import Change, compare_editions
from cypplan.indicators import Direction
from cypplan.plans import DirectionTarget, Measure, Outcome, Sense
from cypplan.units import Unit


def made(target: Any = None, direction: Direction | None = Direction.HIGHER, **more: Any) -> Measure:
    """Return a measure with one target and a direction of its own."""
    targets = () if target is None else (target,)
    found = measure("share", *targets, base=baseline(50), name="m")
    return attrs.evolve(found, direction=direction, **more)


VALUE = value(70, "2019/20")
MORE = DirectionTarget(sense=Sense.INCREASE)


@pytest.mark.parametrize(
    ("old", "new", "changes"),
    [
        (made(VALUE), made(VALUE), {Change.SAME}),
        (made(VALUE), made(value(65, "2019/20")), {Change.WEAKENED}),
        (made(VALUE), made(value(75, "2019/20")), {Change.STRENGTHENED}),
        (made(VALUE, Direction.LOWER), made(value(75, "2019/20"), Direction.LOWER), {Change.WEAKENED}),
        (made(VALUE, None), made(value(65, "2019/20"), None), {Change.WEAKENED}),
        (made(VALUE), made(value(70, "2021/22")), {Change.WEAKENED}),
        (made(VALUE), made(value(80, "2021/22")), {Change.STRENGTHENED}),
        (made(VALUE), made(value(70)), {Change.WEAKENED}),
        (made(VALUE), made(), {Change.WEAKENED}),
        (made(), made(VALUE), {Change.STRENGTHENED}),
        (made(VALUE), made(MORE), {Change.WEAKENED}),
        (made(MORE), made(VALUE), {Change.STRENGTHENED}),
        (made(VALUE), made(VALUE, age_band="5 to 10"), {Change.REDEFINED}),
        (made(VALUE), made(VALUE, unit=Unit.parse("percent_of_care_leavers")), {Change.REDEFINED}),
        (made(VALUE), made(VALUE, baseline=baseline(55)), {Change.REDEFINED}),
        (made(VALUE), made(VALUE, title="Another"), {Change.RENAMED}),
    ],
)
def test_what_became_of_a_measure(old: Measure, new: Measure, changes: set[Change]) -> None:
    """Easier, later, vaguer or gone is weaker, by the direction; another meaning is a redefinition."""
    (found,) = compare_editions(plan(old), plan(new)).measures
    assert set(found.changes) == changes
    assert bool(found.sentences) == (changes != {Change.SAME})


def test_there_and_back() -> None:
    """What is weaker one way is stronger the other, what is new one way is dropped the other."""
    old = plan(made(VALUE), measure("rate", name="gone"))
    new = plan(made(value(65, "2019/20")), measure("gap", name="added"))
    mirror = {Change.WEAKENED: Change.STRENGTHENED, Change.NEW: Change.DROPPED, Change.DROPPED: Change.NEW}
    there = {one.title: one.changes for one in compare_editions(old, new).measures}
    back = {one.title: one.changes for one in compare_editions(new, old).measures}
    assert len(there) == 3
    assert {title: tuple(mirror[one] for one in ones) for title, ones in there.items()} == back


def test_a_measure_is_known_again_under_another_id() -> None:
    """A renamed id with the same indicator is one measure; two of one indicator are not guessed at."""
    renamed = compare_editions(plan(made(VALUE)), plan(attrs.evolve(made(VALUE), id="other")))
    assert [one.changes for one in renamed.measures] == [(Change.SAME,)]
    two = plan(*(attrs.evolve(made(VALUE), id=name, title=name) for name in ("a", "b")))
    unsure = compare_editions(plan(made(VALUE)), two)
    assert [one.changes for one in unsure.measures] == [(Change.NEW,), (Change.NEW,), (Change.DROPPED,)]


def test_outcomes_and_real_plans() -> None:
    """Outcomes are dropped, renamed and new; a published plan against itself shows no change at all."""
    real = cypplan.plan("worcestershire-cypp-2014")
    assert {change for one in compare_editions(real, real).measures for change in one.changes} == {
        Change.SAME
    }
    first, second = (Outcome(id=name, title=name.upper()) for name in "ab")
    old = attrs.evolve(plan(), outcomes=(first, second))
    new = attrs.evolve(plan(), outcomes=(attrs.evolve(first, title="Else"), Outcome(id="c", title="C")))
    assert [one.change for one in compare_editions(old, new).outcomes] == [
        Change.RENAMED,
        Change.NEW,
        Change.DROPPED,
    ]
