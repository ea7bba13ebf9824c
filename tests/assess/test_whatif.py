"""What if: the flips are those, and all those, that two scorecards made apart would show."""

from __future__ import annotations

from typing import Any

import pytest

import cypplan
from cypplan.assess.whatif import whatif
from cypplan.errors import LookupFailed

AS_OF = {"worcestershire-cypp-2014": "2015-08-31", "warrington-care-2018": "2021-03-31"}


@pytest.mark.parametrize("name", AS_OF)
@pytest.mark.parametrize(
    "change",
    [{"rule": "interval"}, {"rule": "tolerance:5"}, {"neighbours": "2021", "aggregate": "median"}, {}],
)
def test_flips_are_the_difference_of_two_scorecards(name: str, change: dict[str, Any]) -> None:
    """No flip is lost and none is made up; nothing flips where nothing changes."""
    plan = cypplan.plan(name)
    found = whatif(plan, as_of=AS_OF[name], change=change)
    one = cypplan.scorecard(plan, as_of=AS_OF[name])
    other = cypplan.scorecard(plan, **{"as_of": AS_OF[name], **change})
    expected = {
        a.id: (a.status, a.rag, b.status, b.rag)
        for a, b in zip(one, other, strict=True)
        if (a.status, a.rag) != (b.status, b.rag)
    }
    shown = {
        flip.id: (flip.before.status, flip.before.rag, flip.after.status, flip.after.rag)
        for flip in found.flips
    }
    assert shown == expected
    assert expected or change != {"rule": "tolerance:5"}, "the case shows something"


def test_an_unknown_choice_is_named() -> None:
    """A choice that does not exist is an error, not a judgement that silently changes nothing."""
    with pytest.raises(LookupFailed, match="aggregate"):
        whatif(cypplan.plan("warrington-care-2018"), change={"agregate": "median"})
