"""Units of plan and figures, quotients, complements, and what chance could do."""

from __future__ import annotations

from decimal import Decimal

import pytest
from assess.building import (
    baseline,
    card,
    evolved,
    indicator,
    measure,
    reason,
    row,
    statuses,
    value,
    verdict,
    verdicts,
    world,
)

from cypplan.assess import Qualifier, Reason, Status
from cypplan.indicators import Complement
from cypplan.periods import Period
from cypplan.plans import (
    ChangeTarget,
    DirectionTarget,
    RangeTarget,
    Sense,
    ValueTarget,
)
from cypplan.units import Unit

DUE = Period.parse("2019/20")


class TestUnits:
    def test_a_target_in_another_scale(self) -> None:
        """Protects: 377.5 per 100,000 is 37.75 per 10,000, to the last digit."""
        one = measure("rate", value("377.5", "2019/20", unit=Unit.parse("per_100_000_children")))
        found = verdicts(*((one, [row("rate", figure)]) for figure in (37.75, 37.76)))
        assert [each.status for each in found] == ["met", "not met"]
        assert found[0].goal == "at most 37.75 per 10,000"

    def test_everything_of_a_measure_in_another_scale(self) -> None:
        """Protects: baseline, change and range of a measure per 100,000 are taken to figures per 10,000."""
        per = "per_100_000_children"
        change = ChangeTarget(sense=Sense.DECREASE, by=Decimal(40), relative=False, period=DUE)
        within = RangeTarget(low=Decimal(340), high=Decimal(360), period=DUE)
        measures = [
            measure("rate", change, base=baseline(400), unit=per, name="change"),
            measure("rate", within, base=baseline(400), unit=per, name="range"),
            measure(
                "rate",
                DirectionTarget(sense=Sense.DECREASE, period=DUE),
                base=baseline(400),
                unit=per,
                name="less",
            ),
            measure("rate", value(360, "2019/20"), base=baseline(400), unit=per, name="value"),
        ]
        found = card(*measures, rows=[row("rate", 36)])
        assert {one.status for one in found} == {Status.MET}
        assert [one.goal for one in found] == [
            "at most 36 per 10,000",
            "34 per 10,000 to 36 per 10,000",
            "below 40 per 10,000",
            "at most 36 per 10,000",
        ]
        assert found["value"].progress == pytest.approx(1)

    def test_a_tolerance_in_another_scale(self) -> None:
        """Protects: a tolerance is in its target's unit, as the value is."""
        target = value(400, "2019/20", tolerance=Decimal(20))
        one = measure("rate", target, unit="per_100_000_children", direction="towards-target")
        assert statuses(one, 42, 42.1) == ["met", "not met"]

    def test_unlike_units(self) -> None:
        """Protects: a number of children is never held against a rate, nor a baseline in children."""
        targets = (
            value(50, "2019/20"),
            ChangeTarget(sense=Sense.DECREASE, by=Decimal(10), relative=True, period=DUE),
            ChangeTarget(sense=Sense.DECREASE, by=Decimal(10), relative=False, period=DUE),
            DirectionTarget(sense=Sense.DECREASE, period=DUE),
            RangeTarget(low=Decimal(40), high=Decimal(50), period=DUE),
        )
        measures = [measure("rate", target, unit="children", base=baseline(60)) for target in targets]
        found = verdicts(*((one, [row("rate", 45)]) for one in measures))
        assert [reason(one) for one in found] == [Reason.NOT_COMPARABLE] * 5

    def test_zero_is_a_value_and_a_target(self) -> None:
        """Protects: a figure of 0 is judged, and a target of 0 is met by 0 alone."""
        one = measure("rate", value(0, "2019/20"))
        assert statuses(one, 0, 0.1) == ["met", "not met"]
        found = verdict(measure("share", value(5, "2019/20")), row("share", 0, count=0, denominator=40))
        assert (found.status, found.judged_on) == (Status.NOT_MET, 0)
        assert found.evidence is not None
        assert found.evidence.lower == 0


def test_evidence_in_children() -> None:
    """Protects: how many children short, and whether that is within chance, from count and denominator."""
    found = verdict(measure("share", value(70, "2019/20")), row("share", 65, count=130, denominator=200))
    assert found.evidence is not None
    assert (found.evidence.children, found.evidence.method) == (-10, "Wilson")
    assert found.evidence.within_chance is True
    assert found.evidence.lower <= 65 <= found.evidence.upper
    spare = verdict(measure("share", value(70, "2019/20")), row("share", 75, count=151, denominator=200))
    assert spare.evidence is not None
    assert spare.evidence.children == 11


def test_the_quotient_goes_before_the_published_figure() -> None:
    """Protects: 139 of 200 is 69.5 %, published as 70: judged on the quotient, the published one shown."""
    found = verdict(measure("share", value(70, "2019/20")), row("share", 70, count=139, denominator=200))
    assert found.status is Status.NOT_MET
    assert found.judged_on == pytest.approx(69.5)
    assert found.observation is not None
    assert found.observation.value == 70


def test_a_quotient_that_cannot_be_formed() -> None:
    """Protects: a part without a whole, or above it, is not divided: the published figure is judged."""
    parts = [(139, None), (None, 200), (139, 0), (-1, 200), (3.5, 200), (201, 200)]
    one = measure("share", value(70, "2019/20"))
    found = verdicts(*((one, [row("share", 70, count=count, denominator=n)]) for count, n in parts))
    assert [(each.status, each.judged_on, each.evidence) for each in found] == [(Status.MET, 70, None)] * 6


def test_intervals_of_counts_and_rates() -> None:
    """Protects: counts and rates take Byar's limits, exact ones below ten; more confidence is wider."""
    rate = verdict(measure("rate", value(40, "2019/20")), row("rate", 50, count=50, denominator=10_000))
    count = verdict(measure("number", value(4, "2019/20")), row("number", 4))
    assert rate.evidence is not None
    assert count.evidence is not None
    assert (rate.evidence.method, count.evidence.method) == ("Byar", "exact Poisson")
    assert (round(count.evidence.lower, 2), round(count.evidence.upper, 2)) == (1.09, 10.24)
    sure = verdict(
        measure("number", value(4, "2019/20")), row("number", 4), confidence=0.998, registry=world()
    ).evidence
    assert sure is not None
    assert sure.lower < count.evidence.lower < count.evidence.upper < sure.upper


def test_events_that_repeat_are_said_to() -> None:
    """Protects: where one child counts more than once the interval is too narrow, and the verdict says so."""
    registry = world(evolved("rate", events_repeat=True))
    found = verdict(
        measure("rate", value(40, "2019/20")),
        row("rate", 50, count=50, denominator=10_000),
        registry=registry,
    )
    assert Qualifier.EPISODES in found.qualifiers


def test_a_complement() -> None:
    """Protects: 100 % minus a published figure is judged, with its count, and says what it was made of."""
    rest = indicator("rest", "percent_of_pupils", "higher", derivation=Complement("share-low"))
    one = measure("rest", value(94, "2019/20"), unit="percent_of_pupils")
    found = verdict(one, row("share-low", 6, count=13, denominator=200), registry=world(rest))
    assert (found.status, found.judged_on) == (Status.NOT_MET, pytest.approx(93.5))
    assert found.observation is not None
    assert (found.observation.value, found.observation.indicator) == (94, "share-low")
    assert found.observation.derivation == "100% minus share-low, published as 6%"


def test_targets_of_a_value_are_exact_decimals() -> None:
    """Protects: the goal is written as the plan prints it."""
    assert isinstance(value("58.10"), ValueTarget)
    assert verdict(measure("share", value("58.10", "2019/20")), row("share", 58.1)).goal == "at least 58.1%"
