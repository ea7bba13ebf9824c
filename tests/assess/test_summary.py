"""A scorecard in short, what has changed since an earlier one, and what the authority says of it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import attrs
import pytest
from assess.building import AS_OF, WORLD, baseline, measure, plan, row, table, value

import cypplan
from cypplan import reports
from cypplan.assess import Scorecard, Status, scorecard
from cypplan.assess.changes import changes_since, earlier_card, read_card
from cypplan.assess.commentary import CommentFileError, read_comments
from cypplan.assess.summary import (
    age_of,
    greens_getting_worse,
    measure_counts,
    reds_within_chance,
    worst_status,
)
from cypplan.errors import ReadError, ValueFault

if TYPE_CHECKING:
    from pathlib import Path

NOW = "2019/20"


def judged(*rows: dict[str, object], as_of: str = AS_OF) -> Scorecard:
    """Judge three measures on some figures."""
    several = measure(
        "share", value(70, NOW, id="x"), value(60, NOW, id="y"), base=baseline(50), name="several"
    )
    one = measure("share-low", value(20, NOW), base=baseline(50), name="one")
    without = measure("rate", value(20, NOW), base=baseline(50), name="without")
    return scorecard(plan(several, one, without), table(rows), as_of=as_of, registry=WORLD)


def test_a_measure_counts_once_by_its_gravest_target() -> None:
    """Met and not met is not met; what cannot be said counts only where nothing else is known."""
    card = judged(row("share", 65, NOW), row("share-low", 10, NOW))
    counts = measure_counts(card, proxies=False)
    assert counts == {Status.NOT_MET: 1, Status.MET: 1, Status.CANNOT_SAY: 1}
    assert sum(counts.values()) == 3 < len(card)
    assert worst_status(card.of("several")) is Status.NOT_MET


def test_reds_within_chance_and_greens_getting_worse() -> None:
    """Few children: the target lies in the interval. A green that falls is named; one that rises is not."""
    card = judged(
        row("share", 65, NOW, count=13, denominator=20),
        row("share", 66, "2018/19"),
        row("share-low", 10, NOW),
        row("share-low", 8, "2018/19"),
    )
    assert [one.id for one in reds_within_chance(card)] == ["several/x"]
    assert [one.id for one in greens_getting_worse(card)] == ["several/y", "one"]
    large = judged(row("share", 65, NOW, count=1300, denominator=2000))
    assert reds_within_chance(large) == ()


def test_the_next_figure_takes_as_long_as_this_one() -> None:
    """Published 100 days after its period, the next is expected 100 days after its own; else nobody knows."""
    seen = judged(row("share", 65, NOW, published=dt.date(2020, 7, 9)))["several/x"]
    age = age_of(seen, dt.date(2021, 3, 31))
    assert age is not None
    assert (age.months, age.expected) == (12, dt.date(2021, 7, 9))
    assert str(age.following) == "2020/21 financial"
    unknown = age_of(judged(row("share", 65, NOW))["several/x"], dt.date(2021, 3, 31))
    assert unknown is not None
    assert unknown.expected is None
    assert age_of(judged()["without"], dt.date(2021, 3, 31)) is None


def test_changes_are_the_same_from_a_day_and_from_a_file(tmp_path: Path) -> None:
    """A scorecard kept as JSON tells the same flips as judging that day again."""
    made = cypplan.plan("warrington-care-2018")
    before, now = (cypplan.scorecard(made, as_of=day) for day in ("2020-03-31", "2021-03-31"))
    kept = tmp_path / "before.json"
    reports.write(reports.render(before, "json"), kept)
    found = changes_since(now, earlier_card(before))
    assert found == changes_since(now, read_card(kept))
    assert {one.verdict.id for one in found.flips} == {
        one.id for one in now if (one.status, one.rag) != (before[one.id].status, before[one.id].rag)
    }
    assert found.flips
    assert len(found.flips) + len(found.figures) + found.same == len(now)


def test_targets_that_came_or_went_are_named() -> None:
    """A target without a counterpart is neither changed nor the same."""
    card = judged(row("share", 65, NOW))
    earlier = earlier_card(card)
    verdicts = dict(earlier.verdicts)
    verdicts["gone"] = verdicts.pop("one")
    found = changes_since(card, attrs.evolve(earlier, verdicts=verdicts, rule="interval 1"))
    assert ([one.id for one in found.appeared], found.gone) == (["one"], ("gone",))
    assert (found.flips, found.same, found.other_rule) == ((), 3, "interval 1")
    with pytest.raises(ValueFault, match="is of other"):
        changes_since(card, attrs.evolve(earlier, plan="other"))


@pytest.mark.parametrize(
    "text", ["{", "[]", '{"schema_version": 99}', '{"schema_version": 1, "verdicts": [{}]}']
)
def test_what_is_no_scorecard_is_refused(tmp_path: Path, text: str) -> None:
    """A file that is none, of another version or broken, is named with what to do."""
    path = tmp_path / "kept.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ReadError, match=r"kept\.json"):
        read_card(path)


COMMENTS = """
[[comment]]
on = "several"
date = 2021-05-12
by = "Head of service"
text = "Said first."

[[comment]]
on = "several/x"
date = 2021-06-01
text = "Said later."
decision = "Do something."
"""


def test_comments_are_kept_with_what_they_speak_of(tmp_path: Path) -> None:
    """A comment on a measure and one on a verdict stay apart."""
    path = tmp_path / "comments.toml"
    path.write_text(COMMENTS, encoding="utf-8")
    found = read_comments(path, judged())
    assert found["several"][0].by == "Head of service"
    assert found["several/x"][0].decision == "Do something."


def test_every_fault_of_a_file_of_comments_is_named(tmp_path: Path) -> None:
    """Unknown ids get the nearest one; what lacks something, or is of another type, is told by its place."""
    path = tmp_path / "comments.toml"
    wrong = '[[comment]]\non = "severel"\ndate = "2021-05-12"\ntext = ""\nwho = "x"\n[[comment]]\n[coment]\n'
    path.write_text(wrong, encoding="utf-8")
    with pytest.raises(CommentFileError) as caught:
        read_comments(path, judged())
    told = str(caught.value)
    assert 'Did you mean "several"' in told
    for place in (
        "comment[0].date",
        "comment[0].text",
        "comment[0].who",
        'comment[1]: "on" is missing',
        "coment",
    ):
        assert place in told
    path.write_text("[[comment", encoding="utf-8")
    with pytest.raises(CommentFileError, match="no TOML"):
        read_comments(path, judged())
