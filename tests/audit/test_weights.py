"""What weighs less than its rule: findings that are only notes, and the words that say why."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from audit.casebook import Edit, swap
from audit.cases_figures import bare
from audit.cases_plan import SAFE, action, second
from audit.cases_structure import FOCUS, LISTED, outcome
from audit.cases_target import BASE, BASE_60, SENTENCE, WORD, aimed, stated
from audit.test_rules import found

from cypplan.audit import Severity

if TYPE_CHECKING:
    from cypplan.audit import Finding

APART = 'value = 60, period = "2023/24", comparable = false'


def only(edit: Edit, code: str) -> Finding:
    """Return the only finding of a rule."""
    (one,) = found(edit).of(code)
    return one


@pytest.mark.parametrize(
    ("code", "change", "target"),
    [
        ("T01", "increase", 'kind = "value", value = 55, period = "2025/26"'),
        ("T02", "", 'kind = "value", value = 55, period = "2025/26"'),
    ],
)
def test_a_baseline_that_is_not_comparable_makes_a_note(code: str, change: str, target: str) -> None:
    """A target against a baseline that later figures cannot be set beside is a note that says so."""
    one = only(swap(*stated(APART, target, change=change)), code)
    assert one.severity is Severity.NOTE
    assert "cannot be set beside" in one.message
    assert only(swap(*stated(BASE_60, target, change=change)), code).severity is not Severity.NOTE


def test_no_change_is_told_from_a_baseline_that_is_not_comparable() -> None:
    """A target equal to such a baseline is not said to be no change from it."""
    same = 'kind = "value", value = 60, period = "2025/26"'
    assert found(swap(*stated(BASE_60, same))).of("T03")
    assert not found(swap(*stated(APART, same))).of("T03")


def test_a_change_from_a_baseline_that_is_not_comparable_has_none() -> None:
    """A change asked for from such a baseline is as one from none, and the finding says which it is."""
    by = aimed('{ kind = "change", sense = "increase", by = 10, relative = false, period = "2025/26" }')
    assert (
        "cannot be set beside its baseline"
        in only(swap(BASE, f"baseline = {{ {APART} }}\n", *by), "T09").message
    )
    assert "states no baseline" in only(swap(BASE, "", *by), "T09").message
    assert not found(swap(*by)).of("T09")


def test_what_is_to_be_agreed_is_a_note() -> None:
    """A schedule that will be agreed with somebody is work to come; one that will be written is missing."""
    later = '\n[[declared]]\ntext = "A schedule will be {}."\nfound = "deferred"\n'
    assert only(swap(add=later.format("agreed each year")), "S10").severity is Severity.NOTE
    assert only(swap(add=later.format("jointly agreed")), "S10").severity is Severity.NOTE
    assert only(swap(add=later.format("written")), "S10").severity is Severity.WARNING


def test_two_orders_of_one_list_are_told_from_two_lists() -> None:
    """A text that stands in the list already is in another place; any other is another text."""
    base = outcome("safe", "Children are safe", FOCUS)
    assert "another order" in only(swap(*SAFE, add=base + LISTED.format("to listen")), "S11").message
    assert "another order" not in only(swap(*SAFE, add=base + LISTED.format("to hear")), "S11").message


def test_a_claim_on_a_proxy_is_a_note() -> None:
    """A claim that figures of something near do not bear out weighs less than one on the same thing."""
    assert only(bare(56, 61, comparability="proxy"), "F10").severity is Severity.NOTE
    assert only(bare(56, 61), "F10").severity is Severity.WARNING
    assert len(only(bare(56, 61), "F10").sides) == len(["claim", "ours", "theirs", "ours", "theirs"])


def test_a_sentence_of_two_measures_is_read_once_for_each() -> None:
    """What a sentence demands of another measure is no disagreement of this one; what neither says is."""
    both = "Get everyone more active and reduce harm from alcohol."
    other = second(text=both, change='change = "reduce"\n')
    other = other[: other.index("targets")] + 'targets = [{ kind = "direction", sense = "decrease" }]\n'
    more = aimed('{ kind = "direction", sense = "increase" }')
    assert not found(swap(SENTENCE, both, WORD, 'change = "more"\n', *more, add=other)).of("T24")
    assert found(swap(SENTENCE, both, WORD, 'change = "fewer"\n', *more, add=other)).of("T24")


def test_what_was_not_read_is_a_note_that_names_the_words() -> None:
    """A date that the sentence may give in words not understood is compared by eye; a misread one warns."""
    unread = swap(SENTENCE, "An increase in visits in time to 70%, subject to funding.")
    (one,) = found(unread).of("T24")
    assert one.severity is Severity.NOTE
    assert '"subject to funding." was not understood' in one.message
    misread = swap(SENTENCE, "An increase in visits in time to 75% in 2025/26, subject to funding.")
    (other,) = found(misread).of("T24")
    assert other.message.startswith("target.value")
    assert other.severity is Severity.WARNING


def test_actions_that_mostly_lack_a_lead_are_one_finding() -> None:
    """Where most actions have no lead, and most no date, each is said once, on the plan, with all of them."""
    names = ("one", "two", "three", "four")
    several = "".join(action(name, f"Visit the {name}.") for name in names)
    several = several.replace('leads = ["director"]\n', "", 3).replace('timescale = "2026"\n', "")
    told = found(swap(*SAFE, add=outcome("safe", "Children are safe") + several)).of("S15")
    assert [one.message for one in told] == ["3 of 4 actions have no lead", "4 of 4 actions have no date"]
    assert [len(one.sides) for one in told] == [3, 4]
